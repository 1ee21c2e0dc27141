#include "codec/xlsx_strings.h"

#include "base/mem.h"

#include <inttypes.h>
#include <string.h>

#define ESCAPE_LEN 7 /* _x000D_ */
/* What a string costs beside its text. */
#define STRING_COST 16

struct reading {
    struct mus_xlsx_strings *strings;
    uint64_t max_strings;
    bool in_string;
    bool in_text;
    int phonetic; /* depth of <rPh>: furigana, which is not part of the text */
};

/* The character of the escape that begins here, -1 if none does. NUL and surrogates are none. */
static int32_t escaped(const char *at, size_t len)
{
    int32_t value = 0;
    if (len < ESCAPE_LEN || at[0] != '_' || at[1] != 'x' || at[6] != '_') {
        return -1;
    }
    for (size_t i = 2; i < 6; i++) {
        char c = at[i];
        int digit = c >= '0' && c <= '9'   ? c - '0'
                    : c >= 'A' && c <= 'F' ? c - 'A' + 10
                    : c >= 'a' && c <= 'f' ? c - 'a' + 10
                                           : -1;
        if (digit < 0) {
            return -1;
        }
        value = value * 16 + digit;
    }
    return value == 0 || (value >= 0xD800 && value <= 0xDFFF) ? -1 : value;
}

void mus_xlsx_unescape(struct mus_buf *text, size_t start)
{
    if (text->failed || text->len <= start ||
        memmem(text->data + start, text->len - start, "_x", 2) == NULL) {
        return;
    }
    /* The character is never longer than its escape, so that it can be written over it. */
    size_t end = text->len;
    text->len = start;
    for (size_t at = start; at < end;) {
        int32_t character = escaped(text->data + at, end - at);
        if (character < 0) {
            text->data[text->len++] = text->data[at++];
        } else {
            at += ESCAPE_LEN;
            mus_buf_add_char(text, character);
        }
    }
}

static void add_string(struct reading *reading, struct mus_xlsx_part *part)
{
    struct mus_xlsx_strings *strings = reading->strings;
    if (strings->count == strings->capacity) {
        size_t capacity = strings->capacity == 0 ? 256 : strings->capacity * 2;
        size_t *ends = mus_realloc(strings->ends, capacity, sizeof *ends);
        if (ends == NULL) {
            mus_xlsx_part_fail(part, MUS_NO_MEMORY, "out of memory");
            return;
        }
        strings->ends = ends;
        strings->capacity = capacity;
    }
    mus_xlsx_unescape(&strings->text, strings->count == 0 ? 0 : strings->ends[strings->count - 1]);
    strings->ends[strings->count++] = strings->text.len;
    if (strings->text.len + STRING_COST * (uint64_t)strings->count > reading->max_strings) {
        mus_xlsx_part_fail(part, MUS_LIMIT, "more than %" PRIu64 " bytes of shared strings",
                           reading->max_strings);
    }
}

static void on_start(void *context, struct mus_xlsx_part *part, const char *name,
                     const char **attributes)
{
    struct reading *reading = context;
    (void)part;
    (void)attributes;
    if (strcmp(name, "si") == 0) {
        reading->in_string = true;
    } else if (strcmp(name, "rPh") == 0) {
        reading->phonetic++;
    } else if (strcmp(name, "t") == 0) {
        reading->in_text = reading->in_string && reading->phonetic == 0;
    }
}

static void on_end(void *context, struct mus_xlsx_part *part, const char *name)
{
    struct reading *reading = context;
    if (strcmp(name, "si") == 0) {
        reading->in_string = false;
        add_string(reading, part);
    } else if (strcmp(name, "rPh") == 0) {
        reading->phonetic--;
    } else if (strcmp(name, "t") == 0) {
        reading->in_text = false;
    }
}

static void on_text(void *context, struct mus_xlsx_part *part, const char *bytes, size_t len)
{
    struct reading *reading = context;
    if (!reading->in_text) {
        return;
    }
    mus_buf_add(&reading->strings->text, bytes, len);
    if (reading->strings->text.failed) {
        mus_xlsx_part_fail(part, MUS_NO_MEMORY, "out of memory");
    } else if (reading->strings->text.len > reading->max_strings) {
        mus_xlsx_part_fail(part, MUS_LIMIT, "more than %" PRIu64 " bytes of shared strings",
                           reading->max_strings);
    }
}

enum mus_status mus_xlsx_strings_read(struct mus_xlsx_strings *strings,
                                      struct mus_xlsx_archive *archive, const char *part,
                                      uint64_t max_part, uint64_t max_strings,
                                      struct mus_error *err)
{
    struct reading reading = {.strings = strings, .max_strings = max_strings};
    const struct mus_xlsx_handler handler = {on_start, on_end, on_text, &reading};
    return mus_xlsx_part_read(archive, part, max_part, &handler, err);
}

void mus_xlsx_strings_done(struct mus_xlsx_strings *strings)
{
    mus_buf_done(&strings->text);
    mus_free(strings->ends);
    *strings = (struct mus_xlsx_strings){0};
}

bool mus_xlsx_strings_get(const struct mus_xlsx_strings *strings, struct mus_text number,
                          struct mus_text *string)
{
    size_t index = 0;
    if (number.len == 0 || number.len > 9) {
        return false;
    }
    for (size_t i = 0; i < number.len; i++) {
        if (number.ptr[i] < '0' || number.ptr[i] > '9') {
            return false;
        }
        index = index * 10 + (size_t)(number.ptr[i] - '0');
    }
    if (index >= strings->count) {
        return false;
    }
    size_t start = index == 0 ? 0 : strings->ends[index - 1];
    *string =
        (struct mus_text){mus_buf_text(&strings->text).ptr + start, strings->ends[index] - start};
    return true;
}
