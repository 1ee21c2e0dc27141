/* Which meetings were held, from the forms that an event hands out (`event print EVENT outcomes`),
 * filled in, as CSV or XLSX.
 *
 * A row names meetings: those of a company that answers, or a single one. What was not held is
 * crossed out of the list, or said by a mark in a column of its own. Where the file asks how many
 * matches were concluded, a row in which that is empty has not been answered, and says nothing;
 * `ledger import reported` reads that number from the same file. A meeting was held where some row
 * says so.
 *
 * Good rows are taken in one write, with the cases and entries of their meetings (held.h); bad ones
 * are told and go to a file. Importing a file twice changes nothing the second time. */
#ifndef MUS_FAIR_OUTCOMES_H
#define MUS_FAIR_OUTCOMES_H

#include "cases/cases.h"
#include "fair/plan.h"
#include "fair/registration.h"

/* job->role and job->source mean nothing. MUS_OK also where rows were rejected: see the report,
 * where an added row is one that made a meeting held. MUS_NOT_FOUND, MUS_INVALID, MUS_LIMIT as in
 * mus_wishes_import; also where a case cannot go on (mus_held_commit). */
enum mus_status mus_outcomes_import(const struct mus_registration_job *job,
                                    const struct mus_fair_context *context,
                                    const struct mus_case_context *cases, struct mus_arena *arena,
                                    struct mus_import_report **out,
                                    struct mus_error *err) MUS_MUST_CHECK;

#endif
