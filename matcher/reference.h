/* What the matcher is told of the world, as hashes: which purposes complement each other, how
 * classes nest, which countries a group had on the day of the query, what an event is about.
 *
 * Arrays are borrowed, read-only and sorted as the functions below leave them. A zeroed structure
 * is a world without tables: only equal codes match. */
#ifndef MUS_MATCHER_REFERENCE_H
#define MUS_MATCHER_REFERENCE_H

#include "base/status.h"
#include "matcher/firm.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define MUS_MILLION 1000000U

/* Two purposes that meet ("sales" and "procurement"), in either order, and how well. */
struct mus_complement {
    uint64_t a; /* a ≤ b */
    uint64_t b;
    uint32_t value; /* 0 … MUS_MILLION */
};

/* A class of industries or technology fields. */
struct mus_class {
    uint64_t code;   /* hash of "JSIC:14:24" */
    uint64_t parent; /* hash of "JSIC:14:E"; 0 for a class at the top */
    uint64_t scheme; /* hash of "JSIC:14": classes of different schemes cannot be compared */
};

/* The country is in the group on the day of the query. */
struct mus_membership {
    uint64_t country;
    uint64_t group;
};

struct mus_reference {
    const struct mus_complement *complements; /* by a, then b */
    size_t complement_count;
    const struct mus_class *codes; /* by code */
    size_t code_count;
    const struct mus_membership *memberships; /* by country, then group */
    size_t membership_count;
    uint64_t any;            /* hash of the word "any" in a list of countries; 0: no such word */
    struct mus_hashes theme; /* industries and technology fields an event is about; else empty */
};

/* Bring rows into the order above, dropping repeats (of complements the greater value stays, of
 * codes the row whose parent's hash is greater); a complement's a and b may come in either order.
 * Return the number of rows left. */
size_t mus_complements_sort(struct mus_complement *rows, size_t count);
size_t mus_codes_sort(struct mus_class *rows, size_t count);
size_t mus_memberships_sort(struct mus_membership *rows, size_t count);
/* Sorts hashes and drops repeats; returns the number left. */
size_t mus_hashes_sort(uint64_t *hashes, size_t count);

/* Order, values, and that no chain of parents is deeper than MUS_MAX_TABLE_DEPTH. */
enum mus_status mus_reference_check(const struct mus_reference *reference,
                                    struct mus_error *err) MUS_MUST_CHECK;

/* How well the two purposes meet; 0 where no row says so. */
uint32_t mus_reference_complement(const struct mus_reference *reference, uint64_t p, uint64_t q);
/* The groups a country is in, a run of rows sorted by group; *count may be 0. */
const struct mus_membership *mus_reference_groups(const struct mus_reference *reference,
                                                  uint64_t country, size_t *count);
bool mus_reference_in_group(const struct mus_reference *reference, uint64_t country,
                            uint64_t group);
/* The row of the class, NULL where the table does not have it. */
const struct mus_class *mus_reference_code(const struct mus_reference *reference, uint64_t code);
/* True if `code` is `ancestor` or lies below it. */
bool mus_reference_below(const struct mus_reference *reference, uint64_t code, uint64_t ancestor);

#endif
