/* Every feature of every company becomes an entry; entries are sorted by kind, hash and document (a
 * radix sort over the bytes of the hash, which keeps the order of documents), and each run of one
 * feature is written as a list. */
#include "matcher/index/build.h"

#include "base/mem.h"
#include "matcher/index/draft.h"

#include <string.h>

struct entry {
    uint64_t hash;
    uint32_t doc;
    uint16_t companies;
    uint8_t code;
    bool standing;
};

struct entries {
    struct entry *items;
    size_t count, capacity;
};

struct mus_segment_builder {
    struct mus_feature_maker *maker;
    struct mus_draft *draft;
    struct entries kinds[MUS_FEATURE_COUNT];
};

/* FNV-1a over the numbers, so that padding does not count. */
uint64_t mus_index_fingerprint(const struct mus_text_weights *weights)
{
    const uint32_t *const lists[] = {weights->found, weights->sought, weights->length,
                                     weights->term};
    static const size_t counts[] = {MUS_TEXT_FIELD_COUNT, MUS_TEXT_FIELD_COUNT,
                                    MUS_TEXT_FIELD_COUNT, MUS_TERM_CLASS_COUNT};
    const uint32_t single[] = {weights->k1,
                               weights->k1_word,
                               weights->b,
                               weights->k3,
                               weights->translated_most,
                               weights->translated_both,
                               weights->rarity_floor,
                               weights->half,
                               weights->topic};
    uint64_t hash = 0xCBF29CE484222325U;
    for (size_t i = 0; i < sizeof single / sizeof *single; i++) {
        hash = (hash ^ single[i]) * 0x100000001B3U;
    }
    for (size_t list = 0; list < 4; list++) {
        for (size_t i = 0; i < counts[list]; i++) {
            hash = (hash ^ lists[list][i]) * 0x100000001B3U;
        }
    }
    return hash;
}

enum mus_status mus_segment_builder_new(const struct mus_text_weights *weights, mus_date day,
                                        struct mus_segment_builder **out, struct mus_error *err)
{
    struct mus_segment_builder *builder = mus_alloc_zero(1, sizeof *builder);
    if (builder == NULL) {
        return mus_fail_memory(err);
    }
    builder->maker = mus_feature_maker_new(weights, day);
    builder->draft = mus_draft_new(day, mus_index_fingerprint(weights));
    if (builder->maker == NULL || builder->draft == NULL) {
        mus_segment_builder_free(builder);
        return mus_fail_memory(err);
    }
    *out = builder;
    return MUS_OK;
}

void mus_segment_builder_free(struct mus_segment_builder *builder)
{
    if (builder == NULL) {
        return;
    }
    mus_feature_maker_free(builder->maker);
    mus_draft_free(builder->draft);
    for (unsigned kind = 0; kind < MUS_FEATURE_COUNT; kind++) {
        mus_free(builder->kinds[kind].items);
    }
    mus_free(builder);
}

uint32_t mus_segment_builder_docs(const struct mus_segment_builder *builder)
{
    return mus_draft_docs(builder->draft);
}

static bool push(struct entries *entries, const struct mus_feature *feature, uint32_t doc)
{
    if (entries->count == entries->capacity) {
        size_t capacity = entries->capacity == 0 ? 1024 : 2 * entries->capacity;
        struct entry *items = mus_realloc(entries->items, capacity, sizeof *items);
        if (items == NULL) {
            return false;
        }
        entries->items = items;
        entries->capacity = capacity;
    }
    entries->items[entries->count++] = (struct entry){.hash = feature->hash,
                                                      .doc = doc,
                                                      .companies = feature->companies,
                                                      .code = feature->code,
                                                      .standing = feature->standing};
    return true;
}

/* The purposes of live listings stand among the features. */
enum { MOST_PURPOSES = 64 };

static struct mus_hashes purposes_of(const struct mus_feature *features, size_t count,
                                     uint64_t room[MOST_PURPOSES], bool *other)
{
    size_t found = 0;
    for (size_t i = 0; i < count; i++) {
        if (features[i].kind == MUS_FEATURE_PURPOSE) {
            if (found == MOST_PURPOSES) {
                *other = true;
                break;
            }
            room[found++] = features[i].hash;
        }
    }
    return (struct mus_hashes){room, found};
}

enum mus_status mus_segment_builder_add(struct mus_segment_builder *builder,
                                        const struct mus_firm *firm, struct mus_error *err)
{
    const struct mus_feature *features;
    size_t count;
    struct mus_facts facts;
    uint64_t room[MOST_PURPOSES];
    uint32_t doc;
    if (mus_draft_docs(builder->draft) == MUS_BUILD_MOST) {
        return mus_fail(err, MUS_LIMIT, "index segment: more than %d companies at once",
                        MUS_BUILD_MOST);
    }
    enum mus_status status = mus_features_of(builder->maker, firm, &features, &count, &facts, err);
    if (status != MUS_OK) {
        return status;
    }
    struct mus_draft_document row = {.id = firm->id, .facts = &facts};
    row.sets[MUS_COLUMN_COUNTRY] = (struct mus_hashes){&firm->country, 1};
    row.sets[MUS_COLUMN_PURPOSES] =
        purposes_of(features, count, room, &row.other[MUS_COLUMN_PURPOSES]);
    row.sets[MUS_COLUMN_LANGUAGES] = firm->languages;
    status = mus_draft_document(builder->draft, &row, &doc, err);
    for (size_t i = 0; status == MUS_OK && i < count; i++) {
        if (!push(&builder->kinds[features[i].kind], &features[i], doc)) {
            status = mus_fail_memory(err);
        }
    }
    return status;
}

/* One pass over a byte of the hash; the order of what is equal stays. */
static void sort_by_byte(const struct entry *from, struct entry *to, size_t count, unsigned shift)
{
    size_t starts[257] = {0};
    for (size_t i = 0; i < count; i++) {
        starts[(from[i].hash >> shift & 255) + 1]++;
    }
    for (unsigned i = 0; i < 256; i++) {
        starts[i + 1] += starts[i];
    }
    for (size_t i = 0; i < count; i++) {
        to[starts[from[i].hash >> shift & 255]++] = from[i];
    }
}

static enum mus_status sort_entries(struct entries *entries, struct mus_error *err)
{
    struct entry *other = mus_alloc(entries->count, sizeof *other);
    if (other == NULL) {
        return mus_fail_memory(err);
    }
    struct entry *from = entries->items;
    struct entry *to = other;
    for (unsigned shift = 0; shift < 64 && entries->count > 0; shift += 8) {
        sort_by_byte(from, to, entries->count, shift);
        struct entry *kept = from;
        from = to;
        to = kept;
    }
    mus_free(other); /* eight passes end where they began */
    return MUS_OK;
}

static void write_run(struct mus_draft *draft, enum mus_feature_kind kind,
                      const struct entry *entries, size_t count, struct mus_impact *impacts)
{
    uint32_t companies = 0;
    size_t standing = 0;
    for (size_t i = 0; i < count; i++) {
        companies += entries[i].companies;
        if (entries[i].standing) {
            impacts[standing++] = (struct mus_impact){entries[i].doc, entries[i].code};
        }
    }
    mus_draft_feature(draft, kind, entries[0].hash, companies, impacts, standing);
}

static enum mus_status write_kind(struct mus_segment_builder *builder, enum mus_feature_kind kind,
                                  struct mus_impact *impacts, struct mus_error *err)
{
    struct entries *entries = &builder->kinds[kind];
    enum mus_status status = sort_entries(entries, err);
    for (size_t i = 0; status == MUS_OK && i < entries->count;) {
        size_t end = i + 1;
        while (end < entries->count && entries->items[end].hash == entries->items[i].hash) {
            end++;
        }
        write_run(builder->draft, kind, entries->items + i, end - i, impacts);
        i = end;
    }
    mus_free(entries->items);
    *entries = (struct entries){0};
    return status;
}

enum mus_status mus_segment_builder_finish(struct mus_segment_builder *builder, struct mus_buf *out,
                                           struct mus_error *err)
{
    struct mus_impact *impacts = mus_alloc(mus_draft_docs(builder->draft), sizeof *impacts);
    enum mus_status status = impacts == NULL ? mus_fail_memory(err) : MUS_OK;
    for (unsigned kind = 0; status == MUS_OK && kind < MUS_FEATURE_COUNT; kind++) {
        status = write_kind(builder, (enum mus_feature_kind)kind, impacts, err);
    }
    mus_free(impacts);
    return status == MUS_OK ? mus_draft_finish(builder->draft, out, err) : status;
}
