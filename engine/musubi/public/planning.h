/* An event's plan: pairing, timetable, runs, edits by hand, and the day itself. A part of musubi.h.
 */
#ifndef MUSUBI_PLANNING_H
#define MUSUBI_PLANNING_H

#include "musubi/public/opening.h"

/* Who plans and how. Each answer that changes the plan is kept as a run; nothing is made where the
 * event has changed while it was worked out (MUS_CONFLICT). */
struct mus_plan_options {
    const char *by; /* NULL: organiser */
    int64_t seed;
    int64_t steps;   /* 0: the usual */
    int64_t time_ms; /* 0: as long as the steps take */
    int64_t threads; /* 0: one a processor; the answer is the same for any number */
};

/* Pairs everybody who takes part. One object: the run's keys, gained, lost, candidates, kept_apart,
 * score_total, missing_lower_bound, method, spread, by_size, price and price_by_size (where
 * evenness is asked for), below_minimum, wishes, missed; where the event has interpreters,
 * interpreted, given_up_count, given_up. */
struct mus_event_pair_options {
    const char *event;
    int64_t evenness;   /* 0 … 1,000,000: what the first meeting of somebody is worth beside its
                           score; the second half of that, the third a third, … */
    int64_t candidates; /* at most so many partners of each are looked at; 0: all, up to a million
                           pairs */
    struct mus_plan_options plan;
};
MUS_PUBLIC enum mus_status mus_event_pair(struct mus_musubi *musubi,
                                          const struct mus_event_pair_options *options,
                                          struct mus_sink *sink,
                                          struct mus_error *err) MUS_MUST_CHECK;
/* Why those with few meetings have few, or why one (participant) has what it has. One object each:
 * participant, company, name, meetings, placed, min, max, slots, partners, acceptable,
 * acceptable_full, apart, why, label. */
MUS_PUBLIC enum mus_status mus_event_diagnose(struct mus_musubi *musubi, const char *event,
                                              const char *participant, struct mus_sink *sink,
                                              struct mus_error *err) MUS_MUST_CHECK;
/* Gives the meetings slots and tables. mode: all (NULL), unplaced, repair. One object: the run's
 * keys, status, placed, fewest_breaks, most_breaks, interpreted, reason, left_out. */
MUS_PUBLIC enum mus_status mus_event_timetable(struct mus_musubi *musubi, const char *event,
                                               const char *mode,
                                               const struct mus_plan_options *options,
                                               struct mus_sink *sink,
                                               struct mus_error *err) MUS_MUST_CHECK;

/* Runs: one object each; what differs between two; the meetings as they stood after one, made a new
 * run; its problem solved again (MUS_NO where the answer differs by more than the seconds); its
 * documents as files in a folder. */
MUS_PUBLIC enum mus_status mus_event_run_list(struct mus_musubi *musubi, const char *event,
                                              struct mus_sink *sink,
                                              struct mus_error *err) MUS_MUST_CHECK;
MUS_PUBLIC enum mus_status mus_event_run_show(struct mus_musubi *musubi, const char *event,
                                              int64_t number, struct mus_sink *sink,
                                              struct mus_error *err) MUS_MUST_CHECK;
MUS_PUBLIC enum mus_status mus_event_run_compare(struct mus_musubi *musubi, const char *event,
                                                 int64_t a, int64_t b, struct mus_sink *sink,
                                                 struct mus_error *err) MUS_MUST_CHECK;
MUS_PUBLIC enum mus_status mus_event_run_restore(struct mus_musubi *musubi, const char *event,
                                                 int64_t number,
                                                 const struct mus_plan_options *options,
                                                 struct mus_sink *sink,
                                                 struct mus_error *err) MUS_MUST_CHECK;
MUS_PUBLIC enum mus_status mus_event_run_repeat(struct mus_musubi *musubi, const char *event,
                                                int64_t number, int64_t threads,
                                                struct mus_sink *sink,
                                                struct mus_error *err) MUS_MUST_CHECK;
MUS_PUBLIC enum mus_status mus_event_run_export(struct mus_musubi *musubi, const char *event,
                                                int64_t number, const char *dir,
                                                struct mus_sink *sink,
                                                struct mus_error *err) MUS_MUST_CHECK;

/* Meetings, one object each; those that are cancelled only where their state is asked for. */
struct mus_meeting_list_options {
    const char *event;
    const char *participant; /* NULL: of all */
    const char *slot;        /* NULL: in any, or none */
    const char *state;       /* planned, held, no_show, cancelled; NULL: all but cancelled */
    bool unplaced;           /* only those without a slot */
};
MUS_PUBLIC enum mus_status mus_event_meeting_list(struct mus_musubi *musubi,
                                                  const struct mus_meeting_list_options *options,
                                                  struct mus_sink *sink,
                                                  struct mus_error *err) MUS_MUST_CHECK;
/* Edits by hand. One object: event, run, change, and the meeting as it is then. */
struct mus_meeting_lock_options {
    const char *event, *meeting, *by;
    bool pair, slot, table; /* one at least */
    bool unlock;
};
MUS_PUBLIC enum mus_status mus_event_meeting_lock(struct mus_musubi *musubi,
                                                  const struct mus_meeting_lock_options *options,
                                                  struct mus_sink *sink,
                                                  struct mus_error *err) MUS_MUST_CHECK;
/* MUS_CONFLICT with the clash: p-0003 is in m-000007 in s4. */
struct mus_meeting_move_options {
    const char *event, *meeting, *by;
    const char *slot; /* NULL: the one it has */
    int64_t table;    /* 0: the one it has, or the first that is free */
    bool nowhere;     /* takes its slot away */
    bool uneven;      /* also where the event's limit on the difference of breaks is broken */
};
MUS_PUBLIC enum mus_status mus_event_meeting_move(struct mus_musubi *musubi,
                                                  const struct mus_meeting_move_options *options,
                                                  struct mus_sink *sink,
                                                  struct mus_error *err) MUS_MUST_CHECK;

/* What happens on the day: without `apply` one object that says what would change (event, what,
 * applied, token, who, changes, counts, breaks, left_out); with the token of that object the change
 * is made, and told as it was made (run in the place of token). MUS_CONFLICT: the plan is not as it
 * was when the token was given. */
struct mus_day_options {
    const char *event;
    const char *by;
    const char *apply; /* NULL: only show */
    bool keep;         /* nothing that can stay is moved */
};
/* participants: ids parted by commas. no_show: they did not come, otherwise they cancelled. */
MUS_PUBLIC enum mus_status mus_event_cancel(struct mus_musubi *musubi,
                                            const struct mus_day_options *options,
                                            const char *participants, bool no_show,
                                            struct mus_sink *sink,
                                            struct mus_error *err) MUS_MUST_CHECK;
/* The participant did not come to this one meeting. */
MUS_PUBLIC enum mus_status mus_event_absent(struct mus_musubi *musubi,
                                            const struct mus_day_options *options,
                                            const char *meeting, const char *participant,
                                            struct mus_sink *sink,
                                            struct mus_error *err) MUS_MUST_CHECK;
/* It comes only from the slot on. */
MUS_PUBLIC enum mus_status mus_event_late(struct mus_musubi *musubi,
                                          const struct mus_day_options *options,
                                          const char *participant, const char *slot,
                                          struct mus_sink *sink,
                                          struct mus_error *err) MUS_MUST_CHECK;
/* A slot, a table (0: none), or a table in a slot cannot be used any more. */
MUS_PUBLIC enum mus_status mus_event_lose(struct mus_musubi *musubi,
                                          const struct mus_day_options *options, const char *slot,
                                          int64_t table, struct mus_sink *sink,
                                          struct mus_error *err) MUS_MUST_CHECK;
/* New meetings for whoever lost some, or for one participant; waiting: also from the waiting list.
 */
MUS_PUBLIC enum mus_status mus_event_refill(struct mus_musubi *musubi,
                                            const struct mus_day_options *options,
                                            const char *participant, bool waiting,
                                            struct mus_sink *sink,
                                            struct mus_error *err) MUS_MUST_CHECK;
/* Meetings (ids parted by commas, or all that are planned in a slot) took place: each becomes a
 * step of a case, and an entry of the ledger. One object a meeting; apply and keep mean nothing. */
MUS_PUBLIC enum mus_status mus_event_held(struct mus_musubi *musubi,
                                          const struct mus_day_options *options,
                                          const char *meetings, const char *slot,
                                          struct mus_sink *sink,
                                          struct mus_error *err) MUS_MUST_CHECK;
/* How the companies of the event's participants kept their word at other events. One object each:
 * participant, company, name, events, cancelled, no_shows; only of those that ever cancelled or did
 * not come, unless `all`. */
MUS_PUBLIC enum mus_status mus_event_attendance(struct mus_musubi *musubi, const char *event,
                                                bool all, struct mus_sink *sink,
                                                struct mus_error *err) MUS_MUST_CHECK;

#endif
