#include "matcher/evidence.h"

#include "matcher/collector.h"
#include "matcher/scorer.h"

#include <stdlib.h>
#include <string.h>

static const char *const KIND_NAMES[MUS_EVIDENCE_KIND_COUNT] = {
    [MUS_EVIDENCE_TERM] = "term",         [MUS_EVIDENCE_PURPOSE_PAIR] = "purpose_pair",
    [MUS_EVIDENCE_INDUSTRY] = "industry", [MUS_EVIDENCE_TECHNOLOGY] = "technology",
    [MUS_EVIDENCE_COUNTRY] = "country",   [MUS_EVIDENCE_GROUP] = "group",
    [MUS_EVIDENCE_PRESENCE] = "presence", [MUS_EVIDENCE_PRESENCE_GROUP] = "presence_group",
    [MUS_EVIDENCE_ANY] = "any",           [MUS_EVIDENCE_KIND] = "kind",
    [MUS_EVIDENCE_SIZE] = "size",         [MUS_EVIDENCE_STAGE] = "stage",
    [MUS_EVIDENCE_CHANNEL] = "channel",   [MUS_EVIDENCE_LANGUAGE] = "language",
    [MUS_EVIDENCE_THEME] = "theme",       [MUS_EVIDENCE_LISTING_PAIR] = "listing_pair",
};

const char *mus_evidence_kind_name(enum mus_evidence_kind kind)
{
    return KIND_NAMES[kind];
}

/* Of each part no more pieces than this are told, the strongest. */
#define MAX_PIECES 8

struct mus_evidence mus_collector_piece(const struct mus_collector *c, enum mus_part part,
                                        enum mus_evidence_kind kind)
{
    return (struct mus_evidence){
        .part = part,
        .kind = kind,
        .from_listing = c->fit->from_listing,
        .to_listing = c->fit->to_listing,
        .matched = true,
    };
}

void mus_collector_add(struct mus_collector *c, const struct mus_evidence *piece)
{
    if (c->count == c->capacity) {
        size_t capacity = c->capacity == 0 ? 64 : 2 * c->capacity;
        struct mus_evidence *items = mus_arena_alloc(c->arena, capacity, sizeof *items);
        if (items == NULL) {
            c->failed = true;
            return;
        }
        if (c->count > 0) {
            memcpy(items, c->items, c->count * sizeof *items);
        }
        c->items = items;
        c->capacity = capacity;
    }
    c->items[c->count++] = *piece;
}

static int compare_pieces(const void *left, const void *right)
{
    const struct mus_evidence *l = left;
    const struct mus_evidence *r = right;
    if (l->value != r->value) {
        return l->value > r->value ? -1 : 1;
    }
    if (l->from != r->from) {
        return l->from < r->from ? -1 : 1;
    }
    if (l->to != r->to) {
        return l->to < r->to ? -1 : 1;
    }
    return (int)l->kind - (int)r->kind;
}

/* Sorts what has been added from `first` on, and keeps the strongest. */
static void settle(struct mus_collector *c, size_t first, size_t most)
{
    if (c->count - first > 1) {
        qsort(&c->items[first], c->count - first, sizeof *c->items, compare_pieces);
    }
    if (c->count - first > most) {
        c->count = first + most;
    }
}

/* Pieces of parts that companies have, not listings. */
static void add_company(struct mus_collector *c, enum mus_part part, enum mus_evidence_kind kind,
                        uint64_t from, uint64_t to)
{
    struct mus_evidence piece = mus_collector_piece(c, part, kind);
    piece.from = from;
    piece.to = to;
    piece.from_listing = piece.to_listing = MUS_NO_LISTING;
    piece.value = c->fit->parts[part].value;
    piece.matched = piece.value > 0;
    mus_collector_add(c, &piece);
}

static void add_channels(struct mus_collector *c)
{
    for (unsigned channel = 1; channel < 16; channel++) {
        if (((c->from->channels & c->to->channels) >> channel & 1) != 0) {
            add_company(c, MUS_PART_CHANNEL, MUS_EVIDENCE_CHANNEL, channel, channel);
        }
    }
}

static void add_languages(struct mus_collector *c)
{
    for (size_t i = 0; i < c->from->languages.count; i++) {
        uint64_t language = c->from->languages.items[i];
        if (mus_hashes_has(c->to->languages, language)) {
            add_company(c, MUS_PART_LANGUAGE, MUS_EVIDENCE_LANGUAGE, language, language);
        }
    }
}

static void add_breadth(struct mus_collector *c)
{
    if (c->fit->second_from == MUS_NO_LISTING || c->fit->second_to == MUS_NO_LISTING) {
        return;
    }
    struct mus_evidence piece = mus_collector_piece(c, MUS_PART_BREADTH, MUS_EVIDENCE_LISTING_PAIR);
    piece.from_listing = c->fit->second_from;
    piece.to_listing = c->fit->second_to;
    piece.value = c->fit->parts[MUS_PART_BREADTH].value;
    mus_collector_add(c, &piece);
}

static void add_part(struct mus_collector *c, enum mus_part part)
{
    switch (part) {
    case MUS_PART_PURPOSE:
        mus_collect_purposes(c);
        break;
    case MUS_PART_SUBJECT:
        mus_collect_terms(c);
        break;
    case MUS_PART_TECHNOLOGY:
        mus_collect_technology(c);
        break;
    case MUS_PART_INDUSTRY:
        mus_collect_industry(c);
        break;
    case MUS_PART_MARKET:
        mus_collect_market(c);
        break;
    case MUS_PART_PARTNER:
        mus_collect_partner(c);
        break;
    case MUS_PART_STAGE:
        add_company(c, part, MUS_EVIDENCE_STAGE, c->from->stage, c->to->stage);
        break;
    case MUS_PART_CHANNEL:
        add_channels(c);
        break;
    case MUS_PART_LANGUAGE:
        add_languages(c);
        break;
    case MUS_PART_THEME:
        mus_collect_theme(c);
        break;
    case MUS_PART_BREADTH:
        add_breadth(c);
        break;
    case MUS_PART_COUNT:
        break;
    }
}

static const struct mus_firm_listing *listing_of(const struct mus_firm *firm, uint32_t index)
{
    return index < firm->listing_count ? &firm->listings[index] : NULL;
}

enum mus_status mus_evidence_collect(const struct mus_scorer *scorer, const struct mus_firm *from,
                                     const struct mus_firm *to, const struct mus_fit *fit,
                                     size_t max_terms, struct mus_arena *arena,
                                     struct mus_evidence_list *out, struct mus_error *err)
{
    struct mus_collector c = {
        .scorer = scorer,
        .weights = scorer->rules.weights,
        .from = from,
        .to = to,
        .fit = fit,
        .from_listing = listing_of(from, fit->from_listing),
        .to_listing = listing_of(to, fit->to_listing),
        .arena = arena,
    };
    for (unsigned part = 0; part < MUS_PART_COUNT && !c.failed; part++) {
        if (fit->parts[part].weight > 0 && !fit->parts[part].unknown) {
            size_t first = c.count;
            add_part(&c, (enum mus_part)part);
            settle(&c, first, part == MUS_PART_SUBJECT ? max_terms : MAX_PIECES);
        }
    }
    if (c.failed) {
        return mus_fail_memory(err);
    }
    *out = (struct mus_evidence_list){c.items, c.count};
    return MUS_OK;
}
