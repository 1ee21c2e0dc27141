/* The grammar of JSON, with a stack of open containers in the place of recursion. */
#include "codec/json_pull.h"

#include "codec/json_number.h"

/* Values */

static enum mus_status read_string(struct mus_json_pull *pull, struct mus_json_item *item)
{
    struct mus_text raw = MUS_NO_TEXT;
    bool has_escape = false;
    enum mus_status status = mus_json_scan_string(&pull->scan, &raw, &has_escape);
    if (status != MUS_OK) {
        return status;
    }
    item->type = MUS_JSON_STRING;
    item->text = raw;
    if (has_escape) {
        mus_buf_clear(&pull->decoded);
        mus_json_scan_decode(raw, &pull->decoded);
        item->text = mus_buf_text(&pull->decoded);
        status = mus_buf_check(&pull->decoded, pull->scan.err);
    }
    return status;
}

/* Of an integer that fits. */
static int64_t integer_of(struct mus_text number)
{
    const bool negative = number.ptr[0] == '-';
    int64_t value = 0;
    for (size_t i = negative; i < number.len; i++) {
        value = value * 10 + (number.ptr[i] - '0');
    }
    return negative ? -value : value;
}

static enum mus_status read_number(struct mus_json_pull *pull, struct mus_json_item *item)
{
    struct mus_text number = MUS_NO_TEXT;
    enum mus_status status = mus_json_scan_number(&pull->scan, &number);
    if (status != MUS_OK) {
        return status;
    }
    item->type = MUS_JSON_NUMBER;
    if (mus_json_number_is_integer(number)) {
        item->type = MUS_JSON_INTEGER;
        item->integer = integer_of(number);
    }
    return MUS_OK;
}

static enum mus_status read_word(struct mus_json_pull *pull, struct mus_json_item *item)
{
    struct mus_text word = MUS_NO_TEXT;
    enum mus_status status = mus_json_scan_word(&pull->scan, &word);
    if (status == MUS_OK) {
        item->type = word.ptr[0] == 'n' ? MUS_JSON_NULL : MUS_JSON_BOOL;
        item->boolean = word.ptr[0] == 't';
    }
    return status;
}

static enum mus_status open_container(struct mus_json_pull *pull, bool object,
                                      struct mus_json_item *item)
{
    struct mus_json_scan *scan = &pull->scan;
    if (pull->depth == MUS_MAX_JSON_DEPTH) {
        return mus_json_scan_fail(
            scan, scan->at,
            mus_fail(scan->err, MUS_LIMIT, "nested deeper than %d levels", MUS_MAX_JSON_DEPTH));
    }
    pull->open[pull->depth++] =
        (struct mus_json_open){.object = object, .key_height = scan->key_count};
    item->type = object ? MUS_JSON_OBJECT : MUS_JSON_ARRAY;
    scan->at++;
    return MUS_OK;
}

static bool begins_number(char byte)
{
    return (byte >= '0' && byte <= '9') || byte == '-' || byte == '+' || byte == '.';
}

static bool is_letter(char byte)
{
    return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z');
}

/* The value that begins here, white space before it skipped; the item's key is kept. */
static enum mus_status read_value(struct mus_json_pull *pull, const char *expected,
                                  struct mus_json_item *item)
{
    const struct mus_text text = pull->scan.source.text;
    const size_t at = pull->scan.at;
    const char byte = at < text.len ? text.ptr[at] : '\0';
    *item = (struct mus_json_item){.key = item->key, .at = at};
    if (byte == '"') {
        return read_string(pull, item);
    }
    if (byte == '{' || byte == '[') {
        return open_container(pull, byte == '{', item);
    }
    if (begins_number(byte)) {
        return read_number(pull, item);
    }
    return is_letter(byte) ? read_word(pull, item)
                           : mus_json_scan_unexpected(&pull->scan, expected);
}

/* Containers */

static enum mus_status close_container(struct mus_json_pull *pull)
{
    const struct mus_json_open *open = &pull->open[--pull->depth];
    pull->scan.at++;
    return open->object ? mus_json_scan_settle(&pull->scan, open->key_height) : MUS_OK;
}

/* To the next element, or past the bracket that closes: then *more is false. */
static enum mus_status step(struct mus_json_pull *pull, struct mus_json_open *open, bool *more)
{
    struct mus_json_scan *scan = &pull->scan;
    const char closing = open->object ? '}' : ']';
    mus_json_scan_space(scan);
    *more = true;
    if (!open->begun) {
        open->begun = true;
        *more = !mus_json_scan_here(scan, closing);
        return *more ? MUS_OK : close_container(pull);
    }
    if (!mus_json_scan_here(scan, ',')) {
        *more = false;
        if (!mus_json_scan_here(scan, closing)) {
            return mus_json_scan_unexpected(scan,
                                            open->object ? "\",\" or \"}\"" : "\",\" or \"]\"");
        }
        return close_container(pull);
    }
    const size_t comma = scan->at++;
    mus_json_scan_space(scan);
    if (mus_json_scan_here(scan, closing)) {
        return mus_json_scan_invalid(scan, comma,
                                     open->object ? "comma before \"}\"" : "comma before \"]\"");
    }
    return MUS_OK;
}

static enum mus_status read_key(struct mus_json_pull *pull, bool first, struct mus_text *key)
{
    struct mus_json_scan *scan = &pull->scan;
    if (!mus_json_scan_here(scan, '"')) {
        return mus_json_scan_unexpected(scan, first ? "a key in double quotes or \"}\""
                                                    : "a key in double quotes");
    }
    enum mus_status status = mus_json_scan_key(scan, key);
    if (status != MUS_OK) {
        return status;
    }
    mus_json_scan_space(scan);
    if (!mus_json_scan_here(scan, ':')) {
        return mus_json_scan_unexpected(scan, "\":\"");
    }
    scan->at++;
    mus_json_scan_space(scan);
    return MUS_OK;
}

enum mus_status mus_json_pull_next(struct mus_json_pull *pull, struct mus_json_item *item,
                                   bool *more, struct mus_error *err)
{
    pull->scan.err = err;
    struct mus_json_open *open = &pull->open[pull->depth - 1];
    const bool first = !open->begun;
    enum mus_status status = step(pull, open, more);
    if (status != MUS_OK || !*more) {
        return status;
    }
    item->key = MUS_NO_TEXT;
    if (open->object) {
        status = read_key(pull, first, &item->key);
        return status == MUS_OK ? read_value(pull, "a value", item) : status;
    }
    return read_value(pull, first ? "a value or \"]\"" : "a value", item);
}

enum mus_status mus_json_pull_skip(struct mus_json_pull *pull, const struct mus_json_item *item,
                                   struct mus_error *err)
{
    if (item->type != MUS_JSON_ARRAY && item->type != MUS_JSON_OBJECT) {
        return MUS_OK;
    }
    const unsigned depth = pull->depth - 1;
    struct mus_json_item inner = {0};
    bool more = true;
    enum mus_status status = MUS_OK;
    while (status == MUS_OK && pull->depth > depth) {
        status = mus_json_pull_next(pull, &inner, &more, err);
    }
    return status;
}

/* The document */

enum mus_status mus_json_pull_begin(struct mus_json_pull *pull,
                                    const struct mus_json_source *source,
                                    struct mus_json_item *item, struct mus_error *err)
{
    *pull = (struct mus_json_pull){.scan = {.source = *source, .err = err}};
    *item = (struct mus_json_item){0};
    struct mus_json_scan *scan = &pull->scan;
    const size_t max = source->max_bytes == 0 ? MUS_MAX_JSON_BYTES : source->max_bytes;
    if (source->text.len > max) {
        return mus_fail(err, MUS_LIMIT, "a JSON text of %zu bytes, at most %zu are read",
                        source->text.len, max);
    }
    if (mus_text_starts(source->text, MUS_TEXT("\xEF\xBB\xBF"))) {
        return mus_json_scan_invalid(scan, 0, "byte order mark: JSON has none");
    }
    mus_json_scan_space(scan);
    return read_value(pull, "a value", item);
}

enum mus_status mus_json_pull_end(struct mus_json_pull *pull, struct mus_error *err)
{
    struct mus_json_scan *scan = &pull->scan;
    scan->err = err;
    mus_json_scan_space(scan);
    return scan->at == scan->source.text.len
               ? MUS_OK
               : mus_json_scan_unexpected(scan, "the end of the text");
}

enum mus_status mus_json_pull_again(struct mus_json_pull *pull, size_t at,
                                    struct mus_json_item *item, struct mus_error *err)
{
    pull->scan.err = err;
    pull->scan.at = at;
    pull->scan.key_count = 0;
    pull->depth = 0;
    *item = (struct mus_json_item){0};
    return read_value(pull, "a value", item);
}

void mus_json_pull_done(struct mus_json_pull *pull)
{
    mus_json_scan_done(&pull->scan);
    mus_buf_done(&pull->decoded);
}
