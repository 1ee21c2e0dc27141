#include "report/definition.h"

#include <string.h>

/* Lines beside those of the clauses. */
enum { OTHER_LINES = 12 };

struct lines {
    struct mus_words *words;
    const struct mus_rule_set *rules;
    struct mus_definition_line *items;
    size_t count, room;
};

static void add(struct lines *lines, struct mus_text heading, struct mus_text text)
{
    if (lines->count < lines->room) {
        lines->items[lines->count++] = (struct mus_definition_line){heading, text};
    }
}

static struct mus_text say(const struct lines *lines, const char *ja, const char *en)
{
    return mus_words_say(lines->words, ja, en);
}

/* ------------------------------------------------------------------ clauses */

static struct mus_text stage_label(struct mus_words *words, unsigned mark)
{
    enum mus_ledger_stage stage = (enum mus_ledger_stage)mark;
    return mus_words_label(words, "case_stages", mus_text_of(mus_ledger_stage_name(stage)));
}

static struct mus_text side_label(struct mus_words *words, unsigned mark)
{
    switch (mark) {
    case MUS_LEDGER_EXHIBITOR:
        return mus_words_say(words, "出展者", "exhibitors");
    case MUS_LEDGER_VISITOR:
        return mus_words_say(words, "来場者", "visitors");
    default:
        return mus_words_say(words, "主催者（追跡調査）", "the organiser (follow-up survey)");
    }
}

/* The labels of the marks that are set. Returns how many. */
static size_t mark_labels(struct mus_words *words, unsigned marks, unsigned end,
                          struct mus_text (*label)(struct mus_words *, unsigned),
                          struct mus_text *out)
{
    size_t count = 0;
    for (unsigned mark = 1; mark < end; mark++) {
        if ((marks >> mark & 1U) != 0) {
            out[count++] = label(words, mark);
        }
    }
    return count;
}

static struct mus_text programmes_text(struct lines *lines, const struct mus_rule_clause *clause)
{
    const struct mus_texts *codes = &clause->programmes;
    if (codes->count == 0) {
        return say(lines, "すべての事業", "any programme");
    }
    struct mus_text labels[MUS_MAX_RULE_PROGRAMMES];
    size_t count = codes->count < MUS_MAX_RULE_PROGRAMMES ? codes->count : MUS_MAX_RULE_PROGRAMMES;
    for (size_t i = 0; i < count; i++) {
        labels[i] = mus_words_label(lines->words, "programmes", codes->items[i]);
    }
    return mus_words_one_of(lines->words, labels, count);
}

static struct mus_text confirmation(const struct lines *lines, const struct mus_rule_clause *clause)
{
    return clause->confirmed ? say(lines, "記録した者とは別の者による確認を要します。",
                                   " A second person must have confirmed it.")
                             : say(lines, "", "");
}

static void add_named(struct lines *lines)
{
    const struct mus_rule_clauses *named = &lines->rules->named;
    struct mus_text heading = say(lines, "個別記録", "Named matches");
    for (size_t i = 0; i < named->count; i++) {
        const struct mus_rule_clause *clause = &named->items[i];
        struct mus_text labels[MUS_LEDGER_STAGE_END];
        size_t count =
            mark_labels(lines->words, clause->marks, MUS_LEDGER_STAGE_END, stage_label, labels);
        struct mus_text stages = mus_words_one_of(lines->words, labels, count);
        add(lines, heading,
            mus_words_say_3(lines->words, "{1}において、二者を特定して記録し、段階が{2}のもの。{3}",
                            "Pairs of firms recorded by name in {1}, at the stage {2}.{3}",
                            programmes_text(lines, clause), stages, confirmation(lines, clause)));
    }
    if (named->count == 0) {
        add(lines, heading, say(lines, "数えません。", "Not counted."));
    }
}

static void add_reported(struct lines *lines)
{
    const struct mus_rule_clauses *reported = &lines->rules->reported;
    struct mus_text heading = say(lines, "アンケート報告", "Reported counts");
    for (size_t i = 0; i < reported->count; i++) {
        const struct mus_rule_clause *clause = &reported->items[i];
        struct mus_text labels[MUS_LEDGER_SIDE_OF_FAIR_END];
        size_t count = mark_labels(lines->words, clause->marks, MUS_LEDGER_SIDE_OF_FAIR_END,
                                   side_label, labels);
        struct mus_text sides = mus_words_all_of(lines->words, labels, count);
        add(lines, heading,
            mus_words_say_3(lines->words, "{1}について、{2}がアンケート等で回答した件数。{3}",
                            "Numbers given in questionnaires about {1} by {2}.{3}",
                            programmes_text(lines, clause), sides, confirmation(lines, clause)));
    }
    if (reported->count == 0) {
        add(lines, heading, say(lines, "数えません。", "Not counted."));
    }
}

static void add_order_of_clauses(struct lines *lines)
{
    if (lines->rules->named.count > 1 || lines->rules->reported.count > 1) {
        add(lines, say(lines, "条項の順序", "Order of clauses"),
            say(lines, "事業ごとに、上から見て最初に当てはまる条項によります。",
                "Of several clauses the first that names the programme applies."));
    }
}

/* ------------------------------------------------------------------ one match */

static struct mus_text keys_text(struct lines *lines)
{
    const struct {
        unsigned key;
        const char *ja, *en;
    } keys[] = {
        {0, "二者の組合せ（順序を問わない）", "pair of firms (in either order)"},
        {MUS_MATCH_PURPOSE, "目的", "purpose"},
        {MUS_MATCH_FISCAL_YEAR, "年度", "fiscal year"},
        {MUS_MATCH_PROGRAMME, "事業", "programme"},
        {MUS_MATCH_EDITION, "開催回", "edition"},
    };
    struct mus_text items[sizeof keys / sizeof keys[0]];
    size_t count = 0;
    for (size_t i = 0; i < sizeof keys / sizeof keys[0]; i++) {
        if (keys[i].key == 0 || (lines->rules->one_match & keys[i].key) != 0) {
            items[count++] = say(lines, keys[i].ja, keys[i].en);
        }
    }
    return mus_words_all_of(lines->words, items, count);
}

static void add_one_match(struct lines *lines)
{
    add(lines, say(lines, "1件の単位", "What one match is"),
        mus_words_say_1(lines->words,
                        "{1}が同じ記録は、いくつあっても1件とします。先に記録されたものを数え、"
                        "それが取り消されたときは次のものを数えます。",
                        "Records with the same {1} are one match. The first recorded stands; if it "
                        "is taken back, the next one does.",
                        keys_text(lines)));
    add(lines, say(lines, "同じ企業", "Same firm"),
        lines->rules->same_by_number
            ? say(lines, "合併等で引き継がれた企業、法人番号が同じ企業は、1社とみなします。",
                  "Firms joined by succession, and firms with one corporate number, are one.")
            : say(lines, "合併等で引き継がれた企業は、1社とみなします。",
                  "Firms joined by succession are one."));
}

static void add_reduction(struct lines *lines)
{
    if (lines->rules->reported.count == 0) {
        return;
    }
    add(lines, say(lines, "同じ回答", "Same questionnaire"),
        say(lines,
            "同じ回答者が、同じ立場で、同じ事業・開催回について回答したものは、先に記録された1通を"
            "採ります。",
            "Of several answers by one respondent, on one side, about one programme and edition, "
            "the "
            "first recorded stands."));
    if (lines->rules->named.count > 0) {
        add(lines, say(lines, "二重計上の防止", "No double counting"),
            say(lines,
                "回答者の企業が、同じ事業・開催回の個別記録としてすでに数えられているときは、その件"
                "数を"
                "回答の件数から差し引きます（0件を下回りません）。",
                "A reported number is reduced, down to 0, by the named matches of the respondent’s "
                "firm that count in the same programme and edition."));
    }
}

/* ------------------------------------------------------------------ frame */

static void add_period(struct lines *lines, int fiscal_year)
{
    mus_date first, last;
    if (mus_date_of(fiscal_year, 4, 1, &first) && mus_date_of(fiscal_year + 1, 3, 31, &last)) {
        add(lines, say(lines, "対象期間", "Period"),
            mus_words_say_2(lines->words, "成立した日が{1}から{2}までのもの。",
                            "Concluded on a day from {1} to {2}.",
                            mus_words_day(lines->words, first), mus_words_day(lines->words, last)));
    }
}

static void add_place(struct lines *lines)
{
    struct mus_text home = mus_words_label(lines->words, "countries",
                                           (struct mus_text){lines->rules->home_country, 2});
    add(lines, say(lines, "国・規模の区分", "Country and size"),
        mus_words_say_1(
            lines->words,
            "国・地域は{1}以外の側の企業、企業規模は{1}の側の企業の、成立した日のもの。",
            "By country: the firm that is not in {1}. By size: the firm that is. Both as of the "
            "day "
            "of conclusion.",
            home));
}

static void add_origin(struct lines *lines, const struct mus_indicator *indicator)
{
    const struct mus_rule_set *rules = lines->rules;
    struct mus_words *words = lines->words;
    struct mus_text title = words->language == MUS_REPORT_JA ? rules->title_ja : rules->title_en;
    if (indicator->count.rules_entry == MUS_COUNT_NONE) {
        add(lines, say(lines, "定義", "Rule set"),
            mus_words_say_2(words, "{1}（{2}）。試算であり、採択されていません。",
                            "{1} ({2}), tried and not adopted.", title, rules->id));
    } else {
        add(lines, say(lines, "定義", "Rule set"),
            mus_words_say_3(words, "{1}（{2}）。台帳の{3}で採択。",
                            "{1} ({2}), adopted by {3} of the ledger.", title, rules->id,
                            mus_words_entry(words, indicator->count.rules_entry)));
    }
    add(lines, say(lines, "適用", "In force"),
        mus_words_say_1(words, "{1}以後", "from {1} on",
                        mus_words_fiscal_year(words, rules->from_fiscal_year)));
}

static void add_note(struct lines *lines)
{
    struct mus_text note =
        lines->words->language == MUS_REPORT_JA ? lines->rules->note_ja : lines->rules->note_en;
    if (note.len > 0) {
        add(lines, say(lines, "備考", "Note"), note);
    }
}

static void add_left_out(struct lines *lines, const struct mus_count *count)
{
    if (count->other_stage + count->other_programme + count->other_side == 0) {
        return;
    }
    struct mus_words *words = lines->words;
    add(lines, say(lines, "対象外の記録", "Not spoken of"),
        mus_words_say_3(words,
                        "この年度の記録のうち、定義の対象とならないもの：段階により{1}、事業により{"
                        "2}、回答者の立場により{3}。",
                        "Entries of this year outside the definition: {1} by their stage, {2} by "
                        "their programme, {3} by the side of the respondent.",
                        mus_words_count(words, count->other_stage),
                        mus_words_count(words, count->other_programme),
                        mus_words_count(words, count->other_side)));
}

struct mus_definition mus_definition_make(const struct mus_indicator *indicator,
                                          struct mus_words *words)
{
    const struct mus_rule_set *rules = indicator->count.rules;
    struct lines lines = {
        .words = words,
        .rules = rules,
        .room = rules->named.count + rules->reported.count + OTHER_LINES,
    };
    lines.items = mus_arena_alloc(words->arena, lines.room, sizeof *lines.items);
    if (lines.items == NULL) {
        words->failed = true;
        return (struct mus_definition){0};
    }
    add_origin(&lines, indicator);
    add_period(&lines, indicator->fiscal_year);
    add_named(&lines);
    add_reported(&lines);
    add_order_of_clauses(&lines);
    add_one_match(&lines);
    add_reduction(&lines);
    add_place(&lines);
    add_left_out(&lines, &indicator->count);
    add_note(&lines);
    return (struct mus_definition){lines.items, lines.count};
}

struct mus_text mus_definition_projection(const struct mus_indicator *indicator,
                                          struct mus_words *words)
{
    const struct mus_projection *projection = &indicator->projection;
    if (projection->years == 0) {
        return mus_words_say(
            words,
            "見込みは、台帳に過去の年度の記録がないため、経過した日数と今年度これまでの件数から推計"
            "した"
            "ものです。最終の件数がおよそ80％の確からしさで収まる範囲を示します。",
            "The ledger holds no past years, so the projection goes by the days gone and the "
            "matches "
            "known so far. The final number lies in the interval with a probability of about 80%.");
    }
    return mus_words_say_1(
        words,
        "見込みは、過去{1}"
        "か年の同じ日までに判明していた割合と、今年度これまでの件数から推計したもの"
        "です。最終の件数がおよそ80％の確からしさで収まる範囲を示します。",
        "The projection is made from the share of the year that was known by the same day in {1} "
        "past "
        "years and from the matches known so far. The final number lies in the interval with a "
        "probability of about 80%.",
        mus_words_number(words, projection->years));
}
