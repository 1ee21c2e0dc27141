/* English: words of a sentence, and whether a noun in it is what is sought. Inside match.
 *
 * A noun is what is sought where at most a few words, and none of those that would make it
 * something else (a preposition, "our", "are", another noun for firms), stand between it and a word
 * of seeking or the beginning of the sentence: "we sell to companies in Germany" is left alone. So
 * is all that a "not" precedes. "outside" denies nothing but the place behind it. */
#ifndef MUS_MATCH_NEED_ENGLISH_H
#define MUS_MATCH_NEED_ENGLISH_H

#include "match/need_sentence.h"

#define MUS_WORDS_NOT (MUS_WORD_BIT(MUS_WORD_NOT) | MUS_WORD_BIT(MUS_WORD_ELSEWHERE))
/* Behind one of these a noun is not what is sought. */
#define MUS_WORDS_STOP                                                                             \
    (MUS_WORD_BIT(MUS_WORD_OWN) | MUS_WORD_BIT(MUS_WORD_BLOCK) | MUS_WORD_BIT(MUS_WORD_LINK) |     \
     MUS_WORDS_NOT)
#define MUS_WORDS_COMPARE                                                                          \
    (MUS_WORD_BIT(MUS_WORD_MIN_BEFORE) | MUS_WORD_BIT(MUS_WORD_OVER_BEFORE) |                      \
     MUS_WORD_BIT(MUS_WORD_MAX_BEFORE) | MUS_WORD_BIT(MUS_WORD_UNDER_BEFORE))

/* The place behind (before) a blank that may stand there. */
size_t mus_english_skip_space(const struct mus_sentence *s, size_t at);
size_t mus_english_back_space(const struct mus_sentence *s, size_t at);
/* Where the next word begins. */
size_t mus_english_next_word(const struct mus_sentence *s, size_t at);
size_t mus_english_count_words(const struct mus_sentence *s, size_t begin, size_t end);
/* What ends there without one of the words, each of which begins with a blank; the first that
 * fits. */
size_t mus_english_without(const struct mus_sentence *s, size_t at, const char *const *words,
                           size_t count);
size_t mus_english_without_article(const struct mus_sentence *s, size_t at);

/* The longest mark of the sentence that ends there, or that begins there behind a blank; NULL where
 * there is none. */
const struct mus_mark *mus_english_ending(const struct mus_sentence *s, size_t end,
                                          mus_word_roles roles);
const struct mus_mark *mus_english_at(const struct mus_sentence *s, size_t at,
                                      mus_word_roles roles);
/* The last mark of these roles that ends before this place; NULL where there is none. */
const struct mus_mark *mus_english_last_before(const struct mus_sentence *s, size_t before,
                                               mus_word_roles roles);

/* Whether a "not" stands before. That of "no fewer than" denies nothing. */
bool mus_english_is_denied(const struct mus_sentence *s, size_t before);
/* Whether the noun that begins there is what is sought; *seek is the word of seeking, or NULL where
 * the sentence begins with it. */
bool mus_english_is_sought(const struct mus_sentence *s, size_t noun, const struct mus_mark **seek);
/* Whether what begins there is said of firms that are sought: right behind their noun, or behind
 * something else that is said of them. */
bool mus_english_is_said_of_sought(const struct mus_sentence *s, size_t at);
/* Whether a phrase may end there. */
bool mus_english_may_end(const struct mus_sentence *s, size_t at);
/* The same of a noun, which a place or "of" may follow as well. */
bool mus_english_may_end_noun(const struct mus_sentence *s, size_t at);

/* Reads "with more than 1,000 employees", "with capital of at least 100 million yen". */
enum mus_status mus_english_read_numbers(struct mus_sentence *s) MUS_MUST_CHECK;

#endif
