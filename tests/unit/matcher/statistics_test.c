#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/mem.h"
#include "matcher/statistics.h"
#include "small.h"

static struct mus_statistics *wanting(struct mus_arena *arena, const char *words)
{
    struct mus_statistics *statistics = mus_statistics_new();
    assert_non_null(statistics);
    struct mus_hashes terms = list_of(arena, words);
    for (size_t i = 0; i < terms.count; i++) {
        assert_int_equal(mus_statistics_want(statistics, terms.items[i], NULL), MUS_OK);
    }
    assert_int_equal(mus_statistics_start(statistics, NULL), MUS_OK);
    return statistics;
}

static void a_company_counts_once_however_often_it_says_a_term(void **state)
{
    struct mus_arena *arena = *state;
    struct mus_statistics *statistics = wanting(arena, "pump water sludge");
    struct mus_firm_listing listings[] = {listing_of_side(MUS_SIDE_OFFER),
                                          listing_of_side(MUS_SIDE_NEED)};
    listings[0].fields[MUS_LISTING_TITLE] = bag_of(arena, "pump:3 valve");
    listings[1].fields[MUS_LISTING_TEXT] = bag_of(arena, "pump");
    struct mus_firm firm = firm_of("c-1", "JP");
    firm.description = bag_of(arena, "pump water");
    firm.listings = listings;
    firm.listing_count = 2;
    mus_statistics_add(statistics, &firm);
    struct mus_firm other = firm_of("c-2", "JP");
    other.description = bag_of(arena, "pump");
    mus_statistics_add(statistics, &other);
    assert_int_equal(mus_statistics_companies(statistics), 2);
    assert_int_equal(mus_statistics_df(statistics, hash_of("pump")), 2 * MUS_DF_ONE);
    assert_int_equal(mus_statistics_df(statistics, hash_of("water")), MUS_DF_ONE);
    assert_int_equal(mus_statistics_df(statistics, hash_of("sludge")), 0);
    assert_int_equal(mus_statistics_df(statistics, hash_of("valve")), 0);
    assert_int_equal(mus_statistics_terms(statistics).count, 3);
    mus_statistics_free(statistics);
}

static void the_partner_sought_is_no_part_of_what_is_served(void **state)
{
    struct mus_arena *arena = *state;
    struct mus_statistics *statistics = wanting(arena, "agent eau");
    struct mus_firm_listing listing = listing_of_side(MUS_SIDE_OFFER);
    listing.partner.text = bag_of(arena, "agent");
    listing.partner.translated = bag_of(arena, "eau");
    struct mus_firm firm = firm_of("c-1", "JP");
    firm.listings = &listing;
    firm.listing_count = 1;
    mus_statistics_add(statistics, &firm);
    assert_int_equal(mus_statistics_df(statistics, hash_of("agent")), 0);
    assert_int_equal(mus_statistics_df(statistics, hash_of("eau")), 0);
    mus_statistics_free(statistics);
}

static void a_translation_counts_for_as_much_of_a_company_as_it_is_sure(void **state)
{
    struct mus_arena *arena = *state;
    struct mus_statistics *statistics = wanting(arena, "eau pump");
    struct mus_firm_listing listing = listing_of_side(MUS_SIDE_OFFER);
    listing.translated = bag_of(arena, "eau:250 pump:5000");
    struct mus_firm firm = firm_of("c-1", "JP");
    firm.listings = &listing;
    firm.listing_count = 1;
    firm.translated = bag_of(arena, "eau:500");
    mus_statistics_add(statistics, &firm);
    assert_int_equal(mus_statistics_df(statistics, hash_of("eau")), MUS_DF_ONE / 2);
    assert_int_equal(mus_statistics_df(statistics, hash_of("pump")), MUS_DF_ONE);
    listing.fields[MUS_LISTING_TITLE] = bag_of(arena, "eau");
    mus_statistics_add(statistics, &firm);
    assert_int_equal(mus_statistics_df(statistics, hash_of("eau")), MUS_DF_ONE * 3 / 2);
    mus_statistics_free(statistics);
}

static void wanting_a_firm_wants_all_its_terms(void **state)
{
    struct mus_arena *arena = *state;
    struct mus_firm_listing listing = listing_of_side(MUS_SIDE_NEED);
    listing.fields[MUS_LISTING_KEYWORDS] = bag_of(arena, "pump");
    listing.partner.text = bag_of(arena, "agent pump");
    listing.translated = bag_of(arena, "eau");
    listing.partner.translated = bag_of(arena, "agence");
    struct mus_firm firm = firm_of("c-1", "JP");
    firm.translated = bag_of(arena, "boue");
    firm.description = bag_of(arena, "sludge");
    firm.listings = &listing;
    firm.listing_count = 1;
    struct mus_statistics *statistics = mus_statistics_new();
    for (int i = 0; i < 1000; i++) {
        assert_int_equal(mus_statistics_want_firm(statistics, &firm, NULL), MUS_OK);
    }
    assert_int_equal(mus_statistics_start(statistics, NULL), MUS_OK);
    assert_int_equal(mus_statistics_terms(statistics).count, 6);
    mus_statistics_free(statistics);
}

static void counts_of_several_threads_add_up(void **state)
{
    struct mus_arena *arena = *state;
    struct mus_statistics *one = wanting(arena, "pump water");
    struct mus_statistics *two = mus_statistics_like(one);
    assert_non_null(two);
    struct mus_firm firm = firm_of("c-1", "JP");
    firm.description = bag_of(arena, "pump");
    mus_statistics_add(one, &firm);
    mus_statistics_add(two, &firm);
    mus_statistics_add(two, &firm);
    mus_statistics_merge(one, two);
    assert_int_equal(mus_statistics_companies(one), 3);
    assert_int_equal(mus_statistics_df(one, hash_of("pump")), 3 * MUS_DF_ONE);
    mus_statistics_add(one, &firm);
    assert_int_equal(mus_statistics_df(one, hash_of("pump")), 4 * MUS_DF_ONE);
    mus_statistics_free(one);
    mus_statistics_free(two);
}

static void counts_can_be_set(void **state)
{
    struct mus_statistics *statistics = wanting(*state, "pump");
    mus_statistics_set_companies(statistics, 1000);
    mus_statistics_set(statistics, hash_of("pump"), 30 * MUS_DF_ONE);
    mus_statistics_set(statistics, hash_of("valve"), 30 * MUS_DF_ONE);
    assert_int_equal(mus_statistics_df(statistics, hash_of("pump")), 30 * MUS_DF_ONE);
    assert_int_equal(mus_statistics_df(statistics, hash_of("valve")), 0);
    mus_statistics_free(statistics);
}

/* With 7 companies: log2(16) = 4 for all, log2(3) = 1.58496 for a term of one company,
 * log2(7) = 2.80735 for a term of three: (4 − 2.80735) / (4 − 1.58496) = 0.493842. */
static void rarity_falls_from_one_to_the_floor(void **state)
{
    struct mus_statistics *statistics = wanting(*state, "once thrice always");
    mus_statistics_set_companies(statistics, 7);
    mus_statistics_set(statistics, hash_of("once"), MUS_DF_ONE);
    mus_statistics_set(statistics, hash_of("thrice"), 3 * MUS_DF_ONE);
    mus_statistics_set(statistics, hash_of("always"), 7 * MUS_DF_ONE);
    assert_int_equal(mus_statistics_rarity(statistics, hash_of("once"), 1), 65536);
    assert_in_range(mus_statistics_rarity(statistics, hash_of("thrice"), 1), 32363, 32366);
    /* log2(16/15) / 2.41504 = 0.03855 */
    assert_in_range(mus_statistics_rarity(statistics, hash_of("always"), 1), 2525, 2528);
    assert_int_equal(mus_statistics_rarity(statistics, hash_of("always"), 50), 3276);
    assert_int_equal(mus_statistics_rarity(statistics, hash_of("never"), 50), 65536);
    mus_statistics_free(statistics);
}

static void rarity_is_defined_where_nothing_is_stored(void **state)
{
    struct mus_statistics *statistics = wanting(*state, "pump");
    assert_int_equal(mus_statistics_rarity(statistics, hash_of("pump"), 20), 65536);
    mus_statistics_set_companies(statistics, UINT32_MAX);
    mus_statistics_set(statistics, hash_of("pump"), UINT64_MAX);
    assert_int_equal(mus_statistics_rarity(statistics, hash_of("pump"), 20), 1310);
    mus_statistics_free(statistics);
}

static enum mus_status try_all(struct mus_arena *arena)
{
    struct mus_firm firm = firm_of("c-1", "JP");
    firm.description = bag_of(arena, "pump water");
    struct mus_statistics *like = NULL;
    struct mus_statistics *statistics = mus_statistics_new();
    if (statistics == NULL) {
        return MUS_NO_MEMORY;
    }
    enum mus_status status = mus_statistics_want_firm(statistics, &firm, NULL);
    if (status == MUS_OK) {
        status = mus_statistics_start(statistics, NULL);
    }
    if (status == MUS_OK) {
        like = mus_statistics_like(statistics);
        status = like == NULL ? MUS_NO_MEMORY : MUS_OK;
    }
    mus_statistics_free(like);
    mus_statistics_free(statistics);
    return status;
}

static void no_memory_is_told_and_leaks_nothing(void **state)
{
    (void)state;
    enum mus_status status = MUS_NO_MEMORY;
    for (uint64_t n = 1; status != MUS_OK; n++) {
        struct mus_arena arena = {0};
        assert_non_null(mus_arena_alloc(&arena, 4096, 1));
        mus_arena_reset(&arena);
        mus_mem_fail_at(n, false);
        status = try_all(&arena);
        mus_mem_fail_at(0, false);
        assert_true(status == MUS_OK || status == MUS_NO_MEMORY);
        mus_arena_done(&arena);
        assert_true(n < 100);
    }
}

static int set_up(void **state)
{
    static struct mus_arena arena;
    *state = &arena;
    return 0;
}

static int tear_down(void **state)
{
    mus_arena_done(*state);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_company_counts_once_however_often_it_says_a_term),
        cmocka_unit_test(the_partner_sought_is_no_part_of_what_is_served),
        cmocka_unit_test(a_translation_counts_for_as_much_of_a_company_as_it_is_sure),
        cmocka_unit_test(wanting_a_firm_wants_all_its_terms),
        cmocka_unit_test(counts_of_several_threads_add_up),
        cmocka_unit_test(counts_can_be_set),
        cmocka_unit_test(rarity_falls_from_one_to_the_floor),
        cmocka_unit_test(rarity_is_defined_where_nothing_is_stored),
        cmocka_unit_test(no_memory_is_told_and_leaks_nothing),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
