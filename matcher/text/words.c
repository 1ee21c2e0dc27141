#include "matcher/text/words.h"

#include "matcher/text/chars.h"

#include <libstemmer.h>
#include <string.h>

/* Articles, prepositions, pronouns, auxiliaries and the like, sorted. Words of the trade that are
 * merely frequent (company, product, service) are not here: the collection's statistics weigh them.
 */
static const char *const STOP_WORDS[] = {
    "a",       "about",    "above",   "across",    "after",  "again",   "against", "all",
    "also",    "although", "am",      "among",     "an",     "and",     "any",     "are",
    "as",      "at",       "be",      "because",   "been",   "before",  "being",   "below",
    "between", "both",     "but",     "by",        "can",    "cannot",  "could",   "d",
    "did",     "do",       "does",    "doing",     "done",   "down",    "during",  "each",
    "either",  "etc",      "every",   "few",       "for",    "from",    "further", "had",
    "has",     "have",     "having",  "he",        "hence",  "her",     "here",    "hers",
    "him",     "his",      "how",     "however",   "i",      "if",      "in",      "into",
    "is",      "it",       "its",     "itself",    "just",   "let",     "ll",      "m",
    "many",    "may",      "me",      "might",     "more",   "most",    "much",    "must",
    "my",      "neither",  "no",      "nor",       "not",    "of",      "off",     "on",
    "once",    "only",     "onto",    "or",        "other",  "others",  "ought",   "our",
    "ours",    "out",      "over",    "own",       "per",    "quite",   "rather",  "re",
    "s",       "same",     "shall",   "she",       "should", "since",   "so",      "some",
    "such",    "t",        "than",    "that",      "the",    "their",   "theirs",  "them",
    "then",    "there",    "thereby", "therefore", "these",  "they",    "this",    "those",
    "through", "thus",     "to",      "too",       "toward", "towards", "under",   "unless",
    "until",   "up",       "upon",    "us",        "ve",     "very",    "via",     "was",
    "we",      "were",     "what",    "when",      "where",  "whereas", "whether", "which",
    "while",   "who",      "whom",    "whose",     "why",    "will",    "with",    "within",
    "without", "would",    "yet",     "you",       "your",   "yours",
};

void mus_word_start(struct mus_word *word)
{
    word->len = 0;
    word->ascii_letters = true;
    word->cut = false;
}

static void add_char(struct mus_word *word, int32_t c)
{
    if (word->cut) {
        return;
    }
    size_t len = mus_char_write(word->bytes + word->len, c);
    if (word->len + len > MUS_MAX_TERM_BYTES) {
        word->cut = true;
        return;
    }
    word->ascii_letters = word->ascii_letters && c >= 'a' && c <= 'z';
    word->len += len;
}

static bool ends_in_ascii(const struct mus_word *word)
{
    return word->len > 0 && (unsigned char)word->bytes[word->len - 1] < 0x80;
}

static void add_wide(struct mus_word *word, int32_t c)
{
    /* A mark that did not compose: dropped after a Latin letter like those that did. */
    if (ends_in_ascii(word) && mus_char_class(c) == MUS_CHAR_MARK) {
        return;
    }
    int32_t plain[MUS_CHAR_PLAIN_MAX];
    size_t count = mus_char_plain(c, plain);
    for (size_t i = 0; i < count; i++) {
        add_char(word, plain[i]);
    }
}

void mus_word_add(struct mus_word *word, struct mus_text folded)
{
    for (size_t at = 0; at < folded.len && !word->cut;) {
        int32_t c = mus_char_next(folded.ptr, &at);
        if (c >= 0x80) {
            add_wide(word, c);
        } else if (c != ',') {
            add_char(word, c);
        }
    }
}

/* As strcmp orders them. */
static int compare_stop(const char *stop, struct mus_text word)
{
    for (size_t i = 0; i < word.len; i++) {
        if (stop[i] != word.ptr[i]) { /* also where the stop word ends */
            return (unsigned char)stop[i] < (unsigned char)word.ptr[i] ? -1 : 1;
        }
        if (stop[i] == '\0') {
            return -1;
        }
    }
    return stop[word.len] == '\0' ? 0 : 1;
}

bool mus_word_is_stop(struct mus_text word)
{
    size_t low = 0;
    size_t high = sizeof STOP_WORDS / sizeof *STOP_WORDS;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        int order = compare_stop(STOP_WORDS[middle], word);
        if (order == 0) {
            return true;
        }
        if (order < 0) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return false;
}

struct sb_stemmer *mus_word_stemmer_new(void)
{
    return sb_stemmer_new("english", "UTF_8");
}

void mus_word_stemmer_free(struct sb_stemmer *stemmer)
{
    if (stemmer != NULL) {
        sb_stemmer_delete(stemmer);
    }
}

/* Spellings of Britain and America become one. A rule need not hold for words that have no other
 * spelling: they only get another name. */
struct spelling {
    const char *from;
    const char *to;
};

/* Ends of stems that have two letters more. */
static const struct spelling ENDINGS[] = {
    {"our", "or"},  /* colour */
    {"lys", "lyz"}, /* analys(e) */
    {"tr", "ter"},  /* centr(e) */
    {"br", "ber"},  /* fibr(e) */
    {"ogu", "og"},  /* catalogu(e) */
};

/* Whole stems. */
static const struct spelling STEMS[] = {
    {"aluminium", "aluminum"}, {"defenc", "defens"},    {"grey", "gray"},      {"licenc", "licens"},
    {"mould", "mold"},         {"programm", "program"}, {"sulphur", "sulfur"}, {"tyre", "tire"},
};

static void respell(struct mus_word *word, size_t kept, const char *ending)
{
    size_t len = strlen(ending);
    memcpy(word->bytes + kept, ending, len);
    word->len = kept + len;
}

static void unify_spelling(struct mus_word *word)
{
    for (size_t i = 0; i < sizeof STEMS / sizeof *STEMS; i++) {
        if (mus_text_equals((struct mus_text){word->bytes, word->len}, STEMS[i].from)) {
            respell(word, 0, STEMS[i].to);
            return;
        }
    }
    for (size_t i = 0; i < sizeof ENDINGS / sizeof *ENDINGS; i++) {
        size_t len = strlen(ENDINGS[i].from);
        if (word->len >= len + 2 &&
            memcmp(word->bytes + word->len - len, ENDINGS[i].from, len) == 0) {
            respell(word, word->len - len, ENDINGS[i].to);
            return;
        }
    }
}

/* The stem takes the place of the word; false when memory runs out. */
static bool stem_once(struct sb_stemmer *stemmer, struct mus_word *word)
{
    const sb_symbol *stem =
        sb_stemmer_stem(stemmer, (const sb_symbol *)word->bytes, (int)word->len);
    if (stem == NULL) {
        return false;
    }
    size_t len = (size_t)sb_stemmer_length(stemmer);
    word->len = len < MUS_MAX_TERM_BYTES ? len : MUS_MAX_TERM_BYTES;
    memcpy(word->bytes, stem, word->len);
    return true;
}

/* The stemmer takes -ize off, but not -ise: organisation and organization are organis and organ. */
static bool is_of_ise(const struct mus_word *word)
{
    return word->len > 4 && memcmp(word->bytes + word->len - 2, "is", 2) == 0 &&
           word->len < MUS_MAX_TERM_BYTES;
}

struct mus_text mus_word_stem(struct sb_stemmer *stemmer, struct mus_word *word)
{
    if (word->ascii_letters && !word->cut && word->len >= 3) {
        if (!stem_once(stemmer, word)) {
            return MUS_NO_TEXT;
        }
        if (is_of_ise(word)) {
            respell(word, word->len - 2, "ize");
            if (!stem_once(stemmer, word)) {
                return MUS_NO_TEXT;
            }
        }
        unify_spelling(word);
        word->len = word->len < MUS_MAX_TERM_BYTES ? word->len : MUS_MAX_TERM_BYTES;
    }
    return (struct mus_text){word->bytes, word->len};
}
