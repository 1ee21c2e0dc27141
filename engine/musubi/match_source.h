/* Where the queries of a match come from, one after the other: the lines of a file, or the
 * companies of the store in the order of their ids. One thread. */
#ifndef MUS_MUSUBI_MATCH_SOURCE_H
#define MUS_MUSUBI_MATCH_SOURCE_H

#include "crypto/digest.h"
#include "musubi/match_shared.h"

struct mus_match_source;

/* Every line of a file is checked first: a bad one is told before anything is answered. */
enum mus_status mus_match_source_open(const struct mus_matching *matching,
                                      struct mus_match_source **out,
                                      struct mus_error *err) MUS_MUST_CHECK;
/* NULL is accepted. */
void mus_match_source_close(struct mus_match_source *source);
uint64_t mus_match_source_count(const struct mus_match_source *source);
/* The digest of the lines, in hexadecimal digits; "all" for the companies of the store. */
struct mus_text mus_match_source_name(const struct mus_match_source *source);
/* The next query, in the arena, not loaded; *more is false behind the last. MUS_IO: the file is not
 * what it was when it was checked. */
enum mus_status mus_match_source_next(struct mus_match_source *source, struct mus_arena *arena,
                                      struct mus_match_query *query, bool *more,
                                      struct mus_error *err) MUS_MUST_CHECK;
/* Loads the query that was given last: for scanning, and for an answer in words where a company's
 * own record is wanted too. */
enum mus_status mus_match_source_load(struct mus_match_source *source, struct mus_arena *arena,
                                      struct mus_match_query *query,
                                      struct mus_error *err) MUS_MUST_CHECK;

#endif
