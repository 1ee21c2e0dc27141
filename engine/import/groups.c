#include "import/groups.h"

#include "base/limits.h"
#include "base/mem.h"
#include "crypto/digest.h"

#include <string.h>

/* Keys lie in an open hash table; each names a group. Groups that turn out to be one are joined as
 * in union by attaching one tree to the other, with path halving. The winner of a group is kept at
 * its root: rows come in order, so it is the last one added. */

#define NO_GROUP UINT32_MAX

struct entry {
    struct mus_row_key key; /* 0, 0: empty */
    uint32_t group;
};

struct group {
    uint32_t parent; /* itself: a root */
    uint32_t last;   /* row */
    bool good;       /* the last row is */
};

struct mus_groups {
    struct entry *entries;
    size_t capacity, used; /* capacity is a power of two */
    struct group *groups;
    size_t group_count, group_capacity;
    uint32_t *rows; /* the group of each */
    size_t row_count, row_capacity;
};

struct mus_row_key mus_row_key(char kind, struct mus_text first, struct mus_text second)
{
    struct mus_digest_run run;
    uint64_t len = first.len;
    mus_digest_init(&run, MUS_DIGEST_BLAKE2B);
    mus_digest_add(&run, &kind, 1);
    mus_digest_add(&run, &len, sizeof len);
    mus_digest_add(&run, first.ptr, first.len);
    mus_digest_add(&run, second.ptr, second.len);
    struct mus_digest digest = mus_digest_take(&run);
    struct mus_row_key key;
    memcpy(&key.a, digest.bytes, sizeof key.a);
    memcpy(&key.b, digest.bytes + sizeof key.a, sizeof key.b);
    key.b |= 1; /* never the empty key */
    return key;
}

struct mus_groups *mus_groups_new(void)
{
    return mus_alloc_zero(1, sizeof(struct mus_groups));
}

void mus_groups_free(struct mus_groups *groups)
{
    if (groups != NULL) {
        mus_free(groups->entries);
        mus_free(groups->groups);
        mus_free(groups->rows);
        mus_free(groups);
    }
}

static struct entry *find(struct entry *entries, size_t capacity, struct mus_row_key key)
{
    size_t at = (size_t)key.a & (capacity - 1);
    while (entries[at].key.b != 0 && (entries[at].key.a != key.a || entries[at].key.b != key.b)) {
        at = (at + 1) & (capacity - 1);
    }
    return &entries[at];
}

static enum mus_status make_room_for_key(struct mus_groups *groups, struct mus_error *err)
{
    enum { FIRST = 1024 };
    if (groups->used * 4 < groups->capacity * 3) {
        return MUS_OK;
    }
    size_t capacity = groups->capacity == 0 ? FIRST : groups->capacity * 2;
    struct entry *entries = mus_alloc_zero(capacity, sizeof *entries);
    if (entries == NULL) {
        return mus_fail_memory(err);
    }
    for (size_t i = 0; i < groups->capacity; i++) {
        if (groups->entries[i].key.b != 0) {
            *find(entries, capacity, groups->entries[i].key) = groups->entries[i];
        }
    }
    mus_free(groups->entries);
    groups->entries = entries;
    groups->capacity = capacity;
    return MUS_OK;
}

/* Room for one more item in an array that grows by half. */
static enum mus_status make_room(void **items, size_t count, size_t *capacity, size_t size,
                                 struct mus_error *err)
{
    enum { FIRST = 1024 };
    if (count < *capacity) {
        return MUS_OK;
    }
    size_t wanted = *capacity == 0 ? FIRST : *capacity + *capacity / 2;
    void *grown = mus_realloc(*items, wanted, size);
    if (grown == NULL) {
        return mus_fail_memory(err);
    }
    *items = grown;
    *capacity = wanted;
    return MUS_OK;
}

static enum mus_status add_row(struct mus_groups *groups, uint32_t group, struct mus_error *err)
{
    void *rows = groups->rows;
    if (groups->row_count >= MUS_MAX_IMPORT_ROWS) {
        return mus_fail(err, MUS_LIMIT, "more than %d rows", MUS_MAX_IMPORT_ROWS);
    }
    enum mus_status status =
        make_room(&rows, groups->row_count, &groups->row_capacity, sizeof *groups->rows, err);
    if (status == MUS_OK) {
        groups->rows = rows;
        groups->rows[groups->row_count++] = group;
    }
    return status;
}

static uint32_t root_of(const struct mus_groups *groups, uint32_t group)
{
    while (groups->groups[group].parent != group) {
        uint32_t parent = groups->groups[group].parent;
        groups->groups[group].parent = groups->groups[parent].parent;
        group = parent;
    }
    return group;
}

static enum mus_status new_group(struct mus_groups *groups, uint32_t *out, struct mus_error *err)
{
    void *items = groups->groups;
    enum mus_status status = make_room(&items, groups->group_count, &groups->group_capacity,
                                       sizeof *groups->groups, err);
    if (status == MUS_OK) {
        groups->groups = items;
        *out = (uint32_t)groups->group_count++;
        groups->groups[*out] = (struct group){.parent = *out};
    }
    return status;
}

enum mus_status mus_groups_add(struct mus_groups *groups, const struct mus_row_key *keys,
                               size_t count, bool good, struct mus_error *err)
{
    uint32_t group = NO_GROUP;
    enum mus_status status = MUS_OK;
    for (size_t i = 0; status == MUS_OK && i < count; i++) {
        status = make_room_for_key(groups, err);
        if (status != MUS_OK) {
            return status;
        }
        struct entry *entry = find(groups->entries, groups->capacity, keys[i]);
        if (entry->key.b != 0) {
            uint32_t other = root_of(groups, entry->group);
            if (group != NO_GROUP) {
                groups->groups[other].parent = group;
            } else {
                group = other;
            }
            continue;
        }
        if (group == NO_GROUP) {
            status = new_group(groups, &group, err);
        }
        if (status == MUS_OK) {
            *entry = (struct entry){keys[i], group};
            groups->used++;
        }
    }
    if (status == MUS_OK) {
        groups->groups[group].last = (uint32_t)groups->row_count;
        groups->groups[group].good = good;
        status = add_row(groups, group, err);
    }
    return status;
}

enum mus_status mus_groups_skip(struct mus_groups *groups, struct mus_error *err)
{
    return add_row(groups, NO_GROUP, err);
}

uint64_t mus_groups_rows(const struct mus_groups *groups)
{
    return groups->row_count;
}

uint64_t mus_groups_bad_winners(const struct mus_groups *groups)
{
    uint64_t count = 0;
    for (size_t i = 0; i < groups->group_count; i++) {
        count += groups->groups[i].parent == i && !groups->groups[i].good;
    }
    return count;
}

bool mus_groups_skipped(const struct mus_groups *groups, uint64_t row)
{
    return groups->rows[row] == NO_GROUP;
}

uint64_t mus_groups_winner(const struct mus_groups *groups, uint64_t row)
{
    uint32_t group = groups->rows[row];
    return group == NO_GROUP ? row : groups->groups[root_of(groups, group)].last;
}
