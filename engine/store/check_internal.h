/* What the units of the check share. Internal to the store. */
#ifndef MUS_STORE_CHECK_INTERNAL_H
#define MUS_STORE_CHECK_INTERNAL_H

#include "base/arena.h"
#include "base/status.h"
#include "matcher/text/terms.h"
#include "profile/company_record.h"
#include "store/check.h"
#include "store/internal.h"

struct mus_check_tree;
struct mus_check_event;
struct mus_check_indexed;

struct mus_checking {
    struct mus_read *read;
    struct mus_store_tools tools;          /* with what the lexicon's source gives now */
    struct mus_buf lexicon;                /* that, compiled */
    struct mus_arena *arena;               /* of the report */
    struct mus_arena scratch;              /* of one item */
    size_t capacity;                       /* of the list of findings */
    const struct mus_document_kind *kinds; /* of documents that can be read */
    size_t kind_count;
    uint64_t last_merge;               /* highest number given */
    uint64_t ledger_size;              /* known once the ledger was checked */
    struct mus_check_tree *tree;       /* while it is */
    struct mus_check_event *event;     /* while events are: the one looked at */
    struct mus_check_indexed *indexed; /* while the index is */
    struct mus_check_report report;
};

/* Adds a finding, a warning or an error. Fails only when memory runs out. */
enum mus_status mus_check_found(struct mus_checking *checking, bool warning, struct mus_error *err,
                                const char *format, ...) MUS_PRINTF(4, 5) MUS_MUST_CHECK;
/* Turns the failure of a decoder or a lower check into a finding "what "name": reason"; a failure
 * of the machine or the store is passed on. */
enum mus_status mus_check_judge(struct mus_checking *checking, enum mus_status status,
                                const struct mus_error *reason, struct mus_error *err,
                                const char *what, struct mus_text name) MUS_MUST_CHECK;

typedef enum mus_status mus_check_one(struct mus_checking *checking, struct mus_text key,
                                      struct mus_text value, struct mus_error *err);
/* Calls `one` for each entry of the table; scratch is empty each time. */
enum mus_status mus_check_each(struct mus_checking *checking, struct mus_txn *txn, size_t table,
                               mus_check_one *one, struct mus_error *err) MUS_MUST_CHECK;

/* Every index entry that the record calls for is there; `what` it is stands in findings. */
enum mus_status mus_check_index(struct mus_checking *checking, const char *what,
                                const struct mus_company_record *record,
                                struct mus_error *err) MUS_MUST_CHECK;

/* The lexicon; opens the tools that match records are checked with. Comes first. */
enum mus_status mus_check_lexicon(struct mus_checking *checking,
                                  struct mus_error *err) MUS_MUST_CHECK;
/* Indexes, redirects and journal. */
enum mus_status mus_check_links(struct mus_checking *checking,
                                struct mus_error *err) MUS_MUST_CHECK;
/* Segments and who has changed since. */
enum mus_status mus_check_segments(struct mus_checking *checking,
                                   struct mus_error *err) MUS_MUST_CHECK;
/* Tables, documents, meta and data keys. */
enum mus_status mus_check_data(struct mus_checking *checking, struct mus_error *err) MUS_MUST_CHECK;
/* Entries, their tree, and what is kept beside them. */
enum mus_status mus_check_ledger(struct mus_checking *checking,
                                 struct mus_error *err) MUS_MUST_CHECK;
/* Aliases and cases; the ledger was checked before. */
enum mus_status mus_check_cases(struct mus_checking *checking,
                                struct mus_error *err) MUS_MUST_CHECK;
/* Events and what belongs to them. */
enum mus_status mus_check_events(struct mus_checking *checking,
                                 struct mus_error *err) MUS_MUST_CHECK;

#endif
