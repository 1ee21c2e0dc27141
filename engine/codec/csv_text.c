#include "codec/csv_text.h"

#include "base/mem.h"

#include <assert.h>
#include <string.h>

/* How much is decoded at once. */
#define PIECE_BYTES 65536
/* Lines that are looked at for the delimiter. */
#define GUESS_LINES 20

enum mus_status mus_csv_text_init(struct mus_csv_text *text, struct mus_byte_source source,
                                  enum mus_encoding encoding, struct mus_error *err)
{
    *text = (struct mus_csv_text){.source = source, .encoding = encoding};
    text->raw = mus_alloc(1, MUS_ENCODING_SAMPLE);
    if (text->raw == NULL) {
        mus_csv_text_done(text);
        return mus_fail_memory(err);
    }
    if (encoding == MUS_ENCODING_DETECT) {
        return MUS_OK;
    }
    enum mus_status status = mus_decoder_new(encoding, 0, &text->decoder, err);
    if (status != MUS_OK) {
        mus_csv_text_done(text);
    }
    return status;
}

void mus_csv_text_done(struct mus_csv_text *text)
{
    mus_byte_source_close(&text->source);
    mus_decoder_free(text->decoder);
    mus_free(text->raw);
    mus_buf_done(&text->text);
    *text = (struct mus_csv_text){0};
}

/* Reads until `wanted` bytes wait in raw, or the source ends. */
static enum mus_status fill(struct mus_csv_text *text, size_t wanted, struct mus_error *err)
{
    if (text->raw_at > 0) {
        memmove(text->raw, text->raw + text->raw_at, text->raw_len - text->raw_at);
        text->raw_len -= text->raw_at;
        text->raw_offset += text->raw_at;
        text->raw_at = 0;
    }
    while (text->raw_len < wanted && !text->source_end) {
        size_t got = 0;
        enum mus_status status = text->source.read(text->source.context, text->raw + text->raw_len,
                                                   wanted - text->raw_len, &got, err);
        if (status != MUS_OK) {
            return status;
        }
        text->raw_len += got;
        text->source_end = got == 0;
    }
    return MUS_OK;
}

/* Judges the encoding by what waits and what follows it; a decoder is there afterwards unless it is
 * all ASCII. */
static enum mus_status judge(struct mus_csv_text *text, struct mus_error *err)
{
    enum mus_encoding encoding;
    enum mus_status status =
        mus_encoding_detect((struct mus_text){text->raw, text->raw_len}, text->source_end,
                            text->raw_offset, &encoding, err);
    if (status != MUS_OK || encoding == MUS_ENCODING_DETECT) {
        return status;
    }
    status = mus_decoder_new(encoding, text->raw_offset, &text->decoder, err);
    if (status == MUS_OK) {
        text->encoding = encoding;
    }
    return status;
}

static bool is_ascii(const char *bytes, size_t len)
{
    for (size_t i = 0; i < len; i++) {
        if ((unsigned char)bytes[i] >= 0x80) {
            return false;
        }
    }
    return true;
}

/* Gives ASCII on as it is; at the first other byte, finds the encoding. */
static enum mus_status pass_ascii(struct mus_csv_text *text, struct mus_error *err)
{
    if (is_ascii(text->raw, text->raw_len)) {
        mus_buf_add(&text->text, text->raw, text->raw_len);
        text->raw_at = text->raw_len;
        text->finished = text->source_end;
        return mus_buf_check(&text->text, err);
    }
    enum mus_status status = fill(text, MUS_ENCODING_SAMPLE, err);
    return status == MUS_OK ? judge(text, err) : status;
}

static enum mus_status decode(struct mus_csv_text *text, struct mus_error *err)
{
    size_t left = text->raw_len - text->raw_at;
    size_t len = left < PIECE_BYTES ? left : PIECE_BYTES;
    bool last = text->source_end && len == left;
    enum mus_status status =
        mus_decoder_feed(text->decoder, (struct mus_text){text->raw + text->raw_at, len}, last,
                         &text->text, &text->decoded, err);
    if (status != MUS_OK) {
        return status;
    }
    text->raw_at += text->decoded.used;
    text->finished = last && text->decoded.bad_len == 0;
    return MUS_OK;
}

enum mus_status mus_csv_text_next(struct mus_csv_text *text, enum mus_csv_piece *piece,
                                  struct mus_error *err)
{
    bool bad = text->decoded.bad_len > 0 && text->text.len > 0;
    mus_buf_clear(&text->text);
    if (bad) {
        /* The text before the bad byte was the last piece; now it is the byte's turn. */
        *piece = MUS_CSV_PIECE_BAD;
        return MUS_OK;
    }
    text->decoded.bad_len = 0;
    while (text->text.len == 0 && text->decoded.bad_len == 0 && !text->finished) {
        enum mus_status status = MUS_OK;
        if (text->raw_len - text->raw_at < PIECE_BYTES && !text->source_end) {
            status = fill(text, PIECE_BYTES, err);
        }
        if (status == MUS_OK) {
            status = text->decoder == NULL ? pass_ascii(text, err) : decode(text, err);
        }
        if (status != MUS_OK) {
            return status;
        }
    }
    *piece = text->text.len > 0          ? MUS_CSV_PIECE_TEXT
             : text->decoded.bad_len > 0 ? MUS_CSV_PIECE_BAD
                                         : MUS_CSV_PIECE_END;
    return MUS_OK;
}

enum mus_status mus_csv_text_refuse(const struct mus_csv_text *text, struct mus_error *err)
{
    assert(text->decoded.bad_len > 0);
    return mus_decoder_refuse(text->decoder, &text->decoded, err);
}

static const char CANDIDATES[] = {',', '\t', ';'};
#define CANDIDATE_COUNT (sizeof CANDIDATES)

struct guess {
    size_t counts[CANDIDATE_COUNT][GUESS_LINES];
    size_t lines;
};

/* Counts the candidates of one line, outside quoted cells, and moves past it. */
static void count_line(struct guess *guess, struct mus_text text, char quote, size_t *at)
{
    bool quoted = false;
    bool cell_start = true;
    size_t line = guess->lines++;
    for (; *at < text.len; ++*at) {
        char c = text.ptr[*at];
        if (!quoted && (c == '\n' || c == '\r')) {
            ++*at;
            return;
        }
        if (c == quote && (quoted || cell_start)) {
            quoted = !quoted;
            cell_start = !quoted; /* a doubled quote opens the cell again */
            continue;
        }
        const char *candidate = quoted ? NULL : memchr(CANDIDATES, c, CANDIDATE_COUNT);
        cell_start = candidate != NULL;
        if (candidate != NULL) {
            guess->counts[candidate - CANDIDATES][line]++;
        }
    }
}

/* How many lines have the number of delimiters that is the most frequent, above 0; *number is that
 * number. */
static size_t agreement(const size_t *counts, size_t lines, size_t *number)
{
    size_t best = 0;
    for (size_t i = 0; i < lines; i++) {
        size_t same = 0;
        for (size_t j = 0; j < lines; j++) {
            same += counts[j] == counts[i];
        }
        if (counts[i] > 0 && (same > best || (same == best && counts[i] > *number))) {
            best = same;
            *number = counts[i];
        }
    }
    return best;
}

char mus_csv_guess_delimiter(struct mus_text text, char quote)
{
    struct guess guess = {0};
    for (size_t at = 0; at < text.len && guess.lines < GUESS_LINES;) {
        if (text.ptr[at] == '\n' || text.ptr[at] == '\r') {
            at++;
            continue;
        }
        count_line(&guess, text, quote, &at);
    }
    size_t best = 0;
    size_t best_lines = 0;
    size_t best_number = 0;
    for (size_t i = 0; i < CANDIDATE_COUNT; i++) {
        size_t number = 0;
        size_t lines = agreement(guess.counts[i], guess.lines, &number);
        if (lines > best_lines || (lines == best_lines && number > best_number)) {
            best = i;
            best_lines = lines;
            best_number = number;
        }
    }
    return CANDIDATES[best];
}
