/* How tables become what the matcher reads.
 *
 * A table of classes is called by its scheme in small letters ("jsic" holds JSIC); a few have
 * names of their own (SCHEMES below). Every version of it that the store keeps takes part for
 * industries, which name their version; technology fields name none and mean the one in force. */
#include "match/world.h"

#include "base/buf.h"
#include "crypto/digest.h"
#include "crypto/encode.h"
#include "matcher/text/terms.h"
#include "profile/code_hash.h"
#include "profile/scheme.h"

struct rows {
    struct mus_complement *complements;
    struct mus_class *classes;
    struct mus_membership *memberships;
    size_t complement_count, class_count, membership_count;
};

static size_t count_rows(const struct mus_tables *tables)
{
    size_t count = 0;
    for (size_t i = 0; i < tables->count; i++) {
        count += tables->items[i].count;
    }
    return count;
}

static enum mus_status build_complements(struct mus_world *world, struct rows *rows,
                                         struct mus_error *err)
{
    const struct mus_table *table = mus_tables_get(world->tables, "purposes");
    size_t count = 0;
    for (size_t i = 0; table != NULL && i < table->count; i++) {
        count += table->rows[i].complement_count;
    }
    rows->complements = mus_arena_alloc(&world->arena, count, sizeof *rows->complements);
    if (rows->complements == NULL) {
        return mus_fail_memory(err);
    }
    for (size_t i = 0; table != NULL && i < table->count; i++) {
        const struct mus_table_row *row = &table->rows[i];
        for (size_t k = 0; k < row->complement_count; k++) {
            rows->complements[rows->complement_count++] =
                (struct mus_complement){.a = mus_code_hash(row->code),
                                        .b = mus_code_hash(row->complements[k].code),
                                        .value = row->complements[k].value};
        }
    }
    return MUS_OK;
}

static bool is_member(const struct mus_table_member *member, mus_date today)
{
    return (member->from == MUS_NO_DATE || member->from <= today) &&
           (member->to == MUS_NO_DATE || member->to >= today);
}

static enum mus_status build_memberships(struct mus_world *world, struct rows *rows,
                                         struct mus_error *err)
{
    const struct mus_table *table = mus_tables_get(world->tables, "country_groups");
    size_t count = 0;
    for (size_t i = 0; table != NULL && i < table->count; i++) {
        count += table->rows[i].member_count;
    }
    rows->memberships = mus_arena_alloc(&world->arena, count, sizeof *rows->memberships);
    if (rows->memberships == NULL) {
        return mus_fail_memory(err);
    }
    for (size_t i = 0; table != NULL && i < table->count; i++) {
        const struct mus_table_row *row = &table->rows[i];
        for (size_t k = 0; k < row->member_count; k++) {
            if (is_member(&row->members[k], world->today)) {
                rows->memberships[rows->membership_count++] =
                    (struct mus_membership){.country = mus_code_hash(row->members[k].code),
                                            .group = mus_code_hash(row->code)};
            }
        }
    }
    return MUS_OK;
}

static uint64_t class_hash(struct mus_text scheme, struct mus_text version, struct mus_text code)
{
    if (code.len == 0) {
        return 0;
    }
    return version.ptr == NULL ? mus_code_hash_technology(scheme, code)
                               : mus_code_hash_industry(scheme, version, code);
}

/* The rows of one table, under the version that is given, or under none. */
static void add_classes(struct rows *rows, const struct mus_table *table, struct mus_text scheme,
                        struct mus_text version)
{
    uint64_t scheme_hash = mus_text_hash_seeded(mus_text_hash(scheme), version);
    for (size_t i = 0; i < table->count; i++) {
        const struct mus_table_row *row = &table->rows[i];
        rows->classes[rows->class_count++] =
            (struct mus_class){.code = class_hash(scheme, version, row->code),
                               .parent = class_hash(scheme, version, row->parent),
                               .scheme = scheme_hash};
    }
}

static enum mus_status build_classes(struct mus_world *world, struct rows *rows,
                                     struct mus_error *err)
{
    const struct mus_tables *tables = world->tables;
    rows->classes = mus_arena_alloc(&world->arena, 2 * count_rows(tables), sizeof *rows->classes);
    if (rows->classes == NULL) {
        return mus_fail_memory(err);
    }
    for (size_t i = 0; i < tables->count; i++) {
        const struct mus_table *table = &tables->items[i];
        char buffer[MUS_SCHEME_BYTES];
        struct mus_text scheme = mus_scheme_of_table(table->name, buffer);
        if (scheme.ptr == NULL) {
            continue;
        }
        add_classes(rows, table, scheme, table->version);
        char name[MUS_SCHEME_BYTES];
        if (mus_tables_get(tables, mus_table_of_scheme(scheme, name).ptr) == table) {
            add_classes(rows, table, scheme, MUS_NO_TEXT);
        }
    }
    return MUS_OK;
}

/* The document in canonical bytes: every number, in the order of the structure. */
static void encode_weights(const struct mus_weights *weights, struct mus_buf *out)
{
    const struct mus_text_weights *text = &weights->text;
    mus_buf_add_z(out, "musubi-weights/1\n");
    mus_buf_add_u32(out, (uint32_t)weights->formula);
    for (int i = 0; i < MUS_PART_COUNT; i++) {
        mus_buf_add_u32(out, weights->weight[i]);
        mus_buf_add_u32(out, weights->neutral[i]);
    }
    const uint32_t single[] = {text->k1,
                               text->k1_word,
                               text->b,
                               text->k3,
                               text->translated_most,
                               text->translated_both,
                               text->rarity_floor,
                               text->half,
                               text->topic};
    for (size_t i = 0; i < sizeof single / sizeof single[0]; i++) {
        mus_buf_add_u32(out, single[i]);
    }
    for (int i = 0; i < MUS_TEXT_FIELD_COUNT; i++) {
        mus_buf_add_u32(out, text->found[i]);
        mus_buf_add_u32(out, text->sought[i]);
        mus_buf_add_u32(out, text->length[i]);
    }
    for (int i = 0; i < MUS_TERM_CLASS_COUNT; i++) {
        mus_buf_add_u32(out, text->term[i]);
    }
    const struct mus_code_weights *codes[] = {&weights->technology, &weights->industry};
    for (size_t c = 0; c < 2; c++) {
        for (int i = 0; i < MUS_CODE_LEVELS; i++) {
            mus_buf_add_u32(out, codes[c]->shared[i]);
        }
        mus_buf_add_u32(out, codes[c]->kin);
    }
    const struct mus_market_weights *market = &weights->market;
    const uint32_t rest[] = {market->country,        market->group,       market->presence,
                             market->presence_group, market->any,         weights->channel,
                             weights->language,      MUS_ANALYSIS_VERSION};
    for (size_t i = 0; i < sizeof rest / sizeof rest[0]; i++) {
        mus_buf_add_u32(out, rest[i]);
    }
    for (int i = 0; i < MUS_STAGE_GAPS; i++) {
        mus_buf_add_u32(out, weights->stage[i]);
    }
}

enum mus_status mus_weights_digest(const struct mus_weights *weights, char *out,
                                   struct mus_error *err)
{
    struct mus_buf bytes = {0};
    encode_weights(weights, &bytes);
    enum mus_status status = mus_buf_check(&bytes, err);
    if (status == MUS_OK) {
        struct mus_digest digest = mus_digest_of(MUS_DIGEST_SHA256, bytes.data, bytes.len);
        mus_hex_print(out, digest.bytes, sizeof digest.bytes);
    }
    mus_buf_done(&bytes);
    return status;
}

enum mus_status mus_world_weigh(struct mus_world *world, const struct mus_weights *weights,
                                struct mus_error *err)
{
    enum mus_status status = mus_weights_check(weights, err);
    if (status == MUS_OK) {
        status = mus_weights_digest(weights, world->weights_digest, err);
    }
    if (status == MUS_OK) {
        world->weights = *weights;
    }
    return status;
}

enum mus_status mus_world_init(struct mus_world *world, const struct mus_tables *tables,
                               mus_date today, struct mus_error *err)
{
    *world = (struct mus_world){.tables = tables, .today = today, .weights = mus_weights_default()};
    struct rows rows = {0};
    enum mus_status status = build_complements(world, &rows, err);
    if (status == MUS_OK) {
        status = build_memberships(world, &rows, err);
    }
    if (status == MUS_OK) {
        status = build_classes(world, &rows, err);
    }
    if (status == MUS_OK) {
        status = mus_weights_digest(&world->weights, world->weights_digest, err);
    }
    if (status != MUS_OK) {
        mus_world_done(world);
        return status;
    }
    world->reference = (struct mus_reference){
        .complements = rows.complements,
        .complement_count = mus_complements_sort(rows.complements, rows.complement_count),
        .codes = rows.classes,
        .code_count = mus_codes_sort(rows.classes, rows.class_count),
        .memberships = rows.memberships,
        .membership_count = mus_memberships_sort(rows.memberships, rows.membership_count),
        .any = mus_code_hash(MUS_TEXT("any")),
    };
    status = mus_reference_index_new(&world->reference, &world->index, err);
    if (status == MUS_INVALID) {
        return MUS_OK; /* whoever asks for a match is told; all else goes on */
    }
    if (status != MUS_OK) {
        mus_world_done(world);
    }
    return status;
}

void mus_world_done(struct mus_world *world)
{
    mus_reference_index_free(world->index);
    mus_arena_done(&world->arena);
}

const struct mus_table_row *mus_world_row(const struct mus_world *world, const char *table,
                                          struct mus_text code)
{
    const struct mus_table *found = mus_tables_get(world->tables, table);
    return found == NULL ? NULL : mus_table_find(found, code);
}

static struct mus_bilingual label_or_code(const struct mus_table_row *row, struct mus_text code)
{
    struct mus_bilingual label = {code, code};
    if (row != NULL) {
        label.ja = row->label.ja.len > 0 ? row->label.ja : row->label.en;
        label.en = row->label.en.len > 0 ? row->label.en : row->label.ja;
    }
    return label;
}

struct mus_bilingual mus_world_label(const struct mus_world *world, const char *table,
                                     struct mus_text code)
{
    return label_or_code(mus_world_row(world, table, code), code);
}

struct mus_bilingual mus_world_market_label(const struct mus_world *world, struct mus_text code)
{
    if (mus_text_equals(code, "any")) {
        return (struct mus_bilingual){MUS_TEXT("どの国でも"), MUS_TEXT("any country")};
    }
    const struct mus_table_row *row = mus_world_row(world, "countries", code);
    if (row == NULL) {
        row = mus_world_row(world, "country_groups", code);
    }
    return label_or_code(row, code);
}

struct mus_bilingual mus_world_class_label(const struct mus_world *world,
                                           const struct mus_code *code)
{
    char buffer[MUS_SCHEME_BYTES];
    struct mus_text name = mus_table_of_scheme(code->scheme, buffer);
    const struct mus_table *table = NULL;
    if (name.ptr != NULL && code->version.ptr != NULL) {
        table = mus_tables_get_version(world->tables, name, code->version);
    } else if (name.ptr != NULL) {
        table = mus_tables_get(world->tables, buffer);
    }
    return label_or_code(table == NULL ? NULL : mus_table_find(table, code->code), code->code);
}
