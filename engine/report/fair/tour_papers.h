/* Papers of group tours: a page for each group with its way from booth to booth, and a sheet for
 * each booth with who comes when; the same as one table of visits. Same input, same bytes.
 * One thread. */
#ifndef MUS_REPORT_FAIR_TOUR_PAPERS_H
#define MUS_REPORT_FAIR_TOUR_PAPERS_H

#include "fair/format/tour_json.h"
#include "report/fair/papers.h"

struct mus_tour_papers {
    const struct mus_tour_document *document;
    const struct mus_tour_answer *answer; /* that the judge has confirmed */
    enum mus_paper_language language;
    uint64_t now; /* unix seconds, in the XLSX file */
};

enum mus_status mus_tour_papers_html(const struct mus_tour_papers *papers, struct mus_buf *out,
                                     struct mus_error *err) MUS_MUST_CHECK;
/* A row for each group and visit. CSV (UTF-8 without byte order mark) or XLSX. */
enum mus_status mus_tour_papers_csv(const struct mus_tour_papers *papers, struct mus_buf *out,
                                    struct mus_error *err) MUS_MUST_CHECK;
enum mus_status mus_tour_papers_xlsx(const struct mus_tour_papers *papers, struct mus_buf *out,
                                     struct mus_error *err) MUS_MUST_CHECK;

#endif
