#include "musubi/labels.h"

#include "match/reasons.h"
#include "profile/field.h"

static void write_label(struct mus_json_writer *writer, struct mus_bilingual label)
{
    mus_json_begin_object(writer);
    mus_json_put_given(writer, "ja", label.ja);
    mus_json_put_given(writer, "en", label.en);
    mus_json_end_object(writer);
}

static void put_word(struct mus_json_writer *writer, const struct mus_world *world, const char *key,
                     enum mus_vocabulary vocabulary, unsigned number)
{
    if (number != 0) {
        struct mus_text code = mus_text_of(mus_vocabulary_code(vocabulary, number));
        mus_put_label(writer, key, mus_world_label(world, mus_vocabulary_table(vocabulary), code));
    }
}

static void put_channels(struct mus_json_writer *writer, const struct mus_world *world,
                         uint16_t channels)
{
    mus_json_key(writer, "channels");
    mus_json_begin_array(writer);
    for (unsigned n = 1; n <= mus_vocabulary_size(MUS_VOCABULARY_CHANNEL); n++) {
        if ((channels & (1U << n)) != 0) {
            struct mus_text code = mus_text_of(mus_vocabulary_code(MUS_VOCABULARY_CHANNEL, n));
            write_label(writer, mus_world_label(world, "channels", code));
        }
    }
    mus_json_end_array(writer);
}

static void write_list(struct mus_json_writer *writer, const struct mus_world *world,
                       const char *table, struct mus_texts codes)
{
    mus_json_begin_array(writer);
    for (size_t i = 0; i < codes.count; i++) {
        write_label(writer, mus_world_label(world, table, codes.items[i]));
    }
    mus_json_end_array(writer);
}

static void put_markets(struct mus_json_writer *writer, const struct mus_world *world,
                        const char *key, struct mus_texts codes)
{
    mus_json_key(writer, key);
    mus_json_begin_array(writer);
    for (size_t i = 0; i < codes.count; i++) {
        write_label(writer, mus_world_market_label(world, codes.items[i]));
    }
    mus_json_end_array(writer);
}

static void put_classes(struct mus_json_writer *writer, const struct mus_world *world,
                        const char *key, struct mus_codes codes)
{
    mus_json_key(writer, key);
    mus_json_begin_array(writer);
    for (size_t i = 0; i < codes.count; i++) {
        write_label(writer, mus_world_class_label(world, &codes.items[i]));
    }
    mus_json_end_array(writer);
}

static void put_purposes(struct mus_json_writer *writer, const struct mus_world *world,
                         struct mus_listings listings)
{
    mus_json_key(writer, "listing_purposes");
    mus_json_begin_array(writer);
    for (size_t i = 0; i < listings.count; i++) {
        write_list(writer, world, "purposes", listings.items[i].purposes);
    }
    mus_json_end_array(writer);
}

void mus_put_labels(struct mus_json_writer *writer, const struct mus_world *world,
                    const struct mus_company *company)
{
    mus_json_key(writer, "labels");
    mus_json_begin_object(writer);
    put_word(writer, world, "kind", MUS_VOCABULARY_KIND, company->kind);
    put_word(writer, world, "status", MUS_VOCABULARY_COMPANY_STATUS, company->status);
    put_word(writer, world, "main_business", MUS_VOCABULARY_MAIN_BUSINESS, company->main_business);
    put_word(writer, world, "stage", MUS_VOCABULARY_STAGE, company->stage);
    put_word(writer, world, "review", MUS_VOCABULARY_REVIEW, company->review.state);
    if (mus_company_has(company, MUS_FIELD_COUNTRY)) {
        mus_put_label(writer, "country", mus_world_market_label(world, company->country));
    }
    if (mus_company_has(company, MUS_FIELD_REGION)) {
        mus_put_label(writer, "region", mus_world_label(world, "regions", company->region));
    }
    put_channels(writer, world, company->channels);
    mus_json_key(writer, "languages");
    write_list(writer, world, "languages", company->languages);
    put_markets(writer, world, "target_markets", company->target_markets);
    put_markets(writer, world, "presence", company->presence);
    put_classes(writer, world, "industries", company->industries);
    put_classes(writer, world, "technology_fields", company->technology_fields);
    put_purposes(writer, world, company->listings);
    mus_json_end_object(writer);
}
