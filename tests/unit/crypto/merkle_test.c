#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "crypto/crypto.h"
#include "crypto/encode.h"
#include "crypto/merkle.h"

enum { SIZES = 70 };

static void assert_digest(const struct mus_digest *got, const struct mus_digest *expected)
{
    assert_memory_equal(got->bytes, expected->bytes, MUS_DIGEST_BYTES);
}

static void assert_hex(struct mus_digest got, const char *hex)
{
    char text[2 * MUS_DIGEST_BYTES + 1];
    mus_hex_print(text, got.bytes, sizeof got.bytes);
    assert_string_equal(text, hex);
}

/* The definitions of RFC 6962, sections 2.1, 2.1.1 and 2.1.2, word for word: slow and obvious. */

static struct mus_digest leaf_of(uint64_t index)
{
    unsigned char entry[2] = {(unsigned char)index, (unsigned char)(index * 3)};
    return mus_merkle_leaf(entry, sizeof entry);
}

/* The largest power of two below n, n > 1. */
static uint64_t split_of(uint64_t n)
{
    uint64_t k = 1;
    while (2 * k < n) {
        k *= 2;
    }
    return k;
}

static struct mus_digest tree(uint64_t begin, uint64_t end)
{
    if (end - begin == 1) {
        return leaf_of(begin);
    }
    uint64_t middle = begin + split_of(end - begin);
    struct mus_digest left = tree(begin, middle);
    struct mus_digest right = tree(middle, end);
    return mus_merkle_node(&left, &right);
}

static void append(struct mus_merkle_proof *proof, struct mus_digest digest)
{
    proof->digests[proof->count++] = digest;
}

static void path(uint64_t m, uint64_t begin, uint64_t end, struct mus_merkle_proof *out)
{
    if (end - begin == 1) {
        return;
    }
    uint64_t k = split_of(end - begin);
    if (m < k) {
        path(m, begin, begin + k, out);
        append(out, tree(begin + k, end));
    } else {
        path(m - k, begin + k, end, out);
        append(out, tree(begin, begin + k));
    }
}

static void subproof(uint64_t m, uint64_t begin, uint64_t end, bool whole,
                     struct mus_merkle_proof *out)
{
    if (m == end - begin) {
        if (!whole) {
            append(out, tree(begin, end));
        }
        return;
    }
    uint64_t k = split_of(end - begin);
    if (m <= k) {
        subproof(m, begin, begin + k, whole, out);
        append(out, tree(begin + k, end));
    } else {
        subproof(m - k, begin + k, end, false, out);
        append(out, tree(begin, begin + k));
    }
}

/* What a log does with a plan: it fetches the perfect nodes. */
static void carry_out(const struct mus_merkle_plan *plan, struct mus_merkle_proof *out)
{
    struct mus_digest nodes[2 * MUS_MERKLE_MAX_PROOF];
    for (size_t i = 0; i < plan->count; i++) {
        uint64_t leaves = (uint64_t)1 << plan->places[i].level;
        uint64_t begin = plan->places[i].index * leaves;
        nodes[i] = tree(begin, begin + leaves);
    }
    mus_merkle_fold(plan, nodes, out);
}

static void prove_inclusion(uint64_t index, uint64_t size, struct mus_merkle_proof *out)
{
    struct mus_merkle_plan plan;
    mus_merkle_plan_inclusion(index, size, &plan);
    carry_out(&plan, out);
}

static void prove_consistency(uint64_t old, uint64_t size, struct mus_merkle_proof *out)
{
    struct mus_merkle_plan plan;
    mus_merkle_plan_consistency(old, size, &plan);
    carry_out(&plan, out);
}

static void assert_proof(const struct mus_merkle_proof *got,
                         const struct mus_merkle_proof *expected)
{
    assert_int_equal(got->count, expected->count);
    for (size_t i = 0; i < got->count; i++) {
        assert_digest(&got->digests[i], &expected->digests[i]);
    }
}

static bool is_included(uint64_t leaf, uint64_t index, uint64_t size,
                        const struct mus_merkle_proof *proof, const struct mus_digest *root)
{
    struct mus_digest digest = leaf_of(leaf);
    struct mus_digest got;
    return mus_merkle_inclusion_root(&digest, index, size, proof, &got) &&
           mus_digest_compare(&got, root) == 0;
}

/* The leaves and roots that implementations of Certificate Transparency test with. */
static void trees_have_the_roots_that_certificate_transparency_gives_them(void **state)
{
    (void)state;
    static const struct {
        const char *entry;
        const char *root;
    } steps[] = {
        {"", "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d"},
        {"00", "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125"},
        {"10", "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77"},
        {"2021", "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7"},
        {"3031", "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4"},
        {"40414243", "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef"},
        {"5051525354555657", "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c"},
        {"606162636465666768696a6b6c6d6e6f",
         "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"},
    };
    struct mus_merkle_edge edge = {0};
    assert_hex(mus_merkle_root(&edge),
               "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    for (size_t i = 0; i < sizeof steps / sizeof steps[0]; i++) {
        unsigned char entry[16];
        size_t len = strlen(steps[i].entry) / 2;
        assert_true(mus_hex_read(mus_text_of(steps[i].entry), entry, len));
        struct mus_digest leaf = mus_merkle_leaf(entry, len);
        mus_merkle_add(&edge, &leaf);
        assert_hex(mus_merkle_root(&edge), steps[i].root);
    }
    struct mus_digest nothing = mus_merkle_leaf(NULL, 0);
    assert_hex(nothing, steps[0].root);
}

/* RFC 6962, section 2.1.3:
 *
 *               hash
 *              /    \
 *             k      l
 *            / \    / \
 *           g   h  i   j
 *          / \ / \ / \  \
 *          a b c d e f  d6        (its leaf hashes a … f are of d0 … d5)
 */
static void the_standards_tree_of_seven_has_the_standards_proofs(void **state)
{
    (void)state;
    struct mus_digest a = leaf_of(0);
    struct mus_digest b = leaf_of(1);
    struct mus_digest c = leaf_of(2);
    struct mus_digest d = leaf_of(3);
    struct mus_digest e = leaf_of(4);
    struct mus_digest f = leaf_of(5);
    struct mus_digest j = leaf_of(6);
    struct mus_digest g = mus_merkle_node(&a, &b);
    struct mus_digest h = mus_merkle_node(&c, &d);
    struct mus_digest i = mus_merkle_node(&e, &f);
    struct mus_digest k = mus_merkle_node(&g, &h);
    struct mus_digest l = mus_merkle_node(&i, &j);
    struct mus_merkle_proof proof;

    prove_inclusion(0, 7, &proof);
    assert_proof(&proof, &(struct mus_merkle_proof){{b, h, l}, 3});
    prove_inclusion(3, 7, &proof);
    assert_proof(&proof, &(struct mus_merkle_proof){{c, g, l}, 3});
    prove_inclusion(4, 7, &proof);
    assert_proof(&proof, &(struct mus_merkle_proof){{f, j, k}, 3});
    prove_inclusion(6, 7, &proof);
    assert_proof(&proof, &(struct mus_merkle_proof){{i, k}, 2});

    prove_consistency(3, 7, &proof);
    assert_proof(&proof, &(struct mus_merkle_proof){{c, d, g, l}, 4});
    prove_consistency(4, 7, &proof);
    assert_proof(&proof, &(struct mus_merkle_proof){{l}, 1});
    prove_consistency(6, 7, &proof);
    assert_proof(&proof, &(struct mus_merkle_proof){{i, j, k}, 3});
}

static void a_tree_that_grows_has_the_root_of_the_definition(void **state)
{
    (void)state;
    struct mus_merkle_edge edge = {0};
    for (uint64_t n = 1; n <= SIZES; n++) {
        struct mus_digest leaf = leaf_of(n - 1);
        mus_merkle_add(&edge, &leaf);
        struct mus_digest got = mus_merkle_root(&edge);
        struct mus_digest expected = tree(0, n);
        assert_int_equal(edge.size, n);
        assert_digest(&got, &expected);

        struct mus_merkle_plan plan;
        struct mus_merkle_proof folded;
        mus_merkle_plan_root(n, &plan);
        carry_out(&plan, &folded);
        assert_int_equal(folded.count, 1);
        assert_digest(&folded.digests[0], &expected);
    }
}

/* By the largest perfect nodes that fit, as a log does that has its lower levels on disk. */
static void perfect_nodes_grow_the_tree_as_their_leaves_do(void **state)
{
    (void)state;
    for (unsigned largest = 0; largest <= 4; largest++) {
        struct mus_merkle_edge edge = {0};
        while (edge.size < SIZES) {
            unsigned level = largest;
            while (edge.size % ((uint64_t)1 << level) != 0 ||
                   edge.size + ((uint64_t)1 << level) > SIZES) {
                level--;
            }
            struct mus_digest node = tree(edge.size, edge.size + ((uint64_t)1 << level));
            mus_merkle_add_perfect(&edge, level, &node);
        }
        struct mus_digest got = mus_merkle_root(&edge);
        struct mus_digest expected = tree(0, SIZES);
        assert_digest(&got, &expected);
    }
}

static void inclusion_proofs_are_those_of_the_definition(void **state)
{
    (void)state;
    for (uint64_t n = 1; n <= SIZES; n++) {
        struct mus_digest root = tree(0, n);
        for (uint64_t m = 0; m < n; m++) {
            struct mus_merkle_proof expected = {.count = 0};
            struct mus_merkle_proof got;
            path(m, 0, n, &expected);
            prove_inclusion(m, n, &got);
            assert_proof(&got, &expected);
            assert_true(is_included(m, m, n, &got, &root));
        }
    }
}

static void consistency_proofs_are_those_of_the_definition(void **state)
{
    (void)state;
    for (uint64_t n = 1; n <= SIZES; n++) {
        struct mus_digest root = tree(0, n);
        for (uint64_t m = 1; m <= n; m++) {
            struct mus_digest old_root = tree(0, m);
            struct mus_merkle_proof expected = {.count = 0};
            struct mus_merkle_proof got;
            subproof(m, 0, n, true, &expected);
            prove_consistency(m, n, &got);
            assert_proof(&got, &expected);
            assert_true(mus_merkle_consistent(m, &old_root, n, &root, &got));
        }
    }
}

static void an_inclusion_proof_is_of_no_other_place(void **state)
{
    (void)state;
    for (uint64_t n = 1; n <= SIZES; n++) {
        struct mus_digest root = tree(0, n);
        for (uint64_t m = 0; m < n; m++) {
            struct mus_merkle_proof proof;
            prove_inclusion(m, n, &proof);
            for (uint64_t other = 0; other < n + 3; other++) {
                if (other != m) {
                    assert_false(is_included(m, other, n, &proof, &root));
                    assert_false(is_included(other, m, n, &proof, &root));
                }
            }
        }
    }
}

static void an_inclusion_proof_is_of_no_other_tree(void **state)
{
    (void)state;
    struct mus_digest roots[SIZES + 1];
    for (uint64_t n = 1; n <= SIZES; n++) {
        roots[n] = tree(0, n);
    }
    for (uint64_t n = 1; n <= SIZES; n += 3) {
        for (uint64_t m = 0; m < n; m++) {
            struct mus_merkle_proof proof;
            prove_inclusion(m, n, &proof);
            for (uint64_t other = 1; other <= SIZES; other++) {
                if (other != n) {
                    assert_false(is_included(m, m, other, &proof, &roots[other]));
                }
            }
        }
    }
}

static void alter(struct mus_digest *digest, size_t place)
{
    digest->bytes[place % MUS_DIGEST_BYTES] ^= (unsigned char)(1u << place % 8);
}

static void an_altered_inclusion_proof_is_refused(void **state)
{
    (void)state;
    for (uint64_t n = 1; n <= SIZES; n++) {
        struct mus_digest root = tree(0, n);
        for (uint64_t m = 0; m < n; m++) {
            struct mus_merkle_proof proof;
            prove_inclusion(m, n, &proof);
            for (size_t i = 0; i < proof.count; i++) {
                alter(&proof.digests[i], m + i);
                assert_false(is_included(m, m, n, &proof, &root));
                alter(&proof.digests[i], m + i);
            }
            proof.digests[proof.count] = root;
            proof.count++;
            assert_false(is_included(m, m, n, &proof, &root));
            proof.count--;
            if (proof.count > 0) {
                proof.count--;
                assert_false(is_included(m, m, n, &proof, &root));
            }
        }
    }
}

static void an_altered_consistency_proof_is_refused(void **state)
{
    (void)state;
    for (uint64_t n = 1; n <= SIZES; n++) {
        struct mus_digest root = tree(0, n);
        for (uint64_t m = 0; m <= n; m++) {
            struct mus_digest old_root = m == 0 ? mus_merkle_empty() : tree(0, m);
            struct mus_merkle_proof proof;
            prove_consistency(m, n, &proof);
            for (size_t i = 0; i < proof.count; i++) {
                alter(&proof.digests[i], m + i);
                assert_false(mus_merkle_consistent(m, &old_root, n, &root, &proof));
                alter(&proof.digests[i], m + i);
            }
            proof.digests[proof.count] = root;
            proof.count++;
            assert_false(mus_merkle_consistent(m, &old_root, n, &root, &proof));
            proof.count--;
            if (proof.count > 0) {
                proof.count--;
                assert_false(mus_merkle_consistent(m, &old_root, n, &root, &proof));
                proof.count++;
            }
            assert_true(mus_merkle_consistent(m, &old_root, n, &root, &proof));
        }
    }
}

static void a_consistency_proof_is_of_no_other_two_trees(void **state)
{
    (void)state;
    struct mus_digest roots[SIZES + 1];
    roots[0] = mus_merkle_empty();
    for (uint64_t n = 1; n <= SIZES; n++) {
        roots[n] = tree(0, n);
    }
    for (uint64_t n = 2; n <= SIZES; n += 3) {
        for (uint64_t m = 1; m < n; m++) {
            struct mus_merkle_proof proof;
            prove_consistency(m, n, &proof);
            for (uint64_t other = 0; other <= SIZES; other++) {
                if (other != m) {
                    assert_false(mus_merkle_consistent(other, &roots[other], n, &roots[n], &proof));
                }
                if (other != n) {
                    assert_false(mus_merkle_consistent(m, &roots[m], other, &roots[other], &proof));
                }
            }
            assert_false(mus_merkle_consistent(m, &roots[m - 1], n, &roots[n], &proof));
            assert_false(mus_merkle_consistent(m, &roots[m], n, &roots[m], &proof));
        }
    }
}

static void nothing_and_the_tree_itself_need_no_proof(void **state)
{
    (void)state;
    struct mus_merkle_proof none;
    struct mus_digest empty = mus_merkle_empty();
    struct mus_digest root = tree(0, 5);
    prove_consistency(0, 5, &none);
    assert_int_equal(none.count, 0);
    assert_true(mus_merkle_consistent(0, &empty, 5, &root, &none));
    assert_true(mus_merkle_consistent(0, &empty, 0, &empty, &none));
    assert_true(mus_merkle_consistent(5, &root, 5, &root, &none));
    assert_false(mus_merkle_consistent(0, &root, 5, &root, &none));
    assert_false(mus_merkle_consistent(0, &root, 0, &root, &none));
    assert_false(mus_merkle_consistent(5, &empty, 5, &root, &none));
    assert_false(mus_merkle_consistent(5, &root, 4, &root, &none));
}

/* A log of equal leaves needs no memory, however large: its perfect nodes differ by level alone. */
static void carry_out_alike(const struct mus_merkle_plan *plan, struct mus_merkle_proof *out)
{
    struct mus_digest levels[MUS_MERKLE_LEVELS];
    struct mus_digest nodes[2 * MUS_MERKLE_MAX_PROOF];
    levels[0] = leaf_of(0);
    for (size_t i = 1; i < MUS_MERKLE_LEVELS; i++) {
        levels[i] = mus_merkle_node(&levels[i - 1], &levels[i - 1]);
    }
    for (size_t i = 0; i < plan->count; i++) {
        nodes[i] = levels[plan->places[i].level];
    }
    mus_merkle_fold(plan, nodes, out);
}

static struct mus_digest root_alike(uint64_t size)
{
    struct mus_merkle_plan plan;
    struct mus_merkle_proof root;
    mus_merkle_plan_root(size, &plan);
    carry_out_alike(&plan, &root);
    assert_int_equal(root.count, 1);
    return root.digests[0];
}

static void check_alike(uint64_t old, uint64_t size)
{
    struct mus_merkle_plan plan;
    struct mus_merkle_proof proof;
    struct mus_digest old_root = root_alike(old);
    struct mus_digest root = root_alike(size);
    mus_merkle_plan_consistency(old, size, &plan);
    carry_out_alike(&plan, &proof);
    assert_true(mus_merkle_consistent(old, &old_root, size, &root, &proof));
    mus_merkle_plan_inclusion(old - 1, size, &plan);
    carry_out_alike(&plan, &proof);
    assert_true(is_included(0, old - 1, size, &proof, &root));
}

static void the_largest_trees_can_be_proved(void **state)
{
    (void)state;
    static const uint64_t largest = ((uint64_t)1 << MUS_MERKLE_LEVELS) - 1;
    for (unsigned bit = 0; bit < MUS_MERKLE_LEVELS; bit++) {
        uint64_t near = (uint64_t)1 << bit;
        check_alike(near, largest);
        check_alike(near, (uint64_t)1 << (MUS_MERKLE_LEVELS - 1));
        check_alike(largest - near + 1, largest);
        check_alike(largest / 3 + near, largest);
    }
}

static void a_size_beyond_the_largest_is_refused(void **state)
{
    (void)state;
    struct mus_digest digest = {{1}};
    struct mus_digest root;
    for (size_t count = 0; count <= MUS_MERKLE_MAX_PROOF; count++) {
        struct mus_merkle_proof proof = {.count = count};
        assert_false(mus_merkle_inclusion_root(&digest, 0, (uint64_t)1 << 63, &proof, &root));
        assert_false(mus_merkle_inclusion_root(&digest, 5, UINT64_MAX, &proof, &root));
        assert_false(mus_merkle_consistent(4, &digest, UINT64_MAX, &digest, &proof));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(trees_have_the_roots_that_certificate_transparency_gives_them),
        cmocka_unit_test(the_standards_tree_of_seven_has_the_standards_proofs),
        cmocka_unit_test(a_tree_that_grows_has_the_root_of_the_definition),
        cmocka_unit_test(perfect_nodes_grow_the_tree_as_their_leaves_do),
        cmocka_unit_test(inclusion_proofs_are_those_of_the_definition),
        cmocka_unit_test(consistency_proofs_are_those_of_the_definition),
        cmocka_unit_test(an_inclusion_proof_is_of_no_other_place),
        cmocka_unit_test(an_inclusion_proof_is_of_no_other_tree),
        cmocka_unit_test(an_altered_inclusion_proof_is_refused),
        cmocka_unit_test(an_altered_consistency_proof_is_refused),
        cmocka_unit_test(a_consistency_proof_is_of_no_other_two_trees),
        cmocka_unit_test(nothing_and_the_tree_itself_need_no_proof),
        cmocka_unit_test(the_largest_trees_can_be_proved),
        cmocka_unit_test(a_size_beyond_the_largest_is_refused),
    };
    return mus_crypto_init(NULL) == MUS_OK ? cmocka_run_group_tests(tests, NULL, NULL) : 1;
}
