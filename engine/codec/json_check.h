/* The strict rules for JSON text, checked without building anything. What passes here is RFC 8259
 * with the refusals that codec/json.h names; codec/json.c then lets cJSON build the tree.
 *
 * Pure; any thread may call it. Nothing recurses. */
#ifndef MUS_CODEC_JSON_CHECK_H
#define MUS_CODEC_JSON_CHECK_H

#include "base/buf.h"
#include "base/status.h"
#include "codec/json_scan.h"

/* MUS_INVALID, MUS_LIMIT or MUS_NO_MEMORY. Adds to `numbers` the byte offset of every number, in
 * the order of the text, with mus_buf_add_u32; it may be NULL. Whether a number written with an
 * exponent fits a double is left to the caller. */
enum mus_status mus_json_check_text(const struct mus_json_source *source, struct mus_buf *numbers,
                                    struct mus_error *err) MUS_MUST_CHECK;

#endif
