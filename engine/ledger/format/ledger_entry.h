/* An entry: one line of the ledger, in the bytes that are hashed and signed.
 *
 * Every entry begins
 *     u8  version (1)
 *     u8  kind (enum mus_ledger_kind)
 *     u64 recorded: unix seconds, never before the entry before it
 *     16  who recorded it: a random id, which the store gives to a person and forgets with them
 *
 * and goes on by kind:
 *     named      u8 stage ‖ i32 date ‖ text programme ‖ text edition ‖ text purpose ‖
 *                text agreement ‖ u8 evidence (0 none, 1) [‖ 32 SHA-256 of the evidence] ‖
 *                side ‖ side
 *     reported   i32 date ‖ text programme ‖ text edition ‖ u8 side of the fair ‖ u32 n ‖ side
 *     confirmed  u64 index of the entry that is confirmed
 *     reversed   u64 index of the entry that is taken back ‖ u8 reason
 *     succession i32 date ‖ 16 company ‖ 16 company that it became
 *     rules      u32 length and bytes of a rule set (rule_set.h), canonical
 *     figure     u16 fiscal year ‖ u8 target or published ‖ u32 value ‖ text indicator ‖
 *                text16 source
 *     rotation   u8 algorithm ‖ 32 new public key ‖ 64 signature by the key so far (rotation.h)
 *
 * A side is 16 random company id ‖ u64 corporate number (0: none) ‖ 2 country ‖ u8 size ‖ u8 kind,
 * as of the entry's date; the two sides stand in the order of their ids. Numbers are little-endian,
 * a text is u8 length and bytes (text16: u16), dates are days since 1970. There is one way to write
 * an entry, and nothing else is read. Nothing in it names a person or a firm, and no digest of
 * such a name: ids are drawn at random. Pure; any thread. */
#ifndef MUS_LEDGER_FORMAT_LEDGER_ENTRY_H
#define MUS_LEDGER_FORMAT_LEDGER_ENTRY_H

#include "base/buf.h"
#include "base/calendar.h"
#include "base/status.h"
#include "base/text.h"
#include "crypto/digest.h"
#include "crypto/note.h"
#include "matcher/vocabulary.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define MUS_LEDGER_ENTRY_VERSION 1
#define MUS_LEDGER_ID_BYTES 16
#define MUS_LEDGER_MAX_ENTRY 65535 /* bytes; a bundle's length field has 16 bits */
/* Bytes of codes; together they keep a receipt within 1,024 bytes (receipt.h). */
#define MUS_LEDGER_MAX_PROGRAMME 24
#define MUS_LEDGER_MAX_EDITION 32
#define MUS_LEDGER_MAX_PURPOSE 24
#define MUS_LEDGER_MAX_AGREEMENT 20
#define MUS_LEDGER_MAX_INDICATOR 32
#define MUS_LEDGER_MAX_SOURCE 512
#define MUS_LEDGER_MAX_RULES 32768
#define MUS_LEDGER_MAX_REPORTED 10000 /* n of one questionnaire */
#define MUS_LEDGER_MAX_FIGURE 100000000
#define MUS_LEDGER_MAX_INDEX ((UINT64_C(1) << 53) - 1) /* what JSON can say exactly */
#define MUS_LEDGER_LAST_SECOND UINT64_C(253402268399)  /* 9999-12-31T23:59:59+09:00 */

enum mus_ledger_kind {
    MUS_LEDGER_NAMED = 1,
    MUS_LEDGER_REPORTED,
    MUS_LEDGER_CONFIRMED,
    MUS_LEDGER_REVERSED,
    MUS_LEDGER_SUCCESSION,
    MUS_LEDGER_RULES,
    MUS_LEDGER_FIGURE,
    MUS_LEDGER_ROTATION,
    MUS_LEDGER_KIND_END
};

enum mus_ledger_stage {
    MUS_LEDGER_MEETING_HELD = 1,
    MUS_LEDGER_FOLLOW_UP,
    MUS_LEDGER_CONCLUDED,
    MUS_LEDGER_FIRST_ORDER,
    MUS_LEDGER_STAGE_END
};

/* Which side of a fair a respondent stood on. */
enum mus_ledger_side_of_fair {
    MUS_LEDGER_EXHIBITOR = 1,
    MUS_LEDGER_VISITOR,
    MUS_LEDGER_ORGANISER, /* a follow-up survey by the organiser */
    MUS_LEDGER_SIDE_OF_FAIR_END
};

enum mus_ledger_reason {
    MUS_LEDGER_MISTAKE = 1, /* a slip of the pen: another entry says it right */
    MUS_LEDGER_DUPLICATE,
    MUS_LEDGER_CANCELLED, /* what was concluded fell through */
    MUS_LEDGER_UNPROVEN,  /* the evidence did not hold */
    MUS_LEDGER_NOT_OURS,  /* came about without the programme */
    MUS_LEDGER_REASON_END
};

enum mus_ledger_figure_kind {
    MUS_LEDGER_TARGET = 1,
    MUS_LEDGER_PUBLISHED,
    MUS_LEDGER_FIGURE_KIND_END
};

struct mus_ledger_id {
    unsigned char bytes[MUS_LEDGER_ID_BYTES];
};

/* A firm as of the entry's date. A sole proprietor has no corporate number. */
struct mus_ledger_side {
    struct mus_ledger_id company;
    uint64_t corporate_number; /* 0: none */
    char country[2];
    enum mus_size size;
    enum mus_kind kind;
};

struct mus_ledger_entry {
    enum mus_ledger_kind kind;
    uint64_t recorded; /* unix seconds */
    struct mus_ledger_id by;
    union {
        struct {
            enum mus_ledger_stage stage;
            mus_date date;
            struct mus_text programme, edition, purpose, agreement; /* empty: none */
            bool has_evidence;
            struct mus_digest evidence;
            struct mus_ledger_side sides[2];
        } named;
        struct {
            mus_date date;
            struct mus_text programme, edition;
            enum mus_ledger_side_of_fair side_of_fair;
            uint32_t n;
            struct mus_ledger_side respondent;
        } reported;
        struct {
            uint64_t entry;
            enum mus_ledger_reason reason; /* of a reversal */
        } about;                           /* confirmed, reversed */
        struct {
            mus_date date;
            struct mus_ledger_id from, to;
        } succession;
        struct mus_text rules;
        struct {
            int fiscal_year;
            enum mus_ledger_figure_kind kind;
            uint32_t value;
            struct mus_text indicator, source;
        } figure;
        struct {
            enum mus_note_algorithm algorithm;
            unsigned char key[32];
            unsigned char signature[MUS_SIGNATURE_BYTES];
        } rotation;
    } as;
};

/* Words of the readable form: "named", "meeting_held", "exhibitor", "mistake", "target". A number
 * is 0 where the word is none of them. */
const char *mus_ledger_kind_name(enum mus_ledger_kind kind);
const char *mus_ledger_stage_name(enum mus_ledger_stage stage);
const char *mus_ledger_side_name(enum mus_ledger_side_of_fair side);
const char *mus_ledger_reason_name(enum mus_ledger_reason reason);
const char *mus_ledger_figure_name(enum mus_ledger_figure_kind kind);
enum mus_ledger_kind mus_ledger_kind_of(struct mus_text name);
enum mus_ledger_stage mus_ledger_stage_of(struct mus_text name);
enum mus_ledger_side_of_fair mus_ledger_side_of(struct mus_text name);
enum mus_ledger_reason mus_ledger_reason_of(struct mus_text name);
enum mus_ledger_figure_kind mus_ledger_figure_of(struct mus_text name);

/* Puts the two sides in the order of their ids. */
void mus_ledger_order_sides(struct mus_ledger_side sides[2]);

/* Every rule that one entry can be held to without the others: dates exist and are not after the
 * day (Asia/Tokyo) it was recorded, codes are ids within their limits and not empty where they are
 * needed (programme; purpose of named; edition of reported), sides differ and stand in order,
 * corporate numbers have 13 digits and their check digit, sole proprietors none, countries are two
 * capital letters, an indicator is named, a source is one line of UTF-8, n is 0 …
 * MUS_LEDGER_MAX_REPORTED, fiscal years 1990 … 2200. MUS_INVALID or MUS_LIMIT with the field as
 * place. */
enum mus_status mus_ledger_entry_check(const struct mus_ledger_entry *entry,
                                       struct mus_error *err) MUS_MUST_CHECK;
/* Appends the bytes of an entry that passes the check (asserted to fit). */
void mus_ledger_entry_encode(const struct mus_ledger_entry *entry, struct mus_buf *out);
/* Borrows from the bytes. MUS_CORRUPT for whatever mus_ledger_entry_encode does not write or the
 * check refuses. */
enum mus_status mus_ledger_entry_decode(struct mus_text bytes, struct mus_ledger_entry *out,
                                        struct mus_error *err) MUS_MUST_CHECK;
/* The fixed head and, for named and reported, the date, without looking at the rest: for walking
 * over many. False where the bytes are too short or of another version. `date` is MUS_NO_DATE for
 * other kinds. */
bool mus_ledger_entry_peek(struct mus_text bytes, enum mus_ledger_kind *kind, uint64_t *recorded,
                           mus_date *date);

bool mus_ledger_id_equal(const struct mus_ledger_id *a, const struct mus_ledger_id *b);
/* 32 hexadecimal digits. */
bool mus_ledger_id_read(struct mus_text text, struct mus_ledger_id *out);

#endif
