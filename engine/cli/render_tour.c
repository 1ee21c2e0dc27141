/* Routes of visiting groups. */
#include "cli/render.h"

enum { BOOTH_COLUMNS = 44 };

static void say_stop(struct mus_page *page, const struct mus_json *stop)
{
    struct mus_text start = mus_reply_text(stop, "start");
    struct mus_text day = mus_reply_text(stop, "day");
    struct mus_text hall = mus_reply_text(stop, "hall");
    struct mus_text interpreter = mus_reply_text(stop, "interpreter");
    struct mus_text name = mus_page_label(page, mus_json_get(stop, "name"));
    mus_buf_printf(page->out, "  %.*s%s%.*s  ", MUS_TEXT_ARG(day), day.len > 0 ? " " : "",
                   MUS_TEXT_ARG(start.len > 0 ? start : mus_reply_text(stop, "slot")));
    mus_page_pad(page, name.len > 0 ? name : mus_reply_text(stop, "booth"), BOOTH_COLUMNS);
    mus_buf_add_text(page->out, hall);
    if (interpreter.len > 0) {
        mus_page_say(page, "  通訳 %.*s", "  interpreter %.*s", MUS_TEXT_ARG(interpreter));
    }
    mus_page_end(page);
}

static void say_route(struct mus_page *page, const struct mus_json *route)
{
    struct mus_text name = mus_page_label(page, mus_json_get(route, "name"));
    struct mus_json_iter iter;
    mus_buf_add_byte(page->out, '\n');
    mus_page_strong(page, name.len > 0 ? name : mus_reply_text(route, "group"));
    mus_page_say(page, "  %lld名", "  %lld people", (long long)mus_reply_integer(route, "people"));
    mus_page_end(page);
    for (bool more = mus_json_first(mus_json_get(route, "stops"), &iter); more;
         more = mus_json_next(&iter)) {
        say_stop(page, iter.value);
    }
}

void mus_render_tour(struct mus_page *page, const struct mus_json *reply)
{
    struct mus_json_iter iter;
    mus_page_say(
        page,
        "訪問 %lld（多くとも %lld）、必ず見る %lld（見られない %lld）、希望 %lld（%lld）、徒歩 "
        "%lld分\n",
        "%lld visits of at most %lld; musts seen %lld, missed %lld; wants %lld, missed %lld; "
        "%lld minutes on foot\n",
        (long long)mus_reply_integer(reply, "visits"),
        (long long)mus_reply_integer(reply, "most_visits"),
        (long long)mus_reply_integer(reply, "musts"),
        (long long)mus_reply_integer(reply, "musts_missed"),
        (long long)mus_reply_integer(reply, "wants"),
        (long long)mus_reply_integer(reply, "wants_missed"),
        (long long)mus_reply_integer(reply, "walked_minutes"));
    for (bool more = mus_json_first(mus_json_get(reply, "routes"), &iter); more;
         more = mus_json_next(&iter)) {
        say_route(page, iter.value);
    }
}
