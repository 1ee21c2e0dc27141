/* Reasons not to suggest a company at all, whatever its score. What was never asked is no veto. */
#ifndef MUS_MATCHER_VETO_H
#define MUS_MATCHER_VETO_H

#include "base/calendar.h"
#include "base/text.h"
#include "matcher/firm.h"

#include <stdbool.h>

/* In the order they are looked for: of several reasons the first is told. */
enum mus_veto {
    MUS_VETO_NONE,
    MUS_VETO_SELF,
    MUS_VETO_SAME_GROUP,
    MUS_VETO_ALREADY_MET,
    MUS_VETO_DECLINED, /* one of the two has declined the other */
    MUS_VETO_NEVER_WISH,
    MUS_VETO_NOT_WITH, /* either names the other */
    MUS_VETO_CLOSED,
    MUS_VETO_MERGED,
    MUS_VETO_PROFILE_EXPIRED,
    MUS_VETO_LISTING_EXPIRED, /* it had listings, and the last day of each is past */
    MUS_VETO_SUSPENDED,
    MUS_VETO_DRAFT,
    MUS_VETO_NOT_SHARED, /* consent was refused or has run out */
    MUS_VETO_HOLD,       /* set by a person on either of the two */
    MUS_VETO_COUNT
};
/* "self", "same_group", …; "" for MUS_VETO_NONE. */
const char *mus_veto_name(enum mus_veto veto);
enum mus_veto mus_veto_of(struct mus_text name); /* MUS_VETO_COUNT where the name is none */

struct mus_veto_context {
    mus_date today;             /* MUS_NO_DATE: nothing expires */
    struct mus_hashes met;      /* ids of those the query's company has met, sorted */
    struct mus_hashes declined; /* ids of those it declined, or who declined it */
    struct mus_hashes
        never; /* ids of those it never wishes to meet, or who never wish to meet it */
};

/* A hold is set on the company that has not run out: nobody is suggested to it, nor it to anybody.
 */
bool mus_veto_is_held(const struct mus_firm *firm, mus_date today);
/* Why the candidate must not be suggested to the query's company (NULL: a bare need, for which only
 * the candidate's own state counts). */
enum mus_veto mus_veto_find(const struct mus_firm *query, const struct mus_firm *candidate,
                            const struct mus_veto_context *context);
/* Why the two must not be brought together, the state of both counting: for pairing, where neither
 * is the one who asks. The lists of the context are a's. */
enum mus_veto mus_veto_pair(const struct mus_firm *a, const struct mus_firm *b,
                            const struct mus_veto_context *context);

#endif
