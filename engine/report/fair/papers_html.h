/* One paper each. Inside report/fair. */
#ifndef MUS_REPORT_FAIR_PAPERS_HTML_H
#define MUS_REPORT_FAIR_PAPERS_HTML_H

#include "report/fair/papers.h"

enum mus_status mus_agenda_html(const struct mus_papers *papers, struct mus_buf *out,
                                struct mus_error *err) MUS_MUST_CHECK;
enum mus_status mus_tables_html(const struct mus_papers *papers, struct mus_buf *out,
                                struct mus_error *err) MUS_MUST_CHECK;
enum mus_status mus_halls_html(const struct mus_papers *papers, struct mus_buf *out,
                               struct mus_error *err) MUS_MUST_CHECK;
enum mus_status mus_badges_html(const struct mus_papers *papers, struct mus_buf *out,
                                struct mus_error *err) MUS_MUST_CHECK;
enum mus_status mus_outcomes_html(const struct mus_papers *papers, struct mus_buf *out,
                                  struct mus_error *err) MUS_MUST_CHECK;

#endif
