/* The store against a map in memory under random putting, merging, undoing, erasing and reopening,
 * with cases, aliases and a ledger that grow meanwhile.
 * The map knows only what the headers promise. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/random.h"
#include "store/cases.h"
#include "store/check.h"
#include "store/companies.h"
#include "store/erase.h"
#include "store/keys.h"
#include "store/ledger.h"
#include "store/merge.h"

enum {
    IDS = 24,
    SOURCES = 20,
    NAMES = 5,
    NUMBERS = 4,
    CONTACTS = 4,
    CASES = 3000,
    MERGES = 4096,
    SUPPORT_CASES = 40, /* at one time */
    ENTRIES_AT_MOST = 40,
    LEDGER_AT_MOST =
        700, /* more than two tiles; checking it again and again must not cost too much */
};

#define RECORDED UINT64_C(1778461200) /* 2026-05-11T10:00:00+09:00 */

/* What a company holds, as small numbers; 0 stands for none. */
struct content {
    uint32_t sources; /* bit n: source n */
    unsigned name;    /* always given */
    unsigned number;
    unsigned contact;
    unsigned sealing; /* how often contacts were sealed when these were: nonces differ */
};

enum life { ABSENT, LIVING, MERGED };

struct entry {
    enum life life;
    struct content content; /* of a merged one: as it was merged */
    unsigned into;
};

struct merging {
    uint64_t number; /* 0: undone or erased */
    unsigned survivor, merged;
    struct content before, after; /* of the survivor */
};

/* A case of support; the ids that it was opened with never change. */
struct support {
    uint64_t number;
    unsigned companies[2];
};

struct model {
    struct entry entries[IDS];
    struct merging merges[MERGES];
    size_t merge_count;
    unsigned sealings;
    struct support cases[SUPPORT_CASES]; /* in the order of their numbers */
    size_t case_count;
    uint64_t last_case;
    bool has_alias[IDS];
    struct mus_ledger_id aliases[IDS];
    struct mus_merkle_edge tree;
    struct mus_random random;
    struct mus_arena arena;
    char top[32];
    char dir[64];
    struct mus_store_options options;
    struct mus_store *store;
    struct mus_error err;
};

static const char *const NAME_TEXTS[] = {"", "川崎工業", "幸電機", "中原", "高津精機"};
static const char *const NUMBER_TEXTS[] = {"", "8700110005901", "7000012050002", "1180301018771"};
static const char *const CONTACT_TEXTS[] = {"", "山田", "田中", "鈴木"};

static unsigned below(struct model *m, unsigned bound)
{
    return (unsigned)mus_random_below(&m->random, bound);
}

static void must(struct model *m, enum mus_status status)
{
    if (status != MUS_OK) {
        fail_msg("%s", m->err.message);
    }
}

static struct mus_text id_text(unsigned i)
{
    static const char ids[IDS][5] = {"c-00", "c-01", "c-02", "c-03", "c-04", "c-05",
                                     "c-06", "c-07", "c-08", "c-09", "c-10", "c-11",
                                     "c-12", "c-13", "c-14", "c-15", "c-16", "c-17",
                                     "c-18", "c-19", "c-20", "c-21", "c-22", "c-23"};
    return mus_text_of(ids[i]);
}

static struct mus_source source_of(struct model *m, unsigned i)
{
    char text[8];
    snprintf(text, sizeof text, "s%u", i);
    return (struct mus_source){MUS_TEXT("fair"), mus_arena_copy(&m->arena, mus_text_of(text))};
}

static bool same_content(const struct content *a, const struct content *b)
{
    return a->sources == b->sources && a->name == b->name && a->number == b->number &&
           a->contact == b->contact && a->sealing == b->sealing;
}

/* The living company that i leads to; IDS for none. */
static unsigned end_of(const struct model *m, unsigned i)
{
    while (m->entries[i].life == MERGED) {
        i = m->entries[i].into;
    }
    return m->entries[i].life == LIVING ? i : IDS;
}

static unsigned owner_of(const struct model *m, unsigned source)
{
    for (unsigned i = 0; i < IDS; i++) {
        if (m->entries[i].life != ABSENT && (m->entries[i].content.sources >> source & 1) != 0) {
            return end_of(m, i);
        }
    }
    return IDS;
}

/* ---- changes ---- */

static struct mus_company_record record_of(struct model *m, unsigned i, const struct content *c)
{
    struct mus_company_record record = {.has_contacts = c->contact != 0};
    struct mus_company *company = &record.company;
    struct mus_source *sources = mus_arena_alloc(&m->arena, SOURCES, sizeof *sources);
    struct mus_contact *contact = mus_arena_alloc(&m->arena, 1, sizeof *contact);
    assert_true(sources != NULL && contact != NULL);
    for (unsigned s = 0; s < SOURCES; s++) {
        if ((c->sources >> s & 1) != 0) {
            sources[record.source_count++] = source_of(m, s);
        }
    }
    record.sources = sources;
    company->id = id_text(i);
    company->given = MUS_FIELD_BIT(MUS_FIELD_NAME_JA) | MUS_FIELD_BIT(MUS_FIELD_COUNTRY);
    company->name_ja = mus_text_of(NAME_TEXTS[c->name]);
    company->country = MUS_TEXT("JP");
    company->hold.until = company->consent.until = company->review.valid_until = MUS_NO_DATE;
    if (c->number != 0) {
        company->given |= MUS_FIELD_BIT(MUS_FIELD_CORPORATE_NUMBER);
        company->corporate_number = mus_text_of(NUMBER_TEXTS[c->number]);
    }
    if (c->contact != 0) {
        company->given |= MUS_FIELD_BIT(MUS_FIELD_CONTACTS);
        contact->name = mus_text_of(CONTACT_TEXTS[c->contact]);
        company->contacts = (struct mus_contacts){contact, 1};
    }
    for (unsigned f = 0; f < MUS_FIELD_COUNT; f++) {
        record.supplied_by[f] =
            mus_company_has(company, (enum mus_field)f) ? MUS_BY_PERSON : MUS_BY_NOBODY;
    }
    return record;
}

static struct content random_content(struct model *m)
{
    struct content c = {.name = 1 + below(m, NAMES - 1),
                        .number = below(m, NUMBERS),
                        .contact = below(m, CONTACTS)};
    for (unsigned n = below(m, 3); n > 0; n--) {
        c.sources |= UINT32_C(1) << below(m, SOURCES);
    }
    return c;
}

/* Contacts that stay stay sealed as they are. */
static void settle_sealing(struct model *m, struct content *now, const struct content *old)
{
    now->sealing = now->contact == 0              ? 0
                   : now->contact == old->contact ? old->sealing
                                                  : ++m->sealings;
}

static struct mus_write *begin_write(struct model *m)
{
    struct mus_write *write = NULL;
    must(m, mus_store_write_begin(m->store, &write, &m->err));
    return write;
}

static void end_write(struct model *m, struct mus_write *write)
{
    must(m, mus_store_write_commit(write, &m->err));
    mus_store_write_end(write);
}

static bool sources_are_free(const struct model *m, unsigned i, uint32_t sources)
{
    for (unsigned s = 0; s < SOURCES; s++) {
        unsigned owner = (sources >> s & 1) == 0 ? IDS : owner_of(m, s);
        if (owner != IDS && owner != i) {
            return false;
        }
    }
    return true;
}

static void put_random(struct model *m)
{
    unsigned i = below(m, IDS);
    struct entry *entry = &m->entries[i];
    struct content c = random_content(m);
    struct mus_company_record record = record_of(m, i, &c);
    enum mus_put put = MUS_PUT_UNCHANGED;
    struct mus_write *write = begin_write(m);
    enum mus_status status = mus_store_put(write, &record, &put, &m->err);
    if (entry->life == MERGED || !sources_are_free(m, i, c.sources)) {
        assert_int_equal(status, MUS_CONFLICT);
    } else {
        static const struct content nothing;
        must(m, status);
        settle_sealing(m, &c, entry->life == LIVING ? &entry->content : &nothing);
        enum mus_put expected = entry->life == ABSENT               ? MUS_PUT_ADDED
                                : same_content(&entry->content, &c) ? MUS_PUT_UNCHANGED
                                                                    : MUS_PUT_CHANGED;
        assert_int_equal(put, expected);
        *entry = (struct entry){LIVING, c, 0};
    }
    end_write(m, write);
}

static void merge_random(struct model *m)
{
    unsigned a = below(m, IDS);
    unsigned b = below(m, IDS);
    struct entry *survivor = &m->entries[a];
    struct entry *merged = &m->entries[b];
    struct content c = survivor->content;
    uint64_t number = 0;
    if (survivor->life != LIVING || m->merge_count == MERGES) {
        return;
    }
    if (below(m, 2) == 0) { /* the survivor takes what the other has, or not */
        c.sources |= merged->life == LIVING ? merged->content.sources : 0;
        c.contact = merged->content.contact;
    }
    struct mus_company_record record = record_of(m, a, &c);
    struct mus_write *write = begin_write(m);
    enum mus_status status = mus_store_merge(write, &record, id_text(b), 5, &number, &m->err);
    if (a == b || merged->life == MERGED) {
        assert_int_equal(status, MUS_CONFLICT);
    } else if (merged->life == ABSENT) {
        assert_int_equal(status, MUS_NOT_FOUND);
    } else {
        must(m, status);
        settle_sealing(m, &c, &survivor->content);
        m->merges[m->merge_count++] = (struct merging){number, a, b, survivor->content, c};
        survivor->content = c;
        merged->life = MERGED;
        merged->into = a;
    }
    end_write(m, write);
}

static void undo_random(struct model *m)
{
    if (m->merge_count == 0) {
        return;
    }
    struct merging *merging = &m->merges[below(m, (unsigned)m->merge_count)];
    struct entry *survivor = &m->entries[merging->survivor];
    struct mus_write *write = begin_write(m);
    enum mus_status status = mus_store_undo_merge(write, merging->number, &m->err);
    if (merging->number == 0) {
        assert_int_equal(status, MUS_NOT_FOUND);
    } else if (survivor->life != LIVING || !same_content(&survivor->content, &merging->after)) {
        assert_int_equal(status, MUS_CONFLICT);
    } else {
        must(m, status);
        survivor->content = merging->before;
        m->entries[merging->merged].life = LIVING;
        merging->number = 0;
    }
    end_write(m, write);
}

static void erase_random(struct model *m)
{
    unsigned i = below(m, IDS);
    unsigned end = end_of(m, i);
    size_t ids = 0;
    enum mus_status status = mus_store_erase(m->store, id_text(i), &ids, &m->err);
    if (end == IDS) {
        assert_int_equal(status, MUS_NOT_FOUND);
        return;
    }
    must(m, status);
    bool gone[IDS];
    for (unsigned k = 0; k < IDS; k++) {
        gone[k] = end_of(m, k) == end;
        ids -= gone[k];
    }
    assert_int_equal(ids, 0);
    for (unsigned k = 0; k < IDS; k++) {
        m->entries[k].life = gone[k] ? ABSENT : m->entries[k].life;
    }
    for (size_t k = 0; k < m->merge_count; k++) {
        m->merges[k].number = gone[m->merges[k].merged] ? 0 : m->merges[k].number;
    }
    size_t left = 0;
    for (size_t k = 0; k < m->case_count; k++) {
        const struct support *c = &m->cases[k];
        if (!gone[c->companies[0]] && !gone[c->companies[1]]) {
            m->cases[left++] = *c;
        }
    }
    m->case_count = left;
    for (unsigned k = 0; k < IDS; k++) {
        m->has_alias[k] = m->has_alias[k] && !gone[k];
    }
}

static void open_case_random(struct model *m)
{
    unsigned a = below(m, IDS);
    unsigned b = below(m, IDS);
    struct mus_text id;
    const struct mus_case_step step = {.stage = MUS_CASE_SUGGESTED,
                                       .date = 20584, /* 2026-05-11 */
                                       .recorded = RECORDED,
                                       .by = MUS_TEXT("佐藤"),
                                       .entry = MUS_CASE_NO_ENTRY};
    struct mus_case c = {.companies = {id_text(a), id_text(b)},
                         .programme = MUS_TEXT("KOBS"),
                         .purpose = MUS_TEXT("sales"),
                         .coordinator = MUS_TEXT("佐藤"),
                         .steps = &step,
                         .step_count = 1};
    if (m->case_count == SUPPORT_CASES) {
        return;
    }
    struct mus_write *write = begin_write(m);
    must(m, mus_store_new_case_id(write, &m->arena, &id, &m->err));
    c.id = id;
    enum mus_status status = mus_store_put_case(write, &c, &m->err);
    if (a == b) {
        assert_int_equal(status, MUS_INVALID);
    } else if (end_of(m, a) == IDS || end_of(m, b) == IDS) {
        assert_int_equal(status, MUS_NOT_FOUND);
    } else if (end_of(m, a) == end_of(m, b)) {
        assert_int_equal(status, MUS_INVALID);
    } else {
        must(m, status);
        m->cases[m->case_count++] = (struct support){++m->last_case, {a, b}};
        end_write(m, write);
        return;
    }
    mus_store_write_end(write); /* the number that was drawn is not used up */
}

static void draw_alias_random(struct model *m)
{
    unsigned i = below(m, IDS);
    struct mus_ledger_id alias;
    struct mus_write *write = begin_write(m);
    enum mus_status status = mus_store_alias(write, MUS_ALIAS_COMPANY, id_text(i), &alias, &m->err);
    if (m->has_alias[i]) { /* of a merged company, too */
        must(m, status);
        assert_true(mus_ledger_id_equal(&alias, &m->aliases[i]));
    } else if (m->entries[i].life != LIVING) {
        assert_int_equal(status, MUS_NOT_FOUND);
    } else {
        must(m, status);
        m->has_alias[i] = true;
        m->aliases[i] = alias;
    }
    end_write(m, write);
}

static void append_random(struct model *m)
{
    if (m->tree.size > LEDGER_AT_MOST) {
        return;
    }
    struct mus_write *write = begin_write(m);
    struct mus_buf bytes = {0};
    for (unsigned n = 1 + below(m, ENTRIES_AT_MOST); n > 0; n--) {
        struct mus_ledger_entry entry = {.kind = MUS_LEDGER_FIGURE, .recorded = RECORDED};
        uint64_t index = 0;
        entry.as.figure.fiscal_year = 2025;
        entry.as.figure.kind = MUS_LEDGER_PUBLISHED;
        entry.as.figure.value = below(m, 1000);
        entry.as.figure.indicator = MUS_TEXT("city-matches");
        entry.as.figure.source = MUS_TEXT("plan");
        mus_buf_clear(&bytes);
        mus_ledger_entry_encode(&entry, &bytes);
        must(m, mus_store_ledger_append(write, mus_buf_text(&bytes), &index, &m->err));
        assert_int_equal(index, m->tree.size);
        struct mus_digest leaf = mus_merkle_leaf(bytes.data, bytes.len);
        mus_merkle_add(&m->tree, &leaf);
    }
    mus_buf_done(&bytes);
    end_write(m, write);
}

static void reopen(struct model *m)
{
    mus_store_close(m->store);
    m->store = NULL;
    must(m, mus_store_open(m->dir, &m->options, &m->store, &m->err));
}

/* ---- what must hold ---- */

static void compare_company(struct model *m, const struct mus_read *read, unsigned i)
{
    struct mus_company_record record;
    unsigned end = end_of(m, i);
    enum mus_status status = mus_store_company_whole(read, id_text(i), &m->arena, &record, &m->err);
    if (end == IDS) {
        assert_int_equal(status, MUS_NOT_FOUND);
        return;
    }
    must(m, status);
    const struct content *c = &m->entries[end].content;
    assert_true(mus_text_equal(record.company.id, id_text(end)));
    assert_true(mus_text_equals(record.company.name_ja, NAME_TEXTS[c->name]));
    assert_true(mus_text_equals(record.company.corporate_number, NUMBER_TEXTS[c->number]));
    assert_int_equal(record.has_contacts, c->contact != 0);
    if (c->contact != 0) {
        assert_true(
            mus_text_equals(record.company.contacts.items[0].name, CONTACT_TEXTS[c->contact]));
    }
}

/* Exactly the ends of the entries that `has` marks. */
static void compare_ids(struct model *m, const bool has[IDS], struct mus_texts ids)
{
    bool ends[IDS] = {false};
    size_t count = 0;
    for (unsigned i = 0; i < IDS; i++) {
        if (m->entries[i].life != ABSENT && has[i]) {
            ends[end_of(m, i)] = true;
        }
    }
    for (unsigned i = 0; i < IDS; i++) {
        if (ends[i]) {
            assert_true(count < ids.count && mus_text_equal(ids.items[count], id_text(i)));
            count++;
        }
    }
    assert_int_equal(count, ids.count);
}

static void compare_keys(struct model *m, const struct mus_read *read)
{
    bool has[IDS];
    struct mus_texts ids;
    for (unsigned s = 0; s < SOURCES; s++) {
        struct mus_text id;
        unsigned owner = owner_of(m, s);
        must(m, mus_store_find_source(read, source_of(m, s), &m->arena, &id, &m->err));
        assert_true(owner == IDS ? id.ptr == NULL : mus_text_equal(id, id_text(owner)));
    }
    for (unsigned n = 1; n < NAMES; n++) {
        for (unsigned i = 0; i < IDS; i++) {
            has[i] = m->entries[i].content.name == n;
        }
        must(m, mus_store_find_name(read, mus_text_of(NAME_TEXTS[n]), &m->arena, &ids, &m->err));
        compare_ids(m, has, ids);
    }
    for (unsigned n = 1; n < NUMBERS; n++) {
        for (unsigned i = 0; i < IDS; i++) {
            has[i] = m->entries[i].content.number == n;
        }
        must(m,
             mus_store_find_number(read, mus_text_of(NUMBER_TEXTS[n]), &m->arena, &ids, &m->err));
        compare_ids(m, has, ids);
    }
}

static void compare_walk(struct model *m, const struct mus_read *read)
{
    struct mus_walker *walker = NULL;
    struct mus_walk_item item;
    must(m, mus_walker_open(read, MUS_WALK_FIRMS, (struct mus_id_range){0}, &walker, &m->err));
    for (unsigned i = 0; i < IDS; i++) {
        if (m->entries[i].life == LIVING) {
            must(m, mus_walker_next(walker, &item, &m->err));
            assert_true(mus_text_equal(item.id, id_text(i)));
        }
    }
    must(m, mus_walker_next(walker, &item, &m->err));
    assert_null(item.id.ptr);
    mus_walker_close(walker);
}

static void compare_cases(struct model *m, const struct mus_read *read, unsigned i)
{
    struct mus_case *cases = NULL;
    size_t count = 0;
    size_t n = 0;
    unsigned end = end_of(m, i);
    enum mus_status status =
        mus_store_cases_of(read, id_text(i), &m->arena, &cases, &count, &m->err);
    if (end == IDS) {
        assert_int_equal(status, MUS_NOT_FOUND);
        return;
    }
    must(m, status);
    for (size_t k = 0; k < m->case_count; k++) {
        const struct support *c = &m->cases[k];
        if (end_of(m, c->companies[0]) == end || end_of(m, c->companies[1]) == end) {
            char id[32];
            snprintf(id, sizeof id, "case-%06llu", (unsigned long long)c->number);
            assert_true(n < count && mus_text_equals(cases[n++].id, id));
        }
    }
    assert_int_equal(n, count);
}

static void compare_aliases(struct model *m, const struct mus_read *read)
{
    struct mus_alias_item *items = NULL;
    size_t count = 0;
    size_t n = 0;
    must(m, mus_store_aliases(read, MUS_ALIAS_COMPANY, &m->arena, &items, &count, &m->err));
    for (unsigned i = 0; i < IDS; i++) {
        if (m->has_alias[i]) {
            assert_true(n < count && mus_text_equal(items[n].id, id_text(i)) &&
                        mus_ledger_id_equal(&items[n].alias, &m->aliases[i]));
            n++;
        }
    }
    assert_int_equal(n, count);
}

static void compare_ledger(struct model *m, const struct mus_read *read)
{
    uint64_t size = 0;
    struct mus_digest root;
    struct mus_digest expected = mus_merkle_root(&m->tree);
    must(m, mus_store_ledger_size(read, &size, &m->err));
    assert_int_equal(size, m->tree.size);
    must(m, mus_store_ledger_root(read, size, &root, &m->err));
    assert_int_equal(mus_digest_compare(&root, &expected), 0);
}

static void compare(struct model *m)
{
    struct mus_read *read = NULL;
    must(m, mus_store_read_begin(m->store, &read, &m->err));
    for (unsigned i = 0; i < IDS; i++) {
        compare_company(m, read, i);
        compare_cases(m, read, i);
    }
    compare_aliases(m, read);
    compare_ledger(m, read);
    compare_keys(m, read);
    compare_walk(m, read);
    mus_store_read_end(read);
    mus_arena_reset(&m->arena);
}

static void check_sound(struct model *m)
{
    struct mus_check_report report;
    must(m, mus_store_check(m->store, &m->arena, &report, &m->err));
    assert_int_equal(report.warnings, 0);
    mus_arena_reset(&m->arena);
}

static void change_something(struct model *m)
{
    unsigned dice = below(m, 100);
    if (dice < 40) {
        put_random(m);
    } else if (dice < 48) {
        open_case_random(m);
    } else if (dice < 52) {
        draw_alias_random(m);
    } else if (dice < 55) {
        append_random(m);
    } else if (dice < 75) {
        merge_random(m);
    } else if (dice < 88) {
        undo_random(m);
    } else if (dice < 96) {
        erase_random(m);
    } else if (dice < 98) {
        must(m, mus_store_replace_key(m->store, NULL, &m->err));
    } else {
        reopen(m);
    }
}

static int remove_one(const char *path, const struct stat *info, int type, struct FTW *ftw)
{
    (void)info;
    (void)type;
    (void)ftw;
    return remove(path);
}

static void the_store_is_what_a_map_would_be(void **state)
{
    (void)state;
    const char *seed_text = getenv("MUS_SEED");
    const char *cases_text = getenv("MUS_CASES");
    uint64_t seed =
        seed_text == NULL ? (uint64_t)mus_clock_now_ms() : strtoull(seed_text, NULL, 10);
    int cases = cases_text == NULL ? CASES : atoi(cases_text);
    struct model *m = calloc(1, sizeof *m);
    assert_non_null(m);
    print_message("seed %llu\n", (unsigned long long)seed);
    mus_random_init(&m->random, seed);
    strcpy(m->top, "/tmp/musubi-XXXXXX");
    assert_non_null(mkdtemp(m->top));
    snprintf(m->dir, sizeof m->dir, "%s/s", m->top);
    m->options.map_bytes = 1 << 20;
    must(m, mus_store_init(m->dir, &m->options, &m->err));
    reopen(m);
    for (int i = 0; i < cases; i++) {
        change_something(m);
        compare(m);
        if (i % 8 == 0) {
            check_sound(m);
        }
    }
    check_sound(m);
    mus_store_close(m->store);
    mus_arena_done(&m->arena);
    nftw(m->top, remove_one, 16, FTW_DEPTH | FTW_PHYS);
    free(m);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_store_is_what_a_map_would_be),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
