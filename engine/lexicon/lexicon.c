#include "lexicon/lexicon.h"

#include "base/limits.h"
#include "lexicon/layout.h"
#include "matcher/text/terms.h"

#include <stdbool.h>
#include <string.h>

static enum mus_status check_versions(struct mus_bytes *bytes, struct mus_error *err)
{
    uint32_t format = mus_bytes_u32(bytes);
    uint32_t analysis = mus_bytes_u32(bytes);
    if (bytes->failed) {
        return mus_fail(err, MUS_CORRUPT, "the lexicon is cut off in its header");
    }
    if (format != MUS_LEXICON_FORMAT) {
        return mus_fail(err, MUS_CONFLICT,
                        "the lexicon has format %u, expected %d: it is to be built again", format,
                        MUS_LEXICON_FORMAT);
    }
    if (analysis != MUS_ANALYSIS_VERSION) {
        return mus_fail(err, MUS_CONFLICT,
                        "the lexicon was made for version %u of the text analysis, this is %d: it "
                        "is to be built again",
                        analysis, MUS_ANALYSIS_VERSION);
    }
    return MUS_OK;
}

enum mus_status mus_lexicon_open(struct mus_text bytes, struct mus_lexicon *out,
                                 struct mus_error *err)
{
    struct mus_bytes reader = mus_bytes_of(bytes.ptr, bytes.len);
    struct mus_text magic = mus_bytes_text(&reader, sizeof MUS_LEXICON_MAGIC - 1);
    if (!mus_text_equals(magic, MUS_LEXICON_MAGIC)) {
        return mus_fail(err, MUS_CORRUPT, "these bytes are no compiled lexicon");
    }
    enum mus_status status = check_versions(&reader, err);
    if (status != MUS_OK) {
        return status;
    }
    struct mus_lexicon view = {.headwords = mus_bytes_u32(&reader)};
    view.prefixes = mus_bytes_u32(&reader);
    view.slot_count = mus_bytes_u32(&reader);
    view.reach = mus_bytes_u32(&reader);
    view.list_words = mus_bytes_u32(&reader);
    view.terms = mus_bytes_u32(&reader);
    view.slots = mus_bytes_take(&reader, (size_t)view.slot_count * MUS_LEXICON_SLOT_BYTES);
    view.lists = mus_bytes_take(&reader, (size_t)view.list_words * 4);
    view.hashes = mus_bytes_take(&reader, (size_t)view.terms * MUS_SHORT_HASH_BYTES);
    if (reader.failed || reader.left > 0) {
        return mus_fail(err, MUS_CORRUPT, "the lexicon is not as long as its header says");
    }
    if (view.slot_count != mus_lexicon_slots(view.prefixes) || view.headwords > view.prefixes ||
        view.reach > view.slot_count || view.list_words == 0 ||
        view.terms > MUS_MAX_LEXICON_TERMS) {
        return mus_fail(err, MUS_CORRUPT, "the lexicon's header holds what cannot be");
    }
    *out = view;
    return MUS_OK;
}

/* --- checking --- */

static enum mus_status check_hashes(const struct mus_lexicon *lexicon, struct mus_error *err)
{
    for (uint32_t i = 1; i < lexicon->terms; i++) {
        if (mus_lexicon_hash(lexicon, i - 1) >= mus_lexicon_hash(lexicon, i)) {
            return mus_fail(err, MUS_CORRUPT, "term %u of the lexicon is out of order", i);
        }
    }
    return MUS_OK;
}

/* The list that begins at `word`; *next is where the one behind it begins. */
static bool is_list_sound(const struct mus_lexicon *lexicon, uint32_t word, uint32_t *next)
{
    uint32_t count = mus_lexicon_word(lexicon, word);
    struct mus_lexicon_list list = mus_lexicon_list(lexicon, word + 1);
    if (list.count != count || (count == 0) != (word == 0)) {
        return false;
    }
    for (uint32_t i = 0; i < count; i++) {
        uint32_t entry = mus_lexicon_word(lexicon, list.first + i);
        uint32_t term = mus_lexicon_entry_term(entry);
        uint32_t weight = mus_lexicon_entry_weight(entry);
        if (term >= lexicon->terms || weight == 0 || weight > MUS_LEXICON_WEIGHT_MAX) {
            return false;
        }
        if (i > 0 &&
            mus_lexicon_entry_term(mus_lexicon_word(lexicon, list.first + i - 1)) >= term) {
            return false;
        }
    }
    *next = list.first + count;
    return true;
}

static enum mus_status check_lists(const struct mus_lexicon *lexicon, struct mus_error *err)
{
    uint32_t word = 0;
    while (word < lexicon->list_words) {
        uint32_t next = 0;
        if (!is_list_sound(lexicon, word, &next)) {
            return mus_fail(err, MUS_CORRUPT, "the list at word %u of the lexicon is damaged",
                            word);
        }
        word = next;
    }
    return MUS_OK;
}

static enum mus_status check_slots(const struct mus_lexicon *lexicon, struct mus_error *err)
{
    uint32_t headwords = 0;
    uint32_t prefixes = 0;
    for (size_t i = 0; i < lexicon->slot_count; i++) {
        const unsigned char *at = lexicon->slots + i * MUS_LEXICON_SLOT_BYTES;
        uint64_t key = mus_bytes_little_endian(at, 8);
        uint32_t value = (uint32_t)mus_bytes_little_endian(at + 8, 4);
        bool sound = value == 0 ? key == 0
                                : mus_lexicon_find(lexicon, key) == value &&
                                      value <= lexicon->list_words &&
                                      (value == 1) == (mus_lexicon_list(lexicon, value).count == 0);
        if (!sound) {
            return mus_fail(err, MUS_CORRUPT, "slot %zu of the lexicon is damaged", i);
        }
        prefixes += value > 0;
        headwords += value > 1;
    }
    if (headwords != lexicon->headwords || prefixes != lexicon->prefixes) {
        return mus_fail(err, MUS_CORRUPT,
                        "the lexicon has %u headwords and %u prefixes, not %u and %u", headwords,
                        prefixes, lexicon->headwords, lexicon->prefixes);
    }
    return MUS_OK;
}

enum mus_status mus_lexicon_check(const struct mus_lexicon *lexicon, struct mus_error *err)
{
    enum mus_status status = check_hashes(lexicon, err);
    if (status == MUS_OK) {
        status = check_lists(lexicon, err);
    }
    return status == MUS_OK ? check_slots(lexicon, err) : status;
}
