/* What the answers about the ledger share; only this folder. */
#ifndef MUS_MUSUBI_LEDGER_SHARED_H
#define MUS_MUSUBI_LEDGER_SHARED_H

#include "codec/json_write.h"
#include "crypto/note.h"
#include "ledger/append.h"
#include "ledger/keys.h"
#include "musubi/handle.h"

#include <stddef.h>
#include <stdint.h>

/* Who writes, and when. */
struct mus_ledger_context mus_musubi_context(const struct mus_musubi *musubi, const char *by);

/* The signing key's file with its passphrase in hand; wiped and freed by mus_key_file_done. */
struct mus_key_file_at {
    struct mus_ledger_key_file file;
    struct mus_buf passphrase;
};
enum mus_status mus_key_file_at(const struct mus_musubi *musubi, const struct mus_signing *signing,
                                struct mus_key_file_at *out, struct mus_error *err) MUS_MUST_CHECK;
void mus_key_file_done(struct mus_key_file_at *at);

/* "key": the verification key. */
void mus_put_key(struct mus_json_writer *writer, const char *name, const struct mus_note_key *key);
/* "id": its eight hexadecimal digits. */
void mus_put_key_id(struct mus_json_writer *writer, const char *name,
                    const struct mus_note_key *key);
void mus_put_digest(struct mus_json_writer *writer, const char *name,
                    const struct mus_digest *digest);

/* A rule set in a file, adopted or not; in the arena. Messages begin with the path. */
enum mus_status mus_rules_read_file(const char *path, struct mus_arena *arena,
                                    struct mus_rule_set *out, struct mus_error *err) MUS_MUST_CHECK;
/* "2026-11-23T12:00:00+09:00"; neither key nor value for no time. */
void mus_put_time(struct mus_json_writer *writer, const char *name, uint64_t seconds);

/* A verification key given by a person; the place is the option's name. */
enum mus_status mus_key_option(const char *option, const char *text, struct mus_note_key *out,
                               struct mus_error *err) MUS_MUST_CHECK;
/* Those of witnesses, parted by blanks; NULL: none. In the arena. */
enum mus_status mus_witness_option(const char *text, struct mus_arena *arena,
                                   struct mus_note_key **keys, size_t *count,
                                   struct mus_error *err) MUS_MUST_CHECK;

#endif
