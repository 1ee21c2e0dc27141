/* Lists before the fair. */
#include "cli/render_plan.h"

enum { NAME_COLUMNS = 40, ID_COLUMNS = 12, LABEL_COLUMNS = 34, SHOWN = 10, MILLION = 1000000 };

static void say_figure(struct mus_page *page, const char *ja, const char *en,
                       const struct mus_json *reply, const char *key, int64_t unit)
{
    const struct mus_json *before = mus_json_get(reply, "before");
    const struct mus_json *after = mus_json_get(reply, "after");
    mus_buf_add_z(page->out, "  ");
    mus_page_pad(page, mus_text_of(mus_page_pick(page, ja, en)), LABEL_COLUMNS);
    mus_buf_printf(page->out, "%6.2f → %.2f", (double)mus_reply_integer(before, key) / (double)unit,
                   (double)mus_reply_integer(after, key) / (double)unit);
    mus_page_end(page);
}

/* The mean attention of companies of one size. */
static void say_size(struct mus_page *page, const struct mus_json *of_size)
{
    struct mus_buf label = {0};
    mus_buf_printf(&label, "%s (%lld)", mus_size_words(page, of_size),
                   (long long)mus_reply_integer(of_size, "participants"));
    mus_buf_add_z(page->out, "    ");
    mus_page_pad(page, mus_buf_text(&label), LABEL_COLUMNS - 2);
    mus_buf_printf(page->out, "%6.2f → %.2f",
                   (double)mus_reply_integer(of_size, "before") / MILLION,
                   (double)mus_reply_integer(of_size, "after") / MILLION);
    mus_page_end(page);
    mus_buf_done(&label);
}

static void say_list(struct mus_page *page, const struct mus_json *list, size_t most)
{
    mus_buf_add_byte(page->out, '\n');
    mus_page_strong(page, mus_page_label(page, mus_json_get(list, "name")));
    mus_buf_printf(page->out, "  %.*s", MUS_TEXT_ARG(mus_reply_text(list, "participant")));
    mus_page_end(page);
    struct mus_json_iter iter;
    for (bool more = mus_json_first(mus_json_get(list, "list"), &iter); more && iter.index < most;
         more = mus_json_next(&iter)) {
        long long own = (long long)mus_reply_integer(iter.value, "rank_by_score");
        mus_buf_printf(page->out, "%4lld  ", (long long)mus_reply_integer(iter.value, "rank"));
        mus_page_pad(page, mus_page_label(page, mus_json_get(iter.value, "name")), NAME_COLUMNS);
        mus_page_pad(page, mus_reply_text(iter.value, "participant"), ID_COLUMNS);
        mus_page_points(page, mus_reply_integer(iter.value, "score"));
        if (own != mus_reply_integer(iter.value, "rank")) {
            mus_page_say(page, "（点数だけなら%lld位）", " (by score alone: %lld)", own);
        }
        mus_page_end(page);
    }
    size_t count = mus_json_count(mus_json_get(list, "list"));
    if (count > most) {
        mus_page_say(page, "      ほか %zu社\n", "      %zu more\n", count - most);
    }
}

void mus_render_event_lists(struct mus_page *page, const struct mus_json *reply)
{
    const struct mus_json *lists = mus_json_get(reply, "lists");
    mus_page_say(page, "参加者 %lld、会い得る組 %lld、注目の分け合い %lld/1000\n",
                 "%lld participants, %lld pairs that may meet, attention shared by %lld/1000\n",
                 (long long)mus_reply_integer(reply, "participants"),
                 (long long)mus_reply_integer(reply, "pairs"),
                 (long long)mus_reply_integer(reply, "sharing"));
    mus_page_line(page, "点数順の一覧 → この一覧", "lists by score → these lists");
    say_figure(page, "注目の偏り（ジニ係数）", "inequality of attention (Gini)", reply, "gini",
               MILLION);
    say_figure(page, "注目の最も少ない1割の平均", "mean of the least seen tenth", reply,
               "worst_tenth", MILLION);
    say_figure(page, "最も少ない参加者", "least seen participant", reply, "smallest", MILLION);
    say_figure(page, "一覧の平均点", "mean score in the lists", reply, "mean_score", MILLION / 100);
    say_figure(page, "見込まれる相思相愛の組", "mutual choices to be expected", reply, "mutual",
               MILLION);
    struct mus_json_iter iter;
    mus_page_line(page, "  規模別の注目の平均", "  mean attention by size");
    for (bool more = mus_json_first(mus_json_get(reply, "by_size"), &iter); more;
         more = mus_json_next(&iter)) {
        say_size(page, iter.value);
    }
    for (bool more = mus_json_first(lists, &iter); more && iter.index < SHOWN;
         more = mus_json_next(&iter)) {
        say_list(page, iter.value, mus_json_count(lists) == 1 ? SIZE_MAX : SHOWN);
    }
    if (mus_json_count(lists) > SHOWN) {
        mus_page_say(page, "\nほか %zu の一覧（--participant ID、または --json）\n",
                     "\n%zu more lists (--participant ID, or --json)\n",
                     mus_json_count(lists) - SHOWN);
    }
}
