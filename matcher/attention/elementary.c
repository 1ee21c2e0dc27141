/* exp: x = k·ln 2 + r with |r| <= ln 2 / 2, ln 2 in two parts so that r is exact enough; e^r by its
 * series to the 17th term, summed from the smallest; then k is put into the exponent.
 * log: x = m·2^k with m in [√½, √2); ln m = 2·artanh((m−1)/(m+1)) by its series. */
#include "matcher/attention/elementary.h"

#include <assert.h>
#include <stdint.h>
#include <string.h>

/* The first has its low 32 bits zero, so that k times it is exact. */
static const double LN2_HIGH = 6.93147180369123816490e-01;
static const double LN2_LOW = 1.90821492927058770002e-10;
static const double LN2_INVERSE = 1.44269504088896340736;
enum { EXPONENT_BIAS = 1023, MANTISSA_BITS = 52, EXP_TERMS = 17, LOG_TERMS = 23 };

static double power_of_two(int k)
{
    uint64_t bits = (uint64_t)(EXPONENT_BIAS + k) << MANTISSA_BITS;
    double value;
    memcpy(&value, &bits, sizeof value);
    return value;
}

double mus_exp(double x)
{
    assert(x >= -700 && x <= 700);
    double scaled = x * LN2_INVERSE;
    int k = (int)(scaled < 0 ? scaled - 0.5 : scaled + 0.5);
    double r = (x - k * LN2_HIGH) - k * LN2_LOW;
    double sum = 1;
    for (int term = EXP_TERMS; term > 0; term--) {
        sum = 1 + r / term * sum;
    }
    return sum * power_of_two(k);
}

double mus_log(double x)
{
    assert(x >= 2.3e-308);
    uint64_t bits;
    memcpy(&bits, &x, sizeof bits);
    int k = (int)(bits >> MANTISSA_BITS) - EXPONENT_BIAS;
    double m = x * power_of_two(-k / 2) * power_of_two(-(k - k / 2)); /* 1 … 2 */
    if (m > 1.41421356237309514547) {
        m /= 2;
        k++;
    }
    double y = (m - 1) / (m + 1);
    double square = y * y;
    double sum = 0;
    for (int power = LOG_TERMS; power > 0; power -= 2) {
        sum = 1.0 / power + square * sum;
    }
    return k * LN2_HIGH + (2 * y * sum + k * LN2_LOW);
}
