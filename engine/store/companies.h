/* Companies in the store: found by id, by a source's key, by corporate number and by name; put with
 * everything derived from them, in one transaction.
 *
 * Ids and keys of a company that was merged lead to the one it was merged into. Texts and records
 * given back live in the arena, or are borrowed from a read until it ends; in a write they are
 * always copied. A walker's items are borrowed until its next step in a write, and until the end of
 * the read in a read. */
#ifndef MUS_STORE_COMPANIES_H
#define MUS_STORE_COMPANIES_H

#include "base/arena.h"
#include "base/status.h"
#include "base/text.h"
#include "profile/company_record.h"
#include "store/store.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* A new random id: "c-" and 13 characters of Crockford's base32 in lower case (65 bits). */
#define MUS_NEW_ID_BYTES 15
void mus_store_new_id(char out[MUS_NEW_ID_BYTES + 1]);

/* The id of the company that this id stands for: itself, or where it was merged into.
 * MUS_NOT_FOUND: no company "c-1". */
enum mus_status mus_store_resolve(const struct mus_read *read, struct mus_text id,
                                  struct mus_arena *arena, struct mus_text *out,
                                  struct mus_error *err) MUS_MUST_CHECK;
/* The company, without its contacts. MUS_NOT_FOUND as above. */
enum mus_status mus_store_company(const struct mus_read *read, struct mus_text id,
                                  struct mus_arena *arena, struct mus_company_record *out,
                                  struct mus_error *err) MUS_MUST_CHECK;
/* Of these fields those that it has, and its id: see mus_company_record_decode_some. */
enum mus_status mus_store_company_some(const struct mus_read *read, struct mus_text id,
                                       mus_field_set fields, struct mus_arena *arena,
                                       struct mus_company *out,
                                       struct mus_error *err) MUS_MUST_CHECK;
/* The company with its contacts in hand, where it has any. MUS_UNREADABLE without the key. */
enum mus_status mus_store_company_whole(const struct mus_read *read, struct mus_text id,
                                        struct mus_arena *arena, struct mus_company_record *out,
                                        struct mus_error *err) MUS_MUST_CHECK;

/* Not found is MUS_OK with *id not given, or an empty list. */
enum mus_status mus_store_find_source(const struct mus_read *read, struct mus_source source,
                                      struct mus_arena *arena, struct mus_text *id,
                                      struct mus_error *err) MUS_MUST_CHECK;
enum mus_status mus_store_find_number(const struct mus_read *read, struct mus_text number,
                                      struct mus_arena *arena, struct mus_texts *ids,
                                      struct mus_error *err) MUS_MUST_CHECK;
/* The companies one of whose names (ja, kana, en) has this key: mus_name_key or mus_kana_key at
 * level MUS_NAME_COMPARE. */
enum mus_status mus_store_find_name(const struct mus_read *read, struct mus_text key,
                                    struct mus_arena *arena, struct mus_texts *ids,
                                    struct mus_error *err) MUS_MUST_CHECK;

enum mus_put {
    MUS_PUT_UNCHANGED, /* it is stored so already: nothing was written */
    MUS_PUT_ADDED,
    MUS_PUT_CHANGED,
};

/* Stores the record under its id, with indexes, match record and sealed contacts in step. The
 * contacts: in hand (MUS_FIELD_CONTACTS) they are sealed anew where they differ; has_contacts
 * without them leaves what is sealed; neither removes it. MUS_CONFLICT: the id was merged into
 * another company, or a source's key belongs to another company; MUS_UNREADABLE: contacts cannot be
 * sealed; MUS_INVALID: no id, or the record does not pass mus_company_record_check. `put` may be
 * NULL. */
enum mus_status mus_store_put(struct mus_write *write, const struct mus_company_record *record,
                              enum mus_put *put, struct mus_error *err) MUS_MUST_CHECK;

enum mus_status mus_store_company_count(const struct mus_read *read, uint64_t *count,
                                        struct mus_error *err) MUS_MUST_CHECK;

/* from is in the range, to is not; not given: no end. */
struct mus_id_range {
    struct mus_text from, to;
};

/* Cuts the ids into at most `parts` ranges that together hold each once, in order, of roughly the
 * same number of companies; fewer where there are few companies. The list lies in the arena. */
enum mus_status mus_store_partition(const struct mus_read *read, size_t parts,
                                    struct mus_arena *arena, struct mus_id_range **ranges,
                                    size_t *count, struct mus_error *err) MUS_MUST_CHECK;

/* What a cursor walks over, in the order of ids. */
enum mus_walk {
    MUS_WALK_COMPANIES, /* for mus_company_record_decode */
    MUS_WALK_FIRMS,     /* match records, for mus_firm_record_decode */
};

struct mus_walk_item {
    struct mus_text id; /* not given: the end was reached */
    struct mus_text bytes;
};

struct mus_walker;

enum mus_status mus_walker_open(const struct mus_read *read, enum mus_walk what,
                                struct mus_id_range range, struct mus_walker **out,
                                struct mus_error *err) MUS_MUST_CHECK;
enum mus_status mus_walker_next(struct mus_walker *walker, struct mus_walk_item *item,
                                struct mus_error *err) MUS_MUST_CHECK;
/* Before the transaction ends. NULL is accepted. */
void mus_walker_close(struct mus_walker *walker);

/* The match record of one company, redirects followed. MUS_NOT_FOUND as above. */
enum mus_status mus_store_firm(const struct mus_read *read, struct mus_text id,
                               struct mus_arena *arena, struct mus_walk_item *out,
                               struct mus_error *err) MUS_MUST_CHECK;

#endif
