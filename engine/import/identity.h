/* Who a row speaks of: an id, a source's key, or a key made of what the row says, so that the same
 * row always means the same company. Pure; any thread. */
#ifndef MUS_IMPORT_IDENTITY_H
#define MUS_IMPORT_IDENTITY_H

#include "base/arena.h"
#include "base/status.h"
#include "profile/company.h"

#include <stdbool.h>

struct mus_identity_options {
    struct mus_text source; /* the source's name for rows that do not say */
    /* Somebody gave it: then rows with an id of their own are this source's under that id. */
    bool source_named;
    struct mus_texts key; /* field paths; none: the usual key */
};

/* The source of the company, given where it has one: (name, id) as the row says it; (name, the
 * company's id) where only that and a name were given; else (name, key), where the company has no
 * id either. The usual key is the corporate number, or without one a digest of names, country and
 * postal code or address. MUS_INVALID: the key is empty; there is nothing to tell it by; a source's
 * name or id beyond its limit is MUS_LIMIT. */
enum mus_status mus_identity_source(const struct mus_company *company,
                                    const struct mus_identity_options *options,
                                    struct mus_arena *arena, struct mus_source *out,
                                    struct mus_error *err) MUS_MUST_CHECK;

/* The source's name for a file: its own without folder and endings, and without ".rejected", so
 * that what was rejected and mended keeps its source; a name that is too long is cut and told apart
 * by a digest. In the arena. */
enum mus_status mus_identity_file_source(const char *path, struct mus_arena *arena,
                                         struct mus_text *out,
                                         struct mus_error *err) MUS_MUST_CHECK;

#endif
