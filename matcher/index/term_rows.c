#include "matcher/index/term_rows.h"

#include "base/mem.h"
#include "matcher/index/feature.h"
#include "matcher/score.h"
#include "matcher/statistics.h"
#include "matcher/subject.h"

/* ------------------------------------------------------------------ room */

/* Terms of a listing, repeats included, whatever they are used for. */
static size_t terms_of(const struct mus_firm_listing *listing)
{
    size_t count =
        listing->translated.count + listing->partner.text.count + listing->partner.translated.count;
    for (unsigned field = 0; field < MUS_LISTING_FIELD_COUNT; field++) {
        count += listing->fields[field].count;
    }
    return count;
}

static bool start(struct mus_term_rows *rows, const struct mus_firm *firm)
{
    size_t count = firm->description.count + firm->translated.count;
    for (size_t i = 0; i < firm->listing_count; i++) {
        count += terms_of(&firm->listings[i]);
    }
    if (!mus_numbers_start(&rows->numbers, count)) {
        return false;
    }
    if (count <= rows->capacity) {
        return true;
    }
    count += count / 2; /* the next company may have some more */
    mus_free(rows->rows);
    mus_free(rows->touched);
    rows->rows = mus_alloc(count, sizeof *rows->rows);
    rows->touched = mus_alloc(count, sizeof *rows->touched);
    rows->capacity = rows->rows == NULL || rows->touched == NULL ? 0 : count;
    return rows->capacity > 0;
}

void mus_term_rows_done(struct mus_term_rows *rows)
{
    mus_numbers_done(&rows->numbers);
    mus_free(rows->rows);
    mus_free(rows->touched);
    *rows = (struct mus_term_rows){0};
}

/* There is room for all terms of the company: nothing is allocated here. */
static uint32_t number_of(struct mus_term_rows *rows, uint64_t hash)
{
    uint32_t known = rows->numbers.count;
    uint32_t number = mus_numbers_of(&rows->numbers, hash);
    if (number == known) {
        rows->rows[number] = (struct mus_term_row){0};
    }
    return number;
}

/* ------------------------------------------------------------------ found and counted */

static void count_in(struct mus_term_row *row, uint32_t tf, bool translated)
{
    uint16_t amount = (uint16_t)mus_statistics_amount(tf, translated);
    row->companies = amount > row->companies ? amount : row->companies;
    row->literal = row->literal || !translated;
}

static void count_bag(struct mus_term_rows *rows, struct mus_bag bag, bool translated)
{
    for (size_t i = 0; i < bag.count; i++) {
        count_in(&rows->rows[number_of(rows, bag.terms[i].hash)], bag.terms[i].tf, translated);
    }
}

static void read_description(struct mus_term_rows *rows, const struct mus_text_weights *weights,
                             struct mus_bag bag)
{
    uint64_t factor = mus_subject_found_factor(weights, MUS_TEXT_DESCRIPTION, bag.length);
    for (size_t i = 0; i < bag.count; i++) {
        struct mus_term_row *row = &rows->rows[number_of(rows, bag.terms[i].hash)];
        row->described += mus_subject_tf(bag.terms[i].tf) * factor;
        count_in(row, bag.terms[i].tf, false);
    }
}

static void read_translation(struct mus_term_rows *rows, const struct mus_text_weights *weights,
                             struct mus_bag bag, enum mus_found_in in)
{
    for (size_t i = 0; i < bag.count; i++) {
        struct mus_term_row *row = &rows->rows[number_of(rows, bag.terms[i].hash)];
        uint32_t found = mus_subject_translated(weights, bag.terms[i].tf, bag.length);
        uint32_t *most = &row->found_translated[in];
        *most = found > *most ? found : *most;
        count_in(row, bag.terms[i].tf, true);
    }
}

uint32_t mus_term_row_saturation(const struct mus_term_rows *rows,
                                 const struct mus_text_weights *weights, uint32_t term,
                                 enum mus_found_in in)
{
    const struct mus_term_row *row = &rows->rows[term];
    return mus_subject_saturation(weights, mus_term_class_of(rows->numbers.hashes[term]),
                                  row->described + row->found[in]);
}

/* ------------------------------------------------------------------ a live listing */

static enum mus_found_in found_in(const struct mus_firm_listing *listing)
{
    return listing->side == MUS_SIDE_NEED ? MUS_FOUND_IN_NEEDS : MUS_FOUND_ELSEWHERE;
}

/* What an occurrence of a term in some text adds in its listing. */
struct worth {
    uint64_t found, sought;
    bool counts; /* in the statistics */
};

static void add_bag(struct mus_term_rows *rows, struct mus_bag bag, const struct worth *worth)
{
    for (size_t i = 0; i < bag.count; i++) {
        uint32_t number = number_of(rows, bag.terms[i].hash);
        struct mus_term_row *row = &rows->rows[number];
        uint64_t tf = mus_subject_tf(bag.terms[i].tf);
        row->found_here += tf * worth->found;
        row->sought_here += tf * worth->sought;
        if (worth->counts) {
            count_in(row, bag.terms[i].tf, false);
        }
        rows->touched[rows->touched_count++] = number;
    }
}

/* A whole word is all that a term can be. */
static void add_shares(struct mus_term_rows *rows, struct mus_bag bag)
{
    for (size_t i = 0; i < bag.count; i++) {
        uint32_t number = number_of(rows, bag.terms[i].hash);
        struct mus_term_row *row = &rows->rows[number];
        uint64_t share = row->share_here + bag.terms[i].share;
        row->share_here = share < MUS_SHARE_WHOLE ? share : MUS_SHARE_WHOLE;
        rows->touched[rows->touched_count++] = number;
    }
}

static void open_listing(struct mus_term_rows *rows, const struct mus_text_weights *weights,
                         const struct mus_firm_listing *listing)
{
    rows->touched_count = 0;
    for (unsigned f = 0; f < MUS_LISTING_FIELD_COUNT; f++) {
        enum mus_text_field field = (enum mus_text_field)f;
        struct mus_bag bag = listing->fields[f];
        bool seeks = mus_subject_sought_bag(listing, field).count > 0;
        const struct worth worth = {.found = mus_subject_found_factor(weights, field, bag.length),
                                    .sought = seeks ? weights->sought[field] : 0,
                                    .counts = true};
        add_bag(rows, bag, &worth);
    }
    const struct worth partner = {.sought = weights->sought[MUS_TEXT_PARTNER]};
    add_bag(rows, mus_subject_sought_bag(listing, MUS_TEXT_PARTNER), &partner);
    for (unsigned which = 0; which < MUS_SOUGHT_TRANSLATIONS; which++) {
        add_shares(rows, mus_subject_sought_translation(listing, which));
    }
}

static void raise(uint64_t *value, uint64_t urge, uint64_t half)
{
    uint64_t rate = ((urge << MUS_SEEK_SHIFT) + half - 1) / half;
    *value = rate > *value ? rate : *value;
}

/* What was gathered goes into the greatest. A term that was touched repeatedly has nothing left the
 * second time. */
static void close_listing(struct mus_term_rows *rows, const struct mus_text_weights *weights,
                          const struct mus_firm_listing *listing)
{
    uint64_t half = mus_subject_half(weights, listing);
    bool topic = mus_subject_seeking(listing) == MUS_SEEKING_TOPIC;
    enum mus_found_in in = found_in(listing);
    enum mus_seeks_by by = topic ? MUS_SEEKS_BY_TOPIC : MUS_SEEKS_BY_TEXT;
    for (size_t i = 0; i < rows->touched_count; i++) {
        struct mus_term_row *row = &rows->rows[rows->touched[i]];
        row->found[in] = row->found_here > row->found[in] ? row->found_here : row->found[in];
        if (row->sought_here > 0) {
            raise(&row->sought[by], mus_subject_urge(weights, row->sought_here), half);
        }
        if (row->share_here > 0) {
            raise(&row->sought_translated[by], mus_subject_urge_of_share(weights, row->share_here),
                  half);
        }
        row->found_here = row->sought_here = row->share_here = 0;
    }
}

/* ------------------------------------------------------------------ a company */

static void count_listing(struct mus_term_rows *rows, const struct mus_firm_listing *listing)
{
    for (unsigned field = 0; field < MUS_LISTING_FIELD_COUNT; field++) {
        count_bag(rows, listing->fields[field], false);
    }
    count_bag(rows, listing->translated, true);
}

bool mus_term_rows_read(struct mus_term_rows *rows, const struct mus_text_weights *weights,
                        const struct mus_firm *firm, mus_date day)
{
    if (!start(rows, firm)) {
        return false;
    }
    read_description(rows, weights, firm->description);
    read_translation(rows, weights, firm->translated, MUS_FOUND_ELSEWHERE);
    for (size_t i = 0; i < firm->listing_count; i++) {
        const struct mus_firm_listing *listing = &firm->listings[i];
        if (!mus_listing_is_live(listing, day)) {
            count_listing(rows, listing);
            continue;
        }
        open_listing(rows, weights, listing);
        close_listing(rows, weights, listing);
        read_translation(rows, weights, listing->translated, found_in(listing));
    }
    return true;
}

bool mus_term_rows_count(struct mus_term_rows *rows, const struct mus_firm *firm)
{
    if (!start(rows, firm)) {
        return false;
    }
    count_bag(rows, firm->description, false);
    count_bag(rows, firm->translated, true);
    for (size_t i = 0; i < firm->listing_count; i++) {
        count_listing(rows, &firm->listings[i]);
    }
    return true;
}
