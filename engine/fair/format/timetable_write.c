/* A timetabling problem and its answer written. */
#include "fair/format/timetable_json.h"

#include <stdio.h>

#include "codec/json_write.h"

/* ---- parts ---- */

static void put_slots(struct mus_json_writer *writer, const char *key,
                      const struct mus_timetable_document *document, mus_slots slots)
{
    slots &= mus_timetable_all_slots(&document->problem);
    if (slots == 0) {
        return;
    }
    mus_json_key(writer, key);
    mus_json_begin_array(writer);
    for (size_t s = 0; s < document->problem.slot_count; s++) {
        if ((slots >> s & 1) != 0) {
            mus_json_write_text(writer, document->slot_ids[s]);
        }
    }
    mus_json_end_array(writer);
}

static void put_hall(struct mus_json_writer *writer, const char *key,
                     const struct mus_timetable_document *document, int16_t hall)
{
    if (hall >= 0) {
        mus_json_put_text(writer, key, document->hall_ids[hall]);
    }
}

static void put_slot(struct mus_json_writer *writer, const char *key,
                     const struct mus_timetable_document *document, int16_t slot)
{
    if (slot >= 0) {
        mus_json_put_text(writer, key, document->slot_ids[slot]);
    }
}

static void put_number(struct mus_json_writer *writer, const char *key, uint64_t number)
{
    if (number != 0) {
        mus_json_put_integer(writer, key, (int64_t)number);
    }
}

/* ---- the members of a problem ---- */

static void write_halls(struct mus_json_writer *writer,
                        const struct mus_timetable_document *document)
{
    mus_json_key(writer, "halls");
    mus_json_begin_array(writer);
    for (size_t h = 0; h < document->problem.hall_count; h++) {
        mus_json_begin_object(writer);
        mus_json_put_text(writer, "id", document->hall_ids[h]);
        mus_json_end_object(writer);
    }
    mus_json_end_array(writer);
}

static void write_walk(struct mus_json_writer *writer,
                       const struct mus_timetable_document *document, size_t from, size_t to)
{
    const uint16_t minutes =
        document->problem.walk_minutes[from * document->problem.hall_count + to];
    if (minutes == 0) {
        return;
    }
    mus_json_begin_array(writer);
    mus_json_write_text(writer, document->hall_ids[from]);
    mus_json_write_text(writer, document->hall_ids[to]);
    mus_json_write_integer(writer, minutes);
    mus_json_end_array(writer);
}

static void write_walking(struct mus_json_writer *writer,
                          const struct mus_timetable_document *document)
{
    mus_json_key(writer, "walking");
    mus_json_begin_array(writer);
    for (size_t to = 0; to < document->problem.hall_count; to++) {
        for (size_t from = 0; from < to; from++) {
            write_walk(writer, document, from, to);
        }
    }
    mus_json_end_array(writer);
}

static void write_slot(struct mus_json_writer *writer,
                       const struct mus_timetable_document *document, size_t s)
{
    const struct mus_timetable_slot *slot = &document->problem.slots[s];
    mus_json_begin_object(writer);
    mus_json_put_text(writer, "id", document->slot_ids[s]);
    mus_json_put_given(writer, "session", document->sessions[s]);
    mus_json_put_given(writer, "day", document->days[s]);
    if (slot->minutes != 0) {
        char start[8];
        snprintf(start, sizeof start, "%02u:%02u", slot->start / 60U % 24, slot->start % 60U);
        mus_json_put_z(writer, "start", start);
        mus_json_put_integer(writer, "minutes", slot->minutes);
    }
    if (slot->tables != document->problem.table_count) {
        mus_json_put_integer(writer, "tables", slot->tables);
    }
    mus_json_end_object(writer);
}

static void write_slots(struct mus_json_writer *writer,
                        const struct mus_timetable_document *document)
{
    mus_json_key(writer, "slots");
    mus_json_begin_array(writer);
    for (size_t s = 0; s < document->problem.slot_count; s++) {
        write_slot(writer, document, s);
    }
    mus_json_end_array(writer);
}

static void write_table(struct mus_json_writer *writer,
                        const struct mus_timetable_document *document, size_t t)
{
    const struct mus_timetable_problem *problem = &document->problem;
    const int16_t hall =
        problem->table_halls == NULL ? MUS_TIMETABLE_NO_HALL : problem->table_halls[t];
    const mus_slots all = mus_timetable_all_slots(problem);
    const mus_slots open = problem->table_open == NULL ? all : problem->table_open[t];
    if (hall < 0 && (~open & all) == 0) {
        return;
    }
    mus_json_begin_object(writer);
    mus_json_put_integer(writer, "table", (int64_t)t + 1);
    put_hall(writer, "hall", document, hall);
    put_slots(writer, "closed", document, ~open);
    mus_json_end_object(writer);
}

static void write_table_places(struct mus_json_writer *writer,
                               const struct mus_timetable_document *document)
{
    if (document->problem.table_halls == NULL && document->problem.table_open == NULL) {
        return;
    }
    mus_json_key(writer, "table_places");
    mus_json_begin_array(writer);
    for (size_t t = 0; t < document->problem.table_count; t++) {
        write_table(writer, document, t);
    }
    mus_json_end_array(writer);
}

static void write_interpreter(struct mus_json_writer *writer,
                              const struct mus_timetable_document *document, size_t i)
{
    const struct mus_timetable_interpreter *who = &document->problem.interpreters[i];
    mus_json_begin_object(writer);
    mus_json_put_text(writer, "id", document->interpreter_ids[i]);
    mus_json_key(writer, "languages");
    mus_json_begin_array(writer);
    for (size_t l = 0; l < document->language_count; l++) {
        if ((who->languages >> l & 1) != 0) {
            mus_json_write_text(writer, document->languages[l]);
        }
    }
    mus_json_end_array(writer);
    put_slots(writer, "unavailable", document, ~who->available);
    mus_json_end_object(writer);
}

static void write_interpreters(struct mus_json_writer *writer,
                               const struct mus_timetable_document *document)
{
    mus_json_key(writer, "interpreters");
    mus_json_begin_array(writer);
    for (size_t i = 0; i < document->problem.interpreter_count; i++) {
        write_interpreter(writer, document, i);
    }
    mus_json_end_array(writer);
}

static void write_participants(struct mus_json_writer *writer,
                               const struct mus_timetable_document *document)
{
    mus_json_key(writer, "participants");
    mus_json_begin_array(writer);
    for (size_t p = 0; p < document->problem.participant_count; p++) {
        const struct mus_timetable_participant *who = &document->problem.participants[p];
        mus_json_begin_object(writer);
        mus_json_put_text(writer, "id", document->participant_ids[p]);
        put_slots(writer, "unavailable", document, ~who->available);
        put_hall(writer, "booth_hall", document, who->hall);
        mus_json_end_object(writer);
    }
    mus_json_end_array(writer);
}

/* The session that a meeting is bound to: that of any of its slots. */
static void put_session(struct mus_json_writer *writer,
                        const struct mus_timetable_document *document, mus_slots session)
{
    const mus_slots all = mus_timetable_all_slots(&document->problem);
    if ((session & all) != all && (session & all) != 0) {
        mus_json_put_given(writer, "session", document->sessions[__builtin_ctzll(session)]);
    }
}

static void put_place(struct mus_json_writer *writer, const struct mus_timetable_document *document,
                      const struct mus_timetable_meeting *meeting)
{
    if (meeting->place == MUS_PLACE_ONLINE) {
        mus_json_put_z(writer, "place", "online");
    } else if (meeting->place != MUS_PLACE_TABLE) {
        const uint32_t host = meeting->place == MUS_PLACE_BOOTH_A ? meeting->a : meeting->b;
        mus_json_put_z(writer, "place", "booth");
        mus_json_put_text(writer, "host", document->participant_ids[host]);
    }
}

static void put_after(struct mus_json_writer *writer, const struct mus_timetable_document *document,
                      const struct mus_timetable_meeting *meeting)
{
    if (meeting->after_count == 0) {
        return;
    }
    mus_json_key(writer, "after");
    mus_json_begin_array(writer);
    for (uint32_t i = 0; i < meeting->after_count; i++) {
        mus_json_write_text(
            writer, document->meeting_ids[document->problem.after[meeting->after_begin + i]]);
    }
    mus_json_end_array(writer);
}

static void write_meeting(struct mus_json_writer *writer,
                          const struct mus_timetable_document *document, size_t m)
{
    const struct mus_timetable_meeting *meeting = &document->problem.meetings[m];
    mus_json_begin_object(writer);
    mus_json_put_text(writer, "id", document->meeting_ids[m]);
    mus_json_key(writer, "between");
    mus_json_begin_array(writer);
    mus_json_write_text(writer, document->participant_ids[meeting->a]);
    mus_json_write_text(writer, document->participant_ids[meeting->b]);
    mus_json_end_array(writer);
    put_session(writer, document, meeting->session);
    put_slot(writer, "locked_slot", document, meeting->locked_slot);
    put_number(writer, "locked_table", meeting->locked_table);
    put_after(writer, document, meeting);
    put_place(writer, document, meeting);
    if (meeting->language != 0) {
        mus_json_put_text(writer, "language", document->languages[meeting->language - 1]);
    }
    put_number(writer, "score", meeting->weight);
    put_slot(writer, "standing_slot", document, meeting->standing_slot);
    put_number(writer, "standing_table", meeting->standing_table);
    mus_json_end_object(writer);
}

void mus_timetable_document_write(const struct mus_timetable_document *document,
                                  struct mus_buf *out)
{
    const struct mus_timetable_problem *problem = &document->problem;
    struct mus_json_writer writer = {.buf = out};
    mus_json_begin_object(&writer);
    mus_json_put_z(&writer, "format", MUS_TIMETABLE_PROBLEM_FORMAT);
    mus_json_put_given(&writer, "id", document->id);
    mus_json_put_integer(&writer, "tables", problem->table_count);
    if (problem->max_break_difference != MUS_TIMETABLE_NO_LIMIT) {
        mus_json_put_integer(&writer, "max_break_difference", problem->max_break_difference);
    }
    if (problem->hall_count > 0) {
        write_halls(&writer, document);
    }
    if (problem->walk_minutes != NULL) {
        write_walking(&writer, document);
    }
    write_slots(&writer, document);
    write_table_places(&writer, document);
    if (problem->interpreter_count > 0) {
        write_interpreters(&writer, document);
    }
    write_participants(&writer, document);
    mus_json_key(&writer, "meetings");
    mus_json_begin_array(&writer);
    for (size_t m = 0; m < problem->meeting_count; m++) {
        write_meeting(&writer, document, m);
    }
    mus_json_end_array(&writer);
    mus_json_end_object(&writer);
    mus_json_end(&writer);
}

/* ---- the answer ---- */

const char *mus_timetable_status_name(enum mus_timetable_status status)
{
    static const char *const names[] = {
        [MUS_TIMETABLE_OPTIMAL] = "optimal",
        [MUS_TIMETABLE_FEASIBLE] = "feasible",
        [MUS_TIMETABLE_INCOMPLETE] = "incomplete",
        [MUS_TIMETABLE_INFEASIBLE] = "infeasible",
    };
    return names[status];
}

/* One text in both languages: "why" and "why_ja". */
static void put_words(struct mus_json_writer *writer, const char *key, const char *key_ja,
                      const struct mus_buf *en, const struct mus_buf *ja)
{
    mus_json_put_text(writer, key, mus_buf_text(en));
    mus_json_put_text(writer, key_ja, mus_buf_text(ja));
}

struct words {
    struct mus_buf en, ja;
};

static void write_seat(struct mus_json_writer *writer,
                       const struct mus_timetable_document *document,
                       const struct mus_timetable_answer *answer, size_t m, struct words *words)
{
    const struct mus_timetable_seat *seat = &answer->seats[m];
    mus_json_begin_object(writer);
    mus_json_put_text(writer, "id", document->meeting_ids[m]);
    if (seat->slot >= 0) {
        mus_json_put_text(writer, "slot", document->slot_ids[seat->slot]);
        put_number(writer, "table", seat->table);
    } else {
        mus_buf_clear(&words->en);
        mus_buf_clear(&words->ja);
        mus_timetable_why(document, answer, m, false, &words->en);
        mus_timetable_why(document, answer, m, true, &words->ja);
        mus_json_put_null(writer, "slot");
        put_words(writer, "why", "why_ja", &words->en, &words->ja);
    }
    mus_json_end_object(writer);
}

static void put_reason(struct mus_json_writer *writer,
                       const struct mus_timetable_document *document,
                       const struct mus_timetable_answer *answer, struct words *words)
{
    if (answer->status != MUS_TIMETABLE_INFEASIBLE) {
        return;
    }
    mus_timetable_reason(document, &answer->clash, false, &words->en);
    mus_timetable_reason(document, &answer->clash, true, &words->ja);
    put_words(writer, "reason", "reason_ja", &words->en, &words->ja);
}

/* What was passed over, in one language. */
static void put_warning(struct mus_json_writer *writer,
                        const struct mus_timetable_document *document, bool japanese)
{
    const struct mus_text place = document->passed_over_place;
    const struct mus_text slot = document->passed_over_slot;
    const size_t more = document->passed_over - 1;
    char words[512];
    char others[64] = "";
    if (more > 0) {
        snprintf(others, sizeof others,
                 japanese ? "（ほか %zu か所も）" : ", and %zu more of the kind", more);
    }
    snprintf(words, sizeof words,
             japanese ? "%.*s：時間枠 \"%.*s\" はないので読み飛ばしました%s"
                      : "%.*s: no slot \"%.*s\", passed over%s",
             MUS_TEXT_ARG(place), MUS_TEXT_ARG(slot), others);
    mus_json_key(writer, japanese ? "warnings_ja" : "warnings");
    mus_json_begin_array(writer);
    mus_json_write_z(writer, words);
    mus_json_end_array(writer);
}

void mus_timetable_put_figures(const struct mus_timetable_document *document,
                               const struct mus_timetable_answer *answer, uint64_t microseconds,
                               struct mus_json_writer *writer)
{
    mus_json_put_integer(writer, "breaks", (int64_t)answer->figures.breaks);
    mus_json_put_integer(writer, "lower_bound", (int64_t)answer->lower_bound);
    mus_json_put_integer(writer, "fewest_breaks", answer->figures.fewest_breaks);
    mus_json_put_integer(writer, "most_breaks", answer->figures.most_breaks);
    if (document->passed_over > 0) {
        put_warning(writer, document, false);
        put_warning(writer, document, true);
    }
    mus_json_put_integer(writer, "steps", (int64_t)answer->steps);
    mus_json_put_real(writer, "seconds", (double)microseconds / 1e6);
}

void mus_timetable_answer_write(const struct mus_timetable_document *document,
                                const struct mus_timetable_answer *answer, uint64_t microseconds,
                                struct mus_buf *out)
{
    struct mus_json_writer writer = {.buf = out};
    struct words words = {0};
    mus_json_begin_object(&writer);
    mus_json_put_z(&writer, "format", MUS_TIMETABLE_FORMAT);
    mus_json_put_given(&writer, "problem", document->id);
    mus_json_put_z(&writer, "status", mus_timetable_status_name(answer->status));
    put_reason(&writer, document, answer, &words);
    mus_json_key(&writer, "meetings");
    mus_json_begin_array(&writer);
    for (size_t m = 0; m < document->problem.meeting_count; m++) {
        write_seat(&writer, document, answer, m, &words);
    }
    mus_json_end_array(&writer);
    mus_json_put_integer(&writer, "left_out", (int64_t)answer->figures.left_out);
    mus_timetable_put_figures(document, answer, microseconds, &writer);
    mus_json_end_object(&writer);
    mus_json_end(&writer);
    out->failed = out->failed || words.en.failed || words.ja.failed;
    mus_buf_done(&words.en);
    mus_buf_done(&words.ja);
}
