/* Twice over the source. First every different gloss is analysed once (dictionaries repeat them:
 * each reading has the glosses of its headword), which gives the terms; sorted by hash they have
 * their places. Then each headword's list is made, and kept once however many headwords share it.
 *
 *     lines ──► glosses ──► terms, sorted          first
 *     lines ──► headwords ──► lists                second
 *               headwords ──► prefixes ──► slots
 *
 * Headwords come sorted, so the prefixes of one that are new are those beyond what it shares with
 * the one before: nothing needs to be looked up to have each prefix once. */
#include "lexicon/compile.h"

#include "base/limits.h"
#include "base/mem.h"
#include "lexicon/layout.h"
#include "lexicon/numbering.h"
#include "lexicon/source.h"
#include "matcher/text/chars.h"

#include <assert.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

/* A growing array. */
struct words {
    uint32_t *items;
    size_t count;
    size_t capacity;
};

struct gloss {
    struct mus_text text;
    uint32_t first; /* of its terms, in gloss_terms */
    uint32_t count;
};

struct headword {
    struct mus_text text;
    uint32_t value; /* as a slot has it */
};

struct compiler {
    struct mus_analyser *analyser;
    struct mus_numbering gloss_keys; /* hashes of texts; their numbers lead to glosses */
    struct words gloss_numbers;      /* by number of the key: the gloss */
    struct gloss *glosses;
    size_t gloss_count;
    size_t gloss_capacity;
    struct words line_glosses; /* glosses of all lines, one after another */
    struct mus_numbering terms;
    struct words gloss_terms; /* numbers of terms */
    uint32_t *places;         /* by number of the term: its place among the sorted hashes */
    uint64_t *hashes;         /* sorted */
    struct mus_numbering list_keys;
    struct words list_starts; /* by number of the key */
    struct words lists;
    struct words entries; /* of the headword in hand */
    struct headword *headwords;
    size_t headword_count;
    size_t headword_capacity;
};

static bool push(struct words *words, uint32_t word)
{
    if (words->count == words->capacity) {
        size_t capacity = words->capacity < 256 ? 256 : 2 * words->capacity;
        uint32_t *items = mus_realloc(words->items, capacity, sizeof *items);
        if (items == NULL) {
            return false;
        }
        words->items = items;
        words->capacity = capacity;
    }
    words->items[words->count++] = word;
    return true;
}

/* --- first: glosses and terms --- */

static struct gloss *push_gloss(struct compiler *compiler)
{
    if (compiler->gloss_count == compiler->gloss_capacity) {
        size_t capacity = compiler->gloss_capacity < 256 ? 256 : 2 * compiler->gloss_capacity;
        struct gloss *glosses = mus_realloc(compiler->glosses, capacity, sizeof *glosses);
        if (glosses == NULL) {
            return NULL;
        }
        compiler->glosses = glosses;
        compiler->gloss_capacity = capacity;
    }
    return &compiler->glosses[compiler->gloss_count++];
}

static enum mus_status analyse(struct compiler *compiler, struct mus_text text,
                               struct mus_error *err)
{
    const struct mus_token *tokens = NULL;
    size_t count = 0;
    enum mus_status status = mus_terms_of(compiler->analyser, text, &tokens, &count, err);
    if (status != MUS_OK) {
        return status;
    }
    struct gloss *gloss = push_gloss(compiler);
    if (gloss == NULL) {
        return mus_fail_memory(err);
    }
    *gloss = (struct gloss){.text = text, .first = (uint32_t)compiler->gloss_terms.count};
    for (size_t i = 0; i < count; i++) {
        uint32_t term;
        bool fresh;
        if (tokens[i].kind != MUS_TOKEN_WORD) {
            continue;
        }
        if (!mus_numbering_add(&compiler->terms, tokens[i].hash, &term, &fresh) ||
            !push(&compiler->gloss_terms, term)) {
            return mus_fail_memory(err);
        }
        gloss->count++;
    }
    if (compiler->terms.count > MUS_MAX_LEXICON_TERMS) {
        return mus_fail(err, MUS_LIMIT, "more than %d different words in the glosses",
                        MUS_MAX_LEXICON_TERMS);
    }
    return MUS_OK;
}

/* Notes the gloss for the line in hand, analysed unless it has come before. */
static enum mus_status note_gloss(struct compiler *compiler, struct mus_text text,
                                  struct mus_error *err)
{
    uint32_t number;
    bool fresh;
    if (!mus_numbering_add(&compiler->gloss_keys, mus_text_hash(text), &number, &fresh) ||
        (fresh && !push(&compiler->gloss_numbers, (uint32_t)compiler->gloss_count))) {
        return mus_fail_memory(err);
    }
    uint32_t gloss = compiler->gloss_numbers.items[number];
    /* Two texts of one hash: the second is analysed each time it comes. */
    if (fresh || !mus_text_equal(compiler->glosses[gloss].text, text)) {
        gloss = (uint32_t)compiler->gloss_count;
        enum mus_status status = analyse(compiler, text, err);
        if (status != MUS_OK) {
            return status;
        }
    }
    return push(&compiler->line_glosses, gloss) ? MUS_OK : mus_fail_memory(err);
}

static enum mus_status note_all(struct compiler *compiler, struct mus_text source,
                                struct mus_error *err)
{
    struct mus_lexicon_lines lines;
    bool more = true;
    enum mus_status status = mus_lexicon_lines_start(&lines, source, err);
    while (status == MUS_OK) {
        status = mus_lexicon_lines_next(&lines, &more, err);
        if (status != MUS_OK || !more) {
            break;
        }
        struct mus_text glosses = lines.line.glosses;
        while (status == MUS_OK && glosses.len > 0) {
            status = note_gloss(compiler, mus_text_cut(&glosses, '|'), err);
        }
        if (status != MUS_OK && status != MUS_NO_MEMORY) {
            status = mus_fail_at(err, status, "line %zu", lines.number);
        }
    }
    return status;
}

/* A term's hash and the number that it came with. */
struct numbered {
    uint64_t hash;
    uint32_t number;
};

static int by_hash(const void *left, const void *right)
{
    const struct numbered *a = left;
    const struct numbered *b = right;
    return a->hash < b->hash ? -1 : a->hash > b->hash;
}

/* Gives each term its place in the order of hashes. */
static enum mus_status place_terms(struct compiler *compiler, struct mus_error *err)
{
    size_t count = compiler->terms.count;
    struct numbered *sorted = mus_alloc(count, sizeof *sorted);
    compiler->places = mus_alloc(count, sizeof *compiler->places);
    compiler->hashes = mus_alloc(count, sizeof *compiler->hashes);
    if (sorted == NULL || compiler->places == NULL || compiler->hashes == NULL) {
        mus_free(sorted);
        return mus_fail_memory(err);
    }
    for (size_t i = 0; i < count; i++) {
        sorted[i] = (struct numbered){compiler->terms.keys[i], (uint32_t)i};
    }
    qsort(sorted, count, sizeof *sorted, by_hash);
    for (size_t i = 0; i < count; i++) {
        compiler->places[sorted[i].number] = (uint32_t)i;
        compiler->hashes[i] = sorted[i].hash;
    }
    mus_free(sorted);
    return MUS_OK;
}

/* --- second: headwords and lists --- */

/* The whole part of the square root. */
static uint32_t root(uint32_t n)
{
    uint32_t result = 0;
    for (uint32_t bit = 1U << 15; bit > 0; bit >>= 1) {
        uint32_t next = result | bit;
        result = next * next <= n ? next : result;
    }
    return result;
}

/* 1000/√(place·count), rounded: the same as half of 2000/√… + 1, rounded down, for which the whole
 * part of the root is enough. At least 1. */
static uint32_t weight_of(uint32_t place, uint32_t count)
{
    uint64_t product = (uint64_t)place * count;
    uint32_t weight = product > 4000000 ? 0 : (root((uint32_t)(4000000 / product)) + 1) / 2;
    return weight == 0 ? 1 : weight;
}

static bool push_entries(struct compiler *compiler, uint32_t gloss_number, uint32_t place)
{
    const struct gloss *gloss = &compiler->glosses[gloss_number];
    for (uint32_t i = 0; i < gloss->count; i++) {
        uint32_t term = compiler->places[compiler->gloss_terms.items[gloss->first + i]];
        uint32_t entry = term << MUS_LEXICON_WEIGHT_BITS | weight_of(place, gloss->count);
        if (!push(&compiler->entries, entry)) {
            return false;
        }
    }
    return true;
}

static int by_word(const void *left, const void *right)
{
    const uint32_t *a = left;
    const uint32_t *b = right;
    return *a < *b ? -1 : *a > *b;
}

/* Sorts the entries by term and keeps the greatest weight of each. */
static void settle(struct words *entries)
{
    size_t kept = 0;
    qsort(entries->items, entries->count, sizeof *entries->items, by_word);
    for (size_t i = 0; i < entries->count; i++) {
        bool same = kept > 0 && mus_lexicon_entry_term(entries->items[kept - 1]) ==
                                    mus_lexicon_entry_term(entries->items[i]);
        kept -= same;
        entries->items[kept++] = entries->items[i];
    }
    entries->count = kept;
}

static bool is_list_at(const struct words *lists, uint32_t start, const struct words *entries)
{
    return lists->items[start] == entries->count &&
           memcmp(lists->items + start + 1, entries->items,
                  entries->count * sizeof *entries->items) == 0;
}

/* Where the entries stand as a list; they are appended unless they stand there already. */
static bool list_start(struct compiler *compiler, uint32_t *start)
{
    const struct words *entries = &compiler->entries;
    uint64_t key = mus_text_hash(
        (struct mus_text){(const char *)entries->items, entries->count * sizeof *entries->items});
    uint32_t number;
    bool fresh;
    uint32_t here = (uint32_t)compiler->lists.count;
    if (!mus_numbering_add(&compiler->list_keys, key, &number, &fresh) ||
        (fresh && !push(&compiler->list_starts, here))) {
        return false;
    }
    *start = compiler->list_starts.items[number];
    if (!fresh && is_list_at(&compiler->lists, *start, entries)) {
        return true;
    }
    *start = here;
    bool pushed = push(&compiler->lists, (uint32_t)entries->count);
    for (size_t i = 0; pushed && i < entries->count; i++) {
        pushed = push(&compiler->lists, entries->items[i]);
    }
    return pushed;
}

static struct headword *push_headword(struct compiler *compiler)
{
    if (compiler->headword_count == compiler->headword_capacity) {
        size_t capacity = compiler->headword_capacity < 256 ? 256 : 2 * compiler->headword_capacity;
        struct headword *headwords = mus_realloc(compiler->headwords, capacity, sizeof *headwords);
        if (headwords == NULL) {
            return NULL;
        }
        compiler->headwords = headwords;
        compiler->headword_capacity = capacity;
    }
    return &compiler->headwords[compiler->headword_count++];
}

/* Makes a headword of the entries that its lines have given, if there are any. */
static enum mus_status end_headword(struct compiler *compiler, struct mus_text text,
                                    struct mus_error *err)
{
    if (compiler->entries.count == 0) {
        return MUS_OK;
    }
    settle(&compiler->entries);
    uint32_t start = 0;
    struct headword *headword = push_headword(compiler);
    if (headword == NULL || !list_start(compiler, &start)) {
        return mus_fail_memory(err);
    }
    *headword = (struct headword){text, start + 1};
    compiler->entries.count = 0;
    return MUS_OK;
}

static enum mus_status make_lists(struct compiler *compiler, struct mus_text source,
                                  struct mus_error *err)
{
    struct mus_lexicon_lines lines;
    struct mus_text headword = MUS_NO_TEXT;
    const struct words *noted = &compiler->line_glosses;
    size_t next = 0;
    bool more = true;
    enum mus_status status = mus_lexicon_lines_start(&lines, source, err);
    if (status == MUS_OK && !push(&compiler->lists, 0)) { /* the empty list, of mere prefixes */
        status = mus_fail_memory(err);
    }
    while (status == MUS_OK) {
        status = mus_lexicon_lines_next(&lines, &more, err);
        if (status != MUS_OK || !more) {
            break;
        }
        if (!mus_text_equal(lines.line.headword, headword)) {
            status = end_headword(compiler, headword, err);
        }
        headword = lines.line.headword;
        struct mus_text glosses = lines.line.glosses;
        for (uint32_t place = 1; status == MUS_OK && glosses.len > 0; place++) {
            mus_text_cut(&glosses, '|');
            assert(noted->items != NULL && next < noted->count);
            status =
                push_entries(compiler, noted->items[next++], place) ? MUS_OK : mus_fail_memory(err);
        }
    }
    return status == MUS_OK ? end_headword(compiler, headword, err) : status;
}

/* --- the bytes --- */

/* The bytes of whole characters that both begin with. */
static size_t shared_len(struct mus_text a, struct mus_text b)
{
    size_t at = 0;
    while (at < a.len && at < b.len && a.ptr[at] == b.ptr[at]) {
        at++;
    }
    while (at > 0 && at < b.len && ((unsigned char)b.ptr[at] & 0xC0) == 0x80) {
        at--;
    }
    return at;
}

static size_t count_characters(struct mus_text text)
{
    size_t count = 0;
    for (size_t i = 0; i < text.len; i++) {
        count += ((unsigned char)text.ptr[i] & 0xC0) != 0x80;
    }
    return count;
}

static struct mus_text headword_before(const struct compiler *compiler, size_t i)
{
    return i == 0 ? MUS_TEXT("") : compiler->headwords[i - 1].text;
}

static size_t count_prefixes(const struct compiler *compiler)
{
    size_t count = 0;
    for (size_t i = 0; i < compiler->headword_count; i++) {
        struct mus_text text = compiler->headwords[i].text;
        size_t shared = shared_len(headword_before(compiler, i), text);
        count += count_characters((struct mus_text){text.ptr + shared, text.len - shared});
    }
    return count;
}

static void write_number(unsigned char *at, uint64_t value, size_t width)
{
    for (size_t i = 0; i < width; i++) {
        at[i] = (unsigned char)(value >> (8 * i));
    }
}

/* The slots being filled. */
struct table {
    unsigned char *slots;
    uint32_t count;
    uint32_t reach;
};

static void put_slot(struct table *table, uint64_t key, uint32_t value)
{
    size_t slot = mus_lexicon_home(key, table->count);
    for (uint32_t i = 0;; i++) {
        unsigned char *at = table->slots + slot * MUS_LEXICON_SLOT_BYTES;
        if (mus_bytes_little_endian(at + 8, 4) == 0) {
            write_number(at, key, 8);
            write_number(at + 8, value, 4);
            table->reach = i + 1 > table->reach ? i + 1 : table->reach;
            return;
        }
        slot = slot + 1 == table->count ? 0 : slot + 1;
    }
}

static void put_headword(struct table *table, const struct headword *headword, size_t shared)
{
    uint64_t key = MUS_LEXICON_START;
    for (size_t at = 0; at < headword->text.len;) {
        bool known = at < shared;
        key = mus_lexicon_step(key, mus_char_next(headword->text.ptr, &at));
        if (!known) {
            put_slot(table, key, at == headword->text.len ? headword->value : 1);
        }
    }
}

static void put_slots(const struct compiler *compiler, struct table *table)
{
    memset(table->slots, 0, (size_t)table->count * MUS_LEXICON_SLOT_BYTES);
    for (size_t i = 0; i < compiler->headword_count; i++) {
        const struct headword *headword = &compiler->headwords[i];
        put_headword(table, headword, shared_len(headword_before(compiler, i), headword->text));
    }
}

static enum mus_status write_all(const struct compiler *compiler, struct mus_buf *out,
                                 struct mus_error *err)
{
    size_t prefixes = count_prefixes(compiler);
    size_t slots = mus_lexicon_slots(prefixes);
    assert(slots <= UINT32_MAX); /* a source is limited */
    size_t slot_bytes = slots * MUS_LEXICON_SLOT_BYTES;
    if (!mus_buf_reserve(out, MUS_LEXICON_HEADER_BYTES + slot_bytes + compiler->lists.count * 4 +
                                  compiler->terms.count * MUS_SHORT_HASH_BYTES)) {
        return mus_fail_memory(err);
    }
    unsigned char *here = (unsigned char *)out->data + out->len;
    struct table table = {
        .slots = here + MUS_LEXICON_HEADER_BYTES,
        .count = (uint32_t)slots,
    };
    put_slots(compiler, &table);
    const uint32_t header[] = {
        MUS_LEXICON_FORMAT,
        MUS_ANALYSIS_VERSION,
        (uint32_t)compiler->headword_count,
        (uint32_t)prefixes,
        table.count,
        table.reach,
        (uint32_t)compiler->lists.count,
        (uint32_t)compiler->terms.count,
    };
    memcpy(here, MUS_LEXICON_MAGIC, 8);
    for (size_t i = 0; i < sizeof header / sizeof header[0]; i++) {
        write_number(here + 8 + 4 * i, header[i], 4);
    }
    out->len += MUS_LEXICON_HEADER_BYTES + slot_bytes;
    for (size_t i = 0; i < compiler->lists.count; i++) {
        mus_buf_add_u32(out, compiler->lists.items[i]);
    }
    for (size_t i = 0; i < compiler->terms.count; i++) {
        uint64_t hash = compiler->hashes[i] >> MUS_SHORT_HASH_SHIFT;
        mus_buf_add_u32(out, (uint32_t)hash);
        mus_buf_add_u16(out, (uint16_t)(hash >> 32));
    }
    return mus_buf_check(out, err);
}

static void compiler_done(struct compiler *compiler)
{
    mus_numbering_done(&compiler->gloss_keys);
    mus_numbering_done(&compiler->terms);
    mus_numbering_done(&compiler->list_keys);
    mus_free(compiler->gloss_numbers.items);
    mus_free(compiler->glosses);
    mus_free(compiler->line_glosses.items);
    mus_free(compiler->gloss_terms.items);
    mus_free(compiler->places);
    mus_free(compiler->hashes);
    mus_free(compiler->list_starts.items);
    mus_free(compiler->lists.items);
    mus_free(compiler->entries.items);
    mus_free(compiler->headwords);
}

enum mus_status mus_lexicon_compile(struct mus_text source, struct mus_analyser *analyser,
                                    struct mus_buf *out, struct mus_error *err)
{
    struct compiler compiler = {.analyser = analyser};
    enum mus_status status = note_all(&compiler, source, err);
    if (status == MUS_OK) {
        status = place_terms(&compiler, err);
    }
    if (status == MUS_OK) {
        status = make_lists(&compiler, source, err);
    }
    if (status == MUS_OK) {
        status = write_all(&compiler, out, err);
    }
    compiler_done(&compiler);
    return status;
}
