/* The count by programme, month, purpose, country and size, and the hiding of small numbers in it.
 *
 * A cell that stands for fewer matches than a bound could point at a firm, so a published report
 * may hide cells from 1 to one less than the bound. That alone is not enough, because the total is
 * told:
 * - where one cell is hidden it is the total less the others, so a second one is hidden too;
 * - where the hidden cells add up to less than the bound, their sum is a small number itself (and
 * two hidden cells with the sum 2 are both 1), so more are hidden until the sum reaches it. Each
 * time the smallest cell that is still told goes, of equal ones the one with the lesser key. Zero
 * is told: that nothing happened points at nobody. Where all cells are hidden and the sum is still
 * small, the total is so small itself; it is told all the same, as are its two parts, named and
 * reported: they are the indicator. By purpose "unspecified" is exactly the reported part, which is
 * told, so it is never hidden and the rest are held against the named part.
 *
 * Pure; any thread; cells lie in the arena, their keys there or in the count's texts. */
#ifndef MUS_REPORT_BREAKDOWN_H
#define MUS_REPORT_BREAKDOWN_H

#include "base/arena.h"
#include "base/status.h"
#include "ledger/format/count.h"
#include "report/indicator.h"

#include <stdint.h>

/* The purpose of those that do not say. */
#define MUS_PURPOSE_UNSPECIFIED "unspecified"
/* The country or size that is not known. */
#define MUS_CELL_UNKNOWN "unknown"

enum mus_status mus_breakdowns_make(const struct mus_count *count, int fiscal_year,
                                    struct mus_arena *arena, struct mus_breakdown out[MUS_BY_COUNT],
                                    struct mus_error *err) MUS_MUST_CHECK;
/* Hides cells by the rules above; nothing where `below` is 0 or 1. */
void mus_breakdown_suppress(struct mus_breakdown *breakdown, int64_t below);

/* The months of the fiscal year from the cells by month, with what is hidden there: between the
 * first and the last hidden month no cumulative count is told. */
void mus_months_make(const struct mus_indicator *indicator,
                     struct mus_report_month out[MUS_REPORT_MONTHS]);

#endif
