/* Reading what mus_buf_add_u16/32/64 wrote: fixed width, little-endian, with every length checked.
 * A reader that has failed stays failed and gives zeroes, so that a decoder checks once, at the
 * end. It borrows the bytes it reads from. */
#ifndef MUS_BASE_BYTES_H
#define MUS_BASE_BYTES_H

#include "base/text.h"

#include <endian.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

struct mus_bytes {
    const unsigned char *at;
    size_t left;
    bool failed;
};

static inline struct mus_bytes mus_bytes_of(const void *bytes, size_t len)
{
    /* Nothing at all is no bytes, not a failure: NULL must not reach the arithmetic below. */
    return (struct mus_bytes){bytes == NULL ? (const void *)"" : bytes, len, false};
}

/* The next len bytes, NULL where there are not so many. */
static inline const unsigned char *mus_bytes_take(struct mus_bytes *bytes, size_t len)
{
    if (bytes->failed || bytes->left < len) {
        bytes->failed = true;
        return NULL;
    }
    const unsigned char *here = bytes->at;
    bytes->at += len;
    bytes->left -= len;
    return here;
}

/* width is 8 at most. */
static inline uint64_t mus_bytes_little_endian(const unsigned char *at, size_t width)
{
    uint64_t value = 0;
    memcpy(&value, at, width); /* one load, where the width is known */
    return le64toh(value);
}

static inline uint64_t mus_bytes_uint(struct mus_bytes *bytes, size_t width)
{
    const unsigned char *at = mus_bytes_take(bytes, width);
    return at == NULL ? 0 : mus_bytes_little_endian(at, width);
}

static inline uint8_t mus_bytes_u8(struct mus_bytes *bytes)
{
    return (uint8_t)mus_bytes_uint(bytes, 1);
}
static inline uint16_t mus_bytes_u16(struct mus_bytes *bytes)
{
    return (uint16_t)mus_bytes_uint(bytes, 2);
}
static inline uint32_t mus_bytes_u32(struct mus_bytes *bytes)
{
    return (uint32_t)mus_bytes_uint(bytes, 4);
}
static inline uint64_t mus_bytes_u64(struct mus_bytes *bytes)
{
    return mus_bytes_uint(bytes, 8);
}

static inline struct mus_text mus_bytes_text(struct mus_bytes *bytes, size_t len)
{
    const unsigned char *at = mus_bytes_take(bytes, len);
    return at == NULL ? MUS_NO_TEXT : (struct mus_text){(const char *)at, len};
}

#endif
