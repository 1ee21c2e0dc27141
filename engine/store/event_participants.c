/* Participants lie under (event, id) and are found by the company id that they were put with, which
 * never changes: where a company is merged, its participants are found over the redirects. */
#include "store/events.h"

#include "crypto/seal.h"
#include "fair/format/event_record.h"
#include "store/companies.h"
#include "store/events_internal.h"
#include "store/keys.h"
#include "store/redirect.h"

#include <stdio.h>
#include <stdlib.h>

static enum mus_status no_participant(struct mus_text id, struct mus_error *err)
{
    return mus_fail(err, MUS_NOT_FOUND, "no participant \"%.*s\"", MUS_TEXT_SHORT_ARG(id));
}

/* Its record, borrowed; not given where it is not there. */
static enum mus_status bytes_of(const struct mus_read *read, struct mus_text event,
                                struct mus_text id, struct mus_text *bytes, struct mus_error *err)
{
    struct mus_db_key key;
    mus_key_of_ids(event, id, MUS_NO_TEXT, &key);
    return mus_db_get(read->txn, MUS_DB_PARTICIPANT, mus_key_text(&key), bytes, err);
}

enum mus_status mus_participant_there(const struct mus_read *read, struct mus_text event,
                                      struct mus_text id, struct mus_error *err)
{
    struct mus_text bytes = MUS_NO_TEXT;
    enum mus_status status = bytes_of(read, event, id, &bytes, err);
    return status == MUS_OK && bytes.ptr == NULL ? no_participant(id, err) : status;
}

enum mus_status mus_store_participant(const struct mus_read *read, struct mus_text event,
                                      struct mus_text id, struct mus_arena *arena,
                                      struct mus_participant *out, struct mus_error *err)
{
    struct mus_text bytes = MUS_NO_TEXT;
    enum mus_status status = mus_event_there(read, event, err);
    if (status == MUS_OK) {
        status = bytes_of(read, event, id, &bytes, err);
    }
    if (status == MUS_OK && bytes.ptr == NULL) {
        return no_participant(id, err);
    }
    if (status == MUS_OK) {
        bytes = mus_arena_copy(arena, bytes);
        status = bytes.ptr == NULL ? mus_fail_memory(err)
                                   : mus_participant_decode(bytes, arena, out, err);
    }
    return status;
}

enum mus_status mus_store_all_participants(const struct mus_read *read, struct mus_text event,
                                           struct mus_arena *arena, struct mus_participant **out,
                                           size_t *count, struct mus_error *err)
{
    struct mus_event_walk walk = {0};
    struct mus_participant *list = NULL;
    size_t n = 0;
    size_t done = 0;
    enum mus_status status = mus_event_walk_count(read, MUS_DB_PARTICIPANT, event, &n, err);
    if (status == MUS_OK) {
        list = mus_arena_alloc(arena, n, sizeof *list);
        status = list == NULL ? mus_fail_memory(err)
                              : mus_event_walk_open(read, MUS_DB_PARTICIPANT, event, &walk, err);
    }
    for (; status == MUS_OK && done < n; done++) {
        struct mus_text key;
        struct mus_text bytes;
        status = mus_event_walk_next(&walk, &key, &bytes, err);
        if (status == MUS_OK) {
            bytes = mus_arena_copy(arena, bytes);
            status = bytes.ptr == NULL ? mus_fail_memory(err)
                                       : mus_participant_decode(bytes, arena, &list[done], err);
        }
    }
    mus_event_walk_close(&walk);
    if (status == MUS_OK) {
        *out = list;
        *count = n;
    }
    return status;
}

/* ---- putting ---- */

/* The company of a new participant is there; the one that it was merged into is taken. */
static enum mus_status settle_new(const struct mus_read *read, struct mus_event_numbers *numbers,
                                  struct mus_participant *who, struct mus_arena *arena,
                                  struct mus_error *err)
{
    if (numbers->participants >= MUS_EVENT_MAX_PARTICIPANTS) {
        return mus_fail(err, MUS_LIMIT, "participants: at most %d of one event",
                        MUS_EVENT_MAX_PARTICIPANTS);
    }
    numbers->participants++;
    enum mus_status status = mus_store_resolve(read, who->company, arena, &who->company, err);
    return status == MUS_OK ? MUS_OK : mus_fail_at(err, status, "company");
}

/* That of one that is there stays, so that a merge can be undone; it may be called by another of
 * its ids. */
static enum mus_status settle_old(const struct mus_read *read, struct mus_text old_bytes,
                                  struct mus_participant *who, struct mus_arena *arena,
                                  struct mus_error *err)
{
    struct mus_participant old;
    struct mus_text was;
    struct mus_text is;
    old_bytes = mus_arena_copy(arena, old_bytes);
    if (old_bytes.ptr == NULL) {
        return mus_fail_memory(err);
    }
    enum mus_status status = mus_participant_decode(old_bytes, arena, &old, err);
    if (status != MUS_OK || mus_text_equal(old.company, who->company)) {
        return status;
    }
    status = mus_store_resolve(read, old.company, arena, &was, err);
    if (status == MUS_OK) {
        status = mus_store_resolve(read, who->company, arena, &is, err);
    }
    if (status == MUS_OK && !mus_text_equal(was, is)) {
        status = mus_fail(err, MUS_CONFLICT, "participant \"%.*s\" is of \"%.*s\"",
                          MUS_TEXT_SHORT_ARG(who->id), MUS_TEXT_SHORT_ARG(old.company));
    }
    who->company = old.company;
    return status == MUS_OK ? MUS_OK : mus_fail_at(err, status, "company");
}

/* The key of an attendance's value: who took part where. */
static enum mus_status put_attendance(struct mus_write *write, struct mus_text event,
                                      const struct mus_participant *who, struct mus_error *err)
{
    struct mus_db_key key;
    mus_key_of_ids(event, who->id, MUS_NO_TEXT, &key);
    return mus_db_put(write->view.txn, MUS_DB_ATTENDANCE, who->company, mus_key_text(&key), err);
}

static enum mus_status put(struct mus_write *write, struct mus_text event,
                           const struct mus_participant *who,
                           const struct mus_event_numbers *numbers, bool is_new,
                           struct mus_error *err)
{
    struct mus_buf record = {0};
    struct mus_db_key key;
    mus_key_of_ids(event, who->id, MUS_NO_TEXT, &key);
    mus_participant_encode(who, &record);
    enum mus_status status = mus_event_put_bytes(write, MUS_DB_PARTICIPANT, &key, &record, err);
    if (status == MUS_OK && is_new) {
        status = put_attendance(write, event, who, err);
    }
    if (status == MUS_OK && is_new) {
        status = mus_event_set_numbers(write, event, numbers, err);
    }
    mus_buf_done(&record);
    return status;
}

enum mus_status mus_store_put_participant(struct mus_write *write, struct mus_text event,
                                          const struct mus_participant *participant,
                                          struct mus_error *err)
{
    const struct mus_read *read = &write->view;
    struct mus_arena arena = {0};
    struct mus_event record;
    struct mus_event_numbers numbers;
    struct mus_participant who = *participant;
    struct mus_text old = MUS_NO_TEXT;
    enum mus_status status = mus_store_event(read, event, &arena, &record, err);
    status = status == MUS_OK ? mus_participant_check(&who, &record, err) : status;
    status = status == MUS_OK ? mus_event_numbers(read, event, &numbers, err) : status;
    status = status == MUS_OK ? bytes_of(read, event, who.id, &old, err) : status;
    bool is_new = old.ptr == NULL;
    if (status == MUS_OK) {
        status = is_new ? settle_new(read, &numbers, &who, &arena, err)
                        : settle_old(read, old, &who, &arena, err);
    }
    status = status == MUS_OK ? put(write, event, &who, &numbers, is_new, err) : status;
    mus_arena_done(&arena);
    return status;
}

enum mus_status mus_store_new_participant_id(struct mus_write *write, struct mus_text event,
                                             struct mus_arena *arena, struct mus_text *id,
                                             struct mus_error *err)
{
    char name[32];
    struct mus_event_numbers numbers;
    struct mus_text taken = event;
    enum mus_status status = mus_event_numbers(&write->view, event, &numbers, err);
    while (status == MUS_OK && taken.ptr != NULL) { /* one may have brought an id of that form */
        snprintf(name, sizeof name, "p-%04llu", (unsigned long long)++numbers.last_participant);
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

/* ---- by company ---- */

/* The attendances under exactly this id go behind those that are there, as copies of their keys;
 * where `items` is NULL they are only counted. */
static enum mus_status gather(const struct mus_read *read, struct mus_text company,
                              struct mus_arena *arena, struct mus_text *items, size_t *count,
                              struct mus_error *err)
{
    struct mus_cursor *cursor = NULL;
    struct mus_text key = company;
    struct mus_text value;
    enum mus_cursor_step step = MUS_CURSOR_EXACT;
    enum mus_status status = mus_cursor_open(read->txn, MUS_DB_ATTENDANCE, &cursor, err);
    while (status == MUS_OK) {
        status = mus_cursor_step(cursor, step, &key, &value, err);
        step = MUS_CURSOR_NEXT_VALUE;
        if (status != MUS_OK || key.ptr == NULL) {
            break;
        }
        if (items != NULL) {
            items[*count] = mus_arena_copy(arena, value);
            status = items[*count].ptr == NULL ? mus_fail_memory(err) : MUS_OK;
        }
        ++*count;
    }
    mus_cursor_close(cursor);
    return status;
}

static enum mus_status gather_all(const struct mus_read *read, const struct mus_texts *companies,
                                  struct mus_arena *arena, struct mus_text **out, size_t *count,
                                  struct mus_error *err)
{
    struct mus_text *items = NULL;
    size_t n = 0;
    enum mus_status status = MUS_OK;
    for (size_t i = 0; status == MUS_OK && i < companies->count; i++) {
        status = gather(read, companies->items[i], arena, NULL, &n, err);
    }
    if (status == MUS_OK) {
        items = mus_arena_alloc(arena, n, sizeof *items);
        status = items == NULL ? mus_fail_memory(err) : MUS_OK;
    }
    n = 0;
    for (size_t i = 0; status == MUS_OK && i < companies->count; i++) {
        status = gather(read, companies->items[i], arena, items, &n, err);
    }
    if (status == MUS_OK) {
        *out = items;
        *count = n;
    }
    return status;
}

/* An attendance leads to a participant: that it is not there is a fault of the store. */
static enum mus_status attendance_of(const struct mus_read *read, struct mus_text key,
                                     struct mus_arena *arena, struct mus_attendance *out,
                                     struct mus_error *err)
{
    struct mus_text ids[2];
    if (!mus_key_read_ids(key, ids, 2)) {
        return mus_fail(err, MUS_CORRUPT, "attendance: malformed");
    }
    out->event = ids[0];
    enum mus_status status =
        mus_store_participant(read, ids[0], ids[1], arena, &out->participant, err);
    return status == MUS_NOT_FOUND
               ? mus_fail(err, MUS_CORRUPT, "attendance: \"%.*s\" is not at \"%.*s\"",
                          MUS_TEXT_SHORT_ARG(ids[1]), MUS_TEXT_SHORT_ARG(ids[0]))
               : status;
}

static int compare_keys(const void *a, const void *b)
{
    const struct mus_text *x = a;
    const struct mus_text *y = b;
    return mus_text_compare(*x, *y);
}

enum mus_status mus_store_attendances(const struct mus_read *read, struct mus_text company,
                                      struct mus_arena *arena, struct mus_attendance **out,
                                      size_t *count, struct mus_error *err)
{
    struct mus_text end;
    struct mus_texts companies = {NULL, 0};
    struct mus_text *keys = NULL;
    struct mus_attendance *list = NULL;
    size_t n = 0;
    enum mus_status status = mus_store_resolve(read, company, arena, &end, err);
    status = status == MUS_OK ? mus_redirects_to(read, end, arena, &companies, err) : status;
    status = status == MUS_OK ? gather_all(read, &companies, arena, &keys, &n, err) : status;
    if (status == MUS_OK) {
        qsort(keys, n, sizeof *keys, compare_keys);
        list = mus_arena_alloc(arena, n, sizeof *list);
        status = list == NULL ? mus_fail_memory(err) : MUS_OK;
    }
    for (size_t i = 0; status == MUS_OK && i < n; i++) {
        status = attendance_of(read, keys[i], arena, &list[i], err);
    }
    if (status == MUS_OK) {
        *out = list;
        *count = n;
    }
    return status;
}

/* ---- people ---- */

struct mus_text mus_use_of_people(struct mus_text event, struct mus_text participant,
                                  struct mus_use_of_people *room)
{
    snprintf(room->text, sizeof room->text, "people %.*s %.*s", MUS_TEXT_ARG(event),
             MUS_TEXT_ARG(participant));
    return mus_text_of(room->text);
}

static enum mus_status seal_people(struct mus_write *write, struct mus_text event,
                                   const struct mus_participant *who, const struct mus_texts *names,
                                   const struct mus_db_key *key, struct mus_error *err)
{
    struct mus_use_of_people room;
    struct mus_buf plain = {0};
    struct mus_buf sealed = {0};
    mus_people_encode(names, &plain);
    enum mus_status status = mus_buf_check(&plain, err);
    if (status == MUS_OK) {
        status = mus_store_seal(write, who->company, mus_use_of_people(event, who->id, &room),
                                mus_buf_text(&plain), &sealed, err);
    }
    if (status == MUS_OK) {
        status = mus_event_put_bytes(write, MUS_DB_PEOPLE, key, &sealed, err);
    }
    mus_buf_wipe(&plain);
    mus_buf_done(&sealed);
    return status;
}

enum mus_status mus_store_put_people(struct mus_write *write, struct mus_text event,
                                     struct mus_text participant, const struct mus_texts *names,
                                     struct mus_error *err)
{
    struct mus_arena arena = {0};
    struct mus_participant who;
    struct mus_db_key key;
    enum mus_status status = mus_people_check(names, err);
    if (status == MUS_OK) {
        status = mus_store_participant(&write->view, event, participant, &arena, &who, err);
    }
    if (status == MUS_OK) {
        mus_key_of_ids(event, participant, MUS_NO_TEXT, &key);
        status = names->count == 0 ? mus_db_delete(write->view.txn, MUS_DB_PEOPLE,
                                                   mus_key_text(&key), MUS_NO_TEXT, err)
                                   : seal_people(write, event, &who, names, &key, err);
    }
    mus_arena_done(&arena);
    return status;
}

/* The names, decoded from a copy in the arena. */
static enum mus_status unseal_people(const struct mus_read *read, struct mus_text event,
                                     const struct mus_participant *who, struct mus_text sealed,
                                     struct mus_arena *arena, struct mus_texts *names,
                                     struct mus_error *err)
{
    struct mus_use_of_people room;
    struct mus_buf plain = {0};
    enum mus_status status = mus_store_unseal(
        read, who->company, mus_use_of_people(event, who->id, &room), sealed, &plain, err);
    if (status == MUS_OK) {
        struct mus_text copy = mus_arena_copy(arena, mus_buf_text(&plain));
        status =
            copy.ptr == NULL ? mus_fail_memory(err) : mus_people_decode(copy, arena, names, err);
    }
    mus_buf_wipe(&plain);
    return status;
}

enum mus_status mus_store_people(const struct mus_read *read, struct mus_text event,
                                 struct mus_text participant, struct mus_arena *arena,
                                 struct mus_texts *names, struct mus_error *err)
{
    struct mus_participant who;
    struct mus_db_key key;
    struct mus_text sealed = MUS_NO_TEXT;
    enum mus_status status = mus_store_participant(read, event, participant, arena, &who, err);
    if (status == MUS_OK) {
        mus_key_of_ids(event, participant, MUS_NO_TEXT, &key);
        status = mus_db_get(read->txn, MUS_DB_PEOPLE, mus_key_text(&key), &sealed, err);
    }
    if (status == MUS_OK && sealed.ptr == NULL) {
        *names = (struct mus_texts){NULL, 0};
        return MUS_OK;
    }
    return status == MUS_OK ? unseal_people(read, event, &who, sealed, arena, names, err) : status;
}

/* ---- erasing ---- */

/* `key` is the participant's: event and id. */
static enum mus_status remove_participant(struct mus_write *write, struct mus_text company,
                                          struct mus_text key, struct mus_arena *arena,
                                          struct mus_error *err)
{
    struct mus_txn *txn = write->view.txn;
    struct mus_text ids[2];
    struct mus_event_numbers numbers;
    if (!mus_key_read_ids(key, ids, 2)) {
        return mus_fail(err, MUS_CORRUPT, "attendance: malformed");
    }
    enum mus_status status = mus_event_numbers(&write->view, ids[0], &numbers, err);
    if (status == MUS_OK) {
        status = mus_event_remove_ties(write, ids[0], ids[1], &numbers, arena, err);
    }
    status = status == MUS_OK ? mus_db_delete(txn, MUS_DB_PEOPLE, key, MUS_NO_TEXT, err) : status;
    if (status == MUS_OK) {
        status = mus_db_delete(txn, MUS_DB_PARTICIPANT, key, MUS_NO_TEXT, err);
    }
    status = status == MUS_OK ? mus_db_delete(txn, MUS_DB_ATTENDANCE, company, key, err) : status;
    if (status == MUS_OK) {
        numbers.participants--;
        status = mus_event_set_numbers(write, ids[0], &numbers, err);
    }
    return status;
}

enum mus_status mus_events_remove_of(struct mus_write *write, struct mus_text company,
                                     struct mus_arena *arena, struct mus_error *err)
{
    const struct mus_texts one = {&company, 1};
    struct mus_text *keys = NULL;
    size_t count = 0;
    enum mus_status status = gather_all(&write->view, &one, arena, &keys, &count, err);
    for (size_t i = 0; status == MUS_OK && i < count; i++) {
        status = remove_participant(write, company, keys[i], arena, err);
    }
    return status;
}
