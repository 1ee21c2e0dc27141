#include "cli/render.h"

#include "codec/json_write.h"

enum { NUMBER_COLUMNS = 9, KEY_COLUMNS = 24, LABEL_COLUMNS = 34, BAR_COLUMNS = 24, LISTED = 20 };

/* ------------------------------------------------------------------ small parts */

/* Right-aligned; "–" where the value is null: not told, or there is none. */
static void say_number(struct mus_page *page, const struct mus_json *value, size_t columns)
{
    struct mus_buf text = {0};
    struct mus_page small = {.out = &text};
    if (mus_json_type(value) == MUS_JSON_INTEGER) {
        mus_page_number(&small, mus_json_integer(value));
    } else {
        mus_buf_add_z(&text, "–");
    }
    mus_page_pad_left(page, mus_buf_text(&text), columns);
    mus_buf_done(&text);
}

static void say_heading(struct mus_page *page, const char *ja, const char *en)
{
    mus_buf_add_byte(page->out, '\n');
    mus_page_strong(page, mus_text_of(mus_page_pick(page, ja, en)));
    mus_page_end(page);
}

/* A document that was not written to a file, as it is. */
static bool say_document(struct mus_page *page, const struct mus_json *reply)
{
    struct mus_text content = mus_reply_text(reply, "content");
    struct mus_text output = mus_reply_text(reply, "output");
    if (content.ptr != NULL) {
        mus_buf_add_text(page->out, content);
        return true;
    }
    if (output.ptr != NULL) {
        mus_page_say(page, "書き出しました：%.*s（%lld バイト）\n", "written: %.*s (%lld bytes)\n",
                     MUS_TEXT_ARG(output), (long long)mus_reply_integer(reply, "bytes"));
        return true;
    }
    return false;
}

static bool say_json(struct mus_page *page, const struct mus_json *reply)
{
    struct mus_json_writer writer = {.buf = page->out, .pretty = true};
    if (!mus_text_equals(mus_reply_text(reply, "format"), "json")) {
        return false;
    }
    if (mus_json_write_value(&writer, reply, NULL) != MUS_OK) {
        page->out->failed = true;
    }
    mus_buf_add_byte(page->out, '\n');
    return true;
}

/* ------------------------------------------------------------------ the number */

/* Tenths of a percent, rounded down: what is not reached does not look reached. */
static void say_share(struct mus_page *page, int64_t part, int64_t whole)
{
    int64_t tenths = whole > 0 ? part * 1000 / whole : 0;
    mus_buf_printf(page->out, "%lld.%lld %%", (long long)(tenths / 10), (long long)(tenths % 10));
}

static void say_target(struct mus_page *page, const struct mus_json *reply)
{
    int64_t total = mus_reply_integer(reply, "total");
    int64_t target = mus_reply_integer(reply, "target");
    if (mus_json_type(mus_json_get(reply, "target")) != MUS_JSON_INTEGER) {
        mus_page_line(page, "  この年度の目標は台帳にありません",
                      "  the ledger has no target for it");
        return;
    }
    mus_buf_add_z(page->out, mus_page_pick(page, "  目標 ", "  target "));
    mus_page_number(page, target);
    mus_buf_add_z(page->out, mus_page_pick(page, "　達成率 ", ", reached "));
    say_share(page, total, target);
    if (total >= target) {
        mus_page_line(page, "　目標に達しています", ": the target is met");
        return;
    }
    mus_buf_add_z(page->out, mus_page_pick(page, "　あと ", ", missing "));
    mus_page_number(page, target - total);
    mus_buf_add_z(page->out, mus_page_pick(page, " 件\n", "\n"));
}

static void say_projection(struct mus_page *page, const struct mus_json *projection)
{
    if (mus_json_type(projection) != MUS_JSON_OBJECT) {
        mus_page_line(page, "  年度末の見通しは、まだ立てられません",
                      "  too little is known for a projection");
        return;
    }
    if (mus_reply_flag(projection, "final")) {
        mus_page_line(page, "  年度は終わっています", "  the year is over");
        return;
    }
    mus_buf_add_z(page->out, mus_page_pick(page, "  年度末の見通し ", "  projected to 31 March: "));
    mus_page_number(page, mus_reply_integer(projection, "expected"));
    mus_buf_add_z(page->out, mus_page_pick(page, "　80 % の見込みで ", ", with 80 % from "));
    mus_page_number(page, mus_reply_integer(projection, "low"));
    mus_buf_add_z(page->out, mus_page_pick(page, " ～ ", " to "));
    mus_page_number(page, mus_reply_integer(projection, "high"));
    int64_t years = mus_reply_integer(projection, "years");
    if (years == 0) {
        mus_page_line(page, "（過去の年度の記録なし）", " (without past years to go by)");
    } else {
        mus_page_say(page, "（過去 %lld 年度から）\n", " (from %lld past years)\n",
                     (long long)years);
    }
}

/* The indicator's name, or its id where the reply has none. */
static struct mus_text indicator_of(const struct mus_page *page, const struct mus_json *reply)
{
    const struct mus_json *name = mus_json_get(reply, "indicator_name");
    return name == NULL ? mus_reply_text(reply, "indicator") : mus_page_label(page, name);
}

static void say_rule_set(struct mus_page *page, const struct mus_json *object)
{
    struct mus_text id = mus_reply_text(object, "rule_set");
    struct mus_text title = mus_page_label(page, mus_json_get(object, "rule_set_title"));
    if (mus_json_type(mus_json_get(object, "rule_set_entry")) == MUS_JSON_NULL) {
        mus_page_say(page, "規則 %.*s「%.*s」（試算、採択されていない）\n",
                     "rule set %.*s, \"%.*s\" (tried, not adopted)\n", MUS_TEXT_ARG(id),
                     MUS_TEXT_ARG(title));
        return;
    }
    mus_page_say(page, "規則 %.*s「%.*s」（記録 %lld）\n", "rule set %.*s, \"%.*s\" (entry %lld)\n",
                 MUS_TEXT_ARG(id), MUS_TEXT_ARG(title),
                 (long long)mus_reply_integer(object, "rule_set_entry"));
}

static void say_parts(struct mus_page *page, const struct mus_json *object)
{
    mus_buf_add_z(page->out, mus_page_pick(page, "  個別記録 ", "  named pairs "));
    mus_page_number(page, mus_reply_integer(object, "named"));
    mus_buf_add_z(page->out, mus_page_pick(page, "　アンケート報告 ", ", reported "));
    mus_page_number(page, mus_reply_integer(object, "reported"));
    mus_buf_add_byte(page->out, '\n');
}

static void say_head(struct mus_page *page, const struct mus_json *reply)
{
    struct mus_text indicator = indicator_of(page, reply);
    struct mus_text day = mus_reply_text(reply, "as_of");
    mus_page_say(page, "%lld年度 %.*s（%.*s 現在）\n", "FY%lld, %.*s (as of %.*s)\n",
                 (long long)mus_reply_integer(reply, "fiscal_year"), MUS_TEXT_ARG(indicator),
                 MUS_TEXT_ARG(day));
    mus_buf_add_z(page->out, mus_page_pick(page, "成立件数 ", "concluded matches "));
    struct mus_buf total = {0};
    struct mus_page small = {.out = &total};
    mus_page_number(&small, mus_reply_integer(reply, "total"));
    mus_page_strong(page, mus_buf_text(&total));
    mus_buf_done(&total);
    mus_buf_add_z(page->out, mus_page_pick(page, " 件\n", "\n"));
}

/* ------------------------------------------------------------------ months and breakdowns */

static int64_t most_of(const struct mus_json *months)
{
    struct mus_json_iter iter;
    int64_t most = 1;
    for (bool more = mus_json_first(months, &iter); more; more = mus_json_next(&iter)) {
        int64_t count = mus_reply_integer(iter.value, "count");
        most = count > most ? count : most;
    }
    return most;
}

static void say_months(struct mus_page *page, const struct mus_json *months)
{
    struct mus_json_iter iter;
    int64_t most = most_of(months);
    say_heading(page, "月別（件数、累計、目標に必要な累計）",
                "by month (count, so far, needed so far)");
    for (bool more = mus_json_first(months, &iter); more; more = mus_json_next(&iter)) {
        if (mus_reply_flag(iter.value, "future")) {
            continue;
        }
        mus_buf_add_z(page->out, "  ");
        mus_buf_add_text(page->out, mus_reply_text(iter.value, "month"));
        say_number(page, mus_json_get(iter.value, "count"), NUMBER_COLUMNS);
        say_number(page, mus_json_get(iter.value, "cumulative"), NUMBER_COLUMNS);
        say_number(page, mus_json_get(iter.value, "needed"), NUMBER_COLUMNS);
        mus_buf_add_z(page->out, "  ");
        int64_t bar = mus_reply_integer(iter.value, "count") * BAR_COLUMNS / most;
        for (int64_t i = 0; i < bar; i++) {
            mus_buf_add_byte(page->out, '#');
        }
        mus_page_end(page);
    }
}

/* The label in the page's language; what no table names is named here or stands for itself. */
static struct mus_text label_of(const struct mus_page *page, const struct mus_json *labels,
                                const struct mus_json_iter *cell)
{
    const struct mus_json *label = mus_json_get(labels, cell->key.ptr);
    if (label != NULL) {
        return mus_page_label(page, label);
    }
    if (mus_text_equals(cell->key, "unknown")) {
        return mus_text_of(mus_page_pick(page, "不明", "not known"));
    }
    if (mus_text_equals(cell->key, "unspecified")) {
        return mus_text_of(
            mus_page_pick(page, "目的の区分なし（アンケート報告）", "reported, without a purpose"));
    }
    return MUS_TEXT("");
}

static void say_breakdown(struct mus_page *page, const struct mus_json *cells,
                          const struct mus_json *labels, const char *ja, const char *en)
{
    struct mus_json_iter iter;
    if (mus_json_count(cells) == 0) {
        return;
    }
    say_heading(page, ja, en);
    for (bool more = mus_json_first(cells, &iter); more; more = mus_json_next(&iter)) {
        mus_buf_add_z(page->out, "  ");
        mus_page_pad(page, iter.key, KEY_COLUMNS);
        mus_page_pad(page, label_of(page, labels, &iter), LABEL_COLUMNS);
        say_number(page, iter.value, NUMBER_COLUMNS);
        mus_page_end(page);
    }
}

static void say_breakdowns(struct mus_page *page, const struct mus_json *reply)
{
    static const struct {
        const char *cells, *table, *ja, *en;
    } ROWS[] = {
        {"by_programme", "programmes", "事業別", "by programme"},
        {"by_purpose", "purposes", "目的別", "by purpose"},
        {"by_country", "countries", "国・地域別（相手）", "by country of the partner"},
        {"by_size", "sizes", "企業規模別", "by size of the firm"},
    };
    const struct mus_json *labels = mus_json_get(reply, "labels");
    for (size_t i = 0; i < sizeof ROWS / sizeof ROWS[0]; i++) {
        say_breakdown(page, mus_json_get(reply, ROWS[i].cells), mus_json_get(labels, ROWS[i].table),
                      ROWS[i].ja, ROWS[i].en);
    }
    int64_t below = mus_reply_integer(reply, "published_below");
    if (below > 0) {
        mus_page_say(page, "（–：%lld 件未満の数と、それが逆算できる数は示しません）\n",
                     "(–: counts below %lld, and those they would follow from, are not told)\n",
                     (long long)below);
    }
}

/* ------------------------------------------------------------------ what does not count */

static const char *reason_of(const struct mus_page *page, struct mus_text reason)
{
    static const struct {
        const char *name, *ja, *en;
    } REASONS[] = {
        {"duplicate", "重複", "duplicate of"},
        {"reversed", "取り消し", "reversed by"},
        {"reduced_by_named", "個別記録と重なる", "also named in"},
        {"unconfirmed", "第二の人の確認がない", "not confirmed by a second person"},
        {"stage", "規則がこの段階を数えない", "the rules do not count this stage"},
        {"programme", "規則がこの事業を数えない", "the rules do not count this programme"},
        {"side", "規則がこの立場の回答を数えない", "the rules do not count this side's answers"},
    };
    for (size_t i = 0; i < sizeof REASONS / sizeof REASONS[0]; i++) {
        if (mus_text_equals(reason, REASONS[i].name)) {
            return mus_page_pick(page, REASONS[i].ja, REASONS[i].en);
        }
    }
    return "";
}

static void say_reason(struct mus_page *page, struct mus_text reason,
                       const struct mus_json *same_as)
{
    mus_buf_add_z(page->out, reason_of(page, reason));
    if (mus_json_type(same_as) == MUS_JSON_INTEGER) {
        mus_page_say(page, "（記録 %lld）", " entry %lld", (long long)mus_json_integer(same_as));
    }
}

static void say_more(struct mus_page *page, size_t count)
{
    if (count > LISTED) {
        mus_page_say(page, "  ほか %zu 件（--json ですべて）\n",
                     "  and %zu more (all with --json)\n", count - LISTED);
    }
}

static void say_suppressed(struct mus_page *page, const struct mus_json *list)
{
    struct mus_json_iter iter;
    if (mus_json_count(list) == 0) {
        return;
    }
    say_heading(page, "規則に当てはまるが数えなかった記録",
                "left out although the rules speak of it");
    for (bool more = mus_json_first(list, &iter); more && iter.index < LISTED;
         more = mus_json_next(&iter)) {
        mus_page_say(page, "  記録 %-6lld %5lld 件  ", "  entry %-6lld %5lld  ",
                     (long long)mus_reply_integer(iter.value, "entry"),
                     (long long)mus_reply_integer(iter.value, "count"));
        say_reason(page, mus_reply_text(iter.value, "because"),
                   mus_json_get(iter.value, "same_as"));
        mus_buf_add_byte(page->out, '\n');
    }
    say_more(page, mus_json_count(list));
}

static void say_excluded(struct mus_page *page, const struct mus_json *excluded)
{
    mus_page_say(
        page,
        "規則の対象外の記録：段階により %lld 件、事業により %lld 件、回答者の立場により %lld 件\n",
        "outside the rules: by stage %lld, by programme %lld, by side %lld\n",
        (long long)mus_reply_integer(excluded, "stage"),
        (long long)mus_reply_integer(excluded, "programme"),
        (long long)mus_reply_integer(excluded, "side"));
}

/* ------------------------------------------------------------------ cases, figures, ledger */

static void say_funnel(struct mus_page *page, const struct mus_json *funnel)
{
    static const struct {
        const char *name, *ja, *en;
    } STAGES[] = {
        {"suggested", "候補", "suggested"},
        {"introduced", "紹介", "introduced"},
        {"accepted", "承諾", "accepted"},
        {"meeting_held", "面談", "meeting held"},
        {"follow_up", "フォローアップ", "follow-up"},
        {"concluded", "成立", "concluded"},
        {"first_order", "初回受注", "first order"},
        {"declined", "辞退", "declined"},
        {"withdrawn", "取り下げ", "withdrawn"},
        {"no_show", "欠席", "no-show"},
        {"lapsed", "失効", "lapsed"},
    };
    if (mus_reply_integer(funnel, "suggested") == 0) {
        return;
    }
    say_heading(page, "この年度に動いた案件（その段階まで進んだ数、終わった数）",
                "cases of the year (that came so far, or ended so)");
    for (size_t i = 0; i < sizeof STAGES / sizeof STAGES[0]; i++) {
        mus_buf_printf(page->out, "%s%s ",
                       i == 0   ? "  "
                       : i == 7 ? "\n  "
                                : "  ",
                       mus_page_pick(page, STAGES[i].ja, STAGES[i].en));
        mus_page_number(page, mus_reply_integer(funnel, STAGES[i].name));
    }
    mus_page_end(page);
}

static void say_figure(struct mus_page *page, const struct mus_json *figure)
{
    struct mus_text indicator = mus_reply_text(figure, "indicator");
    struct mus_text source = mus_reply_text(figure, "source");
    bool target = mus_text_equals(mus_reply_text(figure, "figure"), "target");
    mus_page_say(page, "  %lld年度 %s", "  FY%lld %s",
                 (long long)mus_reply_integer(figure, "fiscal_year"),
                 target ? mus_page_pick(page, "目標  ", "target   ")
                        : mus_page_pick(page, "公表値", "published"));
    say_number(page, mus_json_get(figure, "value"), NUMBER_COLUMNS);
    mus_buf_printf(page->out, "  %.*s  %.*s", MUS_TEXT_ARG(indicator), MUS_TEXT_ARG(source));
    mus_page_end(page);
}

static void say_figures(struct mus_page *page, const struct mus_json *figures, const char *ja,
                        const char *en)
{
    struct mus_json_iter iter;
    if (mus_json_count(figures) == 0) {
        return;
    }
    say_heading(page, ja, en);
    for (bool more = mus_json_first(figures, &iter); more; more = mus_json_next(&iter)) {
        say_figure(page, iter.value);
    }
}

static void say_ledger(struct mus_page *page, const struct mus_json *ledger)
{
    struct mus_text root = mus_reply_text(ledger, "root");
    mus_buf_add_z(page->out, mus_page_pick(page, "台帳 ", "ledger: "));
    mus_page_number(page, mus_reply_integer(ledger, "size"));
    mus_page_say(page, " 件　ルートハッシュ %.*s\n", " entries, root %.*s\n", MUS_TEXT_ARG(root));
}

void mus_render_indicator(struct mus_page *page, const struct mus_json *reply)
{
    if (say_document(page, reply) || say_json(page, reply)) {
        return;
    }
    say_head(page, reply);
    say_target(page, reply);
    say_parts(page, reply);
    say_projection(page, mus_json_get(reply, "projection"));
    say_months(page, mus_json_get(reply, "months"));
    say_breakdowns(page, reply);
    say_suppressed(page, mus_json_get(reply, "suppressed"));
    say_funnel(page, mus_json_get(reply, "funnel"));
    say_figures(page, mus_json_get(reply, "figures"), "目標と公表値",
                "targets and published figures");
    say_figures(page, mus_json_get(reply, "other_figures"), "別の指標の値（足しません）",
                "figures of other indicators (not added)");
    mus_buf_add_byte(page->out, '\n');
    say_excluded(page, mus_json_get(reply, "excluded"));
    say_rule_set(page, reply);
    say_ledger(page, mus_json_get(reply, "ledger"));
}

void mus_render_yearly(struct mus_page *page, const struct mus_json *reply)
{
    say_document(page, reply);
}

/* ------------------------------------------------------------------ two rule sets */

static void say_side(struct mus_page *page, const struct mus_json *reply, const char *key)
{
    const struct mus_json *side = mus_json_get(reply, key);
    mus_buf_printf(page->out, "%s: ", key);
    mus_page_number(page, mus_reply_integer(side, "total"));
    mus_buf_add_z(page->out, mus_page_pick(page, " 件　", ", "));
    say_rule_set(page, side);
    say_parts(page, side);
}

static void say_verdict(struct mus_page *page, const char *key, const struct mus_json *verdict)
{
    struct mus_json_iter iter;
    mus_buf_printf(page->out, "  %s ", key);
    mus_page_number(page, mus_reply_integer(verdict, "count"));
    const struct mus_json *because = mus_json_get(verdict, "because");
    for (bool more = mus_json_first(because, &iter); more; more = mus_json_next(&iter)) {
        mus_buf_add_z(page->out, iter.index == 0 ? " " : ", ");
        say_reason(page, mus_reply_text(iter.value, "reason"), mus_json_get(iter.value, "same_as"));
    }
}

static void say_difference(struct mus_page *page, const struct mus_json *entry)
{
    struct mus_text date = mus_reply_text(entry, "date");
    struct mus_text programme = mus_reply_text(entry, "programme");
    mus_page_say(page, "  記録 %-6lld %.*s %.*s", "  entry %-6lld %.*s %.*s",
                 (long long)mus_reply_integer(entry, "entry"), MUS_TEXT_ARG(date),
                 MUS_TEXT_ARG(programme));
    say_verdict(page, "a", mus_json_get(entry, "a"));
    say_verdict(page, "b", mus_json_get(entry, "b"));
    mus_page_end(page);
}

void mus_render_compare(struct mus_page *page, const struct mus_json *reply)
{
    struct mus_json_iter iter;
    const struct mus_json *rules = mus_json_get(reply, "rules");
    const struct mus_json *entries = mus_json_get(reply, "entries");
    struct mus_text indicator = mus_reply_text(reply, "indicator");
    struct mus_text day = mus_reply_text(reply, "as_of");
    mus_page_say(page, "%lld年度 %.*s（%.*s 現在）\n", "FY%lld, %.*s (as of %.*s)\n",
                 (long long)mus_reply_integer(reply, "fiscal_year"), MUS_TEXT_ARG(indicator),
                 MUS_TEXT_ARG(day));
    say_side(page, reply, "a");
    say_side(page, reply, "b");
    if (mus_json_count(rules) > 0) {
        say_heading(page, "規則の違い", "how the rules differ");
    }
    for (bool more = mus_json_first(rules, &iter); more; more = mus_json_next(&iter)) {
        struct mus_text line = mus_json_text(iter.value);
        mus_buf_printf(page->out, "  %.*s\n", MUS_TEXT_ARG(line));
    }
    say_heading(page, "数え方が異なる記録", "entries that are not counted alike");
    if (mus_json_count(entries) == 0) {
        mus_page_line(page, "  ありません", "  none");
    }
    for (bool more = mus_json_first(entries, &iter); more && iter.index < LISTED;
         more = mus_json_next(&iter)) {
        say_difference(page, iter.value);
    }
    say_more(page, mus_json_count(entries));
    say_ledger(page, mus_json_get(reply, "ledger"));
}
