/* Wishes and meetings: what ties two participants of an event together. */
#include "store/events.h"

#include "fair/format/event_record.h"
#include "store/events_internal.h"

#include <stdio.h>

/* ---- wishes ---- */

/* The kind lies in the store as one byte. */
static enum mus_status wish_of(struct mus_text key, struct mus_text value, struct mus_wish *out,
                               struct mus_error *err)
{
    struct mus_text ids[3];
    struct mus_error reason;
    if (value.len != 1 || !mus_key_read_ids(key, ids, 3)) {
        return mus_fail(err, MUS_CORRUPT, "wish: malformed");
    }
    *out = (struct mus_wish){ids[1], ids[2], (unsigned char)value.ptr[0]};
    return mus_wish_check(out, &reason) == MUS_OK
               ? MUS_OK
               : mus_fail(err, MUS_CORRUPT, "wish: %s", reason.message);
}

static enum mus_status copy_wish(struct mus_wish *wish, struct mus_arena *arena,
                                 struct mus_error *err)
{
    wish->from = mus_arena_copy(arena, wish->from);
    wish->to = mus_arena_copy(arena, wish->to);
    return wish->from.ptr == NULL || wish->to.ptr == NULL ? mus_fail_memory(err) : MUS_OK;
}

enum mus_status mus_store_all_wishes(const struct mus_read *read, struct mus_text event,
                                     struct mus_arena *arena, struct mus_wish **out, size_t *count,
                                     struct mus_error *err)
{
    struct mus_event_walk walk = {0};
    struct mus_wish *list = NULL;
    size_t n = 0;
    size_t done = 0;
    enum mus_status status = mus_event_walk_count(read, MUS_DB_WISH, event, &n, err);
    if (status == MUS_OK) {
        list = mus_arena_alloc(arena, n, sizeof *list);
        status = list == NULL ? mus_fail_memory(err)
                              : mus_event_walk_open(read, MUS_DB_WISH, event, &walk, err);
    }
    for (; status == MUS_OK && done < n; done++) {
        struct mus_text key;
        struct mus_text value;
        status = mus_event_walk_next(&walk, &key, &value, err);
        status = status == MUS_OK ? wish_of(key, value, &list[done], err) : status;
        status = status == MUS_OK ? copy_wish(&list[done], arena, err) : status;
    }
    mus_event_walk_close(&walk);
    if (status == MUS_OK) {
        *out = list;
        *count = n;
    }
    return status;
}

enum mus_status mus_store_put_wish(struct mus_write *write, struct mus_text event,
                                   const struct mus_wish *wish, struct mus_error *err)
{
    const struct mus_read *read = &write->view;
    const char kind = (char)wish->kind;
    struct mus_event_numbers numbers;
    struct mus_db_key key;
    struct mus_text old = MUS_NO_TEXT;
    enum mus_status status = mus_wish_check(wish, err);
    status = status == MUS_OK ? mus_event_numbers(read, event, &numbers, err) : status;
    status = status == MUS_OK ? mus_participant_there(read, event, wish->from, err) : status;
    status = status == MUS_OK ? mus_participant_there(read, event, wish->to, err) : status;
    if (status != MUS_OK) {
        return status;
    }
    mus_key_of_ids(event, wish->from, wish->to, &key);
    status = mus_db_get(read->txn, MUS_DB_WISH, mus_key_text(&key), &old, err);
    bool is_new = old.ptr == NULL;
    if (status == MUS_OK && is_new && ++numbers.wishes > MUS_EVENT_MAX_WISHES) {
        status = mus_fail(err, MUS_LIMIT, "wishes: at most %d of one event", MUS_EVENT_MAX_WISHES);
    }
    if (status == MUS_OK) {
        status = mus_db_put(read->txn, MUS_DB_WISH, mus_key_text(&key), (struct mus_text){&kind, 1},
                            err);
    }
    return status == MUS_OK && is_new ? mus_event_set_numbers(write, event, &numbers, err) : status;
}

enum mus_status mus_store_remove_wish(struct mus_write *write, struct mus_text event,
                                      struct mus_text from, struct mus_text to,
                                      struct mus_error *err)
{
    const struct mus_read *read = &write->view;
    struct mus_event_numbers numbers;
    struct mus_db_key key;
    struct mus_text old = MUS_NO_TEXT;
    mus_key_of_ids(event, from, to, &key);
    enum mus_status status = mus_event_numbers(read, event, &numbers, err);
    if (status == MUS_OK) {
        status = mus_db_get(read->txn, MUS_DB_WISH, mus_key_text(&key), &old, err);
    }
    if (status == MUS_OK && old.ptr == NULL) {
        status = mus_fail(err, MUS_NOT_FOUND, "no wish of \"%.*s\" about \"%.*s\"",
                          MUS_TEXT_SHORT_ARG(from), MUS_TEXT_SHORT_ARG(to));
    }
    if (status == MUS_OK) {
        status = mus_db_delete(read->txn, MUS_DB_WISH, mus_key_text(&key), MUS_NO_TEXT, err);
    }
    if (status == MUS_OK) {
        numbers.wishes--;
        status = mus_event_set_numbers(write, event, &numbers, err);
    }
    return status;
}

/* ---- meetings ---- */

enum mus_status mus_store_all_meetings(const struct mus_read *read, struct mus_text event,
                                       struct mus_arena *arena, struct mus_meeting **out,
                                       size_t *count, struct mus_error *err)
{
    struct mus_event_walk walk = {0};
    struct mus_meeting *list = NULL;
    size_t n = 0;
    size_t done = 0;
    enum mus_status status = mus_event_walk_count(read, MUS_DB_MEETING, event, &n, err);
    if (status == MUS_OK) {
        list = mus_arena_alloc(arena, n, sizeof *list);
        status = list == NULL ? mus_fail_memory(err)
                              : mus_event_walk_open(read, MUS_DB_MEETING, event, &walk, err);
    }
    for (; status == MUS_OK && done < n; done++) {
        struct mus_text key;
        struct mus_text bytes;
        status = mus_event_walk_next(&walk, &key, &bytes, err);
        if (status == MUS_OK) {
            bytes = mus_arena_copy(arena, bytes);
            status = bytes.ptr == NULL ? mus_fail_memory(err)
                                       : mus_meeting_decode(bytes, &list[done], err);
        }
    }
    mus_event_walk_close(&walk);
    if (status == MUS_OK) {
        *out = list;
        *count = n;
    }
    return status;
}

static enum mus_status bytes_of(const struct mus_read *read, struct mus_text event,
                                struct mus_text id, struct mus_text *bytes, struct mus_error *err)
{
    struct mus_db_key key;
    mus_key_of_ids(event, id, MUS_NO_TEXT, &key);
    return mus_db_get(read->txn, MUS_DB_MEETING, mus_key_text(&key), bytes, err);
}

enum mus_status mus_store_new_meeting_id(struct mus_write *write, struct mus_text event,
                                         struct mus_arena *arena, struct mus_text *id,
                                         struct mus_error *err)
{
    char name[32];
    struct mus_event_numbers numbers;
    struct mus_text taken = event;
    enum mus_status status = mus_event_numbers(&write->view, event, &numbers, err);
    while (status == MUS_OK && taken.ptr != NULL) { /* one may have brought an id of that form */
        snprintf(name, sizeof name, "m-%06llu", (unsigned long long)++numbers.last_meeting);
        status = bytes_of(&write->view, event, mus_text_of(name), &taken, err);
    }
    if (status != MUS_OK) {
        return status;
    }
    struct mus_text copy = mus_arena_copy(arena, mus_text_of(name));
    if (copy.ptr == NULL) {
        return mus_fail_memory(err);
    }
    status = mus_event_set_numbers(write, event, &numbers, err);
    if (status == MUS_OK) {
        *id = copy;
    }
    return status;
}

/* The participants of a new meeting are there, and no other meeting is theirs. */
static enum mus_status check_new(const struct mus_read *read, struct mus_text event,
                                 const struct mus_meeting *m, struct mus_event_numbers *numbers,
                                 struct mus_error *err)
{
    struct mus_db_key key;
    struct mus_text other = MUS_NO_TEXT;
    if (++numbers->meetings > MUS_EVENT_MAX_MEETINGS) {
        return mus_fail(err, MUS_LIMIT, "meetings: at most %d of one event",
                        MUS_EVENT_MAX_MEETINGS);
    }
    enum mus_status status = mus_participant_there(read, event, m->a, err);
    status = status == MUS_OK ? mus_participant_there(read, event, m->b, err) : status;
    if (status == MUS_OK) {
        mus_key_of_ids(event, m->a, m->b, &key);
        status = mus_db_get(read->txn, MUS_DB_MEETING_OF_PAIR, mus_key_text(&key), &other, err);
    }
    return status == MUS_OK && other.ptr != NULL
               ? mus_fail(err, MUS_CONFLICT, "\"%.*s\" and \"%.*s\" have meeting \"%.*s\" already",
                          MUS_TEXT_SHORT_ARG(m->a), MUS_TEXT_SHORT_ARG(m->b),
                          MUS_TEXT_SHORT_ARG(other))
               : status;
}

static enum mus_status check_old(struct mus_text bytes, const struct mus_meeting *m,
                                 struct mus_error *err)
{
    struct mus_meeting old;
    enum mus_status status = mus_meeting_decode(bytes, &old, err);
    if (status == MUS_OK && (!mus_text_equal(old.a, m->a) || !mus_text_equal(old.b, m->b))) {
        status = mus_fail(err, MUS_CONFLICT, "it is of \"%.*s\" and \"%.*s\"",
                          MUS_TEXT_SHORT_ARG(old.a), MUS_TEXT_SHORT_ARG(old.b));
    }
    return status;
}

static enum mus_status check_case(const struct mus_read *read, struct mus_text id,
                                  struct mus_error *err)
{
    struct mus_text record = MUS_NO_TEXT;
    enum mus_status status =
        id.len == 0 ? MUS_OK : mus_db_get(read->txn, MUS_DB_CASE, id, &record, err);
    return status == MUS_OK && id.len > 0 && record.ptr == NULL
               ? mus_fail(err, MUS_NOT_FOUND, "no case \"%.*s\"", MUS_TEXT_SHORT_ARG(id))
               : status;
}

/* Everything that can be refused of one meeting. */
static enum mus_status check_meeting(const struct mus_read *read, const struct mus_event *event,
                                     const struct mus_meeting *m, struct mus_event_numbers *numbers,
                                     bool *is_new, struct mus_error *err)
{
    struct mus_text old = MUS_NO_TEXT;
    enum mus_status status = mus_meeting_check(m, event, err);
    status = status == MUS_OK ? check_case(read, m->case_id, err) : status;
    status = status == MUS_OK ? bytes_of(read, event->id, m->id, &old, err) : status;
    *is_new = old.ptr == NULL;
    if (status == MUS_OK) {
        status = *is_new ? check_new(read, event->id, m, numbers, err) : check_old(old, m, err);
    }
    return status == MUS_OK
               ? MUS_OK
               : mus_fail_at(err, status, "meeting \"%.*s\"", MUS_TEXT_SHORT_ARG(m->id));
}

static enum mus_status put_meeting(struct mus_write *write, struct mus_text event,
                                   const struct mus_meeting *m, bool is_new, struct mus_buf *record,
                                   struct mus_error *err)
{
    struct mus_db_key key;
    mus_key_of_ids(event, m->id, MUS_NO_TEXT, &key);
    mus_buf_clear(record);
    mus_meeting_encode(m, record);
    enum mus_status status = mus_event_put_bytes(write, MUS_DB_MEETING, &key, record, err);
    if (status == MUS_OK && is_new) {
        mus_key_of_ids(event, m->a, m->b, &key);
        status =
            mus_db_put(write->view.txn, MUS_DB_MEETING_OF_PAIR, mus_key_text(&key), m->id, err);
    }
    return status;
}

enum mus_status mus_store_put_meetings(struct mus_write *write, struct mus_text event,
                                       const struct mus_meeting *meetings, size_t count,
                                       struct mus_error *err)
{
    struct mus_arena arena = {0};
    struct mus_buf record = {0};
    struct mus_event of;
    struct mus_event_numbers numbers;
    enum mus_status status = mus_store_event(&write->view, event, &arena, &of, err);
    status = status == MUS_OK ? mus_event_numbers(&write->view, event, &numbers, err) : status;
    for (size_t i = 0; status == MUS_OK && i < count; i++) {
        bool is_new = false;
        status = check_meeting(&write->view, &of, &meetings[i], &numbers, &is_new, err);
        if (status == MUS_OK) {
            status = put_meeting(write, event, &meetings[i], is_new, &record, err);
        } else if (i > 0) {
            mus_write_doom(write); /* those before it are there */
        }
    }
    status = status == MUS_OK ? mus_event_set_numbers(write, event, &numbers, err) : status;
    mus_buf_done(&record);
    mus_arena_done(&arena);
    return status;
}

enum mus_status mus_store_put_meeting(struct mus_write *write, struct mus_text event,
                                      const struct mus_meeting *meeting, struct mus_error *err)
{
    return mus_store_put_meetings(write, event, meeting, 1, err);
}

/* The meeting and what leads to it. */
static enum mus_status delete_meeting(struct mus_write *write, struct mus_text event,
                                      struct mus_text id, struct mus_text a, struct mus_text b,
                                      struct mus_error *err)
{
    struct mus_db_key key;
    struct mus_db_key pair;
    mus_key_of_ids(event, id, MUS_NO_TEXT, &key);
    mus_key_of_ids(event, a, b, &pair);
    enum mus_status status =
        mus_db_delete(write->view.txn, MUS_DB_MEETING, mus_key_text(&key), MUS_NO_TEXT, err);
    return status == MUS_OK ? mus_db_delete(write->view.txn, MUS_DB_MEETING_OF_PAIR,
                                            mus_key_text(&pair), MUS_NO_TEXT, err)
                            : status;
}

enum mus_status mus_store_meeting(const struct mus_read *read, struct mus_text event,
                                  struct mus_text id, struct mus_arena *arena,
                                  struct mus_meeting *out, struct mus_error *err)
{
    struct mus_text bytes = MUS_NO_TEXT;
    enum mus_status status = mus_event_there(read, event, err);
    status = status == MUS_OK ? bytes_of(read, event, id, &bytes, err) : status;
    if (status == MUS_OK && bytes.ptr == NULL) {
        return mus_fail(err, MUS_NOT_FOUND, "no meeting \"%.*s\"", MUS_TEXT_SHORT_ARG(id));
    }
    if (status == MUS_OK) {
        bytes = mus_arena_copy(arena, bytes);
        status = bytes.ptr == NULL ? mus_fail_memory(err) : mus_meeting_decode(bytes, out, err);
    }
    return status;
}

enum mus_status mus_store_remove_meeting(struct mus_write *write, struct mus_text event,
                                         struct mus_text id, struct mus_error *err)
{
    struct mus_arena arena = {0};
    struct mus_event_numbers numbers;
    struct mus_meeting m;
    enum mus_status status = mus_store_meeting(&write->view, event, id, &arena, &m, err);
    status = status == MUS_OK ? mus_event_numbers(&write->view, event, &numbers, err) : status;
    if (status == MUS_OK && m.sequence > 0) {
        status = mus_fail(err, MUS_CONFLICT,
                          "meeting \"%.*s\": was announced, so that it can only be cancelled",
                          MUS_TEXT_SHORT_ARG(id));
    }
    status = status == MUS_OK ? delete_meeting(write, event, m.id, m.a, m.b, err) : status;
    if (status == MUS_OK) {
        numbers.meetings--;
        status = mus_event_set_numbers(write, event, &numbers, err);
    }
    mus_arena_done(&arena);
    return status;
}

/* ---- erasing ---- */

/* The wishes of the participant, and of others about it. They are gathered before they are taken
 * away: what a cursor has read is not valid behind a change. */
static enum mus_status remove_wishes(struct mus_write *write, struct mus_text event,
                                     struct mus_text who, struct mus_event_numbers *numbers,
                                     struct mus_arena *arena, struct mus_error *err)
{
    struct mus_wish *wishes = NULL;
    size_t count = 0;
    enum mus_status status = mus_store_all_wishes(&write->view, event, arena, &wishes, &count, err);
    for (size_t i = 0; status == MUS_OK && i < count; i++) {
        struct mus_db_key key;
        if (mus_text_equal(wishes[i].from, who) || mus_text_equal(wishes[i].to, who)) {
            mus_key_of_ids(event, wishes[i].from, wishes[i].to, &key);
            status =
                mus_db_delete(write->view.txn, MUS_DB_WISH, mus_key_text(&key), MUS_NO_TEXT, err);
            numbers->wishes--;
        }
    }
    return status;
}

enum mus_status mus_event_remove_ties(struct mus_write *write, struct mus_text event,
                                      struct mus_text participant,
                                      struct mus_event_numbers *numbers, struct mus_arena *arena,
                                      struct mus_error *err)
{
    struct mus_meeting *meetings = NULL;
    size_t count = 0;
    enum mus_status status = remove_wishes(write, event, participant, numbers, arena, err);
    if (status == MUS_OK) {
        status = mus_store_all_meetings(&write->view, event, arena, &meetings, &count, err);
    }
    for (size_t i = 0; status == MUS_OK && i < count; i++) {
        const struct mus_meeting *m = &meetings[i];
        if (mus_text_equal(m->a, participant) || mus_text_equal(m->b, participant)) {
            status = delete_meeting(write, event, m->id, m->a, m->b, err);
            numbers->meetings--;
        }
    }
    return status;
}
