/* A rule set that is read, written and read again is the same; what it is written as is the
 * canonical form of it, and it counts like itself. */
#include "ledger/format/rule_set.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void demand(bool holds)
{
    if (!holds) {
        abort();
    }
}

static void demand_round_trip(const struct mus_rule_set *rules, struct mus_arena *arena)
{
    struct mus_buf first = {0};
    struct mus_buf second = {0};
    struct mus_buf difference = {0};
    struct mus_rule_set again;
    mus_rule_set_write(rules, &first);
    demand(mus_rule_set_check_canonical(mus_buf_text(&first), NULL) == MUS_OK);
    demand(mus_rule_set_read(mus_buf_text(&first), arena, &again, NULL) == MUS_OK);
    mus_rule_set_write(&again, &second);
    demand(mus_text_equal(mus_buf_text(&first), mus_buf_text(&second)));
    mus_rule_set_diff(rules, &again, &difference);
    demand(difference.len == 0 && !difference.failed);
    mus_buf_done(&first);
    mus_buf_done(&second);
    mus_buf_done(&difference);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const struct mus_text text = {(const char *)data, size};
    struct mus_arena arena = {0};
    struct mus_rule_set rules;
    struct mus_error err = {0};
    enum mus_status status = mus_rule_set_read(text, &arena, &rules, &err);
    if (status == MUS_OK) {
        demand_round_trip(&rules, &arena);
    } else {
        demand(status == MUS_INVALID || status == MUS_LIMIT);
        demand(err.status == status && err.message[0] != '\0');
        demand(strchr(err.message, '\n') == NULL);
    }
    mus_arena_done(&arena);
    return 0;
}
