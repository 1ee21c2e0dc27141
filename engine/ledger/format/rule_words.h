/* The words of a rule set document, shared by what reads, writes and compares them. */
#ifndef MUS_LEDGER_FORMAT_RULE_WORDS_H
#define MUS_LEDGER_FORMAT_RULE_WORDS_H

#include "codec/json_write.h"
#include "ledger/format/rule_set.h"

#define MUS_RULE_FORMAT "musubi-rules/1"
#define MUS_RULE_ANY "any"
#define MUS_RULE_BY_ID "id"
#define MUS_RULE_BY_NUMBER "corporate_number"

/* The marks of a clause: stages of named clauses, sides of reported ones. */
struct mus_mark_words {
    const char *key; /* "stages" */
    unsigned end;    /* marks run from 1 to below this */
    const char *(*name)(unsigned mark);
};
extern const struct mus_mark_words mus_stage_marks, mus_side_marks;

/* The words of one_match in the order of canonical bytes; "pair" comes first and is no bit. */
enum { MUS_MATCH_WORDS = 5 };
struct mus_match_word {
    const char *word;
    unsigned key;
};
extern const struct mus_match_word mus_match_words[MUS_MATCH_WORDS];

void mus_rule_write_programmes(struct mus_json_writer *writer, struct mus_texts programmes);
void mus_rule_write_marks(struct mus_json_writer *writer, const struct mus_mark_words *words,
                          unsigned marks);
void mus_rule_write_clause(struct mus_json_writer *writer, const struct mus_mark_words *words,
                           const struct mus_rule_clause *clause);
void mus_rule_write_one_match(struct mus_json_writer *writer, unsigned one_match);

#endif
