#include "match/reasons.h"

#include "base/buf.h"
#include "match/glossary.h"
#include "matcher/evidence.h"
#include "matcher/text/matched.h"
#include "matcher/text/width.h"

#include <string.h>

enum { MAX_WORDS = 8, EXPIRY_NOTICE_DAYS = 60, EXCERPT_COLUMNS = 40 };

void mus_put_label(struct mus_json_writer *writer, const char *key, struct mus_bilingual label)
{
    mus_json_key(writer, key);
    mus_json_begin_object(writer);
    mus_json_put_given(writer, "ja", label.ja);
    mus_json_put_given(writer, "en", label.en);
    mus_json_end_object(writer);
}

/* One direction while it is written. */
struct side {
    const struct mus_reasons *reasons;
    const struct mus_reason_party *from, *to;
    const struct mus_fit *fit;
    struct mus_evidence_list evidence;
    struct mus_glossary glossary;
    struct mus_json_writer *writer;
    struct mus_error *err;
};

/* The beginning of the text stands for a title that is not there. */
static void put_excerpt(struct mus_json_writer *writer, struct mus_bilingual text)
{
    struct mus_buf cut[2] = {{0}, {0}};
    const struct mus_text whole[2] = {text.ja, text.en};
    for (size_t i = 0; i < 2; i++) {
        struct mus_text part = mus_text_fit(whole[i], EXCERPT_COLUMNS);
        mus_buf_add_text(&cut[i], part);
        mus_buf_add_z(&cut[i], part.len < whole[i].len ? "…" : "");
    }
    mus_put_label(
        writer, "excerpt",
        (struct mus_bilingual){text.ja.ptr == NULL ? MUS_NO_TEXT : mus_buf_text(&cut[0]),
                               text.en.ptr == NULL ? MUS_NO_TEXT : mus_buf_text(&cut[1])});
    writer->buf->failed = writer->buf->failed || cut[0].failed || cut[1].failed;
    mus_buf_done(&cut[0]);
    mus_buf_done(&cut[1]);
}

static void put_listing(struct side *side, const char *key, const struct mus_reason_party *party,
                        uint32_t index)
{
    if (index == MUS_NO_LISTING || index >= party->company->listings.count) {
        mus_json_put_null(side->writer, key);
        return;
    }
    const struct mus_listing *listing = &party->company->listings.items[index];
    mus_json_key(side->writer, key);
    mus_json_begin_object(side->writer);
    mus_json_put_text(side->writer, "id", listing->id);
    mus_json_put_z(side->writer, "side", mus_vocabulary_code(MUS_VOCABULARY_SIDE, listing->side));
    if (listing->anonymous) {
        mus_json_put_bool(side->writer, "anonymous", true);
    } else if (listing->title.ja.len + listing->title.en.len > 0) {
        mus_put_label(side->writer, "title", listing->title);
    } else {
        put_excerpt(side->writer, listing->text);
    }
    mus_json_end_object(side->writer);
}

static void put_pair(struct side *side, const char *key, uint32_t from, uint32_t to)
{
    mus_json_key(side->writer, key);
    mus_json_begin_object(side->writer);
    put_listing(side, "from", side->from, from);
    put_listing(side, "to", side->to, to);
    mus_json_end_object(side->writer);
}

/* ------------------------------------------------------------------ words that both use */

struct searched {
    struct mus_text texts[16];
    size_t count;
};

static void search_text(struct searched *searched, struct mus_bilingual text)
{
    const struct mus_text both[] = {text.ja, text.en};
    for (size_t i = 0; i < 2; i++) {
        if (both[i].len > 0 && searched->count < 16) {
            searched->texts[searched->count++] = both[i];
        }
    }
}

/* Where a party's words stand: its listing's title and text, then its description. */
static struct searched texts_of(const struct mus_reason_party *party, uint32_t index)
{
    struct searched searched = {0};
    if (index != MUS_NO_LISTING && index < party->company->listings.count) {
        const struct mus_listing *listing = &party->company->listings.items[index];
        search_text(&searched, listing->title);
        for (size_t i = 0; i < listing->keywords.count && i < 4; i++) {
            search_text(&searched, (struct mus_bilingual){.ja = listing->keywords.items[i]});
        }
        search_text(&searched, listing->text);
        search_text(&searched, listing->partner.text);
    }
    search_text(&searched, party->company->description);
    return searched;
}

/* Of words that differ only in capitals the first stands. */
static bool same_word(struct mus_text a, struct mus_text b)
{
    bool same = a.len == b.len;
    for (size_t i = 0; same && i < a.len; i++) {
        char x = a.ptr[i];
        char y = b.ptr[i];
        same = (x >= 'A' && x <= 'Z' ? x | 0x20 : x) == (y >= 'A' && y <= 'Z' ? y | 0x20 : y);
    }
    return same;
}

static bool is_within(struct mus_text word, struct mus_text other)
{
    return same_word(word, other) || (word.len > 0 && word.len < other.len &&
                                      memmem(other.ptr, other.len, word.ptr, word.len) != NULL);
}

/* Words of one party's text that matched; at most MAX_WORDS. */
struct words {
    struct mus_text items[MAX_WORDS];
    size_t count;
};

/* Whether the word says no more than one that is there, or only adds to it (太陽光発電 to 太陽光).
 */
static bool overlaps(const struct words *words, struct mus_text word)
{
    for (size_t i = 0; i < words->count; i++) {
        if (is_within(word, words->items[i]) || is_within(words->items[i], word)) {
            return true;
        }
    }
    return false;
}

/* A longer word takes the place of those that it holds. */
static void add_word(struct words *words, struct mus_text word)
{
    size_t kept = 0;
    bool placed = false;
    for (size_t i = 0; i < words->count; i++) {
        if (is_within(word, words->items[i])) {
            return; /* then it holds none of the others, which hold none of each other */
        }
        if (!is_within(words->items[i], word)) {
            words->items[kept++] = words->items[i];
        } else if (!placed) {
            words->items[kept++] = word;
            placed = true;
        }
    }
    words->count = kept;
    if (!placed && kept < MAX_WORDS) {
        words->items[words->count++] = word;
    }
}

static void add_words(struct words *words, struct mus_texts shown)
{
    for (size_t i = 0; i < shown.count; i++) {
        add_word(words, shown.items[i]);
    }
}

static void add_other_words(struct words *words, struct mus_texts shown)
{
    for (size_t i = 0; i < shown.count && words->count < MAX_WORDS; i++) {
        if (!overlaps(words, shown.items[i])) {
            words->items[words->count++] = shown.items[i];
        }
    }
}

static void drop_overlapping(struct words *words, const struct words *others)
{
    size_t kept = 0;
    for (size_t i = 0; i < words->count; i++) {
        if (!overlaps(others, words->items[i])) {
            words->items[kept++] = words->items[i];
        }
    }
    words->count = kept;
}

static enum mus_status find_words(struct side *side, const struct mus_reason_party *party,
                                  uint32_t index, struct mus_hashes wanted, struct words *words)
{
    const struct mus_reasons *reasons = side->reasons;
    struct mus_terms_memo *memo = party == &reasons->a ? reasons->of_a : reasons->of_b;
    struct searched searched = texts_of(party, index);
    enum mus_status status = MUS_OK;
    for (size_t i = 0; status == MUS_OK && i < searched.count; i++) {
        const struct mus_text text = searched.texts[i];
        const struct mus_token *tokens = NULL;
        struct mus_texts shown = {0};
        size_t count = 0;
        status =
            mus_terms_memo_of(memo, reasons->tools->analyser, text, &tokens, &count, side->err);
        if (status == MUS_OK) {
            status = mus_terms_matched(tokens, count, text, wanted, MAX_WORDS, reasons->arena,
                                       &shown, side->err);
        }
        add_words(words, shown);
    }
    return status;
}

/* Words whose translation was wanted, where no other says as much. */
static enum mus_status find_translated(struct side *side, const struct mus_reason_party *party,
                                       uint32_t index, struct mus_hashes wanted,
                                       struct words *words)
{
    const struct mus_reasons *reasons = side->reasons;
    const struct mus_firm_tools *tools = reasons->tools;
    struct searched searched = texts_of(party, index);
    enum mus_status status = MUS_OK;
    bool any = tools->lexicon != NULL && mus_lexicon_has_any(tools->lexicon, wanted);
    for (size_t i = 0; any && status == MUS_OK && i < searched.count; i++) {
        struct mus_texts shown = {0};
        status = mus_lexicon_matched(tools->lexicon, tools->glossing, searched.texts[i], wanted,
                                     MAX_WORDS, reasons->arena, &shown, side->err);
        add_other_words(words, shown);
    }
    return status;
}

/* A single character, or nothing but hiragana (an ending, a particle): it counted, but says nothing
 * to a person where there are words. */
static bool is_slight(struct mus_text word)
{
    size_t characters = 0;
    bool kana = true;
    for (size_t at = 0; at < word.len; characters++) {
        int32_t character = mus_text_next(word, &at);
        kana = kana && character >= 0x3040 && character <= 0x309F;
    }
    return kana || characters < 2;
}

/* Leaves the slight ones out, unless there is nothing else. */
static void drop_slight(struct words *words)
{
    size_t kept = 0;
    for (size_t i = 0; i < words->count; i++) {
        if (!is_slight(words->items[i])) {
            words->items[kept++] = words->items[i];
        }
    }
    words->count = kept == 0 ? words->count : kept;
}

static void put_words(struct mus_json_writer *writer, const char *key, const struct words *words)
{
    mus_json_key(writer, key);
    mus_json_begin_array(writer);
    for (size_t i = 0; i < words->count; i++) {
        mus_json_write_text(writer, words->items[i]);
    }
    mus_json_end_array(writer);
}

static void quote_words(struct mus_buf *ja, struct mus_buf *en, const struct words *words)
{
    for (size_t i = 0; i < words->count; i++) {
        mus_buf_printf(ja, "「%.*s」", MUS_TEXT_ARG(words->items[i]));
        mus_buf_printf(en, "%s“%.*s”", i == 0 ? "" : ", ", MUS_TEXT_ARG(words->items[i]));
    }
}

/* The words of the company that serves and, where the one that seeks has others, those. */
static enum mus_status write_words(struct side *side, const struct words *served,
                                   const struct words *sought)
{
    struct mus_buf ja = {0};
    struct mus_buf en = {0};
    mus_json_begin_object(side->writer);
    mus_json_put_z(side->writer, "kind", "term");
    put_words(side->writer, "words", served);
    quote_words(&ja, &en, served);
    if (sought->count > 0) {
        put_words(side->writer, "for", sought);
        mus_buf_add_z(&ja, "（対応：");
        mus_buf_add_z(&en, " (for ");
        quote_words(&ja, &en, sought);
        mus_buf_add_z(&ja, "）");
        mus_buf_add_z(&en, ")");
    }
    mus_json_put_bool(side->writer, "matched", true);
    mus_put_label(side->writer, "text",
                  (struct mus_bilingual){mus_buf_text(&ja), mus_buf_text(&en)});
    mus_json_end_object(side->writer);
    enum mus_status status = ja.failed || en.failed ? mus_fail_memory(side->err) : MUS_OK;
    mus_buf_done(&ja);
    mus_buf_done(&en);
    return status;
}

/* All terms of the part as one piece of evidence, in the spelling of the company that serves; what
 * it says in another language stands beside what was sought. */
static enum mus_status put_terms(struct side *side, const struct mus_evidence *items, size_t count)
{
    uint64_t *hashes = mus_arena_alloc(side->reasons->arena, count, sizeof *hashes);
    if (hashes == NULL) {
        return mus_fail_memory(side->err);
    }
    for (size_t i = 0; i < count; i++) {
        hashes[i] = items[i].from;
    }
    struct mus_hashes wanted = {hashes, mus_hashes_sort(hashes, count)};
    uint32_t from = items[0].from_listing;
    uint32_t to = items[0].to_listing;
    struct words served = {.count = 0};
    struct words sought = {.count = 0};
    enum mus_status status = find_words(side, side->to, to, wanted, &served);
    if (status == MUS_OK) {
        status = find_translated(side, side->to, to, wanted, &served);
    }
    if (status == MUS_OK) {
        status = find_words(side, side->from, from, wanted, &sought);
    }
    if (status == MUS_OK) {
        status = find_translated(side, side->from, from, wanted, &sought);
    }
    if (served.count == 0) {
        served = sought;
    }
    if (status != MUS_OK || served.count == 0) {
        return status;
    }
    drop_slight(&served);
    drop_slight(&sought);
    drop_overlapping(&sought, &served);
    return write_words(side, &served, &sought);
}

/* ------------------------------------------------------------------ codes that met */

/* How a piece reads: "%1" is what `from` says, "%2" what `to` has. */
static const struct {
    const char *ja;
    const char *en;
} PHRASES[MUS_EVIDENCE_KIND_COUNT] = {
    [MUS_EVIDENCE_PURPOSE_PAIR] = {"%1 ↔ %2", "%1 ↔ %2"},
    [MUS_EVIDENCE_INDUSTRY] = {"%1／相手は%2", "%1 / the other is in %2"},
    [MUS_EVIDENCE_TECHNOLOGY] = {"%1／相手は%2", "%1 / the other is in %2"},
    [MUS_EVIDENCE_COUNTRY] = {"目標の%1の企業", "a company in %1, a target"},
    [MUS_EVIDENCE_GROUP] = {"目標の%1にある%2の企業", "a company in %2, part of the target %1"},
    [MUS_EVIDENCE_PRESENCE] = {"目標の%1に拠点がある", "present in %1, a target"},
    [MUS_EVIDENCE_PRESENCE_GROUP] = {"目標の%1にある%2に拠点がある",
                                     "present in %2, part of the target %1"},
    [MUS_EVIDENCE_ANY] = {"どの国でもよい（相手は %2）", "any country will do (%2)"},
    [MUS_EVIDENCE_KIND] = {"求める種別 %1／相手は%2", "sought: %1 / the other is: %2"},
    [MUS_EVIDENCE_SIZE] = {"求める規模 %1／相手は%2", "sought: %1 / the other is: %2"},
    [MUS_EVIDENCE_STAGE] = {"%1と%2", "%1 and %2"},
    [MUS_EVIDENCE_CHANNEL] = {"%2", "%2"},
    [MUS_EVIDENCE_LANGUAGE] = {"%2", "%2"},
    [MUS_EVIDENCE_THEME] = {"テーマの %1／相手は%2", "theme: %1 / the other is in %2"},
};

static void fill_phrase(struct mus_buf *out, const char *phrase, struct mus_text from,
                        struct mus_text to)
{
    for (const char *p = phrase; *p != '\0'; p++) {
        if (p[0] == '%' && (p[1] == '1' || p[1] == '2')) {
            mus_buf_add_text(out, p[1] == '1' ? from : to);
            p++;
        } else {
            mus_buf_add_byte(out, (unsigned char)*p);
        }
    }
}

static enum mus_status put_codes(struct side *side, const struct mus_evidence *item)
{
    struct mus_entry from;
    struct mus_entry to;
    enum mus_status status =
        mus_glossary_find(&side->glossary, item->kind, true, item->from, &from, side->err);
    if (status == MUS_OK) {
        status = mus_glossary_find(&side->glossary, item->kind, false, item->to, &to, side->err);
    }
    if (status != MUS_OK) {
        return status;
    }
    struct mus_buf ja = {0};
    struct mus_buf en = {0};
    fill_phrase(&ja, PHRASES[item->kind].ja, from.label.ja, to.label.ja);
    fill_phrase(&en, PHRASES[item->kind].en, from.label.en, to.label.en);
    mus_json_begin_object(side->writer);
    mus_json_put_z(side->writer, "kind", mus_evidence_kind_name(item->kind));
    mus_json_put_given(side->writer, "from", from.code);
    mus_json_put_given(side->writer, "to", to.code);
    mus_json_put_integer(side->writer, "value", item->value);
    mus_json_put_bool(side->writer, "matched", item->matched);
    mus_put_label(side->writer, "text",
                  (struct mus_bilingual){mus_buf_text(&ja), mus_buf_text(&en)});
    mus_json_end_object(side->writer);
    status = ja.failed || en.failed ? mus_fail_memory(side->err) : MUS_OK;
    mus_buf_done(&ja);
    mus_buf_done(&en);
    return status;
}

static void put_second(struct side *side, const struct mus_evidence *item)
{
    mus_json_begin_object(side->writer);
    mus_json_put_z(side->writer, "kind", mus_evidence_kind_name(item->kind));
    mus_json_put_bool(side->writer, "matched", item->matched);
    put_pair(side, "listings", item->from_listing, item->to_listing);
    mus_json_end_object(side->writer);
}

/* A company may state a target twice, for itself and for the listing: it is told once. */
static bool is_repeat(const struct mus_evidence *items, size_t index)
{
    const struct mus_evidence *item = &items[index];
    for (size_t i = index; i > 0 && items[i - 1].part == item->part; i--) {
        const struct mus_evidence *earlier = &items[i - 1];
        if (item->kind != MUS_EVIDENCE_LISTING_PAIR && earlier->kind == item->kind &&
            earlier->from == item->from && earlier->to == item->to &&
            earlier->matched == item->matched) {
            return true;
        }
    }
    return false;
}

static enum mus_status put_evidence(struct side *side, enum mus_part part)
{
    const struct mus_evidence *items = side->evidence.items;
    enum mus_status status = MUS_OK;
    mus_json_key(side->writer, "evidence");
    mus_json_begin_array(side->writer);
    for (size_t i = 0; status == MUS_OK && i < side->evidence.count; i++) {
        if (items[i].part != part || is_repeat(items, i)) {
            continue;
        }
        if (items[i].kind == MUS_EVIDENCE_TERM) {
            size_t end = i;
            while (end < side->evidence.count && items[end].part == part &&
                   items[end].kind == MUS_EVIDENCE_TERM) {
                end++;
            }
            status = put_terms(side, &items[i], end - i);
            i = end - 1;
        } else if (items[i].kind == MUS_EVIDENCE_LISTING_PAIR) {
            put_second(side, &items[i]);
        } else {
            status = put_codes(side, &items[i]);
        }
    }
    mus_json_end_array(side->writer);
    return status;
}

static enum mus_status put_part(struct side *side, enum mus_part part)
{
    static const char *const missing[] = {"", "from", "to", "both"};
    const struct mus_fit_part *value = &side->fit->parts[part];
    const char *name = mus_part_name(part);
    mus_json_begin_object(side->writer);
    mus_json_put_z(side->writer, "name", name);
    mus_put_label(side->writer, "label",
                  mus_world_label(side->reasons->world, "score_parts", mus_text_of(name)));
    mus_json_put_integer(side->writer, "weight", value->weight);
    mus_json_put_integer(side->writer, "value", value->value);
    mus_json_put_integer(side->writer, "contribution", value->contribution);
    mus_json_put_bool(side->writer, "unknown", value->unknown);
    if (value->unknown) {
        mus_json_put_z(side->writer, "missing", missing[value->missing]);
    }
    enum mus_status status = put_evidence(side, part);
    mus_json_end_object(side->writer);
    return status;
}

static enum mus_status put_side(const struct mus_reasons *reasons, bool forth,
                                struct mus_json_writer *writer, struct mus_error *err)
{
    struct side side = {
        .reasons = reasons,
        .from = forth ? &reasons->a : &reasons->b,
        .to = forth ? &reasons->b : &reasons->a,
        .fit = forth ? &reasons->score->forth : &reasons->score->back,
        .writer = writer,
        .err = err,
    };
    enum mus_status status =
        mus_evidence_collect(reasons->scorer, side.from->firm, side.to->firm, side.fit,
                             4 * MAX_WORDS, reasons->arena, &side.evidence, err);
    if (status == MUS_OK) {
        status = mus_glossary_build(&side.glossary, reasons->world, side.from->company,
                                    side.to->company, reasons->arena, err);
    }
    if (status != MUS_OK) {
        return status;
    }
    mus_json_begin_object(writer);
    mus_json_put_text(writer, "from", side.from->company->id);
    mus_json_put_text(writer, "to", side.to->company->id);
    mus_json_put_integer(writer, "fit", side.fit->fit);
    put_pair(&side, "listings", side.fit->from_listing, side.fit->to_listing);
    mus_json_key(writer, "parts");
    mus_json_begin_array(writer);
    for (int part = 0; status == MUS_OK && part < MUS_PART_COUNT; part++) {
        if (side.fit->parts[part].weight > 0) {
            status = put_part(&side, (enum mus_part)part);
        }
    }
    mus_json_end_array(writer);
    mus_json_end_object(writer);
    return status;
}

/* ------------------------------------------------------------------ what would help */

static void put_advice(const struct mus_reasons *reasons, const struct mus_company *company,
                       const char *code, int64_t gain, struct mus_json_writer *writer)
{
    mus_json_begin_object(writer);
    mus_json_put_text(writer, "company", company->id);
    mus_put_label(writer, "name", (struct mus_bilingual){company->name_ja, company->name_en});
    mus_json_put_z(writer, "about", code);
    if (gain > 0) {
        mus_json_put_integer(writer, "gain", gain);
    }
    mus_put_label(writer, "text", mus_world_label(reasons->world, "advice", mus_text_of(code)));
    mus_json_end_object(writer);
}

static bool expires_soon(const struct mus_reasons *reasons, const struct mus_firm *firm)
{
    return firm->profile_valid_until != MUS_NO_DATE &&
           firm->profile_valid_until >= reasons->world->today &&
           firm->profile_valid_until - reasons->world->today <= EXPIRY_NOTICE_DAYS;
}

static void put_all_advice(const struct mus_reasons *reasons, struct mus_json_writer *writer)
{
    struct mus_advice rows[MUS_ADVICE_MAX];
    size_t count = mus_advice_collect(reasons->score, rows);
    mus_json_key(writer, "advice");
    mus_json_begin_array(writer);
    for (size_t i = 0; i < count; i++) {
        const char *code = mus_part_name(rows[i].part);
        if ((rows[i].side & MUS_ADVICE_QUERY) != 0) {
            put_advice(reasons, reasons->a.company, code, rows[i].gain, writer);
        }
        if ((rows[i].side & MUS_ADVICE_CANDIDATE) != 0) {
            put_advice(reasons, reasons->b.company, code, rows[i].gain, writer);
        }
    }
    const struct mus_reason_party *parties[] = {&reasons->a, &reasons->b};
    for (size_t i = 0; i < 2; i++) {
        if (expires_soon(reasons, parties[i]->firm)) {
            put_advice(reasons, parties[i]->company, "expiry", 0, writer);
        }
    }
    mus_json_end_array(writer);
}

enum mus_status mus_reasons_write(const struct mus_reasons *reasons, struct mus_json_writer *writer,
                                  struct mus_error *err)
{
    bool one_way = reasons->score->formula == MUS_FORMULA_FIT;
    mus_json_put_z(writer, "combine", mus_formula_name(reasons->score->formula));
    mus_json_key(writer, "sides");
    mus_json_begin_array(writer);
    enum mus_status status = put_side(reasons, true, writer, err);
    if (status == MUS_OK && !one_way) {
        status = put_side(reasons, false, writer, err);
    }
    mus_json_end_array(writer);
    put_all_advice(reasons, writer);
    return status;
}
