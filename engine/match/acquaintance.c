#include "match/acquaintance.h"

#include <stdlib.h>

#include "store/cases.h"
#include "store/companies.h"
#include "store/ledger.h"

/* One other company, and what its cases with the one that asks say. */
struct other {
    uint64_t id; /* hash */
    size_t at;   /* the how manieth case: the last one decides whether they parted */
    bool met, declined;
};

static int by_id_and_time(const void *left, const void *right)
{
    const struct other *a = left;
    const struct other *b = right;
    if (a->id != b->id) {
        return a->id < b->id ? -1 : 1;
    }
    return a->at < b->at ? -1 : a->at > b->at;
}

/* A meeting whose entry was reversed did not take place. Only a case's first meeting has an entry:
 * with it reversed the others stand by their steps. */
static enum mus_status has_met(const struct mus_read *read, const struct mus_case *c,
                               mus_date since, struct mus_arena *arena, bool *met,
                               struct mus_error *err)
{
    enum mus_status status = MUS_OK;
    *met = false;
    for (size_t i = 0; status == MUS_OK && !*met && i < c->step_count; i++) {
        const struct mus_case_step *step = &c->steps[i];
        bool reversed = false;
        uint64_t reversal = 0;
        if (step->stage != MUS_CASE_MEETING_HELD || step->date < since) {
            continue;
        }
        if (step->entry != MUS_CASE_NO_ENTRY) {
            status = mus_store_ledger_reversal(read, step->entry, arena, &reversed, &reversal, err);
        }
        *met = !reversed;
    }
    return status;
}

/* Resolved where the company is still there; one that was erased has taken its cases with it, so
 * the id as it stands can only be met by a damaged store. */
static enum mus_status resolved(const struct mus_read *read, struct mus_text id,
                                struct mus_arena *arena, struct mus_text *out,
                                struct mus_error *err)
{
    enum mus_status status = mus_store_resolve(read, id, arena, out, err);
    if (status == MUS_NOT_FOUND) {
        *out = id;
        return MUS_OK;
    }
    return status;
}

/* The side of the case that is not the company that asks. Where both are (two records of one firm
 * that were merged since) it is the company itself, which another veto holds back anyway. */
static enum mus_status other_of(const struct mus_read *read, const struct mus_case *c,
                                struct mus_text self, mus_date since, struct mus_arena *arena,
                                struct other *out, struct mus_error *err)
{
    struct mus_text sides[2];
    enum mus_status status = resolved(read, c->companies[0], arena, &sides[0], err);
    if (status == MUS_OK) {
        status = resolved(read, c->companies[1], arena, &sides[1], err);
    }
    if (status == MUS_OK) {
        struct mus_text id = mus_text_equal(sides[0], self) ? sides[1] : sides[0];
        out->id = mus_text_hash(id);
        out->declined = mus_case_last(c)->stage == MUS_CASE_DECLINED;
        status = has_met(read, c, since, arena, &out->met, err);
    }
    return status;
}

/* Sorted by other and time: those met in any case, and those whose last case was declined. */
static enum mus_status gather(const struct other *others, size_t count, struct mus_arena *arena,
                              struct mus_acquaintances *out, struct mus_error *err)
{
    uint64_t *met = mus_arena_alloc(arena, count, sizeof *met);
    uint64_t *declined = mus_arena_alloc(arena, count, sizeof *declined);
    if (met == NULL || declined == NULL) {
        return mus_fail_memory(err);
    }
    size_t met_count = 0;
    size_t declined_count = 0;
    for (size_t i = 0; i < count; i++) {
        bool last = i + 1 == count || others[i + 1].id != others[i].id;
        bool known = met_count > 0 && met[met_count - 1] == others[i].id;
        if (others[i].met && !known) {
            met[met_count++] = others[i].id;
        }
        if (others[i].declined && last) {
            declined[declined_count++] = others[i].id;
        }
    }
    *out = (struct mus_acquaintances){{met, met_count}, {declined, declined_count}};
    return MUS_OK;
}

enum mus_status mus_acquaintances_of(const struct mus_read *read, struct mus_text company,
                                     mus_date met_since, struct mus_arena *arena,
                                     struct mus_acquaintances *out, struct mus_error *err)
{
    struct mus_text self;
    struct mus_case *cases = NULL;
    size_t count = 0;
    enum mus_status status = mus_store_resolve(read, company, arena, &self, err);
    if (status == MUS_OK) {
        status = mus_store_cases_of(read, self, arena, &cases, &count, err);
    }
    if (status != MUS_OK) {
        return status;
    }
    struct other *others = mus_arena_alloc(arena, count, sizeof *others);
    if (others == NULL) {
        return mus_fail_memory(err);
    }
    for (size_t i = 0; status == MUS_OK && i < count; i++) {
        others[i].at = i;
        status = other_of(read, &cases[i], self, met_since, arena, &others[i], err);
    }
    if (status != MUS_OK) {
        return status;
    }
    qsort(others, count, sizeof *others, by_id_and_time);
    return gather(others, count, arena, out, err);
}
