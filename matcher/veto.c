#include "matcher/veto.h"

#include "matcher/score.h"

#include <stdbool.h>
#include <stddef.h>

static const char *const NAMES[MUS_VETO_COUNT] = {
    [MUS_VETO_NONE] = "",
    [MUS_VETO_SELF] = "self",
    [MUS_VETO_SAME_GROUP] = "same_group",
    [MUS_VETO_ALREADY_MET] = "already_met",
    [MUS_VETO_DECLINED] = "declined",
    [MUS_VETO_NEVER_WISH] = "never_wish",
    [MUS_VETO_NOT_WITH] = "not_with",
    [MUS_VETO_CLOSED] = "closed",
    [MUS_VETO_MERGED] = "merged",
    [MUS_VETO_PROFILE_EXPIRED] = "profile_expired",
    [MUS_VETO_LISTING_EXPIRED] = "listing_expired",
    [MUS_VETO_SUSPENDED] = "suspended",
    [MUS_VETO_DRAFT] = "draft",
    [MUS_VETO_NOT_SHARED] = "not_shared",
    [MUS_VETO_HOLD] = "hold",
};

const char *mus_veto_name(enum mus_veto veto)
{
    return NAMES[veto];
}

enum mus_veto mus_veto_of(struct mus_text name)
{
    unsigned veto = 1;
    while (veto < MUS_VETO_COUNT && !mus_text_equals(name, NAMES[veto])) {
        veto++;
    }
    return (enum mus_veto)veto;
}

/* MUS_NO_DATE is the least of all dates: as a last day it means no end, as today no day at all. */
static bool is_past(mus_date last_day, mus_date today)
{
    return last_day != MUS_NO_DATE && last_day < today;
}

static bool all_listings_past(const struct mus_firm *firm, mus_date today)
{
    for (size_t i = 0; i < firm->listing_count; i++) {
        if (mus_listing_is_live(&firm->listings[i], today)) {
            return false;
        }
    }
    return firm->listing_count > 0;
}

/* What stands between the two. */
static enum mus_veto between(const struct mus_firm *query, const struct mus_firm *candidate,
                             const struct mus_veto_context *context)
{
    if (mus_text_equal(query->id, candidate->id)) {
        return MUS_VETO_SELF;
    }
    if (query->group != 0 && query->group == candidate->group) {
        return MUS_VETO_SAME_GROUP;
    }
    if (mus_hashes_has(context->met, candidate->id_hash)) {
        return MUS_VETO_ALREADY_MET;
    }
    if (mus_hashes_has(context->declined, candidate->id_hash)) {
        return MUS_VETO_DECLINED;
    }
    if (mus_hashes_has(context->never, candidate->id_hash)) {
        return MUS_VETO_NEVER_WISH;
    }
    if (mus_hashes_has(query->not_with, candidate->id_hash) ||
        mus_hashes_has(candidate->not_with, query->id_hash)) {
        return MUS_VETO_NOT_WITH;
    }
    return MUS_VETO_NONE;
}

bool mus_veto_is_held(const struct mus_firm *firm, mus_date today)
{
    return firm->held && !is_past(firm->held_until, today);
}

/* What the company's own state forbids. */
static enum mus_veto of_itself(const struct mus_firm *firm, mus_date today)
{
    if (firm->status == MUS_COMPANY_CLOSED) {
        return MUS_VETO_CLOSED;
    }
    if (firm->status == MUS_COMPANY_MERGED) {
        return MUS_VETO_MERGED;
    }
    if (is_past(firm->profile_valid_until, today)) {
        return MUS_VETO_PROFILE_EXPIRED;
    }
    if (all_listings_past(firm, today)) {
        return MUS_VETO_LISTING_EXPIRED;
    }
    if (firm->review == MUS_REVIEW_SUSPENDED) {
        return MUS_VETO_SUSPENDED;
    }
    if (firm->review == MUS_REVIEW_DRAFT) {
        return MUS_VETO_DRAFT;
    }
    if (firm->profile_withheld || is_past(firm->consent_until, today)) {
        return MUS_VETO_NOT_SHARED;
    }
    return mus_veto_is_held(firm, today) ? MUS_VETO_HOLD : MUS_VETO_NONE;
}

enum mus_veto mus_veto_find(const struct mus_firm *query, const struct mus_firm *candidate,
                            const struct mus_veto_context *context)
{
    enum mus_veto veto = query == NULL ? MUS_VETO_NONE : between(query, candidate, context);
    if (veto == MUS_VETO_NONE) {
        veto = of_itself(candidate, context->today);
    }
    if (veto == MUS_VETO_NONE && query != NULL && mus_veto_is_held(query, context->today)) {
        veto = MUS_VETO_HOLD;
    }
    return veto;
}

enum mus_veto mus_veto_pair(const struct mus_firm *a, const struct mus_firm *b,
                            const struct mus_veto_context *context)
{
    enum mus_veto veto = between(a, b, context);
    if (veto != MUS_VETO_NONE) {
        return veto;
    }
    /* Of both states the reason that comes first in the order. */
    enum mus_veto first = of_itself(a, context->today);
    enum mus_veto second = of_itself(b, context->today);
    if (first == MUS_VETO_NONE || (second != MUS_VETO_NONE && second < first)) {
        return second;
    }
    return first;
}
