/* Entries of the ledger: what is accepted passes its check, is written back as it was, and has a
 * readable line that is good JSON; what peeking says of it is what decoding says. */
#include "codec/json.h"
#include "ledger/format/entry_line.h"
#include "ledger/format/ledger_entry.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void demand(bool holds)
{
    if (!holds) {
        abort();
    }
}

static void demand_line(const struct mus_ledger_entry *entry)
{
    struct mus_buf line = {0};
    struct mus_json *json = NULL;
    mus_ledger_entry_line(entry, 7, &line);
    demand(!line.failed && memchr(line.data, '\n', line.len) == NULL);
    demand(mus_json_parse(mus_buf_text(&line), &json, NULL) == MUS_OK);
    demand(mus_ledger_kind_of(mus_json_text(mus_json_get(json, "kind"))) == entry->kind);
    mus_json_free(json);
    mus_buf_done(&line);
}

static void demand_peek(struct mus_text bytes, const struct mus_ledger_entry *entry)
{
    enum mus_ledger_kind kind;
    uint64_t recorded;
    mus_date date;
    demand(mus_ledger_entry_peek(bytes, &kind, &recorded, &date));
    demand(kind == entry->kind && recorded == entry->recorded);
    demand(kind != MUS_LEDGER_NAMED || date == entry->as.named.date);
    demand(kind != MUS_LEDGER_REPORTED || date == entry->as.reported.date);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct mus_text bytes = {(const char *)data, size};
    struct mus_ledger_entry entry;
    struct mus_buf back = {0};
    struct mus_error err = {0};
    enum mus_status status = mus_ledger_entry_decode(bytes, &entry, &err);
    if (status != MUS_OK) {
        demand(status == MUS_CORRUPT && err.status == status && err.message[0] != '\0');
        return 0;
    }
    demand(mus_ledger_entry_check(&entry, NULL) == MUS_OK);
    mus_ledger_entry_encode(&entry, &back);
    demand(mus_text_equal(mus_buf_text(&back), bytes));
    demand_peek(bytes, &entry);
    demand_line(&entry);
    mus_buf_done(&back);
    return 0;
}
