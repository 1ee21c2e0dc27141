/* The files of a timetable: musubi-timetable-problem/1 read and written, musubi-timetable/1 written
 * and read. Beyond the fixed format a problem may hold (all optional):
 *
 *     "halls": [{"id": "h1"}], "walking": [["h1", "h2", 6]]          minutes
 *     "slots":  [{…, "start": "10:00", "minutes": 20, "tables": 12}]  tables open in the slot
 *     "table_places": [{"table": 1, "hall": "h1", "closed": ["s3"]}]
 *     "interpreters": [{"id": "i1", "languages": ["en"], "unavailable": ["s3"]}]
 *     "participants": [{…, "booth_hall": "h2"}]
 *     "meetings": [{…, "place": "table|booth|online", "host": "p1", "language": "en",
 *                   "score": 734000, "standing_slot": "s4", "standing_table": 2}]
 *
 * What is malformed is refused with its place: meetings[3].between[1]: no participant "p9". Pure;
 * any thread. */
#ifndef MUS_FAIR_FORMAT_TIMETABLE_JSON_H
#define MUS_FAIR_FORMAT_TIMETABLE_JSON_H

#include "base/arena.h"
#include "base/buf.h"
#include "base/status.h"
#include "base/text.h"
#include "codec/json_write.h"
#include "matcher/timetable/solve.h"

#define MUS_TIMETABLE_PROBLEM_FORMAT "musubi-timetable-problem/1"
#define MUS_TIMETABLE_FORMAT "musubi-timetable/1"

struct mus_timetable_document {
    struct mus_text id;
    const struct mus_text *slot_ids;
    const struct mus_text *participant_ids;
    const struct mus_text *meeting_ids;
    const struct mus_text *interpreter_ids;
    const struct mus_text *hall_ids;
    const struct mus_text *languages; /* code of language l at l-1 */
    size_t language_count;
    const struct mus_text *sessions; /* of each slot; a text that is not given: none */
    const struct mus_text *days;
    /* Slots that somebody is unavailable in but that there are not: passed over. How many, and the
     * first: participants[0].unavailable[2], "s9". */
    size_t passed_over;
    struct mus_text passed_over_place, passed_over_slot;
    struct mus_timetable_problem problem;
};

/* A document that passes mus_timetable_check_problem, in the arena. Slots keep their order;
 * participants and meetings are in the order of their ids, bytewise. */
enum mus_status mus_timetable_document_read(struct mus_text json, struct mus_arena *arena,
                                            struct mus_timetable_document *out,
                                            struct mus_error *err) MUS_MUST_CHECK;
void mus_timetable_document_write(const struct mus_timetable_document *document,
                                  struct mus_buf *out);
/* "optimal", … */
const char *mus_timetable_status_name(enum mus_timetable_status status);
void mus_timetable_answer_write(const struct mus_timetable_document *document,
                                const struct mus_timetable_answer *answer, uint64_t microseconds,
                                struct mus_buf *out);
/* The last members of an answer, for a summary of it too: breaks, …, steps, seconds. */
void mus_timetable_put_figures(const struct mus_timetable_document *document,
                               const struct mus_timetable_answer *answer, uint64_t microseconds,
                               struct mus_json_writer *writer);
/* The clash in words: table count 12, but 13 meetings are locked into s4: m1, m2, … */
void mus_timetable_reason(const struct mus_timetable_document *document,
                          const struct mus_clash *clash, bool japanese, struct mus_buf *out);
/* Why meeting m was left out, in words. */
void mus_timetable_why(const struct mus_timetable_document *document,
                       const struct mus_timetable_answer *answer, size_t meeting, bool japanese,
                       struct mus_buf *out);

#endif
