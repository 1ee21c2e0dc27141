/* Reading of problem files: objects by tables of their members, in one pass over the text and
 * another over each member of the whole.
 *
 * First the text is checked to its end, whatever stands in it; then the members of the document are
 * read in the order of their table, so that what is referred to is known first, in whatever order
 * they were written. A member that is null counts as not given.
 *
 * Every message begins with the place: meetings[3].between[1]: … The reader keeps it as a few steps
 * and puts it into words only where something is wrong. One thread. */
#ifndef MUS_FAIR_FORMAT_PROBLEM_READER_H
#define MUS_FAIR_FORMAT_PROBLEM_READER_H

#include "base/arena.h"
#include "codec/json_pull.h"
#include "codec/place.h"
#include "ledger/format/keyed_hash.h"
#include "ledger/format/slots.h"

#define MUS_PROBLEM_MAX_MEMBERS 16
#define MUS_PROBLEM_MAX_STEPS 8

struct mus_problem_reader {
    struct mus_json_pull pull;
    struct mus_arena *arena; /* of what is kept */
    struct mus_error *err;
    struct mus_problem_step {
        const char *key; /* NULL: an index */
        size_t index;
    } steps[MUS_PROBLEM_MAX_STEPS];
    size_t depth;
};

/* Reads an item, which stands at the reader's place, into what the caller keeps. */
typedef enum mus_status mus_problem_read(struct mus_problem_reader *reader,
                                         const struct mus_json_item *item, void *into);

struct mus_problem_member {
    const char *name;
    mus_problem_read *read;
    bool required;
};

/* The document: an object of such members, which are read in the order of the table. The text is
 * borrowed. MUS_INVALID or MUS_LIMIT with place and value, MUS_NO_MEMORY. */
enum mus_status mus_problem_document(struct mus_text json, struct mus_arena *arena,
                                     const struct mus_problem_member *members, size_t count,
                                     void *into, struct mus_error *err) MUS_MUST_CHECK;

/* An object inside: its members are read in the order of the text. */
enum mus_status mus_problem_object(struct mus_problem_reader *reader,
                                   const struct mus_json_item *item,
                                   const struct mus_problem_member *members, size_t count,
                                   void *into) MUS_MUST_CHECK;
/* An array of at most `most` elements; the index of each is mus_problem_index. */
enum mus_status mus_problem_array(struct mus_problem_reader *reader,
                                  const struct mus_json_item *item, size_t most,
                                  mus_problem_read *read, void *into) MUS_MUST_CHECK;
/* Of the innermost array. */
size_t mus_problem_index(const struct mus_problem_reader *reader);

/* To a member of the object at hand, and back, for what is found wrong when all of it is known. */
void mus_problem_into(struct mus_problem_reader *reader, const char *key);
void mus_problem_back(struct mus_problem_reader *reader);
/* The reader's place in words. */
void mus_problem_place(const struct mus_problem_reader *reader, struct mus_place *out);
/* As mus_fail, with the reader's place in front. */
enum mus_status mus_problem_fail(const struct mus_problem_reader *reader, enum mus_status status,
                                 const char *format, ...) MUS_PRINTF(3, 4);

/* Values. A text lies in the document, or in the reader until its next item. */
enum mus_status mus_problem_type(const struct mus_problem_reader *reader,
                                 const struct mus_json_item *item,
                                 enum mus_json_type type) MUS_MUST_CHECK;
enum mus_status mus_problem_integer(const struct mus_problem_reader *reader,
                                    const struct mus_json_item *item, int64_t min, int64_t max,
                                    int64_t *out) MUS_MUST_CHECK;
/* 1 to 64 of A-Z a-z 0-9 . _ : - */
enum mus_status mus_problem_id(const struct mus_problem_reader *reader,
                               const struct mus_json_item *item,
                               struct mus_text *out) MUS_MUST_CHECK;
/* The same, copied into the arena. */
enum mus_status mus_problem_new_id(const struct mus_problem_reader *reader,
                                   const struct mus_json_item *item,
                                   struct mus_text *out) MUS_MUST_CHECK;
/* A text that is not blank, of at most MUS_MAX_ID bytes, copied into the arena. */
enum mus_status mus_problem_name(const struct mus_problem_reader *reader,
                                 const struct mus_json_item *item,
                                 struct mus_text *out) MUS_MUST_CHECK;
/* MUS_INVALID unless the member "format" is this one. */
enum mus_status mus_problem_format(const struct mus_problem_reader *reader,
                                   const struct mus_json_item *item,
                                   const char *format) MUS_MUST_CHECK;

/* ---- things that have ids ---- */

#define MUS_PROBLEM_NONE UINT32_MAX

/* Finds the place of an id. Start with {0}, end with mus_problem_ids_done. */
struct mus_problem_ids {
    const struct mus_text *ids; /* of the caller, who may move them and says so */
    struct mus_slots slots;
    struct mus_hash_key key;
};
/* MUS_PROBLEM_NONE: there is none of that id. */
uint32_t mus_problem_ids_find(const struct mus_problem_ids *ids, struct mus_text id);
/* The same for many at once, at most MUS_PROBLEM_MOST_AT_ONCE. Of a large table nothing is at hand
 * when it is asked for; here all of them wait for memory at the same time. */
#define MUS_PROBLEM_MOST_AT_ONCE 64
void mus_problem_ids_find_all(const struct mus_problem_ids *ids, const struct mus_text *wanted,
                              size_t count, uint32_t *places);
/* Adds the id at this place of ids->ids; false when memory runs out. */
bool mus_problem_ids_add(struct mus_problem_ids *ids, uint32_t place);
void mus_problem_ids_done(struct mus_problem_ids *ids);

/* Of things with these ids, the place of each when they stand in the order of their ids, bytewise:
 * rank[i] of the i-th; sorted[rank[i]] is its id. All in the arena; false when memory runs out. */
bool mus_problem_rank(struct mus_arena *arena, const struct mus_text *ids, size_t count,
                      struct mus_text **sorted, uint32_t **rank);

#endif
