#include "ledger/format/count_internal.h"

static uint64_t hash_match(const struct mus_counting *counting, const struct mus_match_found *match,
                           const struct mus_entry_view *view)
{
    unsigned keys = counting->rules->one_match;
    uint64_t hash = mus_slots_mix((uint64_t)match->firms[0] << 32 | match->firms[1]);
    if ((keys & MUS_MATCH_PURPOSE) != 0) {
        hash = mus_text_hash_seeded(hash, view->purpose);
    }
    if ((keys & MUS_MATCH_FISCAL_YEAR) != 0) {
        hash = mus_slots_mix(hash ^ counting->book->marks[match->entry]);
    }
    if ((keys & MUS_MATCH_PROGRAMME) != 0) {
        hash = mus_text_hash_seeded(hash, view->programme);
    }
    if ((keys & MUS_MATCH_EDITION) != 0) {
        hash = mus_text_hash_seeded(hash, view->edition);
    }
    return hash;
}

/* The found one's bytes are read again: they lay well when it was judged. */
static bool same_match(const struct mus_counting *counting, const struct mus_match_found *found,
                       const struct mus_match_found *match, const struct mus_entry_view *view)
{
    unsigned keys = counting->rules->one_match;
    const struct mus_book_item *items = counting->book->items;
    struct mus_entry_view other;
    if (found->firms[0] != match->firms[0] || found->firms[1] != match->firms[1] ||
        ((keys & MUS_MATCH_FISCAL_YEAR) != 0 &&
         counting->book->marks[found->entry] != counting->book->marks[match->entry]) ||
        !mus_entry_view_read(mus_book_bytes(&items[found->entry]), &other)) {
        return false;
    }
    return ((keys & MUS_MATCH_PURPOSE) == 0 || mus_text_equal(other.purpose, view->purpose)) &&
           ((keys & MUS_MATCH_PROGRAMME) == 0 ||
            mus_text_equal(other.programme, view->programme)) &&
           ((keys & MUS_MATCH_EDITION) == 0 || mus_text_equal(other.edition, view->edition));
}

static struct mus_match_found match_of(const struct mus_counting *counting, uint32_t entry)
{
    const uint32_t *parties = counting->book->items[entry].as.parties;
    uint32_t a = counting->firms[parties[0]];
    uint32_t b = counting->firms[parties[1]];
    return (struct mus_match_found){entry, {a < b ? a : b, a < b ? b : a}};
}

static enum mus_status stand(struct mus_counting *counting, const struct mus_match_found *match,
                             const struct mus_entry_view *view, uint64_t hash)
{
    struct mus_match_found *matches =
        mus_grown(counting->matches, counting->match_count, &counting->match_room, sizeof *matches);
    if (matches == NULL) {
        return mus_fail_memory(counting->err);
    }
    counting->matches = matches;
    if (!mus_slots_put(&counting->match_slots, hash, (uint32_t)counting->match_count)) {
        return mus_fail_memory(counting->err);
    }
    matches[counting->match_count++] = *match;
    if (counting->questionnaire_count == 0 || view->edition.len == 0) {
        return MUS_OK;
    }
    uint32_t group = mus_book_group(counting->book, view->programme, view->edition);
    return mus_counting_reduce(counting, group, match);
}

static enum mus_status take_named(struct mus_counting *counting, uint32_t entry)
{
    struct mus_entry_view view;
    bool candidate = false;
    enum mus_status status = mus_counting_judge(counting, entry, &view, &candidate);
    if (status != MUS_OK || !candidate) {
        return status;
    }
    struct mus_match_found match = match_of(counting, entry);
    uint64_t hash = hash_match(counting, &match, &view);
    struct mus_slot_walk walk = mus_slots_walk(&counting->match_slots, hash);
    uint32_t number;
    while (mus_slots_next(&counting->match_slots, &walk, &number)) {
        const struct mus_match_found *found = &counting->matches[number];
        if (same_match(counting, found, &match, &view)) {
            return mus_counting_suppress(counting, entry, 1, MUS_COUNT_DUPLICATE, found->entry);
        }
    }
    return stand(counting, &match, &view, hash);
}

enum mus_status mus_counting_named(struct mus_counting *counting)
{
    const mus_book_mark *marks = counting->book->marks;
    enum mus_status status = MUS_OK;
    for (size_t i = 0; status == MUS_OK && i < counting->seen; i++) {
        if (counting->marks[marks[i]] != 0 && !mus_book_mark_reported(marks[i])) {
            status = take_named(counting, (uint32_t)i);
        }
    }
    return status;
}
