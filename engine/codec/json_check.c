#include "codec/json_check.h"

#include <assert.h>

#include "base/limits.h"
#include "codec/json_pull.h"

static_assert(MUS_MAX_JSON_BYTES < UINT32_MAX && MUS_MAX_REPLY_BYTES < UINT32_MAX,
              "offsets are kept in 32 bits");

static void note(const struct mus_json_item *item, struct mus_buf *numbers)
{
    if (numbers != NULL && (item->type == MUS_JSON_INTEGER || item->type == MUS_JSON_NUMBER)) {
        mus_buf_add_u32(numbers, (uint32_t)item->at);
    }
}

static enum mus_status check_document(struct mus_json_pull *pull,
                                      const struct mus_json_source *source, struct mus_buf *numbers,
                                      struct mus_error *err)
{
    struct mus_json_item item;
    bool more = true;
    enum mus_status status = mus_json_pull_begin(pull, source, &item, err);
    if (status == MUS_OK) {
        note(&item, numbers);
    }
    while (status == MUS_OK && pull->depth > 0) {
        status = mus_json_pull_next(pull, &item, &more, err);
        if (status == MUS_OK && more) {
            note(&item, numbers);
        }
    }
    return status == MUS_OK ? mus_json_pull_end(pull, err) : status;
}

enum mus_status mus_json_check_text(const struct mus_json_source *source, struct mus_buf *numbers,
                                    struct mus_error *err)
{
    struct mus_json_pull pull;
    enum mus_status status = check_document(&pull, source, numbers, err);
    if (status == MUS_OK && numbers != NULL) {
        status = mus_buf_check(numbers, err);
    }
    mus_json_pull_done(&pull);
    return status;
}
