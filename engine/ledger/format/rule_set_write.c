#include "ledger/format/rule_set.h"

#include "ledger/format/rule_words.h"
#include "profile/value_json.h"

static const char *stage_name(unsigned mark)
{
    return mus_ledger_stage_name((enum mus_ledger_stage)mark);
}

static const char *side_name(unsigned mark)
{
    return mus_ledger_side_name((enum mus_ledger_side_of_fair)mark);
}

const struct mus_mark_words mus_stage_marks = {"stages", MUS_LEDGER_STAGE_END, stage_name};
const struct mus_mark_words mus_side_marks = {"sides", MUS_LEDGER_SIDE_OF_FAIR_END, side_name};

const struct mus_match_word mus_match_words[MUS_MATCH_WORDS] = {
    {"pair", 0},
    {"purpose", MUS_MATCH_PURPOSE},
    {"fiscal_year", MUS_MATCH_FISCAL_YEAR},
    {"programme", MUS_MATCH_PROGRAMME},
    {"edition", MUS_MATCH_EDITION},
};

void mus_rule_write_programmes(struct mus_json_writer *writer, struct mus_texts programmes)
{
    mus_json_begin_array(writer);
    if (programmes.count == 0) {
        mus_json_write_z(writer, MUS_RULE_ANY);
    }
    for (size_t i = 0; i < programmes.count; i++) {
        mus_json_write_text(writer, programmes.items[i]);
    }
    mus_json_end_array(writer);
}

void mus_rule_write_marks(struct mus_json_writer *writer, const struct mus_mark_words *words,
                          unsigned marks)
{
    mus_json_begin_array(writer);
    for (unsigned mark = 1; mark < words->end; mark++) {
        if ((marks & 1u << mark) != 0) {
            mus_json_write_z(writer, words->name(mark));
        }
    }
    mus_json_end_array(writer);
}

void mus_rule_write_clause(struct mus_json_writer *writer, const struct mus_mark_words *words,
                           const struct mus_rule_clause *clause)
{
    mus_json_begin_object(writer);
    mus_json_key(writer, "programmes");
    mus_rule_write_programmes(writer, clause->programmes);
    mus_json_key(writer, words->key);
    mus_rule_write_marks(writer, words, clause->marks);
    mus_json_put_bool(writer, "confirmed", clause->confirmed);
    mus_json_end_object(writer);
}

static void write_clauses(struct mus_json_writer *writer, const struct mus_mark_words *words,
                          const struct mus_rule_clauses *clauses)
{
    mus_json_begin_array(writer);
    for (size_t i = 0; i < clauses->count; i++) {
        mus_rule_write_clause(writer, words, &clauses->items[i]);
    }
    mus_json_end_array(writer);
}

void mus_rule_write_one_match(struct mus_json_writer *writer, unsigned one_match)
{
    mus_json_begin_array(writer);
    for (size_t i = 0; i < MUS_MATCH_WORDS; i++) {
        if (i == 0 || (one_match & mus_match_words[i].key) != 0) {
            mus_json_write_z(writer, mus_match_words[i].word);
        }
    }
    mus_json_end_array(writer);
}

void mus_rule_set_write(const struct mus_rule_set *rules, struct mus_buf *out)
{
    struct mus_json_writer writer = {.buf = out};
    struct mus_bilingual title = {.ja = rules->title_ja, .en = rules->title_en};
    struct mus_bilingual note = {.ja = rules->note_ja, .en = rules->note_en};
    struct mus_text home = {rules->home_country, sizeof rules->home_country};
    mus_json_begin_object(&writer);
    mus_json_put_z(&writer, "format", MUS_RULE_FORMAT);
    mus_json_put_text(&writer, "id", rules->id);
    mus_put_bilingual(&writer, "title", title);
    mus_put_bilingual(&writer, "note", note);
    mus_json_put_text(&writer, "indicator", rules->indicator);
    mus_json_put_integer(&writer, "from_fiscal_year", rules->from_fiscal_year);
    mus_json_put_text(&writer, "home_country", home);
    mus_json_key(&writer, "named");
    write_clauses(&writer, &mus_stage_marks, &rules->named);
    mus_json_key(&writer, "reported");
    write_clauses(&writer, &mus_side_marks, &rules->reported);
    mus_json_key(&writer, "one_match");
    mus_rule_write_one_match(&writer, rules->one_match);
    mus_json_put_z(&writer, "same_company",
                   rules->same_by_number ? MUS_RULE_BY_NUMBER : MUS_RULE_BY_ID);
    mus_json_end_object(&writer);
    mus_json_end(&writer);
}

static enum mus_status check_same(struct mus_text bytes, const struct mus_rule_set *rules,
                                  struct mus_error *err)
{
    struct mus_buf canonical = {0};
    mus_rule_set_write(rules, &canonical);
    enum mus_status status = mus_buf_check(&canonical, err);
    if (status == MUS_OK && !mus_text_equal(mus_buf_text(&canonical), bytes)) {
        size_t at = 0;
        while (at < bytes.len && at < canonical.len && bytes.ptr[at] == canonical.data[at]) {
            at++;
        }
        status = mus_fail(err, MUS_INVALID, "not the canonical form, from byte %zu on", at);
    }
    mus_buf_done(&canonical);
    return status;
}

enum mus_status mus_rule_set_check_canonical(struct mus_text bytes, struct mus_error *err)
{
    struct mus_arena arena = {0};
    struct mus_rule_set rules;
    enum mus_status status = mus_rule_set_read(bytes, &arena, &rules, err);
    if (status == MUS_OK) {
        status = check_same(bytes, &rules, err);
    }
    mus_arena_done(&arena);
    return status == MUS_LIMIT ? MUS_INVALID : status;
}
