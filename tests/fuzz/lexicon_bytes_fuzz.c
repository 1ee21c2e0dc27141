/* A compiled lexicon with bytes of it changed at will, and bytes that were never one: opening,
 * checking and reading texts ends, stays within them, and gives a bag and stretches of the form
 * that sound ones have. The first byte says how many changes follow, each a place (two bytes) and a
 * value; the rest is the text. */
#include "lexicon/lexicon.h"

#include <stdlib.h>
#include <string.h>

#include "base/limits.h"
#include "lexicon/compile.h"
#include "lexicon/glossing.h"
#include "lexicon/source.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void demand(bool holds)
{
    if (!holds) {
        abort();
    }
}

static const char SOURCE[] = MUS_LEXICON_HEADING "led照明\tLED lighting\n"
                                                 "ガス\tgas\n"
                                                 "下水\tsewage|waste water\n"
                                                 "下水道\tsewerage|sewer\n"
                                                 "処理\ttreatment|processing\n"
                                                 "水\twater\n"
                                                 "水処理\twater treatment\n"
                                                 "水処理装置\twater treatment plant\n"
                                                 "汚水\tsewage|waste water\n";

/* Compiled once, for all inputs. */
static struct mus_text sound(void)
{
    static struct mus_buf bytes;
    if (bytes.len == 0) {
        struct mus_analyser *analyser = mus_analyser_new();
        demand(mus_lexicon_compile(mus_text_of(SOURCE), analyser, &bytes, NULL) == MUS_OK);
        mus_analyser_free(analyser);
    }
    return mus_buf_text(&bytes);
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
    demand(status == MUS_OK || status == MUS_INVALID);
    demand(bag.count <= MUS_MAX_TRANSLATED_TERMS);
    for (size_t i = 0; i < bag.count; i++) {
        struct mus_hashes wanted = {&bag.terms[i].hash, 1};
        demand(bag.terms[i].tf > 0);
        demand(mus_lexicon_matched(lexicon, space, text, wanted, 3, &arena, &shown, NULL) ==
               MUS_OK);
        demand(shown.count <= 3);
        for (size_t k = 0; k < shown.count; k++) {
            demand(shown.items[k].len > 0 && shown.items[k].ptr >= text.ptr &&
                   shown.items[k].ptr + shown.items[k].len <= text.ptr + text.len);
        }
    }
    mus_arena_done(&arena);
    mus_glossing_free(space);
}

static void try(struct mus_text bytes, struct mus_text text)
{
    struct mus_lexicon lexicon;
    struct mus_error err = {0};
    enum mus_status status = mus_lexicon_open(bytes, &lexicon, &err);
    if (status != MUS_OK) {
        demand((status == MUS_CORRUPT || status == MUS_CONFLICT) && err.message[0] != '\0');
        return;
    }
    status = mus_lexicon_check(&lexicon, NULL);
    demand(status == MUS_OK || status == MUS_CORRUPT);
    read_text(&lexicon, text);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size == 0) {
        return 0;
    }
    struct mus_text bytes = sound();
    char *changed = malloc(bytes.len);
    demand(changed != NULL);
    memcpy(changed, bytes.ptr, bytes.len);
    size_t at = 1;
    for (unsigned left = data[0]; left > 0 && size - at >= 3; left--) {
        changed[(data[at] | data[at + 1] << 8) % bytes.len] = (char)data[at + 2];
        at += 3;
    }
    struct mus_text text = {(const char *)data + at, size - at};
    try((struct mus_text){changed, bytes.len}, text);
    try((struct mus_text){(const char *)data, size}, text);
    free(changed);
    return 0;
}
