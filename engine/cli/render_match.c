/* A ranked list:
 *
 *     株式会社◯◯ (c-1) に紹介する企業   基準日 2026-11-23   対象 321社
 *
 *      1.  73.4点  ABC Trading Co., Ltd.   ベトナム   g-00000012
 *          こちらから見て 81.2 ・ 相手から見て 66.9
 *          こちらから見て（当社の「◯◯」に、相手の「△△」）
 *            目的の合致     20.0/20.0  販売先開拓 ↔ 調達
 *            …
 */
#include "cli/render.h"

#include "matcher/text/width.h"

enum { NAME_COLUMNS = 40, PART_COLUMNS = 26, CHIP_COLUMNS = 30 };

/* The title of the listing, or what stands for it. */
static void say_listing(struct mus_page *page, const struct mus_json *listing)
{
    const struct mus_json *title = mus_json_get(listing, "title");
    if (title == NULL) {
        title = mus_json_get(listing, "excerpt");
    }
    if (mus_json_type(listing) != MUS_JSON_OBJECT) {
        mus_buf_add_z(page->out, mus_page_pick(page, "企業全体", "the company as a whole"));
    } else if (mus_json_count(title) == 0) {
        mus_buf_add_z(page->out, mus_page_pick(page, "匿名の案件", "an anonymous listing"));
    } else {
        mus_buf_add_z(page->out, mus_page_pick(page, "「", "“"));
        mus_buf_add_text(page->out, mus_page_label(page, title));
        mus_buf_add_z(page->out, mus_page_pick(page, "」", "”"));
    }
}

static void say_pair(struct mus_page *page, const struct mus_json *listings, bool typed)
{
    if (typed) {
        mus_buf_add_z(page->out, mus_page_pick(page, "このニーズ", "this need"));
    } else {
        say_listing(page, mus_json_get(listings, "from"));
    }
    mus_buf_add_z(page->out, " → ");
    say_listing(page, mus_json_get(listings, "to"));
}

static void say_evidence(struct mus_page *page, const struct mus_json *evidence)
{
    struct mus_json_iter iter;
    const char *between = "";
    for (bool more = mus_json_first(evidence, &iter); more; more = mus_json_next(&iter)) {
        const struct mus_json *text = mus_json_get(iter.value, "text");
        mus_buf_add_z(page->out, between);
        if (text == NULL) {
            say_pair(page, mus_json_get(iter.value, "listings"), false);
        } else {
            mus_buf_add_text(page->out, mus_page_label(page, text));
        }
        if (!mus_json_bool(mus_json_get(iter.value, "matched"))) {
            mus_buf_add_z(page->out, mus_page_pick(page, "（合わない）", " (no match)"));
        }
        between = mus_page_pick(page, "、", "; ");
    }
}

/* "20.0/20.0" in its column. */
static void say_points(struct mus_page *page, int64_t contribution, int64_t weight)
{
    struct mus_buf points = {0};
    struct mus_page small = {.out = &points};
    mus_page_points(&small, contribution);
    mus_buf_add_byte(&points, '/');
    mus_page_points(&small, weight);
    mus_page_pad_left(page, mus_buf_text(&points), 10);
    mus_buf_done(&points);
    mus_buf_add_z(page->out, "  ");
}

static bool is_unknown(const struct mus_json *part)
{
    return mus_json_bool(mus_json_get(part, "unknown"));
}

static void say_part(struct mus_page *page, const struct mus_json *part)
{
    mus_buf_add_z(page->out, "        ");
    mus_page_pad(page, mus_page_label(page, mus_json_get(part, "label")), PART_COLUMNS);
    say_points(page, mus_reply_integer(part, "contribution"), mus_reply_integer(part, "weight"));
    if (mus_json_count(mus_json_get(part, "evidence")) == 0) {
        mus_page_faint(page, mus_text_of(mus_page_pick(page, "合うものはない", "nothing meets")));
    }
    say_evidence(page, mus_json_get(part, "evidence"));
    mus_page_end(page);
}

/* What nobody has stated has its neutral value: one line for all of it. */
static void say_unknown(struct mus_page *page, const struct mus_json *parts)
{
    struct mus_json_iter iter;
    struct mus_buf names = {0};
    int64_t contribution = 0;
    int64_t weight = 0;
    for (bool more = mus_json_first(parts, &iter); more; more = mus_json_next(&iter)) {
        if (is_unknown(iter.value)) {
            mus_buf_add_z(&names, names.len == 0 ? "" : mus_page_pick(page, "、", ", "));
            mus_buf_add_text(&names, mus_page_label(page, mus_json_get(iter.value, "label")));
            contribution += mus_reply_integer(iter.value, "contribution");
            weight += mus_reply_integer(iter.value, "weight");
        }
    }
    if (names.len > 0) {
        mus_buf_add_z(page->out, "        ");
        mus_page_pad(page,
                     mus_text_of(mus_page_pick(page, "不明（中立の値）", "unknown (neutral)")),
                     PART_COLUMNS);
        say_points(page, contribution, weight);
        mus_page_faint(page, mus_buf_text(&names));
        mus_buf_add_byte(page->out, '\n');
    }
    mus_buf_done(&names);
}

static void say_side(struct mus_page *page, const struct mus_json *side, bool forth)
{
    mus_buf_add_z(page->out, "      ");
    mus_buf_add_z(page->out, forth ? mus_page_pick(page, "こちらから見て ", "seen from here ")
                                   : mus_page_pick(page, "相手から見て ", "seen from there "));
    mus_page_points(page, mus_reply_integer(side, "fit"));
    mus_buf_add_z(page->out, mus_page_pick(page, "点： ", ": "));
    say_pair(page, mus_json_get(side, "listings"),
             mus_json_type(mus_json_get(side, "from")) == MUS_JSON_NULL); /* of no company */
    mus_buf_add_byte(page->out, '\n');
    struct mus_json_iter iter;
    const struct mus_json *parts = mus_json_get(side, "parts");
    for (bool more = mus_json_first(parts, &iter); more; more = mus_json_next(&iter)) {
        if (!is_unknown(iter.value)) {
            say_part(page, iter.value);
        }
    }
    say_unknown(page, parts);
}

static void say_advice(struct mus_page *page, const struct mus_json *advice, size_t limit)
{
    struct mus_json_iter iter;
    for (bool more = mus_json_first(advice, &iter); more && iter.index < limit;
         more = mus_json_next(&iter)) {
        struct mus_text company = mus_reply_text(iter.value, "company");
        struct mus_text name = mus_page_label(page, mus_json_get(iter.value, "name"));
        mus_buf_add_z(page->out, "      ");
        mus_buf_add_z(page->out, mus_page_pick(page, "評価を上げるには：", "to raise the score: "));
        mus_buf_add_text(page->out, mus_page_label(page, mus_json_get(iter.value, "text")));
        if (company.len > 0) {
            mus_page_say(page, "（%.*s", " (%.*s", MUS_TEXT_ARG(name));
            if (mus_reply_integer(iter.value, "gain") > 0) {
                mus_buf_add_z(page->out, mus_page_pick(page, "、最大 +", ", up to +"));
                mus_page_points(page, mus_reply_integer(iter.value, "gain"));
            }
            mus_buf_add_z(page->out, mus_page_pick(page, "）", ")"));
        }
        mus_buf_add_byte(page->out, '\n');
    }
}

static void say_sides(struct mus_page *page, const struct mus_json *result, size_t advice)
{
    struct mus_json_iter iter;
    const struct mus_json *sides = mus_json_get(result, "sides");
    for (bool more = mus_json_first(sides, &iter); more; more = mus_json_next(&iter)) {
        say_side(page, iter.value, iter.index == 0);
    }
    say_advice(page, mus_json_get(result, "advice"), advice);
}

/* Whole percent, rounded outwards as the range itself is. */
void mus_page_concluded(struct mus_page *page, const struct mus_json *range)
{
    enum { PERCENT = 10000 };
    long long low = (long long)mus_reply_integer(range, "low") / PERCENT;
    long long high = (long long)(mus_reply_integer(range, "high") + PERCENT - 1) / PERCENT;
    mus_page_say(page, "同程度の組の %lld–%lld %% が成約",
                 "of pairs like this, %lld–%lld %% concluded", low, high);
}

static void say_result(struct mus_page *page, const struct mus_json *result)
{
    struct mus_text name = mus_page_label(page, mus_json_get(result, "name"));
    bool explained = mus_json_get(result, "sides") != NULL;
    if (explained && mus_reply_integer(result, "rank") > 1) {
        mus_buf_add_byte(page->out, '\n');
    }
    mus_buf_printf(page->out, "%3lld. ", (long long)mus_reply_integer(result, "rank"));
    struct mus_buf score = {0};
    struct mus_page small = {.out = &score};
    mus_page_points(&small, mus_reply_integer(result, "score"));
    mus_page_pad_left(page, mus_buf_text(&score), 5);
    mus_buf_done(&score);
    mus_buf_add_z(page->out, mus_page_pick(page, "点  ", "  "));
    if (explained) {
        mus_page_strong(page, name);
        mus_buf_add_z(page->out, "  ");
    } else {
        mus_page_pad(page, name, NAME_COLUMNS);
    }
    mus_page_pad(page, mus_page_label(page, mus_json_get(result, "country_name")), 18);
    mus_buf_add_z(page->out, "  ");
    mus_page_faint(page, mus_reply_text(result, "company"));
    const struct mus_json *concluded = mus_json_get(result, "concluded");
    if (concluded != NULL) {
        mus_buf_add_z(page->out, "  ");
        mus_page_concluded(page, concluded);
    }
    mus_buf_add_byte(page->out, '\n');
    say_sides(page, result, 2);
}

static void say_subject(struct mus_page *page, const struct mus_json *reply)
{
    struct mus_text company = mus_reply_text(reply, "company");
    if (company.len == 0) {
        struct mus_text need = mus_page_label(page, mus_json_get(reply, "need"));
        mus_page_say(page, "ニーズ「%.*s」に応えられる企業",
                     "Companies that can serve the need “%.*s”", MUS_TEXT_ARG(need));
        return;
    }
    struct mus_text name = mus_page_label(page, mus_json_get(reply, "name"));
    mus_page_say(page, "%.*s（%.*s）に紹介する企業", "Whom to introduce to %.*s (%.*s)",
                 MUS_TEXT_ARG(name), MUS_TEXT_ARG(company));
}

/* A condition is decided upon: a long one is not cut. */
static void say_condition(struct mus_page *page, struct mus_text text)
{
    size_t width = mus_text_width(text);
    mus_page_pad(page, text, width > CHIP_COLUMNS ? width : CHIP_COLUMNS);
}

/* What was read from the words of a need, and what is compared where that is less. */
static void say_read(struct mus_page *page, const struct mus_json *reply)
{
    struct mus_json_iter iter;
    const struct mus_json *chips = mus_json_get(reply, "read");
    bool more = mus_json_first(chips, &iter);
    if (more) {
        mus_page_line(page, "\n読み取った条件（文に戻すには --not-read ID）",
                      "\nRead as conditions (--not-read ID puts one back into text)");
    }
    for (; more; more = mus_json_next(&iter)) {
        struct mus_text text = mus_reply_text(iter.value, "text");
        mus_buf_add_z(page->out, "  ");
        say_condition(page, mus_reply_text(iter.value, "chip"));
        mus_buf_add_z(page->out, "  ");
        say_condition(page, mus_page_label(page, iter.value));
        mus_page_say(page, "  「%.*s」\n", "  “%.*s”\n", MUS_TEXT_ARG(text));
    }
    struct mus_text compared = mus_page_label(page, mus_json_get(reply, "compared"));
    if (mus_json_get(reply, "compared") != NULL) {
        mus_page_say(page, "比べる文：%.*s", "Compared as text: %.*s", MUS_TEXT_ARG(compared));
    }
}

static void say_count(struct mus_page *page, const struct mus_json *reply, const char *key,
                      const char *ja, const char *en)
{
    int64_t count = mus_reply_integer(reply, key);
    if (count > 0) {
        mus_buf_add_z(page->out, mus_page_pick(page, "、", ", "));
        mus_buf_add_z(page->out, mus_page_pick(page, ja, ""));
        mus_page_number(page, count);
        mus_buf_add_z(page->out, mus_page_pick(page, "社", en));
    }
}

static void say_own_veto(struct mus_page *page, const struct mus_json *veto)
{
    if (veto != NULL) {
        struct mus_text label = mus_page_label(page, mus_json_get(veto, "label"));
        mus_page_say(page, "注意：この企業自身が紹介できない状態です（%.*s）\n\n",
                     "Note: this company itself must not be introduced: it %.*s\n\n",
                     MUS_TEXT_ARG(label));
    }
}

static void say_vetoed(struct mus_page *page, const struct mus_json *vetoed)
{
    struct mus_json_iter iter;
    bool more = mus_json_first(vetoed, &iter);
    if (more) {
        mus_page_line(page, "\n紹介できない企業", "\nNot to be introduced");
    }
    for (; more; more = mus_json_next(&iter)) {
        mus_buf_add_z(page->out, "  ");
        mus_page_pad(page, mus_page_label(page, mus_json_get(iter.value, "name")), NAME_COLUMNS);
        mus_buf_add_z(page->out, "  ");
        mus_buf_add_text(page->out, mus_page_label(page, mus_json_get(iter.value, "label")));
        mus_buf_add_byte(page->out, '\n');
    }
}

/* What was written where: the answers are in a file. */
static void say_run(struct mus_page *page, const struct mus_json *reply)
{
    int64_t kept = mus_reply_integer(reply, "kept");
    mus_page_say(page, "%.*s に書きました：",
                 "Written to %.*s: ", MUS_TEXT_ARG(mus_reply_text(reply, "run")));
    mus_page_number(page, mus_reply_integer(reply, "queries"));
    mus_buf_add_z(page->out, mus_page_pick(page, "社分、", " companies, "));
    mus_page_number(page, mus_reply_integer(reply, "lines"));
    mus_buf_add_z(page->out, mus_page_pick(page, " 行", " lines"));
    if (kept > 0) {
        mus_buf_add_z(page->out, mus_page_pick(page, "（うち ", " ("));
        mus_page_number(page, kept);
        mus_buf_add_z(page->out,
                      mus_page_pick(page, "社分は中断前のもの）", " companies from before)"));
    }
    mus_buf_add_byte(page->out, '\n');
}

void mus_render_match(struct mus_page *page, const struct mus_json *reply)
{
    if (mus_json_get(reply, "run") != NULL) {
        say_run(page, reply);
        return;
    }
    if (page->answers > 0) {
        mus_buf_add_byte(page->out, '\n');
    }
    say_subject(page, reply);
    say_read(page, reply);
    struct mus_text today = mus_reply_text(reply, "today");
    struct mus_text digest = mus_reply_text(reply, "weights");
    digest.len = digest.len > 12 ? 12 : digest.len;
    mus_page_say(page, "\n基準日 %.*s ・ 重み %.*s ・ ", "\nas of %.*s, weights %.*s, ",
                 MUS_TEXT_ARG(today), MUS_TEXT_ARG(digest));
    mus_buf_add_z(page->out, mus_page_pick(page, "全 ", ""));
    mus_page_number(page, mus_reply_integer(reply, "considered"));
    mus_buf_add_z(page->out, mus_page_pick(page, "社", " companies"));
    say_count(page, reply, "filtered", "条件に合わない ", " do not pass the filters");
    say_count(page, reply, "unknown_excluded", "条件の項目が不明 ",
              " lack a value the filters ask for");
    say_count(page, reply, "vetoed_count", "紹介できない ", " must not be introduced");
    mus_buf_add_z(page->out, "\n\n");
    say_own_veto(page, mus_json_get(reply, "company_veto"));
    struct mus_json_iter iter;
    const struct mus_json *results = mus_json_get(reply, "results");
    for (bool more = mus_json_first(results, &iter); more; more = mus_json_next(&iter)) {
        say_result(page, iter.value);
    }
    if (mus_json_count(results) == 0) {
        mus_page_line(page, "該当する企業はありません", "No company fits");
    }
    say_vetoed(page, mus_json_get(reply, "vetoed"));
}

void mus_render_explain(struct mus_page *page, const struct mus_json *reply)
{
    struct mus_text a = mus_page_label(page, mus_json_get(mus_json_get(reply, "a"), "name"));
    struct mus_text b = mus_page_label(page, mus_json_get(mus_json_get(reply, "b"), "name"));
    mus_page_strong(page, a);
    mus_buf_add_z(page->out, mus_page_pick(page, " と ", " and "));
    mus_page_strong(page, b);
    mus_buf_add_z(page->out, mus_page_pick(page, "： ", ": "));
    mus_page_points(page, mus_reply_integer(reply, "score"));
    mus_buf_add_z(page->out, mus_page_pick(page, "点\n", "\n"));
    const struct mus_json *concluded = mus_json_get(reply, "concluded");
    if (concluded != NULL) {
        mus_page_concluded(page, concluded);
        mus_buf_add_byte(page->out, '\n');
    }
    const struct mus_json *veto = mus_json_get(reply, "veto");
    if (mus_json_type(veto) == MUS_JSON_OBJECT) {
        struct mus_text label = mus_page_label(page, mus_json_get(veto, "label"));
        mus_page_say(page, "紹介できません：%.*s\n",
                     "They must not be introduced: the other %.*s\n", MUS_TEXT_ARG(label));
    }
    say_sides(page, reply, SIZE_MAX);
}
