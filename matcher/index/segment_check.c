/* What opening a segment passes over: the order of what is searched by bisection, and that every
 * number leads somewhere. */
#include "matcher/index/segment.h"

#include "base/limits.h"
#include "matcher/index/forward.h"
#include "matcher/index/segment_layout.h"
#include "matcher/statistics.h"

static enum mus_status fail_feature(unsigned kind, uint32_t feature, const char *what,
                                    struct mus_error *err)
{
    return mus_fail(err, MUS_CORRUPT, "index segment: feature %u of kind %u: %s", feature, kind,
                    what);
}

static enum mus_status check_directory(const struct mus_segment *segment, unsigned kind,
                                       struct mus_error *err)
{
    const struct mus_feature_lists *lists = &segment->kinds[kind];
    uint32_t next = 0;
    for (uint64_t place = 0; place <= (uint64_t)1 << lists->bits; place++) {
        while (next < lists->count &&
               mus_directory_place(mus_load_u64(lists->hashes, next), lists->bits) < place) {
            next++;
        }
        if (mus_load_u32(lists->directory, place) != next) {
            return mus_fail(err, MUS_CORRUPT, "index segment: the directory of kind %u is damaged",
                            kind);
        }
    }
    return MUS_OK;
}

static const char *check_feature(const struct mus_segment *segment, unsigned kind, uint32_t feature)
{
    const struct mus_feature_lists *lists = &segment->kinds[kind];
    uint32_t begin = mus_load_u32(lists->starts, feature);
    uint32_t end = mus_load_u32(lists->starts, (size_t)feature + 1);
    if (feature > 0 &&
        mus_load_u64(lists->hashes, feature) <= mus_load_u64(lists->hashes, feature - 1)) {
        return "not above the one before it";
    }
    if (begin > end || (feature == 0 && begin != 0)) {
        return "its list ends before it begins";
    }
    if (mus_segment_companies(segment, (enum mus_feature_kind)kind, feature) >
        (uint64_t)segment->docs * MUS_DF_ONE) {
        return "more companies than there are";
    }
    return mus_posting_check(lists->lists + begin, end - begin, segment->docs);
}

static enum mus_status check_kind(const struct mus_segment *segment, unsigned kind,
                                  struct mus_error *err)
{
    for (uint32_t feature = 0; feature < segment->kinds[kind].count; feature++) {
        const char *wrong = check_feature(segment, kind, feature);
        if (wrong != NULL) {
            return fail_feature(kind, feature, wrong, err);
        }
    }
    return check_directory(segment, kind, err);
}

static enum mus_status check_sets(const struct mus_segment *segment, unsigned column,
                                  struct mus_error *err)
{
    const struct mus_code_sets *sets = &segment->sets[column];
    bool sound = mus_load_u32(sets->starts, 0) == 0;
    for (uint32_t code = 0; sound && code < sets->count; code++) {
        sound = mus_load_u32(sets->starts, code) <= mus_load_u32(sets->starts, code + 1);
    }
    for (uint32_t doc = 0; sound && doc < segment->docs; doc++) {
        uint8_t code = mus_segment_fact(segment, (enum mus_fact_column)column, doc);
        sound = code == MUS_CODE_OTHER || code < sets->count;
    }
    return sound ? MUS_OK
                 : mus_fail(err, MUS_CORRUPT, "index segment: column %u has a code that is none",
                            column);
}

static enum mus_status check_turns(const struct mus_segment *segment, const unsigned char *turns,
                                   uint32_t count, struct mus_error *err)
{
    mus_date before = MUS_NO_DATE;
    for (uint32_t i = 0; i < count; i++) {
        struct mus_turn turn = mus_segment_turn(turns, i);
        if (turn.day < before || turn.doc >= segment->docs) {
            return mus_fail(err, MUS_CORRUPT, "index segment: day %u is out of order", i);
        }
        before = turn.day;
    }
    return MUS_OK;
}

static enum mus_status check_ids(const struct mus_segment *segment, struct mus_error *err)
{
    for (uint32_t doc = 0; doc < segment->docs; doc++) {
        uint32_t begin = mus_load_u32(segment->id_starts, doc);
        uint32_t end = mus_load_u32(segment->id_starts, (size_t)doc + 1);
        if (begin >= end || end - begin > MUS_MAX_ID || (doc == 0 && begin != 0)) {
            return mus_fail(err, MUS_CORRUPT, "index segment: document %u has no id", doc);
        }
    }
    return MUS_OK;
}

static enum mus_status check_id_keys(const struct mus_segment *segment, struct mus_error *err)
{
    uint64_t before = 0;
    for (uint32_t i = 0; i < segment->docs; i++) {
        uint64_t key = mus_load_u64(segment->id_keys, i);
        if ((i > 0 && key <= before) || (uint32_t)key >= segment->docs) {
            return mus_fail(err, MUS_CORRUPT, "index segment: key %u of an id is out of order", i);
        }
        before = key;
    }
    return MUS_OK;
}

static enum mus_status check_countries(const struct mus_segment *segment, struct mus_error *err)
{
    for (uint32_t doc = 0; doc < segment->docs; doc++) {
        if (segment->countries[doc] != mus_segment_fact(segment, MUS_COLUMN_COUNTRY, doc)) {
            return mus_fail(err, MUS_CORRUPT,
                            "index segment: document %u has two different countries", doc);
        }
    }
    return MUS_OK;
}

static enum mus_status check_windows(const struct mus_segment *segment, struct mus_error *err)
{
    for (uint32_t window = 0; window < mus_windows_of(segment->docs); window++) {
        uint32_t first = window * MUS_WINDOW;
        uint32_t left = segment->docs - first;
        struct mus_window_facts is = mus_segment_window(segment, window);
        struct mus_window_facts facts =
            mus_window_facts_of(segment->rows, first, left < MUS_WINDOW ? left : MUS_WINDOW);
        if (is.some != facts.some || is.all != facts.all || is.other != facts.other) {
            return mus_fail(err, MUS_CORRUPT, "index segment: the facts of window %u are others",
                            window);
        }
    }
    return MUS_OK;
}

/* The lists tell what it must be; they have been checked. */
static enum mus_status check_forward(const struct mus_segment *segment, struct mus_error *err)
{
    struct mus_buf bases = {0};
    struct mus_buf starts = {0};
    struct mus_buf numbers = {0};
    enum mus_status status = MUS_OK;
    if (!mus_forward_make(segment, &bases, &starts, &numbers)) {
        status = mus_fail_memory(err);
    } else if (memcmp(bases.data, segment->forward_bases, bases.len) != 0 ||
               (starts.len > 0 && memcmp(starts.data, segment->forward_starts, starts.len) != 0) ||
               (numbers.len > 0 && memcmp(numbers.data, segment->forward, numbers.len) != 0)) {
        status = mus_fail(err, MUS_CORRUPT,
                          "index segment: the classes of documents are others than in the lists");
    }
    mus_buf_done(&bases);
    mus_buf_done(&starts);
    mus_buf_done(&numbers);
    return status;
}

static enum mus_status check_bits(const struct mus_segment *segment, struct mus_error *err)
{
    for (unsigned bit = 0; bit < MUS_FACT_BIT_COUNT && segment->docs % 64 != 0; bit++) {
        uint64_t last = mus_load_u64(segment->bits[bit], segment->docs / 64);
        if (last >> (segment->docs % 64) != 0) {
            return mus_fail(err, MUS_CORRUPT, "index segment: set %u goes on behind the last", bit);
        }
    }
    return MUS_OK;
}

enum mus_status mus_segment_check(const struct mus_segment *segment, struct mus_error *err)
{
    enum mus_status status = check_ids(segment, err);
    if (status == MUS_OK) {
        status = check_id_keys(segment, err);
    }
    for (unsigned kind = 0; status == MUS_OK && kind < MUS_FEATURE_COUNT; kind++) {
        status = check_kind(segment, kind, err);
    }
    for (unsigned column = 0; status == MUS_OK && column < MUS_COLUMN_SETS; column++) {
        status = check_sets(segment, column, err);
    }
    if (status == MUS_OK) {
        status = check_turns(segment, segment->last_days, segment->last_day_count, err);
    }
    if (status == MUS_OK) {
        status = check_turns(segment, segment->first_days, segment->first_day_count, err);
    }
    if (status == MUS_OK) {
        status = check_countries(segment, err);
    }
    if (status == MUS_OK) {
        status = check_windows(segment, err);
    }
    if (status == MUS_OK) {
        status = check_forward(segment, err);
    }
    return status == MUS_OK ? check_bits(segment, err) : status;
}
