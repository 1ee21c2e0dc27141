/* A match query: a company of the store or a typed need, filters and how many to name. */
#ifndef MUS_MATCH_QUERY_H
#define MUS_MATCH_QUERY_H

#include "base/arena.h"
#include "base/status.h"
#include "codec/json.h"
#include "match/acquaintance.h"
#include "match/world.h"
#include "matcher/filter.h"
#include "profile/company.h"
#include "profile/firm_analysis.h"
#include "store/companies.h"

#include <stdbool.h>
#include <stddef.h>

#define MUS_DEFAULT_TOP 20

struct mus_match_query {
    struct mus_text id;         /* as the query says; MUS_NO_TEXT where it says none */
    bool bare_need;             /* company is then a shell around the need, with no id */
    struct mus_text company_id; /* as asked for, before redirects */
    struct mus_company company; /* once loaded */
    struct mus_firm firm;
    struct mus_filter filter;
    size_t top;
    mus_date met_since; /* meetings before it are no veto; MUS_NO_DATE: all are */
    struct mus_acquaintances acquaintances; /* once loaded; of a bare need none */
};

/* {"id", "company" | "need", "filters", "top", "met_since"}: a query line. Strict; places begin
 * with "company", "need.", "filters.". Everything lies in the arena. */
enum mus_status mus_match_query_read(const struct mus_world *world, const struct mus_json *object,
                                     struct mus_arena *arena, struct mus_match_query *out,
                                     struct mus_error *err) MUS_MUST_CHECK;
/* The "filters" object alone. */
enum mus_status mus_match_filter_read(const struct mus_world *world, const struct mus_json *object,
                                      struct mus_arena *arena, struct mus_filter *out,
                                      struct mus_error *err) MUS_MUST_CHECK;
/* The need that has only this text. */
enum mus_status mus_match_query_of_text(struct mus_text text, struct mus_arena *arena,
                                        struct mus_match_query *out,
                                        struct mus_error *err) MUS_MUST_CHECK;
/* Fills company and firm: from the store (borrowed from the read), or from the need. MUS_NOT_FOUND:
 * no company "c-1". */
enum mus_status mus_match_query_load(struct mus_match_query *query, const struct mus_read *read,
                                     const struct mus_firm_tools *tools, struct mus_arena *arena,
                                     struct mus_error *err) MUS_MUST_CHECK;
/* The same for a company whose match record is at hand, a borrowed one: all that scanning wants,
 * without the company. */
enum mus_status mus_match_query_load_firm(struct mus_match_query *query,
                                          const struct mus_read *read, struct mus_text record,
                                          struct mus_arena *arena,
                                          struct mus_error *err) MUS_MUST_CHECK;

#endif
