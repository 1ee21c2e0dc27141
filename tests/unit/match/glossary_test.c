#include "match_fixture.h"

#include "match/glossary.h"

static const char *const A =
    "{\"id\":\"a\",\"name\":{\"ja\":\"一\"},\"country\":\"JP\",\"languages\":[\"ja\"],"
    "\"target_markets\":[\"ASEAN\",\"any\"],\"listings\":[{\"id\":\"l\",\"side\":\"offer\","
    "\"purposes\":[\"sales\"],\"partner_sought\":{\"countries\":[\"TH\"]}}]}";
static const char *const B =
    "{\"id\":\"b\",\"name\":{\"ja\":\"二\"},\"country\":\"VN\",\"presence\":[\"TH\"],"
    "\"industries\":[{\"scheme\":\"JSIC\",\"version\":\"14\",\"code\":\"26\"}],"
    "\"technology_fields\":[{\"scheme\":\"CPC\",\"code\":\"Y02W\"}]}";

static void build(struct match *match, struct mus_glossary *glossary)
{
    struct mus_company *pair = mus_arena_alloc(&match->arena, 2, sizeof *pair);
    pair[0] = company_of(match, A);
    pair[1] = company_of(match, B);
    ok(match,
       mus_glossary_build(glossary, &match->world, &pair[0], &pair[1], &match->arena, &match->err));
}

static struct mus_entry find(struct match *match, enum mus_evidence_kind kind, bool first,
                             uint64_t value)
{
    struct mus_glossary glossary;
    struct mus_entry entry;
    build(match, &glossary);
    ok(match, mus_glossary_find(&glossary, kind, first, value, &entry, &match->err));
    return entry;
}

static void a_hash_is_the_code_that_a_profile_names(void **state)
{
    struct mus_entry entry =
        find(*state, MUS_EVIDENCE_PURPOSE_PAIR, true, mus_code_hash(MUS_TEXT("sales")));
    assert_text(entry.code, "sales");
    assert_text(entry.label.ja, "販売先開拓");
    entry = find(*state, MUS_EVIDENCE_GROUP, true, mus_code_hash(MUS_TEXT("ASEAN")));
    assert_text(entry.code, "ASEAN");
    entry = find(*state, MUS_EVIDENCE_COUNTRY, false, mus_code_hash(MUS_TEXT("VN")));
    assert_text(entry.label.en, "Vietnam");
    entry = find(*state, MUS_EVIDENCE_ANY, true, mus_code_hash(MUS_TEXT("any")));
    assert_text(entry.label.en, "any country");
    entry = find(*state, MUS_EVIDENCE_LANGUAGE, true, mus_code_hash_language(MUS_TEXT("ja")));
    assert_text(entry.label.ja, "日本語");
    entry = find(*state, MUS_EVIDENCE_INDUSTRY, false,
                 mus_code_hash_industry(MUS_TEXT("JSIC"), MUS_TEXT("14"), MUS_TEXT("26")));
    assert_text(entry.label.ja, "生産用機械器具製造業");
    entry = find(*state, MUS_EVIDENCE_TECHNOLOGY, false,
                 mus_code_hash_technology(MUS_TEXT("CPC"), MUS_TEXT("Y02W")));
    assert_text(entry.code, "Y02W");
}

static void a_hash_that_no_profile_names_has_a_dash_for_a_label(void **state)
{
    struct mus_entry entry = find(*state, MUS_EVIDENCE_COUNTRY, true, 42);
    assert_null(entry.code.ptr);
    assert_text(entry.label.ja, "—");
    assert_text(entry.label.en, "—");
}

static void a_vocabulary_number_is_its_word(void **state)
{
    struct mus_entry entry = find(*state, MUS_EVIDENCE_STAGE, true, MUS_STAGE_STUDY);
    assert_text(entry.code, "study");
    assert_text(entry.label.en, "Planning");
    entry = find(*state, MUS_EVIDENCE_KIND, false, MUS_KIND_TRADING_COMPANY);
    assert_text(entry.code, "trading_company");
    entry = find(*state, MUS_EVIDENCE_CHANNEL, false, MUS_CHANNEL_ONLINE);
    assert_text(entry.code, "online");
}

static void a_set_that_is_sought_reads_as_its_words(void **state)
{
    struct mus_entry entry = find(*state, MUS_EVIDENCE_KIND, true,
                                  1U << MUS_KIND_COMPANY | 1U << MUS_KIND_TRADING_COMPANY);
    assert_null(entry.code.ptr);
    assert_text(entry.label.ja, "企業・商社");
    assert_text(entry.label.en, "Company or Trading company");
}

static void each_allocation_that_fails_is_told(void **state)
{
    struct match *match = *state;
    struct mus_company a = company_of(match, A);
    struct mus_company b = company_of(match, B);
    enum mus_status status = MUS_NO_MEMORY;
    for (uint64_t n = 1; status != MUS_OK; n++) {
        struct mus_arena arena = {0};
        struct mus_glossary glossary;
        struct mus_entry entry;
        mus_mem_fail_at(n, false);
        status = mus_glossary_build(&glossary, &match->world, &a, &b, &arena, &match->err);
        if (status == MUS_OK) {
            status = mus_glossary_find(&glossary, MUS_EVIDENCE_SIZE, true, 6, &entry, &match->err);
        }
        mus_mem_fail_at(0, false);
        if (status != MUS_OK) {
            assert_int_equal(status, MUS_NO_MEMORY);
            assert_string_equal(match->err.message, "out of memory");
        }
        mus_arena_done(&arena);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_MATCH(a_hash_is_the_code_that_a_profile_names),
        IN_MATCH(a_hash_that_no_profile_names_has_a_dash_for_a_label),
        IN_MATCH(a_vocabulary_number_is_its_word),
        IN_MATCH(a_set_that_is_sought_reads_as_its_words),
        IN_MATCH(each_allocation_that_fails_is_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
