/* From the hashes of a match back to codes and labels: everything two profiles name. One thread. */
#ifndef MUS_MATCH_GLOSSARY_H
#define MUS_MATCH_GLOSSARY_H

#include "base/arena.h"
#include "base/status.h"
#include "match/world.h"
#include "matcher/evidence.h"
#include "profile/company.h"

struct mus_entry {
    uint64_t hash;
    struct mus_text code;
    struct mus_bilingual label;
};

struct mus_glossary {
    const struct mus_world *world;
    struct mus_arena *arena;
    struct mus_entry *entries; /* by hash; of equal hashes the first found stands */
    size_t count;
};

enum mus_status mus_glossary_build(struct mus_glossary *glossary, const struct mus_world *world,
                                   const struct mus_company *a, const struct mus_company *b,
                                   struct mus_arena *arena, struct mus_error *err) MUS_MUST_CHECK;
/* What a piece of evidence of this kind holds as `from` (first) or `to`: a hash, a vocabulary
 * number or a set of them. A hash that no profile names has neither code nor label. */
enum mus_status mus_glossary_find(const struct mus_glossary *glossary, enum mus_evidence_kind kind,
                                  bool first, uint64_t value, struct mus_entry *out,
                                  struct mus_error *err) MUS_MUST_CHECK;

#endif
