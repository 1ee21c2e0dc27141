/* Random questions to a small world, and whether two answers are the same. */
#ifndef MUS_TESTS_PROPERTY_RANDOM_QUERY_H
#define MUS_TESTS_PROPERTY_RANDOM_QUERY_H

#include "matcher/filter.h"
#include "matcher/scan.h"
#include "scored_world.h"

/* Empty, once in three. It lies in the world's arena. */
struct mus_filter random_filter(struct scored_world *f);

/* The same companies in the same order with the same scores, and the same counts; both finished. */
void assert_same_ranking(const struct mus_scan *plain, const struct mus_scan *indexed);

#endif
