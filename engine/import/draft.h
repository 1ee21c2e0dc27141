/* A row of a table as a draft of a company: what its cells say, field by field, and what becomes of
 * it when it meets the company that is there.
 *
 * Fields made of parts (listings, hold, consent, review, declarations) are completed from the
 * company that is there, so that a row touches only what it has columns for. Listings are told
 * apart by their ids; without a column for it a listing of a map has an id made of the source's
 * name and its number. Contacts are replaced as a whole. A draft belongs to one thread at a time.
 */
#ifndef MUS_IMPORT_DRAFT_H
#define MUS_IMPORT_DRAFT_H

#include "base/arena.h"
#include "base/buf.h"
#include "base/status.h"
#include "codec/row.h"
#include "import/map.h"
#include "import/value.h"
#include "profile/company_record.h"

/* What is wrong or doubtful in a row, and where: a column from 0 or MUS_NO_COLUMN, and a field of
 * the map or none. Messages name no row. */
struct mus_remark {
    size_t column;
    struct mus_text field;
    struct mus_text message;
    struct mus_remark *next;
};

struct mus_draft {
    const struct mus_map *map;
    const struct mus_tables *tables;
    struct mus_value *values; /* of each field of the map */
    size_t *columns;          /* where it stands, MUS_NO_COLUMN: nowhere */
    struct mus_remark *warnings;
    struct mus_arena *arena; /* of the row: texts are borrowed from it and from the row */
    struct mus_buf work;
};

/* For one map; then read as many rows as there are. */
enum mus_status mus_draft_init(struct mus_draft *draft, const struct mus_map *map,
                               const struct mus_tables *tables,
                               struct mus_error *err) MUS_MUST_CHECK;
void mus_draft_done(struct mus_draft *draft);

/* Reads the row; `arena` holds what it needs and is reset by the caller. MUS_INVALID or MUS_LIMIT:
 * a cell is refused; then `remark` says which, and err has its message without a place. A rule of
 * reject_if that holds is MUS_INVALID too. */
enum mus_status mus_draft_read(struct mus_draft *draft, const struct mus_row *row,
                               struct mus_arena *arena, struct mus_remark *remark,
                               struct mus_error *err) MUS_MUST_CHECK;
/* The company that the draft describes, completed from `old` (may be NULL), and the fields that the
 * map fills in this row. `source` names the source for ids of listings. */
enum mus_status mus_draft_company(const struct mus_draft *draft, const struct mus_company *old,
                                  struct mus_text source, bool clear_empty, struct mus_company *out,
                                  mus_field_set *mapped, struct mus_error *err) MUS_MUST_CHECK;
/* True where the company that is there makes a difference to it. */
bool mus_draft_needs_old(const struct mus_draft *draft);
/* The cell that names the row, not given where the map says none or it is empty. */
struct mus_text mus_draft_row_name(const struct mus_map *map, const struct mus_row *row);

#endif
