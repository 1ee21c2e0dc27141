#include "pairing/peer.h"

bool lemon_simplex(const struct mus_pairing_problem *problem, size_t left,
                   struct peer_result *result)
{
    (void)problem;
    (void)left;
    (void)result;
    return false;
}

bool lemon_scaling(const struct mus_pairing_problem *problem, size_t left,
                   struct peer_result *result)
{
    (void)problem;
    (void)left;
    (void)result;
    return false;
}
