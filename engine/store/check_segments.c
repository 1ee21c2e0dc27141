/* The check of the index: every segment by itself, then that every company stands in it once, as it
 * is, and that what is gone is taken off. */
#include "store/check_internal.h"

#include "base/mem.h"
#include "matcher/index/audit.h"
#include "matcher/index/build.h"
#include "profile/firm_record.h"
#include "store/segments_internal.h"

struct mus_check_indexed {
    struct mus_arena arena;
    struct mus_kept_segment *kept;
    size_t count;
    struct mus_text_weights weights;
    uint64_t documents; /* that are not gone, and not of a changed company */
    uint64_t changed;   /* companies among the changed that live */
};

static struct mus_text name_of(const struct mus_kept_segment *kept, struct mus_arena *arena)
{
    struct mus_buf name = {0};
    mus_buf_printf(&name, "%llu", (unsigned long long)kept->number);
    struct mus_text text = mus_arena_copy(arena, mus_buf_text(&name));
    mus_buf_done(&name);
    return text;
}

/* ------------------------------------------------------------------ rows */

static enum mus_status check_gone(struct mus_checking *c, struct mus_text key,
                                  struct mus_text value, struct mus_error *err)
{
    const struct mus_check_indexed *indexed = c->indexed;
    uint64_t number = 0;
    bool read = mus_key_read_number(key, &number);
    size_t at = mus_segments_find(indexed->kept, indexed->count, number);
    if (!read || at == indexed->count) {
        return mus_check_found(c, false, err,
                               "index: who is gone from segment %llu, which is not there",
                               (unsigned long long)number);
    }
    uint32_t docs = indexed->kept[at].segment.segment.docs; /* reading has looked at the length */
    bool beyond = docs % 64 != 0 &&
                  mus_load_u64((const unsigned char *)value.ptr, docs / 64) >> docs % 64 != 0;
    return beyond ? mus_check_found(c, false, err,
                                    "index segment %llu: documents are gone that never were",
                                    (unsigned long long)number)
                  : MUS_OK;
}

static enum mus_status check_discount(struct mus_checking *c, struct mus_text key,
                                      struct mus_text value, struct mus_error *err)
{
    const struct mus_discount discount = mus_discount_open(value);
    uint64_t number = 0;
    uint64_t row = 0;
    bool read = mus_key_read_numbers(key, &number, &row);
    if (!read ||
        mus_segments_find(c->indexed->kept, c->indexed->count, number) == c->indexed->count) {
        return mus_check_found(c, false, err,
                               "index: a discount of segment %llu, which is not there",
                               (unsigned long long)number);
    }
    if (value.len % MUS_DISCOUNT_BYTES != 0) {
        return mus_check_found(c, false, err, "index segment %llu: a discount of %zu bytes",
                               (unsigned long long)number, value.len);
    }
    for (size_t i = 1; i < discount.count; i++) {
        const struct mus_feature_count before = mus_discount_item(&discount, i - 1);
        const struct mus_feature_count item = mus_discount_item(&discount, i);
        if (mus_feature_count_compare(&before, &item) >= 0) {
            return mus_check_found(c, false, err,
                                   "index segment %llu: its discount is out of order",
                                   (unsigned long long)number);
        }
    }
    return MUS_OK;
}

static enum mus_status check_placed(struct mus_checking *c, struct mus_text id,
                                    const struct mus_changed_row *row, struct mus_error *err)
{
    const struct mus_check_indexed *indexed = c->indexed;
    struct mus_position found;
    if (!mus_segments_locate(indexed->kept, indexed->count, id, &found) ||
        found.segment != row->position.segment || found.doc != row->position.doc) {
        return mus_check_found(c, false, err,
                               "company \"%.*s\": has changed, and is not where the index had it",
                               MUS_TEXT_SHORT_ARG(id));
    }
    struct mus_error reason;
    enum mus_status status = mus_firm_record_check(row->before.ptr, row->before.len, &reason);
    return mus_check_judge(c, status, &reason, err, "index, changed company", id);
}

static enum mus_status check_changed(struct mus_checking *c, struct mus_text key,
                                     struct mus_text value, struct mus_error *err)
{
    struct mus_changed_row row;
    struct mus_error reason;
    struct mus_text firm;
    enum mus_status status = mus_changed_row_read(value, &row, &reason);
    if (status != MUS_OK) {
        return mus_check_judge(c, status, &reason, err, "company", key);
    }
    status = row.placed ? check_placed(c, key, &row, err) : MUS_OK;
    if (status == MUS_OK) {
        status = mus_db_get(c->read->txn, MUS_DB_FIRM, key, &firm, err);
    }
    if (status == MUS_OK && firm.ptr != NULL) {
        c->indexed->changed++;
    } else if (status == MUS_OK && !row.placed) {
        status = mus_check_found(c, false, err, "company \"%.*s\": has changed, and is not there",
                                 MUS_TEXT_SHORT_ARG(key));
    }
    return status;
}

/* ------------------------------------------------------------------ segments */

/* The match record that the document was made of; not given: the company is in no place for it. */
static enum mus_status record_of(struct mus_checking *c, struct mus_position position,
                                 struct mus_text id, struct mus_text *out, struct mus_error *err)
{
    struct mus_text value;
    struct mus_changed_row row;
    *out = MUS_NO_TEXT;
    enum mus_status status = mus_db_get(c->read->txn, MUS_DB_CHANGED, id, &value, err);
    if (status == MUS_OK && value.ptr == NULL) {
        c->indexed->documents++;
        return mus_db_get(c->read->txn, MUS_DB_FIRM, id, out, err);
    }
    if (status == MUS_OK && mus_changed_row_read(value, &row, NULL) == MUS_OK && row.placed &&
        row.position.segment == position.segment && row.position.doc == position.doc) {
        *out = row.before;
    }
    return status;
}

/* False in `sound` where something was found. */
static enum mus_status audit_document(struct mus_checking *c, struct mus_audit *audit,
                                      const struct mus_kept_segment *kept, uint32_t doc,
                                      bool *sound, struct mus_error *err)
{
    struct mus_text id = mus_segment_id(&kept->segment.segment, doc);
    struct mus_text record;
    struct mus_firm firm;
    struct mus_error reason;
    enum mus_status status =
        record_of(c, (struct mus_position){kept->number, doc}, id, &record, err);
    if (status != MUS_OK) {
        return status;
    }
    if (record.ptr == NULL) {
        *sound = false;
        return mus_check_found(c, false, err,
                               "index: segment %llu has company \"%.*s\", which is not there",
                               (unsigned long long)kept->number, MUS_TEXT_SHORT_ARG(id));
    }
    mus_arena_reset(&c->scratch);
    status = mus_firm_record_decode(record.ptr, record.len, &c->scratch, &firm, &reason);
    if (status != MUS_OK) { /* said of the company already */
        *sound = false;
        return MUS_OK;
    }
    status = mus_audit_add(audit, doc, &firm, &reason);
    *sound = *sound && status == MUS_OK;
    return mus_check_judge(c, status, &reason, err, "company", id);
}

static enum mus_status audit_documents(struct mus_checking *c, struct mus_audit *audit,
                                       const struct mus_kept_segment *kept, struct mus_error *err)
{
    struct mus_discounts discounts;
    struct mus_error reason;
    bool sound = true;
    enum mus_status status = MUS_OK;
    for (uint32_t doc = 0; status == MUS_OK && doc < kept->segment.segment.docs; doc++) {
        if (!mus_segment_is_gone(&kept->segment, doc)) {
            status = audit_document(c, audit, kept, doc, &sound, err);
        }
    }
    if (status != MUS_OK || !sound) {
        return status;
    }
    mus_arena_reset(&c->scratch);
    status = mus_discounts_kept(c->read, &kept->number, &c->scratch, &discounts, &reason);
    if (status != MUS_OK) { /* what is damaged was said of the row */
        return status == MUS_CORRUPT ? MUS_OK : mus_fail(err, status, "%s", reason.message);
    }
    for (size_t i = 0; status == MUS_OK && i < discounts.count; i++) {
        for (size_t k = 0; k < discounts.items[i].count; k++) {
            const struct mus_feature_count item = mus_discount_item(&discounts.items[i], k);
            mus_audit_discount(audit, &item);
        }
    }
    if (status != MUS_OK) {
        return status;
    }
    status = mus_audit_finish(audit, &reason);
    return mus_check_judge(c, status, &reason, err, "index segment",
                           name_of(kept, &c->indexed->arena));
}

static bool has_own_keys(const struct mus_segment *segment)
{
    for (uint32_t i = 0; i < segment->docs; i++) {
        uint64_t key = mus_load_u64(segment->id_keys, i);
        if (mus_text_hash(mus_segment_id(segment, (uint32_t)key)) >> 32 != key >> 32) {
            return false;
        }
    }
    return true;
}

/* Where companies are not sound it is told of them: what is made of them is not looked at. */
static enum mus_status check_segment(struct mus_checking *c, const struct mus_kept_segment *kept,
                                     bool companies_sound, struct mus_error *err)
{
    struct mus_check_indexed *indexed = c->indexed;
    struct mus_audit *audit = NULL;
    struct mus_error reason;
    enum mus_status status = mus_segment_check(&kept->segment.segment, &reason);
    if (status != MUS_OK) {
        return mus_check_judge(c, status, &reason, err, "index segment",
                               name_of(kept, &indexed->arena));
    }
    if (kept->segment.segment.fingerprint != mus_index_fingerprint(&indexed->weights)) {
        return mus_check_found(c, true, err,
                               "index segment %llu: is made for other weights; musubi reindex "
                               "makes it anew",
                               (unsigned long long)kept->number);
    }
    if (!has_own_keys(&kept->segment.segment)) {
        return mus_check_found(c, false, err,
                               "index segment %llu: a key of an id is not that of its document",
                               (unsigned long long)kept->number);
    }
    if (!companies_sound) {
        return MUS_OK;
    }
    status = mus_audit_new(&kept->segment.segment, &indexed->weights, &audit, err);
    if (status == MUS_OK) {
        status = audit_documents(c, audit, kept, err);
    }
    mus_audit_free(audit);
    return status;
}

/* ------------------------------------------------------------------ companies */

static enum mus_status check_indexed(struct mus_checking *c, struct mus_text key,
                                     struct mus_text value, struct mus_error *err)
{
    struct mus_text changed;
    struct mus_position position;
    (void)value;
    enum mus_status status = mus_db_get(c->read->txn, MUS_DB_CHANGED, key, &changed, err);
    if (status != MUS_OK || changed.ptr != NULL ||
        mus_segments_locate(c->indexed->kept, c->indexed->count, key, &position)) {
        return status;
    }
    return mus_check_found(c, false, err, "company \"%.*s\": missing from the index",
                           MUS_TEXT_SHORT_ARG(key));
}

static enum mus_status check_count(struct mus_checking *c, struct mus_error *err)
{
    struct mus_db_sizes sizes;
    uint64_t indexed = c->indexed->documents + c->indexed->changed;
    enum mus_status status = mus_db_sizes(c->read->txn, MUS_DB_FIRM, &sizes, err);
    return status != MUS_OK || sizes.entries == indexed
               ? status
               : mus_check_found(c, false, err, "index: holds %llu companies, the store %llu",
                                 (unsigned long long)indexed, (unsigned long long)sizes.entries);
}

static enum mus_status check_all(struct mus_checking *c, struct mus_error *err)
{
    static const struct {
        enum mus_main_table table;
        mus_check_one *one;
    } steps[] = {
        {MUS_DB_GONE, check_gone},
        {MUS_DB_DISCOUNT, check_discount},
        {MUS_DB_CHANGED, check_changed},
        {MUS_DB_FIRM, check_indexed},
    };
    uint64_t before = c->report.errors + c->report.warnings;
    bool sound = c->report.errors == 0;
    enum mus_status status = MUS_OK;
    for (size_t i = 0; status == MUS_OK && i < sizeof steps / sizeof steps[0]; i++) {
        status = mus_check_each(c, c->read->txn, steps[i].table, steps[i].one, err);
    }
    for (size_t i = 0; status == MUS_OK && i < c->indexed->count; i++) {
        status = check_segment(c, &c->indexed->kept[i], sound, err);
    }
    bool found = c->report.errors + c->report.warnings > before;
    return status == MUS_OK && sound && !found ? check_count(c, err) : status;
}

static enum mus_status check_current(struct mus_checking *c, struct mus_error *err)
{
    struct mus_check_indexed *indexed = c->indexed;
    struct mus_error reason;
    enum mus_status status = mus_segments_weights(c->read, &indexed->weights, &reason);
    if (status == MUS_OK) {
        status =
            mus_segments_kept(c->read, &indexed->arena, &indexed->kept, &indexed->count, &reason);
    }
    return status == MUS_OK
               ? check_all(c, err)
               : mus_check_judge(c, status, &reason, err, "index", MUS_TEXT("companies"));
}

enum mus_status mus_check_segments(struct mus_checking *c, struct mus_error *err)
{
    bool current = false;
    enum mus_status status = mus_segments_are_current(c->read, &current, err);
    if (status != MUS_OK) {
        return status;
    }
    if (!current) {
        return mus_check_found(c, true, err,
                               "index: is of another version; opening the store to write makes it "
                               "anew");
    }
    c->indexed = mus_alloc_zero(1, sizeof *c->indexed);
    if (c->indexed == NULL) {
        return mus_fail_memory(err);
    }
    status = check_current(c, err);
    mus_arena_done(&c->indexed->arena);
    mus_free(c->indexed);
    c->indexed = NULL;
    return status;
}
