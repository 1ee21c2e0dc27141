/* The musubi-verify program: for whoever has an exported ledger, or a piece of it, and the key. It
 * links no store; what it says rests on the files it is given alone. */
#include <stdio.h>

#include "crypto/crypto.h"
#include "verify/answer.h"

static mus_verify_run *const COMMANDS[MUS_VERIFY_COMMANDS] = {
    [MUS_VERIFY_EXPORT] = mus_verify_run_export, [MUS_VERIFY_RECEIPT] = mus_verify_run_receipt,
    [MUS_VERIFY_PROOF] = mus_verify_run_proof,   [MUS_VERIFY_NEW_KEY] = mus_verify_run_new_key,
    [MUS_VERIFY_COSIGN] = mus_verify_run_cosign,
};

static enum mus_status write_out(struct mus_verify_answer *answer, struct mus_error *err)
{
    enum mus_status status = mus_buf_check(&answer->text, err);
    if (status != MUS_OK || answer->text.len == 0) {
        return status;
    }
    bool written = fwrite(answer->text.data, 1, answer->text.len, stdout) == answer->text.len;
    return fflush(stdout) == 0 && written ? MUS_OK
                                          : mus_fail(err, MUS_IO, "standard output: cannot write");
}

/* "No" is an answer too. */
static void answer_no(struct mus_verify_answer *answer, const struct mus_error *err)
{
    struct mus_json_writer writer = {.buf = &answer->text};
    mus_buf_clear(&answer->text);
    mus_json_begin_object(&writer);
    mus_json_put_bool(&writer, "verified", false);
    mus_json_put_z(&writer, "reason", err->message);
    mus_json_end_object(&writer);
    mus_json_end(&writer);
    mus_buf_add_byte(&answer->text, '\n');
}

static enum mus_status run(const struct mus_verify_options *options,
                           struct mus_verify_answer *answer, struct mus_error *err)
{
    answer->english = options->english;
    if (options->version) {
        mus_buf_add_z(&answer->text, "musubi-verify " MUS_VERSION "\n");
        return MUS_OK;
    }
    if (options->help) {
        mus_verify_help(answer);
        return MUS_OK;
    }
    enum mus_status status = mus_crypto_init(err);
    if (status == MUS_OK) {
        status = COMMANDS[options->command](options, answer, err);
    }
    if (status != MUS_OK) {
        mus_buf_clear(&answer->text);
    }
    if (status == MUS_NO && options->json) {
        answer_no(answer, err);
    }
    return status;
}

int main(int argc, char **argv)
{
    struct mus_verify_options options = {0};
    struct mus_verify_answer answer = {0};
    struct mus_error err = {0};
    struct mus_error unwritten = {0};
    enum mus_status status = mus_verify_options_read(argc, argv, &options, &err);
    if (status == MUS_OK) {
        status = run(&options, &answer, &err);
    }
    enum mus_status written = write_out(&answer, &unwritten);
    if (written != MUS_OK && (status == MUS_OK || status == MUS_NO)) {
        status = written;
        err = unwritten;
    }
    if (status != MUS_OK) {
        fprintf(stderr, "musubi-verify: %s\n", err.message);
    }
    mus_buf_done(&answer.text);
    return mus_status_exit_code(status);
}
