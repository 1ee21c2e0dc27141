#include "sample_ledger.h"

#include "base/calendar.h"
#include "base/mem.h"
#include "ledger/format/entry_line.h"
#include "ledger/format/receipt.h"
#include "ledger/format/rotation.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char RULES[] =
    "{\"format\":\"musubi-rules/"
    "1\",\"id\":\"sample\",\"title\":{\"ja\":\"見本\",\"en\":\"Sample\"},"
    "\"indicator\":\"city-matches\",\"from_fiscal_year\":2020,\"home_country\":\"JP\","
    "\"named\":[{\"programmes\":[\"any\"],\"stages\":[\"concluded\",\"first_order\"],"
    "\"confirmed\":false}],"
    "\"reported\":[{\"programmes\":[\"FAIR\"],\"sides\":[\"exhibitor\"],\"confirmed\":false}],"
    "\"one_match\":[\"pair\",\"purpose\",\"fiscal_year\"],\"same_company\":\"corporate_number\"}";

static void demand(bool holds, const char *what)
{
    if (!holds) {
        fprintf(stderr, "sample ledger: %s\n", what);
        abort();
    }
}

static void must(enum mus_status status, const struct mus_error *err)
{
    demand(status == MUS_OK, err->message);
}

static struct mus_signing_key *new_key(unsigned char first, const char *name,
                                       enum mus_note_algorithm algorithm)
{
    unsigned char seed[32];
    struct mus_signing_key *key = NULL;
    struct mus_error err = {0};
    memset(seed, first, sizeof seed);
    must(mus_signing_key_of_seed(seed, mus_text_of(name), algorithm, &key, &err), &err);
    return key;
}

void sample_init(struct sample_ledger *ledger, uint64_t seed)
{
    *ledger = (struct sample_ledger){0};
    mus_random_init(&ledger->random, seed);
    ledger->keys[0] = new_key(0x40, SAMPLE_ORIGIN, MUS_NOTE_ED25519);
    ledger->key_count = 1;
    ledger->witness = new_key(0x77, SAMPLE_WITNESS, MUS_NOTE_COSIGNATURE);
}

void sample_done(struct sample_ledger *ledger)
{
    for (size_t i = 0; i < ledger->count; i++) {
        mus_buf_done(&ledger->entries[i].bytes);
    }
    for (size_t i = 0; i < ledger->key_count; i++) {
        mus_signing_key_free(ledger->keys[i]);
    }
    mus_signing_key_free(ledger->witness);
    mus_free(ledger->entries);
}

/* ------------------------------------------------------------------------------ entries */

static uint64_t below(struct sample_ledger *ledger, uint64_t bound)
{
    return mus_random_below(&ledger->random, bound);
}

static struct mus_ledger_id id_of(unsigned char number)
{
    struct mus_ledger_id id;
    memset(id.bytes, number, sizeof id.bytes);
    return id;
}

static struct mus_ledger_entry entry_of(const struct sample_ledger *ledger,
                                        enum mus_ledger_kind kind, unsigned char by)
{
    return (struct mus_ledger_entry){
        .kind = kind, .recorded = SAMPLE_START + 600 * ledger->count, .by = id_of(by)};
}

static mus_date some_day(struct sample_ledger *ledger)
{
    uint64_t recorded = SAMPLE_START + 600 * ledger->count;
    return mus_date_in_tokyo((int64_t)recorded * 1000) - (mus_date)below(ledger, 300);
}

static struct mus_ledger_side some_side(struct sample_ledger *ledger, unsigned char firm)
{
    static const char countries[][3] = {"JP", "VN", "TH", "ID", "DE"};
    struct mus_ledger_side side = {
        .company = id_of(firm), .size = (enum mus_size)below(ledger, 4), .kind = MUS_KIND_COMPANY};
    memcpy(side.country, countries[firm % 5], 2);
    side.corporate_number = firm == 10 ? UINT64_C(8700110005901) : 0;
    return side;
}

struct mus_ledger_entry sample_named(struct sample_ledger *ledger)
{
    static const char *const programmes[] = {"KOBS", "FAIR"};
    static const char *const purposes[] = {"sales", "procurement", "research"};
    struct mus_ledger_entry entry =
        entry_of(ledger, MUS_LEDGER_NAMED, (unsigned char)(1 + below(ledger, 3)));
    entry.as.named.stage = (enum mus_ledger_stage)(1 + below(ledger, 4));
    entry.as.named.date = some_day(ledger);
    entry.as.named.programme = mus_text_of(programmes[below(ledger, 2)]);
    entry.as.named.edition = below(ledger, 2) == 0 ? MUS_TEXT("") : MUS_TEXT("fair-18");
    entry.as.named.purpose = mus_text_of(purposes[below(ledger, 3)]);
    entry.as.named.agreement = below(ledger, 2) == 0 ? MUS_TEXT("") : MUS_TEXT("contract");
    entry.as.named.has_evidence = below(ledger, 2) == 0;
    if (entry.as.named.has_evidence) {
        memset(entry.as.named.evidence.bytes, (int)below(ledger, 256), MUS_DIGEST_BYTES);
    }
    unsigned char first = (unsigned char)(10 + below(ledger, 20));
    unsigned char second = (unsigned char)(30 + below(ledger, 20));
    entry.as.named.sides[0] = some_side(ledger, first);
    entry.as.named.sides[1] = some_side(ledger, second);
    mus_ledger_order_sides(entry.as.named.sides);
    return entry;
}

static struct mus_ledger_entry some_reported(struct sample_ledger *ledger)
{
    struct mus_ledger_entry entry = entry_of(ledger, MUS_LEDGER_REPORTED, 1);
    entry.as.reported.date = some_day(ledger);
    entry.as.reported.programme = MUS_TEXT("FAIR");
    entry.as.reported.edition = MUS_TEXT("fair-18");
    entry.as.reported.side_of_fair = (enum mus_ledger_side_of_fair)(1 + below(ledger, 3));
    entry.as.reported.n = (uint32_t)below(ledger, 9);
    entry.as.reported.respondent = some_side(ledger, (unsigned char)(10 + below(ledger, 40)));
    return entry;
}

static struct mus_ledger_entry some_figure(struct sample_ledger *ledger)
{
    struct mus_ledger_entry entry = entry_of(ledger, MUS_LEDGER_FIGURE, 1);
    entry.as.figure.fiscal_year = 2020 + (int)below(ledger, 7);
    entry.as.figure.kind = (enum mus_ledger_figure_kind)(1 + below(ledger, 2));
    entry.as.figure.value = (uint32_t)below(ledger, 1000);
    entry.as.figure.indicator = MUS_TEXT("city-matches");
    entry.as.figure.source = MUS_TEXT("総合計画 p. \"12\"");
    return entry;
}

/* Firms become ones of greater number only: no circle. */
static struct mus_ledger_entry some_succession(struct sample_ledger *ledger)
{
    struct mus_ledger_entry entry = entry_of(ledger, MUS_LEDGER_SUCCESSION, 1);
    unsigned char from = (unsigned char)(10 + ledger->count % 40);
    entry.as.succession.date = some_day(ledger);
    entry.as.succession.from = id_of(from);
    entry.as.succession.to = id_of((unsigned char)(from + 1));
    return entry;
}

/* A confirmation or reversal of an entry that stands; a named one where none is found. */
static struct mus_ledger_entry some_about(struct sample_ledger *ledger)
{
    size_t index = (size_t)below(ledger, ledger->count);
    struct sample_entry *about = &ledger->entries[index];
    if (about->reversed || about->kind > MUS_LEDGER_REPORTED) {
        return sample_named(ledger);
    }
    bool reverses = below(ledger, 2) == 0;
    struct mus_ledger_entry entry =
        entry_of(ledger, reverses ? MUS_LEDGER_REVERSED : MUS_LEDGER_CONFIRMED,
                 (unsigned char)(about->by + 100));
    entry.as.about.entry = index;
    entry.as.about.reason =
        reverses ? (enum mus_ledger_reason)(1 + below(ledger, 5)) : (enum mus_ledger_reason)0;
    about->reversed = reverses;
    return entry;
}

void sample_add(struct sample_ledger *ledger, const struct mus_ledger_entry *entry)
{
    struct mus_error err = {0};
    if (ledger->count == ledger->room) {
        ledger->room = ledger->room == 0 ? 64 : 2 * ledger->room;
        ledger->entries = mus_realloc(ledger->entries, ledger->room, sizeof *ledger->entries);
        demand(ledger->entries != NULL, "out of memory");
    }
    must(mus_ledger_entry_check(entry, &err), &err);
    struct sample_entry *slot = &ledger->entries[ledger->count++];
    *slot = (struct sample_entry){.kind = entry->kind, .by = entry->by.bytes[0]};
    mus_ledger_entry_encode(entry, &slot->bytes);
    demand(!slot->bytes.failed, "out of memory");
}

void sample_grow(struct sample_ledger *ledger, size_t entries)
{
    for (size_t i = 0; i < entries; i++) {
        uint64_t draw = below(ledger, 100);
        struct mus_ledger_entry entry;
        if (ledger->count == 0) {
            entry = entry_of(ledger, MUS_LEDGER_RULES, 1);
            entry.as.rules = mus_text_of(RULES);
        } else if (draw < 60) {
            entry = sample_named(ledger);
        } else if (draw < 80) {
            entry = some_reported(ledger);
        } else if (draw < 92) {
            entry = some_about(ledger);
        } else {
            entry = draw < 97 ? some_figure(ledger) : some_succession(ledger);
        }
        sample_add(ledger, &entry);
    }
}

void sample_rotate(struct sample_ledger *ledger)
{
    struct mus_error err = {0};
    size_t count = ledger->key_count;
    demand(count < SAMPLE_KEYS, "too many keys");
    ledger->keys[count] = new_key((unsigned char)(0x40 + count), SAMPLE_ORIGIN, MUS_NOTE_ED25519);
    struct mus_ledger_entry entry = entry_of(ledger, MUS_LEDGER_ROTATION, 1);
    must(mus_rotation_make(ledger->keys[count - 1], mus_signing_key_public(ledger->keys[count]),
                           &entry, &err),
         &err);
    sample_add(ledger, &entry);
    ledger->key_count++;
}

const struct mus_note_key *sample_key(const struct sample_ledger *ledger, size_t index)
{
    return mus_signing_key_public(ledger->keys[index]);
}

/* -------------------------------------------------------------------------------- trees */

static struct mus_digest leaf_of(const struct sample_ledger *ledger, uint64_t index)
{
    const struct mus_buf *bytes = &ledger->entries[index].bytes;
    return mus_merkle_leaf(bytes->data, bytes->len);
}

struct mus_digest sample_root(const struct sample_ledger *ledger, uint64_t size)
{
    struct mus_merkle_edge edge = {0};
    for (uint64_t i = 0; i < size; i++) {
        struct mus_digest leaf = leaf_of(ledger, i);
        mus_merkle_add(&edge, &leaf);
    }
    return size == 0 ? mus_merkle_empty() : mus_merkle_root(&edge);
}

static struct mus_digest perfect(const struct sample_ledger *ledger, unsigned level, uint64_t index)
{
    struct mus_merkle_edge edge = {0};
    uint64_t first = index << level;
    for (uint64_t i = 0; i < UINT64_C(1) << level; i++) {
        struct mus_digest leaf = leaf_of(ledger, first + i);
        mus_merkle_add(&edge, &leaf);
    }
    return mus_merkle_root(&edge);
}

static struct mus_merkle_proof fold(const struct sample_ledger *ledger,
                                    const struct mus_merkle_plan *plan)
{
    struct mus_digest nodes[2 * MUS_MERKLE_MAX_PROOF];
    struct mus_merkle_proof proof;
    for (size_t i = 0; i < plan->count; i++) {
        nodes[i] = perfect(ledger, plan->places[i].level, plan->places[i].index);
    }
    mus_merkle_fold(plan, nodes, &proof);
    return proof;
}

struct mus_merkle_proof sample_consistency(const struct sample_ledger *ledger, uint64_t old,
                                           uint64_t size)
{
    struct mus_merkle_plan plan;
    mus_merkle_plan_consistency(old, size, &plan);
    return fold(ledger, &plan);
}

struct mus_merkle_proof sample_inclusion(const struct sample_ledger *ledger, uint64_t index,
                                         uint64_t size)
{
    struct mus_merkle_plan plan;
    mus_merkle_plan_inclusion(index, size, &plan);
    return fold(ledger, &plan);
}

void sample_checkpoint(const struct sample_ledger *ledger, uint64_t size, size_t key, uint64_t seen,
                       struct mus_buf *out)
{
    struct mus_checkpoint checkpoint = {.origin = MUS_TEXT(SAMPLE_ORIGIN),
                                        .size = size,
                                        .root = sample_root(ledger, size),
                                        .extensions = MUS_TEXT("")};
    struct mus_buf text = {0};
    mus_checkpoint_write(&checkpoint, &text);
    mus_buf_add_text(out, mus_buf_text(&text));
    mus_buf_add_byte(out, '\n');
    mus_signing_key_sign_note(ledger->keys[key], mus_buf_text(&text), 0, out);
    if (seen != 0) {
        mus_signing_key_sign_note(ledger->witness, mus_buf_text(&text), seen, out);
    }
    demand(!text.failed && !out->failed, "out of memory");
    mus_buf_done(&text);
}

/* ------------------------------------------------------------------------------ exports */

void sample_export(const struct sample_ledger *ledger, uint64_t size, uint64_t seen,
                   struct sample_export *out)
{
    *out = (struct sample_export){0};
    for (uint64_t i = 0; i < size; i++) {
        struct mus_text bytes = mus_buf_text(&ledger->entries[i].bytes);
        struct mus_ledger_entry entry;
        struct mus_error err = {0};
        must(mus_ledger_entry_decode(bytes, &entry, &err), &err);
        mus_buf_add_byte(&out->entries, (unsigned char)(bytes.len >> 8));
        mus_buf_add_byte(&out->entries, (unsigned char)bytes.len);
        mus_buf_add_text(&out->entries, bytes);
        mus_ledger_entry_line(&entry, i, &out->lines);
        mus_buf_add_byte(&out->lines, '\n');
    }
    sample_checkpoint(ledger, size, ledger->key_count - 1, seen, &out->checkpoint);
    demand(!out->entries.failed && !out->lines.failed, "out of memory");
}

struct mus_export sample_bytes(const struct sample_export *export)
{
    return (struct mus_export){.entries = mus_buf_text(&export->entries),
                               .lines = mus_buf_text(&export->lines),
                               .checkpoint = mus_buf_text(&export->checkpoint)};
}

void sample_export_done(struct sample_export *export)
{
    mus_buf_done(&export->entries);
    mus_buf_done(&export->lines);
    mus_buf_done(&export->checkpoint);
}

void sample_receipt(const struct sample_ledger *ledger, uint64_t index, uint64_t size, size_t key,
                    uint64_t seen, struct mus_buf *out)
{
    struct mus_buf checkpoint = {0};
    struct mus_note note;
    struct mus_receipt receipt;
    struct mus_error err = {0};
    struct mus_merkle_proof proof = sample_inclusion(ledger, index, size);
    sample_checkpoint(ledger, size, key, seen, &checkpoint);
    must(mus_note_read(mus_buf_text(&checkpoint), &note, &err), &err);
    must(mus_receipt_make(mus_buf_text(&ledger->entries[index].bytes), index, &proof, &note,
                          sample_key(ledger, key), mus_signing_key_public(ledger->witness),
                          seen == 0 ? 0 : 1, &receipt, &err),
         &err);
    mus_receipt_encode(&receipt, out);
    demand(!out->failed, "out of memory");
    mus_buf_done(&checkpoint);
}
