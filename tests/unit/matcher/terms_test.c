#include "matcher/text/terms.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdbool.h>
#include <string.h>

#include "base/buf.h"
#include "base/limits.h"
#include "base/mem.h"

static int make_analyser(void **state)
{
    *state = mus_analyser_new();
    return *state == NULL ? -1 : 0;
}

static int free_analyser(void **state)
{
    mus_analyser_free(*state);
    return 0;
}

/* The spellings of the text's tokens in order, parted by "|", with a sign for the kind. */
static void tokens_are(void **state, const char *original, const char *wanted)
{
    struct mus_text text = mus_text_of(original);
    const struct mus_token *tokens = NULL;
    size_t count = 0;
    assert_int_equal(mus_terms_of(*state, text, &tokens, &count, NULL), MUS_OK);
    struct mus_buf buf = {0};
    for (size_t i = 0; i < count; i++) {
        assert_true(tokens[i].begin < tokens[i].end && tokens[i].end <= text.len);
        assert_true(i == 0 || tokens[i].begin >= tokens[i - 1].begin);
        mus_buf_printf(&buf, "%s%c", i == 0 ? "" : "|", "ps=jk"[tokens[i].kind]);
        mus_buf_add(&buf, text.ptr + tokens[i].begin, tokens[i].end - tokens[i].begin);
    }
    assert_string_equal(mus_buf_text(&buf).ptr, wanted);
    mus_buf_done(&buf);
}

static struct mus_bag bag_of(void **state, const char *text, struct mus_arena *arena)
{
    struct mus_bag bag = {0};
    struct mus_text item = mus_text_of(text);
    struct mus_texts texts = {&item, 1};
    assert_int_equal(mus_terms_bag(*state, texts, arena, &bag, NULL), MUS_OK);
    for (size_t i = 1; i < bag.count; i++) {
        assert_true(bag.terms[i - 1].hash < bag.terms[i].hash);
    }
    return bag;
}

static uint32_t tf(struct mus_bag bag, uint64_t hash)
{
    for (size_t i = 0; i < bag.count; i++) {
        if (bag.terms[i].hash == hash) {
            return bag.terms[i].tf;
        }
    }
    return 0;
}

static bool same_bags(void **state, const char *left, const char *right)
{
    struct mus_arena arena = {0};
    struct mus_bag a = bag_of(state, left, &arena);
    struct mus_bag b = bag_of(state, right, &arena);
    bool same = a.count == b.count && a.length == b.length;
    for (size_t i = 0; same && i < a.count; i++) {
        same = a.terms[i].hash == b.terms[i].hash && a.terms[i].tf == b.terms[i].tf;
    }
    mus_arena_done(&arena);
    return same;
}

static size_t shared_terms(void **state, const char *left, const char *right)
{
    struct mus_arena arena = {0};
    struct mus_bag a = bag_of(state, left, &arena);
    struct mus_bag b = bag_of(state, right, &arena);
    size_t shared = 0;
    for (size_t i = 0; i < a.count; i++) {
        for (size_t j = 0; j < b.count; j++) {
            shared += a.terms[i].hash == b.terms[j].hash;
        }
    }
    mus_arena_done(&arena);
    return shared;
}

static void japanese_gives_pairs_and_single_kanji(void **state)
{
    tokens_are(state, "廃棄物", "p廃棄|s廃|p棄物|s棄|s物");
    tokens_are(state, "水の処理", "p水の|s水|pの処|p処理|s処|s理");
    tokens_are(state, "ポンプ", "kポンプ|pポン|pンプ");
    tokens_are(state, "コーヒー", "kコーヒー|pコー|pーヒ|pヒー");
    tokens_are(state, "水ポンプ場", "p水ポ|s水|kポンプ|pポン|pンプ|pプ場|s場");
    tokens_are(state, "佐々木", "p佐々|s佐|p々木|s々|s木");
    tokens_are(state, "龍ヶ崎", "p龍ヶ|s龍|pヶ崎|s崎");
}

static void pairs_of_hiragana_are_kept_and_a_lone_hiragana_is_not(void **state)
{
    tokens_are(state, "ごみ", "pごみ");
    tokens_are(state, "A を B", "=B"); /* "a" is a stop word */
    tokens_are(state, "ア", "sア");
    tokens_are(state, "ー", "");
    tokens_are(state, "鋳", "s鋳");
}

static void anything_else_parts_a_run(void **state)
{
    tokens_are(state, "水・土、空 気", "s水|s土|s空|s気");
    tokens_are(state, "LED照明", "=LED|p照明|s照|s明");
    tokens_are(state, "第2工場", "s第|=2|p工場|s工|s場");
}

static void the_spelling_is_the_original_one(void **state)
{
    tokens_are(state, "ﾎﾟﾝﾌﾟ", "kﾎﾟﾝﾌﾟ|pﾎﾟﾝ|pﾝﾌﾟ");
    tokens_are(state, "ＣＯ２", "=ＣＯ２");
    tokens_are(state, "㈱", "s㈱");
    tokens_are(state, "葛\xF3\xA0\x84\x80飾", "p葛\xF3\xA0\x84\x80飾|s葛\xF3\xA0\x84\x80|s飾");
}

static void width_case_and_composition_make_no_difference(void **state)
{
    assert_true(same_bags(state, "ﾎﾟﾝﾌﾟ　ＬＥＤ", "ポンプ led"));
    assert_true(same_bags(state, "リサイクル", "ﾘｻｲｸﾙ"));
    assert_false(same_bags(state, "ゴミ", "ごみ"));
}

static void english_words_are_stemmed_and_stop_words_set_aside(void **state)
{
    tokens_are(state, "the Recycling of waste is needed", "=Recycling|=waste|=needed");
    assert_true(same_bags(state, "recycling plants", "Recycled plant"));
    assert_true(same_bags(state, "company's", "company"));
    assert_true(same_bags(state, "company’s", "company"));
    assert_true(same_bags(state, "the of and", ""));
}

static void a_stop_word_in_capitals_is_a_word_where_capitals_tell(void **state)
{
    tokens_are(state, "IT services for it", "=IT|=services");
    tokens_are(state, "ＩＴ導入", "=ＩＴ|p導入|s導|s入");
    tokens_are(state, "the US market", "=US|=market");
    tokens_are(state, "It is A test", "=test");
    tokens_are(state, "TREATMENT OF WASTE WATER IN ALL CITIES", "=TREATMENT|=WASTE|=WATER|=CITIES");
}

static void latin_letters_lose_their_diacritics(void **state)
{
    assert_true(same_bags(state, "Müller", "muller"));
    assert_true(same_bags(state, "Mu\xCC\x88ller", "muller"));
    assert_true(same_bags(state, "Công ty Điện Lực", "cong ty dien luc"));
    assert_true(same_bags(state, "Ørsted Æro Łódź", "orsted aero lodz"));
    assert_true(same_bags(state, "Straße", "strasse"));
    assert_true(same_bags(state, "x\xCC\xA3\xCC\x8Cy", "xy"));
}

static void numbers_are_words(void **state)
{
    tokens_are(state, "1,000 t 2.5 MW 1,2,3", "=1,000|=2.5|=MW|=1|=2|=3");
    assert_true(same_bags(state, "1,000", "1000"));
    assert_true(same_bags(state, "1,234,567", "1234567"));
    assert_false(same_bags(state, "2.5", "25"));
    tokens_are(state, "x1,000", "=x1|=000");
    tokens_are(state, "5.", "=5");
    tokens_are(state, "１，０００人", "=１，０００|s人");
}

static void letters_with_digits_are_one_word_and_long_ones_also_two(void **state)
{
    tokens_are(state, "CO2 h2o B2B", "=CO2|=h2o|=B2B");
    tokens_are(state, "ISO14001", "=ISO14001|=ISO|=14001");
    assert_int_equal(shared_terms(state, "ISO14001", "ISO 14001"), 2);
    assert_int_equal(shared_terms(state, "ISO14001", "ISO-14001"), 3);
}

static void words_joined_by_hyphens_give_parts_and_the_joined_form(void **state)
{
    tokens_are(state, "waste-water", "jwaste-water|=waste|=water");
    tokens_are(state, "waste-to-energy", "jwaste-to-energy|=waste|=energy");
    tokens_are(state, "R&D", "jR&D|=R"); /* a lone d is the end of "I'd" */
    tokens_are(state, "end- and -begin", "=end|=begin");
    tokens_are(state, "044-200-2111", "=044|=200|=2111");
    assert_int_equal(shared_terms(state, "waste-water", "wastewater"), 1);
    assert_int_equal(shared_terms(state, "R&D", "Ｒ＆Ｄ"), 2);
    assert_int_equal(shared_terms(state, "e-mail", "email"), 1);
    assert_int_equal(shared_terms(state, "re\xE2\x80\x91use", "reuse"), 1);
}

static void other_scripts_give_words_or_pairs(void **state)
{
    tokens_are(state, "Переработка отходов", "=Переработка|=отходов");
    tokens_are(state, "Αθήνα", "=Αθήνα");
    tokens_are(state, "환경 기술", "p환경|p기술");
    tokens_are(state, "물", "s물");
    tokens_are(state, "ไทย", "pไท|pทย");
    tokens_are(state, "环境技术", "p环境|s环|p境技|s境|p技术|s技|s术");
    tokens_are(state, "सेवा", "=सेवा");
    assert_true(same_bags(state, "МОСКВА", "москва"));
}

static void symbols_and_nothing_give_nothing(void **state)
{
    tokens_are(state, "", "");
    tokens_are(state, " ☆ ・ -- && ... 、。", "");
    struct mus_arena arena = {0};
    struct mus_bag bag = bag_of(state, "", &arena);
    assert_null(bag.terms);
    assert_int_equal(bag.count, 0);
    assert_int_equal(bag.length, 0);
    mus_arena_done(&arena);
}

static uint64_t term(struct mus_text form, enum mus_term_class class)
{
    return mus_term_of_class(mus_text_hash(form), class);
}

static void a_pair_a_single_and_a_word_of_the_same_letters_differ(void **state)
{
    struct mus_arena arena = {0};
    uint64_t pair = term(MUS_TEXT("\x01廃棄"), MUS_TERM_PAIR);
    uint64_t single = term(MUS_TEXT("\x02廃"), MUS_TERM_SINGLE);
    uint64_t word = term(MUS_TEXT("\x03wast"), MUS_TERM_WORD);
    assert_int_equal(tf(bag_of(state, "廃棄", &arena), pair), 1);
    assert_int_equal(tf(bag_of(state, "廃棄", &arena), single), 1);
    assert_int_equal(tf(bag_of(state, "waste wasted", &arena), word), 2);
    mus_arena_done(&arena);
}

static void a_word_of_katakana_is_known_whole_however_its_end_is_written(void **state)
{
    struct mus_arena arena = {0};
    uint64_t server = term(MUS_TEXT("\x04サーバ"), MUS_TERM_KATAKANA_WORD);
    struct mus_bag bag = bag_of(state, "サーバー", &arena);
    assert_int_equal(tf(bag, server), 1);
    assert_int_equal(bag.length, 3); /* of the pairs alone */
    assert_int_equal(tf(bag_of(state, "サーバ", &arena), server), 1);
    assert_int_equal(tf(bag_of(state, "ｻｰﾊﾞｰ", &arena), server), 1);
    assert_int_equal(tf(bag_of(state, "バルヴとヴァルブ", &arena),
                        term(MUS_TEXT("\x04バルブ"), MUS_TERM_KATAKANA_WORD)),
                     2);
    assert_int_equal(
        tf(bag_of(state, "キー", &arena), term(MUS_TEXT("\x04キー"), MUS_TERM_KATAKANA_WORD)), 1);
    mus_arena_done(&arena);
}

static void old_kanji_are_known_by_the_form_in_use(void **state)
{
    assert_true(same_bags(state, "廢棄物の處理", "廃棄物の処理"));
}

static void what_is_excepted_in_brackets_is_left_out(void **state)
{
    assert_true(same_bags(state, "機械（ポンプを除く）製造", "機械、製造"));
    assert_true(same_bags(state, "機械（部品（ねじ）を除く。）", "機械"));
    assert_true(same_bags(state, "machines (except pumps) and (excluding tools) parts",
                          "machines and parts"));
    assert_false(same_bags(state, "機械（ポンプを含む）", "機械"));
    assert_false(same_bags(state, "機械（ポンプを除く", "機械"));
}

static void british_and_american_words_are_the_same(void **state)
{
    assert_true(same_bags(state, "organisation colour centre fibre catalogue",
                          "organization color center fiber catalog"));
    assert_true(same_bags(state, "aluminium sulphur moulds", "aluminum sulfur molds"));
    assert_true(same_bags(state, "analysed", "analyzed"));
    assert_true(same_bags(state, "realised supervision", "realized supervise"));
    assert_false(same_bags(state, "hour", "hor"));
}

static void a_long_word_is_known_by_its_beginning(void **state)
{
    struct mus_buf a = {0};
    struct mus_buf b = {0};
    for (int i = 0; i < MUS_MAX_TERM_BYTES; i++) {
        mus_buf_add_byte(&a, 'x');
        mus_buf_add_byte(&b, 'x');
    }
    assert_false(same_bags(state, a.data, b.data + 1));
    mus_buf_add_z(&a, "ending");
    mus_buf_add_z(&b, "other");
    assert_true(same_bags(state, a.data, b.data));
    mus_buf_clear(&a);
    for (int i = 0; i < MUS_MAX_TERM_BYTES; i++) {
        mus_buf_add_z(&a, "ш-"); /* two bytes each, and very many parts */
    }
    struct mus_arena arena = {0};
    assert_int_equal(bag_of(state, a.data, &arena).length, MUS_MAX_TERM_BYTES + 1);
    mus_arena_done(&arena);
    mus_buf_done(&a);
    mus_buf_done(&b);
}

static void a_bag_counts_repeats_over_all_its_texts(void **state)
{
    struct mus_arena arena = {0};
    const struct mus_text items[] = {MUS_TEXT("水処理と水質"), MUS_NO_TEXT, MUS_TEXT("water Water"),
                                     MUS_TEXT("水")};
    struct mus_bag bag = {0};
    assert_int_equal(mus_terms_bag(*state, (struct mus_texts){items, 4}, &arena, &bag, NULL),
                     MUS_OK);
    /* 水処 処理 理と と水 水質, 水 処 理 水 質; water twice; 水 */
    assert_int_equal(bag.length, 13);
    assert_int_equal(bag.count, 10);
    assert_int_equal(tf(bag, term(MUS_TEXT("\x02水"), MUS_TERM_SINGLE)), 3);
    assert_int_equal(tf(bag, term(MUS_TEXT("\x03water"), MUS_TERM_WORD)), 2);
    assert_int_equal(tf(bag, term(MUS_TEXT("\x01水質"), MUS_TERM_PAIR)), 1);
    assert_int_equal(tf(bag, term(MUS_TEXT("\x01理水"), MUS_TERM_PAIR)), 0);
    mus_arena_done(&arena);
}

static void what_fold_refuses_is_refused(void **state)
{
    const struct mus_token *tokens = NULL;
    size_t count = 77;
    struct mus_error err;
    struct mus_text bad = {"water\xFFx", 7};
    assert_int_equal(mus_terms_of(*state, bad, &tokens, &count, &err), MUS_INVALID);
    assert_string_equal(err.message, "byte 5: not UTF-8");
    assert_int_equal(count, 77);
    struct mus_arena arena = {0};
    struct mus_bag bag = {.length = 77};
    struct mus_texts texts = {&bad, 1};
    assert_int_equal(mus_terms_bag(*state, texts, &arena, &bag, &err), MUS_INVALID);
    assert_int_equal(bag.length, 77);
    mus_arena_done(&arena);
}

static void any_allocation_may_fail(void **state)
{
    (void)state;
    struct mus_buf text = {0};
    for (int i = 0; i < 300; i++) {
        mus_buf_printf(&text, "廃棄物%d waste-water ", i);
    }
    bool done = false;
    for (uint64_t n = 1; !done; n++) {
        assert_true(n < 100);
        struct mus_arena arena = {0};
        struct mus_error err = {0};
        struct mus_bag bag = {0};
        struct mus_text item = mus_buf_text(&text);
        struct mus_texts texts = {&item, 1};
        mus_mem_fail_at(n, false);
        struct mus_analyser *analyser = mus_analyser_new();
        if (analyser != NULL) {
            enum mus_status status = mus_terms_bag(analyser, texts, &arena, &bag, &err);
            done = status == MUS_OK;
            assert_true(done || status == MUS_NO_MEMORY);
            assert_string_equal(err.message, done ? "" : "out of memory");
        }
        mus_mem_fail_at(0, false);
        mus_analyser_free(analyser);
        mus_arena_done(&arena);
    }
    mus_buf_done(&text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(japanese_gives_pairs_and_single_kanji),
        cmocka_unit_test(pairs_of_hiragana_are_kept_and_a_lone_hiragana_is_not),
        cmocka_unit_test(a_word_of_katakana_is_known_whole_however_its_end_is_written),
        cmocka_unit_test(old_kanji_are_known_by_the_form_in_use),
        cmocka_unit_test(what_is_excepted_in_brackets_is_left_out),
        cmocka_unit_test(british_and_american_words_are_the_same),
        cmocka_unit_test(anything_else_parts_a_run),
        cmocka_unit_test(the_spelling_is_the_original_one),
        cmocka_unit_test(width_case_and_composition_make_no_difference),
        cmocka_unit_test(english_words_are_stemmed_and_stop_words_set_aside),
        cmocka_unit_test(a_stop_word_in_capitals_is_a_word_where_capitals_tell),
        cmocka_unit_test(latin_letters_lose_their_diacritics),
        cmocka_unit_test(numbers_are_words),
        cmocka_unit_test(letters_with_digits_are_one_word_and_long_ones_also_two),
        cmocka_unit_test(words_joined_by_hyphens_give_parts_and_the_joined_form),
        cmocka_unit_test(other_scripts_give_words_or_pairs),
        cmocka_unit_test(symbols_and_nothing_give_nothing),
        cmocka_unit_test(a_pair_a_single_and_a_word_of_the_same_letters_differ),
        cmocka_unit_test(a_long_word_is_known_by_its_beginning),
        cmocka_unit_test(a_bag_counts_repeats_over_all_its_texts),
        cmocka_unit_test(what_fold_refuses_is_refused),
        cmocka_unit_test(any_allocation_may_fail),
    };
    return cmocka_run_group_tests(tests, make_analyser, free_analyser);
}
