/* Quickselect by Hoare's partition, with the middle of three as pivot: values from low to j are not
 * smaller than the pivot, those after j not larger, and neither side is empty. */
#include "matcher/pairing/largest.h"

#include <stdbool.h>

static int32_t middle(int32_t a, int32_t b, int32_t c)
{
    if (a > b) {
        return b > c ? b : a > c ? c : a;
    }
    return a > c ? a : b > c ? c : b;
}

int32_t mus_largest(int32_t *values, size_t count, size_t k)
{
    size_t low = 0;
    size_t high = count - 1;
    while (low < high) {
        int32_t pivot = middle(values[low], values[low + (high - low) / 2], values[high]);
        size_t i = low;
        size_t j = high;
        while (true) {
            while (values[i] > pivot) {
                i++;
            }
            while (values[j] < pivot) {
                j--;
            }
            if (i >= j) {
                break;
            }
            int32_t kept = values[i];
            values[i++] = values[j];
            values[j--] = kept;
        }
        if (k <= j) {
            high = j;
        } else {
            low = j + 1;
        }
    }
    return values[k];
}
