#include "matcher/firm.h"

bool mus_hashes_has(struct mus_hashes hashes, uint64_t hash)
{
    size_t low = 0;
    size_t high = hashes.count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (hashes.items[middle] == hash) {
            return true;
        }
        if (hashes.items[middle] < hash) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return false;
}

uint32_t mus_bag_tf(struct mus_bag bag, uint64_t hash)
{
    size_t low = 0;
    size_t high = bag.count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (bag.terms[middle].hash == hash) {
            return bag.terms[middle].tf;
        }
        if (bag.terms[middle].hash < hash) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return 0;
}

void mus_firm_listing_measure(struct mus_firm_listing *listing)
{
    uint64_t length = 0;
    for (size_t f = 0; f < MUS_LISTING_FIELD_COUNT; f++) {
        length += listing->fields[f].length;
    }
    listing->translated.length = length < UINT32_MAX ? (uint32_t)length : UINT32_MAX;
    listing->partner.translated.length = listing->partner.text.length;
}
