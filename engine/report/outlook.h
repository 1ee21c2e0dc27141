/* The projection of a fiscal year from the ledger: past years are counted by the same rules, on
 * the processors to spare while the caller counts the year itself, and the projection is made of
 * all. A year that is over needs no past. */
#ifndef MUS_REPORT_OUTLOOK_H
#define MUS_REPORT_OUTLOOK_H

#include "base/calendar.h"
#include "base/status.h"
#include "ledger/format/book.h"
#include "ledger/format/count.h"
#include "report/projection.h"

#include <stdint.h>

struct mus_outlook;

struct mus_outlook_options {
    const struct mus_rule_set *rules;
    int fiscal_year;
    uint64_t as_of; /* what is seen: unix seconds or MUS_BOOK_NOW */
    mus_date day;   /* that is judged by */
    bool has_target;
    uint64_t target;
};

/* Begins to count the past. The book must stay until the end. */
enum mus_status mus_outlook_begin(const struct mus_book *book,
                                  const struct mus_outlook_options *options,
                                  struct mus_outlook **out, struct mus_error *err) MUS_MUST_CHECK;
/* Waits for the past; `count` is that of the year itself. */
enum mus_status mus_outlook_project(struct mus_outlook *outlook, const struct mus_count *count,
                                    struct mus_projection *out,
                                    struct mus_error *err) MUS_MUST_CHECK;
/* Waits too, where that was not done. NULL is accepted. */
void mus_outlook_end(struct mus_outlook *outlook);

#endif
