/* The weights document: every number the score depends on, as integers. Its digest stands in each
 * result, so that an old ranking can be replayed; nothing else steers the score. */
#ifndef MUS_MATCHER_WEIGHTS_H
#define MUS_MATCHER_WEIGHTS_H

#include "base/status.h"
#include "base/text.h"
#include "matcher/firm.h"
#include "matcher/reference.h"

#include <stdint.h>

/* The named parts of a fit, in the order they are shown. The names are part of the exchange format;
 * additions go to the end. */
enum mus_part {
    MUS_PART_PURPOSE,
    MUS_PART_SUBJECT,
    MUS_PART_TECHNOLOGY,
    MUS_PART_INDUSTRY,
    MUS_PART_MARKET,
    MUS_PART_PARTNER,
    MUS_PART_STAGE,
    MUS_PART_CHANNEL,
    MUS_PART_LANGUAGE,
    MUS_PART_THEME,
    MUS_PART_BREADTH,
    MUS_PART_COUNT
};
/* "purpose", "subject", … */
const char *mus_part_name(enum mus_part part);
/* MUS_PART_COUNT where the name is none. */
enum mus_part mus_part_of(struct mus_text name);

/* How two fits make a score. */
enum mus_formula {
    MUS_FORMULA_FIT,           /* "fit": one direction only, for a bare need */
    MUS_FORMULA_HARMONIC_MEAN, /* "harmonic_mean": 2pq/(p+q), to the nearest; 0 if both are 0 */
    MUS_FORMULA_COUNT
};
const char *mus_formula_name(enum mus_formula formula);
enum mus_formula mus_formula_of(struct mus_text name);

/* Where sought or offered text stands. The first three are a listing's fields, in their order. */
enum mus_text_field {
    MUS_TEXT_TITLE = MUS_LISTING_TITLE,
    MUS_TEXT_KEYWORDS = MUS_LISTING_KEYWORDS,
    MUS_TEXT_TEXT = MUS_LISTING_TEXT,
    MUS_TEXT_DESCRIPTION, /* the company's: what it offers */
    MUS_TEXT_PARTNER,     /* the partner sought */
    MUS_TEXT_TRANSLATED,  /* what words of all these are in the other language */
    MUS_TEXT_FIELD_COUNT
};
/* "title", "keywords", "text", "description", "partner", "translated". */
const char *mus_text_field_name(enum mus_text_field field);

/* All in thousandths unless said. BM25F with fixed reference lengths in place of the collection's
 * averages, so that no score moves because somebody else's text is long. */
struct mus_text_weights {
    uint32_t k1;                          /* how soon repeats stop counting where text is found */
    uint32_t k1_word;                     /* … of words of a script with spaces */
    uint32_t b;                           /* how much length counts, 0 … 1000 */
    uint32_t k3;                          /* how soon repeats stop counting where text is sought */
    uint32_t found[MUS_TEXT_FIELD_COUNT]; /* weight of a field that is searched: not the partner;
                                             translated: of a literal term found as often */
    uint32_t
        sought[MUS_TEXT_FIELD_COUNT]; /* weight of a field that searches: not the description */
    uint32_t length[MUS_TEXT_FIELD_COUNT]; /* usual number of terms of a searched field (no
                                              thousandths) */
    uint32_t term[MUS_TERM_CLASS_COUNT];   /* weight of a term by its class */
    uint32_t translated_most; /* a translated term is worth so much, of a literal one that stands
                                 once, at most */
    uint32_t
        translated_both;   /* weight where both what is sought and what is found are translated */
    uint32_t rarity_floor; /* least rarity of a term, of 1000 for the rarest */
    uint32_t half;  /* for a text of one term: so many rarest terms found in full are worth half */
    uint32_t topic; /* what an offer that says nothing of the partner sought has its own words count
                       for in a bare profile, of 1000 */
};

/* Values are in millionths. */
#define MUS_CODE_LEVELS 6
struct mus_code_weights {
    uint32_t shared[MUS_CODE_LEVELS]; /* by the level (1 = top) of the deepest class both lie in;
                                         [0] is 0; the last stands for all deeper ones */
    uint32_t kin; /* factor where nothing was asked for and the own classes are compared */
};

struct mus_market_weights {
    uint32_t country;        /* the other's country is named */
    uint32_t group;          /* … or lies in a named group */
    uint32_t presence;       /* the other is present in a named country */
    uint32_t presence_group; /* … or in a country of a named group */
    uint32_t any;            /* all countries are welcome */
};

#define MUS_STAGE_GAPS 6
struct mus_weights {
    enum mus_formula formula;         /* not MUS_FORMULA_FIT */
    uint32_t weight[MUS_PART_COUNT];  /* adds up to MUS_MILLION */
    uint32_t neutral[MUS_PART_COUNT]; /* value of a part of which nothing is known */
    struct mus_text_weights text;
    struct mus_code_weights technology;
    struct mus_code_weights industry;
    struct mus_market_weights market;
    uint32_t stage[MUS_STAGE_GAPS]; /* by the number of steps between the two stages */
    uint32_t channel;               /* at least one channel in common */
    uint32_t language;              /* at least one language in common */
};

/* The built-in document. */
struct mus_weights mus_weights_default(void);
/* Every value in its range and the weights adding up; messages name the place as the document does:
 * `weights: the parts add up to 990000, not 1000000`. */
enum mus_status mus_weights_check(const struct mus_weights *weights,
                                  struct mus_error *err) MUS_MUST_CHECK;

#endif
