#include "import/columns.h"

#include <string.h>

#include "base/buf.h"
#include "codec/row.h"
#include "import/headings.h"
#include "import/value_text.h"
#include "profile/table_make.h"

struct finder {
    const struct mus_column_rule *rules;
    size_t count;
    struct mus_texts header;
    size_t *at;
    struct mus_text *passed_over;
    size_t passed_count;
    struct mus_buf folded, word;
    struct mus_error *err;
};

/* *meaning is the number of rules where no rule has the heading. */
static enum mus_status find_meaning(struct finder *finder, size_t *meaning)
{
    bool found = false;
    size_t rule = 0;
    for (; rule < finder->count; rule++) {
        if (finder->rules[rule].words == NULL) {
            continue;
        }
        enum mus_status status =
            mus_text_is_among(finder->rules[rule].words, mus_buf_text(&finder->folded),
                              &finder->word, &found, finder->err);
        if (status != MUS_OK) {
            return status;
        }
        if (found) {
            break;
        }
    }
    *meaning = rule;
    return MUS_OK;
}

static enum mus_status take_heading(struct finder *finder, size_t index)
{
    char first[MUS_COLUMN_NAME_MAX];
    char second[MUS_COLUMN_NAME_MAX];
    struct mus_text written = finder->header.items[index];
    size_t meaning = 0;
    mus_buf_clear(&finder->folded);
    enum mus_status status = mus_table_fold(written, &finder->folded, finder->err);
    if (status != MUS_OK || finder->folded.len == 0 ||
        mus_text_equals(mus_buf_text(&finder->folded), MUS_ERROR_COLUMN)) {
        return status;
    }
    status = find_meaning(finder, &meaning);
    if (status != MUS_OK) {
        return status;
    }
    if (meaning == finder->count) {
        finder->passed_over[finder->passed_count++] = written;
        return MUS_OK;
    }
    size_t other = finder->at[meaning];
    if (other != MUS_NO_COLUMN) {
        return mus_fail(
            finder->err, MUS_INVALID, "columns %s (\"%.*s\") and %s (\"%.*s\") both mean %s",
            mus_column_name(other, first), MUS_TEXT_SHORT_ARG(finder->header.items[other]),
            mus_column_name(index, second), MUS_TEXT_SHORT_ARG(written),
            finder->rules[meaning].field);
    }
    finder->at[meaning] = index;
    return MUS_OK;
}

static enum mus_status check_needed(const struct finder *finder)
{
    for (size_t i = 0; i < finder->count; i++) {
        const struct mus_column_rule *rule = &finder->rules[i];
        if (rule->needed && finder->at[i] == MUS_NO_COLUMN) {
            return mus_fail(finder->err, MUS_INVALID,
                            "no column gives %.*s; expected one with that heading",
                            (int)strcspn(rule->words, "|"), rule->words);
        }
    }
    return MUS_OK;
}

enum mus_status mus_columns_find(const struct mus_column_rule *rules, size_t count,
                                 struct mus_texts header, size_t *at, struct mus_arena *arena,
                                 struct mus_texts *passed_over, struct mus_error *err)
{
    struct finder finder = {.rules = rules, .count = count, .header = header, .at = at, .err = err};
    for (size_t i = 0; i < count; i++) {
        at[i] = MUS_NO_COLUMN;
    }
    finder.passed_over = mus_arena_alloc(arena, header.count, sizeof *finder.passed_over);
    enum mus_status status = finder.passed_over == NULL ? mus_fail_memory(err) : MUS_OK;
    for (size_t i = 0; status == MUS_OK && i < header.count; i++) {
        status = take_heading(&finder, i);
    }
    if (status == MUS_OK) {
        status = check_needed(&finder);
    }
    if (status == MUS_OK) {
        *passed_over = (struct mus_texts){finder.passed_over, finder.passed_count};
    }
    mus_buf_done(&finder.folded);
    mus_buf_done(&finder.word);
    return status;
}
