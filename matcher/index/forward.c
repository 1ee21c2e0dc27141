/* The lists are gone through twice: once for how many bytes each document takes, once to put them
 * there. As features are taken in their order, the numbers of a document ascend. */
#include "matcher/index/forward.h"

#include "base/mem.h"

#include <string.h>

enum { ONE_BYTE = 192, TWO_BYTES = ONE_BYTE + 63 * 256, MOST_BYTES = 255 };

struct turning {
    const struct mus_segment *segment;
    uint16_t *lens;   /* of each document; more than MOST_BYTES: not kept */
    uint32_t *starts; /* where its next number goes */
    unsigned char *bytes;
};

static void measure(struct turning *turning, uint32_t doc, uint32_t number)
{
    uint16_t *len = &turning->lens[doc];
    unsigned more = number < ONE_BYTE ? 1 : number < TWO_BYTES ? 2 : MOST_BYTES + 1;
    *len = *len + more <= MOST_BYTES ? (uint16_t)(*len + more) : MOST_BYTES + 1;
}

static void put(struct turning *turning, uint32_t doc, uint32_t number)
{
    if (turning->lens[doc] > MOST_BYTES) {
        return;
    }
    unsigned char *at = turning->bytes + turning->starts[doc];
    if (number < ONE_BYTE) {
        at[0] = (unsigned char)number;
        turning->starts[doc] += 1;
    } else {
        at[0] = (unsigned char)(ONE_BYTE + ((number - ONE_BYTE) >> 8));
        at[1] = (unsigned char)(number - ONE_BYTE);
        turning->starts[doc] += 2;
    }
}

typedef void act(struct turning *turning, uint32_t doc, uint32_t number);

static bool walk(struct turning *turning, act *what)
{
    const struct mus_segment *segment = turning->segment;
    uint32_t number = 0;
    for (unsigned kind = MUS_FORWARD_FIRST; kind <= MUS_FORWARD_LAST; kind++) {
        for (uint32_t i = 0; i < segment->kinds[kind].count; i++, number++) {
            struct mus_posting_reader reader;
            struct mus_impact impact;
            if (!mus_segment_list(segment, (enum mus_feature_kind)kind, i, &reader)) {
                return false;
            }
            while (mus_posting_next(&reader, &impact)) {
                if (impact.doc >= segment->docs) {
                    return false;
                }
                what(turning, impact.doc, number);
            }
        }
    }
    return true;
}

/* Bases and starts, and where each document's bytes begin. */
static void lay_out(struct turning *turning, struct mus_buf *bases, struct mus_buf *starts)
{
    uint32_t docs = turning->segment->docs;
    uint32_t at = 0;
    uint32_t base = 0;
    for (uint32_t doc = 0; doc < docs; doc++) {
        if (doc % 64 == 0) {
            base = at;
            mus_buf_add_u32(bases, base);
        }
        mus_buf_add_u16(starts, (uint16_t)(at - base));
        turning->starts[doc] = at;
        at += turning->lens[doc] > MOST_BYTES ? 1 : turning->lens[doc];
    }
    mus_buf_add_u32(bases, at);
    turning->starts[docs] = at;
}

static bool turn(struct turning *turning, struct mus_buf *bases, struct mus_buf *starts,
                 struct mus_buf *numbers)
{
    uint32_t docs = turning->segment->docs;
    if (!walk(turning, measure)) {
        return false;
    }
    lay_out(turning, bases, starts);
    size_t len = turning->starts[docs];
    turning->bytes = mus_alloc(len, 1);
    if (turning->bytes == NULL) {
        return false;
    }
    for (uint32_t doc = 0; doc < docs; doc++) {
        if (turning->lens[doc] > MOST_BYTES) {
            turning->bytes[turning->starts[doc]] = MUS_FORWARD_UNKNOWN;
        }
    }
    bool done = walk(turning, put);
    mus_buf_add(numbers, turning->bytes, len);
    return done && !bases->failed && !starts->failed && !numbers->failed;
}

bool mus_forward_make(const struct mus_segment *segment, struct mus_buf *bases,
                      struct mus_buf *starts, struct mus_buf *numbers)
{
    struct turning turning = {.segment = segment,
                              .lens = mus_alloc_zero(segment->docs, sizeof *turning.lens),
                              .starts =
                                  mus_alloc((size_t)segment->docs + 1, sizeof *turning.starts)};
    bool done =
        turning.lens != NULL && turning.starts != NULL && turn(&turning, bases, starts, numbers);
    mus_free(turning.lens);
    mus_free(turning.starts);
    mus_free(turning.bytes);
    return done;
}
