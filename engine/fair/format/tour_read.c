/* A problem of group tours read. Slots, halls, ways and interpreters are those of a timetabling
 * problem. */
#include "fair/format/tour_json.h"

#include <string.h>

#include "base/mem.h"
#include "fair/format/timetable_reading.h"

#define TOUR_PROBLEM_FORMAT "musubi-tour-problem/1"

enum { MOST_PEOPLE = 100000, MOST_METRES = 10000 };

struct reading {
    struct mus_timetable_reading timetable;
    struct mus_tour_booth booths[MUS_TOUR_MAX_BOOTHS];
    struct mus_text booth_ids[MUS_TOUR_MAX_BOOTHS];
    struct mus_bilingual booth_names[MUS_TOUR_MAX_BOOTHS];
    size_t booth_count;
    struct mus_tour_group groups[MUS_TOUR_MAX_GROUPS];
    struct mus_text group_ids[MUS_TOUR_MAX_GROUPS];
    struct mus_bilingual group_names[MUS_TOUR_MAX_GROUPS];
    size_t group_count;
    uint8_t *wishes;         /* group × booth_count + booth, of the arena */
    enum mus_tour_wish wish; /* of the list that is being read */
};

/* ---- what a timetabling problem has as well ---- */

static enum mus_status read_format(struct mus_problem_reader *reader,
                                   const struct mus_json_item *item, void *into)
{
    (void)into;
    return mus_problem_format(reader, item, TOUR_PROBLEM_FORMAT);
}

static enum mus_status read_id(struct mus_problem_reader *reader, const struct mus_json_item *item,
                               void *into)
{
    struct reading *reading = into;
    return mus_problem_new_id(reader, item, &reading->timetable.id);
}

static enum mus_status read_slots(struct mus_problem_reader *reader,
                                  const struct mus_json_item *item, void *into)
{
    struct reading *reading = into;
    return mus_read_slots(reader, item, &reading->timetable);
}

static enum mus_status read_halls(struct mus_problem_reader *reader,
                                  const struct mus_json_item *item, void *into)
{
    struct reading *reading = into;
    return mus_read_halls(reader, item, &reading->timetable);
}

static enum mus_status read_walking(struct mus_problem_reader *reader,
                                    const struct mus_json_item *item, void *into)
{
    struct reading *reading = into;
    return mus_read_walking(reader, item, &reading->timetable);
}

static enum mus_status read_interpreters(struct mus_problem_reader *reader,
                                         const struct mus_json_item *item, void *into)
{
    struct reading *reading = into;
    return mus_read_interpreters(reader, item, &reading->timetable);
}

/* ---- names and numbers ---- */

static enum mus_status read_ja(struct mus_problem_reader *reader, const struct mus_json_item *item,
                               void *into)
{
    struct mus_bilingual *name = into;
    return mus_problem_name(reader, item, &name->ja);
}

static enum mus_status read_en(struct mus_problem_reader *reader, const struct mus_json_item *item,
                               void *into)
{
    struct mus_bilingual *name = into;
    return mus_problem_name(reader, item, &name->en);
}

static enum mus_status read_bilingual(struct mus_problem_reader *reader,
                                      const struct mus_json_item *item, struct mus_bilingual *name)
{
    static const struct mus_problem_member members[] = {{"ja", read_ja, false},
                                                        {"en", read_en, false}};
    return mus_problem_object(reader, item, members, 2, name);
}

static enum mus_status read_u32(struct mus_problem_reader *reader, const struct mus_json_item *item,
                                int64_t min, int64_t max, uint32_t *out)
{
    int64_t value = 0;
    enum mus_status status = mus_problem_integer(reader, item, min, max, &value);
    *out = (uint32_t)value;
    return status;
}

static size_t place_of(const struct mus_text *ids, size_t count, struct mus_text id)
{
    size_t at = 0;
    while (at < count && !mus_text_equal(ids[at], id)) {
        at++;
    }
    return at;
}

static enum mus_status read_new_id(struct mus_problem_reader *reader,
                                   const struct mus_json_item *item, struct mus_text *ids,
                                   size_t count, const char *list)
{
    enum mus_status status = mus_problem_new_id(reader, item, &ids[count]);
    size_t other = status == MUS_OK ? place_of(ids, count, ids[count]) : count;
    return other == count
               ? status
               : mus_problem_fail(reader, MUS_INVALID, "\"%.*s\" is the id of %s[%zu] already",
                                  MUS_TEXT_SHORT_ARG(ids[count]), list, other);
}

/* ---- booths ---- */

static enum mus_status read_booth_id(struct mus_problem_reader *reader,
                                     const struct mus_json_item *item, void *into)
{
    struct reading *reading = into;
    return read_new_id(reader, item, reading->booth_ids, reading->booth_count, "booths");
}

static enum mus_status read_booth_name(struct mus_problem_reader *reader,
                                       const struct mus_json_item *item, void *into)
{
    struct reading *reading = into;
    return read_bilingual(reader, item, &reading->booth_names[reading->booth_count]);
}

static enum mus_status read_booth_hall(struct mus_problem_reader *reader,
                                       const struct mus_json_item *item, void *into)
{
    struct reading *reading = into;
    int16_t hall = 0;
    enum mus_status status = mus_read_hall(&reading->timetable, reader, item, &hall);
    reading->booths[reading->booth_count].hall = (uint16_t)hall;
    return status;
}

static enum mus_status read_room(struct mus_problem_reader *reader,
                                 const struct mus_json_item *item, void *into)
{
    struct reading *reading = into;
    return read_u32(reader, item, 1, MOST_PEOPLE, &reading->booths[reading->booth_count].room);
}

static enum mus_status read_x(struct mus_problem_reader *reader, const struct mus_json_item *item,
                              void *into)
{
    struct reading *reading = into;
    uint32_t metres = 0;
    enum mus_status status = read_u32(reader, item, 0, MOST_METRES, &metres);
    reading->booths[reading->booth_count].x = (uint16_t)metres;
    return status;
}

static enum mus_status read_y(struct mus_problem_reader *reader, const struct mus_json_item *item,
                              void *into)
{
    struct reading *reading = into;
    uint32_t metres = 0;
    enum mus_status status = read_u32(reader, item, 0, MOST_METRES, &metres);
    reading->booths[reading->booth_count].y = (uint16_t)metres;
    return status;
}

static enum mus_status read_closed(struct mus_problem_reader *reader,
                                   const struct mus_json_item *item, void *into)
{
    struct reading *reading = into;
    return mus_read_without(&reading->timetable, reader, item, false,
                            &reading->booths[reading->booth_count].open);
}

static enum mus_status read_booth(struct mus_problem_reader *reader,
                                  const struct mus_json_item *item, void *into)
{
    static const struct mus_problem_member members[] = {
        {"id", read_booth_id, true},
        {"name", read_booth_name, false},
        {"hall", read_booth_hall, false},
        {"room", read_room, true},
        {"x", read_x, false},
        {"y", read_y, false},
        {"closed", read_closed, false},
    };
    struct reading *reading = into;
    reading->booths[reading->booth_count] =
        (struct mus_tour_booth){.open = mus_reading_all_slots(&reading->timetable)};
    enum mus_status status =
        mus_problem_object(reader, item, members, sizeof members / sizeof members[0], into);
    reading->booth_count += status == MUS_OK;
    return status;
}

static enum mus_status read_booths(struct mus_problem_reader *reader,
                                   const struct mus_json_item *item, void *into)
{
    return mus_problem_array(reader, item, MUS_TOUR_MAX_BOOTHS, read_booth, into);
}

/* ---- groups ---- */

static enum mus_status read_group_id(struct mus_problem_reader *reader,
                                     const struct mus_json_item *item, void *into)
{
    struct reading *reading = into;
    return read_new_id(reader, item, reading->group_ids, reading->group_count, "groups");
}

static enum mus_status read_group_name(struct mus_problem_reader *reader,
                                       const struct mus_json_item *item, void *into)
{
    struct reading *reading = into;
    return read_bilingual(reader, item, &reading->group_names[reading->group_count]);
}

static enum mus_status read_people(struct mus_problem_reader *reader,
                                   const struct mus_json_item *item, void *into)
{
    struct reading *reading = into;
    return read_u32(reader, item, 1, MOST_PEOPLE, &reading->groups[reading->group_count].people);
}

static enum mus_status read_language(struct mus_problem_reader *reader,
                                     const struct mus_json_item *item, void *into)
{
    struct reading *reading = into;
    return mus_read_language(&reading->timetable, reader, item,
                             &reading->groups[reading->group_count].language);
}

static enum mus_status read_min(struct mus_problem_reader *reader, const struct mus_json_item *item,
                                void *into)
{
    struct reading *reading = into;
    return read_u32(reader, item, 0, MUS_TIMETABLE_MAX_SLOTS,
                    &reading->groups[reading->group_count].min);
}

static enum mus_status read_max(struct mus_problem_reader *reader, const struct mus_json_item *item,
                                void *into)
{
    struct reading *reading = into;
    return read_u32(reader, item, 0, MUS_TIMETABLE_MAX_SLOTS,
                    &reading->groups[reading->group_count].max);
}

static enum mus_status read_unavailable(struct mus_problem_reader *reader,
                                        const struct mus_json_item *item, void *into)
{
    struct reading *reading = into;
    return mus_read_without(&reading->timetable, reader, item, false,
                            &reading->groups[reading->group_count].available);
}

static enum mus_status read_wish(struct mus_problem_reader *reader,
                                 const struct mus_json_item *item, void *into)
{
    struct reading *reading = into;
    struct mus_text id = MUS_NO_TEXT;
    enum mus_status status = mus_problem_id(reader, item, &id);
    if (status != MUS_OK) {
        return status;
    }
    size_t booth = place_of(reading->booth_ids, reading->booth_count, id);
    if (booth == reading->booth_count) {
        return mus_problem_fail(reader, MUS_INVALID, "no booth \"%.*s\"", MUS_TEXT_SHORT_ARG(id));
    }
    uint8_t *wish = &reading->wishes[reading->group_count * reading->booth_count + booth];
    if (*wish != MUS_TOUR_NEUTRAL) {
        return mus_problem_fail(reader, MUS_INVALID, "\"%.*s\" stands in a list already",
                                MUS_TEXT_SHORT_ARG(id));
    }
    *wish = (uint8_t)reading->wish;
    return MUS_OK;
}

static enum mus_status read_wishes(struct mus_problem_reader *reader,
                                   const struct mus_json_item *item, struct reading *reading,
                                   enum mus_tour_wish wish)
{
    reading->wish = wish;
    return mus_problem_array(reader, item, MUS_TOUR_MAX_BOOTHS, read_wish, reading);
}

static enum mus_status read_must(struct mus_problem_reader *reader,
                                 const struct mus_json_item *item, void *into)
{
    return read_wishes(reader, item, into, MUS_TOUR_MUST);
}

static enum mus_status read_want(struct mus_problem_reader *reader,
                                 const struct mus_json_item *item, void *into)
{
    return read_wishes(reader, item, into, MUS_TOUR_WANT);
}

static enum mus_status read_never(struct mus_problem_reader *reader,
                                  const struct mus_json_item *item, void *into)
{
    return read_wishes(reader, item, into, MUS_TOUR_NEVER);
}

static enum mus_status read_group(struct mus_problem_reader *reader,
                                  const struct mus_json_item *item, void *into)
{
    static const struct mus_problem_member members[] = {
        {"id", read_group_id, true},
        {"name", read_group_name, false},
        {"people", read_people, true},
        {"language", read_language, false},
        {"min", read_min, false},
        {"max", read_max, false},
        {"unavailable", read_unavailable, false},
        {"must", read_must, false},
        {"want", read_want, false},
        {"never", read_never, false},
    };
    struct reading *reading = into;
    struct mus_tour_group *group = &reading->groups[reading->group_count];
    *group = (struct mus_tour_group){.available = mus_reading_all_slots(&reading->timetable),
                                     .max = (uint32_t)reading->timetable.slot_count};
    enum mus_status status =
        mus_problem_object(reader, item, members, sizeof members / sizeof members[0], into);
    if (status == MUS_OK && group->min > group->max) {
        status = mus_problem_fail(reader, MUS_INVALID, "min %u is more than max %u", group->min,
                                  group->max);
    }
    reading->group_count += status == MUS_OK;
    return status;
}

/* Booths come first in the table of members, so that wishes have their room. */
static enum mus_status read_groups(struct mus_problem_reader *reader,
                                   const struct mus_json_item *item, void *into)
{
    struct reading *reading = into;
    reading->wishes = mus_arena_alloc(reader->arena, MUS_TOUR_MAX_GROUPS * reading->booth_count,
                                      sizeof *reading->wishes);
    return reading->wishes == NULL
               ? mus_fail_memory(reader->err)
               : mus_problem_array(reader, item, MUS_TOUR_MAX_GROUPS, read_group, into);
}

/* ---- the document ---- */

static const struct mus_problem_member MEMBERS[] = {
    {"format", read_format, true}, {"id", read_id, false},
    {"halls", read_halls, false},  {"walking", read_walking, false},
    {"slots", read_slots, true},   {"interpreters", read_interpreters, false},
    {"booths", read_booths, true}, {"groups", read_groups, true},
};

static const void *kept(struct mus_arena *arena, const void *items, size_t count, size_t size,
                        bool *failed)
{
    void *copy = mus_arena_alloc(arena, count, size);
    *failed = *failed || copy == NULL;
    if (copy != NULL && count > 0) {
        memcpy(copy, items, count * size);
    }
    return copy;
}

static uint16_t *ways(const struct mus_timetable_reading *timetable, struct mus_arena *arena)
{
    size_t count = timetable->hall_count;
    uint16_t *minutes = mus_arena_alloc(arena, count * count, sizeof *minutes);
    for (size_t i = 0; minutes != NULL && i < count * count; i++) {
        minutes[i] = timetable->walks[i / count * MUS_TIMETABLE_MAX_HALLS + i % count];
    }
    return minutes;
}

static enum mus_status put(const struct reading *reading, struct mus_arena *arena,
                           struct mus_tour_document *out, struct mus_error *err)
{
    const struct mus_timetable_reading *timetable = &reading->timetable;
    const size_t slots = timetable->slot_count;
    bool failed = false;
#define KEPT(items, count) kept(arena, (items), (count), sizeof(items)[0], &failed)
    struct mus_tour_document document = {
        .id = timetable->id,
        .slot_ids = KEPT(timetable->slot_ids, slots),
        .days = KEPT(timetable->days, slots),
        .hall_ids = KEPT(timetable->hall_ids, timetable->hall_count),
        .interpreter_ids = KEPT(timetable->interpreter_ids, timetable->interpreter_count),
        .group_ids = KEPT(reading->group_ids, reading->group_count),
        .group_names = KEPT(reading->group_names, reading->group_count),
        .booth_ids = KEPT(reading->booth_ids, reading->booth_count),
        .booth_names = KEPT(reading->booth_names, reading->booth_count),
        .problem = {.slots = KEPT(timetable->slots, slots),
                    .slot_count = slots,
                    .groups = KEPT(reading->groups, reading->group_count),
                    .group_count = reading->group_count,
                    .booths = KEPT(reading->booths, reading->booth_count),
                    .booth_count = reading->booth_count,
                    .wishes = reading->wishes,
                    .interpreters = KEPT(timetable->interpreters, timetable->interpreter_count),
                    .interpreter_count = timetable->interpreter_count,
                    .hall_count = timetable->hall_count,
                    .walk_minutes = ways(timetable, arena)},
    };
#undef KEPT
    if (failed || document.problem.walk_minutes == NULL) {
        return mus_fail_memory(err);
    }
    *out = document;
    return MUS_OK;
}

enum mus_status mus_tour_document_read(struct mus_text json, struct mus_arena *arena,
                                       struct mus_tour_document *out, struct mus_error *err)
{
    struct reading *reading = mus_alloc_zero(1, sizeof *reading);
    if (reading == NULL) {
        return mus_fail_memory(err);
    }
    enum mus_status status = mus_problem_document(json, arena, MEMBERS,
                                                  sizeof MEMBERS / sizeof MEMBERS[0], reading, err);
    if (status == MUS_OK) {
        status = put(reading, arena, out, err);
    }
    mus_free(reading);
    return status;
}
