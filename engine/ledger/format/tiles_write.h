/* The tiles of a log (tiles.h), written as its entries come: into DIR/tile.new, which takes the
 * place of DIR/tile when all of it is on the disk. One thread. */
#ifndef MUS_LEDGER_FORMAT_TILES_WRITE_H
#define MUS_LEDGER_FORMAT_TILES_WRITE_H

#include "base/status.h"
#include "base/text.h"
#include "crypto/digest.h"

struct mus_tiles_writer;

/* Removes what an earlier process left unfinished. `dir` must outlive the writer. */
enum mus_status mus_tiles_begin(const char *dir, struct mus_tiles_writer **out,
                                struct mus_error *err) MUS_MUST_CHECK;
/* The next entry, at most 65,535 bytes, and its leaf. */
enum mus_status mus_tiles_add(struct mus_tiles_writer *writer, struct mus_text entry,
                              const struct mus_digest *leaf, struct mus_error *err) MUS_MUST_CHECK;
/* Writes the partial tiles at the right edge and waits until everything is on the disk. */
enum mus_status mus_tiles_settle(struct mus_tiles_writer *writer,
                                 struct mus_error *err) MUS_MUST_CHECK;
/* Takes the place of DIR/tile; after settling. */
enum mus_status mus_tiles_publish(struct mus_tiles_writer *writer,
                                  struct mus_error *err) MUS_MUST_CHECK;
/* Removes what was not published. NULL is accepted. */
void mus_tiles_writer_free(struct mus_tiles_writer *writer);

/* Removes DIR/tile, of an export that has none. */
enum mus_status mus_tiles_remove(const char *dir, struct mus_error *err) MUS_MUST_CHECK;

#endif
