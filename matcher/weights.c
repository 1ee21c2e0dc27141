#include "matcher/weights.h"

static const char *const PART_NAMES[MUS_PART_COUNT] = {
    [MUS_PART_PURPOSE] = "purpose",       [MUS_PART_SUBJECT] = "subject",
    [MUS_PART_TECHNOLOGY] = "technology", [MUS_PART_INDUSTRY] = "industry",
    [MUS_PART_MARKET] = "market",         [MUS_PART_PARTNER] = "partner",
    [MUS_PART_STAGE] = "stage",           [MUS_PART_CHANNEL] = "channel",
    [MUS_PART_LANGUAGE] = "language",     [MUS_PART_THEME] = "theme",
    [MUS_PART_BREADTH] = "breadth",
};

static const char *const FORMULA_NAMES[MUS_FORMULA_COUNT] = {
    [MUS_FORMULA_FIT] = "fit",
    [MUS_FORMULA_HARMONIC_MEAN] = "harmonic_mean",
};

static const char *const FIELD_NAMES[MUS_TEXT_FIELD_COUNT] = {
    [MUS_TEXT_TITLE] = "title",     [MUS_TEXT_KEYWORDS] = "keywords",
    [MUS_TEXT_TEXT] = "text",       [MUS_TEXT_DESCRIPTION] = "description",
    [MUS_TEXT_PARTNER] = "partner", [MUS_TEXT_TRANSLATED] = "translated",
};

const char *mus_part_name(enum mus_part part)
{
    return PART_NAMES[part];
}

enum mus_part mus_part_of(struct mus_text name)
{
    unsigned part = 0;
    while (part < MUS_PART_COUNT && !mus_text_equals(name, PART_NAMES[part])) {
        part++;
    }
    return (enum mus_part)part;
}

const char *mus_formula_name(enum mus_formula formula)
{
    return FORMULA_NAMES[formula];
}

enum mus_formula mus_formula_of(struct mus_text name)
{
    unsigned formula = 0;
    while (formula < MUS_FORMULA_COUNT && !mus_text_equals(name, FORMULA_NAMES[formula])) {
        formula++;
    }
    return (enum mus_formula)formula;
}

const char *mus_text_field_name(enum mus_text_field field)
{
    return FIELD_NAMES[field];
}

/* Where the numbers come from: k1 and b are those that did best on Japanese business texts indexed
 * as bigrams and single characters; with them usual lengths of 100 terms beat 200 and 400 on
 * contracts (nDCG@10 .333, .326, .321), abstracts (.367, .362, .344) and, evenly, on classes. What
 * classes of terms weigh, and k1 of words, are measured too (bench/quality/README.md), as is what a
 * translation is worth. With
 * half at 0.6 the best of a thousand texts is worth about 0.6 and a random one 0.13 to 0.15.
 * Purpose and subject carry half of the weight, for without them there is nothing to talk about;
 * industry stays below technology and subject together, because an imported row often has an
 * industry and nothing else. Neutral values lie below the middle where silence is more often
 * absence (subject, codes), at or above it where it is just an unfilled form (stage, channel). */
struct mus_weights mus_weights_default(void)
{
    return (struct mus_weights){
        .formula = MUS_FORMULA_HARMONIC_MEAN,
        .weight =
            {
                [MUS_PART_PURPOSE] = 180000,
                [MUS_PART_SUBJECT] = 330000,
                [MUS_PART_TECHNOLOGY] = 90000,
                [MUS_PART_INDUSTRY] = 110000,
                [MUS_PART_MARKET] = 120000,
                [MUS_PART_PARTNER] = 70000,
                [MUS_PART_STAGE] = 20000,
                [MUS_PART_CHANNEL] = 20000,
                [MUS_PART_LANGUAGE] = 40000,
                [MUS_PART_THEME] = 0,
                [MUS_PART_BREADTH] = 20000,
            },
        .neutral =
            {
                [MUS_PART_PURPOSE] = 400000,
                [MUS_PART_SUBJECT] = 100000,
                [MUS_PART_TECHNOLOGY] = 250000,
                [MUS_PART_INDUSTRY] = 250000,
                [MUS_PART_MARKET] = 400000,
                [MUS_PART_PARTNER] = 500000,
                [MUS_PART_STAGE] = 600000,
                [MUS_PART_CHANNEL] = 600000,
                [MUS_PART_LANGUAGE] = 500000,
                [MUS_PART_THEME] = 300000,
                [MUS_PART_BREADTH] = 0,
            },
        .text =
            {
                .k1 = 1200,
                .k1_word = 1800,
                .b = 750,
                .k3 = 8000,
                .found =
                    {
                        [MUS_TEXT_TITLE] = 1500,
                        [MUS_TEXT_KEYWORDS] = 1500,
                        [MUS_TEXT_TEXT] = 1000,
                        [MUS_TEXT_DESCRIPTION] = 1000,
                        [MUS_TEXT_TRANSLATED] = 400,
                    },
                .sought =
                    {
                        [MUS_TEXT_TITLE] = 1500,
                        [MUS_TEXT_KEYWORDS] = 1500,
                        [MUS_TEXT_TEXT] = 1000,
                        [MUS_TEXT_PARTNER] = 1000,
                        [MUS_TEXT_TRANSLATED] = 900,
                    },
                .length =
                    {
                        [MUS_TEXT_TITLE] = 30,
                        [MUS_TEXT_KEYWORDS] = 40,
                        [MUS_TEXT_TEXT] = 100,
                        [MUS_TEXT_DESCRIPTION] = 100,
                        [MUS_TEXT_PARTNER] = 40,
                        [MUS_TEXT_TRANSLATED] = 100,
                    },
                .term =
                    {
                        [MUS_TERM_WORD] = 1000,
                        [MUS_TERM_PAIR] = 1000,
                        [MUS_TERM_SINGLE] = 1200,
                        [MUS_TERM_KATAKANA_PAIR] = 500,
                        [MUS_TERM_KATAKANA_WORD] = 2000,
                    },
                .translated_most = 900,
                .translated_both = 1200,
                .rarity_floor = 20,
                .half = 600,
                .topic = 500,
            },
        .technology = {.shared = {0, 50000, 250000, 500000, 700000, 850000}, .kin = 700000},
        .industry = {.shared = {0, 150000, 450000, 700000, 900000, 1000000}, .kin = 700000},
        .market =
            {
                .country = 1000000,
                .group = 900000,
                .presence = 700000,
                .presence_group = 600000,
                .any = 500000,
            },
        .stage = {1000000, 850000, 700000, 500000, 300000, 150000},
        .channel = 1000000,
        .language = 1000000,
    };
}

struct range {
    const char *place;
    uint32_t value;
    uint32_t least;
    uint32_t most;
};

static enum mus_status check_range(const struct range *range, struct mus_error *err)
{
    if (range->value >= range->least && range->value <= range->most) {
        return MUS_OK;
    }
    return mus_fail(err, MUS_INVALID, "weights.%s: %u is not between %u and %u", range->place,
                    range->value, range->least, range->most);
}

static enum mus_status check_parts(const struct mus_weights *weights, struct mus_error *err)
{
    uint64_t sum = 0;
    for (unsigned part = 0; part < MUS_PART_COUNT; part++) {
        sum += weights->weight[part];
        if (weights->neutral[part] > MUS_MILLION) {
            return mus_fail(err, MUS_INVALID, "weights.neutral.%s: %u is not between 0 and %u",
                            PART_NAMES[part], weights->neutral[part], MUS_MILLION);
        }
    }
    if (sum != MUS_MILLION) {
        return mus_fail(err, MUS_INVALID, "weights: the parts add up to %llu, not %u",
                        (unsigned long long)sum, MUS_MILLION);
    }
    return MUS_OK;
}

static enum mus_status check_fields(const struct mus_text_weights *text, struct mus_error *err)
{
    for (unsigned field = 0; field < MUS_TEXT_FIELD_COUNT; field++) {
        if (text->found[field] > 100000 || text->sought[field] > 100000) {
            return mus_fail(err, MUS_INVALID, "weights.text: the weight of %s is above 100000",
                            FIELD_NAMES[field]);
        }
        if (text->length[field] < 1 || text->length[field] > 1000000) {
            return mus_fail(err, MUS_INVALID,
                            "weights.text.length.%s: %u is not between 1 and 1000000",
                            FIELD_NAMES[field], text->length[field]);
        }
    }
    return MUS_OK;
}

static enum mus_status check_terms(const struct mus_text_weights *text, struct mus_error *err)
{
    for (unsigned class = 0; class < MUS_TERM_CLASS_COUNT; class ++) {
        if (text->term[class] > 4000) {
            return mus_fail(err, MUS_INVALID, "weights.text.term[%u]: %u is not between 0 and 4000",
                            class, text->term[class]);
        }
    }
    const uint32_t translated[] = {text->found[MUS_TEXT_TRANSLATED],
                                   text->sought[MUS_TEXT_TRANSLATED]};
    for (size_t i = 0; i < 2; i++) {
        if (translated[i] > 1000) {
            return mus_fail(err, MUS_INVALID,
                            "weights.text.%s.translated: %u is not between 0 and 1000",
                            i == 0 ? "found" : "sought", translated[i]);
        }
    }
    return MUS_OK;
}

static enum mus_status check_codes(const char *name, const struct mus_code_weights *codes,
                                   struct mus_error *err)
{
    for (unsigned level = 0; level < MUS_CODE_LEVELS; level++) {
        if (codes->shared[level] > MUS_MILLION ||
            (level > 0 && codes->shared[level] < codes->shared[level - 1])) {
            return mus_fail(err, MUS_INVALID,
                            "weights.%s.shared[%u]: %u is above %u or falls with depth", name,
                            level, codes->shared[level], MUS_MILLION);
        }
    }
    if (codes->shared[0] != 0 || codes->kin > MUS_MILLION) {
        return mus_fail(err, MUS_INVALID, "weights.%s: %s", name,
                        codes->kin > MUS_MILLION ? "kin is above 1000000" : "shared[0] is not 0");
    }
    return MUS_OK;
}

static enum mus_status check_numbers(const struct mus_weights *weights, struct mus_error *err)
{
    const struct range ranges[] = {
        {"text.k1", weights->text.k1, 1, 100000},
        {"text.k1_word", weights->text.k1_word, 1, 100000},
        {"text.b", weights->text.b, 0, 1000},
        {"text.k3", weights->text.k3, 1, 100000},
        {"text.translated_most", weights->text.translated_most, 0, 1000},
        {"text.translated_both", weights->text.translated_both, 0, 4000},
        {"text.rarity_floor", weights->text.rarity_floor, 1, 1000},
        {"text.half", weights->text.half, 1, 100000},
        {"text.topic", weights->text.topic, 0, 1000},
        {"market.country", weights->market.country, 0, MUS_MILLION},
        {"market.group", weights->market.group, 0, MUS_MILLION},
        {"market.presence", weights->market.presence, 0, MUS_MILLION},
        {"market.presence_group", weights->market.presence_group, 0, MUS_MILLION},
        {"market.any", weights->market.any, 0, MUS_MILLION},
        {"stage[0]", weights->stage[0], 0, MUS_MILLION},
        {"stage[1]", weights->stage[1], 0, MUS_MILLION},
        {"stage[2]", weights->stage[2], 0, MUS_MILLION},
        {"stage[3]", weights->stage[3], 0, MUS_MILLION},
        {"stage[4]", weights->stage[4], 0, MUS_MILLION},
        {"stage[5]", weights->stage[5], 0, MUS_MILLION},
        {"channel", weights->channel, 0, MUS_MILLION},
        {"language", weights->language, 0, MUS_MILLION},
    };
    for (size_t i = 0; i < sizeof ranges / sizeof ranges[0]; i++) {
        enum mus_status status = check_range(&ranges[i], err);
        if (status != MUS_OK) {
            return status;
        }
    }
    return MUS_OK;
}

enum mus_status mus_weights_check(const struct mus_weights *weights, struct mus_error *err)
{
    if (weights->formula != MUS_FORMULA_HARMONIC_MEAN) {
        return mus_fail(err, MUS_INVALID, "weights.formula: expected \"%s\"",
                        FORMULA_NAMES[MUS_FORMULA_HARMONIC_MEAN]);
    }
    enum mus_status status = check_parts(weights, err);
    if (status == MUS_OK) {
        status = check_fields(&weights->text, err);
    }
    if (status == MUS_OK) {
        status = check_terms(&weights->text, err);
    }
    if (status == MUS_OK) {
        status = check_codes("technology", &weights->technology, err);
    }
    if (status == MUS_OK) {
        status = check_codes("industry", &weights->industry, err);
    }
    return status == MUS_OK ? check_numbers(weights, err) : status;
}
