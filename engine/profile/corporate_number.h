/* The corporate number (法人番号) that the National Tax Agency of Japan gives to companies and
 * other bodies: 13 digits, the first of which is a check digit over the others.
 *
 * A number of 12 digits is an individual's number (マイナンバー), which may not be kept: it is
 * refused, and no message here ever repeats what was written. Pure; any thread. */
#ifndef MUS_PROFILE_CORPORATE_NUMBER_H
#define MUS_PROFILE_CORPORATE_NUMBER_H

#include "base/arena.h"
#include "base/status.h"
#include "base/text.h"

#define MUS_CORPORATE_NUMBER_DIGITS 13

/* The digit ('1' … '9') that stands before these twelve: 9 - (sum of P·Q mod 9), where P runs over
 * the twelve from the right and Q is 1, 2, 1, 2, … */
char mus_corporate_number_check_digit(const char digits[MUS_CORPORATE_NUMBER_DIGITS - 1]);
/* MUS_INVALID, without a place, where it is not 13 ASCII digits or the check digit does not fit. */
enum mus_status mus_corporate_number_check(struct mus_text number,
                                           struct mus_error *err) MUS_MUST_CHECK;
/* For what people write: full-width digits are folded, hyphens, dashes and blanks set aside, and
 * the result checked. The text comes from the arena. */
enum mus_status mus_corporate_number_normalise(struct mus_text written, struct mus_arena *arena,
                                               struct mus_text *number,
                                               struct mus_error *err) MUS_MUST_CHECK;

#endif
