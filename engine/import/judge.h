/* One row judged: read, identified, merged with the company that is there, checked. It changes
 * nothing; what is to be stored is handed back. A judge belongs to one thread at a time. */
#ifndef MUS_IMPORT_JUDGE_H
#define MUS_IMPORT_JUDGE_H

#include "base/arena.h"
#include "base/status.h"
#include "import/draft.h"
#include "import/groups.h"
#include "import/identity.h"
#include "import/input.h"
#include "import/standing.h"
#include "profile/company_merge.h"
#include "store/companies.h"
#include "store/store.h"

#include <stdbool.h>

struct mus_judge {
    const struct mus_map *map; /* NULL: JSON */
    struct mus_texts header;   /* for messages */
    const struct mus_tables *tables;
    struct mus_store *store;
    struct mus_identity_options identity;
    mus_date today;
    int64_t now_ms;
    bool clear_empty;
    bool overwrite;
    struct mus_draft draft; /* with a map: mus_draft_init */
};

struct mus_verdict {
    /* MUS_OK: good. MUS_INVALID or MUS_LIMIT: refused, for the reason in `message`, which names the
     * row; column, heading and field say where, as far as that is known. */
    enum mus_status status;
    struct mus_text message;
    struct mus_text column, heading, field;
    struct mus_text row_name;
    struct mus_texts warnings; /* each names the row */
    /* Keys by which it is told from other rows: of a good row, and of one that is refused only for
     * what the company lacks that it meets in the store. Such a row wins over those before it, so
     * that the same file gives the same again when it has made the company. */
    struct mus_row_key keys[2];
    size_t key_count;
    struct mus_standing standing; /* as far as it was looked for; what is stored is not in it */
    struct mus_merged merged;     /* of a good row; its company has an id */
    char new_id[MUS_NEW_ID_BYTES + 1];
};

/* `view` is a read, or a write seen as one; the verdict lives in the arena and borrows from the row
 * and the view, until the write's next change. Fails only where the import cannot go on: memory,
 * the store, MUS_UNREADABLE where contacts cannot be sealed. */
enum mus_status mus_judge_row(struct mus_judge *judge, const struct mus_input_row *row,
                              const struct mus_read *view, struct mus_arena *arena,
                              struct mus_verdict *out, struct mus_error *err) MUS_MUST_CHECK;

#endif
