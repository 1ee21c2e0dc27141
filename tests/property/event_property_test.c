/* Random edits of an event against a map of names that knows no numbers: whatever is added, taken
 * away or moved, a table is closed in the slots of the same names, two halls are as far from each
 * other, two roles may meet or not, as was said of them last; and the event keeps its rules, and
 * comes back from its record and its file. MUS_SEED repeats a run, MUS_CASES sets its length. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <string.h>

#include "fair/format/event_edit.h"
#include "fair/format/event_file.h"
#include "fair/format/event_record.h"
#include "random_firm.h"

enum { CASES = 600, EDITS = 40, SLOTS = 24, HALLS = 5, ROLES = 5, INTERPRETERS = 4, TABLES = 6 };

/* Names are the letters and the place here: slot 3 is called "s3". */
struct model {
    bool slot[SLOTS], hall[HALLS], role[ROLES], interpreter[INTERPRETERS];
    bool lost[SLOTS];
    size_t tables;
    bool closed[TABLES][SLOTS];
    int table_hall[TABLES];
    bool away[INTERPRETERS][SLOTS];
    unsigned walk[HALLS][HALLS];
    bool meets[ROLES][ROLES];
};

struct world {
    struct mus_random random;
    struct mus_arena arena;
    struct mus_event event;
    struct model model;
    char names[4][SLOTS][4];
};

static unsigned below(struct world *world, unsigned bound)
{
    return (unsigned)mus_random_below(&world->random, bound);
}

static struct mus_text name(struct world *world, unsigned kind, unsigned number)
{
    snprintf(world->names[kind][number], 4, "%c%u", "shri"[kind], number);
    return mus_text_of(world->names[kind][number]);
}

static unsigned number_of(struct mus_text id)
{
    unsigned number = 0;
    for (size_t i = 1; i < id.len; i++) {
        number = number * 10 + (unsigned)(id.ptr[i] - '0');
    }
    return number;
}

/* ---- the event is as the model says ---- */

static void same_slots(const struct mus_event *event, mus_slots slots, const bool *expected)
{
    bool found[SLOTS] = {false};
    for (size_t s = 0; s < event->slot_count; s++) {
        found[number_of(event->slots[s].id)] = (slots >> s & 1U) != 0;
    }
    assert_memory_equal(found, expected, sizeof found);
}

static void same_names(const struct world *world)
{
    const struct mus_event *event = &world->event;
    const struct model *model = &world->model;
    size_t counts[4] = {0};
    for (size_t i = 0; i < SLOTS; i++) {
        counts[0] += model->slot[i];
        counts[1] += i < HALLS && model->hall[i];
        counts[2] += i < ROLES && model->role[i];
        counts[3] += i < INTERPRETERS && model->interpreter[i];
    }
    assert_int_equal(event->slot_count, counts[0]);
    assert_int_equal(event->hall_count, counts[1]);
    assert_int_equal(event->role_count, counts[2]);
    assert_int_equal(event->interpreter_count, counts[3]);
    for (size_t s = 0; s < event->slot_count; s++) {
        assert_true(model->slot[number_of(event->slots[s].id)]);
    }
}

static void same_event(const struct world *world)
{
    const struct mus_event *event = &world->event;
    const struct model *model = &world->model;
    same_names(world);
    same_slots(event, event->closed, model->lost);
    assert_int_equal(event->table_count, model->tables);
    for (size_t t = 0; t < model->tables; t++) {
        same_slots(event, event->tables[t].closed, model->closed[t]);
        assert_int_equal(number_of(event->halls[event->tables[t].hall].id), model->table_hall[t]);
    }
    for (size_t i = 0; i < event->interpreter_count; i++) {
        same_slots(event, event->interpreters[i].unavailable,
                   model->away[number_of(event->interpreters[i].id)]);
    }
    for (size_t i = 0; i < event->hall_count; i++) {
        for (size_t j = 0; j < event->hall_count; j++) {
            assert_int_equal(
                event->walk_minutes[i * event->hall_count + j],
                model->walk[number_of(event->halls[i].id)][number_of(event->halls[j].id)]);
        }
    }
    for (size_t i = 0; i < event->role_count; i++) {
        for (size_t j = 0; j < event->role_count; j++) {
            assert_int_equal(
                event->roles[i].meets >> j & 1U,
                model->meets[number_of(event->roles[i].code)][number_of(event->roles[j].code)]);
        }
    }
}

static void comes_back(struct world *world)
{
    struct mus_buf record = {0};
    struct mus_buf again = {0};
    struct mus_buf file = {0};
    struct mus_event back;
    assert_int_equal(mus_event_check(&world->event, NULL), MUS_OK);
    mus_event_encode(&world->event, &record);
    assert_int_equal(mus_event_decode(mus_buf_text(&record), &world->arena, &back, NULL), MUS_OK);
    mus_event_file_write(&back, false, &file);
    assert_int_equal(mus_event_file_read(mus_buf_text(&file), &world->arena, &back, NULL), MUS_OK);
    mus_event_encode(&back, &again);
    assert_true(mus_text_equal(mus_buf_text(&record), mus_buf_text(&again)));
    mus_buf_done(&record);
    mus_buf_done(&again);
    mus_buf_done(&file);
}

/* ---- edits, each with what it does to the model ---- */

/* Slot n has a time of its own, of two that do not overlap those of others. */
static struct mus_event_slot slot_of(struct world *world, unsigned n, bool later)
{
    unsigned place = (n * 7 + (later ? 12 : 0)) % SLOTS;
    return (struct mus_event_slot){name(world, 0, n), MUS_NO_TEXT, (mus_date)(20000 + place % 2),
                                   (uint16_t)(600 + place / 2 * 20), 20};
}

static void edit_slots(struct world *world, struct mus_event_edit *edit)
{
    struct model *model = &world->model;
    unsigned n = below(world, SLOTS);
    size_t at = mus_event_slot_of(&edit->event, name(world, 0, n));
    assert_int_equal(at != SIZE_MAX, model->slot[n]);
    if (at == SIZE_MAX) {
        struct mus_slot_drafts drafts = {.count = 1};
        drafts.items[0] = (struct mus_slot_draft){slot_of(world, n, false), SIZE_MAX};
        model->slot[n] = mus_event_edit_add_slots(edit, &drafts, NULL) == MUS_OK;
        return;
    }
    if (below(world, 2) == 0) { /* may clash with another, and is then refused */
        const struct mus_event_slot slot = slot_of(world, n, below(world, 2) == 0);
        (void)(mus_event_edit_change_slot(edit, at, &slot, NULL) == MUS_OK);
        return;
    }
    assert_int_equal(mus_event_edit_remove_slots(edit, (mus_slots)1 << at, NULL), MUS_OK);
    model->slot[n] = model->lost[n] = false;
    for (size_t t = 0; t < TABLES; t++) {
        model->closed[t][n] = false;
    }
    for (size_t i = 0; i < INTERPRETERS; i++) {
        model->away[i][n] = false;
    }
}

/* Closes a slot, a table in a slot, or sends an interpreter away in one. */
static void edit_masks(struct world *world, struct mus_event_edit *edit)
{
    struct model *model = &world->model;
    if (edit->event.slot_count == 0) {
        return;
    }
    size_t at = below(world, (unsigned)edit->event.slot_count);
    unsigned n = number_of(edit->slots[at].id);
    mus_slots bit = (mus_slots)1 << at;
    edit->event.closed ^= bit;
    model->lost[n] = !model->lost[n];
    if (model->tables > 0) {
        size_t t = below(world, (unsigned)model->tables);
        edit->tables[t].closed ^= bit;
        model->closed[t][n] = !model->closed[t][n];
    }
    if (edit->event.interpreter_count > 0) {
        size_t i = below(world, (unsigned)edit->event.interpreter_count);
        bool *away = &model->away[number_of(edit->interpreters[i].id)][n];
        edit->interpreters[i].unavailable ^= bit;
        *away = !*away;
    }
}

static void edit_halls(struct world *world, struct mus_event_edit *edit)
{
    struct model *model = &world->model;
    unsigned n = below(world, HALLS);
    const struct mus_hall hall = {.id = name(world, 1, n)};
    size_t at = mus_event_hall_of(&edit->event, hall.id);
    if (at == SIZE_MAX) {
        assert_int_equal(mus_event_edit_add_hall(edit, &hall, NULL), MUS_OK);
        model->hall[n] = true;
        return;
    }
    size_t other = below(world, (unsigned)edit->event.hall_count);
    if (other != at) {
        unsigned minutes = below(world, 30);
        unsigned m = number_of(edit->halls[other].id);
        mus_event_edit_walk(edit, at, other, (uint16_t)minutes);
        model->walk[n][m] = model->walk[m][n] = minutes;
    } else if (edit->event.hall_count > 1) {
        bool used = false;
        for (size_t t = 0; t < model->tables; t++) {
            used = used || model->table_hall[t] == (int)n;
        }
        assert_int_equal(mus_event_edit_remove_hall(edit, at, NULL), used ? MUS_CONFLICT : MUS_OK);
        model->hall[n] = used;
        for (size_t i = 0; !used && i < HALLS; i++) {
            model->walk[n][i] = model->walk[i][n] = 0;
        }
    }
}

static void edit_tables(struct world *world, struct mus_event_edit *edit)
{
    struct model *model = &world->model;
    if (model->tables < TABLES && below(world, 2) == 0) {
        struct mus_event_table table = {
            .hall = (uint16_t)below(world, (unsigned)edit->event.hall_count)};
        assert_int_equal(mus_event_edit_add_tables(edit, &table, 1, NULL), MUS_OK);
        model->table_hall[model->tables] = (int)number_of(edit->halls[table.hall].id);
        memset(model->closed[model->tables++], 0, sizeof model->closed[0]);
    } else if (model->tables > 0) {
        edit->event.table_count--;
        model->tables--;
    }
}

static void edit_roles(struct world *world, struct mus_event_edit *edit)
{
    struct model *model = &world->model;
    unsigned n = below(world, ROLES);
    const struct mus_event_role role = {.code = name(world, 2, n), .max = 9};
    size_t at = mus_event_role_of(&edit->event, role.code);
    if (at == SIZE_MAX) {
        assert_int_equal(mus_event_edit_add_role(edit, &role, NULL), MUS_OK);
        model->role[n] = true;
    } else if (below(world, 3) == 0 && edit->event.role_count > 1) {
        mus_event_edit_remove_role(edit, at);
        model->role[n] = false;
        for (size_t i = 0; i < ROLES; i++) {
            model->meets[n][i] = model->meets[i][n] = false;
        }
    } else {
        unsigned meets = below(world, 1U << edit->event.role_count);
        mus_event_edit_meets(edit, at, (uint16_t)meets);
        for (size_t i = 0; i < edit->event.role_count; i++) {
            unsigned m = number_of(edit->roles[i].code);
            model->meets[n][m] = model->meets[m][n] = (meets >> i & 1U) != 0;
        }
    }
}

static void edit_interpreters(struct world *world, struct mus_event_edit *edit)
{
    struct model *model = &world->model;
    static const struct mus_text languages[] = {{"vi", 2}};
    unsigned n = below(world, INTERPRETERS);
    const struct mus_event_interpreter who = {.id = name(world, 3, n), .languages = {languages, 1}};
    size_t at = mus_event_interpreter_of(&edit->event, who.id);
    if (at == SIZE_MAX) {
        assert_int_equal(mus_event_edit_add_interpreter(edit, &who, NULL), MUS_OK);
    } else {
        mus_event_edit_remove_interpreter(edit, at);
        memset(model->away[n], 0, sizeof model->away[n]);
    }
    model->interpreter[n] = at == SIZE_MAX;
}

typedef void edit_some(struct world *world, struct mus_event_edit *edit);
static edit_some *const EDITS_OF[] = {edit_slots,  edit_slots, edit_masks,       edit_halls,
                                      edit_tables, edit_roles, edit_interpreters};

static void begin(struct world *world)
{
    static const struct mus_hall hall = {.id = {"h0", 2}};
    static const struct mus_event_role role = {.code = {"r0", 2}, .max = 9};
    static const struct mus_text title = {"e", 1};
    mus_event_usual(&world->event);
    world->event.id = title;
    world->event.name.en = title;
    world->event.first = 20000;
    world->event.last = 20001;
    world->event.halls = &hall;
    world->event.roles = &role;
    world->event.role_count = 1;
    world->model = (struct model){.hall = {true}, .role = {true}};
}

static void names_mean_the_same_whatever_is_edited(void **state)
{
    (void)state;
    struct world world = {0};
    mus_random_init(&world.random, mus_random_seed());
    for (unsigned i = 0; i < mus_random_cases(CASES); i++) {
        begin(&world);
        for (unsigned k = 0; k < EDITS; k++) {
            struct mus_event_edit edit;
            assert_int_equal(mus_event_edit_begin(&edit, &world.event, 1, &world.arena, NULL),
                             MUS_OK);
            EDITS_OF[below(&world, sizeof EDITS_OF / sizeof EDITS_OF[0])](&world, &edit);
            world.event = edit.event;
            same_event(&world);
        }
        comes_back(&world);
        mus_arena_reset(&world.arena);
    }
    mus_arena_done(&world.arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(names_mean_the_same_whatever_is_edited),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
