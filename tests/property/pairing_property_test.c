/* Random pairing problems: every answer is legal and its bounds hold (the judge, and every legal
 * choice of a tiny problem tried out), exact where it says so, the same whatever order the input
 * has, and legal whenever it is interrupted. MUS_SEED repeats a run, MUS_CASES sets its length. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/random.h"
#include "matcher/pairing/evenness.h"
#include "matcher/pairing/judge.h"
#include "matcher/pairing/solve.h"

enum {
    CASES = 6000,
    MAX_PARTICIPANTS = 40,
    MAX_PAIRS = 240,
    TINY_PAIRS = 13, /* of which every choice is tried */
};

struct world {
    struct mus_random random;
    struct mus_pairing_participant participants[MAX_PARTICIPANTS];
    struct mus_pairing_pair pairs[MAX_PAIRS];
    uint8_t marks[MAX_PAIRS];
    struct mus_pairing_problem problem;
    bool two_sided, companies, limited;
};

static uint32_t below(struct world *w, uint32_t bound)
{
    return (uint32_t)mus_random_below(&w->random, bound);
}

static bool one_in(struct world *w, uint32_t count)
{
    return below(w, count) == 0;
}

static bool has_pair(const struct world *w, uint32_t a, uint32_t b)
{
    for (size_t i = 0; i < w->problem.pair_count; i++) {
        const struct mus_pairing_pair *pair = &w->pairs[i];
        if ((pair->a == a && pair->b == b) || (pair->a == b && pair->b == a)) {
            return true;
        }
    }
    return false;
}

static bool of_one_company(const struct world *w, uint32_t a, uint32_t b)
{
    return w->participants[a].company != MUS_PAIRING_NO_COMPANY &&
           w->participants[a].company == w->participants[b].company;
}

static void add_pairs(struct world *w, size_t wanted, uint32_t scores)
{
    uint32_t count = (uint32_t)w->problem.participant_count;
    for (size_t i = 0; i < wanted && count > 1; i++) {
        uint32_t a = below(w, count);
        uint32_t b = below(w, count);
        if (a == b || (w->two_sided && a % 2 == b % 2) || of_one_company(w, a, b) ||
            has_pair(w, a, b)) {
            continue;
        }
        uint32_t score = below(w, scores) * (1000000 / scores);
        w->pairs[w->problem.pair_count++] = (struct mus_pairing_pair){a, b, score};
    }
}

static void draw_problem(struct world *w)
{
    bool tiny = !one_in(w, 4);
    w->two_sided = one_in(w, 2);
    w->companies = one_in(w, 3);
    w->limited = one_in(w, 3);
    uint32_t count = below(w, tiny ? 9 : MAX_PARTICIPANTS + 1);
    uint32_t most = 1 + below(w, tiny ? 3 : 6);
    bool minimums = !one_in(w, 3);
    w->problem = (struct mus_pairing_problem){
        .participants = w->participants,
        .participant_count = count,
        .pairs = w->pairs,
        .marks = one_in(w, 5) ? NULL : w->marks,
        .capacity = w->limited ? below(w, tiny ? 6 : count * 2 + 1) : MUS_PAIRING_NO_CAPACITY,
    };
    for (uint32_t v = 0; v < count; v++) {
        uint32_t max = below(w, most + 1);
        w->participants[v].max = max;
        w->participants[v].min = minimums ? below(w, max + 1) : 0;
        w->participants[v].company =
            w->companies && !one_in(w, 4) ? 1000 + below(w, count) : MUS_PAIRING_NO_COMPANY;
    }
    add_pairs(w, tiny ? TINY_PAIRS : below(w, MAX_PAIRS), one_in(w, 2) ? 4 : 1000000);
}

/* A choice is a set of pairs that follows the rules; worth is told in total and missing. */
struct choice {
    bool chosen[MAX_PAIRS];
    uint32_t degree[MAX_PARTICIPANTS];
    uint64_t count;
};

static uint64_t company_of(const struct world *w, uint32_t v)
{
    uint32_t company = w->participants[v].company;
    return company == MUS_PAIRING_NO_COMPANY ? v : 1000000ULL + company;
}

static bool same_firms(const struct world *w, size_t i, size_t j)
{
    uint64_t a = company_of(w, w->pairs[i].a);
    uint64_t b = company_of(w, w->pairs[i].b);
    uint64_t c = company_of(w, w->pairs[j].a);
    uint64_t d = company_of(w, w->pairs[j].b);
    return (a == c && b == d) || (a == d && b == c);
}

static bool may_add(const struct world *w, const struct choice *choice, size_t place)
{
    const struct mus_pairing_pair *pair = &w->pairs[place];
    if (choice->degree[pair->a] >= w->participants[pair->a].max ||
        choice->degree[pair->b] >= w->participants[pair->b].max ||
        choice->count >= w->problem.capacity) {
        return false;
    }
    for (size_t i = 0; i < w->problem.pair_count; i++) {
        if (choice->chosen[i] && same_firms(w, i, place)) {
            return false;
        }
    }
    return true;
}

static void set(const struct world *w, struct choice *choice, size_t place, bool chosen)
{
    uint32_t by = chosen ? 1 : UINT32_MAX;
    choice->chosen[place] = chosen;
    choice->degree[w->pairs[place].a] += by;
    choice->degree[w->pairs[place].b] += by;
    choice->count += chosen ? 1 : UINT64_MAX;
}

static void draw_marks(struct world *w)
{
    struct choice fixed = {0};
    bool some_fixed = one_in(w, 2);
    memset(w->marks, MUS_PAIRING_FREE, sizeof w->marks);
    for (size_t i = 0; i < w->problem.pair_count; i++) {
        if (one_in(w, 8)) {
            w->marks[i] = MUS_PAIRING_FORBIDDEN;
        } else if (some_fixed && one_in(w, 6) && w->problem.marks != NULL &&
                   may_add(w, &fixed, i)) {
            w->marks[i] = MUS_PAIRING_FIXED;
            set(w, &fixed, i, true);
        }
    }
}

static uint8_t mark_of(const struct world *w, size_t place)
{
    return w->problem.marks == NULL ? MUS_PAIRING_FREE : w->problem.marks[place];
}

static uint64_t missing_in(const struct world *w, const struct choice *choice)
{
    uint64_t missing = 0;
    for (size_t v = 0; v < w->problem.participant_count; v++) {
        uint32_t min = w->participants[v].min;
        missing += min > choice->degree[v] ? min - choice->degree[v] : 0;
    }
    return missing;
}

static int64_t total_in(const struct world *w, const struct choice *choice)
{
    int64_t total = 0;
    for (size_t i = 0; i < w->problem.pair_count; i++) {
        total += choice->chosen[i] ? w->pairs[i].score : 0;
    }
    return total;
}

struct best {
    uint64_t missing;      /* the least of any choice */
    int64_t total;         /* the greatest with as few missing */
    uint64_t allowed;      /* … */
    int64_t total_allowed; /* the greatest with at most so many missing */
};

/* Every choice of the pairs from `place` on. */
static void try_all(const struct world *w, struct choice *choice, size_t place, struct best *best)
{
    if (place == w->problem.pair_count) {
        uint64_t missing = missing_in(w, choice);
        int64_t total = total_in(w, choice);
        if (missing < best->missing || (missing == best->missing && total > best->total)) {
            best->missing = missing;
            best->total = total;
        }
        if (missing <= best->allowed && total > best->total_allowed) {
            best->total_allowed = total;
        }
        return;
    }
    if (mark_of(w, place) == MUS_PAIRING_FIXED) {
        try_all(w, choice, place + 1, best);
        return;
    }
    if (mark_of(w, place) == MUS_PAIRING_FREE && may_add(w, choice, place)) {
        set(w, choice, place, true);
        try_all(w, choice, place + 1, best);
        set(w, choice, place, false);
    }
    try_all(w, choice, place + 1, best);
}

static struct best best_of(const struct world *w, uint64_t allowed)
{
    struct choice choice = {0};
    struct best best = {UINT64_MAX, -1, allowed, -1};
    for (size_t i = 0; i < w->problem.pair_count; i++) {
        if (mark_of(w, i) == MUS_PAIRING_FIXED) {
            set(w, &choice, i, true);
        }
    }
    try_all(w, &choice, 0, &best);
    return best;
}

/* The choice follows the rules: pairs are put in one after the other, fixed ones first. */
static void assert_legal(const struct world *w, const struct mus_pairing_answer *answer)
{
    struct choice choice = {0};
    struct choice wanted = {0};
    for (size_t i = 0; i < answer->chosen_count; i++) {
        wanted.chosen[answer->chosen[i]] = true;
    }
    for (size_t i = 0; i < w->problem.pair_count; i++) {
        assert_true(mark_of(w, i) != MUS_PAIRING_FIXED || wanted.chosen[i]);
        if (wanted.chosen[i]) {
            assert_int_not_equal(mark_of(w, i), MUS_PAIRING_FORBIDDEN);
            assert_true(may_add(w, &choice, i));
            set(w, &choice, i, true);
        }
    }
    assert_int_equal(choice.count, answer->chosen_count);
    assert_int_equal(missing_in(w, &choice), answer->missing);
    assert_int_equal(total_in(w, &choice), answer->total);
}

static struct mus_pairing_answer solved(const struct world *w,
                                        const struct mus_pairing_options *options)
{
    struct mus_pairing_answer answer;
    struct mus_error err;
    enum mus_status status = mus_pairing_solve(&w->problem, options, &answer, &err);
    if (status != MUS_OK) {
        fail_msg("%s", err.message);
    }
    status = mus_pairing_judge(&w->problem, &answer, &err);
    if (status != MUS_OK) {
        fail_msg("%s", err.message);
    }
    assert_legal(w, &answer);
    assert_true(answer.upper_bound >= answer.total);
    assert_true(answer.missing_lower_bound <= answer.missing);
    return answer;
}

static void assert_bounds_hold(const struct world *w, const struct mus_pairing_answer *answer)
{
    struct best best = best_of(w, answer->missing);
    assert_true(answer->missing_lower_bound <= best.missing);
    assert_true(answer->upper_bound >= best.total_allowed);
    if (answer->method == MUS_PAIRING_FLOW) {
        assert_int_equal(answer->missing, best.missing);
        assert_int_equal(answer->total, best.total);
    }
}

static void assert_exact(const struct world *w, const struct mus_pairing_answer *answer)
{
    assert_int_equal(answer->upper_bound, answer->total);
    if (!w->limited) {
        assert_int_equal(answer->missing_lower_bound, answer->missing);
    }
}

/* A problem whose pairs stand in another order and direction and, where wanted, whose participants
 * have other numbers. to_old: of each pair. */
static void shuffle(struct world *w, const struct world *old, bool participants, size_t *to_old)
{
    uint32_t numbers[MAX_PARTICIPANTS];
    size_t pairs = old->problem.pair_count;
    for (uint32_t v = 0; v < old->problem.participant_count; v++) {
        numbers[v] = v;
    }
    for (size_t v = old->problem.participant_count; participants && v > 1; v--) {
        size_t other = below(w, (uint32_t)v);
        uint32_t kept = numbers[v - 1];
        numbers[v - 1] = numbers[other];
        numbers[other] = kept;
    }
    for (size_t i = 0; i < pairs; i++) {
        size_t other = below(w, (uint32_t)i + 1);
        to_old[i] = to_old[other];
        to_old[other] = i;
    }
    for (size_t v = 0; v < old->problem.participant_count; v++) {
        w->participants[numbers[v]] = old->participants[v];
    }
    for (size_t i = 0; i < pairs; i++) {
        const struct mus_pairing_pair *pair = &old->pairs[to_old[i]];
        bool turned = one_in(w, 2);
        w->pairs[i] = (struct mus_pairing_pair){numbers[turned ? pair->b : pair->a],
                                                numbers[turned ? pair->a : pair->b], pair->score};
        w->marks[i] = old->marks[to_old[i]];
    }
    w->problem = old->problem;
    w->problem.participants = w->participants;
    w->problem.pairs = w->pairs;
    w->problem.marks = old->problem.marks == NULL ? NULL : w->marks;
}

static void assert_order_does_not_show(struct world *w, const struct mus_pairing_options *options,
                                       const struct mus_pairing_answer *answer)
{
    static struct world other;
    size_t to_old[MAX_PAIRS];
    bool chosen[MAX_PAIRS] = {false};
    other.random = w->random;
    shuffle(&other, w, false, to_old);
    struct mus_pairing_answer again = solved(&other, options);
    assert_int_equal(again.chosen_count, answer->chosen_count);
    for (size_t i = 0; i < answer->chosen_count; i++) {
        chosen[answer->chosen[i]] = true;
    }
    for (size_t i = 0; i < again.chosen_count; i++) {
        assert_true(chosen[to_old[again.chosen[i]]]);
    }
    assert_int_equal(again.upper_bound, answer->upper_bound);
    mus_pairing_answer_done(&again);
    if (answer->method == MUS_PAIRING_FLOW) {
        shuffle(&other, w, true, to_old);
        again = solved(&other, options);
        assert_int_equal(again.total, answer->total);
        assert_int_equal(again.missing, answer->missing);
        mus_pairing_answer_done(&again);
    }
    w->random = other.random;
}

struct countdown {
    unsigned *left;
};

static bool counted_down(const void *state)
{
    const struct countdown *countdown = state;
    if (*countdown->left == 0) {
        return true;
    }
    --*countdown->left;
    return false;
}

static void assert_interrupted_is_legal(struct world *w, const struct mus_pairing_answer *answer)
{
    unsigned left = below(w, 12);
    struct countdown countdown = {&left};
    struct mus_stop stop = {counted_down, &countdown};
    struct mus_pairing_options options = {.stop = &stop};
    struct mus_pairing_answer stopped = solved(w, &options);
    assert_true(stopped.missing >= answer->missing_lower_bound);
    assert_true(stopped.missing > answer->missing || stopped.total <= answer->upper_bound);
    mus_pairing_answer_done(&stopped);
}

static void assert_evenness_is_priced(struct world *w, const struct mus_pairing_answer *plain)
{
    struct mus_pairing_options options = {.seed = 7};
    struct mus_pairing_answer answer;
    struct mus_pairing_price price;
    struct mus_error err;
    enum mus_status status = mus_pairing_solve_evenly(
        &w->problem, &options, below(w, MUS_PAIRING_MAX_EVENNESS + 1), NULL, &answer, &price, &err);
    if (status != MUS_OK) {
        fail_msg("%s", err.message);
    }
    assert_legal(w, &answer);
    assert_int_equal(price.before.total, plain->total);
    assert_int_equal(price.lost, plain->total - answer.total);
    assert_true(answer.missing < plain->missing || price.worth_after >= price.worth_before);
    assert_true(answer.missing <= plain->missing);
    mus_pairing_answer_done(&answer);
}

static void one_case(struct world *w)
{
    draw_problem(w);
    draw_marks(w);
    struct mus_error err;
    enum mus_status status = mus_pairing_check_problem(&w->problem, &err);
    if (status != MUS_OK) {
        fail_msg("%s", err.message);
    }
    struct mus_pairing_options options = {.seed = 7};
    struct mus_pairing_answer answer = solved(w, &options);
    bool flow = answer.method == MUS_PAIRING_FLOW;
    assert_true(flow || !w->two_sided || w->companies);
    if (flow) {
        assert_exact(w, &answer);
    }
    bool tiny = w->problem.pair_count <= TINY_PAIRS;
    if (tiny) {
        assert_bounds_hold(w, &answer);
    }
    switch (below(w, 4)) {
    case 0:
        assert_order_does_not_show(w, &options, &answer);
        break;
    case 1:
        assert_interrupted_is_legal(w, &answer);
        break;
    case 2:
        assert_evenness_is_priced(w, &answer);
        break;
    default:
        options.method = MUS_PAIRING_PRICES;
        mus_pairing_answer_done(&answer);
        answer = solved(w, &options);
        if (tiny) {
            assert_bounds_hold(w, &answer);
        }
    }
    mus_pairing_answer_done(&answer);
}

static void every_answer_is_legal_bounded_and_as_good_as_it_says(void **state)
{
    (void)state;
    static struct world world;
    const char *given = getenv("MUS_SEED");
    const char *length = getenv("MUS_CASES");
    uint64_t seed = given == NULL ? (uint64_t)mus_clock_now_ms() : strtoull(given, NULL, 10);
    unsigned long cases = length == NULL ? CASES : strtoul(length, NULL, 10);
    print_message("MUS_SEED=%llu\n", (unsigned long long)seed);
    mus_random_init(&world.random, seed);
    for (unsigned long i = 0; i < cases; i++) {
        one_case(&world);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_answer_is_legal_bounded_and_as_good_as_it_says),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
