/* The document to be published: first what everybody wants to know, then what it means, then what
 * it consists of, and at the end what is needed to doubt it. */
#include "report/yearly_html.h"

void mus_yearly_html(struct mus_page *page)
{
    mus_page_title(page);
    mus_page_result(page);
    mus_page_months(page);
    mus_page_history(page);
    mus_page_others(page);
    mus_page_breakdowns(page);
    mus_page_funnel(page);
    mus_page_definition(page);
    mus_page_suppressed(page);
    mus_page_ledger(page);
    mus_page_verification(page);
}
