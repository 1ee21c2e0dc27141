/* The inside of a book, for what adds to it and what counts it. */
#ifndef MUS_LEDGER_FORMAT_BOOK_INTERNAL_H
#define MUS_LEDGER_FORMAT_BOOK_INTERNAL_H

#include "base/arena.h"
#include "ledger/format/book.h"
#include "ledger/format/firms.h"
#include "ledger/format/slots.h"

#define MUS_BOOK_NO_ENTRY UINT64_MAX

/* One entry. Entries that speak of it (confirmations, its reversal) are chained from `link` on, the
 * latest first, each with the next in `next`. After a reversal none is added, so that it is the
 * first of the chain. Links are index + 1; 0 ends the chain. */
struct mus_book_item {
    const unsigned char *bytes;
    uint16_t len;
    uint16_t fiscal_year; /* named, reported */
    uint8_t kind;         /* enum mus_ledger_kind */
    uint32_t link;
    union {
        struct {
            uint32_t parties[2];
            uint32_t group; /* of programme and edition, + 1; 0: without an edition */
        } counted;          /* named, reported */
        uint32_t next;      /* confirmed, reversed */
        uint32_t succession;
    } as;
};

/* A programme and an edition of it that entries name. */
struct mus_book_group {
    struct mus_text programme, edition;
};

/* The days of one fiscal year, remembered because entries of one year stand together. */
struct mus_book_year {
    mus_date from, to;
    int fiscal_year;
};

struct mus_book {
    struct mus_book_item *items;
    struct mus_book_group *groups;
    struct mus_book_rules *adoptions;
    uint32_t *figures; /* entries */
    size_t count, group_count, adoption_count, figure_count;
    size_t room, group_room, adoption_room, figure_room;
    struct mus_slots group_slots;
    struct mus_firms firms;
    struct mus_arena arena; /* of the rule sets */
    struct mus_book_year year;
    uint64_t last_recorded;
    int first_year, last_year; /* first > last: none */
};

static inline struct mus_text mus_book_bytes(const struct mus_book_item *item)
{
    return (struct mus_text){(const char *)item->bytes, item->len};
}
uint64_t mus_book_recorded(const struct mus_book_item *item);
/* How many entries were recorded by then: those before this index. */
size_t mus_book_seen(const struct mus_book *book, uint64_t as_of);
/* The reversal among the first `seen` entries, or MUS_BOOK_NO_ENTRY. */
uint64_t mus_book_reversal(const struct mus_book *book, const struct mus_book_item *item,
                           size_t seen);
/* Whether a confirmation among them stands. */
bool mus_book_confirmed(const struct mus_book *book, const struct mus_book_item *item, size_t seen);

#endif
