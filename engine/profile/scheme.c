#include "profile/scheme.h"

#include <string.h>

static const struct {
    const char *scheme;
    const char *table;
} NAMED[] = {{"CPC", "cpc_y02"}, {"FAIR", "fair_categories"}};

static struct mus_text copy(struct mus_text text, char first, char last, int shift, char *buffer)
{
    if (text.len == 0 || text.len >= MUS_SCHEME_BYTES) {
        return MUS_NO_TEXT;
    }
    for (size_t i = 0; i < text.len; i++) {
        char c = text.ptr[i];
        buffer[i] = (char)(c >= first && c <= last ? c + shift : c);
    }
    buffer[text.len] = '\0';
    return (struct mus_text){buffer, text.len};
}

struct mus_text mus_table_of_scheme(struct mus_text scheme, char *buffer)
{
    for (size_t i = 0; i < sizeof NAMED / sizeof NAMED[0]; i++) {
        if (mus_text_equals(scheme, NAMED[i].scheme)) {
            return copy(mus_text_of(NAMED[i].table), 0, 0, 0, buffer);
        }
    }
    return copy(scheme, 'A', 'Z', 'a' - 'A', buffer);
}

struct mus_text mus_scheme_of_table(struct mus_text table, char *buffer)
{
    for (size_t i = 0; i < sizeof NAMED / sizeof NAMED[0]; i++) {
        if (mus_text_equals(table, NAMED[i].table)) {
            return copy(mus_text_of(NAMED[i].scheme), 0, 0, 0, buffer);
        }
    }
    return copy(table, 'a', 'z', 'A' - 'a', buffer);
}
