/* However the bytes are divided, the same text comes out, it is UTF-8, and what is bad is named
 * with the same offsets. What CP932 can write is read back unchanged. */
#include "codec/encoding.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void demand(bool holds)
{
    if (!holds) {
        abort();
    }
}

/* Decodes in steps, with U+FFFD and a message for what is bad; true if nothing is. */
static bool decode(enum mus_encoding encoding, struct mus_text bytes, size_t step,
                   struct mus_buf *text, struct mus_buf *messages)
{
    struct mus_decoder *decoder = NULL;
    struct mus_decoded decoded;
    size_t bad = 0;
    demand(mus_decoder_new(encoding, 0, &decoder, NULL) == MUS_OK);
    do {
        size_t len = bytes.len < step ? bytes.len : step;
        bool last = len == bytes.len;
        demand(mus_decoder_feed(decoder, (struct mus_text){bytes.ptr, len}, last, text, &decoded,
                                NULL) == MUS_OK);
        demand(decoded.used <= len && (decoded.used == len || decoded.bad_len > 0));
        if (decoded.bad_len > 0) {
            struct mus_error err;
            demand(mus_decoder_refuse(decoder, &decoded, &err) == MUS_INVALID);
            mus_buf_printf(messages, "%s\n", err.message);
            mus_buf_add_char(text, 0xFFFD);
            bad++;
        }
        bytes.ptr += decoded.used;
        bytes.len -= decoded.used;
    } while (bytes.len > 0 || decoded.bad_len > 0);
    mus_decoder_free(decoder);
    demand(mus_text_is_utf8(mus_buf_text(text), NULL));
    return bad == 0;
}

static void check_steps(enum mus_encoding encoding, struct mus_text bytes, size_t step)
{
    struct mus_buf text[2] = {{0}, {0}};
    struct mus_buf messages[2] = {{0}, {0}};
    decode(encoding, bytes, bytes.len + 1, &text[0], &messages[0]);
    decode(encoding, bytes, step, &text[1], &messages[1]);
    demand(mus_text_equal(mus_buf_text(&text[0]), mus_buf_text(&text[1])));
    demand(mus_text_equal(mus_buf_text(&messages[0]), mus_buf_text(&messages[1])));
    for (size_t i = 0; i < 2; i++) {
        mus_buf_done(&text[i]);
        mus_buf_done(&messages[i]);
    }
}

static void check_round_trip(struct mus_text bytes)
{
    struct mus_buf text = {0};
    struct mus_buf written = {0};
    struct mus_buf again = {0};
    struct mus_buf messages = {0};
    decode(MUS_ENCODING_CP932, bytes, bytes.len + 1, &text, &messages);
    if (mus_encoding_write_cp932(mus_buf_text(&text), &written, NULL) == MUS_OK) {
        demand(decode(MUS_ENCODING_CP932, mus_buf_text(&written), 7, &again, &messages));
        demand(mus_text_equal(mus_buf_text(&text), mus_buf_text(&again)));
    }
    mus_buf_done(&text);
    mus_buf_done(&written);
    mus_buf_done(&again);
    mus_buf_done(&messages);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size == 0) {
        return 0;
    }
    size_t step = (size_t)data[0] % 9 + 1;
    const struct mus_text bytes = {(const char *)data + 1, size - 1};
    check_steps(MUS_ENCODING_UTF8, bytes, step);
    check_steps(MUS_ENCODING_CP932, bytes, step);
    check_steps(MUS_ENCODING_UTF16LE, bytes, step);
    check_steps(MUS_ENCODING_EUC_JP, bytes, step);
    check_round_trip(bytes);
    enum mus_encoding encoding;
    if (mus_encoding_detect(bytes, true, 0, &encoding, NULL) == MUS_OK &&
        encoding == MUS_ENCODING_CP932) {
        struct mus_buf text = {0};
        struct mus_buf messages = {0};
        demand(decode(encoding, bytes, size, &text, &messages));
        mus_buf_done(&text);
        mus_buf_done(&messages);
    }
    return 0;
}
