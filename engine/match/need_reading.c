#include "match/need_reading.h"

#include <stdlib.h>
#include <string.h>

#include "base/limits.h"
#include "match/need_sentence.h"

static const char *const KINDS[MUS_CHIP_KIND_COUNT] = {
    [MUS_CHIP_COUNTRY] = "country",     [MUS_CHIP_NOT_COUNTRY] = "not_country",
    [MUS_CHIP_REGION] = "region",       [MUS_CHIP_PRESENCE] = "presence",
    [MUS_CHIP_SIZE] = "size",           [MUS_CHIP_KIND] = "kind",
    [MUS_CHIP_EMPLOYEES] = "employees", [MUS_CHIP_CAPITAL] = "capital",
    [MUS_CHIP_LANGUAGE] = "language",   [MUS_CHIP_CHANNEL] = "channel",
    [MUS_CHIP_MARKET] = "market",       [MUS_CHIP_PURPOSE] = "purpose",
};

/* ------------------------------------------------------------------ chips */

static bool has_chip(const struct mus_sentence *sentence, struct mus_text id)
{
    for (size_t i = 0; i < sentence->count; i++) {
        if (mus_text_equal(sentence->chips[i].id, id)) {
            return true;
        }
    }
    return false;
}

/* Two ranges of one kind would contradict or repeat each other: the first stays. */
static bool has_kind(const struct mus_sentence *sentence, enum mus_chip_kind kind)
{
    for (size_t i = 0; i < sentence->count; i++) {
        if (sentence->chips[i].kind == kind) {
            return true;
        }
    }
    return false;
}

/* Of a list both each of its members and the whole are said. */
static void note_said(struct mus_sentence *sentence, size_t begin, size_t end)
{
    for (size_t i = 0; i < sentence->said_count; i++) {
        if (sentence->said[i].begin == begin && sentence->said[i].end == end) {
            return;
        }
    }
    if (sentence->said_count < MUS_MAX_SAID) {
        sentence->said[sentence->said_count++] = (struct mus_said){begin, end};
    }
}

/* The id is in `id`; places are in the folded text. */
static enum mus_status add_chip(struct mus_sentence *sentence, struct mus_buf *id,
                                struct mus_chip chip, size_t begin, size_t end, size_t cut)
{
    enum mus_status status = mus_buf_check(id, sentence->err);
    if (cut < end) {
        note_said(sentence, begin, end);
    }
    if (status != MUS_OK || has_chip(sentence, mus_buf_text(id)) ||
        sentence->count == MUS_MAX_CHIPS) {
        return status;
    }
    struct mus_fold_source source = mus_fold_origin(sentence->fold, begin, end);
    chip.id = mus_arena_copy(sentence->arena, mus_buf_text(id));
    if (chip.id.ptr == NULL) {
        return mus_fail_memory(sentence->err);
    }
    chip.text = mus_text_trim(
        (struct mus_text){sentence->original.ptr + source.begin, source.end - source.begin});
    chip.cut_begin = source.end;
    chip.cut_end = source.end;
    if (cut < end) {
        chip.cut_begin = mus_fold_origin(sentence->fold, cut, end).begin;
    }
    sentence->chips[sentence->count++] = chip;
    return MUS_OK;
}

enum mus_status mus_sentence_add(struct mus_sentence *sentence, enum mus_chip_kind kind,
                                 struct mus_text code, size_t begin, size_t end, size_t cut)
{
    struct mus_buf id = {0};
    mus_buf_printf(&id, "%s:%.*s", KINDS[kind], MUS_TEXT_ARG(code));
    struct mus_chip chip = {.kind = kind, .code = code, .min = -1, .max = -1};
    enum mus_status status = add_chip(sentence, &id, chip, begin, end, cut);
    mus_buf_done(&id);
    return status;
}

enum mus_status mus_sentence_add_range(struct mus_sentence *sentence, enum mus_chip_kind kind,
                                       int64_t min, int64_t max, size_t begin, size_t end)
{
    if (has_kind(sentence, kind) || (min >= 0 && max >= 0 && min > max)) {
        return MUS_OK;
    }
    struct mus_buf id = {0};
    mus_buf_printf(&id, "%s:", KINDS[kind]);
    if (min >= 0) {
        mus_buf_printf(&id, "%lld", (long long)min);
    }
    mus_buf_add_byte(&id, '-');
    if (max >= 0) {
        mus_buf_printf(&id, "%lld", (long long)max);
    }
    struct mus_chip chip = {.kind = kind, .min = min, .max = max};
    enum mus_status status = add_chip(sentence, &id, chip, begin, end, begin);
    mus_buf_done(&id);
    return status;
}

enum mus_status mus_sentence_add_markets(struct mus_sentence *sentence,
                                         const struct mus_mark *const *places, size_t count,
                                         size_t begin, size_t end)
{
    enum mus_status status = MUS_OK;
    for (size_t i = 0; status == MUS_OK && i < count; i++) {
        if (places[i]->role == MUS_WORD_PLACE) {
            size_t from = i == 0 ? begin : places[i]->begin;
            size_t to = i + 1 == count ? end : places[i]->end;
            status = mus_sentence_add(sentence, MUS_CHIP_MARKET, places[i]->code, from, to, to);
        }
    }
    return status;
}

enum mus_status mus_sentence_read_marks(struct mus_sentence *s, mus_places_reader *places,
                                        mus_mark_reader *other)
{
    enum mus_status status = MUS_OK;
    size_t past = s->begin; /* of the places read */
    for (size_t i = 0; status == MUS_OK && i < s->marks->count; i++) {
        const struct mus_mark *mark = &s->marks->items[i];
        if (mark->begin < s->begin || mark->end > s->end) {
            continue;
        }
        bool place = (MUS_WORD_BIT(mark->role) & MUS_WORDS_PLACE) != 0;
        if (place && mark->begin >= past) {
            status = places(s, mark, &past);
        } else if (!place) {
            status = other(s, mark);
        }
    }
    return status;
}

/* What each of the places says: the first from `begin` on, the others from the one before. */
static enum mus_status add_each(struct mus_sentence *sentence, const enum mus_chip_kind *kinds,
                                const struct mus_mark *const *places, size_t count, size_t begin,
                                size_t end)
{
    enum mus_status status = MUS_OK;
    for (size_t i = 0; status == MUS_OK && i < count; i++) {
        size_t from = i == 0 ? begin : places[i]->begin;
        size_t cut = i == 0 ? begin : places[i - 1]->end;
        size_t to = i + 1 == count ? end : places[i]->end;
        enum mus_chip_kind kind = kinds[places[i]->role == MUS_WORD_REGION];
        status = mus_sentence_add(sentence, kind, places[i]->code, from, to, cut);
    }
    note_said(sentence, begin, end);
    return status;
}

enum mus_status mus_sentence_add_places(struct mus_sentence *sentence,
                                        const struct mus_mark *const *places, size_t count,
                                        size_t begin, size_t end)
{
    static const enum mus_chip_kind kinds[] = {MUS_CHIP_COUNTRY, MUS_CHIP_REGION};
    return add_each(sentence, kinds, places, count, begin, end);
}

enum mus_status mus_sentence_add_countries(struct mus_sentence *sentence, enum mus_chip_kind kind,
                                           const struct mus_mark *const *places, size_t count,
                                           size_t begin, size_t end)
{
    const enum mus_chip_kind kinds[] = {kind, kind};
    for (size_t i = 0; i < count; i++) {
        if (places[i]->role != MUS_WORD_PLACE) {
            return MUS_OK;
        }
    }
    return add_each(sentence, kinds, places, count, begin, end);
}

/* ------------------------------------------------------------------ places in the sentence */

size_t mus_sentence_past_said(const struct mus_sentence *sentence, size_t at)
{
    size_t past = at;
    for (size_t i = 0; i < sentence->said_count; i++) {
        const struct mus_said *said = &sentence->said[i];
        past = said->begin == at && said->end > past ? said->end : past;
    }
    return past;
}

size_t mus_sentence_before_said(const struct mus_sentence *sentence, size_t at)
{
    size_t before = at;
    for (size_t i = 0; i < sentence->said_count; i++) {
        const struct mus_said *said = &sentence->said[i];
        before = said->end == at && said->begin < before ? said->begin : before;
    }
    return before;
}

size_t mus_sentence_number(const struct mus_sentence *sentence, size_t at, int64_t *value)
{
    int64_t number = 0;
    size_t digits = 0;
    size_t since = 0; /* digits since the last comma */
    bool commas = false;
    const char *text = sentence->text.ptr;
    for (; at < sentence->end; at++) {
        if (text[at] >= '0' && text[at] <= '9' && digits < 12) {
            number = number * 10 + (text[at] - '0');
            digits++;
            since++;
        } else if (text[at] == ',' && at + 1 < sentence->end && text[at + 1] >= '0' &&
                   text[at + 1] <= '9') {
            if (digits == 0 || (commas ? since != 3 : since > 3)) {
                return 0;
            }
            commas = true;
            since = 0;
        } else {
            break;
        }
    }
    if (digits == 0 || (commas && since != 3)) {
        return 0;
    }
    *value = number;
    return at;
}

bool mus_sentence_starts(const struct mus_sentence *sentence, size_t at, const char *word)
{
    size_t len = strlen(word);
    return at + len <= sentence->end && memcmp(sentence->text.ptr + at, word, len) == 0;
}

bool mus_sentence_ends(const struct mus_sentence *sentence, size_t at, const char *word)
{
    size_t len = strlen(word);
    return at >= sentence->begin + len && memcmp(sentence->text.ptr + at - len, word, len) == 0;
}

enum mus_char_class mus_sentence_class(const struct mus_sentence *sentence, size_t at)
{
    return mus_char_class_at((struct mus_text){sentence->text.ptr, sentence->end}, at);
}

enum mus_char_class mus_sentence_class_before(const struct mus_sentence *sentence, size_t at)
{
    return at <= sentence->begin ? MUS_CHAR_SPACE : mus_char_class_before(sentence->text, at);
}

/* ------------------------------------------------------------------ the whole text */

static bool has_kana_or_kanji(struct mus_text text)
{
    for (size_t at = 0; at < text.len;) {
        enum mus_char_class class = mus_char_class(mus_text_next(text, &at));
        if (class == MUS_CHAR_HAN || class == MUS_CHAR_HIRAGANA || class == MUS_CHAR_KATAKANA) {
            return true;
        }
    }
    return false;
}

/* Where the sentence that begins there ends, and *next where the next begins. A full stop ends one
 * before white space only: "Co.Ltd", "1.5". */
static size_t sentence_end(struct mus_text text, size_t begin, size_t *next)
{
    for (size_t at = begin; at < text.len;) {
        size_t here = at;
        int32_t c = mus_text_next(text, &at);
        bool stop = c == '.' && (at == text.len || text.ptr[at] == ' ');
        if (stop || c == '!' || c == '?' || c == ';' || c == U'。') {
            *next = at;
            return here;
        }
    }
    *next = text.len;
    return text.len;
}

/* Until nothing more is found. */
static enum mus_status read_sentence(struct mus_sentence *sentence)
{
    struct mus_text here = {sentence->text.ptr + sentence->begin, sentence->end - sentence->begin};
    bool japanese = has_kana_or_kanji(here);
    enum mus_status status = MUS_OK;
    size_t before;
    do {
        before = sentence->said_count + sentence->count;
        status = japanese ? mus_sentence_read_ja(sentence) : mus_sentence_read_en(sentence);
    } while (status == MUS_OK && sentence->said_count + sentence->count > before);
    return status;
}

static enum mus_status read_sentences(struct mus_sentence *sentence)
{
    enum mus_status status = MUS_OK;
    for (size_t at = 0; status == MUS_OK && at < sentence->text.len;) {
        size_t next = 0;
        sentence->begin = at;
        sentence->end = sentence_end(sentence->text, at, &next);
        status = read_sentence(sentence);
        at = next;
    }
    return status;
}

static int by_place(const void *left, const void *right)
{
    const struct mus_chip *a = left;
    const struct mus_chip *b = right;
    if (a->text.ptr != b->text.ptr) {
        return a->text.ptr < b->text.ptr ? -1 : 1;
    }
    return mus_text_compare(a->id, b->id);
}

enum mus_status mus_need_read(const struct mus_phrases *phrases, struct mus_text text,
                              struct mus_arena *arena, struct mus_reading *out,
                              struct mus_error *err)
{
    struct mus_fold fold = {0};
    struct mus_marks marks = {0};
    if (text.len == 0 || text.len > MUS_MAX_NEED_READ) {
        *out = (struct mus_reading){0};
        return MUS_OK;
    }
    struct mus_chip *chips = mus_arena_alloc(arena, MUS_MAX_CHIPS, sizeof *chips);
    if (chips == NULL) {
        return mus_fail_memory(err);
    }
    enum mus_status status = mus_fold_mapped(&fold, text, err);
    if (status == MUS_OK) {
        status = mus_phrases_scan(phrases, &fold, text, arena, &marks, err);
    }
    struct mus_sentence sentence = {.text = mus_buf_text(&fold.text),
                                    .marks = &marks,
                                    .fold = &fold,
                                    .original = text,
                                    .arena = arena,
                                    .err = err,
                                    .chips = chips};
    if (status == MUS_OK) {
        status = read_sentences(&sentence);
    }
    if (status == MUS_OK) {
        qsort(chips, sentence.count, sizeof *chips, by_place);
        *out = (struct mus_reading){chips, sentence.count};
    }
    mus_fold_done(&fold);
    return status;
}
