/* Records of companies for the tests of this folder. */
#ifndef MUS_TEST_RECORD_FIXTURE_H
#define MUS_TEST_RECORD_FIXTURE_H

#include "company_fixture.h"

#include "profile/company_merge.h"
#include "profile/company_record.h"
#include "profile/field.h"

#define BIT(name) MUS_FIELD_BIT(MUS_FIELD_##name)

/* The record that one line of JSON Lines makes. */
static inline struct mus_company_record record_of(const char *text, struct mus_arena *arena)
{
    struct mus_company company = company_of(text, arena);
    const struct mus_supply supply = {.mode = MUS_SUPPLY_SOURCE, .now_ms = 1000};
    struct mus_merged merged;
    struct mus_error err = {0};
    if (mus_company_supply(NULL, &company, &supply, arena, &merged, &err) != MUS_OK ||
        mus_company_record_check(&merged.record, &err) != MUS_OK) {
        fail_msg("%s", err.message);
    }
    return merged.record;
}

/* The same stored bytes and the same contacts. */
static inline void assert_same_record(const struct mus_company_record *a,
                                      const struct mus_company_record *b)
{
    struct mus_buf first = {0};
    struct mus_buf second = {0};
    mus_company_record_encode(a, &first);
    mus_contacts_encode(a->company.contacts, &first);
    mus_company_record_encode(b, &second);
    mus_contacts_encode(b->company.contacts, &second);
    assert_int_equal(first.len, second.len);
    assert_memory_equal(first.data, second.data, first.len);
    mus_buf_done(&first);
    mus_buf_done(&second);
}

#endif
