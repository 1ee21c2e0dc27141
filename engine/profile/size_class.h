/* The size class of a company by Article 2 of the Small and Medium-sized Enterprise Basic Act of
 * Japan (中小企業基本法), derived from capital, employees and main business, with its basis.
 *
 *     main business            SME: capital (yen) or employees    small: employees
 *     manufacturing, other     300,000,000           300          20
 *     wholesale                100,000,000           100           5
 *     services                  50,000,000           100           5
 *     retail                    50,000,000            50           5
 *
 * Limits are inclusive, and one of the two suffices. An individual has the employee test only.
 * Missing is never zero: what cannot be decided is unknown, and the basis says which values are
 * missing. Where the main business is missing, a class is given only if all rows agree on it.
 * A company abroad is measured by the same limits. Pure; any thread. */
#ifndef MUS_PROFILE_SIZE_CLASS_H
#define MUS_PROFILE_SIZE_CLASS_H

#include "profile/company.h"

struct mus_size_basis {
    /* False for universities, public bodies and the like: the Act speaks of companies and
     * individuals. The class is then unknown, and nothing is missing. */
    bool applicable;
    /* The values that decided, as bits of EMPLOYEES and CAPITAL_JPY. */
    mus_field_set decided_by;
    /* The values without which the class, or whether an SME is small, stays open: bits of
     * EMPLOYEES, CAPITAL_JPY, MAIN_BUSINESS. */
    mus_field_set missing;
    /* The row's limits; -1 where the main business is missing, and for the capital of an
     * individual. */
    int64_t capital_limit_jpy;
    int64_t employees_limit;
    int64_t small_employees_limit;
    /* The provision that decided or would decide; "" where not applicable. Constant. */
    const char *law_ja;
    const char *law_en;
    /* Half or more is held by one other firm (parent_share_percent >= 50): the usual rule by
     * which programmes set such SMEs aside (みなし大企業). The parent's own size is not known, and
     * the class is never changed by it. */
    bool deemed_large;
};

/* basis may be NULL. */
enum mus_size mus_size_class(const struct mus_company *company, struct mus_size_basis *basis);

#endif
