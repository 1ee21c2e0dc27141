#include "report/fair/papers_html.h"

enum mus_status mus_papers_html(const struct mus_papers *papers, enum mus_paper paper,
                                struct mus_buf *out, struct mus_error *err)
{
    switch (paper) {
    case MUS_PAPER_AGENDA:
        return mus_agenda_html(papers, out, err);
    case MUS_PAPER_TABLES:
        return mus_tables_html(papers, out, err);
    case MUS_PAPER_HALLS:
        return mus_halls_html(papers, out, err);
    case MUS_PAPER_BADGES:
        return mus_badges_html(papers, out, err);
    case MUS_PAPER_OUTCOMES:
    case MUS_PAPER_COUNT:
        break;
    }
    return mus_outcomes_html(papers, out, err);
}
