/* The directory has four places or so per hash and the sieve sixteen, so that nearly all look-ups
 * of strangers end at the sieve: one read, no comparison. For a query's terms it has a few
 * kilobytes; that of a very large set is no finer than the directory, for the sake of the
 * processor's cache. */
#include "matcher/term_set.h"

#include "base/mem.h"
#include "matcher/reference.h"

#include <assert.h>

#define MAX_PLACE_BITS 24
#define SIEVE_BITS 2 /* that a place of the sieve is narrower by */
#define FINE_SIEVE_BITS 16

static unsigned place_bits(size_t count)
{
    unsigned bits = 4;
    while (bits < MAX_PLACE_BITS && ((size_t)1 << bits) < 4 * count) {
        bits++;
    }
    return bits;
}

static void fill_directory(struct mus_term_set *terms, size_t places)
{
    uint32_t next = 0;
    for (size_t place = 0; place < places; place++) {
        while (next < terms->count && terms->hashes[next] >> terms->shift < place) {
            next++;
        }
        terms->starts[place] = next;
    }
    terms->starts[places] = terms->count;
}

static unsigned sieve_bits(unsigned place_bits)
{
    unsigned fine = place_bits + SIEVE_BITS;
    return fine <= FINE_SIEVE_BITS ? fine : place_bits;
}

static void fill_sieve(struct mus_term_set *terms)
{
    for (uint32_t i = 0; i < terms->count; i++) {
        terms->sieve[terms->hashes[i] >> terms->sieve_shift] = true;
    }
}

enum mus_status mus_term_set_take(struct mus_term_set *terms, uint64_t *hashes, size_t count,
                                  struct mus_error *err)
{
    if (count >= MUS_NO_TERM) {
        mus_free(hashes);
        return mus_fail(err, MUS_LIMIT, "%zu terms, at most %u can be looked up", count,
                        MUS_NO_TERM - 1);
    }
    count = mus_hashes_sort(hashes, count);
    unsigned bits = place_bits(count);
    size_t places = (size_t)1 << bits;
    uint32_t *starts = mus_alloc(places + 1, sizeof *starts);
    bool *sieve = mus_alloc_zero((size_t)1 << sieve_bits(bits), sizeof *sieve);
    if (starts == NULL || sieve == NULL) {
        mus_free(hashes);
        mus_free(starts);
        mus_free(sieve);
        return mus_fail_memory(err);
    }
    *terms = (struct mus_term_set){hashes, (uint32_t)count, 64 - bits,
                                   starts, sieve,           64 - sieve_bits(bits)};
    fill_directory(terms, places);
    fill_sieve(terms);
    return MUS_OK;
}

void mus_term_set_done(struct mus_term_set *terms)
{
    mus_free(terms->hashes);
    mus_free(terms->starts);
    mus_free(terms->sieve);
    *terms = (struct mus_term_set){0};
}

enum mus_status mus_term_set_check(const struct mus_term_set *terms, struct mus_error *err)
{
    if (terms->starts == NULL) {
        return terms->count == 0
                   ? MUS_OK
                   : mus_fail(err, MUS_CORRUPT, "terms: no directory for %u terms", terms->count);
    }
    size_t places = (size_t)1 << (64 - terms->shift);
    if (terms->starts[0] != 0 || terms->starts[places] != terms->count) {
        return mus_fail(err, MUS_CORRUPT, "terms: the directory does not span all %u terms",
                        terms->count);
    }
    for (uint32_t i = 0; i < terms->count; i++) {
        if (i > 0 && terms->hashes[i - 1] >= terms->hashes[i]) {
            return mus_fail(err, MUS_CORRUPT, "terms[%u]: not in ascending order", i);
        }
        if (!mus_term_set_passes(terms, terms->hashes[i])) {
            return mus_fail(err, MUS_CORRUPT, "terms[%u]: does not pass the sieve", i);
        }
        if (mus_term_set_find(terms, terms->hashes[i]) != i) {
            return mus_fail(err, MUS_CORRUPT, "terms[%u]: the directory does not lead to it", i);
        }
    }
    return MUS_OK;
}
