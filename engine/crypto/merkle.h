/* The Merkle tree of RFC 6962 section 2.1 (the same in RFC 9162), over SHA-256.
 *
 *     leaf  SHA-256(0x00 ‖ entry)          node  SHA-256(0x01 ‖ left ‖ right)
 *     tree  of n leaves: split at the largest power of two below n
 *
 * A *perfect node* (level, index) is the root over the 2^level leaves from index·2^level on. The
 * tree of any size is made of perfect nodes, at most one of each level: so a log that can give its
 * perfect nodes can prove anything. What a proof needs is first planned (mus_merkle_plan), the
 * caller fetches those nodes, and mus_merkle_fold makes the proof of them. Pure; any thread. */
#ifndef MUS_CRYPTO_MERKLE_H
#define MUS_CRYPTO_MERKLE_H

#include "crypto/digest.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define MUS_MERKLE_LEVELS 63                         /* sizes stay below 2^63 */
#define MUS_MERKLE_MAX_PROOF (MUS_MERKLE_LEVELS + 1) /* digests of a proof */

struct mus_digest mus_merkle_leaf(const void *entry, size_t len);
struct mus_digest mus_merkle_node(const struct mus_digest *left, const struct mus_digest *right);
/* The root of no leaves: SHA-256 of nothing. */
struct mus_digest mus_merkle_empty(void);

/* A tree that grows at its right edge; all zero is the empty one. roots[h] is the perfect node of
 * level h where bit h of size is set. */
struct mus_merkle_edge {
    uint64_t size;
    struct mus_digest roots[MUS_MERKLE_LEVELS];
};
void mus_merkle_add(struct mus_merkle_edge *edge, const struct mus_digest *leaf);
/* Adds 2^level leaves at once, by their perfect node; size must be a multiple of 2^level. */
void mus_merkle_add_perfect(struct mus_merkle_edge *edge, unsigned level,
                            const struct mus_digest *node);
struct mus_digest mus_merkle_root(const struct mus_merkle_edge *edge);

struct mus_merkle_place {
    unsigned level;
    uint64_t index;
    bool joined; /* belongs to the same digest of the proof as the place before it, to its right */
};
struct mus_merkle_plan {
    struct mus_merkle_place places[2 * MUS_MERKLE_MAX_PROOF];
    size_t count;
};
struct mus_merkle_proof {
    struct mus_digest digests[MUS_MERKLE_MAX_PROOF];
    size_t count;
};

/* That leaf `index` is in the tree of `size` leaves; index < size. */
void mus_merkle_plan_inclusion(uint64_t index, uint64_t size, struct mus_merkle_plan *out);
/* That the tree of `size` leaves begins with that of `old` leaves; old <= size. Nothing for 0 and
 * for equal sizes. */
void mus_merkle_plan_consistency(uint64_t old, uint64_t size, struct mus_merkle_plan *out);
/* The root itself: folds to one digest; size >= 1. */
void mus_merkle_plan_root(uint64_t size, struct mus_merkle_plan *out);
/* `nodes` holds the perfect node of each place of the plan, in its order. */
void mus_merkle_fold(const struct mus_merkle_plan *plan, const struct mus_digest *nodes,
                     struct mus_merkle_proof *out);

/* The root that the proof leads to from this leaf; false where it has not the length that index and
 * size call for, or index >= size. */
bool mus_merkle_inclusion_root(const struct mus_digest *leaf, uint64_t index, uint64_t size,
                               const struct mus_merkle_proof *proof, struct mus_digest *root);
/* Whether the proof shows that the tree (size, root) begins with the tree (old, old_root). For
 * old == 0 it must be empty, with old_root that of no leaves; for old == size empty, with equal
 * roots. */
bool mus_merkle_consistent(uint64_t old, const struct mus_digest *old_root, uint64_t size,
                           const struct mus_digest *root, const struct mus_merkle_proof *proof);

#endif
