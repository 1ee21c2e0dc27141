#include "match/need_chips.h"

#include <string.h>

#include "profile/code_hash.h"

/* ------------------------------------------------------------------ which stand */

static bool is_given(const struct mus_filter *filter, enum mus_chip_kind kind)
{
    switch (kind) {
    case MUS_CHIP_COUNTRY:
        return filter->countries.count > 0;
    case MUS_CHIP_NOT_COUNTRY:
        return filter->not_countries.count > 0;
    case MUS_CHIP_REGION:
        return filter->regions.count > 0;
    case MUS_CHIP_PRESENCE:
        return filter->presence.count > 0;
    case MUS_CHIP_SIZE:
        return filter->sizes != 0;
    case MUS_CHIP_KIND:
        return filter->kinds != 0;
    case MUS_CHIP_EMPLOYEES:
        return filter->min_employees.given || filter->max_employees.given;
    case MUS_CHIP_CAPITAL:
        return filter->min_capital_jpy.given || filter->max_capital_jpy.given;
    case MUS_CHIP_LANGUAGE:
        return filter->languages.count > 0;
    case MUS_CHIP_CHANNEL:
        return filter->channels != 0;
    case MUS_CHIP_MARKET:
    case MUS_CHIP_PURPOSE:
    case MUS_CHIP_KIND_COUNT:
        break;
    }
    return false;
}

static bool is_known(const struct mus_world *world, const struct mus_chip *chip)
{
    switch (chip->kind) {
    case MUS_CHIP_COUNTRY:
    case MUS_CHIP_NOT_COUNTRY:
    case MUS_CHIP_PRESENCE:
    case MUS_CHIP_MARKET:
        return mus_world_row(world, "countries", chip->code) != NULL ||
               mus_world_row(world, "country_groups", chip->code) != NULL;
    case MUS_CHIP_REGION:
        return mus_world_row(world, "regions", chip->code) != NULL;
    case MUS_CHIP_SIZE:
        return mus_vocabulary_number(MUS_VOCABULARY_SIZE, chip->code) != 0;
    case MUS_CHIP_KIND:
        return mus_vocabulary_number(MUS_VOCABULARY_KIND, chip->code) != 0;
    case MUS_CHIP_LANGUAGE:
        return mus_world_row(world, "languages", chip->code) != NULL;
    case MUS_CHIP_CHANNEL:
        return mus_vocabulary_number(MUS_VOCABULARY_CHANNEL, chip->code) != 0;
    case MUS_CHIP_PURPOSE:
        return mus_world_row(world, "purposes", chip->code) != NULL;
    case MUS_CHIP_EMPLOYEES:
    case MUS_CHIP_CAPITAL:
    case MUS_CHIP_KIND_COUNT:
        break;
    }
    return true;
}

static enum mus_status check_named(const struct mus_reading *reading, struct mus_text list,
                                   struct mus_error *err)
{
    while (list.len > 0) {
        struct mus_text id = mus_text_trim(mus_text_cut(&list, ','));
        bool read = false;
        for (size_t i = 0; i < reading->count; i++) {
            read = read || mus_text_equal(reading->items[i].id, id);
        }
        if (!read) {
            return mus_fail(err, MUS_INVALID, "nothing was read as \"%.*s\"",
                            MUS_TEXT_SHORT_ARG(id));
        }
    }
    return MUS_OK;
}

enum mus_status mus_need_chips_settle(const struct mus_world *world,
                                      const struct mus_match_query *query, struct mus_text as_text,
                                      struct mus_reading *reading, struct mus_error *err)
{
    enum mus_status status = check_named(reading, as_text, err);
    struct mus_chip *chips = reading->items;
    size_t count = 0;
    for (size_t i = 0; status == MUS_OK && i < reading->count; i++) {
        struct mus_chip chip = chips[i];
        if (is_known(world, &chip) && !is_given(&query->filter, chip.kind) &&
            !mus_text_lists(as_text, ',', chip.id)) {
            chips[count++] = chip;
        }
    }
    if (status == MUS_OK) {
        reading->count = count;
    }
    return status;
}

/* ------------------------------------------------------------------ the query */

/* The codes of the chips of one kind. */
static enum mus_status list_codes(const struct mus_reading *reading, enum mus_chip_kind kind,
                                  struct mus_arena *arena, struct mus_texts *out,
                                  struct mus_error *err)
{
    struct mus_text *codes = mus_arena_alloc(arena, reading->count, sizeof *codes);
    size_t count = 0;
    if (codes == NULL) {
        return mus_fail_memory(err);
    }
    for (size_t i = 0; i < reading->count; i++) {
        if (reading->items[i].kind == kind) {
            codes[count++] = reading->items[i].code;
        }
    }
    *out = (struct mus_texts){codes, count};
    return MUS_OK;
}

/* The same as a list of the need, which stays what it is where there are none. */
static enum mus_status set_codes(const struct mus_reading *reading, enum mus_chip_kind kind,
                                 struct mus_arena *arena, struct mus_texts *out,
                                 struct mus_error *err)
{
    struct mus_texts codes = {0};
    enum mus_status status = list_codes(reading, kind, arena, &codes, err);
    if (status == MUS_OK && codes.count > 0) {
        *out = codes;
    }
    return status;
}

/* … and as hashes of a filter. */
static enum mus_status set_hashes(const struct mus_reading *reading, enum mus_chip_kind kind,
                                  uint64_t (*hash)(struct mus_text), struct mus_arena *arena,
                                  struct mus_hashes *out, struct mus_error *err)
{
    struct mus_texts codes = {0};
    enum mus_status status = list_codes(reading, kind, arena, &codes, err);
    if (status != MUS_OK || codes.count == 0) {
        return status;
    }
    uint64_t *hashes = mus_arena_alloc(arena, codes.count, sizeof *hashes);
    if (hashes == NULL) {
        return mus_fail_memory(err);
    }
    for (size_t i = 0; i < codes.count; i++) {
        hashes[i] = hash(codes.items[i]);
    }
    *out = (struct mus_hashes){hashes, mus_hashes_sort(hashes, codes.count)};
    return MUS_OK;
}

static enum mus_status set_lists(const struct mus_reading *reading, struct mus_arena *arena,
                                 struct mus_filter *filter, struct mus_error *err)
{
    const struct {
        enum mus_chip_kind kind;
        uint64_t (*hash)(struct mus_text);
        struct mus_hashes *list;
    } rows[] = {{MUS_CHIP_COUNTRY, mus_code_hash, &filter->countries},
                {MUS_CHIP_NOT_COUNTRY, mus_code_hash, &filter->not_countries},
                {MUS_CHIP_REGION, mus_code_hash, &filter->regions},
                {MUS_CHIP_PRESENCE, mus_code_hash, &filter->presence},
                {MUS_CHIP_LANGUAGE, mus_code_hash_language, &filter->languages}};
    enum mus_status status = MUS_OK;
    for (size_t i = 0; status == MUS_OK && i < sizeof rows / sizeof rows[0]; i++) {
        status = set_hashes(reading, rows[i].kind, rows[i].hash, arena, rows[i].list, err);
    }
    return status;
}

static void bound(struct mus_bound *out, int64_t value)
{
    if (value >= 0) {
        *out = (struct mus_bound){true, value};
    }
}

static void set_words_and_bounds(const struct mus_reading *reading, struct mus_filter *filter)
{
    for (size_t i = 0; i < reading->count; i++) {
        const struct mus_chip *chip = &reading->items[i];
        switch (chip->kind) {
        case MUS_CHIP_SIZE:
            filter->sizes |=
                (mus_word_set)(1U << mus_vocabulary_number(MUS_VOCABULARY_SIZE, chip->code));
            break;
        case MUS_CHIP_KIND:
            filter->kinds |=
                (mus_word_set)(1U << mus_vocabulary_number(MUS_VOCABULARY_KIND, chip->code));
            break;
        case MUS_CHIP_EMPLOYEES:
            bound(&filter->min_employees, chip->min);
            bound(&filter->max_employees, chip->max);
            break;
        case MUS_CHIP_CAPITAL:
            bound(&filter->min_capital_jpy, chip->min);
            bound(&filter->max_capital_jpy, chip->max);
            break;
        case MUS_CHIP_CHANNEL:
            filter->channels |=
                (mus_word_set)(1U << mus_vocabulary_number(MUS_VOCABULARY_CHANNEL, chip->code));
            break;
        case MUS_CHIP_COUNTRY:
        case MUS_CHIP_NOT_COUNTRY:
        case MUS_CHIP_REGION:
        case MUS_CHIP_PRESENCE:
        case MUS_CHIP_LANGUAGE:
        case MUS_CHIP_MARKET:
        case MUS_CHIP_PURPOSE:
        case MUS_CHIP_KIND_COUNT:
            break;
        }
    }
}

static size_t comma_at(struct mus_text text)
{
    return mus_text_starts(text, MUS_TEXT("、"))  ? strlen("、")
           : mus_text_starts(text, MUS_TEXT(",")) ? 1
                                                  : 0;
}

/* The text without a comma at its end. */
static struct mus_text without_comma(struct mus_text text)
{
    static const char *const commas[] = {",", "、"};
    for (size_t i = 0; i < sizeof commas / sizeof commas[0]; i++) {
        size_t len = strlen(commas[i]);
        if (text.len >= len && memcmp(text.ptr + text.len - len, commas[i], len) == 0) {
            text.len -= len;
        }
    }
    return mus_text_trim(text);
}

/* Adds what stands between two cuts: behind a blank, so that no word is made of what stood apart,
 * and without a comma that has nothing left to divide. */
static void add_piece(struct mus_text piece, struct mus_buf *left)
{
    struct mus_text before = mus_buf_text(left);
    piece = mus_text_trim(piece);
    if (before.len == 0 || without_comma(before).len < before.len) {
        size_t comma = comma_at(piece);
        piece = mus_text_trim((struct mus_text){piece.ptr + comma, piece.len - comma});
    }
    if (before.len > 0 && piece.len > 0 && comma_at(piece) == 0) {
        mus_buf_add_byte(left, ' ');
    }
    mus_buf_add_text(left, piece);
}

/* Chips are in the order of the text and their cuts do not overlap. */
static enum mus_status cut_text(const struct mus_reading *reading, struct mus_text text,
                                struct mus_arena *arena, struct mus_text *out,
                                struct mus_error *err)
{
    struct mus_buf left = {0};
    size_t at = 0;
    for (size_t i = 0; i < reading->count; i++) {
        const struct mus_chip *chip = &reading->items[i];
        if (chip->cut_begin < chip->cut_end && chip->cut_begin >= at) {
            add_piece((struct mus_text){text.ptr + at, chip->cut_begin - at}, &left);
            at = chip->cut_end;
        }
    }
    if (at > 0) {
        add_piece((struct mus_text){text.ptr + at, text.len - at}, &left);
    }
    struct mus_text rest = without_comma(mus_buf_text(&left));
    struct mus_text copy = rest.len == 0 ? text : mus_arena_copy(arena, rest);
    bool failed = left.failed || copy.ptr == NULL;
    mus_buf_done(&left);
    if (failed) {
        return mus_fail_memory(err);
    }
    *out = copy;
    return MUS_OK;
}

static enum mus_status change_need(const struct mus_reading *reading, struct mus_text text,
                                   struct mus_arena *arena, struct mus_match_query *query,
                                   struct mus_error *err)
{
    struct mus_listing *need = mus_arena_alloc(arena, 1, sizeof *need);
    struct mus_text left;
    if (need == NULL) {
        return mus_fail_memory(err);
    }
    *need = query->company.listings.items[0];
    enum mus_status status = set_codes(reading, MUS_CHIP_PURPOSE, arena, &need->purposes, err);
    if (status == MUS_OK) {
        status = set_codes(reading, MUS_CHIP_MARKET, arena, &need->markets, err);
    }
    if (status == MUS_OK) {
        status = cut_text(reading, text, arena, &left, err);
    }
    if (status != MUS_OK) {
        return status;
    }
    if (need->text.ja.len > 0) {
        need->text.ja = left;
    } else {
        need->text.en = left;
    }
    query->company.listings.items = need;
    return MUS_OK;
}

enum mus_status mus_need_chips_apply(const struct mus_reading *reading, struct mus_text text,
                                     struct mus_arena *arena, struct mus_match_query *query,
                                     struct mus_error *err)
{
    struct mus_filter filter = query->filter;
    if (reading->count == 0) {
        return MUS_OK;
    }
    enum mus_status status = set_lists(reading, arena, &filter, err);
    if (status == MUS_OK) {
        status = change_need(reading, text, arena, query, err);
    }
    if (status == MUS_OK) {
        set_words_and_bounds(reading, &filter);
        query->filter = filter;
    }
    return status;
}

/* ------------------------------------------------------------------ in words */

static const struct mus_bilingual NAMES[MUS_CHIP_KIND_COUNT] = {
    [MUS_CHIP_COUNTRY] = {{"国・地域", sizeof "国・地域" - 1}, {"country", 7}},
    [MUS_CHIP_NOT_COUNTRY] = {{"除く国・地域", sizeof "除く国・地域" - 1}, {"not in", 6}},
    [MUS_CHIP_PRESENCE] = {{"海外拠点", sizeof "海外拠点" - 1}, {"presence", 8}},
    [MUS_CHIP_REGION] = {{"都道府県", sizeof "都道府県" - 1}, {"prefecture", 10}},
    [MUS_CHIP_SIZE] = {{"規模", sizeof "規模" - 1}, {"size", 4}},
    [MUS_CHIP_KIND] = {{"種別", sizeof "種別" - 1}, {"kind", 4}},
    [MUS_CHIP_EMPLOYEES] = {{"従業員", sizeof "従業員" - 1}, {"employees", 9}},
    [MUS_CHIP_CAPITAL] = {{"資本金", sizeof "資本金" - 1}, {"capital", 7}},
    [MUS_CHIP_LANGUAGE] = {{"言語", sizeof "言語" - 1}, {"language", 8}},
    [MUS_CHIP_CHANNEL] = {{"商談の方法", sizeof "商談の方法" - 1}, {"channel", 7}},
    [MUS_CHIP_MARKET] = {{"対象市場", sizeof "対象市場" - 1}, {"market", 6}},
    [MUS_CHIP_PURPOSE] = {{"目的", sizeof "目的" - 1}, {"purpose", 7}},
};

/* The label of a chip's code. Where no table is named the code is one of a place. */
static struct mus_bilingual label_of(const struct mus_world *world, const struct mus_chip *chip)
{
    static const char *const tables[MUS_CHIP_KIND_COUNT] = {
        [MUS_CHIP_REGION] = "regions",   [MUS_CHIP_SIZE] = "sizes",
        [MUS_CHIP_KIND] = "kinds",       [MUS_CHIP_LANGUAGE] = "languages",
        [MUS_CHIP_CHANNEL] = "channels", [MUS_CHIP_PURPOSE] = "purposes",
    };
    const char *table = tables[chip->kind];
    return table == NULL ? mus_world_market_label(world, chip->code)
                         : mus_world_label(world, table, chip->code);
}

static void add_number(struct mus_buf *out, int64_t value)
{
    if (value >= 1000) {
        add_number(out, value / 1000);
        mus_buf_printf(out, ",%03d", (int)(value % 1000));
    } else {
        mus_buf_printf(out, "%d", (int)value);
    }
}

/* 1,000人以上, 100人以上 300人以下; at least 1,000, 100 to 300. */
static void put_range(const struct mus_chip *chip, bool english, struct mus_buf *out)
{
    const char *unit = chip->kind == MUS_CHIP_EMPLOYEES ? "人" : "円";
    if (chip->min >= 0) {
        mus_buf_add_z(out, english && chip->max < 0 ? "at least " : "");
        add_number(out, chip->min);
        mus_buf_printf(out, "%s%s", english ? "" : unit, english ? "" : "以上");
    }
    if (chip->max >= 0) {
        mus_buf_add_z(out, chip->min < 0 ? (english ? "at most " : "") : english ? " to " : " ");
        add_number(out, chip->max);
        mus_buf_printf(out, "%s%s", english ? "" : unit, english ? "" : "以下");
    }
    if (english && chip->kind == MUS_CHIP_CAPITAL) {
        mus_buf_add_z(out, " yen");
    }
}

static void put_words(const struct mus_world *world, const struct mus_chip *chip, bool english,
                      struct mus_json_writer *writer)
{
    struct mus_buf words = {0};
    mus_buf_add_text(&words, english ? NAMES[chip->kind].en : NAMES[chip->kind].ja);
    mus_buf_add_z(&words, english ? ": " : "：");
    if (chip->kind == MUS_CHIP_EMPLOYEES || chip->kind == MUS_CHIP_CAPITAL) {
        put_range(chip, english, &words);
    } else {
        struct mus_bilingual label = label_of(world, chip);
        mus_buf_add_text(&words, english ? label.en : label.ja);
    }
    mus_json_put_text(writer, english ? "en" : "ja", mus_buf_text(&words));
    writer->buf->failed = writer->buf->failed || words.failed;
    mus_buf_done(&words);
}

void mus_need_chips_write(const struct mus_world *world, const struct mus_reading *reading,
                          struct mus_json_writer *writer)
{
    mus_json_begin_array(writer);
    for (size_t i = 0; i < reading->count; i++) {
        const struct mus_chip *chip = &reading->items[i];
        mus_json_begin_object(writer);
        mus_json_put_text(writer, "chip", chip->id);
        mus_json_put_text(writer, "text", chip->text);
        put_words(world, chip, false, writer);
        put_words(world, chip, true, writer);
        mus_json_end_object(writer);
    }
    mus_json_end_array(writer);
}
