/* How what is supplied by a source or edited by a person joins what is stored.
 *
 * Pure functions from records to a new record, which borrows texts and arrays from its inputs and
 * from the arena, and must not outlive them. Whoever knows the time passes it in. Nothing is
 * checked here but limits of lists: the caller runs mus_company_check on the result.
 *
 * Contacts: a record whose contacts are sealed (has_contacts without MUS_FIELD_CONTACTS) keeps
 * them unless new ones come; `changed` then says that they must be sealed anew. An empty list of
 * contacts is stored as none. Any thread. */
#ifndef MUS_PROFILE_COMPANY_MERGE_H
#define MUS_PROFILE_COMPANY_MERGE_H

#include "base/arena.h"
#include "base/status.h"
#include "profile/company_record.h"

enum mus_supply_mode {
    /* JSON Lines: the line is all that its source has to say. What the source had supplied and no
     * longer gives is cleared; what others supplied stays unless the line gives it. */
    MUS_SUPPLY_SOURCE,
    /* CSV and XLSX: only mapped fields are touched; an empty cell leaves the value. */
    MUS_SUPPLY_MAPPED,
};

struct mus_supply {
    enum mus_supply_mode mode;
    mus_field_set mapped; /* MAPPED: the fields that have a column or a constant */
    bool clear_empty;     /* MAPPED: an empty cell clears */
    bool overwrite;       /* also what a person edited */
    int64_t now_ms;
};

struct mus_merged {
    struct mus_company_record record;
    mus_field_set changed; /* fields whose value is not what it was */
    mus_field_set kept;    /* a person's values that stand against the input */
    bool added;            /* there was nothing before */
    bool unchanged;        /* the record is what it was, updated_ms included: nothing to store */
};

/* `old` is NULL for a new company. The id stays old's; a new company has the input's, which may
 * not be given: the caller then assigns one. The input's source is added to the sources (MUS_LIMIT
 * beyond MUS_MAX_SOURCES). A value that was there already stays its first supplier's, so that
 * supplying the same twice changes nothing the second time. */
enum mus_status mus_company_supply(const struct mus_company_record *old,
                                   const struct mus_company *input, const struct mus_supply *supply,
                                   struct mus_arena *arena, struct mus_merged *out,
                                   struct mus_error *err) MUS_MUST_CHECK;

/* A person's edit: given fields are replaced, `cleared` ones cleared, all others stay. What really
 * changed is a person's from now on. `old` NULL makes a new company, all of it a person's. */
enum mus_status mus_company_edit(const struct mus_company_record *old,
                                 const struct mus_company *input, mus_field_set cleared,
                                 int64_t now_ms, struct mus_arena *arena, struct mus_merged *out,
                                 struct mus_error *err) MUS_MUST_CHECK;

#endif
