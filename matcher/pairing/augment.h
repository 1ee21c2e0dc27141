/* Carries what some nodes of a network have too much to those that have too little, at the least
 * cost. How it works stands at the top of augment.c. */
#ifndef MUS_MATCHER_PAIRING_AUGMENT_H
#define MUS_MATCHER_PAIRING_AUGMENT_H

#include "matcher/pairing/network.h"

#include <stdbool.h>
#include <stdint.h>

/* Until no node has too much; flow and potentials agree before and after. False where somebody
 * asked to stop. *searches: how many were made are added. */
bool mus_augment_all(struct mus_network *network, uint64_t *searches);

#endif
