/* Entries made from what the store knows: a request names companies and codes, the entry that comes
 * of it has random ids and what the firms were on its date.
 *
 * Appending is part of a write. It is idempotent under a request id: the same id with the same
 * content gives the entry that was made then, with other content MUS_CONFLICT. */
#ifndef MUS_LEDGER_APPEND_H
#define MUS_LEDGER_APPEND_H

#include "base/calendar.h"
#include "base/status.h"
#include "base/text.h"
#include "codec/json.h"
#include "crypto/digest.h"
#include "ledger/format/book.h"
#include "ledger/format/ledger_entry.h"
#include "profile/table.h"
#include "store/store.h"

#include <stdbool.h>
#include <stdint.h>

#define MUS_LEDGER_MAX_PERSON 64 /* bytes of a person's name */

/* Who asks, and when. */
struct mus_ledger_context {
    const struct mus_tables *tables; /* programmes, purposes: unknown codes are refused */
    mus_date today;                  /* nothing may be dated after it */
    uint64_t now;                    /* unix seconds; raised to that of the last entry */
    struct mus_text by;              /* the person */
    struct mus_text request;         /* request id; empty: none */
    /* What the request id stands for, where the asker said it in other words than the request does
     * (a row of a file); NULL: the request itself. */
    const struct mus_digest *content;
};

/* What is asked for; fields by kind as in the entry, companies by their ids in the store. Texts
 * that are not given count as empty. */
struct mus_ledger_request {
    struct mus_text id; /* of the request, where it names one: for mus_ledger_context.request */
    enum mus_ledger_kind kind;
    struct mus_text companies[2]; /* named, succession (from, to); reported: the respondent first */
    enum mus_ledger_stage stage;
    mus_date date; /* of a succession MUS_NO_DATE: today */
    struct mus_text programme, edition, purpose, agreement;
    bool has_evidence;
    struct mus_digest evidence;
    enum mus_ledger_side_of_fair side_of_fair;
    uint32_t n;
    uint64_t entry; /* confirmed, reversed */
    enum mus_ledger_reason reason;
    struct mus_text rules; /* canonical bytes */
    int fiscal_year;
    enum mus_ledger_figure_kind figure;
    uint32_t value;
    struct mus_text indicator, source;
};

struct mus_ledger_done {
    uint64_t entry;
    bool repeated; /* it had been made already, under the same request id */
};

/* MUS_NOT_FOUND: companies[1]: no company "c-9"; MUS_INVALID: the field and what was expected
 * ("date: 2026-12-01 lies after today, 2026-11-27"; "by: the person who recorded entry 12 cannot
 * confirm it"; "entry 12 is a reversal, which cannot be reversed"); MUS_CONFLICT: entry 12 was
 * reversed already, by entry 20; the request id was used for something else. Nothing is changed
 * then. Not for rotations: see ledger/keys.h. */
enum mus_status mus_ledger_append(struct mus_write *write, const struct mus_ledger_context *context,
                                  const struct mus_ledger_request *request,
                                  struct mus_ledger_done *out,
                                  struct mus_error *err) MUS_MUST_CHECK;

/* MUS_INVALID: by: expected a person's name of 1 to 64 bytes, found "". */
enum mus_status mus_ledger_check_person(struct mus_text name, struct mus_error *err) MUS_MUST_CHECK;

/* A code of a reference table, where the store has that table. MUS_INVALID: "field: is missing",
 * "field: unknown code …". */
enum mus_status mus_ledger_check_code(const struct mus_tables *tables, const char *field,
                                      const char *name, struct mus_text code,
                                      struct mus_error *err) MUS_MUST_CHECK;
/* MUS_INVALID: "date: 2026-12-01 lies after today, 2026-11-27", where why is " lies after today, ".
 */
enum mus_status mus_ledger_refuse_date(mus_date date, const char *why, mus_date limit,
                                       struct mus_error *err);

/* A request as a JSON object: {"kind": "named", "companies": ["c-1", "c-2"], "stage": "concluded",
 * "date": "2026-05-11", "programme": "KOBS", "purpose": "sales", "edition"?, "agreement"?,
 * "evidence"? (64 hex)} and likewise for reported ("respondent", "side", "n"), confirmed
 * ("confirms"), reversed ("reverses", "reason"), succession ("from", "to", "date"?), figure
 * ("fiscal_year", "figure", "value", "indicator", "source"); each may have an "id", that of the
 * request. Dates and fiscal years also as people in Japan write them. Rule sets and rotations have
 * commands of their own. Strict; texts are borrowed from the object. MUS_INVALID with the field. */
enum mus_status mus_ledger_request_read(const struct mus_json *object,
                                        struct mus_ledger_request *out,
                                        struct mus_error *err) MUS_MUST_CHECK;

/* The whole ledger read as a book, borrowed from the read. */
enum mus_status mus_ledger_book_of(const struct mus_read *read, struct mus_book **out,
                                   struct mus_error *err) MUS_MUST_CHECK;

#endif
