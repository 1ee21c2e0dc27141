#include "report/compare.h"

#include <string.h>

#include "ledger/append.h"
#include "ledger/format/rule_set.h"
#include "report/indicator.h"
#include "store/ledger.h"

const char *mus_excluded_name(enum mus_excluded excluded)
{
    static const char *const NAMES[] = {NULL, "programme", "stage", "side"};
    return NAMES[excluded];
}

/* ------------------------------------------------------------------ counting twice */

static enum mus_status count_both(const struct mus_book *book,
                                  const struct mus_compare_options *options, uint64_t as_of,
                                  struct mus_arena *arena, struct mus_comparison *out,
                                  struct mus_error *err)
{
    enum mus_status status = MUS_OK;
    for (size_t side = 0; status == MUS_OK && side < 2; side++) {
        struct mus_count_options how = {
            .rules = options->rules[side], .fiscal_year = options->fiscal_year, .as_of = as_of};
        if (how.rules == NULL) {
            status = mus_rules_find(book, options->rule_sets[side], as_of, &how.rules, err);
        }
        if (status == MUS_OK) {
            status = mus_ledger_count(book, &how, arena, &out->counts[side], err);
        }
    }
    return status;
}

static enum mus_status check_one_indicator(const struct mus_comparison *comparison,
                                           struct mus_error *err)
{
    const struct mus_rule_set *a = comparison->counts[0].rules;
    const struct mus_rule_set *b = comparison->counts[1].rules;
    if (mus_text_equal(a->indicator, b->indicator)) {
        return MUS_OK;
    }
    return mus_fail(err, MUS_INVALID,
                    "rule set \"%.*s\" counts the indicator \"%.*s\", rule set \"%.*s\" the "
                    "indicator \"%.*s\": only one indicator can be compared with itself",
                    MUS_TEXT_SHORT_ARG(a->id), MUS_TEXT_SHORT_ARG(a->indicator),
                    MUS_TEXT_SHORT_ARG(b->id), MUS_TEXT_SHORT_ARG(b->indicator));
}

/* ------------------------------------------------------------------ verdicts */

/* The first record about the entry, or where it would stand. */
static size_t first_suppressed(const struct mus_count *count, uint64_t entry)
{
    size_t low = 0;
    size_t high = count->suppressed_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (count->suppressed[middle].entry < entry) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low;
}

static enum mus_excluded exclusion_of(const struct mus_ledger_entry *entry,
                                      const struct mus_rule_set *rules)
{
    bool named = entry->kind == MUS_LEDGER_NAMED;
    struct mus_text programme = named ? entry->as.named.programme : entry->as.reported.programme;
    unsigned mark =
        named ? (unsigned)entry->as.named.stage : (unsigned)entry->as.reported.side_of_fair;
    const struct mus_rule_clause *clause =
        mus_rule_clause_for(named ? &rules->named : &rules->reported, programme);
    if (clause == NULL) {
        return MUS_EXCLUDED_PROGRAMME;
    }
    if ((clause->marks & (1U << mark)) != 0) {
        return MUS_EXCLUDED_NOT;
    }
    return named ? MUS_EXCLUDED_STAGE : MUS_EXCLUDED_SIDE;
}

static struct mus_verdict judge(const struct mus_count *count, uint32_t counted, uint64_t entry,
                                const struct mus_ledger_entry *content)
{
    size_t first = first_suppressed(count, entry);
    size_t end = first;
    while (end < count->suppressed_count && count->suppressed[end].entry == entry) {
        end++;
    }
    struct mus_verdict verdict = {.count = counted,
                                  .suppressed = end > first ? &count->suppressed[first] : NULL,
                                  .suppressed_count = end - first};
    if (counted == 0 && end == first) {
        verdict.excluded = exclusion_of(content, count->rules);
    }
    return verdict;
}

/* ------------------------------------------------------------------ the entries that differ */

/* Goes through two lists in the order of entries at once. */
struct pairing {
    const struct mus_count *counts[2];
    size_t at[2];
};

/* Which entry comes next, and how much of it each of the two counts; false behind the last. */
static bool next_entry(struct pairing *pairing, uint64_t *entry, uint32_t counted[2])
{
    *entry = UINT64_MAX;
    for (size_t side = 0; side < 2; side++) {
        const struct mus_count *count = pairing->counts[side];
        if (pairing->at[side] < count->counted_count &&
            count->counted[pairing->at[side]].entry < *entry) {
            *entry = count->counted[pairing->at[side]].entry;
        }
    }
    for (size_t side = 0; side < 2; side++) {
        const struct mus_count *count = pairing->counts[side];
        bool here = pairing->at[side] < count->counted_count &&
                    count->counted[pairing->at[side]].entry == *entry;
        counted[side] = here ? count->counted[pairing->at[side]++].count : 0;
    }
    return *entry != UINT64_MAX;
}

static size_t count_differences(const struct mus_comparison *comparison)
{
    struct pairing pairing = {.counts = {&comparison->counts[0], &comparison->counts[1]}};
    uint64_t entry;
    uint32_t counted[2];
    size_t count = 0;
    while (next_entry(&pairing, &entry, counted)) {
        count += counted[0] != counted[1];
    }
    return count;
}

static enum mus_status make_difference(const struct mus_read *read, struct mus_arena *arena,
                                       const struct mus_comparison *comparison, uint64_t entry,
                                       const uint32_t counted[2], struct mus_difference *out,
                                       struct mus_error *err)
{
    struct mus_text bytes;
    struct mus_ledger_entry content;
    enum mus_status status = mus_store_ledger_entry(read, entry, arena, &bytes, err);
    if (status == MUS_OK) {
        status = mus_ledger_entry_decode(bytes, &content, err);
    }
    if (status != MUS_OK) {
        return status;
    }
    *out = (struct mus_difference){.entry = entry, .reported = content.kind == MUS_LEDGER_REPORTED};
    out->date = out->reported ? content.as.reported.date : content.as.named.date;
    out->programme = out->reported ? content.as.reported.programme : content.as.named.programme;
    for (size_t side = 0; side < 2; side++) {
        out->verdicts[side] = judge(&comparison->counts[side], counted[side], entry, &content);
    }
    return MUS_OK;
}

static enum mus_status list_differences(const struct mus_read *read, struct mus_arena *arena,
                                        struct mus_comparison *out, struct mus_error *err)
{
    struct pairing pairing = {.counts = {&out->counts[0], &out->counts[1]}};
    size_t room = count_differences(out);
    struct mus_difference *items = mus_arena_alloc(arena, room, sizeof *items);
    uint64_t entry;
    uint32_t counted[2];
    size_t count = 0;
    enum mus_status status = items == NULL ? mus_fail_memory(err) : MUS_OK;
    while (status == MUS_OK && count < room && next_entry(&pairing, &entry, counted)) {
        if (counted[0] != counted[1]) {
            status = make_difference(read, arena, out, entry, counted, &items[count++], err);
        }
    }
    out->differences = items;
    out->difference_count = count;
    return status;
}

/* ------------------------------------------------------------------ the rules themselves */

static size_t count_lines(struct mus_text text)
{
    size_t count = 0;
    for (size_t i = 0; i < text.len; i++) {
        count += text.ptr[i] == '\n';
    }
    return count;
}

static enum mus_status list_lines(struct mus_text text, struct mus_arena *arena,
                                  struct mus_texts *out, struct mus_error *err)
{
    struct mus_text whole = mus_arena_copy(arena, text);
    size_t room = count_lines(text);
    struct mus_text *lines = mus_arena_alloc(arena, room, sizeof *lines);
    size_t count = 0;
    if (whole.ptr == NULL || lines == NULL) {
        return mus_fail_memory(err);
    }
    for (const char *at = whole.ptr; count < room; count++) {
        const char *end = strchr(at, '\n');
        lines[count] = (struct mus_text){at, (size_t)(end - at)};
        at = end + 1;
    }
    *out = (struct mus_texts){lines, count};
    return MUS_OK;
}

static enum mus_status list_rules(struct mus_arena *arena, struct mus_comparison *out,
                                  struct mus_error *err)
{
    struct mus_buf text = {0};
    mus_buf_add_z(&text, "");
    mus_rule_set_diff(out->counts[0].rules, out->counts[1].rules, &text);
    enum mus_status status = mus_buf_check(&text, err);
    if (status == MUS_OK && text.len > 0) {
        status = list_lines(mus_buf_text(&text), arena, &out->rules, err);
    }
    mus_buf_done(&text);
    return status;
}

/* ------------------------------------------------------------------ all of it */

static enum mus_status fill(const struct mus_read *read, const struct mus_book *book,
                            const struct mus_compare_options *options, uint64_t as_of,
                            struct mus_arena *arena, struct mus_comparison *out,
                            struct mus_error *err)
{
    enum mus_status status = count_both(book, options, as_of, arena, out, err);
    if (status == MUS_OK) {
        status = check_one_indicator(out, err);
    }
    if (status == MUS_OK) {
        out->ledger_size = out->counts[0].seen;
        status = mus_store_ledger_root(read, out->ledger_size, &out->ledger_root, err);
    }
    if (status == MUS_OK) {
        status = list_rules(arena, out, err);
    }
    return status == MUS_OK ? list_differences(read, arena, out, err) : status;
}

enum mus_status mus_compare_make(const struct mus_read *read,
                                 const struct mus_compare_options *options, struct mus_arena *arena,
                                 struct mus_book **book, struct mus_comparison *out,
                                 struct mus_error *err)
{
    bool dated = options->as_of != MUS_NO_DATE;
    uint64_t as_of = dated ? mus_as_of_day(options->as_of) : MUS_BOOK_NOW;
    struct mus_comparison made = {.fiscal_year = options->fiscal_year,
                                  .as_of = dated ? options->as_of : options->today};
    struct mus_book *whole = NULL;
    enum mus_status status = mus_ledger_book_of(read, &whole, err);
    if (status == MUS_OK) {
        status = fill(read, whole, options, as_of, arena, &made, err);
    }
    if (status != MUS_OK) {
        mus_book_free(whole);
        return status;
    }
    *book = whole;
    *out = made;
    return MUS_OK;
}
