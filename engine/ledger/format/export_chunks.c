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

static enum mus_status add_rotation(struct mus_export_chunks *chunks, size_t *room,
                                    struct mus_text bytes, struct mus_error *err)
{
    if (chunks->rotation_count == *room) {
        size_t more = *room == 0 ? 16 : 2 * *room;
        struct mus_export_rotation *grown =
            mus_realloc(chunks->rotations, more, sizeof *chunks->rotations);
        if (grown == NULL) {
            return mus_fail_memory(err);
        }
        chunks->rotations = grown;
        *room = more;
    }
    chunks->rotations[chunks->rotation_count++] = (struct mus_export_rotation){chunks->size, bytes};
    return MUS_OK;
}

static bool is_rotation(struct mus_text entry)
{
    return entry.len > KIND_AT && entry.ptr[KIND_AT] == MUS_LEDGER_ROTATION;
}

static enum mus_status cut_entries(struct mus_export_chunks *chunks, struct mus_error *err)
{
    size_t room = 0;
    size_t at = 0;
    struct mus_text entry;
    while (mus_export_next(chunks->entries, &at, &entry)) {
        if (chunks->size % MUS_CHUNK_ENTRIES == 0) {
            chunks->items[chunks->count++].entries_at = chunks->entries_end;
        }
        if (is_rotation(entry)) {
            enum mus_status status = add_rotation(chunks, &room, entry, err);
            if (status != MUS_OK) {
                return status;
            }
        }
        chunks->size++;
        chunks->entries_end = at;
    }
    return MUS_OK;
}

/* Where lines are missing, the rest of the chunks have none: their entries will say so. */
static void cut_lines(struct mus_export_chunks *chunks)
{
    size_t at = 0;
    for (uint64_t i = 0; i < chunks->size; i++) {
        if (i % MUS_CHUNK_ENTRIES == 0) {
            chunks->items[i / MUS_CHUNK_ENTRIES].lines_at = at;
        }
        if (at < chunks->lines.len) {
            const char *end = memchr(chunks->lines.ptr + at, '\n', chunks->lines.len - at);
            at = end == NULL ? chunks->lines.len : (size_t)(end - chunks->lines.ptr) + 1;
        }
    }
    chunks->lines_end = at;
}

/* No bytes have an address too, so that it can be reckoned with. */
static struct mus_text some_bytes(struct mus_text text)
{
    return text.ptr == NULL ? MUS_TEXT("") : text;
}

enum mus_status mus_export_chunks_find(const struct mus_export *export,
                                       struct mus_export_chunks *out, struct mus_error *err)
{
    struct mus_export_chunks chunks = {.entries = some_bytes(export->entries),
                                       .lines = some_bytes(export->lines)};
    size_t most = export->entries.len / LENGTH_BYTES / MUS_CHUNK_ENTRIES + 1;
    chunks.items = mus_alloc_zero(most, sizeof *chunks.items);
    enum mus_status status =
        chunks.items == NULL ? mus_fail_memory(err) : cut_entries(&chunks, err);
    if (status != MUS_OK) {
        mus_export_chunks_done(&chunks);
        return status;
    }
    cut_lines(&chunks);
    *out = chunks;
    return MUS_OK;
}

void mus_export_chunks_done(struct mus_export_chunks *chunks)
{
    mus_free(chunks->items);
    mus_free(chunks->rotations);
    *chunks = (struct mus_export_chunks){0};
}

uint64_t mus_export_chunk_size(const struct mus_export_chunks *chunks, size_t chunk)
{
    uint64_t left = chunks->size - chunk * MUS_CHUNK_ENTRIES;
    return left < MUS_CHUNK_ENTRIES ? left : MUS_CHUNK_ENTRIES;
}

struct mus_text mus_export_entry(const struct mus_export_chunks *chunks, uint64_t index)
{
    assert(index < chunks->size);
    size_t at = chunks->items[index / MUS_CHUNK_ENTRIES].entries_at;
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
        size_t at = chunks->items[whole].entries_at;
        struct mus_text entry;
        while (edge.size < size && mus_export_next(chunks->entries, &at, &entry)) {
            struct mus_digest leaf = mus_merkle_leaf(entry.ptr, entry.len);
            mus_merkle_add(&edge, &leaf);
        }
    }
    return edge.size == 0 ? mus_merkle_empty() : mus_merkle_root(&edge);
}
