#include "codec/source.h"

#include "base/mem.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

struct file_source {
    FILE *file;
    char path[]; /* for messages */
};

struct bytes_source {
    struct mus_text left;
};

static enum mus_status read_file(void *context, char *into, size_t capacity, size_t *got,
                                 struct mus_error *err)
{
    struct file_source *source = context;
    errno = 0;
    size_t len = fread(into, 1, capacity, source->file);
    if (len == 0 && ferror(source->file)) {
        return mus_fail(err, MUS_IO, "cannot read \"%s\": %s", source->path, strerror(errno));
    }
    *got = len;
    return MUS_OK;
}

static void close_file(void *context)
{
    struct file_source *source = context;
    fclose(source->file);
    mus_free(source);
}

enum mus_status mus_byte_source_of_file(const char *path, struct mus_byte_source *source,
                                        struct mus_error *err)
{
    size_t len = strlen(path) + 1;
    struct file_source *file = mus_alloc(1, sizeof *file + len);
    if (file == NULL) {
        return mus_fail_memory(err);
    }
    memcpy(file->path, path, len);
    file->file = fopen(path, "rbe");
    if (file->file == NULL) {
        int why = errno;
        mus_free(file);
        return mus_fail(err, why == ENOENT || why == ENOTDIR ? MUS_NOT_FOUND : MUS_IO,
                        "cannot open \"%s\": %s", path, strerror(why));
    }
    *source = (struct mus_byte_source){read_file, close_file, file};
    return MUS_OK;
}

static enum mus_status read_bytes(void *context, char *into, size_t capacity, size_t *got,
                                  struct mus_error *err)
{
    (void)err;
    struct mus_text *left = &((struct bytes_source *)context)->left;
    size_t len = left->len < capacity ? left->len : capacity;
    if (len > 0) {
        memcpy(into, left->ptr, len);
        left->ptr += len;
        left->len -= len;
    }
    *got = len;
    return MUS_OK;
}

enum mus_status mus_byte_source_of_bytes(struct mus_text bytes, struct mus_byte_source *source,
                                         struct mus_error *err)
{
    struct bytes_source *context = mus_alloc(1, sizeof *context);
    if (context == NULL) {
        return mus_fail_memory(err);
    }
    context->left = bytes;
    *source = (struct mus_byte_source){read_bytes, mus_free, context};
    return MUS_OK;
}

void mus_byte_source_close(struct mus_byte_source *source)
{
    if (source->close != NULL) {
        source->close(source->context);
    }
    *source = (struct mus_byte_source){0};
}
