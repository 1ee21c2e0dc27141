/* Papers in HTML: what their pages share. Inside report/fair.
 *
 * Memory running out is remembered by the buffers and asked for once at the end
 * (mus_print_finish). One thread. */
#ifndef MUS_REPORT_FAIR_PRINT_PAGE_H
#define MUS_REPORT_FAIR_PRINT_PAGE_H

#include "report/fair/papers.h"
#include "report/html.h"

struct mus_print_page {
    const struct mus_papers *papers;
    struct mus_html html;
    struct mus_arena arena;
    struct mus_appointments appointments;
    struct mus_buf words; /* of one text that is put together: mus_print_words */
    bool failed;          /* memory ran out for one of them */
};

/* Opens the document up to its body. To be finished, also where this fails. */
enum mus_status mus_print_begin(struct mus_print_page *page, const struct mus_papers *papers,
                                const char *title_ja, const char *title_en, struct mus_buf *out,
                                struct mus_error *err) MUS_MUST_CHECK;
enum mus_status mus_print_finish(struct mus_print_page *page, enum mus_status status,
                                 struct mus_error *err) MUS_MUST_CHECK;

/* A sheet of paper of its own ("sheet", or with more classes), with the event in its head. */
void mus_print_open(struct mus_print_page *page, const char *class_name);
void mus_print_close(struct mus_print_page *page);

/* An empty buffer to put one text together; whatever stood in it before is gone. */
struct mus_buf *mus_print_words(struct mus_print_page *page);
/* In the papers' language: Japanese, English, or both with a stroke between. Valid until the next
 * call of any of these that return a text. */
struct mus_text mus_print_say(struct mus_print_page *page, const char *ja, const char *en);
/* The same of a text in two languages; where one is missing, the other. */
struct mus_text mus_print_both(struct mus_print_page *page, struct mus_bilingual text);
/* "2026-11-12（木）" */
struct mus_text mus_print_day(struct mus_print_page *page, mus_date day);
/* "10:00–10:20" */
struct mus_text mus_print_time(struct mus_print_page *page, const struct mus_event_slot *slot);

/* An element that holds a text; class NULL: none. */
void mus_print_element(struct mus_print_page *page, const char *element, const char *class_name,
                       struct mus_text text);
/* An element with a text in the first of the papers' languages, and smaller beneath it in the
 * second where there are two. */
void mus_print_pair(struct mus_print_page *page, const char *element, const char *class_name,
                    struct mus_bilingual text);
/* A participant's company in such an element. */
void mus_print_name(struct mus_print_page *page, const char *element, const char *class_name,
                    size_t participant);
/* A paragraph with the participant's role, number, booth and hall. */
void mus_print_facts(struct mus_print_page *page, size_t participant);
/* An element that says where a meeting is held: table 12, booth A-12, online; and in which hall,
 * where there are several and `hall` is asked for. */
void mus_print_place(struct mus_print_page *page, const char *element,
                     const struct mus_meeting *meeting, bool hall);
/* A cell with the interpreter and the language; empty where the meeting needs none. */
void mus_print_interpreter(struct mus_print_page *page, const struct mus_meeting *meeting);

/* A table with these heads of its columns; its body is open afterwards. */
void mus_print_begin_table(struct mus_print_page *page, const char *class_name,
                           const struct mus_bilingual *heads, size_t count);
void mus_print_end_table(struct mus_print_page *page);

#endif
