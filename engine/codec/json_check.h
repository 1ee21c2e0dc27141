/* The strict rules for JSON text, checked without building anything. What passes here is RFC 8259
 * with the refusals that codec/json.h names; codec/json.c then lets cJSON build the tree.
 *
 * Pure; any thread may call it. Recursion goes no deeper than MUS_MAX_JSON_DEPTH. */
#ifndef MUS_CODEC_JSON_CHECK_H
#define MUS_CODEC_JSON_CHECK_H

#include <stddef.h>

#include "base/buf.h"
#include "base/status.h"
#include "base/text.h"

/* A text and the line (from 1) that it begins at. */
struct mus_json_source {
    struct mus_text text;
    size_t first_line;
    size_t max_bytes; /* 0: MUS_MAX_JSON_BYTES */
};

/* MUS_INVALID, MUS_LIMIT or MUS_NO_MEMORY. Adds to `numbers` the byte offset of every number, in
 * the order of the text, with mus_buf_add_u32; it may be NULL. Whether a number written with an
 * exponent fits a double is left to the caller. */
enum mus_status mus_json_check_text(const struct mus_json_source *source, struct mus_buf *numbers,
                                    struct mus_error *err) MUS_MUST_CHECK;

/* Puts "line 3, column 14: " in front of the message in err (which may be NULL) and returns
 * status. Columns count characters, from 1; only a line feed ends a line. */
enum mus_status mus_json_fail_at(const struct mus_json_source *source, size_t at,
                                 enum mus_status status, struct mus_error *err);

#endif
