/* Needs in words, made at random of phrases that are certain. What is read from them is what they
 * were made of; with a chip put back the answer is that of the query which someone would have
 * written by hand from the other chips; with all put back it is that of the plain text. Words that
 * say nothing change no chip into another. */
#include "../unit/musubi/musubi_fixture.h"

#include <stdbool.h>

#include "base/clock.h"
#include "base/random.h"
#include "codec/json.h"
#include "codec/json_write.h"
#include "match/need_reading.h"
#include "profile/builtin.h"

enum { CASES = 40, READINGS_PER_CASE = 10, COMPANIES = 40, CHIPS_MAX = 12 };

/* ------------------------------------------------------------------ needs */

struct piece {
    const char *text;
    const char *ids; /* chips that it makes, with a blank between two */
};

struct need {
    char text[1024];
    size_t gaps[16]; /* where a word may be put in between */
    size_t gap_count;
    const char *ids[CHIPS_MAX]; /* of pieces; some may stand twice */
    size_t id_count;
    bool japanese;
};

#define PICK(random, list) ((list)[mus_random_below(random, sizeof(list) / sizeof *(list))])

static void add(struct need *need, const char *text, const char *ids)
{
    size_t len = strlen(need->text);
    assert_true(len + strlen(text) < sizeof need->text);
    need->gaps[need->gap_count++] = len;
    strcpy(need->text + len, text);
    if (ids[0] != '\0') {
        need->ids[need->id_count++] = ids;
    }
}

/* Some of the pieces in any order, the separator between two. */
static void add_some(struct need *need, struct mus_random *random, const struct piece *pieces,
                     size_t count, const char *separator, bool first)
{
    bool used[16] = {false};
    size_t wanted = mus_random_below(random, 4);
    for (size_t i = 0; i < wanted; i++) {
        size_t pick = mus_random_below(random, count);
        if (used[pick]) {
            continue;
        }
        used[pick] = true;
        add(need, first ? "" : separator, "");
        add(need, pieces[pick].text, pieces[pick].ids);
        first = false;
    }
}

static void make_japanese(struct need *need, struct mus_random *random)
{
    static const struct piece before[] = {
        {"ベトナムの", "country:VN"},
        {"ドイツとタイ以外の", "not_country:DE not_country:TH"},
        {"中国を除く", "not_country:CN"},
        {"タイに拠点を持つ", "presence:TH"},
        {"英語が話せる", "language:en"},
        {"日本語対応の", "language:ja"},
        {"オンライン商談が可能な", "channel:online"},
        {"従業員100人以上の", "employees:100-"},
        {"資本金1億円以下の", "capital:-100000000"},
    };
    static const struct piece heads[] = {
        {"会社", ""}, {"物流会社", ""}, {"企業", ""}, {"商社", "kind:trading_company"}};
    static const struct piece tails[] = {{"", ""},
                                         {"を探している", ""},
                                         {"を紹介してほしい", ""},
                                         {"とオンラインで商談したい", "channel:online"}};
    struct piece tail = PICK(random, tails);
    add_some(need, random, before, sizeof before / sizeof before[0], "、", true);
    if (mus_random_below(random, 4) == 0) {
        add(need, "代理店", "purpose:agent");
        add(need, "を募集しています", "");
        return;
    }
    struct piece head = PICK(random, heads);
    add(need, head.text, head.ids);
    add(need, tail.text, tail.ids);
}

static void make_english(struct need *need, struct mus_random *random)
{
    static const struct piece before[] = {
        {"", ""}, {"English-speaking ", "language:en"}, {"Vietnam-based ", "country:VN"}};
    static const struct piece heads[] = {{"companies", ""},
                                         {"pump manufacturers", ""},
                                         {"trading companies", "kind:trading_company"}};
    static const struct piece places[] = {
        {"", ""},
        {" in Thailand", "country:TH"},
        {" outside Germany or China", "not_country:DE not_country:CN"},
        {" in ASEAN except Thailand", "country:ASEAN not_country:TH"}};
    static const struct piece behind[] = {
        {"with an office in Japan", "presence:JP"},
        {"that speak Japanese", "language:ja"},
        {"with more than 100 employees", "employees:101-"},
        {"with capital of at least 100 million yen", "capital:100000000-"},
        {"able to meet online", "channel:online"},
    };
    struct piece adjective = PICK(random, before);
    struct piece head = PICK(random, heads);
    bool placed = strncmp(adjective.ids, "country", 7) == 0;
    bool seek = mus_random_below(random, 2) == 0;
    add(need, seek ? "looking for " : "", "");
    add(need, adjective.text, adjective.ids);
    if (seek && mus_random_below(random, 3) == 0) {
        head = (struct piece){"distributors", "purpose:agent"};
    }
    add(need, head.text, head.ids);
    struct piece place = PICK(random, places);
    if (!placed) {
        add(need, place.text, place.ids);
    }
    add_some(need, random, behind, sizeof behind / sizeof behind[0], ", ", false);
}

static struct need random_need(struct mus_random *random)
{
    struct need need = {.japanese = mus_random_below(random, 2) == 0};
    if (need.japanese) {
        make_japanese(&need, random);
    } else {
        make_english(&need, random);
    }
    return need;
}

/* Whether one of the need's pieces makes this chip. */
static bool is_of_need(const struct need *need, struct mus_text id)
{
    for (size_t i = 0; i < need->id_count; i++) {
        if (mus_text_lists(mus_text_of(need->ids[i]), ' ', id)) {
            return true;
        }
    }
    return false;
}

/* ------------------------------------------------------------------ chips as the answer tells */

struct told {
    struct mus_json *json;
    struct mus_text ids[CHIPS_MAX];
    struct mus_text texts[CHIPS_MAX];
    size_t count;
    struct mus_text compared; /* the need itself where nothing was read */
    char *rest;               /* of the answer, behind what was read */
};

static struct mus_text either(const struct mus_json *label)
{
    struct mus_text ja = mus_json_text(mus_json_get(label, "ja"));
    return ja.len > 0 ? ja : mus_json_text(mus_json_get(label, "en"));
}

static struct told ask(struct place *place, struct mus_match_options options)
{
    struct told told = {0};
    struct mus_json_iter iter;
    options.top = 100;
    options.threads = 1;
    ok(place, mus_match(place->musubi, &options, &place->sink, &place->err));
    assert_int_equal(place->answers, 1);
    ok(place, mus_json_parse(mus_text_of(place->out.data), &told.json, &place->err));
    const struct mus_json *read = mus_json_get(told.json, "read");
    for (bool more = mus_json_first(read, &iter); more; more = mus_json_next(&iter)) {
        assert_true(told.count < CHIPS_MAX);
        told.ids[told.count] = mus_json_text(mus_json_get(iter.value, "chip"));
        told.texts[told.count++] = mus_json_text(mus_json_get(iter.value, "text"));
    }
    const struct mus_json *compared = mus_json_get(told.json, "compared");
    told.compared = either(compared == NULL ? mus_json_get(told.json, "need") : compared);
    told.rest = strdup(strstr(place->out.data, "\"weights\""));
    clear(place);
    return told;
}

static void forget(struct told *told)
{
    mus_json_free(told->json);
    free(told->rest);
}

static void expect_chips(const struct need *need, const struct told *told)
{
    for (size_t i = 0; i < told->count; i++) {
        if (!is_of_need(need, told->ids[i])) {
            fail_msg("%s: read \"%.*s\"", need->text, MUS_TEXT_ARG(told->ids[i]));
        }
    }
    for (size_t i = 0; i < need->id_count; i++) {
        struct mus_text ids = mus_text_of(need->ids[i]);
        while (ids.len > 0) {
            struct mus_text id = mus_text_cut(&ids, ' ');
            bool found = false;
            for (size_t k = 0; k < told->count; k++) {
                found = found || mus_text_equal(told->ids[k], id);
            }
            if (!found) {
                fail_msg("%s: did not read \"%.*s\"", need->text, MUS_TEXT_ARG(id));
            }
        }
    }
}

/* ------------------------------------------------------------------ the same written by hand */

/* An array of the codes of one kind of chip, where there are any. */
static void put_codes(struct mus_json_writer *writer, const struct told *told, const char *kind,
                      const char *key)
{
    bool any = false;
    size_t len = strlen(kind);
    for (size_t i = 0; i < told->count; i++) {
        struct mus_text id = told->ids[i];
        if (id.len > len && memcmp(id.ptr, kind, len) == 0 && id.ptr[len] == ':') {
            if (!any) {
                mus_json_key(writer, key);
                mus_json_begin_array(writer);
            }
            any = true;
            mus_json_write_text(writer, (struct mus_text){id.ptr + len + 1, id.len - len - 1});
        }
    }
    if (any) {
        mus_json_end_array(writer);
    }
}

/* "employees:100-" as min_employees, "capital:-300" as max_capital_jpy. */
static void put_bounds(struct mus_json_writer *writer, const struct told *told, const char *kind,
                       const char *least, const char *most)
{
    size_t len = strlen(kind);
    for (size_t i = 0; i < told->count; i++) {
        char id[64];
        snprintf(id, sizeof id, "%.*s", MUS_TEXT_ARG(told->ids[i]));
        char *dash = strchr(id, '-');
        if (strncmp(id, kind, len) != 0 || id[len] != ':' || dash == NULL) {
            continue;
        }
        if (dash > id + len + 1) {
            mus_json_put_integer(writer, least, strtoll(id + len + 1, NULL, 10));
        }
        if (dash[1] != '\0') {
            mus_json_put_integer(writer, most, strtoll(dash + 1, NULL, 10));
        }
    }
}

static struct told ask_by_hand(struct place *place, const struct need *need,
                               const struct told *told)
{
    static const char *const filters[][2] = {
        {"country", "countries"}, {"not_country", "not_countries"}, {"presence", "presence"},
        {"kind", "kinds"},        {"language", "languages"},        {"channel", "channels"}};
    struct mus_buf line = {0};
    struct mus_json_writer writer = {.buf = &line};
    mus_json_begin_object(&writer);
    mus_json_put_z(&writer, "id", "need");
    mus_json_key(&writer, "need");
    mus_json_begin_object(&writer);
    mus_json_key(&writer, "text");
    mus_json_begin_object(&writer);
    mus_json_put_text(&writer, need->japanese ? "ja" : "en", told->compared);
    mus_json_end_object(&writer);
    put_codes(&writer, told, "purpose", "purposes");
    put_codes(&writer, told, "market", "markets");
    mus_json_end_object(&writer);
    mus_json_key(&writer, "filters");
    mus_json_begin_object(&writer);
    for (size_t i = 0; i < sizeof filters / sizeof filters[0]; i++) {
        put_codes(&writer, told, filters[i][0], filters[i][1]);
    }
    put_bounds(&writer, told, "employees", "min_employees", "max_employees");
    put_bounds(&writer, told, "capital", "min_capital_jpy", "max_capital_jpy");
    mus_json_end_object(&writer);
    mus_json_end_object(&writer);
    mus_buf_add_byte(&line, '\n');
    ok(place, mus_buf_check(&line, &place->err));
    struct told answer =
        ask(place, (struct mus_match_options){.queries = file(place, "q.jsonl", line.data)});
    mus_buf_done(&line);
    return answer;
}

static void expect_as_by_hand(struct place *place, const struct need *need, const struct told *told)
{
    struct told hand = ask_by_hand(place, need, told);
    if (strcmp(told->rest, hand.rest) != 0) {
        fail_msg("%s\n  read:    %s  by hand: %s", need->text, told->rest, hand.rest);
    }
    forget(&hand);
}

/* ------------------------------------------------------------------ companies */

static void put_companies(struct place *place, struct mus_random *random)
{
    static const char *const countries[] = {"VN", "TH", "DE", "CN", "JP"};
    static const char *const given[] = {"\"employees\":40",
                                        "\"employees\":400",
                                        "\"capital_jpy\":50000000",
                                        "\"capital_jpy\":500000000",
                                        "\"languages\":[\"en\"]",
                                        "\"languages\":[\"ja\",\"vi\"]",
                                        "\"channels\":[\"online\"]",
                                        "\"channels\":[\"face_to_face\"]",
                                        "\"presence\":[\"TH\"]",
                                        "\"presence\":[\"JP\",\"VN\"]",
                                        "\"kind\":\"trading_company\"",
                                        "\"kind\":\"company\""};
    static const char *const texts[] = {"ポンプの製造", "物流と倉庫", "pump works", "logistics"};
    for (int i = 0; i < COMPANIES; i++) {
        char json[512];
        int len = snprintf(json, sizeof json,
                           "{\"id\":\"c-%02d\",\"name\":{\"ja\":\"社%d\"},"
                           "\"country\":\"%s\"",
                           i, i, PICK(random, countries));
        /* Of each pair of values the one, the other or none. */
        for (size_t pair = 0; pair + 1 < sizeof given / sizeof given[0]; pair += 2) {
            size_t which = mus_random_below(random, 4);
            if (which < 2) {
                len += snprintf(json + len, sizeof json - (size_t)len, ",%s", given[pair + which]);
            }
        }
        snprintf(json + len, sizeof json - (size_t)len,
                 ",\"listings\":[{\"id\":\"l\",\"side\":\"offer\",\"purposes\":[\"%s\"],"
                 "\"text\":{\"ja\":\"%s\"}}]}",
                 i % 3 == 0 ? "agent" : "sales", PICK(random, texts));
        put(place, json);
    }
}

/* ------------------------------------------------------------------ what must hold */

static void expect_all_put_back(struct place *place, const struct need *need,
                                const struct told *told)
{
    char ids[1024] = "";
    for (size_t i = 0; i < told->count; i++) {
        size_t len = strlen(ids);
        snprintf(ids + len, sizeof ids - len, "%s%.*s", i == 0 ? "" : ",",
                 MUS_TEXT_ARG(told->ids[i]));
    }
    struct told plain = ask(place, (struct mus_match_options){.need = need->text, .unread = true});
    struct told back = ask(place, (struct mus_match_options){.need = need->text, .not_read = ids});
    assert_int_equal(plain.count + back.count, 0);
    assert_true(mus_text_equals(plain.compared, need->text));
    assert_true(mus_text_equals(back.compared, need->text));
    assert_string_equal(back.rest, plain.rest);
    expect_as_by_hand(place, need, &plain);
    forget(&plain);
    forget(&back);
}

/* Every other chip stays, its own words are compared again, and the answer is that of the rest. */
static void expect_one_put_back(struct place *place, const struct need *need,
                                const struct told *told, size_t one)
{
    char id[64];
    char words[512];
    char compared[1024];
    snprintf(id, sizeof id, "%.*s", MUS_TEXT_ARG(told->ids[one]));
    snprintf(words, sizeof words, "%.*s", MUS_TEXT_ARG(told->texts[one]));
    struct told less = ask(place, (struct mus_match_options){.need = need->text, .not_read = id});
    assert_int_equal(less.count, told->count - 1);
    for (size_t i = 0; i < less.count; i++) {
        assert_true(mus_text_equal(less.ids[i], told->ids[i < one ? i : i + 1]));
        assert_true(mus_text_equal(less.texts[i], told->texts[i < one ? i : i + 1]));
    }
    snprintf(compared, sizeof compared, "%.*s", MUS_TEXT_ARG(less.compared));
    /* Those of a purpose were never cut, but another chip may stand between them. */
    bool purpose = strncmp(id, "purpose:", strlen("purpose:")) == 0;
    if (!purpose && strstr(compared, words) == NULL) {
        fail_msg("%s: \"%s\" is not compared again in \"%s\"", need->text, words, compared);
    }
    expect_as_by_hand(place, need, &less);
    forget(&less);
}

static void one_case(struct place *place, struct mus_random *random)
{
    struct need need = random_need(random);
    struct told told = ask(place, (struct mus_match_options){.need = need.text});
    expect_chips(&need, &told);
    expect_as_by_hand(place, &need, &told);
    if (told.count > 0) {
        expect_all_put_back(place, &need, &told);
    }
    for (size_t i = 0; i < told.count; i++) {
        expect_one_put_back(place, &need, &told, i);
    }
    forget(&told);
}

static int cases(void)
{
    const char *length = getenv("MUS_CASES");
    return length == NULL ? CASES : atoi(length);
}

static void seed(struct mus_random *random)
{
    const char *given = getenv("MUS_SEED");
    uint64_t number = given == NULL ? (uint64_t)mus_clock_now_ms() : strtoull(given, NULL, 10);
    print_message("MUS_SEED=%llu\n", (unsigned long long)number);
    mus_random_init(random, number);
}

static void a_chip_put_back_leaves_the_query_of_the_others(void **state)
{
    struct place *place = *state;
    struct mus_random random;
    seed(&random);
    put_companies(place, &random);
    for (int i = 0; i < cases(); i++) {
        one_case(place, &random);
    }
}

/* ------------------------------------------------------------------ words around */

static void read_names(struct mus_arena *arena, struct mus_phrases *out)
{
    static const char *const names[] = {"countries", "country_groups", "regions", "languages",
                                        "need_words"};
    enum { COUNT = sizeof names / sizeof names[0] };
    static struct mus_table items[COUNT];
    struct mus_tables tables = {items, COUNT};
    struct mus_error err;
    for (size_t i = 0; i < COUNT; i++) {
        assert_int_equal(mus_builtin_read(names[i], arena, &items[i], &err), MUS_OK);
    }
    assert_int_equal(mus_phrases_make(&tables, arena, out, &err), MUS_OK);
}

/* How many of the need's chips stand; no other may. */
static size_t count_standing(const struct mus_phrases *phrases, struct mus_arena *arena,
                             const struct need *need, const char *text)
{
    struct mus_reading reading;
    struct mus_error err;
    assert_int_equal(mus_need_read(phrases, mus_text_of(text), arena, &reading, &err), MUS_OK);
    for (size_t i = 0; i < reading.count; i++) {
        if (!is_of_need(need, reading.items[i].id)) {
            fail_msg("%s: read \"%.*s\"", text, MUS_TEXT_ARG(reading.items[i].id));
        }
    }
    return reading.count;
}

static void words_around_one(const struct mus_phrases *phrases, struct mus_arena *arena,
                             struct mus_random *random)
{
    static const char *const sentences_ja[] = {"工場を新しくしました。", "予算は3000万円です。",
                                               "よろしくお願いします。", "2027年に始めます。"};
    static const char *const sentences_en[] = {"The plant is new. ",
                                               "The budget is 30 million yen. ", "Thank you! ",
                                               "We begin in 2027. "};
    static const char *const words_ja[] = {"高品質", "環境", "とても", "新しい", "工場",
                                           "2027年", "3社",  "など",   "世界",   "、"};
    static const char *const words_en[] = {" quality ", " new ",     " quickly ", " 2027 ",
                                           " water ",   " machine ", " best ",    ", "};
    struct need need = random_need(random);
    char text[2048];
    size_t all = count_standing(phrases, arena, &need, need.text);
    snprintf(text, sizeof text, "%s%s%s%s",
             need.japanese ? PICK(random, sentences_ja) : PICK(random, sentences_en), need.text,
             need.japanese ? "。" : ". ",
             need.japanese ? PICK(random, sentences_ja) : PICK(random, sentences_en));
    if (count_standing(phrases, arena, &need, text) != all) {
        fail_msg("other sentences changed what is read: %s", text);
    }
    size_t gap = need.gaps[mus_random_below(random, need.gap_count)];
    snprintf(text, sizeof text, "%.*s%s%s", (int)gap, need.text,
             need.japanese ? PICK(random, words_ja) : PICK(random, words_en), need.text + gap);
    assert_true(count_standing(phrases, arena, &need, text) <= all);
}

static void words_around_change_no_chip_into_another(void **state)
{
    (void)state;
    struct mus_arena names = {0};
    struct mus_arena arena = {0};
    struct mus_phrases phrases;
    struct mus_random random;
    seed(&random);
    read_names(&names, &phrases);
    for (int i = 0; i < READINGS_PER_CASE * cases(); i++) {
        words_around_one(&phrases, &arena, &random);
        mus_arena_reset(&arena);
    }
    mus_arena_done(&arena);
    mus_arena_done(&names);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_chip_put_back_leaves_the_query_of_the_others, make_store,
                                        remove_place),
        cmocka_unit_test(words_around_change_no_chip_into_another),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
