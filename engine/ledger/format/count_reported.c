#include "ledger/format/count_internal.h"

/* The marks that entries of the group have, if one of them is a questionnaire of the year. */
static void scope_group(struct mus_counting *counting, uint32_t group)
{
    const struct mus_book *book = counting->book;
    mus_book_mark asked = mus_book_mark_of(counting->fiscal_year, true);
    uint32_t first = book->groups[group].sightings;
    for (uint32_t at = first; at != 0; at = book->sightings[at - 1].next) {
        if (book->sightings[at - 1].mark == asked) {
            counting->groups[group + 1] = 1;
        }
    }
    for (uint32_t at = first; counting->groups[group + 1] != 0 && at != 0;) {
        counting->marks[book->sightings[at - 1].mark] = 1;
        at = book->sightings[at - 1].next;
    }
}

/* Which questionnaires bear on the year's: those of the same programme and edition, whenever they
 * came in, since the first of one respondent stands. Which named entries do: those of the year,
 * those of years in which a named entry may reduce one of the year's questionnaires, and all where
 * one match may lie in two years. Entries that are recorded only later may widen this: it is a
 * bound on what is looked at, not an answer. */
void mus_counting_scope(struct mus_counting *counting)
{
    if (counting->fiscal_year <= 0 || counting->fiscal_year >= MUS_BOOK_MARKS / 2) {
        return;
    }
    bool all_years = (counting->rules->one_match & MUS_MATCH_FISCAL_YEAR) == 0;
    for (int year = 1; all_years && year < MUS_BOOK_MARKS / 2; year++) {
        counting->marks[mus_book_mark_of(year, false)] = 1;
    }
    counting->marks[mus_book_mark_of(counting->fiscal_year, false)] = 1;
    for (uint32_t group = 0; group < counting->book->group_count; group++) {
        scope_group(counting, group);
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
    uint32_t group = mus_book_group(counting->book, view.programme, view.edition);
    if (counting->groups[group] == 0) {
        return MUS_OK; /* of another edition, in a year that is looked at for one of the year's */
    }
    uint32_t firm = counting->firms[item->as.parties[0]];
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
    const mus_book_mark *marks = counting->book->marks;
    enum mus_status status = MUS_OK;
    for (size_t i = 0; status == MUS_OK && i < counting->seen; i++) {
        if (counting->marks[marks[i]] != 0 && mus_book_mark_reported(marks[i])) {
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
