/* Moves around whatever choice and prices disagree about (trail.c), round after round.
 *
 * A node that has room worth something is fed by a trail, one that is paid for a meeting beyond its
 * minimum relieved of it. Where both ends of an edge are touched at once (a wrongly chosen edge
 * given up, a good one put in and its rival of the same group driven out), each end gets its own
 * search, within a budget that begins with what the move can win; the whole is taken back unless it
 * wins. Where nothing is found any more, later rounds of a thorough call let a move first lose some
 * more.
 *
 * Whoever is short is fed at any cost, if need be past the holder of a group, or, where the event
 * is full, by an edge less for two who have more than they need. */
#include "matcher/pairing/improve.h"

#include "matcher/pairing/trail.h"

#include <stdbool.h>

#define ROUNDS 10
#define ASK_EVERY 16
#define MOST_TRIES 1000 /* for those who stay short; each looks far */
#define ANY_COST (INT64_MAX / 2)

/* One call: a trail search at work, and what is left to spend. */
struct improve {
    struct mus_trail trail;
    unsigned tries; /* that are left for those who stay short */
    int64_t slack;  /* what a move may lose on the way */
};

/* What one more edge for the node is worth beyond what it costs along the way. */
static int64_t room_worth(const struct mus_trail *trail, uint32_t v)
{
    return (int64_t)trail->worth.prices[v] +
           (mus_trail_event_has_room(trail) ? trail->worth.capacity_price : 0);
}

/* Looks for one more edge for a node that has room for it. */
static enum mus_status feed(struct mus_trail *trail, uint32_t v, struct mus_error *err)
{
    bool is_short = mus_choice_is_short(trail->choice, v);
    int64_t gain = room_worth(trail, v);
    if (!mus_choice_has_room(trail->choice, v) || (gain <= 0 && !is_short)) {
        return MUS_OK;
    }
    struct mus_trail_end end;
    enum mus_status status = mus_trail_search(trail, mus_trail_state_of(v, MUS_TRAIL_HUNGRY), -gain,
                                              is_short ? ANY_COST : 0, &end, err);
    return status == MUS_OK && end.state != MUS_TRAIL_NO_STATE
               ? mus_trail_follow(trail, end.state, err)
               : status;
}

/* Looks for an edge less for a node that would like to give one up. */
static enum mus_status relieve(struct mus_trail *trail, uint32_t v, struct mus_error *err)
{
    if (trail->worth.prices[v] >= 0 || !mus_choice_can_spare(trail->choice, v)) {
        return MUS_OK;
    }
    struct mus_trail_end end;
    enum mus_status status = mus_trail_search(trail, mus_trail_state_of(v, MUS_TRAIL_FULL),
                                              trail->worth.prices[v], 0, &end, err);
    return status == MUS_OK && end.state != MUS_TRAIL_NO_STATE
               ? mus_trail_follow(trail, end.state, err)
               : status;
}

/* Part of a move around an edge: a trail from one of the nodes that it has put out of balance. The
 * budget is what the move may still cost; a trail within it is followed and paid, and where there
 * is none the balance that stays is paid. */
static enum mus_status settle(struct mus_trail *trail, uint32_t state, int64_t balance,
                              int64_t *budget, struct mus_error *err)
{
    struct mus_trail_end end;
    enum mus_status status = mus_trail_search(trail, state, balance, balance + *budget, &end, err);
    if (status == MUS_OK && end.state == MUS_TRAIL_NO_STATE) {
        *budget -= balance < 0 ? -balance : *budget;
        return MUS_OK;
    }
    *budget -= end.cost - balance;
    return status == MUS_OK ? mus_trail_follow(trail, end.state, err) : status;
}

static enum mus_status settle_room(struct mus_trail *trail, uint32_t v, int64_t *budget,
                                   struct mus_error *err)
{
    if (*budget <= 0 || !mus_choice_has_room(trail->choice, v)) {
        return MUS_OK;
    }
    return settle(trail, mus_trail_state_of(v, MUS_TRAIL_HUNGRY), -room_worth(trail, v), budget,
                  err);
}

static enum mus_status settle_excess(struct mus_trail *trail, uint32_t v, int64_t *budget,
                                     struct mus_error *err)
{
    if (*budget <= 0 || trail->choice->degree[v] <= trail->choice->graph->nodes[v].max) {
        return MUS_OK;
    }
    return settle(trail, mus_trail_state_of(v, MUS_TRAIL_FULL), trail->worth.prices[v], budget,
                  err);
}

/* An edge that should not be chosen is given up, and its ends look for something else. */
static enum mus_status try_without(struct mus_trail *trail, uint32_t edge, int64_t budget,
                                   struct mus_error *err)
{
    struct mus_pairing_edge e = trail->choice->graph->edges[edge];
    enum mus_status status = mus_trail_toggle(trail, edge, err);
    if (status == MUS_OK) {
        status = settle_room(trail, e.a, &budget, err);
    }
    return status == MUS_OK ? settle_room(trail, e.b, &budget, err) : status;
}

/* An edge that should be chosen is put in, its rival driven out; its ends make room for it, and
 * those of the rival look for something else. */
static enum mus_status try_with(struct mus_trail *trail, uint32_t edge, int64_t budget,
                                struct mus_error *err)
{
    struct mus_pairing_edge e = trail->choice->graph->edges[edge];
    uint32_t rival = mus_choice_rival(trail->choice, edge);
    enum mus_status status = MUS_OK;
    if (rival != MUS_CHOICE_NO_EDGE) {
        status = mus_trail_toggle(trail, rival, err);
    }
    if (status == MUS_OK) {
        status = mus_trail_toggle(trail, edge, err);
    }
    if (status == MUS_OK) {
        status = settle_excess(trail, e.a, &budget, err);
    }
    if (status == MUS_OK) {
        status = settle_excess(trail, e.b, &budget, err);
    }
    if (status == MUS_OK && rival != MUS_CHOICE_NO_EDGE) {
        struct mus_pairing_edge r = trail->choice->graph->edges[rival];
        status = settle_room(trail, r.a, &budget, err);
        if (status == MUS_OK) {
            status = settle_room(trail, r.b, &budget, err);
        }
    }
    return status;
}

/* What a move may have changed. */
struct standing {
    uint64_t missing;
    int64_t total;
};

static struct standing standing_of(const struct mus_trail *trail)
{
    return (struct standing){trail->choice->missing, trail->choice->total};
}

static bool is_better(struct standing now, struct standing before)
{
    return now.missing != before.missing ? now.missing < before.missing : now.total > before.total;
}

/* Whether a move around the edge has left no more than there is room for. */
static bool is_legal(const struct mus_trail *trail, uint32_t edge)
{
    const struct mus_choice *choice = trail->choice;
    struct mus_pairing_edge e = choice->graph->edges[edge];
    return choice->degree[e.a] <= choice->graph->nodes[e.a].max &&
           choice->degree[e.b] <= choice->graph->nodes[e.b].max &&
           choice->count <= choice->graph->capacity;
}

/* Keeps what was toggled where it is a better choice, else takes it back. */
static bool keep_if_better(struct mus_trail *trail, struct standing before, uint32_t edge)
{
    bool better = is_legal(trail, edge) && is_better(standing_of(trail), before);
    if (better) {
        trail->log_count = 0;
    } else {
        mus_trail_take_back(trail);
    }
    return better;
}

/* What could at most be won by changing the edge: an edge that is put in drives its rival out. */
static int32_t to_win(const struct mus_trail *trail, uint32_t edge, int32_t worth)
{
    if (trail->choice->taken[edge] != 0) {
        return -worth;
    }
    uint32_t rival = mus_choice_rival(trail->choice, edge);
    if (rival == MUS_CHOICE_NO_EDGE) {
        return worth;
    }
    const struct mus_pairing_edge *r = &trail->choice->graph->edges[rival];
    return worth - mus_worth_of(&trail->worth, r->a, r->b, r->score);
}

/* Tries whatever the edge is wrong about, and keeps it where it wins. */
static enum mus_status try_edge(struct improve *improve, uint32_t edge, int32_t worth,
                                struct mus_error *err)
{
    struct mus_trail *trail = &improve->trail;
    bool taken = trail->choice->taken[edge] != 0;
    int64_t budget = to_win(trail, edge, worth) + improve->slack;
    if (budget < trail->worth.scale + improve->slack) {
        return MUS_OK;
    }
    trail->moved = edge;
    struct standing before = standing_of(trail);
    trail->log_count = 0;
    enum mus_status status =
        taken ? try_without(trail, edge, budget, err) : try_with(trail, edge, budget, err);
    trail->moved = MUS_CHOICE_NO_EDGE;
    if (status == MUS_OK) {
        keep_if_better(trail, before, edge);
    } else {
        mus_trail_take_back(trail);
    }
    return status;
}

/* For a node that is short: an edge whose group another one holds, at whatever cost in total. */
static enum mus_status feed_past_rivals(struct improve *improve, uint32_t v, struct mus_error *err)
{
    struct mus_trail *trail = &improve->trail;
    struct standing before = standing_of(trail);
    for (uint32_t i = trail->first[v]; i < trail->first[v + 1] && improve->tries > 0; i++) {
        uint32_t edge = trail->halves[i].edge;
        if (trail->choice->taken[edge] != 0 ||
            mus_choice_rival(trail->choice, edge) == MUS_CHOICE_NO_EDGE) {
            continue;
        }
        improve->tries--;
        trail->moved = edge;
        enum mus_status status = try_with(trail, edge, ANY_COST, err);
        trail->moved = MUS_CHOICE_NO_EDGE;
        if (status != MUS_OK || keep_if_better(trail, before, edge)) {
            return status;
        }
    }
    return MUS_OK;
}

/* The chosen edge of least worth that nobody needs for the minimum, or none. */
static uint32_t least_needed(const struct mus_trail *trail)
{
    const struct mus_choice *choice = trail->choice;
    uint32_t least = MUS_CHOICE_NO_EDGE;
    int32_t least_worth = INT32_MAX;
    for (uint32_t v = 0; v < choice->graph->node_count; v++) {
        bool can_spare = mus_choice_can_spare(choice, v);
        for (uint32_t i = trail->first[v]; can_spare && i < trail->first[v + 1]; i++) {
            struct mus_trail_half half = trail->halves[i];
            if (choice->taken[half.edge] != 0 && half.worth < least_worth &&
                mus_choice_can_spare(choice, half.other)) {
                least = half.edge;
                least_worth = half.worth;
            }
        }
    }
    return least;
}

/* For a node that is short while the event is full: an edge from where two have more than they
 * need. */
static enum mus_status feed_past_capacity(struct improve *improve, uint32_t v,
                                          struct mus_error *err)
{
    struct mus_trail *trail = &improve->trail;
    uint32_t edge = improve->tries > 0 ? least_needed(trail) : MUS_CHOICE_NO_EDGE;
    if (edge == MUS_CHOICE_NO_EDGE) {
        improve->tries = 0;
        return MUS_OK;
    }
    struct standing before = standing_of(trail);
    improve->tries--;
    enum mus_status status = mus_trail_toggle(trail, edge, err);
    if (status == MUS_OK) {
        status = feed(trail, v, err);
    }
    if (status == MUS_OK) {
        keep_if_better(trail, before, edge);
    }
    return status;
}

/* For a node that stays short: what trails alone do not see. */
static enum mus_status feed_at_last(struct improve *improve, uint32_t v, struct mus_error *err)
{
    struct mus_trail *trail = &improve->trail;
    enum mus_status status = MUS_OK;
    if (mus_choice_is_short(trail->choice, v) && !mus_trail_event_has_room(trail)) {
        status = feed_past_capacity(improve, v, err);
    }
    if (status == MUS_OK && mus_choice_is_short(trail->choice, v)) {
        status = feed_past_rivals(improve, v, err);
    }
    return status;
}

/* Tries whatever a node is wrong about, as often as it wins. */
static enum mus_status try_node(struct improve *improve, uint32_t v, struct mus_error *err)
{
    struct mus_trail *trail = &improve->trail;
    struct standing before;
    do {
        before = standing_of(trail);
        trail->log_count = 0;
        enum mus_status status = feed(trail, v, err);
        if (status == MUS_OK) {
            status = relieve(trail, v, err);
        }
        trail->log_count = status == MUS_OK ? 0 : trail->log_count;
        if (status == MUS_OK) {
            status = feed_at_last(improve, v, err);
        }
        if (status != MUS_OK) {
            mus_trail_take_back(trail);
            return status;
        }
    } while (is_better(standing_of(trail), before));
    return MUS_OK;
}

/* Tries all that is wrong about a node and its edges to greater ones. */
static enum mus_status try_around(struct improve *improve, uint32_t v, struct mus_error *err)
{
    struct mus_trail *trail = &improve->trail;
    enum mus_status status = try_node(improve, v, err);
    for (uint32_t i = trail->first[v]; status == MUS_OK && i < trail->first[v + 1]; i++) {
        struct mus_trail_half half = trail->halves[i];
        if (v < half.other) {
            status = try_edge(improve, half.edge, half.worth, err);
        }
    }
    return status;
}

static enum mus_status improve_round(struct improve *improve, uint64_t last,
                                     const struct mus_stop *stop, bool *ended,
                                     struct mus_error *err)
{
    struct mus_trail *trail = &improve->trail;
    enum mus_status status = MUS_OK;
    for (uint32_t v = 0; status == MUS_OK && v < trail->choice->graph->node_count; v++) {
        *ended = trail->searches >= last || (v % ASK_EVERY == 0 && mus_stop_asked(stop));
        if (*ended) {
            return MUS_OK;
        }
        status = try_around(improve, v, err);
    }
    return status;
}

enum mus_status mus_improve(struct mus_choice *choice, const struct mus_core *core,
                            const struct mus_worth *worth, bool thorough, uint64_t searches,
                            const struct mus_stop *stop, uint64_t *made, struct mus_error *err)
{
    /* Beyond what a move is seen to win, in the order of the rounds. */
    static const int64_t slacks[] = {0, MUS_SCORE_UNITS / 512, MUS_SCORE_UNITS / 64,
                                     MUS_SCORE_UNITS / 8};
    struct improve improve = {.tries = MOST_TRIES};
    bool ended = false;
    size_t level = 0;
    size_t levels = thorough ? sizeof slacks / sizeof slacks[0] : 1;
    enum mus_status status = mus_trail_init(&improve.trail, choice, core, worth, err);
    for (int round = 0; round < ROUNDS && status == MUS_OK && !ended && level < levels; round++) {
        struct standing before = standing_of(&improve.trail);
        improve.slack = slacks[level];
        status = improve_round(&improve, searches, stop, &ended, err);
        level += !is_better(standing_of(&improve.trail), before);
    }
    *made += improve.trail.searches;
    mus_trail_done(&improve.trail);
    return status;
}
