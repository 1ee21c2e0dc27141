/* A kind's features are numbered as they come, and what the companies have of each is written down
 * by number, company after company. At the end the features are put in the order of their hashes,
 * each is given room for all its companies, and these are dealt out to the features in the order
 * they came: documents ascend in every list, and what is sorted is features, of which there are few
 * to a company, rather than what companies have of them, which is a hundred times as much. */
#include "matcher/index/build.h"

#include "base/mem.h"
#include "matcher/index/draft.h"
#include "matcher/index/numbers.h"

#include <string.h>

/* A company that has the feature: its document and the strength, in one number. */
static uint32_t posting_of(uint32_t doc, uint8_t code)
{
    return doc << 8 | code;
}

static struct mus_impact impact_of(uint32_t posting)
{
    return (struct mus_impact){posting >> 8, (uint8_t)posting};
}

struct entry {
    uint32_t feature;
    uint32_t posting;
};

/* Entries are kept in pieces, so that what is there need not move as more comes. */
enum { PIECE = 4096 };

struct piece {
    struct piece *next;
    size_t count;
    struct entry entries[PIECE];
};

struct feature {
    uint32_t companies; /* in 1024ths */
    uint32_t postings;
};

struct kind {
    struct mus_numbers numbers; /* of the features */
    struct feature *features;
    size_t feature_capacity;
    struct piece *first, *last; /* in the order they came */
    size_t entry_count;
};

struct mus_segment_builder {
    struct mus_feature_maker *maker;
    struct mus_draft *draft;
    struct kind kinds[MUS_FEATURE_COUNT];
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

static void free_kind(struct kind *kind)
{
    mus_numbers_done(&kind->numbers);
    mus_free(kind->features);
    for (struct piece *piece = kind->first; piece != NULL;) {
        struct piece *next = piece->next;
        mus_free(piece);
        piece = next;
    }
    *kind = (struct kind){0};
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
    bool whole = builder->maker != NULL && builder->draft != NULL;
    for (unsigned kind = 0; whole && kind < MUS_FEATURE_COUNT; kind++) {
        whole = mus_numbers_start(&builder->kinds[kind].numbers, 0);
    }
    if (!whole) {
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
        free_kind(&builder->kinds[kind]);
    }
    mus_free(builder);
}

uint32_t mus_segment_builder_docs(const struct mus_segment_builder *builder)
{
    return mus_draft_docs(builder->draft);
}

/* The kind's row for a new feature; false: no memory. */
static bool add_row(struct kind *kind, uint32_t number)
{
    if (number == kind->feature_capacity) {
        size_t capacity = number == 0 ? 64 : 2 * kind->feature_capacity;
        struct feature *features = mus_realloc(kind->features, capacity, sizeof *features);
        if (features == NULL) {
            return false;
        }
        kind->features = features;
        kind->feature_capacity = capacity;
    }
    kind->features[number] = (struct feature){0};
    return true;
}

static bool add_piece(struct kind *kind)
{
    struct piece *piece = mus_alloc(1, sizeof *piece);
    if (piece == NULL) {
        return false;
    }
    piece->next = NULL;
    piece->count = 0;
    *(kind->last == NULL ? &kind->first : &kind->last->next) = piece;
    kind->last = piece;
    return true;
}

static bool push(struct kind *kind, const struct mus_feature *feature, uint32_t doc)
{
    uint32_t known = kind->numbers.count;
    uint32_t number = mus_numbers_of(&kind->numbers, feature->hash);
    if (number == MUS_NO_NUMBER || (number == known && !add_row(kind, number))) {
        return false;
    }
    struct feature *row = &kind->features[number];
    row->companies += feature->companies;
    if (!feature->standing) {
        return true;
    }
    if ((kind->last == NULL || kind->last->count == PIECE) && !add_piece(kind)) {
        return false;
    }
    row->postings++;
    kind->entry_count++;
    kind->last->entries[kind->last->count++] =
        (struct entry){number, posting_of(doc, feature->code)};
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

/* ------------------------------------------------------------------ the end */

struct place {
    uint64_t hash;
    uint32_t feature;
};

/* One pass over a byte of the hash; the order of what is equal stays. */
static void sort_by_byte(const struct place *from, struct place *to, size_t count, unsigned shift)
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

/* What a kind's lists are made in. */
struct room {
    struct place *order; /* features by their hashes */
    struct place *other; /* for sorting */
    size_t *ends;        /* of what has been dealt to a feature so far; by number */
    uint32_t *postings;  /* of the features in their order */
    struct mus_impact *impacts;
};

static void free_room(struct room *room)
{
    mus_free(room->order);
    mus_free(room->other);
    mus_free(room->ends);
    mus_free(room->postings);
    mus_free(room->impacts);
}

static bool make_room(struct room *room, const struct kind *kind, uint32_t docs)
{
    size_t features = kind->numbers.count;
    room->order = mus_alloc(features, sizeof *room->order);
    room->other = mus_alloc(features, sizeof *room->other);
    room->ends = mus_alloc(features, sizeof *room->ends);
    room->postings = mus_alloc(kind->entry_count, sizeof *room->postings);
    room->impacts = mus_alloc(docs, sizeof *room->impacts);
    return room->order != NULL && room->other != NULL && room->ends != NULL &&
           room->postings != NULL && room->impacts != NULL;
}

static void order_features(const struct kind *kind, struct room *room)
{
    uint32_t count = kind->numbers.count;
    for (uint32_t i = 0; i < count; i++) {
        room->order[i] = (struct place){kind->numbers.hashes[i], i};
    }
    for (unsigned shift = 0; shift < 64; shift += 16) { /* there and back again */
        sort_by_byte(room->order, room->other, count, shift);
        sort_by_byte(room->other, room->order, count, shift + 8);
    }
}

static void deal_postings(const struct kind *kind, struct room *room)
{
    size_t start = 0;
    for (uint32_t i = 0; i < kind->numbers.count; i++) {
        uint32_t feature = room->order[i].feature;
        room->ends[feature] = start;
        start += kind->features[feature].postings;
    }
    for (const struct piece *piece = kind->first; piece != NULL; piece = piece->next) {
        for (size_t i = 0; i < piece->count; i++) {
            const struct entry *entry = &piece->entries[i];
            room->postings[room->ends[entry->feature]++] = entry->posting;
        }
    }
}

static void write_lists(struct mus_draft *draft, enum mus_feature_kind number,
                        const struct kind *kind, const struct room *room)
{
    const uint32_t *next = room->postings;
    for (uint32_t i = 0; i < kind->numbers.count; i++) {
        const struct feature *feature = &kind->features[room->order[i].feature];
        for (uint32_t p = 0; p < feature->postings; p++) {
            room->impacts[p] = impact_of(next[p]);
        }
        mus_draft_feature(draft, number, room->order[i].hash, feature->companies, room->impacts,
                          feature->postings);
        next += feature->postings;
    }
}

static bool write_kind(struct mus_segment_builder *builder, enum mus_feature_kind number)
{
    struct kind *kind = &builder->kinds[number];
    struct room room = {0};
    bool done = make_room(&room, kind, mus_draft_docs(builder->draft));
    if (done) {
        order_features(kind, &room);
        deal_postings(kind, &room);
        write_lists(builder->draft, number, kind, &room);
    }
    free_room(&room);
    free_kind(kind);
    return done;
}

enum mus_status mus_segment_builder_finish(struct mus_segment_builder *builder, struct mus_buf *out,
                                           struct mus_error *err)
{
    for (unsigned kind = 0; kind < MUS_FEATURE_COUNT; kind++) {
        if (!write_kind(builder, (enum mus_feature_kind)kind)) {
            return mus_fail_memory(err);
        }
    }
    return mus_draft_finish(builder->draft, out, err);
}
