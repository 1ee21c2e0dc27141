#include "cli/render.h"

#include <string.h>

/* ------------------------------------------------------------------ writing */

void mus_render_entry_made(struct mus_page *page, const struct mus_json *reply)
{
    bool repeated = mus_reply_flag(reply, "repeated");
    mus_page_say(page, "%s：記録 %lld\n", "%s: entry %lld\n",
                 repeated ? mus_page_pick(page, "すでに台帳にあります", "recorded before")
                          : mus_page_pick(page, "台帳に加えました", "recorded"),
                 (long long)mus_reply_integer(reply, "entry"));
}

static const char *merger_words(const struct mus_page *page, const struct mus_json *merger,
                                bool dry_run)
{
    if (mus_reply_flag(merger, "contradicted")) {
        return mus_page_pick(page, "台帳と食い違う：記録", "contradicts entry");
    }
    return dry_run ? mus_page_pick(page, "加える：記録", "would be entry")
                   : mus_page_pick(page, "加えた：記録", "entry");
}

void mus_render_succession(struct mus_page *page, const struct mus_json *reply)
{
    struct mus_json_iter iter;
    const struct mus_json *mergers = mus_json_get(reply, "mergers");
    bool dry_run = mus_reply_flag(reply, "dry_run");
    if (dry_run) {
        mus_page_line(page, "【試行】何も変えていません", "[dry run] nothing was changed");
    }
    if (mus_json_count(mergers) == 0) {
        mus_page_line(page, "台帳にない合併はありません", "the ledger knows every merger");
    }
    for (bool more = mus_json_first(mergers, &iter); more; more = mus_json_next(&iter)) {
        struct mus_text from = mus_reply_text(iter.value, "from");
        struct mus_text to = mus_reply_text(iter.value, "to");
        mus_buf_printf(page->out, "%.*s → %.*s  %s %lld\n", MUS_TEXT_ARG(from), MUS_TEXT_ARG(to),
                       merger_words(page, iter.value, dry_run),
                       (long long)mus_reply_integer(iter.value, "entry"));
    }
}

/* ------------------------------------------------------------------ one entry in words */

struct word {
    const char *code, *ja, *en;
};

static const struct word KINDS[] = {
    {"named", "個別記録", "named pair"}, {"reported", "アンケート", "questionnaire"},
    {"confirmed", "確認", "confirms"},   {"reversed", "取り消し", "reverses"},
    {"succession", "承継", "became"},    {"rules", "規則", "rule set"},
    {"figure", "数値", "figure"},        {"rotation", "鍵交代", "new key"},
};
static const struct word STAGES[] = {
    {"meeting_held", "面談", "meeting held"},
    {"follow_up", "フォローアップ", "follow-up"},
    {"concluded", "成立", "concluded"},
    {"first_order", "初回受注", "first order"},
};
static const struct word SIDES[] = {
    {"exhibitor", "出展者", "exhibitor"},
    {"visitor", "来場者", "visitor"},
    {"organiser", "主催者", "organiser"},
};
static const struct word REASONS[] = {
    {"mistake", "誤記", "mistake"},
    {"duplicate", "重複", "duplicate"},
    {"cancelled", "不成立", "cancelled"},
    {"unproven", "証拠不十分", "unproven"},
    {"not_ours", "事業によらない", "not ours"},
};
static const struct word FIGURES[] = {
    {"target", "目標", "target"},
    {"published", "公表", "published"},
};

#define WORD(page, words, code) find_word(page, words, sizeof(words) / sizeof(words)[0], code)

static struct mus_text find_word(const struct mus_page *page, const struct word *words,
                                 size_t count, struct mus_text code)
{
    for (size_t i = 0; i < count; i++) {
        if (mus_text_equals(code, words[i].code)) {
            return mus_text_of(mus_page_pick(page, words[i].ja, words[i].en));
        }
    }
    return code;
}

static struct mus_text date_of(const struct mus_json *line)
{
    struct mus_text date = mus_reply_text(line, "date");
    struct mus_text recorded = mus_reply_text(line, "recorded");
    return date.len > 0 ? date : (struct mus_text){recorded.ptr, recorded.len < 10 ? 0 : 10};
}

/* The name, where the store still knows whom the random id stands for. */
static void say_company(struct mus_page *page, const struct mus_json *company)
{
    struct mus_text id = mus_reply_text(company, "company");
    struct mus_text name = mus_page_label(page, mus_json_get(company, "name"));
    if (id.len == 0) {
        mus_buf_add_z(page->out, mus_page_pick(page, "（消去済み）", "(erased)"));
        return;
    }
    mus_buf_printf(page->out, "%.*s (%.*s)", MUS_TEXT_ARG(name), MUS_TEXT_ARG(id));
}

static void say_companies(struct mus_page *page, const struct mus_json *entry, const char *between)
{
    struct mus_json_iter iter;
    const struct mus_json *companies = mus_json_get(entry, "companies");
    for (bool more = mus_json_first(companies, &iter); more; more = mus_json_next(&iter)) {
        mus_buf_add_z(page->out, iter.index == 0 ? "" : between);
        say_company(page, iter.value);
    }
}

static void say_codes(struct mus_page *page, const struct mus_json *line)
{
    static const char *const keys[] = {"programme", "edition", "purpose", "agreement"};
    for (size_t i = 0; i < sizeof keys / sizeof keys[0]; i++) {
        struct mus_text code = mus_reply_text(line, keys[i]);
        if (code.len > 0) {
            mus_buf_printf(page->out, " %.*s", MUS_TEXT_ARG(code));
        }
    }
}

static void say_content(struct mus_page *page, const struct mus_json *line)
{
    struct mus_text kind = mus_reply_text(line, "kind");
    if (mus_text_equals(kind, "named")) {
        say_companies(page, line, " × ");
        mus_buf_printf(page->out, " ");
        mus_buf_add_text(page->out, WORD(page, STAGES, mus_reply_text(line, "stage")));
        say_codes(page, line);
    } else if (mus_text_equals(kind, "reported")) {
        say_companies(page, line, "");
        mus_buf_printf(page->out, " ");
        mus_buf_add_text(page->out, WORD(page, SIDES, mus_reply_text(line, "side")));
        mus_page_say(page, " %lld件", " %lld", (long long)mus_reply_integer(line, "n"));
        say_codes(page, line);
    } else if (mus_text_equals(kind, "confirmed")) {
        mus_buf_printf(page->out, "→ %lld", (long long)mus_reply_integer(line, "confirms"));
    } else if (mus_text_equals(kind, "reversed")) {
        mus_buf_printf(page->out, "→ %lld ", (long long)mus_reply_integer(line, "reverses"));
        mus_buf_add_text(page->out, WORD(page, REASONS, mus_reply_text(line, "reason")));
    } else if (mus_text_equals(kind, "succession")) {
        say_companies(page, line, " → ");
    } else if (mus_text_equals(kind, "rules")) {
        const struct mus_json *rules = mus_json_get(line, "rule_set");
        struct mus_text id = mus_reply_text(rules, "id");
        mus_buf_printf(page->out, "%.*s ", MUS_TEXT_ARG(id));
        mus_buf_add_text(page->out, mus_page_label(page, mus_json_get(rules, "title")));
    } else if (mus_text_equals(kind, "figure")) {
        struct mus_text word = WORD(page, FIGURES, mus_reply_text(line, "figure"));
        struct mus_text indicator = mus_reply_text(line, "indicator");
        mus_page_say(page, "%lld年度 %.*s ", "FY%lld %.*s ",
                     (long long)mus_reply_integer(line, "fiscal_year"), MUS_TEXT_ARG(word));
        mus_page_number(page, mus_reply_integer(line, "value"));
        mus_buf_printf(page->out, "  %.*s", MUS_TEXT_ARG(indicator));
    } else {
        struct mus_text key = mus_reply_text(line, "key");
        mus_buf_add_text(page->out, key);
    }
}

void mus_render_entry_line(struct mus_page *page, const struct mus_json *reply)
{
    enum { NUMBER = 7, DATE = 12, KIND = 14 };
    /* Without commas: the number is typed back. */
    mus_buf_printf(page->out, "%*lld  ", NUMBER, (long long)mus_reply_integer(reply, "entry"));
    mus_page_pad(page, date_of(reply), DATE);
    mus_page_pad(page, WORD(page, KINDS, mus_reply_text(reply, "kind")), KIND);
    say_content(page, reply);
    if (mus_json_type(mus_json_get(reply, "reversed_by")) == MUS_JSON_INTEGER) {
        mus_page_say(page, " 【記録 %lld で取り消し】", " [reversed by %lld]",
                     (long long)mus_reply_integer(reply, "reversed_by"));
    }
    mus_page_end(page);
}

static void say_person(struct mus_page *page, const struct mus_json *value)
{
    struct mus_text by = mus_reply_text(value, "by");
    mus_buf_add_text(page->out,
                     by.len > 0 ? by : mus_text_of(mus_page_pick(page, "（不明）", "(unknown)")));
}

void mus_render_entry(struct mus_page *page, const struct mus_json *reply)
{
    struct mus_json_iter iter;
    struct mus_text recorded = mus_reply_text(reply, "recorded");
    struct mus_text leaf = mus_reply_text(reply, "leaf");
    struct mus_text evidence = mus_reply_text(reply, "evidence");
    mus_render_entry_line(page, reply);
    mus_page_say(page, "  記録日時 %.*s  ", "  recorded %.*s  ", MUS_TEXT_ARG(recorded));
    say_person(page, reply);
    mus_buf_add_byte(page->out, '\n');
    if (evidence.len > 0) {
        mus_page_say(page, "  証拠書類 SHA-256 %.*s\n", "  evidence SHA-256 %.*s\n",
                     MUS_TEXT_ARG(evidence));
    }
    mus_page_say(page, "  リーフハッシュ %.*s\n", "  leaf %.*s\n", MUS_TEXT_ARG(leaf));
    const struct mus_json *about = mus_json_get(reply, "about");
    for (bool more = mus_json_first(about, &iter); more; more = mus_json_next(&iter)) {
        struct mus_text kind = mus_reply_text(iter.value, "kind");
        struct mus_text reason = mus_reply_text(iter.value, "reason");
        mus_page_say(page, "  記録 %lld ", "  entry %lld ",
                     (long long)mus_reply_integer(iter.value, "entry"));
        mus_buf_add_text(page->out, mus_text_equals(kind, "confirmed")
                                        ? mus_text_of(mus_page_pick(page, "確認", "confirmed"))
                                        : mus_text_of(mus_page_pick(page, "取り消し", "reversed")));
        if (reason.len > 0) {
            mus_buf_add_z(page->out, " ");
            mus_buf_add_text(page->out, WORD(page, REASONS, reason));
        }
        mus_buf_add_z(page->out, "  ");
        say_person(page, iter.value);
        mus_page_end(page);
    }
}

/* ------------------------------------------------------------------ rule sets */

void mus_render_rules_line(struct mus_page *page, const struct mus_json *reply)
{
    enum { ID = 24, INDICATOR = 18, NUMBER = 7 };
    struct mus_text recorded = mus_reply_text(reply, "recorded");
    mus_buf_add_z(page->out, mus_reply_flag(reply, "in_force") ? "* " : "  ");
    mus_page_pad(page, mus_reply_text(reply, "rule_set"), ID);
    mus_page_pad(page, mus_reply_text(reply, "indicator"), INDICATOR);
    mus_page_say(page, "%lld年度から  記録 %lld  %.*s  ", "from FY%lld  entry %lld  %.*s  ",
                 (long long)mus_reply_integer(reply, "from_fiscal_year"),
                 (long long)mus_reply_integer(reply, "entry"), MUS_TEXT_ARG(recorded));
    mus_buf_add_text(page->out, mus_page_label(page, mus_json_get(reply, "title")));
    mus_page_end(page);
}

/* What the words of a rule set document mean; a code of a programme stands for itself. */
static const struct word RULE_WORDS[] = {
    {"any", "すべての事業", "any programme"},
    {"meeting_held", "面談", "meeting held"},
    {"follow_up", "フォローアップ", "follow-up"},
    {"concluded", "成立", "concluded"},
    {"first_order", "初回受注", "first order"},
    {"exhibitor", "出展者", "exhibitor"},
    {"visitor", "来場者", "visitor"},
    {"organiser", "主催者", "organiser"},
    {"pair", "二者の組", "pair"},
    {"purpose", "目的", "purpose"},
    {"programme", "事業", "programme"},
    {"edition", "開催回", "edition"},
    {"fiscal_year", "年度", "fiscal year"},
    {"id", "企業の番号", "id"},
    {"corporate_number", "法人番号", "corporate number"},
};

static void say_list(struct mus_page *page, const struct mus_json *list)
{
    struct mus_json_iter iter;
    const char *between = mus_page_pick(page, "、", ", ");
    for (bool more = mus_json_first(list, &iter); more; more = mus_json_next(&iter)) {
        mus_buf_add_z(page->out, iter.index == 0 ? "" : between);
        mus_buf_add_text(page->out, WORD(page, RULE_WORDS, mus_json_text(iter.value)));
    }
}

static void say_clauses(struct mus_page *page, const struct mus_json *clauses, const char *title,
                        const char *marks)
{
    struct mus_json_iter iter;
    mus_buf_printf(page->out, "%s\n", title);
    for (bool more = mus_json_first(clauses, &iter); more; more = mus_json_next(&iter)) {
        mus_buf_add_z(page->out, "  ");
        say_list(page, mus_json_get(iter.value, "programmes"));
        mus_buf_add_z(page->out, mus_page_pick(page, "：", ": "));
        say_list(page, mus_json_get(iter.value, marks));
        mus_buf_add_z(page->out, mus_reply_flag(iter.value, "confirmed")
                                     ? mus_page_pick(page, "（別の人の確認を要する）",
                                                     " (confirmed by a second person)")
                                     : "");
        mus_page_end(page);
    }
}

void mus_render_rules(struct mus_page *page, const struct mus_json *reply)
{
    const struct mus_json *rules = mus_json_get(reply, "rule_set");
    struct mus_text id = mus_reply_text(rules, "id");
    const struct mus_json *note = mus_json_get(rules, "note");
    struct mus_text indicator = mus_reply_text(rules, "indicator");
    struct mus_text same = WORD(page, RULE_WORDS, mus_reply_text(rules, "same_company"));
    mus_page_strong(page, id);
    mus_buf_add_z(page->out, "  ");
    mus_buf_add_text(page->out, mus_page_label(page, mus_json_get(rules, "title")));
    mus_page_end(page);
    if (note != NULL) {
        mus_buf_add_text(page->out, mus_page_label(page, note));
        mus_page_end(page);
    }
    mus_page_say(page, "指標 %.*s、%lld年度から\n", "indicator %.*s, from FY%lld\n",
                 MUS_TEXT_ARG(indicator), (long long)mus_reply_integer(rules, "from_fiscal_year"));
    say_clauses(page, mus_json_get(rules, "named"),
                mus_page_pick(page, "個別記録：数える事業と段階", "named: programmes and stages"),
                "stages");
    say_clauses(page, mus_json_get(rules, "reported"),
                mus_page_pick(page, "アンケート報告：数える事業と回答者の立場",
                              "questionnaires: programmes and sides"),
                "sides");
    mus_buf_add_z(page->out, mus_page_pick(page, "1件とみなすもの：同じ", "one match: the same "));
    say_list(page, mus_json_get(rules, "one_match"));
    mus_page_say(page, "\n1社とみなすもの：同じ%.*s\n", "\none company: the same %.*s\n",
                 MUS_TEXT_ARG(same));
}

void mus_render_rules_diff(struct mus_page *page, const struct mus_json *reply)
{
    struct mus_json_iter iter;
    const struct mus_json *lines = mus_json_get(reply, "differences");
    struct mus_text a = mus_reply_text(reply, "a");
    struct mus_text b = mus_reply_text(reply, "b");
    mus_buf_printf(page->out, "%.*s → %.*s\n", MUS_TEXT_ARG(a), MUS_TEXT_ARG(b));
    if (mus_json_count(lines) == 0) {
        mus_page_line(page, "  数え方は同じです", "  they count alike");
    }
    for (bool more = mus_json_first(lines, &iter); more; more = mus_json_next(&iter)) {
        struct mus_text line = mus_json_text(iter.value);
        mus_buf_printf(page->out, "  %.*s\n", MUS_TEXT_ARG(line));
    }
}

void mus_render_rules_adopted(struct mus_page *page, const struct mus_json *reply)
{
    struct mus_text id = mus_reply_text(reply, "rule_set");
    mus_page_say(page, "規則 %.*s を採用しました：記録 %lld\n",
                 "rule set %.*s is in force: entry %lld\n", MUS_TEXT_ARG(id),
                 (long long)mus_reply_integer(reply, "entry"));
}
