/* Japanese: how a sentence goes on behind a noun for a firm (the head), and which head words lead
 * to. Inside match.
 *
 * The head must be what is sought: the sentence ends with it, or a word of seeking follows and no
 * further noun for a firm after that. Where the sentence speaks of oneself (当社), only the word of
 * seeking will do. "…の中小企業で、…会社" is read where the sentence ends in that second head:
 * before 「探している」 it could be the speaker who is one. */
#ifndef MUS_MATCH_NEED_JAPANESE_H
#define MUS_MATCH_NEED_JAPANESE_H

#include "match/need_sentence.h"

enum { MUS_CHAIN_MAX = 6 }; /* words that lead from one to the next */

enum mus_tail {
    MUS_TAIL_NONE,
    MUS_TAIL_END,
    MUS_TAIL_COMMA,
    MUS_TAIL_COPULA,
    MUS_TAIL_WANTED,
};

/* The length of と, ・ or another sign of a list that stands there; 0 where none does. */
size_t mus_japanese_joiner_at(const struct mus_sentence *s, size_t at);
/* Whether something stands before this that it may be listed with. A comma may also divide. */
bool mus_japanese_is_joined_before(const struct mus_sentence *s, size_t at, bool commas_too);

/* Kanji, katakana, Latin letters and digits, which make runs. */
bool mus_japanese_is_run_class(enum mus_char_class class);
/* The end of the run that begins there. */
size_t mus_japanese_run_end(const struct mus_sentence *s, size_t at);
/* The noun for a firm in which the run that begins there ends, or which a word of seeking follows
 * within it (代理店募集). A kind of organisation must be all of the run: 工業大学 is one
 * university. */
const struct mus_mark *mus_japanese_head_of_run(const struct mus_sentence *s, size_t begin);
/* The head that the words before `at` lead to: 「ドイツの物流会社」 from ドイツ on. NULL where they
 * lead to none. */
const struct mus_mark *mus_japanese_head_behind(const struct mus_sentence *s, size_t at);
/* The same, also behind other nouns with の, which what is said cannot be said of:
 * 「英語が話せる部品のメーカー」. */
const struct mus_mark *mus_japanese_firm_of(const struct mus_sentence *s, size_t at);
/* As head_behind, of nothing but a noun for a firm or a compound of kanji with one: what is said
 * before it is said of the firm, not of what it makes. */
const struct mus_mark *mus_japanese_firm_behind(const struct mus_sentence *s, size_t at);

/* 「していない」: the hiragana behind a word of seeking deny it. */
bool mus_japanese_is_denied(const struct mus_sentence *s, size_t at);
/* The place behind a way to meet that stands before the wish to: 「とオンラインで商談したい」;
 * `at` where there is none. */
size_t mus_japanese_past_channel(const struct mus_sentence *s, size_t at);
/* How the sentence goes on behind a head. */
enum mus_tail mus_japanese_tail_at(const struct mus_sentence *s, size_t at);
/* Whether the head is sought; NULL is not. */
bool mus_japanese_is_sought(const struct mus_sentence *s, const struct mus_mark *head);

/* Reads 「従業員1,000人以上の」, 「資本金3億円以下」 from the word for what is counted on. */
enum mus_status mus_japanese_read_number(struct mus_sentence *s,
                                         const struct mus_mark *mark) MUS_MUST_CHECK;

#endif
