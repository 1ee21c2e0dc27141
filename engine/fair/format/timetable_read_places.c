/* The halls of a timetabling problem, the ways between them, where its tables stand, and its
 * interpreters. */
#include "fair/format/timetable_reading.h"

/* ---- halls, and where tables stand ---- */

static size_t hall_of(const struct mus_timetable_reading *reading, struct mus_text id)
{
    size_t at = 0;
    while (at < reading->hall_count && !mus_text_equal(reading->hall_ids[at], id)) {
        at++;
    }
    return at;
}

static enum mus_status read_hall_id(struct mus_problem_reader *reader,
                                    const struct mus_json_item *item, void *into)
{
    struct mus_timetable_reading *reading = into;
    struct mus_text id = MUS_NO_TEXT;
    enum mus_status status = mus_problem_new_id(reader, item, &id);
    if (status != MUS_OK) {
        return status;
    }
    size_t other = hall_of(reading, id);
    if (other < reading->hall_count) {
        return mus_problem_fail(reader, MUS_INVALID, "\"%.*s\" is the id of halls[%zu] already",
                                MUS_TEXT_SHORT_ARG(id), other);
    }
    reading->hall_ids[reading->hall_count++] = id;
    return MUS_OK;
}

static enum mus_status read_hall(struct mus_problem_reader *reader,
                                 const struct mus_json_item *item, void *into)
{
    static const struct mus_problem_member members[] = {{"id", read_hall_id, true}};
    return mus_problem_object(reader, item, members, 1, into);
}

enum mus_status mus_read_halls(struct mus_problem_reader *reader, const struct mus_json_item *item,
                               void *into)
{
    return mus_problem_array(reader, item, MUS_TIMETABLE_MAX_HALLS, read_hall, into);
}

enum mus_status mus_read_hall(struct mus_timetable_reading *reading,
                              struct mus_problem_reader *reader, const struct mus_json_item *item,
                              int16_t *out)
{
    struct mus_text id = MUS_NO_TEXT;
    enum mus_status status = mus_problem_id(reader, item, &id);
    if (status != MUS_OK) {
        return status;
    }
    size_t hall = hall_of(reading, id);
    if (hall == reading->hall_count) {
        return mus_problem_fail(reader, MUS_INVALID, "no hall \"%.*s\"", MUS_TEXT_SHORT_ARG(id));
    }
    *out = (int16_t)hall;
    return MUS_OK;
}

struct walk {
    struct mus_timetable_reading *reading;
    int16_t halls[2];
    int64_t minutes;
    size_t count;
};

static enum mus_status read_walk_part(struct mus_problem_reader *reader,
                                      const struct mus_json_item *item, void *into)
{
    struct walk *walk = into;
    const size_t at = mus_problem_index(reader);
    walk->count = at + 1;
    return at < 2 ? mus_read_hall(walk->reading, reader, item, &walk->halls[at])
                  : mus_problem_integer(reader, item, 0, MUS_MINUTES_A_DAY, &walk->minutes);
}

static enum mus_status read_walk(struct mus_problem_reader *reader,
                                 const struct mus_json_item *item, void *into)
{
    struct mus_timetable_reading *reading = into;
    struct walk walk = {.reading = reading};
    enum mus_status status = mus_problem_array(reader, item, 3, read_walk_part, &walk);
    if (status == MUS_OK && walk.count < 3) {
        status = mus_problem_fail(reader, MUS_INVALID, "expected two halls and minutes");
    }
    if (status != MUS_OK) {
        return status;
    }
    if (walk.halls[0] == walk.halls[1]) {
        return mus_problem_fail(reader, MUS_INVALID, "from hall \"%.*s\" to itself",
                                MUS_TEXT_SHORT_ARG(reading->hall_ids[walk.halls[0]]));
    }
    const size_t there = (size_t)walk.halls[0] * MUS_TIMETABLE_MAX_HALLS + (size_t)walk.halls[1];
    const size_t back = (size_t)walk.halls[1] * MUS_TIMETABLE_MAX_HALLS + (size_t)walk.halls[0];
    if (reading->walk_given[there]) {
        return mus_problem_fail(reader, MUS_INVALID, "the way is given twice");
    }
    reading->walk_given[there] = reading->walk_given[back] = true;
    reading->walks[there] = reading->walks[back] = (uint16_t)walk.minutes;
    return MUS_OK;
}

enum mus_status mus_read_walking(struct mus_problem_reader *reader,
                                 const struct mus_json_item *item, void *into)
{
    return mus_problem_array(reader, item, MUS_TIMETABLE_MAX_HALLS * MUS_TIMETABLE_MAX_HALLS,
                             read_walk, into);
}

struct table_place {
    struct mus_timetable_reading *reading;
    int64_t table;
    int16_t hall;
    mus_slots open;
};

static enum mus_status read_table_number(struct mus_problem_reader *reader,
                                         const struct mus_json_item *item, void *into)
{
    struct table_place *place = into;
    enum mus_status status =
        mus_problem_integer(reader, item, 1, place->reading->tables, &place->table);
    return status == MUS_OK && place->reading->table_given[place->table - 1]
               ? mus_problem_fail(reader, MUS_INVALID, "table %lld is listed twice",
                                  (long long)place->table)
               : status;
}

static enum mus_status read_table_hall(struct mus_problem_reader *reader,
                                       const struct mus_json_item *item, void *into)
{
    struct table_place *place = into;
    return mus_read_hall(place->reading, reader, item, &place->hall);
}

static enum mus_status read_table_closed(struct mus_problem_reader *reader,
                                         const struct mus_json_item *item, void *into)
{
    struct table_place *place = into;
    return mus_read_without(place->reading, reader, item, false, &place->open);
}

static enum mus_status read_table_place(struct mus_problem_reader *reader,
                                        const struct mus_json_item *item, void *into)
{
    static const struct mus_problem_member members[] = {
        {"table", read_table_number, true},
        {"hall", read_table_hall, false},
        {"closed", read_table_closed, false},
    };
    struct mus_timetable_reading *reading = into;
    struct table_place place = {
        .reading = reading, .hall = MUS_TIMETABLE_NO_HALL, .open = mus_reading_all_slots(reading)};
    enum mus_status status = mus_problem_object(reader, item, members, 3, &place);
    if (status == MUS_OK) {
        reading->table_given[place.table - 1] = true;
        reading->table_halls[place.table - 1] = place.hall;
        reading->table_open[place.table - 1] = place.open;
    }
    return status;
}

enum mus_status mus_read_table_places(struct mus_problem_reader *reader,
                                      const struct mus_json_item *item, void *into)
{
    struct mus_timetable_reading *reading = into;
    const size_t count = reading->tables;
    reading->table_halls = mus_arena_alloc(reader->arena, count, sizeof *reading->table_halls);
    reading->table_open = mus_arena_alloc(reader->arena, count, sizeof *reading->table_open);
    reading->table_given = mus_arena_alloc(reader->arena, count, sizeof *reading->table_given);
    if (reading->table_halls == NULL || reading->table_open == NULL ||
        reading->table_given == NULL) {
        return mus_fail_memory(reader->err);
    }
    for (size_t i = 0; i < count; i++) {
        reading->table_halls[i] = MUS_TIMETABLE_NO_HALL;
        reading->table_open[i] = mus_reading_all_slots(reading);
    }
    return mus_problem_array(reader, item, count, read_table_place, reading);
}

/* ---- interpreters ---- */

enum mus_status mus_read_language(struct mus_timetable_reading *reading,
                                  struct mus_problem_reader *reader,
                                  const struct mus_json_item *item, uint8_t *out)
{
    struct mus_text code = MUS_NO_TEXT;
    enum mus_status status = mus_problem_id(reader, item, &code);
    size_t at = 0;
    while (status == MUS_OK && at < reading->language_count &&
           !mus_text_equal(reading->languages[at], code)) {
        at++;
    }
    if (status == MUS_OK && at == MUS_TIMETABLE_MAX_LANGUAGES) {
        status = mus_problem_fail(reader, MUS_LIMIT, "\"%.*s\" would be one language more than %d",
                                  MUS_TEXT_SHORT_ARG(code), MUS_TIMETABLE_MAX_LANGUAGES);
    }
    if (status == MUS_OK && at == reading->language_count) {
        status = mus_problem_new_id(reader, item, &reading->languages[at]);
        reading->language_count += status == MUS_OK;
    }
    if (status == MUS_OK) {
        *out = (uint8_t)(at + 1);
    }
    return status;
}

static enum mus_status read_interpreter_id(struct mus_problem_reader *reader,
                                           const struct mus_json_item *item, void *into)
{
    struct mus_timetable_reading *reading = into;
    struct mus_text id = MUS_NO_TEXT;
    enum mus_status status = mus_problem_new_id(reader, item, &id);
    for (size_t i = 0; status == MUS_OK && i < reading->interpreter_count; i++) {
        if (mus_text_equal(reading->interpreter_ids[i], id)) {
            status = mus_problem_fail(reader, MUS_INVALID,
                                      "\"%.*s\" is the id of interpreters[%zu] already",
                                      MUS_TEXT_SHORT_ARG(id), i);
        }
    }
    reading->interpreter_ids[reading->interpreter_count] = id;
    return status;
}

static enum mus_status read_spoken(struct mus_problem_reader *reader,
                                   const struct mus_json_item *item, void *into)
{
    struct mus_timetable_reading *reading = into;
    struct mus_timetable_interpreter *who = &reading->interpreters[reading->interpreter_count];
    uint8_t language = 0;
    enum mus_status status = mus_read_language(reading, reader, item, &language);
    if (status != MUS_OK) {
        return status;
    }
    const unsigned bit = 1U << (language - 1);
    if ((who->languages & bit) != 0) {
        return mus_problem_fail(reader, MUS_INVALID, "language \"%.*s\" is listed twice",
                                MUS_TEXT_SHORT_ARG(reading->languages[language - 1]));
    }
    who->languages = (uint8_t)(who->languages | bit);
    return MUS_OK;
}

static enum mus_status read_interpreter_languages(struct mus_problem_reader *reader,
                                                  const struct mus_json_item *item, void *into)
{
    return mus_problem_array(reader, item, MUS_TIMETABLE_MAX_LANGUAGES, read_spoken, into);
}

static enum mus_status read_interpreter_unavailable(struct mus_problem_reader *reader,
                                                    const struct mus_json_item *item, void *into)
{
    struct mus_timetable_reading *reading = into;
    return mus_read_without(reading, reader, item, true,
                            &reading->interpreters[reading->interpreter_count].available);
}

static enum mus_status read_interpreter(struct mus_problem_reader *reader,
                                        const struct mus_json_item *item, void *into)
{
    static const struct mus_problem_member members[] = {
        {"id", read_interpreter_id, true},
        {"languages", read_interpreter_languages, true},
        {"unavailable", read_interpreter_unavailable, false},
    };
    struct mus_timetable_reading *reading = into;
    struct mus_timetable_interpreter *who = &reading->interpreters[reading->interpreter_count];
    *who = (struct mus_timetable_interpreter){.available = mus_reading_all_slots(reading)};
    enum mus_status status = mus_problem_object(reader, item, members, 3, reading);
    if (status == MUS_OK && who->languages == 0) {
        mus_problem_into(reader, "languages");
        status = mus_problem_fail(reader, MUS_INVALID, "there is none");
        mus_problem_back(reader);
    }
    reading->interpreter_count += status == MUS_OK;
    return status;
}

enum mus_status mus_read_interpreters(struct mus_problem_reader *reader,
                                      const struct mus_json_item *item, void *into)
{
    return mus_problem_array(reader, item, MUS_TIMETABLE_MAX_INTERPRETERS, read_interpreter, into);
}
