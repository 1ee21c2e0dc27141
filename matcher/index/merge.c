/* First the documents, segment after segment: what a row says is read back and written anew, so
 * that sets get the codes that they would have got from the companies. Then, kind by kind, the
 * features of all segments in the order of their hashes (each segment has its own sorted already):
 * the lists of one hash are read one after the other, renumbered and written as one. As numbers
 * ascend with the segments, nothing is sorted. */
#include "matcher/index/merge.h"

#include "base/limits.h"
#include "base/mem.h"
#include "matcher/index/draft.h"
#include "matcher/statistics.h"

#define NOBODY UINT32_MAX

struct source {
    const struct mus_segment *segment;
    uint32_t first;    /* the number of its first document */
    uint32_t *numbers; /* of each document, NOBODY where it is gone; NULL: all live */
};

/* A segment's next feature of the kind at work. */
struct head {
    uint64_t hash;
    uint32_t feature;
    uint32_t source;
};

struct merge {
    struct source *sources;
    struct head *heads; /* of the sources that have features left, in their order */
    size_t count, head_count;
    uint32_t docs;
    struct mus_draft *draft;
    struct mus_impact *impacts; /* of the feature at work; room for every document, also if gone */
    size_t impact_count;
    struct mus_feature_counts off; /* what is still to be taken off */
};

/* ------------------------------------------------------------------ who lives */

static enum mus_status number_documents(struct merge *merge, struct source *source,
                                        const struct mus_search_segment *segment,
                                        struct mus_error *err)
{
    uint32_t docs = source->segment->docs;
    uint32_t lost = 0;
    for (uint32_t doc = 0; doc < docs; doc++) {
        lost += mus_segment_is_gone(segment, doc);
    }
    source->first = merge->docs;
    if (docs - lost > MUS_SEGMENT_MOST - merge->docs) {
        return mus_fail(err, MUS_LIMIT, "index segment: more than %d companies", MUS_SEGMENT_MOST);
    }
    merge->docs += docs - lost;
    if (lost == 0) {
        return MUS_OK;
    }
    source->numbers = mus_alloc(docs, sizeof *source->numbers);
    if (source->numbers == NULL) {
        return mus_fail_memory(err);
    }
    uint32_t next = source->first;
    for (uint32_t doc = 0; doc < docs; doc++) {
        source->numbers[doc] = mus_segment_is_gone(segment, doc) ? NOBODY : next++;
    }
    return MUS_OK;
}

static uint32_t number_of(const struct source *source, uint32_t doc)
{
    return source->numbers == NULL ? source->first + doc : source->numbers[doc];
}

/* ------------------------------------------------------------------ documents */

/* What a segment says of its documents elsewhere than in their rows. */
struct tables {
    uint64_t *sets[MUS_COLUMN_SETS]; /* the hashes of all sets of a column */
    struct mus_period *periods;      /* of each document */
    uint32_t *id_keys;               /* likewise */
};

static void free_tables(struct tables *tables)
{
    for (unsigned column = 0; column < MUS_COLUMN_SETS; column++) {
        mus_free(tables->sets[column]);
    }
    mus_free(tables->periods);
    mus_free(tables->id_keys);
}

static enum mus_status fail_segment(const struct merge *merge, const struct source *source,
                                    const char *what, struct mus_error *err)
{
    return mus_fail(err, MUS_CORRUPT, "index segment %zu: %s",
                    (size_t)(source - merge->sources) + 1, what);
}

static bool read_id_keys(const struct mus_segment *segment, uint32_t *keys)
{
    for (uint32_t i = 0; i < segment->docs; i++) {
        uint64_t key = mus_load_u64(segment->id_keys, i);
        if ((uint32_t)key >= segment->docs) {
            return false;
        }
        keys[(uint32_t)key] = (uint32_t)(key >> 32);
    }
    return true;
}

static enum mus_status read_tables(const struct merge *merge, const struct source *source,
                                   struct tables *tables, struct mus_error *err)
{
    const struct mus_segment *segment = source->segment;
    for (unsigned column = 0; column < MUS_COLUMN_SETS; column++) {
        const struct mus_code_sets *sets = &segment->sets[column];
        uint32_t count = mus_load_u32(sets->starts, sets->count);
        tables->sets[column] = mus_alloc(count, sizeof *tables->sets[column]);
        if (tables->sets[column] == NULL) {
            return mus_fail_memory(err);
        }
        for (uint32_t i = 0; i < count; i++) {
            tables->sets[column][i] = mus_load_u64(sets->hashes, i);
        }
    }
    tables->periods = mus_alloc(segment->docs, sizeof *tables->periods);
    tables->id_keys = mus_alloc_zero(segment->docs, sizeof *tables->id_keys);
    if (tables->periods == NULL || tables->id_keys == NULL) {
        return mus_fail_memory(err);
    }
    if (!read_id_keys(segment, tables->id_keys)) {
        return fail_segment(merge, source, "a key of a document that is none", err);
    }
    return mus_segment_periods(segment, tables->periods)
               ? MUS_OK
               : fail_segment(merge, source, "a day of a document that is none", err);
}

/* The set that the document's code stands for. False where the code is none. */
static bool read_set(const struct mus_segment *segment, const struct tables *tables,
                     unsigned column, uint32_t doc, struct mus_draft_document *row)
{
    const struct mus_code_sets *sets = &segment->sets[column];
    uint8_t code = mus_segment_fact(segment, (enum mus_fact_column)column, doc);
    if (code == MUS_CODE_OTHER) {
        row->other[column] = true;
        return true;
    }
    if (code >= sets->count) {
        return false;
    }
    uint32_t begin = mus_load_u32(sets->starts, code);
    uint32_t end = mus_load_u32(sets->starts, (size_t)code + 1);
    if (begin > end || end > mus_load_u32(sets->starts, sets->count)) {
        return false;
    }
    row->sets[column] = (struct mus_hashes){tables->sets[column] + begin, end - begin};
    return true;
}

static enum mus_status copy_document(const struct merge *merge, const struct source *source,
                                     const struct tables *tables, uint32_t doc,
                                     struct mus_error *err)
{
    const struct mus_segment *segment = source->segment;
    const struct mus_facts facts = mus_segment_facts(segment, doc, tables->periods[doc]);
    struct mus_draft_document row = {
        .id = mus_segment_id(segment, doc), .id_key = tables->id_keys[doc], .facts = &facts};
    uint32_t number;
    if (row.id.len == 0 || row.id.len > MUS_MAX_ID) {
        return fail_segment(merge, source, "a document without an id", err);
    }
    for (unsigned column = 0; column < MUS_COLUMN_SETS; column++) {
        if (!read_set(segment, tables, column, doc, &row)) {
            return fail_segment(merge, source, "a code that is none", err);
        }
    }
    return mus_draft_document(merge->draft, &row, &number, err);
}

static enum mus_status copy_documents(const struct merge *merge, const struct source *source,
                                      struct mus_error *err)
{
    struct tables tables = {.periods = NULL};
    enum mus_status status = read_tables(merge, source, &tables, err);
    for (uint32_t doc = 0; status == MUS_OK && doc < source->segment->docs; doc++) {
        if (number_of(source, doc) != NOBODY) {
            status = copy_document(merge, source, &tables, doc, err);
        }
    }
    free_tables(&tables);
    return status;
}

/* ------------------------------------------------------------------ features */

/* Drops who is gone from the last `count` postings and numbers the others. */
static void renumber(struct merge *merge, const struct source *source, size_t count)
{
    const struct mus_impact *from = merge->impacts + merge->impact_count;
    struct mus_impact *to = merge->impacts + merge->impact_count;
    for (size_t i = 0; i < count; i++) {
        uint32_t number = source->numbers[from[i].doc];
        if (number != NOBODY) {
            *to++ = (struct mus_impact){number, from[i].code};
        }
    }
    merge->impact_count = (size_t)(to - merge->impacts);
}

/* Says what is wrong with the list, NULL where nothing is. */
static const char *copy_list(struct merge *merge, const struct source *source,
                             enum mus_feature_kind kind, uint32_t feature)
{
    struct mus_posting_reader reader;
    if (!mus_segment_list(source->segment, kind, feature, &reader)) {
        return "no posting list";
    }
    uint32_t count = mus_posting_read(&reader, source->segment->docs,
                                      source->numbers == NULL ? source->first : 0,
                                      merge->impacts + merge->impact_count);
    if (count == MUS_NO_POSTINGS) {
        return "a posting out of place";
    }
    if (source->numbers == NULL) {
        merge->impact_count += count;
    } else {
        renumber(merge, source, count);
    }
    return NULL;
}

/* To the segment's next feature; `ended` where it has none. Says what is wrong with its hash. */
static const char *advance(const struct merge *merge, enum mus_feature_kind kind, struct head *head,
                           bool *ended)
{
    const struct mus_segment *segment = merge->sources[head->source].segment;
    *ended = ++head->feature >= segment->kinds[kind].count;
    if (*ended) {
        return NULL;
    }
    uint64_t before = head->hash;
    head->hash = mus_segment_hash(segment, kind, head->feature);
    return head->hash > before ? NULL : "not above the one before it";
}

static uint64_t least_hash(const struct merge *merge)
{
    uint64_t least = UINT64_MAX;
    for (size_t i = 0; i < merge->head_count; i++) {
        least = merge->heads[i].hash < least ? merge->heads[i].hash : least;
    }
    return least;
}

/* Gathers the postings of all segments' features of the hash, and goes on to their next. */
static enum mus_status gather(struct merge *merge, enum mus_feature_kind kind, uint64_t hash,
                              uint64_t *companies, struct mus_error *err)
{
    size_t left = 0;
    for (size_t i = 0; i < merge->head_count; i++) {
        struct head head = merge->heads[i];
        const struct source *source = &merge->sources[head.source];
        bool ended = false;
        if (head.hash == hash) {
            uint32_t feature = head.feature;
            *companies += mus_segment_companies(source->segment, kind, feature);
            const char *wrong = copy_list(merge, source, kind, feature);
            wrong = wrong == NULL ? advance(merge, kind, &head, &ended) : wrong;
            if (wrong != NULL) {
                return mus_fail(err, MUS_CORRUPT, "index segment %u: feature %u of kind %u: %s",
                                head.source + 1, head.feature, (unsigned)kind, wrong);
            }
        }
        if (!ended) {
            merge->heads[left++] = head;
        }
    }
    merge->head_count = left;
    return MUS_OK;
}

/* Takes off what is to be taken off the feature; what was to be taken off one that has been passed
 * over had nothing to be taken from. */
static enum mus_status take_off(struct merge *merge, enum mus_feature_kind kind, uint64_t hash,
                                uint64_t *companies, struct mus_error *err)
{
    while (merge->off.count > 0) {
        const struct mus_feature_count *next = merge->off.items;
        const struct mus_feature_count here = {.kind = kind, .hash = hash};
        int order = mus_feature_count_compare(next, &here);
        if (order > 0) {
            break;
        }
        if (next->companies > (order < 0 ? 0 : *companies)) {
            return mus_fail(err, MUS_CORRUPT,
                            "index segment: more companies gone than there are of kind %u",
                            (unsigned)next->kind);
        }
        *companies -= next->companies;
        merge->off.items++;
        merge->off.count--;
    }
    return MUS_OK;
}

static enum mus_status copy_feature(struct merge *merge, enum mus_feature_kind kind,
                                    struct mus_error *err)
{
    uint64_t hash = least_hash(merge);
    uint64_t companies = 0;
    merge->impact_count = 0;
    enum mus_status status = gather(merge, kind, hash, &companies, err);
    if (status == MUS_OK) {
        status = take_off(merge, kind, hash, &companies, err);
    }
    if (status != MUS_OK) {
        return status;
    }
    if (companies > (uint64_t)merge->docs * MUS_DF_ONE) {
        return mus_fail(err, MUS_CORRUPT,
                        "index segment: a feature of kind %u counts for more than all companies",
                        (unsigned)kind);
    }
    if (companies > 0 || merge->impact_count > 0) {
        mus_draft_feature(merge->draft, kind, hash, (uint32_t)companies, merge->impacts,
                          merge->impact_count);
    }
    return MUS_OK;
}

static enum mus_status copy_kind(struct merge *merge, enum mus_feature_kind kind,
                                 struct mus_error *err)
{
    enum mus_status status = MUS_OK;
    size_t features = 0;
    size_t bytes = 0;
    merge->head_count = 0;
    for (size_t i = 0; i < merge->count; i++) {
        const struct mus_segment *segment = merge->sources[i].segment;
        uint32_t count = segment->kinds[kind].count;
        features = count > features ? count : features;
        bytes += mus_load_u32(segment->kinds[kind].starts, count);
        if (count > 0) {
            merge->heads[merge->head_count++] =
                (struct head){mus_segment_hash(segment, kind, 0), 0, (uint32_t)i};
        }
    }
    mus_draft_expect(merge->draft, kind, features, bytes);
    while (status == MUS_OK && merge->head_count > 0) {
        status = copy_feature(merge, kind, err);
    }
    return status;
}

/* ------------------------------------------------------------------ all together */

static enum mus_status check(const struct mus_search_segment *segments, size_t count,
                             struct mus_feature_counts off, struct mus_error *err)
{
    if (count == 0) {
        return mus_fail(err, MUS_INVALID, "index segment: to be merged of none");
    }
    for (size_t i = 1; i < count; i++) {
        if (segments[i].segment.fingerprint != segments[0].segment.fingerprint) {
            return mus_fail(err, MUS_INVALID,
                            "index segment %zu: made for other text weights than the first", i + 1);
        }
    }
    for (size_t i = 1; i < off.count; i++) {
        const struct mus_feature_count *count_is = &off.items[i];
        if (mus_feature_count_compare(&off.items[i - 1], count_is) > 0) {
            return mus_fail(err, MUS_INVALID, "index segment: companies gone are out of order");
        }
    }
    return MUS_OK;
}

static mus_date latest_day(const struct mus_search_segment *segments, size_t count)
{
    mus_date day = segments[0].segment.day;
    for (size_t i = 1; i < count; i++) {
        day = segments[i].segment.day > day ? segments[i].segment.day : day;
    }
    return day;
}

static enum mus_status start(struct merge *merge, const struct mus_search_segment *segments,
                             struct mus_error *err)
{
    size_t all = 0;
    merge->sources = mus_alloc_zero(merge->count, sizeof *merge->sources);
    merge->heads = mus_alloc(merge->count, sizeof *merge->heads);
    merge->draft =
        mus_draft_new(latest_day(segments, merge->count), segments[0].segment.fingerprint);
    if (merge->sources == NULL || merge->heads == NULL || merge->draft == NULL) {
        return mus_fail_memory(err);
    }
    for (size_t i = 0; i < merge->count; i++) {
        all += segments[i].segment.docs;
        merge->sources[i].segment = &segments[i].segment;
        enum mus_status status = number_documents(merge, &merge->sources[i], &segments[i], err);
        if (status != MUS_OK) {
            return status;
        }
    }
    merge->impacts = mus_alloc(all, sizeof *merge->impacts);
    return merge->impacts == NULL ? mus_fail_memory(err) : MUS_OK;
}

static void finish(struct merge *merge)
{
    for (size_t i = 0; merge->sources != NULL && i < merge->count; i++) {
        mus_free(merge->sources[i].numbers);
    }
    mus_free(merge->sources);
    mus_free(merge->heads);
    mus_free(merge->impacts);
    mus_draft_free(merge->draft);
}

static enum mus_status run(struct merge *merge, struct mus_buf *out, struct mus_error *err)
{
    uint64_t nothing = 0;
    enum mus_status status = MUS_OK;
    for (size_t i = 0; status == MUS_OK && i < merge->count; i++) {
        status = copy_documents(merge, &merge->sources[i], err);
    }
    for (unsigned kind = 0; status == MUS_OK && kind < MUS_FEATURE_COUNT; kind++) {
        status = copy_kind(merge, (enum mus_feature_kind)kind, err);
    }
    if (status == MUS_OK) {
        status = take_off(merge, MUS_FEATURE_COUNT, 0, &nothing, err);
    }
    return status == MUS_OK ? mus_draft_finish(merge->draft, out, err) : status;
}

enum mus_status mus_segments_merge(const struct mus_search_segment *segments, size_t count,
                                   struct mus_feature_counts off, struct mus_buf *out,
                                   struct mus_error *err)
{
    struct merge merge = {.count = count, .off = off};
    enum mus_status status = check(segments, count, off, err);
    if (status == MUS_OK) {
        status = start(&merge, segments, err);
    }
    if (status == MUS_OK) {
        status = run(&merge, out, err);
    }
    finish(&merge);
    return status;
}
