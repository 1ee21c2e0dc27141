#include "ledger/request_content.h"

#include "base/buf.h"

static void add_text(struct mus_buf *out, struct mus_text text)
{
    mus_buf_add_u32(out, (uint32_t)text.len);
    mus_buf_add_text(out, text);
}

static void add_companies(struct mus_buf *out, const struct mus_ledger_request *request)
{
    bool swapped = request->kind == MUS_LEDGER_NAMED &&
                   mus_text_compare(request->companies[0], request->companies[1]) > 0;
    add_text(out, request->companies[swapped ? 1 : 0]);
    add_text(out, request->companies[swapped ? 0 : 1]);
}

enum mus_status mus_ledger_request_content(const struct mus_ledger_request *request,
                                           struct mus_digest *out, struct mus_error *err)
{
    struct mus_buf bytes = {0};
    mus_buf_add_byte(&bytes, 1); /* version of this encoding */
    mus_buf_add_byte(&bytes, (unsigned char)request->kind);
    add_companies(&bytes, request);
    mus_buf_add_byte(&bytes, (unsigned char)request->stage);
    mus_buf_add_u32(&bytes, (uint32_t)request->date);
    add_text(&bytes, request->programme);
    add_text(&bytes, request->edition);
    add_text(&bytes, request->purpose);
    add_text(&bytes, request->agreement);
    mus_buf_add_byte(&bytes, request->has_evidence ? 1 : 0);
    if (request->has_evidence) {
        mus_buf_add(&bytes, request->evidence.bytes, sizeof request->evidence.bytes);
    }
    mus_buf_add_byte(&bytes, (unsigned char)request->side_of_fair);
    mus_buf_add_u32(&bytes, request->n);
    mus_buf_add_u64(&bytes, request->entry);
    mus_buf_add_byte(&bytes, (unsigned char)request->reason);
    add_text(&bytes, request->rules);
    mus_buf_add_u32(&bytes, (uint32_t)request->fiscal_year);
    mus_buf_add_byte(&bytes, (unsigned char)request->figure);
    mus_buf_add_u32(&bytes, request->value);
    add_text(&bytes, request->indicator);
    add_text(&bytes, request->source);
    enum mus_status status = mus_buf_check(&bytes, err);
    if (status == MUS_OK) {
        *out = mus_digest_of(MUS_DIGEST_SHA256, bytes.data, bytes.len);
    }
    mus_buf_done(&bytes);
    return status;
}

static enum mus_status no_word(const char *expected, struct mus_text word, struct mus_error *err)
{
    return mus_fail(err, MUS_INVALID, "expected %s, found \"%.*s\"", expected,
                    MUS_TEXT_SHORT_ARG(word));
}

enum mus_status mus_ledger_word_stage(struct mus_text word, enum mus_ledger_stage *out,
                                      struct mus_error *err)
{
    enum mus_ledger_stage stage = mus_ledger_stage_of(word);
    if (stage == 0) {
        return no_word("meeting_held, follow_up, concluded, first_order", word, err);
    }
    *out = stage;
    return MUS_OK;
}

enum mus_status mus_ledger_word_side(struct mus_text word, enum mus_ledger_side_of_fair *out,
                                     struct mus_error *err)
{
    enum mus_ledger_side_of_fair side = mus_ledger_side_of(word);
    if (side == 0) {
        return no_word("exhibitor, visitor, organiser", word, err);
    }
    *out = side;
    return MUS_OK;
}

enum mus_status mus_ledger_word_reason(struct mus_text word, enum mus_ledger_reason *out,
                                       struct mus_error *err)
{
    enum mus_ledger_reason reason = mus_ledger_reason_of(word);
    if (reason == 0) {
        return no_word("mistake, duplicate, cancelled, unproven, not_ours", word, err);
    }
    *out = reason;
    return MUS_OK;
}

enum mus_status mus_ledger_word_figure(struct mus_text word, enum mus_ledger_figure_kind *out,
                                       struct mus_error *err)
{
    enum mus_ledger_figure_kind figure = mus_ledger_figure_of(word);
    if (figure == 0) {
        return no_word("target, published", word, err);
    }
    *out = figure;
    return MUS_OK;
}
