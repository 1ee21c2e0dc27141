/* The count's working memory, and its steps in the order in which they are taken. */
#ifndef MUS_LEDGER_FORMAT_COUNT_INTERNAL_H
#define MUS_LEDGER_FORMAT_COUNT_INTERNAL_H

#include "ledger/format/book_internal.h"
#include "ledger/format/count.h"
#include "ledger/format/slots.h"

/* What is done with the entries of a topic; all zero: they are not looked at. */
struct mus_topic_use {
    uint64_t *other; /* the counter of those that the rules do not speak of; NULL: a clause does */
    uint32_t group;  /* equal: one programme and edition */
    uint32_t match;  /* named, equal: nothing in one_match but the pair tells them apart */
    bool named, reported; /* looked at as such */
    bool of_year;
    bool confirmed; /* the clause asks for it */
    bool grouped;   /* the year has questionnaires of the group */
    bool asked;     /* the same, of the group that bears this topic's number */
};

/* A questionnaire that stands. */
struct mus_questionnaire {
    uint32_t entry;
    uint32_t firm, group;
    unsigned side;
    uint32_t left; /* of n */
    uint32_t next; /* the next one of this firm and group, + 1 */
};

/* A named entry that counts. */
struct mus_match_found {
    uint32_t firms[2]; /* the lesser first */
    uint32_t match;    /* of its topic */
    uint32_t entry;
};

struct mus_counting {
    const struct mus_book *book;
    const struct mus_rule_set *rules;
    int fiscal_year;
    size_t seen;                /* entries that exist */
    uint32_t *firms;            /* by party: one number a firm */
    struct mus_topic_use *uses; /* by topic + 1, as topic_of has it; the first is never looked at */
    uint8_t *years;             /* by fiscal year: its named entries are looked at */
    size_t match_bound;         /* no more of them can count */
    struct mus_questionnaire *questionnaires;
    struct mus_match_found *matches;
    struct mus_suppressed *suppressed;
    size_t questionnaire_count, match_count, suppressed_count;
    size_t questionnaire_room, suppressed_room;
    struct mus_slots questionnaire_slots; /* by firm, group and side */
    struct mus_slots respondent_slots;    /* by firm and group: the first of a chain */
    struct mus_slots match_slots;
    uint64_t other_stage, other_programme, other_side;
    struct mus_error *err;
};

/* The firms at this moment: *out holds one number a party, equal for parties of one firm. The
 * caller frees it. */
enum mus_status mus_book_firms(const struct mus_book *book, size_t seen, bool by_number,
                               uint32_t **out, struct mus_error *err) MUS_MUST_CHECK;

/* Holds an entry to its clause: *candidate is true where nothing but an earlier entry
 * can keep it from counting. Of the year's entries those that the rules do not speak of are told,
 * and those that are reversed or lack a confirmation are suppressed. */
enum mus_status mus_counting_judge(struct mus_counting *counting, uint32_t entry,
                                   bool *candidate) MUS_MUST_CHECK;
static inline const struct mus_topic_use *mus_counting_use(const struct mus_counting *counting,
                                                           size_t entry)
{
    return &counting->uses[counting->book->topic_of[entry]];
}
/* Whether the entry is dated in the fiscal year that is asked for. */
static inline bool mus_counting_of_year(const struct mus_counting *counting, uint32_t entry)
{
    return mus_counting_use(counting, entry)->of_year;
}
/* Lists it, where the entry is of the year. */
enum mus_status mus_counting_suppress(struct mus_counting *counting, uint32_t entry, uint32_t count,
                                      enum mus_count_reason reason,
                                      uint64_t same_as) MUS_MUST_CHECK;

/* Finds which topics are looked at, and how. */
enum mus_status mus_counting_scope(struct mus_counting *counting) MUS_MUST_CHECK;
/* Finds the questionnaires that stand, of those groups. */
enum mus_status mus_counting_reported(struct mus_counting *counting) MUS_MUST_CHECK;
/* Takes one from what the respondents among these firms have reported. */
enum mus_status mus_counting_reduce(struct mus_counting *counting, uint32_t group,
                                    const struct mus_match_found *match) MUS_MUST_CHECK;
/* Finds the named entries that count, and reduces what was reported. */
enum mus_status mus_counting_named(struct mus_counting *counting) MUS_MUST_CHECK;

#endif
