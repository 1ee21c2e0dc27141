/* What the check lets pass, cJSON parses; what is parsed is written, compact and pretty, read back
 * and written again: the same bytes. What is refused leaves a message of one line. */
#include "codec/json.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "codec/json_write.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void demand(bool holds)
{
    if (!holds) {
        abort();
    }
}

static void write_back(struct mus_buf *out, const struct mus_json *value, bool pretty)
{
    struct mus_json_writer writer = {.buf = out, .pretty = pretty};
    demand(mus_json_write_value(&writer, value, NULL) == MUS_OK);
    mus_json_end(&writer);
    demand(mus_buf_check(out, NULL) == MUS_OK);
}

static void demand_round_trip(const struct mus_json *value, bool pretty)
{
    struct mus_buf first = {0};
    struct mus_buf second = {0};
    struct mus_json *again = NULL;
    write_back(&first, value, pretty);
    demand(mus_json_parse(mus_buf_text(&first), &again, NULL) == MUS_OK);
    write_back(&second, again, pretty);
    demand(mus_text_equal(mus_buf_text(&first), mus_buf_text(&second)));
    mus_json_free(again);
    mus_buf_done(&first);
    mus_buf_done(&second);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const struct mus_text text = {(const char *)data, size};
    struct mus_json *value = NULL;
    struct mus_error err = {0};
    enum mus_status status = mus_json_parse(text, &value, &err);
    if (status != MUS_OK) {
        demand(status == MUS_INVALID || status == MUS_LIMIT);
        demand(err.status == status && err.message[0] != '\0');
        demand(strchr(err.message, '\n') == NULL);
        demand(mus_text_is_utf8(mus_text_of(err.message), NULL));
        return 0;
    }
    demand_round_trip(value, false);
    demand_round_trip(value, true);
    mus_json_free(value);
    return 0;
}
