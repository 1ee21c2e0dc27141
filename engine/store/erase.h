/* Erasing a company: its data key first, so that what is sealed can never be read again, then
 * everything that names it, also in the index of companies.
 *
 * The two steps are two commits; a crash between them is completed when the store is next opened to
 * write (or erase is called again). Companies merged into it go with it, and so do the journal's
 * entries, the aliases by which the ledger knows them, the requests that its entries about them
 * came of, the cases that name any of them, and where they took part in an event, their people,
 * wishes and meetings. The ledger's entries and an event's runs stay, and lead back to nobody.
 * Copies of the keys folder, and pages the database has let go, still hold the wrapped key until
 * the wrapping key has been replaced: see mus_store_replace_key. */
#ifndef MUS_STORE_ERASE_H
#define MUS_STORE_ERASE_H

#include "base/status.h"
#include "base/text.h"
#include "store/store.h"

#include <stddef.h>

/* Erases the company that the id stands for, redirects followed. Not within a write. *ids, which
 * may be NULL, says how many ids are gone: 1 and those merged into it. MUS_NOT_FOUND: no company
 * "c-1".
 */
enum mus_status mus_store_erase(struct mus_store *store, struct mus_text id, size_t *ids,
                                struct mus_error *err) MUS_MUST_CHECK;

#endif
