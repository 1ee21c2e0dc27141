/* What is kept of a million entries has to be small: 28 bytes each, and their own bytes are read
 * again where more is needed. Texts are compared once, when an entry is added: it gets the number
 * of a topic, which all entries with the same programme, edition, purpose, stage or side, and
 * fiscal year share, so that counting compares numbers. `recorded` never falls, so that what
 * existed at a moment is always a beginning of the ledger, found by bisection. */
#include "ledger/format/book.h"

#include "base/bytes.h"
#include "base/mem.h"
#include "crypto/crypto.h"
#include "ledger/format/book_internal.h"
#include "ledger/format/entry_view.h"

#include <assert.h>
#include <inttypes.h>
#include <string.h>

enum { AT_RECORDED = 2, AT_BY = 10, AT_ABOUT = 26 };
enum { AHEAD = 16, CACHE_LINE = 64 }; /* entries looked at before the first of them is added */
#define MAX_ENTRIES (UINT32_MAX - 1)

enum mus_status mus_book_new(struct mus_book **out, struct mus_error *err)
{
    struct mus_book *book = mus_alloc_zero(1, sizeof *book);
    if (book == NULL) {
        return mus_fail_memory(err);
    }
    mus_crypto_random(&book->firms.key, sizeof book->firms.key);
    book->first_year = INT32_MAX;
    book->last_year = INT32_MIN;
    *out = book;
    return MUS_OK;
}

void mus_book_free(struct mus_book *book)
{
    if (book == NULL) {
        return;
    }
    mus_free(book->items);
    mus_free(book->topic_of);
    mus_free(book->topics);
    mus_free(book->adoptions);
    mus_free(book->figures);
    mus_slots_done(&book->topic_slots);
    mus_firms_done(&book->firms);
    mus_arena_done(&book->arena);
    mus_free(book);
}

/* `room` items of this size; false, and all as it was, when memory runs out. */
static bool reserve(void **items, size_t *capacity, size_t room, size_t size)
{
    if (room <= *capacity) {
        return true;
    }
    void *more = mus_realloc(*items, room, size);
    if (more == NULL) {
        return false;
    }
    *items = more;
    *capacity = room;
    return true;
}

enum mus_status mus_book_reserve(struct mus_book *book, uint64_t entries, struct mus_error *err)
{
    size_t room = entries > MAX_ENTRIES ? MAX_ENTRIES : (size_t)entries;
    void *items = book->items;
    void *topic_of = book->topic_of;
    bool reserved = reserve(&items, &book->room, room, sizeof *book->items) &&
                    reserve(&topic_of, &book->topic_of_room, room, sizeof *book->topic_of);
    book->items = items;
    book->topic_of = topic_of;
    return reserved ? MUS_OK : mus_fail_memory(err);
}

uint64_t mus_book_size(const struct mus_book *book)
{
    return book->count;
}

bool mus_book_years(const struct mus_book *book, int *first, int *last)
{
    if (book->first_year > book->last_year) {
        return false;
    }
    *first = book->first_year;
    *last = book->last_year;
    return true;
}

/* What stands */

uint64_t mus_book_recorded(const struct mus_book_item *item)
{
    return mus_bytes_little_endian(item->bytes + AT_RECORDED, 8);
}

uint64_t mus_book_about(const struct mus_book_item *item)
{
    return mus_bytes_little_endian(item->bytes + AT_ABOUT, 8);
}

size_t mus_book_seen(const struct mus_book *book, uint64_t as_of)
{
    size_t low = 0;
    size_t high = book->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (mus_book_recorded(&book->items[middle]) <= as_of) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low;
}

static const struct mus_book_item *first_about(const struct mus_book *book,
                                               const struct mus_book_item *item)
{
    return item->link == 0 ? NULL : &book->items[item->link - 1];
}

uint64_t mus_book_reversal(const struct mus_book *book, const struct mus_book_item *item,
                           size_t seen)
{
    const struct mus_book_item *about = first_about(book, item);
    if (about == NULL || about->kind != MUS_LEDGER_REVERSED || item->link > seen) {
        return MUS_BOOK_NO_ENTRY;
    }
    return item->link - 1;
}

bool mus_book_confirmed(const struct mus_book *book, const struct mus_book_item *item, size_t seen)
{
    for (uint32_t link = item->link; link != 0; link = book->items[link - 1].as.next) {
        const struct mus_book_item *about = &book->items[link - 1];
        if (link <= seen && about->kind == MUS_LEDGER_CONFIRMED &&
            mus_book_reversal(book, about, seen) == MUS_BOOK_NO_ENTRY) {
            return true;
        }
    }
    return false;
}

/* Named and reported entries */

/* The fiscal year of a day that exists; most fall into that of the day before. */
static int year_of(struct mus_book *book, mus_date date)
{
    struct mus_book_year *year = &book->year;
    if (date < year->from || date >= year->to) {
        year->fiscal_year = mus_fiscal_year(date);
        bool exists = mus_date_of(year->fiscal_year, 4, 1, &year->from);
        /* The calendar's first and last fiscal years are cut off at its ends. */
        if (!exists || !mus_date_of(year->fiscal_year + 1, 4, 1, &year->to)) {
            year->from = date;
            year->to = date + 1;
        }
    }
    return year->fiscal_year;
}

static bool is_topic(const struct mus_book_topic *topic, const struct mus_entry_view *view,
                     mus_book_mark mark)
{
    return topic->mark == mark && topic->said == view->mark &&
           topic->codes.len == view->codes.len &&
           memcmp(topic->codes.ptr, view->codes.ptr, view->codes.len) == 0;
}

/* The topic's number, made where it is new; false when memory runs out. */
static bool need_topic(struct mus_book *book, const struct mus_entry_view *view, mus_book_mark mark,
                       uint32_t *out)
{
    uint64_t hash = mus_keyed_text(book->firms.key, (uint64_t)view->mark << 16 | mark, view->codes);
    struct mus_slot_walk walk = mus_slots_walk(&book->topic_slots, hash);
    while (mus_slots_next(&book->topic_slots, &walk, out)) {
        if (is_topic(&book->topics[*out], view, mark)) {
            return true;
        }
    }
    struct mus_book_topic *topics =
        mus_grown(book->topics, book->topic_count, &book->topic_room, sizeof *topics);
    if (topics == NULL) {
        return false;
    }
    book->topics = topics;
    *out = (uint32_t)book->topic_count;
    if (!mus_slots_put(&book->topic_slots, hash, *out)) {
        return false;
    }
    topics[book->topic_count++] = (struct mus_book_topic){.programme = view->programme,
                                                          .edition = view->edition,
                                                          .purpose = view->purpose,
                                                          .codes = view->codes,
                                                          .mark = mark,
                                                          .said = (uint8_t)view->mark};
    return true;
}

/* What the bytes of an entry say by themselves, found before its turn comes. */
struct coming {
    struct mus_text bytes;
    struct mus_entry_view view; /* of a named or reported entry */
    uint64_t hashes[2];         /* of its parties */
    uint64_t recorded;
    enum mus_ledger_kind kind;
    bool peeked, viewed; /* false: the bytes are not those of an entry; not of a counted one */
};

/* Asks for the bytes, of which the first have just been seen by whoever found them. */
static void fetch(struct mus_text bytes)
{
    for (size_t at = CACHE_LINE; at < bytes.len; at += CACHE_LINE) {
        __builtin_prefetch(bytes.ptr + at);
    }
}

/* Asks for the places of the parties, which will have come from memory when they are looked up. */
static void look_ahead(const struct mus_book *book, struct mus_text bytes, struct coming *out)
{
    mus_date date;
    struct mus_entry_view *view = &out->view;
    out->bytes = bytes;
    out->peeked = bytes.len <= MUS_LEDGER_MAX_ENTRY &&
                  mus_ledger_entry_peek(bytes, &out->kind, &out->recorded, &date);
    out->viewed = out->peeked && mus_entry_view_read(bytes, view) && mus_date_exists(view->date);
    for (unsigned i = 0; out->viewed && i < view->side_count; i++) {
        out->hashes[i] = mus_firms_hash(&book->firms, mus_entry_view_id(view, i),
                                        mus_entry_view_number(view, i));
    }
}

static enum mus_status take_counted(struct mus_book *book, const struct coming *coming,
                                    struct mus_book_item *item, uint32_t *topic_of,
                                    struct mus_error *err)
{
    const struct mus_entry_view *view = &coming->view;
    if (!coming->viewed) {
        return mus_fail(err, MUS_CORRUPT, "not the bytes of a %s entry",
                        mus_ledger_kind_name(coming->kind));
    }
    int year = year_of(book, view->date);
    uint32_t topic;
    if (!need_topic(book, view, mus_book_mark_of(year, item->kind == MUS_LEDGER_REPORTED),
                    &topic)) {
        return mus_fail_memory(err);
    }
    if (item->kind == MUS_LEDGER_REPORTED) {
        item->as.reported.count = view->count;
    }
    for (unsigned i = 0; i < view->side_count; i++) {
        if (!mus_firms_party(&book->firms, coming->hashes[i], mus_entry_view_id(view, i),
                             mus_entry_view_number(view, i), &item->as.parties[i])) {
            return mus_fail_memory(err);
        }
    }
    for (unsigned i = 0; i < view->side_count; i++) {
        mus_firms_state(&book->firms, coming->hashes[i], item->as.parties[i]);
    }
    book->topics[topic].entries++;
    *topic_of = topic + 1;
    book->first_year = year < book->first_year ? year : book->first_year;
    book->last_year = year > book->last_year ? year : book->last_year;
    return MUS_OK;
}

/* Entries about entries */

static bool may_be_reversed(const struct mus_book_item *item)
{
    return mus_book_counted(item) || item->kind == MUS_LEDGER_CONFIRMED ||
           item->kind == MUS_LEDGER_SUCCESSION || item->kind == MUS_LEDGER_FIGURE;
}

/* The entry that is spoken of: an earlier one, of a kind that may be, and not reversed. */
static enum mus_status check_named_entry(const struct mus_book *book, uint64_t named,
                                         bool (*may_be)(const struct mus_book_item *),
                                         const char *done, struct mus_error *err)
{
    if (named >= book->count) {
        return mus_fail(err, MUS_CORRUPT, "entry %" PRIu64 " does not stand before it", named);
    }
    const struct mus_book_item *item = &book->items[named];
    if (!may_be(item)) {
        return mus_fail(err, MUS_CORRUPT, "entry %" PRIu64 " is of kind %s, which cannot be %s",
                        named, mus_ledger_kind_name((enum mus_ledger_kind)item->kind), done);
    }
    uint64_t reversal = mus_book_reversal(book, item, book->count);
    if (reversal != MUS_BOOK_NO_ENTRY) {
        return mus_fail(err, MUS_CORRUPT, "entry %" PRIu64 " was reversed by entry %" PRIu64, named,
                        reversal);
    }
    return MUS_OK;
}

static void chain(struct mus_book *book, struct mus_book_item *item, uint64_t named)
{
    item->as.next = book->items[named].link;
    book->items[named].link = (uint32_t)book->count + 1;
}

static enum mus_status take_confirmed(struct mus_book *book, struct mus_book_item *item,
                                      const struct mus_ledger_entry *entry, struct mus_error *err)
{
    uint64_t named = entry->as.about.entry;
    enum mus_status status = check_named_entry(book, named, mus_book_counted, "confirmed", err);
    if (status != MUS_OK) {
        return status;
    }
    if (memcmp(book->items[named].bytes + AT_BY, entry->by.bytes, MUS_LEDGER_ID_BYTES) == 0) {
        return mus_fail(err, MUS_CORRUPT,
                        "the person who recorded entry %" PRIu64 " cannot confirm it", named);
    }
    chain(book, item, named);
    return MUS_OK;
}

static enum mus_status take_reversed(struct mus_book *book, struct mus_book_item *item,
                                     const struct mus_ledger_entry *entry, struct mus_error *err)
{
    uint64_t named = entry->as.about.entry;
    enum mus_status status = check_named_entry(book, named, may_be_reversed, "reversed", err);
    if (status != MUS_OK) {
        return status;
    }
    const struct mus_book_item *taken_back = &book->items[named];
    if (taken_back->kind == MUS_LEDGER_SUCCESSION) {
        book->firms.successions[taken_back->as.succession].reversed = true;
    }
    for (unsigned i = 0; mus_book_counted(taken_back) && i < mus_book_parties(taken_back); i++) {
        mus_firms_unstate(&book->firms, taken_back->as.parties[i]);
    }
    chain(book, item, named);
    return MUS_OK;
}

static enum mus_status take_succession(struct mus_book *book, struct mus_book_item *item,
                                       const struct mus_ledger_entry *entry, struct mus_error *err)
{
    uint32_t from;
    uint32_t to;
    if (!mus_firms_id(&book->firms, entry->as.succession.from.bytes, &from) ||
        !mus_firms_id(&book->firms, entry->as.succession.to.bytes, &to)) {
        return mus_fail_memory(err);
    }
    bool circle = false;
    enum mus_status status = mus_firms_leads(&book->firms, to, from, &circle, err);
    if (status != MUS_OK) {
        return status;
    }
    if (circle) {
        return mus_fail(err, MUS_CORRUPT, "the company that it leads to leads back to it");
    }
    return mus_firms_succeed(&book->firms, from, to, book->count, &item->as.succession)
               ? MUS_OK
               : mus_fail_memory(err);
}

/* Rule sets and figures */

static const struct mus_book_rules *adoption_of(const struct mus_book *book, struct mus_text id)
{
    for (size_t i = book->adoption_count; i > 0; i--) {
        if (mus_text_equal(book->adoptions[i - 1].rules->id, id)) {
            return &book->adoptions[i - 1];
        }
    }
    return NULL;
}

/* Decoding has shown that the bytes are canonical. */
static enum mus_status read_rules(struct mus_book *book, struct mus_text bytes,
                                  const struct mus_rule_set **out, struct mus_error *err)
{
    struct mus_rule_set *rules = mus_arena_alloc(&book->arena, 1, sizeof *rules);
    if (rules == NULL) {
        return mus_fail_memory(err);
    }
    enum mus_status status = mus_rule_set_read(bytes, &book->arena, rules, err);
    if (status != MUS_OK) {
        return status == MUS_NO_MEMORY ? status : mus_fail_at(err, MUS_CORRUPT, "rule_set");
    }
    *out = rules;
    return MUS_OK;
}

static struct mus_text adopted_bytes(const struct mus_book *book, uint64_t entry)
{
    struct mus_ledger_entry adoption;
    enum mus_status status =
        mus_ledger_entry_decode(mus_book_bytes(&book->items[entry]), &adoption, NULL);
    return status == MUS_OK ? adoption.as.rules : MUS_NO_TEXT;
}

static enum mus_status take_rules(struct mus_book *book, const struct mus_ledger_entry *entry,
                                  struct mus_error *err)
{
    struct mus_book_rules adoption = {.entry = book->count, .recorded = entry->recorded};
    struct mus_book_rules *adoptions =
        mus_grown(book->adoptions, book->adoption_count, &book->adoption_room, sizeof *adoptions);
    if (adoptions == NULL) {
        return mus_fail_memory(err);
    }
    book->adoptions = adoptions;
    enum mus_status status = read_rules(book, entry->as.rules, &adoption.rules, err);
    if (status != MUS_OK) {
        return status;
    }
    const struct mus_book_rules *before = adoption_of(book, adoption.rules->id);
    if (before != NULL) {
        if (!mus_text_equal(adopted_bytes(book, before->entry), entry->as.rules)) {
            return mus_fail(err, MUS_CORRUPT,
                            "rule set \"%.*s\" says something else in entry %" PRIu64,
                            MUS_TEXT_SHORT_ARG(adoption.rules->id), before->entry);
        }
        adoption.rules = before->rules;
    }
    adoptions[book->adoption_count++] = adoption;
    return MUS_OK;
}

static enum mus_status take_figure(struct mus_book *book, struct mus_error *err)
{
    uint32_t *figures =
        mus_grown(book->figures, book->figure_count, &book->figure_room, sizeof *figures);
    if (figures == NULL) {
        return mus_fail_memory(err);
    }
    book->figures = figures;
    figures[book->figure_count++] = (uint32_t)book->count;
    return MUS_OK;
}

/* Adding */

static enum mus_status take_other(struct mus_book *book, struct mus_book_item *item,
                                  struct mus_error *err)
{
    struct mus_ledger_entry entry;
    enum mus_status status = mus_ledger_entry_decode(mus_book_bytes(item), &entry, err);
    if (status != MUS_OK) {
        return status;
    }
    switch (entry.kind) {
    case MUS_LEDGER_CONFIRMED:
        return take_confirmed(book, item, &entry, err);
    case MUS_LEDGER_REVERSED:
        return take_reversed(book, item, &entry, err);
    case MUS_LEDGER_SUCCESSION:
        return take_succession(book, item, &entry, err);
    case MUS_LEDGER_RULES:
        return take_rules(book, &entry, err);
    case MUS_LEDGER_FIGURE:
        return take_figure(book, err);
    case MUS_LEDGER_ROTATION:
        return MUS_OK;
    case MUS_LEDGER_NAMED:
    case MUS_LEDGER_REPORTED:
    case MUS_LEDGER_KIND_END:
        break;
    }
    assert(entry.kind != MUS_LEDGER_NAMED && entry.kind != MUS_LEDGER_REPORTED);
    return MUS_OK;
}

/* The last thing that may fail comes last in each: a book that refused an entry is as it was. */
static enum mus_status take(struct mus_book *book, const struct coming *coming,
                            struct mus_error *err)
{
    if (!coming->peeked) {
        return mus_fail(err, MUS_CORRUPT, "not the bytes of an entry");
    }
    if (coming->recorded < book->last_recorded) {
        return mus_fail(err, MUS_CORRUPT,
                        "recorded at %" PRIu64 ", before the entry before it, at %" PRIu64,
                        coming->recorded, book->last_recorded);
    }
    struct mus_book_item *items = mus_grown(book->items, book->count, &book->room, sizeof *items);
    if (items == NULL) {
        return mus_fail_memory(err);
    }
    book->items = items;
    uint32_t *topic_of =
        mus_grown(book->topic_of, book->count, &book->topic_of_room, sizeof *topic_of);
    if (topic_of == NULL) {
        return mus_fail_memory(err);
    }
    book->topic_of = topic_of;
    struct mus_book_item item = {.bytes = (const unsigned char *)coming->bytes.ptr,
                                 .len = (uint16_t)coming->bytes.len,
                                 .kind = (uint8_t)coming->kind};
    uint32_t topic = 0;
    enum mus_status status = mus_book_counted(&item)
                                 ? take_counted(book, coming, &item, &topic, err)
                                 : take_other(book, &item, err);
    if (status == MUS_OK) {
        topic_of[book->count] = topic;
        items[book->count++] = item;
        book->last_recorded = coming->recorded;
    }
    return status;
}

static enum mus_status add(struct mus_book *book, const struct coming *coming,
                           struct mus_error *err)
{
    if (book->count >= MAX_ENTRIES) {
        return mus_fail(err, MUS_LIMIT, "more than %" PRIu32 " entries", MAX_ENTRIES);
    }
    enum mus_status status = take(book, coming, err);
    return status == MUS_OK || status == MUS_NO_MEMORY
               ? status
               : mus_fail_at(err, status, "entry %zu", book->count);
}

enum mus_status mus_book_add_all(struct mus_book *book, const struct mus_text *entries,
                                 size_t count, struct mus_error *err)
{
    struct coming coming[AHEAD];
    enum mus_status status = MUS_OK;
    while (status == MUS_OK && count > 0) {
        size_t some = count < AHEAD ? count : AHEAD;
        for (size_t i = 0; i < some; i++) {
            fetch(entries[i]);
        }
        for (size_t i = 0; i < some; i++) {
            look_ahead(book, entries[i], &coming[i]);
        }
        for (size_t i = 0; status == MUS_OK && i < some; i++) {
            status = add(book, &coming[i], err);
        }
        entries += some;
        count -= some;
    }
    return status;
}

enum mus_status mus_book_add(struct mus_book *book, struct mus_text bytes, struct mus_error *err)
{
    return mus_book_add_all(book, &bytes, 1, err);
}
