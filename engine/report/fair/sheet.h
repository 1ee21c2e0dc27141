/* Papers in HTML: what their pages share. Inside report/fair.
 *
 * Memory running out is remembered by the buffers and asked for once at the end
 * (mus_sheet_finish). One thread. */
#ifndef MUS_REPORT_FAIR_SHEET_H
#define MUS_REPORT_FAIR_SHEET_H

#include "report/fair/papers.h"
#include "report/html.h"

struct mus_sheet_page {
    const struct mus_papers *papers;
    struct mus_html html;
    struct mus_arena arena;
    struct mus_appointments appointments;
    struct mus_buf words; /* of one text that is put together */
};

/* Opens the document up to its body. To be finished, also where this fails. */
enum mus_status mus_sheet_begin(struct mus_sheet_page *page, const struct mus_papers *papers,
                                const char *title_ja, const char *title_en, struct mus_buf *out,
                                struct mus_error *err) MUS_MUST_CHECK;
enum mus_status mus_sheet_finish(struct mus_sheet_page *page, enum mus_status status,
                                 struct mus_error *err) MUS_MUST_CHECK;

/* A sheet of paper of its own, with the event in its head. */
void mus_sheet_open(struct mus_sheet_page *page);
void mus_sheet_close(struct mus_sheet_page *page);

/* In the papers' language: Japanese, English, or both with a stroke between. Valid until the next
 * call. */
struct mus_text mus_sheet_say(struct mus_sheet_page *page, const char *ja, const char *en);
/* The same of a text in two languages; where one is missing, the other. */
struct mus_text mus_sheet_both(struct mus_sheet_page *page, struct mus_bilingual text);
/* An element with the participant's company: the name, and in both languages the other beneath. */
void mus_sheet_name(struct mus_sheet_page *page, const char *element, size_t participant);
void mus_sheet_element(struct mus_sheet_page *page, const char *element, const char *class_name,
                       struct mus_text text);
/* Heads of a table's columns; `ja` and `en` have `count` words each. The body is open afterwards.
 */
void mus_sheet_begin_table(struct mus_sheet_page *page, const char *class_name,
                           const char *const *ja, const char *const *en, size_t count);
void mus_sheet_end_table(struct mus_sheet_page *page);

/* What a paper says about places and times; valid until the next call of any of them. */
struct mus_text mus_sheet_day(struct mus_sheet_page *page, mus_date day);
/* "10:00–10:20" */
struct mus_text mus_sheet_time(struct mus_sheet_page *page, const struct mus_event_slot *slot);
/* Where a meeting is held: table 12 (hall), booth A-12 (hall), online. */
struct mus_text mus_sheet_place(struct mus_sheet_page *page, const struct mus_meeting *meeting);
/* "ハノイ 08:00" for an online meeting of somebody whose clocks show another time; empty where they
 * show Tokyo's. */
struct mus_text mus_sheet_local_time(struct mus_sheet_page *page, size_t participant,
                                     const struct mus_event_slot *slot);

#endif
