/* The same fiscal year counted by two rule sets: both totals, and every entry that the two do not
 * count alike, with the reason. The rule sets must speak of one indicator: two policies' numbers
 * are set side by side here, never added. */
#ifndef MUS_REPORT_COMPARE_H
#define MUS_REPORT_COMPARE_H

#include "base/arena.h"
#include "base/calendar.h"
#include "base/status.h"
#include "crypto/digest.h"
#include "ledger/format/book.h"
#include "ledger/format/count.h"
#include "store/store.h"

#include <stddef.h>
#include <stdint.h>

struct mus_compare_options {
    int fiscal_year;
    struct mus_text rule_sets[2]; /* ids */
    /* Those in hand, that need not be adopted, in place of their ids; NULL: none. */
    const struct mus_rule_set *rules[2];
    mus_date as_of; /* MUS_NO_DATE: everything recorded, as known on `today` */
    mus_date today;
};

/* Why a rule set does not count an entry that another counts. */
enum mus_excluded {
    MUS_EXCLUDED_NOT,
    MUS_EXCLUDED_PROGRAMME,
    MUS_EXCLUDED_STAGE,
    MUS_EXCLUDED_SIDE
};
/* "programme", "stage", "side"; NULL for none. */
const char *mus_excluded_name(enum mus_excluded excluded);

/* What one rule set makes of an entry. */
struct mus_verdict {
    uint32_t count;
    /* What the entry gives way to: a part of mus_count.suppressed. */
    const struct mus_suppressed *suppressed;
    size_t suppressed_count;
    enum mus_excluded excluded; /* the rule set does not speak of it */
};

struct mus_difference {
    uint64_t entry;
    bool reported;
    mus_date date;
    struct mus_text programme;
    struct mus_verdict verdicts[2];
};

struct mus_comparison {
    int fiscal_year;
    mus_date as_of;
    struct mus_count counts[2];
    uint64_t ledger_size;
    struct mus_digest ledger_root;
    const struct mus_difference *differences; /* by entry */
    size_t difference_count;
    struct mus_texts rules; /* how the rule sets differ, a line each */
};

/* MUS_NOT_FOUND: no rule set "x" in the ledger. MUS_INVALID: the rule sets speak of different
 * indicators. Lists in the arena, texts borrowed from the read; the caller frees *book afterwards.
 */
enum mus_status mus_compare_make(const struct mus_read *read,
                                 const struct mus_compare_options *options, struct mus_arena *arena,
                                 struct mus_book **book, struct mus_comparison *out,
                                 struct mus_error *err) MUS_MUST_CHECK;

#endif
