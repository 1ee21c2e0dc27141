/* Which rows of a file speak of one company: the last of them wins, the others are superseded.
 * Keeps 16 bytes a key and a few a row, whatever the rows hold. A set belongs to one
 * thread at a time. */
#ifndef MUS_IMPORT_GROUPS_H
#define MUS_IMPORT_GROUPS_H

#include "base/status.h"
#include "base/text.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* A key as it is compared: made with mus_row_key. */
struct mus_row_key {
    uint64_t a, b;
};

/* `kind` keeps ids and sources apart; second may be not given. */
struct mus_row_key mus_row_key(char kind, struct mus_text first, struct mus_text second);

struct mus_groups;

/* NULL without memory. */
struct mus_groups *mus_groups_new(void);
/* NULL is accepted. */
void mus_groups_free(struct mus_groups *groups);
/* The next row with its keys (one at least): it belongs together with all rows that share a key
 * with it. `good`: it can be taken, if it wins. */
enum mus_status mus_groups_add(struct mus_groups *groups, const struct mus_row_key *keys,
                               size_t count, bool good, struct mus_error *err) MUS_MUST_CHECK;
/* The next row, which is refused and wins over none. */
enum mus_status mus_groups_skip(struct mus_groups *groups, struct mus_error *err) MUS_MUST_CHECK;
/* Rows so far. */
uint64_t mus_groups_rows(const struct mus_groups *groups);
/* Rows that win but are not good. */
uint64_t mus_groups_bad_winners(const struct mus_groups *groups);
/* The row (from 0) was skipped. */
bool mus_groups_skipped(const struct mus_groups *groups, uint64_t row);
/* The row (from 0) that wins over this one: itself where it wins, or where it was refused. */
uint64_t mus_groups_winner(const struct mus_groups *groups, uint64_t row);

#endif
