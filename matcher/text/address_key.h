/* Keys by which addresses, cities and wards are compared; never stored or shown in place of them.
 *
 * The text is folded (fold.h), old and variant kanji take their current form, Latin letters lose
 * their diacritics, white space and punctuation go. Between numbers one "-" stands for 丁目, 丁,
 * 番地, 番, 号, 号室, の, ノ, dashes and gaps; kanji numerals before these (and before 条) become
 * digits: 小杉町 一丁目２番３号, 小杉町1-2-3 and 小杉町１ー２番地の３ have the key 小杉町1-2-3.
 * 大字, 小字 and 字 go (not in 文字, 十字, …); between kanji ヶ, ヵ, が and ガ become ケ, and の
 * becomes ノ (龍ヶ崎 = 竜ケ崎, 虎の門 = 虎ノ門).
 *
 * Pure; any thread may call it. */
#ifndef MUS_MATCHER_TEXT_ADDRESS_KEY_H
#define MUS_MATCHER_TEXT_ADDRESS_KEY_H

#include "base/buf.h"
#include "base/status.h"
#include "base/text.h"

/* Appends the key to out; on failure out is as before. MUS_INVALID where the text is not UTF-8,
 * MUS_LIMIT beyond MUS_MAX_ANALYSED_TEXT. */
enum mus_status mus_address_key(struct mus_text address, struct mus_buf *out,
                                struct mus_error *err) MUS_MUST_CHECK;

#endif
