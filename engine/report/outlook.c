/* Past years are counted beside the year itself by as many helpers as the machine has processors to
 * spare. Each takes the next year that nobody has taken; whoever waits for the years takes what is
 * left as well, so that all are counted where no thread can be had. */
#include "report/outlook.h"

#include <pthread.h>
#include <stdatomic.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/mem.h"

struct past {
    const struct mus_book *book;
    struct mus_count_options how;
    struct mus_arena arena;
    struct mus_projection_year year;
    enum mus_status status;
    struct mus_error err;
};

struct mus_outlook {
    struct mus_outlook_options options;
    struct past past[MUS_PROJECTION_YEARS];
    size_t count;
    atomic_size_t taken;
    pthread_t helpers[MUS_PROJECTION_YEARS];
    size_t helper_count;
};

/* ------------------------------------------------------------------ one year */

static enum mus_status learn_from(const struct mus_count *count, int fiscal_year,
                                  struct mus_arena *arena, struct mus_projection_year *out,
                                  struct mus_error *err)
{
    struct mus_projection_item *items = mus_arena_alloc(arena, count->counted_count, sizeof *items);
    if (items == NULL) {
        return mus_fail_memory(err);
    }
    for (size_t i = 0; i < count->counted_count; i++) {
        const struct mus_counted *counted = &count->counted[i];
        items[i] = (struct mus_projection_item){
            .date = counted->date,
            .recorded = mus_date_in_tokyo((int64_t)counted->recorded * 1000),
            .count = counted->count,
            .reported = counted->reported,
        };
    }
    *out = (struct mus_projection_year){fiscal_year, items, count->counted_count};
    return MUS_OK;
}

static void count_past(struct past *past)
{
    struct mus_count count;
    past->status = mus_ledger_count(past->book, &past->how, &past->arena, &count, &past->err);
    if (past->status == MUS_OK) {
        past->status =
            learn_from(&count, past->how.fiscal_year, &past->arena, &past->year, &past->err);
    }
}

/* ------------------------------------------------------------------ sharing them out */

static void *count_untaken(void *context)
{
    struct mus_outlook *outlook = context;
    for (size_t i = atomic_fetch_add(&outlook->taken, 1); i < outlook->count;) {
        count_past(&outlook->past[i]);
        i = atomic_fetch_add(&outlook->taken, 1);
    }
    return NULL;
}

static void start(struct mus_outlook *outlook)
{
    long processors = sysconf(_SC_NPROCESSORS_ONLN);
    size_t spare = processors > 1 ? (size_t)processors - 1 : 0;
    while (outlook->helper_count < outlook->count && outlook->helper_count < spare &&
           pthread_create(&outlook->helpers[outlook->helper_count], NULL, count_untaken, outlook) ==
               0) {
        outlook->helper_count++;
    }
}

static void wait_for_helpers(struct mus_outlook *outlook)
{
    while (outlook->helper_count > 0) {
        pthread_join(outlook->helpers[--outlook->helper_count], NULL);
    }
}

/* ------------------------------------------------------------------ all of them */

static bool is_over(const struct mus_outlook_options *options)
{
    return mus_fiscal_year(options->day) > options->fiscal_year;
}

static void begin_past(struct mus_outlook *outlook, const struct mus_book *book)
{
    int first = 0;
    int last = 0;
    if (is_over(&outlook->options) || !mus_book_years(book, &first, &last)) {
        return;
    }
    for (int n = 1; n <= MUS_PROJECTION_YEARS; n++) {
        int year = outlook->options.fiscal_year - n;
        if (year >= first && year <= last) {
            struct past *past = &outlook->past[outlook->count++];
            past->book = book;
            past->how =
                (struct mus_count_options){outlook->options.rules, year, outlook->options.as_of};
        }
    }
    start(outlook);
}

enum mus_status mus_outlook_begin(const struct mus_book *book,
                                  const struct mus_outlook_options *options,
                                  struct mus_outlook **out, struct mus_error *err)
{
    struct mus_outlook *outlook = mus_alloc_zero(1, sizeof *outlook);
    if (outlook == NULL) {
        return mus_fail_memory(err);
    }
    outlook->options = *options;
    begin_past(outlook, book);
    *out = outlook;
    return MUS_OK;
}

/* The newest year's failure is told. */
static enum mus_status gather(struct mus_outlook *outlook,
                              struct mus_projection_year years[MUS_PROJECTION_YEARS],
                              struct mus_error *err)
{
    count_untaken(outlook);
    wait_for_helpers(outlook);
    for (size_t i = 0; i < outlook->count; i++) {
        const struct past *past = &outlook->past[i];
        if (past->status != MUS_OK) {
            return mus_fail(err, past->status, "%s", past->err.message);
        }
        years[i] = past->year;
    }
    return MUS_OK;
}

enum mus_status mus_outlook_project(struct mus_outlook *outlook, const struct mus_count *count,
                                    struct mus_projection *out, struct mus_error *err)
{
    struct mus_projection_year years[MUS_PROJECTION_YEARS];
    struct mus_arena arena = {0};
    struct mus_projection_input input = {.past = years,
                                         .past_count = outlook->count,
                                         .as_of = outlook->options.day,
                                         .has_target = outlook->options.has_target,
                                         .target = outlook->options.target};
    enum mus_status status = gather(outlook, years, err);
    if (status == MUS_OK) {
        status = learn_from(count, outlook->options.fiscal_year, &arena, &input.year, err);
    }
    if (status == MUS_OK) {
        mus_project(&input, out);
    }
    mus_arena_done(&arena);
    return status;
}

void mus_outlook_end(struct mus_outlook *outlook)
{
    if (outlook == NULL) {
        return;
    }
    atomic_store(&outlook->taken,
                 outlook->count); /* what nobody has begun is not wanted any more */
    wait_for_helpers(outlook);
    for (size_t i = 0; i < outlook->count; i++) {
        mus_arena_done(&outlook->past[i].arena);
    }
    mus_free(outlook);
}
