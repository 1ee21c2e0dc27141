/* Asking a book for rule sets and figures. */
#include "ledger/format/book_internal.h"

static bool rules_seen(const struct mus_book_rules *adoption, uint64_t as_of)
{
    return adoption->recorded <= as_of;
}

struct mus_book_rules mus_book_rules_in_force(const struct mus_book *book, int fiscal_year,
                                              uint64_t as_of)
{
    for (size_t i = book->adoption_count; i > 0; i--) {
        const struct mus_book_rules *adoption = &book->adoptions[i - 1];
        if (rules_seen(adoption, as_of) && adoption->rules->from_fiscal_year <= fiscal_year) {
            return *adoption;
        }
    }
    return (struct mus_book_rules){0};
}

struct mus_book_rules mus_book_rules_by_id(const struct mus_book *book, struct mus_text id,
                                           uint64_t as_of)
{
    for (size_t i = book->adoption_count; i > 0; i--) {
        const struct mus_book_rules *adoption = &book->adoptions[i - 1];
        if (rules_seen(adoption, as_of) && mus_text_equal(adoption->rules->id, id)) {
            return *adoption;
        }
    }
    return (struct mus_book_rules){0};
}

struct mus_book_rules mus_book_rules_at(const struct mus_book *book, size_t index)
{
    return index < book->adoption_count ? book->adoptions[index] : (struct mus_book_rules){0};
}

/* The figure at a place of the list; false where it does not stand at the moment. */
static bool figure_stands(const struct mus_book *book, size_t place, size_t seen,
                          struct mus_book_figure *out)
{
    uint32_t entry = book->figures[place];
    const struct mus_book_item *item = &book->items[entry];
    if (entry >= seen || mus_book_reversal(book, item, seen) != MUS_BOOK_NO_ENTRY) {
        return false;
    }
    out->entry = entry;
    out->recorded = mus_book_recorded(item);
    return mus_ledger_entry_decode(mus_book_bytes(item), &out->content, NULL) == MUS_OK;
}

bool mus_book_figure_at(const struct mus_book *book, size_t index, uint64_t as_of,
                        struct mus_book_figure *out)
{
    size_t seen = mus_book_seen(book, as_of);
    struct mus_book_figure figure;
    for (size_t place = 0; place < book->figure_count; place++) {
        if (!figure_stands(book, place, seen, &figure)) {
            continue;
        }
        if (index-- == 0) {
            *out = figure;
            return true;
        }
    }
    return false;
}

bool mus_book_figure(const struct mus_book *book, struct mus_text indicator, int fiscal_year,
                     enum mus_ledger_figure_kind kind, uint64_t as_of, struct mus_book_figure *out)
{
    size_t seen = mus_book_seen(book, as_of);
    struct mus_book_figure figure;
    for (size_t place = book->figure_count; place > 0; place--) {
        if (figure_stands(book, place - 1, seen, &figure) &&
            figure.content.as.figure.fiscal_year == fiscal_year &&
            figure.content.as.figure.kind == kind &&
            mus_text_equal(figure.content.as.figure.indicator, indicator)) {
            *out = figure;
            return true;
        }
    }
    return false;
}
