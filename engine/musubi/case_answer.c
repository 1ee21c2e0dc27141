#include "musubi/case_answer.h"

#include "cases/cases.h"
#include "match/reasons.h"
#include "musubi/ledger_shared.h"
#include "musubi/summary.h"
#include "profile/value_json.h"
#include "store/companies.h"
#include "store/ledger.h"

enum mus_status mus_read_case_stage(const char *word, enum mus_case_stage *out,
                                    struct mus_error *err)
{
    struct mus_text text = mus_text_of(word);
    *out = mus_case_stage_of(text);
    return *out != 0 ? MUS_OK
                     : mus_fail(err, MUS_INVALID,
                                "stage: unknown stage \"%.*s\"; see: musubi table show case_stages",
                                MUS_TEXT_SHORT_ARG(text));
}

static void put_stage(struct mus_json_writer *writer, const struct mus_world *world,
                      enum mus_case_stage stage)
{
    struct mus_text name = mus_text_of(mus_case_stage_name(stage));
    mus_json_put_text(writer, "stage", name);
    mus_put_label(writer, "stage_name", mus_world_label(world, "case_stages", name));
}

static void put_not_empty(struct mus_json_writer *writer, const char *key, struct mus_text text)
{
    if (text.len > 0) {
        mus_json_put_text(writer, key, text);
    }
}

/* "entry", and "reversed_by" where it was taken back. */
static enum mus_status put_entry(struct mus_json_writer *writer, const struct mus_read *read,
                                 const struct mus_case_step *step, struct mus_arena *arena,
                                 struct mus_error *err)
{
    bool reversed = false;
    uint64_t reversal = 0;
    if (step->entry == MUS_CASE_NO_ENTRY) {
        return MUS_OK;
    }
    mus_json_put_integer(writer, "entry", (int64_t)step->entry);
    enum mus_status status =
        mus_store_ledger_reversal(read, step->entry, arena, &reversed, &reversal, err);
    if (status == MUS_OK && reversed) {
        mus_json_put_integer(writer, "reversed_by", (int64_t)reversal);
    }
    return status;
}

static enum mus_status write_step(struct mus_json_writer *writer, const struct mus_world *world,
                                  const struct mus_read *read, const struct mus_case_step *step,
                                  struct mus_arena *arena, struct mus_error *err)
{
    mus_json_begin_object(writer);
    put_stage(writer, world, step->stage);
    mus_put_date(writer, "date", step->date);
    mus_put_time(writer, "recorded", step->recorded);
    mus_json_put_text(writer, "by", step->by);
    if (step->has_evidence) {
        mus_put_digest(writer, "evidence", &step->evidence);
    }
    put_not_empty(writer, "label", step->label);
    enum mus_status status = put_entry(writer, read, step, arena, err);
    mus_json_end_object(writer);
    return status;
}

static void write_origin(struct mus_json_writer *writer, const struct mus_case *c)
{
    mus_json_key(writer, "origin");
    if (c->origin == MUS_CASE_BY_HAND) {
        mus_json_write_null(writer);
        return;
    }
    mus_json_begin_object(writer);
    if (c->origin == MUS_CASE_FROM_MATCH) {
        mus_json_put_integer(writer, "rank", c->rank);
        mus_json_put_integer(writer, "score", c->score);
        mus_put_digest(writer, "weights", &c->weights);
    } else {
        mus_json_put_text(writer, "event", c->event);
        mus_json_put_text(writer, "meeting", c->meeting);
    }
    mus_json_end_object(writer);
}

static enum mus_status write_steps(struct mus_json_writer *writer, const struct mus_world *world,
                                   const struct mus_read *read, const struct mus_case *c,
                                   struct mus_arena *arena, struct mus_error *err)
{
    enum mus_status status = MUS_OK;
    mus_json_key(writer, "steps");
    mus_json_begin_array(writer);
    for (size_t i = 0; status == MUS_OK && i < c->step_count; i++) {
        status = write_step(writer, world, read, &c->steps[i], arena, err);
    }
    mus_json_end_array(writer);
    return status;
}

static void write_handovers(struct mus_json_writer *writer, const struct mus_case *c)
{
    mus_json_key(writer, "handovers");
    mus_json_begin_array(writer);
    for (size_t i = 0; i < c->handover_count; i++) {
        mus_json_begin_object(writer);
        mus_put_time(writer, "recorded", c->handovers[i].recorded);
        mus_json_put_text(writer, "from", c->handovers[i].from);
        mus_json_put_text(writer, "to", c->handovers[i].to);
        mus_json_put_text(writer, "by", c->handovers[i].by);
        mus_json_end_object(writer);
    }
    mus_json_end_array(writer);
}

static enum mus_status write_sides(struct mus_json_writer *writer, const struct mus_read *read,
                                   const struct mus_case *c, struct mus_arena *arena,
                                   struct mus_error *err)
{
    enum mus_status status = MUS_OK;
    mus_json_key(writer, "companies");
    mus_json_begin_array(writer);
    for (int i = 0; status == MUS_OK && i < 2; i++) {
        struct mus_company_record record;
        status = mus_store_company(read, c->companies[i], arena, &record, err);
        if (status == MUS_OK) {
            mus_json_begin_object(writer);
            mus_json_put_text(writer, "id", record.company.id);
            mus_put_name(writer, &record.company);
            put_not_empty(writer, "listing", c->listings[i]);
            mus_json_end_object(writer);
        }
    }
    mus_json_end_array(writer);
    return status;
}

enum mus_status mus_give_case(const struct mus_musubi *musubi, const struct mus_read *read,
                              const struct mus_case *c, bool whole, struct mus_arena *arena,
                              struct mus_sink *sink, struct mus_error *err)
{
    struct mus_buf json = {0};
    struct mus_json_writer writer = {.buf = &json};
    const struct mus_world *world = &musubi->world;
    mus_json_begin_object(&writer);
    mus_json_put_text(&writer, "case", c->id);
    put_stage(&writer, world, mus_case_last(c)->stage);
    mus_json_put_bool(&writer, "open", mus_case_is_open(mus_case_last(c)->stage));
    mus_put_date(&writer, "date", mus_case_last(c)->date);
    mus_json_put_integer(&writer, "idle_days", mus_case_idle_days(c, musubi->today));
    enum mus_status status = write_sides(&writer, read, c, arena, err);
    mus_json_put_text(&writer, "programme", c->programme);
    mus_put_label(&writer, "programme_name", mus_world_label(world, "programmes", c->programme));
    mus_json_put_text(&writer, "purpose", c->purpose);
    mus_put_label(&writer, "purpose_name", mus_world_label(world, "purposes", c->purpose));
    put_not_empty(&writer, "edition", c->edition);
    put_not_empty(&writer, "agreement", c->agreement);
    mus_json_put_text(&writer, "coordinator", c->coordinator);
    if (status == MUS_OK && whole) {
        write_origin(&writer, c);
        status = write_steps(&writer, world, read, c, arena, err);
        write_handovers(&writer, c);
    } else if (status == MUS_OK) {
        status = put_entry(&writer, read, mus_case_last(c), arena, err);
    }
    mus_json_end_object(&writer);
    if (status == MUS_OK) {
        status = mus_sink_give(sink, &json, err);
    }
    mus_buf_done(&json);
    return status;
}
