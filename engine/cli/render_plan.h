/* Pieces of answers about an event's plan. Only render_plan.c and render_day.c. */
#ifndef MUS_CLI_RENDER_PLAN_H
#define MUS_CLI_RENDER_PLAN_H

#include "cli/render.h"

/* "A × B", each cut to its column, of an object with "between". */
void mus_say_between(struct mus_page *page, const struct mus_json *meeting);
/* "5/11 10:00 s1  テーブル3" of an object with a seat; "—" where it has none. */
void mus_say_seat(struct mus_page *page, const struct mus_json *seat);
/* "changes" line by line, below what "counts" has. */
void mus_say_changes(struct mus_page *page, const struct mus_json *reply);
/* What a run did: it is kept as the words of its command, such as "late p-0003 s4". */
void mus_say_what(struct mus_page *page, struct mus_text what, size_t columns);
/* The size of company of an object with "size". */
const char *mus_size_words(const struct mus_page *page, const struct mus_json *object);
/* "left_out" with the reasons. */
void mus_say_left(struct mus_page *page, const struct mus_json *reply);
/* What evenness has brought, of two objects with "fewest" and "gini": "最少 0→1、ジニ係数 …". */
void mus_say_evenness(struct mus_page *page, const struct mus_json *without,
                      const struct mus_json *with);

#endif
