/* What an event hands out: agendas, sheets for tables and halls, badges, outcome forms, calendars.
 *
 * Every paper is made from one struct of what the event knows, for every face: HTML to print on A4,
 * XLSX, CSV, iCalendar. Same input, same bytes. One thread. */
#ifndef MUS_REPORT_FAIR_PAPERS_H
#define MUS_REPORT_FAIR_PAPERS_H

#include "base/arena.h"
#include "base/buf.h"
#include "base/status.h"
#include "fair/format/event.h"
#include "fair/names.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum mus_paper_language { MUS_PAPER_JA, MUS_PAPER_EN, MUS_PAPER_BOTH };

struct mus_papers {
    const struct mus_fair *fair;
    const struct mus_fair_names *names;
    /* Names of the people of each participant, for badges; NULL: none are shown. */
    const struct mus_texts *people;
    enum mus_paper_language language;
    size_t only;  /* the one participant whose agenda, badges, form are asked for; SIZE_MAX: all */
    uint64_t now; /* unix seconds, on the papers and in the files */
};

/* One meeting as one of its sides sees it. */
struct mus_appointment {
    const struct mus_meeting *meeting;
    uint32_t self, partner; /* places in the fair's participants */
    bool hosts;             /* self stays where it is: the meeting is at its booth */
};

/* The appointments of each participant in the order of time; those without a slot behind them, by
 * id. Cancelled ones are left out unless `cancelled`. In the arena. */
struct mus_appointments {
    const struct mus_appointment *items;
    const size_t *begin; /* participants + 1 */
};
enum mus_status mus_appointments_make(const struct mus_fair *fair, bool cancelled,
                                      struct mus_arena *arena, struct mus_appointments *out,
                                      struct mus_error *err) MUS_MUST_CHECK;
/* Whether a paper is made for the participant: it asks for meetings and takes part. */
bool mus_papers_include(const struct mus_papers *papers, size_t participant);

enum mus_paper {
    MUS_PAPER_AGENDA, /* a page for each participant */
    MUS_PAPER_TABLES, /* a page for each table and each booth */
    MUS_PAPER_HALLS,  /* who is where, hall by hall */
    MUS_PAPER_BADGES,
    MUS_PAPER_OUTCOMES, /* blank forms: what came of each meeting, and how many were concluded */
    MUS_PAPER_COUNT
};
const char *mus_paper_name(enum mus_paper paper);

enum mus_status mus_papers_html(const struct mus_papers *papers, enum mus_paper paper,
                                struct mus_buf *out, struct mus_error *err) MUS_MUST_CHECK;
/* The same as one table: CSV (UTF-8 with byte order mark, to be encoded by the caller) or XLSX.
 * That of outcomes is what `ledger import reported` reads. */
enum mus_status mus_papers_csv(const struct mus_papers *papers, enum mus_paper paper,
                               struct mus_buf *out, struct mus_error *err) MUS_MUST_CHECK;
enum mus_status mus_papers_xlsx(const struct mus_papers *papers, enum mus_paper paper,
                                struct mus_buf *out, struct mus_error *err) MUS_MUST_CHECK;
/* What the calendar of a participant holds: its planned meetings that have a time; or, to be taken
 * out again (METHOD:CANCEL), those that were in one and are cancelled or have lost their time. The
 * appointments are those of all, cancelled ones too: made once for many calendars. */
bool mus_papers_calendar_holds(const struct mus_appointments *all, size_t participant,
                               bool cancelled);
enum mus_status mus_papers_calendar(const struct mus_papers *papers,
                                    const struct mus_appointments *all, size_t participant,
                                    bool cancelled, struct mus_buf *out,
                                    struct mus_error *err) MUS_MUST_CHECK;

#endif
