/* A rule set: what counts as a concluded match. A JSON document, adopted by an entry of the ledger.
 *
 *     {"format": "musubi-rules/1", "id": "standard-2026",
 *      "title": {"ja": "…", "en": "…"}, "note": {"ja": "…", "en": "…"},
 *      "indicator": "city-matches", "from_fiscal_year": 2014, "home_country": "JP",
 *      "named":    [{"programmes": ["any"], "stages": ["concluded"], "confirmed": false}],
 *      "reported": [{"programmes": ["FAIR"], "sides": ["exhibitor"], "confirmed": false}],
 *      "one_match": ["pair", "purpose", "fiscal_year"],
 *      "same_company": "corporate_number"}
 *
 * An entry counts by the first clause whose programmes name its programme ("any" names all); where
 * none does it does not count. `confirmed`: a second person must have confirmed it. `one_match`
 * says what makes two named entries one match: always pair, and any of purpose, fiscal_year,
 * programme, edition. `same_company`: "id", or "corporate_number" where two ids with one number are
 * one firm too. `note`, `home_country` ("JP") and `same_company` may be left out. In force for a
 * fiscal year is the set adopted last among those whose from_fiscal_year is not later.
 *
 * The canonical bytes are the document written anew: these keys, this order, no blanks. Pure; any
 * thread; what is read lives in the arena. */
#ifndef MUS_LEDGER_FORMAT_RULE_SET_H
#define MUS_LEDGER_FORMAT_RULE_SET_H

#include "base/arena.h"
#include "base/buf.h"
#include "base/status.h"
#include "base/text.h"
#include "ledger/format/ledger_entry.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define MUS_MAX_RULE_CLAUSES 32
#define MUS_MAX_RULE_PROGRAMMES 100
#define MUS_MAX_RULE_TEXT 4096 /* bytes of a title or note */

enum mus_match_key { /* bits of one_match; pair is always there */
                     MUS_MATCH_PURPOSE = 1,
                     MUS_MATCH_FISCAL_YEAR = 2,
                     MUS_MATCH_PROGRAMME = 4,
                     MUS_MATCH_EDITION = 8,
};

struct mus_rule_clause {
    struct mus_texts programmes; /* none: any */
    unsigned marks;              /* bit n: stage n of named, side n of reported */
    bool confirmed;
};

struct mus_rule_clauses {
    const struct mus_rule_clause *items;
    size_t count;
};

struct mus_rule_set {
    struct mus_text id;
    struct mus_text title_ja, title_en, note_ja, note_en; /* notes: empty where not given */
    struct mus_text indicator;
    int from_fiscal_year;
    char home_country[2];
    struct mus_rule_clauses named, reported;
    unsigned one_match; /* enum mus_match_key */
    bool same_by_number;
};

/* Strict: unknown keys, wrong types, empty lists of stages, codes that are no ids, doubled words
 * are refused with their place. */
enum mus_status mus_rule_set_read(struct mus_text json, struct mus_arena *arena,
                                  struct mus_rule_set *out, struct mus_error *err) MUS_MUST_CHECK;
/* Appends the canonical bytes. */
void mus_rule_set_write(const struct mus_rule_set *rules, struct mus_buf *out);
/* MUS_INVALID where the bytes are not the canonical form of a good rule set. */
enum mus_status mus_rule_set_check_canonical(struct mus_text bytes,
                                             struct mus_error *err) MUS_MUST_CHECK;
/* The first clause for the programme; NULL: none. */
const struct mus_rule_clause *mus_rule_clause_for(const struct mus_rule_clauses *clauses,
                                                  struct mus_text programme);

/* How two rule sets differ: calls nothing, appends one line of text a difference, such as
 * `named[0].confirmed: false → true`; nothing where they count alike. For `rules diff`. */
void mus_rule_set_diff(const struct mus_rule_set *a, const struct mus_rule_set *b,
                       struct mus_buf *out);

#endif
