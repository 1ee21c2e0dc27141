/* The check of events: every part keeps its rules within its event, and leads to what it names. */
#include "store/check_internal.h"

#include "crypto/seal.h"
#include "fair/format/event_record.h"
#include "store/companies.h"
#include "store/events_internal.h"
#include "store/keys.h"

#include <stdio.h>

/* The event of the entry at hand. Entries are sorted by event: it is read once for all of them. */
struct mus_check_event {
    struct mus_event event; /* an id that is not given: it is not there, or does not decode */
    struct mus_text id;     /* of the one looked for last */
    struct mus_arena arena;
};

/* NULL: there is none, which is the finding of what names it, or of the event itself. */
static enum mus_status find_event(struct mus_checking *c, struct mus_text id,
                                  const struct mus_event **out, struct mus_error *err)
{
    struct mus_check_event *at = c->event;
    struct mus_text bytes = MUS_NO_TEXT;
    enum mus_status status = MUS_OK;
    if (at->id.ptr == NULL || !mus_text_equal(at->id, id)) {
        mus_arena_reset(&at->arena);
        at->event = (struct mus_event){0};
        at->id = mus_arena_copy(&at->arena, id);
        status = at->id.ptr == NULL ? mus_fail_memory(err)
                                    : mus_db_get(c->read->txn, MUS_DB_EVENT, id, &bytes, err);
        if (status == MUS_OK && bytes.ptr != NULL) {
            status = mus_event_decode(bytes, &at->arena, &at->event, err);
            status = status == MUS_CORRUPT ? MUS_OK : status;
        }
    }
    *out = at->event.id.ptr == NULL ? NULL : &at->event;
    return status;
}

/* Finds the event that the entry of `what` lies under. */
static enum mus_status event_of(struct mus_checking *c, const char *what, struct mus_text id,
                                const struct mus_event **out, struct mus_error *err)
{
    struct mus_text bytes = MUS_NO_TEXT;
    enum mus_status status = find_event(c, id, out, err);
    if (status == MUS_OK && *out == NULL) {
        status = mus_db_get(c->read->txn, MUS_DB_EVENT, id, &bytes, err);
        if (status == MUS_OK && bytes.ptr == NULL) {
            status = mus_check_found(c, false, err, "%s of event \"%.*s\": there is no such event",
                                     what, MUS_TEXT_SHORT_ARG(id));
        }
    }
    return status;
}

/* A lower function's refusal becomes a finding: what "event/id": reason. */
static enum mus_status judge(struct mus_checking *c, enum mus_status status,
                             const struct mus_error *reason, struct mus_error *err,
                             const char *what, struct mus_text event, struct mus_text id)
{
    if (status == MUS_OK || status == MUS_NO_MEMORY || status == MUS_IO || status == MUS_STORE) {
        return status == MUS_OK ? MUS_OK : mus_fail(err, status, "%s", reason->message);
    }
    return mus_check_found(c, false, err, "%s \"%.*s\" of event \"%.*s\": %s", what,
                           MUS_TEXT_SHORT_ARG(id), MUS_TEXT_SHORT_ARG(event), reason->message);
}

static enum mus_status malformed_key(struct mus_checking *c, const char *what,
                                     struct mus_error *err)
{
    return mus_check_found(c, false, err, "%s: malformed key", what);
}

/* ---- events and their numbers ---- */

static enum mus_status check_event(struct mus_checking *c, struct mus_text key,
                                   struct mus_text value, struct mus_error *err)
{
    struct mus_event event;
    struct mus_error reason;
    struct mus_text numbers = MUS_NO_TEXT;
    c->report.events++;
    enum mus_status status = mus_event_decode(value, &c->scratch, &event, &reason);
    if (status != MUS_OK) {
        return mus_check_judge(c, status, &reason, err, "event", key);
    }
    if (!mus_text_equal(event.id, key)) {
        return mus_check_found(c, false, err, "event \"%.*s\": its record says \"%.*s\"",
                               MUS_TEXT_SHORT_ARG(key), MUS_TEXT_SHORT_ARG(event.id));
    }
    status = mus_db_get(c->read->txn, MUS_DB_EVENT_NUMBERS, key, &numbers, err);
    return status != MUS_OK || numbers.ptr != NULL
               ? status
               : mus_check_found(c, false, err, "event \"%.*s\": its numbers are missing",
                                 MUS_TEXT_SHORT_ARG(key));
}

static enum mus_status check_count(struct mus_checking *c, enum mus_main_table table,
                                   struct mus_text event, const char *what, uint64_t said,
                                   struct mus_error *err)
{
    size_t count = 0;
    enum mus_status status = mus_event_walk_count(c->read, table, event, &count, err);
    return status != MUS_OK || count == said
               ? status
               : mus_check_found(c, false, err, "event \"%.*s\": has %zu %s, its numbers say %llu",
                                 MUS_TEXT_SHORT_ARG(event), count, what, (unsigned long long)said);
}

static enum mus_status check_numbers(struct mus_checking *c, struct mus_text key,
                                     struct mus_text value, struct mus_error *err)
{
    const struct mus_event *event = NULL;
    struct mus_event_numbers numbers;
    enum mus_status status = event_of(c, "numbers", key, &event, err);
    if (status != MUS_OK || event == NULL) {
        return status;
    }
    if (!mus_event_numbers_read(value, &numbers)) {
        return mus_check_found(c, false, err, "numbers of event \"%.*s\": malformed",
                               MUS_TEXT_SHORT_ARG(key));
    }
    const struct {
        enum mus_main_table table;
        const char *what;
        uint64_t said;
    } counts[] = {
        {MUS_DB_PARTICIPANT, "participants", numbers.participants},
        {MUS_DB_WISH, "wishes", numbers.wishes},
        {MUS_DB_MEETING, "meetings", numbers.meetings},
        {MUS_DB_RUN, "runs", numbers.last_run},
    };
    for (size_t i = 0; status == MUS_OK && i < sizeof counts / sizeof counts[0]; i++) {
        status = check_count(c, counts[i].table, key, counts[i].what, counts[i].said, err);
    }
    return status;
}

/* ---- participants ---- */

/* Its company is somewhere in the end, and leads to it. */
static enum mus_status check_company(struct mus_checking *c, const struct mus_participant *who,
                                     struct mus_text event, struct mus_text key,
                                     struct mus_error *err)
{
    bool there = false;
    struct mus_text end;
    struct mus_error reason;
    enum mus_status status =
        mus_db_has_value(c->read->txn, MUS_DB_ATTENDANCE, who->company, key, &there, err);
    if (status == MUS_OK && !there) {
        status = mus_check_found(
            c, false, err, "participant \"%.*s\" of event \"%.*s\": missing from those of \"%.*s\"",
            MUS_TEXT_SHORT_ARG(who->id), MUS_TEXT_SHORT_ARG(event),
            MUS_TEXT_SHORT_ARG(who->company));
    }
    if (status == MUS_OK) {
        status = mus_store_resolve(c->read, who->company, &c->scratch, &end, &reason);
        status = judge(c, status, &reason, err, "participant", event, who->id);
    }
    return status;
}

static enum mus_status check_participant(struct mus_checking *c, struct mus_text key,
                                         struct mus_text value, struct mus_error *err)
{
    struct mus_text ids[2];
    struct mus_participant who;
    struct mus_error reason = {0};
    const struct mus_event *event = NULL;
    c->report.participants++;
    if (!mus_key_read_ids(key, ids, 2)) {
        return malformed_key(c, "participant", err);
    }
    enum mus_status status = event_of(c, "participant", ids[0], &event, err);
    if (status != MUS_OK || event == NULL) {
        return status;
    }
    status = mus_participant_decode(value, &c->scratch, &who, &reason);
    status = status == MUS_OK ? mus_participant_check(&who, event, &reason) : status;
    if (status == MUS_OK && !mus_text_equal(who.id, ids[1])) {
        status =
            mus_fail(&reason, MUS_CORRUPT, "its record says \"%.*s\"", MUS_TEXT_SHORT_ARG(who.id));
    }
    return status == MUS_OK ? check_company(c, &who, ids[0], key, err)
                            : judge(c, status, &reason, err, "participant", ids[0], ids[1]);
}

/* The participant is there and is the company's. One that does not decode has its own finding. */
static enum mus_status check_attendance(struct mus_checking *c, struct mus_text company,
                                        struct mus_text value, struct mus_error *err)
{
    struct mus_participant who;
    struct mus_text bytes = MUS_NO_TEXT;
    struct mus_text ids[2];
    if (!mus_key_read_ids(value, ids, 2)) {
        return mus_check_found(c, false, err, "attendance of \"%.*s\": malformed",
                               MUS_TEXT_SHORT_ARG(company));
    }
    enum mus_status status = mus_db_get(c->read->txn, MUS_DB_PARTICIPANT, value, &bytes, err);
    if (status != MUS_OK) {
        return status;
    }
    if (bytes.ptr == NULL) {
        return mus_check_found(c, false, err, "attendance of \"%.*s\": \"%.*s\" is not at \"%.*s\"",
                               MUS_TEXT_SHORT_ARG(company), MUS_TEXT_SHORT_ARG(ids[1]),
                               MUS_TEXT_SHORT_ARG(ids[0]));
    }
    status = mus_participant_decode(bytes, &c->scratch, &who, err);
    if (status != MUS_OK) {
        return status == MUS_NO_MEMORY ? status : MUS_OK;
    }
    return mus_text_equal(who.company, company)
               ? MUS_OK
               : mus_check_found(c, false, err,
                                 "attendance of \"%.*s\": \"%.*s\" at \"%.*s\" is another's",
                                 MUS_TEXT_SHORT_ARG(company), MUS_TEXT_SHORT_ARG(ids[1]),
                                 MUS_TEXT_SHORT_ARG(ids[0]));
}

static enum mus_status check_plain_people(struct mus_checking *c, struct mus_text event,
                                          const struct mus_participant *who, struct mus_text sealed,
                                          struct mus_error *err)
{
    struct mus_use_of_people room;
    struct mus_buf plain = {0};
    struct mus_texts names;
    struct mus_error reason;
    enum mus_status status = mus_store_unseal(
        c->read, who->company, mus_use_of_people(event, who->id, &room), sealed, &plain, &reason);
    if (status == MUS_OK) {
        status = mus_people_decode(mus_buf_text(&plain), &c->scratch, &names, &reason);
    }
    mus_buf_wipe(&plain);
    return judge(c, status, &reason, err, "people of", event, who->id);
}

static enum mus_status check_people(struct mus_checking *c, struct mus_text key,
                                    struct mus_text value, struct mus_error *err)
{
    struct mus_participant who;
    struct mus_text bytes = MUS_NO_TEXT;
    struct mus_text ids[2];
    if (!mus_key_read_ids(key, ids, 2)) {
        return malformed_key(c, "people", err);
    }
    enum mus_status status = mus_db_get(c->read->txn, MUS_DB_PARTICIPANT, key, &bytes, err);
    if (status == MUS_OK && bytes.ptr == NULL) {
        return mus_check_found(c, false, err,
                               "people of \"%.*s\" of event \"%.*s\": there is no such participant",
                               MUS_TEXT_SHORT_ARG(ids[1]), MUS_TEXT_SHORT_ARG(ids[0]));
    }
    if (status == MUS_OK) {
        status = mus_participant_decode(bytes, &c->scratch, &who, err);
    }
    if (status != MUS_OK) {
        return status == MUS_CORRUPT ? MUS_OK : status;
    }
    return c->report.contacts_not_checked ? MUS_OK
                                          : check_plain_people(c, ids[0], &who, value, err);
}

/* ---- wishes, meetings, runs ---- */

static enum mus_status check_wish(struct mus_checking *c, struct mus_text key,
                                  struct mus_text value, struct mus_error *err)
{
    struct mus_text ids[3];
    struct mus_error reason = {0};
    const struct mus_event *event = NULL;
    if (!mus_key_read_ids(key, ids, 3)) {
        return malformed_key(c, "wish", err);
    }
    const struct mus_wish wish = {ids[1], ids[2], value.len == 1 ? (unsigned char)value.ptr[0] : 0};
    enum mus_status status = event_of(c, "wish", ids[0], &event, err);
    if (status != MUS_OK || event == NULL) {
        return status;
    }
    status = mus_wish_check(&wish, &reason);
    for (size_t i = 1; status == MUS_OK && i < 3; i++) {
        status = mus_participant_there(c->read, ids[0], ids[i], &reason);
    }
    return judge(c, status, &reason, err, "wish of", ids[0], ids[1]);
}

/* Its participants, its case and the index by pair, which leads back. */
static enum mus_status check_meeting_links(struct mus_checking *c, struct mus_text event,
                                           const struct mus_meeting *m, struct mus_error *reason)
{
    struct mus_db_key pair;
    struct mus_text found = MUS_NO_TEXT;
    mus_key_of_ids(event, m->a, m->b, &pair);
    enum mus_status status = mus_participant_there(c->read, event, m->a, reason);
    if (status == MUS_OK) {
        status = mus_participant_there(c->read, event, m->b, reason);
    }
    if (status == MUS_OK) {
        status =
            mus_db_get(c->read->txn, MUS_DB_MEETING_OF_PAIR, mus_key_text(&pair), &found, reason);
    }
    if (status == MUS_OK && !mus_text_equal(found, m->id)) {
        status = mus_fail(reason, MUS_CORRUPT, "missing from the index by pair");
    }
    if (status == MUS_OK && m->case_id.len > 0) {
        status = mus_db_get(c->read->txn, MUS_DB_CASE, m->case_id, &found, reason);
        if (status == MUS_OK && found.ptr == NULL) {
            status =
                mus_fail(reason, MUS_CORRUPT, "no case \"%.*s\"", MUS_TEXT_SHORT_ARG(m->case_id));
        }
    }
    return status;
}

static enum mus_status check_meeting(struct mus_checking *c, struct mus_text key,
                                     struct mus_text value, struct mus_error *err)
{
    struct mus_text ids[2];
    struct mus_meeting m;
    struct mus_error reason = {0};
    const struct mus_event *event = NULL;
    c->report.meetings++;
    if (!mus_key_read_ids(key, ids, 2)) {
        return malformed_key(c, "meeting", err);
    }
    enum mus_status status = event_of(c, "meeting", ids[0], &event, err);
    if (status != MUS_OK || event == NULL) {
        return status;
    }
    status = mus_meeting_decode(value, &m, &reason);
    status = status == MUS_OK ? mus_meeting_check(&m, event, &reason) : status;
    if (status == MUS_OK && !mus_text_equal(m.id, ids[1])) {
        status =
            mus_fail(&reason, MUS_CORRUPT, "its record says \"%.*s\"", MUS_TEXT_SHORT_ARG(m.id));
    }
    status = status == MUS_OK ? check_meeting_links(c, ids[0], &m, &reason) : status;
    return judge(c, status, &reason, err, "meeting", ids[0], ids[1]);
}

static enum mus_status check_pair(struct mus_checking *c, struct mus_text key,
                                  struct mus_text value, struct mus_error *err)
{
    struct mus_text ids[3];
    struct mus_meeting m;
    struct mus_db_key meeting;
    struct mus_text bytes = MUS_NO_TEXT;
    struct mus_error reason = {0};
    if (!mus_key_read_ids(key, ids, 3)) {
        return malformed_key(c, "pair", err);
    }
    mus_key_of_ids(ids[0], value, MUS_NO_TEXT, &meeting);
    enum mus_status status =
        mus_db_get(c->read->txn, MUS_DB_MEETING, mus_key_text(&meeting), &bytes, err);
    if (status != MUS_OK) {
        return status;
    }
    bool leads = bytes.ptr != NULL;
    if (leads && mus_meeting_decode(bytes, &m, &reason) == MUS_OK) {
        leads = mus_text_equal(m.a, ids[1]) && mus_text_equal(m.b, ids[2]);
    }
    return leads ? MUS_OK
                 : mus_check_found(c, false, err,
                                   "pair \"%.*s\", \"%.*s\" of event \"%.*s\": meeting \"%.*s\" is "
                                   "not theirs",
                                   MUS_TEXT_SHORT_ARG(ids[1]), MUS_TEXT_SHORT_ARG(ids[2]),
                                   MUS_TEXT_SHORT_ARG(ids[0]), MUS_TEXT_SHORT_ARG(value));
}

static enum mus_status check_run(struct mus_checking *c, struct mus_text key, struct mus_text value,
                                 struct mus_error *err)
{
    struct mus_text id;
    uint64_t number = 0;
    struct mus_run run;
    struct mus_error reason = {0};
    const struct mus_event *event = NULL;
    if (!mus_key_read_numbered(key, &id, &number)) {
        return malformed_key(c, "run", err);
    }
    enum mus_status status = event_of(c, "run", id, &event, err);
    if (status != MUS_OK || event == NULL) {
        return status;
    }
    status = mus_run_decode(value, &run, &reason);
    if (status == MUS_OK && run.number != number) {
        status =
            mus_fail(&reason, MUS_CORRUPT, "its record says %llu", (unsigned long long)run.number);
    }
    status = status == MUS_OK ? mus_run_documents_there(c->read, &run, &reason) : status;
    char name[24];
    snprintf(name, sizeof name, "%llu", (unsigned long long)number);
    return judge(c, status, &reason, err, "run", id, mus_text_of(name));
}

enum mus_status mus_check_events(struct mus_checking *c, struct mus_error *err)
{
    static const struct {
        enum mus_main_table table;
        mus_check_one *one;
    } steps[] = {
        {MUS_DB_EVENT, check_event},
        {MUS_DB_EVENT_NUMBERS, check_numbers},
        {MUS_DB_PARTICIPANT, check_participant},
        {MUS_DB_ATTENDANCE, check_attendance},
        {MUS_DB_PEOPLE, check_people},
        {MUS_DB_WISH, check_wish},
        {MUS_DB_MEETING, check_meeting},
        {MUS_DB_MEETING_OF_PAIR, check_pair},
        {MUS_DB_RUN, check_run},
    };
    struct mus_check_event at = {0};
    enum mus_status status = MUS_OK;
    c->event = &at;
    for (size_t i = 0; status == MUS_OK && i < sizeof steps / sizeof steps[0]; i++) {
        status = mus_check_each(c, c->read->txn, steps[i].table, steps[i].one, err);
    }
    c->event = NULL;
    mus_arena_done(&at.arena);
    return status;
}
