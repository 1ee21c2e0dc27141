/* Everything is added up again from the problem's own pairs, in 128 bits: no graph, no order of
 * edges and no arithmetic of the solver is used, so that a mistake there cannot hide itself here.
 * Companies are told apart by two numbers of 33 bits and compared pair by pair after one sort. */
#include "matcher/pairing/judge.h"

#include "base/mem.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

__extension__ typedef __int128 wide;

/* What the fixed pairs leave, and what the choice makes of it. */
struct judge {
    const struct mus_pairing_problem *problem;
    const struct mus_pairing_answer *answer;
    int64_t *max, *min;       /* beyond the fixed pairs; min may fall below 0 */
    int64_t *degree;          /* meetings of each participant in the choice, fixed ones too */
    uint32_t *group_of;       /* 1 + the group whose member a participant is */
    bool *chosen;             /* of each pair */
    bool *open;               /* of each pair: a legal choice may hold it beside the fixed ones */
    struct meeting *meetings; /* pairs by companies, only where some company has two participants */
    size_t meeting_count;
    int64_t fixed_count, fixed_total;
};

/* A pair as two companies see it. */
struct meeting {
    uint64_t low, high;
    size_t pair;
};

static uint64_t company_key(const struct mus_pairing_problem *problem, uint32_t v)
{
    uint32_t company = problem->participants[v].company;
    return company == MUS_PAIRING_NO_COMPANY ? v : (uint64_t)1 << 32 | company;
}

static int compare_meetings(const void *left, const void *right)
{
    const struct meeting *l = left;
    const struct meeting *r = right;
    if (l->low != r->low) {
        return l->low < r->low ? -1 : 1;
    }
    if (l->high != r->high) {
        return l->high < r->high ? -1 : 1;
    }
    return (l->pair > r->pair) - (l->pair < r->pair);
}

static bool same_companies(const struct meeting *a, const struct meeting *b)
{
    return a->low == b->low && a->high == b->high;
}

static int compare_numbers(const void *left, const void *right)
{
    uint32_t l = *(const uint32_t *)left;
    uint32_t r = *(const uint32_t *)right;
    return (l > r) - (l < r);
}

static enum mus_status companies_repeat(const struct mus_pairing_problem *problem, bool *repeat,
                                        struct mus_error *err)
{
    uint32_t *companies = mus_alloc(problem->participant_count, sizeof *companies);
    if (companies == NULL) {
        return mus_fail_memory(err);
    }
    size_t count = 0;
    for (size_t v = 0; v < problem->participant_count; v++) {
        if (problem->participants[v].company != MUS_PAIRING_NO_COMPANY) {
            companies[count++] = problem->participants[v].company;
        }
    }
    qsort(companies, count, sizeof *companies, compare_numbers);
    *repeat = false;
    for (size_t i = 1; i < count; i++) {
        *repeat = *repeat || companies[i] == companies[i - 1];
    }
    mus_free(companies);
    return MUS_OK;
}

static enum mus_status sort_meetings(struct judge *judge, struct mus_error *err)
{
    const struct mus_pairing_problem *problem = judge->problem;
    bool repeat = false;
    enum mus_status status = companies_repeat(problem, &repeat, err);
    if (status != MUS_OK || !repeat) {
        return status;
    }
    judge->meetings = mus_alloc(problem->pair_count, sizeof *judge->meetings);
    if (judge->meetings == NULL) {
        return mus_fail_memory(err);
    }
    judge->meeting_count = problem->pair_count;
    for (size_t i = 0; i < problem->pair_count; i++) {
        uint64_t a = company_key(problem, problem->pairs[i].a);
        uint64_t b = company_key(problem, problem->pairs[i].b);
        judge->meetings[i] = (struct meeting){a < b ? a : b, a < b ? b : a, i};
    }
    qsort(judge->meetings, judge->meeting_count, sizeof *judge->meetings, compare_meetings);
    return MUS_OK;
}

static uint8_t mark_of(const struct judge *judge, size_t pair)
{
    return judge->problem->marks == NULL ? MUS_PAIRING_FREE : judge->problem->marks[pair];
}

static void take_out_fixed(struct judge *judge)
{
    const struct mus_pairing_problem *problem = judge->problem;
    for (size_t v = 0; v < problem->participant_count; v++) {
        judge->max[v] = problem->participants[v].max;
        judge->min[v] = problem->participants[v].min;
    }
    for (size_t i = 0; i < problem->pair_count; i++) {
        if (mark_of(judge, i) == MUS_PAIRING_FIXED) {
            const struct mus_pairing_pair *pair = &problem->pairs[i];
            judge->max[pair->a]--;
            judge->max[pair->b]--;
            judge->min[pair->a]--;
            judge->min[pair->b]--;
            judge->fixed_count++;
            judge->fixed_total += pair->score;
        }
    }
}

static size_t same_companies_end(const struct judge *judge, size_t at)
{
    size_t end = at + 1;
    while (end < judge->meeting_count &&
           same_companies(&judge->meetings[at], &judge->meetings[end])) {
        end++;
    }
    return end;
}

static void find_open(struct judge *judge)
{
    const struct mus_pairing_problem *problem = judge->problem;
    bool full = (uint64_t)judge->fixed_count >= problem->capacity;
    for (size_t i = 0; i < problem->pair_count; i++) {
        const struct mus_pairing_pair *pair = &problem->pairs[i];
        judge->open[i] = !full && mark_of(judge, i) == MUS_PAIRING_FREE &&
                         judge->max[pair->a] > 0 && judge->max[pair->b] > 0;
    }
    for (size_t at = 0, end; at < judge->meeting_count; at = end) {
        end = same_companies_end(judge, at);
        bool met = false;
        for (size_t i = at; i < end; i++) {
            met = met || mark_of(judge, judge->meetings[i].pair) == MUS_PAIRING_FIXED;
        }
        for (size_t i = at; i < end && met; i++) {
            judge->open[judge->meetings[i].pair] = false;
        }
    }
}

static enum mus_status read_choice(struct judge *judge, struct mus_error *err)
{
    const struct mus_pairing_answer *answer = judge->answer;
    for (size_t i = 0; i < answer->chosen_count; i++) {
        size_t place = answer->chosen[i];
        if (place >= judge->problem->pair_count) {
            return mus_fail(err, MUS_NO, "chosen[%zu]: no pair %zu", i, place);
        }
        if (i > 0 && answer->chosen[i - 1] >= place) {
            return mus_fail(err, MUS_NO, "chosen[%zu]: pair %zu is out of order", i, place);
        }
        if (mark_of(judge, place) == MUS_PAIRING_FORBIDDEN) {
            return mus_fail(err, MUS_NO, "chosen[%zu]: pair %zu is forbidden", i, place);
        }
        judge->chosen[place] = true;
        judge->degree[judge->problem->pairs[place].a]++;
        judge->degree[judge->problem->pairs[place].b]++;
    }
    return MUS_OK;
}

static enum mus_status check_limits(const struct judge *judge, struct mus_error *err)
{
    const struct mus_pairing_problem *problem = judge->problem;
    for (size_t i = 0; i < problem->pair_count; i++) {
        if (mark_of(judge, i) == MUS_PAIRING_FIXED && !judge->chosen[i]) {
            return mus_fail(err, MUS_NO, "pairs[%zu]: fixed, but not chosen", i);
        }
    }
    for (size_t v = 0; v < problem->participant_count; v++) {
        if (judge->degree[v] > problem->participants[v].max) {
            return mus_fail(err, MUS_NO, "participants[%zu]: %lld meetings, more than %u", v,
                            (long long)judge->degree[v], problem->participants[v].max);
        }
    }
    if (judge->answer->chosen_count > problem->capacity) {
        return mus_fail(err, MUS_NO, "chosen: %zu pairs, more than %llu",
                        judge->answer->chosen_count, (unsigned long long)problem->capacity);
    }
    for (size_t at = 0, end; at < judge->meeting_count; at = end) {
        end = same_companies_end(judge, at);
        size_t first = SIZE_MAX;
        for (size_t i = at; i < end; i++) {
            size_t pair = judge->meetings[i].pair;
            if (judge->chosen[pair] && first != SIZE_MAX) {
                return mus_fail(err, MUS_NO, "pairs[%zu]: its companies meet in pairs[%zu] as well",
                                pair, first);
            }
            first = judge->chosen[pair] ? pair : first;
        }
    }
    return MUS_OK;
}

/* How many meetings a participant is below its minimum. */
static int64_t missing_of(const struct judge *judge, size_t v)
{
    int64_t missing = (int64_t)judge->problem->participants[v].min - judge->degree[v];
    return missing > 0 ? missing : 0;
}

static enum mus_status check_sums(const struct judge *judge, struct mus_error *err)
{
    const struct mus_pairing_answer *answer = judge->answer;
    wide total = 0;
    wide missing = 0;
    size_t unmet = 0;
    for (size_t i = 0; i < judge->problem->pair_count; i++) {
        total += judge->chosen[i] ? judge->problem->pairs[i].score : 0;
    }
    if (total != answer->total) {
        return mus_fail(err, MUS_NO, "total: %lld, but the scores add up to %lld",
                        (long long)answer->total, (long long)total);
    }
    for (size_t v = 0; v < judge->problem->participant_count; v++) {
        int64_t here = missing_of(judge, v);
        if (here > 0) {
            bool told = unmet < answer->unmet_count && answer->unmet[unmet].participant == v &&
                        answer->unmet[unmet].missing == here &&
                        answer->unmet[unmet].group < answer->group_count;
            if (!told) {
                return mus_fail(err, MUS_NO, "unmet[%zu]: participant %zu misses %lld", unmet, v,
                                (long long)here);
            }
            unmet++;
        }
        missing += here;
    }
    if (unmet != answer->unmet_count || missing != answer->missing) {
        return mus_fail(err, MUS_NO, "missing: %llu of %zu participants, but it is %llu of %zu",
                        (unsigned long long)answer->missing, answer->unmet_count,
                        (unsigned long long)missing, unmet);
    }
    return MUS_OK;
}

/* One dual solution: prices of participants and capacity, at a price of a missing meeting. */
struct dual {
    const int64_t *prices;
    wide capacity_price, missing_price;
    wide scale;
    bool scores; /* false: every score counts as 0 */
};

static wide worth(const struct judge *judge, const struct dual *dual, size_t place)
{
    const struct mus_pairing_pair *pair = &judge->problem->pairs[place];
    wide score = dual->scores ? pair->score * dual->scale : 0;
    wide left = score - dual->prices[pair->a] - dual->prices[pair->b] - dual->capacity_price;
    return judge->open[place] && left > 0 ? left : 0;
}

static wide groups_worth(const struct judge *judge, const struct dual *dual)
{
    wide sum = 0;
    if (judge->meetings == NULL) {
        for (size_t i = 0; i < judge->problem->pair_count; i++) {
            sum += worth(judge, dual, i);
        }
        return sum;
    }
    for (size_t at = 0, end; at < judge->meeting_count; at = end) {
        end = same_companies_end(judge, at);
        wide best = 0;
        for (size_t i = at; i < end; i++) {
            wide here = worth(judge, dual, judge->meetings[i].pair);
            best = here > best ? here : best;
        }
        sum += best;
    }
    return sum;
}

static enum mus_status bound_of(const struct judge *judge, const struct dual *dual, wide *bound,
                                struct mus_error *err)
{
    bool limited = judge->problem->capacity != MUS_PAIRING_NO_CAPACITY;
    if (dual->scale <= 0 || dual->missing_price < 0) {
        return mus_fail(err, MUS_NO, "proof: scale %lld and price of a missing meeting %lld",
                        (long long)dual->scale, (long long)dual->missing_price);
    }
    if (dual->capacity_price < 0 || (dual->capacity_price > 0 && !limited)) {
        return mus_fail(err, MUS_NO, "proof: price of the capacity %lld",
                        (long long)dual->capacity_price);
    }
    wide sum = limited ? (wide)(judge->problem->capacity - (uint64_t)judge->fixed_count) *
                             dual->capacity_price
                       : 0;
    for (size_t v = 0; v < judge->problem->participant_count; v++) {
        wide price = dual->prices[v];
        if (price < -dual->missing_price) {
            return mus_fail(err, MUS_NO, "proof: price of participant %zu is %lld", v,
                            (long long)dual->prices[v]);
        }
        if (price > 0) {
            sum += price * judge->max[v];
        } else if (judge->min[v] > 0) {
            sum += price * judge->min[v];
        }
    }
    *bound = sum + groups_worth(judge, dual);
    return MUS_OK;
}

static wide floor_of(wide value, wide by)
{
    return value / by - (value % by < 0);
}

static enum mus_status check_bounds(const struct judge *judge, struct mus_error *err)
{
    const struct mus_pairing_answer *answer = judge->answer;
    const struct mus_pairing_proof *proof = answer->proof;
    if (proof == NULL || proof->prices == NULL) {
        return mus_fail(err, MUS_NO, "proof: there is none");
    }
    struct dual dual = {proof->prices, proof->capacity_price, proof->missing_price, proof->scale,
                        true};
    wide bound = 0;
    enum mus_status status = bound_of(judge, &dual, &bound, err);
    if (status != MUS_OK) {
        return status;
    }
    bound = judge->fixed_total +
            floor_of(bound + dual.missing_price * (wide)answer->missing, dual.scale);
    if (bound != answer->upper_bound || bound < answer->total) {
        return mus_fail(err, MUS_NO,
                        "upper_bound: %lld for a total of %lld, but the proof gives %lld",
                        (long long)answer->upper_bound, (long long)answer->total, (long long)bound);
    }
    wide least = 0;
    if (proof->missing_prices != NULL) {
        dual = (struct dual){proof->missing_prices, proof->missing_capacity_price, proof->scale,
                             proof->scale, false};
        status = bound_of(judge, &dual, &least, err);
        if (status != MUS_OK) {
            return status;
        }
        least = -floor_of(least, dual.scale);
        least = least > 0 ? least : 0;
    }
    if (least != answer->missing_lower_bound || least > answer->missing) {
        return mus_fail(
            err, MUS_NO,
            "missing_lower_bound: %llu where %llu are missing, but the proof gives %lld",
            (unsigned long long)answer->missing_lower_bound, (unsigned long long)answer->missing,
            (long long)least);
    }
    return MUS_OK;
}

/* One end of an open pair at a member of a group. */
struct contact {
    uint32_t group;
    uint32_t partner;
};

static int compare_contacts(const void *left, const void *right)
{
    const struct contact *l = left;
    const struct contact *r = right;
    if (l->group != r->group) {
        return l->group < r->group ? -1 : 1;
    }
    return (l->partner > r->partner) - (l->partner < r->partner);
}

static enum mus_status read_members(struct judge *judge, size_t g, struct mus_error *err)
{
    const struct mus_pairing_group *group = &judge->answer->groups[g];
    wide needed = 0;
    for (size_t i = 0; i < group->member_count; i++) {
        uint32_t v = group->members[i];
        if (v >= judge->problem->participant_count || judge->group_of[v] != 0 ||
            (i > 0 && group->members[i - 1] >= v)) {
            return mus_fail(err, MUS_NO, "groups[%zu].members[%zu]: participant %u is out of place",
                            g, i, v);
        }
        judge->group_of[v] = (uint32_t)g + 1;
        needed += judge->min[v] > 0 ? judge->min[v] : 0;
    }
    if (needed != group->needed) {
        return mus_fail(err, MUS_NO, "groups[%zu].needed: %llu, but it is %llu", g,
                        (unsigned long long)group->needed, (unsigned long long)needed);
    }
    return MUS_OK;
}

static enum mus_status check_group(const struct judge *judge, size_t g,
                                   const struct contact *contacts, size_t count, uint64_t inside,
                                   struct mus_error *err)
{
    const struct mus_pairing_group *group = &judge->answer->groups[g];
    size_t partners = 0;
    wide room = 0;
    for (size_t at = 0, end; at < count; at = end) {
        uint32_t partner = contacts[at].partner;
        for (end = at; end < count && contacts[end].partner == partner; end++) {
        }
        if (partners >= group->partner_count || group->partners[partners] != partner) {
            return mus_fail(err, MUS_NO, "groups[%zu].partners: participant %u is not there", g,
                            partner);
        }
        partners++;
        room +=
            judge->max[partner] < (int64_t)(end - at) ? judge->max[partner] : (int64_t)(end - at);
    }
    if (judge->problem->capacity != MUS_PAIRING_NO_CAPACITY) {
        uint64_t left = judge->problem->capacity - (uint64_t)judge->fixed_count;
        wide most = (wide)left + (inside < left ? inside : left);
        room = room < most ? room : most;
    }
    bool good = partners == group->partner_count && room == group->room &&
                (group->member_count == 0 || group->needed > group->room);
    return good ? MUS_OK
                : mus_fail(err, MUS_NO,
                           "groups[%zu].room: %llu with %zu partners, but it is %llu "
                           "with %zu",
                           g, (unsigned long long)group->room, group->partner_count,
                           (unsigned long long)room, partners);
}

static size_t list_contacts(const struct judge *judge, struct contact *contacts, uint64_t *inside)
{
    size_t count = 0;
    for (size_t i = 0; i < judge->problem->pair_count; i++) {
        const struct mus_pairing_pair *pair = &judge->problem->pairs[i];
        uint32_t at_a = judge->open[i] ? judge->group_of[pair->a] : 0;
        uint32_t at_b = judge->open[i] ? judge->group_of[pair->b] : 0;
        if (at_a != 0) {
            contacts[count++] = (struct contact){at_a - 1, pair->b};
        }
        if (at_b != 0) {
            contacts[count++] = (struct contact){at_b - 1, pair->a};
        }
        if (at_a != 0 && at_a == at_b) {
            inside[at_a - 1]++;
        }
    }
    qsort(contacts, count, sizeof *contacts, compare_contacts);
    return count;
}

static enum mus_status check_groups(struct judge *judge, struct mus_error *err)
{
    size_t groups = judge->answer->group_count;
    enum mus_status status = MUS_OK;
    for (size_t g = 0; g < groups && status == MUS_OK; g++) {
        status = read_members(judge, g, err);
    }
    if (status != MUS_OK || groups == 0) {
        return status;
    }
    struct contact *contacts = mus_alloc(judge->problem->pair_count, 2 * sizeof *contacts);
    uint64_t *inside = mus_alloc_zero(groups, sizeof *inside);
    if (contacts == NULL || inside == NULL) {
        status = mus_fail_memory(err);
    } else {
        size_t count = list_contacts(judge, contacts, inside);
        size_t at = 0;
        for (size_t g = 0; g < groups && status == MUS_OK; g++) {
            size_t end = at;
            while (end < count && contacts[end].group == g) {
                end++;
            }
            status = check_group(judge, g, contacts + at, end - at, inside[g], err);
            at = end;
        }
    }
    mus_free(contacts);
    mus_free(inside);
    return status;
}

static enum mus_status judge_all(struct judge *judge, struct mus_error *err)
{
    enum mus_status status = sort_meetings(judge, err);
    if (status != MUS_OK) {
        return status;
    }
    take_out_fixed(judge);
    find_open(judge);
    status = read_choice(judge, err);
    if (status == MUS_OK) {
        status = check_limits(judge, err);
    }
    if (status == MUS_OK) {
        status = check_sums(judge, err);
    }
    if (status == MUS_OK) {
        status = check_bounds(judge, err);
    }
    return status == MUS_OK ? check_groups(judge, err) : status;
}

enum mus_status mus_pairing_judge(const struct mus_pairing_problem *problem,
                                  const struct mus_pairing_answer *answer, struct mus_error *err)
{
    size_t participants = problem->participant_count;
    struct judge judge = {
        .problem = problem,
        .answer = answer,
        .max = mus_alloc_zero(participants, sizeof *judge.max),
        .min = mus_alloc_zero(participants, sizeof *judge.min),
        .degree = mus_alloc_zero(participants, sizeof *judge.degree),
        .group_of = mus_alloc_zero(participants, sizeof *judge.group_of),
        .chosen = mus_alloc_zero(problem->pair_count, sizeof *judge.chosen),
        .open = mus_alloc_zero(problem->pair_count, sizeof *judge.open),
    };
    bool enough = judge.max != NULL && judge.min != NULL && judge.degree != NULL &&
                  judge.group_of != NULL && judge.chosen != NULL && judge.open != NULL;
    enum mus_status status = enough ? judge_all(&judge, err) : mus_fail_memory(err);
    mus_free(judge.max);
    mus_free(judge.min);
    mus_free(judge.degree);
    mus_free(judge.group_of);
    mus_free(judge.chosen);
    mus_free(judge.open);
    mus_free(judge.meetings);
    return status;
}
