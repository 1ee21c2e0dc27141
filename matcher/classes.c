/* The set holds its codes and all classes above them. For another code y, climbing from y until the
 * set has the class gives the deepest class that both lie in:
 *
 *        E (set, level 1)
 *        24 (set, own)   29            y = 2911: climbs 2911 → 291 → 29 → E: level 1
 *                        291           y = 2411: climbs 2411 → 241 → 24, which the set itself
 *                        2911                    lists: asked for, it is fully met
 *
 * The other way round, y asked for is fully met where the set has y at all, for then y is one of
 * the set's codes or lies above one. */
#include "matcher/classes.h"

#include "base/limits.h"
#include "base/mem.h"

#include <stdlib.h>
#include <string.h>

static uint8_t level_of(const struct mus_class_tree *tree, uint32_t row)
{
    uint8_t level = 1;
    while (level < MUS_MAX_TABLE_DEPTH && tree->parent[row] != MUS_NO_TERM) {
        row = tree->parent[row];
        level++;
    }
    return level;
}

static void fill_rows(struct mus_class_tree *tree)
{
    for (uint32_t row = 0; row < tree->index.count; row++) {
        uint64_t parent = tree->reference->codes[row].parent;
        tree->parent[row] = parent == 0 ? MUS_NO_TERM : mus_term_set_find(&tree->index, parent);
    }
    for (uint32_t row = 0; row < tree->index.count; row++) {
        tree->level[row] = level_of(tree, row);
    }
}

enum mus_status mus_class_tree_make(struct mus_class_tree *tree,
                                    const struct mus_reference *reference, struct mus_error *err)
{
    *tree = (struct mus_class_tree){.reference = reference};
    size_t count = reference->code_count;
    uint64_t *codes = mus_alloc(count, sizeof *codes);
    tree->parent = mus_alloc(count, sizeof *tree->parent);
    tree->level = mus_alloc(count, sizeof *tree->level);
    if (codes == NULL || tree->parent == NULL || tree->level == NULL) {
        mus_free(codes);
        mus_class_tree_done(tree);
        return mus_fail_memory(err);
    }
    for (size_t row = 0; row < count; row++) {
        codes[row] = reference->codes[row].code;
    }
    enum mus_status status = mus_term_set_take(&tree->index, codes, count, err);
    if (status != MUS_OK) {
        mus_class_tree_done(tree);
        return status;
    }
    fill_rows(tree);
    return MUS_OK;
}

void mus_class_tree_done(struct mus_class_tree *tree)
{
    mus_term_set_done(&tree->index);
    mus_free(tree->parent);
    mus_free(tree->level);
    *tree = (struct mus_class_tree){0};
}

static int compare_set_rows(const void *left, const void *right)
{
    const struct mus_class_set_row *l = left;
    const struct mus_class_set_row *r = right;
    if (l->code != r->code) {
        return l->code < r->code ? -1 : 1;
    }
    return (int)r->own - (int)l->own;
}

/* The code and the classes above it; returns their number. */
static size_t climb(const struct mus_class_tree *tree, uint64_t code,
                    struct mus_class_set_row rows[MUS_MAX_TABLE_DEPTH], uint64_t *scheme)
{
    uint32_t row = mus_term_set_find(&tree->index, code);
    if (row == MUS_NO_TERM) {
        rows[0] = (struct mus_class_set_row){code, 0, true};
        *scheme = 0;
        return 1;
    }
    *scheme = tree->reference->codes[row].scheme;
    size_t count = 0;
    while (row != MUS_NO_TERM && count < MUS_MAX_TABLE_DEPTH) {
        rows[count] =
            (struct mus_class_set_row){tree->index.hashes[row], tree->level[row], count == 0};
        count++;
        row = tree->parent[row];
    }
    return count;
}

enum mus_status mus_class_set_make(struct mus_class_set *set, const struct mus_class_tree *tree,
                                   struct mus_hashes codes, struct mus_error *err)
{
    *set = (struct mus_class_set){0};
    if (codes.count == 0) {
        return MUS_OK;
    }
    size_t room;
    if (!mus_size_mul(codes.count, MUS_MAX_TABLE_DEPTH, &room)) {
        return mus_fail_memory(err);
    }
    set->rows = mus_alloc(room, sizeof *set->rows);
    set->schemes = mus_alloc(codes.count, sizeof *set->schemes);
    if (set->rows == NULL || set->schemes == NULL) {
        mus_class_set_done(set);
        return mus_fail_memory(err);
    }
    size_t count = 0;
    for (size_t i = 0; i < codes.count; i++) {
        count += climb(tree, codes.items[i], &set->rows[count], &set->schemes[i]);
    }
    qsort(set->rows, count, sizeof *set->rows, compare_set_rows);
    for (size_t i = 0; i < count; i++) {
        if (set->count == 0 || set->rows[set->count - 1].code != set->rows[i].code) {
            set->rows[set->count++] = set->rows[i];
        }
    }
    set->scheme_count = mus_hashes_sort(set->schemes, codes.count);
    return MUS_OK;
}

void mus_class_set_done(struct mus_class_set *set)
{
    mus_free(set->rows);
    mus_free(set->schemes);
    *set = (struct mus_class_set){0};
}

static const struct mus_class_set_row *find_row(const struct mus_class_set *set, uint64_t code)
{
    size_t low = 0;
    size_t high = set->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (set->rows[middle].code == code) {
            return &set->rows[middle];
        }
        if (set->rows[middle].code < code) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return NULL;
}

static bool is_comparable(const struct mus_class_set *set, uint64_t scheme)
{
    if (scheme == 0 || set->schemes[0] == 0) {
        return true;
    }
    return mus_hashes_has((struct mus_hashes){set->schemes, set->scheme_count}, scheme);
}

static void raise(uint32_t *value, uint32_t to)
{
    *value = *value < to ? to : *value;
}

static uint32_t shared_value(const struct mus_code_weights *weights, uint8_t level)
{
    return weights->shared[level < MUS_CODE_LEVELS ? level : MUS_CODE_LEVELS - 1];
}

static void meet_code(const struct mus_class_set *set, uint64_t code, struct mus_nearness *nearness)
{
    const struct mus_class_set_row *row = find_row(set, code);
    if (row == NULL) {
        return;
    }
    raise(&nearness->back, MUS_MILLION);
    if (row->own) {
        raise(&nearness->forth, MUS_MILLION);
        raise(&nearness->kin, MUS_MILLION);
    }
}

/* Climbs from the code's row; the code itself has been met already. */
static void meet_above(const struct mus_class_tree *tree, const struct mus_class_set *set,
                       uint32_t row, const struct mus_code_weights *weights,
                       struct mus_nearness *nearness)
{
    bool met = false;
    while (row != MUS_NO_TERM) {
        const struct mus_class_set_row *above = find_row(set, tree->index.hashes[row]);
        if (above != NULL && !met) {
            uint32_t value = shared_value(weights, tree->level[row]);
            raise(&nearness->kin, value);
            raise(&nearness->forth, value);
            raise(&nearness->back, value);
            met = true;
        }
        if (above != NULL && above->own) {
            raise(&nearness->forth, MUS_MILLION);
            return;
        }
        row = tree->parent[row];
    }
}

struct mus_nearness mus_class_nearness(const struct mus_class_tree *tree,
                                       const struct mus_class_set *set, struct mus_hashes others,
                                       const struct mus_code_weights *weights)
{
    struct mus_nearness nearness = {0};
    if (set->count == 0) {
        return nearness;
    }
    for (size_t i = 0; i < others.count; i++) {
        uint64_t code = others.items[i];
        uint32_t row = mus_term_set_find(&tree->index, code);
        uint64_t scheme = row == MUS_NO_TERM ? 0 : tree->reference->codes[row].scheme;
        if (!is_comparable(set, scheme)) {
            continue;
        }
        nearness.comparable = true;
        meet_code(set, code, &nearness);
        if (row != MUS_NO_TERM && nearness.kin < MUS_MILLION) {
            meet_above(tree, set, row, weights, &nearness);
        }
    }
    return nearness;
}
