/* The answer about an import, of companies or of entries; only this folder. */
#ifndef MUS_MUSUBI_IMPORT_ANSWER_H
#define MUS_MUSUBI_IMPORT_ANSWER_H

#include "import/report.h"
#include "musubi/musubi.h"

/* Gives the report. MUS_REJECTED, with where the bad rows went, where there were any. */
enum mus_status mus_import_answer(const struct mus_import_report *report, struct mus_sink *sink,
                                  struct mus_error *err) MUS_MUST_CHECK;

#endif
