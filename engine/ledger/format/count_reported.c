#include "ledger/format/count_internal.h"

static uint64_t hash_respondent(const struct mus_counting *counting, uint32_t firm, uint32_t group)
{
    return mus_keyed_mix(counting->book->firms.key, firm, group);
}

static uint64_t hash_questionnaire(const struct mus_counting *counting, uint32_t firm,
                                   uint32_t group, unsigned side)
{
    return mus_keyed_mix(counting->book->firms.key, hash_respondent(counting, firm, group), side);
}

/* The questionnaire of the same respondent, group and side that stands; NULL: none. */
static const struct mus_questionnaire *same_questionnaire(const struct mus_counting *counting,
                                                          uint32_t firm, uint32_t group,
                                                          unsigned side)
{
    const struct mus_slots *slots = &counting->questionnaire_slots;
    struct mus_slot_walk walk =
        mus_slots_walk(slots, hash_questionnaire(counting, firm, group, side));
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
    struct mus_slot_walk walk = mus_slots_walk(slots, hash_respondent(counting, firm, group));
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
                       hash_questionnaire(counting, made.firm, made.group, made.side), number)) {
        return mus_fail_memory(counting->err);
    }
    if (first != NULL) {
        made.next = first->next;
        first->next = number + 1;
    } else if (!mus_slots_put(&counting->respondent_slots,
                              hash_respondent(counting, made.firm, made.group), number)) {
        return mus_fail_memory(counting->err);
    }
    questionnaires[counting->questionnaire_count++] = made;
    return MUS_OK;
}

static enum mus_status take_reported(struct mus_counting *counting, uint32_t entry)
{
    const struct mus_book_item *item = &counting->book->items[entry];
    const struct mus_topic_use *use = mus_counting_use(counting, entry);
    bool candidate = false;
    enum mus_status status = mus_counting_judge(counting, entry, &candidate);
    if (status != MUS_OK || !candidate) {
        return status;
    }
    struct mus_questionnaire made = {
        .entry = entry,
        .firm = counting->firms[item->as.reported.party],
        .group = use->group,
        .side = counting->book->topics[counting->book->topic_of[entry] - 1].said,
        .left = item->as.reported.count,
    };
    const struct mus_questionnaire *same =
        same_questionnaire(counting, made.firm, made.group, made.side);
    if (same != NULL) {
        return mus_counting_suppress(counting, entry, made.left, MUS_COUNT_DUPLICATE, same->entry);
    }
    return stand(counting, made);
}

enum mus_status mus_counting_reported(struct mus_counting *counting)
{
    enum mus_status status = MUS_OK;
    for (size_t i = 0; status == MUS_OK && i < counting->seen; i++) {
        if (mus_counting_use(counting, i)->reported) {
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
