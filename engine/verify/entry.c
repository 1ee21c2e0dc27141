/* An entry as its readable line, taken apart for people: one key a row. */
#include "verify/answer.h"

#include "codec/json.h"
#include "ledger/format/entry_line.h"

#include <inttypes.h>
#include <string.h>

static enum mus_status make_line(struct mus_text bytes, uint64_t index, struct mus_buf *out,
                                 struct mus_error *err)
{
    struct mus_ledger_entry entry;
    enum mus_status status = mus_ledger_entry_decode(bytes, &entry, err);
    if (status != MUS_OK) {
        return mus_fail_at(err, status == MUS_CORRUPT ? MUS_INVALID : status, "entry");
    }
    mus_ledger_entry_line(&entry, index, out);
    return mus_buf_check(out, err);
}

enum mus_status mus_verify_put_entry(struct mus_json_writer *writer, struct mus_text bytes,
                                     uint64_t index, struct mus_error *err)
{
    struct mus_buf line = {0};
    enum mus_status status = make_line(bytes, index, &line, err);
    if (status == MUS_OK) {
        mus_json_key(writer, "entry");
        mus_json_write_raw(writer, mus_buf_text(&line));
    }
    mus_buf_done(&line);
    return status;
}

static void add_value(struct mus_buf *out, const struct mus_json *value)
{
    if (mus_json_type(value) == MUS_JSON_STRING) {
        mus_buf_add_text(out, mus_json_text(value));
        return;
    }
    if (mus_json_type(value) == MUS_JSON_INTEGER) {
        mus_buf_printf(out, "%" PRId64, mus_json_integer(value));
        return;
    }
    struct mus_json_writer writer = {.buf = out};
    enum mus_status status = mus_json_write_value(&writer, value, NULL);
    out->failed = out->failed || status != MUS_OK;
}

/* A company, on one row: its values one after the other. */
static void add_object(struct mus_buf *out, const struct mus_json *object)
{
    struct mus_json_iter iter;
    for (bool more = mus_json_first(object, &iter); more; more = mus_json_next(&iter)) {
        mus_buf_printf(out, "%s%.*s ", iter.index == 0 ? "" : ", ", MUS_TEXT_ARG(iter.key));
        add_value(out, iter.value);
    }
}

/* What the keys of a readable line mean; codes stay as they are. */
static const char *japanese(const char *key)
{
    static const struct {
        const char *key, *ja;
    } WORDS[] = {
        {"entry", "記録"},
        {"kind", "種類"},
        {"recorded", "記録日時"},
        {"by", "記録した人"},
        {"stage", "段階"},
        {"date", "成立などの日"},
        {"programme", "事業"},
        {"edition", "開催回"},
        {"purpose", "目的"},
        {"agreement", "合意の種類"},
        {"evidence", "証拠書類"},
        {"companies", "企業"},
        {"company", "企業"},
        {"side", "回答者の立場"},
        {"n", "件数"},
        {"confirms", "確認する記録"},
        {"reverses", "取り消す記録"},
        {"reason", "理由"},
        {"rule_set", "規則"},
        {"fiscal_year", "年度"},
        {"figure", "数値"},
        {"value", "値"},
        {"indicator", "指標"},
        {"source", "出典"},
    };
    for (size_t i = 0; i < sizeof WORDS / sizeof WORDS[0]; i++) {
        if (strcmp(key, WORDS[i].key) == 0) {
            return WORDS[i].ja;
        }
    }
    return key;
}

static void show_member(struct mus_verify_answer *answer, const char *key,
                        const struct mus_json *value)
{
    struct mus_json_iter iter;
    const char *ja = japanese(key);
    if (mus_json_type(value) != MUS_JSON_ARRAY) {
        mus_verify_label(answer, ja, key);
        add_value(&answer->text, value);
        mus_buf_add_byte(&answer->text, '\n');
        return;
    }
    for (bool more = mus_json_first(value, &iter); more; more = mus_json_next(&iter)) {
        mus_verify_label(answer, iter.index == 0 ? ja : "", iter.index == 0 ? key : "");
        add_object(&answer->text, iter.value);
        mus_buf_add_byte(&answer->text, '\n');
    }
}

enum mus_status mus_verify_show_entry(struct mus_verify_answer *answer, struct mus_text bytes,
                                      uint64_t index, struct mus_error *err)
{
    struct mus_buf line = {0};
    struct mus_json *object = NULL;
    enum mus_status status = make_line(bytes, index, &line, err);
    if (status == MUS_OK) {
        status = mus_json_parse(mus_buf_text(&line), &object, err);
    }
    struct mus_json_iter iter;
    for (bool more = mus_json_first(object, &iter); more; more = mus_json_next(&iter)) {
        show_member(answer, iter.key.ptr, iter.value);
    }
    mus_json_free(object);
    mus_buf_done(&line);
    return status;
}
