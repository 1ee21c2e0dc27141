/* Composition may reach across characters (ﾎ + ﾟ, e + ´, ᄒ + ᅡ), but never past one that starts a
 * new cluster. The text is therefore folded cluster by cluster, and what a cluster folds to
 * remembers where the cluster stood. Most characters of Japanese and English text stand alone and
 * fold to themselves (or their small letter): they take a shorter way with the same result. */
#include "matcher/text/fold.h"

#include "base/limits.h"
#include "base/mem.h"
#include "matcher/text/chars.h"

#include <stdbool.h>
#include <string.h>
#include <utf8proc.h>

enum {
    CLUSTER_MAX = 30, /* characters; longer ones (no writing has them) are cut */
    DECOMPOSED_MAX = CLUSTER_MAX * 20,
    VOICED_MARK = 0x3099,
    SEMI_VOICED_MARK = 0x309A,
};

#define FOLD_OPTIONS                                                                               \
    (utf8proc_option_t)(UTF8PROC_COMPAT | UTF8PROC_COMPOSE | UTF8PROC_CASEFOLD | UTF8PROC_IGNORE)

struct folder {
    struct mus_text text;
    size_t at; /* where the next character begins */
    struct mus_buf *out;
    struct mus_fold *map; /* NULL: nobody asks for the sources */
    size_t start;         /* length of out before */
    bool space_waits;
    struct mus_fold_source space;
};

static bool folds_to_itself(int32_t c)
{
    return (c >= 0x4E00 && c <= 0x9FFF) || (c >= 0x3041 && c <= 0x3096) ||
           (c >= 0x30A1 && c <= 0x30FE) || (c >= 0x3001 && c <= 0x3015);
}

/* True where c belongs to the cluster that has begun: it may compose with what stands before it, or
 * will vanish. */
static bool continues(int32_t before, int32_t c)
{
    if (c < 0xAD || folds_to_itself(c)) {
        return false;
    }
    if (c == 0x309B || c == 0x309C) {
        return before >= 0x3041 && before <= 0x30FF;
    }
    if ((c >= 0x3131 && c <= 0x318E) || (c >= 0xFFA0 && c <= 0xFFDC)) {
        return true; /* compatibility jamo fold to such as compose */
    }
    const utf8proc_property_t *property = utf8proc_get_property(c);
    switch (property->boundclass) {
    case UTF8PROC_BOUNDCLASS_EXTEND:
    case UTF8PROC_BOUNDCLASS_SPACINGMARK:
    case UTF8PROC_BOUNDCLASS_ZWJ:
    case UTF8PROC_BOUNDCLASS_V:
    case UTF8PROC_BOUNDCLASS_T:
        return true;
    default:
        return property->ignorable || property->combining_class != 0;
    }
}

static bool grow_sources(struct mus_fold *map, size_t wanted)
{
    if (wanted <= map->capacity) {
        return true;
    }
    size_t capacity = map->capacity < 64 ? 64 : map->capacity;
    while (capacity < wanted) {
        capacity *= 2; /* wanted is far below overflow: the text is limited */
    }
    struct mus_fold_source *sources = mus_realloc(map->sources, capacity, sizeof *map->sources);
    if (sources == NULL) {
        return false;
    }
    map->sources = sources;
    map->capacity = capacity;
    return true;
}

/* Appends one character and its source. */
static bool put(struct folder *folder, int32_t c, struct mus_fold_source source)
{
    struct mus_buf *out = folder->out;
    if (out->capacity - out->len < 5 && !mus_buf_reserve(out, 4)) {
        return false;
    }
    size_t len = mus_char_write(out->data + out->len, c);
    struct mus_fold *map = folder->map;
    if (map != NULL) {
        if (!grow_sources(map, out->len + len)) {
            return false;
        }
        for (size_t i = 0; i < len; i++) {
            map->sources[out->len + i] = source;
        }
    }
    out->len += len;
    return true;
}

/* Appends one character; white space waits until something follows it. */
static bool put_folded(struct folder *folder, int32_t c, struct mus_fold_source source)
{
    bool is_space = c <= ' ' || (c >= 0x7F && mus_char_class(c) == MUS_CHAR_SPACE);
    if (is_space) {
        if (!folder->space_waits) {
            folder->space = source;
        }
        folder->space.end = source.end;
        folder->space_waits = true;
        return true;
    }
    if (folder->space_waits && folder->out->len > folder->start &&
        !put(folder, ' ', folder->space)) {
        return false;
    }
    folder->space_waits = false;
    return put(folder, c, source);
}

/* Marks into canonical order: a stable insertion sort by combining class, between starters. */
static void order_marks(int32_t *chars, size_t count)
{
    for (size_t i = 1; i < count; i++) {
        int32_t c = chars[i];
        int class = utf8proc_get_property(c)->combining_class;
        size_t j = i;
        while (class != 0 && j > 0 &&
               utf8proc_get_property(chars[j - 1])->combining_class > class) {
            chars[j] = chars[j - 1];
            j--;
        }
        chars[j] = c;
    }
}

static int32_t combining_form(int32_t c)
{
    return c == 0x309B ? VOICED_MARK : c == 0x309C ? SEMI_VOICED_MARK : c;
}

/* Folds a cluster in the general way. Returns how many characters came out. */
static size_t fold_cluster(const int32_t *cluster, size_t count, int32_t *folded)
{
    size_t len = 0;
    int boundary = 0;
    for (size_t i = 0; i < count; i++) {
        int32_t c = i == 0 ? cluster[i] : combining_form(cluster[i]);
        utf8proc_ssize_t more = utf8proc_decompose_char(
            c, folded + len, (utf8proc_ssize_t)(DECOMPOSED_MAX - len), FOLD_OPTIONS, &boundary);
        if (more > 0 && (size_t)more <= DECOMPOSED_MAX - len) {
            len += (size_t)more;
        }
    }
    order_marks(folded, len);
    utf8proc_ssize_t composed =
        utf8proc_normalize_utf32(folded, (utf8proc_ssize_t)len, FOLD_OPTIONS);
    return composed < 0 ? 0 : (size_t)composed;
}

/* Reads the rest of the cluster that `first` (in front of folder->at) has begun. A byte that is not
 * UTF-8 ends it; the next step meets that byte again. */
static size_t read_cluster(struct folder *folder, int32_t first, int32_t *cluster)
{
    size_t count = 0;
    cluster[count++] = first;
    while (folder->at < folder->text.len && count < CLUSTER_MAX) {
        size_t after = folder->at;
        int32_t c = mus_text_next(folder->text, &after);
        if (c < 0 || !continues(cluster[count - 1], c)) {
            break;
        }
        cluster[count++] = c;
        folder->at = after;
    }
    return count;
}

static bool stands_alone(const struct folder *folder)
{
    return folder->at == folder->text.len || (unsigned char)folder->text.ptr[folder->at] < 0x80;
}

static enum mus_status fold_next(struct folder *folder, struct mus_error *err)
{
    size_t begin = folder->at;
    int32_t first = mus_text_next(folder->text, &folder->at);
    if (first < 0) {
        return mus_fail(err, MUS_INVALID, "byte %zu: not UTF-8", begin);
    }
    int32_t cluster[CLUSTER_MAX];
    size_t count = 1;
    if (!stands_alone(folder)) {
        count = read_cluster(folder, first, cluster);
    }
    struct mus_fold_source source = {(uint32_t)begin, (uint32_t)folder->at};
    if (count == 1 && (first < 0x80 || folds_to_itself(first))) {
        int32_t small = first >= 'A' && first <= 'Z' ? first + ('a' - 'A') : first;
        return put_folded(folder, small, source) ? MUS_OK : mus_fail_memory(err);
    }
    cluster[0] = first;
    int32_t folded[DECOMPOSED_MAX];
    size_t len = fold_cluster(cluster, count, folded);
    for (size_t i = 0; i < len; i++) {
        if (!put_folded(folder, folded[i], source)) {
            return mus_fail_memory(err);
        }
    }
    return MUS_OK;
}

/* The character at *at, which is moved past it, if it folds to itself or its small letter and
 * continues no cluster; -1 for any other, and for what is not UTF-8. */
static int32_t next_plain(struct mus_text text, size_t *at)
{
    const unsigned char *bytes = (const unsigned char *)text.ptr + *at;
    if (bytes[0] < 0x80) {
        *at += 1;
        return bytes[0];
    }
    if ((bytes[0] & 0xF0) != 0xE0 || text.len - *at < 3 || (bytes[1] & 0xC0) != 0x80 ||
        (bytes[2] & 0xC0) != 0x80) {
        return -1;
    }
    int32_t c = (bytes[0] & 0x0F) << 12 | (bytes[1] & 0x3F) << 6 | (bytes[2] & 0x3F);
    *at += 3;
    return folds_to_itself(c) ? c : -1;
}

/* Folds the characters from here on that are plain and have a plain one, or nothing, behind them:
 * the same as fold_next character by character, but each is read once. */
static enum mus_status fold_plain(struct folder *folder, struct mus_error *err)
{
    const struct mus_text text = folder->text;
    size_t after = folder->at;
    int32_t here = next_plain(text, &after);
    while (here >= 0) {
        struct mus_fold_source source = {(uint32_t)folder->at, (uint32_t)after};
        int32_t next = after < text.len ? next_plain(text, &after) : -1;
        if (next < 0 && source.end < text.len) {
            break;
        }
        if (!put_folded(folder, here >= 'A' && here <= 'Z' ? here + ('a' - 'A') : here, source)) {
            return mus_fail_memory(err);
        }
        folder->at = source.end;
        here = next;
    }
    return MUS_OK;
}

static enum mus_status fold_all(struct folder *folder, struct mus_error *err)
{
    if (folder->text.len > (size_t)MUS_MAX_ANALYSED_TEXT) {
        return mus_fail(err, MUS_LIMIT, "a text of %zu bytes: at most %d can be analysed",
                        folder->text.len, MUS_MAX_ANALYSED_TEXT);
    }
    enum mus_status status = mus_buf_check(folder->out, err);
    if (status == MUS_OK && !mus_buf_reserve(folder->out, folder->text.len)) {
        status = mus_fail_memory(err);
    }
    while (status == MUS_OK && folder->at < folder->text.len) {
        status = fold_plain(folder, err);
        if (status == MUS_OK && folder->at < folder->text.len) {
            status = fold_next(folder, err);
        }
    }
    if (status != MUS_OK) {
        folder->out->len = folder->start;
    }
    if (folder->out->data != NULL) {
        folder->out->data[folder->out->len] = '\0';
    }
    return status;
}

enum mus_status mus_fold_search(struct mus_text text, struct mus_buf *out, struct mus_error *err)
{
    struct folder folder = {.text = text, .out = out, .start = out->len};
    bool failed_before = out->failed;
    enum mus_status status = fold_all(&folder, err);
    out->failed = failed_before;
    return status;
}

enum mus_status mus_fold_mapped(struct mus_fold *fold, struct mus_text text, struct mus_error *err)
{
    mus_buf_clear(&fold->text);
    struct folder folder = {.text = text, .out = &fold->text, .map = fold};
    enum mus_status status = fold_all(&folder, err);
    fold->text.failed = false;
    return status;
}

struct mus_fold_source mus_fold_origin(const struct mus_fold *fold, size_t begin, size_t end)
{
    return (struct mus_fold_source){fold->sources[begin].begin, fold->sources[end - 1].end};
}

void mus_fold_done(struct mus_fold *fold)
{
    mus_buf_done(&fold->text);
    mus_free(fold->sources);
    *fold = (struct mus_fold){0};
}
