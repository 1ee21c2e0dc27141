#include "match/usage.h"

#include "profile/scheme.h"

struct gathering {
    struct mus_text table;
    struct mus_text *items; /* NULL while counting */
    size_t count;
};

static void add(struct gathering *gathering, struct mus_text code)
{
    if (code.ptr == NULL) {
        return;
    }
    if (gathering->items != NULL) {
        gathering->items[gathering->count] = code;
    }
    gathering->count++;
}

static void add_texts(struct gathering *gathering, const char *table, struct mus_texts codes)
{
    for (size_t i = 0; mus_text_equals(gathering->table, table) && i < codes.count; i++) {
        add(gathering, codes.items[i]);
    }
}

static void add_codes(struct gathering *gathering, struct mus_codes codes)
{
    for (size_t i = 0; i < codes.count; i++) {
        char name[MUS_SCHEME_BYTES];
        if (mus_text_equal(mus_table_of_scheme(codes.items[i].scheme, name), gathering->table)) {
            add(gathering, codes.items[i].code);
        }
    }
}

/* A market is a country or a group, and its form does not tell which (EU is a group): it counts for
 * both tables. */
static void add_markets(struct gathering *gathering, struct mus_texts codes)
{
    for (size_t i = 0; i < codes.count; i++) {
        struct mus_texts one = {&codes.items[i], 1};
        if (!mus_text_equals(codes.items[i], "any")) {
            add_texts(gathering, "countries", one);
            add_texts(gathering, "country_groups", one);
        }
    }
}

static void add_listing(struct gathering *gathering, const struct mus_listing *listing)
{
    add_texts(gathering, "purposes", listing->purposes);
    add_codes(gathering, listing->industries);
    add_codes(gathering, listing->technology_fields);
    add_codes(gathering, listing->partner.industries);
    add_markets(gathering, listing->markets);
    add_markets(gathering, listing->partner.countries);
}

static void add_company(struct gathering *gathering, const struct mus_company *company)
{
    add_texts(gathering, "countries", (struct mus_texts){&company->country, 1});
    add_texts(gathering, "regions", (struct mus_texts){&company->region, 1});
    add_texts(gathering, "languages", company->languages);
    add_codes(gathering, company->industries);
    add_codes(gathering, company->technology_fields);
    add_markets(gathering, company->target_markets);
    add_markets(gathering, company->presence);
    for (size_t i = 0; i < company->listings.count; i++) {
        add_listing(gathering, &company->listings.items[i]);
    }
}

enum mus_status mus_usage_of(const struct mus_company *company, struct mus_text table,
                             struct mus_arena *arena, struct mus_texts *out, struct mus_error *err)
{
    struct gathering gathering = {.table = table};
    add_company(&gathering, company);
    if (gathering.count == 0) {
        *out = (struct mus_texts){0};
        return MUS_OK;
    }
    gathering.items = mus_arena_alloc(arena, gathering.count, sizeof *gathering.items);
    if (gathering.items == NULL) {
        return mus_fail_memory(err);
    }
    gathering.count = 0;
    add_company(&gathering, company);
    *out = (struct mus_texts){gathering.items, gathering.count};
    return MUS_OK;
}
