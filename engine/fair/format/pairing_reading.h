/* What is known of a pairing problem while it is read. Only the units pairing_read and
 * pairing_read_* include this. */
#ifndef MUS_FAIR_FORMAT_PAIRING_READING_H
#define MUS_FAIR_FORMAT_PAIRING_READING_H

#include "base/limits.h"
#include "fair/format/pairing_json.h"
#include "fair/format/problem_reader.h"

/* A pair by the places of its participants in the order of their ids, and where it stands in the
 * file. */
struct mus_read_pair {
    uint32_t a, b; /* a < b */
    uint32_t score;
    uint32_t at;
};

enum { MUS_PAIRS_AT_ONCE = MUS_PROBLEM_MOST_AT_ONCE / 2 };

/* Pairs that were read and whose participants are still to be found. */
struct mus_pending_pairs {
    char bytes[2 * MUS_PAIRS_AT_ONCE][MUS_MAX_ID];
    struct mus_text ids[2 * MUS_PAIRS_AT_ONCE]; /* in the bytes */
    uint32_t scores[MUS_PAIRS_AT_ONCE];
    size_t count;
};

struct mus_pairing_reading {
    struct mus_text id;
    uint64_t capacity;

    struct mus_text *participant_ids; /* in the order of the file, as are the next */
    size_t participant_id_room;
    struct mus_pairing_participant *participants;
    size_t participant_room;
    size_t participant_count;
    struct mus_problem_ids participants_by_id;
    struct mus_text *company_ids;
    size_t company_room;
    size_t company_count;
    struct mus_problem_ids companies_by_id;

    /* When the participants are read: in the order of ids, of the arena. */
    struct mus_text *sorted_ids;
    struct mus_text *sorted_companies;
    struct mus_pairing_participant *sorted;
    struct mus_problem_ids sorted_by_id;

    struct mus_read_pair *pairs;
    size_t pair_room;
    size_t pair_count;
    struct mus_pending_pairs pending; /* those after them */
    uint64_t *begins; /* of the pairs of each participant as a, when they are in order */
    uint8_t *marks;   /* of the arena; NULL: none is marked */

    struct mus_read_pair *fixed; /* in the order of the file; at: the place of the pair */
    size_t fixed_room;
    size_t fixed_count;
};

/* Members of the problem; all take the reading. */
mus_problem_read mus_read_pairing_participants;
mus_problem_read mus_read_pairs;
mus_problem_read mus_read_forbidden;
mus_problem_read mus_read_fixed;

/* When all are read: the fixed pairs by themselves break no rule. */
enum mus_status mus_check_fixed(const struct mus_pairing_reading *reading,
                                struct mus_error *err) MUS_MUST_CHECK;

#endif
