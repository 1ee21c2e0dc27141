#include "profile/part_json.h"

#include "base/limits.h"

#include <stdlib.h>

#define COUNT(list) (sizeof(list) / sizeof(list)[0])

static const char *const HOLD_KEYS[] = {"reason", "by", "until"};
static const char *const CONTACT_KEYS[] = {"name", "role", "email", "phone"};
static const char *const CONSENT_KEYS[] = {"share_profile", "share_contacts", "until"};
static const char *const REVIEW_KEYS[] = {"state", "valid_until"};

static enum mus_status read_date_at(struct mus_reader *reader, const struct mus_json *object,
                                    const char *key, mus_date *out)
{
    size_t mark = mus_place_key(&reader->place, key);
    enum mus_status status = mus_read_date(reader, mus_json_get(object, key), out);
    mus_place_back(&reader->place, mark);
    return status;
}

enum mus_status mus_hold_read_json(struct mus_reader *reader, const struct mus_json *value,
                                   struct mus_hold *out)
{
    struct mus_hold hold = {.until = MUS_NO_DATE};
    enum mus_status status = mus_reader_object(reader, value, HOLD_KEYS, COUNT(HOLD_KEYS));
    if (status == MUS_OK) {
        status = mus_read_text_at(reader, value, "reason", MUS_MAX_LONG_TEXT, &hold.reason);
    }
    if (status == MUS_OK) {
        status = mus_read_text_at(reader, value, "by", MUS_MAX_NAME, &hold.by);
    }
    if (status == MUS_OK) {
        status = read_date_at(reader, value, "until", &hold.until);
    }
    if (status == MUS_OK) {
        *out = hold;
    }
    return status;
}

static enum mus_status read_declaration(struct mus_reader *reader,
                                        const struct mus_json_iter *member,
                                        struct mus_declaration *out)
{
    if (mus_text_trim(member->key).len == 0) {
        return mus_place_fail(&reader->place, reader->err, MUS_INVALID, "a name is blank");
    }
    if (member->key.len > MUS_MAX_CODE) {
        return mus_place_fail(&reader->place, reader->err, MUS_LIMIT,
                              "a name of %zu bytes, at most %d", member->key.len, MUS_MAX_CODE);
    }
    size_t mark = mus_place_key_text(&reader->place, member->key);
    enum mus_status status = mus_read_text(reader, member->value, MUS_MAX_NAME, &out->value);
    mus_place_back(&reader->place, mark);
    if (status != MUS_OK) {
        return status;
    }
    out->name = mus_arena_copy(reader->arena, member->key);
    return out->name.ptr == NULL ? mus_fail_memory(reader->err) : MUS_OK;
}

static int compare_declarations(const void *a, const void *b)
{
    return mus_text_compare(((const struct mus_declaration *)a)->name,
                            ((const struct mus_declaration *)b)->name);
}

/* The order of an object's members means nothing: declarations are kept by name. */
enum mus_status mus_declarations_read_json(struct mus_reader *reader, const struct mus_json *value,
                                           struct mus_declarations *out)
{
    enum mus_status status = mus_reader_type(reader, value, MUS_JSON_OBJECT);
    if (status != MUS_OK) {
        return status;
    }
    if (mus_json_count(value) > MUS_MAX_LIST) {
        return mus_place_fail(&reader->place, reader->err, MUS_LIMIT, "%zu entries, at most %d",
                              mus_json_count(value), MUS_MAX_LIST);
    }
    struct mus_declaration *items =
        mus_arena_alloc(reader->arena, mus_json_count(value), sizeof *items);
    if (items == NULL) {
        return mus_fail_memory(reader->err);
    }
    size_t count = 0;
    struct mus_json_iter iter;
    for (bool more = mus_json_first(value, &iter); more; more = mus_json_next(&iter)) {
        status = read_declaration(reader, &iter, &items[count]);
        if (status != MUS_OK) {
            return status;
        }
        count += items[count].value.ptr != NULL;
    }
    if (count > 0) {
        qsort(items, count, sizeof *items, compare_declarations);
        *out = (struct mus_declarations){items, count};
    }
    return MUS_OK;
}

static enum mus_status read_contact(struct mus_reader *reader, const struct mus_json *value,
                                    struct mus_contact *out)
{
    enum mus_status status = mus_reader_object(reader, value, CONTACT_KEYS, COUNT(CONTACT_KEYS));
    if (status == MUS_OK) {
        status = mus_read_text_at(reader, value, "name", MUS_MAX_NAME, &out->name);
    }
    if (status == MUS_OK) {
        status = mus_read_text_at(reader, value, "role", MUS_MAX_NAME, &out->role);
    }
    if (status == MUS_OK) {
        status = mus_read_text_at(reader, value, "email", MUS_MAX_NAME, &out->email);
    }
    return status == MUS_OK ? mus_read_text_at(reader, value, "phone", MUS_MAX_NAME, &out->phone)
                            : status;
}

enum mus_status mus_contacts_read_json(struct mus_reader *reader, const struct mus_json *value,
                                       struct mus_contacts *out)
{
    enum mus_status status = mus_reader_array(reader, value, MUS_MAX_CONTACTS);
    size_t count = mus_json_count(value);
    if (status != MUS_OK || count == 0) {
        return status;
    }
    struct mus_contact *items = mus_arena_alloc(reader->arena, count, sizeof *items);
    if (items == NULL) {
        return mus_fail_memory(reader->err);
    }
    struct mus_json_iter iter;
    for (bool more = mus_json_first(value, &iter); more; more = mus_json_next(&iter)) {
        size_t mark = mus_place_index(&reader->place, iter.index);
        status = read_contact(reader, iter.value, &items[iter.index]);
        mus_place_back(&reader->place, mark);
        if (status != MUS_OK) {
            return status;
        }
    }
    *out = (struct mus_contacts){items, count};
    return MUS_OK;
}

static enum mus_status read_share_profile(struct mus_reader *reader, const struct mus_json *object,
                                          enum mus_answer *out)
{
    const struct mus_json *value = mus_json_get(object, "share_profile");
    if (mus_reader_not_given(value)) {
        return MUS_OK;
    }
    bool yes = false;
    size_t mark = mus_place_key(&reader->place, "share_profile");
    enum mus_status status = mus_read_bool(reader, value, &yes);
    mus_place_back(&reader->place, mark);
    if (status == MUS_OK) {
        *out = yes ? MUS_ANSWER_YES : MUS_ANSWER_NO;
    }
    return status;
}

static enum mus_status read_share_contacts(struct mus_reader *reader, const struct mus_json *object,
                                           struct mus_text *out)
{
    enum mus_status status = mus_read_text_at(reader, object, "share_contacts", MUS_MAX_NAME, out);
    if (status != MUS_OK || out->ptr == NULL || mus_text_equals(*out, "on_acceptance") ||
        mus_text_equals(*out, "never")) {
        return status;
    }
    size_t mark = mus_place_key(&reader->place, "share_contacts");
    status = mus_place_fail(&reader->place, reader->err, MUS_INVALID,
                            "unknown code \"%.*s\"; expected on_acceptance, never",
                            MUS_TEXT_SHORT_ARG(*out));
    mus_place_back(&reader->place, mark);
    return status;
}

enum mus_status mus_consent_read_json(struct mus_reader *reader, const struct mus_json *value,
                                      struct mus_consent *out)
{
    struct mus_consent consent = {.until = MUS_NO_DATE};
    enum mus_status status = mus_reader_object(reader, value, CONSENT_KEYS, COUNT(CONSENT_KEYS));
    if (status == MUS_OK) {
        status = read_share_profile(reader, value, &consent.share_profile);
    }
    if (status == MUS_OK) {
        status = read_share_contacts(reader, value, &consent.share_contacts);
    }
    if (status == MUS_OK) {
        status = read_date_at(reader, value, "until", &consent.until);
    }
    if (status == MUS_OK) {
        *out = consent;
    }
    return status;
}

enum mus_status mus_review_read_json(struct mus_reader *reader, const struct mus_json *value,
                                     struct mus_review_state *out)
{
    unsigned state = MUS_REVIEW_UNKNOWN;
    mus_date until = MUS_NO_DATE;
    enum mus_status status = mus_reader_object(reader, value, REVIEW_KEYS, COUNT(REVIEW_KEYS));
    if (status == MUS_OK) {
        size_t mark = mus_place_key(&reader->place, "state");
        status = mus_read_word(reader, mus_json_get(value, "state"), MUS_VOCABULARY_REVIEW, &state);
        mus_place_back(&reader->place, mark);
    }
    if (status == MUS_OK) {
        status = read_date_at(reader, value, "valid_until", &until);
    }
    if (status == MUS_OK) {
        *out = (struct mus_review_state){(enum mus_review)state, until};
    }
    return status;
}

void mus_hold_write_json(struct mus_json_writer *writer, const struct mus_hold *hold)
{
    mus_json_begin_object(writer);
    mus_json_put_given(writer, "reason", hold->reason);
    mus_json_put_given(writer, "by", hold->by);
    mus_put_date(writer, "until", hold->until);
    mus_json_end_object(writer);
}

void mus_declarations_write_json(struct mus_json_writer *writer,
                                 const struct mus_declarations *declarations)
{
    mus_json_begin_object(writer);
    for (size_t i = 0; i < declarations->count; i++) {
        mus_json_key_text(writer, declarations->items[i].name);
        mus_json_write_text(writer, declarations->items[i].value);
    }
    mus_json_end_object(writer);
}

void mus_contacts_write_json(struct mus_json_writer *writer, const struct mus_contacts *contacts)
{
    mus_json_begin_array(writer);
    for (size_t i = 0; i < contacts->count; i++) {
        mus_json_begin_object(writer);
        mus_json_put_given(writer, "name", contacts->items[i].name);
        mus_json_put_given(writer, "role", contacts->items[i].role);
        mus_json_put_given(writer, "email", contacts->items[i].email);
        mus_json_put_given(writer, "phone", contacts->items[i].phone);
        mus_json_end_object(writer);
    }
    mus_json_end_array(writer);
}

void mus_consent_write_json(struct mus_json_writer *writer, const struct mus_consent *consent)
{
    mus_json_begin_object(writer);
    if (consent->share_profile != MUS_ANSWER_NONE) {
        mus_json_put_bool(writer, "share_profile", consent->share_profile == MUS_ANSWER_YES);
    }
    mus_json_put_given(writer, "share_contacts", consent->share_contacts);
    mus_put_date(writer, "until", consent->until);
    mus_json_end_object(writer);
}

void mus_review_write_json(struct mus_json_writer *writer, const struct mus_review_state *review)
{
    mus_json_begin_object(writer);
    mus_put_word(writer, "state", MUS_VOCABULARY_REVIEW, review->state);
    mus_put_date(writer, "valid_until", review->valid_until);
    mus_json_end_object(writer);
}
