#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/mem.h"
#include "matcher/evidence.h"
#include "pair.h"

static struct mus_evidence_list forth_of(struct pair *p, const struct mus_score *score,
                                         size_t max_terms)
{
    struct mus_evidence_list list;
    assert_int_equal(mus_evidence_collect(p->scorer, &p->a, &p->b, &score->forth, max_terms,
                                          &p->arena, &list, NULL),
                     MUS_OK);
    return list;
}

static void assert_piece(const struct mus_evidence *piece, enum mus_evidence_kind kind,
                         const char *from, const char *to, uint32_t value)
{
    assert_int_equal(piece->kind, kind);
    assert_int_equal(piece->from, hash_of(from));
    assert_int_equal(piece->to, hash_of(to));
    assert_int_equal(piece->value, value);
    assert_true(piece->matched);
}

static void each_known_part_says_what_met_what(void **state)
{
    struct pair *p = *state;
    p->of_a[0].purposes = list(p, "procurement");
    p->of_b[0].purposes = list(p, "sales");
    p->of_a[0].fields[MUS_LISTING_TITLE] = words(p, "pump water");
    p->of_b[0].fields[MUS_LISTING_TITLE] = words(p, "pump");
    p->of_a[0].technology_fields = list(p, "24");
    p->b.technology_fields = list(p, "241");
    p->a.target_markets = list(p, "ASEAN");
    p->of_a[0].partner.kinds = 1U << MUS_KIND_TRADING_COMPANY;
    p->b.kind = MUS_KIND_UNIVERSITY;
    p->a.languages = p->b.languages = list(p, "en");
    struct mus_score score = pair_score(p);
    struct mus_evidence_list list = forth_of(p, &score, 10);
    assert_int_equal(list.count, 6);
    assert_piece(&list.items[0], MUS_EVIDENCE_PURPOSE_PAIR, "procurement", "sales", 1000000);
    assert_piece(&list.items[1], MUS_EVIDENCE_TERM, "pump", "pump", 1000000);
    assert_piece(&list.items[2], MUS_EVIDENCE_TECHNOLOGY, "24", "241", 1000000);
    assert_int_equal(list.items[2].from_listing, 0);
    assert_int_equal(list.items[2].to_listing, MUS_NO_LISTING);
    assert_piece(&list.items[3], MUS_EVIDENCE_GROUP, "ASEAN", "VN", 900000);
    assert_int_equal(list.items[4].kind, MUS_EVIDENCE_KIND);
    assert_int_equal(list.items[4].from, 1U << MUS_KIND_TRADING_COMPANY);
    assert_int_equal(list.items[4].to, MUS_KIND_UNIVERSITY);
    assert_false(list.items[4].matched);
    assert_piece(&list.items[5], MUS_EVIDENCE_LANGUAGE, "en", "en", 1000000);
}

static void the_strongest_terms_come_first_and_the_rest_is_cut(void **state)
{
    struct pair *p = *state;
    p->of_a[0].fields[MUS_LISTING_TITLE] = words(p, "pump:4 water valve");
    p->of_b[0].fields[MUS_LISTING_TITLE] = words(p, "pump water valve");
    struct mus_score score = pair_score(p);
    struct mus_evidence_list list = forth_of(p, &score, 10);
    assert_int_equal(list.count, 3);
    assert_int_equal(list.items[0].from, hash_of("pump"));
    assert_true(list.items[0].value > list.items[1].value);
    assert_in_range(list.items[0].value + list.items[1].value + list.items[2].value, 999997,
                    1000000);
    list = forth_of(p, &score, 1);
    assert_int_equal(list.count, 1);
    assert_int_equal(list.items[0].from, hash_of("pump"));
}

static void an_offer_is_shown_the_words_of_the_need_that_asked_for_it(void **state)
{
    struct pair *p = *state;
    p->of_a[0].fields[MUS_LISTING_TITLE] = words(p, "pump water");
    p->of_b[0].fields[MUS_LISTING_TITLE] = words(p, "pump oil");
    struct mus_score score = pair_score(p);
    struct mus_evidence_list list;
    assert_int_equal(
        mus_evidence_collect(p->scorer, &p->b, &p->a, &score.back, 10, &p->arena, &list, NULL),
        MUS_OK);
    assert_int_equal(list.count, 1);
    assert_piece(&list.items[0], MUS_EVIDENCE_TERM, "pump", "pump", 1000000);
}

static void unknown_parts_have_no_evidence(void **state)
{
    struct pair *p = *state;
    p->a.listing_count = p->b.listing_count = 0;
    struct mus_score score = pair_score(p);
    struct mus_evidence_list list = forth_of(p, &score, 10);
    assert_int_equal(list.count, 0);
}

static void the_second_pair_is_named(void **state)
{
    struct pair *p = *state;
    p->a.listing_count = p->b.listing_count = 2;
    struct mus_score score = pair_score(p);
    struct mus_evidence_list list = forth_of(p, &score, 10);
    assert_int_equal(list.count, 1);
    assert_int_equal(list.items[0].kind, MUS_EVIDENCE_LISTING_PAIR);
    assert_int_equal(list.items[0].from_listing, 1);
    assert_int_equal(list.items[0].to_listing, 1);
}

static void kinds_have_names(void **state)
{
    (void)state;
    assert_string_equal(mus_evidence_kind_name(MUS_EVIDENCE_TERM), "term");
    assert_string_equal(mus_evidence_kind_name(MUS_EVIDENCE_PRESENCE_GROUP), "presence_group");
    for (unsigned kind = 0; kind < MUS_EVIDENCE_KIND_COUNT; kind++) {
        assert_non_null(mus_evidence_kind_name((enum mus_evidence_kind)kind));
    }
}

/* --- advice --- */

static const struct mus_advice *find(const struct mus_advice *rows, size_t count,
                                     enum mus_advice_side side, enum mus_part part)
{
    for (size_t i = 0; i < count; i++) {
        if (rows[i].side == side && rows[i].part == part) {
            return &rows[i];
        }
    }
    return NULL;
}

/* Both fits are the neutral parts, 282000, without the 33000 of the subject, which is known. */
static void advice_is_the_score_with_the_part_at_its_full_value(void **state)
{
    struct pair *p = *state;
    p->of_a[0].fields[MUS_LISTING_TITLE] = words(p, "pump");
    p->of_b[0].fields[MUS_LISTING_TITLE] = words(p, "valve");
    p->a.languages = list(p, "en");
    struct mus_score score = pair_score(p);
    assert_int_equal(score.forth.fit, 249000);
    assert_int_equal(score.score, 249000);
    struct mus_advice rows[MUS_ADVICE_MAX];
    size_t count = mus_advice_collect(&score, rows);
    /* B's languages: 20000 more in both directions. */
    const struct mus_advice *language = find(rows, count, MUS_ADVICE_CANDIDATE, MUS_PART_LANGUAGE);
    assert_non_null(language);
    assert_int_equal(language->gain, 20000);
    assert_null(find(rows, count, MUS_ADVICE_QUERY, MUS_PART_LANGUAGE));
    /* A's market helps A's fit only: 2 · 321000 · 249000 / 570000 = 280453 */
    const struct mus_advice *market = find(rows, count, MUS_ADVICE_QUERY, MUS_PART_MARKET);
    assert_non_null(market);
    assert_int_equal(market->gain, 280453 - 249000);
    assert_null(find(rows, count, MUS_ADVICE_QUERY, MUS_PART_SUBJECT));
    /* Neither says its purposes. */
    assert_non_null(find(rows, count, MUS_ADVICE_BOTH, MUS_PART_PURPOSE));
    assert_int_equal(rows[0].part, MUS_PART_PURPOSE);
    assert_int_equal(rows[0].gain, 108000);
    for (size_t i = 1; i < count; i++) {
        assert_true(rows[i - 1].gain >= rows[i].gain);
    }
}

static enum mus_status try_all(struct pair *p, const struct mus_score *score)
{
    struct mus_arena arena = {0};
    struct mus_evidence_list list;
    enum mus_status status =
        mus_evidence_collect(p->scorer, &p->a, &p->b, &score->forth, 10, &arena, &list, NULL);
    mus_arena_done(&arena);
    return status;
}

static void no_memory_is_told_and_leaks_nothing(void **state)
{
    struct pair *p = *state;
    p->of_a[0].fields[MUS_LISTING_TITLE] = words(p, "pump");
    p->of_b[0].fields[MUS_LISTING_TITLE] = words(p, "pump");
    p->of_a[0].industries = p->of_b[0].industries = list(p, "24");
    struct mus_score score = pair_score(p);
    enum mus_status status = MUS_NO_MEMORY;
    for (uint64_t n = 1; status != MUS_OK; n++) {
        mus_mem_fail_at(n, false);
        status = try_all(p, &score);
        mus_mem_fail_at(0, false);
        assert_true(status == MUS_OK || status == MUS_NO_MEMORY);
        assert_true(n < 1000);
    }
}

static int set_up(void **state)
{
    static struct pair p;
    pair_start(&p);
    *state = &p;
    return 0;
}

static int tear_down(void **state)
{
    pair_end(*state);
    return 0;
}

#define TEST(function) cmocka_unit_test_setup_teardown(function, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(each_known_part_says_what_met_what),
        TEST(the_strongest_terms_come_first_and_the_rest_is_cut),
        TEST(an_offer_is_shown_the_words_of_the_need_that_asked_for_it),
        TEST(unknown_parts_have_no_evidence),
        TEST(the_second_pair_is_named),
        TEST(kinds_have_names),
        TEST(advice_is_the_score_with_the_part_at_its_full_value),
        TEST(no_memory_is_told_and_leaks_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
