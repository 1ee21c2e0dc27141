/* The rules once more, each by its plain definition. */
#include "matcher/tour/route.h"
#include "matcher/tour/tour.h"

static int16_t booth_at(const struct mus_tour_problem *problem,
                        const struct mus_tour_answer *answer, size_t group, size_t slot)
{
    return answer->stops[group * problem->slot_count + slot].booth;
}

static enum mus_status judge_stop(const struct mus_tour_problem *problem,
                                  const struct mus_tour_answer *answer, size_t group, size_t slot,
                                  struct mus_error *err)
{
    const struct mus_tour_stop *stop = &answer->stops[group * problem->slot_count + slot];
    if (stop->booth >= (long)problem->booth_count) {
        return mus_fail(err, MUS_NO, "group %zu: there is no booth %d", group, stop->booth);
    }
    const struct mus_tour_booth *booth = &problem->booths[stop->booth];
    if ((problem->groups[group].available >> slot & 1) == 0) {
        return mus_fail(err, MUS_NO, "group %zu is not there in slot %zu", group, slot);
    }
    if ((booth->open >> slot & 1) == 0) {
        return mus_fail(err, MUS_NO, "booth %d is closed in slot %zu", stop->booth, slot);
    }
    if (mus_tour_wish_of(problem, group, (size_t)stop->booth) == MUS_TOUR_NEVER) {
        return mus_fail(err, MUS_NO, "group %zu never wants to see booth %d", group, stop->booth);
    }
    uint64_t people = 0;
    for (size_t g = 0; g < problem->group_count; g++) {
        people += booth_at(problem, answer, g, slot) == stop->booth ? problem->groups[g].people : 0;
    }
    return people <= booth->room
               ? MUS_OK
               : mus_fail(err, MUS_NO, "booth %d has %llu people in slot %zu and room for %u",
                          stop->booth, (unsigned long long)people, slot, booth->room);
}

static enum mus_status judge_interpreter(const struct mus_tour_problem *problem,
                                         const struct mus_tour_answer *answer, size_t group,
                                         size_t slot, struct mus_error *err)
{
    const struct mus_tour_stop *stop = &answer->stops[group * problem->slot_count + slot];
    uint8_t language = problem->groups[group].language;
    if (language == 0) {
        return MUS_OK;
    }
    if (stop->interpreter < 0 || stop->interpreter >= (long)problem->interpreter_count) {
        return mus_fail(err, MUS_NO, "group %zu has no interpreter in slot %zu", group, slot);
    }
    const struct mus_timetable_interpreter *who = &problem->interpreters[stop->interpreter];
    if ((who->available >> slot & 1) == 0 || (who->languages & (1U << (language - 1))) == 0) {
        return mus_fail(err, MUS_NO, "interpreter %d cannot serve group %zu in slot %zu",
                        stop->interpreter, group, slot);
    }
    for (size_t g = 0; g < group; g++) {
        if (answer->stops[g * problem->slot_count + slot].interpreter == stop->interpreter) {
            return mus_fail(err, MUS_NO, "interpreter %d is with groups %zu and %zu in slot %zu",
                            stop->interpreter, g, group, slot);
        }
    }
    return MUS_OK;
}

static enum mus_status judge_group(const struct mus_tour_problem *problem,
                                   const struct mus_tour_answer *answer, size_t group,
                                   uint32_t *visits, struct mus_error *err)
{
    long before = -1;
    enum mus_status status = MUS_OK;
    *visits = 0;
    for (size_t s = 0; status == MUS_OK && s < problem->slot_count; s++) {
        int16_t booth = booth_at(problem, answer, group, s);
        if (booth < 0) {
            continue;
        }
        for (size_t t = 0; t < s; t++) {
            if (booth_at(problem, answer, group, t) == booth) {
                return mus_fail(err, MUS_NO, "group %zu is at booth %d in slots %zu and %zu", group,
                                booth, t, s);
            }
        }
        status = judge_stop(problem, answer, group, s, err);
        if (status == MUS_OK) {
            status = judge_interpreter(problem, answer, group, s, err);
        }
        if (status == MUS_OK && before >= 0 &&
            !mus_tour_can_walk(problem, (size_t)booth_at(problem, answer, group, (size_t)before),
                               (size_t)before, (size_t)booth, s)) {
            status = mus_fail(err, MUS_NO, "group %zu has no time to walk from slot %ld to %zu",
                              group, before, s);
        }
        before = (long)s;
        (*visits)++;
    }
    return status;
}

enum mus_status mus_tour_judge(const struct mus_tour_problem *problem,
                               const struct mus_tour_answer *answer, struct mus_error *err)
{
    uint32_t all = 0;
    for (size_t g = 0; g < problem->group_count; g++) {
        uint32_t visits = 0;
        enum mus_status status = judge_group(problem, answer, g, &visits, err);
        if (status != MUS_OK) {
            return status;
        }
        if (visits > problem->groups[g].max) {
            return mus_fail(err, MUS_NO, "group %zu makes %u visits and may make %u", g, visits,
                            problem->groups[g].max);
        }
        all += visits;
    }
    if (all != answer->visits || all > answer->most_visits) {
        return mus_fail(err, MUS_NO, "visits: %u, counted %u, at most %u", answer->visits, all,
                        answer->most_visits);
    }
    return MUS_OK;
}
