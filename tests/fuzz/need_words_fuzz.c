/* Whatever is typed: chips are few, each id stands once, and their words and cuts lie within the
 * text, in its order. */
#include "match/need_reading.h"

#include <stdlib.h>

#include "profile/builtin.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void demand(bool holds)
{
    if (!holds) {
        abort();
    }
}

static const struct mus_phrases *phrases(void)
{
    static const char *const names[] = {"countries", "country_groups", "regions", "languages",
                                        "need_words"};
    enum { COUNT = sizeof names / sizeof names[0] };
    static struct mus_arena arena;
    static struct mus_table items[COUNT];
    static struct mus_phrases made;
    if (made.count == 0) {
        struct mus_tables tables = {items, COUNT};
        for (size_t i = 0; i < COUNT; i++) {
            demand(mus_builtin_read(names[i], &arena, &items[i], NULL) == MUS_OK);
        }
        demand(mus_phrases_make(&tables, &arena, &made, NULL) == MUS_OK);
    }
    return &made;
}

static void demand_sound(const struct mus_reading *reading, struct mus_text text)
{
    demand(reading->count <= MUS_MAX_CHIPS);
    for (size_t i = 0; i < reading->count; i++) {
        const struct mus_chip *chip = &reading->items[i];
        demand(chip->text.ptr >= text.ptr && chip->text.len > 0);
        demand(chip->text.ptr + chip->text.len <= text.ptr + text.len);
        demand(chip->cut_begin <= chip->cut_end && chip->cut_end <= text.len);
        demand(i == 0 || chip->text.ptr >= reading->items[i - 1].text.ptr);
        for (size_t k = 0; k < i; k++) {
            demand(!mus_text_equal(chip->id, reading->items[k].id));
        }
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct mus_text text = {(const char *)data, size};
    struct mus_arena arena = {0};
    struct mus_reading reading;
    if (size > 0 && mus_text_is_utf8(text, NULL) &&
        mus_need_read(phrases(), text, &arena, &reading, NULL) == MUS_OK) {
        demand_sound(&reading, text);
    }
    mus_arena_done(&arena);
    return 0;
}
