/* How evenly lists share attention. Inside the module. */
#ifndef MUS_MATCHER_ATTENTION_EXPOSURE_H
#define MUS_MATCHER_ATTENTION_EXPOSURE_H

#include "base/status.h"
#include "matcher/attention/attention.h"

#include <stddef.h>
#include <stdint.h>

/* What a place in a list is worth, from 1: 1/log2(1 + rank), in millionths. */
uint32_t mus_attention_at(size_t rank);

/* The figures of lists that are complete (begin and rows; `mirror[i]` is the rank, from 1, that the
 * owner of row i's list has in the list of its partner, 0: none), and the exposure of each
 * participant into `of_each`. */
enum mus_status mus_exposure_of(const struct mus_attention_problem *problem, const size_t *begin,
                                const struct mus_attention_row *rows, const uint32_t *mirror,
                                uint64_t *of_each, struct mus_exposure *out,
                                struct mus_error *err) MUS_MUST_CHECK;

#endif
