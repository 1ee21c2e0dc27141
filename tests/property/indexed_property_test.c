/* Matches by the index of a store against looking at everybody: the same companies, scores and
 * counts, whatever was put, changed and taken away before, for any weights, filters, day and
 * relations; and the check of the store finds the index to be what it should. */
#include "../unit/store/store_fixture.h"

#include "match/batch.h"
#include "profile/firm_record.h"
#include "random_query.h"
#include "store/entry.h"
#include "store/segments_internal.h"

enum { QUERIES = 3 /* of a batch, at most */, CHECKED = 16 /* of so many cases one is */ };

struct test {
    struct scored_world f;
    struct world *place;
    bool lives[POOL];
    struct mus_world world;
    struct mus_text_weights made_for;
};

static unsigned below(struct test *t, unsigned bound)
{
    return (unsigned)mus_random_below(&t->f.random, bound);
}

static bool chance(struct test *t, unsigned n)
{
    return mus_random_chance(&t->f.random, n);
}

/* ------------------------------------------------------------------ changes */

/* The match record is the random company's; the company's own record holds little else than its id.
 */
static struct mus_entry entry_of(struct test *t, const struct mus_firm *firm,
                                 struct mus_buf *record, struct mus_buf *match)
{
    char json[128];
    snprintf(json, sizeof json, "{\"id\":\"%.*s\",\"name\":{\"ja\":\"川崎\"},\"country\":\"JP\"}",
             MUS_TEXT_ARG(firm->id));
    const struct mus_company_record company = record_of(t->place, json);
    mus_company_record_encode(&company, record);
    mus_firm_record_write(firm, match);
    return (struct mus_entry){
        .id = firm->id, .record = mus_buf_text(record), .firm = mus_buf_text(match)};
}

/* A match record rounds what a random company has more exactly. */
static struct mus_firm *as_stored(struct test *t, struct mus_text match)
{
    struct mus_firm *firm = mus_arena_alloc(&t->f.arena, 1, sizeof *firm);
    struct mus_text kept = mus_arena_copy(&t->f.arena, match);
    assert_true(firm != NULL && kept.ptr != NULL);
    must(t->place, mus_firm_record_decode(kept.ptr, kept.len, &t->f.arena, firm, &t->place->err));
    return firm;
}

/* The company becomes this one; NULL: it is no more. */
static void put_company(struct test *t, struct mus_write *write, unsigned number,
                        struct mus_firm *firm)
{
    struct world *place = t->place;
    struct mus_arena arena = {0};
    struct mus_buf record = {0};
    struct mus_buf match = {0};
    struct mus_entry old;
    must(place, mus_entry_read(&write->view, t->f.firms[number]->id, &arena, &old, &place->err));
    assert_int_equal(old.record.ptr != NULL, t->lives[number]);
    if (firm != NULL) {
        const struct mus_entry entry = entry_of(t, firm, &record, &match);
        must(place, mus_entry_put(write, &old, &entry, &arena, &place->err));
        t->f.firms[number] = as_stored(t, entry.firm);
    } else if (t->lives[number]) {
        must(place, mus_entry_remove(write, &old, false, &arena, &place->err));
    }
    t->lives[number] = firm != NULL;
    mus_buf_done(&record);
    mus_buf_done(&match);
    mus_arena_done(&arena);
}

static void change_some(struct test *t)
{
    struct world *place = t->place;
    struct mus_write *write = NULL;
    place->store->changed_most = below(t, 8);
    must(place, mus_store_write_begin(place->store, &write, &place->err));
    for (unsigned i = 1 + below(t, 5); i > 0; i--) {
        unsigned number = below(t, POOL);
        put_company(t, write, number, chance(t, 4) ? NULL : mus_random_firm(&t->f.world, number));
    }
    must(place, mus_store_write_commit(write, &place->err));
    mus_store_write_end(write);
}

/* A world with other companies; those of the one before are replaced or taken away. */
static void begin_world(struct test *t, unsigned number)
{
    struct world *place = t->place;
    struct mus_write *write = NULL;
    scored_world_new(&t->f, number, chance(t, 3));
    mus_arena_reset(&place->arena);
    must(place, mus_store_write_begin(place->store, &write, &place->err));
    for (unsigned i = 0; i < POOL; i++) {
        put_company(t, write, i, chance(t, 8) ? NULL : t->f.firms[i]);
    }
    must(place, mus_store_write_commit(write, &place->err));
    mus_store_write_end(write);
    t->world.reference = t->f.world.reference;
    t->world.weights = t->f.weights;
    t->world.today = t->f.world.today;
}

static void reindex(struct test *t)
{
    struct world *place = t->place;
    t->made_for = chance(t, 2) ? mus_weights_default().text : t->f.weights.text;
    must(place, mus_store_reindex(place->store, &t->made_for, NULL, NULL, &place->err));
}

static void open_on_another_day(struct test *t)
{
    t->place->options.today = t->f.world.today + (mus_date)below(t, 60) - 30;
    reopen(t->place);
}

/* ------------------------------------------------------------------ both answers */

static struct mus_statistics *count_living(struct test *t, const struct mus_firm *asking)
{
    struct mus_statistics *statistics = mus_statistics_new();
    assert_non_null(statistics);
    assert_int_equal(mus_statistics_want_firm(statistics, asking, NULL), MUS_OK);
    assert_int_equal(mus_statistics_start(statistics, NULL), MUS_OK);
    for (unsigned i = 0; i < POOL; i++) {
        if (t->lives[i]) {
            mus_statistics_add(statistics, t->f.firms[i]);
        }
    }
    return statistics;
}

/* By looking at everybody, for this query alone. */
static void expect_plain(struct test *t, const struct mus_match_query *asked,
                         const struct mus_scan *found)
{
    struct mus_statistics *statistics = count_living(t, &asked->firm);
    const struct mus_rules rules = {&t->world.weights, &t->world.reference, statistics,
                                    t->world.today, NULL};
    struct mus_scorer *scorer = NULL;
    struct mus_query *query = NULL;
    struct mus_scan *scan = NULL;
    assert_int_equal(mus_scorer_new(&rules, &scorer, NULL), MUS_OK);
    assert_int_equal(mus_query_new(scorer, &asked->firm, asked->bare_need, &query, NULL), MUS_OK);
    const struct mus_scan_options options = {.query = query,
                                             .filter = &asked->filter,
                                             .met = asked->acquaintances.met,
                                             .declined = asked->acquaintances.declined,
                                             .top = asked->top};
    assert_int_equal(mus_scan_new(&options, &scan, NULL), MUS_OK);
    for (unsigned i = 0; i < POOL; i++) {
        if (t->lives[i]) {
            assert_int_equal(mus_scan_offer(scan, t->f.firms[i], 0, NULL), MUS_OK);
        }
    }
    mus_scan_finish(scan);
    assert_same_ranking(scan, found);
    mus_scan_free(scan);
    mus_query_free(query);
    mus_scorer_free(scorer);
    mus_statistics_free(statistics);
}

static struct mus_match_query random_query(struct test *t)
{
    uint64_t *related = mus_arena_alloc(&t->f.arena, 2, sizeof *related);
    assert_non_null(related);
    related[0] = any_firm(&t->f)->id_hash;
    related[1] = any_firm(&t->f)->id_hash;
    return (struct mus_match_query){.firm = *any_firm(&t->f),
                                    .bare_need = chance(t, 5),
                                    .filter = random_filter(&t->f),
                                    .top = chance(t, 6) ? below(t, POOL + 5) : below(t, 6),
                                    .acquaintances = {.met = {&related[0], below(t, 2)},
                                                      .declined = {&related[1], below(t, 2)}}};
}

/* What other queries have left behind is believed, even where it is wrong: the same ones are asked
 * more than once here, so that each is known better than it is. */
static void ask_again(struct test *t, struct mus_batch *batch,
                      const struct mus_match_query *queries, size_t count)
{
    struct world *place = t->place;
    must(place, mus_batch_keep_floors(batch, queries[below(t, (unsigned)count)].top, &place->err));
    for (unsigned times = below(t, 3); times > 0; times--) {
        must(place, mus_batch_renew(batch, queries, count, &place->err));
        must(place, mus_batch_scan(batch, 0, &place->err));
        for (size_t i = 0; i < count; i++) {
            expect_plain(t, &queries[i], mus_batch_result(batch, i));
        }
    }
}

static unsigned ask(struct test *t)
{
    struct world *place = t->place;
    struct mus_match_query queries[QUERIES];
    struct mus_batch *batch = NULL;
    size_t count = 1 + below(t, QUERIES);
    for (size_t i = 0; i < count; i++) {
        queries[i] = random_query(t);
    }
    struct mus_read *read = begin(place);
    must(place,
         mus_batch_new(&t->world, read, queries, count, 1 + below(t, 2), &batch, &place->err));
    must(place, mus_batch_scan(batch, 0, &place->err));
    for (size_t i = 0; i < count; i++) {
        expect_plain(t, &queries[i], mus_batch_result(batch, i));
    }
    ask_again(t, batch, queries, count);
    mus_batch_free(batch);
    mus_store_read_end(read);
    return (unsigned)count;
}

/* Other findings are of companies that hold little else than an id. */
static void expect_sound_index(struct test *t)
{
    struct mus_arena arena = {0};
    struct mus_check_report report = {0};
    enum mus_status status = mus_store_check(t->place->store, &arena, &report, &t->place->err);
    assert_true(status == MUS_OK || status == MUS_CORRUPT);
    for (size_t i = 0; i < report.count; i++) {
        struct mus_text message = report.findings[i].message;
        if (memmem(message.ptr, message.len, "index", 5) != NULL) {
            fail_msg("%.*s", MUS_TEXT_ARG(message));
        }
    }
    mus_arena_done(&arena);
}

static void matches_are_what_looking_at_everybody_gives(void **state)
{
    struct test t = {.place = *state};
    unsigned cases = mus_random_cases(4000);
    scored_world_start(&t.f);
    for (unsigned done = 0, world = 0; done < cases; world++) {
        begin_world(&t, world);
        for (unsigned i = 0; i < WORLD_CASES; i++) {
            if (chance(&t, 3)) {
                change_some(&t);
            }
            if (chance(&t, 25)) {
                reindex(&t);
            }
            if (chance(&t, 50)) {
                open_on_another_day(&t);
            }
            if (chance(&t, CHECKED)) {
                expect_sound_index(&t);
            }
            done += ask(&t);
        }
    }
    scored_world_finish(&t.f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {IN_WORLD(matches_are_what_looking_at_everybody_gives)};
    return cmocka_run_group_tests_name("indexed", tests, NULL, NULL);
}
