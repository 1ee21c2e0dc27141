/* The store: an embedded folder that keeps companies, reference tables and what is derived from
 * them.
 *
 *     DIR/musubi-store    a line of text that names the format; written last when a store is made
 *     DIR/main/           companies, indexes, tables, cases, events, the ledger (LMDB)
 *     DIR/keys/           one data key per company, wrapped (LMDB)
 *     DIR/wrapping.key    the key that wraps them, unless another file is named
 *     DIR/ledger.key      the key that signs the ledger (ledger/keys.h), likewise
 *
 * Back up main, keys and the wrapping key each to a place of its own: whoever holds all three reads
 * the contacts, and who restores an old keys folder brings erased persons back. Replacing the
 * wrapping key (mus_store_replace_key) and destroying the old one makes old copies useless.
 *
 * Readers see the store as it was when they began and are never blocked by the writer; there is one
 * writer at a time, across all processes. A commit that was acknowledged is on the disk. A process
 * opens a store once and shares the handle between its threads; a transaction belongs to one thread
 * at a time, a write to the thread that began it. */
#ifndef MUS_STORE_STORE_H
#define MUS_STORE_STORE_H

#include "base/calendar.h"
#include "base/status.h"
#include "base/text.h"
#include "crypto/keyring.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct mus_store;
struct mus_read;
struct mus_write;

struct mus_store_options {
    bool read_only;
    const char *key_file;                  /* NULL: DIR/wrapping.key */
    struct mus_keyring_options passphrase; /* all zero: a key file without one */
    uint64_t map_bytes; /* address space to start with; 0: 256 GiB, less where refused */
    mus_date today;     /* the day that matches will be for, mostly; 0: the clock's in Tokyo */
};

/* Makes an empty store; the folder is made if need be, and must be empty. A making that was cut
 * short leaves nothing that mus_store_open accepts. MUS_CONFLICT: "DIR: a store is already here",
 * or the folder is not empty. `options` may be NULL; the key file must not exist. */
enum mus_status mus_store_init(const char *dir, const struct mus_store_options *options,
                               struct mus_error *err) MUS_MUST_CHECK;

/* MUS_NOT_FOUND where there is no store; MUS_STORE where it is of a later version. Opening to write
 * brings an older one up to date and completes an erasure that was cut short. A missing key file or
 * passphrase does not prevent opening: what is sealed then stays MUS_UNREADABLE. A wrong passphrase
 * does. `options` may be NULL. */
enum mus_status mus_store_open(const char *dir, const struct mus_store_options *options,
                               struct mus_store **out, struct mus_error *err) MUS_MUST_CHECK;
/* All transactions must have ended. NULL is accepted. */
void mus_store_close(struct mus_store *store);
bool mus_store_is_read_only(const struct mus_store *store);
/* MUS_OK where sealed data can be read and written, otherwise why not. */
enum mus_status mus_store_key_status(const struct mus_store *store, struct mus_error *err);

/* A view of the store as it is now. Any number, also several by one thread. */
enum mus_status mus_store_read_begin(struct mus_store *store, struct mus_read **out,
                                     struct mus_error *err) MUS_MUST_CHECK;
void mus_store_read_end(struct mus_read *read);
/* The number of the change that is the last one seen. Two reads of one store with the same number
 * see the same; every commit that changes anything makes it larger, whatever process commits. */
uint64_t mus_store_read_number(const struct mus_read *read);

/* Waits until no other write is under way. What is refused inside a write (MUS_INVALID, MUS_LIMIT,
 * MUS_NOT_FOUND, MUS_CONFLICT, MUS_UNREADABLE, each with its reason) changes nothing, and the write
 * goes on; after any other failure it can only be ended, a commit says so. */
enum mus_status mus_store_write_begin(struct mus_store *store, struct mus_write **out,
                                      struct mus_error *err) MUS_MUST_CHECK;
/* MUS_OK: all of it is on the disk. Otherwise none of it is in the store. The write is still to be
 * ended. */
enum mus_status mus_store_write_commit(struct mus_write *write,
                                       struct mus_error *err) MUS_MUST_CHECK;
/* Ends the write; what was not committed is dropped. NULL is accepted. */
void mus_store_write_end(struct mus_write *write);
/* The write as a view that shows its own changes; lives as long as the write. */
const struct mus_read *mus_store_write_view(const struct mus_write *write);

/* Begins a write, calls change, commits. Where the map was full it is enlarged and change is called
 * anew, in a new write: it must leave nothing behind in context that a second call trips over. Any
 * other failure of change, or of the commit, is passed on and nothing is stored. The one place
 * where a callback is needed. */
typedef enum mus_status mus_store_change(struct mus_write *write, void *context,
                                         struct mus_error *err);
enum mus_status mus_store_update(struct mus_store *store, mus_store_change *change, void *context,
                                 struct mus_error *err) MUS_MUST_CHECK;

/* For tests: the calling thread's n-th call of the database from now on (1 = the next) fails. 0
 * ends the plan. */
void mus_store_fail_at(uint64_t n);
/* Calls of the database by this thread since the last mus_store_fail_at. */
uint64_t mus_store_call_count(void);

#endif
