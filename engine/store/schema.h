/* The bytes of the store: the only place that knows table names, keys and versions.
 *
 * Numbers in keys are big-endian, so that they sort; numbers in values little-endian. Ids are
 * stored as they are (1–64 bytes). A *text key* is the bytes themselves up to 440; longer ones are
 * their first 407 bytes, 0xFF (which no UTF-8 text holds) and the BLAKE2b-256 of the whole. A pair
 * of texts is joined by NUL first, which none of them may hold.
 *
 * DIR/main
 *   meta              name → u32 or u64: see MUS_META_*
 *   company           id → company record (profile/company_record.h)
 *   firm              id → match record (profile/firm_record.h), derived
 *   milestone         id → nothing: about one id in 16, chosen by its hash, for cutting into ranges
 *   source            (source name, id there) → id, or an id that was merged
 *   corporate_number  number → ids, many (branches share one), merged ones included
 *   name              compared key of a name in ja, kana or en → ids, many, merged ones included
 *   sealed            id → contacts, sealed under the id's data key for MUS_USE_CONTACTS
 *   redirect          merged id → u64 number of the merge, id it was merged into
 *   merge             u64 number → journal entry (store/journal.h)
 *   table             (name, version) → table record (profile/table.h)
 *   table_in_force    name → version
 *   document          (kind, SHA-256 in hexadecimal) → bytes
 *   document_in_force kind → SHA-256 in hexadecimal
 *   ledger_entry      u64 index → entry (ledger/format/ledger_entry.h), from 0 on without a gap
 *   ledger_tile       u8 level, u64 index → up to 256 hashes (ledger/format/tiles.h)
 *   ledger_about      u64 index → u64 indexes, many, of the entries about it; big-endian, to sort
 *   ledger_request    request id → u64 index of the entry that came of it, 32 digest of its content
 *   alias             u8 what (enum mus_alias), id → 16 random bytes
 *   alias_of          the 16 bytes → u8 what, id
 *   checkpoint        u64 size of its tree → signed note (crypto/note.h)
 *   ledger_key        u64 number → verification key, oldest first
 *   case              id → case record (cases/format/case.h)
 *   case_of_company   company id, as the case has it → case ids, many
 *   event             id → event record (fair/format/event_record.h)
 *   event_numbers     event → what it counts (store/events_internal.h)
 *   participant       (event, id) → participant record
 *   attendance        company id, as the participant has it → (event, participant), many
 *   people            (event, participant) → names of its people, sealed under the data key of its
 *                     company for mus_use_of_people
 *   wish              (event, from, to) → u8 kind (enum mus_wish_kind)
 *   meeting           (event, id) → meeting record
 *   meeting_of_pair   (event, a, b) → meeting id
 *   run               (event, u64 number) → run record
 *   index_segment     u64 number → segment (matcher/index/segment.h)
 *   index_gone        u64 number → a bit for each document of it that is gone, in whole u64
 *   index_discount    (u64 number, u64 row) → what documents that are gone count for: u64 hash,
 *                     u32 amount, u32 kind each, sorted by kind and hash
 *   index_changed     id of a company changed since → nothing, or where a segment has it: u64
 *                     number, u32 document, and the match record that it was made of
 *
 * DIR/keys
 *   meta              version → u32; wrapping → the 4 bytes of the wrapping key's id
 *   key               id → its data key, wrapped (crypto/keyring.h)
 *   erasing           id → u64 number of an erasure that has begun
 *
 * A company is in company, firm and, where its record says so, sealed under its own id. A merged
 * one is only in the journal, but its entries in source, corporate_number and name stay, and lead
 * on through redirect; so do the aliases, cases and participants that were its before. Erasing a
 * company takes its aliases, cases and participants (with their wishes and meetings) away, never an
 * entry of the ledger. */
#ifndef MUS_STORE_SCHEMA_H
#define MUS_STORE_SCHEMA_H

#include "base/buf.h"
#include "base/status.h"
#include "base/text.h"
#include "store/door.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define MUS_SCHEMA_VERSION 4 /* of DIR/main */
#define MUS_KEYS_VERSION 1   /* of DIR/keys */
/* The first line of DIR/musubi-store; the number is that of the folder's layout. */
#define MUS_STORE_MARK "musubi-store/1"

enum mus_main_table {
    MUS_DB_META,
    MUS_DB_COMPANY,
    MUS_DB_FIRM,
    MUS_DB_MILESTONE,
    MUS_DB_SOURCE,
    MUS_DB_NUMBER,
    MUS_DB_NAME,
    MUS_DB_SEALED,
    MUS_DB_REDIRECT,
    MUS_DB_MERGE,
    MUS_DB_TABLE,
    MUS_DB_TABLE_IN_FORCE,
    MUS_DB_DOCUMENT,
    MUS_DB_DOCUMENT_IN_FORCE,
    MUS_DB_LEDGER_ENTRY,
    MUS_DB_LEDGER_TILE,
    MUS_DB_LEDGER_ABOUT,
    MUS_DB_LEDGER_REQUEST,
    MUS_DB_ALIAS,
    MUS_DB_ALIAS_OF,
    MUS_DB_CHECKPOINT,
    MUS_DB_LEDGER_KEY,
    MUS_DB_CASE,
    MUS_DB_CASE_OF_COMPANY,
    MUS_DB_EVENT,
    MUS_DB_EVENT_NUMBERS,
    MUS_DB_PARTICIPANT,
    MUS_DB_ATTENDANCE,
    MUS_DB_PEOPLE,
    MUS_DB_WISH,
    MUS_DB_MEETING,
    MUS_DB_MEETING_OF_PAIR,
    MUS_DB_RUN,
    MUS_DB_SEGMENT,
    MUS_DB_GONE,
    MUS_DB_DISCOUNT,
    MUS_DB_CHANGED,
    MUS_DB_COUNT
};

enum mus_keys_table { MUS_KEYS_META, MUS_KEYS_KEY, MUS_KEYS_ERASING, MUS_KEYS_COUNT };

extern const struct mus_db_info MUS_MAIN_TABLES[MUS_DB_COUNT];
extern const struct mus_db_info MUS_KEYS_TABLES[MUS_KEYS_COUNT];

/* To be raised when the keys of names, or the choice of milestones, become others. */
#define MUS_INDEX_VERSION 1

/* meta: u32 schema version; u32 version of what is derived from the records (mus_derived_version);
 * u32 version of the index (MUS_SEGMENT_VERSION), and the text weights that it is made for, u32
 * each, where they are not the built-in ones; u64 number of the last merge, of the last erasure
 * that was completed, of the last case, and of the last segment. */
#define MUS_META_VERSION MUS_TEXT("version")
#define MUS_META_DERIVED MUS_TEXT("derived")
#define MUS_META_INDEX MUS_TEXT("index")
#define MUS_META_INDEX_WEIGHTS MUS_TEXT("index_weights")
#define MUS_META_LAST_SEGMENT MUS_TEXT("last_segment")
#define MUS_META_LAST_MERGE MUS_TEXT("last_merge")
#define MUS_META_LAST_ERASURE MUS_TEXT("last_erasure")
#define MUS_META_LAST_CASE MUS_TEXT("last_case")
#define MUS_META_WRAPPING MUS_TEXT("wrapping")

/* What contacts are sealed for. */
#define MUS_USE_CONTACTS MUS_TEXT("contacts")

#define MUS_MAX_KEY 440 /* bytes of a text key */

struct mus_db_key {
    char bytes[MUS_MAX_KEY];
    size_t len;
};

/* The text key of a text, or of a pair. MUS_INVALID for an empty one, or a NUL in it (`what` stands
 * in the message: "source.id"). */
enum mus_status mus_key_of_text(const char *what, struct mus_text text, struct mus_db_key *out,
                                struct mus_error *err) MUS_MUST_CHECK;
enum mus_status mus_key_of_pair(const char *what, struct mus_text first, struct mus_text second,
                                struct mus_db_key *out, struct mus_error *err) MUS_MUST_CHECK;
void mus_key_of_number(uint64_t number, struct mus_db_key *out);
bool mus_key_read_number(struct mus_text key, uint64_t *number);
/* Two numbers: a discount. */
void mus_key_of_numbers(uint64_t first, uint64_t second, struct mus_db_key *out);
bool mus_key_read_numbers(struct mus_text key, uint64_t *first, uint64_t *second);
/* A byte and a number: a tile of the ledger. */
void mus_key_of_tile(unsigned level, uint64_t index, struct mus_db_key *out);
bool mus_key_read_tile(struct mus_text key, unsigned *level, uint64_t *index);
/* A byte and up to MUS_MAX_ID bytes: whom an alias stands for. MUS_INVALID as above. */
enum mus_status mus_key_of_alias(unsigned what, struct mus_text id, struct mus_db_key *out,
                                 struct mus_error *err) MUS_MUST_CHECK;
bool mus_key_read_alias(struct mus_text key, unsigned *what, struct mus_text *id);
static inline struct mus_text mus_key_text(const struct mus_db_key *key)
{
    return (struct mus_text){key->bytes, key->len};
}
/* The second text of a pair's key, where it was short enough to stand there; not given otherwise.
 */
struct mus_text mus_key_second(struct mus_text key);
/* An id, or two or three of them, joined as above; a text that is no id gives a key that nothing
 * has. A third that is not given leaves two. */
void mus_key_of_ids(struct mus_text first, struct mus_text second, struct mus_text third,
                    struct mus_db_key *out);
/* The key's ids, `count` of them; false where it is not made of so many. Borrowed from the key. */
bool mus_key_read_ids(struct mus_text key, struct mus_text *ids, size_t count);
/* An id and a number: a run. */
void mus_key_of_numbered(struct mus_text id, uint64_t number, struct mus_db_key *out);
bool mus_key_read_numbered(struct mus_text key, struct mus_text *id, uint64_t *number);

/* Whether the id is a milestone. */
bool mus_is_milestone(struct mus_text id);

/* Fixed-width little-endian values. */
struct mus_db_number {
    char bytes[8];
};
struct mus_text mus_value_u32(uint32_t number, struct mus_db_number *room);
struct mus_text mus_value_u64(uint64_t number, struct mus_db_number *room);
/* False where the value has another width. */
bool mus_value_read_u32(struct mus_text value, uint32_t *out);
bool mus_value_read_u64(struct mus_text value, uint64_t *out);

#endif
