/* The indicator on a page, for the office's own use, and the entry to the yearly document. */
#include "report/documents.h"

#include "report/page.h"
#include "report/yearly_html.h"

static void write_indicator(struct mus_page *page)
{
    mus_page_title(page);
    mus_page_result(page);
    mus_page_months(page);
    mus_page_breakdowns(page);
    mus_page_funnel(page);
    mus_page_definition(page);
    mus_page_others(page);
}

enum mus_status mus_report_html(const struct mus_indicator *indicator,
                                const struct mus_report_context *context, bool yearly,
                                struct mus_buf *out, struct mus_error *err)
{
    struct mus_page page;
    enum mus_status status = mus_page_begin(&page, indicator, context, out, err);
    if (status == MUS_OK && yearly) {
        mus_yearly_html(&page);
    } else if (status == MUS_OK) {
        write_indicator(&page);
    }
    return mus_page_finish(&page, status, err);
}
