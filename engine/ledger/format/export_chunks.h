/* The entries of an export, cut where threads can begin: a first pass that reads lengths and line
 * feeds alone. Internal to the verification of exports; one thread, and any number may read what it
 * has made. */
#ifndef MUS_LEDGER_FORMAT_EXPORT_CHUNKS_H
#define MUS_LEDGER_FORMAT_EXPORT_CHUNKS_H

#include "base/status.h"
#include "base/text.h"
#include "crypto/merkle.h"
#include "ledger/format/export.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* A whole chunk is a perfect node of the tree. 1,024 entries are some 0.6 MB of both files: enough
 * to be worth a thread's turn, few enough to share out evenly. */
#define MUS_CHUNK_LEVEL 10
#define MUS_CHUNK_ENTRIES (UINT64_C(1) << MUS_CHUNK_LEVEL)

struct mus_export_chunk {
    size_t entries_at, lines_at; /* where its first entry and that one's line begin */
    struct mus_digest node;      /* of a whole chunk, once it was checked */
};

/* An entry that says it is a rotation. */
struct mus_export_rotation {
    uint64_t entry;
    struct mus_text bytes;
};

struct mus_export_chunks {
    struct mus_text entries, lines; /* borrowed */
    struct mus_export_chunk *items;
    size_t count;
    uint64_t size;      /* whole entries */
    size_t entries_end; /* behind the last whole entry; what follows is cut off */
    size_t lines_end;   /* behind as many lines as there are entries, or all there are */
    struct mus_export_rotation *rotations;
    size_t rotation_count;
};

/* MUS_NO_MEMORY. */
enum mus_status mus_export_chunks_find(const struct mus_export *export,
                                       struct mus_export_chunks *out,
                                       struct mus_error *err) MUS_MUST_CHECK;
void mus_export_chunks_done(struct mus_export_chunks *chunks);

/* Takes the entry that begins at *at and moves *at behind it; false where the rest holds no whole
 * one. */
bool mus_export_next(struct mus_text entries, size_t *at, struct mus_text *entry);
/* How many entries the chunk has: MUS_CHUNK_ENTRIES but for the last. */
uint64_t mus_export_chunk_size(const struct mus_export_chunks *chunks, size_t chunk);
/* index < size. */
struct mus_text mus_export_entry(const struct mus_export_chunks *chunks, uint64_t index);
/* The root over the first `size` entries, at most as many as there are; the whole chunks among them
 * have been checked. */
struct mus_digest mus_export_root(const struct mus_export_chunks *chunks, uint64_t size);

#endif
