/* A segment made of companies. */
#ifndef MUS_MATCHER_INDEX_BUILD_H
#define MUS_MATCHER_INDEX_BUILD_H

#include "base/buf.h"
#include "base/status.h"
#include "matcher/firm.h"
#include "matcher/weights.h"

#include <stddef.h>
#include <stdint.h>

/* So many companies are sorted at once; larger segments are merged of smaller ones. */
#define MUS_BUILD_MOST 16384

struct mus_segment_builder;

/* `weights` are borrowed; strengths are those that texts have under them, and the segment serves
 * scorers with these text weights alone: see mus_index_fingerprint. */
enum mus_status mus_segment_builder_new(const struct mus_text_weights *weights, mus_date day,
                                        struct mus_segment_builder **out,
                                        struct mus_error *err) MUS_MUST_CHECK;
void mus_segment_builder_free(struct mus_segment_builder *builder);
/* The firm becomes the next document. MUS_LIMIT beyond MUS_BUILD_MOST. */
enum mus_status mus_segment_builder_add(struct mus_segment_builder *builder,
                                        const struct mus_firm *firm,
                                        struct mus_error *err) MUS_MUST_CHECK;
uint32_t mus_segment_builder_docs(const struct mus_segment_builder *builder);
/* Appends the segment; the builder is used up but for its freeing. */
enum mus_status mus_segment_builder_finish(struct mus_segment_builder *builder, struct mus_buf *out,
                                           struct mus_error *err) MUS_MUST_CHECK;

/* What text weights a segment was made for. */
uint64_t mus_index_fingerprint(const struct mus_text_weights *weights);

#endif
