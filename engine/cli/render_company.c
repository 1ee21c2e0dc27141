#include "cli/render.h"

#include <string.h>

enum { LABEL_COLUMNS = 18 };

/* ------------------------------------------------------------------ import */

static void say_number(struct mus_page *page, const struct mus_json *reply, const char *key,
                       const char *ja, const char *en)
{
    mus_buf_add_z(page->out, "  ");
    mus_page_pad(page, mus_text_of(mus_page_pick(page, ja, en)), LABEL_COLUMNS);
    struct mus_buf number = {0};
    struct mus_page small = {.out = &number};
    mus_page_number(&small, mus_reply_integer(reply, key));
    mus_page_pad_left(page, mus_buf_text(&number), 12);
    mus_buf_done(&number);
    mus_buf_add_byte(page->out, '\n');
}

/* The list holds texts, or objects that have a "message". */
static void say_messages(struct mus_page *page, const struct mus_json *list, const char *ja,
                         const char *en, size_t limit)
{
    struct mus_json_iter iter;
    bool more = mus_json_first(list, &iter);
    if (more) {
        mus_page_line(page, ja, en);
    }
    for (; more && iter.index < limit; more = mus_json_next(&iter)) {
        bool plain = mus_json_type(iter.value) == MUS_JSON_STRING;
        struct mus_text message =
            plain ? mus_json_text(iter.value) : mus_reply_text(iter.value, "message");
        mus_buf_printf(page->out, "  %.*s\n", MUS_TEXT_ARG(message));
    }
    size_t count = mus_json_count(list);
    if (count > limit) {
        mus_page_say(page, "  … ほか %zu 件\n", "  … and %zu more\n", count - limit);
    }
}

static void say_kept(struct mus_page *page, const struct mus_json *kept)
{
    struct mus_json_iter iter;
    bool more = mus_json_first(kept, &iter);
    if (more) {
        mus_page_line(page, "人が直した項目は残しました（--overwrite で上書き）",
                      "What a person had edited was kept (--overwrite replaces it)");
    }
    for (; more && iter.index < 20; more = mus_json_next(&iter)) {
        struct mus_text company = mus_reply_text(iter.value, "company");
        mus_buf_printf(page->out, "  %.*s:", MUS_TEXT_ARG(company));
        struct mus_json_iter field;
        const struct mus_json *fields = mus_json_get(iter.value, "fields");
        for (bool next = mus_json_first(fields, &field); next; next = mus_json_next(&field)) {
            struct mus_text name = mus_json_text(field.value);
            mus_buf_printf(page->out, " %.*s", MUS_TEXT_ARG(name));
        }
        mus_buf_add_byte(page->out, '\n');
    }
}

void mus_render_import(struct mus_page *page, const struct mus_json *reply)
{
    if (mus_reply_flag(reply, "dry_run")) {
        mus_page_line(page, "【試行】何も変えていません", "[dry run] nothing was changed");
    }
    say_number(page, reply, "rows", "読んだ行", "rows read");
    say_number(page, reply, "taken", "取り込んだ行", "taken");
    say_number(page, reply, "added", "  新規", "  added");
    say_number(page, reply, "changed", "  変更", "  changed");
    say_number(page, reply, "unchanged", "  変更なし", "  unchanged");
    say_number(page, reply, "superseded", "後の行が優先", "superseded");
    bool strict = mus_reply_flag(reply, "strict") && mus_reply_integer(reply, "errors_total") > 0;
    say_number(page, reply, "rejected", strict ? "取り込まない行" : "誤りのある行",
               strict ? "not taken" : "rejected");
    say_messages(page, mus_json_get(reply, "errors"), "誤り", "Errors", 20);
    say_messages(page, mus_json_get(reply, "warnings"), "注意", "Warnings", 20);
    say_kept(page, mus_json_get(reply, "kept"));
    struct mus_text file = mus_reply_text(reply, "rejected_file");
    if (file.len > 0) {
        mus_page_say(page, "誤りのある行は %.*s に書きました。直してもう一度取り込めます\n",
                     "The bad rows are in %.*s: mend them there and import it again\n",
                     MUS_TEXT_ARG(file));
    }
}

/* ------------------------------------------------------------------ one company */

static void say_value(struct mus_page *page, const struct mus_json *value);

/* A list, or an object's members, between separators; one level of a profile is enough depth. */
static void say_members(struct mus_page *page, const struct mus_json *value)
{
    struct mus_json_iter iter;
    for (bool more = mus_json_first(value, &iter); more; more = mus_json_next(&iter)) {
        mus_buf_add_z(page->out, iter.index == 0 ? "" : mus_page_pick(page, "、", ", "));
        if (mus_json_type(iter.value) == MUS_JSON_ARRAY ||
            mus_json_type(iter.value) == MUS_JSON_OBJECT) {
            struct mus_text code = mus_reply_text(iter.value, "code");
            mus_buf_add_text(page->out, mus_reply_text(iter.value, "scheme"));
            mus_buf_add_z(page->out, code.len > 0 ? " " : "");
            mus_buf_add_text(page->out, code);
        } else {
            say_value(page, iter.value);
        }
    }
}

static void say_value(struct mus_page *page, const struct mus_json *value)
{
    switch (mus_json_type(value)) {
    case MUS_JSON_STRING:
        mus_buf_add_text(page->out, mus_json_text(value));
        break;
    case MUS_JSON_INTEGER:
        mus_page_number(page, mus_json_integer(value));
        break;
    case MUS_JSON_BOOL:
        mus_buf_add_z(page->out, mus_json_bool(value) ? mus_page_pick(page, "はい", "yes")
                                                      : mus_page_pick(page, "いいえ", "no"));
        break;
    case MUS_JSON_ARRAY:
    case MUS_JSON_OBJECT:
        say_members(page, value);
        break;
    case MUS_JSON_ABSENT:
    case MUS_JSON_NULL:
    case MUS_JSON_NUMBER:
        break;
    }
}

static const struct {
    const char *key;
    const char *ja;
    const char *en;
} FIELDS[] = {
    {"corporate_number", "法人番号", "corporate number"},
    {"kind", "種別", "kind"},
    {"status", "状態", "status"},
    {"successor", "承継先", "successor"},
    {"group", "企業グループ", "group"},
    {"country", "国", "country"},
    {"region", "地域", "region"},
    {"city", "市区町村", "city"},
    {"ward", "区", "ward"},
    {"postal_code", "郵便番号", "postal code"},
    {"address", "所在地", "address"},
    {"phone", "電話", "phone"},
    {"employees", "従業員数", "employees"},
    {"capital_jpy", "資本金（円）", "capital (yen)"},
    {"main_business", "主な事業", "main business"},
    {"website", "ウェブサイト", "website"},
    {"languages", "言語", "languages"},
    {"certifications", "認証", "certifications"},
    {"industries", "業種", "industries"},
    {"technology_fields", "技術分野", "technology fields"},
    {"target_markets", "目標市場", "target markets"},
    {"presence", "海外拠点", "presence"},
    {"stage", "海外展開の段階", "stage"},
    {"channels", "商談の方法", "channels"},
    {"not_with", "紹介しない相手", "not with"},
    {"hold", "保留", "hold"},
    {"review", "審査と期限", "review"},
    {"consent", "同意", "consent"},
};

/* One label, or a list of them. */
static void say_labels(struct mus_page *page, const struct mus_json *labels)
{
    if (mus_json_type(labels) == MUS_JSON_OBJECT) {
        mus_buf_add_text(page->out, mus_page_label(page, labels));
        return;
    }
    struct mus_json_iter iter;
    for (bool more = mus_json_first(labels, &iter); more; more = mus_json_next(&iter)) {
        mus_buf_add_z(page->out, iter.index == 0 ? "" : mus_page_pick(page, "、", ", "));
        mus_buf_add_text(page->out, mus_page_label(page, iter.value));
    }
}

/* In words where there are labels for its codes. */
static void say_field(struct mus_page *page, const char *ja, const char *en,
                      const struct mus_json *value, const struct mus_json *labels)
{
    if (value == NULL) {
        return;
    }
    mus_buf_add_z(page->out, "  ");
    mus_page_pad(page, mus_text_of(mus_page_pick(page, ja, en)), LABEL_COLUMNS);
    if (labels != NULL) {
        say_labels(page, labels);
    }
    struct mus_text until = mus_reply_text(value, "valid_until");
    if (labels == NULL) {
        say_value(page, value);
    } else if (until.len > 0) {
        mus_page_say(page, "（%.*s まで）", " (until %.*s)", MUS_TEXT_ARG(until));
    }
    mus_buf_add_byte(page->out, '\n');
}

static void say_bilingual(struct mus_page *page, const char *indent, const struct mus_json *text)
{
    static const char *const languages[] = {"ja", "en"};
    for (size_t i = 0; i < 2; i++) {
        struct mus_text part = mus_reply_text(text, languages[i]);
        if (part.len > 0) {
            mus_buf_printf(page->out, "%s%.*s\n", indent, MUS_TEXT_ARG(part));
        }
    }
}

static void say_listing(struct mus_page *page, const struct mus_json *listing,
                        const struct mus_json *purposes)
{
    bool offer = mus_text_equals(mus_reply_text(listing, "side"), "offer");
    struct mus_text id = mus_reply_text(listing, "id");
    mus_page_say(page, "  %s %.*s ", "  %s %.*s ",
                 offer ? mus_page_pick(page, "シーズ", "offer")
                       : mus_page_pick(page, "ニーズ", "need"),
                 MUS_TEXT_ARG(id));
    mus_page_strong(page, mus_page_label(page, mus_json_get(listing, "title")));
    mus_buf_add_z(page->out, "  ");
    say_labels(page, purposes);
    mus_page_end(page);
    say_bilingual(page, "      ", mus_json_get(listing, "text"));
    const struct mus_json *partner = mus_json_get(listing, "partner_sought");
    if (mus_json_get(partner, "text") != NULL) {
        mus_page_line(page, "      求める相手", "      partner sought");
        say_bilingual(page, "        ", mus_json_get(partner, "text"));
    }
}

/* Keys of fields in words. */
static void say_field_names(struct mus_page *page, const struct mus_json *keys)
{
    struct mus_json_iter iter;
    for (bool more = mus_json_first(keys, &iter); more; more = mus_json_next(&iter)) {
        struct mus_text key = mus_json_text(iter.value);
        const char *name = key.ptr;
        for (size_t i = 0; i < sizeof FIELDS / sizeof FIELDS[0]; i++) {
            if (mus_text_equals(key, FIELDS[i].key)) {
                name = mus_page_pick(page, FIELDS[i].ja, FIELDS[i].en);
            }
        }
        mus_buf_add_z(page->out, iter.index == 0 ? "" : mus_page_pick(page, "、", ", "));
        mus_buf_add_z(page->out, name);
    }
}

static void say_size(struct mus_page *page, const struct mus_json *derived)
{
    if (!mus_reply_flag(derived, "size_applicable")) {
        return;
    }
    const struct mus_json *label = mus_json_get(derived, "size_label");
    struct mus_text basis = mus_page_label(page, mus_json_get(derived, "size_basis"));
    mus_buf_add_z(page->out, "  ");
    mus_page_pad(page, mus_text_of(mus_page_pick(page, "規模", "size")), LABEL_COLUMNS);
    if (label == NULL) {
        mus_buf_add_z(page->out, mus_page_pick(page, "不明（足りない値：", "unknown (missing: "));
        say_field_names(page, mus_json_get(derived, "size_missing"));
        mus_buf_add_z(page->out, mus_page_pick(page, "）\n", ")\n"));
        return;
    }
    mus_buf_add_text(page->out, mus_page_label(page, label));
    mus_page_say(page, "（%.*s）%s\n", " (%.*s)%s\n", MUS_TEXT_ARG(basis),
                 mus_reply_flag(derived, "deemed_large")
                     ? mus_page_pick(page, "・みなし大企業", ", deemed large")
                     : "");
}

static void say_contacts(struct mus_page *page, const struct mus_json *reply)
{
    static const struct {
        const char *code;
        const char *ja;
        const char *en;
    } words[] = {
        {"none", "なし", "none"},
        {"not_asked_for", "あり（--contacts で示す）", "there are some (--contacts shows them)"},
        {"never_asked", "あり（同意を得ていないため示さない）",
         "withheld: consent was never asked"},
        {"refused", "あり（同意がないため示さない）", "withheld: consent was refused"},
        {"expired", "あり（同意の期限が過ぎたため示さない）", "withheld: consent has expired"},
    };
    struct mus_text state = mus_reply_text(reply, "contacts");
    mus_buf_add_z(page->out, "  ");
    mus_page_pad(page, mus_text_of(mus_page_pick(page, "連絡先", "contacts")), LABEL_COLUMNS);
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        if (mus_text_equals(state, words[i].code)) {
            mus_page_line(page, words[i].ja, words[i].en);
            return;
        }
    }
    mus_page_end(page);
    struct mus_json_iter iter;
    const struct mus_json *contacts = mus_json_get(mus_json_get(reply, "company"), "contacts");
    for (bool more = mus_json_first(contacts, &iter); more; more = mus_json_next(&iter)) {
        static const char *const keys[] = {"name", "role", "email", "phone"};
        mus_buf_add_z(page->out, "   ");
        for (size_t i = 0; i < 4; i++) {
            struct mus_text part = mus_reply_text(iter.value, keys[i]);
            mus_buf_printf(page->out, "%s%.*s", part.len > 0 ? " " : "", MUS_TEXT_ARG(part));
        }
        mus_page_end(page);
    }
}

void mus_render_company(struct mus_page *page, const struct mus_json *reply)
{
    const struct mus_json *company = mus_json_get(reply, "company");
    const struct mus_json *labels = mus_json_get(reply, "labels");
    const struct mus_json *purposes = mus_json_get(labels, "listing_purposes");
    const struct mus_json *name = mus_json_get(company, "name");
    struct mus_text id = mus_reply_text(company, "id");
    mus_page_strong(page, mus_page_label(page, name));
    mus_buf_printf(page->out, "  %.*s\n", MUS_TEXT_ARG(id));
    say_field(page, "フリガナ", "reading", mus_json_get(name, "kana"), NULL);
    say_field(page, "英語名", "English name", mus_json_get(name, "en"), NULL);
    for (size_t i = 0; i < sizeof FIELDS / sizeof FIELDS[0]; i++) {
        say_field(page, FIELDS[i].ja, FIELDS[i].en, mus_json_get(company, FIELDS[i].key),
                  mus_json_get(labels, FIELDS[i].key));
    }
    const struct mus_json *founded = mus_json_get(company, "founded_year");
    if (founded != NULL) {
        mus_buf_add_z(page->out, "  ");
        mus_page_pad(page, mus_text_of(mus_page_pick(page, "設立年", "founded")), LABEL_COLUMNS);
        mus_buf_printf(page->out, "%lld\n", (long long)mus_json_integer(founded));
    }
    say_size(page, mus_json_get(reply, "derived"));
    say_contacts(page, reply);
    say_bilingual(page, "  ", mus_json_get(company, "description"));
    struct mus_json_iter iter;
    const struct mus_json *listings = mus_json_get(company, "listings");
    for (bool more = mus_json_first(listings, &iter); more; more = mus_json_next(&iter)) {
        say_listing(page, iter.value, mus_json_at(purposes, iter.index));
    }
    struct mus_json_iter source;
    const struct mus_json *sources = mus_json_get(reply, "sources");
    for (bool more = mus_json_first(sources, &source); more; more = mus_json_next(&source)) {
        struct mus_text from = mus_reply_text(source.value, "name");
        struct mus_text key = mus_reply_text(source.value, "id");
        mus_page_say(page, "  提供元 %.*s：%.*s\n", "  source %.*s: %.*s\n", MUS_TEXT_ARG(from),
                     MUS_TEXT_ARG(key));
    }
}

void mus_render_put(struct mus_page *page, const struct mus_json *reply)
{
    struct mus_text id = mus_reply_text(reply, "company");
    const struct mus_json *changed = mus_json_get(reply, "changed");
    if (mus_reply_flag(reply, "added")) {
        mus_page_say(page, "%.*s を加えました：", "%.*s was added: ", MUS_TEXT_ARG(id));
    } else if (mus_json_count(changed) == 0) {
        mus_page_say(page, "%.*s に変わりはありません", "%.*s: nothing changed", MUS_TEXT_ARG(id));
    } else {
        mus_page_say(page, "%.*s を直しました：", "%.*s was changed: ", MUS_TEXT_ARG(id));
    }
    say_value(page, changed);
    mus_buf_add_byte(page->out, '\n');
}

void mus_render_summary(struct mus_page *page, const struct mus_json *reply)
{
    mus_page_pad(page, mus_reply_text(reply, "id"), 18);
    mus_page_pad(page, mus_page_label(page, mus_json_get(reply, "name")), 42);
    mus_buf_add_z(page->out, " ");
    mus_page_pad(page, mus_page_label(page, mus_json_get(reply, "country_name")), 18);
    mus_buf_add_z(page->out, " ");
    mus_buf_add_text(page->out, mus_reply_text(reply, "city"));
    mus_page_end(page);
}

void mus_render_erase(struct mus_page *page, const struct mus_json *reply)
{
    struct mus_text id = mus_reply_text(reply, "company");
    mus_page_say(page, "%.*s を消しました（鍵も破棄しました）\n",
                 "%.*s was erased, and its key destroyed\n", MUS_TEXT_ARG(id));
}

static void say_party(struct mus_page *page, const struct mus_json *company)
{
    mus_buf_add_z(page->out, "    ");
    mus_render_summary(page, company);
}

void mus_render_duplicate(struct mus_page *page, const struct mus_json *reply)
{
    static const struct {
        const char *code;
        const char *ja;
        const char *en;
    } words[] = {
        {"certain", "ほぼ確実", "almost certainly one"},
        {"probable", "おそらく同じ", "probably one"},
        {"possible", "同じかもしれない", "possibly one"},
        {"corporate_number", "法人番号が同じ", "same corporate number"},
        {"name", "名前が同じ", "same name"},
        {"name_similar", "名前が似ている", "similar name"},
        {"place", "市区町村が同じ", "same place"},
        {"address", "所在地が同じ", "same address"},
        {"postal_code", "郵便番号が同じ", "same postal code"},
        {"phone", "電話が同じ", "same phone"},
        {"website", "ウェブサイトが同じ", "same website"},
        {"other_corporate_number", "法人番号が違う", "different corporate numbers"},
        {"other_place", "市区町村が違う", "different places"},
        {"other_legal_form", "法人格の種類や位置が違う", "different legal forms"},
    };
    struct mus_json_iter iter;
    const struct mus_json *reasons = mus_json_get(reply, "reasons");
    struct mus_text likelihood = mus_reply_text(reply, "likelihood");
    for (size_t i = 0; i < 3; i++) {
        if (mus_text_equals(likelihood, words[i].code)) {
            mus_page_strong(page, mus_text_of(mus_page_pick(page, words[i].ja, words[i].en)));
        }
    }
    mus_buf_add_z(page->out, mus_page_pick(page, "：", ": "));
    for (bool more = mus_json_first(reasons, &iter); more; more = mus_json_next(&iter)) {
        for (size_t i = 3; i < sizeof words / sizeof words[0]; i++) {
            if (mus_text_equals(mus_json_text(iter.value), words[i].code)) {
                mus_buf_add_z(page->out, iter.index == 0 ? "" : mus_page_pick(page, "、", ", "));
                mus_buf_add_z(page->out, mus_page_pick(page, words[i].ja, words[i].en));
            }
        }
    }
    mus_buf_add_byte(page->out, '\n');
    say_party(page, mus_json_get(reply, "a"));
    say_party(page, mus_json_get(reply, "b"));
}

void mus_render_merge(struct mus_page *page, const struct mus_json *reply)
{
    long long number = mus_reply_integer(reply, "merge");
    if (mus_reply_flag(reply, "undone")) {
        mus_page_say(page, "統合 %lld を取り消しました\n", "merge %lld was taken back\n", number);
        return;
    }
    struct mus_text survivor = mus_reply_text(reply, "survivor");
    struct mus_text merged = mus_reply_text(reply, "merged");
    mus_page_say(page, "%.*s を %.*s にまとめました（取り消すには: musubi company unmerge %lld）\n",
                 "%.*s was merged into %.*s (to take it back: musubi company unmerge %lld)\n",
                 MUS_TEXT_ARG(merged), MUS_TEXT_ARG(survivor), number);
}
