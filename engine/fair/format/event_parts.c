/* What belongs to an event: participants, wishes, meetings, runs, and finding them. */
#include "fair/format/event.h"

#include "base/limits.h"
#include "cases/format/case.h"
#include "fair/format/words.h"
#include "matcher/reference.h"

#include <string.h>

/* ---- names ---- */

static const char *const PARTICIPANT_STATES[MUS_PARTICIPANT_STATE_END] = {
    [MUS_PARTICIPANT_REGISTERED] = "registered",
    [MUS_PARTICIPANT_WAITING] = "waiting",
    [MUS_PARTICIPANT_CANCELLED] = "cancelled",
    [MUS_PARTICIPANT_NO_SHOW] = "no_show",
};
static const char *const PARTICIPANT_MODES[MUS_PARTICIPANT_MODE_END] = {
    [MUS_PARTICIPANT_EXCLUSIVE] = "exclusive",
    [MUS_PARTICIPANT_SHARING] = "sharing",
};
static const char *const WISH_KINDS[MUS_WISH_KIND_END] = {
    [MUS_WISH_MUST] = "must",
    [MUS_WISH_WANT] = "want",
    [MUS_WISH_NEVER] = "never",
};
static const char *const MEETING_STATES[MUS_MEETING_STATE_END] = {
    [MUS_MEETING_PLANNED] = "planned",
    [MUS_MEETING_HELD] = "held",
    [MUS_MEETING_NO_SHOW] = "no_show",
    [MUS_MEETING_CANCELLED] = "cancelled",
};
static const char *const RUN_KINDS[MUS_RUN_KIND_END] = {
    [MUS_RUN_PAIRING] = "pairing",
    [MUS_RUN_TIMETABLE] = "timetable",
    [MUS_RUN_REPAIR] = "repair",
    [MUS_RUN_RESTORE] = "restore",
};

static const char *name_of(const char *const *names, unsigned end, unsigned value)
{
    return value > 0 && value < end ? names[value] : "?";
}

static unsigned value_of(const char *const *names, unsigned end, struct mus_text name)
{
    for (unsigned i = 1; i < end; i++) {
        if (mus_text_equals(name, names[i])) {
            return i;
        }
    }
    return 0;
}

const char *mus_participant_state_name(enum mus_participant_state state)
{
    return name_of(PARTICIPANT_STATES, MUS_PARTICIPANT_STATE_END, state);
}

enum mus_participant_state mus_participant_state_of(struct mus_text name)
{
    return (enum mus_participant_state)value_of(PARTICIPANT_STATES, MUS_PARTICIPANT_STATE_END,
                                                name);
}

const char *mus_participant_mode_name(enum mus_participant_mode mode)
{
    return name_of(PARTICIPANT_MODES, MUS_PARTICIPANT_MODE_END, mode);
}

enum mus_participant_mode mus_participant_mode_of(struct mus_text name)
{
    return (enum mus_participant_mode)value_of(PARTICIPANT_MODES, MUS_PARTICIPANT_MODE_END, name);
}

const char *mus_wish_kind_name(enum mus_wish_kind kind)
{
    return name_of(WISH_KINDS, MUS_WISH_KIND_END, kind);
}

enum mus_wish_kind mus_wish_kind_of(struct mus_text name)
{
    return (enum mus_wish_kind)value_of(WISH_KINDS, MUS_WISH_KIND_END, name);
}

const char *mus_meeting_state_name(enum mus_meeting_state state)
{
    return name_of(MEETING_STATES, MUS_MEETING_STATE_END, state);
}

const char *mus_run_kind_name(enum mus_run_kind kind)
{
    return name_of(RUN_KINDS, MUS_RUN_KIND_END, kind);
}

static enum mus_status check_value(const char *field, unsigned value, unsigned end,
                                   struct mus_error *err)
{
    return value > 0 && value < end
               ? MUS_OK
               : mus_fail(err, MUS_INVALID, "%s: there is no %s %u", field, field, value);
}

/* ---- participants ---- */

uint32_t mus_participant_min(const struct mus_event *event, const struct mus_participant *who)
{
    return who->min == MUS_PARTICIPANT_OF_ROLE ? event->roles[who->role].min : who->min;
}

uint32_t mus_participant_max(const struct mus_event *event, const struct mus_participant *who)
{
    return who->max == MUS_PARTICIPANT_OF_ROLE ? event->roles[who->role].max : who->max;
}

static bool is_bound(uint32_t bound)
{
    return bound <= MUS_EVENT_MAX_MEETINGS || bound == MUS_PARTICIPANT_OF_ROLE;
}

static enum mus_status check_bounds(const struct mus_participant *who,
                                    const struct mus_event *event, struct mus_error *err)
{
    if (!is_bound(who->min) || !is_bound(who->max)) {
        return mus_fail(err, MUS_LIMIT, "%s: %u, at most %d", is_bound(who->min) ? "max" : "min",
                        is_bound(who->min) ? who->max : who->min, MUS_EVENT_MAX_MEETINGS);
    }
    uint32_t min = event == NULL ? who->min : mus_participant_min(event, who);
    uint32_t max = event == NULL ? who->max : mus_participant_max(event, who);
    bool known = min != MUS_PARTICIPANT_OF_ROLE && max != MUS_PARTICIPANT_OF_ROLE;
    return !known || min <= max
               ? MUS_OK
               : mus_fail(err, MUS_INVALID, "min: %u is above its max of %u", min, max);
}

static enum mus_status check_booth(const struct mus_participant *who, const struct mus_event *event,
                                   struct mus_error *err)
{
    size_t halls = event == NULL ? MUS_TIMETABLE_MAX_HALLS : event->hall_count;
    if (who->booth.len == 0 && who->booth_hall != 0) {
        return mus_fail(err, MUS_INVALID, "booth_hall: given without a booth");
    }
    if (who->booth_hall >= halls) {
        return mus_fail(err, MUS_INVALID, "booth_hall: there is no hall %u", who->booth_hall);
    }
    return mus_check_words("booth", who->booth, MUS_EVENT_MAX_LABEL, err);
}

/* The form of a name in the IANA data base, such as Asia/Ho_Chi_Minh or Etc/GMT+3. */
static enum mus_status check_time_zone(struct mus_text zone, struct mus_error *err)
{
    if (zone.len > MUS_MAX_ID) {
        return mus_fail(err, MUS_LIMIT, "time_zone: %zu bytes, at most %d", zone.len, MUS_MAX_ID);
    }
    for (size_t i = 0; i < zone.len; i++) {
        char c = zone.ptr[i];
        bool letter = (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
        if (!letter && (i == 0 || !((c >= '0' && c <= '9') || strchr("/_+-", c) != NULL))) {
            return mus_fail(err, MUS_INVALID,
                            "time_zone: malformed name \"%.*s\"; expected one "
                            "such as Asia/Bangkok",
                            MUS_TEXT_SHORT_ARG(zone));
        }
    }
    return MUS_OK;
}

static enum mus_status check_enums(const struct mus_participant *who, const struct mus_event *event,
                                   struct mus_error *err)
{
    size_t roles = event == NULL ? MUS_EVENT_MAX_ROLES : event->role_count;
    if (who->role >= roles) {
        return mus_fail(err, MUS_INVALID, "role: there is no role %u", who->role);
    }
    enum mus_status status = check_value("mode", who->mode, MUS_PARTICIPANT_MODE_END, err);
    return status == MUS_OK ? check_value("state", who->state, MUS_PARTICIPANT_STATE_END, err)
                            : status;
}

static enum mus_status check_people(uint16_t people, struct mus_error *err)
{
    if (people == 0) {
        return mus_fail(err, MUS_INVALID, "people: there is nobody");
    }
    return people <= MUS_EVENT_MAX_PEOPLE
               ? MUS_OK
               : mus_fail(err, MUS_LIMIT, "people: %u, at most %d", people, MUS_EVENT_MAX_PEOPLE);
}

enum mus_status mus_participant_check(const struct mus_participant *who,
                                      const struct mus_event *event, struct mus_error *err)
{
    enum mus_status status = mus_check_code("id", who->id, MUS_MAX_ID, true, err);
    if (status == MUS_OK) {
        status = mus_check_code("company", who->company, MUS_MAX_ID, true, err);
    }
    status = status == MUS_OK ? check_enums(who, event, err) : status;
    status = status == MUS_OK ? check_bounds(who, event, err) : status;
    status = status == MUS_OK ? check_booth(who, event, err) : status;
    if (status == MUS_OK && event != NULL) {
        status = mus_check_slots("unavailable", who->unavailable, event, err);
    }
    if (status == MUS_OK) {
        status = mus_check_languages("languages", &who->languages, MUS_MAX_LIST, err);
    }
    status = status == MUS_OK ? check_time_zone(who->time_zone, err) : status;
    status = status == MUS_OK ? check_people(who->people, err) : status;
    return status == MUS_OK ? mus_check_seconds("registered", who->registered, err) : status;
}

enum mus_status mus_people_check(const struct mus_texts *names, struct mus_error *err)
{
    if (names->count > MUS_EVENT_MAX_PEOPLE) {
        return mus_fail(err, MUS_LIMIT, "people: %zu names, at most %d", names->count,
                        MUS_EVENT_MAX_PEOPLE);
    }
    for (size_t i = 0; i < names->count; i++) {
        enum mus_status status = names->items[i].len == 0
                                     ? mus_fail(err, MUS_INVALID, "name: is empty")
                                     : mus_check_words("name", names->items[i], MUS_MAX_NAME, err);
        if (status != MUS_OK) {
            return mus_fail_at(err, status, "people[%zu]", i);
        }
    }
    return MUS_OK;
}

/* ---- wishes ---- */

enum mus_status mus_wish_check(const struct mus_wish *wish, struct mus_error *err)
{
    enum mus_status status = mus_check_code("from", wish->from, MUS_MAX_ID, true, err);
    status = status == MUS_OK ? mus_check_code("to", wish->to, MUS_MAX_ID, true, err) : status;
    status = status == MUS_OK ? check_value("kind", wish->kind, MUS_WISH_KIND_END, err) : status;
    if (status == MUS_OK && mus_text_equal(wish->from, wish->to)) {
        status =
            mus_fail(err, MUS_INVALID, "to: \"%.*s\" is who wishes", MUS_TEXT_SHORT_ARG(wish->to));
    }
    return status;
}

/* ---- meetings ---- */

static enum mus_status check_lock(const char *field, const struct mus_lock *lock, bool possible,
                                  const char *needs, struct mus_error *err)
{
    enum mus_status status = mus_check_words("by", lock->by, MUS_CASE_MAX_PERSON, err);
    status = status == MUS_OK ? mus_check_seconds("since", lock->since, err) : status;
    if (status == MUS_OK && lock->by.len == 0 && lock->since != 0) {
        status = mus_fail(err, MUS_INVALID, "by: is empty");
    }
    if (status == MUS_OK && lock->by.len > 0 && !possible) {
        status = mus_fail(err, MUS_INVALID, "the meeting has no %s", needs);
    }
    return status == MUS_OK ? MUS_OK : mus_fail_at(err, status, "%s", field);
}

static enum mus_status check_locks(const struct mus_meeting *m, struct mus_error *err)
{
    enum mus_status status = check_lock("lock_pair", &m->lock_pair, true, "pair", err);
    if (status == MUS_OK) {
        status = check_lock("lock_slot", &m->lock_slot, m->slot >= 0, "slot", err);
    }
    return status == MUS_OK ? check_lock("lock_table", &m->lock_table, m->table > 0, "table", err)
                            : status;
}

static enum mus_status check_place(const struct mus_meeting *m, const struct mus_event *event,
                                   struct mus_error *err)
{
    size_t slots = event == NULL ? MUS_TIMETABLE_MAX_SLOTS : event->slot_count;
    size_t tables = event == NULL ? MUS_TIMETABLE_MAX_TABLES : event->table_count;
    if (m->place > MUS_PLACE_ONLINE) {
        return mus_fail(err, MUS_INVALID, "place: there is no place %u", m->place);
    }
    if (m->slot < -1 || (m->slot >= 0 && (size_t)m->slot >= slots)) {
        return mus_fail(err, MUS_INVALID, "slot: there is no slot %d", m->slot);
    }
    if (m->table > tables) {
        return mus_fail(err, MUS_INVALID, "table: there is no table %u", m->table);
    }
    if (m->table > 0 && m->place != MUS_PLACE_TABLE) {
        return mus_fail(err, MUS_INVALID, "table: the meeting is at none");
    }
    if (m->table > 0 && m->slot < 0 && m->lock_table.by.len == 0) {
        return mus_fail(err, MUS_INVALID, "table: the meeting has no slot");
    }
    return MUS_OK;
}

static bool speaks(const struct mus_event_interpreter *who, struct mus_text language)
{
    for (size_t i = 0; i < who->languages.count; i++) {
        if (mus_text_equal(who->languages.items[i], language)) {
            return true;
        }
    }
    return false;
}

static enum mus_status check_interpreter(const struct mus_meeting *m, const struct mus_event *event,
                                         struct mus_error *err)
{
    const struct mus_texts language = {&m->language, m->language.len > 0};
    size_t count = event == NULL ? MUS_TIMETABLE_MAX_INTERPRETERS : event->interpreter_count;
    enum mus_status status = mus_check_languages("language", &language, 1, err);
    if (status != MUS_OK || m->interpreter == -1) {
        return status;
    }
    if (m->interpreter < -1 || (size_t)m->interpreter >= count) {
        return mus_fail(err, MUS_INVALID, "interpreter: there is no interpreter %d",
                        m->interpreter);
    }
    if (m->language.len == 0 || m->slot < 0) {
        return mus_fail(err, MUS_INVALID, "interpreter: the meeting has no %s",
                        m->slot < 0 ? "slot" : "language");
    }
    return event == NULL || speaks(&event->interpreters[m->interpreter], m->language)
               ? MUS_OK
               : mus_fail(err, MUS_INVALID, "interpreter: \"%.*s\" does not speak \"%.*s\"",
                          MUS_TEXT_SHORT_ARG(event->interpreters[m->interpreter].id),
                          MUS_TEXT_SHORT_ARG(m->language));
}

static enum mus_status check_absent(const struct mus_meeting *m, struct mus_error *err)
{
    if ((m->state == MUS_MEETING_NO_SHOW) != (m->absent.len > 0)) {
        return mus_fail(err, MUS_INVALID, "absent: %s",
                        m->absent.len > 0 ? "nobody is said to have stayed away"
                                          : "who stayed away is not said");
    }
    return m->absent.len == 0 || mus_text_equal(m->absent, m->a) || mus_text_equal(m->absent, m->b)
               ? MUS_OK
               : mus_fail(err, MUS_INVALID, "absent: \"%.*s\" is not in the meeting",
                          MUS_TEXT_SHORT_ARG(m->absent));
}

static enum mus_status check_pair(const struct mus_meeting *m, struct mus_error *err)
{
    enum mus_status status = mus_check_code("id", m->id, MUS_MAX_ID, true, err);
    status = status == MUS_OK ? mus_check_code("a", m->a, MUS_MAX_ID, true, err) : status;
    status = status == MUS_OK ? mus_check_code("b", m->b, MUS_MAX_ID, true, err) : status;
    if (status == MUS_OK && mus_text_compare(m->a, m->b) >= 0) {
        status = mus_fail(err, MUS_INVALID, "b: \"%.*s\" does not stand after \"%.*s\"",
                          MUS_TEXT_SHORT_ARG(m->b), MUS_TEXT_SHORT_ARG(m->a));
    }
    if (status == MUS_OK && m->score > MUS_MILLION) {
        status = mus_fail(err, MUS_INVALID, "score: %u is above %d", m->score, MUS_MILLION);
    }
    return status;
}

enum mus_status mus_meeting_check(const struct mus_meeting *m, const struct mus_event *event,
                                  struct mus_error *err)
{
    enum mus_status status = check_pair(m, err);
    status = status == MUS_OK ? check_value("state", m->state, MUS_MEETING_STATE_END, err) : status;
    status = status == MUS_OK ? check_place(m, event, err) : status;
    status = status == MUS_OK ? check_locks(m, err) : status;
    status = status == MUS_OK ? check_interpreter(m, event, err) : status;
    status = status == MUS_OK ? check_absent(m, err) : status;
    if (status == MUS_OK) {
        status = mus_check_code("case_id", m->case_id, MUS_MAX_ID, false, err);
    }
    return status == MUS_OK ? mus_check_seconds("changed", m->changed, err) : status;
}

/* ---- runs ---- */

static enum mus_status check_millionths(const char *field, uint32_t value, struct mus_error *err)
{
    return value <= MUS_MILLION
               ? MUS_OK
               : mus_fail(err, MUS_INVALID, "%s: %u is above %d", field, value, MUS_MILLION);
}

enum mus_status mus_run_check(const struct mus_run *run, struct mus_error *err)
{
    if (run->number == 0) {
        return mus_fail(err, MUS_INVALID, "number: runs are counted from 1");
    }
    enum mus_status status = check_value("kind", run->kind, MUS_RUN_KIND_END, err);
    if (status == MUS_OK && (run->what.len == 0 || run->by.len == 0)) {
        status = mus_fail(err, MUS_INVALID, "%s: is empty", run->what.len == 0 ? "what" : "by");
    }
    if (status == MUS_OK) {
        status = mus_check_words("what", run->what, MUS_EVENT_MAX_WHAT, err);
    }
    if (status == MUS_OK) {
        status = mus_check_words("by", run->by, MUS_CASE_MAX_PERSON, err);
    }
    status = status == MUS_OK ? mus_check_seconds("recorded", run->recorded, err) : status;
    status = status == MUS_OK ? mus_check_code("mode", run->mode, MUS_MAX_ID, false, err) : status;
    status = status == MUS_OK ? check_millionths("evenness", run->evenness, err) : status;
    return status == MUS_OK ? check_millionths("gini", run->gini, err) : status;
}

/* ---- a whole fair ---- */

/* The place of the id among `count` of them, of which each lies `size` bytes behind the last. */
static size_t find(const void *first, size_t count, size_t size, size_t offset, struct mus_text id)
{
    size_t low = 0;
    size_t high = count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        struct mus_text here;
        memcpy(&here, (const char *)first + middle * size + offset, sizeof here);
        int order = mus_text_compare(here, id);
        if (order == 0) {
            return middle;
        }
        low = order < 0 ? middle + 1 : low;
        high = order < 0 ? high : middle;
    }
    return SIZE_MAX;
}

size_t mus_fair_participant(const struct mus_fair *fair, struct mus_text id)
{
    return find(fair->participants, fair->participant_count, sizeof *fair->participants,
                offsetof(struct mus_participant, id), id);
}

size_t mus_fair_meeting(const struct mus_fair *fair, struct mus_text id)
{
    return find(fair->meetings, fair->meeting_count, sizeof *fair->meetings,
                offsetof(struct mus_meeting, id), id);
}
