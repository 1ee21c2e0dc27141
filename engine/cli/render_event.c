#include "cli/render.h"

#include "codec/json_write.h"

#include <stdio.h>

enum { LABEL_COLUMNS = 18, ID_COLUMNS = 12, NAME_COLUMNS = 30, CODE_COLUMNS = 16 };

/* ---- pieces ---- */

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

static void say_number(struct mus_page *page, const char *ja, const char *en,
                       const struct mus_json *value)
{
    if (mus_json_type(value) == MUS_JSON_INTEGER) {
        mus_buf_add_z(page->out, "  ");
        mus_page_pad(page, mus_text_of(mus_page_pick(page, ja, en)), LABEL_COLUMNS);
        mus_page_number(page, mus_json_integer(value));
        mus_page_end(page);
    }
}

/* "s1, s3" */
static void say_list(struct mus_page *page, const struct mus_json *list)
{
    struct mus_json_iter iter;
    for (bool more = mus_json_first(list, &iter); more; more = mus_json_next(&iter)) {
        mus_buf_add_z(page->out, iter.index == 0 ? "" : ", ");
        mus_buf_add_text(page->out, mus_json_text(iter.value));
    }
}

/* Not given where there is none in either language. */
static struct mus_text label_of(const struct mus_page *page, const struct mus_json *object,
                                const char *key)
{
    const struct mus_json *label = mus_json_get(object, key);
    return mus_json_count(label) == 0 ? MUS_NO_TEXT : mus_page_label(page, label);
}

static struct mus_text name_of(const struct mus_page *page, const struct mus_json *object)
{
    return label_of(page, object, "name");
}

/* "m-000001  甲 × 乙  s3 テーブル2" each. */
static void say_unplaced(struct mus_page *page, const struct mus_json *reply)
{
    const struct mus_json *list = mus_json_get(reply, "unplaced");
    struct mus_json_iter iter;
    bool more = mus_json_first(list, &iter);
    if (more) {
        mus_page_say(page, "  時間を失った商談 %zu件（時間割の組み直しを待つ、実行 %lld）\n",
                     "  %zu meetings lost their places and wait to be planned again (run %lld)\n",
                     mus_json_count(list), (long long)mus_reply_integer(reply, "run"));
    }
    for (; more; more = mus_json_next(&iter)) {
        const struct mus_json *between = mus_json_get(iter.value, "between");
        mus_buf_add_z(page->out, "    ");
        mus_page_pad(page, mus_reply_text(iter.value, "meeting"), ID_COLUMNS);
        mus_page_pad(page, name_of(page, mus_json_at(between, 0)), NAME_COLUMNS);
        mus_buf_add_z(page->out, " × ");
        mus_page_pad(page, name_of(page, mus_json_at(between, 1)), NAME_COLUMNS);
        mus_buf_add_z(page->out, "  ");
        mus_buf_add_text(page->out, mus_reply_text(iter.value, "slot"));
        if (mus_json_get(iter.value, "table") != NULL) {
            mus_page_say(page, " テーブル%lld", " table %lld",
                         (long long)mus_reply_integer(iter.value, "table"));
        }
        mus_page_end(page);
    }
}

/* ---- the event as a whole ---- */

static void say_days(struct mus_page *page, const struct mus_json *reply)
{
    struct mus_text from = mus_reply_text(reply, "from");
    struct mus_text to = mus_reply_text(reply, "to");
    mus_buf_add_text(page->out, from);
    if (!mus_text_equal(from, to)) {
        mus_buf_add_z(page->out, mus_page_pick(page, "～", " to "));
        mus_buf_add_text(page->out, to);
    }
}

static void say_halls(struct mus_page *page, const struct mus_json *reply)
{
    struct mus_json_iter iter;
    const struct mus_json *halls = mus_json_get(reply, "halls");
    mus_buf_add_z(page->out, "  ");
    mus_page_pad(page, mus_text_of(mus_page_pick(page, "ホール", "halls")), LABEL_COLUMNS);
    for (bool more = mus_json_first(halls, &iter); more; more = mus_json_next(&iter)) {
        struct mus_text name = name_of(page, iter.value);
        mus_buf_add_z(page->out, iter.index == 0 ? "" : ", ");
        mus_buf_add_text(page->out, mus_reply_text(iter.value, "id"));
        if (name.len > 0) {
            mus_buf_printf(page->out, " %.*s", MUS_TEXT_ARG(name));
        }
    }
    mus_page_end(page);
}

/* "2026-11-12 14枠 10:00～" for each day. */
static void say_slot_days(struct mus_page *page, const struct mus_json *reply)
{
    const struct mus_json *slots = mus_json_get(reply, "slots");
    size_t count = mus_json_count(slots);
    struct mus_text day = MUS_NO_TEXT;
    size_t of_day = 0;
    struct mus_json_iter iter;
    bool more = mus_json_first(slots, &iter);
    mus_buf_add_z(page->out, "  ");
    mus_page_pad(page, mus_text_of(mus_page_pick(page, "時間枠", "slots")), LABEL_COLUMNS);
    mus_page_number(page, (int64_t)count);
    for (; more; more = mus_json_next(&iter)) {
        struct mus_text this_day = mus_reply_text(iter.value, "day");
        if (!mus_text_equal(day, this_day)) {
            if (of_day > 0) {
                mus_page_say(page, " %zu", " %zu", of_day);
            }
            struct mus_text start = mus_reply_text(iter.value, "start");
            mus_page_say(page, "%s%.*s %.*sから", "%s%.*s from %.*s", of_day == 0 ? "  " : ", ",
                         MUS_TEXT_ARG(this_day), MUS_TEXT_ARG(start));
            day = this_day;
            of_day = 0;
        }
        of_day++;
    }
    if (of_day > 0) {
        mus_page_say(page, " %zu", " %zu", of_day);
    }
    mus_page_end(page);
}

static void say_tables_and_interpreters(struct mus_page *page, const struct mus_json *reply)
{
    struct mus_json_iter iter;
    int64_t tables = 0;
    const struct mus_json *list = mus_json_get(reply, "tables");
    for (bool more = mus_json_first(list, &iter); more; more = mus_json_next(&iter)) {
        tables += mus_reply_integer(iter.value, "count");
    }
    mus_buf_add_z(page->out, "  ");
    mus_page_pad(page, mus_text_of(mus_page_pick(page, "テーブル", "tables")), LABEL_COLUMNS);
    mus_page_number(page, tables);
    mus_page_end(page);
    list = mus_json_get(reply, "interpreters");
    if (mus_json_count(list) > 0) {
        mus_buf_add_z(page->out, "  ");
        mus_page_pad(page, mus_text_of(mus_page_pick(page, "通訳", "interpreters")), LABEL_COLUMNS);
        for (bool more = mus_json_first(list, &iter); more; more = mus_json_next(&iter)) {
            struct mus_text id = mus_reply_text(iter.value, "id");
            mus_buf_printf(page->out, "%s%.*s (", iter.index == 0 ? "" : ", ", MUS_TEXT_ARG(id));
            say_list(page, mus_json_get(iter.value, "languages"));
            mus_buf_add_byte(page->out, ')');
        }
        mus_page_end(page);
    }
}

static void say_role_head(struct mus_page *page, const struct mus_json *role, const char *key)
{
    mus_buf_add_z(page->out, "    ");
    mus_page_pad(page, mus_reply_text(role, key), CODE_COLUMNS);
    mus_page_pad(page, name_of(page, role), CODE_COLUMNS);
    mus_page_say(page, "商談 %lld～%lld件  ", "%lld to %lld meetings  ",
                 (long long)mus_reply_integer(role, "min"),
                 (long long)mus_reply_integer(role, "max"));
    mus_buf_add_z(page->out, mus_page_pick(page, "相手 ", "meets "));
    if (mus_json_count(mus_json_get(role, "meets")) == 0) {
        mus_buf_add_z(page->out, mus_page_pick(page, "なし", "nobody"));
    }
    say_list(page, mus_json_get(role, "meets"));
}

static void say_whole_roles(struct mus_page *page, const struct mus_json *reply)
{
    struct mus_json_iter iter;
    const struct mus_json *counts = mus_json_get(reply, "participants");
    mus_page_line(page, "  役割", "  roles");
    const struct mus_json *roles = mus_json_get(reply, "roles");
    for (bool more = mus_json_first(roles, &iter); more; more = mus_json_next(&iter)) {
        const struct mus_json *count = mus_json_at(counts, iter.index);
        say_role_head(page, iter.value, "code");
        mus_page_say(page, "  登録 %lld", "  %lld registered",
                     (long long)mus_reply_integer(count, "registered"));
        mus_page_say(page, "（商談希望 %lld）", " (%lld ask for meetings)",
                     (long long)mus_reply_integer(count, "asking_for_meetings"));
        if (mus_reply_integer(count, "waiting") > 0) {
            mus_page_say(page, "、待ち %lld", ", %lld waiting",
                         (long long)mus_reply_integer(count, "waiting"));
        }
        if (mus_reply_integer(count, "cancelled") > 0) {
            mus_page_say(page, "、取消 %lld", ", %lld cancelled",
                         (long long)mus_reply_integer(count, "cancelled"));
        }
        if (mus_reply_integer(count, "no_show") > 0) {
            mus_page_say(page, "、欠席 %lld", ", %lld did not come",
                         (long long)mus_reply_integer(count, "no_show"));
        }
        mus_page_end(page);
    }
}

static void say_planned(struct mus_page *page, const struct mus_json *reply)
{
    const struct mus_json *meetings = mus_json_get(reply, "meetings");
    int64_t planned = mus_reply_integer(meetings, "planned");
    int64_t held = mus_reply_integer(meetings, "held");
    say_number(page, "希望", "wishes", mus_json_get(reply, "wishes"));
    if (planned + held > 0) {
        mus_buf_add_z(page->out, "  ");
        mus_page_pad(page, mus_text_of(mus_page_pick(page, "商談", "meetings")), LABEL_COLUMNS);
        mus_page_say(page, "予定 %lld（時間あり %lld）、実施 %lld、欠席 %lld、取消 %lld",
                     "%lld planned (%lld with a slot), %lld held, %lld without one side, %lld "
                     "cancelled",
                     (long long)planned, (long long)mus_reply_integer(meetings, "placed"),
                     (long long)held, (long long)mus_reply_integer(meetings, "no_show"),
                     (long long)mus_reply_integer(meetings, "cancelled"));
        mus_page_end(page);
    }
    say_number(page, "実行", "runs", mus_json_get(reply, "runs"));
}

void mus_render_event(struct mus_page *page, const struct mus_json *reply)
{
    mus_page_strong(page, mus_reply_text(reply, "id"));
    mus_buf_add_z(page->out, "  ");
    mus_buf_add_text(page->out, name_of(page, reply));
    mus_buf_add_z(page->out, "  ");
    say_days(page, reply);
    mus_page_end(page);
    say_line(page, "テーマ", "theme", label_of(page, reply, "theme"));
    say_line(page, "会場", "venue", label_of(page, reply, "venue"));
    say_line(page, "事業", "programme", label_of(page, reply, "programme_name"));
    say_line(page, "開催回", "edition", mus_reply_text(reply, "edition"));
    say_line(page, "目的", "purpose", label_of(page, reply, "purpose_name"));
    say_line(page, "言語", "language", mus_reply_text(reply, "language"));
    say_number(page, "商談の上限", "capacity", mus_json_get(reply, "capacity"));
    say_number(page, "空きの差の上限", "break difference",
               mus_json_get(reply, "max_break_difference"));
    say_halls(page, reply);
    say_slot_days(page, reply);
    say_tables_and_interpreters(page, reply);
    say_whole_roles(page, reply);
    say_planned(page, reply);
    say_unplaced(page, reply);
}

/* The file, for people to edit. */
void mus_render_event_file(struct mus_page *page, const struct mus_json *reply)
{
    struct mus_json_writer writer = {.buf = page->out, .pretty = true};
    struct mus_error ignored; /* it was written by the same hand: it cannot be too deep */
    if (mus_json_write_value(&writer, reply, &ignored) == MUS_OK) {
        mus_page_end(page);
    }
}

void mus_render_event_line(struct mus_page *page, const struct mus_json *reply)
{
    mus_page_pad(page, mus_reply_text(reply, "event"), ID_COLUMNS);
    mus_buf_add_byte(page->out, ' ');
    mus_page_pad(page, name_of(page, reply), NAME_COLUMNS);
    mus_buf_add_z(page->out, "  ");
    say_days(page, reply);
    mus_page_say(page, "  参加者 %lld、商談 %lld", "  %lld participants, %lld meetings",
                 (long long)mus_reply_integer(reply, "participants"),
                 (long long)mus_reply_integer(reply, "meetings"));
    mus_page_end(page);
}

/* ---- what it is made of ---- */

void mus_render_event_slots(struct mus_page *page, const struct mus_json *reply)
{
    struct mus_json_iter iter;
    const struct mus_json *slots = mus_json_get(reply, "slots");
    for (bool more = mus_json_first(slots, &iter); more; more = mus_json_next(&iter)) {
        struct mus_text day = mus_reply_text(iter.value, "day");
        struct mus_text start = mus_reply_text(iter.value, "start");
        struct mus_text end = mus_reply_text(iter.value, "end");
        mus_page_pad(page, mus_reply_text(iter.value, "slot"), ID_COLUMNS);
        mus_buf_printf(page->out, "%.*s  %.*s–%.*s  ", MUS_TEXT_ARG(day), MUS_TEXT_ARG(start),
                       MUS_TEXT_ARG(end));
        mus_page_pad(page, mus_reply_text(iter.value, "session"), ID_COLUMNS);
        mus_page_say(page, "テーブル %3lld  商談 %3lld", "%3lld tables  %3lld meetings",
                     (long long)mus_reply_integer(iter.value, "tables"),
                     (long long)mus_reply_integer(iter.value, "meetings"));
        if (mus_reply_flag(iter.value, "closed")) {
            mus_buf_add_z(page->out, mus_page_pick(page, "  使えない", "  closed"));
        }
        mus_page_end(page);
    }
    if (mus_json_count(slots) == 0) {
        mus_page_line(page, "時間枠がありません", "there are no slots");
    }
    say_unplaced(page, reply);
}

static bool alike(const struct mus_json *a, const struct mus_json *b)
{
    const struct mus_json *x = mus_json_get(a, "closed");
    const struct mus_json *y = mus_json_get(b, "closed");
    bool same = mus_text_equal(mus_reply_text(a, "hall"), mus_reply_text(b, "hall")) &&
                mus_text_equal(mus_reply_text(a, "label"), mus_reply_text(b, "label")) &&
                mus_json_count(x) == mus_json_count(y);
    struct mus_json_iter i;
    struct mus_json_iter j;
    bool more = mus_json_first(x, &i) && mus_json_first(y, &j);
    for (; same && more; more = mus_json_next(&i) && mus_json_next(&j)) {
        same = mus_text_equal(mus_json_text(i.value), mus_json_text(j.value));
    }
    return same;
}

/* One line for tables that follow each other and are alike. */
static void say_tables(struct mus_page *page, const struct mus_json *first, int64_t last,
                       int64_t meetings)
{
    char numbers[48];
    long long from = (long long)mus_reply_integer(first, "table");
    snprintf(numbers, sizeof numbers, from == last ? "%lld" : "%lld–%lld", from, (long long)last);
    mus_page_pad(page, mus_text_of(numbers), ID_COLUMNS);
    mus_page_pad(page, mus_reply_text(first, "hall"), ID_COLUMNS);
    mus_page_pad(page, mus_reply_text(first, "label"), CODE_COLUMNS);
    mus_page_say(page, "商談 %lld", "%lld meetings", (long long)meetings);
    if (mus_json_count(mus_json_get(first, "closed")) > 0) {
        mus_buf_add_z(page->out, mus_page_pick(page, "  使えない枠 ", "  closed in "));
        say_list(page, mus_json_get(first, "closed"));
    }
    mus_page_end(page);
}

void mus_render_event_tables(struct mus_page *page, const struct mus_json *reply)
{
    struct mus_json_iter iter;
    const struct mus_json *first = NULL;
    int64_t last = 0;
    int64_t meetings = 0;
    const struct mus_json *tables = mus_json_get(reply, "tables");
    for (bool more = mus_json_first(tables, &iter); more; more = mus_json_next(&iter)) {
        if (first != NULL && !alike(first, iter.value)) {
            say_tables(page, first, last, meetings);
            first = NULL;
        }
        meetings = (first == NULL ? 0 : meetings) + mus_reply_integer(iter.value, "meetings");
        first = first == NULL ? iter.value : first;
        last = mus_reply_integer(iter.value, "table");
    }
    if (first == NULL) {
        mus_page_line(page, "テーブルがありません", "there are no tables");
    } else {
        say_tables(page, first, last, meetings);
    }
    say_unplaced(page, reply);
}

void mus_render_event_halls(struct mus_page *page, const struct mus_json *reply)
{
    struct mus_json_iter iter;
    const struct mus_json *halls = mus_json_get(reply, "halls");
    for (bool more = mus_json_first(halls, &iter); more; more = mus_json_next(&iter)) {
        struct mus_json_iter walk;
        mus_page_pad(page, mus_reply_text(iter.value, "hall"), ID_COLUMNS);
        mus_page_pad(page, name_of(page, iter.value), NAME_COLUMNS);
        mus_page_say(page, "テーブル %lld  ブース %lld", "%lld tables  %lld booths",
                     (long long)mus_reply_integer(iter.value, "tables"),
                     (long long)mus_reply_integer(iter.value, "booths"));
        bool more_walks = mus_json_first(mus_json_get(iter.value, "walking"), &walk);
        for (; more_walks; more_walks = mus_json_next(&walk)) {
            mus_page_say(page, "  %.*sまで%lld分", "  %.*s %lld min", MUS_TEXT_ARG(walk.key),
                         (long long)mus_json_integer(walk.value));
        }
        mus_page_end(page);
    }
    say_unplaced(page, reply);
}

void mus_render_event_interpreters(struct mus_page *page, const struct mus_json *reply)
{
    struct mus_json_iter iter;
    const struct mus_json *list = mus_json_get(reply, "interpreters");
    for (bool more = mus_json_first(list, &iter); more; more = mus_json_next(&iter)) {
        mus_page_pad(page, mus_reply_text(iter.value, "interpreter"), ID_COLUMNS);
        mus_page_say(page, "商談 %3lld  ", "%3lld meetings  ",
                     (long long)mus_reply_integer(iter.value, "meetings"));
        say_list(page, mus_json_get(iter.value, "languages"));
        if (mus_json_count(mus_json_get(iter.value, "unavailable")) > 0) {
            mus_buf_add_z(page->out, mus_page_pick(page, "  いない枠 ", "  not in "));
            say_list(page, mus_json_get(iter.value, "unavailable"));
        }
        mus_page_end(page);
    }
    if (mus_json_count(list) == 0) {
        mus_page_line(page, "通訳がいません", "there are no interpreters");
    }
    say_unplaced(page, reply);
}

void mus_render_event_roles(struct mus_page *page, const struct mus_json *reply)
{
    struct mus_json_iter iter;
    const struct mus_json *roles = mus_json_get(reply, "roles");
    for (bool more = mus_json_first(roles, &iter); more; more = mus_json_next(&iter)) {
        say_role_head(page, iter.value, "role");
        mus_page_say(page, "  参加者 %lld", "  %lld participants",
                     (long long)mus_reply_integer(iter.value, "participants"));
        mus_page_end(page);
    }
    say_unplaced(page, reply);
}

/* ---- who takes part ---- */

static const char *state_words(const struct mus_page *page, struct mus_text state)
{
    static const struct {
        const char *state, *ja, *en;
    } WORDS[] = {{"registered", "登録", "registered"},
                 {"waiting", "待ち", "waiting"},
                 {"cancelled", "取消", "cancelled"},
                 {"no_show", "欠席", "did not come"}};
    for (size_t i = 0; i < sizeof WORDS / sizeof WORDS[0]; i++) {
        if (mus_text_equals(state, WORDS[i].state)) {
            return mus_page_pick(page, WORDS[i].ja, WORDS[i].en);
        }
    }
    return "?";
}

static struct mus_text role_of(const struct mus_page *page, const struct mus_json *reply)
{
    struct mus_text name = label_of(page, reply, "role_name");
    return name.len > 0 ? name : mus_reply_text(reply, "role");
}

void mus_render_participant_line(struct mus_page *page, const struct mus_json *reply)
{
    mus_page_pad(page, mus_reply_text(reply, "participant"), ID_COLUMNS);
    mus_page_pad(page, name_of(page, reply), NAME_COLUMNS);
    mus_buf_add_z(page->out, "  ");
    mus_page_pad(page, role_of(page, reply), CODE_COLUMNS);
    mus_page_pad(page, mus_text_of(state_words(page, mus_reply_text(reply, "state"))), 12);
    mus_page_say(page, "商談 %lld/%lld", "%lld of %lld meetings",
                 (long long)mus_reply_integer(reply, "meetings"),
                 (long long)mus_reply_integer(reply, "max"));
    struct mus_text booth = mus_reply_text(reply, "booth");
    if (booth.len > 0) {
        mus_page_say(page, "  ブース %.*s", "  booth %.*s", MUS_TEXT_ARG(booth));
    }
    mus_page_end(page);
}

static void say_yes(struct mus_page *page, const char *ja, const char *en, bool yes)
{
    say_line(page, ja, en,
             mus_text_of(yes ? mus_page_pick(page, "はい", "yes")
                             : mus_page_pick(page, "いいえ", "no")));
}

static void say_list_line(struct mus_page *page, const char *ja, const char *en,
                          const struct mus_json *list)
{
    if (mus_json_count(list) > 0) {
        mus_buf_add_z(page->out, "  ");
        mus_page_pad(page, mus_text_of(mus_page_pick(page, ja, en)), LABEL_COLUMNS);
        say_list(page, list);
        mus_page_end(page);
    }
}

static void say_seat(struct mus_page *page, const struct mus_json *meeting)
{
    struct mus_text slot = mus_reply_text(meeting, "slot");
    struct mus_text day = mus_reply_text(meeting, "day");
    struct mus_text start = mus_reply_text(meeting, "start");
    struct mus_text place = mus_reply_text(meeting, "place");
    struct mus_text booth = mus_reply_text(meeting, "booth");
    if (slot.len == 0) {
        mus_buf_add_z(page->out, mus_page_pick(page, "時間未定", "no slot yet"));
        return;
    }
    mus_buf_printf(page->out, "%.*s %.*s  ", MUS_TEXT_ARG(day), MUS_TEXT_ARG(start));
    if (mus_text_equals(place, "table")) {
        mus_page_say(page, "テーブル%lld", "table %lld",
                     (long long)mus_reply_integer(meeting, "table"));
    } else if (mus_text_equals(place, "booth")) {
        mus_page_say(page, "ブース %.*s", "booth %.*s", MUS_TEXT_ARG(booth));
    } else {
        mus_buf_add_z(page->out, mus_page_pick(page, "オンライン", "online"));
    }
}

static void say_agenda(struct mus_page *page, const struct mus_json *reply)
{
    struct mus_json_iter iter;
    bool more = mus_json_first(mus_json_get(reply, "agenda"), &iter);
    if (more) {
        mus_page_line(page, "  商談", "  meetings");
    }
    for (; more; more = mus_json_next(&iter)) {
        mus_buf_add_z(page->out, "    ");
        mus_page_pad(page, mus_reply_text(iter.value, "meeting"), ID_COLUMNS);
        mus_page_pad(page, name_of(page, mus_json_get(iter.value, "with")), NAME_COLUMNS);
        mus_buf_add_z(page->out, "  ");
        say_seat(page, iter.value);
        mus_page_end(page);
    }
}

static void say_wishes(struct mus_page *page, const struct mus_json *reply)
{
    struct mus_json_iter iter;
    bool more = mus_json_first(mus_json_get(reply, "wishes"), &iter);
    if (more) {
        mus_page_line(page, "  希望", "  wishes");
    }
    for (; more; more = mus_json_next(&iter)) {
        struct mus_text from = mus_reply_text(iter.value, "from");
        struct mus_text to = mus_reply_text(iter.value, "to");
        struct mus_text wish = mus_reply_text(iter.value, "wish");
        mus_buf_printf(page->out, "    %.*s → %.*s  %.*s\n", MUS_TEXT_ARG(from), MUS_TEXT_ARG(to),
                       MUS_TEXT_ARG(wish));
    }
}

static void say_attended(struct mus_page *page, const struct mus_json *attended)
{
    if (mus_reply_integer(attended, "events") > 0) {
        mus_page_say(page, "  ほかの催し %lld回（取消 %lld、欠席 %lld）\n",
                     "  at %lld other events (cancelled %lld, did not come %lld)\n",
                     (long long)mus_reply_integer(attended, "events"),
                     (long long)mus_reply_integer(attended, "cancelled"),
                     (long long)mus_reply_integer(attended, "no_shows"));
    }
}

/* Why names are not shown, in the words of contacts. */
static void say_withheld(struct mus_page *page, struct mus_text why)
{
    static const struct {
        const char *why, *ja, *en;
    } WORDS[] = {
        {"never_asked", "同意を得ていないため示さない", "not shown: consent was never asked"},
        {"refused", "同意がないため示さない", "not shown: consent was refused"},
        {"expired", "同意の期限が過ぎたため示さない", "not shown: the consent has expired"}};
    for (size_t i = 0; i < sizeof WORDS / sizeof WORDS[0]; i++) {
        if (mus_text_equals(why, WORDS[i].why)) {
            say_line(page, "来る人", "names",
                     mus_text_of(mus_page_pick(page, WORDS[i].ja, WORDS[i].en)));
        }
    }
}

void mus_render_participant(struct mus_page *page, const struct mus_json *reply)
{
    struct mus_text booth = mus_reply_text(reply, "booth");
    struct mus_text hall = mus_reply_text(reply, "hall");
    mus_page_strong(page, mus_reply_text(reply, "participant"));
    mus_buf_add_z(page->out, "  ");
    mus_buf_add_text(page->out, name_of(page, reply));
    struct mus_text company = mus_reply_text(reply, "company");
    mus_buf_printf(page->out, "  %.*s\n", MUS_TEXT_ARG(company));
    say_line(page, "役割", "role", role_of(page, reply));
    say_line(page, "状態", "state", mus_text_of(state_words(page, mus_reply_text(reply, "state"))));
    say_yes(page, "商談希望", "wants meetings", mus_reply_flag(reply, "meets"));
    say_number(page, "商談の最少", "at least", mus_json_get(reply, "min"));
    say_number(page, "商談の最多", "at most", mus_json_get(reply, "max"));
    if (booth.len > 0) {
        mus_buf_add_z(page->out, "  ");
        mus_page_pad(page, mus_text_of(mus_page_pick(page, "ブース", "booth")), LABEL_COLUMNS);
        mus_buf_printf(page->out, "%.*s (%.*s)\n", MUS_TEXT_ARG(booth), MUS_TEXT_ARG(hall));
    }
    say_list_line(page, "来られない枠", "does not come in", mus_json_get(reply, "unavailable"));
    if (mus_reply_flag(reply, "online")) {
        say_yes(page, "オンライン", "online", true);
    }
    say_list_line(page, "言語", "languages", mus_json_get(reply, "languages"));
    say_line(page, "時間帯", "time zone", mus_reply_text(reply, "time_zone"));
    say_number(page, "人数", "people", mus_json_get(reply, "people"));
    say_list_line(page, "来る人", "names", mus_json_get(reply, "names"));
    say_withheld(page, mus_reply_text(reply, "names_withheld"));
    say_agenda(page, reply);
    say_wishes(page, reply);
    say_attended(page, mus_json_get(reply, "attended"));
    say_unplaced(page, reply);
}

void mus_render_wish(struct mus_page *page, const struct mus_json *reply)
{
    struct mus_text wish = mus_reply_text(reply, "wish");
    struct mus_text from = name_of(page, mus_json_get(reply, "from"));
    struct mus_text to = name_of(page, mus_json_get(reply, "to"));
    mus_buf_printf(page->out, "%.*s → %.*s  ", MUS_TEXT_ARG(from), MUS_TEXT_ARG(to));
    if (wish.len == 0) {
        mus_buf_add_z(page->out, mus_page_pick(page, "希望なし", "no wish"));
    } else {
        mus_buf_add_text(page->out, wish);
    }
    mus_page_end(page);
}
