/* Places and times of meetings in words, for every face. Inside report/fair. Texts are appended. */
#ifndef MUS_REPORT_FAIR_PLACE_H
#define MUS_REPORT_FAIR_PLACE_H

#include "report/fair/papers.h"

/* In the language: ja, en, or "ja / en" (only ja where both are the same). */
void mus_paper_say(enum mus_paper_language language, struct mus_text ja, struct mus_text en,
                   struct mus_buf *out);
/* "2026-11-12（木）" or "Thu 2026-11-12" */
void mus_paper_day(enum mus_paper_language language, mus_date day, struct mus_buf *out);
/* "10:00–10:20" */
void mus_paper_time(const struct mus_event_slot *slot, struct mus_buf *out);
struct mus_paper_place {
    struct mus_bilingual kind; /* table, booth, online, or a table that is not chosen yet */
    struct mus_text label;     /* what stands on the table or booth; its number; empty: none */
    struct mus_bilingual hall; /* not given where the event has one hall alone */
    char number[8];            /* room for the label of a table that has none */
};
/* Borrows from the papers and from itself: not to be copied. */
void mus_paper_place_of(const struct mus_papers *papers, const struct mus_meeting *meeting,
                        struct mus_paper_place *out);
/* In the papers' language: "テーブル 12（大ホール）", "Booth A-12 (Main hall)", "online". */
void mus_paper_place(const struct mus_papers *papers, const struct mus_meeting *meeting,
                     struct mus_buf *out);
/* "08:00 Asia/Ho_Chi_Minh" where the participant's clocks show another time; nothing otherwise. A
 * day other than Tokyo's stands with it. */
void mus_paper_local_time(const struct mus_papers *papers, size_t participant,
                          const struct mus_event_slot *slot, struct mus_buf *out);
/* Unix seconds of the slot's beginning; its minutes are Asia/Tokyo's. */
int64_t mus_paper_instant(const struct mus_event_slot *slot);

#endif
