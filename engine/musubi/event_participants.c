/* Who takes part in an event, and whom they wish to meet. Names of people are shown only where the
 * company's consent allows its contacts to be shown. */
#include "fair/day.h"
#include "match/reasons.h"
#include "musubi/event_changing.h"
#include "musubi/ledger_shared.h"
#include "musubi/summary.h"
#include "profile/value_json.h"
#include "store/companies.h"

#include "fair/format/event_file.h"

#include <string.h>

/* ------------------------------------------------------------------ answers */

static bool is_of(const struct mus_meeting *m, struct mus_text id)
{
    return mus_text_equal(m->a, id) || mus_text_equal(m->b, id);
}

/* How many meetings each participant has, and how many of them have a slot. */
struct tally {
    uint32_t meetings, placed;
};

static enum mus_status count_all(struct mus_planning *planning, struct tally **out,
                                 struct mus_error *err)
{
    const struct mus_fair *fair = &planning->fair;
    struct tally *tallies =
        mus_arena_alloc(&planning->arena, fair->participant_count, sizeof *tallies);
    if (tallies == NULL) {
        return mus_fail_memory(err);
    }
    for (size_t i = 0; i < fair->meeting_count; i++) {
        const struct mus_meeting *m = &fair->meetings[i];
        const size_t sides[] = {mus_fair_participant(fair, m->a), mus_fair_participant(fair, m->b)};
        for (size_t s = 0; s < 2 && mus_meeting_counts(m); s++) {
            tallies[sides[s]].meetings++;
            tallies[sides[s]].placed += m->slot >= 0;
        }
    }
    *out = tallies;
    return MUS_OK;
}

static enum mus_status put_head(struct mus_planning *planning, size_t at, const struct tally *tally,
                                struct mus_error *err)
{
    const struct mus_event *event = &planning->fair.event;
    const struct mus_participant *who = &planning->fair.participants[at];
    struct mus_json_writer *writer = &planning->writer;
    mus_json_put_text(writer, "event", event->id);
    enum mus_status status = mus_put_participant(planning, at, err);
    mus_json_put_text(writer, "role", event->roles[who->role].code);
    mus_put_label(writer, "role_name", event->roles[who->role].name);
    mus_json_put_z(writer, "state", mus_participant_state_name(who->state));
    mus_json_put_z(writer, "mode", mus_participant_mode_name(who->mode));
    mus_json_put_integer(writer, "min", mus_participant_min(event, who));
    mus_json_put_integer(writer, "max", mus_participant_max(event, who));
    if (who->booth.len > 0) {
        mus_json_put_text(writer, "booth", who->booth);
        mus_json_put_text(writer, "hall", event->halls[who->booth_hall].id);
    }
    mus_put_slots(writer, "unavailable", event, who->unavailable);
    mus_json_put_bool(writer, "online", who->online);
    mus_json_put_bool(writer, "meets", who->meets);
    mus_put_texts(writer, "languages", who->languages);
    mus_json_put_given(writer, "time_zone", who->time_zone);
    mus_json_put_integer(writer, "people", who->people);
    mus_put_time(writer, "registered", who->registered);
    mus_json_put_integer(writer, "meetings", tally->meetings);
    mus_json_put_integer(writer, "placed", tally->placed);
    return status;
}

static enum mus_status put_agenda(struct mus_planning *planning, size_t at, struct mus_error *err)
{
    const struct mus_fair *fair = &planning->fair;
    struct mus_text id = fair->participants[at].id;
    struct mus_json_writer *writer = &planning->writer;
    enum mus_status status = MUS_OK;
    mus_json_key(writer, "agenda");
    mus_json_begin_array(writer);
    for (size_t pass = 0; pass <= fair->event.slot_count; pass++) { /* by slot; without one last */
        int slot = pass < fair->event.slot_count ? (int)pass : -1;
        for (size_t i = 0; status == MUS_OK && i < fair->meeting_count; i++) {
            const struct mus_meeting *m = &fair->meetings[i];
            if (m->slot != slot || !is_of(m, id) || !mus_meeting_counts(m)) {
                continue;
            }
            struct mus_text other = mus_text_equal(m->a, id) ? m->b : m->a;
            mus_json_begin_object(writer);
            mus_json_put_text(writer, "meeting", m->id);
            mus_json_put_z(writer, "state", mus_meeting_state_name(m->state));
            mus_json_key(writer, "with");
            status = mus_write_participant(planning, mus_fair_participant(fair, other), err);
            mus_put_seat(planning, &fair->event, m);
            mus_json_end_object(writer);
        }
    }
    mus_json_end_array(writer);
    return status;
}

static void put_wishes(struct mus_planning *planning, size_t at)
{
    const struct mus_fair *fair = &planning->fair;
    struct mus_text id = fair->participants[at].id;
    struct mus_json_writer *writer = &planning->writer;
    mus_json_key(writer, "wishes");
    mus_json_begin_array(writer);
    for (size_t i = 0; i < fair->wish_count; i++) {
        const struct mus_wish *wish = &fair->wishes[i];
        if (mus_text_equal(wish->from, id) || mus_text_equal(wish->to, id)) {
            mus_json_begin_object(writer);
            mus_json_put_text(writer, "from", wish->from);
            mus_json_put_text(writer, "to", wish->to);
            mus_json_put_z(writer, "wish", mus_wish_kind_name(wish->kind));
            mus_json_end_object(writer);
        }
    }
    mus_json_end_array(writer);
}

static enum mus_status put_attended(struct mus_planning *planning, size_t at, struct mus_error *err)
{
    struct mus_json_writer *writer = &planning->writer;
    struct mus_attendance_record record = {0};
    enum mus_status status =
        mus_attendance_before(planning->read, planning->fair.participants[at].company,
                              planning->fair.event.id, &planning->arena, &record, err);
    mus_json_key(writer, "attended");
    mus_json_begin_object(writer);
    mus_json_put_integer(writer, "events", record.events);
    mus_json_put_integer(writer, "cancelled", record.cancelled);
    mus_json_put_integer(writer, "no_shows", record.no_shows);
    mus_json_end_object(writer);
    return status;
}

/* Names of people are contacts: they are shown under the same condition. */
static enum mus_status put_names(struct mus_planning *planning, size_t at, struct mus_error *err)
{
    const struct mus_participant *who = &planning->fair.participants[at];
    struct mus_json_writer *writer = &planning->writer;
    struct mus_company_record record;
    struct mus_texts names = {NULL, 0};
    enum mus_status status =
        mus_store_company(planning->read, who->company, &planning->arena, &record, err);
    const char *withheld =
        status == MUS_OK ? mus_contacts_withheld(&record.company, planning->musubi->today) : "";
    if (status == MUS_OK && withheld[0] == '\0') {
        status = mus_store_people(planning->read, planning->fair.event.id, who->id,
                                  &planning->arena, &names, err);
    }
    mus_json_key(writer, "names");
    mus_write_texts(writer, names);
    if (withheld[0] != '\0') {
        mus_json_put_z(writer, "names_withheld", withheld);
    }
    return status;
}

static enum mus_status show(struct mus_musubi *musubi, const char *event, const char *id,
                            bool names, const struct mus_layout_change *change,
                            struct mus_sink *sink, struct mus_error *err)
{
    struct mus_planning planning;
    struct tally *tallies = NULL;
    size_t at = SIZE_MAX;
    enum mus_status status = mus_planning_open(&planning, musubi, event, NULL, err);
    if (status == MUS_OK) {
        at = mus_fair_participant(&planning.fair, mus_text_of(id));
        status = at == SIZE_MAX ? mus_fail(err, MUS_NOT_FOUND, "no participant \"%.*s\"",
                                           MUS_TEXT_SHORT_ARG(mus_text_of(id)))
                                : count_all(&planning, &tallies, err);
    }
    if (status == MUS_OK) {
        mus_json_begin_object(&planning.writer);
#define NEXT(call) status = status == MUS_OK ? (call) : status
        NEXT(put_head(&planning, at, &tallies[at], err));
        NEXT(put_agenda(&planning, at, err));
        put_wishes(&planning, at);
        NEXT(put_attended(&planning, at, err));
        if (names) {
            NEXT(put_names(&planning, at, err));
        }
        if (change != NULL) {
            NEXT(mus_put_unplaced(&planning, change, err));
        }
#undef NEXT
        mus_json_end_object(&planning.writer);
    }
    status = status == MUS_OK ? mus_planning_give(&planning, sink, err) : status;
    mus_planning_close(&planning);
    return status;
}

enum mus_status mus_participant_show(struct mus_musubi *musubi, const char *event,
                                     const char *participant, bool names, struct mus_sink *sink,
                                     struct mus_error *err)
{
    return show(musubi, event, participant, names, NULL, sink, err);
}

/* ------------------------------------------------------------------ listing */

struct wanted {
    size_t role;                      /* SIZE_MAX: any */
    enum mus_participant_state state; /* 0: any */
    struct mus_text company;          /* not given: any */
};

static enum mus_status read_wanted(const struct mus_planning *planning,
                                   const struct mus_participant_list_options *o,
                                   struct mus_arena *arena, struct wanted *out,
                                   struct mus_error *err)
{
    enum mus_status status = MUS_OK;
    *out = (struct wanted){.role = SIZE_MAX};
    if (o->role != NULL) {
        status = mus_event_find_role("--role", o->role, &planning->fair.event, &out->role, err);
    }
    if (status == MUS_OK && o->state != NULL) {
        out->state = mus_participant_state_of(mus_text_of(o->state));
        if (out->state == 0) {
            status = mus_fail(err, MUS_INVALID,
                              "--state: expected registered, waiting, cancelled or no_show, found "
                              "\"%s\"",
                              o->state);
        }
    }
    if (status == MUS_OK && o->company != NULL) {
        status =
            mus_store_resolve(planning->read, mus_text_of(o->company), arena, &out->company, err);
    }
    return status;
}

/* Companies are compared as they are now: both may have been merged since. */
static enum mus_status is_wanted(struct mus_planning *planning, const struct wanted *wanted,
                                 const struct mus_participant *who, bool *is, struct mus_error *err)
{
    struct mus_text company = MUS_NO_TEXT;
    enum mus_status status = MUS_OK;
    *is = (wanted->role == SIZE_MAX || wanted->role == who->role) &&
          (wanted->state == 0 || wanted->state == (enum mus_participant_state)who->state);
    if (*is && wanted->company.ptr != NULL) {
        status = mus_store_resolve(planning->read, who->company, &planning->arena, &company, err);
        *is = status == MUS_OK && mus_text_equal(company, wanted->company);
    }
    return status;
}

enum mus_status mus_event_participants(struct mus_musubi *musubi,
                                       const struct mus_participant_list_options *options,
                                       struct mus_sink *sink, struct mus_error *err)
{
    struct mus_planning planning;
    struct tally *tallies = NULL;
    struct wanted wanted;
    enum mus_status status = mus_planning_open(&planning, musubi, options->event, NULL, err);
    if (status == MUS_OK) {
        status = read_wanted(&planning, options, &planning.arena, &wanted, err);
    }
    status = status == MUS_OK ? count_all(&planning, &tallies, err) : status;
    for (size_t i = 0; status == MUS_OK && i < planning.fair.participant_count; i++) {
        bool is = false;
        status = is_wanted(&planning, &wanted, &planning.fair.participants[i], &is, err);
        if (status == MUS_OK && is) {
            mus_json_begin_object(&planning.writer);
            status = put_head(&planning, i, &tallies[i], err);
            mus_json_end_object(&planning.writer);
            status = status == MUS_OK ? mus_planning_give(&planning, sink, err) : status;
        }
    }
    mus_planning_close(&planning);
    return status;
}

/* ------------------------------------------------------------------ changing */

static enum mus_status read_bound(const char *option, const char *text, uint32_t *out,
                                  struct mus_error *err)
{
    uint64_t number = 0;
    if (text == NULL) {
        return MUS_OK;
    }
    if (strcmp(text, "role") == 0) {
        *out = MUS_PARTICIPANT_OF_ROLE;
        return MUS_OK;
    }
    enum mus_status status =
        mus_event_number_of(option, text, 0, MUS_EVENT_MAX_MEETINGS, &number, err);
    if (status == MUS_OK) {
        *out = (uint32_t)number;
    }
    return status;
}

static enum mus_status read_yes(const char *option, const char *text, bool *out,
                                struct mus_error *err)
{
    if (text == NULL) {
        return MUS_OK;
    }
    bool yes = strcmp(text, "yes") == 0;
    if (!yes && strcmp(text, "no") != 0) {
        return mus_fail(err, MUS_INVALID, "%s: expected yes or no, found \"%s\"", option, text);
    }
    *out = yes;
    return MUS_OK;
}

/* Cancelling and not coming are things of the day, which are looked at before they are done. */
static enum mus_status read_state(const char *text, uint8_t *out, struct mus_error *err)
{
    if (text == NULL) {
        return MUS_OK;
    }
    enum mus_participant_state state = mus_participant_state_of(mus_text_of(text));
    if (state != MUS_PARTICIPANT_REGISTERED && state != MUS_PARTICIPANT_WAITING) {
        return mus_fail(err, MUS_INVALID, "--state: expected registered or waiting, found \"%s\"",
                        text);
    }
    *out = (uint8_t)state;
    return MUS_OK;
}

static enum mus_status read_mode(const char *text, uint8_t *out, struct mus_error *err)
{
    enum mus_participant_mode mode = text == NULL ? (enum mus_participant_mode) * out
                                                  : mus_participant_mode_of(mus_text_of(text));
    *out = (uint8_t)mode;
    return mode != 0 ? MUS_OK
                     : mus_fail(err, MUS_INVALID,
                                "--mode: expected exclusive or sharing, found \"%s\"", text);
}

static enum mus_status read_booth(const struct mus_participant_options *o,
                                  const struct mus_event *event, struct mus_participant *who,
                                  struct mus_error *err)
{
    size_t hall = who->booth_hall;
    who->booth = mus_event_text_or(o->booth, who->booth);
    enum mus_status status =
        o->hall == NULL ? MUS_OK : mus_event_find_hall("--hall", o->hall, event, &hall, err);
    if (status == MUS_OK && o->hall != NULL && who->booth.len == 0) {
        status = mus_fail(err, MUS_INVALID, "--hall is that of a booth, and there is none");
    }
    who->booth_hall = who->booth.len == 0 ? 0 : (uint16_t)hall;
    return status;
}

static enum mus_status read_participant(const struct mus_participant_options *o,
                                        const struct mus_event *event, struct mus_arena *arena,
                                        struct mus_participant *who, struct mus_error *err)
{
    size_t role = who->role;
    enum mus_status status =
        o->role == NULL ? MUS_OK : mus_event_find_role("--role", o->role, event, &role, err);
#define NEXT(call) status = status == MUS_OK ? (call) : status
    NEXT(read_bound("--min", o->min, &who->min, err));
    NEXT(read_bound("--max", o->max, &who->max, err));
    if (o->unavailable != NULL) {
        NEXT(mus_event_slots_of("--unavailable", o->unavailable, event, arena, &who->unavailable,
                                err));
    }
    NEXT(read_booth(o, event, who, err));
    NEXT(read_state(o->state, &who->state, err));
    NEXT(read_mode(o->mode, &who->mode, err));
    if (o->languages != NULL) {
        NEXT(mus_event_list_of("--languages", o->languages, arena, &who->languages, err));
    }
    NEXT(read_yes("--online", o->online, &who->online, err));
    NEXT(read_yes("--meets", o->meets, &who->meets, err));
#undef NEXT
    who->time_zone = mus_event_text_or(o->time_zone, who->time_zone);
    who->role = (uint8_t)role;
    return status;
}

static enum mus_status change_participant(struct mus_write *write, void *context,
                                          struct mus_error *err)
{
    struct mus_event_changing *changing = context;
    const struct mus_participant_options *o = changing->options;
    const struct mus_read *view = mus_store_write_view(write);
    struct mus_text id = mus_text_of(changing->event);
    struct mus_event event;
    struct mus_participant who;
    mus_arena_reset(&changing->arena);
    enum mus_status status = mus_store_event(view, id, &changing->arena, &event, err);
    if (status == MUS_OK) {
        status = mus_store_participant(view, id, mus_text_of(o->participant), &changing->arena,
                                       &who, err);
    }
    if (status == MUS_OK) {
        mus_event_changing_what(changing, "change %.*s", MUS_TEXT_ARG(who.id));
        status = read_participant(o, &event, &changing->arena, &who, err);
    }
    if (status == MUS_OK) {
        const struct mus_layout_context how = mus_event_layout_context(changing);
        status =
            mus_participant_become(write, id, &who, &how, &changing->arena, &changing->change, err);
    }
    return status;
}

static bool says_something(const struct mus_participant_options *o)
{
    const char *const all[] = {o->role,      o->min,       o->max,    o->unavailable,
                               o->booth,     o->hall,      o->state,  o->mode,
                               o->languages, o->time_zone, o->online, o->meets};
    for (size_t i = 0; i < sizeof all / sizeof all[0]; i++) {
        if (all[i] != NULL) {
            return true;
        }
    }
    return false;
}

enum mus_status mus_participant_change(struct mus_musubi *musubi,
                                       const struct mus_participant_options *options,
                                       struct mus_sink *sink, struct mus_error *err)
{
    struct mus_event_changing changing = {.musubi = musubi,
                                          .event = options->event,
                                          .options = options,
                                          .by = options->by,
                                          .replan = options->replan};
    enum mus_status status =
        says_something(options)
            ? mus_store_update(musubi->store, change_participant, &changing, err)
            : mus_fail(err, MUS_INVALID, "nothing is said that is to change");
    if (status == MUS_OK) {
        status =
            show(musubi, options->event, options->participant, false, &changing.change, sink, err);
    }
    mus_arena_done(&changing.arena);
    return status;
}

/* ------------------------------------------------------------------ wishes */

struct wishing {
    struct mus_text event;
    struct mus_wish wish; /* kind 0: none */
};

static enum mus_status put_wish(struct mus_write *write, void *context, struct mus_error *err)
{
    const struct wishing *wishing = context;
    const struct mus_wish *wish = &wishing->wish;
    return wish->kind == 0 ? mus_store_remove_wish(write, wishing->event, wish->from, wish->to, err)
                           : mus_store_put_wish(write, wishing->event, wish, err);
}

static enum mus_status answer_wish(struct mus_musubi *musubi, const char *event,
                                   const struct mus_wish *wish, struct mus_sink *sink,
                                   struct mus_error *err)
{
    struct mus_planning planning;
    enum mus_status status = mus_planning_open(&planning, musubi, event, NULL, err);
    struct mus_json_writer *writer = &planning.writer;
    if (status == MUS_OK) {
        const struct mus_text sides[] = {wish->from, wish->to};
        mus_json_begin_object(writer);
        mus_json_put_text(writer, "event", planning.fair.event.id);
        for (size_t i = 0; status == MUS_OK && i < 2; i++) {
            mus_json_key(writer, i == 0 ? "from" : "to");
            status = mus_write_participant(&planning,
                                           mus_fair_participant(&planning.fair, sides[i]), err);
        }
        mus_json_put_text(writer, "wish",
                          wish->kind == 0 ? MUS_NO_TEXT
                                          : mus_text_of(mus_wish_kind_name(wish->kind)));
        mus_json_end_object(writer);
    }
    status = status == MUS_OK ? mus_planning_give(&planning, sink, err) : status;
    mus_planning_close(&planning);
    return status;
}

enum mus_status mus_event_wish(struct mus_musubi *musubi, const char *event, const char *from,
                               const char *to, const char *kind, struct mus_sink *sink,
                               struct mus_error *err)
{
    struct wishing wishing = {mus_text_of(event), {mus_text_of(from), mus_text_of(to), 0}};
    wishing.wish.kind = (uint8_t)mus_wish_kind_of(mus_text_of(kind));
    if (wishing.wish.kind == 0 && !mus_event_is_none(kind)) {
        return mus_fail(err, MUS_INVALID, "expected must, want, never or none, found \"%s\"",
                        kind == NULL ? "" : kind);
    }
    enum mus_status status = mus_store_update(musubi->store, put_wish, &wishing, err);
    return status == MUS_OK ? answer_wish(musubi, event, &wishing.wish, sink, err) : status;
}
