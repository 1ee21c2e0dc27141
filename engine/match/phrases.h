/* The words by which conditions are read from a need, made from reference tables, and where they
 * stand in a text.
 *
 * Names of places come from "countries", "country_groups" and "regions", those of languages from
 * "languages". What other words do in a sentence comes from "need_words": the first part of a row's
 * code is one of the roles below, what follows its slash is a code of the table concerned
 * ("partner/agent", "from/DE"), and its synonyms are the words. All is compared as folded text
 * (matcher/text/fold.h).
 *
 * Made for each typed need, of which a program answers one (1 ms, most of it folding the
 * names); read-only afterwards, any number of threads. */
#ifndef MUS_MATCH_PHRASES_H
#define MUS_MATCH_PHRASES_H

#include "base/arena.h"
#include "base/status.h"
#include "base/text.h"
#include "matcher/text/fold.h"
#include "profile/table.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum mus_word {
    MUS_WORD_PLACE,        /* a country or a group of countries */
    MUS_WORD_REGION,       /* a prefecture */
    MUS_WORD_COMPANY,      /* a noun that means a firm */
    MUS_WORD_PARTNER,      /* … the other party of a purpose, where it is sought */
    MUS_WORD_SOUGHT,       /* … one that is sought, as the word itself says: 合弁相手 */
    MUS_WORD_SIZE,         /* … of a size class */
    MUS_WORD_KIND,         /* … of a kind of organisation */
    MUS_WORD_DEAL,         /* what is wished for with the other party */
    MUS_WORD_ABLE,         /* what the other party can do: 委託できる */
    MUS_WORD_SEEK,         /* "looking for", before what is sought */
    MUS_WORD_WANTED,       /* を探, "wanted", behind it */
    MUS_WORD_OWN,          /* oneself */
    MUS_WORD_BLOCK,        /* a noun behind it is not what is sought */
    MUS_WORD_NOT,          /* what follows is denied */
    MUS_WORD_LINK,         /* the same, and it may follow a place */
    MUS_WORD_AFTER,        /* may follow a place */
    MUS_WORD_IN,           /* で, "in" */
    MUS_WORD_OF,           /* の */
    MUS_WORD_FROM,         /* an adjective: "German" */
    MUS_WORD_ELSEWHERE,    /* "outside", before a place; 以外, を除く behind it */
    MUS_WORD_SITE,         /* what a firm may have somewhere: 拠点, "office" */
    MUS_WORD_HELD,         /* that it has one: を持つ */
    MUS_WORD_LANGUAGE,     /* of the table "languages" */
    MUS_WORD_SPEAK_BEFORE, /* "who speak" */
    MUS_WORD_SPEAK_AFTER,  /* が話せる */
    MUS_WORD_SERVED_AFTER, /* 対応の: also said of what a firm sells */
    MUS_WORD_MEETS,        /* says of a firm how it can be met: オンライン商談が可能な */
    MUS_WORD_CHANNEL,      /* a way to meet, where it is wished for: オンライン商談 */
    MUS_WORD_MARKET_AFTER,
    MUS_WORD_MARKET_BEFORE,
    MUS_WORD_STAFF,
    MUS_WORD_COUNTER,
    MUS_WORD_CAPITAL,
    MUS_WORD_YEN, /* before or behind an amount */
    MUS_WORD_MIN_BEFORE,
    MUS_WORD_OVER_BEFORE,
    MUS_WORD_MAX_BEFORE,
    MUS_WORD_UNDER_BEFORE,
    MUS_WORD_MIN_AFTER,
    MUS_WORD_OVER_AFTER,
    MUS_WORD_MAX_AFTER,
    MUS_WORD_UNDER_AFTER,
    MUS_WORD_ENDING,      /* how the word before goes on: している */
    MUS_WORD_AMBIGUOUS,   /* a name that is never read as a place */
    MUS_WORD_CAPITALISED, /* one that is only with a capital letter */
    MUS_WORD_SHORT,       /* an abbreviation that is, in capitals */
    MUS_WORD_COUNT
};

typedef uint64_t mus_word_roles;
#define MUS_WORD_BIT(role) (UINT64_C(1) << (role))

struct mus_phrase {
    struct mus_text folded;
    enum mus_word role;
    struct mus_text code; /* of the table concerned; may be empty */
};

struct mus_phrases {
    const struct mus_phrase *items; /* sorted by folded, role, code */
    size_t count;
};

/* Tables that are missing give no words; rows whose role is not known are passed over, so that a
 * newer table serves an older program. Lies in the arena, its codes in the tables. */
enum mus_status mus_phrases_make(const struct mus_tables *tables, struct mus_arena *arena,
                                 struct mus_phrases *out, struct mus_error *err) MUS_MUST_CHECK;

/* A phrase where it stands. */
struct mus_mark {
    size_t begin, end; /* in the folded text */
    enum mus_word role;
    struct mus_text code;
};

struct mus_marks {
    const struct mus_mark *items; /* by begin, then the longer first, then role and code */
    size_t count;
};

/* Every phrase that stands in the text, also within others. Latin letters and digits are read as
 * whole words; the name of a place or language does not begin or end within a run of katakana, nor
 * begin within one of kanji (タイヤ, 東京都 has no 京都). Names that are not to be read (see the
 * last three roles) are no marks of a place. */
enum mus_status mus_phrases_scan(const struct mus_phrases *phrases, const struct mus_fold *fold,
                                 struct mus_text original, struct mus_arena *arena,
                                 struct mus_marks *out, struct mus_error *err) MUS_MUST_CHECK;

/* The longest mark of these roles that begins there (ends there); NULL where there is none. */
const struct mus_mark *mus_mark_at(const struct mus_marks *marks, size_t begin,
                                   mus_word_roles roles);
const struct mus_mark *mus_mark_ending(const struct mus_marks *marks, size_t end,
                                       mus_word_roles roles);
/* Whether one of these roles begins within begin … end-1. */
bool mus_mark_within(const struct mus_marks *marks, size_t begin, size_t end, mus_word_roles roles);

#endif
