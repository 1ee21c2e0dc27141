/* entries.jsonl of an export, in memory or in its file, held against what it should be. Internal to
 * the verification of exports; any number of threads. */
#ifndef MUS_LEDGER_FORMAT_EXPORT_LINES_H
#define MUS_LEDGER_FORMAT_EXPORT_LINES_H

#include "base/status.h"
#include "base/text.h"
#include "ledger/format/export.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct mus_export_lines {
    struct mus_text bytes;
    const int *file; /* NULL: in memory */
    uint64_t len;
};

/* MUS_IO. */
enum mus_status mus_export_lines_open(const struct mus_export *export, struct mus_export_lines *out,
                                      struct mus_error *err) MUS_MUST_CHECK;
/* How many bytes from `at` on are those of `made`: all of them where it stands there. MUS_IO. */
enum mus_status mus_export_lines_compare(const struct mus_export_lines *lines, uint64_t at,
                                         struct mus_text made, size_t *same,
                                         struct mus_error *err) MUS_MUST_CHECK;
/* Up to `room` bytes from `at` on; fewer at the end. MUS_IO. */
enum mus_status mus_export_lines_read(const struct mus_export_lines *lines, uint64_t at, char *out,
                                      size_t room, size_t *len,
                                      struct mus_error *err) MUS_MUST_CHECK;

#endif
