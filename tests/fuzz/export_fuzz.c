/* Exports: u16 length of entries ‖ u16 length of entries.jsonl ‖ entries ‖ entries.jsonl ‖
 * checkpoint. Verification says yes or no and nothing else, and the same with more threads. */
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/bytes.h"
#include "crypto/crypto.h"
#include "sample_ledger.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void demand(bool holds)
{
    if (!holds) {
        abort();
    }
}

static const struct mus_note_key *known_key(void)
{
    static struct sample_ledger ledger;
    if (ledger.key_count == 0) {
        demand(mus_crypto_init(NULL) == MUS_OK);
        sample_init(&ledger, 1);
    }
    return sample_key(&ledger, 0);
}

static void check_yes(const struct mus_export *export, const struct mus_export_report *report,
                      const struct mus_book *book)
{
    demand(mus_book_size(book) == report->checkpoint.size);
    demand(report->first_recorded <= report->last_recorded);
    demand(export->entries.len > 0 || export->lines.len == 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct mus_bytes bytes = mus_bytes_of(data, size);
    size_t entries = mus_bytes_u16(&bytes);
    size_t lines = mus_bytes_u16(&bytes);
    struct mus_export export = {.entries = mus_bytes_text(&bytes, entries),
                                .lines = mus_bytes_text(&bytes, lines)};
    export.checkpoint = mus_bytes_text(&bytes, bytes.left);
    if (bytes.failed) {
        return 0;
    }
    struct mus_error errors[2] = {{0}};
    struct mus_export_report reports[2];
    struct mus_export_options options = {.key = known_key(), .threads = 1};
    demand(mus_book_new(&options.book, NULL) == MUS_OK);
    enum mus_status first = mus_export_verify(&export, &options, &reports[0], &errors[0]);
    demand(first == MUS_OK || first == MUS_NO);
    if (first == MUS_OK) {
        check_yes(&export, &reports[0], options.book);
    }
    mus_book_free(options.book);
    options.book = NULL;
    options.threads = 3;
    demand(mus_export_verify(&export, &options, &reports[1], &errors[1]) == first);
    demand(strcmp(errors[0].message, errors[1].message) == 0);
    return 0;
}
