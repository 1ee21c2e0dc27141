/* The count goes over the book's items twice, in the order of entries, and reads the bytes of those
 * alone that count:
 *
 *     firms   who is one with whom (count_firms.c)
 *     scope   which editions have questionnaires in the year, and in which years named entries
 *             may reduce them (count_scope.c)
 *     reported  the questionnaires that stand
 *     named     the named entries that count; each takes one from what its firms reported
 *
 * What is left is listed in the order of entries. */
#include "ledger/format/count.h"

#include "base/mem.h"
#include "ledger/format/count_internal.h"
#include "ledger/format/entry_view.h"

#include <stdlib.h>
#include <string.h>

#define DAY_SECONDS 86400
#define TOKYO_SECONDS 32400

const char *mus_count_reason_name(enum mus_count_reason reason)
{
    switch (reason) {
    case MUS_COUNT_DUPLICATE:
        return "duplicate";
    case MUS_COUNT_REVERSED:
        return "reversed";
    case MUS_COUNT_REDUCED:
        return "reduced_by_named";
    case MUS_COUNT_UNCONFIRMED:
        return "unconfirmed";
    }
    return "";
}

uint64_t mus_as_of_day(mus_date day)
{
    int64_t end = ((int64_t)day + 1) * DAY_SECONDS - TOKYO_SECONDS - 1;
    return end < 0 ? 0 : (uint64_t)end;
}

/* Judging one entry */

enum mus_status mus_counting_suppress(struct mus_counting *counting, uint32_t entry, uint32_t count,
                                      enum mus_count_reason reason, uint64_t same_as)
{
    if (!mus_counting_of_year(counting, entry)) {
        return MUS_OK;
    }
    struct mus_suppressed *suppressed = mus_grown(counting->suppressed, counting->suppressed_count,
                                                  &counting->suppressed_room, sizeof *suppressed);
    if (suppressed == NULL) {
        return mus_fail_memory(counting->err);
    }
    counting->suppressed = suppressed;
    suppressed[counting->suppressed_count++] = (struct mus_suppressed){
        .entry = entry, .count = count, .reason = reason, .same_as = same_as};
    return MUS_OK;
}

static uint32_t n_of(const struct mus_book_item *item)
{
    return item->kind == MUS_LEDGER_REPORTED ? item->as.reported.count : 1;
}

enum mus_status mus_counting_judge(struct mus_counting *counting, uint32_t entry, bool *candidate)
{
    const struct mus_book_item *item = &counting->book->items[entry];
    const struct mus_topic_use *use = mus_counting_use(counting, entry);
    *candidate = false;
    if (use->other != NULL) {
        *use->other += use->of_year;
        return MUS_OK;
    }
    uint64_t reversal = mus_book_reversal(counting->book, item, counting->seen);
    if (reversal != MUS_BOOK_NO_ENTRY) {
        return mus_counting_suppress(counting, entry, n_of(item), MUS_COUNT_REVERSED, reversal);
    }
    if (use->confirmed && !mus_book_confirmed(counting->book, item, counting->seen)) {
        return mus_counting_suppress(counting, entry, n_of(item), MUS_COUNT_UNCONFIRMED,
                                     MUS_COUNT_NONE);
    }
    *candidate = true;
    return MUS_OK;
}

/* What one that counts says */

static bool at_home(const struct mus_ledger_side *side, const struct mus_rule_set *rules)
{
    return memcmp(side->country, rules->home_country, sizeof side->country) == 0;
}

/* The smaller size; unknown comes last. */
static enum mus_size smaller(enum mus_size a, enum mus_size b)
{
    if (a == MUS_SIZE_UNKNOWN || b == MUS_SIZE_UNKNOWN) {
        return a == MUS_SIZE_UNKNOWN ? b : a;
    }
    return a < b ? a : b;
}

static void describe_pair(struct mus_counted *counted, const struct mus_ledger_side sides[2],
                          const struct mus_rule_set *rules)
{
    const struct mus_ledger_side *a = &sides[0];
    const struct mus_ledger_side *b = &sides[1];
    bool a_home = at_home(a, rules);
    bool b_home = at_home(b, rules);
    const char *country =
        memcmp(a->country, b->country, sizeof a->country) < 0 ? a->country : b->country;
    counted->size = smaller(a->size, b->size);
    if (a_home != b_home) {
        country = a_home ? b->country : a->country;
        counted->size = a_home ? a->size : b->size;
    }
    memcpy(counted->country, country, sizeof counted->country);
}

static enum mus_status describe(const struct mus_counting *counting, uint32_t entry, uint32_t count,
                                struct mus_counted *out)
{
    const struct mus_book_item *item = &counting->book->items[entry];
    struct mus_entry_view view;
    if (!mus_entry_view_read(mus_book_bytes(item), &view)) {
        return mus_fail(counting->err, MUS_CORRUPT, "entry %lu: cannot be read any more",
                        (unsigned long)entry);
    }
    *out = (struct mus_counted){
        .entry = entry,
        .recorded = mus_book_recorded(item),
        .count = count,
        .reported = item->kind == MUS_LEDGER_REPORTED,
        .date = view.date,
        .programme = view.programme,
        .purpose = view.purpose,
    };
    struct mus_ledger_side sides[2] = {{.corporate_number = 0}};
    for (unsigned i = 0; i < view.side_count; i++) {
        sides[i] = mus_entry_view_side(&view, i);
    }
    if (out->reported) {
        memcpy(out->country, sides[0].country, sizeof out->country);
        out->size = sides[0].size;
    } else {
        describe_pair(out, sides, counting->rules);
    }
    return MUS_OK;
}

/* The result */

static size_t how_many(const struct mus_counting *counting)
{
    size_t count = 0;
    for (size_t i = 0; i < counting->match_count; i++) {
        count += mus_counting_of_year(counting, counting->matches[i].entry);
    }
    for (size_t i = 0; i < counting->questionnaire_count; i++) {
        const struct mus_questionnaire *one = &counting->questionnaires[i];
        count += mus_counting_of_year(counting, one->entry) && one->left > 0;
    }
    return count;
}

/* Matches and questionnaires, each in the order of entries, become one list. */
static enum mus_status list_counted(const struct mus_counting *counting, struct mus_arena *arena,
                                    struct mus_count *out)
{
    size_t count = how_many(counting);
    struct mus_counted *items = mus_arena_alloc(arena, count, sizeof *items);
    if (items == NULL) {
        return mus_fail_memory(counting->err);
    }
    enum mus_status status = MUS_OK;
    size_t filled = 0;
    size_t match = 0;
    size_t one = 0;
    while (status == MUS_OK && filled < count) {
        uint32_t named =
            match < counting->match_count ? counting->matches[match].entry : UINT32_MAX;
        uint32_t reported =
            one < counting->questionnaire_count ? counting->questionnaires[one].entry : UINT32_MAX;
        uint32_t entry = named < reported ? named : reported;
        uint32_t n = named < reported ? 1 : counting->questionnaires[one].left;
        match += named < reported;
        one += reported < named;
        if (n > 0 && mus_counting_of_year(counting, entry)) {
            *(named < reported ? &out->named : &out->reported) += n;
            status = describe(counting, entry, n, &items[filled++]);
        }
    }
    out->total = out->named + out->reported;
    out->counted = items;
    out->counted_count = count;
    return status;
}

static int compare_suppressed(const void *a, const void *b)
{
    const struct mus_suppressed *x = a;
    const struct mus_suppressed *y = b;
    if (x->entry != y->entry) {
        return x->entry < y->entry ? -1 : 1;
    }
    return x->same_as < y->same_as ? -1 : x->same_as > y->same_as;
}

static enum mus_status list_suppressed(const struct mus_counting *counting, struct mus_arena *arena,
                                       struct mus_count *out)
{
    size_t count = counting->suppressed_count;
    struct mus_suppressed *items = mus_arena_alloc(arena, count, sizeof *items);
    if (items == NULL) {
        return mus_fail_memory(counting->err);
    }
    if (count > 0) {
        memcpy(items, counting->suppressed, count * sizeof *items);
        qsort(items, count, sizeof *items, compare_suppressed);
    }
    out->suppressed = items;
    out->suppressed_count = count;
    return MUS_OK;
}

static enum mus_status list(const struct mus_counting *counting, struct mus_arena *arena,
                            struct mus_count *out)
{
    out->other_stage = counting->other_stage;
    out->other_programme = counting->other_programme;
    out->other_side = counting->other_side;
    out->seen = counting->seen;
    enum mus_status status = list_counted(counting, arena, out);
    return status == MUS_OK ? list_suppressed(counting, arena, out) : status;
}

/* Counting */

static enum mus_status prepare(struct mus_counting *counting)
{
    counting->uses = mus_alloc_zero(counting->book->topic_count + 1, sizeof *counting->uses);
    counting->years = mus_alloc_zero(MUS_BOOK_YEARS, sizeof *counting->years);
    if (counting->uses == NULL || counting->years == NULL) {
        return mus_fail_memory(counting->err);
    }
    return mus_book_firms(counting->book, counting->seen, counting->rules->same_by_number,
                          &counting->firms, counting->err);
}

static void finish(struct mus_counting *counting)
{
    mus_free(counting->firms);
    mus_free(counting->uses);
    mus_free(counting->years);
    mus_free(counting->questionnaires);
    mus_free(counting->matches);
    mus_free(counting->suppressed);
    mus_slots_done(&counting->questionnaire_slots);
    mus_slots_done(&counting->respondent_slots);
    mus_slots_done(&counting->match_slots);
}

/* The rules that are asked for, and the entry that adopted them last. */
static enum mus_status choose_rules(const struct mus_book *book,
                                    const struct mus_count_options *options, struct mus_count *out,
                                    struct mus_error *err)
{
    out->rules = options->rules;
    out->rules_entry = MUS_COUNT_NONE;
    if (options->rules == NULL) {
        struct mus_book_rules found =
            mus_book_rules_in_force(book, options->fiscal_year, options->as_of);
        out->rules = found.rules;
        out->rules_entry = found.entry;
    } else {
        struct mus_book_rules found =
            mus_book_rules_by_id(book, options->rules->id, options->as_of);
        /* Another set may bear the id: one that is only proposed. */
        out->rules_entry = found.rules == options->rules ? found.entry : MUS_COUNT_NONE;
    }
    if (out->rules == NULL) {
        return mus_fail(err, MUS_NOT_FOUND, "no rule set is in force for fiscal year %d",
                        options->fiscal_year);
    }
    return MUS_OK;
}

enum mus_status mus_ledger_count(const struct mus_book *book,
                                 const struct mus_count_options *options, struct mus_arena *arena,
                                 struct mus_count *out, struct mus_error *err)
{
    struct mus_count count = {0};
    enum mus_status status = choose_rules(book, options, &count, err);
    if (status != MUS_OK) {
        return status;
    }
    struct mus_counting counting = {
        .book = book,
        .rules = count.rules,
        .fiscal_year = options->fiscal_year,
        .seen = mus_book_seen(book, options->as_of),
        .err = err,
    };
    status = prepare(&counting);
    if (status == MUS_OK) {
        status = mus_counting_scope(&counting);
    }
    if (status == MUS_OK) {
        status = mus_counting_reported(&counting);
    }
    if (status == MUS_OK) {
        status = mus_counting_named(&counting);
    }
    if (status == MUS_OK) {
        status = list(&counting, arena, &count);
    }
    if (status == MUS_OK) {
        *out = count;
    }
    finish(&counting);
    return status;
}
