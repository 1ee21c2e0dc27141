#include "base/text.h"

#include "base/status.h"

#include <string.h>

struct mus_text mus_text_of(const char *terminated)
{
    return (struct mus_text){terminated, terminated == NULL ? 0 : strlen(terminated)};
}

bool mus_text_equal(struct mus_text a, struct mus_text b)
{
    return a.len == b.len && (a.len == 0 || memcmp(a.ptr, b.ptr, a.len) == 0);
}

bool mus_text_equals(struct mus_text a, const char *terminated)
{
    for (size_t i = 0; i < a.len; i++) {
        if (terminated[i] != a.ptr[i] || terminated[i] == '\0') {
            return false;
        }
    }
    return terminated[a.len] == '\0';
}

int mus_text_compare(struct mus_text a, struct mus_text b)
{
    size_t common = a.len < b.len ? a.len : b.len;
    int order = common == 0 ? 0 : memcmp(a.ptr, b.ptr, common);
    if (order != 0) {
        return order;
    }
    return a.len < b.len ? -1 : a.len > b.len;
}

bool mus_text_starts(struct mus_text text, struct mus_text prefix)
{
    return text.len >= prefix.len &&
           (prefix.len == 0 || memcmp(text.ptr, prefix.ptr, prefix.len) == 0);
}

static const char WIDE_SPACE[] = "\xE3\x80\x80";

static size_t space_at_start(struct mus_text text)
{
    unsigned char first = (unsigned char)text.ptr[0];
    if (first == ' ' || (first >= '\t' && first <= '\r')) {
        return 1;
    }
    return text.len >= 3 && memcmp(text.ptr, WIDE_SPACE, 3) == 0 ? 3 : 0;
}

static size_t space_at_end(struct mus_text text)
{
    unsigned char last = (unsigned char)text.ptr[text.len - 1];
    if (last == ' ' || (last >= '\t' && last <= '\r')) {
        return 1;
    }
    return text.len >= 3 && memcmp(text.ptr + text.len - 3, WIDE_SPACE, 3) == 0 ? 3 : 0;
}

struct mus_text mus_text_trim(struct mus_text text)
{
    size_t cut;
    while (text.len > 0 && (cut = space_at_start(text)) > 0) {
        text.ptr += cut;
        text.len -= cut;
    }
    while (text.len > 0 && (cut = space_at_end(text)) > 0) {
        text.len -= cut;
    }
    return text;
}

struct mus_text mus_text_cut(struct mus_text *list, char sign)
{
    const char *at = list->len == 0 ? NULL : memchr(list->ptr, sign, list->len);
    size_t len = at == NULL ? list->len : (size_t)(at - list->ptr);
    struct mus_text part = {list->ptr, len};
    size_t past = len + (at != NULL);
    *list = (struct mus_text){list->ptr + past, list->len - past};
    return part;
}

bool mus_text_lists(struct mus_text list, char sign, struct mus_text part)
{
    while (list.len > 0) {
        if (mus_text_equal(mus_text_trim(mus_text_cut(&list, sign)), part)) {
            return true;
        }
    }
    return false;
}

int mus_text_short_len(struct mus_text text)
{
    size_t end = text.len;
    if (end > MUS_ERROR_VALUE_MAX) {
        end = MUS_ERROR_VALUE_MAX;
        while (end > 0 && ((unsigned char)text.ptr[end] & 0xC0) == 0x80) {
            end--;
        }
    }
    return (int)end;
}

/* How many bytes follow the lead byte, and its payload; -1 for what cannot lead. */
static int lead(unsigned char byte, int32_t *payload)
{
    if (byte < 0x80) {
        *payload = byte;
        return 0;
    }
    if (byte >= 0xC2 && byte <= 0xDF) {
        *payload = byte & 0x1F;
        return 1;
    }
    if (byte >= 0xE0 && byte <= 0xEF) {
        *payload = byte & 0x0F;
        return 2;
    }
    if (byte >= 0xF0 && byte <= 0xF4) {
        *payload = byte & 0x07;
        return 3;
    }
    return -1;
}

/* The length of the character at `here` if it is ASCII or one of the three bytes that nearly all
 * Japanese text is made of; 0 for what takes a closer look. */
static size_t plain_length(struct mus_text text, size_t here)
{
    const unsigned char *bytes = (const unsigned char *)text.ptr + here;
    if (bytes[0] < 0x80) {
        return 1;
    }
    bool plain = bytes[0] >= 0xE1 && bytes[0] <= 0xEF && bytes[0] != 0xED && text.len - here >= 3 &&
                 (bytes[1] & 0xC0) == 0x80 && (bytes[2] & 0xC0) == 0x80;
    return plain ? 3 : 0;
}

int32_t mus_text_next(struct mus_text text, size_t *at)
{
    static const int32_t smallest[] = {0, 0x80, 0x800, 0x10000};
    size_t start = (*at)++;
    size_t plain = plain_length(text, start);
    const unsigned char *bytes = (const unsigned char *)text.ptr + start;
    if (plain == 1) {
        return bytes[0];
    }
    if (plain == 3) {
        *at = start + 3;
        return (bytes[0] & 0x0F) << 12 | (bytes[1] & 0x3F) << 6 | (bytes[2] & 0x3F);
    }
    int32_t value;
    int more = lead((unsigned char)text.ptr[start], &value);
    if (more < 0 || text.len - start - 1 < (size_t)more) {
        return -1;
    }
    for (int i = 1; i <= more; i++) {
        unsigned char byte = (unsigned char)text.ptr[start + (size_t)i];
        if ((byte & 0xC0) != 0x80) {
            return -1;
        }
        value = (value << 6) | (byte & 0x3F);
    }
    if (value < smallest[more] || value > 0x10FFFF || (value >= 0xD800 && value <= 0xDFFF)) {
        return -1;
    }
    *at = start + 1 + (size_t)more;
    return value;
}

int32_t mus_text_narrow(int32_t character)
{
    if (character >= 0xFF01 && character <= 0xFF5E) {
        return character - 0xFF01 + '!';
    }
    return character == 0x3000 || character == 0xA0 ? ' ' : character;
}

bool mus_text_is_utf8(struct mus_text text, size_t *at)
{
    for (size_t here = 0; here < text.len;) {
        size_t start = here;
        size_t plain = plain_length(text, here);
        here += plain;
        if (plain > 0) {
            continue;
        }
        if (mus_text_next(text, &here) < 0) {
            if (at != NULL) {
                *at = start;
            }
            return false;
        }
    }
    return true;
}

static bool is_id_byte(char c)
{
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.' ||
           c == '_' || c == ':' || c == '-';
}

bool mus_text_is_id(struct mus_text text)
{
    if (text.len < 1 || text.len > 64) {
        return false;
    }
    for (size_t i = 0; i < text.len; i++) {
        if (!is_id_byte(text.ptr[i])) {
            return false;
        }
    }
    return true;
}

uint64_t mus_text_hash_seeded(uint64_t seed, struct mus_text text)
{
    /* FNV-1a (Fowler, Noll, Vo), then the 64-bit finaliser of MurmurHash3 (Appleby). */
    uint64_t hash = seed ^ UINT64_C(0xCBF29CE484222325);
    for (size_t i = 0; i < text.len; i++) {
        hash = (hash ^ (unsigned char)text.ptr[i]) * UINT64_C(0x100000001B3);
    }
    hash = (hash ^ (hash >> 33)) * UINT64_C(0xFF51AFD7ED558CCD);
    hash = (hash ^ (hash >> 33)) * UINT64_C(0xC4CEB9FE1A85EC53);
    return hash ^ (hash >> 33);
}

uint64_t mus_text_hash(struct mus_text text)
{
    return mus_text_hash_seeded(0, text);
}
