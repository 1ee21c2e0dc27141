/* A text read value by value is refused with the very words of the strict check, or it is the text
 * that the tree has: written anew from what was pulled, it parses to the same. Going back to a
 * value inside reads it again. */
#include "codec/json_pull.h"

#include <stdlib.h>
#include <string.h>

#include "codec/json_check.h"
#include "codec/json_number.h"
#include "codec/json_write.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void demand(bool holds)
{
    if (!holds) {
        abort();
    }
}

/* An item, but for what is in a container. */
static void write_item(struct mus_json_writer *writer, struct mus_text text,
                       const struct mus_json_item *item)
{
    switch (item->type) {
    case MUS_JSON_ABSENT:
        abort();
    case MUS_JSON_NULL:
        mus_json_write_null(writer);
        break;
    case MUS_JSON_BOOL:
        mus_json_write_bool(writer, item->boolean);
        break;
    case MUS_JSON_INTEGER:
        mus_json_write_integer(writer, item->integer);
        break;
    case MUS_JSON_NUMBER:
        mus_json_write_raw(writer, mus_json_token_at(text, item->at));
        break;
    case MUS_JSON_STRING:
        mus_json_write_text(writer, item->text);
        break;
    case MUS_JSON_ARRAY:
        mus_json_begin_array(writer);
        break;
    case MUS_JSON_OBJECT:
        mus_json_begin_object(writer);
        break;
    }
}

struct walked {
    struct mus_buf written;
    size_t last_at; /* where the last value began that is no container's end */
    bool any;
};

static enum mus_status walk(struct mus_json_pull *pull, const struct mus_json_source *source,
                            struct walked *walked, struct mus_error *err)
{
    struct mus_json_writer writer = {.buf = &walked->written};
    struct mus_json_item item;
    enum mus_status status = mus_json_pull_begin(pull, source, &item, err);
    if (status == MUS_OK) {
        write_item(&writer, source->text, &item);
    }
    while (status == MUS_OK && pull->depth > 0) {
        const bool object = pull->open[pull->depth - 1].object;
        bool more = true;
        status = mus_json_pull_next(pull, &item, &more, err);
        if (status != MUS_OK) {
            break;
        }
        if (!more) {
            (object ? mus_json_end_object : mus_json_end_array)(&writer);
            continue;
        }
        if (object) {
            mus_json_key_text(&writer, item.key);
        }
        write_item(&writer, source->text, &item);
        walked->last_at = item.at;
        walked->any = true;
    }
    return status == MUS_OK ? mus_json_pull_end(pull, err) : status;
}

static void demand_same_tree(struct mus_text text, struct mus_text written)
{
    struct mus_json *tree = NULL;
    struct mus_json *again = NULL;
    struct mus_buf first = {0};
    struct mus_buf second = {0};
    enum mus_status status = mus_json_parse(text, &tree, NULL);
    demand(mus_json_parse(written, &again, NULL) == status);
    if (status == MUS_OK) { /* otherwise a number is too large for a double */
        struct mus_json_writer one = {.buf = &first};
        struct mus_json_writer two = {.buf = &second};
        demand(mus_json_write_value(&one, tree, NULL) == MUS_OK);
        demand(mus_json_write_value(&two, again, NULL) == MUS_OK);
        demand(mus_text_equal(mus_buf_text(&first), mus_buf_text(&second)));
    }
    mus_json_free(tree);
    mus_json_free(again);
    mus_buf_done(&first);
    mus_buf_done(&second);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const struct mus_json_source source = {{(const char *)data, size}, 1, 0};
    struct mus_json_pull pull;
    struct walked walked = {0};
    struct mus_error err = {0};
    struct mus_error check_err = {0};
    enum mus_status status = walk(&pull, &source, &walked, &err);
    demand(mus_json_check_text(&source, NULL, &check_err) == status);
    demand(strcmp(err.message, check_err.message) == 0);
    if (status == MUS_OK) {
        demand_same_tree(source.text, mus_buf_text(&walked.written));
        struct mus_json_item item;
        if (walked.any) {
            demand(mus_json_pull_again(&pull, walked.last_at, &item, &err) == MUS_OK);
            demand(mus_json_pull_skip(&pull, &item, &err) == MUS_OK && pull.depth == 0);
        }
    }
    mus_json_pull_done(&pull);
    mus_buf_done(&walked.written);
    return 0;
}
