#include "workload.h"

#include <stdio.h>
#include <string.h>

#include "base/arena.h"
#include "profile/company_join.h"
#include "profile/company_merge.h"
#include "store/cases.h"
#include "store/check.h"
#include "store/companies.h"
#include "store/erase.h"
#include "store/events.h"
#include "store/ledger.h"
#include "store/merge.h"

/* The first entries nearly fill a tile, so that a few steps later the next one begins. */
enum { COMPANIES = 5, FIRST_ENTRIES = 240, ENTRIES = 5 };

#define RECORDED UINT64_C(1778461200) /* 2026-05-11T10:00:00+09:00 */

struct name {
    char text[24];
};

static struct mus_text id_of(struct name *room, unsigned step, unsigned which)
{
    snprintf(room->text, sizeof room->text, "c-%06u-%u", step, which);
    return mus_text_of(room->text);
}

static enum mus_status put_company(struct mus_write *write, unsigned step, unsigned which,
                                   struct mus_arena *arena, struct mus_error *err)
{
    struct name id;
    struct name contact;
    struct mus_merged merged;
    struct mus_supply supply = {.mode = MUS_SUPPLY_SOURCE, .now_ms = step};
    snprintf(contact.text, sizeof contact.text, "b%u", step);
    struct mus_contact contacts[] = {{.name = mus_text_of(contact.text)}};
    struct mus_company company = {
        .id = id_of(&id, step, which),
        .source = {MUS_TEXT("workload"), mus_text_of(id.text)},
        .given = MUS_FIELD_BIT(MUS_FIELD_NAME_JA) | MUS_FIELD_BIT(MUS_FIELD_COUNTRY) |
                 MUS_FIELD_BIT(MUS_FIELD_CONTACTS),
        .name_ja = mus_text_of(id.text),
        .country = MUS_TEXT("JP"),
        .contacts = {contacts, 1},
        .hold.until = MUS_NO_DATE,
        .consent.until = MUS_NO_DATE,
        .review.valid_until = MUS_NO_DATE,
    };
    enum mus_status status = mus_company_supply(NULL, &company, &supply, arena, &merged, err);
    return status == MUS_OK ? mus_store_put(write, &merged.record, NULL, err) : status;
}

/* ---- the ledger ---- */

void workload_entry(uint64_t index, struct mus_buf *out)
{
    struct mus_ledger_entry entry = {.kind = MUS_LEDGER_FIGURE, .recorded = RECORDED + index};
    entry.as.figure.fiscal_year = 2025;
    entry.as.figure.kind = MUS_LEDGER_PUBLISHED;
    entry.as.figure.value = (uint32_t)index;
    entry.as.figure.indicator = MUS_TEXT("city-matches");
    entry.as.figure.source = MUS_TEXT("workload");
    mus_ledger_entry_encode(&entry, out);
}

bool workload_ledger_is(const struct mus_read *read, uint64_t size)
{
    struct mus_ledger_walker *walker = NULL;
    struct mus_text found = MUS_TEXT("");
    struct mus_buf expected = {0};
    uint64_t count = 0;
    bool right = mus_ledger_walker_open(read, 0, &walker, NULL) == MUS_OK;
    while (right && found.ptr != NULL) {
        uint64_t index = 0;
        right = mus_ledger_walker_next(walker, &index, &found, NULL) == MUS_OK;
        if (right && found.ptr != NULL) {
            mus_buf_clear(&expected);
            workload_entry(count, &expected);
            right = index == count++ && mus_text_equal(found, mus_buf_text(&expected));
        }
    }
    mus_ledger_walker_close(walker);
    mus_buf_done(&expected);
    if (!right || count != size) {
        fprintf(stderr, "ledger: %llu entries that are right, expected %llu\n",
                (unsigned long long)count, (unsigned long long)size);
    }
    return right && count == size;
}

/* How many entries there are before this step. */
static uint64_t entries_before(unsigned step)
{
    uint64_t batches = step / 5 * 3 + (step % 5 < 3 ? step % 5 : 3);
    return batches == 0 ? 0 : FIRST_ENTRIES + (batches - 1) * ENTRIES;
}

static struct mus_text request_of(struct name *room, unsigned step)
{
    snprintf(room->text, sizeof room->text, "step-%u", step);
    return mus_text_of(room->text);
}

static enum mus_status put_entries(struct mus_write *write, unsigned step, struct mus_error *err)
{
    const struct mus_digest content = {{(unsigned char)step}};
    struct mus_buf bytes = {0};
    struct name name;
    uint64_t index = 0;
    enum mus_status status = MUS_OK;
    for (uint64_t i = entries_before(step); status == MUS_OK && i < entries_before(step + 1); i++) {
        mus_buf_clear(&bytes);
        workload_entry(i, &bytes);
        status = mus_buf_check(&bytes, err);
        if (status == MUS_OK) {
            status = mus_store_ledger_append(write, mus_buf_text(&bytes), &index, err);
        }
    }
    mus_buf_done(&bytes);
    return status == MUS_OK
               ? mus_store_ledger_put_request(write, request_of(&name, step), index, &content, err)
               : status;
}

/* ---- cases ---- */

static struct mus_text case_id_of(struct name *room, unsigned step)
{
    snprintf(room->text, sizeof room->text, "k-%06u", step);
    return mus_text_of(room->text);
}

/* An alias of company 0, and its case with company 1. */
static enum mus_status put_case(struct mus_write *write, unsigned step, struct mus_error *err)
{
    struct name id;
    struct name first;
    struct name second;
    struct mus_ledger_id alias;
    const struct mus_case_step suggested = {.stage = MUS_CASE_SUGGESTED,
                                            .date = 20584, /* 2026-05-11 */
                                            .recorded = RECORDED,
                                            .by = MUS_TEXT("b"),
                                            .entry = MUS_CASE_NO_ENTRY};
    const struct mus_case c = {.id = case_id_of(&id, step),
                               .companies = {id_of(&first, step, 0), id_of(&second, step, 1)},
                               .programme = MUS_TEXT("KOBS"),
                               .purpose = MUS_TEXT("sales"),
                               .coordinator = MUS_TEXT("b"),
                               .steps = &suggested,
                               .step_count = 1};
    enum mus_status status = mus_store_alias(write, MUS_ALIAS_COMPANY, c.companies[0], &alias, err);
    return status == MUS_OK ? mus_store_put_case(write, &c, err) : status;
}

/* ---- events ---- */

static struct mus_text event_id_of(struct name *room, unsigned step)
{
    snprintf(room->text, sizeof room->text, "e-%06u", step);
    return mus_text_of(room->text);
}

static struct mus_event event_of(struct mus_text id, const struct mus_hall *hall,
                                 const struct mus_event_role *role)
{
    return (struct mus_event){.id = id,
                              .name = {.en = id},
                              .first = 20584,
                              .last = 20584,
                              .halls = hall,
                              .hall_count = 1,
                              .roles = role,
                              .role_count = 1,
                              .capacity = UINT64_MAX,
                              .max_break_difference = UINT32_MAX,
                              .language = MUS_TEXT("ja")};
}

static struct mus_participant participant_of(struct mus_text id, struct mus_text company)
{
    return (struct mus_participant){.id = id,
                                    .company = company,
                                    .mode = MUS_PARTICIPANT_EXCLUSIVE,
                                    .state = MUS_PARTICIPANT_REGISTERED,
                                    .min = MUS_PARTICIPANT_OF_ROLE,
                                    .max = MUS_PARTICIPANT_OF_ROLE,
                                    .meets = true,
                                    .people = 1};
}

/* An event of companies 0 and 1, who are to meet; 0 sends somebody. */
static enum mus_status put_event(struct mus_write *write, unsigned step, struct mus_error *err)
{
    struct name event_name;
    struct name first;
    struct name second;
    struct mus_text person = MUS_TEXT("b");
    const struct mus_texts people = {&person, 1};
    const struct mus_hall hall = {.id = MUS_TEXT("h")};
    const struct mus_event_role role = {.code = MUS_TEXT("r"), .max = 9, .meets = 1};
    const struct mus_event event = event_of(event_id_of(&event_name, step), &hall, &role);
    const struct mus_participant a = participant_of(MUS_TEXT("p-1"), id_of(&first, step, 0));
    const struct mus_participant b = participant_of(MUS_TEXT("p-2"), id_of(&second, step, 1));
    const struct mus_wish wish = {a.id, b.id, MUS_WISH_MUST};
    const struct mus_meeting meeting = {.id = MUS_TEXT("m-1"),
                                        .a = a.id,
                                        .b = b.id,
                                        .state = MUS_MEETING_PLANNED,
                                        .slot = -1,
                                        .interpreter = -1};
    enum mus_status status = mus_store_put_event(write, &event, err);
#define NEXT(call) status = status == MUS_OK ? (call) : status
    NEXT(mus_store_put_participant(write, event.id, &a, err));
    NEXT(mus_store_put_participant(write, event.id, &b, err));
    NEXT(mus_store_put_people(write, event.id, a.id, &people, err));
    NEXT(mus_store_put_wish(write, event.id, &wish, err));
    NEXT(mus_store_put_meeting(write, event.id, &meeting, err));
#undef NEXT
    return status;
}

static enum mus_status put_batch(struct mus_write *write, void *context, struct mus_error *err)
{
    const unsigned *step = context;
    struct mus_arena arena = {0};
    enum mus_status status = MUS_OK;
    for (unsigned i = 0; i < COMPANIES && status == MUS_OK; i++) {
        status = put_company(write, *step, i, &arena, err);
    }
    mus_arena_done(&arena);
    if (status == MUS_OK) {
        status = put_case(write, *step, err);
    }
    if (status == MUS_OK) {
        status = put_event(write, *step, err);
    }
    return status == MUS_OK ? put_entries(write, *step, err) : status;
}

static enum mus_status merge_two(struct mus_write *write, void *context, struct mus_error *err)
{
    const unsigned *step = context;
    struct mus_arena arena = {0};
    struct mus_company_record survivor;
    struct mus_company_record other;
    struct mus_merged joined;
    struct name id;
    uint64_t number;
    const struct mus_read *read = mus_store_write_view(write);
    enum mus_status status =
        mus_store_company_whole(read, id_of(&id, *step - 1, 2), &arena, &survivor, err);
    if (status == MUS_OK) {
        status = mus_store_company_whole(read, id_of(&id, *step - 1, 1), &arena, &other, err);
    }
    if (status == MUS_OK) {
        status = mus_company_join(&survivor, &other, *step, &arena, &joined, err);
    }
    if (status == MUS_OK) {
        status =
            mus_store_merge(write, &joined.record, id_of(&id, *step - 1, 1), *step, &number, err);
    }
    mus_arena_done(&arena);
    return status;
}

enum mus_status workload_step(struct mus_store *store, unsigned step, struct mus_error *err)
{
    struct name id;
    switch (step % 5) {
    case 3:
        return mus_store_update(store, merge_two, &step, err);
    case 4:
        return mus_store_erase(store, id_of(&id, step - 2, 0), NULL, err);
    default:
        return mus_store_update(store, put_batch, &step, err);
    }
}

/* ---- what must be there ---- */

/* A store being looked at, and the first thing that is not as it must be. */
struct look {
    const struct mus_read *read;
    struct mus_arena arena;
    char why[MUS_ERROR_MESSAGE_MAX + 64];
};

static bool wrong(struct look *look, struct mus_text id, const char *what, const char *reason)
{
    snprintf(look->why, sizeof look->why, "%.*s: %s%s", MUS_TEXT_ARG(id), what, reason);
    return false;
}

/* The id is not there, by itself or by its source. */
static bool is_gone(struct look *look, struct mus_text id)
{
    struct mus_text found = MUS_NO_TEXT;
    struct mus_source source = {MUS_TEXT("workload"), id};
    return (mus_store_resolve(look->read, id, &look->arena, &found, NULL) == MUS_NOT_FOUND &&
            mus_store_find_source(look->read, source, &look->arena, &found, NULL) == MUS_OK &&
            found.ptr == NULL) ||
           wrong(look, id, "is there", "");
}

/* The id and its source lead to the company `expected`, whose contacts are those of the step. */
static bool is_there(struct look *look, struct mus_text id, struct mus_text expected, unsigned step)
{
    struct name contact;
    struct mus_company_record record;
    struct mus_text found = MUS_NO_TEXT;
    struct mus_source source = {MUS_TEXT("workload"), id};
    struct mus_error err;
    snprintf(contact.text, sizeof contact.text, "b%u", step);
    if (mus_store_company_whole(look->read, id, &look->arena, &record, &err) != MUS_OK) {
        return wrong(look, id, "cannot be read: ", err.message);
    }
    if (mus_store_find_source(look->read, source, &look->arena, &found, NULL) != MUS_OK ||
        !mus_text_equal(found, expected) || !mus_text_equal(record.company.id, expected)) {
        return wrong(look, id, "leads elsewhere", "");
    }
    return (record.company.contacts.count == 1 &&
            mus_text_equals(record.company.contacts.items[0].name, contact.text)) ||
           wrong(look, id, "has other contacts", "");
}

/* Whether company `which` of a batch is as it must be after the first `done` steps. */
static bool fits(struct look *look, unsigned step, unsigned which, unsigned done)
{
    struct name room;
    struct name other;
    struct mus_text id = id_of(&room, step, which);
    bool last_of_three = step % 5 == 2;
    if (step >= done || (last_of_three && which == 0 && step + 2 < done)) {
        return is_gone(look, id);
    }
    if (last_of_three && which == 1 && step + 1 < done) {
        return is_there(look, id, id_of(&other, step, 2), step);
    }
    return is_there(look, id, id, step);
}

/* The case, the alias and the request of a batch are there exactly while they must be. */
static bool rest_fits(struct look *look, unsigned step, unsigned done)
{
    struct name room;
    struct mus_case c;
    struct mus_ledger_id alias;
    struct mus_digest content;
    uint64_t index = 0;
    bool has_alias = false;
    bool has_request = false;
    bool made = step < done;
    bool erased = step % 5 == 2 && step + 2 < done;
    struct mus_text id = case_id_of(&room, step);
    enum mus_status found = mus_store_case(look->read, id, &look->arena, &c, NULL);
    if (found != (made && !erased ? MUS_OK : MUS_NOT_FOUND)) {
        return wrong(look, id, made ? "is not there" : "is there", "");
    }
    id = id_of(&room, step, 0);
    if (mus_store_find_alias(look->read, MUS_ALIAS_COMPANY, id, &has_alias, &alias, NULL) !=
            MUS_OK ||
        has_alias != (made && !erased)) {
        return wrong(look, id, "its alias is not as it must be", "");
    }
    id = request_of(&room, step);
    return (mus_store_ledger_request(look->read, id, &has_request, &index, &content, NULL) ==
                MUS_OK &&
            has_request == made && (!made || index + 1 == entries_before(step + 1))) ||
           wrong(look, id, "the request is not as it must be", "");
}

/* The event of a batch is there while it must be, with company 0 until it was erased. */
static bool event_fits(struct look *look, unsigned step, unsigned done)
{
    struct name room;
    struct mus_fair fair;
    struct mus_texts people;
    bool made = step < done;
    size_t left = step % 5 == 2 && step + 2 < done ? 1 : 2;
    struct mus_text id = event_id_of(&room, step);
    enum mus_status found = mus_store_fair(look->read, id, &look->arena, &fair, NULL);
    if (found != (made ? MUS_OK : MUS_NOT_FOUND)) {
        return wrong(look, id, made ? "is not there" : "is there", "");
    }
    if (made && (fair.participant_count != left || fair.wish_count != left - 1 ||
                 fair.meeting_count != left - 1)) {
        return wrong(look, id, "holds something else", "");
    }
    return !made || left == 1 ||
           (mus_store_people(look->read, id, MUS_TEXT("p-1"), &look->arena, &people, NULL) ==
                MUS_OK &&
            people.count == 1) ||
           wrong(look, id, "its people are not there", "");
}

static bool ledger_fits(struct look *look, unsigned done)
{
    uint64_t size = 0;
    if (mus_store_ledger_size(look->read, &size, NULL) != MUS_OK || size != entries_before(done)) {
        return wrong(look, MUS_TEXT("ledger"), "has another size", "");
    }
    return workload_ledger_is(look->read, size) ||
           wrong(look, MUS_TEXT("ledger"), "has other entries", "");
}

static bool holds(struct mus_store *store, unsigned done, struct look *look)
{
    struct mus_read *read = NULL;
    bool right = mus_store_read_begin(store, &read, NULL) == MUS_OK;
    look->read = read;
    for (unsigned step = 0; right && step < done + 3; step++) {
        for (unsigned i = 0; right && step % 5 < 3 && i < COMPANIES; i++) {
            right = fits(look, step, i, done);
        }
        right = right &&
                (step % 5 >= 3 || (rest_fits(look, step, done) && event_fits(look, step, done)));
        mus_arena_reset(&look->arena);
    }
    right = right && ledger_fits(look, done);
    mus_store_read_end(read);
    mus_arena_done(&look->arena);
    return right;
}

static bool is_sound(struct mus_store *store)
{
    struct mus_arena arena = {0};
    struct mus_check_report report;
    struct mus_error err;
    enum mus_status status = mus_store_check(store, &arena, &report, &err);
    if (status != MUS_OK) {
        fprintf(stderr, "check: %s\n", err.message);
    }
    mus_arena_done(&arena);
    return status == MUS_OK;
}

bool workload_verify(const char *dir, const struct mus_store_options *options, unsigned *done)
{
    struct mus_store *store = NULL;
    struct mus_error err;
    if (mus_store_open(dir, options, &store, &err) != MUS_OK) {
        fprintf(stderr, "opening: %s\n", err.message);
        return false;
    }
    struct look at_done = {0};
    struct look at_next = {0};
    bool right = is_sound(store);
    if (right && !holds(store, *done, &at_done)) {
        right = holds(store, *done + 1, &at_next);
        if (right) {
            ++*done;
        } else {
            fprintf(stderr, "after %u steps: %s\nafter %u: %s\n", *done, at_done.why, *done + 1,
                    at_next.why);
        }
    }
    mus_store_close(store);
    return right;
}
