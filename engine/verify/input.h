/* Files, keys and passphrases named on the command line. One thread. */
#ifndef MUS_VERIFY_INPUT_H
#define MUS_VERIFY_INPUT_H

#include "base/buf.h"
#include "base/status.h"
#include "crypto/note.h"
#include "verify/options.h"

#define MUS_VERIFY_MAX_FILE                                                                        \
    (1024 * 1024) /* bytes of a checkpoint, receipt, proof, request, entry */

/* The whole file; "-" is standard input. MUS_NOT_FOUND, MUS_LIMIT, MUS_IO. Nothing where path is
 * NULL. */
enum mus_status mus_verify_read(const char *path, struct mus_buf *out,
                                struct mus_error *err) MUS_MUST_CHECK;
/* A verification key as text, or @FILE that holds one on its first line. `name` is the option, for
 * messages: "--key". */
enum mus_status mus_verify_read_key(const char *name, const char *value, struct mus_note_key *out,
                                    struct mus_error *err) MUS_MUST_CHECK;
/* The keys of --log or --key, which sign notes: MUS_INVALID for a witness's. */
enum mus_status mus_verify_read_log_key(const char *name, const char *value,
                                        struct mus_note_key *out,
                                        struct mus_error *err) MUS_MUST_CHECK;
/* Those of all --witness, each once. */
enum mus_status mus_verify_read_witnesses(const struct mus_verify_options *options,
                                          struct mus_note_key out[MUS_VERIFY_MAX_WITNESSES],
                                          struct mus_error *err) MUS_MUST_CHECK;
/* The file's first line; nothing where path is NULL. To be ended with mus_buf_wipe. */
enum mus_status mus_verify_read_passphrase(const char *path, struct mus_buf *out,
                                           struct mus_error *err) MUS_MUST_CHECK;

#endif
