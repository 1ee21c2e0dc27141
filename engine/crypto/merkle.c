/* Where the digests of a proof come from, and how they are put together.
 *
 * The tree of seven leaves; a perfect node is written level.index, and the brackets are the nodes
 * at the right edge, which are not perfect and lie nowhere:
 *
 *                     [root]
 *                 /           \
 *             2.0             [ ]
 *            /   \           /   \
 *         1.0     1.1     1.2     |
 *         / \     / \     / \     |
 *       0.0 0.1 0.2 0.3 0.4 0.5  0.6
 *
 * An edge node is made of the perfect nodes under it, of falling levels from left to right, hashed
 * from the right: [root] = H(2.0, H(1.2, 0.6)). A plan names them from left to right; the second
 * and later ones are `joined`, and mus_merkle_fold folds such a run from its right end.
 *
 * A proof climbs from one perfect node (for inclusion the leaf; for consistency the last perfect
 * node of the old tree) to the root, and takes the sibling at each step:
 *   - below the level where its way meets that of the last leaf, every sibling exists: on the left
 *     where the bit of the index is set, otherwise on the right. The topmost of these may be an
 *     edge node, and only that one: from 0.1 they are 0.0, 1.1 and [1.2 0.6];
 *   - from there on the climb follows the right edge. What is on the left is perfect (one for each
 *     bit set in what is left of the index); where the bit is clear there is no sibling, and no
 *     hashing.
 * RFC 9162, sections 2.1.3 and 2.1.4, has the same as loops over both numbers. */
#include "crypto/merkle.h"

#include <assert.h>
#include <sodium.h>
#include <string.h>

static const uint64_t MAX_SIZE = ((uint64_t)1 << MUS_MERKLE_LEVELS) - 1;

static_assert(crypto_hash_sha256_BYTES == MUS_DIGEST_BYTES, "SHA-256 gives 32 bytes");

struct mus_digest mus_merkle_leaf(const void *entry, size_t len)
{
    static const unsigned char mark[1] = {0};
    struct mus_digest digest;
    crypto_hash_sha256_state state;
    assert(entry != NULL || len == 0);
    crypto_hash_sha256_init(&state);
    crypto_hash_sha256_update(&state, mark, sizeof mark);
    crypto_hash_sha256_update(&state, entry == NULL ? mark : entry, len);
    crypto_hash_sha256_final(&state, digest.bytes);
    return digest;
}

struct mus_digest mus_merkle_node(const struct mus_digest *left, const struct mus_digest *right)
{
    struct mus_digest digest;
    unsigned char bytes[1 + 2 * MUS_DIGEST_BYTES];
    bytes[0] = 1;
    memcpy(bytes + 1, left->bytes, MUS_DIGEST_BYTES);
    memcpy(bytes + 1 + MUS_DIGEST_BYTES, right->bytes, MUS_DIGEST_BYTES);
    crypto_hash_sha256(digest.bytes, bytes, sizeof bytes);
    return digest;
}

struct mus_digest mus_merkle_empty(void)
{
    return mus_digest_of(MUS_DIGEST_SHA256, NULL, 0);
}

static bool has_bit(uint64_t number, unsigned bit)
{
    return (number >> bit & 1) != 0;
}

/* How many bits the number takes: 0 for 0. */
static unsigned bit_length(uint64_t number)
{
    return number == 0 ? 0 : 64 - (unsigned)__builtin_clzll(number);
}

void mus_merkle_add(struct mus_merkle_edge *edge, const struct mus_digest *leaf)
{
    mus_merkle_add_perfect(edge, 0, leaf);
}

/* As counting in binary: a carry joins two perfect nodes into one of the next level. */
void mus_merkle_add_perfect(struct mus_merkle_edge *edge, unsigned level,
                            const struct mus_digest *node)
{
    assert(level < MUS_MERKLE_LEVELS);
    uint64_t leaves = (uint64_t)1 << level;
    assert(edge->size % leaves == 0 && edge->size <= MAX_SIZE - leaves);
    struct mus_digest carry = *node;
    unsigned at = level;
    while (has_bit(edge->size, at)) {
        carry = mus_merkle_node(&edge->roots[at], &carry);
        at++;
    }
    edge->roots[at] = carry;
    edge->size += leaves;
}

struct mus_digest mus_merkle_root(const struct mus_merkle_edge *edge)
{
    if (edge->size == 0) {
        return mus_merkle_empty();
    }
    unsigned level = (unsigned)__builtin_ctzll(edge->size);
    struct mus_digest root = edge->roots[level];
    for (level++; level < MUS_MERKLE_LEVELS; level++) {
        if (has_bit(edge->size, level)) {
            root = mus_merkle_node(&edge->roots[level], &root);
        }
    }
    return root;
}

/* The way from a perfect node to the root of a tree. */
struct climb {
    unsigned level; /* of the perfect node that it starts from */
    uint64_t index;
    unsigned inner;  /* steps until it meets the way of the last leaf */
    unsigned border; /* siblings after that, all on the left */
};

static struct climb climb_from(unsigned level, uint64_t index, uint64_t size)
{
    struct climb climb = {.level = level, .index = index};
    climb.inner = bit_length(index ^ (size - 1) >> level);
    climb.border = (unsigned)__builtin_popcountll(index >> climb.inner);
    return climb;
}

/* From the last perfect node of a tree of `old` leaves, 0 < old < size. Where it is the whole of
 * that tree, its index is 0 and the proof need not hold it. */
static struct climb climb_from_old(uint64_t old, uint64_t size)
{
    unsigned level = (unsigned)__builtin_ctzll(old);
    return climb_from(level, (old - 1) >> level, size);
}

static void plan_add(struct mus_merkle_plan *plan, unsigned level, uint64_t index, bool joined)
{
    assert(plan->count < sizeof plan->places / sizeof plan->places[0]);
    plan->places[plan->count++] = (struct mus_merkle_place){level, index, joined};
}

/* The node over the leaves from `begin` to the end of the tree, as its perfect nodes. */
static void plan_add_edge(struct mus_merkle_plan *plan, uint64_t begin, uint64_t size)
{
    uint64_t leaves = size - begin;
    uint64_t at = begin;
    for (unsigned level = bit_length(leaves); level-- > 0;) {
        if (has_bit(leaves, level)) {
            plan_add(plan, level, at >> level, at != begin);
            at += (uint64_t)1 << level;
        }
    }
}

static void plan_climb(struct mus_merkle_plan *plan, const struct climb *climb, uint64_t size)
{
    uint64_t index = climb->index;
    unsigned level = climb->level;
    for (unsigned step = 1; step <= climb->inner; step++) {
        uint64_t sibling = index ^ 1;
        if (step == climb->inner) {
            plan_add_edge(plan, sibling << level, size);
        } else {
            plan_add(plan, level, sibling, false);
        }
        index >>= 1;
        level++;
    }
    for (; index != 0; index >>= 1, level++) {
        if (has_bit(index, 0)) {
            plan_add(plan, level, index - 1, false);
        }
    }
}

void mus_merkle_plan_inclusion(uint64_t index, uint64_t size, struct mus_merkle_plan *out)
{
    assert(index < size && size <= MAX_SIZE);
    struct climb climb = climb_from(0, index, size);
    out->count = 0;
    plan_climb(out, &climb, size);
}

void mus_merkle_plan_consistency(uint64_t old, uint64_t size, struct mus_merkle_plan *out)
{
    assert(old <= size && size <= MAX_SIZE);
    out->count = 0;
    if (old == 0 || old == size) {
        return;
    }
    struct climb climb = climb_from_old(old, size);
    if (climb.index != 0) {
        plan_add(out, climb.level, climb.index, false);
    }
    plan_climb(out, &climb, size);
}

void mus_merkle_plan_root(uint64_t size, struct mus_merkle_plan *out)
{
    assert(size >= 1 && size <= MAX_SIZE);
    out->count = 0;
    plan_add_edge(out, 0, size);
}

void mus_merkle_fold(const struct mus_merkle_plan *plan, const struct mus_digest *nodes,
                     struct mus_merkle_proof *out)
{
    size_t count = 0;
    size_t end = 0;
    for (size_t begin = 0; begin < plan->count; begin = end) {
        end = begin + 1;
        while (end < plan->count && plan->places[end].joined) {
            end++;
        }
        struct mus_digest digest = nodes[end - 1];
        for (size_t i = end - 1; i > begin; i--) {
            digest = mus_merkle_node(&nodes[i - 1], &digest);
        }
        assert(count < MUS_MERKLE_MAX_PROOF);
        out->digests[count++] = digest;
    }
    out->count = count;
}

bool mus_merkle_inclusion_root(const struct mus_digest *leaf, uint64_t index, uint64_t size,
                               const struct mus_merkle_proof *proof, struct mus_digest *root)
{
    if (index >= size || size > MAX_SIZE) {
        return false;
    }
    struct climb climb = climb_from(0, index, size);
    if (proof->count != climb.inner + climb.border) {
        return false;
    }
    struct mus_digest digest = *leaf;
    for (unsigned i = 0; i < proof->count; i++) {
        const struct mus_digest *sibling = &proof->digests[i];
        if (i < climb.inner && !has_bit(index, i)) {
            digest = mus_merkle_node(&digest, sibling);
        } else {
            digest = mus_merkle_node(sibling, &digest);
        }
    }
    *root = digest;
    return true;
}

static bool equal(const struct mus_digest *a, const struct mus_digest *b)
{
    return mus_digest_compare(a, b) == 0;
}

/* Climbs to both roots at once: a sibling on the left belongs to both trees, one on the right to
 * the larger alone. */
static bool climbs_to_both(const struct climb *climb, const struct mus_digest *start,
                           const struct mus_digest *siblings, const struct mus_digest *old_root,
                           const struct mus_digest *root)
{
    struct mus_digest old_digest = *start;
    struct mus_digest digest = *start;
    for (unsigned i = 0; i < climb->inner + climb->border; i++) {
        if (i < climb->inner && !has_bit(climb->index, i)) {
            digest = mus_merkle_node(&digest, &siblings[i]);
        } else {
            old_digest = mus_merkle_node(&siblings[i], &old_digest);
            digest = mus_merkle_node(&siblings[i], &digest);
        }
    }
    return equal(&old_digest, old_root) && equal(&digest, root);
}

bool mus_merkle_consistent(uint64_t old, const struct mus_digest *old_root, uint64_t size,
                           const struct mus_digest *root, const struct mus_merkle_proof *proof)
{
    if (old > size || size > MAX_SIZE) {
        return false;
    }
    struct mus_digest empty = mus_merkle_empty();
    if ((old == 0 && !equal(old_root, &empty)) || (old == size && !equal(old_root, root))) {
        return false;
    }
    if (old == 0 || old == size) {
        return proof->count == 0;
    }
    struct climb climb = climb_from_old(old, size);
    size_t given = climb.index != 0 ? 1 : 0; /* whether the proof holds the start */
    if (proof->count != given + climb.inner + climb.border) {
        return false;
    }
    const struct mus_digest *start = given != 0 ? &proof->digests[0] : old_root;
    return climbs_to_both(&climb, start, proof->digests + given, old_root, root);
}
