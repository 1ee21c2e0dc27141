/* Slots are found again by their ids: whatever names slots by number in the event itself (lost
 * ones, closed tables, absent interpreters) is brought from the old numbers to the new ones. */
#include "fair/format/event_edit.h"

#include <string.h>

static void *copy_list(struct mus_arena *arena, const void *items, size_t count, size_t more,
                       size_t size)
{
    void *list = mus_arena_alloc(arena, count + more, size);
    if (list != NULL && count > 0) {
        memcpy(list, items, count * size);
    }
    return list;
}

enum mus_status mus_event_edit_begin(struct mus_event_edit *edit, const struct mus_event *event,
                                     size_t more_tables, struct mus_arena *arena,
                                     struct mus_error *err)
{
    size_t halls = event->hall_count;
    *edit = (struct mus_event_edit){.event = *event, .arena = arena};
    edit->slots = copy_list(arena, event->slots, event->slot_count, 0, sizeof *edit->slots);
    edit->halls = copy_list(arena, event->halls, halls, 1, sizeof *edit->halls);
    edit->walk =
        copy_list(arena, event->walk_minutes, event->walk_minutes == NULL ? 0 : halls * halls,
                  (halls + 1) * (halls + 1), sizeof *edit->walk);
    edit->tables =
        copy_list(arena, event->tables, event->table_count, more_tables, sizeof *edit->tables);
    edit->interpreters = copy_list(arena, event->interpreters, event->interpreter_count, 1,
                                   sizeof *edit->interpreters);
    edit->roles = copy_list(arena, event->roles, event->role_count, 1, sizeof *edit->roles);
    if (edit->slots == NULL || edit->halls == NULL || edit->walk == NULL || edit->tables == NULL ||
        edit->interpreters == NULL || edit->roles == NULL) {
        return mus_fail_memory(err);
    }
    edit->event.slots = edit->slots;
    edit->event.halls = edit->halls;
    edit->event.walk_minutes = edit->walk;
    edit->event.tables = edit->tables;
    edit->event.interpreters = edit->interpreters;
    edit->event.roles = edit->roles;
    return MUS_OK;
}

static enum mus_status check_room(const char *what, size_t count, size_t more, size_t most,
                                  struct mus_error *err)
{
    return more <= most - count
               ? MUS_OK
               : mus_fail(err, MUS_LIMIT, "%s: %zu, at most %zu", what, count + more, most);
}

static enum mus_status there_already(const char *what, struct mus_text id, struct mus_error *err)
{
    return mus_fail(err, MUS_CONFLICT, "%s \"%.*s\" is there already", what,
                    MUS_TEXT_SHORT_ARG(id));
}

/* ---- slots ---- */

/* A slot that changes keeps its id, so that it is found. */
static void take_slots(struct mus_event_edit *edit, struct mus_event_slot *slots, size_t count)
{
    const struct mus_event before = edit->event;
    edit->slots = slots;
    edit->event.slots = slots;
    edit->event.slot_count = count;
    edit->event.closed = mus_slots_between(before.closed, &before, &edit->event);
    for (size_t t = 0; t < edit->event.table_count; t++) {
        edit->tables[t].closed = mus_slots_between(edit->tables[t].closed, &before, &edit->event);
    }
    for (size_t i = 0; i < edit->event.interpreter_count; i++) {
        edit->interpreters[i].unavailable =
            mus_slots_between(edit->interpreters[i].unavailable, &before, &edit->event);
    }
}

static struct mus_slot_drafts drafts_of(const struct mus_event_edit *edit)
{
    struct mus_slot_drafts drafts = {.count = edit->event.slot_count};
    for (size_t s = 0; s < drafts.count; s++) {
        drafts.items[s] = (struct mus_slot_draft){edit->slots[s], SIZE_MAX};
    }
    return drafts;
}

static enum mus_status settle(struct mus_event_edit *edit, struct mus_slot_drafts *drafts,
                              struct mus_error *err)
{
    struct mus_event_slot *slots = NULL;
    enum mus_status status = mus_slot_drafts_settle(drafts, edit->arena, &slots, err);
    if (status == MUS_OK) {
        take_slots(edit, slots, drafts->count);
    }
    return status;
}

enum mus_status mus_event_edit_add_slots(struct mus_event_edit *edit,
                                         const struct mus_slot_drafts *more, struct mus_error *err)
{
    struct mus_slot_drafts drafts = drafts_of(edit);
    enum mus_status status = MUS_OK;
    for (size_t i = 0; status == MUS_OK && i < more->count; i++) {
        struct mus_text id = more->items[i].slot.id;
        status = id.len > 0 && mus_event_slot_of(&edit->event, id) != SIZE_MAX
                     ? there_already("slot", id, err)
                     : mus_slot_drafts_add(&drafts, &more->items[i], err);
    }
    return status == MUS_OK ? settle(edit, &drafts, err) : status;
}

enum mus_status mus_event_edit_change_slot(struct mus_event_edit *edit, size_t at,
                                           const struct mus_event_slot *slot, struct mus_error *err)
{
    struct mus_slot_drafts drafts = drafts_of(edit);
    drafts.items[at].slot = *slot;
    return settle(edit, &drafts, err);
}

enum mus_status mus_event_edit_remove_slots(struct mus_event_edit *edit, mus_slots slots,
                                            struct mus_error *err)
{
    struct mus_slot_drafts drafts = drafts_of(edit);
    size_t kept = 0;
    for (size_t s = 0; s < drafts.count; s++) {
        if ((slots >> s & 1U) == 0) {
            drafts.items[kept++] = drafts.items[s];
        }
    }
    drafts.count = kept;
    return settle(edit, &drafts, err);
}

/* ---- halls ---- */

enum mus_status mus_event_edit_add_hall(struct mus_event_edit *edit, const struct mus_hall *hall,
                                        struct mus_error *err)
{
    size_t n = edit->event.hall_count;
    enum mus_status status = check_room("halls", n, 1, MUS_TIMETABLE_MAX_HALLS, err);
    if (status == MUS_OK && mus_event_hall_of(&edit->event, hall->id) != SIZE_MAX) {
        status = there_already("hall", hall->id, err);
    }
    if (status != MUS_OK) {
        return status;
    }
    for (size_t i = n; i-- > 0;) { /* the rows grow from the last on, so that none is lost */
        memmove(edit->walk + i * (n + 1), edit->walk + i * n, n * sizeof *edit->walk);
    }
    edit->halls[edit->event.hall_count++] = *hall;
    for (size_t i = 0; i <= n; i++) {
        edit->walk[i * (n + 1) + n] = edit->walk[n * (n + 1) + i] = 0;
    }
    return MUS_OK;
}

enum mus_status mus_event_edit_remove_hall(struct mus_event_edit *edit, size_t at,
                                           struct mus_error *err)
{
    size_t n = edit->event.hall_count;
    for (size_t t = 0; t < edit->event.table_count; t++) {
        if (edit->tables[t].hall == at) {
            return mus_fail(err, MUS_CONFLICT, "hall \"%.*s\" has tables, such as %zu",
                            MUS_TEXT_SHORT_ARG(edit->halls[at].id), t + 1);
        }
    }
    size_t to = 0;
    for (size_t i = 0; i < n * n; i++) {
        if (i / n != at && i % n != at) {
            edit->walk[to++] = edit->walk[i];
        }
    }
    memmove(edit->halls + at, edit->halls + at + 1, (n - at - 1) * sizeof *edit->halls);
    edit->event.hall_count = n - 1;
    for (size_t t = 0; t < edit->event.table_count; t++) {
        edit->tables[t].hall = (uint16_t)(edit->tables[t].hall - (edit->tables[t].hall > at));
    }
    return MUS_OK;
}

void mus_event_edit_walk(struct mus_event_edit *edit, size_t from, size_t to, uint16_t minutes)
{
    size_t n = edit->event.hall_count;
    edit->walk[from * n + to] = edit->walk[to * n + from] = minutes;
}

/* ---- tables and interpreters ---- */

enum mus_status mus_event_edit_add_tables(struct mus_event_edit *edit,
                                          const struct mus_event_table *table, size_t count,
                                          struct mus_error *err)
{
    enum mus_status status =
        check_room("tables", edit->event.table_count, count, MUS_TIMETABLE_MAX_TABLES, err);
    for (size_t i = 0; status == MUS_OK && i < count; i++) {
        edit->tables[edit->event.table_count++] = *table;
    }
    return status;
}

enum mus_status mus_event_edit_add_interpreter(struct mus_event_edit *edit,
                                               const struct mus_event_interpreter *interpreter,
                                               struct mus_error *err)
{
    enum mus_status status = check_room("interpreters", edit->event.interpreter_count, 1,
                                        MUS_TIMETABLE_MAX_INTERPRETERS, err);
    if (status == MUS_OK && mus_event_interpreter_of(&edit->event, interpreter->id) != SIZE_MAX) {
        status = there_already("interpreter", interpreter->id, err);
    }
    if (status == MUS_OK) {
        edit->interpreters[edit->event.interpreter_count++] = *interpreter;
    }
    return status;
}

void mus_event_edit_remove_interpreter(struct mus_event_edit *edit, size_t at)
{
    size_t behind = edit->event.interpreter_count - at - 1;
    memmove(edit->interpreters + at, edit->interpreters + at + 1,
            behind * sizeof *edit->interpreters);
    edit->event.interpreter_count--;
}

/* ---- roles ---- */

enum mus_status mus_event_edit_add_role(struct mus_event_edit *edit,
                                        const struct mus_event_role *role, struct mus_error *err)
{
    enum mus_status status =
        check_room("roles", edit->event.role_count, 1, MUS_EVENT_MAX_ROLES, err);
    if (status == MUS_OK && mus_event_role_of(&edit->event, role->code) != SIZE_MAX) {
        status = there_already("role", role->code, err);
    }
    if (status == MUS_OK) {
        edit->roles[edit->event.role_count] = *role;
        edit->roles[edit->event.role_count++].meets = 0;
    }
    return status;
}

/* The set without the bit at `at`, those behind it one place lower. */
static uint16_t without_bit(uint16_t set, size_t at)
{
    unsigned below = set & ((1U << at) - 1);
    unsigned above = (unsigned)set >> (at + 1) << at;
    return (uint16_t)(below | above);
}

void mus_event_edit_remove_role(struct mus_event_edit *edit, size_t at)
{
    size_t behind = edit->event.role_count - at - 1;
    memmove(edit->roles + at, edit->roles + at + 1, behind * sizeof *edit->roles);
    edit->event.role_count--;
    for (size_t i = 0; i < edit->event.role_count; i++) {
        edit->roles[i].meets = without_bit(edit->roles[i].meets, at);
    }
}

void mus_event_edit_meets(struct mus_event_edit *edit, size_t at, uint16_t meets)
{
    for (size_t i = 0; i < edit->event.role_count; i++) {
        unsigned others = edit->roles[i].meets & ~(1U << at);
        edit->roles[i].meets = (uint16_t)(others | (meets >> i & 1U) << at);
    }
    edit->roles[at].meets = meets;
}
