/* Classes and markets the other way round: of each document, which of them it has. Inside the
 * index.
 *
 * The lists of the kinds from MUS_FORWARD_FIRST on tell it too, but all documents at once. Here
 * they are by document, for the few of which a bound is worked out. The features of these kinds are
 * numbered through, kind after kind. A document has the numbers of its features, ascending, each in
 * one byte where it is below 192, else in two: 192 + (n − 192) / 256, (n − 192) mod 256. Of a
 * document whose numbers take more than 255 bytes, or are too great, the single byte 255 says that
 * they are not kept.
 *
 *     bases     u32 each 64 documents: where their numbers begin
 *     starts    u16 a document, and the end: where its numbers begin behind its base
 *     numbers */
#ifndef MUS_MATCHER_INDEX_FORWARD_H
#define MUS_MATCHER_INDEX_FORWARD_H

#include "base/buf.h"
#include "matcher/index/segment.h"

#define MUS_FORWARD_UNKNOWN 255

/* Appends what the lists of the segment, which has been opened but for its forward sections, say.
 * False: no memory, or a list is damaged. */
bool mus_forward_make(const struct mus_segment *segment, struct mus_buf *bases,
                      struct mus_buf *starts, struct mus_buf *numbers);

/* The bytes of a document's numbers; none where they are damaged. */
struct mus_forward {
    const unsigned char *at, *end;
};

static inline struct mus_forward mus_forward_of(const struct mus_segment *segment, uint32_t doc)
{
    uint32_t base = mus_load_u32(segment->forward_bases, doc / 64);
    uint32_t begin = base + mus_load_u16(segment->forward_starts, doc);
    uint32_t end = doc % 64 == 63 || doc + 1 == segment->docs
                       ? mus_load_u32(segment->forward_bases, doc / 64 + 1)
                       : base + mus_load_u16(segment->forward_starts, (size_t)doc + 1);
    if (base > segment->forward_len || begin > end || end > segment->forward_len) {
        return (struct mus_forward){segment->forward, segment->forward};
    }
    return (struct mus_forward){segment->forward + begin, segment->forward + end};
}

static inline void mus_forward_prefetch(const struct mus_segment *segment, uint32_t doc)
{
    struct mus_forward forward = mus_forward_of(segment, doc);
    __builtin_prefetch(forward.at);
}

/* The next number; false at the end. MUS_FORWARD_UNKNOWN stands alone and is for the caller to see
 * first. */
static inline bool mus_forward_next(struct mus_forward *forward, uint32_t *number)
{
    if (forward->at == forward->end) {
        return false;
    }
    uint32_t first = *forward->at++;
    *number = first;
    if (first >= 192 && forward->at < forward->end) {
        *number = 192 + ((first - 192) << 8) + *forward->at++;
    }
    return true;
}

static inline bool mus_forward_is_unknown(struct mus_forward forward)
{
    return forward.at < forward.end && *forward.at == MUS_FORWARD_UNKNOWN;
}

#endif
