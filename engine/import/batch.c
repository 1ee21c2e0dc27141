#include "import/batch.h"

#include <assert.h>
#include <inttypes.h>
#include <string.h>

/* Rows of a part: enough that beginning a read for them costs nothing, few enough that threads end
 * at about the same time. */
enum { PART_ROWS = 64 };

/* ------------------------------------------------------------------ rows */

static size_t parts_of(size_t rows)
{
    return (rows + PART_ROWS - 1) / PART_ROWS;
}

enum mus_status mus_batch_init(struct mus_batch *batch, size_t capacity, struct mus_arena *arena,
                               struct mus_error *err)
{
    *batch = (struct mus_batch){.capacity = capacity};
    batch->rows = mus_arena_alloc(arena, capacity, sizeof *batch->rows);
    batch->parts = mus_arena_alloc(arena, parts_of(capacity), sizeof *batch->parts);
    return batch->rows == NULL || batch->parts == NULL ? mus_fail_memory(err) : MUS_OK;
}

void mus_batch_done(struct mus_batch *batch)
{
    for (size_t i = 0; batch->parts != NULL && i < parts_of(batch->capacity); i++) {
        mus_arena_done(&batch->parts[i]);
    }
    mus_arena_done(&batch->texts);
    mus_arena_done(&batch->outcomes);
    *batch = (struct mus_batch){0};
}

void mus_batch_clear(struct mus_batch *batch)
{
    batch->count = 0;
    batch->bytes = 0;
    mus_arena_rewind(&batch->texts);
}

bool mus_batch_is_full(const struct mus_batch *batch)
{
    return batch->count == batch->capacity || batch->bytes >= MUS_MAX_BATCH_BYTES;
}

enum mus_status mus_batch_add(struct mus_batch *batch, const struct mus_input_row *row,
                              uint64_t index, struct mus_batch_row **added, struct mus_error *err)
{
    struct mus_batch_row *item = &batch->rows[batch->count];
    size_t bytes;
    assert(batch->count < batch->capacity);
    *item = (struct mus_batch_row){.index = index, .winner = index};
    enum mus_status status = mus_input_copy(row, &batch->texts, &item->row, &bytes, err);
    if (status == MUS_OK) {
        batch->count++;
        batch->bytes += bytes;
        *added = item;
    }
    return status;
}

size_t mus_batch_parts(const struct mus_batch *batch)
{
    return parts_of(batch->count);
}

/* ------------------------------------------------------------------ workers */

enum mus_status mus_batch_worker_init(struct mus_batch_worker *worker,
                                      const struct mus_judge *judge, struct mus_error *err)
{
    *worker = (struct mus_batch_worker){.judge = *judge};
    worker->judge.draft = (struct mus_draft){0};
    return judge->map == NULL
               ? MUS_OK
               : mus_draft_init(&worker->judge.draft, judge->map, judge->tables, err);
}

void mus_batch_worker_done(struct mus_batch_worker *worker)
{
    mus_draft_done(&worker->judge.draft);
    mus_store_tools_close(&worker->tools);
    mus_arena_done(&worker->scratch);
}

static struct mus_text copied(struct mus_arena *arena, struct mus_text text, bool *failed)
{
    struct mus_text copy = mus_arena_copy(arena, text);
    *failed = *failed || (copy.ptr == NULL && text.ptr != NULL);
    return copy;
}

/* The heading is the header's and the field the map's, which live as long as the import. */
static enum mus_status problem_of(const struct mus_input_row *row,
                                  const struct mus_verdict *verdict, struct mus_arena *arena,
                                  struct mus_import_problem *out, struct mus_error *err)
{
    bool failed = false;
    *out = (struct mus_import_problem){
        .row = row->cells.number,
        .line = row->cells.line,
        .row_name = copied(arena, verdict->row_name, &failed),
        .column = copied(arena, verdict->column, &failed),
        .heading = verdict->heading,
        .field = verdict->field,
        .message = copied(arena, verdict->message, &failed),
    };
    return failed ? mus_fail_memory(err) : MUS_OK;
}

/* ------------------------------------------------------------------ first reading */

static enum mus_status judge_first(struct mus_batch_worker *worker, struct mus_batch_row *item,
                                   const struct mus_read *view, struct mus_arena *arena,
                                   struct mus_error *err)
{
    struct mus_verdict verdict;
    mus_arena_reset(&worker->scratch);
    enum mus_status status =
        mus_judge_row(&worker->judge, &item->row, view, &worker->scratch, &verdict, err);
    if (status != MUS_OK) {
        return status;
    }
    memcpy(item->keys, verdict.keys, sizeof item->keys);
    item->key_count = verdict.key_count;
    item->good = verdict.status == MUS_OK;
    return item->key_count > 0
               ? MUS_OK
               : problem_of(&item->row, &verdict, arena, &item->made.outcome.problem, err);
}

/* ------------------------------------------------------------------ second reading */

static enum mus_status copy_warnings(struct mus_texts from, struct mus_arena *arena,
                                     struct mus_texts *out, struct mus_error *err)
{
    bool failed = false;
    struct mus_text *items = mus_arena_alloc(arena, from.count, sizeof *items);
    if (items == NULL) {
        return mus_fail_memory(err);
    }
    for (size_t i = 0; i < from.count; i++) {
        items[i] = copied(arena, from.items[i], &failed);
    }
    *out = (struct mus_texts){items, from.count};
    return failed ? mus_fail_memory(err) : MUS_OK;
}

enum mus_status mus_batch_refuse(const struct mus_batch_worker *worker,
                                 const struct mus_input_row *row, const struct mus_row_made *made,
                                 struct mus_error *refusal, struct mus_arena *arena,
                                 struct mus_row_outcome *out, struct mus_error *err)
{
    bool json = worker->judge.map == NULL;
    mus_fail_at(refusal, refusal->status, "%s %" PRIu64, json ? "line" : "row",
                json ? row->cells.line : row->cells.number);
    const struct mus_verdict verdict = {.row_name = made->row_name,
                                        .message = mus_text_of(refusal->message)};
    *out = (struct mus_row_outcome){.result = MUS_ROW_REJECTED};
    return problem_of(row, &verdict, arena, &out->problem, err);
}

/* What a good row's outcome tells beside its result. */
static enum mus_status tell(const struct mus_input_row *row, const struct mus_verdict *verdict,
                            struct mus_arena *arena, struct mus_row_outcome *out,
                            struct mus_error *err)
{
    const struct mus_merged *merged = &verdict->merged;
    bool failed = false;
    out->result = merged->added       ? MUS_ROW_ADDED
                  : merged->unchanged ? MUS_ROW_UNCHANGED
                                      : MUS_ROW_CHANGED;
    if (merged->kept != 0) {
        out->kept =
            (struct mus_import_kept){.row = row->cells.number,
                                     .company = copied(arena, merged->record.company.id, &failed),
                                     .fields = merged->kept};
    }
    return failed ? mus_fail_memory(err)
                  : copy_warnings(verdict->warnings, arena, &out->warnings, err);
}

/* What the store itself would refuse refuses the row. */
static enum mus_status make_ready(struct mus_batch_worker *worker, const struct mus_input_row *row,
                                  const struct mus_company_record *record,
                                  const struct mus_store_tools *tools, struct mus_arena *arena,
                                  struct mus_row_made *out, struct mus_error *err)
{
    struct mus_error refusal = {0};
    enum mus_status status =
        mus_store_make_ready(tools, record, &worker->scratch, arena, &out->ready, &refusal);
    out->has_ready = status == MUS_OK;
    if (status == MUS_INVALID || status == MUS_LIMIT) {
        return mus_batch_refuse(worker, row, out, &refusal, arena, &out->outcome, err);
    }
    return status == MUS_OK ? MUS_OK : mus_fail(err, status, "%s", refusal.message);
}

enum mus_status mus_batch_make(struct mus_batch_worker *worker, const struct mus_input_row *row,
                               const struct mus_read *view, const struct mus_store_tools *tools,
                               struct mus_arena *arena, struct mus_row_made *out,
                               struct mus_error *err)
{
    struct mus_verdict verdict;
    bool failed = false;
    *out = (struct mus_row_made){.has_ready = false};
    mus_arena_reset(&worker->scratch);
    enum mus_status status =
        mus_judge_row(&worker->judge, row, view, &worker->scratch, &verdict, err);
    if (status == MUS_OK) {
        status = mus_standing_keep(view, &verdict.standing, arena, &out->standing, err);
    }
    if (status == MUS_OK) {
        out->row_name = copied(arena, verdict.row_name, &failed);
        status = failed ? mus_fail_memory(err) : MUS_OK;
    }
    if (status != MUS_OK) {
        return status;
    }
    if (verdict.status != MUS_OK) {
        out->outcome.result = MUS_ROW_REJECTED;
        return problem_of(row, &verdict, arena, &out->outcome.problem, err);
    }
    status = tell(row, &verdict, arena, &out->outcome, err);
    return status == MUS_OK && !verdict.merged.unchanged
               ? make_ready(worker, row, &verdict.merged.record, tools, arena, out, err)
               : status;
}

static enum mus_status judge_second(struct mus_batch_worker *worker, struct mus_batch_row *item,
                                    const struct mus_read *view, struct mus_arena *arena,
                                    struct mus_error *err)
{
    if (item->skipped || item->winner != item->index) {
        return MUS_OK;
    }
    struct mus_error said = {0};
    enum mus_status status =
        mus_batch_make(worker, &item->row, view, worker->analyses ? &worker->tools : NULL, arena,
                       &item->made, &said);
    if (status == MUS_UNREADABLE && worker->analyses) {
        item->made = (struct mus_row_made){.postponed = true};
        return MUS_OK;
    }
    return status == MUS_OK ? MUS_OK : mus_fail(err, status, "%s", said.message);
}

/* ------------------------------------------------------------------ parts */

typedef enum mus_status judge_one(struct mus_batch_worker *worker, struct mus_batch_row *item,
                                  const struct mus_read *view, struct mus_arena *arena,
                                  struct mus_error *err);

static enum mus_status judge_part(struct mus_batch_worker *worker, struct mus_batch *batch,
                                  size_t part, judge_one *judge, const struct mus_read *view,
                                  struct mus_error *err)
{
    size_t begin = part * PART_ROWS;
    size_t end = batch->count - begin < PART_ROWS ? batch->count : begin + PART_ROWS;
    enum mus_status status = MUS_OK;
    mus_arena_rewind(&batch->parts[part]);
    for (size_t i = begin; status == MUS_OK && i < end; i++) {
        status = judge(worker, &batch->rows[i], view, &batch->parts[part], err);
    }
    return status;
}

enum mus_status mus_batch_judge_first(void *worker, void *batch, size_t part, struct mus_error *err)
{
    struct mus_batch_worker *own = worker;
    struct mus_read *view = NULL;
    enum mus_status status = mus_store_read_begin(own->judge.store, &view, err);
    if (status == MUS_OK) {
        status = judge_part(own, batch, part, judge_first, view, err);
    }
    mus_store_read_end(view);
    return status;
}

static enum mus_status ready_tools(struct mus_batch_worker *worker, const struct mus_read *view,
                                   struct mus_error *err)
{
    return worker->tools.firm.analyser == NULL ? mus_store_tools_open(view, &worker->tools, err)
                                               : mus_store_tools_look(view, &worker->tools, err);
}

enum mus_status mus_batch_judge_second(void *worker, void *batch, size_t part,
                                       struct mus_error *err)
{
    struct mus_batch_worker *own = worker;
    struct mus_read *view = NULL;
    enum mus_status status = mus_store_read_begin(own->judge.store, &view, err);
    if (status == MUS_OK && own->analyses) {
        status = ready_tools(own, view, err);
    }
    if (status == MUS_OK) {
        status = judge_part(own, batch, part, judge_second, view, err);
    }
    mus_store_read_end(view);
    return status;
}
