/* The records of what belongs to an event; texts and names as in event_record.c.
 *
 * A participant:
 *     u8   version (1)
 *     text id, company ‖ u8 role, mode, state ‖ u32 min, max ‖ text booth ‖ u16 booth_hall
 *     u64  unavailable ‖ u8 flags (1 online, 2 meets) ‖ texts languages ‖ text time_zone
 *     u16  people ‖ u64 registered
 *
 * A meeting:
 *     u8   version (1)
 *     text id, a, b ‖ u32 score ‖ u8 state ‖ u8 place ‖ i16 slot ‖ u16 table ‖ i16 interpreter
 *     text language ‖ three locks, each: text by ‖ u64 since ‖ u32 sequence ‖ text absent, case_id
 *     u64  changed
 *
 * A run:
 *     u8   version (1)
 *     u64  number ‖ u8 kind ‖ text what, by ‖ u64 recorded, seed, steps ‖ u32 evenness ‖ text mode
 *     four digests ‖ u64 meeting_count, left_out, breaks, lower_bound, moved, missing
 *     i64  total, upper_bound ‖ u32 gini
 *
 * People: u8 version (1) ‖ texts. */
#include "fair/format/event_record.h"

#include "fair/format/record_fields.h"

#include <string.h>

enum { ONLINE = 1, MEETS = 2 };

/* ---- writing ---- */

void mus_participant_encode(const struct mus_participant *who, struct mus_buf *out)
{
    mus_buf_add_byte(out, MUS_RECORD_VERSION);
    mus_field_add_text(out, who->id);
    mus_field_add_text(out, who->company);
    mus_buf_add_byte(out, who->role);
    mus_buf_add_byte(out, who->mode);
    mus_buf_add_byte(out, who->state);
    mus_buf_add_u32(out, who->min);
    mus_buf_add_u32(out, who->max);
    mus_field_add_text(out, who->booth);
    mus_buf_add_u16(out, who->booth_hall);
    mus_buf_add_u64(out, who->unavailable);
    mus_buf_add_byte(out, (unsigned char)((who->online ? ONLINE : 0) | (who->meets ? MEETS : 0)));
    mus_field_add_texts(out, &who->languages);
    mus_field_add_text(out, who->time_zone);
    mus_buf_add_u16(out, who->people);
    mus_buf_add_u64(out, who->registered);
}

static void add_lock(struct mus_buf *out, const struct mus_lock *lock)
{
    mus_field_add_text(out, lock->by);
    mus_buf_add_u64(out, lock->since);
}

void mus_meeting_encode(const struct mus_meeting *m, struct mus_buf *out)
{
    mus_buf_add_byte(out, MUS_RECORD_VERSION);
    mus_field_add_text(out, m->id);
    mus_field_add_text(out, m->a);
    mus_field_add_text(out, m->b);
    mus_buf_add_u32(out, m->score);
    mus_buf_add_byte(out, m->state);
    mus_buf_add_byte(out, m->place);
    mus_buf_add_u16(out, (uint16_t)m->slot);
    mus_buf_add_u16(out, m->table);
    mus_buf_add_u16(out, (uint16_t)m->interpreter);
    mus_field_add_text(out, m->language);
    add_lock(out, &m->lock_pair);
    add_lock(out, &m->lock_slot);
    add_lock(out, &m->lock_table);
    mus_buf_add_u32(out, m->sequence);
    mus_field_add_text(out, m->absent);
    mus_field_add_text(out, m->case_id);
    mus_buf_add_u64(out, m->changed);
}

void mus_run_encode(const struct mus_run *run, struct mus_buf *out)
{
    const struct mus_digest *const digests[] = {&run->problem, &run->answer, &run->meetings,
                                                &run->weights};
    mus_buf_add_byte(out, MUS_RECORD_VERSION);
    mus_buf_add_u64(out, run->number);
    mus_buf_add_byte(out, run->kind);
    mus_field_add_text(out, run->what);
    mus_field_add_text(out, run->by);
    mus_buf_add_u64(out, run->recorded);
    mus_buf_add_u64(out, run->seed);
    mus_buf_add_u64(out, run->steps);
    mus_buf_add_u32(out, run->evenness);
    mus_field_add_text(out, run->mode);
    for (size_t i = 0; i < sizeof digests / sizeof digests[0]; i++) {
        mus_buf_add(out, digests[i]->bytes, sizeof digests[i]->bytes);
    }
    mus_buf_add_u64(out, run->meeting_count);
    mus_buf_add_u64(out, run->left_out);
    mus_buf_add_u64(out, run->breaks);
    mus_buf_add_u64(out, run->lower_bound);
    mus_buf_add_u64(out, run->moved);
    mus_buf_add_u64(out, run->missing);
    mus_buf_add_u64(out, (uint64_t)run->total);
    mus_buf_add_u64(out, (uint64_t)run->upper_bound);
    mus_buf_add_u32(out, run->gini);
}

void mus_people_encode(const struct mus_texts *names, struct mus_buf *out)
{
    mus_buf_add_byte(out, MUS_RECORD_VERSION);
    mus_field_add_texts(out, names);
}

/* ---- reading ---- */

static enum mus_status take_participant(struct mus_bytes *in, struct mus_arena *arena,
                                        struct mus_participant *out, struct mus_error *err)
{
    out->id = mus_field_text(in);
    out->company = mus_field_text(in);
    out->role = mus_bytes_u8(in);
    out->mode = mus_bytes_u8(in);
    out->state = mus_bytes_u8(in);
    out->min = mus_bytes_u32(in);
    out->max = mus_bytes_u32(in);
    out->booth = mus_field_text(in);
    out->booth_hall = mus_bytes_u16(in);
    out->unavailable = mus_bytes_u64(in);
    unsigned flags = mus_bytes_u8(in);
    out->online = (flags & ONLINE) != 0;
    out->meets = (flags & MEETS) != 0;
    in->failed = in->failed || flags > (ONLINE | MEETS);
    enum mus_status status = mus_field_texts(in, arena, &out->languages, err);
    out->time_zone = mus_field_text(in);
    out->people = mus_bytes_u16(in);
    out->registered = mus_bytes_u64(in);
    return status;
}

enum mus_status mus_participant_decode(struct mus_text bytes, struct mus_arena *arena,
                                       struct mus_participant *out, struct mus_error *err)
{
    struct mus_bytes in = mus_bytes_of(bytes.ptr, bytes.len);
    struct mus_participant who = {0};
    struct mus_error reason;
    enum mus_status status = mus_field_version(&in, "participant", err);
    status = status == MUS_OK ? take_participant(&in, arena, &who, err) : status;
    status = status == MUS_OK ? mus_field_end(&in, "participant", err) : status;
    if (status == MUS_OK) {
        status = mus_field_judge(mus_participant_check(&who, NULL, &reason), &reason, "participant",
                                 err);
    }
    if (status == MUS_OK) {
        *out = who;
    }
    return status;
}

static struct mus_lock take_lock(struct mus_bytes *in)
{
    struct mus_text by = mus_field_text(in);
    return (struct mus_lock){by, mus_bytes_u64(in)};
}

static void take_meeting(struct mus_bytes *in, struct mus_meeting *out)
{
    out->id = mus_field_text(in);
    out->a = mus_field_text(in);
    out->b = mus_field_text(in);
    out->score = mus_bytes_u32(in);
    out->state = mus_bytes_u8(in);
    out->place = mus_bytes_u8(in);
    out->slot = (int16_t)mus_bytes_u16(in);
    out->table = mus_bytes_u16(in);
    out->interpreter = (int16_t)mus_bytes_u16(in);
    out->language = mus_field_text(in);
    out->lock_pair = take_lock(in);
    out->lock_slot = take_lock(in);
    out->lock_table = take_lock(in);
    out->sequence = mus_bytes_u32(in);
    out->absent = mus_field_text(in);
    out->case_id = mus_field_text(in);
    out->changed = mus_bytes_u64(in);
}

enum mus_status mus_meeting_decode(struct mus_text bytes, struct mus_meeting *out,
                                   struct mus_error *err)
{
    struct mus_bytes in = mus_bytes_of(bytes.ptr, bytes.len);
    struct mus_meeting m = {0};
    struct mus_error reason;
    enum mus_status status = mus_field_version(&in, "meeting", err);
    if (status == MUS_OK) {
        take_meeting(&in, &m);
        status = mus_field_end(&in, "meeting", err);
    }
    if (status == MUS_OK) {
        status = mus_field_judge(mus_meeting_check(&m, NULL, &reason), &reason, "meeting", err);
    }
    if (status == MUS_OK) {
        *out = m;
    }
    return status;
}

static void take_digest(struct mus_bytes *in, struct mus_digest *out)
{
    const unsigned char *at = mus_bytes_take(in, sizeof out->bytes);
    if (at != NULL) {
        memcpy(out->bytes, at, sizeof out->bytes);
    }
}

static void take_run(struct mus_bytes *in, struct mus_run *out)
{
    out->number = mus_bytes_u64(in);
    out->kind = mus_bytes_u8(in);
    out->what = mus_field_text(in);
    out->by = mus_field_text(in);
    out->recorded = mus_bytes_u64(in);
    out->seed = mus_bytes_u64(in);
    out->steps = mus_bytes_u64(in);
    out->evenness = mus_bytes_u32(in);
    out->mode = mus_field_text(in);
    take_digest(in, &out->problem);
    take_digest(in, &out->answer);
    take_digest(in, &out->meetings);
    take_digest(in, &out->weights);
    out->meeting_count = mus_bytes_u64(in);
    out->left_out = mus_bytes_u64(in);
    out->breaks = mus_bytes_u64(in);
    out->lower_bound = mus_bytes_u64(in);
    out->moved = mus_bytes_u64(in);
    out->missing = mus_bytes_u64(in);
    out->total = (int64_t)mus_bytes_u64(in);
    out->upper_bound = (int64_t)mus_bytes_u64(in);
    out->gini = mus_bytes_u32(in);
}

enum mus_status mus_run_decode(struct mus_text bytes, struct mus_run *out, struct mus_error *err)
{
    struct mus_bytes in = mus_bytes_of(bytes.ptr, bytes.len);
    struct mus_run run = {0};
    struct mus_error reason;
    enum mus_status status = mus_field_version(&in, "run", err);
    if (status == MUS_OK) {
        take_run(&in, &run);
        status = mus_field_end(&in, "run", err);
    }
    if (status == MUS_OK) {
        status = mus_field_judge(mus_run_check(&run, &reason), &reason, "run", err);
    }
    if (status == MUS_OK) {
        *out = run;
    }
    return status;
}

enum mus_status mus_people_decode(struct mus_text bytes, struct mus_arena *arena,
                                  struct mus_texts *out, struct mus_error *err)
{
    struct mus_bytes in = mus_bytes_of(bytes.ptr, bytes.len);
    struct mus_texts names = {NULL, 0};
    struct mus_error reason;
    enum mus_status status = mus_field_version(&in, "people", err);
    status = status == MUS_OK ? mus_field_texts(&in, arena, &names, err) : status;
    status = status == MUS_OK ? mus_field_end(&in, "people", err) : status;
    if (status == MUS_OK) {
        status = mus_field_judge(mus_people_check(&names, &reason), &reason, "people", err);
    }
    if (status == MUS_OK) {
        *out = names;
    }
    return status;
}
