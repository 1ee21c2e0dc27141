/* The records. Numbers are little-endian, a text is u16 length and bytes (an empty one was not
 * given), texts are u16 count and the texts, a name is the texts ja and en; same thing, same bytes.
 *
 * An event:
 *     u8   version (1)
 *     text id, edition, programme, purpose, language ‖ name, theme, venue (two texts each)
 *     i32  first, last ‖ u64 capacity ‖ u32 max_break_difference ‖ u64 changed
 *     u16  halls, then each: text id ‖ name; then u16 minutes from each to each behind it
 *     u16  slots, then each: text id ‖ text session ‖ i32 day ‖ u16 start ‖ u16 minutes
 *     u16  tables, then each: u16 hall ‖ u64 closed ‖ text label
 *     u16  interpreters, then each: text id ‖ texts languages ‖ u64 unavailable
 *     u16  roles, then each: text code ‖ name ‖ u32 min ‖ u32 max ‖ u16 meets
 *
 * A participant:
 *     u8   version (1)
 *     text id, company ‖ u8 role, mode, state ‖ u32 min, max ‖ text booth ‖ u16 booth_hall
 *     u64  unavailable ‖ u8 flags (1 online, 2 meets) ‖ texts languages ‖ text time_zone
 *     u16  people ‖ u64 registered
 *
 * A meeting:
 *     u8   version (1)
 *     text id, a, b ‖ u32 score ‖ u8 state ‖ u8 place ‖ i16 slot ‖ u16 table ‖ i16 interpreter
 *     text language ‖ three locks, each: text by ‖ u64 since ‖ u32 sequence ‖ text absent, case_id
 *     u64  changed
 *
 * A run:
 *     u8   version (1)
 *     u64  number ‖ u8 kind ‖ text what, by ‖ u64 recorded, seed, steps ‖ u32 evenness ‖ text mode
 *     four digests ‖ u64 meeting_count, left_out, breaks, lower_bound, moved, missing
 *     i64  total, upper_bound ‖ u32 gini
 *
 * People: u8 version (1) ‖ texts. */
#include "fair/format/event_record.h"

#include "base/bytes.h"

#include <assert.h>
#include <string.h>

enum { VERSION = 1, ONLINE = 1, MEETS = 2 };

/* Bytes of an element of each list whose texts are empty. */
enum {
    LEAST_TEXT = 2,
    LEAST_HALL = 3 * LEAST_TEXT,
    LEAST_SLOT = 2 * LEAST_TEXT + 4 + 2 + 2,
    LEAST_TABLE = 2 + 8 + LEAST_TEXT,
    LEAST_INTERPRETER = LEAST_TEXT + 2 + 8,
    LEAST_ROLE = 3 * LEAST_TEXT + 4 + 4 + 2,
};

/* ---- writing ---- */

/* No text of these records is longer than two bytes can say: their checks see to it. */
static void add_text(struct mus_buf *out, struct mus_text text)
{
    assert(text.len <= UINT16_MAX);
    mus_buf_add_u16(out, (uint16_t)text.len);
    mus_buf_add_text(out, text);
}

static void add_texts(struct mus_buf *out, const struct mus_texts *texts)
{
    mus_buf_add_u16(out, (uint16_t)texts->count);
    for (size_t i = 0; i < texts->count; i++) {
        add_text(out, texts->items[i]);
    }
}

static void add_name(struct mus_buf *out, const struct mus_bilingual *name)
{
    add_text(out, name->ja);
    add_text(out, name->en);
}

static void add_head(const struct mus_event *event, struct mus_buf *out)
{
    add_text(out, event->id);
    add_text(out, event->edition);
    add_text(out, event->programme);
    add_text(out, event->purpose);
    add_text(out, event->language);
    add_name(out, &event->name);
    add_name(out, &event->theme);
    add_name(out, &event->venue);
    mus_buf_add_u32(out, (uint32_t)event->first);
    mus_buf_add_u32(out, (uint32_t)event->last);
    mus_buf_add_u64(out, event->capacity);
    mus_buf_add_u32(out, event->max_break_difference);
    mus_buf_add_u64(out, event->changed);
}

static void add_halls(const struct mus_event *event, struct mus_buf *out)
{
    size_t n = event->hall_count;
    mus_buf_add_u16(out, (uint16_t)n);
    for (size_t i = 0; i < n; i++) {
        add_text(out, event->halls[i].id);
        add_name(out, &event->halls[i].name);
    }
    for (size_t i = 0; i < n; i++) {
        for (size_t j = i + 1; j < n; j++) {
            mus_buf_add_u16(out, event->walk_minutes == NULL ? 0 : event->walk_minutes[i * n + j]);
        }
    }
}

static void add_slots(const struct mus_event *event, struct mus_buf *out)
{
    mus_buf_add_u16(out, (uint16_t)event->slot_count);
    for (size_t i = 0; i < event->slot_count; i++) {
        const struct mus_event_slot *slot = &event->slots[i];
        add_text(out, slot->id);
        add_text(out, slot->session);
        mus_buf_add_u32(out, (uint32_t)slot->day);
        mus_buf_add_u16(out, slot->start);
        mus_buf_add_u16(out, slot->minutes);
    }
}

static void add_tables(const struct mus_event *event, struct mus_buf *out)
{
    mus_buf_add_u16(out, (uint16_t)event->table_count);
    for (size_t i = 0; i < event->table_count; i++) {
        mus_buf_add_u16(out, event->tables[i].hall);
        mus_buf_add_u64(out, event->tables[i].closed);
        add_text(out, event->tables[i].label);
    }
}

static void add_interpreters(const struct mus_event *event, struct mus_buf *out)
{
    mus_buf_add_u16(out, (uint16_t)event->interpreter_count);
    for (size_t i = 0; i < event->interpreter_count; i++) {
        add_text(out, event->interpreters[i].id);
        add_texts(out, &event->interpreters[i].languages);
        mus_buf_add_u64(out, event->interpreters[i].unavailable);
    }
}

static void add_roles(const struct mus_event *event, struct mus_buf *out)
{
    mus_buf_add_u16(out, (uint16_t)event->role_count);
    for (size_t i = 0; i < event->role_count; i++) {
        const struct mus_event_role *role = &event->roles[i];
        add_text(out, role->code);
        add_name(out, &role->name);
        mus_buf_add_u32(out, role->min);
        mus_buf_add_u32(out, role->max);
        mus_buf_add_u16(out, role->meets);
    }
}

void mus_event_encode(const struct mus_event *event, struct mus_buf *out)
{
    mus_buf_add_byte(out, VERSION);
    add_head(event, out);
    add_halls(event, out);
    add_slots(event, out);
    add_tables(event, out);
    add_interpreters(event, out);
    add_roles(event, out);
}

void mus_participant_encode(const struct mus_participant *who, struct mus_buf *out)
{
    mus_buf_add_byte(out, VERSION);
    add_text(out, who->id);
    add_text(out, who->company);
    mus_buf_add_byte(out, who->role);
    mus_buf_add_byte(out, who->mode);
    mus_buf_add_byte(out, who->state);
    mus_buf_add_u32(out, who->min);
    mus_buf_add_u32(out, who->max);
    add_text(out, who->booth);
    mus_buf_add_u16(out, who->booth_hall);
    mus_buf_add_u64(out, who->unavailable);
    mus_buf_add_byte(out, (unsigned char)((who->online ? ONLINE : 0) | (who->meets ? MEETS : 0)));
    add_texts(out, &who->languages);
    add_text(out, who->time_zone);
    mus_buf_add_u16(out, who->people);
    mus_buf_add_u64(out, who->registered);
}

static void add_lock(struct mus_buf *out, const struct mus_lock *lock)
{
    add_text(out, lock->by);
    mus_buf_add_u64(out, lock->since);
}

void mus_meeting_encode(const struct mus_meeting *m, struct mus_buf *out)
{
    mus_buf_add_byte(out, VERSION);
    add_text(out, m->id);
    add_text(out, m->a);
    add_text(out, m->b);
    mus_buf_add_u32(out, m->score);
    mus_buf_add_byte(out, m->state);
    mus_buf_add_byte(out, m->place);
    mus_buf_add_u16(out, (uint16_t)m->slot);
    mus_buf_add_u16(out, m->table);
    mus_buf_add_u16(out, (uint16_t)m->interpreter);
    add_text(out, m->language);
    add_lock(out, &m->lock_pair);
    add_lock(out, &m->lock_slot);
    add_lock(out, &m->lock_table);
    mus_buf_add_u32(out, m->sequence);
    add_text(out, m->absent);
    add_text(out, m->case_id);
    mus_buf_add_u64(out, m->changed);
}

void mus_run_encode(const struct mus_run *run, struct mus_buf *out)
{
    const struct mus_digest *const digests[] = {&run->problem, &run->answer, &run->meetings,
                                                &run->weights};
    mus_buf_add_byte(out, VERSION);
    mus_buf_add_u64(out, run->number);
    mus_buf_add_byte(out, run->kind);
    add_text(out, run->what);
    add_text(out, run->by);
    mus_buf_add_u64(out, run->recorded);
    mus_buf_add_u64(out, run->seed);
    mus_buf_add_u64(out, run->steps);
    mus_buf_add_u32(out, run->evenness);
    add_text(out, run->mode);
    for (size_t i = 0; i < sizeof digests / sizeof digests[0]; i++) {
        mus_buf_add(out, digests[i]->bytes, sizeof digests[i]->bytes);
    }
    mus_buf_add_u64(out, run->meeting_count);
    mus_buf_add_u64(out, run->left_out);
    mus_buf_add_u64(out, run->breaks);
    mus_buf_add_u64(out, run->lower_bound);
    mus_buf_add_u64(out, run->moved);
    mus_buf_add_u64(out, run->missing);
    mus_buf_add_u64(out, (uint64_t)run->total);
    mus_buf_add_u64(out, (uint64_t)run->upper_bound);
    mus_buf_add_u32(out, run->gini);
}

void mus_people_encode(const struct mus_texts *names, struct mus_buf *out)
{
    mus_buf_add_byte(out, VERSION);
    add_texts(out, names);
}

/* ---- reading ---- */

/* An empty text is one that was not given. */
static struct mus_text take_text(struct mus_bytes *bytes)
{
    struct mus_text text = mus_bytes_text(bytes, mus_bytes_u16(bytes));
    return text.len == 0 ? MUS_NO_TEXT : text;
}

static struct mus_bilingual take_name(struct mus_bytes *bytes)
{
    struct mus_text ja = take_text(bytes);
    return (struct mus_bilingual){ja, take_text(bytes)};
}

/* A list of as many elements as are said, never more than the bytes that are left could hold; its
 * memory is in *items. An empty list is NULL. */
static enum mus_status take_list(struct mus_bytes *bytes, size_t least, size_t size,
                                 struct mus_arena *arena, void **items, size_t *count,
                                 struct mus_error *err)
{
    size_t n = mus_bytes_u16(bytes);
    if (n > bytes->left / least) {
        bytes->failed = true;
        n = 0;
    }
    *count = n;
    *items = n == 0 ? NULL : mus_arena_alloc(arena, n, size);
    return n > 0 && *items == NULL ? mus_fail_memory(err) : MUS_OK;
}

static enum mus_status take_texts(struct mus_bytes *bytes, struct mus_arena *arena,
                                  struct mus_texts *out, struct mus_error *err)
{
    void *list = NULL;
    enum mus_status status =
        take_list(bytes, LEAST_TEXT, sizeof(struct mus_text), arena, &list, &out->count, err);
    struct mus_text *items = list;
    for (size_t i = 0; status == MUS_OK && i < out->count; i++) {
        items[i] = take_text(bytes);
    }
    out->items = items;
    return status;
}

static void take_head(struct mus_bytes *bytes, struct mus_event *out)
{
    out->id = take_text(bytes);
    out->edition = take_text(bytes);
    out->programme = take_text(bytes);
    out->purpose = take_text(bytes);
    out->language = take_text(bytes);
    out->name = take_name(bytes);
    out->theme = take_name(bytes);
    out->venue = take_name(bytes);
    out->first = (mus_date)mus_bytes_u32(bytes);
    out->last = (mus_date)mus_bytes_u32(bytes);
    out->capacity = mus_bytes_u64(bytes);
    out->max_break_difference = mus_bytes_u32(bytes);
    out->changed = mus_bytes_u64(bytes);
}

static enum mus_status take_walking(struct mus_bytes *bytes, struct mus_arena *arena,
                                    struct mus_event *out, struct mus_error *err)
{
    size_t n = out->hall_count;
    uint16_t *minutes = mus_arena_alloc(arena, n * n, sizeof *minutes);
    if (minutes == NULL) {
        return mus_fail_memory(err);
    }
    for (size_t i = 0; i < n; i++) {
        for (size_t j = i + 1; j < n; j++) {
            minutes[i * n + j] = mus_bytes_u16(bytes);
            minutes[j * n + i] = minutes[i * n + j];
        }
    }
    out->walk_minutes = minutes;
    return MUS_OK;
}

static enum mus_status take_halls(struct mus_bytes *bytes, struct mus_arena *arena,
                                  struct mus_event *out, struct mus_error *err)
{
    void *list = NULL;
    enum mus_status status =
        take_list(bytes, LEAST_HALL, sizeof(struct mus_hall), arena, &list, &out->hall_count, err);
    struct mus_hall *halls = list;
    for (size_t i = 0; status == MUS_OK && i < out->hall_count; i++) {
        halls[i].id = take_text(bytes);
        halls[i].name = take_name(bytes);
    }
    out->halls = halls;
    if (status == MUS_OK && out->hall_count > MUS_TIMETABLE_MAX_HALLS) {
        bytes->failed = true; /* so many are refused before their square is asked for */
        out->hall_count = 0;
    }
    return status == MUS_OK ? take_walking(bytes, arena, out, err) : status;
}

static enum mus_status take_slots(struct mus_bytes *bytes, struct mus_arena *arena,
                                  struct mus_event *out, struct mus_error *err)
{
    void *list = NULL;
    enum mus_status status = take_list(bytes, LEAST_SLOT, sizeof(struct mus_event_slot), arena,
                                       &list, &out->slot_count, err);
    struct mus_event_slot *slots = list;
    for (size_t i = 0; status == MUS_OK && i < out->slot_count; i++) {
        slots[i].id = take_text(bytes);
        slots[i].session = take_text(bytes);
        slots[i].day = (mus_date)mus_bytes_u32(bytes);
        slots[i].start = mus_bytes_u16(bytes);
        slots[i].minutes = mus_bytes_u16(bytes);
    }
    out->slots = slots;
    return status;
}

static enum mus_status take_tables(struct mus_bytes *bytes, struct mus_arena *arena,
                                   struct mus_event *out, struct mus_error *err)
{
    void *list = NULL;
    enum mus_status status = take_list(bytes, LEAST_TABLE, sizeof(struct mus_event_table), arena,
                                       &list, &out->table_count, err);
    struct mus_event_table *tables = list;
    for (size_t i = 0; status == MUS_OK && i < out->table_count; i++) {
        tables[i].hall = mus_bytes_u16(bytes);
        tables[i].closed = mus_bytes_u64(bytes);
        tables[i].label = take_text(bytes);
    }
    out->tables = tables;
    return status;
}

static enum mus_status take_interpreters(struct mus_bytes *bytes, struct mus_arena *arena,
                                         struct mus_event *out, struct mus_error *err)
{
    void *list = NULL;
    enum mus_status status =
        take_list(bytes, LEAST_INTERPRETER, sizeof(struct mus_event_interpreter), arena, &list,
                  &out->interpreter_count, err);
    struct mus_event_interpreter *interpreters = list;
    for (size_t i = 0; status == MUS_OK && i < out->interpreter_count; i++) {
        interpreters[i].id = take_text(bytes);
        status = take_texts(bytes, arena, &interpreters[i].languages, err);
        interpreters[i].unavailable = mus_bytes_u64(bytes);
    }
    out->interpreters = interpreters;
    return status;
}

static enum mus_status take_roles(struct mus_bytes *bytes, struct mus_arena *arena,
                                  struct mus_event *out, struct mus_error *err)
{
    void *list = NULL;
    enum mus_status status = take_list(bytes, LEAST_ROLE, sizeof(struct mus_event_role), arena,
                                       &list, &out->role_count, err);
    struct mus_event_role *roles = list;
    for (size_t i = 0; status == MUS_OK && i < out->role_count; i++) {
        roles[i].code = take_text(bytes);
        roles[i].name = take_name(bytes);
        roles[i].min = mus_bytes_u32(bytes);
        roles[i].max = mus_bytes_u32(bytes);
        roles[i].meets = mus_bytes_u16(bytes);
    }
    out->roles = roles;
    return status;
}

/* The version; what was failed before it is failed already. */
static enum mus_status take_version(struct mus_bytes *bytes, const char *what,
                                    struct mus_error *err)
{
    uint8_t version = mus_bytes_u8(bytes);
    return bytes->failed || version == VERSION
               ? MUS_OK
               : mus_fail(err, MUS_CORRUPT, "%s record: unknown version %u", what, version);
}

static enum mus_status check_end(const struct mus_bytes *bytes, const char *what,
                                 struct mus_error *err)
{
    return !bytes->failed && bytes->left == 0
               ? MUS_OK
               : mus_fail(err, MUS_CORRUPT, "%s record: %s", what,
                          bytes->failed ? "cut short or malformed" : "goes on behind its end");
}

/* What a check refused was not written by encode. */
static enum mus_status judge(enum mus_status status, const struct mus_error *reason,
                             const char *what, struct mus_error *err)
{
    return status == MUS_OK ? MUS_OK
                            : mus_fail(err, MUS_CORRUPT, "%s record: %s", what, reason->message);
}

enum mus_status mus_event_decode(struct mus_text bytes, struct mus_arena *arena,
                                 struct mus_event *out, struct mus_error *err)
{
    struct mus_bytes in = mus_bytes_of(bytes.ptr, bytes.len);
    struct mus_event event = {0};
    struct mus_error reason;
    enum mus_status status = take_version(&in, "event", err);
    if (status == MUS_OK) {
        take_head(&in, &event);
        status = take_halls(&in, arena, &event, err);
    }
    status = status == MUS_OK ? take_slots(&in, arena, &event, err) : status;
    status = status == MUS_OK ? take_tables(&in, arena, &event, err) : status;
    status = status == MUS_OK ? take_interpreters(&in, arena, &event, err) : status;
    status = status == MUS_OK ? take_roles(&in, arena, &event, err) : status;
    status = status == MUS_OK ? check_end(&in, "event", err) : status;
    if (status == MUS_OK) {
        status = judge(mus_event_check(&event, &reason), &reason, "event", err);
    }
    if (status == MUS_OK) {
        *out = event;
    }
    return status;
}

static enum mus_status take_participant(struct mus_bytes *in, struct mus_arena *arena,
                                        struct mus_participant *out, struct mus_error *err)
{
    out->id = take_text(in);
    out->company = take_text(in);
    out->role = mus_bytes_u8(in);
    out->mode = mus_bytes_u8(in);
    out->state = mus_bytes_u8(in);
    out->min = mus_bytes_u32(in);
    out->max = mus_bytes_u32(in);
    out->booth = take_text(in);
    out->booth_hall = mus_bytes_u16(in);
    out->unavailable = mus_bytes_u64(in);
    unsigned flags = mus_bytes_u8(in);
    out->online = (flags & ONLINE) != 0;
    out->meets = (flags & MEETS) != 0;
    in->failed = in->failed || flags > (ONLINE | MEETS);
    enum mus_status status = take_texts(in, arena, &out->languages, err);
    out->time_zone = take_text(in);
    out->people = mus_bytes_u16(in);
    out->registered = mus_bytes_u64(in);
    return status;
}

enum mus_status mus_participant_decode(struct mus_text bytes, struct mus_arena *arena,
                                       struct mus_participant *out, struct mus_error *err)
{
    struct mus_bytes in = mus_bytes_of(bytes.ptr, bytes.len);
    struct mus_participant who = {0};
    struct mus_error reason;
    enum mus_status status = take_version(&in, "participant", err);
    status = status == MUS_OK ? take_participant(&in, arena, &who, err) : status;
    status = status == MUS_OK ? check_end(&in, "participant", err) : status;
    if (status == MUS_OK) {
        status = judge(mus_participant_check(&who, NULL, &reason), &reason, "participant", err);
    }
    if (status == MUS_OK) {
        *out = who;
    }
    return status;
}

static struct mus_lock take_lock(struct mus_bytes *in)
{
    struct mus_text by = take_text(in);
    return (struct mus_lock){by, mus_bytes_u64(in)};
}

static void take_meeting(struct mus_bytes *in, struct mus_meeting *out)
{
    out->id = take_text(in);
    out->a = take_text(in);
    out->b = take_text(in);
    out->score = mus_bytes_u32(in);
    out->state = mus_bytes_u8(in);
    out->place = mus_bytes_u8(in);
    out->slot = (int16_t)mus_bytes_u16(in);
    out->table = mus_bytes_u16(in);
    out->interpreter = (int16_t)mus_bytes_u16(in);
    out->language = take_text(in);
    out->lock_pair = take_lock(in);
    out->lock_slot = take_lock(in);
    out->lock_table = take_lock(in);
    out->sequence = mus_bytes_u32(in);
    out->absent = take_text(in);
    out->case_id = take_text(in);
    out->changed = mus_bytes_u64(in);
}

enum mus_status mus_meeting_decode(struct mus_text bytes, struct mus_meeting *out,
                                   struct mus_error *err)
{
    struct mus_bytes in = mus_bytes_of(bytes.ptr, bytes.len);
    struct mus_meeting m = {0};
    struct mus_error reason;
    enum mus_status status = take_version(&in, "meeting", err);
    if (status == MUS_OK) {
        take_meeting(&in, &m);
        status = check_end(&in, "meeting", err);
    }
    if (status == MUS_OK) {
        status = judge(mus_meeting_check(&m, NULL, &reason), &reason, "meeting", err);
    }
    if (status == MUS_OK) {
        *out = m;
    }
    return status;
}

static void take_digest(struct mus_bytes *in, struct mus_digest *out)
{
    const unsigned char *at = mus_bytes_take(in, sizeof out->bytes);
    if (at != NULL) {
        memcpy(out->bytes, at, sizeof out->bytes);
    }
}

static void take_run(struct mus_bytes *in, struct mus_run *out)
{
    out->number = mus_bytes_u64(in);
    out->kind = mus_bytes_u8(in);
    out->what = take_text(in);
    out->by = take_text(in);
    out->recorded = mus_bytes_u64(in);
    out->seed = mus_bytes_u64(in);
    out->steps = mus_bytes_u64(in);
    out->evenness = mus_bytes_u32(in);
    out->mode = take_text(in);
    take_digest(in, &out->problem);
    take_digest(in, &out->answer);
    take_digest(in, &out->meetings);
    take_digest(in, &out->weights);
    out->meeting_count = mus_bytes_u64(in);
    out->left_out = mus_bytes_u64(in);
    out->breaks = mus_bytes_u64(in);
    out->lower_bound = mus_bytes_u64(in);
    out->moved = mus_bytes_u64(in);
    out->missing = mus_bytes_u64(in);
    out->total = (int64_t)mus_bytes_u64(in);
    out->upper_bound = (int64_t)mus_bytes_u64(in);
    out->gini = mus_bytes_u32(in);
}

enum mus_status mus_run_decode(struct mus_text bytes, struct mus_run *out, struct mus_error *err)
{
    struct mus_bytes in = mus_bytes_of(bytes.ptr, bytes.len);
    struct mus_run run = {0};
    struct mus_error reason;
    enum mus_status status = take_version(&in, "run", err);
    if (status == MUS_OK) {
        take_run(&in, &run);
        status = check_end(&in, "run", err);
    }
    if (status == MUS_OK) {
        status = judge(mus_run_check(&run, &reason), &reason, "run", err);
    }
    if (status == MUS_OK) {
        *out = run;
    }
    return status;
}

enum mus_status mus_people_decode(struct mus_text bytes, struct mus_arena *arena,
                                  struct mus_texts *out, struct mus_error *err)
{
    struct mus_bytes in = mus_bytes_of(bytes.ptr, bytes.len);
    struct mus_texts names = {NULL, 0};
    struct mus_error reason;
    enum mus_status status = take_version(&in, "people", err);
    status = status == MUS_OK ? take_texts(&in, arena, &names, err) : status;
    status = status == MUS_OK ? check_end(&in, "people", err) : status;
    if (status == MUS_OK) {
        status = judge(mus_people_check(&names, &reason), &reason, "people", err);
    }
    if (status == MUS_OK) {
        *out = names;
    }
    return status;
}
