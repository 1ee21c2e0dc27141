/* Exponential and logarithm from addition, multiplication and division alone, each step rounded as
 * IEEE 754 has it: the same bits on every machine, which the C library does not promise. Relative
 * error below 4e-16 for the exponential and 1e-15 for the logarithm. Pure; any thread. */
#ifndef MUS_MATCHER_ATTENTION_ELEMENTARY_H
#define MUS_MATCHER_ATTENTION_ELEMENTARY_H

/* x: -700 … 700. */
double mus_exp(double x);
/* x: a positive normal number. */
double mus_log(double x);

#endif
