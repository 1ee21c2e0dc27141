/* All of an event lies under keys that begin with its id and a NUL, so that what belongs to it is
 * one range of each table, in the order of ids. */
#include "store/events.h"

#include "base/bytes.h"
#include "fair/format/event_record.h"
#include "store/documents.h"
#include "store/events_internal.h"

#include <string.h>

static enum mus_status no_event(struct mus_text id, struct mus_error *err)
{
    return mus_fail(err, MUS_NOT_FOUND, "no event \"%.*s\"", MUS_TEXT_SHORT_ARG(id));
}

/* ---- walking ---- */

enum mus_status mus_event_walk_open(const struct mus_read *read, enum mus_main_table table,
                                    struct mus_text event, struct mus_event_walk *out,
                                    struct mus_error *err)
{
    *out = (struct mus_event_walk){0};
    mus_key_of_ids(event, MUS_NO_TEXT, MUS_NO_TEXT, &out->prefix);
    out->prefix.bytes[out->prefix.len++] = '\0';
    return mus_cursor_open(read->txn, table, &out->cursor, err);
}

enum mus_status mus_event_walk_next(struct mus_event_walk *walk, struct mus_text *key,
                                    struct mus_text *value, struct mus_error *err)
{
    struct mus_text prefix = mus_key_text(&walk->prefix);
    struct mus_text found = prefix;
    enum mus_status status = mus_cursor_step(
        walk->cursor, walk->begun ? MUS_CURSOR_NEXT : MUS_CURSOR_AT_OR_AFTER, &found, value, err);
    walk->begun = true;
    if (status == MUS_OK) {
        *key = found.ptr != NULL && mus_text_starts(found, prefix) ? found : MUS_NO_TEXT;
    }
    return status;
}

void mus_event_walk_close(struct mus_event_walk *walk)
{
    mus_cursor_close(walk->cursor);
}

enum mus_status mus_event_walk_count(const struct mus_read *read, enum mus_main_table table,
                                     struct mus_text event, size_t *count, struct mus_error *err)
{
    struct mus_event_walk walk;
    struct mus_text key = event;
    struct mus_text value;
    size_t n = 0;
    enum mus_status status = mus_event_walk_open(read, table, event, &walk, err);
    for (; status == MUS_OK && key.ptr != NULL; n++) {
        status = mus_event_walk_next(&walk, &key, &value, err);
    }
    mus_event_walk_close(&walk);
    if (status == MUS_OK) {
        *count = n - 1; /* the last step found nothing */
    }
    return status;
}

/* ---- numbers ---- */

bool mus_event_numbers_read(struct mus_text value, struct mus_event_numbers *out)
{
    struct mus_bytes in = mus_bytes_of(value.ptr, value.len);
    out->last_participant = mus_bytes_u64(&in);
    out->last_meeting = mus_bytes_u64(&in);
    out->last_run = mus_bytes_u64(&in);
    out->participants = mus_bytes_u64(&in);
    out->wishes = mus_bytes_u64(&in);
    out->meetings = mus_bytes_u64(&in);
    return !in.failed && in.left == 0;
}

enum mus_status mus_event_numbers(const struct mus_read *read, struct mus_text event,
                                  struct mus_event_numbers *out, struct mus_error *err)
{
    struct mus_db_key key;
    struct mus_text value;
    mus_key_of_ids(event, MUS_NO_TEXT, MUS_NO_TEXT, &key);
    enum mus_status status =
        mus_db_get(read->txn, MUS_DB_EVENT_NUMBERS, mus_key_text(&key), &value, err);
    if (status == MUS_OK && value.ptr == NULL) {
        return no_event(event, err);
    }
    if (status == MUS_OK && !mus_event_numbers_read(value, out)) {
        status = mus_fail(err, MUS_CORRUPT, "numbers of event \"%.*s\": malformed",
                          MUS_TEXT_SHORT_ARG(event));
    }
    return status;
}

enum mus_status mus_event_set_numbers(struct mus_write *write, struct mus_text event,
                                      const struct mus_event_numbers *numbers,
                                      struct mus_error *err)
{
    const uint64_t all[] = {numbers->last_participant, numbers->last_meeting, numbers->last_run,
                            numbers->participants,     numbers->wishes,       numbers->meetings};
    char value[sizeof all];
    struct mus_db_number room;
    struct mus_db_key key;
    mus_key_of_ids(event, MUS_NO_TEXT, MUS_NO_TEXT, &key);
    for (size_t i = 0; i < sizeof all / sizeof all[0]; i++) {
        memcpy(value + 8 * i, mus_value_u64(all[i], &room).ptr, 8);
    }
    return mus_db_put(write->view.txn, MUS_DB_EVENT_NUMBERS, mus_key_text(&key),
                      (struct mus_text){value, sizeof value}, err);
}

/* ---- events ---- */

enum mus_status mus_event_put_bytes(struct mus_write *write, enum mus_main_table table,
                                    const struct mus_db_key *key, const struct mus_buf *bytes,
                                    struct mus_error *err)
{
    enum mus_status status = mus_buf_check(bytes, err);
    return status == MUS_OK
               ? mus_db_put(write->view.txn, table, mus_key_text(key), mus_buf_text(bytes), err)
               : status;
}

enum mus_status mus_event_there(const struct mus_read *read, struct mus_text event,
                                struct mus_error *err)
{
    struct mus_event_numbers numbers;
    return mus_event_numbers(read, event, &numbers, err);
}

enum mus_status mus_store_put_event(struct mus_write *write, const struct mus_event *event,
                                    struct mus_error *err)
{
    const struct mus_event_numbers none = {0};
    struct mus_event_numbers numbers;
    struct mus_buf record = {0};
    struct mus_db_key key;
    enum mus_status status = mus_event_check(event, err);
    if (status != MUS_OK) {
        return status;
    }
    mus_key_of_ids(event->id, MUS_NO_TEXT, MUS_NO_TEXT, &key);
    mus_event_encode(event, &record);
    status = mus_buf_check(&record, err);
    if (status == MUS_OK) {
        status = mus_event_numbers(&write->view, event->id, &numbers, err);
    }
    if (status == MUS_NOT_FOUND) {
        status = mus_event_set_numbers(write, event->id, &none, err);
    }
    if (status == MUS_OK) {
        status = mus_event_put_bytes(write, MUS_DB_EVENT, &key, &record, err);
    }
    mus_buf_done(&record);
    return status;
}

enum mus_status mus_store_event(const struct mus_read *read, struct mus_text id,
                                struct mus_arena *arena, struct mus_event *out,
                                struct mus_error *err)
{
    struct mus_text bytes;
    if (!mus_text_is_id(id)) {
        return no_event(id, err);
    }
    enum mus_status status = mus_read_copy(read, MUS_DB_EVENT, id, arena, &bytes, err);
    if (status == MUS_OK && bytes.ptr == NULL) {
        return no_event(id, err);
    }
    return status == MUS_OK ? mus_event_decode(bytes, arena, out, err) : status;
}

enum mus_status mus_store_events(const struct mus_read *read, struct mus_arena *arena,
                                 struct mus_event **events, size_t *count, struct mus_error *err)
{
    struct mus_db_sizes sizes;
    struct mus_cursor *cursor = NULL;
    struct mus_event *list = NULL;
    size_t n = 0;
    enum mus_status status = mus_db_sizes(read->txn, MUS_DB_EVENT, &sizes, err);
    if (status == MUS_OK) {
        list = mus_arena_alloc(arena, (size_t)sizes.entries, sizeof *list);
        status = list == NULL ? mus_fail_memory(err)
                              : mus_cursor_open(read->txn, MUS_DB_EVENT, &cursor, err);
    }
    for (; status == MUS_OK && n < sizes.entries; n++) {
        struct mus_text id = MUS_NO_TEXT;
        struct mus_text bytes;
        status =
            mus_cursor_step(cursor, n == 0 ? MUS_CURSOR_FIRST : MUS_CURSOR_NEXT, &id, &bytes, err);
        if (status == MUS_OK) {
            bytes = mus_arena_copy(arena, bytes);
            status = bytes.ptr == NULL ? mus_fail_memory(err)
                                       : mus_event_decode(bytes, arena, &list[n], err);
        }
    }
    mus_cursor_close(cursor);
    if (status == MUS_OK) {
        *events = list;
        *count = n;
    }
    return status;
}

enum mus_status mus_store_event_counts(const struct mus_read *read, struct mus_text id,
                                       struct mus_event_counts *out, struct mus_error *err)
{
    struct mus_event_numbers numbers;
    enum mus_status status = mus_event_numbers(read, id, &numbers, err);
    if (status == MUS_OK) {
        *out = (struct mus_event_counts){numbers.participants, numbers.wishes, numbers.meetings,
                                         numbers.last_run};
    }
    return status;
}

enum mus_status mus_store_fair(const struct mus_read *read, struct mus_text id,
                               struct mus_arena *arena, struct mus_fair *out, struct mus_error *err)
{
    struct mus_fair fair = {0};
    struct mus_participant *participants = NULL;
    struct mus_wish *wishes = NULL;
    struct mus_meeting *meetings = NULL;
    enum mus_status status = mus_store_event(read, id, arena, &fair.event, err);
    if (status == MUS_OK) {
        status = mus_store_all_participants(read, id, arena, &participants, &fair.participant_count,
                                            err);
    }
    if (status == MUS_OK) {
        status = mus_store_all_wishes(read, id, arena, &wishes, &fair.wish_count, err);
    }
    if (status == MUS_OK) {
        status = mus_store_all_meetings(read, id, arena, &meetings, &fair.meeting_count, err);
    }
    if (status == MUS_OK) {
        fair.participants = participants;
        fair.wishes = wishes;
        fair.meetings = meetings;
        *out = fair;
    }
    return status;
}

/* ---- runs ---- */

static bool is_zero(const struct mus_digest *digest)
{
    static const struct mus_digest zero;
    return mus_digest_compare(digest, &zero) == 0;
}

enum mus_status mus_run_documents_there(const struct mus_read *read, const struct mus_run *run,
                                        struct mus_error *err)
{
    bool pairing = run->kind == MUS_RUN_PAIRING;
    const struct {
        const char *kind;
        const struct mus_digest *digest;
    } documents[] = {
        {pairing ? "pairing-problem" : "timetable-problem", &run->problem},
        {pairing ? "pairing" : "timetable", &run->answer},
        {"meetings", &run->meetings},
    };
    enum mus_status status = MUS_OK;
    for (size_t i = 0; status == MUS_OK && i < sizeof documents / sizeof documents[0]; i++) {
        struct mus_text bytes;
        if (!is_zero(documents[i].digest)) {
            status = mus_store_borrow_document(read, mus_text_of(documents[i].kind),
                                               documents[i].digest, &bytes, err);
        }
    }
    return status;
}

enum mus_status mus_store_add_run(struct mus_write *write, struct mus_text event,
                                  struct mus_run *run, struct mus_error *err)
{
    struct mus_event_numbers numbers;
    struct mus_run numbered = *run;
    struct mus_buf record = {0};
    struct mus_db_key key;
    enum mus_status status = mus_event_numbers(&write->view, event, &numbers, err);
    if (status == MUS_OK && numbers.last_run >= MUS_EVENT_MAX_RUNS) {
        status = mus_fail(err, MUS_LIMIT, "runs: at most %d of one event", MUS_EVENT_MAX_RUNS);
    }
    if (status != MUS_OK) {
        return status;
    }
    numbered.number = ++numbers.last_run;
    status = mus_run_check(&numbered, err);
    if (status == MUS_OK) {
        status = mus_run_documents_there(&write->view, &numbered, err);
    }
    if (status == MUS_OK) {
        mus_key_of_numbered(event, numbered.number, &key);
        mus_run_encode(&numbered, &record);
        status = mus_event_put_bytes(write, MUS_DB_RUN, &key, &record, err);
    }
    if (status == MUS_OK) {
        status = mus_event_set_numbers(write, event, &numbers, err);
    }
    if (status == MUS_OK) {
        run->number = numbered.number;
    }
    mus_buf_done(&record);
    return status;
}

enum mus_status mus_store_run(const struct mus_read *read, struct mus_text event, uint64_t number,
                              struct mus_arena *arena, struct mus_run *out, struct mus_error *err)
{
    struct mus_db_key key;
    struct mus_text bytes = MUS_NO_TEXT;
    enum mus_status status = mus_event_there(read, event, err);
    if (status == MUS_OK) {
        mus_key_of_numbered(event, number, &key);
        status = mus_read_copy(read, MUS_DB_RUN, mus_key_text(&key), arena, &bytes, err);
    }
    if (status == MUS_OK && bytes.ptr == NULL) {
        return mus_fail(err, MUS_NOT_FOUND, "no run %llu", (unsigned long long)number);
    }
    return status == MUS_OK ? mus_run_decode(bytes, out, err) : status;
}

enum mus_status mus_store_runs(const struct mus_read *read, struct mus_text event,
                               struct mus_arena *arena, struct mus_run **runs, size_t *count,
                               struct mus_error *err)
{
    struct mus_event_walk walk = {0};
    struct mus_run *list = NULL;
    size_t n = 0;
    size_t done = 0;
    enum mus_status status = mus_event_there(read, event, err);
    if (status == MUS_OK) {
        status = mus_event_walk_count(read, MUS_DB_RUN, event, &n, err);
    }
    if (status == MUS_OK) {
        list = mus_arena_alloc(arena, n, sizeof *list);
        status = list == NULL ? mus_fail_memory(err)
                              : mus_event_walk_open(read, MUS_DB_RUN, event, &walk, err);
    }
    for (; status == MUS_OK && done < n; done++) {
        struct mus_text key;
        struct mus_text bytes;
        status = mus_event_walk_next(&walk, &key, &bytes, err);
        if (status == MUS_OK) {
            bytes = mus_arena_copy(arena, bytes);
            status =
                bytes.ptr == NULL ? mus_fail_memory(err) : mus_run_decode(bytes, &list[done], err);
        }
    }
    mus_event_walk_close(&walk);
    if (status == MUS_OK) {
        *runs = list;
        *count = n;
    }
    return status;
}
