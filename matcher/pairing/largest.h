/* The k-th largest of some numbers, without sorting them. Any thread. */
#ifndef MUS_MATCHER_PAIRING_LARGEST_H
#define MUS_MATCHER_PAIRING_LARGEST_H

#include <stddef.h>
#include <stdint.h>

/* k from 0, below count. The values are put in another order: the k-th largest comes to place k,
 * none smaller stands before it and none larger after it. Linear on average. */
int32_t mus_largest(int32_t *values, size_t count, size_t k);

#endif
