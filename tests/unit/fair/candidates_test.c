#include "fair_fixture.h"

#include "fair/candidates.h"
#include "match/batch.h"

static enum mus_status find_in(struct fair *fair, const struct mus_read *read, size_t threads,
                               size_t most, size_t per, struct mus_candidates *out)
{
    struct mus_candidate_options options = {.world = &fair->match->world,
                                            .read = read,
                                            .threads = threads,
                                            .most = most,
                                            .per_participant = per};
    return mus_candidates_find(&fair->now, &options, out, &fair->match->err);
}

static enum mus_status find(struct fair *fair, size_t threads, size_t most, size_t per,
                            struct mus_candidates *out)
{
    struct mus_read *read = begin(fair->match->place);
    enum mus_status status = find_in(fair, read, threads, most, per, out);
    mus_store_read_end(read);
    return status;
}

/* As `musubi explain A B` has it. */
static uint32_t explained(struct fair *fair, struct mus_text a, struct mus_text b)
{
    struct match *match = fair->match;
    struct mus_match_query pair[2] = {{.top = 1, .company_id = a}, {.top = 1, .company_id = b}};
    struct mus_read *read = begin(match->place);
    struct mus_workspace *workspace = mus_workspace_new();
    struct mus_batch *batch = NULL;
    struct mus_score score;
    for (unsigned side = 0; side < 2; side++) {
        pair[side].met_since = MUS_NO_DATE;
        ok(match,
           mus_match_query_load(&pair[side], read, &match->tools, &match->arena, &match->err));
    }
    ok(match, mus_batch_new(&match->world, read, pair, 1, 1, &batch, &match->err));
    ok(match,
       mus_query_score(mus_batch_query(batch, 0), workspace, &pair[1].firm, &score, &match->err));
    mus_batch_free(batch);
    mus_workspace_free(workspace);
    mus_store_read_end(read);
    return score.score;
}

static void every_score_is_that_of_explain(void **state)
{
    struct fair *fair = *state;
    struct mus_candidates candidates;
    ok(fair->match, find(fair, 2, 0, 0, &candidates));
    assert_true(candidates.count > 20);
    for (size_t i = 0; i < candidates.count; i++) {
        const struct mus_candidate *pair = &candidates.pairs[i];
        const struct mus_participant *a = &fair->now.participants[pair->a];
        const struct mus_participant *b = &fair->now.participants[pair->b];
        assert_int_equal(pair->score, explained(fair, a->company, b->company));
        assert_int_equal(pair->worth, pair->score);
    }
    mus_candidates_done(&candidates);
}

static void the_pairs_are_the_same_for_any_number_of_threads(void **state)
{
    struct fair *fair = *state;
    struct mus_candidates one;
    ok(fair->match, find(fair, 1, 0, 0, &one));
    for (size_t threads = 2; threads < 9; threads += 3) {
        struct mus_candidates many;
        ok(fair->match, find(fair, threads, 0, 0, &many));
        assert_int_equal(one.count, many.count);
        assert_memory_equal(one.pairs, many.pairs, one.count * sizeof *one.pairs);
        mus_candidates_done(&many);
    }
    mus_candidates_done(&one);
}

static void only_roles_that_meet_are_brought_together(void **state)
{
    struct fair *fair = *state;
    struct mus_candidates candidates;
    ok(fair->match, find(fair, 2, 0, 0, &candidates));
    for (size_t i = 0; i < candidates.count; i++) {
        assert_int_not_equal(fair->now.participants[candidates.pairs[i].a].role,
                             fair->now.participants[candidates.pairs[i].b].role);
    }
    /* Six exhibitors, twelve visitors: all are either candidates or refused for a reason. */
    assert_int_equal(candidates.count + candidates.refused_count, 72);
    mus_candidates_done(&candidates);
}

static void expect_apart(struct fair *fair, const char *a, const char *b, enum mus_apart why,
                         enum mus_veto veto)
{
    struct mus_candidates candidates;
    ok(fair->match, find(fair, 2, 0, 0, &candidates));
    const struct mus_refused *refused =
        mus_refused_of(&candidates, place_of(fair, b), place_of(fair, a));
    assert_non_null(refused);
    assert_int_equal(refused->why, why);
    assert_int_equal(refused->veto, veto);
    assert_null(mus_candidate_of(&candidates, place_of(fair, a), place_of(fair, b)));
    mus_candidates_done(&candidates);
}

static void a_never_wish_keeps_two_apart(void **state)
{
    struct fair *fair = *state;
    wish(fair, "p-08", "p-00", MUS_WISH_NEVER);
    expect_apart(fair, "p-00", "p-08", MUS_APART_NEVER, MUS_VETO_NONE);
}

static void a_veto_keeps_two_apart(void **state)
{
    struct fair *fair = *state;
    put_json(fair->match->place, "{\"id\":\"c-00\",\"name\":{\"ja\":\"会社0\"},\"country\":\"JP\","
                                 "\"not_with\":[\"c-08\"]}");
    expect_apart(fair, "p-00", "p-08", MUS_APART_VETO, MUS_VETO_NOT_WITH);
}

static void who_never_comes_at_the_same_time_cannot_meet(void **state)
{
    struct fair *fair = *state;
    struct mus_participant who = fair->now.participants[place_of(fair, "p-08")];
    who.unavailable = 3;
    ok(fair->match, change_fair(fair, put_participant, &who));
    who = fair->now.participants[place_of(fair, "p-00")];
    who.unavailable = 12;
    ok(fair->match, change_fair(fair, put_participant, &who));
    load_fair(fair);
    expect_apart(fair, "p-00", "p-08", MUS_APART_SLOTS, MUS_VETO_NONE);
}

static void who_has_no_language_in_common_needs_an_interpreter(void **state)
{
    struct fair *fair = *state;
    struct mus_text thai = MUS_TEXT("th");
    struct mus_text vietnamese = MUS_TEXT("vi");
    struct mus_participant who = fair->now.participants[place_of(fair, "p-08")];
    who.languages = (struct mus_texts){&thai, 1};
    ok(fair->match, change_fair(fair, put_participant, &who));
    load_fair(fair);
    expect_apart(fair, "p-00", "p-08", MUS_APART_LANGUAGE, MUS_VETO_NONE);
    who.languages = (struct mus_texts){&vietnamese, 1};
    ok(fair->match, change_fair(fair, put_participant, &who));
    load_fair(fair);
    struct mus_candidates candidates;
    ok(fair->match, find(fair, 2, 0, 0, &candidates));
    assert_non_null(mus_candidate_of(&candidates, place_of(fair, "p-00"), place_of(fair, "p-08")));
    mus_candidates_done(&candidates);
}

static void a_wish_raises_what_a_pair_is_worth(void **state)
{
    struct fair *fair = *state;
    wish(fair, "p-08", "p-00", MUS_WISH_MUST);
    struct mus_candidates candidates;
    ok(fair->match, find(fair, 2, 0, 0, &candidates));
    assert_true(candidates.wishes);
    for (size_t i = 0; i < candidates.count; i++) {
        const struct mus_candidate *pair = &candidates.pairs[i];
        bool wished = pair->a == place_of(fair, "p-00") && pair->b == place_of(fair, "p-08");
        assert_int_equal(pair->worth, pair->score / 4 + (wished ? 600000 : 0));
    }
    mus_candidates_done(&candidates);
}

static void of_too_many_pairs_the_best_of_each_side_are_kept(void **state)
{
    struct fair *fair = *state;
    struct mus_candidates all;
    struct mus_candidates best;
    ok(fair->match, find(fair, 2, 0, 0, &all));
    ok(fair->match, find(fair, 2, 10, 1, &best));
    assert_true(best.count < all.count);
    assert_int_equal(best.count + best.dropped, all.count);
    for (uint32_t who = 0; who < fair->now.participant_count; who++) {
        uint32_t most = 0;
        uint32_t kept = 0;
        for (size_t i = 0; i < all.count; i++) {
            bool own = all.pairs[i].a == who || all.pairs[i].b == who;
            most = own && all.pairs[i].worth > most ? all.pairs[i].worth : most;
        }
        for (size_t i = 0; i < best.count; i++) {
            bool own = best.pairs[i].a == who || best.pairs[i].b == who;
            kept = own && best.pairs[i].worth > kept ? best.pairs[i].worth : kept;
        }
        assert_int_equal(most, kept);
    }
    mus_candidates_done(&all);
    mus_candidates_done(&best);
}

static void whoever_waits_or_asks_for_nothing_is_no_candidate(void **state)
{
    struct fair *fair = *state;
    struct mus_participant who = fair->now.participants[place_of(fair, "p-08")];
    who.state = MUS_PARTICIPANT_WAITING;
    ok(fair->match, change_fair(fair, put_participant, &who));
    who = fair->now.participants[place_of(fair, "p-09")];
    who.meets = false;
    ok(fair->match, change_fair(fair, put_participant, &who));
    load_fair(fair);
    struct mus_candidates candidates;
    ok(fair->match, find(fair, 2, 0, 0, &candidates));
    for (size_t i = 0; i < candidates.count; i++) {
        assert_int_not_equal(candidates.pairs[i].b, place_of(fair, "p-08"));
        assert_int_not_equal(candidates.pairs[i].b, place_of(fair, "p-09"));
    }
    assert_int_equal(candidates.count + candidates.refused_count, 60);
    mus_candidates_done(&candidates);
}

static void each_allocation_may_fail(void **state)
{
    struct fair *fair = *state;
    struct mus_read *read = begin(fair->match->place);
    for (uint64_t n = 1;; n++) {
        struct mus_candidates candidates;
        mus_mem_fail_at(n, false);
        enum mus_status status = find_in(fair, read, 1, 10, 1, &candidates);
        bool met = mus_mem_count() >= n;
        mus_mem_fail_at(0, false);
        if (status == MUS_OK) {
            mus_candidates_done(&candidates);
        } else {
            assert_int_equal(status, MUS_NO_MEMORY);
        }
        if (!met) {
            break;
        }
    }
    mus_store_read_end(read);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_FAIR(every_score_is_that_of_explain),
        IN_FAIR(the_pairs_are_the_same_for_any_number_of_threads),
        IN_FAIR(only_roles_that_meet_are_brought_together),
        IN_FAIR(a_never_wish_keeps_two_apart),
        IN_FAIR(a_veto_keeps_two_apart),
        IN_FAIR(who_never_comes_at_the_same_time_cannot_meet),
        IN_FAIR(who_has_no_language_in_common_needs_an_interpreter),
        IN_FAIR(a_wish_raises_what_a_pair_is_worth),
        IN_FAIR(of_too_many_pairs_the_best_of_each_side_are_kept),
        IN_FAIR(whoever_waits_or_asks_for_nothing_is_no_candidate),
        IN_FAIR(each_allocation_may_fail),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
