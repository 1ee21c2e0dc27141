#include "matcher/index/posting.h"

#include "matcher/index/dense.h"
#include "matcher/index/load.h"

#include <endian.h>
#include <string.h>

enum {
    WIDE = 1,
    TABLE = 2,
    HEAD = 2,
    ROW = 5,          /* bytes of a window in the table */
    TABLE_WORTH = 24, /* postings a window, on average, from which on a table is kept */
    NARROW_MOST = 15, /* of a gap */
    WIDE_MOST = 4095,
};

/* ------------------------------------------------------------------ writing */

static inline unsigned level_of(uint8_t top, uint8_t code)
{
    int level = (int)code - ((int)top - (MUS_LEVELS - 1));
    return level < 0 ? 0 : (unsigned)level;
}

/* Units that a gap takes. */
static inline size_t units_of(uint32_t gap, uint32_t most)
{
    if (gap <= most) {
        return 1;
    }
    uint32_t jumps = (gap - 1) / most;
    return 1 + (jumps + MUS_LEVELS - 1) / MUS_LEVELS;
}

/* What a list is to look like. */
struct form {
    bool dense, wide, table;
    uint8_t top;
    uint32_t windows;
    size_t most; /* bytes it has at most */
};

/* Gaps are counted through, also where there is a table: from the beginning of a window they are
 * shorter and take no more units. */
static struct form form_of(const struct mus_impact *impacts, size_t count, uint32_t docs)
{
    struct form form = {.windows = mus_windows_of(docs)};
    size_t narrow = 0;
    size_t wide = 0;
    uint32_t next = 0;
    for (size_t i = 0; i < count; i++) {
        uint32_t gap = impacts[i].doc + 1 - next;
        narrow += units_of(gap, NARROW_MOST);
        wide += units_of(gap, WIDE_MOST);
        next = impacts[i].doc + 1;
        form.top = impacts[i].code > form.top ? impacts[i].code : form.top;
    }
    form.dense = mus_dense_suits(count, docs);
    if (form.dense) {
        form.most = mus_dense_size(count, docs);
        return form;
    }
    form.wide = 2 * wide < narrow;
    form.table = form.windows > 1 && count >= (size_t)form.windows * TABLE_WORTH;
    form.most =
        HEAD + (form.table ? (size_t)form.windows * ROW : 0) + (form.wide ? 2 * wide : narrow);
    return form;
}

static inline unsigned char *put_unit(unsigned char *at, bool wide, uint32_t gap, unsigned level)
{
    uint32_t unit = gap << 4 | level;
    if (!wide) {
        *at = (unsigned char)unit;
        return at + 1;
    }
    uint16_t stored = htole16((uint16_t)unit);
    memcpy(at, &stored, sizeof stored);
    return at + sizeof stored;
}

static inline unsigned char *put_posting(unsigned char *at, bool wide, uint32_t gap, unsigned level)
{
    const uint32_t most = wide ? WIDE_MOST : NARROW_MOST;
    while (gap > most) {
        uint32_t jumps = (gap - 1) / most;
        jumps = jumps < MUS_LEVELS ? jumps : MUS_LEVELS;
        at = put_unit(at, wide, 0, jumps - 1);
        gap -= jumps * most;
    }
    return put_unit(at, wide, gap, level);
}

/* A list in the making. */
struct pen {
    const struct mus_impact *next, *end; /* what is still to be written */
    unsigned char *at;
    uint8_t top;
};

/* The postings below `limit`, as gaps from `first` on; their greatest level. */
static inline unsigned put_until(struct pen *pen, bool wide, uint32_t first, uint64_t limit)
{
    const struct mus_impact *impact = pen->next;
    unsigned char *at = pen->at;
    unsigned best = 0;
    for (; impact < pen->end && impact->doc < limit; impact++) {
        unsigned level = level_of(pen->top, impact->code);
        best = level > best ? level : best;
        at = put_posting(at, wide, impact->doc + 1 - first, level);
        first = impact->doc + 1;
    }
    pen->next = impact;
    pen->at = at;
    return best;
}

/* For each width by itself, so that its loop is one without a question of width. */
static unsigned put_some(struct pen *pen, bool wide, uint32_t first, uint64_t limit)
{
    return wide ? put_until(pen, true, first, limit) : put_until(pen, false, first, limit);
}

static void put_windows(struct pen *pen, const struct form *form)
{
    unsigned char *row = pen->at;
    pen->at += (size_t)form->windows * ROW;
    for (uint32_t window = 0; window < form->windows; window++) {
        const unsigned char *start = pen->at;
        uint32_t first = window * MUS_WINDOW;
        unsigned best = put_some(pen, form->wide, first, (uint64_t)first + MUS_WINDOW);
        uint32_t bytes = htole32((uint32_t)(pen->at - start));
        memcpy(row, &bytes, sizeof bytes);
        row[4] = (unsigned char)best;
        row += ROW;
    }
}

void mus_posting_write(const struct mus_impact *impacts, size_t count, uint32_t docs,
                       struct mus_buf *out)
{
    const struct form form = form_of(impacts, count, docs);
    if (!mus_buf_reserve(out, form.most)) {
        return;
    }
    unsigned char *start = (unsigned char *)out->data + out->len;
    if (form.dense) {
        mus_dense_write(start, impacts, count, docs, form.top);
        out->len += form.most;
        out->data[out->len] = '\0';
        return;
    }
    struct pen pen = {impacts, impacts + count, start + HEAD, form.top};
    start[0] = (unsigned char)((form.wide ? WIDE : 0) | (form.table ? TABLE : 0));
    start[1] = form.top;
    if (form.table) {
        put_windows(&pen, &form);
    } else {
        put_some(&pen, form.wide, 0, UINT64_MAX);
    }
    out->len += (size_t)(pen.at - start);
    out->data[out->len] = '\0';
}

/* ------------------------------------------------------------------ reading */

/* The bytes of the window's units, which begin at `at`: no more than there are, whatever the table
 * says, and whole units. */
static size_t window_bytes(const struct mus_posting_reader *reader, uint32_t window,
                           const unsigned char *at)
{
    size_t bytes = mus_load_u32(reader->table + (size_t)window * ROW, 0);
    size_t left = (size_t)(reader->end - at);
    bytes = bytes < left ? bytes : left;
    return reader->wide ? bytes & ~(size_t)1 : bytes;
}

bool mus_posting_open(struct mus_posting_reader *reader, const unsigned char *bytes, size_t len,
                      uint32_t docs)
{
    *reader = (struct mus_posting_reader){0};
    if (len == 0) {
        return true;
    }
    if (bytes[0] == MUS_DENSE_LAYOUT) {
        reader->is_dense = true;
        reader->at = reader->begin = bytes;
        reader->end = bytes + len;
        reader->stop = reader->end;
        reader->top = len > 1 ? bytes[1] : 0;
        return mus_dense_open(&reader->dense, bytes, len, docs);
    }
    if (len < HEAD || bytes[0] > (WIDE | TABLE)) {
        return false;
    }
    reader->wide = (bytes[0] & WIDE) != 0;
    reader->top = bytes[1];
    reader->at = reader->begin = bytes + HEAD;
    reader->end = bytes + len;
    reader->stop = reader->end;
    if ((bytes[0] & TABLE) != 0) {
        reader->windows = mus_windows_of(docs);
        if (len - HEAD < (size_t)reader->windows * ROW) {
            return false;
        }
        reader->table = reader->at;
        reader->at += (size_t)reader->windows * ROW;
        reader->stop = reader->begin = reader->at;
        return true;
    }
    return !reader->wide || (len - HEAD) % 2 == 0;
}

void mus_posting_rewind(struct mus_posting_reader *reader)
{
    reader->at = reader->begin;
    reader->stop = reader->table != NULL ? reader->begin : reader->end;
    reader->window = 0;
    reader->doc = 0;
    reader->rank = 0;
}

unsigned mus_posting_window_top(const struct mus_posting_reader *reader, uint32_t window)
{
    if (reader->table == NULL || window >= reader->windows) {
        return MUS_LEVELS - 1;
    }
    return reader->table[(size_t)window * ROW + 4] & (MUS_LEVELS - 1);
}

enum action { ADD, MARK, PASS_OVER };

struct target {
    const uint16_t *weights;
    const struct mus_posting_steps *steps;
    uint16_t *numbers;
    uint64_t *bits;
};

/* Masking keeps a damaged list within the window. */
static inline void act(enum action action, const struct target *target, uint32_t doc,
                       unsigned level)
{
    uint32_t at = doc & (MUS_WINDOW - 1);
    if (action == PASS_OVER) {
        return;
    }
    if (action == ADD) {
        target->numbers[at] = (uint16_t)(target->numbers[at] + target->weights[level]);
    } else {
        target->bits[at >> 6] |= (uint64_t)1 << (at & 63);
    }
}

static inline unsigned load_unit(bool wide, const unsigned char *at)
{
    return wide ? mus_load_u16(at, 0) : *at;
}

/* All units up to `end`; `next` is the document behind the one before. Returns where it stopped:
 * with `limit`, before the first posting at or beyond it. */
static inline uint32_t walk(enum action action, const struct target *target, bool wide,
                            const unsigned char **from, const unsigned char *end, uint32_t next,
                            uint32_t limit)
{
    const uint32_t most = wide ? WIDE_MOST : NARROW_MOST;
    const unsigned width = wide ? 2 : 1;
    const unsigned char *at = *from;
    while (at < end) {
        unsigned unit = load_unit(wide, at);
        uint32_t gap = unit >> 4;
        if (gap == 0) {
            next += ((unit & 15) + 1) * most;
            at += width;
            continue;
        }
        if (next + gap > limit) {
            break;
        }
        next += gap;
        act(action, target, next - 1, unit & 15);
        at += width;
    }
    *from = at;
    return next;
}

/* How far a narrow unit moves on. */
#define MOVES(gap) gap, gap, gap, gap, gap, gap, gap, gap, gap, gap, gap, gap, gap, gap, gap, gap
static const uint8_t NARROW_MOVES[256] = {
    15,       30,        45,        60,        75,        90,        105,      120,
    135,      150,       165,       180,       195,       210,       225,      240,
    MOVES(1), MOVES(2),  MOVES(3),  MOVES(4),  MOVES(5),  MOVES(6),  MOVES(7), MOVES(8),
    MOVES(9), MOVES(10), MOVES(11), MOVES(12), MOVES(13), MOVES(14), MOVES(15)};
#undef MOVES

void mus_posting_make_steps(const uint16_t weights[MUS_LEVELS], struct mus_posting_steps *out)
{
    for (unsigned unit = 0; unit < 256; unit++) {
        uint32_t adds = unit >> 4 == 0 ? 0 : weights[unit & 15];
        out->of[unit] = NARROW_MOVES[unit] | adds << 16;
    }
}

/* All narrow units of a window. Where gaps are about as long as a unit can say, no processor
 * guesses which unit is a posting: so nothing branches on it, and what is none adds nothing. */
static void add_narrow(const unsigned char *at, const unsigned char *end,
                       const struct mus_posting_steps *steps, uint16_t *sums)
{
    uint32_t next = MUS_WINDOW - 1; /* the document before the first */
    for (; at < end; at++) {
        uint32_t step = steps->of[*at];
        next += step & UINT8_MAX;
        uint16_t *sum = &sums[next & (MUS_WINDOW - 1)];
        *sum = (uint16_t)(*sum + (step >> 16));
    }
}

/* Likewise. */
static void mark_narrow(const unsigned char *at, const unsigned char *end, uint64_t *bits)
{
    uint32_t next = MUS_WINDOW - 1;
    for (; at < end; at++) {
        next += NARROW_MOVES[*at];
        uint64_t *word = &bits[(next & (MUS_WINDOW - 1)) >> 6];
        *word |= (uint64_t)(*at > NARROW_MOST) << (next & 63);
    }
}

/* Of a list without a table: up to the first posting at or beyond `limit`. */
static inline void walk_to(struct mus_posting_reader *reader, uint32_t limit, enum action action,
                           const struct target *target)
{
    reader->doc = reader->wide
                      ? walk(action, target, true, &reader->at, reader->end, reader->doc, limit)
                      : walk(action, target, false, &reader->at, reader->end, reader->doc, limit);
}

static inline void run(struct mus_posting_reader *reader, uint32_t window, enum action action,
                       const struct target *target)
{
    uint32_t first = window * MUS_WINDOW;
    if (reader->table == NULL) {
        if (reader->doc < first) {
            walk_to(reader, first, PASS_OVER, target);
        }
        walk_to(reader, first + MUS_WINDOW, action, target);
        return;
    }
    for (; reader->window < window && reader->window < reader->windows; reader->window++) {
        reader->at += window_bytes(reader, reader->window, reader->at);
    }
    if (reader->window >= reader->windows) {
        return;
    }
    const unsigned char *end = reader->at + window_bytes(reader, window, reader->at);
    if (reader->wide) {
        walk(action, target, true, &reader->at, end, first, UINT32_MAX);
    } else if (action == ADD) {
        add_narrow(reader->at, end, target->steps, target->numbers);
    } else if (action == MARK) {
        mark_narrow(reader->at, end, target->bits);
    }
    reader->at = end;
    reader->window++;
}

void mus_posting_add(struct mus_posting_reader *reader, uint32_t window,
                     const uint16_t weights[MUS_LEVELS], const struct mus_posting_steps *steps,
                     uint16_t *sums)
{
    const struct target target = {.weights = weights, .steps = steps, .numbers = sums};
    if (reader->is_dense) {
        mus_dense_add(&reader->dense, window, weights, sums);
        return;
    }
    run(reader, window, ADD, &target);
}

void mus_posting_mark(struct mus_posting_reader *reader, uint32_t window, uint64_t *bits)
{
    const struct target target = {.bits = bits};
    if (reader->is_dense) {
        mus_dense_mark(&reader->dense, window, bits);
        return;
    }
    run(reader, window, MARK, &target);
}

/* To the next window of the table that has units; false behind the last. */
static bool enter_window(struct mus_posting_reader *reader)
{
    while (reader->at == reader->stop) {
        if (reader->window >= reader->windows) {
            return false;
        }
        reader->stop += window_bytes(reader, reader->window, reader->stop);
        reader->doc = reader->window * MUS_WINDOW;
        reader->window++;
    }
    return true;
}

static bool next_dense(struct mus_posting_reader *reader, struct mus_impact *out)
{
    uint32_t doc = mus_dense_next(&reader->dense, reader->doc);
    if (doc == reader->dense.docs) {
        return false;
    }
    unsigned level = mus_dense_level_at(&reader->dense, reader->rank++);
    *out = (struct mus_impact){doc, mus_posting_code(reader, level)};
    reader->doc = doc + 1;
    return true;
}

bool mus_posting_next(struct mus_posting_reader *reader, struct mus_impact *out)
{
    if (reader->is_dense) {
        return next_dense(reader, out);
    }
    while (enter_window(reader)) {
        unsigned unit = load_unit(reader->wide, reader->at);
        reader->at += reader->wide ? 2 : 1;
        uint32_t gap = unit >> 4;
        if (gap == 0) {
            reader->doc += ((unit & 15) + 1) * (reader->wide ? WIDE_MOST : NARROW_MOST);
            continue;
        }
        reader->doc += gap;
        *out = (struct mus_impact){reader->doc - 1, mus_posting_code(reader, unit & 15)};
        return true;
    }
    return false;
}

/* A list that is read at once. */
struct copy {
    struct mus_impact *out; /* the next */
    uint8_t codes[MUS_LEVELS];
    uint32_t first;
};

/* The units of a window, or of a list without a table. False: a posting at or beyond `limit`. */
static inline bool copy_units(struct copy *copy, bool wide, const unsigned char *at,
                              const unsigned char *end, uint32_t next, uint32_t limit)
{
    const uint32_t most = wide ? WIDE_MOST : NARROW_MOST;
    struct mus_impact *out = copy->out;
    for (; at < end; at += wide ? 2 : 1) {
        unsigned unit = load_unit(wide, at);
        uint32_t gap = unit >> 4;
        next += gap == 0 ? ((unit & 15) + 1) * most : gap;
        if (next > limit) {
            return false;
        }
        if (gap != 0) {
            *out++ = (struct mus_impact){copy->first + next - 1, copy->codes[unit & 15]};
        }
    }
    copy->out = out;
    return true;
}

/* For each width by itself. */
static bool copy_some(struct copy *copy, bool wide, const unsigned char *at,
                      const unsigned char *end, uint32_t next, uint32_t limit)
{
    return wide ? copy_units(copy, true, at, end, next, limit)
                : copy_units(copy, false, at, end, next, limit);
}

static bool copy_windows(struct copy *copy, const struct mus_posting_reader *reader, uint32_t docs)
{
    const unsigned char *at = reader->at;
    for (uint32_t window = 0; window < reader->windows; window++) {
        const unsigned char *end = at + window_bytes(reader, window, at);
        uint32_t first = window * MUS_WINDOW;
        uint32_t limit = docs < first + MUS_WINDOW ? docs : first + MUS_WINDOW;
        if (!copy_some(copy, reader->wide, at, end, first, limit)) {
            return false;
        }
        at = end;
    }
    return true;
}

uint32_t mus_posting_read(const struct mus_posting_reader *reader, uint32_t docs, uint32_t first,
                          struct mus_impact *out)
{
    struct copy copy = {.out = out, .first = first};
    for (unsigned level = 0; level < MUS_LEVELS; level++) {
        copy.codes[level] = mus_posting_code(reader, level);
    }
    if (reader->is_dense) {
        struct mus_posting_reader from = *reader;
        while (mus_posting_next(&from, copy.out)) {
            if (copy.out->doc >= docs) {
                return MUS_NO_POSTINGS;
            }
            copy.out->doc += first;
            copy.out++;
        }
        return (uint32_t)(copy.out - out);
    }
    bool whole = reader->table == NULL
                     ? copy_some(&copy, reader->wide, reader->at, reader->end, 0, docs)
                     : copy_windows(&copy, reader, docs);
    return whole ? (uint32_t)(copy.out - out) : MUS_NO_POSTINGS;
}

/* ------------------------------------------------------------------ checking */

/* The units of a window, or of a list without a table. */
static const char *check_units(const struct mus_posting_reader *reader, const unsigned char *at,
                               const unsigned char *end, uint64_t next, uint64_t limit,
                               unsigned *best)
{
    const uint32_t most = reader->wide ? WIDE_MOST : NARROW_MOST;
    bool posting = true; /* the unit before is one */
    *best = 0;
    for (; at < end; at += reader->wide ? 2 : 1) {
        unsigned unit = load_unit(reader->wide, at);
        posting = unit >> 4 != 0;
        next += posting ? unit >> 4 : ((unit & 15) + 1) * most;
        if (next > limit) {
            return "a posting beyond the last document";
        }
        *best = posting && (unit & 15) > *best ? unit & 15 : *best;
    }
    return posting ? NULL : "a gap that leads nowhere";
}

const char *mus_posting_check(const unsigned char *bytes, size_t len, uint32_t docs)
{
    struct mus_posting_reader reader;
    unsigned best;
    if (!mus_posting_open(&reader, bytes, len, docs)) {
        return "no posting list";
    }
    if (reader.is_dense) {
        return mus_dense_check(&reader.dense);
    }
    if (reader.table == NULL) {
        return check_units(&reader, reader.at, reader.end, 0, docs, &best);
    }
    const unsigned char *at = reader.at;
    for (uint32_t window = 0; window < reader.windows; window++) {
        const unsigned char *row = reader.table + (size_t)window * ROW;
        size_t units = window_bytes(&reader, window, at);
        uint64_t first = (uint64_t)window * MUS_WINDOW;
        uint64_t limit = first + MUS_WINDOW < docs ? first + MUS_WINDOW : docs;
        if (units != mus_load_u32(row, 0)) {
            return "windows that do not fit";
        }
        const char *wrong = check_units(&reader, at, at + units, first, limit, &best);
        if (wrong == NULL && best != row[4]) {
            wrong = "a window's greatest level is another";
        }
        if (wrong != NULL) {
            return wrong;
        }
        at += units;
    }
    return at == reader.end ? NULL : "windows that do not fit";
}
