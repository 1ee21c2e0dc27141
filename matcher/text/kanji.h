/* Old and variant kanji and the form in use today: 髙 → 高, 濵 → 浜, 國 → 国, 邉 → 辺. For keys by
 * which names and places are compared; some of the variants are told apart in family registers.
 * Pure; any thread. */
#ifndef MUS_MATCHER_TEXT_KANJI_H
#define MUS_MATCHER_TEXT_KANJI_H

#include "base/status.h"

#include <stdint.h>

/* The form in use today; any other character as it is. */
int32_t mus_kanji_current(int32_t character);
/* MUS_CORRUPT where the table breaks its own rules: order, and targets that are no variants. */
enum mus_status mus_kanji_check(struct mus_error *err) MUS_MUST_CHECK;

#endif
