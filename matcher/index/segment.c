#include "matcher/index/segment.h"

#include "matcher/index/segment_layout.h"

struct sections {
    const unsigned char *bytes;
    uint64_t offsets[MUS_SECTION_COUNT + 1]; /* and the end of the last */
};

/* The section, where it has at least so many bytes. */
static const unsigned char *section(const struct sections *sections, unsigned number, uint64_t len)
{
    uint64_t begin = sections->offsets[number];
    return sections->offsets[number + 1] - begin >= len ? sections->bytes + begin : NULL;
}

static bool open_kind(const struct sections *sections, unsigned kind, uint32_t count, unsigned bits,
                      struct mus_feature_lists *out)
{
    unsigned first = MUS_SECTION_KINDS + kind * MUS_KIND_SECTIONS;
    *out = (struct mus_feature_lists){
        .count = count,
        .bits = bits,
        .hashes = section(sections, first + MUS_KIND_HASHES, (uint64_t)count * 8),
        .directory = bits > 24 ? NULL
                               : section(sections, first + MUS_KIND_DIRECTORY,
                                         (((uint64_t)1 << bits) + 1) * 4),
        .starts = section(sections, first + MUS_KIND_STARTS, ((uint64_t)count + 1) * 4),
        .companies = mus_feature_kind_counts(kind)
                         ? section(sections, first + MUS_KIND_COMPANIES, (uint64_t)count * 4)
                         : NULL,
    };
    if (out->hashes == NULL || out->directory == NULL || out->starts == NULL ||
        (mus_feature_kind_counts(kind) && out->companies == NULL) ||
        bits != mus_directory_bits(count)) {
        return false;
    }
    out->lists = section(sections, first + MUS_KIND_LISTS, mus_load_u32(out->starts, count));
    return out->lists != NULL;
}

static bool open_sets(const struct sections *sections, unsigned number, struct mus_code_sets *out)
{
    unsigned first = MUS_SECTION_SETS + 2 * number;
    uint64_t len = sections->offsets[first + 1] - sections->offsets[first];
    if (len < 4) {
        return false;
    }
    out->starts = sections->bytes + sections->offsets[first];
    out->count = mus_load_u32(out->starts, 0); /* the number comes before the starts */
    out->starts += 4;
    if (out->count > MUS_CODE_OTHER || len < 4 + ((uint64_t)out->count + 1) * 4) {
        return false;
    }
    uint64_t hashes = mus_load_u32(out->starts, out->count);
    out->hashes = section(sections, first + 1, hashes * 8);
    return out->hashes != NULL;
}

static bool open_turns(const struct sections *sections, unsigned number,
                       const unsigned char **turns, uint32_t *count)
{
    uint64_t len = sections->offsets[number + 1] - sections->offsets[number];
    *turns = sections->bytes + sections->offsets[number];
    *count = (uint32_t)(len / 8);
    return len / 8 <= UINT32_MAX;
}

/* A column that is left out where nothing is known of anybody. False where it is too short. */
static bool open_known(const struct sections *sections, unsigned number, uint64_t len,
                       const unsigned char **out)
{
    uint64_t there = sections->offsets[number + 1] - sections->offsets[number];
    *out = there == 0 ? NULL : section(sections, number, len);
    return there == 0 || *out != NULL;
}

static bool open_facts(const struct sections *sections, struct mus_segment *out)
{
    uint64_t docs = out->docs;
    bool whole = true;
    for (unsigned bit = 0; bit < MUS_FACT_BIT_COUNT; bit++) {
        out->bits[bit] = section(sections, MUS_SECTION_BITS + bit, (docs + 63) / 64 * 8);
        whole = whole && out->bits[bit] != NULL;
    }
    out->rows = section(sections, MUS_SECTION_ROWS, docs * 8);
    out->countries = section(sections, MUS_SECTION_COUNTRIES, docs);
    out->business = section(sections, MUS_SECTION_BUSINESS, docs);
    out->windows = section(sections, MUS_SECTION_WINDOWS, (uint64_t)mus_windows_of(out->docs) * 8);
    whole = whole && open_known(sections, MUS_SECTION_EMPLOYEES, docs * 4, &out->employees) &&
            open_known(sections, MUS_SECTION_CAPITAL, docs * 8, &out->capital);
    out->id_starts = section(sections, MUS_SECTION_ID_STARTS, (docs + 1) * 4);
    if (!whole || out->rows == NULL || out->countries == NULL || out->business == NULL ||
        out->windows == NULL || out->id_starts == NULL) {
        return false;
    }
    out->ids = section(sections, MUS_SECTION_IDS, mus_load_u32(out->id_starts, docs));
    out->id_keys = section(sections, MUS_SECTION_ID_KEYS, docs * 8);
    return out->ids != NULL && out->id_keys != NULL;
}

static bool read_offsets(const unsigned char *bytes, size_t len, struct sections *out)
{
    out->bytes = bytes;
    uint64_t before = MUS_SEGMENT_BODY;
    for (unsigned i = 0; i < MUS_SECTION_COUNT; i++) {
        out->offsets[i] = mus_load_u64(bytes + MUS_SEGMENT_OFFSETS, i);
        if (out->offsets[i] < before || out->offsets[i] % 8 != 0) {
            return false;
        }
        before = out->offsets[i];
    }
    out->offsets[MUS_SECTION_COUNT] = len;
    return before <= len;
}

static bool open_forward(const struct sections *sections, struct mus_segment *out)
{
    uint64_t blocks = ((uint64_t)out->docs + 63) / 64;
    out->forward_bases = section(sections, MUS_SECTION_FORWARD_BASES, (blocks + 1) * 4);
    out->forward_starts = section(sections, MUS_SECTION_FORWARD_STARTS, (uint64_t)out->docs * 2);
    if (out->forward_bases == NULL || out->forward_starts == NULL) {
        return false;
    }
    out->forward_len = mus_load_u32(out->forward_bases, blocks);
    out->forward = section(sections, MUS_SECTION_FORWARD, out->forward_len);
    return out->forward != NULL;
}

static bool open_all(const unsigned char *bytes, size_t len, struct mus_segment *out)
{
    struct sections sections;
    if (!read_offsets(bytes, len, &sections) || !open_facts(&sections, out)) {
        return false;
    }
    bool whole = true;
    for (unsigned kind = 0; whole && kind < MUS_FEATURE_COUNT; kind++) {
        const unsigned char *row = bytes + MUS_SEGMENT_HEAD + kind * MUS_SEGMENT_KIND_ROW;
        whole = open_kind(&sections, kind, mus_load_u32(row, 0), mus_load_u32(row, 1),
                          &out->kinds[kind]);
    }
    for (unsigned i = 0; whole && i < MUS_COLUMN_SETS; i++) {
        whole = open_sets(&sections, i, &out->sets[i]);
    }
    return whole && open_forward(&sections, out) &&
           open_turns(&sections, MUS_SECTION_LAST_DAYS, &out->last_days, &out->last_day_count) &&
           open_turns(&sections, MUS_SECTION_FIRST_DAYS, &out->first_days, &out->first_day_count);
}

enum mus_status mus_segment_open(const void *bytes, size_t len, struct mus_segment *out,
                                 struct mus_error *err)
{
    const unsigned char *at = bytes;
    if (len < MUS_SEGMENT_BODY || mus_load_u64(at, 3) != len) {
        return mus_fail(err, MUS_CORRUPT, "index segment: %zu bytes are not a whole one", len);
    }
    if (mus_load_u32(at, 0) != MUS_SEGMENT_VERSION) {
        return mus_fail(err, MUS_CONFLICT, "index segment: of version %u, expected %d",
                        mus_load_u32(at, 0), MUS_SEGMENT_VERSION);
    }
    struct mus_segment segment = {.docs = mus_load_u32(at, 1),
                                  .day = (mus_date)mus_load_u32(at, 2),
                                  .fingerprint = mus_load_u64(at, 2)};
    if (segment.docs > MUS_SEGMENT_MOST || !open_all(at, len, &segment)) {
        return mus_fail(err, MUS_CORRUPT, "index segment: its sections do not fit");
    }
    *out = segment;
    return MUS_OK;
}

uint32_t mus_segment_find(const struct mus_segment *segment, enum mus_feature_kind kind,
                          uint64_t hash)
{
    const struct mus_feature_lists *lists = &segment->kinds[kind];
    uint64_t place = mus_directory_place(hash, lists->bits);
    uint32_t low = mus_load_u32(lists->directory, place);
    uint32_t high = mus_load_u32(lists->directory, place + 1);
    high = high < lists->count ? high : lists->count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        uint64_t there = mus_load_u64(lists->hashes, middle);
        if (there == hash) {
            return middle;
        }
        if (there < hash) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return UINT32_MAX;
}

bool mus_segment_list(const struct mus_segment *segment, enum mus_feature_kind kind,
                      uint32_t feature, struct mus_posting_reader *out)
{
    const struct mus_feature_lists *lists = &segment->kinds[kind];
    uint32_t begin = mus_load_u32(lists->starts, feature);
    uint32_t end = mus_load_u32(lists->starts, (size_t)feature + 1);
    if (begin > end || end > mus_load_u32(lists->starts, lists->count)) {
        return false;
    }
    return mus_posting_open(out, lists->lists + begin, end - begin, segment->docs);
}

struct mus_text mus_segment_id(const struct mus_segment *segment, uint32_t doc)
{
    uint32_t begin = mus_load_u32(segment->id_starts, doc);
    uint32_t end = mus_load_u32(segment->id_starts, (size_t)doc + 1);
    uint32_t all = mus_load_u32(segment->id_starts, segment->docs);
    if (begin > end || end > all) {
        return MUS_NO_TEXT;
    }
    return (struct mus_text){(const char *)segment->ids + begin, end - begin};
}

struct mus_window_facts mus_window_facts_of(const unsigned char *rows, uint32_t first,
                                            uint32_t count)
{
    struct mus_window_facts facts = {.some = 0, .all = UINT16_MAX};
    for (uint32_t i = first; i < first + count; i++) {
        uint64_t row = mus_load_u64(rows, i);
        facts.some |= (uint16_t)(row >> 8 * MUS_COLUMN_ROW);
        facts.all &= (uint16_t)(row >> 8 * MUS_COLUMN_ROW);
        for (unsigned column = 0; column < MUS_COLUMN_SETS; column++) {
            bool other = (row >> 8 * column & 255) == MUS_CODE_OTHER;
            facts.other |= (uint8_t)(other << column);
        }
    }
    return facts;
}

size_t mus_segment_set(const struct mus_segment *segment, enum mus_fact_column column,
                       uint32_t code, uint64_t *out, size_t most)
{
    const struct mus_code_sets *sets = &segment->sets[column];
    if (code >= sets->count) {
        return 0;
    }
    uint32_t begin = mus_load_u32(sets->starts, code);
    uint32_t end = mus_load_u32(sets->starts, code + 1);
    uint32_t all = mus_load_u32(sets->starts, sets->count);
    if (begin > end || end > all) {
        return 0;
    }
    for (uint32_t i = begin; i < end && i - begin < most; i++) {
        out[i - begin] = mus_load_u64(sets->hashes, i);
    }
    return end - begin;
}

uint32_t mus_segment_id_keys(const struct mus_segment *segment, uint64_t hash)
{
    uint32_t low = 0;
    uint32_t high = segment->docs;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        bool before = mus_load_u64(segment->id_keys, middle) >> 32 < hash >> 32;
        low = before ? middle + 1 : low;
        high = before ? high : middle;
    }
    return low;
}

bool mus_segment_next_of_id(const struct mus_segment *segment, uint64_t hash, uint32_t *at,
                            uint32_t *doc)
{
    if (*at >= segment->docs) {
        return false;
    }
    uint64_t key = mus_load_u64(segment->id_keys, (*at)++);
    *doc = (uint32_t)key;
    return key >> 32 == hash >> 32 && *doc < segment->docs;
}

bool mus_segment_locate(const struct mus_search_segment *search, struct mus_text id, uint64_t hash,
                        bool gone, uint32_t *doc)
{
    const struct mus_segment *segment = &search->segment;
    uint32_t at = mus_segment_id_keys(segment, hash);
    while (mus_segment_next_of_id(segment, hash, &at, doc)) {
        if (mus_segment_is_gone(search, *doc) == gone &&
            mus_text_equal(mus_segment_id(segment, *doc), id)) {
            return true;
        }
    }
    return false;
}

struct mus_turn mus_segment_turn(const unsigned char *turns, uint32_t index)
{
    return (struct mus_turn){(mus_date)mus_load_u32(turns, 2 * (size_t)index),
                             mus_load_u32(turns, 2 * (size_t)index + 1)};
}

bool mus_segment_periods(const struct mus_segment *segment, struct mus_period *periods)
{
    for (uint32_t doc = 0; doc < segment->docs; doc++) {
        periods[doc] = (struct mus_period){MUS_NO_DATE, MUS_FOR_EVER};
    }
    for (uint32_t i = 0; i < segment->first_day_count; i++) {
        struct mus_turn turn = mus_segment_turn(segment->first_days, i);
        if (turn.doc >= segment->docs) {
            return false;
        }
        periods[turn.doc].from = turn.day;
    }
    for (uint32_t i = 0; i < segment->last_day_count; i++) {
        struct mus_turn turn = mus_segment_turn(segment->last_days, i);
        if (turn.doc >= segment->docs) {
            return false;
        }
        periods[turn.doc].until = turn.day;
    }
    return true;
}

struct mus_facts mus_segment_facts(const struct mus_segment *segment, uint32_t doc,
                                   struct mus_period period)
{
    uint8_t kind_size = mus_segment_fact(segment, MUS_COLUMN_KIND_SIZE, doc);
    uint8_t ways = mus_segment_fact(segment, MUS_COLUMN_WAYS, doc);
    uint32_t flags = (uint32_t)(mus_segment_row(segment, doc) >> 8 * MUS_COLUMN_ROW);
    for (unsigned bit = 0; bit < MUS_FACT_BIT_COUNT; bit++) {
        uint64_t word = mus_load_u64(segment->bits[bit], doc / 64);
        flags |= (uint32_t)(word >> (doc & 63) & 1) << (MUS_FACT_BITS + bit);
    }
    return (struct mus_facts){.flags = flags,
                              .kind = kind_size / 4,
                              .size = kind_size % 4,
                              .stage = ways / 16,
                              .channels = ways % 16,
                              .main_business = mus_segment_fact(segment, MUS_COLUMN_BUSINESS, doc),
                              .employees = (int64_t)mus_segment_employees(segment, doc) - 1,
                              .capital_jpy = (int64_t)(mus_segment_capital(segment, doc) - 1),
                              .from = period.from,
                              .until = period.until};
}
