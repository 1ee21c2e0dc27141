/* A pairing problem read: its participants, and the whole.
 *
 * The text is looked through once and its members are then read in the order that they need, each
 * into arrays: nothing is kept of a pair but the places of its two participants, its score, and
 * where it stood, for messages. */
#include "fair/format/pairing_json.h"

#include <string.h>

#include "base/mem.h"
#include "fair/format/pairing_reading.h"

/* Room for one more of what is listed. */
#define GROW(items, count, room) mus_grown((items), (count), (room), sizeof *(items))

/* ---- participants ---- */

static enum mus_status read_participant_id(struct mus_problem_reader *reader,
                                           const struct mus_json_item *item, void *into)
{
    struct mus_pairing_reading *reading = into;
    const size_t at = reading->participant_count;
    struct mus_text id = MUS_NO_TEXT;
    enum mus_status status = mus_problem_new_id(reader, item, &id);
    if (status != MUS_OK) {
        return status;
    }
    uint32_t other = mus_problem_ids_find(&reading->participants_by_id, id);
    if (other != MUS_PROBLEM_NONE) {
        return mus_problem_fail(reader, MUS_INVALID,
                                "\"%.*s\" is the id of participants[%u] already",
                                MUS_TEXT_SHORT_ARG(id), other);
    }
    reading->participant_ids[at] = id;
    return mus_problem_ids_add(&reading->participants_by_id, (uint32_t)at)
               ? MUS_OK
               : mus_fail_memory(reader->err);
}

static enum mus_status read_company(struct mus_problem_reader *reader,
                                    const struct mus_json_item *item, void *into)
{
    struct mus_pairing_reading *reading = into;
    const size_t at = reading->company_count;
    struct mus_text id = MUS_NO_TEXT;
    enum mus_status status = mus_problem_id(reader, item, &id);
    if (status != MUS_OK) {
        return status;
    }
    uint32_t company = mus_problem_ids_find(&reading->companies_by_id, id);
    if (company == MUS_PROBLEM_NONE) {
        struct mus_text *ids = GROW(reading->company_ids, at, &reading->company_room);
        if (ids == NULL) {
            return mus_fail_memory(reader->err);
        }
        reading->company_ids = ids;
        reading->companies_by_id.ids = ids;
        status = mus_problem_new_id(reader, item, &ids[at]);
        if (status == MUS_OK && !mus_problem_ids_add(&reading->companies_by_id, (uint32_t)at)) {
            status = mus_fail_memory(reader->err);
        }
        reading->company_count++;
        company = (uint32_t)at;
    }
    reading->participants[reading->participant_count].company = company;
    return status;
}

static enum mus_status read_count(struct mus_problem_reader *reader,
                                  const struct mus_json_item *item, uint32_t *out)
{
    int64_t count = 0;
    enum mus_status status = mus_problem_integer(reader, item, 0, MUS_PAIRING_MAX_MEETINGS, &count);
    *out = (uint32_t)count;
    return status;
}

static enum mus_status read_max(struct mus_problem_reader *reader, const struct mus_json_item *item,
                                void *into)
{
    struct mus_pairing_reading *reading = into;
    return read_count(reader, item, &reading->participants[reading->participant_count].max);
}

static enum mus_status read_min(struct mus_problem_reader *reader, const struct mus_json_item *item,
                                void *into)
{
    struct mus_pairing_reading *reading = into;
    return read_count(reader, item, &reading->participants[reading->participant_count].min);
}

static bool make_room(struct mus_pairing_reading *reading)
{
    const size_t at = reading->participant_count;
    struct mus_pairing_participant *participants =
        GROW(reading->participants, at, &reading->participant_room);
    if (participants == NULL) {
        return false;
    }
    reading->participants = participants;
    struct mus_text *ids = GROW(reading->participant_ids, at, &reading->participant_id_room);
    if (ids == NULL) {
        return false;
    }
    reading->participant_ids = ids;
    reading->participants_by_id.ids = ids;
    return true;
}

static enum mus_status read_participant(struct mus_problem_reader *reader,
                                        const struct mus_json_item *item, void *into)
{
    static const struct mus_problem_member members[] = {
        {"id", read_participant_id, true},
        {"company", read_company, false},
        {"max", read_max, true},
        {"min", read_min, false},
    };
    struct mus_pairing_reading *reading = into;
    if (!make_room(reading)) {
        return mus_fail_memory(reader->err);
    }
    struct mus_pairing_participant *who = &reading->participants[reading->participant_count];
    *who = (struct mus_pairing_participant){.company = MUS_PAIRING_NO_COMPANY};
    enum mus_status status = mus_problem_object(reader, item, members, 4, reading);
    if (status == MUS_OK && who->min > who->max) {
        mus_problem_into(reader, "min");
        status =
            mus_problem_fail(reader, MUS_INVALID, "%u is above the max of %u", who->min, who->max);
        mus_problem_back(reader);
    }
    reading->participant_count += status == MUS_OK;
    return status;
}

/* Participants and companies in the order of their ids. */
static enum mus_status sort_participants(struct mus_problem_reader *reader,
                                         struct mus_pairing_reading *reading)
{
    const size_t count = reading->participant_count;
    uint32_t *company_rank = NULL;
    uint32_t *rank = NULL;
    reading->sorted = mus_arena_alloc(reader->arena, count, sizeof *reading->sorted);
    if (reading->sorted == NULL ||
        !mus_problem_rank(reader->arena, reading->participant_ids, count, &reading->sorted_ids,
                          &rank) ||
        !mus_problem_rank(reader->arena, reading->company_ids, reading->company_count,
                          &reading->sorted_companies, &company_rank)) {
        return mus_fail_memory(reader->err);
    }
    for (size_t i = 0; i < count; i++) {
        struct mus_pairing_participant *to = &reading->sorted[rank[i]];
        *to = reading->participants[i];
        if (to->company != MUS_PAIRING_NO_COMPANY) {
            to->company = company_rank[to->company];
        }
    }
    reading->sorted_by_id.ids = reading->sorted_ids;
    for (uint32_t i = 0; i < count; i++) {
        if (!mus_problem_ids_add(&reading->sorted_by_id, i)) {
            return mus_fail_memory(reader->err);
        }
    }
    return MUS_OK;
}

enum mus_status mus_read_pairing_participants(struct mus_problem_reader *reader,
                                              const struct mus_json_item *item, void *into)
{
    struct mus_pairing_reading *reading = into;
    enum mus_status status =
        mus_problem_array(reader, item, MUS_PAIRING_MAX_PARTICIPANTS, read_participant, reading);
    return status == MUS_OK ? sort_participants(reader, reading) : status;
}

/* ---- the whole ---- */

static enum mus_status read_format(struct mus_problem_reader *reader,
                                   const struct mus_json_item *item, void *into)
{
    (void)into;
    return mus_problem_format(reader, item, MUS_PAIRING_PROBLEM_FORMAT);
}

static enum mus_status read_id(struct mus_problem_reader *reader, const struct mus_json_item *item,
                               void *into)
{
    struct mus_pairing_reading *reading = into;
    return mus_problem_new_id(reader, item, &reading->id);
}

static enum mus_status read_capacity(struct mus_problem_reader *reader,
                                     const struct mus_json_item *item, void *into)
{
    struct mus_pairing_reading *reading = into;
    int64_t capacity = 0;
    enum mus_status status = mus_problem_integer(reader, item, 0, MUS_JSON_INTEGER_MAX, &capacity);
    reading->capacity = (uint64_t)capacity;
    return status;
}

static const struct mus_problem_member MEMBERS[] = {
    {"format", read_format, true},      {"id", read_id, false},
    {"capacity", read_capacity, false}, {"participants", mus_read_pairing_participants, true},
    {"pairs", mus_read_pairs, true},    {"forbidden", mus_read_forbidden, false},
    {"fixed", mus_read_fixed, false},
};

static enum mus_status put(struct mus_pairing_reading *reading, struct mus_arena *arena,
                           struct mus_pairing_document *out, struct mus_error *err)
{
    struct mus_pairing_pair *pairs = mus_arena_alloc(arena, reading->pair_count, sizeof *pairs);
    if (pairs == NULL) {
        return mus_fail_memory(err);
    }
    for (size_t i = 0; i < reading->pair_count; i++) {
        const struct mus_read_pair *pair = &reading->pairs[i];
        pairs[i] = (struct mus_pairing_pair){pair->a, pair->b, pair->score};
    }
    *out = (struct mus_pairing_document){
        .id = reading->id,
        .participant_ids = reading->sorted_ids,
        .company_ids = reading->sorted_companies,
        .problem = {.participants = reading->sorted,
                    .participant_count = reading->participant_count,
                    .pairs = pairs,
                    .marks = reading->marks,
                    .pair_count = reading->pair_count,
                    .capacity = reading->capacity},
    };
    return MUS_OK;
}

static void reading_done(struct mus_pairing_reading *reading)
{
    mus_problem_ids_done(&reading->participants_by_id);
    mus_problem_ids_done(&reading->companies_by_id);
    mus_problem_ids_done(&reading->sorted_by_id);
    mus_free(reading->participant_ids);
    mus_free(reading->participants);
    mus_free(reading->company_ids);
    mus_free(reading->pairs);
    mus_free(reading->begins);
    mus_free(reading->fixed);
}

enum mus_status mus_pairing_document_read(struct mus_text json, struct mus_arena *arena,
                                          struct mus_pairing_document *out, struct mus_error *err)
{
    struct mus_pairing_reading reading = {.capacity = MUS_PAIRING_NO_CAPACITY};
    enum mus_status status = mus_problem_document(
        json, arena, MEMBERS, sizeof MEMBERS / sizeof MEMBERS[0], &reading, err);
    if (status == MUS_OK) {
        status = mus_check_fixed(&reading, err);
    }
    if (status == MUS_OK) {
        status = put(&reading, arena, out, err);
    }
    reading_done(&reading);
    return status;
}
