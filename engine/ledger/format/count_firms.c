#include "ledger/format/count_internal.h"

#include "base/mem.h"

struct joining {
    uint32_t *sets;   /* of ids */
    uint32_t *owners; /* by corporate number: an id that has it, + 1 */
    uint32_t *stated; /* by party: so many entries that stand state it */
};

static void restate(struct joining *joining, const struct mus_book_item *item, uint32_t by)
{
    for (unsigned i = 0; i < mus_book_parties(item); i++) {
        joining->stated[item->as.parties[i]] += by;
    }
}

/* What the book has counted up of all entries, less what happened behind the first `seen`. A number
 * that was written down by mistake joins nobody once its entry is reversed. */
static void count_stated(const struct mus_book *book, size_t seen, struct joining *joining)
{
    for (size_t i = 0; i < book->firms.party_size; i++) {
        const struct mus_party_slot *slot = &book->firms.party_slots[i];
        if (slot->party != 0) {
            joining->stated[slot->party - 1] = slot->stated;
        }
    }
    for (size_t i = seen; i < book->count; i++) {
        const struct mus_book_item *item = &book->items[i];
        if (mus_book_counted(item) &&
            mus_book_reversal(book, item, book->count) == MUS_BOOK_NO_ENTRY) {
            restate(joining, item, (uint32_t)-1);
        }
    }
    /* Those that were reversed only later still stood. */
    for (size_t i = seen; i < book->count; i++) {
        if (book->items[i].kind == MUS_LEDGER_REVERSED) {
            uint64_t named = mus_book_about(&book->items[i]);
            const struct mus_book_item *item = &book->items[named];
            if (named < seen && mus_book_counted(item)) {
                restate(joining, item, 1);
            }
        }
    }
}

static void join_by_number(const struct mus_firms *firms, struct joining *joining)
{
    for (size_t i = 0; i < firms->party_count; i++) {
        const struct mus_party *party = &firms->parties[i];
        if (party->number == MUS_NO_FIRM || joining->stated[i] == 0) {
            continue;
        }
        uint32_t *owner = &joining->owners[party->number];
        if (*owner == 0) {
            *owner = party->id + 1;
        } else {
            mus_sets_join(joining->sets, *owner - 1, party->id);
        }
    }
}

static void join_by_succession(const struct mus_book *book, size_t seen, uint32_t *sets)
{
    for (size_t i = 0; i < book->firms.succession_count; i++) {
        const struct mus_succession *succession = &book->firms.successions[i];
        const struct mus_book_item *item = &book->items[succession->entry];
        if (succession->entry < seen && mus_book_reversal(book, item, seen) == MUS_BOOK_NO_ENTRY) {
            mus_sets_join(sets, succession->from, succession->to);
        }
    }
}

static enum mus_status number_parties(const struct mus_firms *firms, uint32_t *sets, uint32_t **out,
                                      struct mus_error *err)
{
    uint32_t *numbers = mus_alloc(firms->party_count, sizeof *numbers);
    if (numbers == NULL) {
        return mus_fail_memory(err);
    }
    for (size_t i = 0; i < firms->party_count; i++) {
        numbers[i] = mus_sets_find(sets, firms->parties[i].id);
    }
    *out = numbers;
    return MUS_OK;
}

enum mus_status mus_book_firms(const struct mus_book *book, size_t seen, bool by_number,
                               uint32_t **out, struct mus_error *err)
{
    const struct mus_firms *firms = &book->firms;
    struct joining joining = {
        .sets = mus_alloc(firms->id_count, sizeof *joining.sets),
        .owners = mus_alloc_zero(firms->number_count, sizeof *joining.owners),
        .stated = mus_alloc_zero(firms->party_count, sizeof *joining.stated),
    };
    enum mus_status status = MUS_OK;
    if (joining.sets == NULL || joining.owners == NULL || joining.stated == NULL) {
        status = mus_fail_memory(err);
    } else {
        mus_sets_init(joining.sets, firms->id_count);
        join_by_succession(book, seen, joining.sets);
        if (by_number) {
            count_stated(book, seen, &joining);
            join_by_number(firms, &joining);
        }
        status = number_parties(firms, joining.sets, out, err);
    }
    mus_free(joining.sets);
    mus_free(joining.owners);
    mus_free(joining.stated);
    return status;
}
