/* The pairs of a pairing problem.
 *
 * They are put in the order of their participants by counting: first how many each participant has
 * as the smaller one of two, then each to its place, then each one's few by the larger one. So five
 * million are in order in linear time but for the short sorts, and two that are the same stand side
 * by side.
 *
 * Finding the two participants of a pair is what takes the time, since neither lies in any cache:
 * so pairs are read in small batches whose participants are found together. */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "fair/format/pairing_reading.h"

#define GROW(items, count, room) mus_grown((items), (count), (room), sizeof *(items))

enum { MAX_SCORE = 1000000 };

/* ---- pairs ---- */

struct parts {
    struct mus_pairing_reading *reading;
    size_t count;
};

/* An id or the score of the pair that is read, behind those that are pending. */
static enum mus_status read_part(struct mus_problem_reader *reader,
                                 const struct mus_json_item *item, void *into)
{
    struct parts *parts = into;
    struct mus_pending_pairs *pending = &parts->reading->pending;
    const size_t at = mus_problem_index(reader);
    parts->count = at + 1;
    if (at == 2) {
        int64_t score = 0;
        enum mus_status status = mus_problem_integer(reader, item, 0, MAX_SCORE, &score);
        pending->scores[pending->count] = (uint32_t)score;
        return status;
    }
    struct mus_text id = MUS_NO_TEXT;
    enum mus_status status = mus_problem_id(reader, item, &id);
    if (status == MUS_OK) {
        char *bytes = pending->bytes[2 * pending->count + at];
        memcpy(bytes, id.ptr, id.len);
        pending->ids[2 * pending->count + at] = (struct mus_text){bytes, id.len};
    }
    return status;
}

/* The participants, places in order, of the pair that stands at `at` in the file. */
static enum mus_status check_pair(const struct mus_pairing_reading *reading, size_t at, uint32_t a,
                                  uint32_t b, struct mus_error *err)
{
    const struct mus_text *ids = reading->sorted_ids;
    if (a == b) {
        return mus_fail(err, MUS_INVALID, "pairs[%zu]: \"%.*s\" with itself", at,
                        MUS_TEXT_SHORT_ARG(ids[a]));
    }
    if (reading->company_count == 0) {
        return MUS_OK;
    }
    const uint32_t company = reading->sorted[a].company;
    if (company != MUS_PAIRING_NO_COMPANY && company == reading->sorted[b].company) {
        return mus_fail(err, MUS_INVALID,
                        "pairs[%zu]: \"%.*s\" and \"%.*s\" are of one company, \"%.*s\"", at,
                        MUS_TEXT_SHORT_ARG(ids[a]), MUS_TEXT_SHORT_ARG(ids[b]),
                        MUS_TEXT_SHORT_ARG(reading->sorted_companies[company]));
    }
    return MUS_OK;
}

static enum mus_status add_pair(struct mus_pairing_reading *reading, uint32_t a, uint32_t b,
                                uint32_t score, struct mus_error *err)
{
    const size_t at = reading->pair_count;
    enum mus_status status = check_pair(reading, at, a, b, err);
    if (status != MUS_OK) {
        return status;
    }
    struct mus_read_pair *pairs = GROW(reading->pairs, at, &reading->pair_room);
    if (pairs == NULL) {
        return mus_fail_memory(err);
    }
    reading->pairs = pairs;
    pairs[at] = (struct mus_read_pair){
        .a = a < b ? a : b, .b = a < b ? b : a, .score = score, .at = (uint32_t)at};
    reading->pair_count++;
    return MUS_OK;
}

/* Finds the participants of all that are pending. */
static enum mus_status settle_pending(struct mus_pairing_reading *reading, struct mus_error *err)
{
    struct mus_pending_pairs *pending = &reading->pending;
    uint32_t places[2 * MUS_PAIRS_AT_ONCE];
    mus_problem_ids_find_all(&reading->sorted_by_id, pending->ids, 2 * pending->count, places);
    enum mus_status status = MUS_OK;
    for (size_t i = 0; status == MUS_OK && i < pending->count; i++) {
        const uint32_t a = places[2 * i];
        const uint32_t b = places[2 * i + 1];
        if (a == MUS_PROBLEM_NONE || b == MUS_PROBLEM_NONE) {
            const size_t side = a != MUS_PROBLEM_NONE;
            return mus_fail(err, MUS_INVALID, "pairs[%zu][%zu]: no participant \"%.*s\"",
                            reading->pair_count, side,
                            MUS_TEXT_SHORT_ARG(pending->ids[2 * i + side]));
        }
        status = add_pair(reading, a, b, pending->scores[i], err);
    }
    pending->count = 0;
    return status;
}

static enum mus_status read_pair(struct mus_problem_reader *reader,
                                 const struct mus_json_item *item, void *into)
{
    struct mus_pairing_reading *reading = into;
    struct parts parts = {.reading = reading};
    enum mus_status status = mus_problem_array(reader, item, 3, read_part, &parts);
    if (status == MUS_OK && parts.count < 3) {
        status = mus_problem_fail(reader, MUS_INVALID, "expected two participants and a score");
    }
    if (status != MUS_OK) {
        /* Something wrong in those before it comes first. */
        enum mus_status before = settle_pending(reading, reader->err);
        return before != MUS_OK ? before : status;
    }
    return ++reading->pending.count == MUS_PAIRS_AT_ONCE ? settle_pending(reading, reader->err)
                                                         : MUS_OK;
}

/* ---- all pairs, in order ---- */

static int compare_pairs(const void *left, const void *right)
{
    const struct mus_read_pair *l = left;
    const struct mus_read_pair *r = right;
    if (l->b != r->b) {
        return l->b < r->b ? -1 : 1;
    }
    return (l->at > r->at) - (l->at < r->at);
}

/* begins[a] becomes where the pairs of a begin; begins[count] is their number. */
static void put_in_places(const struct mus_pairing_reading *reading, struct mus_read_pair *sorted,
                          uint64_t *begins)
{
    const size_t participants = reading->participant_count;
    for (size_t i = 0; i < reading->pair_count; i++) {
        begins[reading->pairs[i].a + 1]++;
    }
    for (size_t p = 0; p < participants; p++) {
        begins[p + 1] += begins[p];
    }
    for (size_t i = 0; i < reading->pair_count; i++) {
        sorted[begins[reading->pairs[i].a]++] = reading->pairs[i];
    }
    /* Each is now where the next one began. */
    for (size_t p = participants; p > 0; p--) {
        begins[p] = begins[p - 1];
    }
    begins[0] = 0;
}

static enum mus_status refuse_twice(struct mus_problem_reader *reader,
                                    const struct mus_pairing_reading *reading)
{
    const struct mus_read_pair *twice = NULL;
    for (size_t i = 1; i < reading->pair_count; i++) {
        const struct mus_read_pair *pair = &reading->pairs[i];
        if (pair[-1].a == pair->a && pair[-1].b == pair->b &&
            (twice == NULL || pair->at < twice->at)) {
            twice = pair;
        }
    }
    return twice == NULL
               ? MUS_OK
               : mus_fail(reader->err, MUS_INVALID,
                          "pairs[%u]: \"%.*s\" and \"%.*s\" stand in pairs[%u] already", twice->at,
                          MUS_TEXT_SHORT_ARG(reading->sorted_ids[twice->a]),
                          MUS_TEXT_SHORT_ARG(reading->sorted_ids[twice->b]), twice[-1].at);
}

static enum mus_status sort_pairs(struct mus_problem_reader *reader,
                                  struct mus_pairing_reading *reading)
{
    struct mus_read_pair *sorted = mus_alloc(reading->pair_count, sizeof *sorted);
    reading->begins = mus_alloc_zero(reading->participant_count + 1, sizeof *reading->begins);
    if (sorted == NULL || reading->begins == NULL) {
        mus_free(sorted);
        return mus_fail_memory(reader->err);
    }
    put_in_places(reading, sorted, reading->begins);
    mus_free(reading->pairs);
    reading->pairs = sorted;
    for (size_t p = 0; p < reading->participant_count; p++) {
        qsort(sorted + reading->begins[p], reading->begins[p + 1] - reading->begins[p],
              sizeof *sorted, compare_pairs);
    }
    return refuse_twice(reader, reading);
}

enum mus_status mus_read_pairs(struct mus_problem_reader *reader, const struct mus_json_item *item,
                               void *into)
{
    struct mus_pairing_reading *reading = into;
    enum mus_status status =
        mus_problem_array(reader, item, MUS_PAIRING_MAX_PAIRS, read_pair, reading);
    if (status == MUS_OK) {
        status = settle_pending(reading, reader->err);
    }
    return status == MUS_OK ? sort_pairs(reader, reading) : status;
}

/* ---- forbidden and fixed ---- */

struct two {
    struct mus_pairing_reading *reading;
    uint32_t sides[2];
    size_t count;
};

static enum mus_status read_side(struct mus_problem_reader *reader,
                                 const struct mus_json_item *item, void *into)
{
    struct two *two = into;
    struct mus_text id = MUS_NO_TEXT;
    enum mus_status status = mus_problem_id(reader, item, &id);
    if (status != MUS_OK) {
        return status;
    }
    const uint32_t place = mus_problem_ids_find(&two->reading->sorted_by_id, id);
    if (place == MUS_PROBLEM_NONE) {
        return mus_problem_fail(reader, MUS_INVALID, "no participant \"%.*s\"",
                                MUS_TEXT_SHORT_ARG(id));
    }
    two->sides[two->count++] = place;
    return MUS_OK;
}

static enum mus_status read_two(struct mus_problem_reader *reader,
                                struct mus_pairing_reading *reading,
                                const struct mus_json_item *item, struct mus_read_pair *out)
{
    struct two two = {.reading = reading};
    enum mus_status status = mus_problem_array(reader, item, 2, read_side, &two);
    if (status == MUS_OK && two.count < 2) {
        status = mus_problem_fail(reader, MUS_INVALID, "expected two participants");
    }
    if (status == MUS_OK && two.sides[0] == two.sides[1]) {
        status = mus_problem_fail(reader, MUS_INVALID, "\"%.*s\" with itself",
                                  MUS_TEXT_SHORT_ARG(reading->sorted_ids[two.sides[0]]));
    }
    if (status == MUS_OK) {
        const bool in_order = two.sides[0] < two.sides[1];
        *out = (struct mus_read_pair){.a = two.sides[!in_order], .b = two.sides[in_order]};
    }
    return status;
}

/* Where the pair stands when they are in order; SIZE_MAX: it is not listed. */
static size_t find_pair(const struct mus_pairing_reading *reading, const struct mus_read_pair *pair)
{
    size_t low = reading->begins[pair->a];
    size_t high = reading->begins[pair->a + 1];
    const size_t end = high;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (reading->pairs[middle].b < pair->b) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low < end && reading->pairs[low].b == pair->b ? low : SIZE_MAX;
}

static bool have_marks(struct mus_problem_reader *reader, struct mus_pairing_reading *reading)
{
    if (reading->marks == NULL) {
        reading->marks =
            mus_arena_alloc(reader->arena, reading->pair_count, sizeof *reading->marks);
    }
    return reading->marks != NULL;
}

/* Of a pair that is not listed there is nothing to forbid. */
static enum mus_status read_forbidden_pair(struct mus_problem_reader *reader,
                                           const struct mus_json_item *item, void *into)
{
    struct mus_pairing_reading *reading = into;
    struct mus_read_pair pair;
    enum mus_status status = read_two(reader, reading, item, &pair);
    if (status != MUS_OK) {
        return status;
    }
    const size_t place = find_pair(reading, &pair);
    if (place == SIZE_MAX) {
        return MUS_OK;
    }
    if (!have_marks(reader, reading)) {
        return mus_fail_memory(reader->err);
    }
    reading->marks[place] = MUS_PAIRING_FORBIDDEN;
    return MUS_OK;
}

enum mus_status mus_read_forbidden(struct mus_problem_reader *reader,
                                   const struct mus_json_item *item, void *into)
{
    return mus_problem_array(reader, item, MUS_PAIRING_MAX_PAIRS, read_forbidden_pair, into);
}

static enum mus_status read_fixed_pair(struct mus_problem_reader *reader,
                                       const struct mus_json_item *item, void *into)
{
    struct mus_pairing_reading *reading = into;
    struct mus_read_pair *fixed = GROW(reading->fixed, reading->fixed_count, &reading->fixed_room);
    if (fixed == NULL || !have_marks(reader, reading)) {
        return mus_fail_memory(reader->err);
    }
    reading->fixed = fixed;
    struct mus_read_pair *pair = &fixed[reading->fixed_count];
    enum mus_status status = read_two(reader, reading, item, pair);
    if (status != MUS_OK) {
        return status;
    }
    const size_t place = find_pair(reading, pair);
    const char *fault = place == SIZE_MAX                                ? "are not among the pairs"
                        : reading->marks[place] == MUS_PAIRING_FORBIDDEN ? "are forbidden as well"
                        : reading->marks[place] == MUS_PAIRING_FIXED     ? "are fixed twice"
                                                                         : NULL;
    if (fault != NULL) {
        return mus_problem_fail(reader, MUS_INVALID, "\"%.*s\" and \"%.*s\" %s",
                                MUS_TEXT_SHORT_ARG(reading->sorted_ids[pair->a]),
                                MUS_TEXT_SHORT_ARG(reading->sorted_ids[pair->b]), fault);
    }
    reading->marks[place] = MUS_PAIRING_FIXED;
    reading->fixed_count++;
    return MUS_OK;
}

enum mus_status mus_read_fixed(struct mus_problem_reader *reader, const struct mus_json_item *item,
                               void *into)
{
    return mus_problem_array(reader, item, MUS_PAIRING_MAX_PAIRS, read_fixed_pair, into);
}

/* ---- the fixed pairs by themselves ---- */

static enum mus_status check_maxima(const struct mus_pairing_reading *reading,
                                    struct mus_error *err)
{
    uint32_t *had = mus_alloc_zero(reading->participant_count, sizeof *had);
    if (had == NULL) {
        return mus_fail_memory(err);
    }
    enum mus_status status = MUS_OK;
    for (size_t i = 0; status == MUS_OK && i < reading->fixed_count; i++) {
        const uint32_t sides[] = {reading->fixed[i].a, reading->fixed[i].b};
        for (size_t s = 0; status == MUS_OK && s < 2; s++) {
            const uint32_t max = reading->sorted[sides[s]].max;
            if (++had[sides[s]] > max) {
                status = mus_fail(err, MUS_INVALID,
                                  "fixed[%zu]: one more for \"%.*s\" than its max of %u", i,
                                  MUS_TEXT_SHORT_ARG(reading->sorted_ids[sides[s]]), max);
            }
        }
    }
    mus_free(had);
    return status;
}

/* The companies of a fixed pair. */
struct met {
    uint64_t companies;
    uint32_t at;
};

static int compare_met(const void *left, const void *right)
{
    const struct met *l = left;
    const struct met *r = right;
    if (l->companies != r->companies) {
        return l->companies < r->companies ? -1 : 1;
    }
    return (l->at > r->at) - (l->at < r->at);
}

static size_t companies_met(const struct mus_pairing_reading *reading, struct met *met)
{
    size_t count = 0;
    for (size_t i = 0; i < reading->fixed_count; i++) {
        const uint32_t a = reading->sorted[reading->fixed[i].a].company;
        const uint32_t b = reading->sorted[reading->fixed[i].b].company;
        if (a != MUS_PAIRING_NO_COMPANY && b != MUS_PAIRING_NO_COMPANY) {
            const uint64_t pair = a < b ? (uint64_t)a << 32 | b : (uint64_t)b << 32 | a;
            met[count++] = (struct met){pair, (uint32_t)i};
        }
    }
    return count;
}

static enum mus_status check_companies(const struct mus_pairing_reading *reading,
                                       struct mus_error *err)
{
    struct met *met = mus_alloc(reading->fixed_count, sizeof *met);
    if (met == NULL) {
        return mus_fail_memory(err);
    }
    const size_t count = companies_met(reading, met);
    const struct met *twice = NULL;
    qsort(met, count, sizeof *met, compare_met);
    for (size_t i = 1; i < count; i++) {
        if (met[i].companies == met[i - 1].companies && (twice == NULL || met[i].at < twice->at)) {
            twice = &met[i];
        }
    }
    enum mus_status status = MUS_OK;
    if (twice != NULL) {
        const struct mus_text a = reading->sorted_companies[twice->companies >> 32];
        const struct mus_text b = reading->sorted_companies[(uint32_t)twice->companies];
        status = mus_fail(err, MUS_INVALID,
                          "fixed[%u]: companies \"%.*s\" and \"%.*s\" meet in fixed[%u] already",
                          twice->at, MUS_TEXT_SHORT_ARG(a), MUS_TEXT_SHORT_ARG(b), twice[-1].at);
    }
    mus_free(met);
    return status;
}

enum mus_status mus_check_fixed(const struct mus_pairing_reading *reading, struct mus_error *err)
{
    if (reading->fixed_count == 0) {
        return MUS_OK;
    }
    if (reading->fixed_count > reading->capacity) {
        return mus_fail(err, MUS_INVALID, "fixed: %zu pairs, but the capacity is %llu",
                        reading->fixed_count, (unsigned long long)reading->capacity);
    }
    enum mus_status status = check_maxima(reading, err);
    return status == MUS_OK ? check_companies(reading, err) : status;
}
