/* The invariants of a whole store.
 *
 * Every record decodes and passes its own check; every index entry points to a record with that key
 * and every key of a record is in the index; the compiled lexicon is what its source gives, and
 * match records are what analysing the records with it gives now; contacts are sealed exactly where
 * a record says so, and can be unsealed; redirects lead to living companies and agree with the
 * journal; every table and document is what it says; the ledger has no gap, its tiles and
 * checkpoints are those of its entries, and what is indexed beside them is complete; aliases lead
 * both ways; every case is sound and found under both its companies. What a crash may leave without
 * harm (a data key that nothing needs) is a warning. */
#ifndef MUS_STORE_CHECK_H
#define MUS_STORE_CHECK_H

#include "base/arena.h"
#include "base/status.h"
#include "base/text.h"
#include "store/store.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* More findings than this are counted, not listed. */
#define MUS_MAX_FINDINGS 1000

struct mus_finding {
    bool warning;
    struct mus_text message; /* one lower-case sentence with its place */
};

/* Reads a document of its kind; MUS_INVALID or MUS_LIMIT where it is none. What it needs lies in
 * the arena. */
struct mus_document_kind {
    const char *name; /* "weights" */
    enum mus_status (*read)(struct mus_text bytes, struct mus_arena *arena, struct mus_error *err);
};

struct mus_check_report {
    struct mus_finding *findings;
    size_t count; /* of those listed */
    uint64_t errors, warnings;
    uint64_t companies, sealed, redirects, merges, tables, documents, keys;
    uint64_t entries, cases; /* entries of the ledger */
    uint64_t events, participants, meetings;
    bool contacts_not_checked; /* no wrapping key: nothing was unsealed */
};

/* MUS_OK with errors == 0: the store is sound. MUS_CORRUPT where errors were found: the report is
 * filled and the message is the first of them. Anything else: the check itself could not be done.
 * The list lies in the arena. */
enum mus_status mus_store_check(struct mus_store *store, struct mus_arena *arena,
                                struct mus_check_report *out, struct mus_error *err) MUS_MUST_CHECK;
/* The same, and every document of these kinds is read, whether or not it is in force. The store
 * itself knows of documents only what their digests say. */
enum mus_status mus_store_check_reading(struct mus_store *store,
                                        const struct mus_document_kind *kinds, size_t count,
                                        struct mus_arena *arena, struct mus_check_report *out,
                                        struct mus_error *err) MUS_MUST_CHECK;

#endif
