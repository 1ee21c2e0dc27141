/* A sentence being read: what the grammars of both languages share. Inside match. */
#ifndef MUS_MATCH_NEED_SENTENCE_H
#define MUS_MATCH_NEED_SENTENCE_H

#include "match/need_reading.h"
#include "matcher/text/chars.h"

#define MUS_WORDS_NOUN                                                                             \
    (MUS_WORD_BIT(MUS_WORD_COMPANY) | MUS_WORD_BIT(MUS_WORD_PARTNER) |                             \
     MUS_WORD_BIT(MUS_WORD_SOUGHT) | MUS_WORD_BIT(MUS_WORD_SIZE) | MUS_WORD_BIT(MUS_WORD_KIND))
#define MUS_WORDS_PLACE (MUS_WORD_BIT(MUS_WORD_PLACE) | MUS_WORD_BIT(MUS_WORD_REGION))

enum { MUS_MAX_SAID = 2 * MUS_MAX_CHIPS };

/* Words that say something of a firm and were read as such. */
struct mus_said {
    size_t begin, end; /* in the folded text */
};

struct mus_sentence {
    struct mus_text text; /* the whole, folded; all places are in it */
    const struct mus_marks *marks;
    const struct mus_fold *fold;
    struct mus_text original;
    struct mus_arena *arena;
    struct mus_error *err;
    size_t begin, end; /* of this sentence */
    struct mus_chip *chips;
    size_t count;
    struct mus_said said[MUS_MAX_SAID];
    size_t said_count;
};

/* A chip of what stands in begin … end-1, whose bytes from cut to end say nothing else (cut == end:
 * they say more). Of two with one id the first stays; beyond MUS_MAX_CHIPS all else stays text. */
enum mus_status mus_sentence_add(struct mus_sentence *sentence, enum mus_chip_kind kind,
                                 struct mus_text code, size_t begin, size_t end,
                                 size_t cut) MUS_MUST_CHECK;
/* A chip of a range; -1: open. */
enum mus_status mus_sentence_add_range(struct mus_sentence *sentence, enum mus_chip_kind kind,
                                       int64_t min, int64_t max, size_t begin,
                                       size_t end) MUS_MUST_CHECK;
/* A chip for each of the places, which stand one after another (a list). The first begins at
 * `begin` and the last ends at `end`. */
enum mus_status mus_sentence_add_places(struct mus_sentence *sentence,
                                        const struct mus_mark *const *places, size_t count,
                                        size_t begin, size_t end) MUS_MUST_CHECK;
/* The same of another kind that only countries and groups can be: with any other place in the list
 * nothing is added. */
enum mus_status mus_sentence_add_countries(struct mus_sentence *sentence, enum mus_chip_kind kind,
                                           const struct mus_mark *const *places, size_t count,
                                           size_t begin, size_t end) MUS_MUST_CHECK;
/* Those of the places that are countries or groups as markets; the words begin and end there. */
enum mus_status mus_sentence_add_markets(struct mus_sentence *sentence,
                                         const struct mus_mark *const *places, size_t count,
                                         size_t begin, size_t end) MUS_MUST_CHECK;
/* The other end of words that were read and say nothing but something of a firm, where they begin
 * (end) there; `at` itself where none do. What is said behind them is said of the same firm. */
size_t mus_sentence_past_said(const struct mus_sentence *sentence, size_t at);
size_t mus_sentence_before_said(const struct mus_sentence *sentence, size_t at);
/* Every mark of the sentence in turn: those of places, behind the ones read already, by `places`
 * (which moves *past behind what it reads), all others by `other`. */
typedef enum mus_status mus_places_reader(struct mus_sentence *sentence,
                                          const struct mus_mark *first, size_t *past);
typedef enum mus_status mus_mark_reader(struct mus_sentence *sentence, const struct mus_mark *mark);
enum mus_status mus_sentence_read_marks(struct mus_sentence *sentence, mus_places_reader *places,
                                        mus_mark_reader *other) MUS_MUST_CHECK;

/* The whole number that begins there (digits, with commas every three); 0 where there is none, or
 * the place behind it. */
size_t mus_sentence_number(const struct mus_sentence *sentence, size_t at, int64_t *value);
/* Whether the word begins there; whether it ends there. */
bool mus_sentence_starts(const struct mus_sentence *sentence, size_t at, const char *word);
bool mus_sentence_ends(const struct mus_sentence *sentence, size_t at, const char *word);
/* The character class there (MUS_CHAR_SPACE at the end of the sentence), and before it. */
enum mus_char_class mus_sentence_class(const struct mus_sentence *sentence, size_t at);
enum mus_char_class mus_sentence_class_before(const struct mus_sentence *sentence, size_t at);

/* Reads one sentence; read again it may find more, behind or before what was found first. */
enum mus_status mus_sentence_read_ja(struct mus_sentence *sentence) MUS_MUST_CHECK;
enum mus_status mus_sentence_read_en(struct mus_sentence *sentence) MUS_MUST_CHECK;

#endif
