/* Numbers as people write them in Japanese spreadsheets: amounts of money and counts of people.
 *
 * A text is one of three things: a number, the statement that there is none, or neither. Missing
 * is never zero. Pure; any thread may call this. */
#ifndef MUS_CODEC_AMOUNT_H
#define MUS_CODEC_AMOUNT_H

#include "base/status.h"
#include "base/text.h"

#include <stdbool.h>
#include <stdint.h>

/* Reads a whole number. unit (at least 1) is what a bare 1 in this column stands for: 1, 1000 where
 * the heading says 千円, 1000000 where it says 百万円.
 *
 * A number is, with blanks anywhere but between digits, full- and half-width forms alike:
 *   - before it, each at most once: 約, whose figure is taken as it stands; a minus sign (- － − △
 *     ▲); ¥, \, JPY, yen; or "(" for the accountant's (1,234), which is negative;
 *   - the figure: 1234, 1,234 (commas only every three digits), 1.5; or steps 千 百 十 within
 *     兆 億 万, each with digits of its own: 1億2,000万, 3千万, 2億3千5百万, 10百万, 500千. A
 *     later step must be smaller than what the one before it counts in;
 *   - after it, at most one of 円, 人, 名, JPY, yen, and the closing ")" before or after that.
 *
 * The text's own unit wins over the column's: where any of 兆 億 万 千 百 十 円 人 名 yen stands in
 * it, unit is not applied. ¥ and JPY name the currency, not a unit: the column's still applies.
 * Every step must come out whole (1.5億, 12.0, and 1.5 where unit is 1000).
 *
 * Missing are: no text or only blanks; dashes (- － − ‐ – — ― ー), dots (… ...), asterisks (***),
 * one or more of a kind; 不明 非公開 非公表 未公開 未定 未回答 なし 無し n/a na #n/a.
 *
 * Returns MUS_OK with *missing set, and with *value set if and only if it is not missing.
 * MUS_INVALID: expected a number, found "…", or expected a whole number, found "…".
 * MUS_LIMIT: expected a number of at most 9223372036854775807, found "…". */
enum mus_status mus_amount_read(struct mus_text text, int64_t unit, int64_t *value, bool *missing,
                                struct mus_error *err) MUS_MUST_CHECK;

#endif
