#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "base/mem.h"
#include "base/random.h"
#include "ledger/format/firms.h"

/* Ids that differ in their last bytes alone, or in their first. */
static struct mus_ledger_id id_of(uint32_t number)
{
    struct mus_ledger_id id = {{0}};
    memcpy(id.bytes + (number % 2 == 0 ? 12 : 0), &number, sizeof number);
    return id;
}

static bool find_party(struct mus_firms *firms, uint32_t id, uint64_t number, uint32_t *out)
{
    struct mus_ledger_id company = id_of(id);
    uint64_t hash = mus_firms_hash(firms, company.bytes, number);
    return mus_firms_party(firms, hash, company.bytes, number, out);
}

static uint32_t party_of(struct mus_firms *firms, uint32_t id, uint64_t number)
{
    uint32_t party;
    assert_true(find_party(firms, id, number, &party));
    return party;
}

static uint32_t number_of(struct mus_firms *firms, uint32_t id)
{
    struct mus_ledger_id company = id_of(id);
    uint32_t number;
    assert_true(mus_firms_id(firms, company.bytes, &number));
    return number;
}

static void each_party_has_a_number_of_its_own(void **state)
{
    (void)state;
    enum { COUNT = 3000 };
    struct mus_firms firms = {0};
    for (uint32_t i = 0; i < COUNT; i++) {
        assert_int_equal(party_of(&firms, i, i % 3), i);
    }
    for (uint32_t i = 0; i < COUNT; i++) {
        assert_int_equal(party_of(&firms, i, i % 3), i);
        assert_int_equal(firms.parties[i].id, number_of(&firms, i));
    }
    assert_int_equal(firms.party_count, COUNT);
    assert_int_equal(firms.id_count, COUNT);
    assert_int_equal(firms.number_count, 2);
    mus_firms_done(&firms);
}

static void one_id_with_another_number_is_another_party_of_the_same_id(void **state)
{
    (void)state;
    struct mus_firms firms = {0};
    uint32_t without = party_of(&firms, 1, 0);
    uint32_t with = party_of(&firms, 1, 77);
    uint32_t other = party_of(&firms, 2, 77);
    assert_int_not_equal(without, with);
    assert_int_equal(firms.parties[without].id, firms.parties[with].id);
    assert_int_not_equal(firms.parties[with].id, firms.parties[other].id);
    assert_int_equal(firms.parties[without].number, MUS_NO_FIRM);
    assert_int_equal(firms.parties[with].number, firms.parties[other].number);
    mus_firms_done(&firms);
}

/* Whether successions lead from one to the other, by trying them all again and again. */
static bool plainly_leads(const struct mus_firms *firms, uint32_t from, uint32_t to)
{
    bool reached[8] = {false};
    reached[from] = true;
    for (size_t round = 0; round < firms->id_count; round++) {
        for (size_t i = 0; i < firms->succession_count; i++) {
            const struct mus_succession *one = &firms->successions[i];
            reached[one->to] = reached[one->to] || (reached[one->from] && !one->reversed);
        }
    }
    return reached[to];
}

static void successions_lead_where_trying_them_all_does(void **state)
{
    (void)state;
    struct mus_random random;
    mus_random_init(&random, 7);
    for (unsigned round = 0; round < 300; round++) {
        struct mus_firms firms = {0};
        for (uint32_t id = 0; id < 8; id++) {
            assert_int_equal(number_of(&firms, id), id);
        }
        for (unsigned i = 0; i < 12; i++) {
            uint32_t from = (uint32_t)mus_random_below(&random, 8);
            uint32_t to = (uint32_t)mus_random_below(&random, 8);
            bool leads = false;
            assert_int_equal(mus_firms_leads(&firms, from, to, &leads, NULL), MUS_OK);
            assert_int_equal(leads, plainly_leads(&firms, from, to));
            uint32_t made = 0;
            assert_true(mus_firms_succeed(&firms, from, to, i, &made));
            firms.successions[made].reversed = mus_random_below(&random, 4) == 0;
        }
        mus_firms_done(&firms);
    }
}

static void sets_are_joined_through_others(void **state)
{
    (void)state;
    uint32_t parents[6];
    mus_sets_init(parents, 6);
    mus_sets_join(parents, 0, 1);
    mus_sets_join(parents, 2, 3);
    assert_int_not_equal(mus_sets_find(parents, 0), mus_sets_find(parents, 3));
    mus_sets_join(parents, 3, 1);
    mus_sets_join(parents, 1, 3);
    assert_int_equal(mus_sets_find(parents, 0), mus_sets_find(parents, 2));
    assert_int_not_equal(mus_sets_find(parents, 4), mus_sets_find(parents, 5));
}

/* Numbers under one hash are all found, and nothing else is. */
static void slots_keep_numbers_of_one_hash_apart(void **state)
{
    (void)state;
    struct mus_slots slots = {0};
    uint32_t number;
    struct mus_slot_walk walk = mus_slots_walk(&slots, 5);
    assert_false(mus_slots_next(&slots, &walk, &number));
    for (uint32_t i = 0; i < 100; i++) {
        assert_true(mus_slots_put(&slots, i % 10, i));
    }
    unsigned found = 0;
    walk = mus_slots_walk(&slots, 5);
    while (mus_slots_next(&slots, &walk, &number)) {
        assert_int_equal(number % 10, 5);
        found++;
    }
    assert_int_equal(found, 10);
    mus_slots_done(&slots);
}

static void slots_that_are_reserved_are_not_widened(void **state)
{
    (void)state;
    struct mus_slots slots = {0};
    assert_true(mus_slots_put(&slots, 7, 0));
    assert_true(mus_slots_reserve(&slots, 1000));
    size_t size = slots.size;
    for (uint32_t i = 1; i < 1000; i++) {
        assert_true(mus_slots_put(&slots, i * 77, i));
    }
    assert_int_equal(slots.size, size);
    assert_true(mus_slots_reserve(&slots, 3));
    assert_int_equal(slots.size, size);
    uint32_t number = 1;
    struct mus_slot_walk walk = mus_slots_walk(&slots, 7);
    assert_true(mus_slots_next(&slots, &walk, &number));
    assert_int_equal(number, 0);
    mus_slots_done(&slots);
}

/* Texts of every length up to a few words, cut from one: no two hash alike, and a key of its own
 * gives another hash. */
static void texts_hash_by_all_their_bytes_and_the_key(void **state)
{
    (void)state;
    static const char letters[] = "abcdefghijklmnopqrstuvwxyz";
    const struct mus_hash_key keys[] = {{0, 0}, {1, 0}, {0, 1}};
    for (size_t len = 0; len < sizeof letters; len++) {
        struct mus_text text = {letters, len};
        uint64_t hash = mus_keyed_text(keys[0], 0, text);
        assert_int_equal(mus_keyed_text(keys[0], 0, text), hash);
        assert_int_not_equal(mus_keyed_text(keys[0], 1, text), hash);
        assert_int_not_equal(mus_keyed_text(keys[1], 0, text), hash);
        assert_int_not_equal(mus_keyed_text(keys[2], 0, text), hash);
        for (size_t at = 0; at < len; at++) {
            char other[sizeof letters];
            memcpy(other, letters, sizeof letters);
            other[at] ^= 1;
            struct mus_text changed = {other, len};
            assert_int_not_equal(mus_keyed_text(keys[0], 0, changed), hash);
        }
    }
}

static void a_failing_allocation_leaves_what_was_there(void **state)
{
    (void)state;
    for (uint64_t n = 1; n < 40; n++) {
        struct mus_firms firms = {0};
        uint32_t party;
        bool failed = false;
        mus_mem_fail_at(n, false);
        for (uint32_t i = 0; i < 40 && !failed; i++) {
            failed = !find_party(&firms, i, i, &party);
        }
        mus_mem_fail_at(0, false);
        for (uint32_t i = 0; i < 40; i++) {
            assert_int_equal(party_of(&firms, i, i), i);
        }
        mus_firms_done(&firms);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_party_has_a_number_of_its_own),
        cmocka_unit_test(one_id_with_another_number_is_another_party_of_the_same_id),
        cmocka_unit_test(successions_lead_where_trying_them_all_does),
        cmocka_unit_test(sets_are_joined_through_others),
        cmocka_unit_test(slots_keep_numbers_of_one_hash_apart),
        cmocka_unit_test(slots_that_are_reserved_are_not_widened),
        cmocka_unit_test(texts_hash_by_all_their_bytes_and_the_key),
        cmocka_unit_test(a_failing_allocation_leaves_what_was_there),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
