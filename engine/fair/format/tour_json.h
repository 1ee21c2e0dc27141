/* The files of group tours: musubi-tour-problem/1 read, musubi-tour/1 written and
 * read.
 *
 *     {"format": "musubi-tour-problem/1", "id": "unido",
 *      "slots": [{"id": "t1", "day": "2026-11-12", "start": "13:00", "minutes": 20}],
 *      "halls": [{"id": "h1"}], "walking": [["h1", "h2", 6]],                       minutes
 *      "interpreters": [{"id": "i1", "languages": ["en"], "unavailable": ["t3"]}],
 *      "booths": [{"id": "b1", "name": {"ja": "…", "en": "…"}, "hall": "h1", "room": 12,
 *                  "x": 10, "y": 4, "closed": ["t2"]}],                             metres
 *      "groups": [{"id": "g1", "name": {"ja": "…", "en": "…"}, "people": 9, "language": "en",
 *                  "min": 1, "max": 6, "unavailable": [], "must": ["b1"], "want": [], "never":
 * []}]}
 *
 * Names, halls, interpreters, min, max, x, y and the lists may be left out. Booths and groups keep
 * the order of the file. What is malformed is refused with its place: groups[1].must[0]: no booth
 * "b9". Pure; any thread. */
#ifndef MUS_FAIR_FORMAT_TOUR_JSON_H
#define MUS_FAIR_FORMAT_TOUR_JSON_H

#include "base/arena.h"
#include "base/buf.h"
#include "base/status.h"
#include "base/text.h"
#include "matcher/tour/tour.h"
#include "profile/company.h"

#define MUS_TOUR_FORMAT "musubi-tour/1"

struct mus_tour_document {
    struct mus_text id;
    const struct mus_text *slot_ids;
    const struct mus_text *days; /* of each slot; not given: none */
    const struct mus_text *hall_ids;
    const struct mus_text *interpreter_ids;
    const struct mus_text *group_ids;
    const struct mus_bilingual *group_names;
    const struct mus_text *booth_ids;
    const struct mus_bilingual *booth_names;
    struct mus_tour_problem problem;
};

/* In the arena; the text need not outlive it. */
enum mus_status mus_tour_document_read(struct mus_text json, struct mus_arena *arena,
                                       struct mus_tour_document *out,
                                       struct mus_error *err) MUS_MUST_CHECK;
/* {"format": "musubi-tour/1", "problem", "visits", "most_visits", "musts", "musts_missed", "wants",
 * "wants_missed", "walked_minutes", "routes": [{"group", "name", "stops": [{"slot", "day", "start",
 * "minutes", "booth", "name", "hall", "interpreter"}]}], "steps", "seconds"}. */
void mus_tour_answer_write(const struct mus_tour_document *document,
                           const struct mus_tour_answer *answer, uint64_t microseconds,
                           struct mus_buf *out);
/* Routes as they were written, or changed by hand since, against their problem: visits and stops
 * alone. MUS_INVALID: routes[1].stops[0].booth: the problem has no booth "b9". MUS_NO: they break a
 * rule (mus_tour_judge). The caller ends the answer. */
enum mus_status mus_tour_answer_read(struct mus_text json, const struct mus_tour_document *document,
                                     struct mus_tour_answer *out,
                                     struct mus_error *err) MUS_MUST_CHECK;

#endif
