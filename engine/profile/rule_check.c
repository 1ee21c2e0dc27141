#include "profile/rule_check.h"

#include "profile/corporate_number.h"
#include "profile/scheme.h"

#include <stdbool.h>

enum { MAX_SCHEME = 16, MAX_VERSION = 32, MAX_GROUP = 32, MAX_EMAIL = 254, IPC_SUBCLASS = 4 };

static bool is_upper(char c)
{
    return c >= 'A' && c <= 'Z';
}

static bool is_lower(char c)
{
    return c >= 'a' && c <= 'z';
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool is_alnum(char c)
{
    return is_upper(c) || is_lower(c) || is_digit(c);
}

/* Blanks, control characters and DEL. */
static bool has_blank(struct mus_text text)
{
    for (size_t i = 0; i < text.len; i++) {
        unsigned char c = (unsigned char)text.ptr[i];
        if (c <= ' ' || c == 0x7F) {
            return true;
        }
    }
    return false;
}

static const struct mus_table *table_of(const struct mus_tables *tables, const char *name)
{
    return tables == NULL ? NULL : mus_tables_get(tables, name);
}

static struct mus_text part(struct mus_text text, size_t from, size_t to)
{
    return (struct mus_text){text.ptr + from, to - from};
}

static bool is_country_form(struct mus_text text)
{
    return text.len == 2 && is_upper(text.ptr[0]) && is_upper(text.ptr[1]);
}

static bool is_country(struct mus_text text, const struct mus_tables *tables)
{
    const struct mus_table *table = table_of(tables, "countries");
    return table == NULL ? is_country_form(text) : mus_table_find(table, text) != NULL;
}

static bool is_group_form(struct mus_text text)
{
    for (size_t i = 0; i < text.len; i++) {
        if (!is_upper(text.ptr[i]) && !is_digit(text.ptr[i]) && text.ptr[i] != '_') {
            return false;
        }
    }
    return text.len >= 2 && text.len <= MAX_GROUP;
}

static bool is_market(struct mus_text text, const struct mus_tables *tables)
{
    const struct mus_table *table = table_of(tables, "country_groups");
    return mus_text_equals(text, "any") || is_country(text, tables) ||
           (table == NULL ? is_group_form(text) : mus_table_find(table, text) != NULL);
}

/* ISO 3166-2: a country, a hyphen, one to three letters or digits. */
static bool is_region_form(struct mus_text text)
{
    if (text.len < 4 || text.len > 6 || !is_country_form(part(text, 0, 2)) || text.ptr[2] != '-') {
        return false;
    }
    for (size_t i = 3; i < text.len; i++) {
        if (!is_upper(text.ptr[i]) && !is_digit(text.ptr[i])) {
            return false;
        }
    }
    return true;
}

/* The table need not have the regions of every country; of those that it has, it has all. */
static bool is_region(struct mus_text text, const struct mus_tables *tables)
{
    const struct mus_table *table = table_of(tables, "regions");
    if (table == NULL || mus_table_find(table, text) != NULL) {
        return true;
    }
    for (size_t i = 0; i < table->count; i++) {
        if (mus_text_starts(table->rows[i].code, part(text, 0, 3))) {
            return false;
        }
    }
    return true;
}

/* Where the subtag that begins at `from` ends. */
static size_t subtag_end(struct mus_text text, size_t from)
{
    while (from < text.len && text.ptr[from] != '-') {
        from++;
    }
    return from;
}

/* BCP 47 as far as its form goes: two or three letters, or x before private tags, then subtags of
 * one to eight letters and digits. */
static bool is_language(struct mus_text text)
{
    size_t end = subtag_end(text, 0);
    bool private_use = end == 1 && (text.ptr[0] == 'x' || text.ptr[0] == 'X') && end < text.len;
    if (!private_use && (end < 2 || end > 3)) {
        return false;
    }
    for (size_t i = 0; i < end; i++) {
        if (!is_upper(text.ptr[i]) && !is_lower(text.ptr[i])) {
            return false;
        }
    }
    while (end < text.len) {
        size_t start = end + 1;
        end = subtag_end(text, start);
        if (end - start < 1 || end - start > 8) {
            return false;
        }
        for (size_t i = start; i < end; i++) {
            if (!is_alnum(text.ptr[i])) {
                return false;
            }
        }
    }
    return true;
}

static bool starts_folded(struct mus_text text, const char *prefix)
{
    size_t i = 0;
    for (; prefix[i] != '\0'; i++) {
        if (i >= text.len ||
            (is_upper(text.ptr[i]) ? text.ptr[i] | 0x20 : text.ptr[i]) != prefix[i]) {
            return false;
        }
    }
    return text.len > i && text.ptr[i] != '/' && text.ptr[i] != '?' && text.ptr[i] != '#';
}

static bool is_website(struct mus_text text)
{
    return (starts_folded(text, "http://") || starts_folded(text, "https://")) && !has_blank(text);
}

static enum mus_status refuse(const struct mus_place *place, struct mus_error *err,
                              const char *what, struct mus_text value, const char *expected)
{
    return mus_place_fail(place, err, MUS_INVALID, "%s \"%.*s\"; expected %s", what,
                          MUS_TEXT_SHORT_ARG(value), expected);
}

static enum mus_status check_corporate_number(struct mus_text text, const struct mus_place *place,
                                              struct mus_error *err)
{
    enum mus_status status = mus_corporate_number_check(text, err);
    const char *where = mus_place_text(place);
    return status == MUS_OK || where[0] == '\0' ? status : mus_fail_at(err, status, "%s", where);
}

static enum mus_status check_region(struct mus_text text, const struct mus_tables *tables,
                                    const struct mus_place *place, struct mus_error *err)
{
    if (!is_region_form(text)) {
        return refuse(place, err, "malformed code", text, "an ISO 3166-2 code such as JP-14");
    }
    if (!is_region(text, tables)) {
        return refuse(place, err, "unknown code", text, "an ISO 3166-2 code such as JP-14");
    }
    return MUS_OK;
}

enum mus_status mus_rule_check_text(enum mus_field_rule rule, struct mus_text text,
                                    const struct mus_tables *tables, const struct mus_place *place,
                                    struct mus_error *err)
{
    switch (rule) {
    case MUS_RULE_CORPORATE_NUMBER:
        return check_corporate_number(text, place, err);
    case MUS_RULE_ID:
        return mus_text_is_id(text)
                   ? MUS_OK
                   : refuse(place, err, "malformed id", text, "1 to 64 of A-Z a-z 0-9 . _ : -");
    case MUS_RULE_COUNTRY:
        return is_country(text, tables) ? MUS_OK
                                        : refuse(place, err, "unknown code", text,
                                                 "an ISO 3166-1 country code such as JP");
    case MUS_RULE_MARKET:
        return is_market(text, tables)
                   ? MUS_OK
                   : refuse(place, err, "unknown code", text,
                            "a country such as VN, a group of countries such as ASEAN, or any");
    case MUS_RULE_REGION:
        return check_region(text, tables, place, err);
    case MUS_RULE_LANGUAGE:
        return is_language(text) ? MUS_OK
                                 : refuse(place, err, "malformed language", text,
                                          "a BCP 47 tag such as ja or zh-Hant");
    case MUS_RULE_WEBSITE:
        return is_website(text) ? MUS_OK
                                : refuse(place, err, "malformed address", text,
                                         "http:// or https:// and a host");
    case MUS_RULE_NONE:
    case MUS_RULE_INDUSTRY:
    case MUS_RULE_TECHNOLOGY:
        break;
    }
    return MUS_OK;
}

enum mus_status mus_rule_check_purpose(struct mus_text purpose, const struct mus_tables *tables,
                                       const struct mus_place *place, struct mus_error *err)
{
    const struct mus_table *table = table_of(tables, "purposes");
    if (table == NULL || mus_table_find(table, purpose) != NULL) {
        return MUS_OK;
    }
    return refuse(place, err, "unknown code", purpose,
                  "a purpose such as sales, procurement or alliance");
}

enum mus_status mus_rule_check_email(struct mus_text text, const struct mus_place *place,
                                     struct mus_error *err)
{
    size_t signs = 0;
    for (size_t i = 0; i < text.len; i++) {
        signs += text.ptr[i] == '@';
    }
    if (signs != 1 || text.len < 3 || text.len > MAX_EMAIL || text.ptr[0] == '@' ||
        text.ptr[text.len - 1] == '@' || has_blank(text)) {
        return mus_place_fail(place, err, MUS_INVALID, "no e-mail address");
    }
    return MUS_OK;
}

static bool is_scheme(struct mus_text scheme)
{
    for (size_t i = 0; i < scheme.len; i++) {
        char c = scheme.ptr[i];
        if (!is_upper(c) && !is_digit(c) && c != '_') {
            return false;
        }
    }
    return scheme.len >= 1 && scheme.len <= MAX_SCHEME;
}

static bool is_version(struct mus_text version)
{
    for (size_t i = 0; i < version.len; i++) {
        char c = version.ptr[i];
        if (!is_alnum(c) && c != '.' && c != '_' && c != '-') {
            return false;
        }
    }
    return version.len >= 1 && version.len <= MAX_VERSION;
}

/* How many digits stand at `at`. */
static size_t digits_at(struct mus_text text, size_t at)
{
    size_t end = at;
    while (end < text.len && is_digit(text.ptr[end])) {
        end++;
    }
    return end - at;
}

/* What follows a subclass: a main group of one to four digits, a stroke, a subgroup of two to six;
 * a blank may stand before it. */
static bool is_group_symbol(struct mus_text text)
{
    size_t at = text.len > 0 && text.ptr[0] == ' ';
    size_t group = digits_at(text, at);
    at += group;
    if (group < 1 || group > 4 || at >= text.len || text.ptr[at] != '/') {
        return false;
    }
    size_t subgroup = digits_at(text, at + 1);
    return subgroup >= 2 && subgroup <= 6 && at + 1 + subgroup == text.len;
}

/* A section A, a class A01, a subclass A01G, or a group A01G 23/00. */
static bool is_ipc_symbol(struct mus_text text)
{
    if (text.len < 1 || text.ptr[0] < 'A' || text.ptr[0] > 'H') {
        return false;
    }
    if (text.len == 1) {
        return true;
    }
    if (text.len < 3 || digits_at(text, 1) != 2) {
        return false;
    }
    if (text.len == 3) {
        return true;
    }
    return is_upper(text.ptr[3]) &&
           (text.len == IPC_SUBCLASS || is_group_symbol(part(text, IPC_SUBCLASS, text.len)));
}

static enum mus_status fail_at_member(struct mus_place *place, struct mus_error *err,
                                      const char *member, const char *what, struct mus_text value,
                                      const char *expected)
{
    size_t mark = mus_place_key(place, member);
    enum mus_status status = refuse(place, err, what, value, expected);
    mus_place_back(place, mark);
    return status;
}

static enum mus_status check_form(const struct mus_code *code, struct mus_place *place,
                                  struct mus_error *err)
{
    if (!is_scheme(code->scheme)) {
        return fail_at_member(place, err, "scheme", "malformed scheme", code->scheme,
                              "1 to 16 of A-Z 0-9 _");
    }
    if (code->version.ptr != NULL && !is_version(code->version)) {
        return fail_at_member(place, err, "version", "malformed version", code->version,
                              "1 to 32 of A-Z a-z 0-9 . _ -");
    }
    for (size_t i = 0; i < code->code.len; i++) {
        if ((unsigned char)code->code.ptr[i] < ' ' || code->code.ptr[i] == 0x7F) {
            return fail_at_member(place, err, "code", "malformed code", code->code,
                                  "no control characters");
        }
    }
    return MUS_OK;
}

static enum mus_status unknown_code(const struct mus_code *code, const struct mus_table *table,
                                    struct mus_place *place, struct mus_error *err)
{
    size_t mark = mus_place_key(place, "code");
    enum mus_status status =
        mus_place_fail(place, err, MUS_INVALID, "unknown code \"%.*s\"; not in table %.*s %.*s",
                       MUS_TEXT_SHORT_ARG(code->code), MUS_TEXT_SHORT_ARG(table->name),
                       MUS_TEXT_SHORT_ARG(table->version));
    mus_place_back(place, mark);
    return status;
}

static enum mus_status unknown_version(const struct mus_code *code, struct mus_text name,
                                       const struct mus_tables *tables, struct mus_place *place,
                                       struct mus_error *err)
{
    struct mus_buf known = {0};
    for (size_t i = 0; i < tables->count; i++) {
        if (mus_text_equal(tables->items[i].name, name)) {
            mus_buf_add_z(&known, known.len == 0 ? "" : ", ");
            mus_buf_add_text(&known, tables->items[i].version);
        }
    }
    enum mus_status status = mus_buf_check(&known, err);
    if (status == MUS_OK) {
        size_t mark = mus_place_key(place, "version");
        status = mus_place_fail(place, err, MUS_INVALID,
                                "unknown version \"%.*s\" of %.*s; there is %.*s",
                                MUS_TEXT_SHORT_ARG(code->version), MUS_TEXT_ARG(code->scheme),
                                MUS_TEXT_ARG(mus_buf_text(&known)));
        mus_place_back(place, mark);
    }
    mus_buf_done(&known);
    return status;
}

static enum mus_status check_industry(const struct mus_code *code, const struct mus_tables *tables,
                                      struct mus_place *place, struct mus_error *err)
{
    char buffer[MUS_SCHEME_BYTES];
    struct mus_text name = mus_table_of_scheme(code->scheme, buffer);
    const struct mus_table *table = table_of(tables, buffer);
    if (table == NULL) {
        return MUS_OK;
    }
    if (code->version.ptr != NULL) {
        table = mus_tables_get_version(tables, name, code->version);
        if (table == NULL) {
            return unknown_version(code, name, tables, place, err);
        }
    }
    return mus_table_find(table, code->code) != NULL ? MUS_OK
                                                     : unknown_code(code, table, place, err);
}

/* The table of CPC holds its classes for the climate (Y02W); symbols below them are finer. */
static bool is_below_class(const struct mus_table *table, struct mus_text code)
{
    return code.len > IPC_SUBCLASS && mus_table_find(table, part(code, 0, IPC_SUBCLASS)) != NULL &&
           is_group_symbol(part(code, IPC_SUBCLASS, code.len));
}

static enum mus_status check_technology(const struct mus_code *code,
                                        const struct mus_tables *tables, struct mus_place *place,
                                        struct mus_error *err)
{
    if (mus_text_equals(code->scheme, "IPC")) {
        return is_ipc_symbol(code->code)
                   ? MUS_OK
                   : fail_at_member(place, err, "code", "malformed symbol", code->code,
                                    "an IPC symbol such as B09B or B09B 3/00");
    }
    char buffer[MUS_SCHEME_BYTES];
    mus_table_of_scheme(code->scheme, buffer);
    const struct mus_table *table = table_of(tables, buffer);
    if (table == NULL || mus_table_find(table, code->code) != NULL ||
        (mus_text_equals(code->scheme, "CPC") && is_below_class(table, code->code))) {
        return MUS_OK;
    }
    return unknown_code(code, table, place, err);
}

enum mus_status mus_rule_check_code(enum mus_field_rule rule, const struct mus_code *code,
                                    const struct mus_tables *tables, struct mus_place *place,
                                    struct mus_error *err)
{
    enum mus_status status = check_form(code, place, err);
    if (status != MUS_OK) {
        return status;
    }
    return rule == MUS_RULE_INDUSTRY ? check_industry(code, tables, place, err)
                                     : check_technology(code, tables, place, err);
}
