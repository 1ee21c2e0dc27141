/* Entries for a ledger in a store. Include after store_fixture.h. */
#ifndef MUS_TEST_LEDGER_FIXTURE_H
#define MUS_TEST_LEDGER_FIXTURE_H

#include "store/cases.h"
#include "store/ledger.h"

#define RECORDED UINT64_C(1778461200) /* 2026-05-11T10:00:00+09:00 */
#define TODAY ((mus_date)20584)

static inline struct mus_text write_entry(struct world *world, const struct mus_ledger_entry *entry)
{
    struct mus_buf bytes = {0};
    mus_ledger_entry_encode(entry, &bytes);
    must(world, mus_buf_check(&bytes, &world->err));
    struct mus_text kept = mus_arena_copy(&world->arena, mus_buf_text(&bytes));
    mus_buf_done(&bytes);
    assert_non_null(kept.ptr);
    return kept;
}

/* A published figure: it needs nothing else, and `value` tells one from another. */
static inline struct mus_text figure(struct world *world, uint64_t recorded, uint32_t value)
{
    struct mus_ledger_entry entry = {.kind = MUS_LEDGER_FIGURE, .recorded = recorded};
    entry.as.figure.fiscal_year = 2025;
    entry.as.figure.kind = MUS_LEDGER_PUBLISHED;
    entry.as.figure.value = value;
    entry.as.figure.indicator = MUS_TEXT("city-matches");
    entry.as.figure.source = MUS_TEXT("plan");
    return write_entry(world, &entry);
}

static inline struct mus_text reversal(struct world *world, uint64_t recorded, uint64_t about)
{
    struct mus_ledger_entry entry = {.kind = MUS_LEDGER_REVERSED, .recorded = recorded};
    entry.as.about.entry = about;
    entry.as.about.reason = MUS_LEDGER_MISTAKE;
    return write_entry(world, &entry);
}

static inline struct mus_write *begin_write(struct world *world)
{
    struct mus_write *write = NULL;
    must(world, mus_store_write_begin(world->store, &write, &world->err));
    return write;
}

static inline void end_write(struct world *world, struct mus_write *write)
{
    must(world, mus_store_write_commit(write, &world->err));
    mus_store_write_end(write);
}

/* `count` figures in one write, behind what is there; their values go on counting. */
static inline void append_figures(struct world *world, uint64_t count)
{
    uint64_t size = 0;
    struct mus_write *write = begin_write(world);
    must(world, mus_store_ledger_size(mus_store_write_view(write), &size, &world->err));
    for (uint64_t i = 0; i < count; i++) {
        uint64_t index = 0;
        struct mus_text bytes = figure(world, RECORDED, (uint32_t)(size + i));
        must(world, mus_store_ledger_append(write, bytes, &index, &world->err));
        assert_int_equal(index, size + i);
    }
    end_write(world, write);
}

/* The least case of two companies. The step lies in the arena. */
static inline struct mus_case case_of(struct world *world, const char *id, const char *first,
                                      const char *second)
{
    struct mus_case_step *step = mus_arena_alloc(&world->arena, 1, sizeof *step);
    assert_non_null(step);
    *step = (struct mus_case_step){.stage = MUS_CASE_SUGGESTED,
                                   .date = TODAY,
                                   .recorded = RECORDED,
                                   .by = MUS_TEXT("佐藤"),
                                   .entry = MUS_CASE_NO_ENTRY};
    return (struct mus_case){.id = mus_text_of(id),
                             .companies = {mus_text_of(first), mus_text_of(second)},
                             .programme = MUS_TEXT("KOBS"),
                             .purpose = MUS_TEXT("sales"),
                             .coordinator = MUS_TEXT("佐藤"),
                             .steps = step,
                             .step_count = 1};
}

static inline void put_case(struct world *world, const char *id, const char *first,
                            const char *second)
{
    struct mus_case c = case_of(world, id, first, second);
    struct mus_write *write = begin_write(world);
    must(world, mus_store_put_case(write, &c, &world->err));
    end_write(world, write);
}

#endif
