#include "matcher/text/name_key.h"

#include "base/limits.h"
#include "base/mem.h"
#include "matcher/text/chars.h"
#include "matcher/text/fold.h"
#include "matcher/text/kana.h"
#include "matcher/text/kanji.h"
#include "matcher/text/legal.h"

#include <stdbool.h>

static const char *const FORM_NAMES[MUS_LEGAL_FORM_COUNT] = {
    [MUS_LEGAL_NONE] = "none",
    [MUS_LEGAL_STOCK_COMPANY] = "stock_company",
    [MUS_LEGAL_LIMITED_COMPANY] = "limited_company",
    [MUS_LEGAL_LLC] = "llc",
    [MUS_LEGAL_LIMITED_PARTNERSHIP] = "limited_partnership",
    [MUS_LEGAL_GENERAL_PARTNERSHIP] = "general_partnership",
    [MUS_LEGAL_MUTUAL_COMPANY] = "mutual_company",
    [MUS_LEGAL_GENERAL_ASSOCIATION] = "general_association",
    [MUS_LEGAL_PUBLIC_ASSOCIATION] = "public_association",
    [MUS_LEGAL_GENERAL_FOUNDATION] = "general_foundation",
    [MUS_LEGAL_PUBLIC_FOUNDATION] = "public_foundation",
    [MUS_LEGAL_NON_PROFIT] = "non_profit",
    [MUS_LEGAL_INDEPENDENT_AGENCY] = "independent_agency",
    [MUS_LEGAL_NATIONAL_UNIVERSITY] = "national_university",
    [MUS_LEGAL_SCHOOL] = "school",
    [MUS_LEGAL_MEDICAL] = "medical",
    [MUS_LEGAL_WELFARE] = "welfare",
    [MUS_LEGAL_RELIGIOUS] = "religious",
    [MUS_LEGAL_PROFESSIONAL] = "professional",
    [MUS_LEGAL_FARM] = "farm",
    [MUS_LEGAL_SPECIAL_PURPOSE] = "special_purpose",
    [MUS_LEGAL_FOREIGN_LIMITED] = "foreign_limited",
    [MUS_LEGAL_FOREIGN_STOCK] = "foreign_stock",
    [MUS_LEGAL_FOREIGN_LLC_PARTNERSHIP] = "foreign_llc_partnership",
    [MUS_LEGAL_FOREIGN_COMPANY] = "foreign_company",
};

const char *mus_legal_form_name(enum mus_legal_form form)
{
    return (unsigned)form < MUS_LEGAL_FORM_COUNT ? FORM_NAMES[form] : "none";
}

static int32_t plain_bracket(int32_t c)
{
    switch (c) {
    case U'[':
    case U'{':
    case U'〔':
    case U'【':
    case U'〈':
    case U'《':
        return U'(';
    case U']':
    case U'}':
    case U'〕':
    case U'】':
    case U'〉':
    case U'》':
        return U')';
    default:
        return c;
    }
}

/* Takes the folded name apart. False when memory runs out. */
static bool take_apart(struct mus_text folded, struct mus_name_atoms *atoms)
{
    /* A character takes at least as many bytes as it has plain letters. */
    atoms->items = mus_alloc(folded.len, sizeof *atoms->items);
    if (atoms->items == NULL) {
        return false;
    }
    bool starts = true;
    for (size_t at = 0; at < folded.len;) {
        int32_t c = plain_bracket(mus_kanji_current(mus_char_next(folded.ptr, &at)));
        enum mus_char_class class = mus_char_class(c);
        if (class == MUS_CHAR_SPACE) {
            starts = true;
            continue;
        }
        bool after_latin = atoms->end > 0 && atoms->items[atoms->end - 1].character < 0x80;
        if (class == MUS_CHAR_MARK && after_latin) {
            continue; /* a diacritic that did not compose goes like those that did */
        }
        int32_t plain[MUS_CHAR_PLAIN_MAX];
        size_t count = mus_char_plain(c, plain);
        for (size_t i = 0; i < count; i++) {
            atoms->items[atoms->end++] = (struct mus_name_atom){.character = plain[i],
                                                                .starts = starts && i == 0,
                                                                .punct = class == MUS_CHAR_PUNCT};
        }
        starts = class == MUS_CHAR_PUNCT;
    }
    return true;
}

static bool is_katakana(int32_t c)
{
    return mus_char_class(mus_kana_katakana(c)) == MUS_CHAR_KATAKANA;
}

/* What a character may have been mistaken for, or mistyped as: one of each group. */
static int32_t unconfused(int32_t c)
{
    c = mus_kana_large(mus_kana_katakana(c));
    switch (c) {
    case U'二':
        return U'ニ';
    case U'一':
        return U'ー';
    case U'夕':
        return U'タ';
    case U'工':
        return U'エ';
    case U'力':
        return U'カ';
    case U'口':
    case U'囗':
        return U'ロ';
    case U'八':
        return U'ハ';
    case U'千':
        return U'チ';
    case U'卜':
        return U'ト';
    case U'才':
        return U'オ';
    case U'又':
        return U'ヌ';
    case U'杜':
        return U'社';
    case U'ヴ':
        return U'ブ';
    case U'ヂ':
        return U'ジ';
    case U'ヅ':
        return U'ズ';
    default:
        return c;
    }
}

/* The word "and" inside a Latin name, which others write as &. */
static bool is_and(const struct mus_name_atoms *atoms, size_t at)
{
    const struct mus_name_atom *items = atoms->items;
    return at > atoms->begin && at + 3 < atoms->end && items[at].starts &&
           items[at].character == 'a' && items[at + 1].character == 'n' &&
           items[at + 2].character == 'd' && items[at + 3].starts;
}

struct ladder {
    enum mus_name_level level;
    enum mus_legal_script script;
};

/* What a dash behind kana is: the long vowel mark that it was typed for, where that is asked. */
static bool is_long_vowel(const struct mus_name_atoms *atoms, size_t at, struct ladder ladder)
{
    bool asked = ladder.level == MUS_NAME_BLOCK || ladder.script == MUS_LEGAL_KANA;
    return asked && at > atoms->begin && mus_char_is_dash(atoms->items[at].character) &&
           is_katakana(atoms->items[at - 1].character);
}

static int32_t key_char(int32_t c, struct ladder ladder)
{
    if (ladder.level == MUS_NAME_BLOCK) {
        return unconfused(c);
    }
    return ladder.script == MUS_LEGAL_KANA ? mus_kana_katakana(c) : c;
}

static void write_key(const struct mus_name_atoms *atoms, struct ladder ladder, struct mus_buf *out)
{
    for (size_t i = atoms->begin; i < atoms->end; i++) {
        if (is_and(atoms, i)) {
            i += 2;
        } else if (!atoms->items[i].punct) {
            mus_buf_add_char(out, key_char(atoms->items[i].character, ladder));
        } else if (is_long_vowel(atoms, i, ladder)) {
            mus_buf_add_char(out, U'ー');
        }
    }
}

/* A name of nothing but punctuation keeps it. */
static void write_punctuation(const struct mus_name_atoms *atoms, struct mus_buf *out)
{
    for (size_t i = atoms->begin; i < atoms->end; i++) {
        mus_buf_add_char(out, atoms->items[i].character);
    }
}

static enum mus_status make_key(struct mus_text name, struct ladder ladder, struct mus_buf *out,
                                struct mus_legal_ends *legal, struct mus_error *err)
{
    size_t start = out->len;
    struct mus_name_atoms atoms = {0};
    struct mus_buf folded = {0};
    enum mus_status status = mus_buf_check(out, err);
    if (status == MUS_OK) {
        status = mus_fold_search(name, &folded, err);
    }
    if (status != MUS_OK) {
        goto out;
    }
    if (!take_apart(mus_buf_text(&folded), &atoms)) {
        status = mus_fail_memory(err);
        goto out;
    }
    struct mus_legal_ends ends = mus_legal_strip(&atoms, ladder.script);
    write_key(&atoms, ladder, out);
    if (out->len == start) {
        write_punctuation(&atoms, out);
    }
    status = mus_buf_check(out, err);
    if (status != MUS_OK) {
        out->len = start;
        out->failed = false;
    } else if (legal != NULL) {
        *legal = ends;
    }
out:
    mus_free(atoms.items);
    mus_buf_done(&folded);
    return status;
}

enum mus_status mus_name_key(struct mus_text name, enum mus_name_level level, struct mus_buf *out,
                             struct mus_legal_ends *legal, struct mus_error *err)
{
    return make_key(name, (struct ladder){level, MUS_LEGAL_WRITTEN}, out, legal, err);
}

enum mus_status mus_kana_key(struct mus_text reading, enum mus_name_level level,
                             struct mus_buf *out, struct mus_error *err)
{
    return make_key(reading, (struct ladder){level, MUS_LEGAL_KANA}, out, NULL, err);
}

/* --- likeness --- */

struct key_chars {
    int32_t items[MUS_MAX_NAME];
    size_t count;
};

static void read_chars(struct mus_text key, struct key_chars *chars)
{
    chars->count = 0;
    for (size_t at = 0; at < key.len && chars->count < MUS_MAX_NAME;) {
        chars->items[chars->count++] = mus_text_next(key, &at);
    }
}

/* How often the pair that begins at `pair` stands among the first `pairs` pairs of chars. */
static size_t count_pair(const struct key_chars *chars, size_t pairs, const int32_t *pair)
{
    size_t found = 0;
    for (size_t i = 0; i < pairs; i++) {
        found += chars->items[i] == pair[0] && chars->items[i + 1] == pair[1];
    }
    return found;
}

uint32_t mus_name_similarity(struct mus_text key_a, struct mus_text key_b)
{
    struct key_chars a;
    struct key_chars b;
    read_chars(key_a, &a);
    read_chars(key_b, &b);
    if (a.count < 2 || b.count < 2) {
        bool same = a.count == 1 && b.count == 1 && a.items[0] == b.items[0];
        return same ? 1000000 : 0;
    }
    size_t common = 0;
    for (size_t i = 0; i + 1 < a.count; i++) {
        /* The n-th of its like in a has a partner where b has at least n. Names are short: counting
         * again beats a table. */
        size_t nth = count_pair(&a, i + 1, &a.items[i]);
        common += count_pair(&b, b.count - 1, &a.items[i]) >= nth;
    }
    size_t total = a.count - 1 + b.count - 1;
    return (uint32_t)((2 * common * 1000000 + total / 2) / total);
}
