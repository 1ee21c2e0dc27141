#include "musubi/plan_shared.h"

#include "base/limits.h"
#include "base/workers.h"
#include "match/reasons.h"
#include "musubi/ledger_shared.h"
#include "musubi/summary.h"
#include "profile/value_json.h"
#include "store/companies.h"

#include <stdio.h>

#define USUAL_PERSON "organiser"

/* ------------------------------------------------------------------ opening and closing */

static enum mus_status check_options(const struct mus_plan_options *options, struct mus_error *err)
{
    if (options->threads < 0 || options->threads > MUS_MAX_THREADS) {
        return mus_fail(err, MUS_LIMIT, "threads: expected 1 to %d", MUS_MAX_THREADS);
    }
    if (options->seed < 0 || options->steps < 0 || options->time_ms < 0) {
        return mus_fail(err, MUS_INVALID, "%s: is below 0",
                        options->seed < 0    ? "seed"
                        : options->steps < 0 ? "steps"
                                             : "time");
    }
    return MUS_OK;
}

static void set_context(struct mus_planning *planning, const struct mus_plan_options *options)
{
    const char *by = options->by == NULL || options->by[0] == '\0' ? USUAL_PERSON : options->by;
    planning->context = (struct mus_fair_context){
        .world = &planning->musubi->world,
        .by = mus_text_of(by),
        .now = mus_musubi_now(planning->musubi),
        .threads = options->threads > 0 ? (size_t)options->threads : mus_workers_available(),
        .seed = (uint64_t)options->seed,
        .steps = (uint64_t)options->steps};
    if (options->time_ms > 0) {
        planning->deadline = mus_deadline_in_ms(options->time_ms);
        planning->until = mus_stop_at(&planning->deadline);
        planning->context.stop = &planning->until;
    }
}

enum mus_status mus_planning_open(struct mus_planning *planning, struct mus_musubi *musubi,
                                  const char *event, const struct mus_plan_options *options,
                                  struct mus_error *err)
{
    static const struct mus_plan_options none;
    *planning = (struct mus_planning){.musubi = musubi};
    planning->writer.buf = &planning->json;
    enum mus_status status = check_options(options == NULL ? &none : options, err);
    if (status == MUS_OK) {
        status = mus_store_read_begin(musubi->store, &planning->read, err);
    }
    if (status == MUS_OK) {
        status = mus_store_fair(planning->read, mus_text_of(event), &planning->arena,
                                &planning->fair, err);
    }
    if (status == MUS_OK) {
        set_context(planning, options == NULL ? &none : options);
    }
    return status;
}

void mus_planning_close(struct mus_planning *planning)
{
    mus_store_read_end(planning->read);
    mus_buf_done(&planning->json);
    mus_arena_done(&planning->arena);
    *planning = (struct mus_planning){0};
}

static enum mus_status commit(struct mus_write *write, void *context, struct mus_error *err)
{
    return mus_fair_plan_commit(write, context, err);
}

enum mus_status mus_planning_commit(struct mus_planning *planning, struct mus_fair_plan *plan,
                                    struct mus_error *err)
{
    /* A read that is open would stand in the way of a map that has to grow. */
    mus_store_read_end(planning->read);
    planning->read = NULL;
    return mus_store_update(planning->musubi->store, commit, plan, err);
}

enum mus_status mus_planning_give(struct mus_planning *planning, struct mus_sink *sink,
                                  struct mus_error *err)
{
    mus_json_end(&planning->writer);
    return mus_sink_give(sink, &planning->json, err);
}

/* ------------------------------------------------------------------ participants */

static enum mus_status make_room_for_names(struct mus_planning *planning, struct mus_error *err)
{
    size_t count = planning->fair.participant_count;
    planning->names = mus_arena_alloc(&planning->arena, count, sizeof *planning->names);
    planning->named = mus_arena_alloc(&planning->arena, count, sizeof *planning->named);
    return planning->names == NULL || planning->named == NULL ? mus_fail_memory(err) : MUS_OK;
}

/* The name of one participant's company: those that an answer shows are few beside those that
 * there are. */
static enum mus_status name_of(struct mus_planning *planning, size_t participant,
                               const struct mus_fair_name **out, struct mus_error *err)
{
    enum mus_status status = MUS_OK;
    if (planning->read == NULL) {
        status = mus_store_read_begin(planning->musubi->store, &planning->read, err);
    }
    if (status == MUS_OK && planning->named == NULL) {
        status = make_room_for_names(planning, err);
    }
    if (status == MUS_OK && !planning->named[participant]) {
        status =
            mus_fair_name_load(planning->read, planning->fair.participants[participant].company,
                               &planning->arena, &planning->names[participant], err);
        planning->named[participant] = status == MUS_OK;
    }
    if (status == MUS_OK) {
        *out = &planning->names[participant];
    }
    return status;
}

enum mus_status mus_put_participant(struct mus_planning *planning, size_t participant,
                                    struct mus_error *err)
{
    const struct mus_fair_name *name = NULL;
    struct mus_json_writer *writer = &planning->writer;
    enum mus_status status = name_of(planning, participant, &name, err);
    if (status != MUS_OK) {
        return status;
    }
    mus_json_put_text(writer, "participant", planning->fair.participants[participant].id);
    mus_json_put_text(writer, "company", planning->fair.participants[participant].company);
    mus_put_fair_name(writer, name);
    return MUS_OK;
}

enum mus_status mus_write_participant(struct mus_planning *planning, size_t participant,
                                      struct mus_error *err)
{
    mus_json_begin_object(&planning->writer);
    enum mus_status status = mus_put_participant(planning, participant, err);
    mus_json_end_object(&planning->writer);
    return status;
}

enum mus_status mus_put_between(struct mus_planning *planning, const struct mus_meeting *meeting,
                                struct mus_error *err)
{
    const struct mus_text sides[2] = {meeting->a, meeting->b};
    enum mus_status status = MUS_OK;
    mus_json_key(&planning->writer, "between");
    mus_json_begin_array(&planning->writer);
    for (unsigned side = 0; status == MUS_OK && side < 2; side++) {
        size_t at = mus_fair_participant(&planning->fair, sides[side]);
        if (at != SIZE_MAX) {
            status = mus_write_participant(planning, at, err);
        } else { /* of a run that was kept: the participant is gone since */
            mus_json_begin_object(&planning->writer);
            mus_json_put_text(&planning->writer, "participant", sides[side]);
            mus_json_end_object(&planning->writer);
        }
    }
    mus_json_end_array(&planning->writer);
    return status;
}

/* ------------------------------------------------------------------ meetings */

static void put_start(struct mus_json_writer *writer, const struct mus_event_slot *slot)
{
    char text[16];
    snprintf(text, sizeof text, "%02u:%02u", slot->start / 60U, slot->start % 60U);
    mus_json_put_text(writer, "slot", slot->id);
    mus_put_date(writer, "day", slot->day);
    mus_json_put_z(writer, "start", text);
}

static const struct mus_participant *host_of(const struct mus_planning *planning,
                                             const struct mus_meeting *meeting)
{
    struct mus_text id = meeting->place == MUS_PLACE_BOOTH_A ? meeting->a : meeting->b;
    size_t at = mus_fair_participant(&planning->fair, id);
    return at == SIZE_MAX ? NULL : &planning->fair.participants[at];
}

static void put_place(struct mus_planning *planning, const struct mus_event *event,
                      const struct mus_meeting *meeting)
{
    struct mus_json_writer *writer = &planning->writer;
    switch ((enum mus_timetable_place)meeting->place) {
    case MUS_PLACE_TABLE:
        mus_json_put_z(writer, "place", "table");
        if (meeting->table > 0) {
            mus_json_put_integer(writer, "table", meeting->table);
        }
        if (meeting->table > 0 && meeting->table <= event->table_count) {
            const struct mus_event_table *table = &event->tables[meeting->table - 1];
            mus_json_put_given(writer, "table_label", table->label);
            mus_json_put_text(writer, "hall", event->halls[table->hall].id);
        }
        break;
    case MUS_PLACE_BOOTH_A:
    case MUS_PLACE_BOOTH_B: {
        const struct mus_participant *host = host_of(planning, meeting);
        mus_json_put_z(writer, "place", "booth");
        if (host != NULL && host->booth.len > 0) {
            mus_json_put_text(writer, "booth", host->booth);
            mus_json_put_text(writer, "hall", event->halls[host->booth_hall].id);
        }
        break;
    }
    case MUS_PLACE_ONLINE:
        mus_json_put_z(writer, "place", "online");
        break;
    }
}

void mus_put_seat(struct mus_planning *planning, const struct mus_event *event,
                  const struct mus_meeting *meeting)
{
    struct mus_json_writer *writer = &planning->writer;
    if (meeting->slot < 0 || (size_t)meeting->slot >= event->slot_count) {
        mus_json_put_null(writer, "slot");
    } else {
        put_start(writer, &event->slots[meeting->slot]);
    }
    put_place(planning, event, meeting);
    if (meeting->interpreter >= 0 && (size_t)meeting->interpreter < event->interpreter_count) {
        mus_json_put_text(writer, "interpreter", event->interpreters[meeting->interpreter].id);
    }
}

static void put_lock(struct mus_json_writer *writer, const char *key, const struct mus_lock *lock)
{
    if (lock->by.len == 0) {
        return;
    }
    mus_json_key(writer, key);
    mus_json_begin_object(writer);
    mus_json_put_text(writer, "by", lock->by);
    mus_put_time(writer, "since", lock->since);
    mus_json_end_object(writer);
}

enum mus_status mus_put_meeting(struct mus_planning *planning, const struct mus_meeting *meeting,
                                struct mus_error *err)
{
    struct mus_json_writer *writer = &planning->writer;
    mus_json_put_text(writer, "meeting", meeting->id);
    mus_json_put_z(writer, "state", mus_meeting_state_name((enum mus_meeting_state)meeting->state));
    enum mus_status status = mus_put_between(planning, meeting, err);
    mus_json_put_integer(writer, "score", meeting->score);
    mus_put_seat(planning, &planning->fair.event, meeting);
    mus_json_put_given(writer, "language", meeting->language);
    mus_json_key(writer, "locks");
    mus_json_begin_object(writer);
    put_lock(writer, "pair", &meeting->lock_pair);
    put_lock(writer, "slot", &meeting->lock_slot);
    put_lock(writer, "table", &meeting->lock_table);
    mus_json_end_object(writer);
    mus_json_put_integer(writer, "sequence", meeting->sequence);
    mus_json_put_given(writer, "absent", meeting->absent);
    mus_json_put_given(writer, "case", meeting->case_id);
    return status;
}

/* ------------------------------------------------------------------ changes */

void mus_put_words(struct mus_json_writer *writer, const char *key, const struct mus_words *words)
{
    mus_put_label(writer, key,
                  (struct mus_bilingual){mus_text_of(words->ja), mus_text_of(words->en)});
}

void mus_put_change(struct mus_json_writer *writer, enum mus_change change)
{
    static const struct mus_words words[MUS_CHANGE_COUNT] = {
        [MUS_CHANGE_NONE] = {"変わらない", "stays"},
        [MUS_CHANGE_GAINED] = {"新しく組む", "gained"},
        [MUS_CHANGE_LOST] = {"なくなる", "lost"},
        [MUS_CHANGE_HELD] = {"結果が出た", "settled"},
        [MUS_CHANGE_PLACED] = {"時間が決まる", "placed"},
        [MUS_CHANGE_UNPLACED] = {"時間がなくなる", "loses its slot"},
        [MUS_CHANGE_MOVED] = {"時間が変わる", "moves"},
        [MUS_CHANGE_RESEATED] = {"席が変わる", "same slot, another place"},
        [MUS_CHANGE_LOCKED] = {"固定が変わる", "locks change"},
    };
    mus_json_put_z(writer, "change", mus_change_name(change));
    mus_put_words(writer, "label", &words[change]);
}

static enum mus_status put_change(struct mus_planning *planning, const struct mus_fair_plan *plan,
                                  size_t i, enum mus_change change, struct mus_error *err)
{
    struct mus_json_writer *writer = &planning->writer;
    const struct mus_meeting *is = &plan->meetings[i];
    mus_json_begin_object(writer);
    mus_json_put_given(writer, "meeting", is->id);
    mus_put_change(writer, change);
    enum mus_status status = mus_put_between(planning, is, err);
    if (i < plan->before->meeting_count && mus_meeting_counts(&plan->before->meetings[i])) {
        mus_json_key(writer, "was");
        mus_json_begin_object(writer);
        mus_put_seat(planning, &plan->before->event, &plan->before->meetings[i]);
        mus_json_end_object(writer);
    }
    if (mus_meeting_counts(is)) {
        mus_json_key(writer, "is");
        mus_json_begin_object(writer);
        mus_put_seat(planning, &plan->event, is);
        mus_json_end_object(writer);
    }
    mus_json_end_object(writer);
    return status;
}

enum mus_status mus_put_changes(struct mus_planning *planning, const struct mus_fair_plan *plan,
                                struct mus_error *err)
{
    struct mus_json_writer *writer = &planning->writer;
    size_t counts[MUS_CHANGE_COUNT] = {0};
    enum mus_status status = MUS_OK;
    mus_json_key(writer, "changes");
    mus_json_begin_array(writer);
    for (size_t i = 0; status == MUS_OK && i < plan->meeting_count; i++) {
        enum mus_change change = mus_fair_plan_change(plan, i);
        counts[change] += change != MUS_CHANGE_NONE || mus_meeting_counts(&plan->meetings[i]);
        if (change != MUS_CHANGE_NONE) {
            status = put_change(planning, plan, i, change, err);
        }
    }
    mus_json_end_array(writer);
    mus_json_key(writer, "counts");
    mus_json_begin_object(writer);
    mus_json_put_integer(writer, "stays", (int64_t)counts[MUS_CHANGE_NONE]);
    for (unsigned change = 1; change < MUS_CHANGE_COUNT; change++) {
        mus_json_put_integer(writer, mus_change_name((enum mus_change)change),
                             (int64_t)counts[change]);
    }
    mus_json_end_object(writer);
    return status;
}

enum mus_status mus_put_left(struct mus_planning *planning, const struct mus_timetable_run *run,
                             struct mus_error *err)
{
    struct mus_json_writer *writer = &planning->writer;
    enum mus_status status = MUS_OK;
    mus_json_key(writer, "left_out");
    mus_json_begin_array(writer);
    for (size_t i = 0; status == MUS_OK && i < run->left_count; i++) {
        const struct mus_meeting *meeting = &run->plan.meetings[run->left[i].meeting];
        mus_json_begin_object(writer);
        mus_json_put_given(writer, "meeting", meeting->id);
        status = mus_put_between(planning, meeting, err);
        mus_put_label(writer, "why", (struct mus_bilingual){run->left[i].ja, run->left[i].en});
        mus_json_end_object(writer);
    }
    mus_json_end_array(writer);
    return status;
}

/* ------------------------------------------------------------------ runs */

static bool is_given(const struct mus_digest *digest)
{
    static const struct mus_digest none;
    return mus_digest_compare(digest, &none) != 0;
}

static void put_document(struct mus_json_writer *writer, const char *key,
                         const struct mus_digest *digest)
{
    if (is_given(digest)) {
        mus_put_digest(writer, key, digest);
    }
}

static int64_t shown(uint64_t number)
{
    return number > (uint64_t)MUS_JSON_INTEGER_MAX ? MUS_JSON_INTEGER_MAX : (int64_t)number;
}

void mus_put_run(struct mus_json_writer *writer, const struct mus_run *run)
{
    bool pairing = run->kind == MUS_RUN_PAIRING;
    mus_json_put_integer(writer, "run", shown(run->number));
    mus_json_put_z(writer, "kind", mus_run_kind_name((enum mus_run_kind)run->kind));
    mus_json_put_text(writer, "what", run->what);
    mus_json_put_text(writer, "by", run->by);
    mus_put_time(writer, "recorded", run->recorded);
    mus_json_put_integer(writer, "seed", shown(run->seed));
    mus_json_put_integer(writer, "steps", shown(run->steps));
    mus_json_put_given(writer, "mode", run->mode);
    mus_json_put_integer(writer, "meetings", shown(run->meeting_count));
    mus_json_put_integer(writer, "unplaced", shown(run->left_out));
    mus_json_put_integer(writer, "moved", shown(run->moved));
    mus_json_put_integer(writer, "breaks", shown(run->breaks));
    if (pairing) {
        mus_json_put_integer(writer, "evenness", run->evenness);
        mus_json_put_integer(writer, "total", run->total);
        mus_json_put_integer(writer, "upper_bound", run->upper_bound);
        mus_json_put_integer(writer, "missing", shown(run->missing));
        mus_json_put_integer(writer, "gini", run->gini);
    } else if (run->mode.len > 0) {
        mus_json_put_integer(writer, "lower_bound", shown(run->lower_bound));
    }
    put_document(writer, "problem_digest", &run->problem);
    put_document(writer, "answer_digest", &run->answer);
    put_document(writer, "meetings_digest", &run->meetings);
    put_document(writer, "weights", &run->weights);
}

/* ------------------------------------------------------------------ reasons */

void mus_put_apart(struct mus_planning *planning, enum mus_apart apart, enum mus_veto veto)
{
    static const struct mus_words words[MUS_APART_COUNT] = {
        [MUS_APART_NOT] = {"", ""},
        [MUS_APART_ABSENT] = {"一方が参加していない", "one of the two is not registered"},
        [MUS_APART_NO_MEETINGS] = {"一方が商談を希望していない",
                                   "one of the two asks for no meetings"},
        [MUS_APART_ROLES] = {"役割が商談の組み合わせに当たらない", "their roles do not meet"},
        [MUS_APART_SAME_COMPANY] = {"同じ企業である", "they are of one company"},
        [MUS_APART_HELD] = {"この催しですでに会った", "the two have met at this event"},
        [MUS_APART_NEVER] = {"会わないことを希望している", "one wishes not to meet the other"},
        [MUS_APART_VETO] = {"", ""},
        [MUS_APART_SLOTS] = {"二者とも来られる時間がない", "they never come at the same time"},
        [MUS_APART_LANGUAGE] = {"共通の言語も通訳もない",
                                "no language in common, and no interpreter"},
    };
    struct mus_json_writer *writer = &planning->writer;
    if (apart == MUS_APART_VETO) {
        struct mus_text reason = mus_text_of(mus_veto_name(veto));
        mus_json_put_text(writer, "reason", reason);
        mus_put_label(writer, "label",
                      mus_world_label(&planning->musubi->world, "veto_reasons", reason));
        return;
    }
    mus_json_put_z(writer, "reason", mus_apart_name(apart));
    mus_put_words(writer, "label", &words[apart]);
}
