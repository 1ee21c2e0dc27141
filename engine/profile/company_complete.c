#include "profile/company_complete.h"

#include <string.h>

#include "profile/scheme.h"

static struct mus_text version_in_force(const struct mus_tables *tables, struct mus_text scheme)
{
    char name[MUS_SCHEME_BYTES];
    if (mus_table_of_scheme(scheme, name).ptr == NULL) {
        return MUS_NO_TEXT;
    }
    const struct mus_table *table = mus_tables_get(tables, name);
    return table == NULL ? MUS_NO_TEXT : table->version;
}

static bool is_open(const struct mus_codes *codes)
{
    for (size_t i = 0; i < codes->count; i++) {
        if (codes->items[i].version.ptr == NULL) {
            return true;
        }
    }
    return false;
}

static enum mus_status complete(struct mus_codes *codes, const struct mus_tables *tables,
                                struct mus_arena *arena, struct mus_error *err)
{
    if (!is_open(codes)) {
        return MUS_OK;
    }
    struct mus_code *items = mus_arena_alloc(arena, codes->count, sizeof *items);
    if (items == NULL) {
        return mus_fail_memory(err);
    }
    memcpy(items, codes->items, codes->count * sizeof *items);
    for (size_t i = 0; i < codes->count; i++) {
        if (items[i].version.ptr == NULL) {
            items[i].version = version_in_force(tables, items[i].scheme);
        }
    }
    codes->items = items;
    return MUS_OK;
}

enum mus_status mus_listing_complete(struct mus_listing *listing, const struct mus_tables *tables,
                                     struct mus_arena *arena, struct mus_error *err)
{
    enum mus_status status = complete(&listing->industries, tables, arena, err);
    return status == MUS_OK ? complete(&listing->partner.industries, tables, arena, err) : status;
}

enum mus_status mus_company_complete(struct mus_company *company, const struct mus_tables *tables,
                                     struct mus_arena *arena, struct mus_error *err)
{
    struct mus_listings *listings = &company->listings;
    struct mus_listing *items = NULL;
    enum mus_status status = complete(&company->industries, tables, arena, err);
    for (size_t i = 0; status == MUS_OK && i < listings->count; i++) {
        const struct mus_listing *listing = &listings->items[i];
        if (!is_open(&listing->industries) && !is_open(&listing->partner.industries)) {
            continue;
        }
        if (items == NULL) {
            items = mus_arena_alloc(arena, listings->count, sizeof *items);
            if (items == NULL) {
                return mus_fail_memory(err);
            }
            memcpy(items, listings->items, listings->count * sizeof *items);
            listings->items = items;
        }
        status = mus_listing_complete(&items[i], tables, arena, err);
    }
    return status;
}
