#include "ledger/format/export_chunks.h"

#include "base/mem.h"
#include "ledger/format/ledger_entry.h"

#include <assert.h>
#include <string.h>

enum { LENGTH_BYTES = 2, KIND_AT = 1 };

bool mus_export_next(struct mus_text entries, size_t *at, struct mus_text *entry)
{
    size_t left = entries.len - *at;
    if (left < LENGTH_BYTES) {
        return false;
    }
    const unsigned char *here = (const unsigned char *)entries.ptr + *at;
    size_t len = (size_t)here[0] << 8 | here[1];
    if (left - LENGTH_BYTES < len) {
        return false;
    }
    *entry = (struct mus_text){entries.ptr + *at + LENGTH_BYTES, len};
    *at += LENGTH_BYTES + len;
    return true;
}

static enum mus_status add_rotation(struct mus_export_chunks *chunks, struct mus_text bytes,
                                    struct mus_error *err)
{
    if (chunks->rotation_count == chunks->rotation_room) {
        size_t room = chunks->rotation_room == 0 ? 16 : 2 * chunks->rotation_room;
        struct mus_export_rotation *grown =
            mus_realloc(chunks->rotations, room, sizeof *chunks->rotations);
        if (grown == NULL) {
            return mus_fail_memory(err);
        }
        chunks->rotations = grown;
        chunks->rotation_room = room;
    }
    chunks->rotations[chunks->rotation_count++] = (struct mus_export_rotation){chunks->size, bytes};
    return MUS_OK;
}

static bool is_rotation(struct mus_text entry)
{
    return entry.len > KIND_AT && entry.ptr[KIND_AT] == MUS_LEDGER_ROTATION;
}

enum mus_status mus_export_chunks_init(struct mus_text entries, struct mus_export_chunks *out,
                                       struct mus_error *err)
{
    struct mus_export_chunks chunks = {.entries = entries};
    chunks.room = entries.len / LENGTH_BYTES / MUS_CHUNK_ENTRIES + 1;
    chunks.items = mus_alloc_zero(chunks.room, sizeof *chunks.items);
    if (chunks.items == NULL) {
        return mus_fail_memory(err);
    }
    *out = chunks;
    return MUS_OK;
}

void mus_export_chunks_done(struct mus_export_chunks *chunks)
{
    mus_free(chunks->items);
    mus_free(chunks->rotations);
    *chunks = (struct mus_export_chunks){0};
}

enum mus_status mus_export_chunks_cut(struct mus_export_chunks *chunks,
                                      struct mus_text entries[MUS_CHUNK_ENTRIES], size_t *cut,
                                      struct mus_error *err)
{
    size_t begin = chunks->end;
    size_t count = 0;
    while (count < MUS_CHUNK_ENTRIES &&
           mus_export_next(chunks->entries, &chunks->end, &entries[count])) {
        enum mus_status status =
            is_rotation(entries[count]) ? add_rotation(chunks, entries[count], err) : MUS_OK;
        if (status != MUS_OK) {
            return status;
        }
        count++;
        chunks->size++;
    }
    if (count > 0) {
        assert(chunks->count < chunks->room);
        chunks->items[chunks->count++].at = begin;
    }
    *cut = count;
    return MUS_OK;
}

struct mus_text mus_export_entry(const struct mus_export_chunks *chunks, uint64_t index)
{
    assert(index < chunks->size);
    size_t at = chunks->items[index / MUS_CHUNK_ENTRIES].at;
    struct mus_text entry = MUS_NO_TEXT;
    for (uint64_t i = index - index % MUS_CHUNK_ENTRIES; i <= index; i++) {
        bool whole = mus_export_next(chunks->entries, &at, &entry);
        assert(whole);
        (void)whole;
    }
    return entry;
}

struct mus_digest mus_export_root(const struct mus_export_chunks *chunks, uint64_t size)
{
    assert(size <= chunks->size);
    struct mus_merkle_edge edge = {0};
    size_t whole = size / MUS_CHUNK_ENTRIES;
    for (size_t i = 0; i < whole; i++) {
        mus_merkle_add_perfect(&edge, MUS_CHUNK_LEVEL, &chunks->items[i].node);
    }
    if (edge.size < size) {
        size_t at = chunks->items[whole].at;
        struct mus_text entry;
        while (edge.size < size && mus_export_next(chunks->entries, &at, &entry)) {
            struct mus_digest leaf = mus_merkle_leaf(entry.ptr, entry.len);
            mus_merkle_add(&edge, &leaf);
        }
    }
    return edge.size == 0 ? mus_merkle_empty() : mus_merkle_root(&edge);
}
