/* Rule sets compared member by member, each difference in the words of the document. Titles and
 * notes change no count and are left out, and so is the order of codes within a list. */
#include "ledger/format/rule_set.h"

#include "ledger/format/rule_words.h"

static const char ARROW[] = " → ";
static const char NONE[] = "(none)";

static void diff_text(struct mus_buf *out, const char *place, struct mus_text a, struct mus_text b)
{
    if (!mus_text_equal(a, b)) {
        mus_buf_printf(out, "%s: %.*s%s%.*s\n", place, MUS_TEXT_ARG(a), ARROW, MUS_TEXT_ARG(b));
    }
}

static bool among(struct mus_texts texts, struct mus_text text)
{
    for (size_t i = 0; i < texts.count; i++) {
        if (mus_text_equal(texts.items[i], text)) {
            return true;
        }
    }
    return false;
}

/* No list names a code twice, so that one inside the other and as long is the same. */
static bool same_programmes(struct mus_texts a, struct mus_texts b)
{
    for (size_t i = 0; i < a.count; i++) {
        if (!among(b, a.items[i])) {
            return false;
        }
    }
    return a.count == b.count;
}

static void add_programmes(struct mus_buf *out, struct mus_texts programmes)
{
    struct mus_json_writer writer = {.buf = out};
    mus_rule_write_programmes(&writer, programmes);
    mus_json_end(&writer);
}

static void add_marks(struct mus_buf *out, const struct mus_mark_words *words, unsigned marks)
{
    struct mus_json_writer writer = {.buf = out};
    mus_rule_write_marks(&writer, words, marks);
    mus_json_end(&writer);
}

static void add_one_match(struct mus_buf *out, unsigned one_match)
{
    struct mus_json_writer writer = {.buf = out};
    mus_rule_write_one_match(&writer, one_match);
    mus_json_end(&writer);
}

/* The clause at the index, or that there is none. */
static void add_clause(struct mus_buf *out, const struct mus_mark_words *words,
                       const struct mus_rule_clauses *clauses, size_t index)
{
    if (index >= clauses->count) {
        mus_buf_add_z(out, NONE);
        return;
    }
    struct mus_json_writer writer = {.buf = out};
    mus_rule_write_clause(&writer, words, &clauses->items[index]);
    mus_json_end(&writer);
}

static void diff_clause(struct mus_buf *out, const char *list, size_t index,
                        const struct mus_mark_words *words, const struct mus_rule_clause *a,
                        const struct mus_rule_clause *b)
{
    if (!same_programmes(a->programmes, b->programmes)) {
        mus_buf_printf(out, "%s[%zu].programmes: ", list, index);
        add_programmes(out, a->programmes);
        mus_buf_add_z(out, ARROW);
        add_programmes(out, b->programmes);
        mus_buf_add_byte(out, '\n');
    }
    if (a->marks != b->marks) {
        mus_buf_printf(out, "%s[%zu].%s: ", list, index, words->key);
        add_marks(out, words, a->marks);
        mus_buf_add_z(out, ARROW);
        add_marks(out, words, b->marks);
        mus_buf_add_byte(out, '\n');
    }
    if (a->confirmed != b->confirmed) {
        mus_buf_printf(out, "%s[%zu].confirmed: %s%s%s\n", list, index,
                       a->confirmed ? "true" : "false", ARROW, b->confirmed ? "true" : "false");
    }
}

static void diff_clauses(struct mus_buf *out, const char *list, const struct mus_mark_words *words,
                         const struct mus_rule_clauses *a, const struct mus_rule_clauses *b)
{
    for (size_t i = 0; i < a->count || i < b->count; i++) {
        if (i < a->count && i < b->count) {
            diff_clause(out, list, i, words, &a->items[i], &b->items[i]);
            continue;
        }
        mus_buf_printf(out, "%s[%zu]: ", list, i);
        add_clause(out, words, a, i);
        mus_buf_add_z(out, ARROW);
        add_clause(out, words, b, i);
        mus_buf_add_byte(out, '\n');
    }
}

static struct mus_text home_of(const struct mus_rule_set *rules)
{
    return (struct mus_text){rules->home_country, sizeof rules->home_country};
}

static struct mus_text same_company_of(const struct mus_rule_set *rules)
{
    return mus_text_of(rules->same_by_number ? MUS_RULE_BY_NUMBER : MUS_RULE_BY_ID);
}

void mus_rule_set_diff(const struct mus_rule_set *a, const struct mus_rule_set *b,
                       struct mus_buf *out)
{
    diff_text(out, "indicator", a->indicator, b->indicator);
    if (a->from_fiscal_year != b->from_fiscal_year) {
        mus_buf_printf(out, "from_fiscal_year: %d%s%d\n", a->from_fiscal_year, ARROW,
                       b->from_fiscal_year);
    }
    diff_text(out, "home_country", home_of(a), home_of(b));
    diff_clauses(out, "named", &mus_stage_marks, &a->named, &b->named);
    diff_clauses(out, "reported", &mus_side_marks, &a->reported, &b->reported);
    if (a->one_match != b->one_match) {
        mus_buf_add_z(out, "one_match: ");
        add_one_match(out, a->one_match);
        mus_buf_add_z(out, ARROW);
        add_one_match(out, b->one_match);
        mus_buf_add_byte(out, '\n');
    }
    diff_text(out, "same_company", same_company_of(a), same_company_of(b));
}
