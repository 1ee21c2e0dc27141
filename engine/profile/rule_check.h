/* One value of a company judged by the rule of its field (enum mus_field_rule). Messages begin with
 * the place, which may be the document itself ({0}). Where the reference table of a rule is not
 * among `tables` (NULL: no tables), only the form is judged. Pure; any thread. */
#ifndef MUS_PROFILE_RULE_CHECK_H
#define MUS_PROFILE_RULE_CHECK_H

#include "base/status.h"
#include "codec/place.h"
#include "profile/field.h"
#include "profile/table.h"

/* A text by any rule but INDUSTRY and TECHNOLOGY. The tables are "countries", "country_groups" and
 * "regions"; a region is looked up where the table has regions of its country. */
enum mus_status mus_rule_check_text(enum mus_field_rule rule, struct mus_text text,
                                    const struct mus_tables *tables, const struct mus_place *place,
                                    struct mus_error *err) MUS_MUST_CHECK;
/* A code by INDUSTRY or TECHNOLOGY. Schemes are 1–16 of A-Z0-9_, versions 1–32 of A-Za-z0-9._-.
 * The code must be in the table of its scheme (profile/scheme.h) where there is one; other schemes
 * are accepted. An industry's version must be among those of the table (none given: the one in
 * force). Of technology CPC may also be finer than a class in the table (Y02W 30/62), and IPC is
 * any well-formed symbol. `place` is the code's; it is the same again afterwards. */
enum mus_status mus_rule_check_code(enum mus_field_rule rule, const struct mus_code *code,
                                    const struct mus_tables *tables, struct mus_place *place,
                                    struct mus_error *err) MUS_MUST_CHECK;
/* A purpose, in the table "purposes". */
enum mus_status mus_rule_check_purpose(struct mus_text purpose, const struct mus_tables *tables,
                                       const struct mus_place *place,
                                       struct mus_error *err) MUS_MUST_CHECK;
/* Enough to see that it is no e-mail address: one @ with something on both sides, no blanks. The
 * message does not repeat it. */
enum mus_status mus_rule_check_email(struct mus_text text, const struct mus_place *place,
                                     struct mus_error *err) MUS_MUST_CHECK;

#endif
