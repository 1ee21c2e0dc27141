#include "fair/outcomes.h"

#include "base/buf.h"
#include "fair/held.h"
#include "fair/rows.h"
#include "import/refused.h"
#include "import/value.h"
#include "import/value_text.h"
#include "ledger/company_of.h"
#include "profile/table_make.h"
#include "store/events.h"

enum column { MEETINGS, RESPONDENT, PARTICIPANT, HELD, NUMBER, COLUMN_COUNT };

static const struct mus_column_rule COLUMNS[COLUMN_COUNT] = {
    [MEETINGS] = {"meetings", "meetings|meeting|meeting id|商談番号|商談|商談ID", true},
    [RESPONDENT] = {"respondent", "respondent|respondent id|回答企業|回答企業ID|回答者", false},
    [PARTICIPANT] = {"participant", "participant|participant id|参加者番号|参加者", false},
    [HELD] = {"held", "held|met|商談した|商談実施|実施|結果|result|状態|state", false},
    [NUMBER] = {"n",
                "n|number|count|number of matches|concluded matches|件数|成立件数|成約件数|"
                "マッチング件数|マッチング成立件数|商談成立件数",
                false},
};

static const char *const YES =
    "yes|y|true|1|○|〇|◯|レ|✓|✔|☑|はい|有|あり|済|済み|した|商談した|実施|実施した|held|met";
static const char *const NO = "no|n|false|0|×|□|☐|いいえ|無|未|しない|しなかった|不在|相手不在|"
                              "見送り|取消|planned|cancelled|no_show|absent|declined";

struct outcomes {
    const struct mus_registration_job *job;
    const struct mus_fair_context *context;
    const struct mus_case_context *cases;
    struct mus_arena *arena;
    struct mus_file_rows rows;
    size_t at[COLUMN_COUNT];
    struct mus_fair fair;
    bool *held; /* of each meeting: some row says so */
    struct mus_error *err;
};

/* A row as it is read: nothing of it counts before all of it is right. */
struct answer {
    const struct outcomes *outcomes;
    struct mus_file_row *row;
    enum column about; /* where it is wrong */
    struct mus_error said;
};

static struct mus_text cell_of(const struct answer *answer, enum column column)
{
    size_t at = answer->outcomes->at[column];
    return at == MUS_NO_COLUMN ? MUS_NO_TEXT
                               : mus_text_trim(mus_row_cell(&answer->row->row.cells, at));
}

static bool has(const struct answer *answer, enum column column)
{
    return answer->outcomes->at[column] != MUS_NO_COLUMN;
}

/* ------------------------------------------------------------------ what a row says */

static enum mus_status is_one_of(const char *words, struct mus_text text, bool *is,
                                 struct mus_error *err)
{
    struct mus_buf folded = {0};
    struct mus_buf word = {0};
    enum mus_status status = mus_table_fold(text, &folded, err);
    if (status == MUS_OK) {
        status = mus_text_is_among(words, mus_buf_text(&folded), &word, is, err);
    }
    mus_buf_done(&folded);
    mus_buf_done(&word);
    return status;
}

/* Whether the row says that its meetings were held. */
static enum mus_status read_mark(struct answer *answer, bool *held)
{
    struct mus_text mark = cell_of(answer, HELD);
    bool no = false;
    answer->about = HELD;
    if (!has(answer, HELD)) {
        *held = !has(answer, NUMBER) || cell_of(answer, NUMBER).len > 0;
        return MUS_OK;
    }
    *held = false;
    if (mus_value_is_missing(mark)) {
        return MUS_OK;
    }
    enum mus_status status = is_one_of(YES, mark, held, &answer->said);
    if (status == MUS_OK && !*held) {
        status = is_one_of(NO, mark, &no, &answer->said);
    }
    return status == MUS_OK && !*held && !no
               ? mus_fail(&answer->said, MUS_INVALID, "expected ○, × or nothing, found \"%.*s\"",
                          MUS_TEXT_SHORT_ARG(mark))
               : status;
}

/* The company that answers, as the store has it; not given: the row names none. */
static enum mus_status read_company(struct answer *answer, const struct mus_read *view,
                                    struct mus_text *company)
{
    const struct mus_fair *fair = &answer->outcomes->fair;
    struct mus_text respondent = cell_of(answer, RESPONDENT);
    struct mus_text participant = cell_of(answer, PARTICIPANT);
    *company = MUS_NO_TEXT;
    if (respondent.len > 0) {
        answer->about = RESPONDENT;
        return mus_ledger_company_of(view, respondent, answer->outcomes->arena, company,
                                     &answer->said);
    }
    if (participant.len > 0) {
        size_t at = mus_fair_participant(fair, participant);
        answer->about = PARTICIPANT;
        if (at == SIZE_MAX) {
            return mus_fail(&answer->said, MUS_NOT_FOUND, "no participant \"%.*s\"",
                            MUS_TEXT_SHORT_ARG(participant));
        }
        *company = fair->participants[at].company;
    }
    return MUS_OK;
}

/* ------------------------------------------------------------------ its meetings */

static bool parts_ids(int32_t character)
{
    return character == ' ' || character == ',' || character == ';' || character == '\n' ||
           character == '\r' || character == '\t' || character == '/' || character == 0x3000 ||
           character == 0x3001 || character == 0xFF0C || character == 0xFF1B;
}

/* Takes the next id from *at on; false: there is none. */
static bool next_id(struct mus_text list, size_t *at, struct mus_text *id)
{
    size_t from = *at;
    while (*at < list.len) {
        size_t before = *at;
        if (parts_ids(mus_text_next(list, at))) {
            if (before > from) {
                *id = (struct mus_text){list.ptr + from, before - from};
                return true;
            }
            from = *at;
        }
    }
    *id = (struct mus_text){list.ptr + from, list.len - from};
    return id->len > 0;
}

static bool is_of(const struct mus_fair *fair, const struct mus_meeting *meeting,
                  struct mus_text company)
{
    const struct mus_text sides[2] = {meeting->a, meeting->b};
    for (unsigned side = 0; side < 2; side++) {
        size_t at = mus_fair_participant(fair, sides[side]);
        if (at != SIZE_MAX && mus_text_equal(fair->participants[at].company, company)) {
            return true;
        }
    }
    return false;
}

static enum mus_status check_one(struct answer *answer, struct mus_text id, struct mus_text company)
{
    const struct mus_fair *fair = &answer->outcomes->fair;
    size_t at = mus_fair_meeting(fair, id);
    if (at == SIZE_MAX) {
        return mus_fail(&answer->said, MUS_NOT_FOUND, "no meeting \"%.*s\"",
                        MUS_TEXT_SHORT_ARG(id));
    }
    if (company.ptr != NULL && !is_of(fair, &fair->meetings[at], company)) {
        return mus_fail(&answer->said, MUS_INVALID, "%.*s is no meeting of %.*s",
                        MUS_TEXT_SHORT_ARG(id), MUS_TEXT_SHORT_ARG(company));
    }
    return fair->meetings[at].state == MUS_MEETING_HELD
               ? MUS_OK
               : mus_held_check(fair, answer->outcomes->context, &fair->meetings[at],
                                &answer->said);
}

/* Checks every id, and then, where all are right, notes them. */
static enum mus_status take_meetings(struct answer *answer, struct mus_text company)
{
    const struct outcomes *outcomes = answer->outcomes;
    struct mus_text list = cell_of(answer, MEETINGS);
    struct mus_text id;
    enum mus_status status = MUS_OK;
    answer->about = MEETINGS;
    for (size_t at = 0; status == MUS_OK && next_id(list, &at, &id);) {
        status = check_one(answer, id, company);
    }
    for (size_t at = 0; status == MUS_OK && next_id(list, &at, &id);) {
        size_t place = mus_fair_meeting(&outcomes->fair, id);
        if (outcomes->fair.meetings[place].state != MUS_MEETING_HELD && !outcomes->held[place]) {
            outcomes->held[place] = true;
            answer->row->result = MUS_ROW_ADDED;
        }
    }
    return status;
}

static enum mus_status take(struct answer *answer, const struct mus_read *view)
{
    bool held = false;
    struct mus_text company = MUS_NO_TEXT;
    answer->row->result = MUS_ROW_UNCHANGED;
    enum mus_status status = read_mark(answer, &held);
    if (status == MUS_OK && held) {
        status = read_company(answer, view, &company);
    }
    return status == MUS_OK && held ? take_meetings(answer, company) : status;
}

/* ------------------------------------------------------------------ the whole file */

static enum mus_status take_rows(struct outcomes *outcomes, const struct mus_read *view)
{
    enum mus_status status = MUS_OK;
    for (size_t i = 0; status == MUS_OK && i < outcomes->rows.count; i++) {
        struct answer answer = {.outcomes = outcomes, .row = &outcomes->rows.rows[i]};
        if (answer.row->row.error.status != MUS_OK) {
            continue;
        }
        status = take(&answer, view);
        if (status != MUS_OK && mus_is_refusal(status)) {
            status = mus_file_rows_reject(&outcomes->rows, answer.row, outcomes->at[answer.about],
                                          COLUMNS[answer.about].field, answer.said.message,
                                          outcomes->err);
        } else if (status != MUS_OK) {
            status = mus_fail(outcomes->err, status, "%s", answer.said.message);
        }
    }
    return status;
}

static enum mus_status hold(struct outcomes *outcomes, struct mus_write *write)
{
    const struct mus_fair *fair = &outcomes->fair;
    struct mus_fair_plan plan;
    struct mus_text *ids = mus_arena_alloc(outcomes->arena, fair->meeting_count, sizeof *ids);
    size_t count = 0;
    if (ids == NULL) {
        return mus_fail_memory(outcomes->err);
    }
    for (size_t i = 0; i < fair->meeting_count; i++) {
        if (outcomes->held[i]) {
            ids[count++] = fair->meetings[i].id;
        }
    }
    if (count == 0) {
        return MUS_OK;
    }
    const struct mus_texts meetings = {ids, count};
    enum mus_status status =
        mus_held_make(fair, outcomes->context, &meetings, &plan, outcomes->err);
    if (status == MUS_OK) {
        status = mus_held_commit(write, &plan, outcomes->cases, outcomes->err);
        mus_fair_plan_done(&plan);
    }
    return status;
}

static enum mus_status change(struct mus_write *write, void *context, struct mus_error *err)
{
    struct outcomes *outcomes = context;
    struct mus_error *outer = outcomes->err;
    const struct mus_read *view = mus_store_write_view(write);
    outcomes->err = err;
    enum mus_status status =
        mus_store_fair(view, outcomes->job->event, outcomes->arena, &outcomes->fair, err);
    if (status == MUS_OK) {
        outcomes->held =
            mus_arena_alloc(outcomes->arena, outcomes->fair.meeting_count, sizeof *outcomes->held);
        status = outcomes->held == NULL ? mus_fail_memory(err) : take_rows(outcomes, view);
    }
    if (status == MUS_OK) {
        status = hold(outcomes, write);
    }
    outcomes->err = outer;
    return status;
}

/* A form has columns for whoever fills it in, of which nothing is said. */
enum mus_status mus_outcomes_import(const struct mus_registration_job *job,
                                    const struct mus_fair_context *context,
                                    const struct mus_case_context *cases, struct mus_arena *arena,
                                    struct mus_import_report **out, struct mus_error *err)
{
    struct outcomes outcomes = {
        .job = job, .context = context, .cases = cases, .arena = arena, .err = err};
    struct mus_texts passed_over = {0};
    enum mus_status status = mus_file_rows_read(job, arena, &outcomes.rows, err);
    if (status == MUS_OK) {
        status = mus_columns_find(COLUMNS, COLUMN_COUNT, outcomes.rows.header, outcomes.at, arena,
                                  &passed_over, err);
    }
    if (status == MUS_OK) {
        status = mus_file_rows_write(job, change, &outcomes, err);
    }
    return status == MUS_OK ? mus_file_rows_report(&outcomes.rows, (struct mus_texts){0}, out, err)
                            : status;
}
