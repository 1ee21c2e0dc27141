#include "cases/format/case.h"

#include "base/limits.h"

enum { MAX_NEXT = 6 };

/* The way of a case. A row says what a stage is called, what the ledger calls it, and which stages
 * may come directly after it (the list ends with 0). */
static const struct {
    const char *name;
    enum mus_ledger_stage ledger;
    enum mus_case_stage next[MAX_NEXT + 1];
} STAGES[MUS_CASE_STAGE_END] = {
    [MUS_CASE_SUGGESTED] = {"suggested",
                            0,
                            {MUS_CASE_INTRODUCED, MUS_CASE_DECLINED, MUS_CASE_WITHDRAWN,
                             MUS_CASE_LAPSED}},
    [MUS_CASE_INTRODUCED] = {"introduced",
                             0,
                             {MUS_CASE_ACCEPTED, MUS_CASE_DECLINED, MUS_CASE_WITHDRAWN,
                              MUS_CASE_LAPSED}},
    [MUS_CASE_ACCEPTED] = {"accepted",
                           0,
                           {MUS_CASE_MEETING_HELD, MUS_CASE_NO_SHOW, MUS_CASE_DECLINED,
                            MUS_CASE_WITHDRAWN, MUS_CASE_LAPSED}},
    [MUS_CASE_MEETING_HELD] = {"meeting_held",
                               MUS_LEDGER_MEETING_HELD,
                               {MUS_CASE_FOLLOW_UP, MUS_CASE_CONCLUDED, MUS_CASE_DECLINED,
                                MUS_CASE_WITHDRAWN, MUS_CASE_LAPSED}},
    [MUS_CASE_FOLLOW_UP] = {"follow_up",
                            MUS_LEDGER_FOLLOW_UP,
                            {MUS_CASE_FOLLOW_UP, MUS_CASE_MEETING_HELD, MUS_CASE_CONCLUDED,
                             MUS_CASE_DECLINED, MUS_CASE_WITHDRAWN, MUS_CASE_LAPSED}},
    [MUS_CASE_CONCLUDED] = {"concluded", MUS_LEDGER_CONCLUDED, {MUS_CASE_FIRST_ORDER}},
    [MUS_CASE_FIRST_ORDER] = {"first_order", MUS_LEDGER_FIRST_ORDER, {0}},
    [MUS_CASE_DECLINED] = {"declined", 0, {0}},
    [MUS_CASE_WITHDRAWN] = {"withdrawn", 0, {0}},
    [MUS_CASE_NO_SHOW] = {"no_show", 0, {0}},
    [MUS_CASE_LAPSED] = {"lapsed", 0, {0}},
};

/* The end of the Gregorian year 9999 in Tokyo, as unix seconds: beyond it there are no days. */
#define LAST_SECOND UINT64_C(253402268399)
#define MILLION 1000000

static bool is_stage(enum mus_case_stage stage)
{
    return stage > 0 && stage < MUS_CASE_STAGE_END;
}

const char *mus_case_stage_name(enum mus_case_stage stage)
{
    return is_stage(stage) ? STAGES[stage].name : "?";
}

enum mus_case_stage mus_case_stage_of(struct mus_text name)
{
    for (unsigned i = 1; i < MUS_CASE_STAGE_END; i++) {
        if (mus_text_equals(name, STAGES[i].name)) {
            return (enum mus_case_stage)i;
        }
    }
    return (enum mus_case_stage)0;
}

bool mus_case_may_follow(enum mus_case_stage from, enum mus_case_stage to)
{
    if (!is_stage(from) || !is_stage(to)) {
        return false;
    }
    for (const enum mus_case_stage *next = STAGES[from].next; *next != 0; next++) {
        if (*next == to) {
            return true;
        }
    }
    return false;
}

bool mus_case_is_terminal(enum mus_case_stage stage)
{
    return is_stage(stage) && STAGES[stage].next[0] == 0;
}

bool mus_case_is_open(enum mus_case_stage stage)
{
    return is_stage(stage) && stage != MUS_CASE_CONCLUDED && !mus_case_is_terminal(stage);
}

enum mus_ledger_stage mus_case_ledger_stage(enum mus_case_stage stage)
{
    return is_stage(stage) ? STAGES[stage].ledger : (enum mus_ledger_stage)0;
}

const struct mus_case_step *mus_case_step_at(const struct mus_case *c, enum mus_case_stage stage)
{
    for (size_t i = 0; i < c->step_count; i++) {
        if (c->steps[i].stage == stage) {
            return &c->steps[i];
        }
    }
    return NULL;
}

/* ---- the rules ---- */

static bool is_zero(const struct mus_digest *digest)
{
    static const struct mus_digest zero;
    return mus_digest_compare(digest, &zero) == 0;
}

/* Text that a person wrote: UTF-8 on one line. */
static enum mus_status check_words(const char *field, struct mus_text text, size_t most,
                                   struct mus_error *err)
{
    if (text.len > most) {
        return mus_fail(err, MUS_LIMIT, "%s: %zu bytes, at most %zu", field, text.len, most);
    }
    if (!mus_text_is_utf8(text, NULL)) {
        return mus_fail(err, MUS_INVALID, "%s: is not UTF-8", field);
    }
    for (size_t i = 0; i < text.len; i++) {
        if ((unsigned char)text.ptr[i] < ' ' || text.ptr[i] == 0x7F) {
            return mus_fail(err, MUS_INVALID, "%s: holds a control character", field);
        }
    }
    return MUS_OK;
}

static enum mus_status check_person(const char *field, struct mus_text person,
                                    struct mus_error *err)
{
    return person.len == 0 ? mus_fail(err, MUS_INVALID, "%s: is empty", field)
                           : check_words(field, person, MUS_CASE_MAX_PERSON, err);
}

/* An id or a code. */
static enum mus_status check_code(const char *field, struct mus_text code, size_t most, bool needed,
                                  struct mus_error *err)
{
    if (code.len == 0) {
        return needed ? mus_fail(err, MUS_INVALID, "%s: is empty", field) : MUS_OK;
    }
    if (code.len > most) {
        return mus_fail(err, MUS_LIMIT, "%s: %zu bytes, at most %zu", field, code.len, most);
    }
    return mus_text_is_id(code)
               ? MUS_OK
               : mus_fail(err, MUS_INVALID, "%s: expected letters, digits and ._:-, found \"%.*s\"",
                          field, MUS_TEXT_SHORT_ARG(code));
}

static enum mus_status check_codes(const struct mus_case *c, struct mus_error *err)
{
    const struct {
        const char *field;
        struct mus_text code;
        size_t most;
        bool needed;
    } codes[] = {
        {"id", c->id, MUS_MAX_ID, true},
        {"companies[0]", c->companies[0], MUS_MAX_ID, true},
        {"companies[1]", c->companies[1], MUS_MAX_ID, true},
        {"listings[0]", c->listings[0], MUS_MAX_ID, false},
        {"listings[1]", c->listings[1], MUS_MAX_ID, false},
        {"programme", c->programme, MUS_LEDGER_MAX_PROGRAMME, true},
        {"purpose", c->purpose, MUS_LEDGER_MAX_PURPOSE, true},
        {"edition", c->edition, MUS_LEDGER_MAX_EDITION, false},
        {"agreement", c->agreement, MUS_LEDGER_MAX_AGREEMENT, false},
        {"event", c->event, MUS_MAX_ID, c->origin == MUS_CASE_FROM_MEETING},
        {"meeting", c->meeting, MUS_MAX_ID, c->origin == MUS_CASE_FROM_MEETING},
    };
    for (size_t i = 0; i < sizeof codes / sizeof codes[0]; i++) {
        enum mus_status status =
            check_code(codes[i].field, codes[i].code, codes[i].most, codes[i].needed, err);
        if (status != MUS_OK) {
            return status;
        }
    }
    if (mus_text_equal(c->companies[0], c->companies[1])) {
        return mus_fail(err, MUS_INVALID, "companies: both are \"%.*s\"",
                        MUS_TEXT_SHORT_ARG(c->companies[0]));
    }
    return MUS_OK;
}

/* What belongs to another origin is not given. */
static enum mus_status check_origin(const struct mus_case *c, struct mus_error *err)
{
    if (c->origin > MUS_CASE_FROM_MEETING) {
        return mus_fail(err, MUS_INVALID, "origin: there is no origin %d", (int)c->origin);
    }
    if (c->origin == MUS_CASE_FROM_MATCH) {
        if (c->rank == 0) {
            return mus_fail(err, MUS_INVALID, "rank: ranks begin with 1");
        }
        if (c->score > MILLION) {
            return mus_fail(err, MUS_INVALID, "score: %u, at most %d", c->score, MILLION);
        }
    } else if (c->rank != 0 || c->score != 0 || !is_zero(&c->weights)) {
        return mus_fail(err, MUS_INVALID, "rank: the case does not come from a match");
    }
    if (c->origin != MUS_CASE_FROM_MEETING && (c->event.len > 0 || c->meeting.len > 0)) {
        return mus_fail(err, MUS_INVALID, "meeting: the case does not come from a meeting");
    }
    return MUS_OK;
}

static enum mus_status check_date(const struct mus_case_step *step, struct mus_error *err)
{
    if (step->recorded > LAST_SECOND) {
        return mus_fail(err, MUS_INVALID, "recorded: %llu lies beyond the calendar",
                        (unsigned long long)step->recorded);
    }
    if (!mus_date_exists(step->date)) {
        return mus_fail(err, MUS_INVALID, "date: there is no such day");
    }
    if (step->date > mus_date_in_tokyo((int64_t)step->recorded * 1000)) {
        return mus_fail(err, MUS_INVALID, "date: lies after the day it was recorded");
    }
    return MUS_OK;
}

static enum mus_status check_step(const struct mus_case_step *step, struct mus_error *err)
{
    if (!is_stage(step->stage)) {
        return mus_fail(err, MUS_INVALID, "stage: there is no stage %d", (int)step->stage);
    }
    enum mus_status status = check_date(step, err);
    status = status == MUS_OK ? check_person("by", step->by, err) : status;
    status = status == MUS_OK ? check_words("label", step->label, MUS_CASE_MAX_LABEL, err) : status;
    if (status == MUS_OK && step->entry != MUS_CASE_NO_ENTRY && STAGES[step->stage].ledger == 0) {
        status = mus_fail(err, MUS_INVALID, "entry: the ledger has no stage \"%s\"",
                          STAGES[step->stage].name);
    }
    return status;
}

/* That the step may come after the one before it; NULL: it is the first. */
static enum mus_status check_order(const struct mus_case_step *before,
                                   const struct mus_case_step *step, struct mus_error *err)
{
    if (before == NULL) {
        return step->stage == MUS_CASE_SUGGESTED
                   ? MUS_OK
                   : mus_fail(err, MUS_INVALID,
                              "stage: a case begins with \"suggested\", not "
                              "\"%s\"",
                              STAGES[step->stage].name);
    }
    if (!mus_case_may_follow(before->stage, step->stage)) {
        return mus_fail(err, MUS_INVALID, "stage: \"%s\" cannot follow \"%s\"",
                        STAGES[step->stage].name, STAGES[before->stage].name);
    }
    return step->date >= before->date
               ? MUS_OK
               : mus_fail(err, MUS_INVALID, "date: lies before that of the step before it");
}

static enum mus_status check_steps(const struct mus_case *c, struct mus_error *err)
{
    if (c->step_count == 0) {
        return mus_fail(err, MUS_INVALID, "steps: there is none");
    }
    if (c->step_count > MUS_CASE_MAX_STEPS) {
        return mus_fail(err, MUS_LIMIT, "steps: %zu, at most %d", c->step_count,
                        MUS_CASE_MAX_STEPS);
    }
    for (size_t i = 0; i < c->step_count; i++) {
        enum mus_status status = check_step(&c->steps[i], err);
        if (status == MUS_OK) {
            status = check_order(i == 0 ? NULL : &c->steps[i - 1], &c->steps[i], err);
        }
        if (status != MUS_OK) {
            return mus_fail_at(err, status, "steps[%zu]", i);
        }
    }
    return MUS_OK;
}

/* Each hand-over begins with whom the one before it ended with, and the last with the coordinator.
 */
static enum mus_status check_handovers(const struct mus_case *c, struct mus_error *err)
{
    if (c->handover_count > MUS_CASE_MAX_HANDOVERS) {
        return mus_fail(err, MUS_LIMIT, "handovers: %zu, at most %d", c->handover_count,
                        MUS_CASE_MAX_HANDOVERS);
    }
    for (size_t i = 0; i < c->handover_count; i++) {
        const struct mus_case_handover *handover = &c->handovers[i];
        struct mus_text next =
            i + 1 < c->handover_count ? c->handovers[i + 1].from : c->coordinator;
        enum mus_status status = check_person("from", handover->from, err);
        status = status == MUS_OK ? check_person("to", handover->to, err) : status;
        status = status == MUS_OK ? check_person("by", handover->by, err) : status;
        if (status == MUS_OK && handover->recorded > LAST_SECOND) {
            status = mus_fail(err, MUS_INVALID, "recorded: %llu lies beyond the calendar",
                              (unsigned long long)handover->recorded);
        }
        if (status == MUS_OK && !mus_text_equal(handover->to, next)) {
            status = mus_fail(err, MUS_INVALID, "to: \"%.*s\", but then \"%.*s\" had the case",
                              MUS_TEXT_SHORT_ARG(handover->to), MUS_TEXT_SHORT_ARG(next));
        }
        if (status != MUS_OK) {
            return mus_fail_at(err, status, "handovers[%zu]", i);
        }
    }
    return MUS_OK;
}

enum mus_status mus_case_check(const struct mus_case *c, struct mus_error *err)
{
    enum mus_status status = check_codes(c, err);
    status = status == MUS_OK ? check_person("coordinator", c->coordinator, err) : status;
    status = status == MUS_OK ? check_origin(c, err) : status;
    status = status == MUS_OK ? check_steps(c, err) : status;
    return status == MUS_OK ? check_handovers(c, err) : status;
}
