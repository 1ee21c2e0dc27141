/* What the lexicon costs, with the glossary alone and with EDICT beside it where it is installed:
 * making the source and compiling it, bytes, and characters a second of reading texts with it on
 * one thread, beside the plain analysis of the same texts (mus_terms_bag) in the same run.
 *
 * Usage: bench_lexicon [TEXTS] (one a line, with what stands before its first tab left out; without
 * it, texts are put together of the glossary's own words) */
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/random.h"
#include "lexicon/builder.h"
#include "lexicon/builtin.h"
#include "lexicon/compile.h"
#include "lexicon/edict.h"
#include "lexicon/glossary.h"
#include "lexicon/glossing.h"
#include "lexicon/lexicon.h"
#include "matcher/text/terms.h"
#include "timer.h"

#define EDICT_PATH "/usr/share/edict/edict"
enum { TEXTS = 2000, WORDS = 24, SECONDS = 2 };

static void must(enum mus_status status, const struct mus_error *err)
{
    if (status != MUS_OK) {
        fprintf(stderr, "bench: %s\n", err->message);
        exit(1);
    }
}

/* The texts to read, one a line. */
struct texts {
    struct mus_buf all;
    struct mus_text *items;
    size_t count;
    size_t characters;
};

static void invent(struct mus_buf *out)
{
    size_t count;
    const struct mus_builtin_glossary *glossary = mus_lexicon_builtin(&count);
    struct mus_random random;
    mus_random_init(&random, 1);
    static const char *const JOINS[] = {"の", "、", "と", "を", "による", ""};
    for (size_t i = 0; i < TEXTS; i++) {
        for (size_t k = 0; k < WORDS; k++) {
            struct mus_text text = glossary[mus_random_below(&random, count)].text;
            size_t at = (size_t)mus_random_below(&random, text.len);
            text = (struct mus_text){text.ptr + at, text.len - at};
            mus_text_cut(&text, '\n');
            struct mus_text line = mus_text_cut(&text, '\n');
            mus_buf_add_text(out, mus_text_cut(&line, '\t'));
            mus_buf_add_z(out, JOINS[mus_random_below(&random, sizeof JOINS / sizeof JOINS[0])]);
        }
        mus_buf_add_byte(out, '\n');
    }
}

static void load(const char *path, struct texts *texts)
{
    struct mus_error err = {0};
    if (path == NULL) {
        invent(&texts->all);
    } else {
        must(mus_file_read(path, SIZE_MAX, &texts->all, &err), &err);
    }
    struct mus_text left = mus_buf_text(&texts->all);
    texts->items = calloc(left.len + 1, sizeof *texts->items);
    while (left.len > 0) {
        struct mus_text line = mus_text_cut(&left, '\n');
        struct mus_text id = mus_text_cut(&line, '\t');
        texts->items[texts->count++] = line.len > 0 ? line : id;
    }
    for (size_t i = 0; i < texts->count; i++) {
        for (size_t at = 0; at < texts->items[i].len; texts->characters++) {
            mus_text_next(texts->items[i], &at);
        }
    }
}

/* A compiled lexicon, and what making it took. */
struct made {
    struct mus_buf source;
    struct mus_buf bytes;
    struct mus_lexicon lexicon;
    struct mus_lexicon_counts counts[MUS_LEXICON_ORIGIN_COUNT];
    double build;
    double compile;
};

static void make(struct mus_analyser *analyser, struct mus_text edict, struct made *made)
{
    struct mus_error err = {0};
    size_t count;
    const struct mus_builtin_glossary *glossary = mus_lexicon_builtin(&count);
    double start = cpu_seconds();
    struct mus_lexicon_builder *builder = mus_lexicon_builder_new();
    for (size_t i = 0; i < count; i++) {
        must(mus_lexicon_add_glossary(builder, glossary[i].name, glossary[i].text, &err), &err);
    }
    if (edict.len > 0) {
        must(mus_lexicon_add_edict(builder, edict, &err), &err);
    }
    must(mus_lexicon_write(builder, &made->source, made->counts, &err), &err);
    mus_lexicon_builder_free(builder);
    made->build = cpu_seconds() - start;
    start = cpu_seconds();
    must(mus_lexicon_compile(mus_buf_text(&made->source), analyser, &made->bytes, &err), &err);
    made->compile = cpu_seconds() - start;
    must(mus_lexicon_open(mus_buf_text(&made->bytes), &made->lexicon, &err), &err);
    must(mus_lexicon_check(&made->lexicon, &err), &err);
}

/* Characters a second of one bag for each text; the lexicon NULL: the plain analysis. */
static double speed(const struct texts *texts, struct mus_analyser *analyser,
                    const struct mus_lexicon *lexicon, double *terms)
{
    struct mus_error err = {0};
    struct mus_glossing *space = mus_glossing_new();
    struct mus_arena arena = {0};
    double start = cpu_seconds();
    double took;
    size_t rounds = 0;
    size_t found = 0;
    do {
        found = 0;
        for (size_t i = 0; i < texts->count; i++) {
            struct mus_texts one = {&texts->items[i], 1};
            struct mus_bag bag;
            mus_arena_reset(&arena);
            must(lexicon == NULL ? mus_terms_bag(analyser, one, &arena, &bag, &err)
                                 : mus_lexicon_bag(lexicon, space, one, &arena, &bag, &err),
                 &err);
            found += bag.count;
        }
        rounds++;
        took = cpu_seconds() - start;
    } while (took < SECONDS);
    mus_glossing_free(space);
    mus_arena_done(&arena);
    *terms = (double)found / (double)texts->count;
    return (double)rounds * (double)texts->characters / took;
}

static void report(const char *name, const struct texts *texts, struct mus_analyser *analyser,
                   struct mus_text edict, double plain)
{
    static const char *const ORIGINS[] = {"glossary", "tables", "edict"};
    struct made made = {.build = 0};
    make(analyser, edict, &made);
    printf("%s\n", name);
    for (size_t i = 0; i < MUS_LEXICON_ORIGIN_COUNT; i++) {
        if (made.counts[i].rows > 0) {
            printf("  from %-9s %zu rows, %zu passed over\n", ORIGINS[i], made.counts[i].rows,
                   made.counts[i].passed_over);
        }
    }
    printf("  source         %.0f ms, %zu bytes\n", made.build * 1e3, made.source.len);
    printf("  compiled       %.0f ms, %zu bytes: %u headwords, %u prefixes, %u terms\n",
           made.compile * 1e3, made.bytes.len, made.lexicon.headwords, made.lexicon.prefixes,
           made.lexicon.terms);
    double terms;
    double rate = speed(texts, analyser, &made.lexicon, &terms);
    printf("  read           %.2f million characters a second, %.2f times the plain analysis; %.0f "
           "terms a text\n",
           rate / 1e6, rate / plain, terms);
    mus_buf_done(&made.source);
    mus_buf_done(&made.bytes);
}

int main(int argc, char **argv)
{
    struct texts texts = {.count = 0};
    load(argc > 1 ? argv[1] : NULL, &texts);
    struct mus_analyser *analyser = mus_analyser_new();
    double terms;
    double plain = speed(&texts, analyser, NULL, &terms);
    printf(
        "%zu texts, %zu characters; plain analysis %.2f million characters a second, %.0f terms a "
        "text\n",
        texts.count, texts.characters, plain / 1e6, terms);
    report("the glossary alone", &texts, analyser, MUS_NO_TEXT, plain);
    struct mus_buf edict = {0};
    struct mus_error err = {0};
    if (mus_file_read(EDICT_PATH, SIZE_MAX, &edict, &err) == MUS_OK) {
        report("with EDICT", &texts, analyser, mus_buf_text(&edict), plain);
    } else {
        printf("with EDICT: left out, %s\n", err.message);
    }
    mus_buf_done(&edict);
    mus_buf_done(&texts.all);
    free(texts.items);
    mus_analyser_free(analyser);
    return 0;
}
