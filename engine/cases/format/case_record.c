#include "cases/format/case.h"

#include "base/bytes.h"

#include <assert.h>
#include <string.h>

enum {
    VERSION = 1,
    LEAST_STEP = 1 + 4 + 8 + 1 + 1 + 1 + 8, /* bytes of a step whose texts are empty */
    LEAST_HANDOVER = 8 + 3,
};

/* No text of a case is longer than a byte can say: mus_case_check sees to it. */
static void add_text(struct mus_buf *out, struct mus_text text)
{
    assert(text.len <= UINT8_MAX);
    mus_buf_add_byte(out, (unsigned char)text.len);
    mus_buf_add_text(out, text);
}

static struct mus_text take_text(struct mus_bytes *bytes)
{
    return mus_bytes_text(bytes, mus_bytes_u8(bytes));
}

static void take_digest(struct mus_bytes *bytes, struct mus_digest *out)
{
    const unsigned char *at = mus_bytes_take(bytes, sizeof out->bytes);
    if (at != NULL) {
        memcpy(out->bytes, at, sizeof out->bytes);
    }
}

/* ---- writing ---- */

static void add_origin(const struct mus_case *c, struct mus_buf *out)
{
    mus_buf_add_byte(out, (unsigned char)c->origin);
    if (c->origin == MUS_CASE_FROM_MATCH) {
        mus_buf_add_u32(out, c->rank);
        mus_buf_add_u32(out, c->score);
        mus_buf_add(out, c->weights.bytes, sizeof c->weights.bytes);
    } else if (c->origin == MUS_CASE_FROM_MEETING) {
        add_text(out, c->event);
        add_text(out, c->meeting);
    }
}

static void add_step(const struct mus_case_step *step, struct mus_buf *out)
{
    mus_buf_add_byte(out, (unsigned char)step->stage);
    mus_buf_add_u32(out, (uint32_t)step->date);
    mus_buf_add_u64(out, step->recorded);
    add_text(out, step->by);
    mus_buf_add_byte(out, step->has_evidence ? 1 : 0);
    if (step->has_evidence) {
        mus_buf_add(out, step->evidence.bytes, sizeof step->evidence.bytes);
    }
    add_text(out, step->label);
    mus_buf_add_u64(out, step->entry);
}

void mus_case_encode(const struct mus_case *c, struct mus_buf *out)
{
    const struct mus_text texts[] = {
        c->id,        c->companies[0], c->companies[1], c->listings[0], c->listings[1],
        c->programme, c->purpose,      c->edition,      c->agreement,   c->coordinator,
    };
    mus_buf_add_byte(out, VERSION);
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        add_text(out, texts[i]);
    }
    add_origin(c, out);
    mus_buf_add_u16(out, (uint16_t)c->step_count);
    for (size_t i = 0; i < c->step_count; i++) {
        add_step(&c->steps[i], out);
    }
    mus_buf_add_u16(out, (uint16_t)c->handover_count);
    for (size_t i = 0; i < c->handover_count; i++) {
        const struct mus_case_handover *handover = &c->handovers[i];
        mus_buf_add_u64(out, handover->recorded);
        add_text(out, handover->from);
        add_text(out, handover->to);
        add_text(out, handover->by);
    }
}

/* ---- reading ---- */

static void take_head(struct mus_bytes *bytes, struct mus_case *out)
{
    struct mus_text *texts[] = {
        &out->id,          &out->companies[0], &out->companies[1], &out->listings[0],
        &out->listings[1], &out->programme,    &out->purpose,      &out->edition,
        &out->agreement,   &out->coordinator,
    };
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        *texts[i] = take_text(bytes);
    }
    out->origin = (enum mus_case_origin)mus_bytes_u8(bytes);
    if (out->origin == MUS_CASE_FROM_MATCH) {
        out->rank = mus_bytes_u32(bytes);
        out->score = mus_bytes_u32(bytes);
        take_digest(bytes, &out->weights);
    } else if (out->origin == MUS_CASE_FROM_MEETING) {
        out->event = take_text(bytes);
        out->meeting = take_text(bytes);
    }
}

static void take_step(struct mus_bytes *bytes, struct mus_case_step *out)
{
    out->stage = (enum mus_case_stage)mus_bytes_u8(bytes);
    out->date = (mus_date)mus_bytes_u32(bytes);
    out->recorded = mus_bytes_u64(bytes);
    out->by = take_text(bytes);
    uint8_t evidence = mus_bytes_u8(bytes);
    out->has_evidence = evidence == 1;
    if (evidence > 1) {
        bytes->failed = true;
    } else if (evidence == 1) {
        take_digest(bytes, &out->evidence);
    }
    out->label = take_text(bytes);
    out->entry = mus_bytes_u64(bytes);
}

/* The length of a list, never more than the bytes that are left could hold. */
static size_t take_count(struct mus_bytes *bytes, size_t least)
{
    size_t count = mus_bytes_u16(bytes);
    if (count > bytes->left / least) {
        bytes->failed = true;
        return 0;
    }
    return count;
}

static enum mus_status take_steps(struct mus_bytes *bytes, struct mus_arena *arena,
                                  struct mus_case *out, struct mus_error *err)
{
    size_t count = take_count(bytes, LEAST_STEP);
    struct mus_case_step *steps = mus_arena_alloc(arena, count, sizeof *steps);
    if (steps == NULL) {
        return mus_fail_memory(err);
    }
    for (size_t i = 0; i < count; i++) {
        take_step(bytes, &steps[i]);
    }
    out->steps = steps;
    out->step_count = count;
    return MUS_OK;
}

static enum mus_status take_handovers(struct mus_bytes *bytes, struct mus_arena *arena,
                                      struct mus_case *out, struct mus_error *err)
{
    size_t count = take_count(bytes, LEAST_HANDOVER);
    struct mus_case_handover *handovers = mus_arena_alloc(arena, count, sizeof *handovers);
    if (handovers == NULL) {
        return mus_fail_memory(err);
    }
    for (size_t i = 0; i < count; i++) {
        handovers[i].recorded = mus_bytes_u64(bytes);
        handovers[i].from = take_text(bytes);
        handovers[i].to = take_text(bytes);
        handovers[i].by = take_text(bytes);
    }
    out->handovers = handovers;
    out->handover_count = count;
    return MUS_OK;
}

enum mus_status mus_case_decode(struct mus_text bytes, struct mus_arena *arena,
                                struct mus_case *out, struct mus_error *err)
{
    struct mus_bytes in = mus_bytes_of(bytes.ptr, bytes.len);
    struct mus_case c = {0};
    struct mus_error reason;
    uint8_t version = mus_bytes_u8(&in);
    if (!in.failed && version != VERSION) {
        return mus_fail(err, MUS_CORRUPT, "case record: unknown version %u", version);
    }
    take_head(&in, &c);
    enum mus_status status = take_steps(&in, arena, &c, err);
    status = status == MUS_OK ? take_handovers(&in, arena, &c, err) : status;
    if (status != MUS_OK) {
        return status;
    }
    if (in.failed || in.left != 0) {
        return mus_fail(err, MUS_CORRUPT, "case record: %s",
                        in.failed ? "cut short or malformed" : "goes on behind its end");
    }
    if (mus_case_check(&c, &reason) != MUS_OK) {
        return mus_fail(err, MUS_CORRUPT, "case record: %s", reason.message);
    }
    *out = c;
    return MUS_OK;
}
