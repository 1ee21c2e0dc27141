/* The words of the readable form. A number's word stands at its place in the list, from 1. */
#include "ledger/format/ledger_entry.h"

struct words {
    const char *const *names; /* names[0] is unused */
    unsigned end;             /* one more than the last number */
};

#define WORDS(list)                                                                                \
    {                                                                                              \
        .names = (list), .end = sizeof(list) / sizeof(list)[0]                                     \
    }

static const char *const KIND_NAMES[MUS_LEDGER_KIND_END] = {
    "",
    [MUS_LEDGER_NAMED] = "named",
    [MUS_LEDGER_REPORTED] = "reported",
    [MUS_LEDGER_CONFIRMED] = "confirmed",
    [MUS_LEDGER_REVERSED] = "reversed",
    [MUS_LEDGER_SUCCESSION] = "succession",
    [MUS_LEDGER_RULES] = "rules",
    [MUS_LEDGER_FIGURE] = "figure",
    [MUS_LEDGER_ROTATION] = "rotation",
};
static const char *const STAGE_NAMES[MUS_LEDGER_STAGE_END] = {
    "",
    [MUS_LEDGER_MEETING_HELD] = "meeting_held",
    [MUS_LEDGER_FOLLOW_UP] = "follow_up",
    [MUS_LEDGER_CONCLUDED] = "concluded",
    [MUS_LEDGER_FIRST_ORDER] = "first_order",
};
static const char *const SIDE_NAMES[MUS_LEDGER_SIDE_OF_FAIR_END] = {
    "",
    [MUS_LEDGER_EXHIBITOR] = "exhibitor",
    [MUS_LEDGER_VISITOR] = "visitor",
    [MUS_LEDGER_ORGANISER] = "organiser",
};
static const char *const REASON_NAMES[MUS_LEDGER_REASON_END] = {
    "",
    [MUS_LEDGER_MISTAKE] = "mistake",
    [MUS_LEDGER_DUPLICATE] = "duplicate",
    [MUS_LEDGER_CANCELLED] = "cancelled",
    [MUS_LEDGER_UNPROVEN] = "unproven",
    [MUS_LEDGER_NOT_OURS] = "not_ours",
};
static const char *const FIGURE_NAMES[MUS_LEDGER_FIGURE_KIND_END] = {
    "",
    [MUS_LEDGER_TARGET] = "target",
    [MUS_LEDGER_PUBLISHED] = "published",
};

static const struct words KINDS = WORDS(KIND_NAMES);
static const struct words STAGES = WORDS(STAGE_NAMES);
static const struct words SIDES = WORDS(SIDE_NAMES);
static const struct words REASONS = WORDS(REASON_NAMES);
static const struct words FIGURES = WORDS(FIGURE_NAMES);

static const char *name_of(const struct words *words, unsigned number)
{
    return number < words->end ? words->names[number] : "";
}

static unsigned number_of(const struct words *words, struct mus_text name)
{
    for (unsigned i = 1; i < words->end; i++) {
        if (mus_text_equals(name, words->names[i])) {
            return i;
        }
    }
    return 0;
}

const char *mus_ledger_kind_name(enum mus_ledger_kind kind)
{
    return name_of(&KINDS, kind);
}

const char *mus_ledger_stage_name(enum mus_ledger_stage stage)
{
    return name_of(&STAGES, stage);
}

const char *mus_ledger_side_name(enum mus_ledger_side_of_fair side)
{
    return name_of(&SIDES, side);
}

const char *mus_ledger_reason_name(enum mus_ledger_reason reason)
{
    return name_of(&REASONS, reason);
}

const char *mus_ledger_figure_name(enum mus_ledger_figure_kind kind)
{
    return name_of(&FIGURES, kind);
}

enum mus_ledger_kind mus_ledger_kind_of(struct mus_text name)
{
    return (enum mus_ledger_kind)number_of(&KINDS, name);
}

enum mus_ledger_stage mus_ledger_stage_of(struct mus_text name)
{
    return (enum mus_ledger_stage)number_of(&STAGES, name);
}

enum mus_ledger_side_of_fair mus_ledger_side_of(struct mus_text name)
{
    return (enum mus_ledger_side_of_fair)number_of(&SIDES, name);
}

enum mus_ledger_reason mus_ledger_reason_of(struct mus_text name)
{
    return (enum mus_ledger_reason)number_of(&REASONS, name);
}

enum mus_ledger_figure_kind mus_ledger_figure_of(struct mus_text name)
{
    return (enum mus_ledger_figure_kind)number_of(&FIGURES, name);
}
