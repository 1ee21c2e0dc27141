/* A blocking group is a minimum cut, as in Hall's theorem.
 *
 * Look at one side of every meeting only: each participant, as one who needs, wants its minimum of
 * meetings with different partners; each participant, as a partner, has room for its maximum. That
 * is a flow from needs to room over the edges, each in both directions (the double cover of the
 * graph), and every legal choice contains one. So what this flow cannot serve is missing in every
 * choice. In a graph of two sides it is exactly what must be missing, since what serves the one
 * side best and what serves the other best can be joined (Mendelsohn and Dulmage 1958, here for
 * b-matchings); in others the choice may have to leave out more.
 *
 * It starts from the choice at hand, so that only unmet needs look for a way: breadth first from
 * the needing participant to partners it does not use yet, from a full partner to those who use it
 * and may give it back. A search that finds no free partner has walked through a group: `needing`
 * and `full` marks stay, since nothing there will ever be free, and later searches stop at them.
 *
 * With X all that were marked needing and Y all marked full, every edge from X leads into Y or is
 * used, hence
 *     missing = Σ_X min − Σ_Y max − edges from X past Y,
 * and prices of −1 for X and +1 for Y (0 for both) prove it. X falls into groups that share no
 * partner in Y.
 *
 * Where the event's capacity may be to blame, the linear relaxation is solved outright: by
 * minimum-cost flow on the double cover with every score 0, which gives each participant two
 * prices; their mean proves the bound. */
#include "matcher/pairing/minimum.h"

#include "base/mem.h"
#include "matcher/pairing/bound.h"
#include "matcher/pairing/flow.h"

#include <assert.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#define NO_HALF UINT32_MAX
#define NO_GROUP_YET UINT32_MAX

enum {
    FIRST_USES_SECOND = 1, /* of an edge: a needs and b is the partner */
    SECOND_USES_FIRST = 2,
};

struct search {
    const struct mus_pairing_graph *graph;
    struct mus_arena arena;
    uint8_t *uses;        /* of each edge */
    uint32_t *served;     /* of each node: meetings it has, up to its min */
    uint32_t *used;       /* of each node: how many use it as a partner */
    uint32_t *needing_by; /* of each node: 1 + the half by which a search came to it; 0: none did */
    uint32_t *full_by;    /* the same as a partner */
    uint32_t *queue;      /* nodes that need */
    uint32_t *fulls;      /* partners this search has come to */
    uint32_t *group;      /* of each node: the group whose member it is */
    uint32_t group_count;
};

static enum mus_status search_init(struct search *s, struct mus_error *err)
{
    size_t nodes = s->graph->node_count;
    s->uses = mus_arena_alloc(&s->arena, s->graph->edge_count, sizeof *s->uses);
    uint32_t **columns[] = {&s->served, &s->used,  &s->needing_by, &s->full_by,
                            &s->queue,  &s->fulls, &s->group};
    bool enough = s->uses != NULL;
    for (size_t i = 0; i < sizeof columns / sizeof *columns; i++) {
        *columns[i] = mus_arena_alloc(&s->arena, nodes, sizeof **columns[i]);
        enough = enough && *columns[i] != NULL;
    }
    return enough ? MUS_OK : mus_fail_memory(err);
}

/* The bit of an edge that says that v uses the other end. */
static uint8_t use_bit(uint32_t v, uint32_t other)
{
    return v < other ? FIRST_USES_SECOND : SECOND_USES_FIRST;
}

static void start_from(struct search *s, const uint8_t *taken)
{
    for (uint32_t v = 0; v < s->graph->node_count; v++) {
        for (uint32_t h = s->graph->first[v]; h < s->graph->first[v + 1]; h++) {
            const struct mus_pairing_half *half = &s->graph->halves[h];
            if (taken[half->edge] && s->served[v] < s->graph->nodes[v].min) {
                s->uses[half->edge] |= use_bit(v, half->other);
                s->served[v]++;
                s->used[half->other]++;
            }
        }
    }
}

/* From v, that needs, to the partners it does not use: the first with room, or none; the others are
 * put into the list of fulls. */
static uint32_t look_for_room(struct search *s, uint32_t v, size_t *full_count)
{
    for (uint32_t h = s->graph->first[v]; h < s->graph->first[v + 1]; h++) {
        const struct mus_pairing_half *half = &s->graph->halves[h];
        uint32_t u = half->other;
        if ((s->uses[half->edge] & use_bit(v, u)) == 0 && s->full_by[u] == 0) {
            s->full_by[u] = h + 1;
            s->fulls[(*full_count)++] = u;
            if (s->used[u] < s->graph->nodes[u].max) {
                return h;
            }
        }
    }
    return NO_HALF;
}

/* To all who use the full partner u and would need another for it. */
static void look_for_users(struct search *s, uint32_t u, size_t *needing_count)
{
    for (uint32_t h = s->graph->first[u]; h < s->graph->first[u + 1]; h++) {
        const struct mus_pairing_half *half = &s->graph->halves[h];
        if ((s->uses[half->edge] & use_bit(half->other, u)) != 0 &&
            s->needing_by[half->other] == 0) {
            s->needing_by[half->other] = h + 1;
            s->queue[(*needing_count)++] = half->other;
        }
    }
}

/* The node at whose list a half stands: the one that its other end sees. */
static uint32_t owner_of(const struct search *s, uint32_t h)
{
    const struct mus_pairing_edge *edge = &s->graph->edges[s->graph->halves[h].edge];
    return edge->a == s->graph->halves[h].other ? edge->b : edge->a;
}

/* Along the way that was found, everybody uses the partner further on instead. */
static void turn_over(struct search *s, uint32_t start, uint32_t h)
{
    s->used[s->graph->halves[h].other]++;
    for (;;) {
        uint32_t v = owner_of(s, h);
        uint32_t edge = s->graph->halves[h].edge;
        s->uses[edge] ^= use_bit(v, s->graph->halves[h].other);
        if (v == start) {
            s->served[v]++;
            return;
        }
        uint32_t back = s->needing_by[v] - 1; /* stands at the partner that v gives back */
        uint32_t u = owner_of(s, back);
        s->uses[s->graph->halves[back].edge] ^= use_bit(v, u);
        h = s->full_by[u] - 1;
    }
}

/* One more meeting for a participant that needs it; false leaves the marks of a group. */
static bool serve(struct search *s, uint32_t start)
{
    size_t needing = 0;
    size_t full = 0;
    size_t walked = 0;
    uint32_t found = NO_HALF;
    if (s->needing_by[start] != 0) {
        return false;
    }
    s->needing_by[start] = NO_HALF;
    s->queue[needing++] = start;
    for (size_t i = 0; i < needing && found == NO_HALF; i++) {
        found = look_for_room(s, s->queue[i], &full);
        for (; walked < full && found == NO_HALF; walked++) {
            look_for_users(s, s->fulls[walked], &needing);
        }
    }
    if (found == NO_HALF) {
        return false;
    }
    turn_over(s, start, found);
    for (size_t i = 0; i < needing; i++) {
        s->needing_by[s->queue[i]] = 0;
    }
    for (size_t i = 0; i < full; i++) {
        s->full_by[s->fulls[i]] = 0;
    }
    return true;
}

static bool is_needing(const struct search *s, uint32_t v)
{
    return s->needing_by[v] != 0;
}

static bool is_full(const struct search *s, uint32_t v)
{
    return s->full_by[v] != 0;
}

/* Gives all that are joined with v by full partners the same group. */
static void join_group(struct search *s, uint32_t v, uint8_t *seen)
{
    size_t count = 0;
    s->group[v] = s->group_count;
    s->queue[count++] = v;
    for (size_t i = 0; i < count; i++) {
        uint32_t x = s->queue[i];
        for (uint32_t h = s->graph->first[x]; h < s->graph->first[x + 1]; h++) {
            uint32_t u = s->graph->halves[h].other;
            if (!is_full(s, u) || seen[u]) {
                continue;
            }
            seen[u] = 1;
            for (uint32_t k = s->graph->first[u]; k < s->graph->first[u + 1]; k++) {
                uint32_t y = s->graph->halves[k].other;
                if (is_needing(s, y) && s->group[y] == NO_GROUP_YET) {
                    s->group[y] = s->group_count;
                    s->queue[count++] = y;
                }
            }
        }
    }
    s->group_count++;
}

static enum mus_status find_groups(struct search *s, struct mus_error *err)
{
    size_t nodes = s->graph->node_count;
    uint8_t *seen = mus_arena_alloc(&s->arena, nodes, sizeof *seen);
    if (seen == NULL) {
        return mus_fail_memory(err);
    }
    for (uint32_t v = 0; v < nodes; v++) {
        while (s->served[v] < s->graph->nodes[v].min && serve(s, v)) {
        }
    }
    memset(s->group, 0xff, nodes * sizeof *s->group);
    for (uint32_t v = 0; v < nodes; v++) {
        if (is_needing(s, v) && s->group[v] == NO_GROUP_YET) {
            join_group(s, v, seen);
        }
    }
    return MUS_OK;
}

static enum mus_status set_prices(const struct search *s, struct mus_pairing_proof *proof,
                                  struct mus_error *err)
{
    proof->missing_prices = mus_alloc(s->graph->node_count, sizeof *proof->missing_prices);
    if (proof->missing_prices == NULL) {
        return mus_fail_memory(err);
    }
    for (uint32_t v = 0; v < s->graph->node_count; v++) {
        proof->missing_prices[v] =
            ((int64_t)is_full(s, v) - (int64_t)is_needing(s, v)) * proof->scale;
    }
    proof->missing_capacity_price = 0;
    return MUS_OK;
}

/* The prices that the double cover gives replace those that stand where they prove more. */
static enum mus_status price_cover(const struct mus_pairing_graph *graph,
                                   const struct mus_flow_answer *cover,
                                   struct mus_pairing_proof *proof, struct mus_error *err)
{
    size_t nodes = graph->node_count;
    struct mus_pairing_proof other = {
        .scale = 2,
        .missing_prices = mus_alloc(nodes, sizeof *other.missing_prices),
        .missing_capacity_price = 2 * cover->capacity_price,
    };
    if (other.missing_prices == NULL) {
        return mus_fail_memory(err);
    }
    for (size_t v = 0; v < nodes; v++) {
        other.missing_prices[v] = cover->prices[v] + cover->prices[nodes + v];
    }
    if (mus_pairing_bound_missing(graph, &other) > mus_pairing_bound_missing(graph, proof)) {
        for (size_t v = 0; v < nodes; v++) {
            proof->missing_prices[v] = other.missing_prices[v] * proof->scale;
            proof->prices[v] *= 2;
        }
        proof->missing_capacity_price = other.missing_capacity_price * proof->scale;
        proof->capacity_price *= 2;
        proof->missing_price *= 2;
        proof->scale *= 2;
    }
    mus_free(other.missing_prices);
    return MUS_OK;
}

static void make_cover(const struct mus_pairing_graph *graph, struct mus_pairing_node *nodes,
                       uint8_t *right, struct mus_flow_edge *edges)
{
    size_t count = graph->node_count;
    for (size_t v = 0; v < count; v++) {
        nodes[v] = nodes[count + v] = graph->nodes[v];
        right[count + v] = 1;
    }
    for (size_t e = 0; e < graph->edge_count; e++) {
        const struct mus_pairing_edge *edge = &graph->edges[e];
        edges[2 * e] = (struct mus_flow_edge){edge->a, (uint32_t)count + edge->b, 0};
        edges[2 * e + 1] = (struct mus_flow_edge){edge->b, (uint32_t)count + edge->a, 0};
    }
}

/* The linear relaxation of how many are missing, with the capacity. */
static enum mus_status relax_cover(const struct mus_pairing_graph *graph,
                                   const struct mus_stop *stop, struct mus_pairing_proof *proof,
                                   struct mus_arena *arena, struct mus_error *err)
{
    size_t count = graph->node_count;
    struct mus_pairing_node *nodes = mus_arena_alloc(arena, count, 2 * sizeof *nodes);
    uint8_t *right = mus_arena_alloc(arena, count, 2 * sizeof *right);
    struct mus_flow_edge *edges = mus_arena_alloc(arena, graph->edge_count, 2 * sizeof *edges);
    struct mus_flow_answer answer = {
        .taken = mus_arena_alloc(arena, graph->edge_count, 2 * sizeof *answer.taken),
        .prices = mus_arena_alloc(arena, count, 2 * sizeof *answer.prices),
    };
    if (nodes == NULL || right == NULL || edges == NULL || answer.taken == NULL ||
        answer.prices == NULL) {
        return mus_fail_memory(err);
    }
    make_cover(graph, nodes, right, edges);
    struct mus_flow_problem problem = {
        .nodes = nodes,
        .right = right,
        .node_count = 2 * count,
        .edges = edges,
        .edge_count = 2 * graph->edge_count,
        .capacity = 2 * graph->capacity,
        .missing_price = 1,
        .stop = stop,
    };
    enum mus_status status = mus_flow_solve(&problem, &answer, err);
    return status == MUS_OK ? price_cover(graph, &answer, proof, err) : status;
}

/* Everybody who is in no group, as one: it is the event that has too little room for them. */
static void add_capacity_group(struct search *s)
{
    for (uint32_t v = 0; v < s->graph->node_count; v++) {
        if (s->group[v] == NO_GROUP_YET && s->graph->nodes[v].min > 0) {
            s->group[v] = s->group_count;
        }
    }
    s->group_count++;
}

static int compare_numbers(const void *left, const void *right)
{
    uint32_t l = *(const uint32_t *)left;
    uint32_t r = *(const uint32_t *)right;
    return (l > r) - (l < r);
}

/* Writes the partners of a group behind `partners`; contacts are zero for every node, and are left
 * so. */
static void list_partners(const struct search *s, struct mus_pairing_group *group,
                          uint32_t *partners, uint32_t *contacts)
{
    const struct mus_pairing_graph *graph = s->graph;
    uint64_t ends_inside = 0;
    for (size_t i = 0; i < group->member_count; i++) {
        uint32_t v = group->members[i];
        group->needed += graph->nodes[v].min;
        for (uint32_t h = graph->first[v]; h < graph->first[v + 1]; h++) {
            uint32_t u = graph->halves[h].other;
            ends_inside += s->group[u] == s->group[v];
            if (contacts[u]++ == 0) {
                partners[group->partner_count++] = u;
            }
        }
    }
    qsort(partners, group->partner_count, sizeof *partners, compare_numbers);
    group->partners = partners;
    for (size_t i = 0; i < group->partner_count; i++) {
        uint32_t u = partners[i];
        group->room += contacts[u] < graph->nodes[u].max ? contacts[u] : graph->nodes[u].max;
        contacts[u] = 0;
    }
    if (graph->capacity != MUS_PAIRING_NO_CAPACITY) {
        uint64_t inside = ends_inside / 2;
        uint64_t most = graph->capacity + (inside < graph->capacity ? inside : graph->capacity);
        group->room = group->room < most ? group->room : most;
    }
}

static size_t participants_of_groups(const struct search *s)
{
    size_t count = 0;
    for (uint32_t v = 0; v < s->graph->node_count; v++) {
        if (s->group[v] != NO_GROUP_YET) {
            count += 1 + s->graph->first[v + 1] - s->graph->first[v];
        }
    }
    return count;
}

/* Fills members (by counting sort) and partners of each group. */
static enum mus_status fill_groups(struct search *s, struct mus_pairing_answer *answer,
                                   struct mus_error *err)
{
    size_t nodes = s->graph->node_count;
    uint32_t *ends = mus_arena_alloc(&s->arena, (size_t)s->group_count + 1, sizeof *ends);
    uint32_t *contacts = mus_arena_alloc(&s->arena, nodes, sizeof *contacts);
    answer->groups = mus_alloc_zero((size_t)s->group_count + 1, sizeof *answer->groups);
    answer->group_participants = mus_alloc(participants_of_groups(s), sizeof(uint32_t));
    if (ends == NULL || contacts == NULL || answer->groups == NULL ||
        answer->group_participants == NULL) {
        return mus_fail_memory(err);
    }
    answer->group_count = s->group_count;
    for (uint32_t v = 0; v < nodes; v++) {
        if (s->group[v] != NO_GROUP_YET) {
            ends[s->group[v] + 1]++;
        }
    }
    for (uint32_t g = 0; g < s->group_count; g++) {
        answer->groups[g].member_count = ends[g + 1];
        answer->groups[g].members = answer->group_participants + ends[g];
        ends[g + 1] += ends[g];
    }
    uint32_t *partners = answer->group_participants + ends[s->group_count];
    for (uint32_t v = 0; v < nodes; v++) {
        if (s->group[v] != NO_GROUP_YET) {
            answer->group_participants[ends[s->group[v]]++] = v;
        }
    }
    for (uint32_t g = 0; g < s->group_count; g++) {
        list_partners(s, &answer->groups[g], partners, contacts);
        partners += answer->groups[g].partner_count;
    }
    return MUS_OK;
}

/* Drops the capacity's group where there is room enough, and puts an empty one where somebody in
 * no group is unmet. */
static void name_groups(const struct search *s, struct mus_pairing_answer *answer)
{
    if (answer->group_count > 0) {
        struct mus_pairing_group *last = &answer->groups[answer->group_count - 1];
        if (last->needed <= last->room) {
            answer->group_count--;
        }
    }
    bool without = false;
    for (size_t i = 0; i < answer->unmet_count; i++) {
        uint32_t group = s->group[answer->unmet[i].participant];
        bool none = group == NO_GROUP_YET || group >= answer->group_count;
        answer->unmet[i].group = none ? (uint32_t)answer->group_count : group;
        without = without || none;
    }
    if (without) {
        answer->groups[answer->group_count++] = (struct mus_pairing_group){0};
    }
}

static enum mus_status list_unmet(struct search *s, const uint8_t *taken,
                                  struct mus_pairing_answer *answer, struct mus_error *err)
{
    const struct mus_pairing_graph *graph = s->graph;
    size_t count = 0;
    start_from(s, taken);
    for (size_t v = 0; v < graph->node_count; v++) {
        count += s->served[v] < graph->nodes[v].min;
        answer->missing += graph->nodes[v].min - s->served[v];
    }
    if (count == 0) {
        return MUS_OK;
    }
    answer->unmet = mus_alloc(count, sizeof *answer->unmet);
    if (answer->unmet == NULL) {
        return mus_fail_memory(err);
    }
    for (uint32_t v = 0; v < graph->node_count; v++) {
        if (s->served[v] < graph->nodes[v].min) {
            answer->unmet[answer->unmet_count++] =
                (struct mus_pairing_unmet){v, graph->nodes[v].min - s->served[v], 0};
        }
    }
    return MUS_OK;
}

static enum mus_status explain(struct search *s, struct mus_pairing_plan *plan,
                               const struct mus_stop *stop, struct mus_pairing_answer *answer,
                               struct mus_error *err)
{
    bool limited = s->graph->capacity != MUS_PAIRING_NO_CAPACITY;
    enum mus_status status = search_init(s, err);
    if (status == MUS_OK) {
        status = list_unmet(s, plan->taken, answer, err);
    }
    if (status != MUS_OK || answer->missing == 0) {
        return status;
    }
    status = find_groups(s, err);
    if (status == MUS_OK) {
        status = set_prices(s, &plan->proof, err);
    }
    if (status == MUS_OK && limited &&
        mus_pairing_bound_missing(s->graph, &plan->proof) < answer->missing) {
        status = relax_cover(s->graph, stop, &plan->proof, &s->arena, err);
        add_capacity_group(s);
    }
    if (status == MUS_OK) {
        status = fill_groups(s, answer, err);
    }
    if (status == MUS_OK) {
        name_groups(s, answer);
        answer->missing_lower_bound = mus_pairing_bound_missing(s->graph, &plan->proof);
    }
    return status;
}

enum mus_status mus_pairing_explain_missing(const struct mus_pairing_graph *graph,
                                            struct mus_pairing_plan *plan,
                                            const struct mus_stop *stop,
                                            struct mus_pairing_answer *answer,
                                            struct mus_error *err)
{
    struct search search = {.graph = graph};
    enum mus_status status = explain(&search, plan, stop, answer, err);
    mus_arena_done(&search.arena);
    return status;
}
