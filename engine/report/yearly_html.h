/* The order of the yearly document's sections. */
#ifndef MUS_REPORT_YEARLY_HTML_H
#define MUS_REPORT_YEARLY_HTML_H

#include "report/page.h"

void mus_yearly_html(struct mus_page *page);

#endif
