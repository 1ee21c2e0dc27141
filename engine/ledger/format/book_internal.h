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
    union {
        uint32_t parties[2]; /* named; reported: the first alone */
        uint32_t next;       /* confirmed, reversed */
        uint32_t succession;
    } as;
    uint32_t link;
    uint16_t len;
    uint8_t kind; /* enum mus_ledger_kind */
};

/* What a walk over all entries asks first, in a column of its own: the fiscal year of a named or a
 * reported entry; 0: another kind. */
typedef uint16_t mus_book_mark;
#define MUS_BOOK_MARKS (UINT16_MAX + 1)
static inline mus_book_mark mus_book_mark_of(int fiscal_year, bool reported)
{
    return (mus_book_mark)(2 * fiscal_year + reported);
}
static inline int mus_book_mark_year(mus_book_mark mark)
{
    return mark / 2;
}
static inline bool mus_book_mark_reported(mus_book_mark mark)
{
    return mark % 2 == 1;
}

/* A programme and an edition of it that entries name, and with which marks they do: the first of
 * a chain of sightings, + 1. */
struct mus_book_group {
    struct mus_text programme, edition;
    uint32_t sightings;
};

struct mus_book_sighting {
    mus_book_mark mark;
    uint32_t next; /* + 1; 0: the last */
};

/* The days of one fiscal year, remembered because entries of one year stand together. */
struct mus_book_year {
    mus_date from, to;
    int fiscal_year;
};

struct mus_book {
    struct mus_book_item *items;
    mus_book_mark *marks; /* by entry */
    struct mus_book_group *groups;
    struct mus_book_sighting *sightings;
    struct mus_book_rules *adoptions;
    uint32_t *figures; /* entries */
    size_t count, group_count, sighting_count, adoption_count, figure_count;
    size_t room, mark_room, group_room, sighting_room, adoption_room, figure_room;
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
static inline bool mus_book_counted(const struct mus_book_item *item)
{
    return item->kind == MUS_LEDGER_NAMED || item->kind == MUS_LEDGER_REPORTED;
}
/* How many parties a named or reported entry has. */
static inline unsigned mus_book_parties(const struct mus_book_item *item)
{
    return item->kind == MUS_LEDGER_NAMED ? 2 : 1;
}
/* The group's number + 1; 0: no entry of it has been added. */
uint32_t mus_book_group(const struct mus_book *book, struct mus_text programme,
                        struct mus_text edition);
uint64_t mus_book_recorded(const struct mus_book_item *item);
/* The entry that a confirmation or reversal names. */
uint64_t mus_book_about(const struct mus_book_item *item);
/* How many entries were recorded by then: those before this index. */
size_t mus_book_seen(const struct mus_book *book, uint64_t as_of);
/* The reversal among the first `seen` entries, or MUS_BOOK_NO_ENTRY. */
uint64_t mus_book_reversal(const struct mus_book *book, const struct mus_book_item *item,
                           size_t seen);
/* Whether a confirmation among them stands. */
bool mus_book_confirmed(const struct mus_book *book, const struct mus_book_item *item, size_t seen);

#endif
