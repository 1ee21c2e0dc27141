/* The count of concluded matches: a function of the ledger and a rule set, nothing else.
 *
 * 1. Firms: ids that successions join are one firm (reversed successions do not), and where the
 *    rule set says so ids to which entries that are not reversed give one corporate number are one
 *    too, whatever else those entries say and whenever they are dated. A pair is the two firms in
 *    no order.
 * 2. A named entry counts where a clause names its programme and stage, it is not reversed, it is
 *    confirmed by a second person where the clause says so, and no entry before it that counts is
 *    the same match by `one_match`. Of duplicates the first in entry order stands; where it is
 *    reversed, or lacks its confirmation, the next one does.
 * 3. A reported entry counts its n likewise; two of one respondent, side of the fair, programme and
 *    edition are one questionnaire: the first stands.
 * 4. A reported count is reduced by one, down to 0, for every named entry that counts (in whatever
 *    fiscal year), has the respondent's firm on either side, and the same programme and edition: in
 *    the order of entries.
 * 5. The date of conclusion decides the fiscal year; only entries recorded by `as_of` exist.
 * An entry is told once: that no clause speaks of it comes before its reversal, that before a
 * lacking confirmation, and that before being a duplicate.
 *
 * The order of entries decides everything; the result is the same on every machine. Pure. */
#ifndef MUS_LEDGER_FORMAT_COUNT_H
#define MUS_LEDGER_FORMAT_COUNT_H

#include "base/arena.h"
#include "base/status.h"
#include "ledger/format/book.h"

#include <stddef.h>
#include <stdint.h>

struct mus_count_options {
    const struct mus_rule_set *rules; /* NULL: those in force for the fiscal year by as_of */
    int fiscal_year;
    uint64_t as_of; /* MUS_BOOK_NOW: everything */
};

enum mus_count_reason {
    MUS_COUNT_DUPLICATE,   /* same_as: the named entry, or questionnaire, that stands */
    MUS_COUNT_REVERSED,    /* same_as: the reversal */
    MUS_COUNT_REDUCED,     /* a reported one by a named one: same_as is that one */
    MUS_COUNT_UNCONFIRMED, /* same_as: none */
};
/* "duplicate", "reversed", "reduced_by_named", "unconfirmed" */
const char *mus_count_reason_name(enum mus_count_reason reason);
#define MUS_COUNT_NONE UINT64_MAX

/* One that would have counted, but for this. Dated in the fiscal year. */
struct mus_suppressed {
    uint64_t entry;
    uint32_t count;
    enum mus_count_reason reason;
    uint64_t same_as; /* MUS_COUNT_NONE: no entry */
};

/* One that counts: for breakdowns, in the order of entries. `count` is 1 for a named entry, for a
 * reported one what is left of n (0 ones are left out). */
struct mus_counted {
    uint64_t entry;
    uint64_t recorded;
    uint32_t count;
    bool reported;
    mus_date date;
    struct mus_text programme, purpose; /* purpose empty: reported, which does not say */
    char
        country[2];     /* where the partner is: the side that is not at home; the lesser code where
                           both are abroad, home where neither is; of a reported one the respondent's */
    enum mus_size size; /* of the side at home; the smaller one where both are (unknown last); the
                           respondent's; where neither is at home the smaller one */
};

struct mus_count {
    const struct mus_rule_set *rules; /* those that were used */
    uint64_t rules_entry;
    uint64_t total, named, reported; /* total = named + reported */
    const struct mus_counted *counted;
    size_t counted_count;
    const struct mus_suppressed *suppressed; /* by entry, then by same_as */
    size_t suppressed_count;
    /* Entries dated in the year that the rule set does not speak of: told, not listed. */
    uint64_t other_stage, other_programme, other_side;
    uint64_t seen; /* entries of the whole ledger that existed by as_of */
};

/* Lists lie in the arena, texts are borrowed from the book. MUS_NOT_FOUND: no rule set is in force
 * for fiscal year 2025. MUS_CORRUPT: an entry that cannot be read. */
enum mus_status mus_ledger_count(const struct mus_book *book,
                                 const struct mus_count_options *options, struct mus_arena *arena,
                                 struct mus_count *out, struct mus_error *err) MUS_MUST_CHECK;

/* The last second of the day in Asia/Tokyo, as an as_of. */
uint64_t mus_as_of_day(mus_date day);

#endif
