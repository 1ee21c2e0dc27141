/* The files of a pairing: musubi-pairing-problem/1 read, musubi-pairing/1 written and read.
 *
 * A problem is read without a tree, so that five million pairs cost their text and
 * their arrays. Participants are put in the order of their ids, bytewise, and pairs in that of
 * their participants, so that the order of the file does not show in an answer. What is malformed
 * is refused with its place: pairs[3][1]: no participant "p9". Pure; any thread. */
#ifndef MUS_FAIR_FORMAT_PAIRING_JSON_H
#define MUS_FAIR_FORMAT_PAIRING_JSON_H

#include "base/arena.h"
#include "base/buf.h"
#include "base/status.h"
#include "base/text.h"
#include "codec/json_write.h"
#include "matcher/pairing/evenness.h"
#include "matcher/pairing/solve.h"

#define MUS_PAIRING_PROBLEM_FORMAT "musubi-pairing-problem/1"
#define MUS_PAIRING_FORMAT "musubi-pairing/1"

struct mus_pairing_document {
    struct mus_text id;                     /* not given: it has none */
    const struct mus_text *participant_ids; /* of each participant of the problem */
    const struct mus_text *company_ids;     /* of each number that a participant's company has */
    struct mus_pairing_problem problem;
};

/* A document that passes mus_pairing_check_problem, in the arena; the text need not outlive it. */
enum mus_status mus_pairing_document_read(struct mus_text json, struct mus_arena *arena,
                                          struct mus_pairing_document *out,
                                          struct mus_error *err) MUS_MUST_CHECK;
/* The same document as text; what is read from it again is equal. Fails by `out` alone. */
void mus_pairing_document_write(const struct mus_pairing_document *document, struct mus_buf *out);
/* `microseconds` is what the solver took. */
void mus_pairing_answer_write(const struct mus_pairing_document *document,
                              const struct mus_pairing_answer *answer, uint64_t microseconds,
                              struct mus_buf *out);
/* The same, where evenness was paid for: with "evenness" and "price". */
void mus_pairing_priced_answer_write(const struct mus_pairing_document *document,
                                     const struct mus_pairing_answer *answer, uint32_t evenness,
                                     const struct mus_pairing_price *price, uint64_t microseconds,
                                     struct mus_buf *out);
/* The member "price". */
void mus_pairing_put_price(const struct mus_pairing_price *price, struct mus_json_writer *writer);
/* The member "unmet_minimum", of at most so many participants. */
void mus_pairing_put_unmet(const struct mus_pairing_document *document,
                           const struct mus_pairing_answer *answer, size_t most,
                           struct mus_json_writer *writer);
/* The last members of an answer, for a summary of it too: total, …, steps, seconds. */
void mus_pairing_put_figures(const struct mus_pairing_answer *answer, uint64_t microseconds,
                             struct mus_json_writer *writer);
/* "flow" or "prices"; "best" for neither. */
const char *mus_pairing_method_name(enum mus_pairing_method method);
/* Why a participant stays below its minimum, in words, such as: these 7 participants need 21
 * more meetings, but accept only 3 partners with room for 4 more: p1, p2, …; partners: p8, …
 * (at most ten ids of each are named). */
void mus_pairing_why(const struct mus_pairing_document *document,
                     const struct mus_pairing_answer *answer, const struct mus_pairing_unmet *unmet,
                     bool japanese, struct mus_buf *out);

#endif
