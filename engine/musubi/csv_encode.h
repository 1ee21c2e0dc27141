/* A CSV file as it is written: UTF-8 with a byte order mark, or CP932. */
#ifndef MUS_MUSUBI_CSV_ENCODE_H
#define MUS_MUSUBI_CSV_ENCODE_H

#include "base/buf.h"
#include "base/status.h"
#include "base/text.h"

#include <stdbool.h>
#include <stddef.h>

/* Appends the text, which is UTF-8. A character that CP932 lacks becomes 〓, and is counted. */
enum mus_status mus_csv_encode(struct mus_text text, bool cp932, struct mus_buf *out,
                               size_t *replaced, struct mus_error *err) MUS_MUST_CHECK;

#endif
