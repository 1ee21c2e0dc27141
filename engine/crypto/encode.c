#include "crypto/encode.h"

#include <sodium.h>
#include <string.h>

enum { BASE64 = sodium_base64_VARIANT_ORIGINAL };

void mus_hex_print(char *out, const void *bytes, size_t len)
{
    sodium_bin2hex(out, 2 * len + 1, bytes, len);
}

void mus_hex_write(struct mus_buf *out, const void *bytes, size_t len)
{
    if (len > SIZE_MAX / 2 - 1 || !mus_buf_reserve(out, 2 * len + 1)) {
        out->failed = true;
        return;
    }
    mus_hex_print(out->data + out->len, bytes, len);
    out->len += 2 * len;
}

bool mus_hex_read(struct mus_text text, void *out, size_t len)
{
    if (text.ptr == NULL || text.len / 2 != len || text.len % 2 != 0) {
        return false;
    }
    for (size_t i = 0; i < text.len; i++) {
        if (text.ptr[i] >= 'A' && text.ptr[i] <= 'F') {
            return false;
        }
    }
    size_t got = 0;
    const char *end = NULL;
    return sodium_hex2bin(out, len, text.ptr, text.len, NULL, &got, &end) == 0 && got == len &&
           end == text.ptr + text.len;
}

void mus_base64_write(struct mus_buf *out, const void *bytes, size_t len)
{
    if (len > SIZE_MAX / 2 - 8) {
        out->failed = true;
        return;
    }
    size_t room = sodium_base64_encoded_len(len, BASE64); /* with the NUL */
    if (!mus_buf_reserve(out, room)) {
        out->failed = true;
        return;
    }
    sodium_bin2base64(out->data + out->len, room, bytes, len, BASE64);
    out->len += room - 1;
}

/* libsodium 1.0.18 takes some bytes above 0x7F for digits; all bytes are looked at alike, so that
 * the time tells nothing. */
static bool is_ascii(struct mus_text text)
{
    unsigned seen = 0;
    for (size_t i = 0; i < text.len; i++) {
        seen |= (unsigned char)text.ptr[i];
    }
    return seen < 0x80;
}

bool mus_base64_read(struct mus_text text, void *out, size_t capacity, size_t *len)
{
    size_t got = 0;
    const char *end = NULL;
    if (text.ptr == NULL || text.len % 4 != 0 || !is_ascii(text) ||
        sodium_base642bin(out, capacity, text.ptr, text.len, NULL, &got, &end, BASE64) != 0 ||
        end != text.ptr + text.len) {
        return false;
    }
    *len = got;
    return true;
}
