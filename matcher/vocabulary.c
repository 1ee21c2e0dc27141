#include "matcher/vocabulary.h"

struct words {
    const char *table;
    const char *const *codes;
    unsigned count;
};

#define WORDS(table_name, list)                                                                    \
    {                                                                                              \
        .table = (table_name), .codes = (list), .count = sizeof(list) / sizeof(list)[0]            \
    }

static const char *const KINDS[] = {
    "company",
    "sole_proprietor",
    "university",
    "research_institute",
    "public_body",
    "support_organisation",
    "financial_institution",
    "trading_company",
};
static const char *const COMPANY_STATUSES[] = {"active", "closed", "merged"};
static const char *const MAIN_BUSINESSES[] = {"manufacturing", "wholesale", "retail", "services",
                                              "other"};
static const char *const STAGES[] = {"interest",   "information", "study",
                                     "exhibiting", "first_deal",  "established"};
static const char *const CHANNELS[] = {"online", "face_to_face", "cross_border_ec"};
static const char *const SIDES[] = {"offer", "need"};
static const char *const SIZES[] = {"small", "sme", "large"};
static const char *const REVIEWS[] = {"draft", "published", "suspended"};

static const struct words VOCABULARIES[MUS_VOCABULARY_COUNT] = {
    [MUS_VOCABULARY_KIND] = WORDS("kinds", KINDS),
    [MUS_VOCABULARY_COMPANY_STATUS] = WORDS("status", COMPANY_STATUSES),
    [MUS_VOCABULARY_MAIN_BUSINESS] = WORDS("main_business", MAIN_BUSINESSES),
    [MUS_VOCABULARY_STAGE] = WORDS("stages", STAGES),
    [MUS_VOCABULARY_CHANNEL] = WORDS("channels", CHANNELS),
    [MUS_VOCABULARY_SIDE] = WORDS("sides", SIDES),
    [MUS_VOCABULARY_SIZE] = WORDS("sizes", SIZES),
    [MUS_VOCABULARY_REVIEW] = WORDS("review_states", REVIEWS),
};

unsigned mus_vocabulary_number(enum mus_vocabulary vocabulary, struct mus_text code)
{
    const struct words *words = &VOCABULARIES[vocabulary];
    for (unsigned i = 0; i < words->count; i++) {
        if (mus_text_equals(code, words->codes[i])) {
            return i + 1;
        }
    }
    return 0;
}

const char *mus_vocabulary_code(enum mus_vocabulary vocabulary, unsigned number)
{
    const struct words *words = &VOCABULARIES[vocabulary];
    return number >= 1 && number <= words->count ? words->codes[number - 1] : "";
}

unsigned mus_vocabulary_size(enum mus_vocabulary vocabulary)
{
    return VOCABULARIES[vocabulary].count;
}

const char *mus_vocabulary_table(enum mus_vocabulary vocabulary)
{
    return VOCABULARIES[vocabulary].table;
}
