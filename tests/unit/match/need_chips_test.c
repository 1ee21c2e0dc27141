#include "match_fixture.h"

#include "match/need_chips.h"

/* A need as typed, what was read from it, and the query it makes. */
struct typed {
    struct mus_text text;
    struct mus_reading reading;
    struct mus_match_query query;
};

static enum mus_status read_need(const struct mus_phrases *phrases, struct mus_arena *arena,
                                 const char *text, struct typed *out, struct mus_error *err)
{
    out->text = mus_text_of(text);
    enum mus_status status = mus_match_query_of_text(out->text, arena, &out->query, err);
    if (status == MUS_OK) {
        status = mus_need_read(phrases, out->text, arena, &out->reading, err);
    }
    return status;
}

static struct typed typed_of(struct match *match, const char *text)
{
    struct typed typed;
    struct mus_phrases phrases;
    ok(match, mus_phrases_make(&match->tables, &match->arena, &phrases, &match->err));
    ok(match, read_need(&phrases, &match->arena, text, &typed, &match->err));
    return typed;
}

static void settle(struct match *match, struct typed *typed, const char *as_text)
{
    ok(match, mus_need_chips_settle(&match->world, &typed->query, mus_text_of(as_text),
                                    &typed->reading, &match->err));
}

/* The need as the query compares it. */
static const struct mus_listing *apply(struct match *match, struct typed *typed)
{
    ok(match, mus_need_chips_apply(&typed->reading, typed->text, &match->arena, &typed->query,
                                   &match->err));
    return &typed->query.company.listings.items[0];
}

static void expect_compared(struct match *match, const char *text, const char *compared)
{
    struct typed typed = typed_of(match, text);
    const struct mus_listing *need = apply(match, &typed);
    assert_text(need->text.ja.len > 0 ? need->text.ja : need->text.en, compared);
}

static void chips_become_filters_purposes_and_markets(void **state)
{
    struct match *match = *state;
    struct typed typed = typed_of(
        match, "ドイツとフランスの商社を探している。ベトナムへ輸出したい。代理店を求めています。"
               "従業員10人以上、資本金1億円以下の会社。神奈川県の中小企業を探す。"
               "タイに拠点を持つ会社。英語が話せる会社。日本以外の会社。オンライン商談を希望。");
    const struct mus_listing *need = apply(match, &typed);
    const struct mus_filter *filter = &typed.query.filter;
    assert_int_equal(filter->countries.count, 2);
    assert_true(mus_hashes_has(filter->countries, mus_code_hash(MUS_TEXT("FR"))));
    assert_int_equal(filter->not_countries.items[0], mus_code_hash(MUS_TEXT("JP")));
    assert_int_equal(filter->presence.items[0], mus_code_hash(MUS_TEXT("TH")));
    assert_int_equal(filter->regions.items[0], mus_code_hash(MUS_TEXT("JP-14")));
    assert_int_equal(filter->languages.items[0], mus_code_hash_language(MUS_TEXT("en")));
    assert_int_equal(filter->kinds, 1U << MUS_KIND_TRADING_COMPANY);
    assert_int_equal(filter->sizes, 1U << MUS_SIZE_SME);
    assert_int_equal(filter->channels, 1U << MUS_CHANNEL_ONLINE);
    assert_int_equal(filter->min_employees.value, 10);
    assert_false(filter->max_employees.given);
    assert_int_equal(filter->max_capital_jpy.value, 100000000);
    assert_int_equal(need->purposes.count, 1);
    assert_text(need->purposes.items[0], "agent");
    assert_int_equal(need->markets.count, 1);
    assert_text(need->markets.items[0], "VN");
}

static void what_was_said_outright_decides(void **state)
{
    struct match *match = *state;
    struct typed typed = typed_of(match, "タイに拠点を持つドイツの会社");
    uint64_t given = mus_code_hash(MUS_TEXT("FR"));
    typed.query.filter.countries = (struct mus_hashes){&given, 1};
    settle(match, &typed, "");
    assert_int_equal(typed.reading.count, 1);
    assert_text(typed.reading.items[0].id, "presence:TH");
    (void)apply(match, &typed);
    assert_ptr_equal(typed.query.filter.countries.items, &given);
}

static void a_chip_is_put_back_by_its_id(void **state)
{
    struct match *match = *state;
    struct typed typed = typed_of(match, "ドイツとフランスの物流会社");
    settle(match, &typed, "country:FR");
    assert_int_equal(typed.reading.count, 1);
    settle(match, &typed, " country:DE ");
    const struct mus_listing *need = apply(match, &typed);
    assert_ptr_equal(need->text.ja.ptr, typed.text.ptr);
    assert_int_equal(need->text.ja.len, typed.text.len);
    assert_true(mus_filter_is_empty(&typed.query.filter));
}

static void what_was_not_read_cannot_be_put_back(void **state)
{
    struct match *match = *state;
    struct typed typed = typed_of(match, "ドイツの物流会社");
    static const struct {
        const char *as_text;
        const char *message;
    } rows[] = {
        {"country:FR", "nothing was read as \"country:FR\""},
        {"country:DE,region:JP-14", "nothing was read as \"region:JP-14\""},
        {"country:DE,", NULL},
        {"country:DE,,country:DE", "nothing was read as \"\""},
        {"COUNTRY:DE", "nothing was read as \"COUNTRY:DE\""},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct typed again = typed;
        struct mus_error err = {0};
        enum mus_status status = mus_need_chips_settle(
            &match->world, &again.query, mus_text_of(rows[i].as_text), &again.reading, &err);
        assert_int_equal(status, rows[i].message == NULL ? MUS_OK : MUS_INVALID);
        assert_string_equal(err.message, rows[i].message == NULL ? "" : rows[i].message);
    }
    assert_int_equal(typed.reading.count, 1);
}

static void a_code_that_no_table_has_is_no_chip(void **state)
{
    struct match *match = *state;
    struct typed typed = typed_of(match, "German pump manufacturers");
    typed.reading.items[0].code = MUS_TEXT("XX");
    settle(match, &typed, "");
    assert_int_equal(typed.reading.count, 0);
}

static void what_is_cut_leaves_no_comma_behind(void **state)
{
    struct match *match = *state;
    expect_compared(match, "logistics companies in Germany", "logistics companies");
    expect_compared(match, "pump makers in Thailand, with an office in Japan, that speak English",
                    "pump makers");
    expect_compared(match, "pump makers, able to meet online, for clean water",
                    "pump makers, for clean water");
    expect_compared(match, "ドイツ以外の、英語が話せるポンプメーカー", "ポンプメーカー");
    expect_compared(match, "ベトナムで水処理プラントの代理店を探している",
                    "水処理プラントの代理店を探している");
}

static void where_nothing_would_be_left_all_is_compared(void **state)
{
    expect_compared(*state, "オンライン商談を希望", "オンライン商談を希望");
}

static void chips_are_told_in_both_languages(void **state)
{
    struct match *match = *state;
    struct typed typed =
        typed_of(match, "companies in Kanagawa, with at most JPY 300,000,000 in capital");
    struct mus_buf json = {0};
    struct mus_json_writer writer = {.buf = &json};
    mus_need_chips_write(&match->world, &typed.reading, &writer);
    assert_string_equal(json.data, "[{\"chip\":\"region:JP-14\",\"text\":\"in Kanagawa\","
                                   "\"ja\":\"都道府県：神奈川県\",\"en\":\"prefecture: Kanagawa\"},"
                                   "{\"chip\":\"capital:-300000000\","
                                   "\"text\":\"with at most JPY 300,000,000 in capital\","
                                   "\"ja\":\"資本金：300,000,000円以下\","
                                   "\"en\":\"capital: at most 300,000,000 yen\"}]");
    mus_buf_done(&json);
}

static void every_allocation_may_fail(void **state)
{
    static const char text[] = "タイに拠点を持つ、英語が話せるドイツの商社を探している。"
                               "ベトナムへ輸出したい。代理店を求めています";
    struct match *match = *state;
    struct mus_phrases phrases;
    ok(match, mus_phrases_make(&match->tables, &match->arena, &phrases, &match->err));
    for (size_t n = 1;; n++) {
        struct mus_arena arena = {0};
        struct typed typed;
        struct mus_error err = {0};
        struct mus_buf json = {0};
        struct mus_json_writer writer = {.buf = &json};
        mus_mem_fail_at(n, false);
        enum mus_status status = read_need(&phrases, &arena, text, &typed, &err);
        if (status == MUS_OK) {
            status = mus_need_chips_settle(&match->world, &typed.query, MUS_TEXT("country:DE"),
                                           &typed.reading, &err);
        }
        if (status == MUS_OK) {
            status = mus_need_chips_apply(&typed.reading, typed.text, &arena, &typed.query, &err);
        }
        if (status == MUS_OK) {
            mus_need_chips_write(&match->world, &typed.reading, &writer);
            status = mus_buf_check(&json, &err);
        }
        mus_mem_fail_at(0, false);
        bool done = status == MUS_OK;
        assert_true(done || status == MUS_NO_MEMORY);
        assert_true(!done || typed.query.filter.presence.count == 1);
        mus_buf_done(&json);
        mus_arena_done(&arena);
        if (done) {
            assert_true(n > 10);
            return;
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_MATCH(chips_become_filters_purposes_and_markets),
        IN_MATCH(what_was_said_outright_decides),
        IN_MATCH(a_chip_is_put_back_by_its_id),
        IN_MATCH(what_was_not_read_cannot_be_put_back),
        IN_MATCH(a_code_that_no_table_has_is_no_chip),
        IN_MATCH(what_is_cut_leaves_no_comma_behind),
        IN_MATCH(where_nothing_would_be_left_all_is_compared),
        IN_MATCH(chips_are_told_in_both_languages),
        IN_MATCH(every_allocation_may_fail),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
