#include "musubi/csv_encode.h"

#include "codec/encoding.h"

static enum mus_status to_cp932(struct mus_text text, struct mus_buf *out, size_t *replaced,
                                struct mus_error *err)
{
    static const struct mus_text GETA = {"〓", sizeof "〓" - 1};
    enum mus_status status = MUS_OK;
    for (size_t at = 0; status == MUS_OK && at < text.len;) {
        size_t from = at;
        (void)mus_text_next(text, &at);
        struct mus_text character = {text.ptr + from, at - from};
        struct mus_error refusal;
        status = mus_encoding_write_cp932(character, out, &refusal);
        if (status == MUS_INVALID) {
            ++*replaced;
            status = mus_encoding_write_cp932(GETA, out, err);
        } else if (status != MUS_OK) {
            status = mus_fail(err, status, "%s", refusal.message);
        }
    }
    return status;
}

enum mus_status mus_csv_encode(struct mus_text text, bool cp932, struct mus_buf *out,
                               size_t *replaced, struct mus_error *err)
{
    if (cp932) {
        return to_cp932(text, out, replaced, err);
    }
    mus_buf_add_z(out, "\xEF\xBB\xBF");
    mus_buf_add_text(out, text);
    return mus_buf_check(out, err);
}
