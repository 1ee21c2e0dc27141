/* Stored bytes that are decoded are whole: they are written as JSON, and encoded again they decode
 * to the same. Some of their fields, read alone, are those of the whole; what cannot be read of
 * them cannot be read whole either. The same bytes are tried as contacts. */
#include "profile/company_record.h"

#include <stdlib.h>

#include "profile/company_json.h"
#include "profile/company_value.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const mus_field_set LABEL =
    MUS_FIELD_BIT(MUS_FIELD_NAME_JA) | MUS_FIELD_BIT(MUS_FIELD_NAME_KANA) |
    MUS_FIELD_BIT(MUS_FIELD_NAME_EN) | MUS_FIELD_BIT(MUS_FIELD_COUNTRY);

static void demand(bool holds)
{
    if (!holds) {
        abort();
    }
}

static void demand_round_trip(const struct mus_company_record *record, struct mus_arena *arena)
{
    struct mus_buf first = {0};
    struct mus_buf second = {0};
    struct mus_company_record again;
    mus_company_record_encode(record, &first);
    demand(mus_company_record_decode(first.data, first.len, arena, &again, NULL) == MUS_OK);
    demand(mus_company_equal(&record->company, &again.company));
    mus_company_record_encode(&again, &second);
    demand(mus_text_equal(mus_buf_text(&first), mus_buf_text(&second)));
    mus_buf_done(&first);
    mus_buf_done(&second);
}

static void demand_writable(const struct mus_company *company)
{
    struct mus_buf text = {0};
    struct mus_json_writer writer = {.buf = &text};
    struct mus_json *json = NULL;
    mus_company_write_json(&writer, company, true);
    mus_json_end(&writer);
    demand(mus_json_parse(mus_buf_text(&text), &json, NULL) == MUS_OK);
    mus_json_free(json);
    mus_buf_done(&text);
}

/* `whole` is NULL where the bytes are no whole record. */
static void try_some(const uint8_t *data, size_t size, mus_field_set fields,
                     const struct mus_company *whole, struct mus_arena *arena)
{
    struct mus_error err = {0};
    struct mus_company some;
    enum mus_status status = mus_company_record_decode_some(data, size, fields, arena, &some, &err);
    demand(status == MUS_OK || (status == MUS_CORRUPT && err.message[0] != '\0' && whole == NULL));
    if (status == MUS_OK) {
        demand((some.given & ~fields) == 0);
        demand_writable(&some);
    }
    if (whole != NULL) {
        struct mus_company expected = {.id = whole->id};
        for (unsigned field = 0; field < MUS_FIELD_COUNT; field++) {
            if ((fields & whole->given & MUS_FIELD_BIT(field)) != 0) {
                mus_field_take(&expected, whole, (enum mus_field)field);
            }
        }
        demand(mus_company_equal(&some, &expected));
    }
}

static void try_contacts(const uint8_t *data, size_t size, struct mus_arena *arena)
{
    struct mus_contacts contacts;
    struct mus_buf bytes = {0};
    enum mus_status status = mus_contacts_decode(data, size, arena, &contacts, NULL);
    demand(status == MUS_OK || status == MUS_CORRUPT);
    if (status == MUS_OK) {
        mus_contacts_encode(contacts, &bytes);
        demand(mus_text_equal(mus_buf_text(&bytes), (struct mus_text){(const char *)data, size}));
        mus_buf_done(&bytes);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct mus_arena arena = {0};
    struct mus_error err = {0};
    struct mus_company_record record;
    enum mus_status status = mus_company_record_decode(data, size, &arena, &record, &err);
    if (status == MUS_OK) {
        demand(mus_company_record_check(&record, NULL) == MUS_OK);
        demand_round_trip(&record, &arena);
        demand_writable(&record.company);
    } else {
        demand(status == MUS_CORRUPT && err.message[0] != '\0');
    }
    const struct mus_company *whole = status == MUS_OK ? &record.company : NULL;
    try_some(data, size, 0, whole, &arena);
    try_some(data, size, LABEL, whole, &arena);
    try_some(data, size, MUS_FIELD_BIT(MUS_FIELD_LISTINGS), whole, &arena);
    try_contacts(data, size, &arena);
    mus_arena_done(&arena);
    return 0;
}
