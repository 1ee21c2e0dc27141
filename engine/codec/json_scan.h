/* The words of JSON text: strings, keys, numbers, literals and the places of what is wrong with
 * them. codec/json_pull.c puts them together; nobody else includes this but its header.
 *
 * Pure; a scan belongs to one thread at a time. */
#ifndef MUS_CODEC_JSON_SCAN_H
#define MUS_CODEC_JSON_SCAN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/status.h"
#include "base/text.h"

/* A text and the line (from 1) that it begins at. */
struct mus_json_source {
    struct mus_text text;
    size_t first_line;
    size_t max_bytes; /* 0: MUS_MAX_JSON_BYTES */
};

struct mus_json_open_key {
    struct mus_text name; /* decoded; in the text itself, or in the arena if it had escapes */
    size_t at;
};

struct mus_json_scan {
    struct mus_json_source source;
    size_t at;
    struct mus_json_open_key *keys; /* of the objects that are open, outermost first */
    size_t key_count;
    size_t key_capacity;
    struct mus_arena decoded; /* keys that had escapes */
    struct mus_error *err;    /* of the call at hand */
};
void mus_json_scan_done(struct mus_json_scan *scan);

/* Puts "line 3, column 14: " in front of the message in err (which may be NULL) and returns
 * status. Columns count characters, from 1; only a line feed ends a line. */
enum mus_status mus_json_fail_at(const struct mus_json_source *source, size_t at,
                                 enum mus_status status, struct mus_error *err);
/* The same, with the scan's err. */
enum mus_status mus_json_scan_fail(const struct mus_json_scan *scan, size_t at,
                                   enum mus_status status);
enum mus_status mus_json_scan_invalid(const struct mus_json_scan *scan, size_t at,
                                      const char *message);
/* Says what stands here instead of what was expected. */
enum mus_status mus_json_scan_unexpected(const struct mus_json_scan *scan, const char *expected);

static inline bool mus_json_scan_here(const struct mus_json_scan *scan, char byte)
{
    return scan->at < scan->source.text.len && scan->source.text.ptr[scan->at] == byte;
}
void mus_json_scan_space(struct mus_json_scan *scan);

/* Each moves past what begins here. */

/* What stands between the quotes, as written, and whether there is an escape in it. */
enum mus_status mus_json_scan_string(struct mus_json_scan *scan, struct mus_text *raw,
                                     bool *has_escape);
/* Appends what such a string means. */
void mus_json_scan_decode(struct mus_text raw, struct mus_buf *out);
/* Keeps the key on the stack of its object, where it lies until the object is settled. */
enum mus_status mus_json_scan_key(struct mus_json_scan *scan, struct mus_text *name);
enum mus_status mus_json_scan_number(struct mus_json_scan *scan, struct mus_text *out);
/* true, false or null. */
enum mus_status mus_json_scan_word(struct mus_json_scan *scan, struct mus_text *out);

/* Ends an object: takes the keys above `height` off the stack, none of which may stand twice. */
enum mus_status mus_json_scan_settle(struct mus_json_scan *scan, size_t height);

#endif
