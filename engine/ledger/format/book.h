/* The ledger read once, in order: what counting needs of it, and the rules that hold between
 * entries. The count itself is in count.h; a book can be counted any number of times, by any rule
 * sets and as of any time.
 *
 * Entries' bytes are borrowed: they must outlive the book (an LMDB read, or the bytes of an
 * export). A book belongs to one thread at a time; a finished one may be counted by many. */
#ifndef MUS_LEDGER_FORMAT_BOOK_H
#define MUS_LEDGER_FORMAT_BOOK_H

#include "base/status.h"
#include "base/text.h"
#include "ledger/format/ledger_entry.h"
#include "ledger/format/rule_set.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct mus_book;

enum mus_status mus_book_new(struct mus_book **out, struct mus_error *err) MUS_MUST_CHECK;
void mus_book_free(struct mus_book *book);

/* Makes room for so many entries in all, where their number is known beforehand: faster, never
 * needed. */
enum mus_status mus_book_reserve(struct mus_book *book, uint64_t entries,
                                 struct mus_error *err) MUS_MUST_CHECK;

/* Adds the entry that comes next (index = how many were added before). Of named and reported
 * entries only what counting needs is looked at, and their lengths; all others are decoded and held
 * to the rules between entries: `recorded` never falls; a confirmation names an earlier named or
 * reported entry that was recorded by another and is not reversed; a reversal names an earlier
 * entry that may be reversed (named, reported, confirmed, succession, figure) and was not reversed
 * yet; a succession makes no circle; a rule set with an id that is there already has the same
 * bytes. MUS_CORRUPT with "entry 12: …", MUS_LIMIT beyond 2^32 - 2 entries; the book is then as it
 * was. */
enum mus_status mus_book_add(struct mus_book *book, struct mus_text bytes,
                             struct mus_error *err) MUS_MUST_CHECK;
/* Adds entries that come next, each as mus_book_add does, up to the first that is refused: faster
 * than one by one, because what one needs is on its way from memory while others are added. */
enum mus_status mus_book_add_all(struct mus_book *book, const struct mus_text *entries,
                                 size_t count, struct mus_error *err) MUS_MUST_CHECK;
uint64_t mus_book_size(const struct mus_book *book);

/* As of a moment: only entries recorded by then (unix seconds, inclusive) are seen. */
#define MUS_BOOK_NOW UINT64_MAX

struct mus_book_rules {
    const struct mus_rule_set *rules; /* borrowed from the book */
    uint64_t entry;                   /* that adopted it (the last time) */
    uint64_t recorded;
};
/* The rule set in force for the fiscal year; NULL rules where none is. */
struct mus_book_rules mus_book_rules_in_force(const struct mus_book *book, int fiscal_year,
                                              uint64_t as_of);
/* The one with this id; NULL rules where none has it. */
struct mus_book_rules mus_book_rules_by_id(const struct mus_book *book, struct mus_text id,
                                           uint64_t as_of);
/* All adoptions in the order of entries: index from 0; NULL rules beyond the last. */
struct mus_book_rules mus_book_rules_at(const struct mus_book *book, size_t index);

struct mus_book_figure {
    uint64_t entry, recorded;
    struct mus_ledger_entry content; /* borrowed from the bytes */
};
/* Figures that stand (not reversed by then), in the order of entries; the last of one indicator,
 * fiscal year and kind is the one in force. index from 0; false beyond the last. */
bool mus_book_figure_at(const struct mus_book *book, size_t index, uint64_t as_of,
                        struct mus_book_figure *out);
/* The figure in force; false where there is none. */
bool mus_book_figure(const struct mus_book *book, struct mus_text indicator, int fiscal_year,
                     enum mus_ledger_figure_kind kind, uint64_t as_of, struct mus_book_figure *out);
/* The first and last fiscal year in which named or reported entries are dated; false: none. */
bool mus_book_years(const struct mus_book *book, int *first, int *last);

#endif
