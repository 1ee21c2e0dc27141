/* Whether a document is well-formed: read by expat from end to end. */
#ifndef MUS_TEST_REPORT_XML_CHECK_H
#define MUS_TEST_REPORT_XML_CHECK_H

#include <expat.h>

#include "base/text.h"

static inline void assert_well_formed(struct mus_text xml)
{
    XML_Parser parser = XML_ParserCreate("UTF-8");
    assert_non_null(parser);
    if (XML_Parse(parser, xml.ptr, (int)xml.len, 1) != XML_STATUS_OK) {
        fail_msg("line %lu, column %lu: %s", XML_GetCurrentLineNumber(parser),
                 XML_GetCurrentColumnNumber(parser), XML_ErrorString(XML_GetErrorCode(parser)));
    }
    XML_ParserFree(parser);
}

#endif
