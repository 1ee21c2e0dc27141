/* An event (one edition of a fair) as it is planned: its halls, slots, tables, interpreters and
 * roles; who takes part; who wishes to meet whom; the meetings that stand; and the runs of pairing
 * and timetabling that led to them.
 *
 * Each of the five has a record of its own (event_record.h), checks of its own, and no knowledge of
 * where it is kept. A set of slots is a mask over the event's slots in their order. Names of people
 * are in none of them: they are sealed in the store beside the participant.
 * Pure; any thread; what was decoded borrows from its bytes, its lists lie in the arena. */
#ifndef MUS_FAIR_FORMAT_EVENT_H
#define MUS_FAIR_FORMAT_EVENT_H

#include "base/arena.h"
#include "base/calendar.h"
#include "base/status.h"
#include "base/text.h"
#include "crypto/digest.h"
#include "matcher/timetable/model/problem.h"
#include "profile/company.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define MUS_EVENT_MAX_ROLES 16
#define MUS_EVENT_MAX_PARTICIPANTS 100000
#define MUS_EVENT_MAX_WISHES 1000000
#define MUS_EVENT_MAX_MEETINGS 200000
#define MUS_EVENT_MAX_RUNS 100000
#define MUS_EVENT_MAX_PEOPLE 50 /* of one participant */
#define MUS_EVENT_MAX_LABEL 64  /* bytes of the label of a table or a booth */
#define MUS_EVENT_MAX_WHAT 400  /* bytes of what a run was, in words */

/* ---- the event ---- */

struct mus_hall {
    struct mus_text id;
    struct mus_bilingual name;
};

struct mus_event_slot {
    struct mus_text id;
    struct mus_text session; /* not given: none */
    mus_date day;
    uint16_t start, minutes; /* minute of the day in Asia/Tokyo; length, 1 … 1440 */
};

/* Shared tables; number i+1 is the i-th. */
struct mus_event_table {
    uint16_t hall;         /* place in halls */
    mus_slots closed;      /* slots in which it cannot be used */
    struct mus_text label; /* what stands on it; not given: its number */
};

struct mus_event_interpreter {
    struct mus_text id; /* "i1": no name of a person */
    struct mus_texts languages;
    mus_slots unavailable;
};

struct mus_event_role {
    struct mus_text code; /* exhibitor, visitor, buyer, … */
    struct mus_bilingual name;
    uint32_t min, max; /* meetings of a participant that does not say otherwise */
    uint16_t meets;    /* roles that it may meet: bit i is role i; symmetric */
};

struct mus_event {
    struct mus_text id;
    struct mus_text edition;                 /* of the ledger, such as fair-18; not given: none */
    struct mus_text programme;               /* of the table programmes, such as FAIR */
    struct mus_text purpose;                 /* of the cases that come of its meetings */
    struct mus_bilingual name, theme, venue; /* a name in one language at least */
    mus_date first, last;
    const struct mus_hall *halls; /* at least one */
    size_t hall_count;
    const uint16_t
        *walk_minutes; /* hall_count × hall_count, symmetric, 0 on the diagonal; NULL: 0 */
    const struct mus_event_slot *slots; /* in time order, not overlapping */
    size_t slot_count;
    const struct mus_event_table *tables;
    size_t table_count;
    const struct mus_event_interpreter *interpreters;
    size_t interpreter_count;
    const struct mus_event_role *roles; /* at least one */
    size_t role_count;
    uint64_t capacity;             /* meetings in all; UINT64_MAX: no limit */
    uint32_t max_break_difference; /* UINT32_MAX: no limit */
    mus_slots closed;              /* slots that were lost: nothing is planned in them any more */
    struct mus_text language;      /* of the fair itself: who speaks it needs no interpreter */
    uint64_t changed;              /* unix seconds */
};

/* ---- who takes part ---- */

enum mus_participant_state {
    MUS_PARTICIPANT_REGISTERED = 1,
    MUS_PARTICIPANT_WAITING, /* on the waiting list: in no pairing until let in */
    MUS_PARTICIPANT_CANCELLED,
    MUS_PARTICIPANT_NO_SHOW,
    MUS_PARTICIPANT_STATE_END
};

enum mus_participant_mode {
    MUS_PARTICIPANT_EXCLUSIVE = 1, /* an agenda of its own, beside others of its company */
    MUS_PARTICIPANT_SHARING,       /* one agenda that all its people share */
    MUS_PARTICIPANT_MODE_END
};

#define MUS_PARTICIPANT_OF_ROLE UINT32_MAX /* min or max: as its role says */

struct mus_participant {
    struct mus_text id;
    struct mus_text company; /* id in the store */
    uint8_t role;            /* place in the event's roles */
    uint8_t mode;            /* enum mus_participant_mode */
    uint8_t state;           /* enum mus_participant_state */
    uint32_t min, max;
    struct mus_text booth; /* label; not given: has none and sits at shared tables */
    uint16_t booth_hall;   /* place in halls, where it has a booth */
    mus_slots unavailable;
    bool online;                /* its meetings take no table */
    bool meets;                 /* asks for meetings; otherwise only counted (a plain visitor) */
    struct mus_texts languages; /* that it speaks; none given: that of the fair */
    struct mus_text time_zone;  /* IANA, for online meetings; not given: Asia/Tokyo */
    uint16_t people;            /* at least 1 */
    uint64_t registered;        /* unix seconds: order of the waiting list */
};

/* ---- wishes ---- */

enum mus_wish_kind { MUS_WISH_MUST = 1, MUS_WISH_WANT, MUS_WISH_NEVER, MUS_WISH_KIND_END };

struct mus_wish {
    struct mus_text from, to; /* participants */
    uint8_t kind;             /* enum mus_wish_kind */
};

/* ---- meetings that stand ---- */

enum mus_meeting_state {
    MUS_MEETING_PLANNED = 1, /* paired; timetabled where it has a slot */
    MUS_MEETING_HELD,
    MUS_MEETING_NO_SHOW, /* one side did not come: see absent */
    MUS_MEETING_CANCELLED,
    MUS_MEETING_STATE_END
};

/* A lock by a person; by is not given where there is none. */
struct mus_lock {
    struct mus_text by;
    uint64_t since; /* unix seconds */
};

struct mus_meeting {
    struct mus_text id;         /* "m-000001", once for a pair of participants, whatever the run */
    struct mus_text a, b;       /* participants; bytewise a < b */
    uint32_t score;             /* when it was paired */
    uint8_t state;              /* enum mus_meeting_state */
    uint8_t place;              /* enum mus_timetable_place */
    int16_t slot;               /* -1: not timetabled */
    uint16_t table;             /* 0: none */
    int16_t interpreter;        /* place in the event's interpreters; -1: none */
    struct mus_text language;   /* of the interpreter it needs; not given: none */
    struct mus_lock lock_pair;  /* the pair stays, whatever is paired anew */
    struct mus_lock lock_slot;  /* stays in its slot */
    struct mus_lock lock_table; /* stays at its table */
    uint32_t sequence; /* of its calendar entry: raised by every change of slot, table, state */
    struct mus_text absent;  /* the participant that did not come */
    struct mus_text case_id; /* that came of it; not given: none */
    uint64_t changed;        /* unix seconds */
};

/* ---- runs ---- */

enum mus_run_kind {
    MUS_RUN_PAIRING = 1,
    MUS_RUN_TIMETABLE,
    MUS_RUN_REPAIR, /* also what is done on the day, and edits by hand */
    MUS_RUN_RESTORE,
    MUS_RUN_KIND_END
};

/* A run keeps what went in and what came out as documents of the store (kinds "pairing-problem",
 * "pairing", "timetable-problem", "timetable"), so that it can be shown, compared, and done again
 * to the byte; and the meetings as they stood after it (kind "meetings"), so that it can be
 * restored. */
struct mus_run {
    uint64_t number;      /* from 1, over the kinds */
    uint8_t kind;         /* enum mus_run_kind */
    struct mus_text what; /* in words: "timetable", "cancel p-0007", "restore 3" */
    struct mus_text by;
    uint64_t recorded; /* unix seconds */
    uint64_t seed, steps;
    uint32_t evenness;                           /* of a pairing; millionths */
    struct mus_text mode;                        /* of a timetable: all, unplaced, repair */
    struct mus_digest problem, answer, meetings; /* all zero: there is none */
    struct mus_digest weights;                   /* digest of the weights document of a pairing */
    /* Figures, as they were told then. */
    uint64_t meeting_count, left_out, breaks, lower_bound, moved, missing;
    int64_t total, upper_bound;
    uint32_t gini;
};

/* Each: every rule of it by itself, and against its event where one is handed in; MUS_INVALID or
 * MUS_LIMIT with the field: slots[3].start: 10:10 lies before the end of slots[2]. */
enum mus_status mus_event_check(const struct mus_event *event,
                                struct mus_error *err) MUS_MUST_CHECK;
enum mus_status mus_participant_check(const struct mus_participant *who,
                                      const struct mus_event *event,
                                      struct mus_error *err) MUS_MUST_CHECK;
enum mus_status mus_wish_check(const struct mus_wish *wish, struct mus_error *err) MUS_MUST_CHECK;
enum mus_status mus_meeting_check(const struct mus_meeting *m, const struct mus_event *event,
                                  struct mus_error *err) MUS_MUST_CHECK;
enum mus_status mus_run_check(const struct mus_run *run, struct mus_error *err) MUS_MUST_CHECK;
/* The names of a participant's people: at most MUS_EVENT_MAX_PEOPLE, none of them empty. */
enum mus_status mus_people_check(const struct mus_texts *names,
                                 struct mus_error *err) MUS_MUST_CHECK;

/* "registered", …; "?" for none, and 0 for a word that is none. */
const char *mus_participant_state_name(enum mus_participant_state state);
enum mus_participant_state mus_participant_state_of(struct mus_text name);
const char *mus_participant_mode_name(enum mus_participant_mode mode);
enum mus_participant_mode mus_participant_mode_of(struct mus_text name);
const char *mus_wish_kind_name(enum mus_wish_kind kind);
enum mus_wish_kind mus_wish_kind_of(struct mus_text name);
const char *mus_meeting_state_name(enum mus_meeting_state state);
const char *mus_run_kind_name(enum mus_run_kind kind);

/* ---- a whole fair in memory ---- */

/* What planning and printing look at: read from the store at one moment, or made by a test. */
struct mus_fair {
    struct mus_event event;
    const struct mus_participant *participants; /* by id */
    size_t participant_count;
    const struct mus_wish *wishes; /* by from, to */
    size_t wish_count;
    const struct mus_meeting *meetings; /* by id */
    size_t meeting_count;
};
/* The place of a participant, a meeting, a slot, …; SIZE_MAX: there is none. */
size_t mus_fair_participant(const struct mus_fair *fair, struct mus_text id);
size_t mus_fair_meeting(const struct mus_fair *fair, struct mus_text id);
size_t mus_event_slot_of(const struct mus_event *event, struct mus_text id);
size_t mus_event_hall_of(const struct mus_event *event, struct mus_text id);
size_t mus_event_role_of(const struct mus_event *event, struct mus_text code);
size_t mus_event_interpreter_of(const struct mus_event *event, struct mus_text id);
/* The mask of all its slots. */
mus_slots mus_event_all_slots(const struct mus_event *event);
/* A set of slots of `from` as one of `to`: found by their ids; those that are not there fall out.
 */
mus_slots mus_slots_between(mus_slots slots, const struct mus_event *from,
                            const struct mus_event *to);
/* What holds for the participant: its own, or its role's. */
uint32_t mus_participant_min(const struct mus_event *event, const struct mus_participant *who);
uint32_t mus_participant_max(const struct mus_event *event, const struct mus_participant *who);

#endif
