/* Which formula should combine the two fits of a pair? Measured on generated companies, whose true
 * wishes are known (combine/truth.h): each formula ranks the same candidates by the same fits, and
 * is judged by how many of its first ten both sides would accept.
 *
 * The expected number of mutual acceptances is computed from the acceptance model
 * (combine/model.h), not drawn: the same, without the noise of drawing. The base model was fixed
 * beforehand; the others show what hangs on it. The calibrated product gets what no office has, the
 * model itself: its probabilities are fitted to the true ones of as many queries on a further
 * collection, for each model anew.
 *
 * Rankings are integers throughout; floating point serves only the yardstick. The same seeds give
 * the same report.
 *
 * Usage: bench_combine [COMPANIES [QUERIES a collection]] */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/random.h"
#include "combine/model.h"
#include "combine/report.h"
#include "combine/truth.h"
#include "fixtures/generator/company.h"
#include "match/world.h"
#include "matcher/score.h"
#include "matcher/text/terms.h"
#include "matcher/veto.h"
#include "profile/builtin.h"
#include "profile/code_hash.h"
#include "profile/firm_analysis.h"

enum {
    COLLECTIONS = 3,
    COMPANIES = 3000,
    QUERIES = 300,
    LEAST_COMPANIES = 200,
    LEAST_CANDIDATES = 100
};
enum { FAR_APART = 100000 };

/* Pairs of one query stand in the order of the candidates' ids. */
struct pair {
    uint32_t forth, back;
    uint8_t wish_forth, wish_back; /* from 0 */
};

struct collection {
    struct mus_arena arena;
    struct truth_firm *firms;
    size_t count;
    struct mus_statistics *statistics;
    struct mus_scorer *scorer;
    struct truth_world truth;
};

struct bench {
    struct mus_world world;
    struct mus_arena arena;
    struct mus_tables tables;
    struct mus_analyser *analyser;
    struct mus_workspace *workspace;
    struct model models[MODELS];
    seen_table *seen; /* for calibrating */
    struct pair *pairs;
    struct outcome *outcomes;
    struct report report;
};

static void must(enum mus_status status, const struct mus_error *err)
{
    if (status != MUS_OK) {
        fprintf(stderr, "bench: %s\n", err->message);
        exit(1);
    }
}

static void *need(void *block)
{
    if (block == NULL) {
        fprintf(stderr, "bench: out of memory\n");
        exit(1);
    }
    return block;
}

/* --- the collections --- */

static void open_world(struct bench *bench)
{
    struct mus_error err = {0};
    size_t count;
    mus_date today = MUS_NO_DATE;
    const struct mus_builtin_table *builtin = mus_builtin_tables(&count);
    struct mus_table *tables = need(mus_arena_alloc(&bench->arena, count, sizeof *tables));
    for (size_t i = 0; i < count; i++) {
        must(mus_table_read_json(builtin[i].json, &bench->arena, &tables[i], &err), &err);
    }
    bench->tables = (struct mus_tables){tables, count};
    if (!mus_date_of(2026, 4, 1, &today)) {
        exit(1);
    }
    must(mus_world_init(&bench->world, &bench->tables, today, &err), &err);
}

static void draw_firm(struct bench *bench, struct collection *set, struct mus_gen_draft *draft,
                      struct truth_firm *out)
{
    struct mus_error err = {0};
    struct mus_company *company = need(mus_arena_alloc(&set->arena, 1, sizeof *company));
    mus_gen_company_draw(draft, company);
    if (draft->failed) {
        need(NULL);
    }
    must(mus_firm_of_company(&(struct mus_firm_tools){.analyser = bench->analyser}, company,
                             &set->arena, &out->firm, &err),
         &err);
    size_t bytes = company->listings.count * sizeof *out->topics;
    out->topics = need(mus_arena_alloc(&set->arena, 1, bytes));
    memcpy(out->topics, draft->topics, bytes);
    out->industry = draft->industry->code;
    out->industry_hash = mus_code_hash_industry(MUS_TEXT("JSIC"), MUS_TEXT("14"),
                                                mus_text_of(draft->industry->code));
}

static void draw_firms(struct bench *bench, struct collection *set, uint64_t seed)
{
    struct mus_buf scratch = {0};
    struct mus_gen_index *index = need(mus_gen_index_new());
    set->firms = need(mus_alloc_zero(set->count, sizeof *set->firms));
    for (size_t i = 0; i < set->count; i++) {
        struct mus_gen_draft draft = {.index = index, .arena = &set->arena, .scratch = &scratch};
        mus_gen_draft_seed(&draft, seed, 'c', i + 1);
        draw_firm(bench, set, &draft, &set->firms[i]);
    }
    mus_gen_index_free(index);
    mus_buf_done(&scratch);
}

static void open_collection(struct bench *bench, struct collection *set, uint64_t seed)
{
    struct mus_error err = {0};
    draw_firms(bench, set, seed);
    set->statistics = need(mus_statistics_new());
    for (size_t i = 0; i < set->count; i++) {
        must(mus_statistics_want_firm(set->statistics, &set->firms[i].firm, &err), &err);
    }
    must(mus_statistics_start(set->statistics, &err), &err);
    for (size_t i = 0; i < set->count; i++) {
        mus_statistics_add(set->statistics, &set->firms[i].firm);
    }
    struct mus_rules rules = {.weights = &bench->world.weights,
                              .reference = &bench->world.reference,
                              .statistics = set->statistics,
                              .today = bench->world.today};
    must(mus_scorer_new(&rules, &set->scorer, &err), &err);
    set->truth = (struct truth_world){&bench->world.reference, bench->world.today};
}

static void close_collection(struct collection *set)
{
    mus_scorer_free(set->scorer);
    mus_statistics_free(set->statistics);
    mus_free(set->firms);
    mus_arena_done(&set->arena);
}

/* Everyone who may be suggested, with both fits and both wishes. */
static size_t score_all(struct bench *bench, const struct collection *set, size_t asker)
{
    struct mus_error err = {0};
    struct mus_query *query = NULL;
    const struct truth_firm *from = &set->firms[asker];
    struct mus_veto_context context = {.today = bench->world.today};
    size_t count = 0;
    must(mus_query_new(set->scorer, &from->firm, false, &query, &err), &err);
    for (size_t i = 0; i < set->count; i++) {
        const struct truth_firm *to = &set->firms[i];
        if (mus_veto_find(&from->firm, &to->firm, &context) != MUS_VETO_NONE) {
            continue;
        }
        struct mus_score score;
        must(mus_query_score(query, bench->workspace, &to->firm, &score, &err), &err);
        bench->pairs[count++] = (struct pair){

            .forth = score.forth.fit,
            .back = score.back.fit,
            .wish_forth = (uint8_t)(truth_wish(&set->truth, from, to) - WISH_LEAST),
            .wish_back = (uint8_t)(truth_wish(&set->truth, to, from) - WISH_LEAST)};
    }
    mus_query_free(query);
    return count;
}

/* Draws `wanted` different firms to the front of the list. */
static size_t *draw_askers(size_t count, size_t wanted, uint64_t seed)
{
    struct mus_random random;
    size_t *askers = need(mus_alloc(count, sizeof *askers));
    mus_random_init(&random, seed);
    for (size_t i = 0; i < count; i++) {
        askers[i] = i;
    }
    for (size_t i = 0; i < wanted; i++) {
        size_t at = i + mus_random_below(&random, count - i);
        size_t kept = askers[i];
        askers[i] = askers[at];
        askers[at] = kept;
    }
    return askers;
}

/* --- calibrating --- */

static void calibrate_all(struct bench *bench, size_t companies, size_t queries)
{
    struct collection set = {.count = companies};
    open_collection(bench, &set, COLLECTIONS + 1);
    size_t *askers = draw_askers(set.count, queries, COLLECTIONS + 1);
    for (size_t q = 0; q < queries; q++) {
        size_t count = score_all(bench, &set, askers[q]);
        for (size_t i = 0; i < count; i++) {
            const struct pair *pair = &bench->pairs[i];
            (*bench->seen)[pair->forth / 1000][pair->wish_forth]++;
            (*bench->seen)[pair->back / 1000][pair->wish_back]++;
        }
    }
    for (size_t m = 0; m < MODELS; m++) {
        model_calibrate(&bench->models[m], *bench->seen);
    }
    mus_free(askers);
    close_collection(&set);
}

/* --- ranking --- */

/* What the formula ranks by. */
static uint64_t key(enum formula formula, const struct model *model, const struct pair *pair)
{
    uint64_t p = pair->forth;
    uint64_t q = pair->back;
    switch (formula) {
    case ONE_SIDED:
        return p;
    case ARITHMETIC:
        return p + q;
    case CALIBRATED:
        return model_calibrated(model, pair->forth) * model_calibrated(model, pair->back);
    case PRODUCT:
        return p * q;
    case HARMONIC:
        return mus_score_combine(MUS_FORMULA_HARMONIC_MEAN, pair->forth, pair->back);
    case MINIMUM:
        return p < q ? p : q;
    case FORMULAS:
        break;
    }
    abort();
}

struct ranked {
    uint64_t key;
    uint32_t pair; /* index of the pair: of equal keys the smaller id, as everywhere */
};

static int compare_ranked(const void *a, const void *b)
{
    const struct ranked *x = a;
    const struct ranked *y = b;
    if (x->key != y->key) {
        return x->key > y->key ? -1 : 1;
    }
    return x->pair < y->pair ? -1 : x->pair > y->pair;
}

static void rank(enum formula formula, const struct model *model, const struct pair *pairs,
                 size_t count, struct ranked *out)
{
    for (size_t i = 0; i < count; i++) {
        out[i] = (struct ranked){key(formula, model, &pairs[i]), (uint32_t)i};
    }
    qsort(out, count, sizeof *out, compare_ranked);
}

/* Pairs of entries in the wrong order, sorting by merging. */
static uint64_t inversions(uint32_t *items, uint32_t *space, size_t count)
{
    if (count < 2) {
        return 0;
    }
    size_t half = count / 2;
    uint64_t found = inversions(items, space, half) + inversions(items + half, space, count - half);
    size_t a = 0;
    size_t b = half;
    for (size_t i = 0; i < count; i++) {
        if (b == count || (a < half && items[a] <= items[b])) {
            space[i] = items[a++];
        } else {
            space[i] = items[b++];
            found += half - a;
        }
    }
    memcpy(items, space, count * sizeof *items);
    return found;
}

static double kendall(const struct ranked *a, const struct ranked *b, size_t count)
{
    uint32_t *place = need(mus_alloc(count, sizeof *place));
    uint32_t *items = need(mus_alloc(count, sizeof *items));
    for (size_t i = 0; i < count; i++) {
        place[a[i].pair] = (uint32_t)i;
    }
    for (size_t i = 0; i < count; i++) {
        items[i] = place[b[i].pair];
    }
    double wrong = (double)inversions(items, place, count);
    mus_free(place);
    mus_free(items);
    return 1 - 4 * wrong / ((double)count * (double)(count - 1));
}

/* --- measuring one query --- */

static int compare_down(const void *a, const void *b)
{
    double x = *(const double *)a;
    double y = *(const double *)b;
    return x > y ? -1 : x < y;
}

static int compare_up(const void *a, const void *b)
{
    uint32_t x = *(const uint32_t *)a;
    uint32_t y = *(const uint32_t *)b;
    return x < y ? -1 : x > y;
}

static double accepted(const struct model *model, const struct pair *pair)
{
    return model->both[pair->wish_forth][pair->wish_back];
}

static double discount(size_t place)
{
    return 1 / log2((double)place + 2);
}

/* The ideal's discounted gain; notes the best ten and the mean. */
static double measure_ideal(const struct bench *bench, size_t count, struct outcome *out)
{
    double *values = need(mus_alloc(count, sizeof *values));
    double gain = 0;
    for (size_t i = 0; i < count; i++) {
        values[i] = accepted(&bench->models[BASE_MODEL], &bench->pairs[i]);
        out->chance += values[i] * TOP / (double)count;
    }
    qsort(values, count, sizeof *values, compare_down);
    for (size_t i = 0; i < TOP; i++) {
        out->ideal += values[i];
        gain += values[i] * discount(i);
    }
    mus_free(values);
    return gain;
}

/* A pair is one-sided where the asker's fit is in its best tenth, the other's in its lower half. */
struct sides {
    uint32_t strong, weak;
};

static uint32_t pick_place(uint32_t *fits, size_t count, size_t place)
{
    qsort(fits, count, sizeof *fits, compare_up);
    return fits[place];
}

static struct sides find_sides(const struct pair *pairs, size_t count)
{
    struct sides sides;
    uint32_t *fits = need(mus_alloc(count, sizeof *fits));
    for (size_t i = 0; i < count; i++) {
        fits[i] = pairs[i].forth;
    }
    sides.strong = pick_place(fits, count, count - count / 10);
    for (size_t i = 0; i < count; i++) {
        fits[i] = pairs[i].back;
    }
    sides.weak = pick_place(fits, count, count / 2);
    mus_free(fits);
    return sides;
}

static bool is_one_sided(const struct sides *sides, const struct pair *pair)
{
    return pair->forth >= sides->strong && pair->back < sides->weak;
}

static void add_moments(struct moments *moments, double x, double y)
{
    moments->n++;
    moments->x += x;
    moments->y += y;
    moments->xx += x * x;
    moments->yy += y * y;
    moments->xy += x * y;
}

static size_t step_of(const uint32_t *starts, size_t steps, uint32_t value)
{
    size_t step = 0;
    while (step < steps && value >= starts[step + 1]) {
        step++;
    }
    return step;
}

static uint32_t gap_of(const struct pair *pair)
{
    return pair->forth > pair->back ? pair->forth - pair->back : pair->back - pair->forth;
}

static void survey_pairs(struct bench *bench, const struct sides *sides, size_t count)
{
    struct survey *survey = &bench->report.survey;
    for (size_t i = 0; i < count; i++) {
        const struct pair *pair = &bench->pairs[i];
        uint32_t gap = gap_of(pair);
        uint32_t sum = pair->forth + pair->back;
        double value = accepted(&bench->models[BASE_MODEL], pair);
        add_moments(&survey->fits, pair->forth / 1e6, pair->back / 1e6);
        add_moments(&survey->wishes, pair->wish_forth, pair->wish_back);
        survey->fit[pair->forth / 1000]++;
        survey->gap[gap / 1000]++;
        if (is_one_sided(sides, pair)) {
            survey->lopsided++;
            survey->lopsided_accepted += value;
        }
        if (sum >= SUM_STARTS[0]) {
            size_t s = step_of(SUM_STARTS, SUMS, sum);
            size_t g = step_of(GAP_STARTS, GAPS, gap);
            survey->seen[s][g]++;
            survey->accepted[s][g] += value;
        }
    }
}

static void measure_order(const struct bench *bench, const struct sides *sides,
                          enum formula formula, const struct ranked *order, size_t count,
                          const struct ranked *harmonic, struct outcome *out)
{
    out->kendall[formula] = kendall(harmonic, order, count);
    for (size_t i = 0; i < TOP; i++) {
        const struct pair *pair = &bench->pairs[order[i].pair];
        double value = accepted(&bench->models[BASE_MODEL], pair);
        out->gain[formula] += value * discount(i);
        if (is_one_sided(sides, pair)) {
            out->lopsided[formula]++;
            out->lopsided_accepted[formula] += value;
        }
        for (size_t k = 0; k < TOP; k++) {
            out->shared[formula] += order[i].pair == harmonic[k].pair;
        }
    }
}

static void measure_formula(const struct bench *bench, const struct sides *sides,
                            enum formula formula, size_t count, const struct ranked *harmonic,
                            struct outcome *out)
{
    struct ranked *order = need(mus_alloc(count, sizeof *order));
    for (size_t m = 0; m < MODELS; m++) {
        const struct model *model = &bench->models[m];
        if (m == 0 || formula == CALIBRATED) {
            rank(formula, model, bench->pairs, count, order);
        }
        for (size_t i = 0; i < TOP; i++) {
            out->accepted[m][formula] += accepted(model, &bench->pairs[order[i].pair]);
        }
        if (m == BASE_MODEL) {
            measure_order(bench, sides, formula, order, count, harmonic, out);
        }
    }
    mus_free(order);
}

static void measure_query(struct bench *bench, size_t count, struct outcome *out)
{
    struct ranked *harmonic = need(mus_alloc(count, sizeof *harmonic));
    struct sides sides = find_sides(bench->pairs, count);
    double ideal = measure_ideal(bench, count, out);
    rank(HARMONIC, NULL, bench->pairs, count, harmonic);
    survey_pairs(bench, &sides, count);
    for (int f = 0; f < FORMULAS; f++) {
        measure_formula(bench, &sides, (enum formula)f, count, harmonic, out);
        out->gain[f] /= ideal;
    }
    mus_free(harmonic);
}

/* The same choice among those pairs only whose fits lie far apart, which are kept in front. */
static void measure_far(struct bench *bench, size_t count, struct outcome *out)
{
    size_t far = 0;
    for (size_t i = 0; i < count; i++) {
        if (gap_of(&bench->pairs[i]) >= FAR_APART) {
            bench->pairs[far++] = bench->pairs[i];
        }
    }
    struct ranked *order = need(mus_alloc(far, sizeof *order));
    const struct model *model = &bench->models[BASE_MODEL];
    for (int f = 0; f < FORMULAS; f++) {
        rank((enum formula)f, model, bench->pairs, far, order);
        for (size_t i = 0; i < TOP && i < far; i++) {
            out->far[f] += accepted(model, &bench->pairs[order[i].pair]);
        }
    }
    mus_free(order);
}

static bool has_need(const struct mus_firm *firm, mus_date today)
{
    for (size_t i = 0; i < firm->listing_count; i++) {
        if (firm->listings[i].side == MUS_SIDE_NEED &&
            mus_listing_is_live(&firm->listings[i], today)) {
            return true;
        }
    }
    return false;
}

static void measure_collection(struct bench *bench, uint64_t seed, size_t companies, size_t queries)
{
    struct collection set = {.count = companies};
    open_collection(bench, &set, seed);
    size_t *askers = draw_askers(companies, queries, seed);
    for (size_t q = 0; q < queries; q++) {
        size_t count = score_all(bench, &set, askers[q]);
        if (count < LEAST_CANDIDATES) {
            continue; /* the asker is on hold: nobody may be suggested to it */
        }
        struct outcome *out = &bench->outcomes[bench->report.count++];
        out->has_need = has_need(&set.firms[askers[q]].firm, bench->world.today);
        measure_query(bench, count, out);
        measure_far(bench, count, out);
    }
    mus_free(askers);
    close_collection(&set);
}

static size_t number(int argc, char **argv, int at, size_t otherwise)
{
    return argc > at ? (size_t)strtoul(argv[at], NULL, 10) : otherwise;
}

int main(int argc, char **argv)
{
    size_t companies = number(argc, argv, 1, COMPANIES);
    size_t queries = number(argc, argv, 2, QUERIES);
    if (argc > 3 || companies < LEAST_COMPANIES || queries < 1 || queries > companies) {
        fprintf(stderr, "usage: %s [COMPANIES (%d or more) [QUERIES a collection]]\n", argv[0],
                LEAST_COMPANIES);
        return 2;
    }
    struct bench *bench = need(mus_alloc_zero(1, sizeof *bench));
    bench->analyser = need(mus_analyser_new());
    bench->workspace = need(mus_workspace_new());
    bench->pairs = need(mus_alloc(companies, sizeof *bench->pairs));
    bench->seen = need(mus_alloc_zero(1, sizeof *bench->seen));
    bench->outcomes = need(mus_alloc_zero(COLLECTIONS * queries, sizeof *bench->outcomes));
    bench->report.collections = COLLECTIONS;
    bench->report.companies = companies;
    bench->report.outcomes = bench->outcomes;
    open_world(bench);
    models_make(bench->models);
    bench->report.models = bench->models;
    calibrate_all(bench, companies, queries);
    for (uint64_t seed = 1; seed <= COLLECTIONS; seed++) {
        measure_collection(bench, seed, companies, queries);
    }
    report_print(&bench->report);
    mus_world_done(&bench->world);
    mus_arena_done(&bench->arena);
    mus_workspace_free(bench->workspace);
    mus_analyser_free(bench->analyser);
    mus_free(bench->pairs);
    mus_free(bench->seen);
    mus_free(bench->outcomes);
    mus_free(bench);
    return 0;
}
