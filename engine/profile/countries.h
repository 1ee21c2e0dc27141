/* The country table as the system knows it: codes and names of ISO 3166-1 from the package
 * iso-codes (its JSON, and its gettext catalogue for the Japanese names), joined with the built-in
 * table.
 *
 * Names: that of iso-codes ("South Korea" rather than "Korea, Republic of" where it has both), save
 * where the built-in table has it as another spelling of the same or of some country: whoever
 * wrote the table knew the name and chose better (ジョージア, not グルジア). All other names of
 * either side, and the three-letter codes, become synonyms. Countries that only one side has stay.
 *
 * The version is made of the contents ("iso-" and eight hexadecimal digits): the same files give
 * the same version and bytes on every machine. */
#ifndef MUS_PROFILE_COUNTRIES_H
#define MUS_PROFILE_COUNTRIES_H

#include "base/arena.h"
#include "base/status.h"
#include "profile/table.h"

/* `share` is the folder that holds iso-codes/json and locale/ja, NULL for /usr/share. Where there
 * is no iso_3166-1.json the result is the built-in table as it is; where only the catalogue is
 * missing, the built-in table gives the Japanese names. A file that is there and damaged is
 * MUS_INVALID or MUS_LIMIT, one that cannot be read MUS_IO. The table borrows from the arena only.
 */
enum mus_status mus_countries_table(const char *share, struct mus_arena *arena,
                                    struct mus_table *out, struct mus_error *err) MUS_MUST_CHECK;

#endif
