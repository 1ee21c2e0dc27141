#include "codec/xlsx_part.h"

#include "base/mem.h"

#include <assert.h>
#include <errno.h>
#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <expat.h>
#include <zip.h>

/* How much is unpacked and parsed at once. */
#define PIECE_BYTES 65536

struct mus_xlsx_archive {
    zip_t *zip;
};

struct mus_xlsx_part {
    zip_file_t *file;
    XML_Parser parser;
    struct mus_xlsx_handler handler;
    uint64_t max_bytes;
    uint64_t bytes;  /* unpacked so far */
    uint64_t parsed; /* where the parser was seen last */
    int depth;
    bool paused;
    bool finished;
    struct mus_error failure; /* of a handler; MUS_OK: none */
    char name[];
};

static enum mus_status fail_open(int code, struct mus_error *err)
{
    if (code == ZIP_ER_MEMORY) {
        return mus_fail_memory(err);
    }
    if (code == ZIP_ER_OPEN || code == ZIP_ER_READ || code == ZIP_ER_SEEK) {
        return mus_fail(err, MUS_IO, "the workbook cannot be read");
    }
    return mus_fail(err, MUS_INVALID, "no XLSX workbook, or one that is truncated");
}

/* libzip takes an empty file for an empty archive. */
static enum mus_status check_magic(struct mus_text head, struct mus_error *err)
{
    if (mus_text_starts(head, MUS_TEXT("\xD0\xCF\x11\xE0"))) {
        return mus_fail(err, MUS_INVALID, "an encrypted or old .xls workbook; save it as .xlsx");
    }
    if (!mus_text_starts(head, MUS_TEXT("PK"))) {
        return mus_fail(err, MUS_INVALID, "no XLSX workbook, or one that is truncated");
    }
    return MUS_OK;
}

static enum mus_status new_archive(zip_t *zip, struct mus_xlsx_archive **out, struct mus_error *err)
{
    struct mus_xlsx_archive *archive = mus_alloc(1, sizeof *archive);
    if (archive == NULL) {
        zip_discard(zip);
        return mus_fail_memory(err);
    }
    archive->zip = zip;
    *out = archive;
    return MUS_OK;
}

static enum mus_status check_file(const char *path, struct mus_error *err)
{
    char head[8];
    FILE *file = fopen(path, "rbe");
    if (file == NULL) {
        int why = errno;
        return mus_fail(err, why == ENOENT || why == ENOTDIR ? MUS_NOT_FOUND : MUS_IO,
                        "cannot open \"%s\": %s", path, strerror(why));
    }
    size_t len = fread(head, 1, sizeof head, file);
    fclose(file);
    return check_magic((struct mus_text){head, len}, err);
}

enum mus_status mus_xlsx_archive_open_file(const char *path, struct mus_xlsx_archive **out,
                                           struct mus_error *err)
{
    enum mus_status status = check_file(path, err);
    if (status != MUS_OK) {
        return status;
    }
    int code = 0;
    zip_t *zip = zip_open(path, ZIP_RDONLY, &code);
    return zip == NULL ? fail_open(code, err) : new_archive(zip, out, err);
}

enum mus_status mus_xlsx_archive_open_bytes(struct mus_text bytes, struct mus_xlsx_archive **out,
                                            struct mus_error *err)
{
    enum mus_status status = check_magic(bytes, err);
    if (status != MUS_OK) {
        return status;
    }
    zip_error_t why;
    zip_error_init(&why);
    zip_t *zip = NULL;
    zip_source_t *source = zip_source_buffer_create(bytes.ptr, bytes.len, 0, &why);
    if (source != NULL) {
        zip = zip_open_from_source(source, ZIP_RDONLY, &why);
    }
    if (source != NULL && zip == NULL) {
        zip_source_free(source);
    }
    int code = zip_error_code_zip(&why);
    zip_error_fini(&why);
    return zip == NULL ? fail_open(code, err) : new_archive(zip, out, err);
}

void mus_xlsx_archive_close(struct mus_xlsx_archive *archive)
{
    if (archive != NULL) {
        zip_discard(archive->zip);
        mus_free(archive);
    }
}

bool mus_xlsx_archive_has(const struct mus_xlsx_archive *archive, const char *name)
{
    return zip_name_locate(archive->zip, name, ZIP_FL_NOCASE) >= 0;
}

static const char *local_name(const char *name)
{
    const char *colon = strchr(name, ':');
    return colon == NULL ? name : colon + 1;
}

const char *mus_xlsx_attribute(const char **attributes, const char *name)
{
    for (size_t i = 0; attributes[i] != NULL; i += 2) {
        if (strcmp(local_name(attributes[i]), name) == 0) {
            return attributes[i + 1];
        }
    }
    return NULL;
}

void mus_xlsx_part_pause(struct mus_xlsx_part *part)
{
    XML_StopParser(part->parser, XML_TRUE);
    part->paused = true;
}

void mus_xlsx_part_fail(struct mus_xlsx_part *part, enum mus_status status, const char *format, ...)
{
    char message[MUS_ERROR_MESSAGE_MAX];
    va_list args;
    va_start(args, format);
    vsnprintf(message, sizeof message, format, args);
    va_end(args);
    if (status == MUS_NO_MEMORY) {
        mus_fail(&part->failure, status, "%s", message);
    } else {
        mus_fail(&part->failure, status, "%s: %s", part->name, message);
    }
    XML_StopParser(part->parser, XML_FALSE);
}

static void on_start(void *context, const char *name, const char **attributes)
{
    struct mus_xlsx_part *part = context;
    if (++part->depth > MUS_XLSX_MAX_DEPTH) {
        mus_xlsx_part_fail(part, MUS_LIMIT, "elements nested deeper than %d", MUS_XLSX_MAX_DEPTH);
    } else if (part->failure.status == MUS_OK && part->handler.start != NULL) {
        part->handler.start(part->handler.context, part, local_name(name), attributes);
    }
}

static void on_end(void *context, const char *name)
{
    struct mus_xlsx_part *part = context;
    part->depth--;
    /* A handler that has stopped the parser may still see the end of an empty element. */
    if (part->failure.status == MUS_OK && part->handler.end != NULL) {
        part->handler.end(part->handler.context, part, local_name(name));
    }
}

static void on_text(void *context, const char *bytes, int len)
{
    struct mus_xlsx_part *part = context;
    if (part->failure.status == MUS_OK && part->handler.text != NULL) {
        part->handler.text(part->handler.context, part, bytes, (size_t)len);
    }
}

static void on_doctype(void *context, const char *name, const char *system_id,
                       const char *public_id, int has_internal_subset)
{
    (void)name;
    (void)system_id;
    (void)public_id;
    (void)has_internal_subset;
    mus_xlsx_part_fail(context, MUS_INVALID, "a DOCTYPE, which no workbook has");
}

static void *expat_alloc(size_t size)
{
    return mus_alloc(size, 1);
}

static void *expat_realloc(void *block, size_t size)
{
    return mus_realloc(block, size, 1);
}

static enum mus_status start_parser(struct mus_xlsx_part *part, struct mus_error *err)
{
    static const XML_Memory_Handling_Suite MEMORY = {expat_alloc, expat_realloc, mus_free};
    part->parser = XML_ParserCreate_MM(NULL, &MEMORY, NULL);
    if (part->parser == NULL) {
        return mus_fail_memory(err);
    }
    XML_SetUserData(part->parser, part);
    XML_SetElementHandler(part->parser, on_start, on_end);
    XML_SetCharacterDataHandler(part->parser, on_text);
    XML_SetStartDoctypeDeclHandler(part->parser, on_doctype);
    return MUS_OK;
}

static enum mus_status fail_file(const char *name, int code, struct mus_error *err)
{
    switch (code) {
    case ZIP_ER_MEMORY:
        return mus_fail_memory(err);
    case ZIP_ER_NOENT:
        return mus_fail(err, MUS_INVALID, "the workbook has no %s", name);
    case ZIP_ER_NOPASSWD:
    case ZIP_ER_WRONGPASSWD:
        return mus_fail(err, MUS_INVALID, "%s is encrypted", name);
    case ZIP_ER_COMPNOTSUPP:
    case ZIP_ER_ENCRNOTSUPP:
        return mus_fail(err, MUS_INVALID, "%s is packed in a way that is not supported", name);
    default:
        return mus_fail(err, MUS_INVALID, "%s is damaged", name);
    }
}

enum mus_status mus_xlsx_part_open(struct mus_xlsx_archive *archive, const char *name,
                                   uint64_t max_bytes, const struct mus_xlsx_handler *handler,
                                   struct mus_xlsx_part **out, struct mus_error *err)
{
    size_t len = strlen(name) + 1;
    struct mus_xlsx_part *part = mus_alloc_zero(1, sizeof *part + len);
    if (part == NULL) {
        return mus_fail_memory(err);
    }
    memcpy(part->name, name, len);
    part->handler = *handler;
    part->max_bytes = max_bytes;
    enum mus_status status = start_parser(part, err);
    if (status == MUS_OK) {
        part->file = zip_fopen(archive->zip, name, ZIP_FL_NOCASE);
        if (part->file == NULL) {
            status = fail_file(name, zip_error_code_zip(zip_get_error(archive->zip)), err);
        }
    }
    if (status != MUS_OK) {
        mus_xlsx_part_close(part);
        return status;
    }
    *out = part;
    return MUS_OK;
}

void mus_xlsx_part_close(struct mus_xlsx_part *part)
{
    if (part == NULL) {
        return;
    }
    if (part->file != NULL) {
        zip_fclose(part->file);
    }
    if (part->parser != NULL) {
        XML_ParserFree(part->parser);
    }
    mus_free(part);
}

static enum mus_status fail_parse(struct mus_xlsx_part *part, struct mus_error *err)
{
    enum XML_Error code = XML_GetErrorCode(part->parser);
    if (part->failure.status != MUS_OK) {
        return mus_fail(err, part->failure.status, "%s", part->failure.message);
    }
    if (code == XML_ERROR_NO_MEMORY) {
        return mus_fail_memory(err);
    }
    return mus_fail(err, MUS_INVALID, "%s, line %" PRIu64 ": %s", part->name,
                    (uint64_t)XML_GetCurrentLineNumber(part->parser), XML_ErrorString(code));
}

/* Unpacks one piece and hands it to the parser. */
static enum mus_status feed(struct mus_xlsx_part *part, enum XML_Status *parsed,
                            struct mus_error *err)
{
    char *into = XML_GetBuffer(part->parser, PIECE_BYTES);
    if (into == NULL) {
        return fail_parse(part, err);
    }
    zip_int64_t len = zip_fread(part->file, into, PIECE_BYTES);
    if (len < 0) {
        return fail_file(part->name, zip_error_code_zip(zip_file_get_error(part->file)), err);
    }
    part->bytes += (uint64_t)len;
    if (part->bytes > part->max_bytes) {
        return mus_fail(err, MUS_LIMIT, "%s: larger than %" PRIu64 " bytes", part->name,
                        part->max_bytes);
    }
    *parsed = XML_ParseBuffer(part->parser, (int)len, len == 0);
    return MUS_OK;
}

/* A tag that goes on and on is kept whole by the parser, and parsed anew as it grows. Where the
 * parser puts off looking at it, it does not say where it is. */
static enum mus_status check_tag(struct mus_xlsx_part *part, struct mus_error *err)
{
    XML_Index at = XML_GetCurrentByteIndex(part->parser);
    part->parsed = at < 0 ? part->parsed : (uint64_t)at;
    if (part->bytes - part->parsed > MUS_XLSX_MAX_TAG) {
        return mus_fail(err, MUS_LIMIT, "%s: a tag larger than %d bytes", part->name,
                        MUS_XLSX_MAX_TAG);
    }
    return MUS_OK;
}

enum mus_status mus_xlsx_part_next(struct mus_xlsx_part *part, bool *more, struct mus_error *err)
{
    while (!part->finished) {
        enum XML_Status parsed = XML_STATUS_OK;
        enum mus_status status = MUS_OK;
        if (part->paused) {
            part->paused = false;
            parsed = XML_ResumeParser(part->parser);
        } else {
            status = feed(part, &parsed, err);
        }
        if (status != MUS_OK) {
            return status;
        }
        if (parsed == XML_STATUS_SUSPENDED) {
            *more = true;
            return MUS_OK;
        }
        if (parsed == XML_STATUS_ERROR) {
            return fail_parse(part, err);
        }
        XML_ParsingStatus now;
        XML_GetParsingStatus(part->parser, &now);
        part->finished = now.parsing == XML_FINISHED;
        status = part->finished ? MUS_OK : check_tag(part, err);
        if (status != MUS_OK) {
            return status;
        }
    }
    *more = false;
    return MUS_OK;
}

enum mus_status mus_xlsx_part_read(struct mus_xlsx_archive *archive, const char *name,
                                   uint64_t max_bytes, const struct mus_xlsx_handler *handler,
                                   struct mus_error *err)
{
    struct mus_xlsx_part *part = NULL;
    enum mus_status status = mus_xlsx_part_open(archive, name, max_bytes, handler, &part, err);
    bool more = part != NULL;
    while (status == MUS_OK && more) {
        status = mus_xlsx_part_next(part, &more, err);
    }
    mus_xlsx_part_close(part);
    return status;
}
