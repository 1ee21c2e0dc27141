/* The count of a fiscal year's concluded matches by the ledger's own rules, for an outsider: the
 * same function as the report's. One thread. */
#ifndef MUS_VERIFY_COUNT_H
#define MUS_VERIFY_COUNT_H

#include "base/arena.h"
#include "base/calendar.h"
#include "ledger/format/count.h"
#include "verify/answer.h"

struct mus_verify_count {
    int fiscal_year;
    mus_date as_of;       /* MUS_NO_DATE: everything */
    const char *rule_set; /* NULL: the one in force */
};

/* --count, --as-of and --rule-set, read. */
enum mus_status mus_verify_count_read(const struct mus_verify_options *options,
                                      struct mus_verify_count *out,
                                      struct mus_error *err) MUS_MUST_CHECK;
/* MUS_NOT_FOUND: no such rule set, or none in force. */
enum mus_status mus_verify_count(const struct mus_verify_count *what, const struct mus_book *book,
                                 struct mus_arena *arena, struct mus_count *out,
                                 struct mus_error *err) MUS_MUST_CHECK;
void mus_verify_count_say(struct mus_verify_answer *answer, const struct mus_verify_count *what,
                          const struct mus_count *count);
/* A member "count" of the object, with the keys of the indicator report. */
void mus_verify_count_put(struct mus_json_writer *writer, const struct mus_verify_count *what,
                          const struct mus_count *count);

#endif
