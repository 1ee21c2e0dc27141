/* Pairings, timetables, runs and meetings of an event. */
#include "cli/render_plan.h"

#include "matcher/text/width.h"

#include <string.h>

enum {
    NAME_COLUMNS = 26,
    ID_COLUMNS = 10,
    CHANGE_COLUMNS = 16,
    SEAT_COLUMNS = 40,
    SHOWN = 40,
    MISSED_SHOWN = 10
};

/* ------------------------------------------------------------------ pieces */

void mus_say_between(struct mus_page *page, const struct mus_json *meeting)
{
    const struct mus_json *between = mus_json_get(meeting, "between");
    for (size_t side = 0; side < 2; side++) {
        const struct mus_json *who = mus_json_at(between, side);
        struct mus_text name = mus_page_label(page, mus_json_get(who, "name"));
        mus_buf_add_z(page->out, side == 0 ? "" : " × ");
        mus_page_pad(page, name.len > 0 ? name : mus_reply_text(who, "participant"), NAME_COLUMNS);
    }
}

static void say_place(struct mus_page *page, const struct mus_json *seat)
{
    struct mus_text place = mus_reply_text(seat, "place");
    struct mus_text booth = mus_reply_text(seat, "booth");
    if (mus_text_equals(place, "booth")) {
        mus_page_say(page, "ブース%.*s", "booth %.*s", MUS_TEXT_ARG(booth));
    } else if (mus_text_equals(place, "online")) {
        mus_buf_add_z(page->out, mus_page_pick(page, "オンライン", "online"));
    } else {
        mus_page_say(page, "テーブル%lld", "table %lld",
                     (long long)mus_reply_integer(seat, "table"));
    }
    struct mus_text interpreter = mus_reply_text(seat, "interpreter");
    if (interpreter.len > 0) {
        mus_page_say(page, " 通訳%.*s", " interpreter %.*s", MUS_TEXT_ARG(interpreter));
    }
}

void mus_say_seat(struct mus_page *page, const struct mus_json *seat)
{
    struct mus_text slot = mus_reply_text(seat, "slot");
    if (slot.len == 0) {
        mus_buf_add_z(page->out, "—");
        return;
    }
    struct mus_text day = mus_reply_text(seat, "day");
    struct mus_text start = mus_reply_text(seat, "start");
    mus_buf_printf(page->out, "%.*s %.*s %.*s ", MUS_TEXT_ARG(slot), MUS_TEXT_ARG(day),
                   MUS_TEXT_ARG(start));
    say_place(page, seat);
}

/* A seat in its column; a longer one is not cut. */
static void pad_seat(struct mus_page *page, const struct mus_json *seat)
{
    struct mus_buf text = {0};
    struct mus_page small = {.out = &text, .english = page->english};
    mus_say_seat(&small, seat);
    size_t width = mus_text_width(mus_buf_text(&text));
    mus_page_pad(page, mus_buf_text(&text), width < SEAT_COLUMNS ? SEAT_COLUMNS : width + 1);
    mus_buf_done(&text);
}

static bool same_seat(const struct mus_page *page, const struct mus_json *a,
                      const struct mus_json *b)
{
    struct mus_buf texts[2] = {{0}, {0}};
    const struct mus_json *seats[2] = {a, b};
    for (size_t i = 0; i < 2; i++) {
        struct mus_page small = {.out = &texts[i], .english = page->english};
        mus_say_seat(&small, seats[i]);
    }
    bool same = mus_text_equal(mus_buf_text(&texts[0]), mus_buf_text(&texts[1]));
    mus_buf_done(&texts[0]);
    mus_buf_done(&texts[1]);
    return same;
}

static void say_more(struct mus_page *page, size_t count, size_t shown)
{
    if (count > shown) {
        mus_page_say(page, "    ほか %zu件（--json ですべて）\n",
                     "    %zu more (all with --json)\n", count - shown);
    }
}

static void say_change(struct mus_page *page, const struct mus_json *change)
{
    const struct mus_json *was = mus_json_get(change, "was");
    const struct mus_json *is = mus_json_get(change, "is");
    mus_buf_add_z(page->out, "  ");
    mus_page_pad(page, mus_reply_text(change, "meeting"), ID_COLUMNS);
    mus_page_pad(page, mus_page_label(page, mus_json_get(change, "label")), CHANGE_COLUMNS);
    mus_say_between(page, change);
    mus_buf_add_byte(page->out, ' ');
    if (was != NULL) {
        mus_say_seat(page, was);
    }
    if (is != NULL && (was == NULL || !same_seat(page, was, is))) {
        mus_buf_add_z(page->out, was == NULL ? "" : " → ");
        mus_say_seat(page, is);
    }
    mus_page_end(page);
}

void mus_say_changes(struct mus_page *page, const struct mus_json *reply)
{
    static const struct {
        const char *key, *ja, *en;
    } counts[] = {
        {"stays", "変わらない %lld件", "unchanged %lld"},
        {"moved", "、時間が変わる %lld件", ", moved %lld"},
        {"reseated", "、席が変わる %lld件", ", at another place %lld"},
        {"placed", "、時間が決まる %lld件", ", given a slot %lld"},
        {"unplaced", "、時間がなくなる %lld件", ", without a slot now %lld"},
        {"gained", "、新しく組む %lld件", ", gained %lld"},
        {"lost", "、なくなる %lld件", ", lost %lld"},
        {"held", "、結果が出た %lld件", ", settled %lld"},
        {"locked", "、固定が変わる %lld件", ", locked otherwise %lld"},
    };
    const struct mus_json *sums = mus_json_get(reply, "counts");
    const struct mus_json *changes = mus_json_get(reply, "changes");
    mus_buf_add_z(page->out, "  ");
    for (size_t i = 0; i < sizeof counts / sizeof counts[0]; i++) {
        long long count = (long long)mus_reply_integer(sums, counts[i].key);
        const char *format = mus_page_pick(page, counts[i].ja, counts[i].en);
        const char *number = strstr(format, "%lld");
        if (number != NULL && (count > 0 || i == 0)) {
            mus_buf_add(page->out, format, (size_t)(number - format));
            mus_page_number(page, count);
            mus_buf_add_z(page->out, number + strlen("%lld"));
        }
    }
    mus_page_end(page);
    struct mus_json_iter iter;
    for (bool more = mus_json_first(changes, &iter); more && iter.index < SHOWN;
         more = mus_json_next(&iter)) {
        say_change(page, iter.value);
    }
    say_more(page, mus_json_count(changes), SHOWN);
}

void mus_say_left(struct mus_page *page, const struct mus_json *reply)
{
    const struct mus_json *left = mus_json_get(reply, "left_out");
    struct mus_json_iter iter;
    bool more = mus_json_first(left, &iter);
    if (more) {
        mus_page_line(page, "  時間の決まらない商談", "  without a slot");
    }
    for (; more && iter.index < SHOWN; more = mus_json_next(&iter)) {
        mus_buf_add_z(page->out, "    ");
        mus_page_pad(page, mus_reply_text(iter.value, "meeting"), ID_COLUMNS);
        mus_say_between(page, iter.value);
        mus_buf_add_byte(page->out, ' ');
        mus_buf_add_text(page->out, mus_page_label(page, mus_json_get(iter.value, "why")));
        mus_page_end(page);
    }
    say_more(page, mus_json_count(left), SHOWN);
}

static void say_name(struct mus_page *page, const struct mus_json *who)
{
    mus_page_pad(page, mus_reply_text(who, "participant"), ID_COLUMNS);
    mus_page_pad(page, mus_page_label(page, mus_json_get(who, "name")), NAME_COLUMNS);
}

/* ------------------------------------------------------------------ pairing */

/* How near the best: rounded down, so that it stays true. */
static void say_bound(struct mus_page *page, const struct mus_json *reply)
{
    int64_t total = mus_reply_integer(reply, "total");
    int64_t bound = mus_reply_integer(reply, "upper_bound");
    if (total >= bound) {
        mus_page_line(page, "  これよりよい組み合わせはない（証明済み）",
                      "  no pairing is better (proved)");
        return;
    }
    long long share = (long long)(total * 10000 / bound);
    mus_page_say(page, "  考え得る最良の %lld.%02lld%% 以上（証明済み）\n",
                 "  at least %lld.%02lld %% of the best possible (proved)\n", share / 100,
                 share % 100);
}

const char *mus_size_words(const struct mus_page *page, const struct mus_json *object)
{
    static const struct {
        const char *size, *ja, *en;
    } names[] = {{"small", "小規模", "small"},
                 {"sme", "中小", "SME"},
                 {"large", "大", "large"},
                 {"unknown", "規模不明", "size not known"}};
    struct mus_text size = mus_reply_text(object, "size");
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        if (mus_text_equals(size, names[i].size)) {
            return mus_page_pick(page, names[i].ja, names[i].en);
        }
    }
    return "";
}

static void say_spread(struct mus_page *page, const struct mus_json *spread)
{
    long long gini = (long long)mus_reply_integer(spread, "gini") / 1000;
    mus_page_say(page, " %lld社 商談 最少%lld 最多%lld ジニ係数 0.%03lld\n",
                 ": participants %lld, fewest meetings %lld, most %lld, Gini 0.%03lld\n",
                 (long long)mus_reply_integer(spread, "participants"),
                 (long long)mus_reply_integer(spread, "fewest"),
                 (long long)mus_reply_integer(spread, "most"), gini);
}

static void say_spreads(struct mus_page *page, const struct mus_json *reply)
{
    mus_buf_add_z(page->out, mus_page_pick(page, "  全体", "  all"));
    say_spread(page, mus_json_get(reply, "spread"));
    struct mus_json_iter iter;
    for (bool more = mus_json_first(mus_json_get(reply, "by_size"), &iter); more;
         more = mus_json_next(&iter)) {
        mus_buf_printf(page->out, "    %s", mus_size_words(page, iter.value));
        say_spread(page, iter.value);
    }
}

void mus_say_evenness(struct mus_page *page, const struct mus_json *without,
                      const struct mus_json *with)
{
    mus_page_say(page, "最少 %lld→%lld、ジニ係数 0.%03lld→0.%03lld",
                 "fewest %lld → %lld, Gini 0.%03lld → 0.%03lld",
                 (long long)mus_reply_integer(without, "fewest"),
                 (long long)mus_reply_integer(with, "fewest"),
                 (long long)mus_reply_integer(without, "gini") / 1000,
                 (long long)mus_reply_integer(with, "gini") / 1000);
}

static void say_class_price(struct mus_page *page, const struct mus_json *of_size)
{
    const struct mus_json *without = mus_json_get(of_size, "without");
    const struct mus_json *with = mus_json_get(of_size, "with");
    mus_page_say(page, "    %s 商談 %lld→%lld、", "    %s: meetings %lld → %lld, ",
                 mus_size_words(page, of_size), (long long)mus_reply_integer(without, "meetings"),
                 (long long)mus_reply_integer(with, "meetings"));
    mus_say_evenness(page, without, with);
    mus_page_end(page);
}

static void say_price(struct mus_page *page, const struct mus_json *reply)
{
    const struct mus_json *price = mus_json_get(reply, "price");
    struct mus_json_iter iter;
    if (price == NULL) {
        return;
    }
    mus_buf_add_z(page->out, mus_page_pick(page, "  均等さのために失う価値 ",
                                           "  lost for the sake of evenness: "));
    mus_page_points(page, mus_reply_integer(price, "lost"));
    mus_buf_add_z(page->out, mus_page_pick(page, "（", " ("));
    mus_say_evenness(page, mus_json_get(price, "without"), mus_json_get(price, "with"));
    mus_page_line(page, "）", ")");
    for (bool more = mus_json_first(mus_json_get(reply, "price_by_size"), &iter); more;
         more = mus_json_next(&iter)) {
        say_class_price(page, iter.value);
    }
}

static void say_below(struct mus_page *page, const struct mus_json *reply)
{
    long long missing = (long long)mus_reply_integer(reply, "missing");
    struct mus_json_iter iter;
    if (missing > 0) {
        mus_page_say(page, "  下限に足りない商談 %lld件（%lld件は避けられないと証明済み）\n",
                     "  %lld meetings missing to minimums (%lld of them proved unavoidable)\n",
                     missing, (long long)mus_reply_integer(reply, "missing_lower_bound"));
    }
    for (bool more = mus_json_first(mus_json_get(reply, "below_minimum"), &iter);
         more && iter.index < SHOWN; more = mus_json_next(&iter)) {
        mus_buf_add_z(page->out, "    ");
        say_name(page, iter.value);
        mus_page_say(page, " %lld件不足 ",
                     " %lld missing: ", (long long)mus_reply_integer(iter.value, "missing"));
        mus_buf_add_text(page->out, mus_page_label(page, mus_json_get(iter.value, "why")));
        mus_page_end(page);
    }
    say_more(page, mus_json_count(mus_json_get(reply, "below_minimum")), SHOWN);
}

static void say_wishes(struct mus_page *page, const struct mus_json *reply)
{
    const struct mus_json *wishes = mus_json_get(reply, "wishes");
    const struct mus_json *missed = mus_json_get(reply, "missed");
    long long must = (long long)mus_reply_integer(wishes, "must");
    long long want = (long long)mus_reply_integer(wishes, "want");
    struct mus_json_iter iter;
    if (must + want == 0) {
        return;
    }
    mus_page_say(page, "  希望 必ず %lld/%lld、できれば %lld/%lld\n",
                 "  wishes fulfilled: must %lld of %lld, want %lld of %lld\n",
                 (long long)mus_reply_integer(wishes, "must_fulfilled"), must,
                 (long long)mus_reply_integer(wishes, "want_fulfilled"), want);
    for (bool more = mus_json_first(missed, &iter); more && iter.index < MISSED_SHOWN;
         more = mus_json_next(&iter)) {
        bool is_must = mus_text_equals(mus_reply_text(iter.value, "wish"), "must");
        mus_buf_add_z(page->out, mus_page_pick(page, is_must ? "    必ず      " : "    できれば  ",
                                               is_must ? "    must " : "    want "));
        say_name(page, mus_json_get(iter.value, "from"));
        mus_buf_add_z(page->out, " → ");
        say_name(page, mus_json_get(iter.value, "to"));
        mus_buf_add_byte(page->out, ' ');
        mus_buf_add_text(page->out, mus_page_label(page, mus_json_get(iter.value, "label")));
        mus_page_end(page);
    }
    say_more(page, mus_json_count(missed), MISSED_SHOWN);
}

static void say_interpreted(struct mus_page *page, const struct mus_json *reply)
{
    struct mus_json_iter iter;
    for (bool more = mus_json_first(mus_json_get(reply, "interpreted"), &iter); more;
         more = mus_json_next(&iter)) {
        struct mus_text language = mus_reply_text(iter.value, "language");
        mus_page_say(page, "  通訳 %.*s %lld件（通訳の枠 %lld、枠を問わなければ %lld件）\n",
                     "  interpreted, %.*s: %lld meetings (interpreters have %lld slots; %lld "
                     "meetings if they had more)\n",
                     (int)language.len, language.ptr,
                     (long long)mus_reply_integer(iter.value, "meetings"),
                     (long long)mus_reply_integer(iter.value, "slots"),
                     (long long)mus_reply_integer(iter.value, "wanted"));
    }
    long long given_up = (long long)mus_reply_integer(reply, "given_up_count");
    if (given_up > 0) {
        mus_page_say(page,
                     "  通訳が足りずに諦めた組 %lld（上の「最良」は通訳が足りるとしたもの）\n",
                     "  %lld pairs were given up for want of interpreters (the best possible, "
                     "above, is with enough of them)\n",
                     given_up);
    }
    for (bool more = mus_json_first(mus_json_get(reply, "given_up"), &iter);
         more && iter.index < SHOWN; more = mus_json_next(&iter)) {
        mus_buf_add_z(page->out, "    ");
        mus_say_between(page, iter.value);
        mus_page_end(page);
    }
}

static void say_run(struct mus_page *page, const struct mus_json *reply)
{
    mus_page_say(page, "実行%lld  ", "run %lld  ", (long long)mus_reply_integer(reply, "run"));
}

void mus_render_event_pair(struct mus_page *page, const struct mus_json *reply)
{
    say_run(page, reply);
    mus_page_say(
        page, "商談 %lld件（新しく %lld件、なくなる %lld件）\n",
        "%lld meetings (%lld gained, %lld lost)\n", (long long)mus_reply_integer(reply, "meetings"),
        (long long)mus_reply_integer(reply, "gained"), (long long)mus_reply_integer(reply, "lost"));
    mus_page_say(page, "  会い得る組 %lld、会えない組 %lld、点数の合計 ",
                 "  %lld pairs may meet, %lld are kept apart; sum of scores ",
                 (long long)mus_reply_integer(reply, "candidates"),
                 (long long)mus_reply_integer(reply, "kept_apart"));
    mus_page_points(page, mus_reply_integer(reply, "score_total"));
    mus_page_end(page);
    say_bound(page, reply);
    say_spreads(page, reply);
    say_price(page, reply);
    say_below(page, reply);
    say_wishes(page, reply);
    say_interpreted(page, reply);
}

void mus_render_diagnosis(struct mus_page *page, const struct mus_json *reply)
{
    say_name(page, reply);
    mus_page_say(
        page, " 商談 %lld件（時間あり %lld、下限 %lld、上限 %lld、来られる枠 %lld）：",
        " %lld meetings (%lld placed; min %lld, max %lld, comes in %lld slots): ",
        (long long)mus_reply_integer(reply, "meetings"),
        (long long)mus_reply_integer(reply, "placed"), (long long)mus_reply_integer(reply, "min"),
        (long long)mus_reply_integer(reply, "max"), (long long)mus_reply_integer(reply, "slots"));
    mus_buf_add_text(page->out, mus_page_label(page, mus_json_get(reply, "label")));
    mus_page_end(page);
    mus_page_say(page, "    役割の合う相手 %lld、会える相手 %lld（うち空きなし %lld）\n",
                 "    %lld partners by role, %lld it may meet (%lld of them full)\n",
                 (long long)mus_reply_integer(reply, "partners"),
                 (long long)mus_reply_integer(reply, "acceptable"),
                 (long long)mus_reply_integer(reply, "acceptable_full"));
    struct mus_json_iter iter;
    for (bool more = mus_json_first(mus_json_get(reply, "apart"), &iter); more;
         more = mus_json_next(&iter)) {
        mus_buf_printf(page->out, "    %4lld  ", (long long)mus_reply_integer(iter.value, "count"));
        mus_buf_add_text(page->out, mus_page_label(page, mus_json_get(iter.value, "label")));
        mus_page_end(page);
    }
}

/* ------------------------------------------------------------------ timetable */

void mus_render_event_timetable(struct mus_page *page, const struct mus_json *reply)
{
    static const struct {
        const char *status, *ja, *en;
    } words[] = {
        {"optimal", "最適（証明済み）", "optimal (proved)"},
        {"feasible", "すべて決まった", "everything is placed"},
        {"incomplete", "決まらない商談がある", "some meetings are left out"},
        {"infeasible", "すべては決められない（証明済み）", "not everything can be placed (proved)"},
    };
    say_run(page, reply);
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        if (mus_text_equals(mus_reply_text(reply, "status"), words[i].status)) {
            mus_page_line(page, words[i].ja, words[i].en);
        }
    }
    long long bound = (long long)mus_reply_integer(reply, "lower_bound");
    mus_page_say(page, "  商談 %lld件のうち %lld件に時間、%lld件を移動、空き時間 %lld",
                 "  %lld meetings, %lld have a slot, %lld moved, %lld breaks",
                 (long long)mus_reply_integer(reply, "meetings"),
                 (long long)mus_reply_integer(reply, "placed"),
                 (long long)mus_reply_integer(reply, "moved"),
                 (long long)mus_reply_integer(reply, "breaks"));
    if (bound > 0) {
        mus_page_say(page, "（下界 %lld）", " (at least %lld)", bound);
    }
    mus_page_end(page);
    if (mus_reply_integer(reply, "interpreted") > 0) {
        mus_page_say(page, "  通訳のつく商談 %lld件\n", "  %lld meetings have an interpreter\n",
                     (long long)mus_reply_integer(reply, "interpreted"));
    }
    const struct mus_json *why = mus_json_get(reply, "reason");
    if (why != NULL) {
        struct mus_text reason = mus_page_label(page, why);
        mus_page_say(page, "  理由：%.*s\n", "  because: %.*s\n", MUS_TEXT_ARG(reason));
    }
    mus_say_left(page, reply);
}

/* ------------------------------------------------------------------ runs */

void mus_say_what(struct mus_page *page, struct mus_text what, size_t columns)
{
    static const struct {
        const char *word, *ja;
    } words[] = {{"pairing", "組み合わせ"}, {"timetable", "時間割"}, {"restore", "復元"},
                 {"cancel", "取りやめ"},    {"no-show", "欠席"},     {"late", "遅刻"},
                 {"lost", "使用不可"},      {"refill", "補充"},      {"waiting", "待機者"},
                 {"held", "実施"},          {"lock", "固定"},        {"unlock", "固定解除"},
                 {"move", "移動"},          {"add", "追加"},         {"remove", "削除"},
                 {"change", "変更"},        {"close", "使用停止"},   {"open", "使用再開"},
                 {"slot", "時間枠"},        {"slots", "時間枠"},     {"table", "テーブル"},
                 {"tables", "テーブル"},    {"halls", "ホール"},     {"roles", "役割"},
                 {"interpreter", "通訳"}};
    struct mus_buf text = {0};
    while (what.len > 0) {
        const char *blank = memchr(what.ptr, ' ', what.len);
        struct mus_text word = {what.ptr, blank == NULL ? what.len : (size_t)(blank - what.ptr)};
        size_t i = 0;
        while (i < sizeof words / sizeof words[0] && !mus_text_equals(word, words[i].word)) {
            i++;
        }
        what = blank == NULL ? MUS_NO_TEXT : (struct mus_text){blank + 1, what.len - word.len - 1};
        mus_buf_add_text(&text, page->english || i == sizeof words / sizeof words[0]
                                    ? word
                                    : mus_text_of(words[i].ja));
        mus_buf_add_z(&text, what.len > 0 ? " " : "");
    }
    mus_page_pad(page, mus_buf_text(&text), columns);
    mus_buf_done(&text);
}

void mus_render_run_line(struct mus_page *page, const struct mus_json *reply)
{
    struct mus_text recorded = mus_reply_text(reply, "recorded");
    struct mus_text by = mus_reply_text(reply, "by");
    mus_buf_printf(page->out, "%4lld  %.16s  ", (long long)mus_reply_integer(reply, "run"),
                   recorded.len >= 16 ? recorded.ptr : "");
    mus_say_what(page, mus_reply_text(reply, "what"), NAME_COLUMNS);
    mus_page_say(page, " 商談 %lld件、時間なし %lld件、移動 %lld件、空き時間 %lld  %.*s",
                 " %lld meetings, %lld without a slot, %lld moved, %lld breaks  %.*s",
                 (long long)mus_reply_integer(reply, "meetings"),
                 (long long)mus_reply_integer(reply, "unplaced"),
                 (long long)mus_reply_integer(reply, "moved"),
                 (long long)mus_reply_integer(reply, "breaks"), MUS_TEXT_ARG(by));
    mus_page_end(page);
}

void mus_render_run(struct mus_page *page, const struct mus_json *reply)
{
    static const char *const digests[] = {"problem_digest", "answer_digest", "meetings_digest",
                                          "weights"};
    mus_render_run_line(page, reply);
    mus_page_say(page, "  種 %lld、手数 %lld\n", "  seed %lld, steps %lld\n",
                 (long long)mus_reply_integer(reply, "seed"),
                 (long long)mus_reply_integer(reply, "steps"));
    if (mus_json_get(reply, "upper_bound") != NULL) {
        say_bound(page, reply);
    }
    for (size_t i = 0; i < sizeof digests / sizeof digests[0]; i++) {
        struct mus_text digest = mus_reply_text(reply, digests[i]);
        if (digest.len > 0) {
            mus_buf_printf(page->out, "  %-16s %.*s\n", digests[i], MUS_TEXT_ARG(digest));
        }
    }
    struct mus_json_iter iter;
    for (bool more = mus_json_first(mus_json_get(reply, "files"), &iter); more;
         more = mus_json_next(&iter)) {
        struct mus_text path = mus_json_text(iter.value);
        mus_buf_printf(page->out, "  %.*s\n", MUS_TEXT_ARG(path));
    }
}

void mus_render_run_compare(struct mus_page *page, const struct mus_json *reply)
{
    const struct mus_json *runs = mus_json_get(reply, "runs");
    mus_render_run_line(page, mus_json_at(runs, 0));
    mus_render_run_line(page, mus_json_at(runs, 1));
    mus_say_changes(page, reply);
}

void mus_render_run_restore(struct mus_page *page, const struct mus_json *reply)
{
    mus_render_run_line(page, reply);
    mus_say_changes(page, reply);
    struct mus_json_iter iter;
    bool more = mus_json_first(mus_json_get(reply, "not_restored"), &iter);
    if (more) {
        mus_page_line(page, "  元の席に戻せなかった商談", "  not back in their seats");
    }
    for (; more && iter.index < SHOWN; more = mus_json_next(&iter)) {
        mus_buf_add_z(page->out, "    ");
        mus_page_pad(page, mus_reply_text(iter.value, "meeting"), ID_COLUMNS);
        mus_say_between(page, iter.value);
        mus_buf_add_byte(page->out, ' ');
        mus_buf_add_text(page->out, mus_reply_text(iter.value, "why"));
        mus_page_end(page);
    }
    say_more(page, mus_json_count(mus_json_get(reply, "not_restored")), SHOWN);
}

void mus_render_run_repeat(struct mus_page *page, const struct mus_json *reply)
{
    mus_render_run_line(page, reply);
    if (mus_reply_flag(reply, "same")) {
        mus_page_line(page, "  同じ答え（秒数を除き一字も違わない）",
                      "  the same answer, to the byte but for the seconds");
    } else {
        mus_page_line(page, "  答えが違う", "  another answer");
    }
}

/* ------------------------------------------------------------------ meetings */

void mus_render_meeting_line(struct mus_page *page, const struct mus_json *reply)
{
    static const struct {
        const char *state, *ja, *en;
    } words[] = {{"planned", "", ""},
                 {"held", "実施", "held"},
                 {"no_show", "欠席", "no-show"},
                 {"cancelled", "取り消し", "cancelled"}};
    static const struct {
        const char *key, *ja, *en;
    } locks[] = {{"pair", "組", "pair"}, {"slot", "時間", "slot"}, {"table", "席", "table"}};
    bool any = false;
    mus_page_pad(page, mus_reply_text(reply, "meeting"), ID_COLUMNS);
    mus_say_between(page, reply);
    mus_buf_add_byte(page->out, ' ');
    pad_seat(page, reply);
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        if (mus_text_equals(mus_reply_text(reply, "state"), words[i].state)) {
            mus_buf_add_z(page->out, mus_page_pick(page, words[i].ja, words[i].en));
        }
    }
    for (size_t i = 0; i < sizeof locks / sizeof locks[0]; i++) {
        const struct mus_json *lock = mus_json_get(mus_json_get(reply, "locks"), locks[i].key);
        struct mus_text by = mus_reply_text(lock, "by");
        if (lock != NULL) {
            mus_buf_add_z(page->out, any ? mus_page_pick(page, "、", ", ")
                                         : mus_page_pick(page, " 固定 ", " locked: "));
            mus_buf_printf(page->out, "%s (%.*s)", mus_page_pick(page, locks[i].ja, locks[i].en),
                           MUS_TEXT_ARG(by));
            any = true;
        }
    }
    struct mus_text case_id = mus_reply_text(reply, "case");
    if (case_id.len > 0) {
        mus_buf_printf(page->out, " %.*s", MUS_TEXT_ARG(case_id));
    }
    mus_page_end(page);
}
