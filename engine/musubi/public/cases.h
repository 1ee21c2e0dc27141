/* Cases, and the reports of what came of them. A part of musubi.h. */
#ifndef MUSUBI_CASES_H
#define MUSUBI_CASES_H

#include "musubi/public/opening.h"

/* Cases: a pair of companies on its way from a suggestion to a conclusion. Each answer is one
 * object a case: case, stage, open, date, idle_days, companies, programme, purpose, edition,
 * agreement, coordinator, entry; mus_case_show adds origin, steps and handovers. A meeting, a
 * follow-up, a conclusion and a first order become entries of the ledger at once. `by` is who does
 * it; NULL: the case's coordinator. Days are as people in Japan write them; NULL: today. */
struct mus_case_open_options {
    const char *a; /* the company that asked */
    const char *b;
    const char *programme;
    const char *purpose;
    const char *coordinator;
    const char *edition; /* of the event; this and what follows may be NULL */
    const char *listing_a;
    const char *listing_b;
    const char *date;
    const char *by;
    const char *event;   /* where they met first, with */
    const char *meeting; /* which meeting it was */
    bool match;          /* rank and score of b in the match of a are looked up and kept */
    bool introduced;     /* the introduction has been made; otherwise suggested */
    bool again;          /* even though one of the same pair and purpose is under way */
};
MUS_PUBLIC enum mus_status mus_case_open(struct mus_musubi *musubi,
                                         const struct mus_case_open_options *options,
                                         struct mus_sink *sink,
                                         struct mus_error *err) MUS_MUST_CHECK;
struct mus_case_advance_options {
    const char *id;
    const char *stage; /* introduced, accepted, meeting_held, … */
    const char *date;
    const char *agreement; /* its kind: contract, mou, … */
    const char *evidence;  /* a file: its SHA-256 is kept, the file stays where it is */
    const char *label;     /* what the evidence is */
    const char *by;
};
MUS_PUBLIC enum mus_status mus_case_advance(struct mus_musubi *musubi,
                                            const struct mus_case_advance_options *options,
                                            struct mus_sink *sink,
                                            struct mus_error *err) MUS_MUST_CHECK;
/* Another coordinator: for the case `id`, or where that is NULL for all cases of `from` that are
 * still to be followed up. */
MUS_PUBLIC enum mus_status mus_case_assign_to(struct mus_musubi *musubi, const char *id,
                                              const char *from, const char *to, const char *by,
                                              struct mus_sink *sink,
                                              struct mus_error *err) MUS_MUST_CHECK;
struct mus_case_list_options {
    const char *company; /* each may be NULL: any */
    const char *coordinator;
    const char *programme;
    const char *stage;
    int64_t due_days; /* only those without a step for so many days; 0: any */
    bool open;        /* only those still to be followed up */
};
MUS_PUBLIC enum mus_status mus_case_list(struct mus_musubi *musubi,
                                         const struct mus_case_list_options *options,
                                         struct mus_sink *sink,
                                         struct mus_error *err) MUS_MUST_CHECK;
MUS_PUBLIC enum mus_status mus_case_show(struct mus_musubi *musubi, const char *id,
                                         struct mus_sink *sink,
                                         struct mus_error *err) MUS_MUST_CHECK;

/* The indicator of one fiscal year by one rule set. There is no call that takes two indicators:
 * numbers counted by different rules are never added. */
struct mus_report_options {
    const char *fiscal_year; /* 2025, FY2025, 令和7年度; NULL: that of today */
    /* Its id, or a file (a path, or NAME.json) with one to be tried; NULL: the one in force. */
    const char *rule_set;
    const char *as_of; /* only what was recorded by the end of this day; NULL: everything */
    /* Counts from 1 to one less are not told in the breakdowns, nor what they would follow from;
     * 0: all are told. */
    int64_t suppress_below;
    const char *format;    /* see each call; NULL: the first of its formats */
    const char *language;  /* of csv, html and xlsx: ja (NULL) or en */
    const char *publisher; /* who puts its name to it; NULL: nobody */
    const char *output;    /* the file to be written; NULL: the answer holds the document */
};
/* Formats text (the answer is the report; the words are the caller's), json (the same, or a file of
 * it), csv, html, xlsx. A document is answered as format and content, or where it was written as
 * format, output and bytes. MUS_NOT_FOUND: no rule set of that id, or none in force. */
MUS_PUBLIC enum mus_status mus_report_indicator(struct mus_musubi *musubi,
                                                const struct mus_report_options *options,
                                                struct mus_sink *sink,
                                                struct mus_error *err) MUS_MUST_CHECK;
/* The document that is published once a year: html (for print), xlsx, csv. Answers as above. */
MUS_PUBLIC enum mus_status mus_report_yearly(struct mus_musubi *musubi,
                                             const struct mus_report_options *options,
                                             struct mus_sink *sink,
                                             struct mus_error *err) MUS_MUST_CHECK;
/* One fiscal year by two rule sets of one indicator, side by side: both totals, how the rules
 * differ, and every entry that they do not count alike, with the reason. fiscal_year and as_of as
 * above. MUS_INVALID where they count different indicators. */
MUS_PUBLIC enum mus_status mus_report_compare(struct mus_musubi *musubi, const char *fiscal_year,
                                              const char *rule_set_a, const char *rule_set_b,
                                              const char *as_of, struct mus_sink *sink,
                                              struct mus_error *err) MUS_MUST_CHECK;

#endif
