/* What the companies have is written down as it comes, in 256 heaps by the leading bits of the
 * features' hashes. At the end each heap is small enough to be near at hand as a whole: its
 * features are numbered, the features alone (a few for each hundred of what companies have) are
 * sorted, and the companies are dealt out to them in the order they came, so that documents ascend
 * in every list. As heaps and features come in the order of hashes, so do the lists. */
#include "matcher/index/build.h"

#include "base/mem.h"
#include "matcher/index/draft.h"
#include "matcher/index/numbers.h"
#include "matcher/statistics.h"

#include <assert.h>
#include <string.h>

enum { HEAP_BITS = 8, HEAPS = 1 << HEAP_BITS, PIECE = 41, KIND_BITS = 5 };

/* What one company has of a feature. */
struct entry {
    uint32_t low; /* bits of the hash, without those that tell the heap */
    uint32_t high : 24;
    uint32_t code : 8;
    uint32_t doc : 14;
    uint32_t companies : 11;
    uint32_t kind : KIND_BITS;
    uint32_t standing : 1;
};
static_assert(MUS_BUILD_MOST <= 1 << 14 && MUS_DF_ONE < 1 << 11 &&
                  MUS_FEATURE_COUNT <= 1 << KIND_BITS,
              "an entry has room for whatever can be");

/* Some entries of a heap, half a kilobyte in all. */
struct piece {
    struct piece *next;
    size_t count;
    struct entry entries[PIECE];
};

struct heap {
    struct piece *first, *last; /* in the order they came */
    size_t count;               /* of entries */
};

/* Pieces are cut from blocks, which become larger the more there are. */
enum { LEAST_BLOCK = 32, GREATEST_BLOCK = 8192 };

struct block {
    struct block *before;
    size_t used, capacity; /* of the pieces */
    struct piece pieces[];
};

struct mus_segment_builder {
    mus_date day;
    struct mus_feature_maker *maker;
    struct mus_draft *draft;
    struct heap heaps[HEAPS];
    struct block *blocks; /* the latest first */
    size_t postings[MUS_FEATURE_COUNT];
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

static void free_blocks(struct mus_segment_builder *builder)
{
    for (struct block *block = builder->blocks; block != NULL;) {
        struct block *before = block->before;
        mus_free(block);
        block = before;
    }
    builder->blocks = NULL;
    memset(builder->heaps, 0, sizeof builder->heaps);
}

enum mus_status mus_segment_builder_new(const struct mus_text_weights *weights, mus_date day,
                                        struct mus_segment_builder **out, struct mus_error *err)
{
    struct mus_segment_builder *builder = mus_alloc_zero(1, sizeof *builder);
    if (builder == NULL) {
        return mus_fail_memory(err);
    }
    builder->day = day;
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
    free_blocks(builder);
    mus_free(builder);
}

uint32_t mus_segment_builder_docs(const struct mus_segment_builder *builder)
{
    return mus_draft_docs(builder->draft);
}

static bool add_block(struct mus_segment_builder *builder)
{
    struct block *before = builder->blocks;
    size_t capacity = before == NULL ? LEAST_BLOCK : 2 * before->capacity;
    capacity = capacity < GREATEST_BLOCK ? capacity : GREATEST_BLOCK;
    struct block *block = mus_alloc(1, sizeof *block + capacity * sizeof *block->pieces);
    if (block == NULL) {
        return false;
    }
    block->before = before;
    block->used = 0;
    block->capacity = capacity;
    builder->blocks = block;
    return true;
}

static bool add_piece(struct mus_segment_builder *builder, struct heap *heap)
{
    struct block *block = builder->blocks;
    if ((block == NULL || block->used == block->capacity) && !add_block(builder)) {
        return false;
    }
    struct piece *piece = &builder->blocks->pieces[builder->blocks->used++];
    piece->next = NULL;
    piece->count = 0;
    *(heap->last == NULL ? &heap->first : &heap->last->next) = piece;
    heap->last = piece;
    return true;
}

static bool push(struct mus_segment_builder *builder, const struct mus_feature *feature,
                 uint32_t doc)
{
    struct heap *heap = &builder->heaps[feature->hash >> (64 - HEAP_BITS)];
    if ((heap->last == NULL || heap->last->count == PIECE) && !add_piece(builder, heap)) {
        return false;
    }
    heap->last->entries[heap->last->count++] =
        (struct entry){.low = (uint32_t)feature->hash,
                       .high = (uint32_t)(feature->hash >> 32) & 0xFFFFFF,
                       .code = feature->code,
                       .doc = doc & (MUS_BUILD_MOST - 1U),
                       .companies = feature->companies & 0x7FFU,
                       .kind = feature->kind & ((1U << KIND_BITS) - 1),
                       .standing = feature->standing};
    heap->count++;
    builder->postings[feature->kind]++;
    return true;
}

enum { MOST_PURPOSES = 64 };

/* The purposes of a side; of more than there is room for nothing is kept. */
static void put_purposes(const struct mus_firm *firm, mus_date day, enum mus_side side,
                         uint64_t room[MOST_PURPOSES], enum mus_fact_column column,
                         struct mus_draft_document *row)
{
    size_t count = mus_feature_purposes(firm, day, side, room, MOST_PURPOSES);
    row->other[column] = count > MOST_PURPOSES;
    row->sets[column] = (struct mus_hashes){room, count > MOST_PURPOSES ? 0 : count};
}

enum mus_status mus_segment_builder_add(struct mus_segment_builder *builder,
                                        const struct mus_firm *firm, struct mus_error *err)
{
    const struct mus_feature *features;
    size_t count;
    struct mus_facts facts;
    uint64_t offered[MOST_PURPOSES];
    uint64_t needed[MOST_PURPOSES];
    uint32_t doc;
    if (mus_draft_docs(builder->draft) == MUS_BUILD_MOST) {
        return mus_fail(err, MUS_LIMIT, "index segment: more than %d companies at once",
                        MUS_BUILD_MOST);
    }
    enum mus_status status = mus_features_of(builder->maker, firm, &features, &count, &facts, err);
    if (status != MUS_OK) {
        return status;
    }
    struct mus_draft_document row = {
        .id = firm->id, .id_key = (uint32_t)(firm->id_hash >> 32), .facts = &facts};
    row.sets[MUS_COLUMN_COUNTRY] = (struct mus_hashes){&firm->country, 1};
    row.sets[MUS_COLUMN_LANGUAGES] = firm->languages;
    put_purposes(firm, builder->day, MUS_SIDE_OFFER, offered, MUS_COLUMN_OFFERED, &row);
    put_purposes(firm, builder->day, MUS_SIDE_NEED, needed, MUS_COLUMN_NEEDED, &row);
    status = mus_draft_document(builder->draft, &row, &doc, err);
    for (size_t i = 0; status == MUS_OK && i < count; i++) {
        if (!push(builder, &features[i], doc)) {
            status = mus_fail_memory(err);
        }
    }
    return status;
}

/* ------------------------------------------------------------------ the end */

/* What tells the features of a heap apart, in their order: what is left of the hash, and the kind.
 */
static uint64_t key_of(const struct entry *entry)
{
    return ((uint64_t)entry->high << 32 | entry->low) << KIND_BITS | entry->kind;
}

struct feature {
    uint32_t companies; /* in 1024ths */
    uint32_t postings;
    size_t next; /* where its next posting is dealt to */
};

struct place {
    uint64_t key;
    uint32_t feature;
};

/* What a heap is dealt out in, with room for the greatest. */
struct table {
    struct mus_numbers numbers; /* of the heap's features, by their keys */
    struct feature *features;   /* by number */
    uint32_t *numbered;         /* each entry's feature */
    struct place *order;        /* features by their keys */
    struct place *other;        /* for sorting */
    struct mus_impact *impacts; /* of all features, one after the other in that order */
};

static void free_table(struct table *table)
{
    mus_numbers_done(&table->numbers);
    mus_free(table->features);
    mus_free(table->numbered);
    mus_free(table->order);
    mus_free(table->other);
    mus_free(table->impacts);
}

static bool make_table(struct table *table, const struct mus_segment_builder *builder)
{
    size_t most = 0;
    for (unsigned i = 0; i < HEAPS; i++) {
        most = builder->heaps[i].count > most ? builder->heaps[i].count : most;
    }
    table->features = mus_alloc(most, sizeof *table->features);
    table->numbered = mus_alloc(most, sizeof *table->numbered);
    table->order = mus_alloc(most, sizeof *table->order);
    table->other = mus_alloc(most, sizeof *table->other);
    table->impacts = mus_alloc(most, sizeof *table->impacts);
    return table->features != NULL && table->numbered != NULL && table->order != NULL &&
           table->other != NULL && table->impacts != NULL;
}

/* Finds out what features there are. False: no memory. */
static bool number_features(const struct heap *heap, struct table *table)
{
    size_t at = 0;
    if (!mus_numbers_start(&table->numbers, table->numbers.count)) { /* as many as in the last */
        return false;
    }
    for (const struct piece *piece = heap->first; piece != NULL; piece = piece->next) {
        for (size_t i = 0; i < piece->count; i++) {
            const struct entry *entry = &piece->entries[i];
            uint32_t known = table->numbers.count;
            uint32_t number = mus_numbers_of(&table->numbers, key_of(entry));
            if (number == MUS_NO_NUMBER) {
                return false;
            }
            struct feature *feature = &table->features[number];
            if (number == known) {
                *feature = (struct feature){0};
            }
            feature->companies += entry->companies;
            feature->postings += entry->standing;
            table->numbered[at++] = number;
        }
    }
    return true;
}

/* Up to so many are sorted by insertion: a small segment has heaps of one or two features. */
enum { FEW = 32 };

/* One pass over a byte of the key; the order of what is equal stays. */
static void sort_by_byte(const struct place *from, struct place *to, size_t count, unsigned shift)
{
    size_t starts[257] = {0};
    for (size_t i = 0; i < count; i++) {
        starts[(from[i].key >> shift & 255) + 1]++;
    }
    for (unsigned i = 0; i < 256; i++) {
        starts[i + 1] += starts[i];
    }
    for (size_t i = 0; i < count; i++) {
        to[starts[from[i].key >> shift & 255]++] = from[i];
    }
}

static void sort_few(struct place *places, size_t count)
{
    for (size_t i = 1; i < count; i++) {
        struct place place = places[i];
        size_t at = i;
        for (; at > 0 && places[at - 1].key > place.key; at--) {
            places[at] = places[at - 1];
        }
        places[at] = place;
    }
}

/* Puts the features in order, and gives each room for its postings. */
static void order_features(struct table *table)
{
    uint32_t count = table->numbers.count;
    size_t next = 0;
    for (uint32_t i = 0; i < count; i++) {
        table->order[i] = (struct place){table->numbers.hashes[i], i};
    }
    if (count <= FEW) {
        sort_few(table->order, count);
    } else {
        for (unsigned shift = 0; shift < 64; shift += 16) { /* there and back again */
            sort_by_byte(table->order, table->other, count, shift);
            sort_by_byte(table->other, table->order, count, shift + 8);
        }
    }
    for (uint32_t i = 0; i < count; i++) {
        struct feature *feature = &table->features[table->order[i].feature];
        feature->next = next;
        next += feature->postings;
    }
}

static void deal(const struct heap *heap, struct table *table)
{
    const uint32_t *number = table->numbered;
    for (const struct piece *piece = heap->first; piece != NULL; piece = piece->next) {
        for (size_t i = 0; i < piece->count; i++) {
            const struct entry *entry = &piece->entries[i];
            struct feature *feature = &table->features[*number++];
            if (entry->standing) {
                table->impacts[feature->next++] = (struct mus_impact){entry->doc, entry->code};
            }
        }
    }
}

static void write_lists(struct mus_draft *draft, uint64_t heap, const struct table *table)
{
    const struct mus_impact *impacts = table->impacts;
    for (uint32_t i = 0; i < table->numbers.count; i++) {
        const struct place *place = &table->order[i];
        const struct feature *feature = &table->features[place->feature];
        uint64_t hash = heap << (64 - HEAP_BITS) | place->key >> KIND_BITS;
        enum mus_feature_kind kind =
            (enum mus_feature_kind)(place->key & (((uint64_t)1 << KIND_BITS) - 1));
        mus_draft_feature(draft, kind, hash, feature->companies, impacts, feature->postings);
        impacts += feature->postings;
    }
}

/* A posting takes a byte or two, or, in a list of few, some more. */
static void expect_lists(struct mus_segment_builder *builder)
{
    for (unsigned kind = 0; kind < MUS_FEATURE_COUNT; kind++) {
        mus_draft_expect(builder->draft, (enum mus_feature_kind)kind, 0,
                         2 * builder->postings[kind]);
    }
}

static bool write_heaps(struct mus_segment_builder *builder, struct table *table)
{
    for (unsigned i = 0; i < HEAPS; i++) {
        struct heap *heap = &builder->heaps[i];
        if (heap->count > 0) {
            if (!number_features(heap, table)) {
                return false;
            }
            order_features(table);
            deal(heap, table);
            write_lists(builder->draft, i, table);
        }
    }
    return true;
}

enum mus_status mus_segment_builder_finish(struct mus_segment_builder *builder, struct mus_buf *out,
                                           struct mus_error *err)
{
    struct table table = {.features = NULL};
    expect_lists(builder);
    bool done = make_table(&table, builder) && write_heaps(builder, &table);
    free_table(&table);
    free_blocks(builder);
    return done ? mus_draft_finish(builder->draft, out, err) : mus_fail_memory(err);
}
