#include "fair/pair_interpreters.h"

#include "fair/interpreter_room.h"

#include <stdlib.h>

/* So many times only what has no room is struck out; the next time, all that was not taken. */
enum { GENTLE_ROUNDS = 3 };

struct mus_interpreter_fitting {
    const struct mus_fair *fair;
    mus_slots begun;
    const struct mus_pair_problem *problem;
    struct mus_arena *arena;
    uint32_t *first, *last; /* the first choice and the last */
    size_t first_count, last_count;
    unsigned rounds;
};

/* One look at one choice. */
struct look {
    struct mus_interpreter_fitting *fitting;
    const struct mus_pairing_problem *problem;
    struct mus_interpreter_room room;
    struct mus_arena arena;
    struct interpreted *list; /* chosen pairs that need somebody */
    size_t count;
    bool *taken;      /* of each pair of the problem */
    uint32_t *served; /* meetings of each participant that are sure */
};

/* In the order in which they are taken. */
struct interpreted {
    struct mus_interpreter_need need;
    uint32_t pair, worth;
    enum { FIXED, OF_A_MINIMUM, OTHER } tier;
};

struct mus_interpreter_fitting *mus_interpreters_begin(const struct mus_fair *fair, mus_slots begun,
                                                       const struct mus_pair_problem *problem,
                                                       struct mus_arena *arena)
{
    struct mus_interpreter_fitting *fitting = mus_arena_alloc(arena, 1, sizeof *fitting);
    if (fitting != NULL) {
        *fitting = (struct mus_interpreter_fitting){
            .fair = fair, .begun = begun, .problem = problem, .arena = arena};
    }
    return fitting;
}

static bool is_fixed(const struct look *look, uint32_t pair)
{
    return look->problem->marks[pair] == MUS_PAIRING_FIXED;
}

/* A locked meeting that is locked to a slot has no other. */
static void keep_to_lock(const struct mus_fair *fair, struct mus_interpreter_need *need, uint32_t a,
                         uint32_t b)
{
    for (size_t i = 0; i < fair->meeting_count; i++) {
        const struct mus_meeting *meeting = &fair->meetings[i];
        if (meeting->lock_slot.by.len > 0 && meeting->slot >= 0 &&
            mus_text_equal(meeting->a, fair->participants[a].id) &&
            mus_text_equal(meeting->b, fair->participants[b].id)) {
            need->slots &= (mus_slots)1 << meeting->slot;
        }
    }
}

static enum mus_status need_of(struct look *look, uint32_t pair, struct mus_interpreter_need *need,
                               struct mus_error *err)
{
    const struct mus_pairing_pair *sides = &look->problem->pairs[pair];
    uint32_t a = look->fitting->problem->participants[sides->a];
    uint32_t b = look->fitting->problem->participants[sides->b];
    enum mus_status status = mus_interpreter_room_need(&look->room, a, b, need, err);
    if (status == MUS_OK && need->language != 0 && is_fixed(look, pair)) {
        keep_to_lock(look->fitting->fair, need, a, b);
    }
    return status;
}

/* ------------------------------------------------------------------ what is chosen */

static enum mus_status list_chosen(struct look *look, const uint32_t *chosen, size_t count,
                                   struct mus_error *err)
{
    enum mus_status status = MUS_OK;
    for (size_t i = 0; status == MUS_OK && i < count; i++) {
        const struct mus_pairing_pair *sides = &look->problem->pairs[chosen[i]];
        struct interpreted *here = &look->list[look->count];
        bool fixed = is_fixed(look, chosen[i]);
        *here = (struct interpreted){
            .pair = chosen[i], .worth = sides->score, .tier = fixed ? FIXED : OTHER};
        status = need_of(look, chosen[i], &here->need, err);
        look->count += here->need.language != 0;
        if (here->need.language == 0 || fixed) {
            look->served[sides->a]++;
            look->served[sides->b]++;
        }
    }
    return status;
}

static int in_order(const void *left, const void *right)
{
    const struct interpreted *a = left;
    const struct interpreted *b = right;
    if (a->tier != b->tier) {
        return a->tier < b->tier ? -1 : 1;
    }
    if (a->worth != b->worth) {
        return a->worth > b->worth ? -1 : 1;
    }
    return a->pair < b->pair ? -1 : a->pair > b->pair;
}

/* Those without which somebody has fewer meetings than its minimum come before the others. */
static void put_in_order(struct look *look)
{
    const struct mus_pairing_participant *who = look->problem->participants;
    qsort(look->list, look->count, sizeof *look->list, in_order);
    for (size_t i = 0; i < look->count; i++) {
        const struct mus_pairing_pair *sides = &look->problem->pairs[look->list[i].pair];
        if (look->list[i].tier == OTHER && (look->served[sides->a] < who[sides->a].min ||
                                            look->served[sides->b] < who[sides->b].min)) {
            look->list[i].tier = OF_A_MINIMUM;
            look->served[sides->a]++;
            look->served[sides->b]++;
        }
    }
    qsort(look->list, look->count, sizeof *look->list, in_order);
}

/* Whether one that is not fixed cannot be served. */
static bool take_all(struct look *look)
{
    bool short_of = false;
    for (size_t i = 0; i < look->count; i++) {
        const struct interpreted *here = &look->list[i];
        look->taken[here->pair] = mus_interpreter_room_take(&look->room, &here->need);
        short_of = short_of || (!look->taken[here->pair] && here->tier != FIXED);
    }
    return short_of;
}

/* ------------------------------------------------------------------ striking out */

static enum mus_status strike_out(struct look *look, bool gently, struct mus_error *err)
{
    uint8_t *marks = look->fitting->problem->marks;
    enum mus_status status = MUS_OK;
    mus_interpreter_room_look(&look->room);
    for (uint32_t i = 0; status == MUS_OK && i < look->problem->pair_count; i++) {
        struct mus_interpreter_need need;
        if (marks[i] != MUS_PAIRING_FREE || look->taken[i]) {
            continue;
        }
        status = need_of(look, i, &need, err);
        if (status == MUS_OK && need.language != 0 &&
            (!gently || !mus_interpreter_room_has(&look->room, &need))) {
            marks[i] = MUS_PAIRING_FORBIDDEN;
        }
    }
    return status;
}

static enum mus_status keep_choice(struct mus_interpreter_fitting *fitting, const uint32_t *chosen,
                                   size_t count, struct mus_error *err)
{
    uint32_t *kept = mus_arena_alloc(fitting->arena, count, sizeof *kept);
    if (kept == NULL) {
        return mus_fail_memory(err);
    }
    for (size_t i = 0; i < count; i++) {
        kept[i] = chosen[i];
    }
    if (fitting->first == NULL) {
        fitting->first = kept;
        fitting->first_count = count;
    }
    fitting->last = kept;
    fitting->last_count = count;
    return MUS_OK;
}

static enum mus_status look_init(struct look *look, size_t most, struct mus_error *err)
{
    const struct mus_pairing_problem *problem = look->problem;
    look->list = mus_arena_alloc(&look->arena, most, sizeof *look->list);
    look->taken = mus_arena_alloc(&look->arena, problem->pair_count, sizeof *look->taken);
    look->served = mus_arena_alloc(&look->arena, problem->participant_count, sizeof *look->served);
    if (look->list == NULL || look->taken == NULL || look->served == NULL) {
        return mus_fail_memory(err);
    }
    return mus_interpreter_room_init(&look->room, look->fitting->fair, look->fitting->begun,
                                     &look->arena, err);
}

enum mus_status mus_interpreters_fit(struct mus_interpreter_fitting *fitting,
                                     const uint32_t *chosen, size_t chosen_count, bool *again,
                                     struct mus_error *err)
{
    struct look look = {.fitting = fitting, .problem = &fitting->problem->document.problem};
    *again = false;
    enum mus_status status = keep_choice(fitting, chosen, chosen_count, err);
    if (status == MUS_OK) {
        status = look_init(&look, chosen_count + 1, err);
    }
    if (status == MUS_OK) {
        status = list_chosen(&look, chosen, chosen_count, err);
    }
    if (status == MUS_OK) {
        put_in_order(&look);
        *again = take_all(&look);
    }
    if (status == MUS_OK && *again) {
        status = strike_out(&look, fitting->rounds < GENTLE_ROUNDS, err);
        fitting->rounds++;
    }
    mus_interpreter_room_done(&look.room);
    mus_arena_done(&look.arena);
    return status;
}

/* ------------------------------------------------------------------ telling */

/* The pairs of a list that need somebody, of all or only those that were struck out. */
static enum mus_status list_pairs(struct mus_interpreter_fitting *fitting,
                                  struct mus_interpreter_room *room, const uint32_t *places,
                                  size_t count, bool struck,
                                  const struct mus_interpreted_pair **out, size_t *out_count,
                                  struct mus_error *err)
{
    const struct mus_pair_problem *problem = fitting->problem;
    struct mus_interpreted_pair *list = mus_arena_alloc(fitting->arena, count, sizeof *list);
    enum mus_status status = list == NULL ? mus_fail_memory(err) : MUS_OK;
    *out_count = 0;
    for (size_t i = 0; status == MUS_OK && i < count; i++) {
        struct mus_interpreter_need need;
        uint32_t place = places == NULL ? (uint32_t)i : places[i];
        const struct mus_pairing_pair *sides = &problem->document.problem.pairs[place];
        struct mus_interpreted_pair pair = {.a = problem->participants[sides->a],
                                            .b = problem->participants[sides->b]};
        if (struck && problem->marks[place] != MUS_PAIRING_FORBIDDEN) {
            continue;
        }
        status = mus_interpreter_room_need(room, pair.a, pair.b, &need, err);
        if (status == MUS_OK && need.language != 0) {
            pair.language = mus_interpreter_room_language(room, need.language);
            list[(*out_count)++] = pair;
        }
    }
    *out = list;
    return status;
}

static uint32_t count_of(const struct mus_interpreted_pair *pairs, size_t count,
                         struct mus_text language)
{
    uint32_t found = 0;
    for (size_t i = 0; i < count; i++) {
        found += mus_text_equal(pairs[i].language, language);
    }
    return found;
}

static int by_code(const void *left, const void *right)
{
    const struct mus_interpreted_language *a = left;
    const struct mus_interpreted_language *b = right;
    return mus_text_compare(a->code, b->code);
}

static enum mus_status tell_languages(struct mus_interpreter_fitting *fitting,
                                      struct mus_interpreter_room *room,
                                      struct mus_pair_interpreters *out, struct mus_error *err)
{
    const struct mus_interpreted_pair *first = NULL;
    const struct mus_interpreted_pair *last = NULL;
    size_t first_count = 0;
    size_t last_count = 0;
    enum mus_status status = list_pairs(fitting, room, fitting->first, fitting->first_count, false,
                                        &first, &first_count, err);
    if (status == MUS_OK) {
        status = list_pairs(fitting, room, fitting->last, fitting->last_count, false, &last,
                            &last_count, err);
    }
    size_t count = mus_interpreter_room_language_count(room);
    struct mus_interpreted_language *languages =
        status == MUS_OK ? mus_arena_alloc(fitting->arena, count, sizeof *languages) : NULL;
    if (languages == NULL) {
        return status != MUS_OK ? status : mus_fail_memory(err);
    }
    for (uint32_t l = 0; l < count; l++) {
        struct mus_text code = mus_interpreter_room_language(room, l + 1);
        languages[l] =
            (struct mus_interpreted_language){.code = code,
                                              .wanted = count_of(first, first_count, code),
                                              .meetings = count_of(last, last_count, code),
                                              .slots = mus_interpreter_room_slots(room, l + 1)};
    }
    if (count > 0) {
        qsort(languages, count, sizeof *languages, by_code);
    }
    out->languages = languages;
    out->language_count = count;
    return MUS_OK;
}

enum mus_status mus_interpreters_tell(struct mus_interpreter_fitting *fitting,
                                      struct mus_pair_interpreters *out, struct mus_error *err)
{
    struct mus_interpreter_room room;
    struct mus_pair_interpreters told = {.rounds = fitting->rounds};
    size_t pairs = fitting->rounds == 0 ? 0 : fitting->problem->document.problem.pair_count;
    enum mus_status status =
        mus_interpreter_room_init(&room, fitting->fair, fitting->begun, fitting->arena, err);
    if (status == MUS_OK) {
        status = tell_languages(fitting, &room, &told, err);
    }
    if (status == MUS_OK) {
        status = list_pairs(fitting, &room, fitting->first, fitting->first_count, true,
                            &told.given_up, &told.given_up_count, err);
    }
    if (status == MUS_OK) {
        status =
            list_pairs(fitting, &room, NULL, pairs, true, &told.struck, &told.struck_count, err);
    }
    mus_interpreter_room_done(&room);
    if (status == MUS_OK) {
        *out = told;
    }
    return status;
}
