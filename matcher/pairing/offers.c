#include "matcher/pairing/offers.h"

#include "matcher/pairing/largest.h"

static int32_t largest(const int32_t *values, size_t count)
{
    int32_t best = MUS_NO_OFFER;
    for (size_t i = 0; i < count; i++) {
        best = values[i] > best ? values[i] : best;
    }
    return best;
}

/* The k-th largest offer (k from 1) and the one after it, MUS_NO_OFFER where there is none. */
static void around(const struct mus_offers *offers, size_t k, int32_t *kth, int32_t *after)
{
    if (k <= offers->above_count) {
        size_t left = offers->above_count - k;
        *kth = mus_largest(offers->above, offers->above_count, k - 1);
        *after =
            left > 0 ? largest(offers->above + k, left) : largest(offers->rest, offers->rest_count);
        return;
    }
    size_t in_rest = k - offers->above_count;
    if (in_rest > offers->rest_count) {
        *kth = MUS_NO_OFFER;
        *after = MUS_NO_OFFER;
        return;
    }
    *kth = mus_largest(offers->rest, offers->rest_count, in_rest - 1);
    *after = largest(offers->rest + in_rest, offers->rest_count - in_rest);
}

/* A point of [low, high]. */
static int32_t point_between(int32_t low, int32_t high, bool take_low)
{
    return take_low ? low : (int32_t)(((int64_t)low + high) >> 1);
}

int32_t mus_offers_price(const struct mus_offers *offers, struct mus_pairing_node node,
                         int32_t floor, bool take_low)
{
    int32_t high;
    int32_t low;
    if (node.max < offers->above_count + offers->rest_count) {
        around(offers, node.max, &high, &low);
        if (high >= 0) {
            int32_t price = point_between(low, high, take_low);
            return price > 0 ? price : 0;
        }
    }
    if (node.min == 0) {
        return 0;
    }
    around(offers, node.min, &high, &low);
    if (high >= 0) {
        return 0;
    }
    return point_between(mus_within(low, floor, 0), mus_within(high, floor, 0), take_low);
}
