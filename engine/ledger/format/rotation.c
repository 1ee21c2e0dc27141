#include "ledger/format/rotation.h"

#include <assert.h>
#include <string.h>

#define CONTEXT "musubi-key-rotation/1\n"

/* What is signed; it fits with the longest name. */
struct message {
    unsigned char bytes[sizeof CONTEXT - 1 + MUS_MAX_KEY_NAME + 1 + 1 + 32];
    size_t len;
};

static void add(struct message *message, const void *bytes, size_t len)
{
    assert(len <= sizeof message->bytes - message->len);
    memcpy(message->bytes + message->len, bytes, len);
    message->len += len;
}

static struct message message_of(const char *origin, enum mus_note_algorithm algorithm,
                                 const unsigned char key[32])
{
    struct message message = {.len = 0};
    unsigned char byte = (unsigned char)algorithm;
    add(&message, CONTEXT, sizeof CONTEXT - 1);
    add(&message, origin, strlen(origin));
    add(&message, "\n", 1);
    add(&message, &byte, 1);
    add(&message, key, 32);
    return message;
}

static enum mus_status check_pair(const struct mus_note_key *from, const struct mus_note_key *to,
                                  struct mus_error *err)
{
    if (from->algorithm != MUS_NOTE_ED25519 || to->algorithm != MUS_NOTE_ED25519) {
        return mus_fail(err, MUS_INVALID, "a witness's key cannot sign for a log");
    }
    if (strcmp(from->name, to->name) != 0) {
        return mus_fail(err, MUS_INVALID,
                        "name: the new key must keep the log's name, \"%s\", found \"%s\"",
                        from->name, to->name);
    }
    if (mus_note_key_equal(from, to)) {
        return mus_fail(err, MUS_INVALID, "the new key is the one so far");
    }
    return MUS_OK;
}

enum mus_status mus_rotation_make(const struct mus_signing_key *from, const struct mus_note_key *to,
                                  struct mus_ledger_entry *entry, struct mus_error *err)
{
    const struct mus_note_key *old = mus_signing_key_public(from);
    enum mus_status status = check_pair(old, to, err);
    if (status != MUS_OK) {
        return status;
    }
    struct message message = message_of(old->name, to->algorithm, to->key);
    entry->kind = MUS_LEDGER_ROTATION;
    entry->as.rotation.algorithm = to->algorithm;
    memcpy(entry->as.rotation.key, to->key, sizeof to->key);
    mus_signing_key_sign(from, message.bytes, message.len, entry->as.rotation.signature);
    return MUS_OK;
}

enum mus_status mus_rotation_follow(const struct mus_ledger_entry *entry,
                                    const struct mus_note_key *key, struct mus_note_key *next,
                                    struct mus_error *err)
{
    assert(entry->kind == MUS_LEDGER_ROTATION);
    struct message message =
        message_of(key->name, entry->as.rotation.algorithm, entry->as.rotation.key);
    if (!mus_note_key_check(key, message.bytes, message.len, entry->as.rotation.signature)) {
        return mus_fail(err, MUS_NO, "the rotation is not signed by the key so far");
    }
    return mus_note_key_make(mus_text_of(key->name), entry->as.rotation.algorithm,
                             entry->as.rotation.key, next, err);
}
