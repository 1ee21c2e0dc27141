#include "ledger/format/export_keys.h"

#include "base/mem.h"
#include "ledger/format/ledger_entry.h"
#include "ledger/format/rotation.h"

#include <inttypes.h>
#include <string.h>

static void say_fault(struct mus_export_fault *fault, uint64_t entry, enum mus_status status)
{
    fault->entry = entry;
    fault->status = mus_fail_at(&fault->err, status, "entry %" PRIu64, entry);
}

/* The keys that rotations name, none of them trusted yet: items[1 …]. An entry that cannot be read
 * ends the list. */
static void name_keys(const struct mus_export_chunks *chunks, const struct mus_note_key *key,
                      struct mus_export_keys *keys, struct mus_export_fault *fault)
{
    for (size_t i = 0; i < chunks->rotation_count; i++) {
        const struct mus_export_rotation *rotation = &chunks->rotations[i];
        struct mus_ledger_entry entry;
        struct mus_export_fault found = {.entry = MUS_NO_FAULT};
        enum mus_status status = mus_ledger_entry_decode(rotation->bytes, &entry, &found.err);
        if (status == MUS_OK) {
            status =
                mus_note_key_make(mus_text_of(key->name), entry.as.rotation.algorithm,
                                  entry.as.rotation.key, &keys->items[keys->count], &found.err);
        }
        if (status != MUS_OK) {
            say_fault(&found, rotation->entry, MUS_NO);
            mus_export_fault_take(fault, &found);
            return;
        }
        keys->count++;
    }
}

/* Whether the key `from` has signed the rotation. */
static enum mus_status check_rotation(const struct mus_export_rotation *rotation,
                                      const struct mus_note_key *from,
                                      struct mus_export_fault *fault)
{
    struct mus_ledger_entry entry;
    struct mus_note_key next;
    enum mus_status status = mus_ledger_entry_decode(rotation->bytes, &entry, &fault->err);
    if (status == MUS_OK) {
        status = mus_rotation_follow(&entry, from, &next, &fault->err);
    }
    return status;
}

/* The last place of the key among those named; 0 where they do not have it. */
static size_t place_of(const struct mus_export_keys *keys, const struct mus_note_key *key)
{
    size_t place = keys->count;
    while (place > 1 && !mus_note_key_equal(&keys->items[place - 1], key)) {
        place--;
    }
    return place - 1;
}

static void check_rotations(const struct mus_export_chunks *chunks, struct mus_export_keys *keys,
                            const struct mus_note_key *key, struct mus_export_fault *fault)
{
    size_t place = place_of(keys, key);
    bool first_known = keys->count == 1;
    for (size_t i = 0; i + 1 < keys->count; i++) {
        const struct mus_export_rotation *rotation = &chunks->rotations[i];
        struct mus_export_fault found = {.entry = MUS_NO_FAULT};
        enum mus_status status = check_rotation(rotation, &keys->items[i], &found);
        first_known = first_known || (i == 0 && status == MUS_OK);
        /* With a later key in hand the first one need not be the key given. */
        if (status != MUS_OK && !(i == 0 && place > 0 && status == MUS_NO)) {
            say_fault(&found, rotation->entry, status);
            mus_export_fault_take(fault, &found);
            return;
        }
    }
    keys->given = place;
    if (!first_known) {
        memmove(keys->items, keys->items + 1, (keys->count - 1) * sizeof *keys->items);
        keys->count--;
        keys->given--;
    }
}

enum mus_status mus_export_keys_follow(const struct mus_export_chunks *chunks,
                                       const struct mus_note_key *key, struct mus_export_keys *out,
                                       struct mus_export_fault *fault, struct mus_error *err)
{
    struct mus_export_keys keys = {
        .items = mus_alloc_zero(chunks->rotation_count + 1, sizeof *keys.items), .count = 1};
    if (keys.items == NULL) {
        return mus_fail_memory(err);
    }
    keys.items[0] = *key;
    name_keys(chunks, key, &keys, fault);
    check_rotations(chunks, &keys, key, fault);
    *out = keys;
    return MUS_OK;
}

void mus_export_keys_done(struct mus_export_keys *keys)
{
    mus_free(keys->items);
    *keys = (struct mus_export_keys){0};
}

const struct mus_note_key *mus_export_keys_last(const struct mus_export_keys *keys)
{
    return &keys->items[keys->count - 1];
}

enum mus_status mus_export_keys_verify(const struct mus_export_keys *keys,
                                       const struct mus_note *note, struct mus_error *err)
{
    enum mus_status status = MUS_NO;
    for (size_t i = keys->count; i > 0 && status == MUS_NO; i--) {
        status = mus_note_verify(note, &keys->items[i - 1], NULL, err);
    }
    return status;
}

const struct mus_note_key *mus_export_keys_find(const struct mus_export_keys *keys,
                                                const unsigned char id[MUS_NOTE_KEY_ID_BYTES])
{
    for (size_t i = keys->count; i > 0; i--) {
        if (memcmp(keys->items[i - 1].id, id, MUS_NOTE_KEY_ID_BYTES) == 0) {
            return &keys->items[i - 1];
        }
    }
    return NULL;
}
