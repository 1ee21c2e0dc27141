/* An export of 200 entries, tampered with in random ways, one or two at a time: each must be found,
 * and the message must name a place. What is not found by itself, a ledger that was cut back and
 * signed anew, is found by an earlier checkpoint, a receipt or a witness.
 *
 * The only bytes that may change unseen are those of signature lines of others: there are none. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/random.h"
#include "crypto/crypto.h"
#include "sample_ledger.h"

enum { ENTRIES = 200, ROTATED = 120, CASES = 10000 };

struct tampering {
    struct sample_ledger ledger;
    struct sample_export whole;  /* never touched */
    struct sample_export export; /* tampered with */
    struct mus_buf since, receipt, others;
    size_t entry_at[ENTRIES + 1], line_at[ENTRIES + 1];
    struct mus_random random;
    uint64_t seed;
    const char *what; /* was done last */
};

static uint64_t below(struct tampering *tampering, uint64_t bound)
{
    return mus_random_below(&tampering->random, bound);
}

static void copy(struct mus_buf *to, const struct mus_buf *from)
{
    mus_buf_clear(to);
    mus_buf_add(to, from->data, from->len);
    assert_false(to->failed);
}

static void restore(struct tampering *tampering)
{
    copy(&tampering->export.entries, &tampering->whole.entries);
    copy(&tampering->export.lines, &tampering->whole.lines);
    copy(&tampering->export.checkpoint, &tampering->whole.checkpoint);
}

static void find_places(struct tampering *tampering)
{
    const char *lines = tampering->whole.lines.data;
    for (size_t i = 0; i < ENTRIES; i++) {
        tampering->entry_at[i + 1] =
            tampering->entry_at[i] + 2 + tampering->ledger.entries[i].bytes.len;
        tampering->line_at[i + 1] =
            (size_t)(strchr(lines + tampering->line_at[i], '\n') - lines) + 1;
    }
    assert_int_equal(tampering->entry_at[ENTRIES], tampering->whole.entries.len);
    assert_int_equal(tampering->line_at[ENTRIES], tampering->whole.lines.len);
}

static void begin(struct tampering *tampering)
{
    const char *seed = getenv("MUS_SEED");
    memset(tampering, 0, sizeof *tampering);
    tampering->seed = seed != NULL ? strtoull(seed, NULL, 10) : (uint64_t)mus_clock_now_ms();
    print_message("MUS_SEED=%llu\n", (unsigned long long)tampering->seed);
    mus_random_init(&tampering->random, tampering->seed);
    sample_init(&tampering->ledger, tampering->seed);
    sample_grow(&tampering->ledger, ROTATED);
    sample_rotate(&tampering->ledger);
    sample_grow(&tampering->ledger, ENTRIES - ROTATED - 1);
    sample_export(&tampering->ledger, ENTRIES, 0, &tampering->whole);
    find_places(tampering);
}

static void end(struct tampering *tampering)
{
    sample_export_done(&tampering->whole);
    sample_export_done(&tampering->export);
    mus_buf_done(&tampering->since);
    mus_buf_done(&tampering->receipt);
    mus_buf_done(&tampering->others);
    sample_done(&tampering->ledger);
}

static enum mus_status verify(struct tampering *tampering, struct mus_export_options *options,
                              struct mus_error *err)
{
    struct mus_export bytes = sample_bytes(&tampering->export);
    struct mus_export_report report;
    *err = (struct mus_error){0};
    if (options->key == NULL) {
        options->key = sample_key(&tampering->ledger, below(tampering, 2));
    }
    return mus_export_verify(&bytes, options, &report, err);
}

static bool names_a_place(const char *message)
{
    static const char *const places[] = {
        "entry ", "checkpoint, line ", "checkpoint: ", "since: ", "since, line ", "receipt: "};
    for (size_t i = 0; i < sizeof places / sizeof places[0]; i++) {
        if (strncmp(message, places[i], strlen(places[i])) == 0) {
            return strcspn(message, "0123456789") < strlen(message) || i > 1;
        }
    }
    return false;
}

static void is_found(struct tampering *tampering, struct mus_export_options *options)
{
    struct mus_error err;
    enum mus_status status = verify(tampering, options, &err);
    if (status != MUS_NO || !names_a_place(err.message)) {
        fail_msg("MUS_SEED=%llu: %s: %d \"%s\"", (unsigned long long)tampering->seed,
                 tampering->what, (int)status, err.message);
    }
}

/* ---------------------------------------------------------------------------- tamperings */

/* bytes[from … to) of the whole are put in the place of bytes[at … at + gone) of the other. */
static void splice(struct mus_buf *buf, size_t at, size_t gone, const struct mus_buf *whole,
                   size_t from, size_t to)
{
    struct mus_buf out = {0};
    mus_buf_add(&out, buf->data, at);
    mus_buf_add(&out, whole->data + from, to - from);
    mus_buf_add(&out, buf->data + at + gone, buf->len - at - gone);
    assert_false(out.failed);
    mus_buf_done(buf);
    *buf = out;
}

static void flip(struct tampering *tampering, struct mus_buf *buf, const char *what)
{
    buf->data[below(tampering, buf->len)] ^= (char)(1U << below(tampering, 8));
    tampering->what = what;
}

static void flip_entries(struct tampering *tampering)
{
    flip(tampering, &tampering->export.entries, "a bit of entries");
}

static void flip_lines(struct tampering *tampering)
{
    flip(tampering, &tampering->export.lines, "a bit of entries.jsonl");
}

static void flip_checkpoint(struct tampering *tampering)
{
    flip(tampering, &tampering->export.checkpoint, "a bit of the checkpoint");
}

/* In one file or in both. */
static unsigned some_files(struct tampering *tampering)
{
    return (unsigned)(1 + below(tampering, 3));
}

static void replace_entry(struct tampering *tampering, unsigned files, size_t at, size_t gone,
                          size_t from, size_t to)
{
    const size_t *entry = tampering->entry_at;
    const size_t *line = tampering->line_at;
    if ((files & 1) != 0) {
        splice(&tampering->export.entries, entry[at], entry[at + gone] - entry[at],
               &tampering->whole.entries, entry[from], entry[to]);
    }
    if ((files & 2) != 0) {
        splice(&tampering->export.lines, line[at], line[at + gone] - line[at],
               &tampering->whole.lines, line[from], line[to]);
    }
}

static void drop(struct tampering *tampering)
{
    size_t at = below(tampering, ENTRIES);
    replace_entry(tampering, some_files(tampering), at, 1, 0, 0);
    tampering->what = "an entry dropped";
}

static void repeat(struct tampering *tampering)
{
    size_t from = below(tampering, ENTRIES);
    replace_entry(tampering, some_files(tampering), below(tampering, ENTRIES), 0, from, from + 1);
    tampering->what = "an entry repeated";
}

static void overwrite(struct tampering *tampering)
{
    size_t at = below(tampering, ENTRIES);
    size_t from = (at + 1 + below(tampering, ENTRIES - 1)) % ENTRIES;
    replace_entry(tampering, some_files(tampering), at, 1, from, from + 1);
    tampering->what = "an entry overwritten by another";
}

static void swap(struct tampering *tampering)
{
    size_t first = below(tampering, ENTRIES - 1);
    size_t second = first + 1 + below(tampering, ENTRIES - 1 - first);
    unsigned files = some_files(tampering);
    /* The later one first: places before it stay where they are. */
    replace_entry(tampering, files, second, 1, first, first + 1);
    replace_entry(tampering, files, first, 1, second, second + 1);
    tampering->what = "two entries swapped";
}

static void cut(struct tampering *tampering)
{
    struct mus_buf *files[] = {&tampering->export.entries, &tampering->export.lines,
                               &tampering->export.checkpoint};
    struct mus_buf *file = files[below(tampering, 3)];
    file->len = below(tampering, file->len);
    tampering->what = "a file cut";
}

static void cut_both(struct tampering *tampering)
{
    size_t at = below(tampering, ENTRIES);
    tampering->export.entries.len = tampering->entry_at[at];
    tampering->export.lines.len = tampering->line_at[at];
    tampering->what = "both files cut behind one entry";
}

static void append(struct tampering *tampering)
{
    struct mus_buf *files[] = {&tampering->export.entries, &tampering->export.lines};
    mus_buf_add_byte(files[below(tampering, 2)], (unsigned char)below(tampering, 256));
    tampering->what = "a byte appended";
}

/* An entry that says something else, with the line that goes with it. */
static void rewrite(struct tampering *tampering)
{
    size_t at = 1 + below(tampering, ENTRIES - 1);
    struct mus_buf *bytes = &tampering->ledger.entries[at].bytes;
    struct sample_export other;
    size_t byte = 10 + below(tampering, MUS_LEDGER_ID_BYTES);
    char bit = (char)(1U << below(tampering, 8));
    bytes->data[byte] ^= bit;
    sample_export(&tampering->ledger, ENTRIES, 0, &other);
    bytes->data[byte] ^= bit;
    copy(&tampering->export.entries, &other.entries);
    copy(&tampering->export.lines, &other.lines);
    sample_export_done(&other);
    tampering->what = "an entry rewritten in both files";
}

/* A checkpoint of another size or by another key. */
static void replace_checkpoint(struct tampering *tampering)
{
    bool old_key = below(tampering, 2) == 0;
    mus_buf_clear(&tampering->export.checkpoint);
    sample_checkpoint(&tampering->ledger, old_key ? ENTRIES : below(tampering, ENTRIES),
                      old_key ? 0 : 1, 0, &tampering->export.checkpoint);
    tampering->what = old_key ? "a checkpoint by an earlier key" : "an earlier checkpoint";
}

typedef void tamper(struct tampering *tampering);
static tamper *const TAMPERS[] = {
    flip_entries,
    flip_entries,
    flip_lines,
    flip_lines,
    flip_checkpoint,
    flip_checkpoint,
    drop,
    repeat,
    overwrite,
    swap,
    cut,
    cut_both,
    append,
    rewrite,
    replace_checkpoint,
};

static bool is_changed(const struct tampering *tampering)
{
    const struct sample_export *a = &tampering->whole;
    const struct sample_export *b = &tampering->export;
    return !mus_text_equal(mus_buf_text(&a->entries), mus_buf_text(&b->entries)) ||
           !mus_text_equal(mus_buf_text(&a->lines), mus_buf_text(&b->lines)) ||
           !mus_text_equal(mus_buf_text(&a->checkpoint), mus_buf_text(&b->checkpoint));
}

static size_t case_count(void)
{
    const char *count = getenv("MUS_CASES");
    return count != NULL ? (size_t)strtoull(count, NULL, 10) : CASES;
}

static void no_tampering_is_missed(void **state)
{
    (void)state;
    struct tampering tampering;
    struct mus_error err;
    begin(&tampering);
    restore(&tampering);
    struct mus_export_options plain = {.key = NULL};
    assert_int_equal(verify(&tampering, &plain, &err), MUS_OK);
    for (size_t i = 0; i < case_count(); i++) {
        struct mus_export_options options = {.key = NULL};
        restore(&tampering);
        TAMPERS[below(&tampering, sizeof TAMPERS / sizeof TAMPERS[0])](&tampering);
        if (is_changed(&tampering)) {
            is_found(&tampering, &options);
        }
    }
    end(&tampering);
}

static void every_bit_of_the_checkpoint_counts(void **state)
{
    (void)state;
    struct tampering tampering;
    begin(&tampering);
    restore(&tampering);
    struct mus_buf *checkpoint = &tampering.export.checkpoint;
    tampering.what = "a bit of the checkpoint";
    for (size_t i = 0; i < 8 * checkpoint->len; i++) {
        struct mus_export_options options = {.key = sample_key(&tampering.ledger, i % 2)};
        checkpoint->data[i / 8] ^= (char)(1U << i % 8);
        is_found(&tampering, &options);
        checkpoint->data[i / 8] ^= (char)(1U << i % 8);
    }
    end(&tampering);
}

/* The log's own key signs again, over fewer entries or other ones: whoever kept something finds it.
 */
static void who_kept_something_finds_what_was_taken_back(void **state)
{
    (void)state;
    struct tampering tampering;
    begin(&tampering);
    for (size_t i = 0; i < case_count() / 20 + 1; i++) {
        uint64_t kept = ROTATED + 2 + below(&tampering, ENTRIES - ROTATED - 2);
        uint64_t left = ROTATED + 1 + below(&tampering, kept - ROTATED - 1);
        bool cut_back = below(&tampering, 2) == 0;
        struct mus_export_options options = {.key = sample_key(&tampering.ledger, 0)};
        mus_buf_clear(&tampering.since);
        mus_buf_clear(&tampering.receipt);
        sample_export_done(&tampering.export);
        sample_checkpoint(&tampering.ledger, kept, 1, 0, &tampering.since);
        sample_receipt(&tampering.ledger, left, kept, 1, 0, &tampering.receipt);
        struct mus_buf *entry = &tampering.ledger.entries[left].bytes;
        entry->data[20] ^= cut_back ? 0 : 4;
        sample_export(&tampering.ledger, cut_back ? left : ENTRIES, 0, &tampering.export);
        entry->data[20] ^= cut_back ? 0 : 4;
        tampering.what = cut_back ? "cut back" : "rewritten";
        struct mus_error err;
        assert_int_equal(verify(&tampering, &options, &err), MUS_OK);
        options.since = mus_buf_text(&tampering.since);
        is_found(&tampering, &options);
        options.since = MUS_NO_TEXT;
        options.receipt = mus_buf_text(&tampering.receipt);
        is_found(&tampering, &options);
        options.receipt = MUS_NO_TEXT;
        options.witnesses = mus_signing_key_public(tampering.ledger.witness);
        options.witness_count = 1;
        is_found(&tampering, &options);
    }
    end(&tampering);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(no_tampering_is_missed),
        cmocka_unit_test(every_bit_of_the_checkpoint_counts),
        cmocka_unit_test(who_kept_something_finds_what_was_taken_back),
    };
    return mus_crypto_init(NULL) == MUS_OK ? cmocka_run_group_tests(tests, NULL, NULL) : 1;
}
