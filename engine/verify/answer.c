#include "verify/answer.h"

#include "base/calendar.h"
#include "crypto/encode.h"
#include "matcher/text/width.h"

#include <inttypes.h>

enum { LABEL_COLUMNS = 16 };

const char *mus_verify_pick(const struct mus_verify_answer *answer, const char *ja, const char *en)
{
    return answer->english ? en : ja;
}

void mus_verify_say(struct mus_verify_answer *answer, const char *ja, const char *en)
{
    mus_buf_add_z(&answer->text, mus_verify_pick(answer, ja, en));
    mus_buf_add_byte(&answer->text, '\n');
}

void mus_verify_label(struct mus_verify_answer *answer, const char *ja, const char *en)
{
    struct mus_text label = mus_text_of(mus_verify_pick(answer, ja, en));
    mus_buf_add_z(&answer->text, "  ");
    mus_buf_add_text(&answer->text, label);
    mus_buf_add_z(&answer->text, "  ");
    for (size_t columns = mus_text_width(label); columns < LABEL_COLUMNS; columns++) {
        mus_buf_add_byte(&answer->text, ' ');
    }
}

void mus_verify_row(struct mus_verify_answer *answer, const char *ja, const char *en,
                    struct mus_text value)
{
    mus_verify_label(answer, ja, en);
    mus_buf_add_text(&answer->text, value);
    mus_buf_add_byte(&answer->text, '\n');
}

void mus_verify_row_key(struct mus_verify_answer *answer, const char *ja, const char *en,
                        const struct mus_note_key *key)
{
    mus_verify_label(answer, ja, en);
    mus_note_key_write(key, &answer->text);
    mus_buf_add_byte(&answer->text, '\n');
}

void mus_verify_row_digest(struct mus_verify_answer *answer, const char *ja, const char *en,
                           const struct mus_digest *digest)
{
    mus_verify_label(answer, ja, en);
    mus_hex_write(&answer->text, digest->bytes, MUS_DIGEST_BYTES);
    mus_buf_add_byte(&answer->text, '\n');
}

/* A value that is made in a buffer of its own; a failure of it is one of the answer. */
static void put_made(struct mus_json_writer *writer, const char *key, struct mus_buf *value)
{
    writer->buf->failed = writer->buf->failed || value->failed;
    mus_json_put_text(writer, key, mus_buf_text(value));
    mus_buf_done(value);
}

void mus_verify_put_digest(struct mus_json_writer *writer, const char *key,
                           const struct mus_digest *digest)
{
    struct mus_buf value = {0};
    mus_hex_write(&value, digest->bytes, MUS_DIGEST_BYTES);
    put_made(writer, key, &value);
}

void mus_verify_put_key(struct mus_json_writer *writer, const char *key,
                        const struct mus_note_key *value)
{
    struct mus_buf text = {0};
    mus_note_key_write(value, &text);
    put_made(writer, key, &text);
}

void mus_verify_put_time(struct mus_json_writer *writer, const char *key, uint64_t unix_seconds,
                         bool has)
{
    struct mus_buf value = {0};
    if (!has) {
        mus_json_put_null(writer, key);
        return;
    }
    mus_time_write_tokyo(&value, unix_seconds);
    put_made(writer, key, &value);
}
