/* The match record: a company analysed once, when it is stored, for the matcher (matcher/firm.h).
 *
 *     u16 record version, u16 MUS_ANALYSIS_VERSION
 *     counts of listings, of hashes in lists, of terms in bags: so that a reader allocates once
 *     u8  length of the id, the id
 *     u8  kind, size, main business, stage, status, review
 *     u32 what follows, as bits; and of that
 *         group, country, region, as hashes; i64 employees, capital
 *         i32 consent until, profile valid until, held until; u16 channels
 *         the lists, the bags
 *     each listing: u32 side, anonymity and what follows, as bits; and of that
 *         i32 valid until; u16 the partner's kinds, sizes
 *         the lists, the bags
 *
 * Numbers are little-endian. A count is a LEB128 number of at most 32 bits. A hash is short
 * (matcher/firm.h) and takes the six bytes that are not 0, but in the list of companies not to be
 * matched with, whose hashes are whole. A list is a count and its hashes, sorted, each once. A bag
 * is
 *     its count, its hashes, likewise
 *     its length, as a count
 *     a code of two bits for each tf, the first in the lowest bits: 0, 1, 2 for a tf of 1, 2, 3
 *     a byte for each tf whose code is 3, 255 where it is 255 or more
 *     a u32 for each of these
 * A translated bag has its tf in hundredths, neither length nor codes but a byte for each tf, and
 * at its end a byte for each share. An empty list or bag is left out. Same company and lexicon,
 * same bytes.
 *
 * The record is derived: a store can always make it anew from the company. */
#ifndef MUS_PROFILE_FIRM_RECORD_H
#define MUS_PROFILE_FIRM_RECORD_H

#include "base/arena.h"
#include "base/buf.h"
#include "base/status.h"
#include "matcher/firm.h"
#include "matcher/term_set.h"
#include "matcher/text/terms.h"
#include "profile/company.h"
#include "profile/firm_analysis.h"

#include <stddef.h>

#define MUS_FIRM_RECORD_VERSION 3

/* Analyses the company and appends the record to out; where the analysis fails nothing is appended.
 * The scratch arena holds the analysis and can be reset afterwards. Statuses as
 * mus_firm_of_company's. */
enum mus_status mus_firm_record_encode(const struct mus_firm_tools *tools,
                                       const struct mus_company *company, struct mus_arena *scratch,
                                       struct mus_buf *out, struct mus_error *err) MUS_MUST_CHECK;
/* The record of a firm that is analysed already. Memory is checked with mus_buf_check. */
void mus_firm_record_write(const struct mus_firm *firm, struct mus_buf *out);

/* The id is borrowed from the bytes, the rest comes from the arena in one piece. MUS_CONFLICT where
 * the record was made by another version of the record or of the analysis: make it anew from the
 * company. MUS_CORRUPT for bytes that encoding does not write; that lists are in order is not
 * looked at here. */
enum mus_status mus_firm_record_decode(const void *bytes, size_t len, struct mus_arena *arena,
                                       struct mus_firm *out, struct mus_error *err) MUS_MUST_CHECK;

/* Reads one record after another into the same memory, for who looks at many companies one at a
 * time. Start with `struct mus_firm_reader reader = {0};`. Belongs to one thread at a time. */
struct mus_firm_reader {
    void *room;
    size_t capacity;
};

/* Like mus_firm_record_decode; the firm lives until the reader reads the next.
 *
 * Where `terms` are given (else NULL) little else is read of each text: all that a comparison with
 * the company looks at whose terms they are. A bag then holds those of them that it has, few others
 * or none, and never nothing, so that a text is still seen to be there; its length is that of the
 * whole. Such a firm is for scans and scores: its terms cannot be counted, indexed or explained. */
enum mus_status mus_firm_record_read(struct mus_firm_reader *reader, const void *bytes, size_t len,
                                     const struct mus_term_set *terms, struct mus_firm *out,
                                     struct mus_error *err) MUS_MUST_CHECK;
void mus_firm_reader_done(struct mus_firm_reader *reader);

/* Decodes, and looks at what decoding passes over: order of lists and bags, no term without a
 * count, days that exist. Statuses as there. */
enum mus_status mus_firm_record_check(const void *bytes, size_t len,
                                      struct mus_error *err) MUS_MUST_CHECK;

#endif
