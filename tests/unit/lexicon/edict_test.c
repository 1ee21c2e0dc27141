#include "lexicon/edict.h"

#include "codec/encoding.h"
#include "lexicon_fixture.h"

/* Lines in UTF-8 as EUC-JP: what stands here has no character that takes more than two bytes. */
static void encode(const char *utf8, struct mus_buf *out)
{
    struct mus_buf cp932 = {0};
    assert_int_equal(mus_encoding_write_cp932(mus_text_of(utf8), &cp932, NULL), MUS_OK);
    for (size_t i = 0; i < cp932.len; i++) {
        unsigned first = (unsigned char)cp932.data[i];
        if (first < 0x80) {
            mus_buf_add_byte(out, (unsigned char)first);
            continue;
        }
        /* Both are ways to write a row and a cell of JIS X 0208. */
        unsigned second = (unsigned char)cp932.data[++i];
        unsigned row = (first - (first < 0xA0 ? 0x81 : 0xC1)) * 2 + 1 + (second >= 0x9F);
        unsigned cell = second >= 0x9F ? second - 0x9E : second - 0x3F - (second > 0x7F);
        mus_buf_add_byte(out, (unsigned char)(0xA0 + row));
        mus_buf_add_byte(out, (unsigned char)(0xA0 + cell));
    }
    mus_buf_done(&cp932);
}

static void assert_written(struct mus_lexicon_builder *builder, const char *lines,
                           size_t passed_over)
{
    struct mus_buf out = {0};
    struct mus_lexicon_counts counts[MUS_LEXICON_ORIGIN_COUNT];
    assert_int_equal(mus_lexicon_write(builder, &out, counts, NULL), MUS_OK);
    assert_string_equal(out.data + sizeof MUS_LEXICON_HEADING - 1, lines);
    assert_int_equal(counts[MUS_LEXICON_EDICT].passed_over, passed_over);
    mus_buf_done(&out);
}

/* `raw` comes behind the dictionary as it is. */
static void reads_with(const char *dictionary, const char *raw, const char *lines,
                       size_t passed_over)
{
    struct mus_lexicon_builder *builder = mus_lexicon_builder_new();
    struct mus_buf bytes = {0};
    struct mus_error err = {0};
    encode(dictionary, &bytes);
    mus_buf_add_z(&bytes, raw);
    if (mus_lexicon_add_edict(builder, mus_buf_text(&bytes), &err) != MUS_OK) {
        fail_msg("%s", err.message);
    }
    assert_written(builder, lines, passed_over);
    mus_buf_done(&bytes);
    mus_lexicon_builder_free(builder);
}

static void reads(const char *dictionary, const char *lines)
{
    reads_with(dictionary, "", lines, 0);
}

static void an_entry_gives_its_headword_the_glosses(void **state)
{
    (void)state;
    reads("ポンプ /(n) pump/EntL1234560X/\n", "ポンプ\tpump\n");
    reads("水 [みず] /(n) (1) water (esp. cool)/(2) {sumo} break/(P)/EntL1371250X/\n",
          "水\twater|break\n");
    reads("水 [みず] /(n) water/", "水\twater\n");
}

static void the_title_is_no_entry(void **state)
{
    (void)state;
    reads("　？？？ /EDICT, a dictionary file/\nポンプ /(n) pump/\n", "ポンプ\tpump\n");
}

static void senses_of_no_use_are_dropped_whole(void **state)
{
    (void)state;
    reads("廃棄 [はいき] /(n) (1) disposal/(2) (arch) repeal/revocation/(3) (uk) scrap/(P)/\n",
          "はいき\tdisposal|scrap\n廃棄\tdisposal|scrap\n");
    reads("廃棄 [はいき] /(n) (1) (obs) a/(2) (obsc) b/(3) (ok) c/(4) (rare) d/(5) (vulg,sl) e/(6) "
          "(X) f/(7) (obi) g (arch)/\n",
          "廃棄\tg\n");
}

static void articles_in_front_are_left_out(void **state)
{
    (void)state;
    reads("塗る /to paint/to be painted/a coat/an oil/the top/tongue/(the) a film/\n",
          "塗る\tpaint|painted|coat|oil|top|tongue|film\n");
}

static void a_long_reading_is_a_headword_too(void **state)
{
    (void)state;
    reads("下水 [げすい] /(n) sewage/\n下水道 [げすいどう] /(n) sewerage/\n",
          "げすいどう\tsewerage\n下水\tsewage\n下水道\tsewerage\n");
    reads("慈姑 [くわい] /(n) (uk) arrowhead/\n蛸 [たこ] /(n) (uk) octopus/\n",
          "くわい\tarrowhead\n慈姑\tarrowhead\n蛸\toctopus\n");
}

static void what_is_no_entry_is_passed_over_and_counted(void **state)
{
    (void)state;
    reads_with("ポンプ /(n) pump/\n",
               "\n"
               "word\n"
               "word [x /(n) pump/\n"
               "word [] /(n) pump/\n"
               "word /(n) pump\n"
               "word /\n"
               " /pump/\n"
               "\xC6 /(n) cut/\n"
               "\xA9\xA1\xA9\xA1 /(n) no character/\n",
               "ポンプ\tpump\n", 9);
    reads_with("ポンプ /(n) pump/\n水 /(only explained)/\nあ /(int) ah/\n", "", "ポンプ\tpump\n",
               2);
}

static void a_file_without_an_entry_is_refused(void **state)
{
    (void)state;
    struct mus_lexicon_builder *builder = mus_lexicon_builder_new();
    struct mus_error err = {0};
    assert_int_equal(mus_lexicon_add_edict(builder, MUS_TEXT("水,water\n川,river\n"), &err),
                     MUS_INVALID);
    assert_string_equal(err.message, "none of 2 lines is an entry of EDICT (in EUC-JP)");
    assert_int_equal(mus_lexicon_add_edict(builder, MUS_TEXT(""), &err), MUS_INVALID);
    struct mus_text large = {"", (size_t)MUS_MAX_LEXICON_BYTES + 1};
    assert_int_equal(mus_lexicon_add_edict(builder, large, &err), MUS_LIMIT);
    assert_string_equal(err.message, "a dictionary of 67108865 bytes, at most 67108864");
    assert_written(builder, "", 0);
    mus_lexicon_builder_free(builder);
}

static enum mus_status add_entry(struct mus_error *err)
{
    struct mus_lexicon_builder *builder = mus_lexicon_builder_new();
    if (builder == NULL) {
        return mus_fail_memory(err);
    }
    enum mus_status status = mus_lexicon_add_edict(
        builder, MUS_TEXT("\xBF\xE5\xC6\xBB /(n) water supply/\n\xBF\xE5 /(n) water/\n"), err);
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
        status = add_entry(&err);
        assert_true(status == MUS_OK || status == MUS_NO_MEMORY);
    }
    mus_mem_fail_at(0, false);
    assert_true(n > 6);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_entry_gives_its_headword_the_glosses),
        cmocka_unit_test(the_title_is_no_entry),
        cmocka_unit_test(senses_of_no_use_are_dropped_whole),
        cmocka_unit_test(articles_in_front_are_left_out),
        cmocka_unit_test(a_long_reading_is_a_headword_too),
        cmocka_unit_test(what_is_no_entry_is_passed_over_and_counted),
        cmocka_unit_test(a_file_without_an_entry_is_refused),
        cmocka_unit_test(every_allocation_may_fail),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
