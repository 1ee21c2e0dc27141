/* Which company ids are one firm: gathered once while the book is read, answered for any moment.
 *
 * Every (id, corporate number) that an entry names is a party, and has a number of its own; so have
 * ids and corporate numbers. Parties of one id are one firm; successions that stand join two ids;
 * where asked for, a corporate number that entries which stand give to two ids joins them. Joined
 * are sets, not pairs: of A = B and B = C follows A = C. */
#ifndef MUS_LEDGER_FORMAT_FIRMS_H
#define MUS_LEDGER_FORMAT_FIRMS_H

#include "ledger/format/keyed_hash.h"
#include "ledger/format/ledger_entry.h"
#include "ledger/format/slots.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define MUS_NO_FIRM UINT32_MAX

/* Where a party is found, and all that an entry changes of it, together in half a cache line: a
 * million look-ups into a table of megabytes are what reading a ledger costs. */
struct mus_party_slot {
    struct mus_ledger_id company;
    uint64_t corporate_number; /* 0: none */
    uint32_t party;            /* + 1; 0: free */
    uint32_t stated;           /* by so many entries that stand */
};

struct mus_party {
    uint32_t id;
    uint32_t number; /* MUS_NO_FIRM where there is none */
};

struct mus_firm_id {
    struct mus_ledger_id company;
    uint32_t successions; /* the latest one from this id, + 1; 0: none */
    uint32_t visited;     /* by the walk of this number */
};

struct mus_succession {
    uint32_t from, to; /* ids */
    uint32_t next;     /* the one before it from the same id, + 1 */
    uint64_t entry;
    bool reversed;
};

struct mus_firms {
    struct mus_party *parties;
    struct mus_firm_id *ids;
    uint64_t *numbers;
    struct mus_succession *successions;
    size_t party_count, id_count, number_count, succession_count;
    size_t party_room, id_room, number_room, succession_room;
    struct mus_slots id_slots, number_slots;
    void *party_block; /* what party_slots is aligned in */
    struct mus_party_slot *party_slots;
    size_t party_size; /* of the table: a power of two, or 0 */
    uint32_t *joined;  /* by id: the sets that successions, reversed or not, ever joined */
    uint32_t *stack;   /* of the walk that looks for a circle: room for every id */
    size_t joined_room, stack_room;
    uint32_t walks;
    struct mus_hash_key key; /* set before anything is added */
};

void mus_firms_done(struct mus_firms *firms);
/* The hash under which a party lies; asking for it early brings the place into the cache. */
uint64_t mus_firms_hash(const struct mus_firms *firms, const unsigned char *company,
                        uint64_t corporate_number);
/* The party's number; false when memory runs out. */
bool mus_firms_party(struct mus_firms *firms, uint64_t hash, const unsigned char *company,
                     uint64_t corporate_number, uint32_t *out);
/* An entry states the party that lies under the hash, or one that did is reversed. */
void mus_firms_state(struct mus_firms *firms, uint64_t hash, uint32_t party);
void mus_firms_unstate(struct mus_firms *firms, uint32_t party);
/* The id's number; false when memory runs out. */
bool mus_firms_id(struct mus_firms *firms, const unsigned char *company, uint32_t *out);
/* Whether successions that stand lead from one id to the other, or they are the same. */
enum mus_status mus_firms_leads(struct mus_firms *firms, uint32_t from, uint32_t to, bool *leads,
                                struct mus_error *err) MUS_MUST_CHECK;
/* Notes a succession and gives its number; false when memory runs out. */
bool mus_firms_succeed(struct mus_firms *firms, uint32_t from, uint32_t to, uint64_t entry,
                       uint32_t *out);

/* Sets of numbers 0 … count-1, joined two by two (union-find with path halving). */
void mus_sets_init(uint32_t *parents, size_t count);
uint32_t mus_sets_find(uint32_t *parents, uint32_t of);
void mus_sets_join(uint32_t *parents, uint32_t a, uint32_t b);

#endif
