#include "matcher/reference_index.h"

#include "base/mem.h"

static enum mus_status make_groups(struct mus_reference_index *index, struct mus_error *err)
{
    const struct mus_reference *reference = &index->reference;
    uint64_t *groups = mus_alloc(reference->membership_count, sizeof *groups);
    if (groups == NULL) {
        return mus_fail_memory(err);
    }
    for (size_t i = 0; i < reference->membership_count; i++) {
        groups[i] = reference->memberships[i].group;
    }
    return mus_term_set_take(&index->groups, groups, reference->membership_count, err);
}

enum mus_status mus_reference_index_new(const struct mus_reference *reference,
                                        struct mus_reference_index **out, struct mus_error *err)
{
    enum mus_status status = mus_reference_check(reference, err);
    if (status != MUS_OK) {
        return status;
    }
    struct mus_reference_index *index = mus_alloc_zero(1, sizeof *index);
    if (index == NULL) {
        return mus_fail_memory(err);
    }
    index->reference = *reference;
    status = mus_class_tree_make(&index->tree, &index->reference, err);
    if (status == MUS_OK) {
        status = make_groups(index, err);
    }
    if (status == MUS_OK) {
        status = mus_class_set_make(&index->theme, &index->tree, reference->theme, err);
    }
    if (status != MUS_OK) {
        mus_reference_index_free(index);
        return status;
    }
    *out = index;
    return MUS_OK;
}

void mus_reference_index_free(struct mus_reference_index *index)
{
    if (index == NULL) {
        return;
    }
    mus_class_tree_done(&index->tree);
    mus_term_set_done(&index->groups);
    mus_class_set_done(&index->theme);
    mus_free(index);
}
