/* The entries of an export, cut chunk by chunk as threads ask for work: a chunk is found by reading
 * lengths alone. Internal to the verification of exports. Cutting is for one thread at a time; a
 * chunk that was cut may be read by any. */
#ifndef MUS_LEDGER_FORMAT_EXPORT_CHUNKS_H
#define MUS_LEDGER_FORMAT_EXPORT_CHUNKS_H

#include "base/status.h"
#include "base/text.h"
#include "crypto/merkle.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* A whole chunk is a perfect node of the tree. 256 entries are some 40 KB, and their lines three
 * times that: enough to be worth a thread's turn, few enough to stay in a processor's own cache. */
#define MUS_CHUNK_LEVEL 8
#define MUS_CHUNK_ENTRIES (UINT64_C(1) << MUS_CHUNK_LEVEL)

struct mus_export_chunk {
    size_t at;              /* where its first entry begins */
    struct mus_digest node; /* of a whole chunk (all but the last), once it was checked */
};

/* An entry that says it is a rotation. */
struct mus_export_rotation {
    uint64_t entry;
    struct mus_text bytes;
};

struct mus_export_chunks {
    struct mus_text entries; /* borrowed */
    struct mus_export_chunk *items;
    size_t count, room; /* room: as many chunks as the bytes could hold */
    uint64_t size;      /* entries cut so far */
    size_t end;         /* behind them; when all is cut, what follows is no whole entry */
    struct mus_export_rotation *rotations;
    size_t rotation_count, rotation_room;
};

/* MUS_NO_MEMORY. */
enum mus_status mus_export_chunks_init(struct mus_text entries, struct mus_export_chunks *out,
                                       struct mus_error *err) MUS_MUST_CHECK;
void mus_export_chunks_done(struct mus_export_chunks *chunks);
/* Cuts the next chunk, items[count - 1] then, and gives its entries; *cut is 0 where no whole entry
 * is left. MUS_NO_MEMORY. */
enum mus_status mus_export_chunks_cut(struct mus_export_chunks *chunks,
                                      struct mus_text entries[MUS_CHUNK_ENTRIES], size_t *cut,
                                      struct mus_error *err) MUS_MUST_CHECK;

/* Takes the entry that begins at *at and moves *at behind it; false where the rest holds no whole
 * one. */
bool mus_export_next(struct mus_text entries, size_t *at, struct mus_text *entry);
/* When all is cut: an entry, index < size. */
struct mus_text mus_export_entry(const struct mus_export_chunks *chunks, uint64_t index);
/* When all is cut and checked: the root over the first `size` entries, at most all of them. */
struct mus_digest mus_export_root(const struct mus_export_chunks *chunks, uint64_t size);

#endif
