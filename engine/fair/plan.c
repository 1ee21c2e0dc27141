#include "fair/plan.h"

#include "base/mem.h"
#include "crypto/encode.h"
#include "fair/format/event_record.h"
#include "fair/meet.h"
#include "store/documents.h"

#include <stdlib.h>
#include <string.h>

/* ------------------------------------------------------------------ the state */

/* A record behind its length, so that two different lists never give the same bytes. */
static void add_record(struct mus_digest_run *run, struct mus_buf *record)
{
    unsigned char length[8];
    for (unsigned i = 0; i < sizeof length; i++) {
        length[i] = (unsigned char)((uint64_t)record->len >> (8 * i));
    }
    mus_digest_add(run, length, sizeof length);
    mus_digest_add(run, record->data, record->len);
    if (!record->failed) {
        mus_buf_clear(record);
    }
}

enum mus_status mus_fair_state(const struct mus_fair *fair, struct mus_digest *out,
                               struct mus_error *err)
{
    struct mus_digest_run run;
    struct mus_buf record = {0};
    mus_digest_init(&run, MUS_DIGEST_SHA256);
    mus_event_encode(&fair->event, &record);
    add_record(&run, &record);
    for (size_t i = 0; i < fair->participant_count; i++) {
        mus_participant_encode(&fair->participants[i], &record);
        add_record(&run, &record);
    }
    for (size_t i = 0; i < fair->wish_count; i++) {
        const struct mus_wish *wish = &fair->wishes[i];
        mus_buf_printf(&record, "%.*s %.*s %u", MUS_TEXT_ARG(wish->from), MUS_TEXT_ARG(wish->to),
                       wish->kind);
        add_record(&run, &record);
    }
    for (size_t i = 0; i < fair->meeting_count; i++) {
        mus_meeting_encode(&fair->meetings[i], &record);
        add_record(&run, &record);
    }
    enum mus_status status = mus_buf_check(&record, err);
    mus_buf_done(&record);
    if (status == MUS_OK) {
        *out = mus_digest_take(&run);
    }
    return status;
}

/* ------------------------------------------------------------------ working it out */

static enum mus_status copy_lists(struct mus_fair_plan *plan, size_t room, struct mus_error *err)
{
    const struct mus_fair *before = plan->before;
    plan->participants =
        mus_arena_alloc(&plan->arena, before->participant_count, sizeof *plan->participants);
    plan->meetings =
        mus_arena_alloc(&plan->arena, before->meeting_count + room, sizeof *plan->meetings);
    if (plan->participants == NULL || plan->meetings == NULL) {
        return mus_fail_memory(err);
    }
    for (size_t i = 0; i < before->participant_count; i++) {
        plan->participants[i] = before->participants[i];
    }
    for (size_t i = 0; i < before->meeting_count; i++) {
        plan->meetings[i] = before->meetings[i];
    }
    plan->meeting_count = before->meeting_count;
    return MUS_OK;
}

enum mus_status mus_fair_plan_init(struct mus_fair_plan *plan, const struct mus_fair *before,
                                   const struct mus_fair_context *context, size_t room,
                                   enum mus_run_kind kind, const char *what, struct mus_error *err)
{
    *plan = (struct mus_fair_plan){.before = before, .event = before->event};
    plan->run = (struct mus_run){.kind = (uint8_t)kind,
                                 .recorded = context->now,
                                 .seed = context->seed,
                                 .steps = context->steps};
    plan->run.what = mus_arena_copy(&plan->arena, mus_text_of(what));
    plan->run.by = mus_arena_copy(&plan->arena, context->by);
    enum mus_status status = plan->run.what.ptr == NULL || plan->run.by.ptr == NULL
                                 ? mus_fail_memory(err)
                                 : copy_lists(plan, room, err);
    if (status == MUS_OK) {
        status = mus_fair_state(before, &plan->state, err);
    }
    if (status != MUS_OK) {
        mus_fair_plan_done(plan);
    }
    return status;
}

enum mus_status mus_fair_plan_weigh(struct mus_fair_plan *plan,
                                    const struct mus_fair_context *context, struct mus_error *err)
{
    struct mus_text hex = {context->world->weights_digest, MUS_WEIGHTS_DIGEST_LEN};
    unsigned char *bytes = plan->run.weights.bytes;
    return mus_hex_read(hex, bytes, sizeof plan->run.weights.bytes)
               ? MUS_OK
               : mus_fail(err, MUS_CORRUPT, "weights: malformed digest");
}

void mus_fair_plan_done(struct mus_fair_plan *plan)
{
    mus_arena_done(&plan->arena);
    *plan = (struct mus_fair_plan){0};
}

struct mus_fair mus_fair_plan_after(const struct mus_fair_plan *plan)
{
    struct mus_fair after = *plan->before;
    after.event = plan->event;
    after.participants = plan->participants;
    after.meetings = plan->meetings;
    after.meeting_count = plan->meeting_count;
    return after;
}

/* ------------------------------------------------------------------ what changes */

static const char *const CHANGES[MUS_CHANGE_COUNT] = {
    [MUS_CHANGE_NONE] = "none",     [MUS_CHANGE_GAINED] = "gained",
    [MUS_CHANGE_LOST] = "lost",     [MUS_CHANGE_HELD] = "held",
    [MUS_CHANGE_PLACED] = "placed", [MUS_CHANGE_UNPLACED] = "unplaced",
    [MUS_CHANGE_MOVED] = "moved",   [MUS_CHANGE_RESEATED] = "reseated",
    [MUS_CHANGE_LOCKED] = "locked",
};

const char *mus_change_name(enum mus_change change)
{
    return CHANGES[change];
}

bool mus_meeting_counts(const struct mus_meeting *meeting)
{
    return meeting->state != MUS_MEETING_CANCELLED;
}

static bool same_lock(const struct mus_lock *a, const struct mus_lock *b)
{
    return mus_text_equal(a->by, b->by) && a->since == b->since;
}

enum mus_change mus_meeting_change(const struct mus_meeting *was, const struct mus_meeting *is)
{
    bool counted = was != NULL && mus_meeting_counts(was);
    bool counts = is != NULL && mus_meeting_counts(is);
    if (!counted || !counts) {
        return counts ? MUS_CHANGE_GAINED : counted ? MUS_CHANGE_LOST : MUS_CHANGE_NONE;
    }
    if (was->state != is->state) {
        return MUS_CHANGE_HELD;
    }
    if (was->slot != is->slot) {
        return was->slot < 0  ? MUS_CHANGE_PLACED
               : is->slot < 0 ? MUS_CHANGE_UNPLACED
                              : MUS_CHANGE_MOVED;
    }
    if (was->table != is->table || was->place != is->place || was->interpreter != is->interpreter) {
        return MUS_CHANGE_RESEATED;
    }
    return same_lock(&was->lock_pair, &is->lock_pair) &&
                   same_lock(&was->lock_slot, &is->lock_slot) &&
                   same_lock(&was->lock_table, &is->lock_table)
               ? MUS_CHANGE_NONE
               : MUS_CHANGE_LOCKED;
}

enum mus_change mus_fair_plan_change(const struct mus_fair_plan *plan, size_t i)
{
    const struct mus_meeting *was =
        i < plan->before->meeting_count ? &plan->before->meetings[i] : NULL;
    return mus_meeting_change(was, &plan->meetings[i]);
}

/* Holes between the meetings of one participant on each day of the event. */
static uint64_t breaks_of(const struct mus_event *event, mus_slots busy)
{
    uint64_t breaks = 0;
    bool after_meeting = false;
    bool in_hole = false;
    for (size_t s = 0; s < event->slot_count; s++) {
        if (s > 0 && event->slots[s].day != event->slots[s - 1].day) {
            after_meeting = in_hole = false;
        }
        if ((busy >> s & 1U) == 0) {
            in_hole = after_meeting;
            continue;
        }
        breaks += in_hole;
        after_meeting = true;
        in_hole = false;
    }
    return breaks;
}

/* The slots of each participant's meetings. */
static enum mus_status busy_of(const struct mus_fair *fair, mus_slots **out, struct mus_error *err)
{
    mus_slots *busy = mus_alloc_zero(fair->participant_count, sizeof *busy);
    if (busy == NULL) {
        return mus_fail_memory(err);
    }
    for (size_t i = 0; i < fair->meeting_count; i++) {
        const struct mus_meeting *meeting = &fair->meetings[i];
        if (!mus_meeting_counts(meeting) || meeting->slot < 0) {
            continue;
        }
        size_t a = mus_fair_participant(fair, meeting->a);
        size_t b = mus_fair_participant(fair, meeting->b);
        if (a != SIZE_MAX && b != SIZE_MAX) {
            busy[a] |= (mus_slots)1 << meeting->slot;
            busy[b] |= (mus_slots)1 << meeting->slot;
        }
    }
    *out = busy;
    return MUS_OK;
}

static void count_meetings(struct mus_fair_plan *plan)
{
    struct mus_run *run = &plan->run;
    run->meeting_count = run->left_out = run->moved = 0;
    for (size_t i = 0; i < plan->meeting_count; i++) {
        const struct mus_meeting *meeting = &plan->meetings[i];
        run->moved += mus_fair_plan_change(plan, i) == MUS_CHANGE_MOVED;
        if (mus_meeting_counts(meeting)) {
            run->meeting_count++;
            run->left_out += meeting->slot < 0;
        }
    }
}

enum mus_status mus_fair_plan_count(struct mus_fair_plan *plan, struct mus_error *err)
{
    struct mus_fair after = mus_fair_plan_after(plan);
    mus_slots *busy = NULL;
    enum mus_status status = busy_of(&after, &busy, err);
    if (status != MUS_OK) {
        return status;
    }
    count_meetings(plan);
    plan->run.breaks = 0;
    for (size_t i = 0; i < after.participant_count; i++) {
        plan->run.breaks += breaks_of(&plan->event, busy[i]);
    }
    mus_free(busy);
    return MUS_OK;
}

enum mus_status mus_fair_breaks_apart(const struct mus_fair *fair, struct mus_breaks_apart *out,
                                      struct mus_error *err)
{
    struct mus_breaks_apart apart = {.fewest = UINT32_MAX, .who = SIZE_MAX};
    mus_slots *busy = NULL;
    enum mus_status status = busy_of(fair, &busy, err);
    for (size_t i = 0; status == MUS_OK && i < fair->participant_count; i++) {
        if (!mus_takes_part(&fair->participants[i])) {
            continue;
        }
        uint32_t breaks = (uint32_t)breaks_of(&fair->event, busy[i]);
        apart.fewest = breaks < apart.fewest ? breaks : apart.fewest;
        if (apart.who == SIZE_MAX || breaks > apart.most) {
            apart.most = breaks;
            apart.who = i;
        }
    }
    mus_free(busy);
    if (status == MUS_OK) {
        apart.fewest = apart.who == SIZE_MAX ? 0 : apart.fewest;
        *out = apart;
    }
    return status;
}

/* ------------------------------------------------------------------ meetings as a document */

static void append_record(struct mus_buf *record, struct mus_buf *out)
{
    mus_buf_add_u32(out, (uint32_t)record->len);
    mus_buf_add(out, record->data, record->len);
    if (!record->failed) {
        mus_buf_clear(record);
    }
}

enum mus_status mus_meetings_write(const struct mus_event *event,
                                   const struct mus_meeting *meetings, size_t count,
                                   struct mus_buf *out, struct mus_error *err)
{
    struct mus_buf record = {0};
    mus_event_encode(event, &record);
    append_record(&record, out);
    for (size_t i = 0; i < count; i++) {
        mus_meeting_encode(&meetings[i], &record);
        append_record(&record, out);
    }
    enum mus_status status = mus_buf_check(&record, err);
    mus_buf_done(&record);
    return status == MUS_OK ? mus_buf_check(out, err) : status;
}

/* The record at *at; false where the bytes end in the middle of one. */
static bool next_record(struct mus_text bytes, size_t *at, struct mus_text *record)
{
    if (bytes.len - *at < 4) {
        return false;
    }
    const unsigned char *head = (const unsigned char *)bytes.ptr + *at;
    size_t length = head[0] | (size_t)head[1] << 8 | (size_t)head[2] << 16 | (size_t)head[3] << 24;
    if (bytes.len - *at - 4 < length) {
        return false;
    }
    *record = (struct mus_text){bytes.ptr + *at + 4, length};
    *at += 4 + length;
    return true;
}

/* From the numbers of `then` to those of `now`; true where the meeting's slot is gone. */
static bool bring_up(struct mus_meeting *meeting, const struct mus_event *then,
                     const struct mus_event *now)
{
    size_t interpreter =
        meeting->interpreter < 0
            ? SIZE_MAX
            : mus_event_interpreter_of(now, then->interpreters[meeting->interpreter].id);
    meeting->interpreter = interpreter == SIZE_MAX ? -1 : (int16_t)interpreter;
    if (meeting->slot < 0) {
        return false;
    }
    size_t slot = mus_event_slot_of(now, then->slots[meeting->slot].id);
    if (slot != SIZE_MAX) {
        meeting->slot = (int16_t)slot;
        return false;
    }
    meeting->slot = meeting->interpreter = -1;
    meeting->table = 0;
    meeting->lock_slot = meeting->lock_table = (struct mus_lock){0};
    return true;
}

static enum mus_status read_stood(struct mus_text record, const struct mus_event *then,
                                  const struct mus_event *now, struct mus_meeting *meeting,
                                  bool *gone, struct mus_error *err)
{
    struct mus_error reason;
    enum mus_status status = mus_meeting_decode(record, meeting, err);
    if (status == MUS_OK && mus_meeting_check(meeting, then, &reason) != MUS_OK) {
        status = mus_fail(err, MUS_CORRUPT, "%s", reason.message);
    }
    if (status == MUS_OK) {
        *gone = bring_up(meeting, then, now);
    }
    return status;
}

enum mus_status mus_meetings_read(struct mus_text bytes, const struct mus_event *now,
                                  struct mus_arena *arena, struct mus_stood *out,
                                  struct mus_error *err)
{
    struct mus_event then;
    struct mus_text record;
    size_t head = 0;
    size_t found = 0;
    if (!next_record(bytes, &head, &record)) {
        return mus_fail(err, MUS_CORRUPT, "meetings: cut short");
    }
    enum mus_status status = mus_event_decode(record, arena, &then, err);
    for (size_t at = head; status == MUS_OK && at < bytes.len; found++) {
        if (!next_record(bytes, &at, &record)) {
            return mus_fail(err, MUS_CORRUPT, "meetings[%zu]: cut short", found);
        }
    }
    struct mus_meeting *list = mus_arena_alloc(arena, found, sizeof *list);
    bool *gone = mus_arena_alloc(arena, found, sizeof *gone);
    if (status == MUS_OK && (list == NULL || gone == NULL)) {
        status = mus_fail_memory(err);
    }
    for (size_t i = 0; status == MUS_OK && i < found && next_record(bytes, &head, &record); i++) {
        status = read_stood(record, &then, now, &list[i], &gone[i], err);
        status = status == MUS_OK ? status : mus_fail_at(err, status, "meetings[%zu]", i);
    }
    if (status == MUS_OK) {
        *out = (struct mus_stood){list, gone, found};
    }
    return status;
}
