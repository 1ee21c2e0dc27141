#include "fair/format/words.h"

#include "base/limits.h"
#include "ledger/format/ledger_entry.h"
#include "profile/rule_check.h"

enum mus_status mus_check_words(const char *field, struct mus_text text, size_t most,
                                struct mus_error *err)
{
    if (text.len > most) {
        return mus_fail(err, MUS_LIMIT, "%s: %zu bytes, at most %zu", field, text.len, most);
    }
    if (!mus_text_is_utf8(text, NULL)) {
        return mus_fail(err, MUS_INVALID, "%s: is not UTF-8", field);
    }
    for (size_t i = 0; i < text.len; i++) {
        if ((unsigned char)text.ptr[i] < ' ' || text.ptr[i] == 0x7F) {
            return mus_fail(err, MUS_INVALID, "%s: holds a control character", field);
        }
    }
    return MUS_OK;
}

enum mus_status mus_check_bilingual(const char *field, const struct mus_bilingual *text,
                                    bool needed, struct mus_error *err)
{
    if (needed && text->ja.len == 0 && text->en.len == 0) {
        return mus_fail(err, MUS_INVALID, "%s: is empty", field);
    }
    enum mus_status status = mus_check_words("ja", text->ja, MUS_MAX_NAME, err);
    status = status == MUS_OK ? mus_check_words("en", text->en, MUS_MAX_NAME, err) : status;
    return status == MUS_OK ? MUS_OK : mus_fail_at(err, status, "%s", field);
}

enum mus_status mus_check_code(const char *field, struct mus_text code, size_t most, bool needed,
                               struct mus_error *err)
{
    if (code.len == 0) {
        return needed ? mus_fail(err, MUS_INVALID, "%s: is empty", field) : MUS_OK;
    }
    if (code.len > most) {
        return mus_fail(err, MUS_LIMIT, "%s: %zu bytes, at most %zu", field, code.len, most);
    }
    return mus_text_is_id(code)
               ? MUS_OK
               : mus_fail(err, MUS_INVALID, "%s: expected letters, digits and ._:-, found \"%.*s\"",
                          field, MUS_TEXT_SHORT_ARG(code));
}

static enum mus_status check_language(const struct mus_texts *languages, size_t i,
                                      struct mus_error *err)
{
    const struct mus_place nowhere = {0};
    struct mus_text language = languages->items[i];
    if (language.len > MUS_MAX_CODE) {
        return mus_fail(err, MUS_LIMIT, "%zu bytes, at most %d", language.len, MUS_MAX_CODE);
    }
    for (size_t j = 0; j < i; j++) {
        if (mus_text_equal(languages->items[j], language)) {
            return mus_fail(err, MUS_INVALID, "\"%.*s\" stands there twice",
                            MUS_TEXT_SHORT_ARG(language));
        }
    }
    return mus_rule_check_text(MUS_RULE_LANGUAGE, language, NULL, &nowhere, err);
}

enum mus_status mus_check_languages(const char *field, const struct mus_texts *languages,
                                    size_t most, struct mus_error *err)
{
    if (languages->count > most) {
        return mus_fail(err, MUS_LIMIT, "%s: %zu, at most %zu", field, languages->count, most);
    }
    for (size_t i = 0; i < languages->count; i++) {
        enum mus_status status = check_language(languages, i, err);
        if (status != MUS_OK) {
            return mus_fail_at(err, status, "%s[%zu]", field, i);
        }
    }
    return MUS_OK;
}

enum mus_status mus_check_seconds(const char *field, uint64_t seconds, struct mus_error *err)
{
    return seconds <= MUS_LEDGER_LAST_SECOND
               ? MUS_OK
               : mus_fail(err, MUS_INVALID, "%s: %llu lies beyond the calendar", field,
                          (unsigned long long)seconds);
}
