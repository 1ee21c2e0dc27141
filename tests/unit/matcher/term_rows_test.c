#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/mem.h"
#include "matcher/index/feature.h"
#include "matcher/index/term_rows.h"
#include "matcher/statistics.h"
#include "matcher/subject.h"
#include "matcher/weights.h"

enum { DAY = 19000, BOTH = 80, TITLE = 160, OLD = 240, SENSE = 320, ASKED = 400 };

static const struct mus_term DESCRIBED[] = {{.hash = BOTH, .tf = 2}};
static const struct mus_term TITLED[] = {{.hash = BOTH, .tf = 1}, {.hash = TITLE, .tf = 3}};
static const struct mus_term PAST[] = {{.hash = BOTH, .tf = 50}, {.hash = OLD, .tf = 1}};
static const struct mus_term SENSES[] = {{.hash = SENSE, .tf = 400, .share = 200}};
static const struct mus_term ASKED_FOR[] = {{.hash = ASKED, .tf = 1}};

/* A need, an offer that says whom it seeks, an offer that does not, and a need that is over. */
struct company {
    struct mus_weights weights;
    struct mus_firm_listing listings[4];
    struct mus_firm firm;
    struct mus_term_rows rows;
};

static void make(struct company *company)
{
    *company = (struct company){.weights = mus_weights_default()};
    struct mus_firm_listing *listings = company->listings;
    for (unsigned i = 0; i < 4; i++) {
        listings[i].side = i == 0 || i == 3 ? MUS_SIDE_NEED : MUS_SIDE_OFFER;
        listings[i].valid_until = i == 3 ? DAY - 1 : MUS_NO_DATE;
        listings[i].fields[MUS_LISTING_TITLE] =
            i == 3 ? (struct mus_bag){PAST, 2, 51} : (struct mus_bag){TITLED, 2, 4 + i};
    }
    listings[0].translated = (struct mus_bag){SENSES, 1, 4};
    listings[0].partner.translated = (struct mus_bag){SENSES, 1, 1};
    listings[1].partner.text = (struct mus_bag){ASKED_FOR, 1, 1};
    company->firm = (struct mus_firm){
        .description = {DESCRIBED, 1, 2}, .listings = company->listings, .listing_count = 4};
}

static const struct mus_term_row *row_of(struct company *company, uint64_t hash)
{
    uint32_t known = company->rows.numbers.count;
    uint32_t number = mus_numbers_of(&company->rows.numbers, hash);
    assert_true(number < known);
    return &company->rows.rows[number];
}

static void read(struct company *company)
{
    make(company);
    assert_true(mus_term_rows_read(&company->rows, &company->weights.text, &company->firm, DAY));
}

static void what_is_found_is_the_greatest_of_live_listings_with_the_description(void **state)
{
    (void)state;
    struct company company;
    read(&company);
    const struct mus_text_weights *weights = &company.weights.text;
    uint64_t most = mus_subject_found_factor(weights, MUS_TEXT_TITLE, 4); /* the shortest */
    uint64_t described = 2 * mus_subject_found_factor(weights, MUS_TEXT_DESCRIPTION, 2);
    assert_true(row_of(&company, BOTH)->found[MUS_FOUND_IN_NEEDS] == most);
    assert_true(row_of(&company, BOTH)->described == described);
    assert_true(row_of(&company, TITLE)->found[MUS_FOUND_IN_NEEDS] == 3 * most);
    assert_true(row_of(&company, OLD)->found[MUS_FOUND_IN_NEEDS] == 0);
    assert_true(row_of(&company, ASKED)->found[MUS_FOUND_ELSEWHERE] == 0);
    assert_int_equal(mus_term_row_saturation(&company.rows, weights,
                                             mus_numbers_of(&company.rows.numbers, BOTH),
                                             MUS_FOUND_IN_NEEDS),
                     mus_subject_saturation(weights, mus_term_class_of(BOTH), described + most));
    assert_int_equal(row_of(&company, SENSE)->found_translated[MUS_FOUND_IN_NEEDS],
                     mus_subject_translated(weights, 400, 4));
    mus_term_rows_done(&company.rows);
}

static uint64_t rate(const struct company *company, unsigned listing, uint64_t urge)
{
    uint64_t half = mus_subject_half(&company->weights.text, &company->listings[listing]);
    return ((urge << MUS_SEEK_SHIFT) + half - 1) / half;
}

static void what_is_sought_stands_with_what_seeks_it(void **state)
{
    (void)state;
    struct company company;
    read(&company);
    const struct mus_text_weights *weights = &company.weights.text;
    uint64_t title = weights->sought[MUS_TEXT_TITLE];
    const struct mus_term_row *row = row_of(&company, TITLE);
    assert_true(row->sought[MUS_SEEKS_BY_TEXT] ==
                rate(&company, 0, mus_subject_urge(weights, 3 * title)));
    assert_true(row->sought[MUS_SEEKS_BY_TOPIC] ==
                rate(&company, 2, mus_subject_urge(weights, 3 * title)));
    row = row_of(&company, ASKED);
    assert_true(row->sought[MUS_SEEKS_BY_TEXT] ==
                rate(&company, 1, mus_subject_urge(weights, weights->sought[MUS_TEXT_PARTNER])));
    assert_true(row->sought[MUS_SEEKS_BY_TOPIC] == 0);
    row = row_of(&company, SENSE); /* two of 200 are no more than a whole word */
    assert_true(row->sought_translated[MUS_SEEKS_BY_TEXT] ==
                rate(&company, 0, mus_subject_urge_of_share(weights, MUS_SHARE_WHOLE)));
    assert_true(row_of(&company, OLD)->sought[MUS_SEEKS_BY_TEXT] == 0);
    mus_term_rows_done(&company.rows);
}

static void every_listing_counts_but_not_what_it_asks_of_the_partner(void **state)
{
    (void)state;
    struct company company;
    read(&company);
    struct company counted;
    make(&counted);
    assert_true(mus_term_rows_count(&counted.rows, &counted.firm));
    static const uint64_t terms[] = {BOTH, TITLE, OLD, SENSE};
    for (size_t i = 0; i < 4; i++) {
        const struct mus_term_row *row = row_of(&company, terms[i]);
        assert_int_equal(row->companies,
                         mus_statistics_amount(terms[i] == SENSE ? 400 : 1, terms[i] == SENSE));
        assert_int_equal(row->literal, terms[i] != SENSE);
        assert_int_equal(row->companies, row_of(&counted, terms[i])->companies);
        assert_int_equal(row->literal, row_of(&counted, terms[i])->literal);
    }
    assert_int_equal(row_of(&company, ASKED)->companies, 0);
    assert_int_equal(counted.rows.numbers.count, 4);
    mus_term_rows_done(&company.rows);
    mus_term_rows_done(&counted.rows);
}

static void every_allocation_may_fail(void **state)
{
    (void)state;
    struct company company;
    make(&company);
    bool done = false;
    for (uint64_t n = 1; !done; n++) {
        mus_mem_fail_at(n, false);
        done = mus_term_rows_read(&company.rows, &company.weights.text, &company.firm, DAY);
        mus_mem_fail_at(0, false);
    }
    assert_int_equal(company.rows.numbers.count, 5);
    mus_term_rows_done(&company.rows);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_found_is_the_greatest_of_live_listings_with_the_description),
        cmocka_unit_test(what_is_sought_stands_with_what_seeks_it),
        cmocka_unit_test(every_listing_counts_but_not_what_it_asks_of_the_partner),
        cmocka_unit_test(every_allocation_may_fail),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
