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
        uint32_t parties[2]; /* named */
        struct {
            uint32_t party;
            uint32_t count; /* its n */
        } reported;         /* the party lies where the first one of a named entry does */
        uint32_t next;      /* confirmed, reversed */
        uint32_t succession;
    } as;
    uint32_t link;
    uint16_t len;
    uint8_t kind; /* enum mus_ledger_kind */
};

/* The fiscal year of a named or a reported entry, and which of the two it is. */
typedef uint16_t mus_book_mark;
#define MUS_BOOK_YEARS (UINT16_MAX / 2 + 1)
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

/* All that rules ask of a named or reported entry but who, and what happened to it: entries of one
 * topic differ in nothing else, and a year of them has a few dozen. The texts lie in the first
 * one's bytes. */
struct mus_book_topic {
    struct mus_text programme, edition, purpose, codes;
    uint32_t entries; /* so many */
    mus_book_mark mark;
    uint8_t said; /* the stage of a named one, the side of the fair of a reported one */
};

/* The days of one fiscal year, remembered because entries of one year stand together. */
struct mus_book_year {
    mus_date from, to;
    int fiscal_year;
};

struct mus_book {
    struct mus_book_item *items;
    uint32_t *topic_of; /* by entry: the topic's number + 1; 0: an entry of another kind */
    struct mus_book_topic *topics;
    struct mus_book_rules *adoptions;
    uint32_t *figures; /* entries */
    size_t count, topic_count, adoption_count, figure_count;
    size_t room, topic_of_room, topic_room, adoption_room, figure_room;
    struct mus_slots topic_slots;
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
