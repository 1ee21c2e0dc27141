/* JSON read one value at a time, without a tree: for documents too large to be held twice. The
 * rules, the refusals and their messages are those of codec/json.h.
 *
 *     struct mus_json_pull pull;
 *     struct mus_json_item item;
 *     mus_json_pull_begin(&pull, &source, &item, err)     the document's value
 *     while (mus_json_pull_next(&pull, &item, &more, err) == MUS_OK && more) {
 *         … item.key, item.type, item.text …              each element or member of it
 *         mus_json_pull_skip(&pull, &item, err)           whatever is in it, checked
 *     }
 *     mus_json_pull_end(&pull, err)                       and nothing after it
 *     mus_json_pull_done(&pull)                           always
 *
 * An item that is an array or an object has just been opened: the next call goes into it, until
 * its end closes it. A key that stands twice is found at the end of its object. The text is
 * borrowed; a pull belongs to one thread at a time and is of no use after a failure. */
#ifndef MUS_CODEC_JSON_PULL_H
#define MUS_CODEC_JSON_PULL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/limits.h"
#include "codec/json.h"
#include "codec/json_scan.h"

struct mus_json_item {
    enum mus_json_type type; /* a number with point or exponent has no value here */
    struct mus_text key;     /* in an object, decoded; lives until the object ends */
    /* Of a string, decoded. It lies in the source's text, or where it was written with escapes in
     * the pull, until the next call. */
    struct mus_text text;
    int64_t integer;
    bool boolean;
    size_t at; /* the byte of the text where the value begins */
};

struct mus_json_pull {
    struct mus_json_scan scan;
    struct mus_buf decoded; /* the string at hand, if it had escapes */
    unsigned depth;         /* containers open */
    struct mus_json_open {
        bool object;
        bool begun;        /* an element was read */
        size_t key_height; /* of the stack of keys, when it began */
    } open[MUS_MAX_JSON_DEPTH];
};

/* MUS_INVALID, MUS_LIMIT or MUS_NO_MEMORY, as every call below. */
enum mus_status mus_json_pull_begin(struct mus_json_pull *pull,
                                    const struct mus_json_source *source,
                                    struct mus_json_item *item,
                                    struct mus_error *err) MUS_MUST_CHECK;
/* The next element of the innermost container that is open; where there is none, *more is false,
 * and the container is closed. */
enum mus_status mus_json_pull_next(struct mus_json_pull *pull, struct mus_json_item *item,
                                   bool *more, struct mus_error *err) MUS_MUST_CHECK;
/* To the end of the item that was read last, if it is a container. */
enum mus_status mus_json_pull_skip(struct mus_json_pull *pull, const struct mus_json_item *item,
                                   struct mus_error *err) MUS_MUST_CHECK;
/* After the document's value: nothing but white space may follow. */
enum mus_status mus_json_pull_end(struct mus_json_pull *pull, struct mus_error *err) MUS_MUST_CHECK;
/* Begins once more, at a value inside that began at the byte `at` of the text and has been read to
 * its end before. */
enum mus_status mus_json_pull_again(struct mus_json_pull *pull, size_t at,
                                    struct mus_json_item *item,
                                    struct mus_error *err) MUS_MUST_CHECK;
/* A zeroed one is accepted. */
void mus_json_pull_done(struct mus_json_pull *pull);

#endif
