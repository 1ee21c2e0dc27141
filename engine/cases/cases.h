/* What is done with cases: opened, advanced, handed over, reminded of.
 *
 * A case that reaches a meeting, a follow-up, a conclusion or a first order for the first time
 * becomes a line of the ledger in the same write: neither is ever there without the other. All of
 * this is part of a write; on failure nothing of it is to be committed. */
#ifndef MUS_CASES_CASES_H
#define MUS_CASES_CASES_H

#include "base/arena.h"
#include "base/calendar.h"
#include "base/status.h"
#include "base/text.h"
#include "cases/format/case.h"
#include "profile/table.h"
#include "store/store.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Who does it, and when. */
struct mus_case_context {
    const struct mus_tables *tables; /* programmes, purposes: unknown codes are refused */
    mus_date today;                  /* nothing may be dated after it */
    uint64_t now;                    /* unix seconds */
    struct mus_text by;              /* not given: the case's coordinator */
};

/* id, steps and hand-overs are the store's to give; the rest as in struct mus_case. `date` is that
 * of the suggestion; `stage` suggested or introduced (a case is often opened with the
 * introduction). */
struct mus_case_opening {
    struct mus_case content;
    mus_date date;
    enum mus_case_stage stage;
    bool again; /* even though a case of the same pair and purpose is under way */
};

/* MUS_NOT_FOUND: no company "c-9", no listing; MUS_INVALID: the field; MUS_CONFLICT: the pair has a
 * case of this purpose under way, named in the message. What is given back lies in the arena. */
enum mus_status mus_case_begin(struct mus_write *write, const struct mus_case_context *context,
                               const struct mus_case_opening *opening, struct mus_arena *arena,
                               struct mus_case *out, struct mus_error *err) MUS_MUST_CHECK;

struct mus_case_advance {
    enum mus_case_stage stage;
    mus_date date;
    struct mus_text agreement; /* empty: as it is */
    bool has_evidence;
    struct mus_digest evidence;
    struct mus_text label;
};

/* MUS_INVALID where the stage may not follow ("a case that is suggested may go on to introduced,
 * declined, withdrawn, lapsed; found \"concluded\""), or the date lies before the last step. */
enum mus_status mus_case_go_on(struct mus_write *write, const struct mus_case_context *context,
                               struct mus_text id, const struct mus_case_advance *advance,
                               struct mus_arena *arena, struct mus_case *out,
                               struct mus_error *err) MUS_MUST_CHECK;

/* The case has another coordinator from now on. MUS_INVALID where it is that one already. */
enum mus_status mus_case_assign(struct mus_write *write, const struct mus_case_context *context,
                                struct mus_text id, struct mus_text to, struct mus_arena *arena,
                                struct mus_case *out, struct mus_error *err) MUS_MUST_CHECK;
/* All of the coordinator's cases that are still to be followed up; their ids, in the arena.
 * MUS_NOT_FOUND where there is none. */
enum mus_status mus_case_hand_over(struct mus_write *write, const struct mus_case_context *context,
                                   struct mus_text from, struct mus_text to,
                                   struct mus_arena *arena, struct mus_texts *ids,
                                   struct mus_error *err) MUS_MUST_CHECK;

/* Days since the last step; 0 for one that needs no following up. A case is due where they reach
 * the number asked for. */
int32_t mus_case_idle_days(const struct mus_case *c, mus_date today);

#endif
