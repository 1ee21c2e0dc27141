#include "matcher/text/address_key.h"

#include "base/mem.h"
#include "matcher/text/chars.h"
#include "matcher/text/fold.h"
#include "matcher/text/kanji.h"

#include <stdbool.h>
#include <stdio.h>

/* The address as characters, read from the left. */
struct walk {
    int32_t *chars;
    size_t count;
    size_t at;
    struct mus_buf *out;
    int32_t last; /* the last character written, 0 at the start */
    bool gap;     /* something that parts numbers stood since */
};

static int32_t peek(const struct walk *walk, size_t ahead)
{
    return walk->at + ahead < walk->count ? walk->chars[walk->at + ahead] : 0;
}

static bool is_digit(int32_t c)
{
    return c >= '0' && c <= '9';
}

static bool is_han(int32_t c)
{
    return c != 0 && mus_char_class(c) == MUS_CHAR_HAN;
}

static void put(struct walk *walk, int32_t c)
{
    if (walk->gap && is_digit(walk->last) && is_digit(c)) {
        mus_buf_add_byte(walk->out, '-');
    }
    mus_buf_add_char(walk->out, c);
    walk->last = c;
    walk->gap = false;
}

/* --- kanji numerals --- */

/* 0 … 9 for a digit, 10, 100, 1000 for a unit, -1 for anything else. */
static int numeral_value(int32_t c)
{
    static const int32_t DIGITS[] = {U'〇', U'一', U'二', U'三', U'四',
                                     U'五', U'六', U'七', U'八', U'九'};
    for (int i = 0; i < 10; i++) {
        if (DIGITS[i] == c) {
            return i;
        }
    }
    switch (c) {
    case U'ニ': /* the katakana, typed for 二 */
        return 2;
    case U'十':
        return 10;
    case U'百':
        return 100;
    case U'千':
        return 1000;
    default:
        return -1;
    }
}

enum { NUMERAL_MAX = 7 }; /* characters: 九千九百九十九 */

/* The value of 二十三 or 二三; units make it a sum, without them the digits stand in a row. */
static int numeral_of(const struct walk *walk, size_t len)
{
    int sum = 0;
    int digits = 0;
    bool open = false; /* digits wait for a unit */
    for (size_t i = 0; i < len; i++) {
        int value = numeral_value(peek(walk, i));
        if (value < 10) {
            digits = digits * 10 + value;
            open = true;
        } else {
            sum += (open ? digits : 1) * value;
            digits = 0;
            open = false;
        }
    }
    return sum + digits;
}

/* How many characters of a separator stand `ahead`, which parts the number before from the next. */
static size_t separator_at(const struct walk *walk, size_t ahead)
{
    int32_t c = peek(walk, ahead);
    int32_t next = peek(walk, ahead + 1);
    switch (c) {
    case U'丁':
        return next == U'目' ? 2 : is_digit(next) || numeral_value(next) > 0;
    case U'番':
        return next == U'地' ? 2 : next == U'町' ? 0 : 1;
    case U'号':
        return next == U'室' ? 2 : 1;
    default:
        return 0;
    }
}

/* Writes the kanji numeral that stands here before a separator, 条 or 番町. */
static bool take_numeral(struct walk *walk)
{
    if (is_han(walk->last) && numeral_value(walk->last) >= 0) {
        return false; /* the rest of one that was too long */
    }
    size_t len = 0;
    while (len <= NUMERAL_MAX && numeral_value(peek(walk, len)) >= 0) {
        len++;
    }
    if (len == 0 || len > NUMERAL_MAX) {
        return false;
    }
    int32_t behind = peek(walk, len);
    bool counts = separator_at(walk, len) > 0 || behind == U'条' ||
                  (behind == U'番' && peek(walk, len + 1) == U'町');
    if (!counts) {
        return false;
    }
    char digits[12];
    snprintf(digits, sizeof digits, "%d", numeral_of(walk, len));
    for (size_t i = 0; digits[i] != '\0'; i++) {
        put(walk, digits[i]);
    }
    walk->at += len;
    return true;
}

/* --- the rest --- */

static bool is_dash(int32_t c)
{
    return c == U'ー' || mus_char_is_dash(c);
}

/* Takes what parts a number that was just written from the next. */
static bool take_separator(struct walk *walk)
{
    if (!is_digit(walk->last)) {
        return false;
    }
    size_t len = separator_at(walk, 0);
    int32_t c = peek(walk, 0);
    int32_t next = peek(walk, 1);
    bool number_follows = is_digit(next) || numeral_value(next) >= 0;
    if (len == 0 && (is_dash(c) || c == U'の' || c == U'ノ') && number_follows) {
        len = 1;
    }
    walk->gap = walk->gap || len > 0;
    walk->at += len;
    return len > 0;
}

/* Takes 大字, 小字 and 字 where they name a part of a village. */
static bool take_aza(struct walk *walk)
{
    int32_t c = peek(walk, 0);
    if ((c == U'大' || c == U'小') && peek(walk, 1) == U'字') {
        walk->at += 2;
        return true;
    }
    static const int32_t WORDS[] = {U'文', U'十', U'数', U'習', U'名', U'漢'};
    if (c != U'字') {
        return false;
    }
    for (size_t i = 0; i < sizeof WORDS / sizeof *WORDS; i++) {
        if (walk->last == WORDS[i]) {
            return false;
        }
    }
    walk->at++;
    return true;
}

/* Between kanji some kana are written in several ways. */
static int32_t linking_kana(const struct walk *walk, int32_t c)
{
    if (!is_han(walk->last) || !is_han(peek(walk, 1))) {
        return c;
    }
    switch (c) {
    case U'ヶ':
    case U'ヵ':
    case U'が':
    case U'ガ':
        return U'ケ';
    case U'の':
        return U'ノ';
    default:
        return c;
    }
}

static void take_char(struct walk *walk)
{
    int32_t c = peek(walk, 0);
    enum mus_char_class class = mus_char_class(c);
    if (class == MUS_CHAR_SPACE || class == MUS_CHAR_PUNCT) {
        walk->gap = true;
    } else if (class == MUS_CHAR_MARK && walk->last < 0x80) {
        /* a diacritic that did not compose goes like those that did */
    } else {
        int32_t plain[MUS_CHAR_PLAIN_MAX];
        size_t count = mus_char_plain(linking_kana(walk, c), plain);
        for (size_t i = 0; i < count; i++) {
            put(walk, plain[i]);
        }
    }
    walk->at++;
}

static bool read_chars(struct mus_text folded, struct walk *walk)
{
    walk->chars = mus_alloc(folded.len, sizeof *walk->chars);
    if (walk->chars == NULL) {
        return false;
    }
    for (size_t at = 0; at < folded.len;) {
        walk->chars[walk->count++] = mus_kanji_current(mus_char_next(folded.ptr, &at));
    }
    return true;
}

enum mus_status mus_address_key(struct mus_text address, struct mus_buf *out, struct mus_error *err)
{
    size_t start = out->len;
    struct mus_buf folded = {0};
    struct walk walk = {.out = out};
    enum mus_status status = mus_buf_check(out, err);
    if (status == MUS_OK) {
        status = mus_fold_search(address, &folded, err);
    }
    if (status != MUS_OK) {
        goto out;
    }
    if (!read_chars(mus_buf_text(&folded), &walk)) {
        status = mus_fail_memory(err);
        goto out;
    }
    while (walk.at < walk.count) {
        if (!take_numeral(&walk) && !take_separator(&walk) && !take_aza(&walk)) {
            take_char(&walk);
        }
    }
    status = mus_buf_check(out, err);
    if (status != MUS_OK) {
        out->len = start;
        out->failed = false;
    }
out:
    mus_free(walk.chars);
    mus_buf_done(&folded);
    return status;
}
