#include "lexicon/glossary.h"

#include "lexicon_fixture.h"

static void assert_written(struct mus_lexicon_builder *builder, const char *lines,
                           size_t passed_over)
{
    struct mus_buf out = {0};
    struct mus_lexicon_counts counts[MUS_LEXICON_ORIGIN_COUNT];
    assert_int_equal(mus_lexicon_write(builder, &out, counts, NULL), MUS_OK);
    assert_string_equal(out.data + sizeof MUS_LEXICON_HEADING - 1, lines);
    assert_int_equal(counts[MUS_LEXICON_GLOSSARY].passed_over +
                         counts[MUS_LEXICON_TABLES].passed_over,
                     passed_over);
    mus_buf_done(&out);
}

static void each_japanese_term_has_all_english_ones(void **state)
{
    (void)state;
    struct mus_lexicon_builder *builder = mus_lexicon_builder_new();
    struct mus_text text = MUS_TEXT("廃棄物発電|ごみ発電\twaste-to-energy | WtE\r\n水\twater");
    assert_int_equal(mus_lexicon_add_glossary(builder, MUS_TEXT("g"), text, NULL), MUS_OK);
    assert_int_equal(mus_lexicon_add_glossary(builder, MUS_TEXT("g"), MUS_TEXT(""), NULL), MUS_OK);
    assert_written(
        builder, "ごみ発電\twaste-to-energy|WtE\n廃棄物発電\twaste-to-energy|WtE\n水\twater\n", 0);
    mus_lexicon_builder_free(builder);
}

static void a_bad_line_is_named_and_nothing_is_added(void **state)
{
    (void)state;
    static const struct {
        const char *line;
        enum mus_status status;
        const char *message;
    } WRONG[] = {
        {"水 water", MUS_INVALID, "Japanese terms, one tab and English terms were expected"},
        {"", MUS_INVALID, "Japanese terms, one tab and English terms were expected"},
        {"水\twater\tx", MUS_INVALID, "Japanese terms, one tab and English terms were expected"},
        {"\twater", MUS_INVALID, "Japanese term 1 is empty"},
        {"水|\twater", MUS_INVALID, "Japanese term 2 is empty"},
        {"水||川\twater", MUS_INVALID, "Japanese term 2 is empty"},
        {"水\t", MUS_INVALID, "English term 1 is empty"},
        {"水\twater| ", MUS_INVALID, "English term 2 is empty"},
        {"水\twat\xFF", MUS_INVALID, "byte 7: not UTF-8"},
        {"水\t1|2|3|4|5|6|7|8|9|10|11|12|13|14|15|16|17|18|19|20|21|22|23|24|25|26|27|28|29|30|31|"
         "32|"
         "33",
         MUS_LIMIT, "more than 32 English terms"},
    };
    struct mus_lexicon_builder *builder = mus_lexicon_builder_new();
    for (size_t i = 0; i < sizeof WRONG / sizeof WRONG[0]; i++) {
        struct mus_buf text = {0};
        char message[200];
        struct mus_error err = {0};
        mus_buf_printf(&text, "土|あ\tsoil\n%s\n", WRONG[i].line);
        snprintf(message, sizeof message, "water.tsv:2: %s", WRONG[i].message);
        assert_int_equal(
            mus_lexicon_add_glossary(builder, MUS_TEXT("water.tsv"), mus_buf_text(&text), &err),
            WRONG[i].status);
        assert_string_equal(err.message, message);
        mus_buf_done(&text);
    }
    assert_written(builder, "", 0);
    mus_lexicon_builder_free(builder);
}

static void pairs(const char *ja, const char *en, const char *lines, size_t passed_over)
{
    struct mus_lexicon_builder *builder = mus_lexicon_builder_new();
    assert_int_equal(mus_lexicon_add_pair(builder, mus_text_of(ja), mus_text_of(en), NULL), MUS_OK);
    assert_written(builder, lines, passed_over);
    mus_lexicon_builder_free(builder);
}

static void names_in_two_languages_are_a_row(void **state)
{
    (void)state;
    pairs("排熱を利用した冷凍", "Waste heat for refrigeration",
          "排熱を利用した冷凍\tWaste heat for refrigeration\n", 0);
    pairs("鉄鋼（高炉）", "Steel (blast furnaces)", "鉄鋼\tSteel\n", 0);
    pairs("総合工事業", "Construction work, general and other",
          "総合工事業\tConstruction work, general and other\n", 0);
}

static void names_that_list_as_many_things_are_taken_apart(void **state)
{
    (void)state;
    pairs("農業、林業", "Agriculture and forestry", "林業\tforestry\n農業\tAgriculture\n", 0);
    pairs("衣服，繊維、靴", "Apparel, textiles; shoes",
          "繊維\ttextiles\n衣服\tApparel\n靴\tshoes\n", 0);
    pairs("研究、開発と設計", "Research, development and design",
          "研究\tResearch\n開発と設計\tdevelopment and design\n", 0);
}

static void names_that_do_not_correspond_are_passed_over(void **state)
{
    (void)state;
    pairs("農業、林業、漁業", "Agriculture and forestry", "", 1);
    pairs("パルプ・紙・紙加工品製造業者名簿", "Makers of paper", "", 1);
    pairs("（その他）", "Other", "", 1);
    pairs("農業", "(none)", "", 1);
    pairs(NULL, NULL, "", 1);
}

static void a_pair_that_is_no_utf8_is_refused(void **state)
{
    (void)state;
    struct mus_lexicon_builder *builder = mus_lexicon_builder_new();
    assert_int_equal(
        mus_lexicon_add_pair(builder, MUS_TEXT("農業、林\xFF"), MUS_TEXT("a, b"), NULL),
        MUS_INVALID);
    assert_written(builder, "", 0);
    mus_lexicon_builder_free(builder);
}

static enum mus_status add_both(struct mus_error *err)
{
    struct mus_lexicon_builder *builder = mus_lexicon_builder_new();
    if (builder == NULL) {
        return mus_fail_memory(err);
    }
    enum mus_status status =
        mus_lexicon_add_glossary(builder, MUS_TEXT("g"), MUS_TEXT("水|川\twater|river\n"), err);
    if (status == MUS_OK) {
        status =
            mus_lexicon_add_pair(builder, MUS_TEXT("農業、林業"), MUS_TEXT("farms, forests"), err);
    }
    mus_lexicon_builder_free(builder);
    return status;
}

static void every_allocation_may_fail(void **state)
{
    (void)state;
    struct mus_error err = {0};
    enum mus_status status = MUS_NO_MEMORY;
    uint64_t n = 0;
    while (status != MUS_OK) {
        mus_mem_fail_at(++n, false);
        status = add_both(&err);
        assert_true(status == MUS_OK || status == MUS_NO_MEMORY);
    }
    mus_mem_fail_at(0, false);
    assert_true(n > 5);
    assert_string_equal(err.message, "out of memory");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_japanese_term_has_all_english_ones),
        cmocka_unit_test(a_bad_line_is_named_and_nothing_is_added),
        cmocka_unit_test(names_in_two_languages_are_a_row),
        cmocka_unit_test(names_that_list_as_many_things_are_taken_apart),
        cmocka_unit_test(names_that_do_not_correspond_are_passed_over),
        cmocka_unit_test(a_pair_that_is_no_utf8_is_refused),
        cmocka_unit_test(every_allocation_may_fail),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
