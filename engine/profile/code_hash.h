/* The names that codes have inside a match record (matcher/firm.h): one place for the analysis of
 * companies, the filters of a query and the reference of the matcher. Pure; any thread. */
#ifndef MUS_PROFILE_CODE_HASH_H
#define MUS_PROFILE_CODE_HASH_H

#include "base/status.h"
#include "base/text.h"
#include "profile/company.h"

#include <stdint.h>

/* All are short hashes. Of a country, group, region or purpose, and the word "any": of its bytes as
 * they stand. */
uint64_t mus_code_hash(struct mus_text code);
/* "JSIC:14:24"; without a version "JSIC::24". */
uint64_t mus_code_hash_industry(struct mus_text scheme, struct mus_text version,
                                struct mus_text code);
/* "CPC:Y02W" */
uint64_t mus_code_hash_technology(struct mus_text scheme, struct mus_text code);
/* A BCP 47 tag in lower case: zh-Hant and zh-hant are one. */
uint64_t mus_code_hash_language(struct mus_text language);

/* A name that people write: a certification, a corporate group. Folded for search (text/fold.h)
 * and without white space, so that ISO14001 and ＩＳＯ 14001 are one. 0 where nothing is left of
 * it. MUS_INVALID where it is not UTF-8. */
enum mus_status mus_code_hash_name(struct mus_text name, uint64_t *hash,
                                   struct mus_error *err) MUS_MUST_CHECK;

#endif
