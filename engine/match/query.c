#include "match/query.h"

#include <string.h>

#include "base/limits.h"
#include "profile/code_hash.h"
#include "profile/company_check.h"
#include "profile/company_complete.h"
#include "profile/firm_record.h"
#include "profile/listing_json.h"
#include "profile/rule_check.h"
#include "profile/scheme.h"
#include "profile/value_json.h"

/* What kind of value a filter takes and where it goes. */
enum filter_type { FILTER_TEXTS, FILTER_WORDS, FILTER_INDUSTRIES, FILTER_FIELDS, FILTER_BOUND };

struct filter_row {
    const char *key;
    enum filter_type type;
    size_t offset; /* in struct mus_filter */
    enum mus_vocabulary vocabulary;
    enum mus_field_rule rule; /* of texts */
};

#define AT(member) offsetof(struct mus_filter, member)

static const struct filter_row FILTERS[] = {
    {"countries", FILTER_TEXTS, AT(countries), 0, MUS_RULE_MARKET},
    {"not_countries", FILTER_TEXTS, AT(not_countries), 0, MUS_RULE_MARKET},
    {"kinds", FILTER_WORDS, AT(kinds), MUS_VOCABULARY_KIND, 0},
    {"sizes", FILTER_WORDS, AT(sizes), MUS_VOCABULARY_SIZE, 0},
    {"industries", FILTER_INDUSTRIES, AT(industries), 0, 0},
    {"purposes", FILTER_TEXTS, AT(purposes), 0, MUS_RULE_NONE},
    {"min_employees", FILTER_BOUND, AT(min_employees), 0, 0},
    {"max_employees", FILTER_BOUND, AT(max_employees), 0, 0},
    {"min_capital_jpy", FILTER_BOUND, AT(min_capital_jpy), 0, 0},
    {"max_capital_jpy", FILTER_BOUND, AT(max_capital_jpy), 0, 0},
    {"languages", FILTER_TEXTS, AT(languages), 0, MUS_RULE_LANGUAGE},
    {"certifications", FILTER_TEXTS, AT(certifications), 0, MUS_RULE_NONE},
    {"regions", FILTER_TEXTS, AT(regions), 0, MUS_RULE_REGION},
    {"main_business", FILTER_WORDS, AT(main_business), MUS_VOCABULARY_MAIN_BUSINESS, 0},
    {"stages", FILTER_WORDS, AT(stages), MUS_VOCABULARY_STAGE, 0},
    {"technology_fields", FILTER_FIELDS, AT(technology_fields), 0, 0},
    {"channels", FILTER_WORDS, AT(channels), MUS_VOCABULARY_CHANNEL, 0},
    {"sides", FILTER_WORDS, AT(sides), MUS_VOCABULARY_SIDE, 0},
    {"target_markets", FILTER_TEXTS, AT(target_markets), 0, MUS_RULE_MARKET},
    {"presence", FILTER_TEXTS, AT(presence), 0, MUS_RULE_MARKET},
};

enum { FILTER_COUNT = sizeof FILTERS / sizeof FILTERS[0] };

struct filter_reader {
    struct mus_reader values;
    const struct mus_world *world;
};

static enum mus_status check_texts(struct filter_reader *reader, const struct filter_row *row,
                                   struct mus_texts texts)
{
    bool purposes = strcmp(row->key, "purposes") == 0;
    for (size_t i = 0; i < texts.count; i++) {
        size_t mark = mus_place_index(&reader->values.place, i);
        enum mus_status status =
            purposes ? mus_rule_check_purpose(texts.items[i], reader->world->tables,
                                              &reader->values.place, reader->values.err)
                     : mus_rule_check_text(row->rule, texts.items[i], reader->world->tables,
                                           &reader->values.place, reader->values.err);
        mus_place_back(&reader->values.place, mark);
        if (status != MUS_OK) {
            return status;
        }
    }
    return MUS_OK;
}

static enum mus_status hash_text(const struct filter_row *row, struct mus_text text, uint64_t *hash,
                                 struct mus_error *err)
{
    if (strcmp(row->key, "certifications") == 0) {
        return mus_code_hash_name(text, hash, err);
    }
    *hash = row->rule == MUS_RULE_LANGUAGE ? mus_code_hash_language(text) : mus_code_hash(text);
    return MUS_OK;
}

static enum mus_status read_texts(struct filter_reader *reader, const struct filter_row *row,
                                  const struct mus_json *value, struct mus_hashes *out)
{
    struct mus_texts texts = {0};
    enum mus_status status = mus_read_texts(&reader->values, value, MUS_MAX_LIST, false, &texts);
    if (status == MUS_OK) {
        status = check_texts(reader, row, texts);
    }
    if (status != MUS_OK || texts.count == 0) {
        return status;
    }
    uint64_t *hashes = mus_arena_alloc(reader->values.arena, texts.count, sizeof *hashes);
    if (hashes == NULL) {
        return mus_fail_memory(reader->values.err);
    }
    for (size_t i = 0; i < texts.count; i++) {
        status = hash_text(row, texts.items[i], &hashes[i], reader->values.err);
        if (status != MUS_OK) {
            return status;
        }
    }
    *out = (struct mus_hashes){hashes, mus_hashes_sort(hashes, texts.count)};
    return MUS_OK;
}

/* A class without a version means the class of that code in every version there is: companies keep
 * the version that they were given. */
static size_t hash_versions(const struct filter_reader *reader, const struct mus_code *code,
                            uint64_t *hashes)
{
    char name[MUS_SCHEME_BYTES];
    struct mus_text table = mus_table_of_scheme(code->scheme, name);
    const struct mus_tables *tables = reader->world->tables;
    size_t count = 0;
    hashes[count++] = mus_code_hash_industry(code->scheme, code->version, code->code);
    for (size_t i = 0; code->version.ptr == NULL && i < tables->count; i++) {
        if (mus_text_equal(tables->items[i].name, table)) {
            hashes[count++] =
                mus_code_hash_industry(code->scheme, tables->items[i].version, code->code);
        }
    }
    return count;
}

static enum mus_status read_codes(struct filter_reader *reader, bool industries,
                                  const struct mus_json *value, struct mus_hashes *out)
{
    struct mus_codes codes = {0};
    enum mus_status status = mus_read_codes(&reader->values, value, industries, &codes);
    for (size_t i = 0; status == MUS_OK && i < codes.count; i++) {
        size_t mark = mus_place_index(&reader->values.place, i);
        status = mus_rule_check_code(industries ? MUS_RULE_INDUSTRY : MUS_RULE_TECHNOLOGY,
                                     &codes.items[i], reader->world->tables, &reader->values.place,
                                     reader->values.err);
        mus_place_back(&reader->values.place, mark);
    }
    if (status != MUS_OK || codes.count == 0) {
        return status;
    }
    size_t room = codes.count * (1 + reader->world->tables->count);
    uint64_t *hashes = mus_arena_alloc(reader->values.arena, room, sizeof *hashes);
    size_t count = 0;
    if (hashes == NULL) {
        return mus_fail_memory(reader->values.err);
    }
    for (size_t i = 0; i < codes.count; i++) {
        const struct mus_code *code = &codes.items[i];
        if (industries) {
            count += hash_versions(reader, code, &hashes[count]);
        } else {
            hashes[count++] = mus_code_hash_technology(code->scheme, code->code);
        }
    }
    *out = (struct mus_hashes){hashes, mus_hashes_sort(hashes, count)};
    return MUS_OK;
}

static enum mus_status read_bound(struct filter_reader *reader, const struct mus_json *value,
                                  struct mus_bound *out)
{
    if (mus_reader_not_given(value)) {
        return MUS_OK;
    }
    out->given = true;
    return mus_read_number(&reader->values, value, 0, MUS_MAX_CAPITAL_JPY, &out->value);
}

static enum mus_status read_filter(struct filter_reader *reader, const struct filter_row *row,
                                   const struct mus_json *value, struct mus_filter *out)
{
    char *place = (char *)out + row->offset;
    switch (row->type) {
    case FILTER_TEXTS:
        return read_texts(reader, row, value, (struct mus_hashes *)(void *)place);
    case FILTER_WORDS:
        return mus_read_word_set(&reader->values, value, row->vocabulary,
                                 (mus_word_set *)(void *)place);
    case FILTER_INDUSTRIES:
        return read_codes(reader, true, value, (struct mus_hashes *)(void *)place);
    case FILTER_FIELDS:
        return read_codes(reader, false, value, (struct mus_hashes *)(void *)place);
    case FILTER_BOUND:
        return read_bound(reader, value, (struct mus_bound *)(void *)place);
    }
    return MUS_OK;
}

enum mus_status mus_match_filter_read(const struct mus_world *world, const struct mus_json *object,
                                      struct mus_arena *arena, struct mus_filter *out,
                                      struct mus_error *err)
{
    struct filter_reader reader = {.values = {.arena = arena, .err = err}, .world = world};
    const char *keys[FILTER_COUNT];
    for (size_t i = 0; i < FILTER_COUNT; i++) {
        keys[i] = FILTERS[i].key;
    }
    struct mus_filter filter = {0};
    mus_place_key(&reader.values.place, "filters");
    enum mus_status status = mus_reader_object(&reader.values, object, keys, FILTER_COUNT);
    for (size_t i = 0; status == MUS_OK && i < FILTER_COUNT; i++) {
        size_t mark = mus_place_key(&reader.values.place, FILTERS[i].key);
        status = read_filter(&reader, &FILTERS[i], mus_json_get(object, FILTERS[i].key), &filter);
        mus_place_back(&reader.values.place, mark);
    }
    if (status == MUS_OK) {
        *out = filter;
    }
    return status;
}

/* A company that is nothing but its need. */
static enum mus_status shell(struct mus_arena *arena, const struct mus_listing *need,
                             struct mus_match_query *out, struct mus_error *err)
{
    struct mus_listing *listing = mus_arena_alloc(arena, 1, sizeof *listing);
    if (listing == NULL) {
        return mus_fail_memory(err);
    }
    *listing = *need;
    listing->side = MUS_SIDE_NEED;
    if (listing->id.ptr == NULL) {
        listing->id = MUS_TEXT("need");
    }
    out->bare_need = true;
    out->company = (struct mus_company){.given = MUS_FIELD_BIT(MUS_FIELD_LISTINGS),
                                        .founded_year = -1,
                                        .employees = -1,
                                        .capital_jpy = -1,
                                        .parent_share_percent = -1,
                                        .listings = {listing, 1}};
    return MUS_OK;
}

/* There is nothing to look for in it. */
static bool is_blank(const struct mus_listing *need)
{
    const struct mus_partner_sought *partner = &need->partner;
    const struct mus_bilingual *texts[] = {&need->title, &need->text, &partner->text};
    size_t given = need->purposes.count + need->keywords.count + need->technology_fields.count +
                   need->industries.count + need->markets.count + partner->countries.count +
                   partner->industries.count + partner->kinds + partner->sizes;
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        given += texts[i]->ja.len + texts[i]->en.len;
    }
    return given == 0;
}

static enum mus_status read_need(const struct mus_world *world, const struct mus_json *value,
                                 struct mus_arena *arena, struct mus_match_query *out,
                                 struct mus_error *err)
{
    struct mus_reader reader = {.arena = arena, .err = err};
    struct mus_listing need = {.valid_until = MUS_NO_DATE};
    mus_place_key(&reader.place, "need");
    enum mus_status status = mus_listing_read_json(&reader, value, &need);
    if (status == MUS_OK && need.side == MUS_SIDE_OFFER) {
        return mus_fail(err, MUS_INVALID, "need.side: expected \"need\", found \"offer\"");
    }
    if (status == MUS_OK && is_blank(&need)) {
        return mus_fail(err, MUS_INVALID, "need: says nothing; expected a text, a purpose, …");
    }
    need.side = MUS_SIDE_NEED;
    if (status == MUS_OK) {
        status = mus_listing_check(&need, world->tables, "need", err);
    }
    if (status == MUS_OK) {
        status = mus_listing_complete(&need, world->tables, arena, err);
    }
    return status == MUS_OK ? shell(arena, &need, out, err) : status;
}

static enum mus_status read_subject(const struct mus_world *world, const struct mus_json *object,
                                    struct mus_arena *arena, struct mus_match_query *out,
                                    struct mus_error *err)
{
    const struct mus_json *company = mus_json_get(object, "company");
    const struct mus_json *need = mus_json_get(object, "need");
    if ((company == NULL) == (need == NULL)) {
        return mus_fail(err, MUS_INVALID, "expected exactly one of \"company\" and \"need\"");
    }
    if (need != NULL) {
        return read_need(world, need, arena, out, err);
    }
    struct mus_reader reader = {.arena = arena, .err = err};
    mus_place_key(&reader.place, "company");
    enum mus_status status = mus_read_id(&reader, company, &out->company_id);
    if (status == MUS_OK && out->company_id.ptr == NULL) {
        return mus_fail(err, MUS_INVALID, "company: expected an id, found nothing");
    }
    return status;
}

enum mus_status mus_match_query_read(const struct mus_world *world, const struct mus_json *object,
                                     struct mus_arena *arena, struct mus_match_query *out,
                                     struct mus_error *err)
{
    static const char *const keys[] = {"id", "company", "need", "filters", "top", "met_since"};
    struct mus_reader reader = {.arena = arena, .err = err};
    struct mus_match_query query = {.top = MUS_DEFAULT_TOP, .met_since = MUS_NO_DATE};
    int64_t top = MUS_DEFAULT_TOP;
    enum mus_status status = mus_reader_object(&reader, object, keys, sizeof keys / sizeof keys[0]);
    if (status == MUS_OK) {
        size_t mark = mus_place_key(&reader.place, "id");
        status = mus_read_id(&reader, mus_json_get(object, "id"), &query.id);
        mus_place_back(&reader.place, mark);
    }
    if (status == MUS_OK) {
        status = read_subject(world, object, arena, &query, err);
    }
    const struct mus_json *filters = mus_json_get(object, "filters");
    if (status == MUS_OK && !mus_reader_not_given(filters)) {
        status = mus_match_filter_read(world, filters, arena, &query.filter, err);
    }
    if (status == MUS_OK) {
        size_t mark = mus_place_key(&reader.place, "top");
        status = mus_read_number(&reader, mus_json_get(object, "top"), 1, MUS_MAX_TOP, &top);
        mus_place_back(&reader.place, mark);
    }
    if (status == MUS_OK) {
        mus_place_key(&reader.place, "met_since");
        status = mus_read_date(&reader, mus_json_get(object, "met_since"), &query.met_since);
    }
    if (status == MUS_OK) {
        query.top = (size_t)top;
        *out = query;
    }
    return status;
}

static bool is_japanese(struct mus_text text)
{
    for (size_t at = 0; at < text.len;) {
        int32_t character = mus_text_next(text, &at);
        if (character >= 0x3040 && character != 0x30FB) {
            return true;
        }
    }
    return false;
}

enum mus_status mus_match_query_of_text(struct mus_text text, struct mus_arena *arena,
                                        struct mus_match_query *out, struct mus_error *err)
{
    text = mus_text_trim(text);
    if (text.len == 0) {
        return mus_fail(err, MUS_INVALID, "the need has no text");
    }
    if (text.len > MUS_MAX_LONG_TEXT) {
        return mus_fail(err, MUS_LIMIT, "the need is longer than %d bytes", MUS_MAX_LONG_TEXT);
    }
    if (!mus_text_is_utf8(text, NULL)) {
        return mus_fail(err, MUS_INVALID, "the need is not UTF-8 text");
    }
    struct mus_listing need = {.valid_until = MUS_NO_DATE};
    if (is_japanese(text)) {
        need.text.ja = text;
    } else {
        need.text.en = text;
    }
    *out = (struct mus_match_query){.top = MUS_DEFAULT_TOP, .met_since = MUS_NO_DATE};
    return shell(arena, &need, out, err);
}

enum mus_status mus_match_query_load_firm(struct mus_match_query *query,
                                          const struct mus_read *read, struct mus_text record,
                                          struct mus_arena *arena, struct mus_error *err)
{
    enum mus_status status =
        mus_firm_record_decode(record.ptr, record.len, arena, &query->firm, err);
    return status == MUS_OK ? mus_acquaintances_of(read, query->company_id, query->met_since, arena,
                                                   &query->acquaintances, err)
                            : status;
}

enum mus_status mus_match_query_load(struct mus_match_query *query, const struct mus_read *read,
                                     const struct mus_firm_tools *tools, struct mus_arena *arena,
                                     struct mus_error *err)
{
    if (query->bare_need) {
        return mus_firm_of_company(tools, &query->company, arena, &query->firm, err);
    }
    struct mus_company_record record;
    struct mus_walk_item item;
    enum mus_status status = mus_store_company(read, query->company_id, arena, &record, err);
    if (status == MUS_OK) {
        query->company = record.company;
        status = mus_store_firm(read, query->company_id, arena, &item, err);
    }
    return status == MUS_OK ? mus_match_query_load_firm(query, read, item.bytes, arena, err)
                            : status;
}
