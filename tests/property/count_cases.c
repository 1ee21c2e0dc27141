/* Random ledgers, and what the engine counts in them: one JSON object a line, for
 * count_property_test.py, which counts again the slow way. Vocabularies are small, so that entries
 * meet: few firms with few corporate numbers, few programmes, editions, purposes and people.
 *
 *     count_cases SEED CASES
 *
 * Case i depends on the seed and on i alone. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/random.h"
#include "codec/json_write.h"
#include "ledger/format/book.h"
#include "ledger/format/count.h"
#include "ledger/format/entry_line.h"
#include "profile/corporate_number.h"

enum {
    FEWEST_ENTRIES = 10,
    MOST_ENTRIES = 60,
    FIRMS = 6,
    NUMBERS = 4,
    PEOPLE = 3,
    QUESTIONS = 4,
    FIRST_YEAR = 2023,
    YEARS = 4,
    CLAUSES = 3,
};

static const char *const PROGRAMMES[] = {"KOBS", "FAIR", "MISSION"};
static const char *const EDITIONS[] = {"", "17", "18"};
static const char *const PURPOSES[] = {"sales", "agent", "pilot"};
static const char *const COUNTRIES[] = {"JP", "VN", "TH"};
enum { PROGRAMME_COUNT = 3, EDITION_COUNT = 3, PURPOSE_COUNT = 3, COUNTRY_COUNT = 3 };

struct world {
    struct mus_random random;
    struct mus_arena arena;
    struct mus_book *book;
    struct mus_buf bytes[MOST_ENTRIES];
    size_t count;
    uint64_t now;
    uint64_t numbers[NUMBERS]; /* numbers[0] is none */
    uint64_t number_of[FIRMS]; /* what the firm usually says */
    unsigned rule_sets;
};

static _Noreturn void give_up(const char *why)
{
    (void)fprintf(stderr, "count_cases: %s\n", why);
    abort();
}

static void demand(bool holds, const char *what)
{
    if (!holds) {
        give_up(what);
    }
}

static unsigned below(struct world *world, unsigned bound)
{
    return (unsigned)mus_random_below(&world->random, bound);
}

static bool one_in(struct world *world, unsigned bound)
{
    return below(world, bound) == 0;
}

static struct mus_text any_of(struct world *world, const char *const *words, unsigned count)
{
    return mus_text_of(words[below(world, count)]);
}

static struct mus_ledger_id id_of(unsigned first, unsigned number)
{
    struct mus_ledger_id id;
    memset(id.bytes, (int)(first + number), sizeof id.bytes);
    return id;
}

static uint64_t corporate_number(unsigned number)
{
    char digits[MUS_CORPORATE_NUMBER_DIGITS + 1];
    (void)snprintf(digits + 1, sizeof digits - 1, "9998%08u", number);
    digits[0] = mus_corporate_number_check_digit(digits + 1);
    return strtoull(digits, NULL, 10);
}

/* Entries */

static mus_date any_day(struct world *world)
{
    mus_date first = 0;
    demand(mus_date_of(FIRST_YEAR, 4, 1, &first), "no such day");
    mus_date day = first + (mus_date)below(world, 365 * YEARS);
    mus_date today = mus_date_in_tokyo((int64_t)world->now * 1000);
    return day <= today ? day : today;
}

static struct mus_ledger_side any_side(struct world *world, unsigned firm)
{
    struct mus_ledger_side side = {
        .company = id_of(0x10, firm),
        .corporate_number = world->number_of[firm],
        .size = (enum mus_size)below(world, 4),
        .kind = MUS_KIND_COMPANY,
    };
    if (one_in(world, 6)) {
        side.corporate_number = world->numbers[below(world, NUMBERS)];
    }
    memcpy(side.country, COUNTRIES[below(world, COUNTRY_COUNT)], sizeof side.country);
    return side;
}

static void make_named(struct world *world, struct mus_ledger_entry *entry)
{
    unsigned a = below(world, FIRMS);
    unsigned b = (a + 1 + below(world, FIRMS - 1)) % FIRMS;
    entry->as.named.stage =
        one_in(world, 3) ? (enum mus_ledger_stage)(1 + below(world, 4)) : MUS_LEDGER_CONCLUDED;
    entry->as.named.date = any_day(world);
    entry->as.named.programme = any_of(world, PROGRAMMES, PROGRAMME_COUNT);
    entry->as.named.edition = any_of(world, EDITIONS, EDITION_COUNT);
    entry->as.named.purpose = any_of(world, PURPOSES, 1 + below(world, PURPOSE_COUNT));
    entry->as.named.sides[0] = any_side(world, a);
    entry->as.named.sides[1] = any_side(world, b);
    mus_ledger_order_sides(entry->as.named.sides);
}

static void make_reported(struct world *world, struct mus_ledger_entry *entry)
{
    entry->as.reported.date = any_day(world);
    entry->as.reported.programme = any_of(world, PROGRAMMES, PROGRAMME_COUNT);
    entry->as.reported.edition = mus_text_of(EDITIONS[1 + below(world, EDITION_COUNT - 1)]);
    entry->as.reported.side_of_fair = (enum mus_ledger_side_of_fair)(1 + below(world, 3));
    entry->as.reported.n = below(world, 5);
    entry->as.reported.respondent = any_side(world, below(world, FIRMS));
}

static unsigned any_marks(struct world *world, unsigned end)
{
    unsigned marks = 0;
    for (unsigned mark = 1; mark < end; mark++) {
        marks |= one_in(world, 2) ? 1u << mark : 0;
    }
    return marks == 0 ? 1u << (1 + below(world, end - 1)) : marks;
}

static struct mus_rule_clauses any_clauses(struct world *world, unsigned end)
{
    size_t count = below(world, CLAUSES + 1);
    struct mus_rule_clause *items = mus_arena_alloc(&world->arena, count, sizeof *items);
    if (items == NULL) {
        give_up("out of memory");
    }
    for (size_t i = 0; i < count; i++) {
        struct mus_text *programmes =
            mus_arena_alloc(&world->arena, PROGRAMME_COUNT, sizeof *programmes);
        if (programmes == NULL) {
            give_up("out of memory");
        }
        size_t named = 0;
        for (size_t p = 0; p < PROGRAMME_COUNT; p++) {
            if (one_in(world, 2)) {
                programmes[named++] = mus_text_of(PROGRAMMES[p]);
            }
        }
        items[i] = (struct mus_rule_clause){.programmes = {programmes, named},
                                            .marks = any_marks(world, end),
                                            .confirmed = one_in(world, 4)};
    }
    return (struct mus_rule_clauses){items, count};
}

/* A rule set of the id r-N, as its document. */
static struct mus_text any_rules(struct world *world, unsigned number)
{
    char id[16];
    (void)snprintf(id, sizeof id, "r-%u", number);
    struct mus_rule_set rules = {
        .id = mus_text_of(id),
        .title_ja = MUS_TEXT("規則"),
        .title_en = MUS_TEXT("Rules"),
        .indicator = MUS_TEXT("city-matches"),
        .from_fiscal_year = FIRST_YEAR - 1 + (int)below(world, YEARS),
        .home_country = {'J', 'P'},
        .named = any_clauses(world, MUS_LEDGER_STAGE_END),
        .reported = any_clauses(world, MUS_LEDGER_SIDE_OF_FAIR_END),
        .one_match = below(world, 16),
        .same_by_number = one_in(world, 2),
    };
    if (one_in(world, 4)) {
        memcpy(rules.home_country, "VN", sizeof rules.home_country);
    }
    if (rules.named.count + rules.reported.count == 0) {
        return any_rules(world, number);
    }
    struct mus_buf json = {0};
    mus_rule_set_write(&rules, &json);
    struct mus_text copy = mus_arena_copy(&world->arena, mus_buf_text(&json));
    demand(copy.ptr != NULL, "out of memory");
    mus_buf_done(&json);
    return copy;
}

static void make_rules(struct world *world, struct mus_ledger_entry *entry)
{
    size_t again = below(world, 4);
    struct mus_book_rules before = mus_book_rules_at(world->book, again);
    if (before.rules != NULL) {
        struct mus_buf json = {0};
        mus_rule_set_write(before.rules, &json);
        entry->as.rules = mus_arena_copy(&world->arena, mus_buf_text(&json));
        mus_buf_done(&json);
    } else {
        entry->as.rules = any_rules(world, world->rule_sets++);
    }
}

static void make_figure(struct world *world, struct mus_ledger_entry *entry)
{
    entry->as.figure.fiscal_year = FIRST_YEAR + (int)below(world, YEARS);
    entry->as.figure.kind = MUS_LEDGER_TARGET;
    entry->as.figure.value = below(world, 1000);
    entry->as.figure.indicator = MUS_TEXT("city-matches");
    entry->as.figure.source = MUS_TEXT("invented");
}

static void make_about(struct world *world, struct mus_ledger_entry *entry)
{
    entry->as.about.entry = below(world, (unsigned)world->count + 1);
    if (entry->kind == MUS_LEDGER_REVERSED) {
        entry->as.about.reason = (enum mus_ledger_reason)(1 + below(world, 5));
    }
}

static enum mus_ledger_kind any_kind(struct world *world)
{
    /* Of 20 entries so many are of the kind. */
    static const struct {
        enum mus_ledger_kind kind;
        unsigned share;
    } SHARES[] = {
        {MUS_LEDGER_NAMED, 9},    {MUS_LEDGER_REPORTED, 4},   {MUS_LEDGER_CONFIRMED, 3},
        {MUS_LEDGER_REVERSED, 2}, {MUS_LEDGER_SUCCESSION, 1}, {MUS_LEDGER_RULES, 1},
    };
    unsigned drawn = below(world, 20);
    size_t i = 0;
    while (drawn >= SHARES[i].share) {
        drawn -= SHARES[i++].share;
    }
    return one_in(world, 60) ? MUS_LEDGER_FIGURE : SHARES[i].kind;
}

static struct mus_ledger_entry any_entry(struct world *world)
{
    struct mus_ledger_entry entry = {
        .kind = world->count == 0 && !one_in(world, 8) ? MUS_LEDGER_RULES : any_kind(world),
        .recorded = world->now,
        .by = id_of(0xA0, below(world, PEOPLE)),
    };
    switch (entry.kind) {
    case MUS_LEDGER_NAMED:
        make_named(world, &entry);
        break;
    case MUS_LEDGER_REPORTED:
        make_reported(world, &entry);
        break;
    case MUS_LEDGER_CONFIRMED:
    case MUS_LEDGER_REVERSED:
        make_about(world, &entry);
        break;
    case MUS_LEDGER_SUCCESSION:
        entry.as.succession.date = any_day(world);
        entry.as.succession.from = id_of(0x10, below(world, FIRMS - 1));
        entry.as.succession.to = id_of(0x11, below(world, FIRMS));
        break;
    case MUS_LEDGER_RULES:
        make_rules(world, &entry);
        break;
    case MUS_LEDGER_FIGURE:
        make_figure(world, &entry);
        break;
    case MUS_LEDGER_ROTATION:
    case MUS_LEDGER_KIND_END:
        break;
    }
    return entry;
}

/* What the rules of entries or of the book refuse is not in the ledger. */
static void try_add(struct world *world)
{
    struct mus_ledger_entry entry = any_entry(world);
    if (mus_ledger_entry_check(&entry, NULL) != MUS_OK) {
        return;
    }
    struct mus_buf *bytes = &world->bytes[world->count];
    mus_buf_clear(bytes);
    mus_ledger_entry_encode(&entry, bytes);
    if (mus_book_add(world->book, mus_buf_text(bytes), NULL) == MUS_OK) {
        world->count++;
        /* Many share a second, others are recorded in another year. */
        world->now += one_in(world, 3) ? 0 : below(world, 40 * 86400);
    }
}

static void world_new(struct world *world, uint64_t seed)
{
    *world = (struct world){.now = UINT64_C(1704034800)}; /* 2024-01-01 in Tokyo */
    mus_random_init(&world->random, seed);
    demand(mus_book_new(&world->book, NULL) == MUS_OK, "out of memory");
    for (unsigned i = 1; i < NUMBERS; i++) {
        world->numbers[i] = corporate_number(i);
    }
    for (unsigned i = 0; i < FIRMS; i++) {
        world->number_of[i] = world->numbers[below(world, NUMBERS)];
    }
    unsigned size = FEWEST_ENTRIES + below(world, MOST_ENTRIES - FEWEST_ENTRIES + 1);
    for (unsigned tries = 0; world->count < size && tries < 4 * MOST_ENTRIES; tries++) {
        try_add(world);
    }
}

static void world_done(struct world *world)
{
    mus_book_free(world->book);
    mus_arena_done(&world->arena);
    for (size_t i = 0; i < MOST_ENTRIES; i++) {
        mus_buf_done(&world->bytes[i]);
    }
}

/* Answers */

static void write_entry_number(struct mus_json_writer *writer, const char *key, uint64_t entry)
{
    mus_json_key(writer, key);
    if (entry == MUS_COUNT_NONE) {
        mus_json_write_null(writer);
    } else {
        mus_json_write_integer(writer, (int64_t)entry);
    }
}

static void write_counted(struct mus_json_writer *writer, const struct mus_counted *counted)
{
    struct mus_text size =
        mus_text_of(mus_vocabulary_code(MUS_VOCABULARY_SIZE, (unsigned)counted->size));
    mus_json_begin_object(writer);
    mus_json_put_integer(writer, "entry", (int64_t)counted->entry);
    mus_json_put_integer(writer, "count", counted->count);
    mus_json_put_text(writer, "country",
                      (struct mus_text){counted->country, sizeof counted->country});
    mus_json_put_text(writer, "size", size.len == 0 ? MUS_NO_TEXT : size);
    mus_json_put_z(writer, "kind", counted->reported ? "reported" : "named");
    mus_json_end_object(writer);
}

static void write_suppressed(struct mus_json_writer *writer, const struct mus_suppressed *one)
{
    mus_json_begin_object(writer);
    mus_json_put_integer(writer, "entry", (int64_t)one->entry);
    mus_json_put_integer(writer, "count", one->count);
    mus_json_put_z(writer, "because", mus_count_reason_name(one->reason));
    write_entry_number(writer, "same_as", one->same_as);
    mus_json_end_object(writer);
}

static void write_count(struct mus_json_writer *writer, const struct mus_count *count)
{
    mus_json_begin_object(writer);
    mus_json_put_text(writer, "rule_set", count->rules->id);
    mus_json_put_integer(writer, "total", (int64_t)count->total);
    mus_json_put_integer(writer, "named", (int64_t)count->named);
    mus_json_put_integer(writer, "reported", (int64_t)count->reported);
    mus_json_key(writer, "counted");
    mus_json_begin_array(writer);
    for (size_t i = 0; i < count->counted_count; i++) {
        write_counted(writer, &count->counted[i]);
    }
    mus_json_end_array(writer);
    mus_json_key(writer, "suppressed");
    mus_json_begin_array(writer);
    for (size_t i = 0; i < count->suppressed_count; i++) {
        write_suppressed(writer, &count->suppressed[i]);
    }
    mus_json_end_array(writer);
    mus_json_put_integer(writer, "seen", (int64_t)count->seen);
    mus_json_put_integer(writer, "other_stage", (int64_t)count->other_stage);
    mus_json_put_integer(writer, "other_programme", (int64_t)count->other_programme);
    mus_json_put_integer(writer, "other_side", (int64_t)count->other_side);
    mus_json_end_object(writer);
}

static uint64_t any_moment(struct world *world)
{
    if (world->count == 0 || one_in(world, 2)) {
        return MUS_BOOK_NOW;
    }
    enum mus_ledger_kind kind;
    uint64_t recorded = 0;
    mus_date date;
    demand(mus_ledger_entry_peek(mus_buf_text(&world->bytes[below(world, (unsigned)world->count)]),
                                 &kind, &recorded, &date),
           "an entry that cannot be read");
    return recorded - below(world, 2);
}

static void write_question(struct world *world, struct mus_json_writer *writer)
{
    struct mus_rule_set rules;
    struct mus_count_options options = {.fiscal_year = FIRST_YEAR + (int)below(world, YEARS),
                                        .as_of = any_moment(world)};
    mus_json_begin_object(writer);
    mus_json_put_integer(writer, "fiscal_year", options.fiscal_year);
    write_entry_number(writer, "as_of", options.as_of);
    mus_json_key(writer, "rules");
    if (one_in(world, 2)) {
        struct mus_text json = any_rules(world, 99);
        demand(mus_rule_set_read(json, &world->arena, &rules, NULL) == MUS_OK, "a bad rule set");
        options.rules = &rules;
        mus_json_write_raw(writer, json);
    } else {
        mus_json_write_null(writer);
    }
    mus_json_key(writer, "answer");
    struct mus_count count;
    enum mus_status status = mus_ledger_count(world->book, &options, &world->arena, &count, NULL);
    demand(status == MUS_OK || status == MUS_NOT_FOUND, "the count failed");
    if (status == MUS_OK) {
        write_count(writer, &count);
    } else {
        mus_json_write_null(writer);
    }
    mus_json_end_object(writer);
}

static void write_entries(struct world *world, struct mus_json_writer *writer)
{
    mus_json_begin_array(writer);
    for (size_t i = 0; i < world->count; i++) {
        struct mus_ledger_entry entry;
        struct mus_buf line = {0};
        demand(mus_ledger_entry_decode(mus_buf_text(&world->bytes[i]), &entry, NULL) == MUS_OK,
               "an entry that cannot be read");
        mus_ledger_entry_line(&entry, i, &line);
        mus_json_write_raw(writer, mus_buf_text(&line));
        mus_buf_done(&line);
    }
    mus_json_end_array(writer);
}

static void write_case(struct world *world, unsigned number)
{
    struct mus_buf line = {0};
    struct mus_json_writer writer = {.buf = &line};
    mus_json_begin_object(&writer);
    mus_json_put_integer(&writer, "case", number);
    mus_json_key(&writer, "entries");
    write_entries(world, &writer);
    mus_json_key(&writer, "questions");
    mus_json_begin_array(&writer);
    for (unsigned i = 0; i < QUESTIONS; i++) {
        write_question(world, &writer);
    }
    mus_json_end_array(&writer);
    mus_json_end_object(&writer);
    mus_json_end(&writer);
    mus_buf_add_byte(&line, '\n');
    demand(!line.failed && fwrite(line.data, 1, line.len, stdout) == line.len, "cannot write");
    mus_buf_done(&line);
}

int main(int argc, char **argv)
{
    demand(argc == 3, "usage: count_cases SEED CASES");
    uint64_t seed = strtoull(argv[1], NULL, 10);
    unsigned cases = (unsigned)strtoul(argv[2], NULL, 10);
    for (unsigned i = 0; i < cases; i++) {
        struct world world;
        world_new(&world, seed + i);
        write_case(&world, i);
        world_done(&world);
    }
    return 0;
}
