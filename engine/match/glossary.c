#include "match/glossary.h"

#include <stdlib.h>

#include "base/buf.h"
#include "profile/code_hash.h"

/* Entries are counted in a first pass and written in a second, by the same walk. */
struct builder {
    struct mus_glossary *glossary;
    bool writing;
};

static void add(struct builder *builder, uint64_t hash, struct mus_text code,
                struct mus_bilingual label)
{
    struct mus_glossary *glossary = builder->glossary;
    if (builder->writing) {
        glossary->entries[glossary->count] = (struct mus_entry){hash, code, label};
    }
    glossary->count++;
}

static void add_market(struct builder *builder, struct mus_text code)
{
    if (code.ptr != NULL) {
        add(builder, mus_code_hash(code), code,
            mus_world_market_label(builder->glossary->world, code));
    }
}

static void add_markets(struct builder *builder, struct mus_texts codes)
{
    for (size_t i = 0; i < codes.count; i++) {
        add_market(builder, codes.items[i]);
    }
}

static void add_industries(struct builder *builder, struct mus_codes codes)
{
    for (size_t i = 0; i < codes.count; i++) {
        const struct mus_code *code = &codes.items[i];
        add(builder, mus_code_hash_industry(code->scheme, code->version, code->code), code->code,
            mus_world_class_label(builder->glossary->world, code));
    }
}

static void add_fields(struct builder *builder, struct mus_codes codes)
{
    for (size_t i = 0; i < codes.count; i++) {
        const struct mus_code *code = &codes.items[i];
        add(builder, mus_code_hash_technology(code->scheme, code->code), code->code,
            mus_world_class_label(builder->glossary->world, code));
    }
}

static void add_listing(struct builder *builder, const struct mus_listing *listing)
{
    for (size_t i = 0; i < listing->purposes.count; i++) {
        struct mus_text code = listing->purposes.items[i];
        add(builder, mus_code_hash(code), code,
            mus_world_label(builder->glossary->world, "purposes", code));
    }
    add_markets(builder, listing->markets);
    add_markets(builder, listing->partner.countries);
    add_industries(builder, listing->industries);
    add_industries(builder, listing->partner.industries);
    add_fields(builder, listing->technology_fields);
}

static void add_company(struct builder *builder, const struct mus_company *company)
{
    add_market(builder, company->country);
    add_markets(builder, company->target_markets);
    add_markets(builder, company->presence);
    add_industries(builder, company->industries);
    add_fields(builder, company->technology_fields);
    for (size_t i = 0; i < company->languages.count; i++) {
        struct mus_text code = company->languages.items[i];
        add(builder, mus_code_hash_language(code), code,
            mus_world_label(builder->glossary->world, "languages", code));
    }
    for (size_t i = 0; i < company->listings.count; i++) {
        add_listing(builder, &company->listings.items[i]);
    }
}

static int by_hash(const void *left, const void *right)
{
    const struct mus_entry *a = left;
    const struct mus_entry *b = right;
    if (a->hash != b->hash) {
        return a->hash < b->hash ? -1 : 1;
    }
    return mus_text_compare(a->code, b->code);
}

enum mus_status mus_glossary_build(struct mus_glossary *glossary, const struct mus_world *world,
                                   const struct mus_company *a, const struct mus_company *b,
                                   struct mus_arena *arena, struct mus_error *err)
{
    *glossary = (struct mus_glossary){.world = world, .arena = arena};
    struct builder builder = {.glossary = glossary};
    add_company(&builder, a);
    add_company(&builder, b);
    glossary->entries = mus_arena_alloc(arena, glossary->count, sizeof *glossary->entries);
    if (glossary->entries == NULL) {
        return mus_fail_memory(err);
    }
    glossary->count = 0;
    builder.writing = true;
    add_company(&builder, a);
    add_company(&builder, b);
    qsort(glossary->entries, glossary->count, sizeof *glossary->entries, by_hash);
    return MUS_OK;
}

static enum mus_vocabulary vocabulary_of(enum mus_evidence_kind kind)
{
    return kind == MUS_EVIDENCE_KIND    ? MUS_VOCABULARY_KIND
           : kind == MUS_EVIDENCE_SIZE  ? MUS_VOCABULARY_SIZE
           : kind == MUS_EVIDENCE_STAGE ? MUS_VOCABULARY_STAGE
                                        : MUS_VOCABULARY_CHANNEL;
}

static struct mus_entry word_entry(const struct mus_glossary *glossary,
                                   enum mus_vocabulary vocabulary, unsigned number)
{
    struct mus_text code = mus_text_of(mus_vocabulary_code(vocabulary, number));
    return (struct mus_entry){
        .code = code,
        .label = mus_world_label(glossary->world, mus_vocabulary_table(vocabulary), code)};
}

/* A set reads "商社・企業" and "trading company or company". */
static enum mus_status set_entry(const struct mus_glossary *glossary,
                                 enum mus_vocabulary vocabulary, uint64_t set,
                                 struct mus_entry *out, struct mus_error *err)
{
    struct mus_buf ja = {0};
    struct mus_buf en = {0};
    for (unsigned n = 1; n <= mus_vocabulary_size(vocabulary); n++) {
        if ((set & (UINT64_C(1) << n)) != 0) {
            struct mus_entry word = word_entry(glossary, vocabulary, n);
            mus_buf_add_z(&ja, ja.len == 0 ? "" : "・");
            mus_buf_add_text(&ja, word.label.ja);
            mus_buf_add_z(&en, en.len == 0 ? "" : " or ");
            mus_buf_add_text(&en, word.label.en);
        }
    }
    struct mus_entry entry = {.label = {mus_arena_copy(glossary->arena, mus_buf_text(&ja)),
                                        mus_arena_copy(glossary->arena, mus_buf_text(&en))}};
    bool failed =
        ja.failed || en.failed || entry.label.ja.ptr == NULL || entry.label.en.ptr == NULL;
    mus_buf_done(&ja);
    mus_buf_done(&en);
    if (failed) {
        return mus_fail_memory(err);
    }
    *out = entry;
    return MUS_OK;
}

static struct mus_entry hash_entry(const struct mus_glossary *glossary, uint64_t hash)
{
    size_t low = 0;
    size_t high = glossary->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (glossary->entries[middle].hash < hash) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    if (low < glossary->count && glossary->entries[low].hash == hash) {
        return glossary->entries[low];
    }
    return (struct mus_entry){.label = {MUS_TEXT("—"), MUS_TEXT("—")}};
}

enum mus_status mus_glossary_find(const struct mus_glossary *glossary, enum mus_evidence_kind kind,
                                  bool first, uint64_t value, struct mus_entry *out,
                                  struct mus_error *err)
{
    bool set = kind == MUS_EVIDENCE_KIND || kind == MUS_EVIDENCE_SIZE;
    bool word = set || kind == MUS_EVIDENCE_STAGE || kind == MUS_EVIDENCE_CHANNEL;
    if (set && first) {
        return set_entry(glossary, vocabulary_of(kind), value, out, err);
    }
    *out = word ? word_entry(glossary, vocabulary_of(kind), (unsigned)value)
                : hash_entry(glossary, value);
    return MUS_OK;
}
