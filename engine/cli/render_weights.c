/* Sets of weights, and what was learned. */
#include "cli/render.h"

enum { NAME_COLUMNS = 24, PART_COLUMNS = 22, WEIGHT_COLUMNS = 6 };

static void say_digest(struct mus_page *page, const struct mus_json *reply)
{
    struct mus_text digest = mus_reply_digest(reply, "digest");
    mus_buf_printf(page->out, "%.*s", MUS_TEXT_ARG(digest));
}

/* Thousandths of a nat, from millionths. */
static double thousandths(const struct mus_json *reply, const char *key)
{
    return (double)mus_reply_integer(reply, key) / 1000;
}

/* Where the set in use has no index of its own: nothing else than time is lost. */
static void say_not_indexed(struct mus_page *page, const struct mus_json *reply)
{
    if (mus_json_get(reply, "indexed") != NULL && !mus_reply_flag(reply, "indexed")) {
        mus_page_line(page,
                      "索引は別の重みのものなので、match "
                      "は毎回すべての企業を見ます（結果は同じ。速くするには："
                      "musubi reindex）",
                      "The index is for other weights: match looks at every company (with the same "
                      "results) until it is made anew: musubi reindex");
    }
}

void mus_render_weights_line(struct mus_page *page, const struct mus_json *reply)
{
    struct mus_text author = mus_reply_text(reply, "author");
    struct mus_text date = mus_reply_text(reply, "date");
    bool learned = mus_text_equals(mus_reply_text(reply, "origin"), "learned");
    mus_buf_add_z(page->out, mus_reply_flag(reply, "in_use") ? "* " : "  ");
    mus_page_pad(page, mus_reply_text(reply, "name"), NAME_COLUMNS);
    say_digest(page, reply);
    mus_buf_add_z(page->out, "  ");
    if (learned) {
        mus_page_say(page, "%.*s 結果%lld件から学習", "%.*s learned from %lld outcomes",
                     MUS_TEXT_ARG(date), (long long)mus_reply_integer(reply, "events"));
    } else {
        mus_buf_add_z(page->out, mus_page_pick(page, "専門家の重み", "the expert's"));
    }
    if (learned && author.len > 0) {
        mus_page_say(page, "（%.*s）", " (%.*s)", MUS_TEXT_ARG(author));
    }
    mus_page_end(page);
    say_not_indexed(page, reply);
}

static void say_weight(struct mus_page *page, const struct mus_json *part, const char *key)
{
    struct mus_buf text = {0};
    struct mus_page small = {.out = &text};
    mus_page_points(&small, mus_reply_integer(part, key));
    mus_page_pad_left(page, mus_buf_text(&text), WEIGHT_COLUMNS);
    mus_buf_done(&text);
}

static void say_part(struct mus_page *page, const struct mus_json *part)
{
    mus_buf_add_z(page->out, "  ");
    mus_page_pad(page, mus_page_label(page, mus_json_get(part, "label")), PART_COLUMNS);
}

static void say_calibration(struct mus_page *page, const struct mus_json *calibration)
{
    if (calibration != NULL) {
        struct mus_text date = mus_reply_text(calibration, "date");
        mus_page_say(page, "成約の割合：紹介して終わった %lld組（うち成立 %lld）から、%.*s\n",
                     "shares concluded: from %lld pairs introduced and ended (%lld concluded), "
                     "%.*s\n",
                     (long long)mus_reply_integer(calibration, "pairs"),
                     (long long)mus_reply_integer(calibration, "concluded"), MUS_TEXT_ARG(date));
    }
}

void mus_render_weights(struct mus_page *page, const struct mus_json *reply)
{
    struct mus_json_iter iter;
    mus_render_weights_line(page, reply);
    const struct mus_json *parts = mus_json_get(reply, "parts");
    for (bool more = mus_json_first(parts, &iter); more; more = mus_json_next(&iter)) {
        say_part(page, iter.value);
        say_weight(page, iter.value, "weight");
        mus_page_end(page);
    }
    mus_page_line(page, "ほかの数値は組み込みで、識別値はそれも含めたもの",
                  "all other numbers are built in; the digest covers them too");
    say_calibration(page, mus_json_get(reply, "calibration"));
}

static void say_change(struct mus_page *page, const struct mus_json *part)
{
    say_part(page, part);
    say_weight(page, part, "before");
    mus_buf_add_z(page->out, " →");
    say_weight(page, part, "after");
}

void mus_render_weights_diff(struct mus_page *page, const struct mus_json *reply)
{
    struct mus_json_iter iter;
    struct mus_text a = mus_reply_text(mus_json_get(reply, "a"), "name");
    struct mus_text b = mus_reply_text(mus_json_get(reply, "b"), "name");
    const struct mus_json *parts = mus_json_get(reply, "parts");
    mus_buf_printf(page->out, "%.*s → %.*s\n", MUS_TEXT_ARG(a), MUS_TEXT_ARG(b));
    if (mus_json_count(parts) == 0) {
        mus_page_line(page, "違いはありません", "nothing differs");
    }
    for (bool more = mus_json_first(parts, &iter); more; more = mus_json_next(&iter)) {
        say_change(page, iter.value);
        mus_page_end(page);
    }
}

void mus_render_weights_used(struct mus_page *page, const struct mus_json *reply)
{
    struct mus_text name = mus_reply_text(reply, "name");
    struct mus_text previous = mus_reply_text(reply, "previous");
    mus_page_say(page, "これからの評価には %.*s を使います（これまでは %.*s）\n",
                 "Scores are made with %.*s from now on (with %.*s before)\n", MUS_TEXT_ARG(name),
                 MUS_TEXT_ARG(previous));
    say_not_indexed(page, reply);
}

/* ------------------------------------------------------------------ learning */

static void say_basis(struct mus_page *page, const struct mus_json *reply)
{
    long long left_out = (long long)mus_reply_integer(reply, "left_out");
    mus_page_say(page, "結果 %lld件（候補 %lld）\n", "%lld outcomes (%lld candidates)\n",
                 (long long)mus_reply_integer(reply, "events"),
                 (long long)mus_reply_integer(reply, "candidates"));
    if (left_out > 0) {
        mus_page_say(page, "候補の一覧をたどれない成立 %lld件は使っていません\n",
                     "%lld conclusions behind which no list of a match stands were left out\n",
                     left_out);
    }
}

static void say_parts_learned(struct mus_page *page, const struct mus_json *parts)
{
    struct mus_json_iter iter;
    for (bool more = mus_json_first(parts, &iter); more; more = mus_json_next(&iter)) {
        say_change(page, iter.value);
        mus_buf_add_z(page->out, "  (");
        say_weight(page, iter.value, "low");
        mus_buf_add_z(page->out, " –");
        say_weight(page, iter.value, "high");
        mus_buf_add_z(page->out, ")");
        if (mus_reply_flag(iter.value, "bounded")) {
            mus_buf_add_z(page->out, mus_page_pick(page, " 動ける範囲の端", " as far as it may"));
        } else if (mus_reply_flag(iter.value, "silent")) {
            mus_buf_add_z(page->out, mus_page_pick(page, " 候補に差がない", " no difference"));
        }
        mus_page_end(page);
    }
}

static void say_gain(struct mus_page *page, const struct mus_json *reply)
{
    mus_page_say(page,
                 "1件あたりの対数尤度：専門家 -%.3f、学習 -%.3f、差 %+.1f/1000（90%%区間の下端 "
                 "%+.1f/1000）\n",
                 "log-likelihood of an outcome: the expert's -%.3f, learned -%.3f, gain "
                 "%+.1f/1000 (lower end of 90 %%: %+.1f/1000)\n",
                 thousandths(reply, "loss_expert") / 1000, thousandths(reply, "loss") / 1000,
                 thousandths(reply, "gain"), thousandths(reply, "gain_low"));
}

static void say_kept(struct mus_page *page, const struct mus_json *reply)
{
    struct mus_text name = mus_reply_text(reply, "name");
    if (mus_reply_flag(reply, "stored")) {
        mus_page_say(page, "確かに良いので %.*s として残しました\n",
                     "Surely better: kept as %.*s\n", MUS_TEXT_ARG(name));
    } else {
        mus_page_say(page, "同じ重みが %.*s として既にあります\n",
                     "The same weights are there already, as %.*s\n", MUS_TEXT_ARG(name));
    }
    if (mus_reply_flag(reply, "in_use")) {
        mus_page_line(page, "これからの評価に使います", "Scores are made with them from now on");
        say_not_indexed(page, reply);
    } else {
        mus_page_say(page, "使うには：musubi weights use %.*s\n",
                     "To use them: musubi weights use %.*s\n", MUS_TEXT_ARG(name));
    }
}

void mus_render_weights_learned(struct mus_page *page, const struct mus_json *reply)
{
    struct mus_text verdict = mus_reply_text(reply, "verdict");
    say_basis(page, reply);
    if (mus_text_equals(verdict, "few")) {
        mus_page_say(page, "学ぶには少なすぎます（%lld件から）。重みは変わりません\n",
                     "Too few to learn from (%lld are needed): the weights stay\n",
                     (long long)mus_reply_integer(reply, "needed"));
        return;
    }
    if (mus_text_equals(verdict, "unrelated")) {
        mus_page_line(page, "評価と成立のあいだに関係が見られません。重みは変わりません",
                      "What was concluded has nothing to do with the scores: the weights stay");
        return;
    }
    say_parts_learned(page, mus_json_get(reply, "parts"));
    say_gain(page, reply);
    if (mus_text_equals(verdict, "adopt")) {
        say_kept(page, reply);
    } else {
        mus_page_line(page, "偶然を超えて良いとは言えません。重みは変わりません",
                      "No better than chance would explain: the weights stay");
    }
}

/* ------------------------------------------------------------------ calibrating */

static void say_pairs(struct mus_page *page, const struct mus_json *reply)
{
    long long open = (long long)mus_reply_integer(reply, "open");
    long long others = (long long)mus_reply_integer(reply, "other_weights");
    mus_page_say(page, "紹介して終わった組 %lld（うち成立 %lld）\n",
                 "%lld pairs introduced and ended (%lld concluded)\n",
                 (long long)mus_reply_integer(reply, "pairs"),
                 (long long)mus_reply_integer(reply, "concluded"));
    if (open > 0) {
        mus_page_say(page, "まだ途中の %lld組は数えていません\n",
                     "still under way and not counted: %lld\n", open);
    }
    if (others > 0) {
        mus_page_say(page, "別の重みで評価した %lld組は使っていません\n",
                     "scored by other weights and left out: %lld\n", others);
    }
}

static void say_ranges(struct mus_page *page, const struct mus_json *ranges)
{
    struct mus_json_iter iter;
    for (bool more = mus_json_first(ranges, &iter); more; more = mus_json_next(&iter)) {
        mus_buf_add_z(page->out, "  ");
        say_weight(page, iter.value, "score");
        mus_buf_add_z(page->out, mus_page_pick(page, "点  ", "  "));
        mus_page_concluded(page, mus_json_get(iter.value, "concluded"));
        mus_page_end(page);
    }
}

void mus_render_weights_calibrated(struct mus_page *page, const struct mus_json *reply)
{
    struct mus_text verdict = mus_reply_text(reply, "verdict");
    say_pairs(page, reply);
    if (mus_text_equals(verdict, "fitted")) {
        say_ranges(page, mus_json_get(reply, "ranges"));
        mus_page_line(page, "これから match と explain に示します（90%区間）",
                      "match and explain show these from now on (90 % intervals)");
        return;
    }
    if (mus_text_equals(verdict, "few")) {
        mus_page_say(page, "割合を示すには少なすぎます（成立とそれ以外が %lld組ずつから）\n",
                     "Too few for a percentage (%lld concluded and as many others are needed)\n",
                     (long long)mus_reply_integer(reply, "needed"));
    } else {
        mus_page_line(page, "評価の高い組ほど成立しているとは言えません。割合は示しません",
                      "Higher scores were not concluded more often: no percentage is shown");
    }
    if (mus_reply_flag(reply, "withdrawn")) {
        mus_page_line(page, "これまで示していた割合は取り下げました",
                      "What was shown so far is withdrawn");
    }
}
