/* Bytes to read in order, wherever they come from: a file, memory, or a function of the caller. */
#ifndef MUS_CODEC_SOURCE_H
#define MUS_CODEC_SOURCE_H

#include "base/status.h"
#include "base/text.h"

#include <stddef.h>

struct mus_byte_source {
    /* Writes up to capacity bytes; *got is 0 at the end only. */
    enum mus_status (*read)(void *context, char *into, size_t capacity, size_t *got,
                            struct mus_error *err);
    void (*close)(void *context); /* may be NULL */
    void *context;
};

/* MUS_NOT_FOUND where there is no such file, MUS_IO where it cannot be opened. */
enum mus_status mus_byte_source_of_file(const char *path, struct mus_byte_source *source,
                                        struct mus_error *err) MUS_MUST_CHECK;
/* The bytes are borrowed and must outlive the source. */
enum mus_status mus_byte_source_of_bytes(struct mus_text bytes, struct mus_byte_source *source,
                                         struct mus_error *err) MUS_MUST_CHECK;
/* An empty source ({0}) is accepted. */
void mus_byte_source_close(struct mus_byte_source *source);

#endif
