/* What the index keeps of one company: features, which are looked up, and facts, which are looked
 * at. Inside the index.
 *
 * Both describe the company as it stands on one day: what has an end takes part as on that day. The
 * description holds on every day from `from` to `until`; on others the company must be looked at
 * itself. */
#ifndef MUS_MATCHER_INDEX_FEATURES_H
#define MUS_MATCHER_INDEX_FEATURES_H

#include "base/status.h"
#include "matcher/firm.h"
#include "matcher/weights.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* What a feature says of the company; its hash says of what. */
enum mus_feature_kind {
    MUS_FEATURE_FOUND,            /* the term stands in the text of the bare profile or of an offer:
                                     how far it saturates at most */
    MUS_FEATURE_FOUND_TRANSLATED, /* … in a translation */
    MUS_FEATURE_FOUND_IN_NEED,    /* … of a need: by how much more than what FOUND says */
    MUS_FEATURE_FOUND_IN_NEED_TRANSLATED,
    MUS_FEATURE_SOUGHT,            /* a listing seeks the term: urge / half at most */
    MUS_FEATURE_SOUGHT_TRANSLATED, /* … as a translation */
    MUS_FEATURE_TOPIC,             /* likewise, of offers that seek by their own topic alone */
    MUS_FEATURE_TOPIC_TRANSLATED,
    MUS_FEATURE_INDUSTRY,       /* of the company or a listing */
    MUS_FEATURE_INDUSTRY_ASKED, /* of a need, or of the partner sought */
    MUS_FEATURE_TECHNOLOGY,
    MUS_FEATURE_TECHNOLOGY_ASKED, /* of a need */
    MUS_FEATURE_MARKET,           /* of the company or a listing */
    MUS_FEATURE_PURPOSE,
    MUS_FEATURE_LANGUAGE,
    MUS_FEATURE_CERTIFICATION,
    MUS_FEATURE_PRESENCE,
    MUS_FEATURE_REGION,
    MUS_FEATURE_COUNTRY,
    MUS_FEATURE_GROUP,    /* the corporate group */
    MUS_FEATURE_NOT_WITH, /* an id */
    MUS_FEATURE_COUNT
};

/* Whether features of the kind count in the statistics. */
static inline bool mus_feature_kind_counts(unsigned kind)
{
    return kind == MUS_FEATURE_FOUND || kind == MUS_FEATURE_FOUND_TRANSLATED;
}

/* Kinds that are also kept by document: see forward.h. */
#define MUS_FORWARD_FIRST MUS_FEATURE_INDUSTRY
#define MUS_FORWARD_LAST MUS_FEATURE_MARKET

/* urge / half, both as in matcher/subject.h, as an integer. */
#define MUS_SEEK_SHIFT 32

struct mus_feature {
    uint64_t hash;
    uint16_t companies; /* for how much of a company it counts in the statistics, in 1024ths */
    uint8_t kind;
    uint8_t code;  /* strength, on the grid */
    bool standing; /* on the day; else it counts in the statistics alone */
};

/* Of the company on the day. The first sixteen are a column, those from MUS_FACT_BITS on are sets
 * of documents. */
enum mus_fact_flag {
    MUS_FACT_OFFER = 1 << 0, /* has a live listing of that side */
    MUS_FACT_NEED = 1 << 1,
    MUS_FACT_TEXT = 1 << 2,               /* the description or a live listing has text */
    MUS_FACT_OFFERS_BY_TEXT = 1 << 3,     /* every live offer seeks by text */
    MUS_FACT_WORDLESS_NEED = 1 << 4,      /* a live need that says nothing */
    MUS_FACT_PARTNER = 1 << 5,            /* a live listing says who the partner should be */
    MUS_FACT_AIMLESS_OFFER = 1 << 6,      /* a live offer without a purpose */
    MUS_FACT_WITHOUT_MARKET = 1 << 7,     /* the company, or a live listing of one without */
    MUS_FACT_WITHOUT_INDUSTRY = 1 << 8,   /* the company itself */
    MUS_FACT_WITHOUT_TECHNOLOGY = 1 << 9, /* likewise */
    MUS_FACT_PRESENT = 1 << 10,           /* somewhere */
    MUS_FACT_LISTED = 1 << 11,            /* has a live listing */
    MUS_FACT_AIMLESS_NEED = 1 << 12,      /* a live need without a purpose */
    MUS_FACT_BARRED = 1 << 16,            /* its own state forbids to suggest it */
    /* It states such codes, itself or in a live listing. */
    MUS_FACT_COUNTRY = 1 << 17,
    MUS_FACT_MARKET = 1 << 18,
    MUS_FACT_PURPOSE = 1 << 19,
    MUS_FACT_INDUSTRY = 1 << 20,
    MUS_FACT_TECHNOLOGY = 1 << 21,
    MUS_FACT_LANGUAGE = 1 << 22,
    MUS_FACT_CERTIFICATION = 1 << 23,
    MUS_FACT_PRESENCE = 1 << 24,
    MUS_FACT_REGION = 1 << 25,
    /* Sides again, as sets. */
    MUS_FACT_OFFERING = 1 << 26,
    MUS_FACT_NEEDING = 1 << 27,
};

#define MUS_FACT_BITS 16 /* the first flag that is a set of documents */
#define MUS_FACT_BIT_COUNT 12

struct mus_facts {
    uint32_t flags;
    uint8_t kind, size, stage, channels, main_business;
    int64_t employees; /* -1: not known */
    int64_t capital_jpy;
    mus_date from;  /* MUS_NO_DATE: since ever */
    mus_date until; /* MUS_FOR_EVER: no end */
};

#define MUS_FOR_EVER INT32_MAX

/* Belongs to one thread at a time; NULL: no memory. */
struct mus_feature_maker;
struct mus_feature_maker *mus_feature_maker_new(const struct mus_text_weights *weights,
                                                mus_date day);
void mus_feature_maker_free(struct mus_feature_maker *maker);

/* The firm's features in no particular order, each hash of a kind once; borrowed until the next
 * call. The only failure is MUS_NO_MEMORY. */
enum mus_status mus_features_of(struct mus_feature_maker *maker, const struct mus_firm *firm,
                                const struct mus_feature **features, size_t *count,
                                struct mus_facts *facts, struct mus_error *err) MUS_MUST_CHECK;

/* The purposes of its live listings of the side, each once, ascending, as many as there is room
 * for; returns how many there are. */
size_t mus_feature_purposes(const struct mus_firm *firm, mus_date day, enum mus_side side,
                            uint64_t *out, size_t most);

/* For how much companies count in the statistics, by kind and hash, ascending; repeats add up. */
struct mus_feature_count {
    enum mus_feature_kind kind; /* of what is found: no other counts */
    uint64_t hash;
    uint32_t companies; /* in 1024ths */
};
struct mus_feature_counts {
    const struct mus_feature_count *items;
    size_t count;
};

/* By kind, then by hash; for qsort. */
int mus_feature_count_compare(const void *left, const void *right);
/* Sorts, and adds up what is repeated; returns how many are left. */
size_t mus_feature_counts_sort(struct mus_feature_count *counts, size_t count);

/* What the firm's features count for, without what counts for nothing; borrowed until the next
 * call. The maker's weights and day make no difference. A segment does not tell it of a single
 * company: who marks one as gone keeps it. The only failure is MUS_NO_MEMORY. */
enum mus_status mus_feature_counts_of(struct mus_feature_maker *maker, const struct mus_firm *firm,
                                      struct mus_feature_counts *out,
                                      struct mus_error *err) MUS_MUST_CHECK;

#endif
