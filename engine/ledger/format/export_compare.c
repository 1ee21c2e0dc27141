#include "ledger/format/export_compare.h"

#include <inttypes.h>
#include <stddef.h>

/* The string that begins at `at`, quotes included: the offset behind it. The line is our own. */
static size_t string_end(struct mus_text line, size_t at)
{
    size_t i = at + 1;
    while (i < line.len && line.ptr[i] != '"') {
        i += line.ptr[i] == '\\' ? 2 : 1;
    }
    return i < line.len ? i + 1 : line.len;
}

/* The last key that begins at or before the offset, at whatever depth; not given where none does.
 */
static struct mus_text key_at(struct mus_text line, size_t offset)
{
    struct mus_text key = MUS_NO_TEXT;
    for (size_t i = 0; i < line.len && i <= offset;) {
        if (line.ptr[i] != '"') {
            i++;
            continue;
        }
        size_t end = string_end(line, i);
        if (end < line.len && line.ptr[end] == ':') {
            key = (struct mus_text){line.ptr + i, end - i};
        }
        i = end;
    }
    return key;
}

enum mus_status mus_export_difference(uint64_t entry, struct mus_text made, struct mus_text rest,
                                      struct mus_error *err)
{
    if (rest.len == 0) {
        return mus_fail(err, MUS_NO, "entry %" PRIu64 ": entries.jsonl ends before it", entry);
    }
    size_t same = 0;
    while (same < made.len && same < rest.len && made.ptr[same] == rest.ptr[same]) {
        same++;
    }
    if (same == rest.len) {
        return mus_fail(err, MUS_NO, "entry %" PRIu64 ": entries.jsonl ends within its line",
                        entry);
    }
    struct mus_text key = key_at(made, same);
    if (key.ptr == NULL) {
        return mus_fail(err, MUS_NO,
                        "entry %" PRIu64
                        ": entries and entries.jsonl differ at the beginning of its line",
                        entry);
    }
    return mus_fail(err, MUS_NO, "entry %" PRIu64 ": entries and entries.jsonl differ at %.*s",
                    entry, MUS_TEXT_SHORT_ARG(key));
}
