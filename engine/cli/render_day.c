/* What happens on the day of an event. */
#include "cli/render_plan.h"

enum { NAME_COLUMNS = 26, ID_COLUMNS = 10, WHAT_COLUMNS = 70 };

/* Of all that is done on the day, filling alone may come to nothing at all. */
static bool fills_nothing(const struct mus_json *reply)
{
    return mus_text_starts(mus_reply_text(reply, "what"), MUS_TEXT("refill")) &&
           mus_json_count(mus_json_get(reply, "changes")) == 0 &&
           mus_json_count(mus_json_get(reply, "who")) == 0;
}

void mus_render_day(struct mus_page *page, const struct mus_json *reply)
{
    struct mus_text token = mus_reply_text(reply, "token");
    if (mus_reply_flag(reply, "applied")) {
        mus_page_say(page, "実行%lld  ", "run %lld  ", (long long)mus_reply_integer(reply, "run"));
    } else {
        mus_buf_add_z(page->out, mus_page_pick(page, "まだ実行していない：", "not made yet: "));
    }
    mus_say_what(page, mus_reply_text(reply, "what"), WHAT_COLUMNS);
    mus_page_end(page);
    struct mus_json_iter iter;
    for (bool more = mus_json_first(mus_json_get(reply, "who"), &iter); more;
         more = mus_json_next(&iter)) {
        mus_buf_add_z(page->out, "  ");
        mus_page_pad(page, mus_reply_text(iter.value, "participant"), ID_COLUMNS);
        mus_buf_add_text(page->out, mus_page_label(page, mus_json_get(iter.value, "name")));
        mus_page_end(page);
    }
    mus_say_changes(page, reply);
    mus_say_left(page, reply);
    if (token.len > 0 && fills_nothing(reply)) {
        mus_page_line(page, "埋められるところはない", "there is nothing to fill");
    } else if (token.len > 0) {
        mus_page_say(page, "実行するには --apply %.*s を付けてもう一度\n",
                     "to make this change: again with --apply %.*s\n", MUS_TEXT_ARG(token));
    }
}

void mus_render_attendance(struct mus_page *page, const struct mus_json *reply)
{
    mus_page_pad(page, mus_reply_text(reply, "participant"), ID_COLUMNS);
    mus_page_pad(page, mus_page_label(page, mus_json_get(reply, "name")), NAME_COLUMNS);
    mus_page_say(page, " ほかの催し %lld回、取りやめ %lld、欠席 %lld\n",
                 " other events %lld, cancelled %lld, did not come %lld\n",
                 (long long)mus_reply_integer(reply, "events"),
                 (long long)mus_reply_integer(reply, "cancelled"),
                 (long long)mus_reply_integer(reply, "no_shows"));
}
