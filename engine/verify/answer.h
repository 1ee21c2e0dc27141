/* What musubi-verify says: rows of a label and a value in Japanese or English, or one JSON object.
 * Collected in a buffer that main writes. One thread. */
#ifndef MUS_VERIFY_ANSWER_H
#define MUS_VERIFY_ANSWER_H

#include "base/buf.h"
#include "codec/json_write.h"
#include "crypto/digest.h"
#include "crypto/note.h"
#include "verify/options.h"

#include <stdbool.h>
#include <stdint.h>

struct mus_verify_answer {
    struct mus_buf text;
    bool english;
};

const char *mus_verify_pick(const struct mus_verify_answer *answer, const char *ja, const char *en);
/* The sentence and a line feed. */
void mus_verify_say(struct mus_verify_answer *answer, const char *ja, const char *en);
/* "  label      " of a row; the value and a line feed are the caller's. */
void mus_verify_label(struct mus_verify_answer *answer, const char *ja, const char *en);
void mus_verify_row(struct mus_verify_answer *answer, const char *ja, const char *en,
                    struct mus_text value);
void mus_verify_row_key(struct mus_verify_answer *answer, const char *ja, const char *en,
                        const struct mus_note_key *key);
void mus_verify_row_digest(struct mus_verify_answer *answer, const char *ja, const char *en,
                           const struct mus_digest *digest);

void mus_verify_put_digest(struct mus_json_writer *writer, const char *key,
                           const struct mus_digest *digest);
void mus_verify_put_key(struct mus_json_writer *writer, const char *key,
                        const struct mus_note_key *value);
/* null where has is false. */
void mus_verify_put_time(struct mus_json_writer *writer, const char *key, uint64_t unix_seconds,
                         bool has);

/* Every command: reads what it needs, checks, says. MUS_NO: it does not hold. */
typedef enum mus_status mus_verify_run(const struct mus_verify_options *options,
                                       struct mus_verify_answer *answer, struct mus_error *err);
mus_verify_run mus_verify_run_export, mus_verify_run_receipt, mus_verify_run_proof,
    mus_verify_run_new_key, mus_verify_run_cosign;

/* An entry's bytes shown: its readable line, key by key. MUS_INVALID where it is none. */
enum mus_status mus_verify_show_entry(struct mus_verify_answer *answer, struct mus_text bytes,
                                      uint64_t index, struct mus_error *err) MUS_MUST_CHECK;
/* The same as a member "entry" of an object. */
enum mus_status mus_verify_put_entry(struct mus_json_writer *writer, struct mus_text bytes,
                                     uint64_t index, struct mus_error *err) MUS_MUST_CHECK;

void mus_verify_help(struct mus_verify_answer *answer);

#endif
