/* What others write, into a lexicon: a glossary, names of a code, EDICT or a source itself, by the
 * first byte. What is refused adds nothing; whatever is written is a source, which compiles to the
 * same sound bytes each time, and any text can be read with it. */
#include "lexicon/builder.h"

#include <stdlib.h>
#include <string.h>

#include "lexicon/compile.h"
#include "lexicon/edict.h"
#include "lexicon/glossary.h"
#include "lexicon/glossing.h"
#include "lexicon/source.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void demand(bool holds)
{
    if (!holds) {
        abort();
    }
}

static enum mus_status add(struct mus_lexicon_builder *builder, uint8_t kind, struct mus_text text)
{
    if (kind % 3 == 0) {
        return mus_lexicon_add_glossary(builder, MUS_TEXT("fuzz"), text, NULL);
    }
    if (kind % 3 == 1) {
        return mus_lexicon_add_edict(builder, text, NULL);
    }
    struct mus_text ja = mus_text_cut(&text, '\t');
    return mus_lexicon_add_pair(builder, ja, text, NULL);
}

static void read_text(const struct mus_lexicon *lexicon, struct mus_text text)
{
    struct mus_glossing *space = mus_glossing_new();
    struct mus_arena arena = {0};
    struct mus_bag bag = {0};
    struct mus_texts shown = {0};
    demand(space != NULL);
    enum mus_status status =
        mus_lexicon_bag(lexicon, space, (struct mus_texts){&text, 1}, &arena, &bag, NULL);
    demand((status == MUS_OK) == mus_text_is_utf8(text, NULL));
    for (size_t i = 0; i < bag.count; i++) {
        demand(bag.terms[i].tf > 0 && (i == 0 || bag.terms[i - 1].hash < bag.terms[i].hash));
    }
    if (bag.count > 0) {
        /* what is in the bag has a stretch that shows it */
        struct mus_hashes wanted = {&bag.terms[bag.count / 2].hash, 1};
        demand(mus_lexicon_matched(lexicon, space, text, wanted, 5, &arena, &shown, NULL) ==
               MUS_OK);
        demand(shown.count > 0 && shown.count <= 5);
    }
    for (size_t i = 0; i < shown.count; i++) {
        demand(shown.items[i].len > 0 && shown.items[i].ptr >= text.ptr &&
               shown.items[i].ptr + shown.items[i].len <= text.ptr + text.len);
    }
    mus_arena_done(&arena);
    mus_glossing_free(space);
}

static void compile(struct mus_text source, bool written, struct mus_text text)
{
    struct mus_analyser *analyser = mus_analyser_new();
    struct mus_buf bytes[2] = {{0}, {0}};
    struct mus_lexicon lexicon;
    enum mus_status status = mus_lexicon_compile(source, analyser, &bytes[0], NULL);
    demand(status == MUS_OK || (!written && (status == MUS_INVALID || status == MUS_LIMIT)));
    demand(mus_lexicon_compile(source, analyser, &bytes[1], NULL) == status);
    demand(mus_text_equal(mus_buf_text(&bytes[0]), mus_buf_text(&bytes[1])));
    if (status == MUS_OK) {
        demand(mus_lexicon_open(mus_buf_text(&bytes[0]), &lexicon, NULL) == MUS_OK);
        demand(mus_lexicon_check(&lexicon, NULL) == MUS_OK);
        read_text(&lexicon, text);
    }
    mus_buf_done(&bytes[0]);
    mus_buf_done(&bytes[1]);
    mus_analyser_free(analyser);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size == 0) {
        return 0;
    }
    struct mus_text text = {(const char *)data + 1, size - 1};
    if (data[0] % 4 == 3) {
        compile(text, false, text);
        return 0;
    }
    struct mus_lexicon_builder *builder = mus_lexicon_builder_new();
    struct mus_lexicon_counts counts[MUS_LEXICON_ORIGIN_COUNT];
    struct mus_buf source = {0};
    demand(builder != NULL);
    enum mus_status status = add(builder, data[0] % 4, text);
    demand(status == MUS_OK || status == MUS_INVALID || status == MUS_LIMIT);
    demand(mus_lexicon_write(builder, &source, counts, NULL) == MUS_OK);
    demand(status == MUS_OK || source.len == sizeof MUS_LEXICON_HEADING - 1);
    compile(mus_buf_text(&source), true, text);
    compile(mus_buf_text(&source), true, mus_buf_text(&source));
    mus_buf_done(&source);
    mus_lexicon_builder_free(builder);
    return 0;
}
