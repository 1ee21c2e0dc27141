#include "lexicon/edict.h"

#include "base/limits.h"
#include "codec/encoding.h"
#include "lexicon/brackets.h"

#include <stdbool.h>
#include <string.h>

enum { READING_MIN = 4, USUAL_READING_MIN = 3 };

/* One line taken apart; texts lie in the line. */
struct entry {
    struct mus_text headword;
    struct mus_text reading; /* not given: the headword is kana */
    struct mus_text body;    /* senses and glosses, each ended by / */
};

/* What an entry's body says. */
struct meaning {
    struct mus_buf text; /* what the glosses point into */
    struct mus_text glosses[MUS_MAX_GLOSSES];
    size_t count;
    bool usually_kana;
    bool dropped; /* the sense in hand is of no use */
};

static struct mus_text cut_at_space(struct mus_text *text)
{
    return mus_text_cut(text, ' ');
}

/* False where the line is no entry. */
static bool read_entry(struct mus_text line, struct entry *entry)
{
    *entry = (struct entry){.headword = cut_at_space(&line)};
    if (line.len > 0 && line.ptr[0] == '[') {
        struct mus_text reading = cut_at_space(&line);
        if (reading.len < 3 || reading.ptr[reading.len - 1] != ']') {
            return false;
        }
        entry->reading = (struct mus_text){reading.ptr + 1, reading.len - 2};
    }
    if (entry->headword.len == 0 || line.len < 2 || line.ptr[0] != '/' ||
        line.ptr[line.len - 1] != '/') {
        return false;
    }
    entry->body = (struct mus_text){line.ptr + 1, line.len - 1};
    return true;
}

static bool is_number(struct mus_text text)
{
    for (size_t i = 0; i < text.len; i++) {
        if (text.ptr[i] < '0' || text.ptr[i] > '9') {
            return false;
        }
    }
    return text.len > 0;
}

static bool is_dropped(struct mus_text marks)
{
    static const char *const DROPPED[] = {"obs", "obsc", "arch", "ok", "rare", "vulg", "X"};
    for (size_t i = 0; i < sizeof DROPPED / sizeof DROPPED[0]; i++) {
        if (mus_text_lists(marks, ',', mus_text_of(DROPPED[i]))) {
            return true;
        }
    }
    return false;
}

/* Reads the marks, (n) (1) (uk) …, that stand in front of a gloss. */
static void read_marks(struct meaning *meaning, struct mus_text gloss)
{
    for (;;) {
        gloss = mus_text_trim(gloss);
        const char *end = gloss.len == 0 ? NULL : memchr(gloss.ptr, ')', gloss.len);
        if (end == NULL || gloss.ptr[0] != '(') {
            return;
        }
        struct mus_text marks = {gloss.ptr + 1, (size_t)(end - gloss.ptr) - 1};
        if (is_number(marks)) {
            meaning->dropped = false;
        }
        meaning->dropped = meaning->dropped || is_dropped(marks);
        meaning->usually_kana = meaning->usually_kana || mus_text_lists(marks, ',', MUS_TEXT("uk"));
        gloss = (struct mus_text){end + 1, gloss.len - marks.len - 2};
    }
}

static struct mus_text without_article(struct mus_text gloss)
{
    static const char *const ARTICLES[] = {"to be ", "to ", "a ", "an ", "the "};
    for (size_t i = 0; i < sizeof ARTICLES / sizeof ARTICLES[0]; i++) {
        struct mus_text article = mus_text_of(ARTICLES[i]);
        if (mus_text_starts(gloss, article)) {
            return (struct mus_text){gloss.ptr + article.len, gloss.len - article.len};
        }
    }
    return gloss;
}

/* Fails only without memory. */
static bool read_meaning(struct mus_text body, struct meaning *meaning)
{
    meaning->count = 0;
    meaning->usually_kana = false;
    meaning->dropped = false;
    mus_buf_clear(&meaning->text);
    if (!mus_buf_reserve(&meaning->text, body.len)) { /* nothing moves from here on */
        return false;
    }
    while (body.len > 0) {
        struct mus_text gloss = mus_text_cut(&body, '/');
        if (mus_text_starts(gloss, MUS_TEXT("EntL"))) {
            break;
        }
        read_marks(meaning, gloss);
        size_t begin = meaning->text.len;
        mus_brackets_strip(gloss, &meaning->text);
        struct mus_text bare = {meaning->text.data + begin, meaning->text.len - begin};
        bare = without_article(bare);
        if (bare.len > 0 && !meaning->dropped && meaning->count < MUS_MAX_GLOSSES) {
            meaning->glosses[meaning->count++] = bare;
        }
    }
    return true;
}

static size_t count_characters(struct mus_text text)
{
    size_t count = 0;
    for (size_t at = 0; at < text.len; count++) {
        mus_text_next(text, &at);
    }
    return count;
}

static enum mus_status add_entry(struct mus_lexicon_builder *builder, const struct entry *entry,
                                 struct meaning *meaning, struct mus_error *err)
{
    if (!read_meaning(entry->body, meaning)) {
        return mus_fail_memory(err);
    }
    struct mus_texts glosses = {meaning->glosses, meaning->count};
    enum mus_status status =
        mus_lexicon_add(builder, MUS_LEXICON_EDICT, entry->headword, glosses, err);
    size_t least = meaning->usually_kana ? USUAL_READING_MIN : READING_MIN;
    if (status == MUS_OK && meaning->count > 0 && count_characters(entry->reading) >= least) {
        status = mus_lexicon_add(builder, MUS_LEXICON_EDICT, entry->reading, glosses, err);
    }
    return status;
}

/* Decodes a line by itself; *whole is false where a byte of it is no EUC-JP. */
static enum mus_status decode_line(struct mus_decoder *decoder, struct mus_text bytes,
                                   struct mus_buf *line, bool *whole, struct mus_error *err)
{
    struct mus_decoded decoded = {0};
    mus_buf_clear(line);
    *whole = true;
    do {
        enum mus_status status = mus_decoder_feed(decoder, bytes, true, line, &decoded, err);
        if (status != MUS_OK) {
            return status;
        }
        *whole = *whole && decoded.bad_len == 0;
        bytes = (struct mus_text){bytes.ptr + decoded.used, bytes.len - decoded.used};
    } while (bytes.len > 0 || decoded.bad_len > 0);
    return MUS_OK;
}

static enum mus_status add_lines(struct mus_lexicon_builder *builder, struct mus_decoder *decoder,
                                 struct mus_text bytes, struct mus_error *err)
{
    struct meaning meaning = {.count = 0};
    struct mus_buf line = {0};
    size_t lines = 0;
    size_t entries = 0;
    enum mus_status status = MUS_OK;
    while (status == MUS_OK && bytes.len > 0) {
        bool whole = false;
        struct entry entry;
        status = decode_line(decoder, mus_text_cut(&bytes, '\n'), &line, &whole, err);
        lines++;
        if (status != MUS_OK || mus_text_starts(mus_buf_text(&line), MUS_TEXT("　？？？"))) {
            continue;
        }
        if (whole && read_entry(mus_text_trim(mus_buf_text(&line)), &entry)) {
            entries++;
            status = add_entry(builder, &entry, &meaning, err);
        } else {
            mus_lexicon_pass_over(builder, MUS_LEXICON_EDICT);
        }
    }
    if (status == MUS_OK && entries == 0) {
        status =
            mus_fail(err, MUS_INVALID, "none of %zu lines is an entry of EDICT (in EUC-JP)", lines);
    }
    mus_buf_done(&line);
    mus_buf_done(&meaning.text);
    return status;
}

enum mus_status mus_lexicon_add_edict(struct mus_lexicon_builder *builder, struct mus_text bytes,
                                      struct mus_error *err)
{
    if (bytes.len > MUS_MAX_LEXICON_BYTES) {
        return mus_fail(err, MUS_LIMIT, "a dictionary of %zu bytes, at most %d", bytes.len,
                        MUS_MAX_LEXICON_BYTES);
    }
    struct mus_lexicon_mark mark = mus_lexicon_mark(builder);
    struct mus_decoder *decoder = NULL;
    enum mus_status status = mus_decoder_new(MUS_ENCODING_EUC_JP, 0, &decoder, err);
    if (status == MUS_OK) {
        status = add_lines(builder, decoder, bytes, err);
    }
    if (status != MUS_OK) {
        mus_lexicon_take_back(builder, mark);
    }
    mus_decoder_free(decoder);
    return status;
}
