#include "profile/listing_json.h"

#include "base/limits.h"

static const char *const LISTING_KEYS[] = {
    "id",        "side",           "purposes",          "title",
    "text",      "keywords",       "technology_fields", "industries",
    "markets",   "partner_sought", "conditions",        "valid_until",
    "anonymous",
};
static const char *const PARTNER_KEYS[] = {"kinds", "countries", "sizes", "industries", "text"};

/* Reads one member of an object into one place of a struct. */
typedef enum mus_status (*member_reader)(struct mus_reader *, const struct mus_json *, void *);

struct member {
    const char *key;
    member_reader read;
    size_t offset;
};

static enum mus_status read_members(struct mus_reader *reader, const struct mus_json *object,
                                    const struct member *members, size_t count, void *out)
{
    enum mus_status status = MUS_OK;
    for (size_t i = 0; i < count && status == MUS_OK; i++) {
        size_t mark = mus_place_key(&reader->place, members[i].key);
        status = members[i].read(reader, mus_json_get(object, members[i].key),
                                 (char *)out + members[i].offset);
        mus_place_back(&reader->place, mark);
    }
    return status;
}

static enum mus_status read_id(struct mus_reader *reader, const struct mus_json *value, void *out)
{
    return mus_read_id(reader, value, out);
}

static enum mus_status read_side(struct mus_reader *reader, const struct mus_json *value, void *out)
{
    unsigned word = MUS_SIDE_UNKNOWN;
    enum mus_status status = mus_read_word(reader, value, MUS_VOCABULARY_SIDE, &word);
    if (status == MUS_OK) {
        *(enum mus_side *)out = (enum mus_side)word;
    }
    return status;
}

static enum mus_status read_list(struct mus_reader *reader, const struct mus_json *value, void *out)
{
    return mus_read_texts(reader, value, MUS_MAX_LIST, false, out);
}

static enum mus_status read_title(struct mus_reader *reader, const struct mus_json *value,
                                  void *out)
{
    return mus_read_bilingual(reader, value, MUS_MAX_NAME, out);
}

static enum mus_status read_long(struct mus_reader *reader, const struct mus_json *value, void *out)
{
    return mus_read_bilingual(reader, value, MUS_MAX_LONG_TEXT, out);
}

static enum mus_status read_technology(struct mus_reader *reader, const struct mus_json *value,
                                       void *out)
{
    return mus_read_codes(reader, value, false, out);
}

static enum mus_status read_industries(struct mus_reader *reader, const struct mus_json *value,
                                       void *out)
{
    return mus_read_codes(reader, value, true, out);
}

static enum mus_status read_date(struct mus_reader *reader, const struct mus_json *value, void *out)
{
    return mus_read_date(reader, value, out);
}

static enum mus_status read_bool(struct mus_reader *reader, const struct mus_json *value, void *out)
{
    return mus_read_bool(reader, value, out);
}

static enum mus_status read_kinds(struct mus_reader *reader, const struct mus_json *value,
                                  void *out)
{
    return mus_read_word_set(reader, value, MUS_VOCABULARY_KIND, out);
}

static enum mus_status read_sizes(struct mus_reader *reader, const struct mus_json *value,
                                  void *out)
{
    return mus_read_word_set(reader, value, MUS_VOCABULARY_SIZE, out);
}

static enum mus_status read_partner(struct mus_reader *reader, const struct mus_json *value,
                                    void *out)
{
    static const struct member members[] = {
        {"kinds", read_kinds, offsetof(struct mus_partner_sought, kinds)},
        {"countries", read_list, offsetof(struct mus_partner_sought, countries)},
        {"sizes", read_sizes, offsetof(struct mus_partner_sought, sizes)},
        {"industries", read_industries, offsetof(struct mus_partner_sought, industries)},
        {"text", read_long, offsetof(struct mus_partner_sought, text)},
    };
    if (mus_reader_not_given(value)) {
        return MUS_OK;
    }
    enum mus_status status = mus_reader_object(reader, value, PARTNER_KEYS,
                                               sizeof PARTNER_KEYS / sizeof PARTNER_KEYS[0]);
    if (status != MUS_OK) {
        return status;
    }
    ((struct mus_partner_sought *)out)->given = true;
    return read_members(reader, value, members, sizeof members / sizeof members[0], out);
}

enum mus_status mus_listing_read_json(struct mus_reader *reader, const struct mus_json *object,
                                      struct mus_listing *out)
{
    static const struct member members[] = {
        {"id", read_id, offsetof(struct mus_listing, id)},
        {"side", read_side, offsetof(struct mus_listing, side)},
        {"purposes", read_list, offsetof(struct mus_listing, purposes)},
        {"title", read_title, offsetof(struct mus_listing, title)},
        {"text", read_long, offsetof(struct mus_listing, text)},
        {"keywords", read_list, offsetof(struct mus_listing, keywords)},
        {"technology_fields", read_technology, offsetof(struct mus_listing, technology_fields)},
        {"industries", read_industries, offsetof(struct mus_listing, industries)},
        {"markets", read_list, offsetof(struct mus_listing, markets)},
        {"partner_sought", read_partner, offsetof(struct mus_listing, partner)},
        {"conditions", read_long, offsetof(struct mus_listing, conditions)},
        {"valid_until", read_date, offsetof(struct mus_listing, valid_until)},
        {"anonymous", read_bool, offsetof(struct mus_listing, anonymous)},
    };
    enum mus_status status = mus_reader_object(reader, object, LISTING_KEYS,
                                               sizeof LISTING_KEYS / sizeof LISTING_KEYS[0]);
    if (status != MUS_OK) {
        return status;
    }
    struct mus_listing listing = {.valid_until = MUS_NO_DATE};
    status = read_members(reader, object, members, sizeof members / sizeof members[0], &listing);
    if (status == MUS_OK) {
        *out = listing;
    }
    return status;
}

static bool has_id(const struct mus_listing *listings, size_t count, struct mus_text id)
{
    for (size_t i = 0; i < count; i++) {
        if (mus_text_equal(listings[i].id, id)) {
            return true;
        }
    }
    return false;
}

struct mus_text mus_listing_free_id(const struct mus_listing *listings, size_t count,
                                    struct mus_arena *arena)
{
    struct mus_buf id = {0};
    struct mus_text copy = MUS_NO_TEXT;
    /* Of count + 1 ids at least one is free. */
    for (size_t n = 1; n <= count + 1; n++) {
        mus_buf_clear(&id);
        mus_buf_printf(&id, "l%zu", n);
        if (!id.failed && !has_id(listings, count, mus_buf_text(&id))) {
            copy = mus_arena_copy(arena, mus_buf_text(&id));
            break;
        }
    }
    mus_buf_done(&id);
    return copy;
}

/* Given ids first, so that an id that is assigned never takes one that is written further down. */
static enum mus_status settle_ids(struct mus_reader *reader, struct mus_listing *items,
                                  size_t count)
{
    for (size_t i = 1; i < count; i++) {
        if (items[i].id.ptr != NULL && has_id(items, i, items[i].id)) {
            size_t mark = mus_place_index(&reader->place, i);
            mus_place_key(&reader->place, "id");
            enum mus_status status =
                mus_place_fail(&reader->place, reader->err, MUS_INVALID, "\"%.*s\" stands twice",
                               MUS_TEXT_SHORT_ARG(items[i].id));
            mus_place_back(&reader->place, mark);
            return status;
        }
    }
    for (size_t i = 0; i < count; i++) {
        if (items[i].id.ptr == NULL) {
            items[i].id = mus_listing_free_id(items, count, reader->arena);
            if (items[i].id.ptr == NULL) {
                return mus_fail_memory(reader->err);
            }
        }
    }
    return MUS_OK;
}

enum mus_status mus_listings_read_json(struct mus_reader *reader, const struct mus_json *array,
                                       struct mus_listings *out)
{
    if (mus_reader_not_given(array)) {
        return MUS_OK;
    }
    enum mus_status status = mus_reader_array(reader, array, MUS_MAX_LISTINGS);
    size_t count = mus_json_count(array);
    if (status != MUS_OK || count == 0) {
        return status;
    }
    struct mus_listing *items = mus_arena_alloc(reader->arena, count, sizeof *items);
    if (items == NULL) {
        return mus_fail_memory(reader->err);
    }
    struct mus_json_iter iter;
    for (bool more = mus_json_first(array, &iter); more; more = mus_json_next(&iter)) {
        size_t mark = mus_place_index(&reader->place, iter.index);
        status = mus_listing_read_json(reader, iter.value, &items[iter.index]);
        mus_place_back(&reader->place, mark);
        if (status != MUS_OK) {
            return status;
        }
    }
    status = settle_ids(reader, items, count);
    if (status == MUS_OK) {
        *out = (struct mus_listings){items, count};
    }
    return status;
}

static void put_partner(struct mus_json_writer *writer, const struct mus_partner_sought *partner)
{
    if (!partner->given) {
        return;
    }
    mus_json_key(writer, "partner_sought");
    mus_json_begin_object(writer);
    mus_put_word_set(writer, "kinds", MUS_VOCABULARY_KIND, partner->kinds);
    mus_put_texts(writer, "countries", partner->countries);
    mus_put_word_set(writer, "sizes", MUS_VOCABULARY_SIZE, partner->sizes);
    mus_put_codes(writer, "industries", partner->industries);
    mus_put_bilingual(writer, "text", partner->text);
    mus_json_end_object(writer);
}

void mus_listing_write_json(struct mus_json_writer *writer, const struct mus_listing *listing)
{
    mus_json_begin_object(writer);
    mus_json_put_given(writer, "id", listing->id);
    mus_put_word(writer, "side", MUS_VOCABULARY_SIDE, listing->side);
    mus_put_texts(writer, "purposes", listing->purposes);
    mus_put_bilingual(writer, "title", listing->title);
    mus_put_bilingual(writer, "text", listing->text);
    mus_put_texts(writer, "keywords", listing->keywords);
    mus_put_codes(writer, "technology_fields", listing->technology_fields);
    mus_put_codes(writer, "industries", listing->industries);
    mus_put_texts(writer, "markets", listing->markets);
    put_partner(writer, &listing->partner);
    mus_put_bilingual(writer, "conditions", listing->conditions);
    mus_put_date(writer, "valid_until", listing->valid_until);
    if (listing->anonymous) {
        mus_json_put_bool(writer, "anonymous", true);
    }
    mus_json_end_object(writer);
}
