#include "import/headings.h"

#include "base/buf.h"
#include "codec/row.h"
#include "import/value_text.h"
#include "profile/field.h"
#include "profile/table_make.h"

#include <string.h>

#define COUNT(list) (sizeof(list) / sizeof(list)[0])

/* Headings and the field they fill. A heading without a field has several meanings, named in its
 * stead. Compared after width, case and space folding. */
struct heading {
    const char *words; /* parted by | */
    const char *path;
    const char *meanings;
};

static const struct heading HEADINGS[] = {
    {"id|musubi id|企業id", "id", NULL},
    {"source.name|提供元", "source.name", NULL},
    {"source.id|提供元id|出展者id|参加者id|管理番号|受付番号|edinetコード", "source.id", NULL},
    {"企業名|会社名|法人名|商号|商号又は名称|商号または名称|名称|社名|事業者名|事業所名|団体名|"
     "機関名|組織名|"
     "出展者名|出展社名|出展企業名|参加企業名|企業・団体名|会社・団体名|貴社名|屋号",
     "name.ja", NULL},
    {"company|company name|organisation|organization|organisation name|organization name|exhibitor|"
     "exhibitor name|firm|name of company|firma|unternehmen|name",
     "name", NULL},
    {"フリガナ|ふりがな|カナ|かな|企業名カナ|企業名(カナ)|企業名フリガナ|企業名(フリガナ)|"
     "会社名カナ|"
     "会社名(カナ)|会社名フリガナ|会社名(フリガナ)|商号フリガナ|社名カナ|社名フリガナ|name(kana)",
     "name.kana", NULL},
    {"英語名|英文名|英文企業名|企業名(英語)|企業名(英文)|英語企業名|会社名(英語)|会社名(英文)|"
     "英文社名|"
     "英文会社名|英語社名|english name|company name(english)|name(english)|name in english",
     "name.en", NULL},
    {"法人番号|企業法人番号|corporate number", "corporate_number", NULL},
    {"組織の種別|企業種別|法人種別|組織種別|団体種別|kind of organisation|organisation type|"
     "organization type|company type",
     "kind", NULL},
    {"状態|企業の状態|営業状況", "status", NULL},
    {"企業グループ|グループ名|グループ|group of companies", "group", NULL},
    {"国|国名|国・地域|国/地域|国または地域|所在国|本社所在国|country/region|country or region|"
     "country|nation|land",
     "country", NULL},
    {"都道府県|都道府県名|都道府県・州|prefecture", "region", NULL},
    {"市区町村|市区町村名|市町村|市町村名|city|town|ort|stadt", "city", NULL},
    {"区|区名|行政区|ward", "ward", NULL},
    {"郵便番号|〒|postcode|postal code|zip|zip code|zipcode|plz", "postal_code", NULL},
    {"所在地|住所|本社所在地|本社住所|会社住所|企業住所|事業所所在地|主たる事務所の所在地|address|"
     "head office address|anschrift",
     "address", NULL},
    {"電話番号|電話|代表電話|代表電話番号|tel|tel.|会社電話番号|telephone|phone number|"
     "telephone number|telefon",
     "phone", NULL},
    {"設立年|設立|創業年|創業|設立年月日|設立年月|設立日|創立|創立年|founded|year founded|"
     "year of foundation|established in|year established|foundation",
     "founded_year", NULL},
    {"従業員数|従業員|社員数|職員数|従業者数|従業員数(人)|従業員数(名)|社員数(人)|社員数(名)|"
     "number of employees|headcount|staff|no. of employees",
     "employees", NULL},
    {"主たる事業|主な事業|主たる業種|main business", "main_business", NULL},
    {"親会社の出資比率|親会社の出資比率(%)|親会社出資比率|share of the parent in %",
     "parent_share_percent", NULL},
    {"url|ホームページ|hp|ウェブサイト|webサイト|サイト|ホームページurl|hpアドレス|webサイトurl|"
     "企業url|会社url|web|homepage|web site|webseite",
     "website", NULL},
    {"対応言語|言語|使用言語|対応可能言語|商談言語|language", "languages", NULL},
    {"認証・許可|認証|取得認証|保有認証|認証・規格|認証取得|certification|certificates",
     "certifications", NULL},
    {"業種|業種名|業種コード|産業分類|日本標準産業分類|industry|sector", "industries", NULL},
    {"技術分野|technology|technologies|fields of technology", "technology_fields", NULL},
    {"事業内容|企業紹介|会社紹介|会社概要|企業概要|紹介文|pr|pr文|企業pr|自社pr|自己pr|事業概要|"
     "主な事業内容",
     "description.ja", NULL},
    {"英文企業紹介|事業内容(英語)|事業内容(英文)|紹介文(英語)|紹介文(英文)|企業紹介(英語)|"
     "英文紹介文|"
     "description in english|description(english)",
     "description.en", NULL},
    {"company profile|profile|about|business description|company description", "description", NULL},
    {"対象国|進出希望国|対象市場|進出先|関心国|関心のある国|希望国|進出希望国・地域|対象国・地域|"
     "海外展開先|"
     "target countries|target market|target country|markets of interest",
     "target_markets", NULL},
    {"海外拠点|拠点国|進出国|進出済みの国|overseas offices", "presence", NULL},
    {"海外展開の段階|海外展開段階|海外展開状況|stage of overseas expansion", "stage", NULL},
    {"商談・取引の方法|商談方法|商談形式|参加方法|channel", "channels", NULL},
    {"シーズ|提供|提供シーズ|提供できるもの|提供技術|出展内容|展示内容|pr製品|製品・技術|"
     "製品・サービス|"
     "技術・製品|offer|products|products and services|exhibits",
     "listings[0].text", NULL},
    {"シーズ名|製品名|技術名|出展製品|展示品|offer title", "listings[0].title", NULL},
    {"キーワード|keyword", "listings[0].keywords", NULL},
    {"目的|商談目的|参加目的|purpose", "listings[0].purposes", NULL},
    {"ニーズ|求める相手|求める|求めるもの|求める技術|商談したい相手|希望する商談相手|希望商談相手|"
     "マッチング希望|need|needs|looking for|partner sought",
     "listings[1].text", NULL},
    {"ニーズ名|need title", "listings[1].title", NULL},
    {"有効期限|掲載期限|掲載終了日|公開期限|valid until|expiry|expiry date", "review.valid_until",
     NULL},
    {"担当者|担当者名|担当者氏名|連絡担当者|氏名|ご担当者名|contact|contact name|contact person",
     "contacts[0].name", NULL},
    {"役職|担当者役職|部署|部署・役職|所属・役職|job title|position", "contacts[0].role", NULL},
    {"メール|メールアドレス|e-mail|eメール|email address|e-mailアドレス|e-mail address|"
     "担当者メール|担当者メールアドレス|連絡先メールアドレス|mail|email",
     "contacts[0].email", NULL},
    {"担当者電話|担当者電話番号|連絡先電話番号|携帯電話|携帯|contact phone", "contacts[0].phone",
     NULL},
    {"分野|field", NULL, "industries or technology_fields"},
    {"地域|region name|area", NULL, "country, region or target_markets"},
    {"名前|お名前", NULL, "name.ja or contacts[0].name"},
    {"区分|種別|種類|type|category", NULL, "kind or main_business"},
    {"規模", NULL, "employees or capital_jpy"},
    {"連絡先", NULL, "phone, contacts[0].phone or contacts[0].email"},
    {"期限|期日", NULL, "review.valid_until or listings[0].valid_until"},
    {"ステージ|進捗", NULL, "stage or status"},
};

/* Remarks in brackets that do not change what a column means. */
static const char *const REMARKS[] = {
    "(必須)",   "(任意)", "(required)", "(optional)", "(複数可)", "(複数選択可)",
    "(半角)",   "(全角)", "(半角数字)", "[必須]",     "[任意]",   "【必須】",
    "【任意】", "※",      "*",          "必須:"};

struct maker {
    struct mus_texts header;
    const struct mus_tables *tables;
    struct mus_arena *arena;
    struct mus_map *map;
    struct mus_headings_notes *notes;
    struct mus_buf folded;
    struct mus_buf word;
    struct mus_error *err;
};

static struct mus_text without(struct mus_text text, struct mus_text part, bool *found)
{
    *found = false;
    if (text.len > part.len && memcmp(text.ptr + text.len - part.len, part.ptr, part.len) == 0) {
        *found = true;
        return (struct mus_text){text.ptr, text.len - part.len};
    }
    if (text.len > part.len && mus_text_starts(text, part)) {
        *found = true;
        return (struct mus_text){text.ptr + part.len, text.len - part.len};
    }
    return text;
}

static struct mus_text without_remarks(struct mus_text folded)
{
    bool again = true;
    while (again) {
        again = false;
        for (size_t i = 0; i < COUNT(REMARKS); i++) {
            bool found;
            folded = without(folded, mus_text_of(REMARKS[i]), &found);
            again = again || found;
        }
    }
    return folded;
}

/* 資本金（百万円）, Capital (JPY million): the unit stands in the heading. 0: not about capital. */
static int64_t capital_unit(struct mus_text folded)
{
    static const char *const names[] = {"資本金", "出資金", "capital"};
    static const struct {
        const char *word;
        int64_t unit;
    } units[] = {{"億円", 100000000},  {"百万円", 1000000}, {"million", 1000000},
                 {"千万円", 10000000}, {"万円", 10000},     {"千円", 1000},
                 {"thousand", 1000},   {"mio", 1000000},    {"円", 1},
                 {"yen", 1},           {"jpy", 1}};
    static const char *const rests[] = {"", "額", "の額", "_jpy", "stock"};
    for (size_t n = 0; n < COUNT(names); n++) {
        struct mus_text name = mus_text_of(names[n]);
        if (!mus_text_starts(folded, name)) {
            continue;
        }
        struct mus_text rest = {folded.ptr + name.len, folded.len - name.len};
        for (size_t i = 0; i < COUNT(rests); i++) {
            if (mus_text_equals(rest, rests[i])) {
                return 1;
            }
        }
        for (size_t i = 0; i < COUNT(units); i++) {
            if (memmem(rest.ptr, rest.len, units[i].word, strlen(units[i].word)) != NULL) {
                return units[i].unit;
            }
        }
    }
    return 0;
}

static enum mus_status find_heading(struct maker *maker, struct mus_text folded,
                                    const struct heading **out)
{
    *out = NULL;
    for (size_t i = 0; *out == NULL && i < COUNT(HEADINGS); i++) {
        bool found;
        enum mus_status status =
            mus_text_is_among(HEADINGS[i].words, folded, &maker->word, &found, maker->err);
        if (status != MUS_OK) {
            return status;
        }
        *out = found ? &HEADINGS[i] : NULL;
    }
    return MUS_OK;
}

static enum mus_status note(struct maker *maker, const char *words, const char *column,
                            struct mus_text heading)
{
    struct mus_buf buf = {0};
    mus_buf_printf(&buf, "column %s (\"%.*s\") %s", column, MUS_TEXT_SHORT_ARG(heading), words);
    struct mus_text text = mus_arena_copy(maker->arena, mus_buf_text(&buf));
    enum mus_status status = buf.failed || text.ptr == NULL ? mus_fail_memory(maker->err) : MUS_OK;
    if (status == MUS_OK) {
        maker->notes->items[maker->notes->count++] = text;
    }
    mus_buf_done(&buf);
    return status;
}

static enum mus_status add_field(struct maker *maker, const char *path, size_t column,
                                 const char *constant, int64_t unit)
{
    struct mus_map_field *field = &maker->map->fields[maker->map->field_count];
    struct mus_map_rule *rule = mus_arena_alloc(maker->arena, 1, sizeof *rule);
    struct mus_map_column *at = mus_arena_alloc(maker->arena, 1, sizeof *at);
    if (rule == NULL || at == NULL) {
        return mus_fail_memory(maker->err);
    }
    *at = (struct mus_map_column){.number = column + 1, .at = column};
    *rule = (struct mus_map_rule){.unit = unit};
    if (constant != NULL) {
        rule->constant = mus_text_of(constant);
    } else {
        rule->columns = at;
        rule->column_count = 1;
    }
    field->path = mus_text_of(path);
    field->rules = rule;
    field->rule_count = 1;
    enum mus_status status = mus_target_read(field->path, &field->target, maker->err);
    if (status == MUS_OK) {
        maker->map->field_count++;
    }
    return status;
}

static struct mus_map_field *field_of(const struct maker *maker, const char *path)
{
    for (size_t i = 0; i < maker->map->field_count; i++) {
        if (mus_text_equals(maker->map->fields[i].path, path)) {
            return &maker->map->fields[i];
        }
    }
    return NULL;
}

static enum mus_status check_new(struct maker *maker, const char *path, const char *column,
                                 size_t index)
{
    const struct mus_map_field *there = field_of(maker, path);
    if (there == NULL) {
        return MUS_OK;
    }
    char name[MUS_COLUMN_NAME_MAX];
    size_t first = there->rules[0].columns[0].at;
    return mus_fail(maker->err, MUS_INVALID,
                    "columns %s (\"%.*s\") and %s (\"%.*s\") both mean %s; say which with a map",
                    mus_column_name(first, name), MUS_TEXT_SHORT_ARG(maker->header.items[first]),
                    column, MUS_TEXT_SHORT_ARG(maker->header.items[index]), path);
}

static enum mus_status add_column(struct maker *maker, size_t index)
{
    char column[MUS_COLUMN_NAME_MAX];
    const struct heading *heading = NULL;
    struct mus_text written = maker->header.items[index];
    mus_column_name(index, column);
    mus_buf_clear(&maker->folded);
    enum mus_status status = mus_table_fold(written, &maker->folded, maker->err);
    if (status != MUS_OK) {
        return status;
    }
    struct mus_text folded = without_remarks(mus_buf_text(&maker->folded));
    if (folded.len == 0 || mus_text_equals(folded, MUS_ERROR_COLUMN)) {
        return MUS_OK;
    }
    int64_t unit = capital_unit(folded);
    enum mus_field own = mus_field_of(folded);
    struct mus_target target;
    const char *path = unit > 0 ? "capital_jpy" : NULL;
    if (path == NULL && own < MUS_FIELD_COUNT && mus_target_read(folded, &target, NULL) == MUS_OK) {
        path = mus_field_info(own)->key;
    }
    if (path == NULL) {
        status = find_heading(maker, folded, &heading);
    }
    if (status == MUS_OK && heading != NULL && heading->path == NULL) {
        return mus_fail(maker->err, MUS_INVALID,
                        "column %s (\"%.*s\") can mean %s; say which with a map", column,
                        MUS_TEXT_SHORT_ARG(written), heading->meanings);
    }
    path = heading != NULL ? heading->path : path;
    if (status == MUS_OK && path == NULL && mus_target_read(folded, &target, NULL) == MUS_OK) {
        struct mus_text copy = mus_arena_copy(maker->arena, folded);
        status = copy.ptr == NULL ? mus_fail_memory(maker->err) : MUS_OK;
        path = copy.ptr;
    }
    if (status != MUS_OK) {
        return status;
    }
    if (path == NULL) {
        return note(maker, "was not understood and is passed over", column, written);
    }
    status = check_new(maker, path, column, index);
    return status == MUS_OK ? add_field(maker, path, index, NULL, unit > 0 ? unit : 1) : status;
}

/* ------------------------------------------------------------------ what goes without saying */

static bool has_listing(const struct maker *maker, size_t index)
{
    for (size_t i = 0; i < maker->map->field_count; i++) {
        const struct mus_target *target = &maker->map->fields[i].target;
        if (target->home == MUS_HOME_LISTING && target->index == index) {
            return true;
        }
    }
    return false;
}

/* "name" and ".ja": the path of one script's field, in the arena. */
static const char *script_path(struct maker *maker, struct mus_text path, const char *script)
{
    struct mus_buf buf = {0};
    mus_buf_add_text(&buf, path);
    mus_buf_add_z(&buf, script);
    struct mus_text copy =
        buf.failed ? MUS_NO_TEXT : mus_arena_copy(maker->arena, mus_buf_text(&buf));
    mus_buf_done(&buf);
    return copy.ptr;
}

static enum mus_status settle_script(struct maker *maker, struct mus_map_field *field)
{
    const char *ja = script_path(maker, field->path, ".ja");
    const char *en = script_path(maker, field->path, ".en");
    if (ja == NULL || en == NULL) {
        return mus_fail_memory(maker->err);
    }
    bool has_ja = field_of(maker, ja) != NULL;
    bool has_en = field_of(maker, en) != NULL;
    if (has_ja && has_en) {
        char column[MUS_COLUMN_NAME_MAX];
        size_t at = field->rules[0].columns[0].at;
        return mus_fail(
            maker->err, MUS_INVALID,
            "column %s (\"%.*s\") can mean %s or %s, which other columns are; say which "
            "with a map",
            mus_column_name(at, column), MUS_TEXT_SHORT_ARG(maker->header.items[at]), ja, en);
    }
    if (!has_ja && !has_en) {
        return MUS_OK;
    }
    field->path = mus_text_of(has_ja ? en : ja);
    return mus_target_read(field->path, &field->target, maker->err);
}

/* "企業名" beside "Company name": the one that could be either is the other one. */
static enum mus_status settle_scripts(struct maker *maker)
{
    enum mus_status status = MUS_OK;
    for (size_t i = 0; status == MUS_OK && i < maker->map->field_count; i++) {
        if (maker->map->fields[i].target.part.by_script) {
            status = settle_script(maker, &maker->map->fields[i]);
        }
    }
    return status;
}

/* A telephone beside a person is that person's, unless its heading says that it is the firm's: a
 * company's own is neither sealed nor subject to consent. */
static enum mus_status settle_phone(struct maker *maker)
{
    static const char *const firms = "代表電話|代表電話番号|会社電話番号";
    struct mus_map_field *phone = field_of(maker, "phone");
    const struct mus_map_field *contact = field_of(maker, "contacts[0].name");
    contact = contact != NULL ? contact : field_of(maker, "contacts[0].email");
    if (phone == NULL || contact == NULL || field_of(maker, "contacts[0].phone") != NULL) {
        return MUS_OK;
    }
    char column[MUS_COLUMN_NAME_MAX];
    size_t at = phone->rules[0].columns[0].at;
    struct mus_text beside = maker->header.items[contact->rules[0].columns[0].at];
    bool own = mus_text_starts(mus_text_trim(beside), MUS_TEXT("contacts["));
    mus_buf_clear(&maker->folded);
    enum mus_status status = mus_table_fold(maker->header.items[at], &maker->folded, maker->err);
    if (status == MUS_OK && !own) {
        status = mus_text_is_among(firms, without_remarks(mus_buf_text(&maker->folded)),
                                   &maker->word, &own, maker->err);
    }
    if (status != MUS_OK || own) { /* the format's names say it themselves */
        return status;
    }
    phone->path = MUS_TEXT("contacts[0].phone");
    status = mus_target_read(phone->path, &phone->target, maker->err);
    return status == MUS_OK ? note(maker, "is taken as the contact's telephone",
                                   mus_column_name(at, column), maker->header.items[at])
                            : status;
}

/* A column of offers holds offers. */
static enum mus_status add_sides(struct maker *maker)
{
    enum mus_status status = MUS_OK;
    if (has_listing(maker, 0) && field_of(maker, "listings[0].side") == NULL) {
        status = add_field(maker, "listings[0].side", 0, "offer", 1);
    }
    if (status == MUS_OK && has_listing(maker, 1) && field_of(maker, "listings[1].side") == NULL) {
        status = add_field(maker, "listings[1].side", 0, "need", 1);
    }
    return status;
}

/* The prefecture, where an address begins with it. */
static enum mus_status add_region(struct maker *maker)
{
    const struct mus_map_field *address = field_of(maker, "address");
    const struct mus_table *table =
        maker->tables == NULL ? NULL : mus_tables_get(maker->tables, "regions");
    if (address == NULL || table == NULL || field_of(maker, "region") != NULL ||
        field_of(maker, "country") != NULL) {
        return MUS_OK;
    }
    struct mus_lookup *lookup = mus_arena_alloc(maker->arena, 1, sizeof *lookup);
    struct mus_map_step *step = mus_arena_alloc(maker->arena, 1, sizeof *step);
    if (lookup == NULL || step == NULL) {
        return mus_fail_memory(maker->err);
    }
    enum mus_status status = mus_lookup_of_table(table, maker->arena, lookup, maker->err);
    if (status == MUS_OK) {
        status = add_field(maker, "region", address->rules[0].columns[0].at, NULL, 1);
    }
    if (status == MUS_OK) {
        *step = (struct mus_map_step){.operation = MUS_MAP_FRONT, .lookup = lookup};
        struct mus_map_rule *rule = field_of(maker, "region")->rules;
        rule->steps = step;
        rule->step_count = 1;
    }
    return status;
}

/* A list with Japanese headings and no column of countries is one of firms in Japan. */
static enum mus_status add_country(struct maker *maker)
{
    static const char *const words =
        "no column gives the country; JP is taken, since the headings are Japanese";
    const struct mus_map_field *name = field_of(maker, "name.ja");
    if (field_of(maker, "country") != NULL || name == NULL ||
        !mus_text_is_japanese(maker->header.items[name->rules[0].columns[0].at])) {
        return MUS_OK;
    }
    maker->notes->items[maker->notes->count++] = mus_text_of(words);
    return add_field(maker, "country", 0, "JP", 1);
}

enum mus_status mus_headings_map(struct mus_texts header, const struct mus_tables *tables,
                                 struct mus_arena *arena, struct mus_map *out,
                                 struct mus_headings_notes *notes, struct mus_error *err)
{
    enum { IMPLIED = 4 };
    struct mus_map map = {.row_name = {.at = MUS_NO_COLUMN}};
    struct mus_headings_notes made = {0};
    struct maker maker = {.header = header,
                          .tables = tables,
                          .arena = arena,
                          .map = &map,
                          .notes = &made,
                          .err = err};
    map.fields = mus_arena_alloc(arena, header.count + IMPLIED, sizeof *map.fields);
    made.items = mus_arena_alloc(arena, header.count + IMPLIED, sizeof *made.items);
    enum mus_status status =
        map.fields == NULL || made.items == NULL ? mus_fail_memory(err) : MUS_OK;
    for (size_t i = 0; status == MUS_OK && i < header.count; i++) {
        status = add_column(&maker, i);
    }
    if (status == MUS_OK && map.field_count == 0) {
        status =
            mus_fail(err, MUS_INVALID,
                     "none of the headings is understood; say with a map what the columns are; "
                     "if they stand further down, say --header-row N");
    }
    if (status == MUS_OK) {
        status = settle_scripts(&maker);
    }
    if (status == MUS_OK) {
        status = settle_phone(&maker);
    }
    if (status == MUS_OK) {
        status = add_sides(&maker);
    }
    if (status == MUS_OK) {
        status = add_region(&maker);
    }
    if (status == MUS_OK) {
        status = add_country(&maker);
    }
    if (status == MUS_OK) {
        map.width = header.count;
        *out = map;
        *notes = made;
    }
    mus_buf_done(&maker.folded);
    mus_buf_done(&maker.word);
    return status;
}
