/* How a decoder works: characters that are cut by the end of a call, and the first one, where a
 * byte order mark may stand, go through `kept`, byte by byte; everything between goes through in
 * bulk.
 *
 * Compared with all 65,536 pairs of bytes as Microsoft's table of code page 932 has them, glibc's
 * CP932 lacks only the five single bytes of lone_character below. */
#include "codec/encoding.h"

#include "base/mem.h"

#include <assert.h>
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include <iconv.h>

/* The longest character: UTF-8, or two surrogates. */
#define CHARACTER_MAX 4
/* How much of a sample is decoded at once. */
#define PIECE_BYTES 65536
/* So many good characters to a bad one make a text UTF-8 for all that: Japanese in CP932 hardly
 * holds any, while damaged UTF-8 can be flawless, if senseless, CP932. */
#define ODDS 20

struct mus_decoder {
    enum mus_encoding encoding;
    bool strict; /* refuse the lone bytes of CP932: for detection */
    bool started;
    bool converts; /* iconv is open */
    iconv_t iconv;
    unsigned char kept[CHARACTER_MAX];
    size_t kept_len;
    uint64_t offset; /* of kept[0], or of the next byte */
};

/* What stands at the beginning of some bytes. */
enum shape {
    SHAPE_WHOLE,   /* a character of len bytes */
    SHAPE_PARTIAL, /* all there is begins a character, more is needed */
    SHAPE_BAD,     /* the first len bytes are none */
};

struct character {
    enum shape shape;
    size_t len;
};

struct name_row {
    const char *name;
    enum mus_encoding encoding;
};

static const struct name_row NAMES[] = {
    {"detect", MUS_ENCODING_DETECT},   {"UTF-8", MUS_ENCODING_UTF8},
    {"CP932", MUS_ENCODING_CP932},     {"UTF-16LE", MUS_ENCODING_UTF16LE},
    {"utf8", MUS_ENCODING_UTF8},       {"sjis", MUS_ENCODING_CP932},
    {"shift_jis", MUS_ENCODING_CP932}, {"shift-jis", MUS_ENCODING_CP932},
    {"ms932", MUS_ENCODING_CP932},     {"windows-31j", MUS_ENCODING_CP932},
    {"utf16le", MUS_ENCODING_UTF16LE},
};

const char *mus_encoding_name(enum mus_encoding encoding)
{
    return encoding == MUS_ENCODING_EUC_JP ? "EUC-JP" : NAMES[encoding].name;
}

enum mus_status mus_encoding_read_name(struct mus_text name, enum mus_encoding *encoding,
                                       struct mus_error *err)
{
    for (size_t i = 0; i < sizeof NAMES / sizeof NAMES[0]; i++) {
        if (name.len == strlen(NAMES[i].name) &&
            strncasecmp(name.ptr, NAMES[i].name, name.len) == 0) {
            *encoding = NAMES[i].encoding;
            return MUS_OK;
        }
    }
    return mus_fail(err, MUS_INVALID,
                    "unknown encoding \"%.*s\", expected detect, UTF-8, CP932 or UTF-16LE",
                    MUS_TEXT_SHORT_ARG(name));
}

/* The single bytes to which Microsoft's table gives a place although they stand for nothing; 0 for
 * any other. */
static int32_t lone_character(unsigned char byte)
{
    switch (byte) {
    case 0x80:
        return 0x80;
    case 0xA0:
        return 0xF8F0;
    case 0xFD:
    case 0xFE:
    case 0xFF:
        return 0xF8F1 + (byte - 0xFD);
    default:
        return 0;
    }
}

/* Which second bytes may follow a first one (Unicode, table 3-7); all later ones are 80 … BF. */
static size_t utf8_len(unsigned char first, unsigned char *low, unsigned char *high)
{
    *low = 0x80;
    *high = 0xBF;
    if (first < 0x80) {
        return 1;
    }
    if (first >= 0xC2 && first <= 0xDF) {
        return 2;
    }
    if (first >= 0xE0 && first <= 0xEF) {
        *low = first == 0xE0 ? 0xA0 : 0x80;
        *high = first == 0xED ? 0x9F : 0xBF;
        return 3;
    }
    if (first >= 0xF0 && first <= 0xF4) {
        *low = first == 0xF0 ? 0x90 : 0x80;
        *high = first == 0xF4 ? 0x8F : 0xBF;
        return 4;
    }
    return 0;
}

static struct character look_utf8(const unsigned char *at, size_t len)
{
    unsigned char low;
    unsigned char high;
    size_t wanted = utf8_len(at[0], &low, &high);
    if (wanted == 0) {
        return (struct character){SHAPE_BAD, 1};
    }
    for (size_t i = 1; i < wanted; i++) {
        if (i == len) {
            return (struct character){SHAPE_PARTIAL, len};
        }
        if (at[i] < low || at[i] > high) {
            return (struct character){SHAPE_BAD, i};
        }
        low = 0x80;
        high = 0xBF;
    }
    return (struct character){SHAPE_WHOLE, wanted};
}

static struct character look_cp932(const unsigned char *at, size_t len)
{
    bool first = (at[0] >= 0x81 && at[0] <= 0x9F) || (at[0] >= 0xE0 && at[0] <= 0xFC);
    if (!first) {
        return (struct character){SHAPE_WHOLE, 1};
    }
    if (len < 2) {
        return (struct character){SHAPE_PARTIAL, 1};
    }
    bool second = at[1] >= 0x40 && at[1] <= 0xFC && at[1] != 0x7F;
    return second ? (struct character){SHAPE_WHOLE, 2} : (struct character){SHAPE_BAD, 1};
}

/* JIS X 0201's katakana stand behind 8E, JIS X 0212 behind 8F, JIS X 0208 by itself. */
static struct character look_euc_jp(const unsigned char *at, size_t len)
{
    if (at[0] < 0x80) {
        return (struct character){SHAPE_WHOLE, 1};
    }
    if (at[0] != 0x8E && at[0] != 0x8F && (at[0] < 0xA1 || at[0] == 0xFF)) {
        return (struct character){SHAPE_BAD, 1};
    }
    size_t wanted = at[0] == 0x8F ? 3 : 2;
    for (size_t i = 1; i < wanted; i++) {
        if (i == len) {
            return (struct character){SHAPE_PARTIAL, len};
        }
        if (at[i] < 0xA1 || at[i] == 0xFF) {
            return (struct character){SHAPE_BAD, 1};
        }
    }
    return (struct character){SHAPE_WHOLE, wanted};
}

static int32_t utf16_unit(const unsigned char *at)
{
    return at[0] | at[1] << 8;
}

static struct character look_utf16(const unsigned char *at, size_t len)
{
    if (len < 2) {
        return (struct character){SHAPE_PARTIAL, len};
    }
    int32_t unit = utf16_unit(at);
    if (unit < 0xD800 || unit > 0xDFFF) {
        return (struct character){SHAPE_WHOLE, 2};
    }
    if (unit > 0xDBFF) {
        return (struct character){SHAPE_BAD, 2};
    }
    if (len < 4) {
        return (struct character){SHAPE_PARTIAL, len};
    }
    bool pair = (utf16_unit(at + 2) & 0xFC00) == 0xDC00;
    return pair ? (struct character){SHAPE_WHOLE, 4} : (struct character){SHAPE_BAD, 2};
}

/* len is at least 1. */
static struct character look(enum mus_encoding encoding, const unsigned char *at, size_t len)
{
    switch (encoding) {
    case MUS_ENCODING_CP932:
        return look_cp932(at, len);
    case MUS_ENCODING_UTF16LE:
        return look_utf16(at, len);
    case MUS_ENCODING_EUC_JP:
        return look_euc_jp(at, len);
    case MUS_ENCODING_UTF8:
    case MUS_ENCODING_DETECT:
    default:
        return look_utf8(at, len);
    }
}

static enum mus_status open_iconv(const char *to, const char *from, iconv_t *out,
                                  struct mus_error *err)
{
    iconv_t opened = iconv_open(to, from);
    if ((intptr_t)opened == -1) {
        return mus_fail(err, MUS_IO, "the system's iconv makes no %s of %s", to, from);
    }
    *out = opened;
    return MUS_OK;
}

static bool is_for_iconv(enum mus_encoding encoding)
{
    return encoding == MUS_ENCODING_CP932 || encoding == MUS_ENCODING_EUC_JP;
}

enum mus_status mus_decoder_new(enum mus_encoding encoding, uint64_t offset,
                                struct mus_decoder **out, struct mus_error *err)
{
    assert(encoding != MUS_ENCODING_DETECT);
    struct mus_decoder *decoder = mus_alloc_zero(1, sizeof *decoder);
    if (decoder == NULL) {
        return mus_fail_memory(err);
    }
    decoder->encoding = encoding;
    decoder->offset = offset;
    decoder->started = offset > 0;
    if (is_for_iconv(encoding)) {
        enum mus_status status =
            open_iconv("UTF-8", mus_encoding_name(encoding), &decoder->iconv, err);
        if (status != MUS_OK) {
            mus_decoder_free(decoder);
            return status;
        }
        decoder->converts = true;
    }
    *out = decoder;
    return MUS_OK;
}

void mus_decoder_free(struct mus_decoder *decoder)
{
    if (decoder == NULL) {
        return;
    }
    if (decoder->converts) {
        iconv_close(decoder->iconv);
    }
    mus_free(decoder);
}

static void set_bad(struct mus_decoder *decoder, const unsigned char *at, size_t len,
                    struct mus_decoded *decoded)
{
    memcpy(decoded->bad, at, len);
    decoded->bad_len = len;
    decoded->bad_offset = decoder->offset;
    decoder->offset += len;
}

/* Converts as much of whole characters as iconv takes and moves past it; true if that is all. */
static bool run_iconv(iconv_t converter, const unsigned char **at, size_t *len,
                      size_t bytes_per_byte, struct mus_buf *out)
{
    size_t room;
    if (!mus_size_mul(*len, bytes_per_byte, &room) || !mus_buf_reserve(out, room)) {
        out->failed = true;
        return false;
    }
    /* iconv does not write to its input, whatever its prototype says. */
    union {
        const unsigned char *from;
        char *to;
    } in = {.from = *at};
    char *end = out->data + out->len;
    size_t done = iconv(converter, &in.to, len, &end, &room);
    *at = in.from;
    out->len = (size_t)(end - out->data);
    out->data[out->len] = '\0';
    return done != (size_t)-1;
}

/* False if the bytes, whole by their shape, are no character after all. */
static bool decode_converted(struct mus_decoder *decoder, const unsigned char **at, size_t *len,
                             struct mus_buf *out)
{
    while (*len > 0) {
        const unsigned char *from = *at;
        bool all = run_iconv(decoder->iconv, at, len, 3, out);
        decoder->offset += (size_t)(*at - from);
        if (all || out->failed) {
            return true;
        }
        int32_t lone = decoder->encoding == MUS_ENCODING_CP932 ? lone_character(**at) : 0;
        if (lone == 0 || decoder->strict) {
            return false;
        }
        mus_buf_add_char(out, lone);
        ++*at;
        --*len;
        decoder->offset++;
    }
    return true;
}

static void decode_utf16(const unsigned char *at, size_t len, struct mus_buf *out)
{
    int32_t unit = utf16_unit(at);
    if (len == 4) {
        unit = 0x10000 + ((unit & 0x3FF) << 10) + (utf16_unit(at + 2) & 0x3FF);
    }
    mus_buf_add_char(out, unit);
}

static bool is_mark(enum mus_encoding encoding, const unsigned char *at, size_t len)
{
    return (encoding == MUS_ENCODING_UTF8 && len == 3 && memcmp(at, "\xEF\xBB\xBF", 3) == 0) ||
           (encoding == MUS_ENCODING_UTF16LE && len == 2 && memcmp(at, "\xFF\xFE", 2) == 0);
}

/* Takes `len` bytes off the front of kept. */
static void drop_kept(struct mus_decoder *decoder, size_t len)
{
    decoder->kept_len -= len;
    memmove(decoder->kept, decoder->kept + len, decoder->kept_len);
}

/* Decodes the character of `len` bytes at the front of kept. */
static void decode_kept(struct mus_decoder *decoder, size_t len, struct mus_buf *out,
                        struct mus_decoded *decoded)
{
    const unsigned char *at = decoder->kept;
    size_t left = len;
    if (!decoder->started && is_mark(decoder->encoding, at, len)) {
        decoder->offset += len;
    } else if (decoder->converts) {
        if (!decode_converted(decoder, &at, &left, out)) {
            len = 1; /* the second byte may be a character of its own */
            set_bad(decoder, decoder->kept, len, decoded);
        }
    } else if (decoder->encoding == MUS_ENCODING_UTF16LE) {
        decode_utf16(at, len, out);
        decoder->offset += len;
    } else {
        mus_buf_add(out, at, len);
        decoder->offset += len;
    }
    decoder->started = true;
    drop_kept(decoder, len);
}

/* Finishes what is kept with bytes of the input, until nothing is, or all input is used. */
static void feed_kept(struct mus_decoder *decoder, struct mus_text bytes, bool last,
                      struct mus_buf *out, struct mus_decoded *decoded)
{
    while (decoded->bad_len == 0 && (decoder->kept_len > 0 || !decoder->started)) {
        struct character next = {SHAPE_PARTIAL, 0};
        if (decoder->kept_len > 0) {
            next = look(decoder->encoding, decoder->kept, decoder->kept_len);
        }
        if (next.shape == SHAPE_WHOLE) {
            decode_kept(decoder, next.len, out, decoded);
        } else if (next.shape == SHAPE_PARTIAL && decoded->used < bytes.len) {
            decoder->kept[decoder->kept_len++] = (unsigned char)bytes.ptr[decoded->used++];
        } else if (next.shape == SHAPE_BAD || (last && next.len > 0)) {
            set_bad(decoder, decoder->kept, next.len, decoded);
            decoder->started = true;
            drop_kept(decoder, next.len);
        } else {
            return;
        }
    }
}

/* The length of the leading whole characters, judged by shape; what follows is in *next. */
static size_t whole_len(enum mus_encoding encoding, const unsigned char *at, size_t len,
                        struct character *next)
{
    size_t done = 0;
    *next = (struct character){SHAPE_WHOLE, 0};
    if (encoding == MUS_ENCODING_UTF8 &&
        mus_text_is_utf8((struct mus_text){(const char *)at, len}, &done)) {
        return len;
    }
    while (done < len) {
        *next = look(encoding, at + done, len - done);
        if (next->shape != SHAPE_WHOLE) {
            return done;
        }
        done += next->len;
    }
    return done;
}

static void feed_bulk(struct mus_decoder *decoder, struct mus_text bytes, bool last,
                      struct mus_buf *out, struct mus_decoded *decoded)
{
    const unsigned char *at = (const unsigned char *)bytes.ptr + decoded->used;
    size_t left = bytes.len - decoded->used;
    if (left == 0) {
        return;
    }
    struct character next;
    size_t whole = whole_len(decoder->encoding, at, left, &next);
    const unsigned char *end = at + whole;
    if (decoder->converts) {
        size_t in = whole;
        if (!decode_converted(decoder, &at, &in, out)) {
            next = (struct character){SHAPE_BAD, 1};
            end = at;
        }
    } else if (decoder->encoding == MUS_ENCODING_UTF16LE) {
        for (size_t len; at < end; at += len) {
            len = look_utf16(at, (size_t)(end - at)).len;
            decode_utf16(at, len, out);
            decoder->offset += len;
        }
    } else {
        mus_buf_add(out, at, whole);
        decoder->offset += whole;
    }
    decoded->used = (size_t)(end - (const unsigned char *)bytes.ptr);
    if (next.shape == SHAPE_BAD || (next.shape == SHAPE_PARTIAL && last)) {
        set_bad(decoder, end, next.len, decoded);
        decoded->used += next.len;
    } else if (next.shape == SHAPE_PARTIAL) {
        memcpy(decoder->kept, end, next.len);
        decoder->kept_len = next.len;
        decoded->used += next.len;
    }
}

enum mus_status mus_decoder_feed(struct mus_decoder *decoder, struct mus_text bytes, bool last,
                                 struct mus_buf *out, struct mus_decoded *decoded,
                                 struct mus_error *err)
{
    struct mus_decoded done = {0};
    feed_kept(decoder, bytes, last, out, &done);
    if (done.bad_len == 0 && decoder->kept_len == 0) {
        feed_bulk(decoder, bytes, last, out, &done);
    }
    enum mus_status status = mus_buf_check(out, err);
    if (status == MUS_OK) {
        *decoded = done;
    }
    return status;
}

/* "byte 0x81 at offset 57" */
static int write_bad(const struct mus_decoded *decoded, char *into, size_t capacity)
{
    char bytes[CHARACTER_MAX * 5 + 1] = "";
    for (size_t i = 0; i < decoded->bad_len; i++) {
        snprintf(bytes + 5 * i, sizeof bytes - 5 * i, " 0x%02X", decoded->bad[i]);
    }
    return snprintf(into, capacity, "byte%s%s at offset %" PRIu64, decoded->bad_len > 1 ? "s" : "",
                    bytes, decoded->bad_offset);
}

enum mus_status mus_decoder_refuse(const struct mus_decoder *decoder,
                                   const struct mus_decoded *decoded, struct mus_error *err)
{
    char bad[80];
    write_bad(decoded, bad, sizeof bad);
    return mus_fail(err, MUS_INVALID, "%s %s not %s", bad, decoded->bad_len > 1 ? "are" : "is",
                    mus_encoding_name(decoder->encoding));
}

/* How a sample fares in an encoding. */
struct trial {
    size_t good; /* characters beyond ASCII */
    size_t bad;
    struct mus_decoded first_bad;
};

static size_t count_beyond_ascii(struct mus_text text)
{
    size_t count = 0;
    for (size_t i = 0; i < text.len; i++) {
        count += (unsigned char)text.ptr[i] >= 0xC0;
    }
    return count;
}

static enum mus_status try_encoding(enum mus_encoding encoding, struct mus_text sample, bool whole,
                                    uint64_t offset, struct trial *trial, struct mus_error *err)
{
    struct mus_decoder *decoder = NULL;
    struct mus_buf out = {0};
    struct mus_decoded decoded = {0};
    enum mus_status status = mus_decoder_new(encoding, offset, &decoder, err);
    if (decoder == NULL) {
        return status;
    }
    *trial = (struct trial){0};
    decoder->strict = true;
    do {
        size_t len = sample.len < PIECE_BYTES ? sample.len : PIECE_BYTES;
        bool last = whole && len == sample.len;
        mus_buf_clear(&out);
        status = mus_decoder_feed(decoder, (struct mus_text){sample.ptr, len}, last, &out, &decoded,
                                  err);
        if (decoded.bad_len > 0 && trial->bad++ == 0) {
            trial->first_bad = decoded;
        }
        trial->good += count_beyond_ascii(mus_buf_text(&out));
        sample.ptr += decoded.used;
        sample.len -= decoded.used;
    } while (status == MUS_OK && (sample.len > 0 || decoded.bad_len > 0));
    mus_buf_done(&out);
    mus_decoder_free(decoder);
    return status;
}

static bool is_ascii(struct mus_text text)
{
    for (size_t i = 0; i < text.len; i++) {
        if ((unsigned char)text.ptr[i] >= 0x80) {
            return false;
        }
    }
    return true;
}

enum mus_status mus_encoding_detect(struct mus_text sample, bool whole, uint64_t offset,
                                    enum mus_encoding *encoding, struct mus_error *err)
{
    if (is_ascii(sample)) {
        *encoding = MUS_ENCODING_DETECT;
        return MUS_OK;
    }
    if (offset == 0 && mus_text_starts(sample, MUS_TEXT("\xEF\xBB\xBF"))) {
        *encoding = MUS_ENCODING_UTF8;
        return MUS_OK;
    }
    if (offset == 0 && mus_text_starts(sample, MUS_TEXT("\xFF\xFE"))) {
        *encoding = MUS_ENCODING_UTF16LE;
        return MUS_OK;
    }
    struct trial utf8 = {0};
    struct trial cp932 = {0};
    enum mus_status status = try_encoding(MUS_ENCODING_UTF8, sample, whole, offset, &utf8, err);
    if (status != MUS_OK) {
        return status;
    }
    if (utf8.bad == 0 || utf8.good / ODDS >= utf8.bad) {
        *encoding = MUS_ENCODING_UTF8;
        return MUS_OK;
    }
    status = try_encoding(MUS_ENCODING_CP932, sample, whole, offset, &cp932, err);
    if (status != MUS_OK) {
        return status;
    }
    if (cp932.bad == 0) {
        *encoding = MUS_ENCODING_CP932;
        return MUS_OK;
    }
    char bad[2][80];
    write_bad(&utf8.first_bad, bad[0], sizeof bad[0]);
    write_bad(&cp932.first_bad, bad[1], sizeof bad[1]);
    return mus_fail(err, MUS_INVALID, "neither UTF-8 (%s) nor CP932 (%s)", bad[0], bad[1]);
}

static enum mus_status lacks(struct mus_text text, size_t at, struct mus_error *err)
{
    size_t next = at;
    int32_t character = mus_text_next(text, &next);
    if (character < 0) {
        return mus_fail(err, MUS_INVALID, "byte 0x%02X at offset %zu is not UTF-8",
                        (unsigned char)text.ptr[at], at);
    }
    return mus_fail(err, MUS_INVALID, "CP932 has no \"%.*s\" (U+%04" PRIX32 ")", (int)(next - at),
                    text.ptr + at, (uint32_t)character);
}

enum mus_status mus_encoding_write_cp932(struct mus_text text, struct mus_buf *out,
                                         struct mus_error *err)
{
    iconv_t converter = NULL;
    enum mus_status status = open_iconv("CP932", "UTF-8", &converter, err);
    if (status != MUS_OK) {
        return status;
    }
    const unsigned char *at = (const unsigned char *)text.ptr;
    size_t left = text.len;
    /* No character takes more bytes in CP932 than in UTF-8. */
    bool all = left == 0 || run_iconv(converter, &at, &left, 1, out);
    iconv_close(converter);
    if (out->failed) {
        return mus_fail_memory(err);
    }
    return all ? MUS_OK : lacks(text, text.len - left, err);
}
