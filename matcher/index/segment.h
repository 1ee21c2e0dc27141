/* A segment of the index: some companies, numbered from 0, with a posting list for each feature and
 * a row of facts for each company. Made at once and never changed; read in place, without a step of
 * loading. What a store keeps is one or several segments, and which of their companies are gone.
 *
 * The bytes, all numbers little-endian, all sections at multiples of 8 from the beginning:
 *
 *     u32 MUS_SEGMENT_VERSION, u32 documents, i32 day, u32 0, u64 fingerprint, u64 length in all
 *     u64 where each section begins (enum mus_segment_section), with for each kind of feature:
 *         u32 number of features, u32 bits of the directory
 *         hashes        u64 each, ascending
 *         directory     u32 each: the first hash whose leading bits are these or more, and the end
 *         starts        u32 each: where the list begins in `lists`, and the end
 *         companies     u32 each: in how many companies it counts, in 1024ths; of kinds that count
 *         lists         posting.h
 *     rows of facts, countries once more and other columns, what windows have in common, classes by
 * document (forward.h), sets of codes that rows refer to, ids */
#ifndef MUS_MATCHER_INDEX_SEGMENT_H
#define MUS_MATCHER_INDEX_SEGMENT_H

#include "base/status.h"
#include "base/text.h"
#include "matcher/index/feature.h"
#include "matcher/index/load.h"
#include "matcher/index/posting.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define MUS_SEGMENT_VERSION 4
#define MUS_SEGMENT_MOST 262144 /* documents */

/* In a column of codes: another value than the 255 that have codes. */
#define MUS_CODE_OTHER 255

/* Columns of one byte a document. The first stand in a row of eight bytes, the flags behind them.
 */
enum mus_fact_column {
    MUS_COLUMN_COUNTRY,                     /* code of the country */
    MUS_COLUMN_LANGUAGES,                   /* code of the set */
    MUS_COLUMN_OFFERED,                     /* code of the set of purposes of live offers */
    MUS_COLUMN_NEEDED,                      /* … of live needs */
    MUS_COLUMN_SETS,                        /* so many refer to sets */
    MUS_COLUMN_KIND_SIZE = MUS_COLUMN_SETS, /* kind · 4 + size */
    MUS_COLUMN_WAYS,                        /* stage · 16 + channels */
    MUS_COLUMN_ROW,                         /* so many stand in the row */
    MUS_COLUMN_BUSINESS = MUS_COLUMN_ROW,   /* by itself */
    MUS_COLUMN_COUNT
};

/* Sets of codes that a column refers to. */
struct mus_code_sets {
    uint32_t count;
    const unsigned char *starts; /* u32 each, and the end */
    const unsigned char *hashes; /* u64 each */
};

struct mus_feature_lists {
    uint32_t count;
    unsigned bits;
    const unsigned char *hashes;
    const unsigned char *directory;
    const unsigned char *starts;
    const unsigned char *companies;
    const unsigned char *lists;
};

/* A day, and a document to which it makes a difference. */
struct mus_turn {
    mus_date day;
    uint32_t doc;
};

/* The days on which the row of a document holds. */
struct mus_period {
    mus_date from, until;
};

/* What documents of a window have in their flags, some or all, and of which columns some has a code
 * that is none of the segment's (a bit each). */
struct mus_window_facts {
    uint16_t some, all;
    uint8_t other;
};

struct mus_segment {
    uint32_t docs;
    mus_date day;
    uint64_t fingerprint;
    struct mus_feature_lists kinds[MUS_FEATURE_COUNT];
    const unsigned char *rows;      /* MUS_COLUMN_ROW columns and u16 of flags, each */
    const unsigned char *countries; /* the rows' first column, for who asks of many documents */
    const unsigned char *business;
    const unsigned char *bits[MUS_FACT_BIT_COUNT]; /* a bit a document, in whole u64 */
    const unsigned char *windows; /* u16 some, u16 all, u8 other, and 3 bytes of nothing, each */
    const unsigned char *forward_bases; /* see forward.h */
    const unsigned char *forward_starts;
    const unsigned char *forward;
    uint32_t forward_len;
    const unsigned char *employees; /* u32 each: 0 not known, else their number plus 1; NULL: of
                                       nobody known */
    const unsigned char *capital;   /* u64 each, likewise */
    struct mus_code_sets sets[MUS_COLUMN_SETS];
    const unsigned char *last_days; /* i32 day, u32 document: by the last day they hold on */
    uint32_t last_day_count;
    const unsigned char *first_days; /* … by the first */
    uint32_t first_day_count;
    const unsigned char *id_starts; /* u32 each, and the end */
    const unsigned char *ids;
    const unsigned char
        *id_keys; /* u64 each, ascending: the upper half of an id's hash, document */
};

/* A segment in use, and which of its documents are no more (a bit each, in whole little-endian u64;
 * NULL: none). */
struct mus_search_segment {
    struct mus_segment segment;
    const unsigned char *gone;
};

static inline bool mus_segment_is_gone(const struct mus_search_segment *segment, uint32_t doc)
{
    return segment->gone != NULL && (mus_load_u64(segment->gone, doc / 64) >> (doc & 63) & 1) != 0;
}
/* Of the bits of all documents. */
static inline size_t mus_segment_gone_bytes(const struct mus_segment *segment)
{
    return ((size_t)segment->docs + 63) / 64 * 8;
}

/* A view of the bytes, which are borrowed. MUS_CONFLICT for another version; MUS_CORRUPT where the
 * sections do not fit. Lists and columns are not looked at: see mus_segment_check. */
enum mus_status mus_segment_open(const void *bytes, size_t len, struct mus_segment *out,
                                 struct mus_error *err) MUS_MUST_CHECK;
/* Order of hashes, directories, every list with its windows' greatest levels, codes within their
 * sets, days, ids. */
enum mus_status mus_segment_check(const struct mus_segment *segment,
                                  struct mus_error *err) MUS_MUST_CHECK;

/* The feature's number among its kind's, UINT32_MAX where the segment has none. */
uint32_t mus_segment_find(const struct mus_segment *segment, enum mus_feature_kind kind,
                          uint64_t hash);
/* Its list; an empty one where it only counts. */
bool mus_segment_list(const struct mus_segment *segment, enum mus_feature_kind kind,
                      uint32_t feature, struct mus_posting_reader *out);
static inline uint64_t mus_segment_hash(const struct mus_segment *segment,
                                        enum mus_feature_kind kind, uint32_t feature)
{
    return mus_load_u64(segment->kinds[kind].hashes, feature);
}
static inline uint32_t mus_segment_companies(const struct mus_segment *segment,
                                             enum mus_feature_kind kind, uint32_t feature)
{
    const unsigned char *companies = segment->kinds[kind].companies;
    return companies == NULL ? 0 : mus_load_u32(companies, feature);
}
/* A document's byte in a column. */
static inline uint8_t mus_segment_fact(const struct mus_segment *segment,
                                       enum mus_fact_column column, uint32_t doc)
{
    return column < MUS_COLUMN_ROW ? segment->rows[8 * (size_t)doc + column]
                                   : segment->business[doc];
}
/* Its row as one number: the first column is the lowest byte, the flags are the highest two. */
static inline uint64_t mus_segment_row(const struct mus_segment *segment, uint32_t doc)
{
    return mus_load_u64(segment->rows, doc);
}
/* Of a window that there is. */
static inline struct mus_window_facts mus_segment_window(const struct mus_segment *segment,
                                                         uint32_t window)
{
    const unsigned char *row = segment->windows + 8 * (size_t)window;
    return (struct mus_window_facts){mus_load_u16(row, 0), mus_load_u16(row, 1), row[4]};
}
/* The same worked out from the documents. */
struct mus_window_facts mus_window_facts_of(const unsigned char *rows, uint32_t first,
                                            uint32_t count);
struct mus_text mus_segment_id(const struct mus_segment *segment, uint32_t doc);
/* Where documents begin whose id may have this hash, among the keys of ids; and those documents,
 * one after the other, false at their end. Their ids share the upper half of their hashes. */
uint32_t mus_segment_id_keys(const struct mus_segment *segment, uint64_t hash);
bool mus_segment_next_of_id(const struct mus_segment *segment, uint64_t hash, uint32_t *at,
                            uint32_t *doc);
/* The document of the id, whose hash this is, among those that are gone or among those that are
 * not; false where there is none. */
bool mus_segment_locate(const struct mus_search_segment *search, struct mus_text id, uint64_t hash,
                        bool gone, uint32_t *doc);
/* Not known: 0; else their number plus 1. */
static inline uint32_t mus_segment_employees(const struct mus_segment *segment, uint32_t doc)
{
    return segment->employees == NULL ? 0 : mus_load_u32(segment->employees, doc);
}
static inline uint64_t mus_segment_capital(const struct mus_segment *segment, uint32_t doc)
{
    return segment->capital == NULL ? 0 : mus_load_u64(segment->capital, doc);
}
/* Sixty-four documents' bits of a flag from MUS_FACT_BITS on. */
static inline uint64_t mus_segment_bits(const struct mus_segment *segment, enum mus_fact_flag flag,
                                        size_t word)
{
    return mus_load_u64(segment->bits[__builtin_ctz((unsigned)flag) - MUS_FACT_BITS], word);
}
/* The hashes of a set, copied to out, which has room for `most`; returns how many there are. */
size_t mus_segment_set(const struct mus_segment *segment, enum mus_fact_column column,
                       uint32_t code, uint64_t *out, size_t most);
/* Of all documents, into room for them. False where a day is of a document that is none. */
bool mus_segment_periods(const struct mus_segment *segment, struct mus_period *periods);
/* The row of a document; the days on which it holds stand elsewhere, and are handed in. */
struct mus_facts mus_segment_facts(const struct mus_segment *segment, uint32_t doc,
                                   struct mus_period period);
struct mus_turn mus_segment_turn(const unsigned char *turns, uint32_t index);

#endif
