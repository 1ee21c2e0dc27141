#include "verify/count.h"

#include <inttypes.h>

enum mus_status mus_verify_count_read(const struct mus_verify_options *options,
                                      struct mus_verify_count *out, struct mus_error *err)
{
    struct mus_verify_count what = {.as_of = MUS_NO_DATE, .rule_set = options->rule_set};
    enum mus_status status =
        mus_fiscal_year_read(mus_text_of(options->count), &what.fiscal_year, err);
    if (status != MUS_OK) {
        return mus_fail_at(err, status, "--count");
    }
    if (options->as_of != NULL) {
        status = mus_date_read(mus_text_of(options->as_of), &what.as_of, NULL, err);
    }
    if (status != MUS_OK) {
        return mus_fail_at(err, status, "--as-of");
    }
    *out = what;
    return MUS_OK;
}

enum mus_status mus_verify_count(const struct mus_verify_count *what, const struct mus_book *book,
                                 struct mus_arena *arena, struct mus_count *out,
                                 struct mus_error *err)
{
    struct mus_count_options options = {
        .fiscal_year = what->fiscal_year,
        .as_of = what->as_of == MUS_NO_DATE ? MUS_BOOK_NOW : mus_as_of_day(what->as_of)};
    if (what->rule_set != NULL) {
        struct mus_text id = mus_text_of(what->rule_set);
        options.rules = mus_book_rules_by_id(book, id, options.as_of).rules;
        if (options.rules == NULL) {
            return mus_fail(err, MUS_NOT_FOUND, "--rule-set: the ledger has no rule set \"%.*s\"",
                            MUS_TEXT_SHORT_ARG(id));
        }
    }
    return mus_ledger_count(book, &options, arena, out, err);
}

/* How many of the year's were suppressed for the reason. */
static uint64_t suppressed_for(const struct mus_count *count, enum mus_count_reason reason)
{
    uint64_t sum = 0;
    for (size_t i = 0; i < count->suppressed_count; i++) {
        sum += count->suppressed[i].reason == reason ? count->suppressed[i].count : 0;
    }
    return sum;
}

void mus_verify_count_say(struct mus_verify_answer *answer, const struct mus_verify_count *what,
                          const struct mus_count *count)
{
    mus_buf_printf(&answer->text,
                   mus_verify_pick(answer, "%d年度の成立件数: %" PRIu64 " 件\n",
                                   "Matches concluded in FY%d: %" PRIu64 "\n"),
                   what->fiscal_year, count->total);
    mus_verify_label(answer, "内訳", "of these");
    mus_buf_printf(&answer->text,
                   mus_verify_pick(answer, "個別記録 %" PRIu64 "、アンケート報告 %" PRIu64 "\n",
                                   "named %" PRIu64 ", reported %" PRIu64 "\n"),
                   count->named, count->reported);
    mus_verify_label(answer, "数え方", "rules");
    mus_buf_printf(
        &answer->text,
        mus_verify_pick(answer, "%.*s（記録 %" PRIu64 "）\n", "%.*s (entry %" PRIu64 ")\n"),
        MUS_TEXT_ARG(count->rules->id), count->rules_entry);
    mus_verify_label(answer, "除いたもの", "left out");
    mus_buf_printf(
        &answer->text,
        mus_verify_pick(answer,
                        "重複 %" PRIu64 "、取り消し %" PRIu64 "、個別記録と重なるもの %" PRIu64
                        "、未確認 %" PRIu64 "\n",
                        "duplicates %" PRIu64 ", reversed %" PRIu64
                        ", reduced by named ones %" PRIu64 ", unconfirmed %" PRIu64 "\n"),
        suppressed_for(count, MUS_COUNT_DUPLICATE), suppressed_for(count, MUS_COUNT_REVERSED),
        suppressed_for(count, MUS_COUNT_REDUCED), suppressed_for(count, MUS_COUNT_UNCONFIRMED));
    if (what->as_of != MUS_NO_DATE) {
        mus_verify_label(answer, "時点", "as of");
        mus_date_write_iso(&answer->text, what->as_of);
        mus_buf_add_byte(&answer->text, '\n');
    }
}

static void put_suppressed(struct mus_json_writer *writer, const struct mus_suppressed *item)
{
    mus_json_begin_object(writer);
    mus_json_put_integer(writer, "entry", (int64_t)item->entry);
    mus_json_put_integer(writer, "count", item->count);
    mus_json_put_z(writer, "because", mus_count_reason_name(item->reason));
    if (item->same_as == MUS_COUNT_NONE) {
        mus_json_put_null(writer, "same_as");
    } else {
        mus_json_put_integer(writer, "same_as", (int64_t)item->same_as);
    }
    mus_json_end_object(writer);
}

static void put_as_of(struct mus_json_writer *writer, mus_date as_of)
{
    struct mus_buf day = {0};
    if (as_of == MUS_NO_DATE) {
        mus_json_put_null(writer, "as_of");
        return;
    }
    mus_date_write_iso(&day, as_of);
    writer->buf->failed = writer->buf->failed || day.failed;
    mus_json_put_text(writer, "as_of", mus_buf_text(&day));
    mus_buf_done(&day);
}

void mus_verify_count_put(struct mus_json_writer *writer, const struct mus_verify_count *what,
                          const struct mus_count *count)
{
    mus_json_key(writer, "count");
    mus_json_begin_object(writer);
    mus_json_put_integer(writer, "fiscal_year", what->fiscal_year);
    mus_json_put_text(writer, "indicator", count->rules->indicator);
    mus_json_put_text(writer, "rule_set", count->rules->id);
    mus_json_put_integer(writer, "rule_set_entry", (int64_t)count->rules_entry);
    put_as_of(writer, what->as_of);
    mus_json_put_integer(writer, "total", (int64_t)count->total);
    mus_json_put_integer(writer, "named", (int64_t)count->named);
    mus_json_put_integer(writer, "reported", (int64_t)count->reported);
    mus_json_key(writer, "suppressed");
    mus_json_begin_array(writer);
    for (size_t i = 0; i < count->suppressed_count; i++) {
        put_suppressed(writer, &count->suppressed[i]);
    }
    mus_json_end_array(writer);
    mus_json_end_object(writer);
}
