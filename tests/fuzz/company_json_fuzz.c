/* A company that is read is within its limits, is written and read back the same, and keeps
 * everything in its stored record. What is refused leaves a message of one line. */
#include "profile/company_json.h"

#include <stdlib.h>
#include <string.h>

#include "profile/company_check.h"
#include "profile/company_merge.h"
#include "profile/company_value.h"
#include "profile/size_class.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void demand(bool holds)
{
    if (!holds) {
        abort();
    }
}

static void write_company(const struct mus_company *company, struct mus_buf *out)
{
    struct mus_json_writer writer = {.buf = out};
    mus_company_write_json(&writer, company, true);
    mus_json_end(&writer);
    demand(!out->failed);
}

static void demand_round_trip(const struct mus_company *company, struct mus_arena *arena)
{
    struct mus_buf first = {0};
    struct mus_buf second = {0};
    struct mus_json *json = NULL;
    struct mus_company again;
    write_company(company, &first);
    demand(mus_json_parse(mus_buf_text(&first), &json, NULL) == MUS_OK);
    demand(mus_company_read_json(json, arena, &again, NULL, NULL) == MUS_OK);
    demand(mus_company_equal(company, &again));
    write_company(&again, &second);
    demand(mus_text_equal(mus_buf_text(&first), mus_buf_text(&second)));
    mus_json_free(json);
    mus_buf_done(&first);
    mus_buf_done(&second);
}

static void demand_kept(struct mus_company *company, struct mus_arena *arena)
{
    const struct mus_supply supply = {.mode = MUS_SUPPLY_SOURCE};
    struct mus_merged merged;
    struct mus_company_record again;
    struct mus_buf bytes = {0};
    if (company->id.ptr == NULL) {
        company->id = MUS_TEXT("c-1");
    }
    demand(mus_company_supply(NULL, company, &supply, arena, &merged, NULL) == MUS_OK);
    demand(mus_company_record_check(&merged.record, NULL) == MUS_OK);
    mus_company_record_encode(&merged.record, &bytes);
    demand(mus_company_record_decode(bytes.data, bytes.len, arena, &again, NULL) == MUS_OK);
    mus_field_take(&again.company, &merged.record.company, MUS_FIELD_CONTACTS);
    demand(mus_company_equal(&again.company, &merged.record.company));
    struct mus_merged twice;
    demand(mus_company_supply(&again, company, &supply, arena, &twice, NULL) == MUS_OK);
    demand(twice.unchanged);
    mus_buf_done(&bytes);
}

static void judge(const struct mus_company *company)
{
    struct mus_error err = {0};
    struct mus_size_basis basis;
    demand(mus_company_check_limits(company, &err) == MUS_OK);
    enum mus_status status = mus_company_check(company, NULL, MUS_NO_DATE, &err);
    demand(status == MUS_OK || status == MUS_INVALID);
    enum mus_size size = mus_size_class(company, &basis);
    demand(basis.applicable || size == MUS_SIZE_UNKNOWN);
    demand((size == MUS_SIZE_UNKNOWN) == (basis.decided_by == 0));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const struct mus_text text = {(const char *)data, size};
    struct mus_json *json = NULL;
    if (mus_json_parse(text, &json, NULL) != MUS_OK) {
        return 0;
    }
    struct mus_arena arena = {0};
    struct mus_error err = {0};
    struct mus_company company;
    mus_field_set cleared;
    enum mus_status status = mus_company_read_json(json, &arena, &company, &cleared, &err);
    mus_json_free(json);
    if (status == MUS_OK) {
        demand((company.given & cleared) == 0);
        judge(&company);
        demand_round_trip(&company, &arena);
        demand_kept(&company, &arena);
    } else {
        demand(status == MUS_INVALID || status == MUS_LIMIT);
        demand(err.status == status && err.message[0] != '\0');
        demand(strchr(err.message, '\n') == NULL);
        demand(mus_text_is_utf8(mus_text_of(err.message), NULL));
    }
    mus_arena_done(&arena);
    return 0;
}
