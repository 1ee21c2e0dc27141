#include "cli/render.h"

#include <string.h>

enum { LABEL_COLUMNS = 18, STAGE_COLUMNS = 16, NAME_COLUMNS = 30, ID_COLUMNS = 13 };

static struct mus_text name_of(const struct mus_page *page, const struct mus_json *company)
{
    return mus_page_label(page, mus_json_get(company, "name"));
}

/* "A × B", each cut to its column. */
static void say_pair(struct mus_page *page, const struct mus_json *reply, size_t columns)
{
    const struct mus_json *companies = mus_json_get(reply, "companies");
    mus_page_pad(page, name_of(page, mus_json_at(companies, 0)), columns);
    mus_buf_add_z(page->out, " × ");
    mus_page_pad(page, name_of(page, mus_json_at(companies, 1)), columns);
}

static void say_line(struct mus_page *page, const char *ja, const char *en, struct mus_text value)
{
    if (value.len == 0) {
        return;
    }
    mus_buf_add_z(page->out, "  ");
    mus_page_pad(page, mus_text_of(mus_page_pick(page, ja, en)), LABEL_COLUMNS);
    mus_buf_add_text(page->out, value);
    mus_page_end(page);
}

static void say_entry(struct mus_page *page, const struct mus_json *object)
{
    const struct mus_json *entry = mus_json_get(object, "entry");
    if (mus_json_type(entry) == MUS_JSON_INTEGER) {
        mus_page_say(page, "  記録 %lld", "  entry %lld", (long long)mus_json_integer(entry));
    }
    if (mus_json_get(object, "reversed_by") != NULL) {
        mus_page_say(page, "（記録 %lld で取り消し）", " (reversed by entry %lld)",
                     (long long)mus_reply_integer(object, "reversed_by"));
    }
}

/* One line a case. */
void mus_render_case_line(struct mus_page *page, const struct mus_json *reply)
{
    mus_page_pad(page, mus_reply_text(reply, "case"), ID_COLUMNS);
    mus_buf_add_byte(page->out, ' ');
    mus_page_pad(page, mus_page_label(page, mus_json_get(reply, "stage_name")), STAGE_COLUMNS);
    mus_buf_add_text(page->out, mus_reply_text(reply, "date"));
    mus_buf_add_z(page->out, "  ");
    say_pair(page, reply, NAME_COLUMNS);
    struct mus_text coordinator = mus_reply_text(reply, "coordinator");
    mus_buf_printf(page->out, "  %.*s", MUS_TEXT_ARG(coordinator));
    say_entry(page, reply);
    int64_t idle = mus_reply_integer(reply, "idle_days");
    if (idle > 0) {
        mus_page_say(page, "  %lld日間動きなし", "  %lld days without a step", (long long)idle);
    }
    mus_page_end(page);
}

static void say_origin(struct mus_page *page, const struct mus_json *origin)
{
    if (mus_json_type(origin) != MUS_JSON_OBJECT) {
        return;
    }
    struct mus_buf text = {0};
    struct mus_page small = {.out = &text, .english = page->english};
    if (mus_json_get(origin, "rank") != NULL) {
        mus_page_say(&small, "マッチング %lld位 ", "match, rank %lld, score ",
                     (long long)mus_reply_integer(origin, "rank"));
        mus_page_points(&small, mus_reply_integer(origin, "score"));
        if (!page->english) {
            mus_buf_add_z(&text, "点");
        }
    } else {
        struct mus_text event = mus_reply_text(origin, "event");
        struct mus_text meeting = mus_reply_text(origin, "meeting");
        mus_buf_printf(&text, "%.*s / %.*s", MUS_TEXT_ARG(event), MUS_TEXT_ARG(meeting));
    }
    say_line(page, "きっかけ", "came from", mus_buf_text(&text));
    mus_buf_done(&text);
}

static void say_step(struct mus_page *page, const struct mus_json *step)
{
    mus_buf_add_z(page->out, "    ");
    mus_buf_add_text(page->out, mus_reply_text(step, "date"));
    mus_buf_add_z(page->out, "  ");
    mus_page_pad(page, mus_page_label(page, mus_json_get(step, "stage_name")), STAGE_COLUMNS);
    mus_buf_add_text(page->out, mus_reply_text(step, "by"));
    say_entry(page, step);
    struct mus_text label = mus_reply_text(step, "label");
    struct mus_text evidence = mus_reply_text(step, "evidence");
    if (evidence.len > 0) {
        mus_page_say(page, "  証拠 %.*s SHA-256 %.12s…", "  evidence %.*s SHA-256 %.12s…",
                     MUS_TEXT_ARG(label), evidence.ptr);
    }
    mus_page_end(page);
}

static void say_handovers(struct mus_page *page, const struct mus_json *list)
{
    struct mus_json_iter iter;
    bool more = mus_json_first(list, &iter);
    if (more) {
        mus_page_line(page, "  引き継ぎ", "  hand-overs");
    }
    for (; more; more = mus_json_next(&iter)) {
        struct mus_text when = mus_reply_text(iter.value, "recorded");
        struct mus_text from = mus_reply_text(iter.value, "from");
        struct mus_text to = mus_reply_text(iter.value, "to");
        mus_buf_printf(page->out, "    %.10s  %.*s → %.*s\n", when.ptr, MUS_TEXT_ARG(from),
                       MUS_TEXT_ARG(to));
    }
}

/* Whole, with its history. */
void mus_render_case(struct mus_page *page, const struct mus_json *reply)
{
    mus_page_strong(page, mus_reply_text(reply, "case"));
    mus_buf_add_z(page->out, "  ");
    mus_buf_add_text(page->out, mus_page_label(page, mus_json_get(reply, "stage_name")));
    mus_page_end(page);
    const struct mus_json *companies = mus_json_get(reply, "companies");
    for (size_t i = 0; i < 2; i++) {
        const struct mus_json *company = mus_json_at(companies, i);
        struct mus_text name = name_of(page, company);
        struct mus_text id = mus_reply_text(company, "id");
        mus_buf_printf(page->out, "  %.*s  %.*s\n", MUS_TEXT_ARG(name), MUS_TEXT_ARG(id));
    }
    say_line(page, "事業", "programme",
             mus_page_label(page, mus_json_get(reply, "programme_name")));
    say_line(page, "目的", "purpose", mus_page_label(page, mus_json_get(reply, "purpose_name")));
    say_line(page, "開催回", "edition", mus_reply_text(reply, "edition"));
    say_line(page, "合意の種類", "agreement", mus_reply_text(reply, "agreement"));
    say_line(page, "担当者", "coordinator", mus_reply_text(reply, "coordinator"));
    say_origin(page, mus_json_get(reply, "origin"));
    mus_page_line(page, "  経過", "  steps");
    struct mus_json_iter iter;
    const struct mus_json *steps = mus_json_get(reply, "steps");
    for (bool more = mus_json_first(steps, &iter); more; more = mus_json_next(&iter)) {
        say_step(page, iter.value);
    }
    say_handovers(page, mus_json_get(reply, "handovers"));
}
