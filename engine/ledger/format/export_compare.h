/* Where an entry and its line in entries.jsonl part, in words. Internal to the verification of
 * exports; pure. */
#ifndef MUS_LEDGER_FORMAT_EXPORT_COMPARE_H
#define MUS_LEDGER_FORMAT_EXPORT_COMPARE_H

#include "base/status.h"
#include "base/text.h"

#include <stdint.h>

/* `made` is the line that the entry calls for, with its line feed; `rest` is entries.jsonl from the
 * place of that line on, and does not begin with it. Returns MUS_NO: entry 57: entries and
 * entries.jsonl differ at "date". */
enum mus_status mus_export_difference(uint64_t entry, struct mus_text made, struct mus_text rest,
                                      struct mus_error *err) MUS_MUST_CHECK;

#endif
