#include "match_fixture.h"

#include "match/need_chips.h"
#include "match/need_reading.h"

static struct mus_reading read_in(struct match *match, const struct mus_phrases *phrases,
                                  const char *text)
{
    struct mus_reading reading;
    ok(match, mus_need_read(phrases, mus_text_of(text), &match->arena, &reading, &match->err));
    return reading;
}

/* The ids in the order of the text, with a blank between two. */
static const char *ids_of(const struct mus_reading *reading, char *out, size_t room)
{
    size_t len = 0;
    out[0] = '\0';
    for (size_t i = 0; i < reading->count; i++) {
        int more = snprintf(out + len, room - len, "%s%.*s", i == 0 ? "" : " ",
                            MUS_TEXT_ARG(reading->items[i].id));
        assert_true(more > 0 && (size_t)more < room - len);
        len += (size_t)more;
    }
    return out;
}

struct row {
    const char *text;
    const char *ids;
};

static void expect_rows(struct match *match, const struct row *rows, size_t count)
{
    struct mus_phrases phrases;
    size_t wrong = 0;
    ok(match, mus_phrases_make(&match->tables, &match->arena, &phrases, &match->err));
    for (size_t i = 0; i < count; i++) {
        char found[1024];
        struct mus_reading reading = read_in(match, &phrases, rows[i].text);
        if (strcmp(ids_of(&reading, found, sizeof found), rows[i].ids) != 0) {
            print_error("%s\n  read \"%s\", expected \"%s\"\n", rows[i].text, found, rows[i].ids);
            wrong++;
        }
    }
    assert_int_equal(wrong, 0);
}

#define EXPECT(state, rows) expect_rows(state, rows, sizeof(rows) / sizeof((rows)[0]))

static void what_japanese_says_for_certain_is_read(void **state)
{
    static const struct row rows[] = {
        {"ベトナムで水処理プラントの代理店を探している", "country:VN purpose:agent"},
        {"ASEANで廃棄物発電の合弁相手", "country:ASEAN purpose:joint_venture"},
        {"神奈川県の中小企業で、めっき加工を委託できる会社",
         "region:JP-14 size:sme purpose:contract_manufacturing"},
        {"ドイツの物流会社", "country:DE"},
        {"ドイツの物流会社を探しています。", "country:DE"},
        {"ドイツ企業を紹介してほしい", "country:DE"},
        {"ＡＳＥＡＮの水処理メーカー", "country:ASEAN"},
        {"ベトナムとタイの食品メーカー", "country:VN country:TH"},
        {"ドイツ・フランスの部品メーカーを探す", "country:DE country:FR"},
        {"タイの商社を探している", "country:TH kind:trading_company"},
        {"ベトナムでの販売代理店を募集", "country:VN purpose:agent"},
        {"東京都の企業", "region:JP-13"},
        {"京都府にある会社", "region:JP-26"},
        {"英国における研究開発の共同研究先", "country:GB purpose:research"},
        {"従業員1,000人以上の物流会社", "employees:1000-"},
        {"従業員数５０名以下の会社を探している", "employees:-50"},
        {"社員100人超のメーカー", "employees:101-"},
        {"従業員50人未満の企業", "employees:-49"},
        {"従業員100〜300人の会社", "employees:100-300"},
        {"従業員1万人以上の企業", "employees:10000-"},
        {"従業員1,000人以上のドイツの物流会社", "employees:1000- country:DE"},
        {"資本金3億円以下の会社", "capital:-300000000"},
        {"資本金1,000万円以上の企業を探す", "capital:10000000-"},
        {"ベトナムへ輸出したい", "market:VN"},
        {"ベトナム向けの製品を作る", "market:VN"},
        {"EU市場に出したい", "market:EU"},
        {"大学と共同研究したい", "kind:university purpose:research"},
        {"水素の技術導入を希望", "purpose:licence_in"},
        {"販売代理店募集", "purpose:agent"},
        {"当社はドイツの物流会社を探している", "country:DE"},
        {"ドイツ以外の会社", "not_country:DE"},
        {"ドイツを除く会社", "not_country:DE"},
        {"ベトナムを除くASEANの水処理メーカー", "not_country:VN country:ASEAN"},
        {"中国、ベトナム以外の企業を探している", "not_country:CN not_country:VN"},
        {"日本以外で水処理プラントの代理店を募集", "not_country:JP purpose:agent"},
        {"タイに拠点を持つ会社", "presence:TH"},
        {"タイとベトナムに生産拠点がある日本の部品メーカーを探しています",
         "presence:TH presence:VN country:JP"},
        {"インドネシアに自社工場を有する企業を紹介してほしい", "presence:ID"},
        {"ベトナムに進出している物流会社", "presence:VN"},
        {"英語対応の会社", "language:en"},
        {"英語対応の物流会社を探している", "language:en"},
        {"英語が話せるベトナムの商社を探している", "language:en country:VN kind:trading_company"},
        {"日本語での商談が可能なメーカー", "language:ja"},
        {"ベトナム語ができる会計ソフトメーカー", "language:vi"},
        {"従業員100人以上で、英語対応の会社", "employees:100- language:en"},
        {"英語が話せる、従業員10人以上のリサイクル設備のメーカーを探しています",
         "language:en employees:10-"},
        {"タイに拠点を持つ部品のメーカー", "presence:TH"},
        {"オンライン商談が可能な会社", "channel:online"},
        {"オンラインで商談できるタイの企業", "channel:online country:TH"},
        {"オンライン商談を希望します", "channel:online"},
        {"ベトナムの商社とオンラインで商談したい",
         "country:VN kind:trading_company channel:online"},
        {"ベトナムに拠点を持つタイのポンプメーカーとのオンライン商談を希望",
         "presence:VN country:TH channel:online"},
        {"ドイツとベトナム以外の、英語が話せるポンプメーカーを探しています",
         "not_country:DE not_country:VN language:en"},
        {"ベトナムの商社を探しています、対面での商談を希望",
         "country:VN kind:trading_company channel:face_to_face"},
    };
    EXPECT(*state, rows);
}

static void what_japanese_leaves_open_stays_text(void **state)
{
    static const struct row rows[] = {
        {"工場排水を再利用したい", ""},
        {"中国地方の企業", ""},
        {"中国・四国の企業", ""},
        {"東日本の企業", ""},
        {"タイヤメーカー", ""},
        {"日本電気の会社", ""},
        {"ドイツ以外の規格に合う部品", ""},
        {"ドイツ以外の会社は不要", ""},
        {"ドイツの会社以外", ""},
        {"神奈川県以外の会社", ""},
        {"当社はドイツ以外の会社と取引がある", ""},
        {"タイに拠点を持つ", ""},
        {"タイに拠点を持たない会社", ""},
        {"当社はタイに拠点を持つメーカーです", ""},
        {"タイに拠点を持つ会社との競争", ""},
        {"ドイツ以外の部品のメーカー", ""},
        {"従業員100人以上の会社の製品を扱うメーカー", ""},
        {"英語が話せる会社の代理店", ""},
        {"タイに工場がある当社の仕入先を探している", "purpose:procurement"},
        {"英語が話せる取引先のメーカー", ""},
        {"英語対応の会計ソフト", ""},
        {"英語対応の会計ソフトメーカー", ""},
        {"英語対応の券売機メーカーを探している", ""},
        {"英語と中国語が話せる会社", ""},
        {"英語・中国語対応の会社", ""},
        {"英語が話せない会社", ""},
        {"英語が話せる従業員100人以上の会社", "employees:100-"},
        {"ベトナムの従業員100人以上の会社", "employees:100-"},
        {"ベトナムの従業員50人以下の会社", ""},
        {"英語教材の会社", ""},
        {"オンライン商談システム", ""},
        {"オンライン商談が可能なシステムメーカー", ""},
        {"訪問またはオンライン商談が可能な会社", ""},
        {"対面商談とオンライン商談を希望", ""},
        {"オンライン商談を希望しない", ""},
        {"オンライン商談は不要", ""},
        {"ドイツの会社ではない", ""},
        {"ドイツの会社は不要", ""},
        {"ドイツの規格に合う部品", ""},
        {"ドイツの大学と共同研究をしている会社を探している", ""},
        {"ベトナムで実績のある会社", ""},
        {"ベトナムで展示会に出展した", ""},
        {"ジョージアの会社と四国の会社", ""},
        {"代理店を探していない", ""},
        {"代理店を探している会社を知りたい", ""},
        {"当社は神奈川県の中小企業です", ""},
        {"当社は神奈川県の中小企業で、海外の販売店を探しています", "purpose:agent"},
        {"神奈川県の中小企業で、海外の販売店を探しています", "purpose:agent"},
        {"参加者50名以下の商談会", ""},
        {"従業員約100人の会社", ""},
        {"従業員1000人以上の工場向けシステム", ""},
        {"ベトナム市場調査", ""},
        {"企業や大学を探している", ""},
        {"中小企業向けの会計ソフト", ""},
        {"山口の会社", ""},
        {"米の会社", ""},
        {"合弁の歴史", ""},
        {"Germany", ""},
    };
    EXPECT(*state, rows);
}

static void what_english_says_for_certain_is_read(void **state)
{
    static const struct row rows[] = {
        {"logistics companies in Germany", "country:DE"},
        {"public software companies with more than 1,000 employees", "employees:1001-"},
        {"We are looking for a distributor in Vietnam.", "purpose:agent country:VN"},
        {"pump manufacturers based in Germany or France", "country:DE country:FR"},
        {"suppliers in Vietnam, Thailand and Indonesia", "country:VN country:TH country:ID"},
        {"companies from the United Kingdom", "country:GB"},
        {"Companies in the UK", "country:GB"},
        {"companies with an office in Japan or the US", "presence:JP presence:US"},
        {"companies in ASEAN", "country:ASEAN"},
        {"manufacturers in Kanagawa", "region:JP-14"},
        {"SMEs in Thailand", "size:sme country:TH"},
        {"looking for universities in Japan for joint research", "kind:university country:JP"},
        {"German pump manufacturers", "country:DE"},
        {"looking for a Vietnamese distributor", "purpose:agent country:VN"},
        {"distributor wanted", "purpose:agent"},
        {"joint venture partner", "purpose:joint_venture"},
        {"seeking a joint venture partner in ASEAN", "purpose:joint_venture country:ASEAN"},
        {"seeking joint research", "purpose:research"},
        {"firms with at least 50 employees", "employees:50-"},
        {"firms with no fewer than 50 employees", "employees:50-"},
        {"companies with fewer than 50 employees", "employees:-49"},
        {"companies with up to 50 staff", "employees:-50"},
        {"companies with 100 to 300 employees", "employees:100-300"},
        {"companies with between 100 and 300 employees", "employees:100-300"},
        {"companies with 1,000+ employees", "employees:1000-"},
        {"companies with 50 or more employees", "employees:50-"},
        {"logistics companies in Germany with more than 1,000 employees",
         "country:DE employees:1001-"},
        {"we want to export to Vietnam", "market:VN"},
        {"the Vietnam market", "market:VN"},
        {"companies in Turkey", "country:TR"},
        {"Vietnam-based distributors wanted", "country:VN purpose:agent"},
        {"companies not in Germany", "not_country:DE"},
        {"companies outside Germany", "not_country:DE"},
        {"suppliers outside of China and Taiwan", "not_country:CN not_country:TW"},
        {"companies in ASEAN except Vietnam", "country:ASEAN not_country:VN"},
        {"companies in ASEAN (excluding Vietnam)", "country:ASEAN not_country:VN"},
        {"companies in ASEAN, but not in Vietnam", "country:ASEAN not_country:VN"},
        {"companies outside Germany with more than 1,000 employees",
         "not_country:DE employees:1001-"},
        {"we are not in Germany. We are looking for a distributor", "purpose:agent"},
        {"companies with an office in Thailand", "presence:TH"},
        {"companies with offices in Germany", "presence:DE"},
        {"logistics companies in Japan with a subsidiary in Vietnam or Thailand",
         "country:JP presence:VN presence:TH"},
        {"looking for suppliers that have a factory in the EU", "presence:EU"},
        {"English-speaking suppliers", "language:en"},
        {"German-speaking companies in Switzerland", "language:de country:CH"},
        {"looking for a Japanese speaking distributor in Vietnam",
         "purpose:agent language:ja country:VN"},
        {"German distributors wanted", "country:DE purpose:agent"},
        {"German companies in Switzerland", "country:CH"},
        {"companies in Vietnam that speak English or Japanese",
         "country:VN language:en language:ja"},
        {"companies with English-speaking staff", "language:en"},
        {"companies speaking English, Thai or Japanese, in Vietnam",
         "language:en language:th language:ja"},
        {"manufacturers able to meet online", "channel:online"},
        {"suppliers in Vietnam who can meet in person", "country:VN channel:face_to_face"},
        {"we are looking for online meetings with importers", "channel:online"},
        {"pump makers in ASEAN except Vietnam, with an office in Japan, that speak English",
         "country:ASEAN not_country:VN presence:JP language:en"},
        {"suppliers with capital of at least ¥100M, able to meet online",
         "capital:100000000- channel:online"},
        {"companies with capital over 10 million yen and at most 50 employees",
         "capital:10000001- employees:-50"},
        {"companies with capital over 100 million yen", "capital:100000001-"},
        {"companies with a capital of at least ¥100M", "capital:100000000-"},
        {"companies with capital of ¥1.5 billion or more", "capital:1500000000-"},
        {"companies with at most JPY 300,000,000 in capital", "capital:-300000000"},
        {"companies with more than 50 employees and capital of at least 10 million yen",
         "employees:51- capital:10000000-"},
    };
    EXPECT(*state, rows);
}

static void what_english_leaves_open_stays_text(void **state)
{
    static const struct row rows[] = {
        {"reuse of factory waste water", ""},
        {"we are a company outside Germany", ""},
        {"we sell outside Germany", ""},
        {"companies outside Kanagawa", ""},
        {"companies outside Mexico City", ""},
        {"companies not interested in Germany", ""},
        {"our company with an office in Thailand", ""},
        {"office furniture companies for our plant in Thailand", ""},
        {"companies that closed an office in Thailand", ""},
        {"we have an office in Thailand", ""},
        {"English or Japanese-speaking suppliers", ""},
        {"companies that speak English and Japanese", ""},
        {"companies that speak English, Japanese", ""},
        {"companies that do not speak English", ""},
        {"companies with more than 50 employees who speak English", "employees:51-"},
        {"companies with more than 50 employees outside Germany", "employees:51-"},
        {"companies with at most 50 employees outside Germany", ""},
        {"companies with more than 50 employees in Germany", ""},
        {"English language schools", ""},
        {"German-speaking markets", ""},
        {"online meeting software", ""},
        {"looking for online meeting software", ""},
        {"companies with capital over 100 million", ""},
        {"companies with capital over $100 million", ""},
        {"companies with capital of 100 million yen", ""},
        {"companies with capital over ¥100-300 million", ""},
        {"companies with capital over ¥100 to ¥300 million", ""},
        {"we have capital of at least 100 million yen", ""},
        {"orders over 100 million yen", ""},
        {"companies in Georgia", ""},
        {"companies in turkey", ""},
        {"companies in us", ""},
        {"companies IN DE", ""},
        {"companies in Germany or elsewhere", ""},
        {"companies in Mexico City", ""},
        {"companies in New Mexico", ""},
        {"companies in Southern Germany", ""},
        {"products made in Germany", ""},
        {"we sell software to companies in Germany", ""},
        {"our company in Germany", ""},
        {"we are a company in Germany", ""},
        {"we have more than 1,000 employees", ""},
        {"we are a company with more than 1,000 employees", ""},
        {"companies with about 100 employees", ""},
        {"companies with 100 employees", ""},
        {"software for companies with more than 50 employees", ""},
        {"more than 1,000 employees", ""},
        {"companies and universities in Germany", ""},
        {"not looking for a distributor", ""},
        {"distributor agreement templates", ""},
        {"German engineering", ""},
        {"Thai food manufacturers", ""},
        {"French language training companies", ""},
        {"looking for Thai silk importers", "purpose:sales"},
        {"Air France", ""},
        {"Bank of China", ""},
        {"we will not export to Vietnam", ""},
    };
    EXPECT(*state, rows);
}

static void a_long_text_is_prose(void **state)
{
    struct match *match = *state;
    struct mus_phrases phrases;
    char text[MUS_MAX_NEED_READ + 2];
    memset(text, ' ', sizeof text);
    memcpy(text, "companies in Germany.", 21);
    text[sizeof text - 1] = '\0';
    ok(match, mus_phrases_make(&match->tables, &match->arena, &phrases, &match->err));
    assert_int_equal(read_in(match, &phrases, text).count, 0);
    text[MUS_MAX_NEED_READ] = '\0';
    assert_int_equal(read_in(match, &phrases, text).count, 1);
}

static void without_tables_nothing_is_read(void **state)
{
    struct match *match = *state;
    struct mus_tables none = {0};
    struct mus_phrases phrases;
    ok(match, mus_phrases_make(&none, &match->arena, &phrases, &match->err));
    assert_int_equal(read_in(match, &phrases, "companies in Germany").count, 0);
}

static void a_chip_shows_the_words_and_cuts_what_says_nothing_else(void **state)
{
    struct match *match = *state;
    struct mus_phrases phrases;
    const char *text = "ﾄﾞｲﾂの物流会社";
    ok(match, mus_phrases_make(&match->tables, &match->arena, &phrases, &match->err));
    struct mus_reading reading = read_in(match, &phrases, text);
    assert_int_equal(reading.count, 1);
    assert_text(reading.items[0].text, "ﾄﾞｲﾂの");
    assert_int_equal(reading.items[0].cut_begin, 0);
    assert_int_equal(reading.items[0].cut_end, strlen("ﾄﾞｲﾂの"));
}

static void a_chip_shows_whole_words(void **state)
{
    static const struct row rows[] = {
        {"ベトナムで水処理プラントの代理店を探している", "代理店を探している"},
        {"代理店を探しています。", "代理店を探しています"},
        {"代理店を募集中", "代理店を募集中"},
        {"合弁相手を求めています", "合弁相手を求めています"},
        {"代理店を紹介してほしい", "代理店を紹介してほしい"},
        {"共同研究したいと考えています", "共同研究したいと考えています"},
        {"代理店を探していますが、まだない", "代理店を探しています"},
        {"EUへの輸出を目指しています", "EUへの輸出を目指しています"},
    };
    struct match *match = *state;
    struct mus_phrases phrases;
    ok(match, mus_phrases_make(&match->tables, &match->arena, &phrases, &match->err));
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct mus_reading reading = read_in(match, &phrases, rows[i].text);
        assert_true(reading.count > 0);
        assert_text(reading.items[reading.count - 1].text, rows[i].ids);
    }
}

static void a_longer_name_does_not_hide_that_one_is_never_read(void **state)
{
    struct match *match = *state;
    struct mus_phrases phrases;
    struct mus_table items[2];
    struct mus_tables tables = {items, 2};
    ok(match, mus_builtin_read("countries", &match->arena, &items[0], &match->err));
    ok(match,
       mus_table_read_json(
           mus_text_of(
               "{\"format\":\"musubi-table/1\",\"table\":\"need_words\",\"version\":\"1\","
               "\"title\":{\"ja\":\"語\",\"en\":\"words\"},\"source\":\"a test\",\"rows\":["
               "{\"code\":\"company\",\"ja\":\"社\",\"en\":\"firm\",\"order\":1,"
               "\"synonyms\":[\"companies\"]},"
               "{\"code\":\"in\",\"ja\":\"で\",\"en\":\"in\",\"order\":2,\"synonyms\":[\"in\"]},"
               "{\"code\":\"ambiguous\",\"ja\":\"曖昧\",\"en\":\"ambiguous\",\"order\":3,"
               "\"synonyms\":[\"jordan\",\"jordan, montana\"]}]}"),
           &match->arena, &items[1], &match->err));
    ok(match, mus_phrases_make(&tables, &match->arena, &phrases, &match->err));
    assert_int_equal(read_in(match, &phrases, "companies in Jordan, Montana").count, 0);
    assert_int_equal(read_in(match, &phrases, "companies in Chile").count, 1);
}

static void every_allocation_may_fail(void **state)
{
    struct match *match = *state;
    for (size_t n = 1;; n++) {
        struct mus_arena arena = {0};
        struct mus_phrases phrases;
        struct mus_reading reading;
        struct mus_error err = {0};
        mus_mem_fail_at(n, false);
        enum mus_status status = mus_phrases_make(&match->tables, &arena, &phrases, &err);
        if (status == MUS_OK) {
            status = mus_need_read(&phrases, MUS_TEXT("ドイツ・タイの商社を探す。firms in Vietnam"),
                                   &arena, &reading, &err);
        }
        mus_mem_fail_at(0, false);
        bool done = status == MUS_OK;
        assert_true(done || status == MUS_NO_MEMORY);
        assert_true(!done || reading.count == 4);
        mus_arena_done(&arena);
        if (done) {
            return;
        }
        n += n > 60 ? 97 : 0; /* the names of places are alike */
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_MATCH(what_japanese_says_for_certain_is_read),
        IN_MATCH(what_japanese_leaves_open_stays_text),
        IN_MATCH(what_english_says_for_certain_is_read),
        IN_MATCH(what_english_leaves_open_stays_text),
        IN_MATCH(a_long_text_is_prose),
        IN_MATCH(without_tables_nothing_is_read),
        IN_MATCH(a_chip_shows_the_words_and_cuts_what_says_nothing_else),
        IN_MATCH(a_chip_shows_whole_words),
        IN_MATCH(a_longer_name_does_not_hide_that_one_is_never_read),
        IN_MATCH(every_allocation_may_fail),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
