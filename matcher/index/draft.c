#include "matcher/index/draft.h"

#include "base/mem.h"
#include "matcher/index/forward.h"
#include "matcher/index/segment_layout.h"
#include "matcher/reference.h"

#include <endian.h>
#include <stdlib.h>
#include <string.h>

/* Sets of codes, each once, in the order they came. */
struct sets {
    struct mus_buf starts; /* u32 */
    struct mus_buf hashes; /* u64 */
    uint64_t keys[MUS_CODE_OTHER];
    uint32_t count;
};

struct kind {
    uint32_t count;
    struct mus_buf hashes, starts, companies, lists;
};

struct mus_draft {
    mus_date day;
    uint64_t fingerprint;
    uint32_t docs;
    struct mus_buf rows, business, flags, employees, capital, id_starts, ids;
    struct mus_buf id_keys; /* u64 of this machine, as they came */
    bool employees_known, capital_known;
    struct mus_buf last_days, first_days; /* as they came */
    struct sets sets[MUS_COLUMN_SETS];
    struct kind kinds[MUS_FEATURE_COUNT];
};

struct mus_draft *mus_draft_new(mus_date day, uint64_t fingerprint)
{
    struct mus_draft *draft = mus_alloc_zero(1, sizeof *draft);
    if (draft != NULL) {
        draft->day = day;
        draft->fingerprint = fingerprint;
    }
    return draft;
}

void mus_draft_free(struct mus_draft *draft)
{
    if (draft == NULL) {
        return;
    }
    struct mus_buf *const single[] = {&draft->rows,      &draft->business,  &draft->flags,
                                      &draft->employees, &draft->capital,   &draft->id_starts,
                                      &draft->ids,       &draft->last_days, &draft->first_days,
                                      &draft->id_keys};
    for (size_t i = 0; i < sizeof single / sizeof *single; i++) {
        mus_buf_done(single[i]);
    }
    for (size_t i = 0; i < MUS_COLUMN_SETS; i++) {
        mus_buf_done(&draft->sets[i].starts);
        mus_buf_done(&draft->sets[i].hashes);
    }
    for (size_t i = 0; i < MUS_FEATURE_COUNT; i++) {
        mus_buf_done(&draft->kinds[i].hashes);
        mus_buf_done(&draft->kinds[i].starts);
        mus_buf_done(&draft->kinds[i].companies);
        mus_buf_done(&draft->kinds[i].lists);
    }
    mus_free(draft);
}

uint32_t mus_draft_docs(const struct mus_draft *draft)
{
    return draft->docs;
}

/* ------------------------------------------------------------------ documents */

/* What tells sets apart; two sets that share it by chance count as another. */
static uint64_t key_of(struct mus_hashes set)
{
    uint64_t key = 0x9E3779B97F4A7C15U ^ set.count;
    for (size_t i = 0; i < set.count; i++) {
        key = (key ^ set.items[i]) * 0xD6E8FEB86659FD93U;
        key ^= key >> 32;
    }
    return key;
}

static bool holds(const struct sets *sets, uint32_t code, struct mus_hashes set)
{
    const unsigned char *starts = (const unsigned char *)sets->starts.data;
    uint32_t begin = mus_load_u32(starts, code);
    uint32_t end =
        code + 1 < sets->count ? mus_load_u32(starts, code + 1) : (uint32_t)(sets->hashes.len / 8);
    if (end - begin != set.count) {
        return false;
    }
    for (size_t i = 0; i < set.count; i++) {
        if (mus_load_u64((const unsigned char *)sets->hashes.data, begin + i) != set.items[i]) {
            return false;
        }
    }
    return true;
}

static uint8_t code_of(struct sets *sets, struct mus_hashes set)
{
    uint64_t key = key_of(set);
    for (uint32_t code = 0; code < sets->count; code++) {
        if (sets->keys[code] == key) {
            return !sets->starts.failed && !sets->hashes.failed && holds(sets, code, set)
                       ? (uint8_t)code
                       : MUS_CODE_OTHER;
        }
    }
    if (sets->count == MUS_CODE_OTHER) {
        return MUS_CODE_OTHER;
    }
    mus_buf_add_u32(&sets->starts, (uint32_t)(sets->hashes.len / 8));
    for (size_t i = 0; i < set.count; i++) {
        mus_buf_add_u64(&sets->hashes, set.items[i]);
    }
    sets->keys[sets->count] = key;
    return (uint8_t)sets->count++;
}

static void add_turn(struct mus_buf *turns, mus_date day, uint32_t doc)
{
    mus_buf_add_u32(turns, (uint32_t)day);
    mus_buf_add_u32(turns, doc);
}

enum mus_status mus_draft_document(struct mus_draft *draft, const struct mus_draft_document *row,
                                   uint32_t *doc, struct mus_error *err)
{
    const struct mus_facts *facts = row->facts;
    if (draft->docs == MUS_SEGMENT_MOST) {
        return mus_fail(err, MUS_LIMIT, "index segment: more than %d companies", MUS_SEGMENT_MOST);
    }
    for (unsigned column = 0; column < MUS_COLUMN_SETS; column++) {
        mus_buf_add_byte(&draft->rows, row->other[column]
                                           ? MUS_CODE_OTHER
                                           : code_of(&draft->sets[column], row->sets[column]));
    }
    mus_buf_add_byte(&draft->rows, (unsigned char)(facts->kind * 4U + facts->size));
    mus_buf_add_byte(&draft->rows, (unsigned char)(facts->stage * 16U + facts->channels));
    mus_buf_add_u16(&draft->rows, (uint16_t)facts->flags);
    mus_buf_add_byte(&draft->business, facts->main_business);
    mus_buf_add_u32(&draft->flags, facts->flags);
    mus_buf_add_u32(&draft->employees, (uint32_t)(facts->employees + 1));
    mus_buf_add_u64(&draft->capital, (uint64_t)(facts->capital_jpy + 1));
    draft->employees_known = draft->employees_known || facts->employees >= 0;
    draft->capital_known = draft->capital_known || facts->capital_jpy >= 0;
    if (facts->from != MUS_NO_DATE) {
        add_turn(&draft->first_days, facts->from, draft->docs);
    }
    if (facts->until != MUS_FOR_EVER) {
        add_turn(&draft->last_days, facts->until, draft->docs);
    }
    mus_buf_add_u32(&draft->id_starts, (uint32_t)draft->ids.len);
    mus_buf_add_text(&draft->ids, row->id);
    const uint64_t key = (uint64_t)row->id_key << 32 | draft->docs;
    mus_buf_add(&draft->id_keys, &key, sizeof key);
    *doc = draft->docs++;
    return MUS_OK;
}

/* ------------------------------------------------------------------ features */

/* Whether there is memory for it shows when it is written. */
static void expect(struct mus_buf *buf, size_t bytes)
{
    if (bytes > 0) {
        (void)mus_buf_reserve(buf, bytes);
    }
}

void mus_draft_expect(struct mus_draft *draft, enum mus_feature_kind kind, size_t features,
                      size_t bytes)
{
    struct kind *lists = &draft->kinds[kind];
    expect(&lists->hashes, features * 8);
    expect(&lists->starts, features * 4);
    expect(&lists->companies, mus_feature_kind_counts(kind) ? features * 4 : 0);
    expect(&lists->lists, bytes);
}

void mus_draft_feature(struct mus_draft *draft, enum mus_feature_kind kind, uint64_t hash,
                       uint32_t companies, const struct mus_impact *impacts, size_t count)
{
    struct kind *lists = &draft->kinds[kind];
    mus_buf_add_u64(&lists->hashes, hash);
    mus_buf_add_u32(&lists->starts, (uint32_t)lists->lists.len);
    if (mus_feature_kind_counts(kind)) {
        mus_buf_add_u32(&lists->companies, companies);
    }
    if (count > 0 && lists->lists.len <= UINT32_MAX) { /* beyond, the end refuses it */
        mus_posting_write(impacts, count, draft->docs, &lists->lists);
    }
    lists->count++;
}

/* ------------------------------------------------------------------ the end */

struct writer {
    struct mus_buf *out;
    size_t begin; /* of the segment in out */
    unsigned section;
};

static void put_u32(struct writer *writer, size_t at, uint32_t value)
{
    uint32_t stored = htole32(value);
    if (!writer->out->failed) {
        memcpy(writer->out->data + writer->begin + at, &stored, sizeof stored);
    }
}

static void put_u64(struct writer *writer, size_t at, uint64_t value)
{
    uint64_t stored = htole64(value);
    if (!writer->out->failed) {
        memcpy(writer->out->data + writer->begin + at, &stored, sizeof stored);
    }
}

static void begin_section(struct writer *writer)
{
    while ((writer->out->len - writer->begin) % 8 != 0 && !writer->out->failed) {
        mus_buf_add_byte(writer->out, 0);
    }
    put_u64(writer, MUS_SEGMENT_OFFSETS + 8 * (size_t)writer->section++,
            writer->out->len - writer->begin);
}

static void take(struct writer *writer, struct mus_buf *from)
{
    writer->out->failed = writer->out->failed || from->failed;
    mus_buf_add(writer->out, from->data, from->len);
    mus_buf_done(from);
}

static void write_section(struct writer *writer, struct mus_buf *from)
{
    begin_section(writer);
    take(writer, from);
}

static void write_directory(struct writer *writer, const struct kind *kind, unsigned bits)
{
    uint32_t next = 0;
    begin_section(writer);
    for (uint64_t place = 0; place < (uint64_t)1 << bits; place++) {
        while (next < kind->count && !kind->hashes.failed &&
               mus_directory_place(mus_load_u64((const unsigned char *)kind->hashes.data, next),
                                   bits) < place) {
            next++;
        }
        mus_buf_add_u32(writer->out, next);
    }
    mus_buf_add_u32(writer->out, kind->count);
}

static void write_kind(struct writer *writer, struct kind *kind, unsigned number)
{
    unsigned bits = mus_directory_bits(kind->count);
    size_t row = MUS_SEGMENT_HEAD + (size_t)number * MUS_SEGMENT_KIND_ROW;
    put_u32(writer, row, kind->count);
    put_u32(writer, row + 4, bits);
    mus_buf_add_u32(&kind->starts, (uint32_t)kind->lists.len);
    begin_section(writer);
    mus_buf_add(writer->out, kind->hashes.data, kind->hashes.len);
    write_directory(writer, kind, bits);
    writer->out->failed = writer->out->failed || kind->hashes.failed;
    mus_buf_done(&kind->hashes);
    write_section(writer, &kind->starts);
    write_section(writer, &kind->companies);
    write_section(writer, &kind->lists);
}

static int compare_turns(const void *left, const void *right)
{
    const struct mus_turn *l = left;
    const struct mus_turn *r = right;
    if (l->day != r->day) {
        return l->day < r->day ? -1 : 1;
    }
    return l->doc < r->doc ? -1 : l->doc > r->doc;
}

static void write_turns(struct writer *writer, struct mus_buf *turns)
{
    size_t count = turns->len / 8;
    struct mus_turn *sorted = mus_alloc(count, sizeof *sorted);
    begin_section(writer);
    if (sorted == NULL || turns->failed) {
        writer->out->failed = true;
    } else if (count > 0) {
        for (size_t i = 0; i < count; i++) {
            sorted[i] = mus_segment_turn((const unsigned char *)turns->data, (uint32_t)i);
        }
        qsort(sorted, count, sizeof *sorted, compare_turns);
        for (size_t i = 0; i < count; i++) {
            add_turn(writer->out, sorted[i].day, sorted[i].doc);
        }
    }
    mus_free(sorted);
    mus_buf_done(turns);
}

static void write_sets(struct writer *writer, struct sets *sets)
{
    mus_buf_add_u32(&sets->starts, (uint32_t)(sets->hashes.len / 8));
    begin_section(writer);
    mus_buf_add_u32(writer->out, sets->count);
    take(writer, &sets->starts);
    write_section(writer, &sets->hashes);
}

/* The upper half of the flags as sets. */
static void write_flags(struct writer *writer, struct mus_draft *draft)
{
    const unsigned char *flags = (const unsigned char *)draft->flags.data;
    bool whole = !draft->flags.failed;
    for (unsigned bit = 0; bit < MUS_FACT_BIT_COUNT; bit++) {
        begin_section(writer);
        for (uint32_t first = 0; whole && first < draft->docs; first += 64) {
            uint64_t word = 0;
            for (uint32_t i = 0; i < 64 && first + i < draft->docs; i++) {
                uint64_t set = mus_load_u32(flags, first + i) >> (MUS_FACT_BITS + bit) & 1;
                word |= set << i;
            }
            mus_buf_add_u64(writer->out, word);
        }
    }
    writer->out->failed = writer->out->failed || !whole;
    mus_buf_done(&draft->flags);
}

/* A section that has been written. */
static const unsigned char *written(const struct writer *writer, unsigned section)
{
    const unsigned char *segment = (const unsigned char *)writer->out->data + writer->begin;
    return segment + mus_load_u64(segment + MUS_SEGMENT_OFFSETS, section);
}

static void write_windows(struct writer *writer, uint32_t docs)
{
    begin_section(writer);
    for (uint32_t first = 0; first < docs && !writer->out->failed; first += MUS_WINDOW) {
        uint32_t count = docs - first < MUS_WINDOW ? docs - first : MUS_WINDOW;
        struct mus_window_facts facts =
            mus_window_facts_of(written(writer, MUS_SECTION_ROWS), first, count);
        mus_buf_add_u16(writer->out, facts.some);
        mus_buf_add_u16(writer->out, facts.all);
        mus_buf_add_u32(writer->out, facts.other);
    }
}

static void write_forward(struct writer *writer, uint32_t docs)
{
    struct mus_segment segment = {.docs = docs};
    struct mus_buf bases = {0};
    struct mus_buf starts = {0};
    struct mus_buf numbers = {0};
    for (unsigned kind = MUS_FORWARD_FIRST; kind <= MUS_FORWARD_LAST && !writer->out->failed;
         kind++) {
        unsigned first = MUS_SECTION_KINDS + kind * MUS_KIND_SECTIONS;
        const unsigned char *rows = (const unsigned char *)writer->out->data + writer->begin;
        segment.kinds[kind] = (struct mus_feature_lists){
            .count = mus_load_u32(rows + MUS_SEGMENT_HEAD, 2 * (size_t)kind),
            .starts = written(writer, first + MUS_KIND_STARTS),
            .lists = written(writer, first + MUS_KIND_LISTS)};
    }
    bool made = !writer->out->failed && mus_forward_make(&segment, &bases, &starts, &numbers);
    writer->out->failed = writer->out->failed || !made;
    write_section(writer, &bases);
    write_section(writer, &starts);
    write_section(writer, &numbers);
}

/* Left out where nothing is known of anybody. */
static void write_known(struct writer *writer, struct mus_buf *column, bool known)
{
    if (!known) {
        writer->out->failed = writer->out->failed || column->failed;
        mus_buf_done(column);
    }
    write_section(writer, column);
}

static void write_id_keys(struct writer *writer, struct mus_draft *draft)
{
    uint64_t *keys = (uint64_t *)(void *)draft->id_keys.data; /* memory of malloc is aligned */
    begin_section(writer);
    if (draft->id_keys.failed) {
        writer->out->failed = true;
    } else if (draft->docs > 0) {
        (void)mus_hashes_sort(keys, draft->docs);
        for (uint32_t i = 0; i < draft->docs; i++) {
            mus_buf_add_u64(writer->out, keys[i]);
        }
    }
    mus_buf_done(&draft->id_keys);
}

static void write_countries(struct writer *writer, const struct mus_draft *draft)
{
    begin_section(writer);
    for (uint32_t doc = 0; !draft->rows.failed && doc < draft->docs; doc++) {
        mus_buf_add_byte(writer->out,
                         (unsigned char)draft->rows.data[8 * (size_t)doc + MUS_COLUMN_COUNTRY]);
    }
}

static void write_facts(struct writer *writer, struct mus_draft *draft)
{
    write_countries(writer, draft);
    write_section(writer, &draft->rows);
    write_section(writer, &draft->business);
    write_flags(writer, draft);
    write_windows(writer, draft->docs);
    write_forward(writer, draft->docs);
    write_known(writer, &draft->employees, draft->employees_known);
    write_known(writer, &draft->capital, draft->capital_known);
    for (unsigned i = 0; i < MUS_COLUMN_SETS; i++) {
        write_sets(writer, &draft->sets[i]);
    }
    write_turns(writer, &draft->last_days);
    write_turns(writer, &draft->first_days);
    mus_buf_add_u32(&draft->id_starts, (uint32_t)draft->ids.len);
    write_section(writer, &draft->id_starts);
    write_section(writer, &draft->ids);
    write_id_keys(writer, draft);
}

/* No less than the segment will take. */
static size_t size_of(const struct mus_draft *draft)
{
    size_t size = MUS_SEGMENT_BODY + MUS_SECTION_COUNT * (size_t)8; /* and what fills up to 8 */
    for (unsigned i = 0; i < MUS_FEATURE_COUNT; i++) {
        const struct kind *kind = &draft->kinds[i];
        size += kind->hashes.len + kind->starts.len + kind->companies.len + kind->lists.len;
        size += (((size_t)1 << mus_directory_bits(kind->count)) + 2) * 4;
    }
    for (unsigned i = 0; i < 3; i++) {
        size += draft->sets[i].starts.len + draft->sets[i].hashes.len + 8;
    }
    size += (size_t)draft->docs * (MUS_COLUMN_COUNT + 1 + 2 + 4 + 8 + 4 + 8);
    size += (draft->docs / 64 + (size_t)1) * 8 * MUS_FACT_BIT_COUNT;
    return size + draft->last_days.len + draft->first_days.len + draft->ids.len + 4;
}

enum mus_status mus_draft_finish(struct mus_draft *draft, struct mus_buf *out,
                                 struct mus_error *err)
{
    for (unsigned kind = 0; kind < MUS_FEATURE_COUNT; kind++) {
        if (draft->kinds[kind].lists.len > UINT32_MAX) {
            return mus_fail(err, MUS_LIMIT, "index segment: lists of kind %u: more than 4 GB",
                            kind);
        }
    }
    struct writer writer = {out, out->len, 0};
    static const unsigned char nothing[MUS_SEGMENT_BODY];
    (void)mus_buf_reserve(out, size_of(draft));
    mus_buf_add(out, nothing, sizeof nothing);
    put_u32(&writer, 0, MUS_SEGMENT_VERSION);
    put_u32(&writer, 4, draft->docs);
    put_u32(&writer, 8, (uint32_t)draft->day);
    put_u64(&writer, 16, draft->fingerprint);
    for (unsigned kind = 0; kind < MUS_FEATURE_COUNT; kind++) {
        write_kind(&writer, &draft->kinds[kind], kind);
    }
    write_facts(&writer, draft);
    put_u64(&writer, 24, out->len - writer.begin);
    return mus_buf_check(out, err);
}
