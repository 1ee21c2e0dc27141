/* Erased companies leave the index at once.
 *
 * Elsewhere who is gone is only marked, and its id and terms stay in the segment until that is
 * merged. An erasure promises more: segments that have the company are written anew without those
 * who are gone, however large they are. */
#include "store/companies.h"
#include "store/segments_internal.h"

/* Whether the segment has a document of such an id among those that are gone. */
static bool remembers_any(const struct mus_search_segment *search, struct mus_texts ids)
{
    for (size_t i = 0; i < ids.count; i++) {
        uint32_t doc = 0;
        if (mus_segment_locate(search, ids.items[i], mus_text_hash(ids.items[i]), true, &doc)) {
            return true;
        }
    }
    return false;
}

/* One of them: what is read of the others holds until this is written, and no longer. */
static enum mus_status forget_once(struct mus_write *write, struct mus_texts ids, bool *done,
                                   struct mus_error *err)
{
    struct mus_arena arena = {0};
    struct mus_kept_segment *kept = NULL;
    size_t count = 0;
    size_t at = 0;
    enum mus_status status = mus_segments_kept(&write->view, &arena, &kept, &count, err);
    while (status == MUS_OK && at < count && !remembers_any(&kept[at].segment, ids)) {
        at++;
    }
    *done = at == count;
    if (status == MUS_OK && !*done) {
        status = mus_segments_join(write, &kept[at], 1, &arena, err);
    }
    mus_arena_done(&arena);
    return status;
}

enum mus_status mus_segments_forget(struct mus_write *write, struct mus_texts ids,
                                    struct mus_error *err)
{
    bool done = false;
    enum mus_status status = mus_segments_fold(write, err);
    while (status == MUS_OK && !done) {
        status = forget_once(write, ids, &done, err);
    }
    status = mus_segments_mend(write, status, err);
    return status == MUS_OK ? mus_segments_merge_after(write, false, err) : status;
}
