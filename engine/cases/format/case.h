/* A case (支援案件): one pair of companies on its way from a suggestion to a conclusion. What
 * happened is a list of steps that only grows.
 *
 * Which stage may follow which is data (mus_case_may_follow). Pure; any thread; a case that was
 * decoded borrows from its bytes, its lists lie in the arena.
 *
 * The record:
 *     u8   version (1)
 *     text id, two companies, two listings, programme, purpose, edition, agreement, coordinator
 *     u8   origin; from a match: u32 rank ‖ u32 score ‖ 32 weights; from a meeting: text event ‖
 *          text meeting
 *     u16  steps, then each: u8 stage ‖ i32 date ‖ u64 recorded ‖ text by ‖ u8 evidence (0 none, 1)
 *          [‖ 32 evidence] ‖ text label ‖ u64 entry
 *     u16  hand-overs, then each: u64 recorded ‖ text from ‖ text to ‖ text by
 * A text is u8 length and bytes, numbers are little-endian; same case, same bytes. */
#ifndef MUS_CASES_FORMAT_CASE_H
#define MUS_CASES_FORMAT_CASE_H

#include "base/arena.h"
#include "base/buf.h"
#include "base/calendar.h"
#include "base/status.h"
#include "base/text.h"
#include "crypto/digest.h"
#include "ledger/format/ledger_entry.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define MUS_CASE_MAX_STEPS 1000
#define MUS_CASE_MAX_HANDOVERS 1000
#define MUS_CASE_MAX_PERSON 64 /* bytes of a coordinator's name */
#define MUS_CASE_MAX_LABEL 200 /* bytes of an evidence label */
#define MUS_CASE_NO_ENTRY UINT64_MAX

/* The numbers are stored: additions go to the end. */
enum mus_case_stage {
    MUS_CASE_SUGGESTED = 1,
    MUS_CASE_INTRODUCED,
    MUS_CASE_ACCEPTED,
    MUS_CASE_MEETING_HELD,
    MUS_CASE_FOLLOW_UP,
    MUS_CASE_CONCLUDED,
    MUS_CASE_FIRST_ORDER,
    MUS_CASE_DECLINED,
    MUS_CASE_WITHDRAWN,
    MUS_CASE_NO_SHOW,
    MUS_CASE_LAPSED,
    MUS_CASE_STAGE_END
};

/* "suggested", "meeting_held", …; "?" for no stage, and 0 for a word that is none. */
const char *mus_case_stage_name(enum mus_case_stage stage);
enum mus_case_stage mus_case_stage_of(struct mus_text name);
/* Whether `to` may come directly after `from`. */
bool mus_case_may_follow(enum mus_case_stage from, enum mus_case_stage to);
/* No stage may follow. */
bool mus_case_is_terminal(enum mus_case_stage stage);
/* Still to be followed up: neither terminal nor concluded. */
bool mus_case_is_open(enum mus_case_stage stage);
/* The stage of the ledger that it stands for; 0 where the ledger has none. */
enum mus_ledger_stage mus_case_ledger_stage(enum mus_case_stage stage);

struct mus_case_step {
    enum mus_case_stage stage;
    mus_date date;
    uint64_t recorded; /* unix seconds */
    struct mus_text by;
    bool has_evidence;
    struct mus_digest evidence; /* SHA-256 of a file that stays outside */
    struct mus_text label;      /* of the evidence; empty: none */
    uint64_t entry;             /* of the ledger; MUS_CASE_NO_ENTRY: none */
};

struct mus_case_handover {
    uint64_t recorded;
    struct mus_text from, to, by;
};

enum mus_case_origin { MUS_CASE_BY_HAND, MUS_CASE_FROM_MATCH, MUS_CASE_FROM_MEETING };

struct mus_case {
    struct mus_text id;
    struct mus_text companies[2]; /* ids in the store; the first is the one that asked */
    struct mus_text listings[2];  /* empty: none named */
    struct mus_text programme, purpose, edition, agreement; /* the last two may be empty */
    struct mus_text coordinator;
    enum mus_case_origin origin;
    uint32_t rank;                     /* FROM_MATCH */
    uint32_t score;                    /* millionths */
    struct mus_digest weights;         /* digest of the weights document */
    struct mus_text event, meeting;    /* FROM_MEETING */
    const struct mus_case_step *steps; /* at least one */
    size_t step_count;
    const struct mus_case_handover *handovers;
    size_t handover_count;
};

static inline const struct mus_case_step *mus_case_last(const struct mus_case *c)
{
    return &c->steps[c->step_count - 1];
}
/* The first step at this stage; NULL: none. */
const struct mus_case_step *mus_case_step_at(const struct mus_case *c, enum mus_case_stage stage);

/* Every rule of a case by itself: ids; codes within the limits of the ledger, of which programme
 * and purpose are needed; two different companies; steps that begin with "suggested" and follow one
 * another as they may, on dates that do not fall and are not after the day (Asia/Tokyo) they were
 * recorded; entries only where the ledger has such a stage; hand-overs that lead from one to the
 * next and to the coordinator; nothing of another origin. A label may stand without evidence.
 * MUS_INVALID or MUS_LIMIT with the field. */
enum mus_status mus_case_check(const struct mus_case *c, struct mus_error *err) MUS_MUST_CHECK;
/* Appends the record of a case that passes the check. */
void mus_case_encode(const struct mus_case *c, struct mus_buf *out);
/* MUS_CORRUPT for whatever mus_case_encode does not write or the check refuses. */
enum mus_status mus_case_decode(struct mus_text bytes, struct mus_arena *arena,
                                struct mus_case *out, struct mus_error *err) MUS_MUST_CHECK;

#endif
