/* The parts of a workbook: XML files in a ZIP archive, read in pieces. The only door to libzip and
 * expat. Everything that a hostile file could grow has a limit here: bytes unpacked, depth, length
 * of one tag; DOCTYPE is refused. */
#ifndef MUS_CODEC_XLSX_PART_H
#define MUS_CODEC_XLSX_PART_H

#include "base/status.h"
#include "base/text.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define MUS_XLSX_MAX_DEPTH 64
#define MUS_XLSX_MAX_TAG (1024 * 1024)

struct mus_xlsx_archive;

/* See mus_xlsx_open_file and mus_xlsx_open_bytes for the failures. */
enum mus_status mus_xlsx_archive_open_file(const char *path, struct mus_xlsx_archive **out,
                                           struct mus_error *err) MUS_MUST_CHECK;
enum mus_status mus_xlsx_archive_open_bytes(struct mus_text bytes, struct mus_xlsx_archive **out,
                                            struct mus_error *err) MUS_MUST_CHECK;
void mus_xlsx_archive_close(struct mus_xlsx_archive *archive);
bool mus_xlsx_archive_has(const struct mus_xlsx_archive *archive, const char *name);

struct mus_xlsx_part;

/* What to do with the elements of a part. Names come without their namespace's prefix. A handler
 * that fails calls mus_xlsx_part_fail and returns; no handler is called after that. */
struct mus_xlsx_handler {
    void (*start)(void *context, struct mus_xlsx_part *part, const char *name,
                  const char **attributes);
    void (*end)(void *context, struct mus_xlsx_part *part, const char *name);
    void (*text)(void *context, struct mus_xlsx_part *part, const char *bytes, size_t len);
    void *context;
};

/* The handler is copied, its context borrowed, as is the archive. MUS_INVALID if there is no such
 * part. */
enum mus_status mus_xlsx_part_open(struct mus_xlsx_archive *archive, const char *name,
                                   uint64_t max_bytes, const struct mus_xlsx_handler *handler,
                                   struct mus_xlsx_part **out,
                                   struct mus_error *err) MUS_MUST_CHECK;
void mus_xlsx_part_close(struct mus_xlsx_part *part);
/* Reads on until a handler pauses (*more is true) or the part ends (false). */
enum mus_status mus_xlsx_part_next(struct mus_xlsx_part *part, bool *more,
                                   struct mus_error *err) MUS_MUST_CHECK;
/* Opens, reads to the end and closes. */
enum mus_status mus_xlsx_part_read(struct mus_xlsx_archive *archive, const char *name,
                                   uint64_t max_bytes, const struct mus_xlsx_handler *handler,
                                   struct mus_error *err) MUS_MUST_CHECK;

/* For handlers. The message is put behind the part's name unless memory ran out. */
void mus_xlsx_part_pause(struct mus_xlsx_part *part);
void mus_xlsx_part_fail(struct mus_xlsx_part *part, enum mus_status status, const char *format, ...)
    MUS_PRINTF(3, 4);
/* The attribute's value, NULL if it is not there; asked for without prefix. */
const char *mus_xlsx_attribute(const char **attributes, const char *name);

#endif
