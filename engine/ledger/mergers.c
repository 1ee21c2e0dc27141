#include "ledger/mergers.h"

#include "ledger/earlier.h"
#include "store/companies.h"
#include "store/ledger.h"

/* Longer chains of successors are circles. */
enum { MAX_STEPS = 1000 };

struct follower {
    const struct mus_read *read;
    struct mus_write *write;
    const struct mus_ledger_context *context;
    struct mus_successions known;
    struct mus_merger *mergers;
    size_t count;
    struct mus_arena *arena;
    struct mus_error *err;
};

/* Where the company is by now: behind redirects, and behind successors of merged ones. */
static enum mus_status find_heir(struct follower *follower, struct mus_text id,
                                 struct mus_text *heir)
{
    struct mus_text at = id;
    enum mus_status status = MUS_OK;
    for (size_t steps = 0; status == MUS_OK && steps < MAX_STEPS; steps++) {
        struct mus_company_record record;
        struct mus_error said = {0};
        status = mus_store_company(follower->read, at, follower->arena, &record, &said);
        if (status == MUS_NOT_FOUND && steps > 0) {
            return MUS_OK; /* a successor that is not in the store */
        }
        if (status != MUS_OK) {
            return mus_fail(follower->err, status, "%s", said.message);
        }
        *heir = record.company.id;
        if (record.company.status != MUS_COMPANY_MERGED || record.company.successor.len == 0) {
            return MUS_OK;
        }
        at = record.company.successor;
    }
    return status == MUS_OK
               ? mus_fail(follower->err, MUS_CONFLICT,
                          "company \"%.*s\": its successors go in a circle", MUS_TEXT_SHORT_ARG(id))
               : status;
}

/* Where the ledger has the company by now. */
static struct mus_ledger_id end_of(const struct follower *follower, struct mus_ledger_id id)
{
    const struct mus_succession *next;
    while ((next = mus_successions_of(&follower->known, &id)) != NULL) {
        id = next->to;
    }
    return id;
}

static enum mus_status append(struct follower *follower, struct mus_merger *merger)
{
    struct mus_ledger_done done = {0};
    const struct mus_ledger_request request = {.kind = MUS_LEDGER_SUCCESSION,
                                               .companies = {merger->from, merger->to},
                                               .date = MUS_NO_DATE};
    enum mus_status status =
        mus_ledger_append(follower->write, follower->context, &request, &done, follower->err);
    merger->entry = done.entry;
    return status;
}

/* What the ledger says of the two already; *missing where it says nothing yet. */
static enum mus_status compare(struct follower *follower, const struct mus_alias_item *item,
                               struct mus_merger *merger, bool *missing)
{
    struct mus_ledger_id alias;
    bool known = false;
    enum mus_status status = mus_store_find_alias(follower->read, MUS_ALIAS_COMPANY, merger->to,
                                                  &known, &alias, follower->err);
    if (status != MUS_OK) {
        return status;
    }
    const struct mus_succession *told = mus_successions_of(&follower->known, &item->alias);
    struct mus_ledger_id own_end = end_of(follower, item->alias);
    if (told != NULL) {
        struct mus_ledger_id heirs_end = known ? end_of(follower, alias) : item->alias;
        merger->entry = told->entry;
        merger->contradicted = !mus_ledger_id_equal(&own_end, &heirs_end);
    } else if (known) {
        /* The heir itself has become the company, by what the ledger says. */
        struct mus_ledger_id heirs_end = end_of(follower, alias);
        merger->contradicted = mus_ledger_id_equal(&heirs_end, &item->alias);
        merger->entry =
            merger->contradicted ? mus_successions_of(&follower->known, &alias)->entry : 0;
    }
    *missing = told == NULL && !merger->contradicted;
    return MUS_OK;
}

static enum mus_status follow(struct follower *follower, const struct mus_alias_item *item)
{
    struct mus_merger merger = {.from = item->id};
    bool missing = false;
    enum mus_status status = find_heir(follower, item->id, &merger.to);
    if (status != MUS_OK || mus_text_equal(merger.to, item->id)) {
        return status;
    }
    status = compare(follower, item, &merger, &missing);
    if (status == MUS_OK && missing) {
        status = append(follower, &merger);
    }
    if (status == MUS_OK && (missing || merger.contradicted)) {
        follower->mergers[follower->count++] = merger;
    }
    return status;
}

enum mus_status mus_mergers_follow(struct mus_write *write,
                                   const struct mus_ledger_context *context,
                                   struct mus_arena *arena, struct mus_merger **mergers,
                                   size_t *count, struct mus_error *err)
{
    const struct mus_read *read = mus_store_write_view(write);
    struct follower follower = {
        .read = read, .write = write, .context = context, .arena = arena, .err = err};
    struct mus_alias_item *items = NULL;
    size_t item_count = 0;
    enum mus_status status =
        mus_store_aliases(read, MUS_ALIAS_COMPANY, arena, &items, &item_count, err);
    if (status == MUS_OK) {
        status = mus_successions_read(read, arena, &follower.known, err);
    }
    if (status == MUS_OK) {
        follower.mergers = mus_arena_alloc(arena, item_count, sizeof *follower.mergers);
        status = follower.mergers == NULL ? mus_fail_memory(err) : MUS_OK;
    }
    for (size_t i = 0; status == MUS_OK && i < item_count; i++) {
        status = follow(&follower, &items[i]);
    }
    if (status == MUS_OK) {
        *mergers = follower.mergers;
        *count = follower.count;
    }
    return status;
}
