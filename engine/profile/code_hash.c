#include "profile/code_hash.h"

#include "base/buf.h"
#include "matcher/firm.h"
#include "profile/table_make.h"

#include <string.h>

/* Codes that have passed their checks fit; others are hashed by what fits. */
enum { JOINED_MAX = 3 * 64 + 2 };

struct joined {
    char bytes[JOINED_MAX];
    size_t len;
};

static void join(struct joined *joined, struct mus_text part)
{
    size_t room = sizeof joined->bytes - joined->len;
    size_t len = part.len < room ? part.len : room;
    if (len > 0) {
        memcpy(joined->bytes + joined->len, part.ptr, len);
    }
    joined->len += len;
}

uint64_t mus_code_hash(struct mus_text code)
{
    return mus_short_hash(mus_text_hash(code));
}

static uint64_t hash_joined(const struct joined *joined)
{
    return mus_code_hash((struct mus_text){joined->bytes, joined->len});
}

uint64_t mus_code_hash_industry(struct mus_text scheme, struct mus_text version,
                                struct mus_text code)
{
    struct joined joined = {.len = 0};
    join(&joined, scheme);
    join(&joined, MUS_TEXT(":"));
    join(&joined, version);
    join(&joined, MUS_TEXT(":"));
    join(&joined, code);
    return hash_joined(&joined);
}

uint64_t mus_code_hash_technology(struct mus_text scheme, struct mus_text code)
{
    struct joined joined = {.len = 0};
    join(&joined, scheme);
    join(&joined, MUS_TEXT(":"));
    join(&joined, code);
    return hash_joined(&joined);
}

uint64_t mus_code_hash_language(struct mus_text language)
{
    struct joined joined = {.len = 0};
    join(&joined, language);
    for (size_t i = 0; i < joined.len; i++) {
        if (joined.bytes[i] >= 'A' && joined.bytes[i] <= 'Z') {
            joined.bytes[i] = (char)(joined.bytes[i] - 'A' + 'a');
        }
    }
    return hash_joined(&joined);
}

enum mus_status mus_code_hash_name(struct mus_text name, uint64_t *hash, struct mus_error *err)
{
    struct mus_buf folded = {0};
    enum mus_status status = mus_table_fold(name, &folded, err);
    if (status == MUS_OK) {
        *hash = folded.len == 0 ? 0 : mus_code_hash(mus_buf_text(&folded));
    }
    mus_buf_done(&folded);
    return status;
}
