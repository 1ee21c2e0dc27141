#include "ledger/format/firms.h"

#include "base/bytes.h"
#include "base/mem.h"

#include <string.h>

enum { FEWEST_PARTIES = 16 };

void mus_firms_done(struct mus_firms *firms)
{
    mus_free(firms->parties);
    mus_free(firms->party_block);
    mus_free(firms->ids);
    mus_free(firms->numbers);
    mus_free(firms->successions);
    mus_free(firms->joined);
    mus_free(firms->stack);
    mus_slots_done(&firms->id_slots);
    mus_slots_done(&firms->number_slots);
    *firms = (struct mus_firms){0};
}

static uint64_t hash_id(struct mus_hash_key key, const unsigned char *company)
{
    return mus_keyed_mix(key, mus_bytes_little_endian(company, 8),
                         mus_bytes_little_endian(company + 8, 8));
}

bool mus_firms_id(struct mus_firms *firms, const unsigned char *company, uint32_t *out)
{
    uint64_t hash = hash_id(firms->key, company);
    struct mus_slot_walk walk = mus_slots_walk(&firms->id_slots, hash);
    while (mus_slots_next(&firms->id_slots, &walk, out)) {
        if (memcmp(firms->ids[*out].company.bytes, company, MUS_LEDGER_ID_BYTES) == 0) {
            return true;
        }
    }
    struct mus_firm_id *ids = mus_grown(firms->ids, firms->id_count, &firms->id_room, sizeof *ids);
    if (ids == NULL) {
        return false;
    }
    firms->ids = ids;
    uint32_t *joined =
        mus_grown(firms->joined, firms->id_count, &firms->joined_room, sizeof *joined);
    if (joined == NULL) {
        return false;
    }
    firms->joined = joined;
    *out = (uint32_t)firms->id_count;
    if (!mus_slots_put(&firms->id_slots, hash, *out)) {
        return false;
    }
    joined[*out] = *out;
    struct mus_firm_id *id = &ids[firms->id_count++];
    *id = (struct mus_firm_id){0};
    memcpy(id->company.bytes, company, MUS_LEDGER_ID_BYTES);
    return true;
}

static bool find_number(struct mus_firms *firms, uint64_t corporate_number, uint32_t *out)
{
    uint64_t hash = mus_keyed_mix(firms->key, corporate_number, 0);
    struct mus_slot_walk walk = mus_slots_walk(&firms->number_slots, hash);
    while (mus_slots_next(&firms->number_slots, &walk, out)) {
        if (firms->numbers[*out] == corporate_number) {
            return true;
        }
    }
    uint64_t *numbers =
        mus_grown(firms->numbers, firms->number_count, &firms->number_room, sizeof *numbers);
    if (numbers == NULL) {
        return false;
    }
    firms->numbers = numbers;
    *out = (uint32_t)firms->number_count;
    if (!mus_slots_put(&firms->number_slots, hash, *out)) {
        return false;
    }
    numbers[firms->number_count++] = corporate_number;
    return true;
}

/* Parties */

static uint64_t hash_party(struct mus_hash_key key, const unsigned char *company,
                           uint64_t corporate_number)
{
    return mus_keyed_mix(key, hash_id(key, company), corporate_number);
}

uint64_t mus_firms_hash(const struct mus_firms *firms, const unsigned char *company,
                        uint64_t corporate_number)
{
    uint64_t hash = hash_party(firms->key, company, corporate_number);
    if (firms->party_size > 0) {
        __builtin_prefetch(&firms->party_slots[hash & (firms->party_size - 1)]);
    }
    return hash;
}

static bool is_party(const struct mus_party_slot *slot, const unsigned char *company,
                     uint64_t corporate_number)
{
    return slot->corporate_number == corporate_number &&
           memcmp(slot->company.bytes, company, MUS_LEDGER_ID_BYTES) == 0;
}

static void place_party(struct mus_party_slot *slots, size_t size, uint64_t hash,
                        const struct mus_party_slot *made)
{
    size_t at = hash & (size - 1);
    while (slots[at].party != 0) {
        at = (at + 1) & (size - 1);
    }
    slots[at] = *made;
}

static bool widen_parties(struct mus_firms *firms)
{
    size_t size = firms->party_size == 0 ? FEWEST_PARTIES : firms->party_size * 2;
    void *block = mus_alloc_zero(size + 1, sizeof(struct mus_party_slot));
    if (block == NULL) {
        return false;
    }
    size_t off = (uintptr_t)block % sizeof(struct mus_party_slot);
    size_t shift = off == 0 ? 0 : sizeof(struct mus_party_slot) - off;
    struct mus_party_slot *slots = (struct mus_party_slot *)((unsigned char *)block + shift);
    for (size_t i = 0; i < firms->party_size; i++) {
        const struct mus_party_slot *slot = &firms->party_slots[i];
        if (slot->party != 0) {
            uint64_t hash = hash_party(firms->key, slot->company.bytes, slot->corporate_number);
            place_party(slots, size, hash, slot);
        }
    }
    mus_free(firms->party_block);
    firms->party_block = block;
    firms->party_slots = slots;
    firms->party_size = size;
    return true;
}

static bool add_party(struct mus_firms *firms, uint64_t hash, const unsigned char *company,
                      uint64_t corporate_number, uint32_t *out)
{
    struct mus_party party = {.number = MUS_NO_FIRM};
    if (!mus_firms_id(firms, company, &party.id) ||
        (corporate_number != 0 && !find_number(firms, corporate_number, &party.number))) {
        return false;
    }
    struct mus_party *parties =
        mus_grown(firms->parties, firms->party_count, &firms->party_room, sizeof *parties);
    if (parties == NULL) {
        return false;
    }
    firms->parties = parties;
    if (firms->party_count >= firms->party_size / 2 && !widen_parties(firms)) {
        return false;
    }
    *out = (uint32_t)firms->party_count;
    struct mus_party_slot made = {.corporate_number = corporate_number, .party = *out + 1};
    memcpy(made.company.bytes, company, MUS_LEDGER_ID_BYTES);
    place_party(firms->party_slots, firms->party_size, hash, &made);
    parties[firms->party_count++] = party;
    return true;
}

bool mus_firms_party(struct mus_firms *firms, uint64_t hash, const unsigned char *company,
                     uint64_t corporate_number, uint32_t *out)
{
    size_t at = firms->party_size == 0 ? 0 : hash & (firms->party_size - 1);
    while (firms->party_size > 0 && firms->party_slots[at].party != 0) {
        if (is_party(&firms->party_slots[at], company, corporate_number)) {
            *out = firms->party_slots[at].party - 1;
            return true;
        }
        at = (at + 1) & (firms->party_size - 1);
    }
    return add_party(firms, hash, company, corporate_number, out);
}

static struct mus_party_slot *slot_of(struct mus_firms *firms, uint64_t hash, uint32_t party)
{
    size_t at = hash & (firms->party_size - 1);
    while (firms->party_slots[at].party != party + 1) {
        at = (at + 1) & (firms->party_size - 1);
    }
    return &firms->party_slots[at];
}

void mus_firms_state(struct mus_firms *firms, uint64_t hash, uint32_t party)
{
    slot_of(firms, hash, party)->stated++;
}

void mus_firms_unstate(struct mus_firms *firms, uint32_t party)
{
    const struct mus_party *known = &firms->parties[party];
    uint64_t corporate_number = known->number == MUS_NO_FIRM ? 0 : firms->numbers[known->number];
    uint64_t hash = hash_party(firms->key, firms->ids[known->id].company.bytes, corporate_number);
    slot_of(firms, hash, party)->stated--;
}

/* Successions */

static bool reserve_stack(struct mus_firms *firms)
{
    if (firms->stack_room >= firms->id_count) {
        return true;
    }
    uint32_t *stack = mus_realloc(firms->stack, firms->id_room, sizeof *stack);
    if (stack == NULL) {
        return false;
    }
    firms->stack = stack;
    firms->stack_room = firms->id_room;
    return true;
}

/* Depth first over successions that stand; each id is put on the stack once. */
static bool walk_to(struct mus_firms *firms, uint32_t from, uint32_t to)
{
    size_t depth = 0;
    uint32_t walk = ++firms->walks;
    firms->stack[depth++] = from;
    firms->ids[from].visited = walk;
    while (depth > 0) {
        uint32_t id = firms->stack[--depth];
        if (id == to) {
            return true;
        }
        for (uint32_t next = firms->ids[id].successions; next != 0;) {
            const struct mus_succession *succession = &firms->successions[next - 1];
            if (!succession->reversed && firms->ids[succession->to].visited != walk) {
                firms->ids[succession->to].visited = walk;
                firms->stack[depth++] = succession->to;
            }
            next = succession->next;
        }
    }
    return false;
}

enum mus_status mus_firms_leads(struct mus_firms *firms, uint32_t from, uint32_t to, bool *leads,
                                struct mus_error *err)
{
    /* Two firms that were never joined need no walk: that keeps long chains cheap. */
    if (mus_sets_find(firms->joined, from) != mus_sets_find(firms->joined, to)) {
        *leads = false;
        return MUS_OK;
    }
    if (!reserve_stack(firms)) {
        return mus_fail_memory(err);
    }
    *leads = walk_to(firms, from, to);
    return MUS_OK;
}

bool mus_firms_succeed(struct mus_firms *firms, uint32_t from, uint32_t to, uint64_t entry,
                       uint32_t *out)
{
    struct mus_succession *successions = mus_grown(firms->successions, firms->succession_count,
                                                   &firms->succession_room, sizeof *successions);
    if (successions == NULL) {
        return false;
    }
    firms->successions = successions;
    *out = (uint32_t)firms->succession_count++;
    successions[*out] = (struct mus_succession){
        .from = from, .to = to, .next = firms->ids[from].successions, .entry = entry};
    firms->ids[from].successions = *out + 1;
    mus_sets_join(firms->joined, from, to);
    return true;
}

/* Sets */

void mus_sets_init(uint32_t *parents, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        parents[i] = (uint32_t)i;
    }
}

uint32_t mus_sets_find(uint32_t *parents, uint32_t of)
{
    while (parents[of] != of) {
        parents[of] = parents[parents[of]];
        of = parents[of];
    }
    return of;
}

void mus_sets_join(uint32_t *parents, uint32_t a, uint32_t b)
{
    parents[mus_sets_find(parents, a)] = mus_sets_find(parents, b);
}
