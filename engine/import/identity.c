#include "import/identity.h"

#include "base/buf.h"
#include "base/limits.h"
#include "crypto/digest.h"
#include "crypto/encode.h"
#include "profile/field.h"
#include "profile/table_make.h"

#include <string.h>

#define COUNT(list) (sizeof(list) / sizeof(list)[0])

/* Parts of a key are kept apart by a character that no folded text has. */
enum { UNIT_SEPARATOR = 0x1F, KEY_BYTES = 10 };

static enum mus_status add_part(struct mus_buf *key, struct mus_text text, bool *any,
                                struct mus_error *err)
{
    size_t start = key->len;
    enum mus_status status = mus_table_fold(text, key, err);
    *any = *any || key->len > start;
    mus_buf_add_byte(key, UNIT_SEPARATOR);
    return status;
}

static struct mus_text text_field(const struct mus_company *company, struct mus_text path)
{
    enum mus_field field = mus_field_of(path);
    struct mus_text text = MUS_NO_TEXT;
    if (field < MUS_FIELD_COUNT && mus_field_info(field)->type == MUS_TYPE_TEXT) {
        memcpy(&text, (const char *)company + mus_field_info(field)->offset, sizeof text);
    }
    return text;
}

static enum mus_status add_names(struct mus_buf *key, const struct mus_company *company, bool *any,
                                 struct mus_error *err)
{
    const struct mus_text names[] = {company->name_ja, company->name_en, company->name_kana};
    for (size_t i = 0; i < COUNT(names); i++) {
        if (names[i].ptr != NULL) {
            return add_part(key, names[i], any, err); /* one of them: others may be added later */
        }
    }
    return add_part(key, MUS_NO_TEXT, any, err);
}

static enum mus_status add_usual(struct mus_buf *key, const struct mus_company *company, bool *any,
                                 struct mus_error *err)
{
    bool postal = company->postal_code.ptr != NULL && company->address.ptr == NULL;
    bool also = false;
    enum mus_status status = add_names(key, company, any, err);
    if (status == MUS_OK) {
        status = add_part(key, company->country, &also, err);
    }
    return status == MUS_OK
               ? add_part(key, postal ? company->postal_code : company->address, &also, err)
               : status;
}

static enum mus_status add_chosen(struct mus_buf *key, const struct mus_company *company,
                                  struct mus_texts paths, bool *any, struct mus_error *err)
{
    enum mus_status status = MUS_OK;
    for (size_t i = 0; status == MUS_OK && i < paths.count; i++) {
        status = mus_text_equals(paths.items[i], "name")
                     ? add_names(key, company, any, err)
                     : add_part(key, text_field(company, paths.items[i]), any, err);
    }
    return status;
}

/* "k-" and 20 hexadecimal digits of the SHA-256. */
static enum mus_status digest_key(const struct mus_buf *key, struct mus_arena *arena,
                                  struct mus_text *out, struct mus_error *err)
{
    char text[2 + 2 * KEY_BYTES + 1] = "k-";
    struct mus_digest digest = mus_digest_of(MUS_DIGEST_SHA256, key->data, key->len);
    mus_hex_print(text + 2, digest.bytes, KEY_BYTES);
    *out = mus_arena_copy(arena, mus_text_of(text));
    return out->ptr == NULL ? mus_fail_memory(err) : MUS_OK;
}

static enum mus_status make_key(const struct mus_company *company, struct mus_texts paths,
                                struct mus_arena *arena, struct mus_text *out,
                                struct mus_error *err)
{
    bool number_only = paths.count == 1 && mus_text_equals(paths.items[0], "corporate_number");
    bool any = false;
    if (company->corporate_number.ptr != NULL && (paths.count == 0 || number_only)) {
        *out = company->corporate_number;
        return MUS_OK;
    }
    struct mus_buf key = {0};
    enum mus_status status = paths.count == 0 ? add_usual(&key, company, &any, err)
                                              : add_chosen(&key, company, paths, &any, err);
    if (status == MUS_OK) {
        status = mus_buf_check(&key, err);
    }
    if (status == MUS_OK && !any) {
        status = mus_fail(err, MUS_INVALID,
                          paths.count == 0
                              ? "neither id nor corporate number nor name: nothing to tell it by"
                              : "the columns that make its key are empty");
    }
    if (status == MUS_OK) {
        status = digest_key(&key, arena, out, err);
    }
    mus_buf_done(&key);
    return status;
}

static enum mus_status check_length(const char *what, struct mus_text text, size_t max,
                                    struct mus_error *err)
{
    return text.len <= max ? MUS_OK
                           : mus_fail(err, MUS_LIMIT, "source.%s: %zu bytes; expected at most %zu",
                                      what, text.len, max);
}

enum mus_status mus_identity_source(const struct mus_company *company,
                                    const struct mus_identity_options *options,
                                    struct mus_arena *arena, struct mus_source *out,
                                    struct mus_error *err)
{
    struct mus_source source = company->source;
    bool named = options->source_named || source.name.ptr != NULL;
    enum mus_status status = MUS_OK;
    if (source.name.ptr == NULL) {
        source.name = options->source;
    }
    if (source.id.ptr == NULL && company->id.ptr != NULL) {
        source.id = company->id;
        if (!named) {
            *out = (struct mus_source){MUS_NO_TEXT, MUS_NO_TEXT};
            return MUS_OK;
        }
    }
    if (source.id.ptr == NULL) {
        status = make_key(company, options->key, arena, &source.id, err);
    }
    if (status == MUS_OK) {
        status = check_length("name", source.name, MUS_MAX_SOURCE_NAME, err);
    }
    if (status == MUS_OK) {
        status = check_length("id", source.id, MUS_MAX_SOURCE_ID, err);
    }
    if (status == MUS_OK) {
        *out = source;
    }
    return status;
}

/* ------------------------------------------------------------------ a file's name */

static bool strip_end(struct mus_text *name, const char *end)
{
    size_t len = strlen(end);
    if (name->len <= len) {
        return false;
    }
    for (size_t i = 0; i < len; i++) {
        char c = name->ptr[name->len - len + i];
        if ((c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : c) != end[i]) {
            return false;
        }
    }
    name->len -= len;
    return true;
}

/* ".rejected-12", the mark of a later file of rejected rows. */
static bool strip_number(struct mus_text *name)
{
    enum { MAX_DIGITS = 3 };
    size_t len = name->len;
    while (len > 0 && name->len - len < MAX_DIGITS && name->ptr[len - 1] >= '0' &&
           name->ptr[len - 1] <= '9') {
        len--;
    }
    struct mus_text rest = {name->ptr, len};
    bool found = len < name->len && strip_end(&rest, ".rejected-");
    *name = found ? rest : *name;
    return found;
}

enum mus_status mus_identity_file_source(const char *path, struct mus_arena *arena,
                                         struct mus_text *out, struct mus_error *err)
{
    static const char *const ends[] = {".csv",   ".tsv",    ".txt",  ".xlsx",
                                       ".jsonl", ".ndjson", ".json", ".rejected"};
    enum { DIGEST_BYTES = 8, KEPT = MUS_MAX_SOURCE_NAME - 2 * DIGEST_BYTES - 1 };
    const char *slash = strrchr(path, '/');
    struct mus_text name = mus_text_of(slash == NULL ? path : slash + 1);
    for (bool again = true; again;) {
        again = strip_number(&name);
        for (size_t i = 0; i < COUNT(ends); i++) {
            again = strip_end(&name, ends[i]) || again;
        }
    }
    struct mus_buf buf = {0};
    struct mus_text kept = name;
    if (name.len > MUS_MAX_SOURCE_NAME) {
        char hex[2 * DIGEST_BYTES + 1];
        struct mus_digest digest = mus_digest_of(MUS_DIGEST_SHA256, name.ptr, name.len);
        mus_hex_print(hex, digest.bytes, DIGEST_BYTES);
        kept.len = KEPT;
        while (kept.len > 0 && ((unsigned char)name.ptr[kept.len] & 0xC0) == 0x80) {
            kept.len--;
        }
        mus_buf_printf(&buf, "%.*s-%s", MUS_TEXT_ARG(kept), hex);
        kept = mus_buf_text(&buf);
    }
    enum mus_status status = mus_buf_check(&buf, err);
    if (status == MUS_OK && !mus_text_is_utf8(kept, NULL)) {
        status = mus_fail(err, MUS_INVALID,
                          "the file's name is no UTF-8 and cannot name its source; name it");
    }
    if (status == MUS_OK) {
        *out = mus_arena_copy(arena, kept);
        status = out->ptr == NULL ? mus_fail_memory(err) : MUS_OK;
    }
    mus_buf_done(&buf);
    return status;
}
