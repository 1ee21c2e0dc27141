#include "ledger/format/count_internal.h"

/* Which questionnaires bear on the year's: those of the same programme and edition, whenever they
 * came in, since the first of one respondent stands. Which named entries do: those of the year,
 * those of years in which a named entry may reduce one of the year's questionnaires, and all where
 * one match may lie in two years. */
void mus_counting_scope(struct mus_counting *counting)
{
    const struct mus_book_item *items = counting->book->items;
    bool any_group = false;
    for (size_t i = 0; i < counting->seen; i++) {
        if (items[i].kind == MUS_LEDGER_REPORTED && items[i].fiscal_year == counting->fiscal_year) {
            counting->groups[items[i].as.counted.group] = 1;
            any_group = true;
        }
    }
    bool all_years = (counting->rules->one_match & MUS_MATCH_FISCAL_YEAR) == 0;
    for (size_t i = 0; (any_group || all_years) && i < counting->seen; i++) {
        if (items[i].kind == MUS_LEDGER_NAMED &&
            (all_years || counting->groups[items[i].as.counted.group] != 0)) {
            counting->years[items[i].fiscal_year] = 1;
        }
    }
    if (counting->fiscal_year >= 0 && counting->fiscal_year < MUS_COUNT_YEARS) {
        counting->years[counting->fiscal_year] = 1;
    }
}

static uint64_t hash_respondent(uint32_t firm, uint32_t group)
{
    return mus_slots_mix((uint64_t)firm << 32 | group);
}

static uint64_t hash_questionnaire(uint32_t firm, uint32_t group, unsigned side)
{
    return mus_slots_mix(hash_respondent(firm, group) ^ side);
}

/* The questionnaire of the same respondent, group and side that stands; NULL: none. */
static const struct mus_questionnaire *same_questionnaire(const struct mus_counting *counting,
                                                          uint32_t firm, uint32_t group,
                                                          unsigned side)
{
    const struct mus_slots *slots = &counting->questionnaire_slots;
    struct mus_slot_walk walk = mus_slots_walk(slots, hash_questionnaire(firm, group, side));
    uint32_t number;
    while (mus_slots_next(slots, &walk, &number)) {
        const struct mus_questionnaire *found = &counting->questionnaires[number];
        if (found->firm == firm && found->group == group && found->side == side) {
            return found;
        }
    }
    return NULL;
}

/* The first questionnaire of the respondent and group; NULL: none. */
static struct mus_questionnaire *first_of(const struct mus_counting *counting, uint32_t firm,
                                          uint32_t group)
{
    const struct mus_slots *slots = &counting->respondent_slots;
    struct mus_slot_walk walk = mus_slots_walk(slots, hash_respondent(firm, group));
    uint32_t number;
    while (mus_slots_next(slots, &walk, &number)) {
        struct mus_questionnaire *found = &counting->questionnaires[number];
        if (found->firm == firm && found->group == group) {
            return found;
        }
    }
    return NULL;
}

static enum mus_status stand(struct mus_counting *counting, struct mus_questionnaire made)
{
    struct mus_questionnaire *questionnaires =
        mus_grown(counting->questionnaires, counting->questionnaire_count,
                  &counting->questionnaire_room, sizeof *questionnaires);
    if (questionnaires == NULL) {
        return mus_fail_memory(counting->err);
    }
    counting->questionnaires = questionnaires;
    uint32_t number = (uint32_t)counting->questionnaire_count;
    struct mus_questionnaire *first = first_of(counting, made.firm, made.group);
    if (!mus_slots_put(&counting->questionnaire_slots,
                       hash_questionnaire(made.firm, made.group, made.side), number)) {
        return mus_fail_memory(counting->err);
    }
    if (first != NULL) {
        made.next = first->next;
        first->next = number + 1;
    } else if (!mus_slots_put(&counting->respondent_slots, hash_respondent(made.firm, made.group),
                              number)) {
        return mus_fail_memory(counting->err);
    }
    questionnaires[counting->questionnaire_count++] = made;
    return MUS_OK;
}

static enum mus_status take_reported(struct mus_counting *counting, uint32_t entry)
{
    const struct mus_book_item *item = &counting->book->items[entry];
    struct mus_entry_view view;
    bool candidate = false;
    enum mus_status status = mus_counting_judge(counting, entry, &view, &candidate);
    if (status != MUS_OK || !candidate) {
        return status;
    }
    uint32_t firm = counting->firms[item->as.counted.parties[0]];
    uint32_t group = item->as.counted.group;
    const struct mus_questionnaire *same = same_questionnaire(counting, firm, group, view.mark);
    if (same != NULL) {
        return mus_counting_suppress(counting, entry, view.count, MUS_COUNT_DUPLICATE, same->entry);
    }
    return stand(
        counting,
        (struct mus_questionnaire){
            .entry = entry, .firm = firm, .group = group, .side = view.mark, .left = view.count});
}

enum mus_status mus_counting_reported(struct mus_counting *counting)
{
    const struct mus_book_item *items = counting->book->items;
    enum mus_status status = MUS_OK;
    for (size_t i = 0; status == MUS_OK && i < counting->seen; i++) {
        if (items[i].kind == MUS_LEDGER_REPORTED &&
            counting->groups[items[i].as.counted.group] != 0) {
            status = take_reported(counting, (uint32_t)i);
        }
    }
    return status;
}

static enum mus_status reduce_of(struct mus_counting *counting, uint32_t firm, uint32_t group,
                                 uint32_t named)
{
    enum mus_status status = MUS_OK;
    struct mus_questionnaire *one = first_of(counting, firm, group);
    while (status == MUS_OK && one != NULL) {
        if (one->left > 0) {
            one->left--;
            status = mus_counting_suppress(counting, one->entry, 1, MUS_COUNT_REDUCED, named);
        }
        one = one->next == 0 ? NULL : &counting->questionnaires[one->next - 1];
    }
    return status;
}

enum mus_status mus_counting_reduce(struct mus_counting *counting, uint32_t group,
                                    const struct mus_match_found *match)
{
    enum mus_status status = reduce_of(counting, match->firms[0], group, match->entry);
    if (status == MUS_OK && match->firms[1] != match->firms[0]) {
        status = reduce_of(counting, match->firms[1], group, match->entry);
    }
    return status;
}
