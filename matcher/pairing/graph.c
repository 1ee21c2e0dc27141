/* Pairs become edges in three passes over them: fixed pairs reduce the room, open pairs are counted
 * and copied, two stable counting sorts (by the second end, then by the first) put them in order.
 */
#include "matcher/pairing/graph.h"

#include "base/mem.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

/* What is needed while a graph is built. */
struct builder {
    const struct mus_pairing_problem *problem;
    struct mus_pairing_graph *graph;
    struct mus_arena work;
    uint32_t *firms;
    bool shared;   /* some company has two participants */
    uint64_t *met; /* pairs of companies that a fixed pair brings together, ascending */
    size_t met_count;
};

struct member {
    uint32_t company;
    uint32_t participant;
};

static int compare_members(const void *left, const void *right)
{
    const struct member *l = left;
    const struct member *r = right;
    if (l->company != r->company) {
        return l->company < r->company ? -1 : 1;
    }
    return (l->participant > r->participant) - (l->participant < r->participant);
}

enum mus_status mus_pairing_firms(const struct mus_pairing_problem *problem, uint32_t *firms,
                                  struct mus_error *err)
{
    size_t count = 0;
    struct member *members = mus_alloc(problem->participant_count, sizeof *members);
    if (members == NULL) {
        return mus_fail_memory(err);
    }
    for (size_t v = 0; v < problem->participant_count; v++) {
        firms[v] = (uint32_t)v;
        if (problem->participants[v].company != MUS_PAIRING_NO_COMPANY) {
            members[count++] = (struct member){problem->participants[v].company, (uint32_t)v};
        }
    }
    qsort(members, count, sizeof *members, compare_members);
    for (size_t i = 1; i < count; i++) {
        if (members[i].company == members[i - 1].company) {
            firms[members[i].participant] = firms[members[i - 1].participant];
        }
    }
    mus_free(members);
    return MUS_OK;
}

static int compare_keys(const void *left, const void *right)
{
    uint64_t l = *(const uint64_t *)left;
    uint64_t r = *(const uint64_t *)right;
    return (l > r) - (l < r);
}

static uint32_t less(uint32_t value, uint32_t by)
{
    return value > by ? value - by : 0;
}

/* Takes one fixed pair out of the room there is. */
static void take_fixed(struct builder *b, size_t place)
{
    struct mus_pairing_graph *graph = b->graph;
    const struct mus_pairing_pair *pair = &b->problem->pairs[place];
    struct mus_pairing_node *ends[2] = {&graph->nodes[pair->a], &graph->nodes[pair->b]};
    for (int i = 0; i < 2; i++) {
        ends[i]->max = less(ends[i]->max, 1);
        ends[i]->min = less(ends[i]->min, 1);
    }
    if (graph->capacity != MUS_PAIRING_NO_CAPACITY && graph->capacity > 0) {
        graph->capacity--;
    }
    graph->fixed_total += pair->score;
    b->met[b->met_count++] = mus_pairing_firm_pair(b->firms, pair->a, pair->b);
}

static enum mus_status read_participants(struct builder *b, struct mus_error *err)
{
    const struct mus_pairing_problem *problem = b->problem;
    struct mus_pairing_graph *graph = b->graph;
    size_t nodes = problem->participant_count;
    graph->node_count = nodes;
    graph->capacity = problem->capacity;
    for (size_t i = 0; i < problem->pair_count; i++) {
        graph->fixed_count += mus_pairing_mark_of(problem, i) == MUS_PAIRING_FIXED;
    }
    graph->nodes = mus_arena_alloc(&graph->arena, nodes, sizeof *graph->nodes);
    graph->first = mus_arena_alloc(&graph->arena, nodes + 1, sizeof *graph->first);
    b->firms = mus_arena_alloc(&b->work, nodes, sizeof *b->firms);
    b->met = mus_arena_alloc(&b->work, graph->fixed_count, sizeof *b->met);
    if (graph->nodes == NULL || graph->first == NULL || b->firms == NULL || b->met == NULL) {
        return mus_fail_memory(err);
    }
    for (size_t v = 0; v < nodes; v++) {
        graph->nodes[v].max = problem->participants[v].max;
        graph->nodes[v].min = problem->participants[v].min;
    }
    return mus_pairing_firms(problem, b->firms, err);
}

static void read_fixed(struct builder *b)
{
    for (size_t i = 0; i < b->problem->pair_count; i++) {
        if (mus_pairing_mark_of(b->problem, i) == MUS_PAIRING_FIXED) {
            take_fixed(b, i);
        }
    }
    qsort(b->met, b->met_count, sizeof *b->met, compare_keys);
    for (size_t v = 0; v < b->graph->node_count; v++) {
        b->shared = b->shared || b->firms[v] != v;
    }
}

/* Whether a legal choice may hold the pair beside the fixed ones. */
static bool is_open(const struct builder *b, size_t place)
{
    const struct mus_pairing_pair *pair = &b->problem->pairs[place];
    if (mus_pairing_mark_of(b->problem, place) != MUS_PAIRING_FREE || b->graph->capacity == 0 ||
        b->graph->nodes[pair->a].max == 0 || b->graph->nodes[pair->b].max == 0) {
        return false;
    }
    if (b->met_count == 0 || !b->shared) {
        return true;
    }
    uint64_t key = mus_pairing_firm_pair(b->firms, pair->a, pair->b);
    return bsearch(&key, b->met, b->met_count, sizeof key, compare_keys) == NULL;
}

static struct mus_pairing_edge edge_of(const struct mus_pairing_pair *pair, size_t place)
{
    bool forward = pair->a < pair->b;
    return (struct mus_pairing_edge){forward ? pair->a : pair->b, forward ? pair->b : pair->a,
                                     pair->score, (uint32_t)place};
}

static void starts_from_counts(uint32_t *first, size_t nodes)
{
    uint32_t sum = 0;
    for (size_t v = 0; v <= nodes; v++) {
        uint32_t count = first[v];
        first[v] = sum;
        sum += count;
    }
}

/* One stable counting sort, by end b or by end a; counts has room for nodes + 1. */
static void sort_by_end(const struct mus_pairing_edge *from, struct mus_pairing_edge *to,
                        size_t count, uint32_t *counts, size_t nodes, bool by_a)
{
    memset(counts, 0, (nodes + 1) * sizeof *counts);
    for (size_t e = 0; e < count; e++) {
        counts[by_a ? from[e].a : from[e].b]++;
    }
    starts_from_counts(counts, nodes);
    for (size_t e = 0; e < count; e++) {
        to[counts[by_a ? from[e].a : from[e].b]++] = from[e];
    }
}

static enum mus_status read_edges(struct builder *b, struct mus_error *err)
{
    struct mus_pairing_graph *graph = b->graph;
    const struct mus_pairing_problem *problem = b->problem;
    for (size_t i = 0; i < problem->pair_count; i++) {
        graph->edge_count += is_open(b, i);
    }
    size_t count = graph->edge_count;
    size_t nodes = graph->node_count;
    graph->edges = mus_arena_alloc(&graph->arena, count, sizeof *graph->edges);
    struct mus_pairing_edge *spare = mus_arena_alloc(&b->work, count, sizeof *spare);
    uint32_t *counts = mus_arena_alloc(&b->work, nodes + 1, sizeof *counts);
    if (graph->edges == NULL || spare == NULL || counts == NULL) {
        return mus_fail_memory(err);
    }
    size_t e = 0;
    for (size_t i = 0; i < problem->pair_count; i++) {
        if (is_open(b, i)) {
            graph->edges[e++] = edge_of(&problem->pairs[i], i);
        }
    }
    sort_by_end(graph->edges, spare, count, counts, nodes, false);
    sort_by_end(spare, graph->edges, count, counts, nodes, true);
    return MUS_OK;
}

/* Edges come in the order (a, b), so that what is appended at a node ascends: first those from
 * smaller nodes, then those to larger ones. */
static enum mus_status make_halves(struct mus_pairing_graph *graph, struct mus_error *err)
{
    graph->halves = mus_arena_alloc(&graph->arena, 2 * graph->edge_count, sizeof *graph->halves);
    if (graph->halves == NULL) {
        return mus_fail_memory(err);
    }
    for (size_t e = 0; e < graph->edge_count; e++) {
        graph->first[graph->edges[e].a]++;
        graph->first[graph->edges[e].b]++;
    }
    starts_from_counts(graph->first, graph->node_count);
    for (size_t e = 0; e < graph->edge_count; e++) {
        struct mus_pairing_edge edge = graph->edges[e];
        graph->halves[graph->first[edge.a]++] =
            (struct mus_pairing_half){edge.b, edge.score, (uint32_t)e};
        graph->halves[graph->first[edge.b]++] =
            (struct mus_pairing_half){edge.a, edge.score, (uint32_t)e};
    }
    /* Each start has moved to the next node's. */
    memmove(graph->first + 1, graph->first, graph->node_count * sizeof *graph->first);
    graph->first[0] = 0;
    return MUS_OK;
}

struct keyed_edge {
    uint64_t key;
    uint32_t edge;
};

static int compare_keyed(const void *left, const void *right)
{
    const struct keyed_edge *l = left;
    const struct keyed_edge *r = right;
    if (l->key != r->key) {
        return l->key < r->key ? -1 : 1;
    }
    return (l->edge > r->edge) - (l->edge < r->edge);
}

/* Where the run of equal keys that begins at `at` ends. */
static size_t run_end(const struct keyed_edge *rows, size_t count, size_t at)
{
    size_t end = at + 1;
    while (end < count && rows[end].key == rows[at].key) {
        end++;
    }
    return end;
}

static void fill_groups(struct mus_pairing_graph *graph, const struct keyed_edge *rows)
{
    memset(graph->group, 0xff, graph->edge_count * sizeof *graph->group);
    uint32_t filled = 0;
    size_t groups = 0;
    for (size_t at = 0, end; at < graph->edge_count; at = end) {
        end = run_end(rows, graph->edge_count, at);
        for (size_t i = at; i < end && end - at > 1; i++) {
            graph->group[rows[i].edge] = (uint32_t)groups;
            graph->group_edges[filled++] = rows[i].edge;
        }
        if (end - at > 1) {
            graph->group_first[++groups] = filled;
        }
    }
}

static enum mus_status make_groups(struct builder *b, struct mus_error *err)
{
    struct mus_pairing_graph *graph = b->graph;
    size_t count = graph->edge_count;
    struct keyed_edge *rows = mus_arena_alloc(&b->work, count, sizeof *rows);
    if (rows == NULL) {
        return mus_fail_memory(err);
    }
    for (size_t e = 0; e < count; e++) {
        rows[e].key = mus_pairing_firm_pair(b->firms, graph->edges[e].a, graph->edges[e].b);
        rows[e].edge = (uint32_t)e;
    }
    qsort(rows, count, sizeof *rows, compare_keyed);
    size_t members = 0;
    for (size_t at = 0, end; at < count; at = end) {
        end = run_end(rows, count, at);
        graph->group_count += end - at > 1;
        members += end - at > 1 ? end - at : 0;
    }
    if (graph->group_count == 0) {
        return MUS_OK;
    }
    graph->group = mus_arena_alloc(&graph->arena, count, sizeof *graph->group);
    graph->group_edges = mus_arena_alloc(&graph->arena, members, sizeof *graph->group_edges);
    graph->group_first =
        mus_arena_alloc(&graph->arena, graph->group_count + 1, sizeof *graph->group_first);
    if (graph->group == NULL || graph->group_edges == NULL || graph->group_first == NULL) {
        return mus_fail_memory(err);
    }
    fill_groups(graph, rows);
    return MUS_OK;
}

static enum mus_status build(struct builder *b, struct mus_error *err)
{
    enum mus_status status = read_participants(b, err);
    if (status == MUS_OK) {
        read_fixed(b);
        status = read_edges(b, err);
    }
    if (status == MUS_OK) {
        status = make_halves(b->graph, err);
    }
    if (status == MUS_OK && b->shared) {
        status = make_groups(b, err);
    }
    return status;
}

enum mus_status mus_pairing_graph_init(struct mus_pairing_graph *graph,
                                       const struct mus_pairing_problem *problem,
                                       struct mus_error *err)
{
    struct mus_pairing_graph made = {0};
    struct builder builder = {.problem = problem, .graph = &made};
    enum mus_status status = build(&builder, err);
    mus_arena_done(&builder.work);
    if (status != MUS_OK) {
        mus_pairing_graph_done(&made);
        return status;
    }
    *graph = made;
    return MUS_OK;
}

void mus_pairing_graph_done(struct mus_pairing_graph *graph)
{
    mus_arena_done(&graph->arena);
    *graph = (struct mus_pairing_graph){0};
}
