/* musubi-verify witness: a key of one's own, and cosigning what a ledger asks for. */
#include "ledger/format/witness.h"

#include "base/clock.h"
#include "crypto/seal.h"
#include "ledger/format/note_fault.h"
#include "verify/answer.h"
#include "verify/input.h"

/* No option, no passphrase. */
static struct mus_text given(const struct mus_verify_options *options, const struct mus_buf *buf)
{
    return options->passphrase_file == NULL ? MUS_NO_TEXT : mus_buf_text(buf);
}

static void answer_key(const struct mus_verify_options *options, const struct mus_note_key *key,
                       struct mus_verify_answer *answer)
{
    if (!options->json) {
        mus_note_key_write(key, &answer->text);
        mus_buf_add_byte(&answer->text, '\n');
        return;
    }
    struct mus_json_writer writer = {.buf = &answer->text};
    mus_json_begin_object(&writer);
    mus_json_put_z(&writer, "file", options->words[0]);
    mus_verify_put_key(&writer, "key", key);
    mus_json_end_object(&writer);
    mus_json_end(&writer);
    mus_buf_add_byte(&answer->text, '\n');
}

enum mus_status mus_verify_run_new_key(const struct mus_verify_options *options,
                                       struct mus_verify_answer *answer, struct mus_error *err)
{
    struct mus_buf passphrase = {0};
    struct mus_signing_key *key = NULL;
    enum mus_status status = mus_verify_read_passphrase(options->passphrase_file, &passphrase, err);
    if (status == MUS_OK) {
        status = mus_signing_key_create(options->words[0], mus_text_of(options->words[1]),
                                        MUS_NOTE_COSIGNATURE, given(options, &passphrase), NULL,
                                        &key, err);
    }
    if (status == MUS_OK) {
        answer_key(options, mus_signing_key_public(key), answer);
    }
    mus_signing_key_free(key);
    mus_buf_wipe(&passphrase);
    return status;
}

static enum mus_status open_key(const struct mus_verify_options *options,
                                struct mus_signing_key **out, struct mus_error *err)
{
    struct mus_buf passphrase = {0};
    enum mus_status status = mus_verify_read_passphrase(options->passphrase_file, &passphrase, err);
    if (status == MUS_OK) {
        status = mus_signing_key_open(options->key, given(options, &passphrase), out, err);
    }
    mus_buf_wipe(&passphrase);
    return status;
}

static void answer_line(const struct mus_verify_options *options, const struct mus_buf *line,
                        struct mus_verify_answer *answer)
{
    if (!options->json) {
        mus_buf_add_text(&answer->text, mus_buf_text(line));
        return;
    }
    struct mus_json_writer writer = {.buf = &answer->text};
    mus_json_begin_object(&writer);
    mus_json_put_text(&writer, "cosignature", (struct mus_text){line->data, line->len - 1});
    mus_json_end_object(&writer);
    mus_json_end(&writer);
    mus_buf_add_byte(&answer->text, '\n');
}

static enum mus_status cosign(const struct mus_verify_options *options, struct mus_text bytes,
                              const struct mus_signing_key *key, struct mus_buf *line,
                              struct mus_error *err)
{
    struct mus_note_key log;
    struct mus_witness_request request;
    enum mus_status status = mus_verify_read_log_key("--log", options->log, &log, err);
    if (status == MUS_OK) {
        status = mus_witness_request_read(bytes, &request, err);
        status = status == MUS_OK ? MUS_OK : mus_fail_in_note(err, status, "request");
    }
    if (status == MUS_OK) {
        status = mus_witness_add(options->state, &request, &log, key,
                                 (uint64_t)(mus_clock_now_ms() / 1000), line, err);
    }
    return status;
}

enum mus_status mus_verify_run_cosign(const struct mus_verify_options *options,
                                      struct mus_verify_answer *answer, struct mus_error *err)
{
    struct mus_buf bytes = {0};
    struct mus_buf line = {0};
    struct mus_signing_key *key = NULL;
    enum mus_status status = open_key(options, &key, err);
    if (status == MUS_OK) {
        status = mus_verify_read(options->words[0] == NULL ? "-" : options->words[0], &bytes, err);
    }
    if (status == MUS_OK) {
        status = cosign(options, mus_buf_text(&bytes), key, &line, err);
    }
    if (status == MUS_OK) {
        answer_line(options, &line, answer);
    }
    mus_signing_key_free(key);
    mus_buf_done(&bytes);
    mus_buf_done(&line);
    return status;
}
