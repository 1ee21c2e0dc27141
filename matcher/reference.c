#include "matcher/reference.h"

#include "base/limits.h"

#include <assert.h>
#include <stdlib.h>

static int compare_u64(uint64_t a, uint64_t b)
{
    return a < b ? -1 : a > b;
}

static int compare_pair(uint64_t a1, uint64_t b1, uint64_t a2, uint64_t b2)
{
    int order = compare_u64(a1, a2);
    return order != 0 ? order : compare_u64(b1, b2);
}

enum { SHORT = 24, BYTES = 256 };

static void sort_short(uint64_t *hashes, size_t count)
{
    for (size_t i = 1; i < count; i++) {
        uint64_t hash = hashes[i];
        size_t at = i;
        for (; at > 0 && hashes[at - 1] > hash; at--) {
            hashes[at] = hashes[at - 1];
        }
        hashes[at] = hash;
    }
}

/* Hashes are spread evenly, so that their first byte nearly sorts them: each is moved into the
 * stretch of its byte (an American flag sort: McIlroy, Bostic and McIlroy, "Engineering Radix
 * Sort", 1993), and short stretches are sorted by insertion. Hashes chosen to begin alike cost a
 * pass more for each byte that they share, of which they have eight. */
static void sort_by_byte(uint64_t *hashes, size_t count, unsigned shift)
{
    size_t next[BYTES] = {0};
    size_t ends[BYTES];
    for (size_t i = 0; i < count; i++) {
        next[hashes[i] >> shift & (BYTES - 1)]++;
    }
    size_t end = 0;
    for (size_t byte = 0; byte < BYTES; byte++) {
        size_t first = end;
        end += next[byte];
        ends[byte] = end;
        next[byte] = first;
    }
    for (size_t byte = 0; byte < BYTES; byte++) {
        while (next[byte] < ends[byte]) {
            uint64_t hash = hashes[next[byte]];
            size_t own = hash >> shift & (BYTES - 1);
            hashes[next[byte]] = hashes[next[own]];
            hashes[next[own]++] = hash;
        }
    }
    for (size_t byte = 0; shift > 0 && byte < BYTES; byte++) {
        size_t first = byte == 0 ? 0 : ends[byte - 1];
        size_t stretch = ends[byte] - first;
        if (stretch > SHORT) {
            sort_by_byte(&hashes[first], stretch, shift - 8);
        } else {
            sort_short(&hashes[first], stretch);
        }
    }
}

size_t mus_hashes_sort(uint64_t *hashes, size_t count)
{
    if (count == 0) {
        return 0;
    }
    if (count > SHORT) {
        sort_by_byte(hashes, count, 56);
    } else {
        sort_short(hashes, count);
    }
    size_t kept = 1;
    for (size_t i = 1; i < count; i++) {
        if (hashes[i] != hashes[kept - 1]) {
            hashes[kept++] = hashes[i];
        }
    }
    return kept;
}

/* Equal pairs stand with the greater value first. */
static int compare_complements(const void *left, const void *right)
{
    const struct mus_complement *l = left;
    const struct mus_complement *r = right;
    int order = compare_pair(l->a, l->b, r->a, r->b);
    return order != 0 ? order : compare_u64(r->value, l->value);
}

size_t mus_complements_sort(struct mus_complement *rows, size_t count)
{
    if (count == 0) {
        return 0;
    }
    for (size_t i = 0; i < count; i++) {
        if (rows[i].a > rows[i].b) {
            rows[i] = (struct mus_complement){rows[i].b, rows[i].a, rows[i].value};
        }
    }
    qsort(rows, count, sizeof *rows, compare_complements);
    size_t kept = 1;
    for (size_t i = 1; i < count; i++) {
        if (compare_pair(rows[i].a, rows[i].b, rows[kept - 1].a, rows[kept - 1].b) != 0) {
            rows[kept++] = rows[i];
        }
    }
    return kept;
}

/* Of rows for one code that with a parent stands before that without, whatever their order was. */
static int compare_codes(const void *left, const void *right)
{
    const struct mus_class *l = left;
    const struct mus_class *r = right;
    int order = compare_u64(l->code, r->code);
    return order != 0 ? order : compare_pair(r->parent, r->scheme, l->parent, l->scheme);
}

size_t mus_codes_sort(struct mus_class *rows, size_t count)
{
    if (count == 0) {
        return 0;
    }
    qsort(rows, count, sizeof *rows, compare_codes);
    size_t kept = 1;
    for (size_t i = 1; i < count; i++) {
        if (rows[i].code != rows[kept - 1].code) {
            rows[kept++] = rows[i];
        }
    }
    return kept;
}

static int compare_memberships(const void *left, const void *right)
{
    const struct mus_membership *l = left;
    const struct mus_membership *r = right;
    return compare_pair(l->country, l->group, r->country, r->group);
}

size_t mus_memberships_sort(struct mus_membership *rows, size_t count)
{
    if (count == 0) {
        return 0;
    }
    qsort(rows, count, sizeof *rows, compare_memberships);
    size_t kept = 1;
    for (size_t i = 1; i < count; i++) {
        if (compare_memberships(&rows[i], &rows[kept - 1]) != 0) {
            rows[kept++] = rows[i];
        }
    }
    return kept;
}

static enum mus_status check_complements(const struct mus_reference *reference,
                                         struct mus_error *err)
{
    for (size_t i = 0; i < reference->complement_count; i++) {
        const struct mus_complement *row = &reference->complements[i];
        if (row->value > MUS_MILLION) {
            return mus_fail(err, MUS_INVALID, "complements[%zu]: value %u is above %u", i,
                            row->value, MUS_MILLION);
        }
        if (row->a > row->b || (i > 0 && compare_pair(row[-1].a, row[-1].b, row->a, row->b) >= 0)) {
            return mus_fail(err, MUS_INVALID, "complements[%zu]: not in order", i);
        }
    }
    return MUS_OK;
}

static enum mus_status check_codes(const struct mus_reference *reference, struct mus_error *err)
{
    assert(reference->code_count == 0 || reference->codes != NULL);
    for (size_t i = 0; i < reference->code_count; i++) {
        const struct mus_class *row = &reference->codes[i];
        if (i > 0 && row[-1].code >= row->code) {
            return mus_fail(err, MUS_INVALID, "codes[%zu]: not in order", i);
        }
        int depth = 1;
        for (const struct mus_class *at = row; at != NULL && at->parent != 0; depth++) {
            if (depth > MUS_MAX_TABLE_DEPTH) {
                return mus_fail(err, MUS_INVALID, "codes[%zu]: more than %d classes above it", i,
                                MUS_MAX_TABLE_DEPTH - 1);
            }
            at = mus_reference_code(reference, at->parent);
        }
    }
    return MUS_OK;
}

enum mus_status mus_reference_check(const struct mus_reference *reference, struct mus_error *err)
{
    enum mus_status status = check_complements(reference, err);
    if (status == MUS_OK) {
        status = check_codes(reference, err);
    }
    for (size_t i = 1; status == MUS_OK && i < reference->membership_count; i++) {
        const struct mus_membership *rows = &reference->memberships[i];
        if (compare_memberships(&rows[-1], &rows[0]) >= 0) {
            status = mus_fail(err, MUS_INVALID, "memberships[%zu]: not in order", i);
        }
    }
    for (size_t i = 1; status == MUS_OK && i < reference->theme.count; i++) {
        if (reference->theme.items[i - 1] >= reference->theme.items[i]) {
            status = mus_fail(err, MUS_INVALID, "theme[%zu]: not in order", i);
        }
    }
    return status;
}

uint32_t mus_reference_complement(const struct mus_reference *reference, uint64_t p, uint64_t q)
{
    uint64_t a = p < q ? p : q;
    uint64_t b = p < q ? q : p;
    size_t low = 0;
    size_t high = reference->complement_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        const struct mus_complement *row = &reference->complements[middle];
        int order = compare_pair(row->a, row->b, a, b);
        if (order == 0) {
            return row->value;
        }
        if (order < 0) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return 0;
}

/* The first row at or after (country, group). */
static size_t first_membership(const struct mus_reference *reference, uint64_t country,
                               uint64_t group)
{
    size_t low = 0;
    size_t high = reference->membership_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        const struct mus_membership *row = &reference->memberships[middle];
        if (compare_pair(row->country, row->group, country, group) < 0) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low;
}

const struct mus_membership *mus_reference_groups(const struct mus_reference *reference,
                                                  uint64_t country, size_t *count)
{
    size_t first = first_membership(reference, country, 0);
    size_t end = first;
    while (end < reference->membership_count && reference->memberships[end].country == country) {
        end++;
    }
    *count = end - first;
    return *count == 0 ? NULL : &reference->memberships[first];
}

bool mus_reference_in_group(const struct mus_reference *reference, uint64_t country, uint64_t group)
{
    size_t at = first_membership(reference, country, group);
    return at < reference->membership_count && reference->memberships[at].country == country &&
           reference->memberships[at].group == group;
}

const struct mus_class *mus_reference_code(const struct mus_reference *reference, uint64_t code)
{
    size_t low = 0;
    size_t high = reference->code_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        const struct mus_class *row = &reference->codes[middle];
        if (row->code == code) {
            return row;
        }
        if (row->code < code) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return NULL;
}

bool mus_reference_below(const struct mus_reference *reference, uint64_t code, uint64_t ancestor)
{
    for (int depth = 0; depth <= MUS_MAX_TABLE_DEPTH && code != 0; depth++) {
        if (code == ancestor) {
            return true;
        }
        const struct mus_class *row = mus_reference_code(reference, code);
        code = row == NULL ? 0 : row->parent;
    }
    return false;
}
