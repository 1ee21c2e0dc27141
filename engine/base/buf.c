#include "base/buf.h"

#include "base/mem.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

bool mus_buf_reserve(struct mus_buf *buf, size_t more)
{
    size_t wanted;
    if (buf->failed || !mus_size_add(buf->len, more, &wanted) ||
        !mus_size_add(wanted, 1, &wanted)) {
        buf->failed = true;
        return false;
    }
    if (wanted <= buf->capacity) {
        return true;
    }
    size_t capacity = buf->capacity < 64 ? 64 : buf->capacity;
    while (capacity < wanted) {
        capacity = capacity > SIZE_MAX / 2 ? wanted : capacity * 2;
    }
    char *data = mus_realloc(buf->data, capacity, 1);
    if (data == NULL) {
        buf->failed = true;
        return false;
    }
    buf->data = data;
    buf->capacity = capacity;
    return true;
}

void mus_buf_add(struct mus_buf *buf, const void *bytes, size_t len)
{
    if (!mus_buf_reserve(buf, len)) {
        return;
    }
    if (len > 0) {
        memcpy(buf->data + buf->len, bytes, len);
    }
    buf->len += len;
    buf->data[buf->len] = '\0';
}

void mus_buf_add_text(struct mus_buf *buf, struct mus_text text)
{
    mus_buf_add(buf, text.ptr, text.len);
}

void mus_buf_add_z(struct mus_buf *buf, const char *terminated)
{
    mus_buf_add(buf, terminated, strlen(terminated));
}

void mus_buf_add_byte(struct mus_buf *buf, unsigned char byte)
{
    mus_buf_add(buf, &byte, 1);
}

static void add_little_endian(struct mus_buf *buf, uint64_t value, size_t width)
{
    unsigned char bytes[8];
    for (size_t i = 0; i < width; i++) {
        bytes[i] = (unsigned char)(value >> (8 * i));
    }
    mus_buf_add(buf, bytes, width);
}

void mus_buf_add_u16(struct mus_buf *buf, uint16_t value)
{
    add_little_endian(buf, value, 2);
}

void mus_buf_add_u32(struct mus_buf *buf, uint32_t value)
{
    add_little_endian(buf, value, 4);
}

void mus_buf_add_u64(struct mus_buf *buf, uint64_t value)
{
    add_little_endian(buf, value, 8);
}

void mus_buf_add_char(struct mus_buf *buf, int32_t character)
{
    uint32_t c = (uint32_t)character;
    if (c < 0x80) {
        mus_buf_add_byte(buf, (unsigned char)c);
    } else if (c < 0x800) {
        mus_buf_add_byte(buf, (unsigned char)(0xC0 | (c >> 6)));
        mus_buf_add_byte(buf, (unsigned char)(0x80 | (c & 0x3F)));
    } else if (c < 0x10000) {
        mus_buf_add_byte(buf, (unsigned char)(0xE0 | (c >> 12)));
        mus_buf_add_byte(buf, (unsigned char)(0x80 | ((c >> 6) & 0x3F)));
        mus_buf_add_byte(buf, (unsigned char)(0x80 | (c & 0x3F)));
    } else {
        mus_buf_add_byte(buf, (unsigned char)(0xF0 | (c >> 18)));
        mus_buf_add_byte(buf, (unsigned char)(0x80 | ((c >> 12) & 0x3F)));
        mus_buf_add_byte(buf, (unsigned char)(0x80 | ((c >> 6) & 0x3F)));
        mus_buf_add_byte(buf, (unsigned char)(0x80 | (c & 0x3F)));
    }
}

void mus_buf_printf(struct mus_buf *buf, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    va_list again;
    va_copy(again, args);
    int len = vsnprintf(NULL, 0, format, args);
    va_end(args);
    if (len < 0) {
        buf->failed = true;
    } else if (mus_buf_reserve(buf, (size_t)len)) {
        vsnprintf(buf->data + buf->len, (size_t)len + 1, format, again);
        buf->len += (size_t)len;
    }
    va_end(again);
}

void mus_buf_clear(struct mus_buf *buf)
{
    buf->len = 0;
    buf->failed = false;
    if (buf->data != NULL) {
        buf->data[0] = '\0';
    }
}

struct mus_text mus_buf_text(const struct mus_buf *buf)
{
    return (struct mus_text){buf->data == NULL ? "" : buf->data, buf->len};
}

enum mus_status mus_buf_check(const struct mus_buf *buf, struct mus_error *err)
{
    return buf->failed ? mus_fail_memory(err) : MUS_OK;
}

void mus_buf_done(struct mus_buf *buf)
{
    mus_free(buf->data);
    *buf = (struct mus_buf){0};
}
