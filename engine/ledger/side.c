#include "ledger/side.h"

#include <string.h>

#include "profile/corporate_number.h"
#include "profile/size_class.h"
#include "store/companies.h"

/* Stored numbers have passed their check. */
static uint64_t number_of(struct mus_text digits)
{
    uint64_t number = 0;
    for (size_t i = 0; i < digits.len; i++) {
        number = number * 10 + (uint64_t)(digits.ptr[i] - '0');
    }
    return number;
}

enum mus_status mus_ledger_side_of_company(const struct mus_read *read, struct mus_text company,
                                           struct mus_arena *arena, struct mus_text *id,
                                           struct mus_ledger_side *side, struct mus_error *err)
{
    struct mus_company_record record;
    enum mus_status status = mus_store_company(read, company, arena, &record, err);
    if (status != MUS_OK) {
        return status;
    }
    const struct mus_company *found = &record.company;
    struct mus_ledger_side out = {.size = mus_size_class(found, NULL)};
    if (!mus_company_has(found, MUS_FIELD_COUNTRY) || found->country.len != sizeof out.country) {
        return mus_fail(err, MUS_INVALID, "company \"%.*s\" has no country",
                        MUS_TEXT_SHORT_ARG(found->id));
    }
    memcpy(out.country, found->country.ptr, sizeof out.country);
    if (mus_company_has(found, MUS_FIELD_KIND)) {
        out.kind = found->kind;
    }
    if (mus_company_has(found, MUS_FIELD_CORPORATE_NUMBER) &&
        out.kind != MUS_KIND_SOLE_PROPRIETOR) {
        out.corporate_number = number_of(found->corporate_number);
    }
    *id = found->id;
    *side = out;
    return MUS_OK;
}
