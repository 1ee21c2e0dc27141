#include "ledger/earlier.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "ledger/format/rule_set.h"
#include "matcher/text/fold.h"

static const char *thing(enum mus_ledger_kind kind)
{
    static const char *const things[MUS_LEDGER_KIND_END] = {
        [MUS_LEDGER_NAMED] = "a named match",      [MUS_LEDGER_REPORTED] = "a questionnaire",
        [MUS_LEDGER_CONFIRMED] = "a confirmation", [MUS_LEDGER_REVERSED] = "a reversal",
        [MUS_LEDGER_SUCCESSION] = "a succession",  [MUS_LEDGER_RULES] = "a rule set",
        [MUS_LEDGER_FIGURE] = "a figure",          [MUS_LEDGER_ROTATION] = "a key rotation",
    };
    return things[kind];
}

static enum mus_status get(const struct mus_read *read, uint64_t index, struct mus_arena *arena,
                           struct mus_ledger_entry *out, struct mus_error *err)
{
    struct mus_text bytes = MUS_NO_TEXT;
    enum mus_status status = mus_store_ledger_entry(read, index, arena, &bytes, err);
    return status == MUS_OK ? mus_ledger_entry_decode(bytes, out, err) : status;
}

static bool is_among(enum mus_ledger_kind kind, unsigned kinds)
{
    return (kinds & (1U << kind)) != 0;
}

/* ------------------------------------------------------------------ confirmed, reversed */

enum mus_status mus_earlier_reversal(const struct mus_read *read, uint64_t entry,
                                     struct mus_arena *arena, uint64_t *reversal,
                                     struct mus_error *err)
{
    uint64_t *about = NULL;
    size_t count = 0;
    uint64_t found = MUS_EARLIER_NONE;
    enum mus_status status = mus_store_ledger_about(read, entry, arena, &about, &count, err);
    for (size_t i = 0; status == MUS_OK && i < count && found == MUS_EARLIER_NONE; i++) {
        struct mus_ledger_entry other;
        status = get(read, about[i], arena, &other, err);
        if (status == MUS_OK && other.kind == MUS_LEDGER_REVERSED) {
            found = about[i];
        }
    }
    if (status == MUS_OK) {
        *reversal = found;
    }
    return status;
}

enum mus_status mus_earlier_reverse(const struct mus_read *read, uint64_t entry,
                                    struct mus_arena *arena, struct mus_error *err)
{
    enum {
        REVERSIBLE = 1U << MUS_LEDGER_NAMED | 1U << MUS_LEDGER_REPORTED |
                     1U << MUS_LEDGER_CONFIRMED | 1U << MUS_LEDGER_SUCCESSION |
                     1U << MUS_LEDGER_FIGURE,
    };
    struct mus_ledger_entry earlier;
    uint64_t reversal = MUS_EARLIER_NONE;
    enum mus_status status = get(read, entry, arena, &earlier, err);
    if (status == MUS_OK && !is_among(earlier.kind, REVERSIBLE)) {
        return mus_fail(err, MUS_INVALID, "entry %" PRIu64 " is %s, which cannot be reversed",
                        entry, thing(earlier.kind));
    }
    if (status == MUS_OK) {
        status = mus_earlier_reversal(read, entry, arena, &reversal, err);
    }
    if (status == MUS_OK && reversal != MUS_EARLIER_NONE) {
        return mus_fail(err, MUS_CONFLICT,
                        "entry %" PRIu64 " was reversed already, by entry %" PRIu64, entry,
                        reversal);
    }
    return status;
}

/* A person's name without what may be written one way or another: folded, and without spaces. */
static enum mus_status fold_name(struct mus_text name, struct mus_buf *out, struct mus_error *err)
{
    enum mus_status status = mus_fold_search(name, out, err);
    size_t len = 0;
    for (size_t i = 0; status == MUS_OK && i < out->len; i++) {
        if (out->data[i] != ' ') {
            out->data[len++] = out->data[i];
        }
    }
    out->len = status == MUS_OK ? len : out->len;
    return status;
}

/* Somebody who wants to confirm, and the one whom an entry knows by a random id. */
struct confirming {
    const struct mus_read *read;
    struct mus_arena *arena;
    struct mus_buf name, other; /* folded */
    bool known;                 /* to the ledger, under this id */
    struct mus_ledger_id id;
    struct mus_error *err;
};

static enum mus_status know(struct confirming *confirming, struct mus_text by)
{
    enum mus_status status =
        mus_store_find_alias(confirming->read, MUS_ALIAS_PERSON, by, &confirming->known,
                             &confirming->id, confirming->err);
    return status == MUS_OK ? fold_name(by, &confirming->name, confirming->err) : status;
}

/* The same id, or a name that reads the same; a name that was forgotten is nobody's. */
static enum mus_status is_same(struct confirming *confirming, const struct mus_ledger_id *by,
                               bool *same)
{
    enum mus_alias what = MUS_ALIAS_PERSON;
    struct mus_text name = MUS_NO_TEXT;
    *same = confirming->known && mus_ledger_id_equal(&confirming->id, by);
    if (*same) {
        return MUS_OK;
    }
    mus_buf_clear(&confirming->other);
    enum mus_status status =
        mus_store_alias_of(confirming->read, by, &what, confirming->arena, &name, confirming->err);
    if (status == MUS_OK && name.ptr != NULL && what == MUS_ALIAS_PERSON) {
        status = fold_name(name, &confirming->other, confirming->err);
    }
    *same = confirming->other.len > 0 &&
            mus_text_equal(mus_buf_text(&confirming->name), mus_buf_text(&confirming->other));
    return status;
}

/* A confirmation of this person that was not taken back. */
static enum mus_status own_confirmation(struct confirming *confirming, uint64_t entry,
                                        uint64_t *own)
{
    const struct mus_read *read = confirming->read;
    struct mus_arena *arena = confirming->arena;
    uint64_t *about = NULL;
    size_t count = 0;
    enum mus_status status =
        mus_store_ledger_about(read, entry, arena, &about, &count, confirming->err);
    *own = MUS_EARLIER_NONE;
    for (size_t i = 0; status == MUS_OK && i < count && *own == MUS_EARLIER_NONE; i++) {
        struct mus_ledger_entry other;
        uint64_t reversal = MUS_EARLIER_NONE;
        bool same = false;
        status = get(read, about[i], arena, &other, confirming->err);
        if (status == MUS_OK && other.kind == MUS_LEDGER_CONFIRMED) {
            status = is_same(confirming, &other.by, &same);
        }
        if (status != MUS_OK || !same) {
            continue;
        }
        status = mus_earlier_reversal(read, about[i], arena, &reversal, confirming->err);
        if (status == MUS_OK && reversal == MUS_EARLIER_NONE) {
            *own = about[i];
        }
    }
    return status;
}

/* That it is a second person, who has not confirmed the entry yet. */
static enum mus_status check_second(struct confirming *confirming, uint64_t entry,
                                    const struct mus_ledger_id *recorded_by)
{
    uint64_t own = MUS_EARLIER_NONE;
    bool same = false;
    enum mus_status status = is_same(confirming, recorded_by, &same);
    if (status == MUS_OK && same) {
        return mus_fail(confirming->err, MUS_INVALID,
                        "by: the person who recorded entry %" PRIu64 " cannot confirm it", entry);
    }
    if (status == MUS_OK) {
        status = own_confirmation(confirming, entry, &own);
    }
    if (status == MUS_OK && own != MUS_EARLIER_NONE) {
        return mus_fail(confirming->err, MUS_CONFLICT,
                        "by: the same person has confirmed entry %" PRIu64
                        " already, by entry %" PRIu64,
                        entry, own);
    }
    return status;
}

static enum mus_status check_confirmable(const struct mus_read *read, uint64_t entry,
                                         struct mus_arena *arena, struct mus_ledger_id *recorded_by,
                                         struct mus_error *err)
{
    enum { CONFIRMABLE = 1U << MUS_LEDGER_NAMED | 1U << MUS_LEDGER_REPORTED };
    struct mus_ledger_entry earlier;
    uint64_t reversal = MUS_EARLIER_NONE;
    enum mus_status status = get(read, entry, arena, &earlier, err);
    if (status == MUS_OK && !is_among(earlier.kind, CONFIRMABLE)) {
        return mus_fail(err, MUS_INVALID, "entry %" PRIu64 " is %s, which cannot be confirmed",
                        entry, thing(earlier.kind));
    }
    if (status == MUS_OK) {
        status = mus_earlier_reversal(read, entry, arena, &reversal, err);
    }
    if (status == MUS_OK && reversal != MUS_EARLIER_NONE) {
        return mus_fail(err, MUS_CONFLICT, "entry %" PRIu64 " was reversed, by entry %" PRIu64,
                        entry, reversal);
    }
    if (status == MUS_OK) {
        *recorded_by = earlier.by;
    }
    return status;
}

enum mus_status mus_earlier_confirm(const struct mus_read *read, uint64_t entry, struct mus_text by,
                                    struct mus_arena *arena, struct mus_error *err)
{
    struct confirming confirming = {.read = read, .arena = arena, .err = err};
    struct mus_ledger_id recorded_by;
    enum mus_status status = check_confirmable(read, entry, arena, &recorded_by, err);
    if (status == MUS_OK) {
        status = know(&confirming, by);
    }
    if (status == MUS_OK) {
        status = check_second(&confirming, entry, &recorded_by);
    }
    mus_buf_done(&confirming.name);
    mus_buf_done(&confirming.other);
    return status;
}

/* ------------------------------------------------------------------ walking */

enum mus_status mus_earlier_next(struct mus_ledger_walker *walker, enum mus_ledger_kind kind,
                                 uint64_t *index, struct mus_text *entry, struct mus_error *err)
{
    for (;;) {
        enum mus_ledger_kind found = MUS_LEDGER_KIND_END;
        uint64_t recorded;
        mus_date date;
        enum mus_status status = mus_ledger_walker_next(walker, index, entry, err);
        if (status != MUS_OK || entry->ptr == NULL) {
            return status;
        }
        if (!mus_ledger_entry_peek(*entry, &found, &recorded, &date)) {
            return mus_fail(err, MUS_CORRUPT, "entry %" PRIu64 ": cannot be read", *index);
        }
        if (found == kind) {
            return MUS_OK;
        }
    }
}

/* ------------------------------------------------------------------ rule sets */

static enum mus_status compare_rules(struct mus_text bytes, uint64_t index,
                                     const struct mus_rule_set *rules, struct mus_text canonical,
                                     struct mus_arena *arena, struct mus_error *err)
{
    struct mus_ledger_entry entry;
    struct mus_rule_set other;
    enum mus_status status = mus_ledger_entry_decode(bytes, &entry, err);
    if (status == MUS_OK) {
        status = mus_rule_set_read(entry.as.rules, arena, &other, err);
    }
    if (status == MUS_OK && mus_text_equal(other.id, rules->id) &&
        !mus_text_equal(entry.as.rules, canonical)) {
        return mus_fail(err, MUS_CONFLICT,
                        "rule set \"%.*s\" was adopted with other content, by entry %" PRIu64
                        "; give this one another id",
                        MUS_TEXT_SHORT_ARG(rules->id), index);
    }
    return status;
}

enum mus_status mus_earlier_rules(const struct mus_read *read, struct mus_text rules,
                                  struct mus_arena *arena, struct mus_error *err)
{
    struct mus_rule_set set;
    struct mus_ledger_walker *walker = NULL;
    enum mus_status status = mus_rule_set_read(rules, arena, &set, err);
    if (status == MUS_OK) {
        status = mus_ledger_walker_open(read, 0, &walker, err);
    }
    while (status == MUS_OK) {
        uint64_t index;
        struct mus_text entry = MUS_NO_TEXT;
        status = mus_earlier_next(walker, MUS_LEDGER_RULES, &index, &entry, err);
        if (status != MUS_OK || entry.ptr == NULL) {
            break;
        }
        status = compare_rules(entry, index, &set, rules, arena, err);
    }
    mus_ledger_walker_close(walker);
    return status;
}

/* ------------------------------------------------------------------ successions */

static int compare_from(const void *a, const void *b)
{
    const struct mus_succession *left = a;
    const struct mus_succession *right = b;
    return memcmp(left->from.bytes, right->from.bytes, sizeof left->from.bytes);
}

static enum mus_status count_successions(const struct mus_read *read, size_t *count,
                                         struct mus_error *err)
{
    struct mus_ledger_walker *walker = NULL;
    struct mus_text entry = MUS_TEXT("");
    enum mus_status status = mus_ledger_walker_open(read, 0, &walker, err);
    *count = 0;
    while (status == MUS_OK && entry.ptr != NULL) {
        uint64_t index;
        entry = MUS_NO_TEXT;
        status = mus_earlier_next(walker, MUS_LEDGER_SUCCESSION, &index, &entry, err);
        *count += entry.ptr != NULL;
    }
    mus_ledger_walker_close(walker);
    return status;
}

static enum mus_status fill_successions(const struct mus_read *read, struct mus_arena *arena,
                                        struct mus_successions *out, struct mus_error *err)
{
    struct mus_ledger_walker *walker = NULL;
    enum mus_status status = mus_ledger_walker_open(read, 0, &walker, err);
    while (status == MUS_OK) {
        uint64_t index;
        uint64_t reversal = MUS_EARLIER_NONE;
        struct mus_text bytes = MUS_NO_TEXT;
        struct mus_ledger_entry entry;
        status = mus_earlier_next(walker, MUS_LEDGER_SUCCESSION, &index, &bytes, err);
        if (status != MUS_OK || bytes.ptr == NULL) {
            break;
        }
        status = mus_ledger_entry_decode(bytes, &entry, err);
        if (status == MUS_OK) {
            status = mus_earlier_reversal(read, index, arena, &reversal, err);
        }
        if (status == MUS_OK && reversal == MUS_EARLIER_NONE) {
            out->items[out->count++] = (struct mus_succession){
                .from = entry.as.succession.from, .to = entry.as.succession.to, .entry = index};
        }
    }
    mus_ledger_walker_close(walker);
    return status;
}

enum mus_status mus_successions_read(const struct mus_read *read, struct mus_arena *arena,
                                     struct mus_successions *out, struct mus_error *err)
{
    struct mus_successions successions = {0};
    size_t count = 0;
    enum mus_status status = count_successions(read, &count, err);
    if (status != MUS_OK) {
        return status;
    }
    successions.items = mus_arena_alloc(arena, count, sizeof *successions.items);
    if (successions.items == NULL) {
        return mus_fail_memory(err);
    }
    if (count > 0) {
        status = fill_successions(read, arena, &successions, err);
        qsort(successions.items, successions.count, sizeof *successions.items, compare_from);
    }
    if (status == MUS_OK) {
        *out = successions;
    }
    return status;
}

const struct mus_succession *mus_successions_of(const struct mus_successions *successions,
                                                const struct mus_ledger_id *id)
{
    const struct mus_succession wanted = {.from = *id};
    return successions->count == 0 ? NULL
                                   : bsearch(&wanted, successions->items, successions->count,
                                             sizeof *successions->items, compare_from);
}

enum mus_status mus_successions_allow(const struct mus_successions *successions,
                                      const struct mus_ledger_id *from,
                                      const struct mus_ledger_id *to, struct mus_error *err)
{
    const struct mus_succession *next = mus_successions_of(successions, from);
    if (next != NULL) {
        return mus_fail(err, MUS_CONFLICT,
                        "from: has become another company already, by entry %" PRIu64, next->entry);
    }
    /* Chains have no circle so far, so that this ends. */
    for (next = to == NULL ? NULL : mus_successions_of(successions, to); next != NULL;
         next = mus_successions_of(successions, &next->to)) {
        if (mus_ledger_id_equal(&next->to, from)) {
            return mus_fail(err, MUS_INVALID,
                            "to: has itself become the company of \"from\", by entry %" PRIu64,
                            next->entry);
        }
    }
    return MUS_OK;
}
