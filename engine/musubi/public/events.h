/* Events: what they are made of, who takes part, and their papers. A part of musubi.h. */
#ifndef MUSUBI_EVENTS_H
#define MUSUBI_EVENTS_H

#include "musubi/public/opening.h"

/* What an event is; each may be NULL. Days are as people in Japan write them. For a new one: event,
 * a name, from and to are needed. In a change NULL is as it was, "none" (of those that may be
 * missing) takes away. */
struct mus_event_options {
    const char *event;
    const char *file; /* a musubi-event/1 in the place of everything else */
    const char *name, *name_en, *theme, *theme_en, *venue, *venue_en;
    const char *from, *to;
    const char *programme, *edition, *purpose, *language;
    const char *capacity, *max_break_difference; /* numbers */
    const char *by;                              /* of a change; NULL: organiser */
    bool replan; /* meetings that lose their places stay, to be planned again */
};
/* MUS_CONFLICT: it is there already. Answers as mus_event_show. */
MUS_PUBLIC enum mus_status mus_event_create(struct mus_musubi *musubi,
                                            const struct mus_event_options *options,
                                            struct mus_sink *sink,
                                            struct mus_error *err) MUS_MUST_CHECK;
/* The file must be of this event. Answers as mus_event_show, with unplaced and run. */
MUS_PUBLIC enum mus_status mus_event_change(struct mus_musubi *musubi,
                                            const struct mus_event_options *options,
                                            struct mus_sink *sink,
                                            struct mus_error *err) MUS_MUST_CHECK;
/* One object: the members of a musubi-event/1, programme_name, purpose_name, participants (by role
 * and state), wishes, meetings (by state), runs. */
MUS_PUBLIC enum mus_status mus_event_show(struct mus_musubi *musubi, const char *event,
                                          struct mus_sink *sink,
                                          struct mus_error *err) MUS_MUST_CHECK;
/* The musubi-event/1 by itself, for mus_event_create and mus_event_change. */
MUS_PUBLIC enum mus_status mus_event_export(struct mus_musubi *musubi, const char *event,
                                            struct mus_sink *sink,
                                            struct mus_error *err) MUS_MUST_CHECK;
/* One object each: event, name, from, to, venue, halls, slots, tables, participants, meetings. */
MUS_PUBLIC enum mus_status mus_event_list(struct mus_musubi *musubi, struct mus_sink *sink,
                                          struct mus_error *err) MUS_MUST_CHECK;

/* What an event has, or one change of it at a time. One object: event, the list (slots, tables,
 * halls, interpreters, roles) as it is then; after a change unplaced (meetings that lost their
 * places: meeting, between, slot, table) and run. MUS_CONFLICT where meetings would lose their
 * places and replan is not given. Lists of ids are parted by commas; NULL: not asked for. */
struct mus_layout_slots_options {
    const char *event;
    const char *add;     /* "10:00", or "10:00-12:00": as many as fit */
    const char *day;     /* NULL: that of an event of one day; of a series every day */
    const char *session; /* in a change "none" takes it away */
    const char *id;      /* NULL: the next of s1, s2, … that is free */
    const char *remove, *close, *open;
    const char *change; /* one slot: day, start, minutes, session become others */
    const char *start;
    const char *by;
    int64_t minutes, pause; /* 0: not given, none */
    bool replan;
};
MUS_PUBLIC enum mus_status mus_layout_slots(struct mus_musubi *musubi,
                                            const struct mus_layout_slots_options *options,
                                            struct mus_sink *sink,
                                            struct mus_error *err) MUS_MUST_CHECK;
struct mus_layout_tables_options {
    const char *event;
    const char *hall, *label;          /* of added or changed tables; "none" takes a label away */
    const char *close, *open, *change; /* "3,5-7" */
    const char *slots;                 /* that they are closed or opened in; NULL: all */
    const char *by;
    int64_t add, remove; /* so many; from the last on */
    bool replan;
};
MUS_PUBLIC enum mus_status mus_layout_tables(struct mus_musubi *musubi,
                                             const struct mus_layout_tables_options *options,
                                             struct mus_sink *sink,
                                             struct mus_error *err) MUS_MUST_CHECK;
struct mus_layout_halls_options {
    const char *event;
    const char *add, *remove, *change;
    const char *name, *name_en;
    const char *walk;    /* "h1,h2": between them */
    const char *minutes; /* so many */
};
MUS_PUBLIC enum mus_status mus_layout_halls(struct mus_musubi *musubi,
                                            const struct mus_layout_halls_options *options,
                                            struct mus_sink *sink,
                                            struct mus_error *err) MUS_MUST_CHECK;
struct mus_layout_interpreters_options {
    const char *event;
    const char *add, *remove, *change;
    const char *languages;
    const char *unavailable; /* slots; "none": always there */
    const char *by;
    bool replan;
};
MUS_PUBLIC enum mus_status
mus_layout_interpreters(struct mus_musubi *musubi,
                        const struct mus_layout_interpreters_options *options,
                        struct mus_sink *sink, struct mus_error *err) MUS_MUST_CHECK;
struct mus_layout_roles_options {
    const char *event;
    const char *add, *remove, *change;
    const char *name, *name_en;
    const char *meets;     /* roles; "none" */
    const char *min, *max; /* numbers */
};
MUS_PUBLIC enum mus_status mus_layout_roles(struct mus_musubi *musubi,
                                            const struct mus_layout_roles_options *options,
                                            struct mus_sink *sink,
                                            struct mus_error *err) MUS_MUST_CHECK;

/* Who takes part, one object each: event, participant, company, name, role, state, mode, min, max,
 * booth, hall, unavailable, online, meets, languages, time_zone, people, registered, meetings,
 * placed. */
struct mus_participant_list_options {
    const char *event;
    const char *role, *state, *company; /* each may be NULL: any */
};
MUS_PUBLIC enum mus_status
mus_event_participants(struct mus_musubi *musubi,
                       const struct mus_participant_list_options *options, struct mus_sink *sink,
                       struct mus_error *err) MUS_MUST_CHECK;
/* One of them, with agenda, wishes, attended (how its company kept its word at other events) and,
 * where names is true and the company's consent to show contacts allows it, names of its people;
 * otherwise names_withheld says why not. */
MUS_PUBLIC enum mus_status mus_participant_show(struct mus_musubi *musubi, const char *event,
                                                const char *participant, bool names,
                                                struct mus_sink *sink,
                                                struct mus_error *err) MUS_MUST_CHECK;
/* NULL: as it was. Lists are parted by commas; "none" takes away. Answers as mus_participant_show,
 * with unplaced and run. */
struct mus_participant_options {
    const char *event, *participant;
    const char *role;
    const char *min, *max;   /* numbers, or "role": as its role says */
    const char *unavailable; /* slots */
    const char *booth, *hall;
    const char *state; /* registered, waiting */
    const char *mode;  /* exclusive, sharing */
    const char *languages, *time_zone;
    const char *online, *meets; /* yes, no */
    const char *by;
    bool replan;
};
MUS_PUBLIC enum mus_status mus_participant_change(struct mus_musubi *musubi,
                                                  const struct mus_participant_options *options,
                                                  struct mus_sink *sink,
                                                  struct mus_error *err) MUS_MUST_CHECK;
/* The people of a participant, one change at a time: somebody more, somebody less, another name, or
 * how many they are, named or not. A name that is added goes to somebody who has none yet, where
 * there is one. Names are sealed; the answer is that of mus_participant_show with names. */
struct mus_people_options {
    const char *event;
    const char *participant;
    const char *add, *remove; /* names; NULL: nobody */
    const char *rename, *to;  /* the old name and the new one */
    int64_t count;            /* 0: as it is */
};
MUS_PUBLIC enum mus_status mus_participant_people(struct mus_musubi *musubi,
                                                  const struct mus_people_options *options,
                                                  struct mus_sink *sink,
                                                  struct mus_error *err) MUS_MUST_CHECK;
/* must, want, never, or none: takes the wish away. One object: event, from, to (participant,
 * company, name), wish (null: none), changed. */
MUS_PUBLIC enum mus_status mus_event_wish(struct mus_musubi *musubi, const char *event,
                                          const char *from, const char *to, const char *kind,
                                          struct mus_sink *sink,
                                          struct mus_error *err) MUS_MUST_CHECK;

/* Participants, wishes or outcomes from a CSV or XLSX file. Companies are in the store already,
 * named by id, corporate number or SOURCE:ID; those of wishes by participant id as well. Rows of
 * one company that share an agenda are one participant. Importing a file twice changes nothing. One
 * object, as of mus_import_companies. MUS_REJECTED where a row was bad: then nothing of its company
 * is taken. Outcomes are the forms that mus_event_print makes, filled in: which meetings were held,
 * each a step of a case, as by mus_event_held. */
struct mus_event_import_options {
    const char *what; /* participants, wishes, outcomes */
    const char *event;
    const char *file;
    const char *by;       /* outcomes: who records them; NULL otherwise */
    const char *role;     /* of participants whose row does not say; NULL: none */
    const char *source;   /* the list whose ids the column of companies holds; NULL: none */
    const char *encoding; /* as in mus_import_options */
    const char *sheet;
    const char *rejected;
    int64_t header_row;
    bool dry_run;
};
MUS_PUBLIC enum mus_status mus_event_import(struct mus_musubi *musubi,
                                            const struct mus_event_import_options *options,
                                            struct mus_sink *sink,
                                            struct mus_error *err) MUS_MUST_CHECK;

/* Whom the event recommends to each participant, ranked so that attention is shared. One object:
 * event, weights, sharing (thousandths), participants (who may meet anybody), pairs, before and
 * after (how evenly attention lies: gini, smallest, worst_tenth, mean, mean_score, mutual, in
 * millionths), by_size, lists (participant, company, name, exposure, list of rank, participant,
 * company, name, score, rank_by_score). */
struct mus_event_lists_options {
    const char *event;
    const char *participant; /* NULL: the lists of all */
    int64_t sharing;         /* 0: by own score … 1000: as the market has it; -1: 500 */
    int64_t top;             /* 0: 20 */
    int64_t threads;         /* 0: one a processor */
};
MUS_PUBLIC enum mus_status mus_event_lists(struct mus_musubi *musubi,
                                           const struct mus_event_lists_options *options,
                                           struct mus_sink *sink,
                                           struct mus_error *err) MUS_MUST_CHECK;

/* The papers of an event, into a file: agenda, tables, halls, badges, outcomes (html, xlsx, csv),
 * or calendar (ics: a file for each participant into a folder, and one more for what was
 * cancelled). One object: event, what, format, output, files, bytes, replaced_characters (those
 * that CP932 lacks). */
struct mus_event_print_options {
    const char *event;
    const char *what;
    const char *output;
    const char *format;      /* NULL: html, or ics for calendars */
    const char *encoding;    /* of CSV; NULL: utf-8, with byte order mark */
    const char *language;    /* ja, en, both (NULL) */
    const char *participant; /* NULL: all */
};
MUS_PUBLIC enum mus_status mus_event_print(struct mus_musubi *musubi,
                                           const struct mus_event_print_options *options,
                                           struct mus_sink *sink,
                                           struct mus_error *err) MUS_MUST_CHECK;

#endif
