/* Numbers as JSON text has them: how far one reaches, what is wrong with it, whether it is an
 * integer. Pure; any thread may call it. */
#ifndef MUS_CODEC_JSON_NUMBER_H
#define MUS_CODEC_JSON_NUMBER_H

#include <stdbool.h>
#include <stddef.h>

#include "base/text.h"

/* Everything from this offset on that a number or a word, well or badly written, can be made of:
 * letters, digits, points and signs. */
struct mus_text mus_json_token_at(struct mus_text text, size_t at);

/* What is wrong with a token that begins with a digit, a sign or a point, as the end of a sentence
 * ("starts with a zero"); NULL if it is written as RFC 8259 has it. */
const char *mus_json_number_fault(struct mus_text number);

/* The following take a number without fault. */

/* True without point and exponent. */
bool mus_json_number_is_integer(struct mus_text number);
/* True where the integer is at most MUS_JSON_INTEGER_MAX in size. */
bool mus_json_integer_fits(struct mus_text integer);

#endif
