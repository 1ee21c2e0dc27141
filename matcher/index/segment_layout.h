/* Where a segment's sections are: shared by who writes and who reads it. */
#ifndef MUS_MATCHER_INDEX_SEGMENT_LAYOUT_H
#define MUS_MATCHER_INDEX_SEGMENT_LAYOUT_H

#include "matcher/index/segment.h"

/* Sections of a kind of feature. */
enum mus_kind_section {
    MUS_KIND_HASHES,
    MUS_KIND_DIRECTORY,
    MUS_KIND_STARTS,
    MUS_KIND_COMPANIES,
    MUS_KIND_LISTS,
    MUS_KIND_SECTIONS
};

enum mus_segment_section {
    MUS_SECTION_KINDS = 0, /* MUS_KIND_SECTIONS of each kind */
    MUS_SECTION_COUNTRIES = MUS_FEATURE_COUNT * MUS_KIND_SECTIONS,
    MUS_SECTION_ROWS,
    MUS_SECTION_BUSINESS,
    MUS_SECTION_BITS,
    MUS_SECTION_WINDOWS = MUS_SECTION_BITS + MUS_FACT_BIT_COUNT,
    MUS_SECTION_FORWARD_BASES,
    MUS_SECTION_FORWARD_STARTS,
    MUS_SECTION_FORWARD,
    MUS_SECTION_EMPLOYEES,
    MUS_SECTION_CAPITAL,
    MUS_SECTION_SETS, /* starts and hashes of each column of sets */
    MUS_SECTION_LAST_DAYS = MUS_SECTION_SETS + 2 * MUS_COLUMN_SETS,
    MUS_SECTION_FIRST_DAYS,
    MUS_SECTION_ID_STARTS,
    MUS_SECTION_IDS,
    MUS_SECTION_ID_KEYS,
    MUS_SECTION_COUNT
};

enum {
    MUS_SEGMENT_HEAD = 32,
    MUS_SEGMENT_KIND_ROW = 8, /* number of features, bits of the directory */
    MUS_SEGMENT_OFFSETS = MUS_SEGMENT_HEAD + MUS_FEATURE_COUNT * MUS_SEGMENT_KIND_ROW,
    MUS_SEGMENT_BODY = MUS_SEGMENT_OFFSETS + MUS_SECTION_COUNT * 8
};

/* Leading bits that a directory of so many hashes goes by: some four hashes a place. */
static inline unsigned mus_directory_bits(uint32_t count)
{
    unsigned bits = 0;
    while (bits < 24 && (count >> (bits + 2)) > 0) {
        bits++;
    }
    return bits;
}

static inline uint64_t mus_directory_place(uint64_t hash, unsigned bits)
{
    return bits == 0 ? 0 : hash >> (64 - bits);
}

#endif
