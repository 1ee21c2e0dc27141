/* An exported ledger and its verification, with nothing but the export and the verification key.
 *
 *     DIR/entries        entries in order, each after its length as u16 big-endian
 *     DIR/entries.jsonl  the same entries readable, one a line (entry_line.h)
 *     DIR/checkpoint     the signed note
 *     DIR/tile/…         the same log in the C2SP tlog-tiles layout (tiles.h), where asked for
 *
 * Verification reads the three files, not the tiles, and all of them: each entry is well written
 * and says the same as its line, the rules between entries hold (book.h), the tree over them has
 * the root that the checkpoint says, and the checkpoint is signed by the last key of the log, which
 * the key given leads to through rotation entries. What does not fit is told with its place.
 *
 * What that shows:
 * - With the log's first key: the holder of that key, or of those it was handed on to, signed
 *   exactly these entries in this order. A key that was stolen after it had been given up can still
 *   start a ledger of its own from there: the newest key that one knows shows the most.
 * - With a later key: the same. Keys before it are taken as the ledger names them, each still
 *   signed by the one before, but the first rotation by a key that is not known.
 * - Not that these are all entries there ever were: an old export verifies as well as a new one,
 * and so does one of two that were told to different people. An earlier checkpoint (`since`) or a
 *   receipt shows that what stood then stands still. A witness has seen this very checkpoint, at a
 *   time that it says, and cosigns no two that contradict each other. `reach_checked` says whether
 *   any of these was looked at. */
#ifndef MUS_LEDGER_FORMAT_EXPORT_H
#define MUS_LEDGER_FORMAT_EXPORT_H

#include "base/arena.h"
#include "base/status.h"
#include "base/text.h"
#include "crypto/note.h"
#include "ledger/format/book.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The files, in memory (mapped or read); borrowed. entries.jsonl, the largest and looked at once,
 * may stay in its file, to be read piece by piece. */
struct mus_export {
    struct mus_text entries, lines, checkpoint;
    const int *lines_file; /* an open file, instead of lines; NULL: none */
};

struct mus_export_options {
    const struct mus_note_key *key;       /* the log's, of any time */
    const struct mus_note_key *witnesses; /* each must have cosigned */
    size_t witness_count;
    struct mus_text
        since; /* an earlier checkpoint (a note signed by a key of the log); empty: none */
    struct mus_text receipt; /* a receipt of this log; empty: none */
    size_t threads;          /* 0: 1 */
    struct mus_book *book; /* an empty one, filled with the entries for counting; NULL: none. Of no
                              use where the answer is not MUS_OK */
};

struct mus_export_report {
    struct mus_checkpoint checkpoint;       /* borrowed from the export */
    struct mus_note_key key;                /* that signed it */
    uint64_t rotations;                     /* that lead from the key given to that one */
    uint64_t first_recorded, last_recorded; /* unix seconds; 0 in an empty ledger */
    size_t witnesses;                       /* cosignatures that fit */
    uint64_t witnessed_at;                  /* the latest of their times; 0: none */
    uint64_t since; /* size of the earlier checkpoint that it goes on from; 0 */
    /* Whether anything beyond the export itself shows that nothing was cut off since: an earlier
     * checkpoint or receipt, or a witness. */
    bool reach_checked;
};

/* MUS_NO: something does not fit; the message says what and where: `entry 57: entries and
 * entries.jsonl differ at "date"`, "entry 12: …", "checkpoint, line 3: the 200 entries have root …,
 * the checkpoint says …", "since: …", "receipt: …". Of several faults the first in the order of
 * entries is told, whatever the number of threads. MUS_INVALID or MUS_LIMIT where `since` or
 * `receipt` is malformed; MUS_NO_MEMORY; MUS_IO where entries.jsonl cannot be read. */
enum mus_status mus_export_verify(const struct mus_export *export,
                                  const struct mus_export_options *options,
                                  struct mus_export_report *out,
                                  struct mus_error *err) MUS_MUST_CHECK;

/* The folder's three files, entries and checkpoint mapped read-only: they must not be cut
 * meanwhile. MUS_NOT_FOUND names the file that is missing. */
struct mus_export_files;
enum mus_status mus_export_open(const char *dir, struct mus_export_files **out,
                                struct mus_error *err) MUS_MUST_CHECK;
const struct mus_export *mus_export_bytes(const struct mus_export_files *files);
void mus_export_close(struct mus_export_files *files);

/* Writing: begin, add every entry in order, finish. Files appear under their names only when all is
 * written and synced, checkpoint last; an earlier export in the same folder is replaced. One
 * thread. */
struct mus_export_writer;
enum mus_status mus_export_begin(const char *dir, bool tiles, struct mus_export_writer **out,
                                 struct mus_error *err) MUS_MUST_CHECK;
enum mus_status mus_export_add(struct mus_export_writer *writer, struct mus_text entry,
                               struct mus_error *err) MUS_MUST_CHECK;
/* MUS_CORRUPT where the entries added do not give the checkpoint's size and root. */
enum mus_status mus_export_finish(struct mus_export_writer *writer, struct mus_text checkpoint,
                                  struct mus_error *err) MUS_MUST_CHECK;
void mus_export_writer_free(struct mus_export_writer *writer);

#endif
