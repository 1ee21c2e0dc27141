/* libmusubi: the public interface of the business-matching engine.
 *
 * A store is a folder. It is opened once (mus_open) and asked as often as one likes; any number of
 * threads may ask one open store at a time, but for mus_table_import, during which no other may.
 * Every question answers with JSON objects, handed to the caller's mus_sink one by one as they are
 * ready; `musubi COMMAND --help` names the keys of each. The library never prints, logs or
 * exits.
 *
 * Texts are UTF-8, terminated by NUL; NULL means "not given". Dates are ISO 8601. */
#ifndef MUSUBI_H
#define MUSUBI_H

#include "musubi/public/cases.h"
#include "musubi/public/companies.h"
#include "musubi/public/events.h"
#include "musubi/public/ledger.h"
#include "musubi/public/matching.h"
#include "musubi/public/opening.h"
#include "musubi/public/planning.h"
#include "musubi/public/solving.h"

#endif
