#include "profile/builtin.h"

const struct mus_builtin_table *mus_builtin_tables(size_t *count)
{
    *count = mus_builtin_data_count;
    return mus_builtin_data;
}

enum mus_status mus_builtin_read(const char *name, struct mus_arena *arena, struct mus_table *out,
                                 struct mus_error *err)
{
    for (size_t i = 0; i < mus_builtin_data_count; i++) {
        if (mus_text_equals(mus_builtin_data[i].name, name)) {
            return mus_table_read_json(mus_builtin_data[i].json, arena, out, err);
        }
    }
    return mus_fail(err, MUS_NOT_FOUND, "no built-in table \"%s\"", name);
}
