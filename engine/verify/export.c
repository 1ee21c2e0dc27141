/* musubi-verify DIR: an export checked, how far that goes, and the count of a fiscal year. */
#include "ledger/format/export.h"

#include "base/calendar.h"
#include "ledger/format/count.h"
#include "verify/answer.h"
#include "verify/count.h"
#include "verify/input.h"

#include <inttypes.h>
#include <unistd.h>

/* What the options name, read. */
struct inputs {
    struct mus_note_key key;
    struct mus_note_key witnesses[MUS_VERIFY_MAX_WITNESSES];
    struct mus_buf since, receipt;
    struct mus_verify_count count;
    struct mus_export_files *files;
    struct mus_book *book; /* where something is counted */
};

static void inputs_done(struct inputs *inputs)
{
    mus_buf_done(&inputs->since);
    mus_buf_done(&inputs->receipt);
    mus_book_free(inputs->book);
    mus_export_close(inputs->files);
}

static enum mus_status read_inputs(const struct mus_verify_options *options, struct inputs *inputs,
                                   struct mus_error *err)
{
    enum mus_status status = mus_verify_read_log_key("--key", options->key, &inputs->key, err);
    if (status == MUS_OK) {
        status = mus_verify_read_witnesses(options, inputs->witnesses, err);
    }
    if (status == MUS_OK) {
        status = mus_verify_read(options->since, &inputs->since, err);
    }
    if (status == MUS_OK) {
        status = mus_verify_read(options->receipt, &inputs->receipt, err);
    }
    if (status == MUS_OK && options->count != NULL) {
        status = mus_verify_count_read(options, &inputs->count, err);
    }
    if (status == MUS_OK && options->count != NULL) {
        status = mus_book_new(&inputs->book, err);
    }
    return status == MUS_OK ? mus_export_open(options->words[0], &inputs->files, err) : status;
}

/* An empty file is no checkpoint; left out it would not be looked at. */
static struct mus_text given_text(const char *path, const struct mus_buf *buf)
{
    return path != NULL && buf->len == 0 ? MUS_TEXT("\n") : mus_buf_text(buf);
}

static size_t processors(void)
{
    long count = sysconf(_SC_NPROCESSORS_ONLN);
    return count < 1 ? 1 : (size_t)count;
}

static enum mus_status verify(const struct mus_verify_options *options, struct inputs *inputs,
                              struct mus_export_report *report, struct mus_error *err)
{
    struct mus_export_options how = {.key = &inputs->key,
                                     .witnesses = inputs->witnesses,
                                     .witness_count = options->witness_count,
                                     .since = given_text(options->since, &inputs->since),
                                     .receipt = given_text(options->receipt, &inputs->receipt),
                                     .threads = options->threads,
                                     .book = inputs->book};
    if (how.threads == 0) {
        how.threads = processors();
    }
    return mus_export_verify(mus_export_bytes(inputs->files), &how, report, err);
}

static void say_how_far(struct mus_verify_answer *answer, const struct mus_export_report *report,
                        bool receipt)
{
    mus_verify_say(
        answer, "分かること: 署名されたとおりの記録が、この順に、欠けも差し替えもなく揃っている。",
        "This shows: these are the entries that were signed, in this order, none altered, "
        "left out or put in.");
    if (report->since > 0 || receipt) {
        mus_verify_say(answer, "以前に示された記録も、そのまま残っている。",
                       "What was shown earlier stands still.");
    }
    if (report->witnesses > 0) {
        mus_verify_say(answer,
                       "立会人は署名の時点でこの先の記録を見ておらず、食い違うものには署名しない。",
                       "The witness had seen nothing beyond this when it signed, and signs nothing "
                       "that contradicts it.");
    } else if (report->reach_checked) {
        mus_verify_say(
            answer,
            "分からないこと: その後に加わった記録が、末尾から切り落とされていないか。"
            "立会人の署名（--witness）があれば分かる。",
            "It does not show whether entries made since then were cut off at the end: a "
            "witness (--witness) would tell.");
    } else {
        mus_verify_say(
            answer,
            "分からないこと: これが最新か、末尾が切り落とされていないか。以前の"
            "チェックポイント（--since）、受領証（--receipt）、立会人の署名（--witness）と"
            "照らせば分かる。",
            "It does not show whether this is the newest state, or entries were cut off at "
            "the end: an earlier checkpoint (--since), a receipt (--receipt) or a witness "
            "(--witness) would tell.");
    }
}

static void say_times(struct mus_verify_answer *answer, const struct mus_export_report *report)
{
    if (report->checkpoint.size == 0) {
        return;
    }
    mus_verify_label(answer, "記録の日時", "recorded");
    mus_time_write_tokyo(&answer->text, report->first_recorded);
    mus_buf_add_z(&answer->text, " – ");
    mus_time_write_tokyo(&answer->text, report->last_recorded);
    mus_buf_add_byte(&answer->text, '\n');
}

static void say_earlier(struct mus_verify_answer *answer, const struct mus_export_report *report,
                        bool receipt)
{
    if (report->rotations > 0) {
        mus_verify_label(answer, "鍵の交代", "rotations");
        mus_buf_printf(&answer->text,
                       mus_verify_pick(answer, "示された鍵から %" PRIu64 " 回\n",
                                       "%" PRIu64 " from the key given\n"),
                       report->rotations);
    }
    if (report->since > 0) {
        mus_verify_label(answer, "以前の状態", "since");
        mus_buf_printf(&answer->text,
                       mus_verify_pick(answer, "はじめの %" PRIu64 " 件はそのまま\n",
                                       "the first %" PRIu64 " entries stand as they stood\n"),
                       report->since);
    }
    if (receipt) {
        mus_verify_row(answer, "受領証", "receipt",
                       mus_text_of(mus_verify_pick(answer, "その記録はそのまま",
                                                   "its entry stands as it stood")));
    }
    if (report->witnesses > 0) {
        mus_verify_label(answer, "立会人", "witnesses");
        mus_buf_printf(&answer->text,
                       mus_verify_pick(answer, "%zu 名、最後は ", "%zu, the last at "),
                       report->witnesses);
        mus_time_write_tokyo(&answer->text, report->witnessed_at);
        mus_buf_add_byte(&answer->text, '\n');
    }
}

static void say(struct mus_verify_answer *answer, const struct mus_export_report *report,
                bool receipt)
{
    const struct mus_checkpoint *checkpoint = &report->checkpoint;
    mus_buf_printf(&answer->text,
                   mus_verify_pick(answer, "%.*s: 記録 %" PRIu64 " 件、署名されたとおり\n",
                                   "%.*s: %" PRIu64 " entries, as they were signed\n"),
                   MUS_TEXT_ARG(checkpoint->origin), checkpoint->size);
    mus_verify_row_digest(answer, "ルートハッシュ", "root", &checkpoint->root);
    mus_verify_row_key(answer, "署名した鍵", "signed by", &report->key);
    say_times(answer, report);
    say_earlier(answer, report, receipt);
    say_how_far(answer, report, receipt);
}

static void put(struct mus_json_writer *writer, const struct mus_export_report *report,
                bool receipt)
{
    bool any = report->checkpoint.size > 0;
    mus_json_put_bool(writer, "verified", true);
    mus_json_put_text(writer, "origin", report->checkpoint.origin);
    mus_json_put_integer(writer, "size", (int64_t)report->checkpoint.size);
    mus_verify_put_digest(writer, "root", &report->checkpoint.root);
    mus_verify_put_key(writer, "key", &report->key);
    mus_json_put_integer(writer, "rotations", (int64_t)report->rotations);
    mus_verify_put_time(writer, "first_recorded", report->first_recorded, any);
    mus_verify_put_time(writer, "last_recorded", report->last_recorded, any);
    mus_json_put_integer(writer, "since", (int64_t)report->since);
    mus_json_put_bool(writer, "receipt", receipt);
    mus_json_put_integer(writer, "witnesses", (int64_t)report->witnesses);
    mus_verify_put_time(writer, "witnessed_at", report->witnessed_at, report->witnesses > 0);
    mus_json_put_bool(writer, "reach_checked", report->reach_checked);
}

static void answer_with(const struct mus_verify_options *options,
                        const struct mus_export_report *report, const struct mus_count *count,
                        const struct inputs *inputs, struct mus_verify_answer *answer)
{
    bool receipt = options->receipt != NULL;
    if (!options->json) {
        say(answer, report, receipt);
        if (count != NULL) {
            mus_verify_count_say(answer, &inputs->count, count);
        }
        return;
    }
    struct mus_json_writer writer = {.buf = &answer->text};
    mus_json_begin_object(&writer);
    put(&writer, report, receipt);
    if (count != NULL) {
        mus_verify_count_put(&writer, &inputs->count, count);
    }
    mus_json_end_object(&writer);
    mus_json_end(&writer);
    mus_buf_add_byte(&answer->text, '\n');
}

enum mus_status mus_verify_run_export(const struct mus_verify_options *options,
                                      struct mus_verify_answer *answer, struct mus_error *err)
{
    struct inputs inputs = {0};
    struct mus_export_report report;
    struct mus_arena arena = {0};
    struct mus_count count;
    enum mus_status status = read_inputs(options, &inputs, err);
    if (status == MUS_OK) {
        status = verify(options, &inputs, &report, err);
    }
    if (status == MUS_OK && inputs.book != NULL) {
        status = mus_verify_count(&inputs.count, inputs.book, &arena, &count, err);
    }
    if (status == MUS_OK) {
        answer_with(options, &report, inputs.book == NULL ? NULL : &count, &inputs, answer);
    }
    mus_arena_done(&arena);
    inputs_done(&inputs);
    return status;
}
