/* Which reference table holds the classes of a scheme: JSIC lies in "jsic", as any scheme lies in
 * the table that is called by its name in lower case, but for a few with names of their own
 * (CPC: "cpc_y02", FAIR: "fair_categories"). Pure; any thread. */
#ifndef MUS_PROFILE_SCHEME_H
#define MUS_PROFILE_SCHEME_H

#include "base/text.h"

/* Room for a scheme or a table's name, with its NUL. */
#define MUS_SCHEME_BYTES 65

/* Written to buffer, which has room for MUS_SCHEME_BYTES; returned as text over it. Not given where
 * the name is too long. */
struct mus_text mus_table_of_scheme(struct mus_text scheme, char *buffer);
struct mus_text mus_scheme_of_table(struct mus_text table, char *buffer);

#endif
