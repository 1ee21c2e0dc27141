/* A growing run of bytes. A failed append is remembered, so that a long piece of writing checks
 * once, at the end. Start with `struct mus_buf buf = {0};`, end with mus_buf_done. */
#ifndef MUS_BASE_BUF_H
#define MUS_BASE_BUF_H

#include "base/status.h"
#include "base/text.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct mus_buf {
    char *data; /* always followed by a NUL where data is not NULL */
    size_t len;
    size_t capacity;
    bool failed; /* memory ran out: the contents are not whole */
};

void mus_buf_add(struct mus_buf *buf, const void *bytes, size_t len);
void mus_buf_add_text(struct mus_buf *buf, struct mus_text text);
void mus_buf_add_z(struct mus_buf *buf, const char *terminated);
void mus_buf_add_byte(struct mus_buf *buf, unsigned char byte);
/* Fixed width, little-endian. */
void mus_buf_add_u16(struct mus_buf *buf, uint16_t value);
void mus_buf_add_u32(struct mus_buf *buf, uint32_t value);
void mus_buf_add_u64(struct mus_buf *buf, uint64_t value);
/* The character as UTF-8. */
void mus_buf_add_char(struct mus_buf *buf, int32_t character);
void mus_buf_printf(struct mus_buf *buf, const char *format, ...) MUS_PRINTF(2, 3);
/* Makes room for `more` bytes after len; false when memory runs out. */
bool mus_buf_reserve(struct mus_buf *buf, size_t more);
/* Empties it and forgets a failure; the memory stays. */
void mus_buf_clear(struct mus_buf *buf);
struct mus_text mus_buf_text(const struct mus_buf *buf);
enum mus_status mus_buf_check(const struct mus_buf *buf, struct mus_error *err) MUS_MUST_CHECK;
void mus_buf_done(struct mus_buf *buf);

#endif
