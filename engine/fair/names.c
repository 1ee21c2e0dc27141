#include "fair/names.h"

#include "store/companies.h"

static enum mus_status load_one(const struct mus_read *read, struct mus_text company,
                                struct mus_arena *scratch, struct mus_arena *arena,
                                struct mus_fair_name *out, struct mus_error *err)
{
    struct mus_company_record record;
    mus_arena_reset(scratch);
    enum mus_status status = mus_store_company(read, company, scratch, &record, err);
    if (status != MUS_OK) {
        return status;
    }
    const struct mus_text from[] = {record.company.name_ja, record.company.name_kana,
                                    record.company.name_en, record.company.country};
    struct mus_text *const to[] = {&out->ja, &out->kana, &out->en, &out->country};
    for (size_t i = 0; i < sizeof from / sizeof from[0]; i++) {
        *to[i] = mus_arena_copy(arena, from[i]);
        if (to[i]->ptr == NULL && from[i].ptr != NULL) {
            return mus_fail_memory(err);
        }
    }
    return MUS_OK;
}

enum mus_status mus_fair_name_load(const struct mus_read *read, struct mus_text company,
                                   struct mus_arena *arena, struct mus_fair_name *out,
                                   struct mus_error *err)
{
    struct mus_arena scratch = {0};
    struct mus_fair_name name = {0};
    enum mus_status status = load_one(read, company, &scratch, arena, &name, err);
    mus_arena_done(&scratch);
    if (status == MUS_OK) {
        *out = name;
    }
    return status;
}

enum mus_status mus_fair_names_load(const struct mus_read *read, const struct mus_fair *fair,
                                    struct mus_arena *arena, struct mus_fair_names *out,
                                    struct mus_error *err)
{
    struct mus_arena scratch = {0};
    struct mus_fair_name *items = mus_arena_alloc(arena, fair->participant_count, sizeof *items);
    enum mus_status status = items == NULL ? mus_fail_memory(err) : MUS_OK;
    for (size_t i = 0; status == MUS_OK && i < fair->participant_count; i++) {
        status = load_one(read, fair->participants[i].company, &scratch, arena, &items[i], err);
    }
    mus_arena_done(&scratch);
    if (status == MUS_OK) {
        *out = (struct mus_fair_names){items, fair->participant_count};
    }
    return status;
}

struct mus_text mus_fair_name_in(const struct mus_fair_name *name, bool english)
{
    struct mus_text first = english ? name->en : name->ja;
    struct mus_text second = english ? name->ja : name->en;
    struct mus_text third = second.len > 0 ? second : name->kana;
    return first.len > 0 ? first : third;
}
