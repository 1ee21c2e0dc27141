/* Summaries of what was solved, Japanese first with the English beside where it is a sentence of
 * the answer. */
#include "cli/render_plan.h"

#include "codec/json_write.h"

/* ---- shared ---- */

/* The answer itself, where no file was named: as it is. */
static bool show_answer(struct mus_page *page, const struct mus_json *reply)
{
    if (mus_json_get(reply, "output") != NULL) {
        return false;
    }
    struct mus_json_writer writer = {.buf = page->out};
    if (mus_json_write_value(&writer, reply, NULL) == MUS_OK) {
        mus_json_end(&writer);
        mus_buf_add_byte(page->out, '\n');
    }
    return true;
}

static void say_seconds(struct mus_page *page, const struct mus_json *reply)
{
    struct mus_text output = mus_reply_text(reply, "output");
    mus_page_say(page, "手数 %lld、%.2f 秒。%.*s に書きました\n",
                 "%lld steps, %.2f seconds; written to %.*s\n",
                 (long long)mus_reply_integer(reply, "steps"),
                 mus_json_real(mus_json_get(reply, "seconds")), MUS_TEXT_ARG(output));
}

/* "why" in the page's language. */
static struct mus_text why_of(const struct mus_page *page, const struct mus_json *object,
                              const char *en, const char *ja)
{
    return mus_reply_text(object, page->english ? en : ja);
}

static void list_missing(struct mus_page *page, const struct mus_json *list, int64_t count)
{
    struct mus_json_iter iter;
    for (bool more = mus_json_first(list, &iter); more; more = mus_json_next(&iter)) {
        struct mus_text id = mus_reply_text(iter.value, "id");
        struct mus_text why = why_of(page, iter.value, "why", "why_ja");
        mus_page_say(page, "  %.*s：%.*s\n", "  %.*s: %.*s\n", MUS_TEXT_ARG(id), MUS_TEXT_ARG(why));
    }
    const int64_t more = count - (int64_t)mus_json_count(list);
    if (more > 0) {
        mus_page_say(page, "  ほか %lld\n", "  and %lld more\n", (long long)more);
    }
}

/* ---- pairings ---- */

/* "少なくとも最良の 99.64 % / at least 99.64 % of the best possible": rounded down, so that it
 * stays true. */
static void say_share(struct mus_page *page, int64_t total, int64_t bound)
{
    if (total >= bound) {
        mus_page_line(
            page,
            "最良（これより合計の大きい組み合わせはないと証明済み） / the best possible, proved",
            "the best possible, proved");
        return;
    }
    const long long shares = (long long)total * 10000 / (long long)bound;
    if (!page->english) {
        mus_buf_printf(page->out, "少なくとも最良の %lld.%02lld %% / ", shares / 100, shares % 100);
    }
    mus_buf_printf(page->out, "at least %lld.%02lld %% of the best possible\n", shares / 100,
                   shares % 100);
}

/* What evenness has cost and brought. */
static void say_price(struct mus_page *page, const struct mus_json *price)
{
    if (price == NULL) {
        return;
    }
    mus_buf_add_z(page->out, mus_page_pick(page, "均等さのために失う合計 ",
                                           "lost for the sake of evenness: "));
    mus_page_points(page, mus_reply_integer(price, "lost"));
    mus_buf_add_z(page->out, mus_page_pick(page, "（", " ("));
    mus_say_evenness(page, mus_json_get(price, "without"), mus_json_get(price, "with"));
    mus_page_line(page, "）", ")");
}

void mus_render_pairing(struct mus_page *page, const struct mus_json *reply)
{
    if (show_answer(page, reply)) {
        return;
    }
    const int64_t total = mus_reply_integer(reply, "total");
    const int64_t bound = mus_reply_integer(reply, "upper_bound");
    const long long missing = (long long)mus_reply_integer(reply, "missing");
    mus_page_say(page, "参加者 %lld、組 %lld。合計 ",
                 "participants %lld, pairs chosen %lld, total ",
                 (long long)mus_reply_integer(reply, "participant_count"),
                 (long long)mus_reply_integer(reply, "pair_count"));
    mus_page_points(page, total);
    mus_page_say(page, "%s", "%s", mus_page_pick(page, "（上限 ", " (bound "));
    mus_page_points(page, bound);
    mus_page_line(page, "）", ")");
    say_share(page, total, bound);
    if (missing > 0) {
        mus_page_say(page,
                     "最少件数に足りない商談 %lld（%lld は避けられない）、足りない参加者 %lld\n",
                     "%lld meetings missing to the minimums (%lld cannot be avoided), of %lld "
                     "participants\n",
                     missing, (long long)mus_reply_integer(reply, "missing_lower_bound"),
                     (long long)mus_reply_integer(reply, "unmet_count"));
    }
    say_price(page, mus_json_get(reply, "price"));
    list_missing(page, mus_json_get(reply, "unmet_minimum"),
                 mus_reply_integer(reply, "unmet_count"));
    say_seconds(page, reply);
}

/* ---- timetables ---- */

static const char *status_words(const struct mus_page *page, struct mus_text status)
{
    static const struct {
        const char *name, *ja, *en;
    } rows[] = {
        {"optimal", "最適（これよりよいものはないと証明済み）", "optimal (proved)"},
        {"feasible", "すべて入りました", "feasible: everything is placed"},
        {"incomplete", "入らない商談があります（避けられないとは証明されていません）",
         "incomplete: some are left out, not proved necessary"},
        {"infeasible", "すべては入りません（証明済み）", "infeasible (proved)"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        if (mus_text_equals(status, rows[i].name)) {
            return mus_page_pick(page, rows[i].ja, rows[i].en);
        }
    }
    return "";
}

static void say_breaks(struct mus_page *page, const struct mus_json *reply)
{
    const long long breaks = (long long)mus_reply_integer(reply, "breaks");
    const long long bound = (long long)mus_reply_integer(reply, "lower_bound");
    mus_page_say(page, "空きの回数 %lld、一人あたり %lld–%lld",
                 "breaks %lld, of one participant %lld–%lld", breaks,
                 (long long)mus_reply_integer(reply, "fewest_breaks"),
                 (long long)mus_reply_integer(reply, "most_breaks"));
    if (mus_text_equals(mus_reply_text(reply, "status"), "feasible")) {
        mus_page_say(page, "、少なくとも %lld は避けられない", ", at least %lld cannot be avoided",
                     bound);
    }
    mus_buf_add_byte(page->out, '\n');
}

void mus_render_timetable(struct mus_page *page, const struct mus_json *reply)
{
    if (show_answer(page, reply)) {
        return;
    }
    const long long count = (long long)mus_reply_integer(reply, "meeting_count");
    const long long left_out = (long long)mus_reply_integer(reply, "left_out");
    struct mus_json_iter iter;
    mus_page_say(page, "%s：%lld 件のうち %lld 件を入れました\n",
                 "%s: %lld meetings, %lld placed\n",
                 status_words(page, mus_reply_text(reply, "status")), count, count - left_out);
    say_breaks(page, reply);
    struct mus_text reason = why_of(page, reply, "reason", "reason_ja");
    if (reason.len > 0) {
        mus_page_say(page, "入らない理由：%.*s\n", "why: %.*s\n", MUS_TEXT_ARG(reason));
    }
    list_missing(page, mus_json_get(reply, "missing"), left_out);
    const struct mus_json *warnings =
        mus_json_get(reply, page->english ? "warnings" : "warnings_ja");
    for (bool more = mus_json_first(warnings, &iter); more; more = mus_json_next(&iter)) {
        struct mus_text warning = mus_json_text(iter.value);
        mus_page_say(page, "注意：%.*s\n", "note: %.*s\n", MUS_TEXT_ARG(warning));
    }
    say_seconds(page, reply);
}
