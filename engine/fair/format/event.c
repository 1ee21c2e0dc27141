#include "fair/format/event.h"

#include "base/limits.h"
#include "fair/format/words.h"
#include "ledger/format/ledger_entry.h"

enum { MINUTES_A_DAY = 1440, MAX_DAYS = 366 };

/* What JSON can say exactly; UINT64_MAX stands for no limit. */
#define MAX_CAPACITY ((UINT64_C(1) << 53) - 1)

static enum mus_status check_count(const char *field, size_t count, size_t most,
                                   struct mus_error *err)
{
    return count <= most ? MUS_OK
                         : mus_fail(err, MUS_LIMIT, "%s: %zu, at most %zu", field, count, most);
}

mus_slots mus_event_all_slots(const struct mus_event *event)
{
    return event->slot_count >= MUS_TIMETABLE_MAX_SLOTS ? UINT64_MAX
                                                        : (UINT64_C(1) << event->slot_count) - 1;
}

enum mus_status mus_check_slots(const char *field, mus_slots slots, const struct mus_event *event,
                                struct mus_error *err)
{
    return (slots & ~mus_event_all_slots(event)) == 0
               ? MUS_OK
               : mus_fail(err, MUS_INVALID, "%s: names a slot beyond the event's %zu", field,
                          event->slot_count);
}

/* ---- the head ---- */

static enum mus_status check_codes(const struct mus_event *event, struct mus_error *err)
{
    const struct mus_texts language = {&event->language, 1};
    enum mus_status status = mus_check_code("id", event->id, MUS_MAX_ID, true, err);
    if (status == MUS_OK) {
        status = mus_check_code("edition", event->edition, MUS_LEDGER_MAX_EDITION, false, err);
    }
    if (status == MUS_OK) {
        status =
            mus_check_code("programme", event->programme, MUS_LEDGER_MAX_PROGRAMME, false, err);
    }
    if (status == MUS_OK) {
        status = mus_check_code("purpose", event->purpose, MUS_LEDGER_MAX_PURPOSE, false, err);
    }
    return status == MUS_OK ? mus_check_languages("language", &language, 1, err) : status;
}

static enum mus_status check_days(const struct mus_event *event, struct mus_error *err)
{
    if (!mus_date_exists(event->first)) {
        return mus_fail(err, MUS_INVALID, "from: there is no such day");
    }
    if (!mus_date_exists(event->last)) {
        return mus_fail(err, MUS_INVALID, "to: there is no such day");
    }
    if (event->last < event->first) {
        return mus_fail(err, MUS_INVALID, "to: lies before the first day");
    }
    int days = event->last - event->first + 1;
    return days <= MAX_DAYS ? MUS_OK
                            : mus_fail(err, MUS_LIMIT, "to: %d days, at most %d", days, MAX_DAYS);
}

static enum mus_status check_head(const struct mus_event *event, struct mus_error *err)
{
    enum mus_status status = check_codes(event, err);
    status = status == MUS_OK ? mus_check_bilingual("name", &event->name, true, err) : status;
    status = status == MUS_OK ? mus_check_bilingual("theme", &event->theme, false, err) : status;
    status = status == MUS_OK ? mus_check_bilingual("venue", &event->venue, false, err) : status;
    status = status == MUS_OK ? check_days(event, err) : status;
    status = status == MUS_OK ? mus_check_seconds("changed", event->changed, err) : status;
    if (status == MUS_OK && event->capacity > MAX_CAPACITY && event->capacity != UINT64_MAX) {
        status = mus_fail(err, MUS_LIMIT, "capacity: %llu, at most %llu",
                          (unsigned long long)event->capacity, (unsigned long long)MAX_CAPACITY);
    }
    return status;
}

/* ---- halls ---- */

static enum mus_status check_hall(const struct mus_event *event, size_t i, struct mus_error *err)
{
    const struct mus_hall *hall = &event->halls[i];
    enum mus_status status = mus_check_code("id", hall->id, MUS_MAX_ID, true, err);
    status = status == MUS_OK ? mus_check_bilingual("name", &hall->name, false, err) : status;
    for (size_t j = 0; status == MUS_OK && j < i; j++) {
        if (mus_text_equal(event->halls[j].id, hall->id)) {
            status = mus_fail(err, MUS_INVALID, "id: \"%.*s\" is that of halls[%zu]",
                              MUS_TEXT_SHORT_ARG(hall->id), j);
        }
    }
    return status == MUS_OK ? MUS_OK : mus_fail_at(err, status, "halls[%zu]", i);
}

static unsigned walk(const struct mus_event *event, size_t from, size_t to)
{
    return event->walk_minutes == NULL ? 0 : event->walk_minutes[from * event->hall_count + to];
}

static enum mus_status check_walk(const struct mus_event *event, size_t i, size_t j,
                                  struct mus_error *err)
{
    unsigned there = walk(event, i, j);
    unsigned back = walk(event, j, i);
    struct mus_text from = event->halls[i].id;
    struct mus_text to = event->halls[j].id;
    if (there > MINUTES_A_DAY || (i == j && there != 0)) {
        return mus_fail(err, MUS_INVALID, "walking: %u minutes from \"%.*s\" to \"%.*s\"", there,
                        MUS_TEXT_SHORT_ARG(from), MUS_TEXT_SHORT_ARG(to));
    }
    return there == back ? MUS_OK
                         : mus_fail(err, MUS_INVALID,
                                    "walking: %u minutes from \"%.*s\" to \"%.*s\", but %u back",
                                    there, MUS_TEXT_SHORT_ARG(from), MUS_TEXT_SHORT_ARG(to), back);
}

static enum mus_status check_halls(const struct mus_event *event, struct mus_error *err)
{
    if (event->hall_count == 0) {
        return mus_fail(err, MUS_INVALID, "halls: there is none");
    }
    enum mus_status status = check_count("halls", event->hall_count, MUS_TIMETABLE_MAX_HALLS, err);
    for (size_t i = 0; status == MUS_OK && i < event->hall_count; i++) {
        status = check_hall(event, i, err);
    }
    for (size_t i = 0; status == MUS_OK && i < event->hall_count; i++) {
        for (size_t j = i; status == MUS_OK && j < event->hall_count; j++) {
            status = check_walk(event, i, j, err);
        }
    }
    return status;
}

/* ---- slots ---- */

static enum mus_status check_slot_time(const struct mus_event *event, size_t i,
                                       struct mus_error *err)
{
    const struct mus_event_slot *slot = &event->slots[i];
    const struct mus_event_slot *before = i == 0 ? NULL : &event->slots[i - 1];
    if (slot->day < event->first || slot->day > event->last) {
        return mus_fail(err, MUS_INVALID, "day: is none of the event's days");
    }
    if (slot->start >= MINUTES_A_DAY) {
        return mus_fail(err, MUS_INVALID, "start: minute %u of a day of %d", slot->start,
                        MINUTES_A_DAY);
    }
    if (slot->minutes == 0 || slot->minutes > MINUTES_A_DAY - slot->start) {
        return mus_fail(err, MUS_INVALID, "minutes: %u, expected 1 to %d: it ends on its day",
                        slot->minutes, MINUTES_A_DAY - slot->start);
    }
    if (before != NULL && slot->day < before->day) {
        return mus_fail(err, MUS_INVALID, "day: lies before that of slots[%zu]", i - 1);
    }
    if (before != NULL && slot->day == before->day &&
        slot->start < before->start + before->minutes) {
        return mus_fail(err, MUS_INVALID, "start: %02u:%02u lies before the end of slots[%zu]",
                        slot->start / 60U, slot->start % 60U, i - 1);
    }
    return MUS_OK;
}

static enum mus_status check_slot(const struct mus_event *event, size_t i, struct mus_error *err)
{
    const struct mus_event_slot *slot = &event->slots[i];
    enum mus_status status = mus_check_code("id", slot->id, MUS_MAX_ID, true, err);
    for (size_t j = 0; status == MUS_OK && j < i; j++) {
        if (mus_text_equal(event->slots[j].id, slot->id)) {
            status = mus_fail(err, MUS_INVALID, "id: \"%.*s\" is that of slots[%zu]",
                              MUS_TEXT_SHORT_ARG(slot->id), j);
        }
    }
    if (status == MUS_OK) {
        status = mus_check_code("session", slot->session, MUS_MAX_ID, false, err);
    }
    status = status == MUS_OK ? check_slot_time(event, i, err) : status;
    return status == MUS_OK ? MUS_OK : mus_fail_at(err, status, "slots[%zu]", i);
}

static enum mus_status check_slots(const struct mus_event *event, struct mus_error *err)
{
    enum mus_status status = check_count("slots", event->slot_count, MUS_TIMETABLE_MAX_SLOTS, err);
    for (size_t i = 0; status == MUS_OK && i < event->slot_count; i++) {
        status = check_slot(event, i, err);
    }
    return status;
}

/* ---- tables and interpreters ---- */

static enum mus_status check_table(const struct mus_event *event, size_t i, struct mus_error *err)
{
    const struct mus_event_table *table = &event->tables[i];
    enum mus_status status = mus_check_words("label", table->label, MUS_EVENT_MAX_LABEL, err);
    if (status == MUS_OK && table->hall >= event->hall_count) {
        status = mus_fail(err, MUS_INVALID, "hall: there is no hall %u", table->hall);
    }
    status = status == MUS_OK ? mus_check_slots("closed", table->closed, event, err) : status;
    return status == MUS_OK ? MUS_OK : mus_fail_at(err, status, "tables[%zu]", i);
}

static enum mus_status check_tables(const struct mus_event *event, struct mus_error *err)
{
    enum mus_status status =
        check_count("tables", event->table_count, MUS_TIMETABLE_MAX_TABLES, err);
    for (size_t i = 0; status == MUS_OK && i < event->table_count; i++) {
        status = check_table(event, i, err);
    }
    return status;
}

static enum mus_status check_interpreter(const struct mus_event *event, size_t i,
                                         struct mus_error *err)
{
    const struct mus_event_interpreter *who = &event->interpreters[i];
    enum mus_status status = mus_check_code("id", who->id, MUS_MAX_ID, true, err);
    for (size_t j = 0; status == MUS_OK && j < i; j++) {
        if (mus_text_equal(event->interpreters[j].id, who->id)) {
            status = mus_fail(err, MUS_INVALID, "id: \"%.*s\" is that of interpreters[%zu]",
                              MUS_TEXT_SHORT_ARG(who->id), j);
        }
    }
    if (status == MUS_OK && who->languages.count == 0) {
        status = mus_fail(err, MUS_INVALID, "languages: there is none");
    }
    if (status == MUS_OK) {
        status =
            mus_check_languages("languages", &who->languages, MUS_TIMETABLE_MAX_LANGUAGES, err);
    }
    if (status == MUS_OK) {
        status = mus_check_slots("unavailable", who->unavailable, event, err);
    }
    return status == MUS_OK ? MUS_OK : mus_fail_at(err, status, "interpreters[%zu]", i);
}

/* A timetable tells so many languages apart, over all interpreters. */
static enum mus_status check_all_languages(const struct mus_event *event, struct mus_error *err)
{
    struct mus_text seen[MUS_TIMETABLE_MAX_LANGUAGES];
    size_t count = 0;
    for (size_t i = 0; i < event->interpreter_count; i++) {
        const struct mus_texts *languages = &event->interpreters[i].languages;
        for (size_t j = 0; j < languages->count; j++) {
            size_t at = 0;
            while (at < count && !mus_text_equal(seen[at], languages->items[j])) {
                at++;
            }
            if (at == MUS_TIMETABLE_MAX_LANGUAGES) {
                return mus_fail(err, MUS_LIMIT,
                                "interpreters[%zu].languages[%zu]: \"%.*s\" is one more language "
                                "than %d",
                                i, j, MUS_TEXT_SHORT_ARG(languages->items[j]),
                                MUS_TIMETABLE_MAX_LANGUAGES);
            }
            if (at == count) {
                seen[count++] = languages->items[j];
            }
        }
    }
    return MUS_OK;
}

static enum mus_status check_interpreters(const struct mus_event *event, struct mus_error *err)
{
    enum mus_status status =
        check_count("interpreters", event->interpreter_count, MUS_TIMETABLE_MAX_INTERPRETERS, err);
    for (size_t i = 0; status == MUS_OK && i < event->interpreter_count; i++) {
        status = check_interpreter(event, i, err);
    }
    return status == MUS_OK ? check_all_languages(event, err) : status;
}

/* ---- roles ---- */

/* Whom it may meet are roles of the event, which may meet it. */
static enum mus_status check_meets(const struct mus_event *event, size_t i, struct mus_error *err)
{
    unsigned meets = event->roles[i].meets;
    if (meets >> event->role_count != 0) {
        return mus_fail(err, MUS_INVALID, "meets: names a role beyond the event's %zu",
                        event->role_count);
    }
    for (size_t j = 0; j < event->role_count; j++) {
        if ((meets >> j & 1U) != (event->roles[j].meets >> i & 1U)) {
            return mus_fail(err, MUS_INVALID, "meets: roles[%zu] says otherwise", j);
        }
    }
    return MUS_OK;
}

static enum mus_status check_role(const struct mus_event *event, size_t i, struct mus_error *err)
{
    const struct mus_event_role *role = &event->roles[i];
    enum mus_status status = mus_check_code("code", role->code, MUS_MAX_ID, true, err);
    status = status == MUS_OK ? mus_check_bilingual("name", &role->name, false, err) : status;
    for (size_t j = 0; status == MUS_OK && j < i; j++) {
        if (mus_text_equal(event->roles[j].code, role->code)) {
            status = mus_fail(err, MUS_INVALID, "code: \"%.*s\" is that of roles[%zu]",
                              MUS_TEXT_SHORT_ARG(role->code), j);
        }
    }
    if (status == MUS_OK && role->max > MUS_EVENT_MAX_MEETINGS) {
        status = mus_fail(err, MUS_LIMIT, "max: %u, at most %d", role->max, MUS_EVENT_MAX_MEETINGS);
    }
    if (status == MUS_OK && role->min > role->max) {
        status = mus_fail(err, MUS_INVALID, "min: %u is above its max of %u", role->min, role->max);
    }
    status = status == MUS_OK ? check_meets(event, i, err) : status;
    return status == MUS_OK ? MUS_OK : mus_fail_at(err, status, "roles[%zu]", i);
}

static enum mus_status check_roles(const struct mus_event *event, struct mus_error *err)
{
    if (event->role_count == 0) {
        return mus_fail(err, MUS_INVALID, "roles: there is none");
    }
    enum mus_status status = check_count("roles", event->role_count, MUS_EVENT_MAX_ROLES, err);
    for (size_t i = 0; status == MUS_OK && i < event->role_count; i++) {
        status = check_role(event, i, err);
    }
    return status;
}

enum mus_status mus_event_check(const struct mus_event *event, struct mus_error *err)
{
    enum mus_status status = check_head(event, err);
    status = status == MUS_OK ? check_halls(event, err) : status;
    status = status == MUS_OK ? check_slots(event, err) : status;
    status = status == MUS_OK ? mus_check_slots("closed", event->closed, event, err) : status;
    status = status == MUS_OK ? check_tables(event, err) : status;
    status = status == MUS_OK ? check_interpreters(event, err) : status;
    return status == MUS_OK ? check_roles(event, err) : status;
}

/* ---- places by name ---- */

size_t mus_event_slot_of(const struct mus_event *event, struct mus_text id)
{
    for (size_t i = 0; i < event->slot_count; i++) {
        if (mus_text_equal(event->slots[i].id, id)) {
            return i;
        }
    }
    return SIZE_MAX;
}

size_t mus_event_hall_of(const struct mus_event *event, struct mus_text id)
{
    for (size_t i = 0; i < event->hall_count; i++) {
        if (mus_text_equal(event->halls[i].id, id)) {
            return i;
        }
    }
    return SIZE_MAX;
}

size_t mus_event_role_of(const struct mus_event *event, struct mus_text code)
{
    for (size_t i = 0; i < event->role_count; i++) {
        if (mus_text_equal(event->roles[i].code, code)) {
            return i;
        }
    }
    return SIZE_MAX;
}

size_t mus_event_interpreter_of(const struct mus_event *event, struct mus_text id)
{
    for (size_t i = 0; i < event->interpreter_count; i++) {
        if (mus_text_equal(event->interpreters[i].id, id)) {
            return i;
        }
    }
    return SIZE_MAX;
}

mus_slots mus_slots_between(mus_slots slots, const struct mus_event *from,
                            const struct mus_event *to)
{
    mus_slots out = 0;
    for (size_t s = 0; s < from->slot_count; s++) {
        size_t at = (slots >> s & 1U) == 0 ? SIZE_MAX : mus_event_slot_of(to, from->slots[s].id);
        out |= at == SIZE_MAX ? 0 : (mus_slots)1 << at;
    }
    return out;
}
