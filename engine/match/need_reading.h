/* What a need in words says for certain: conditions and purposes, as chips that a person can
 * remove again.
 *
 *     "logistics companies in Germany with more than 1,000 employees"
 *         country:DE         "in Germany"
 *         employees:1001-    "with more than 1,000 employees"
 *     「ベトナムで水処理プラントの代理店を探している」
 *         country:VN         「ベトナムで」
 *         purpose:agent      「代理店を探している」
 *
 * Only phrases are read whose grammar leaves no doubt (need_reading_ja.c and need_reading_en.c say
 * which); all else stays text: what might be meant otherwise (Georgia, 中国地方), what is denied
 * ("not looking for", ドイツの会社は不要), what is said of oneself ("we are a company in Germany"),
 * and what no filter knows ("public companies"). Pure; any thread. */
#ifndef MUS_MATCH_NEED_READING_H
#define MUS_MATCH_NEED_READING_H

#include "base/arena.h"
#include "base/status.h"
#include "base/text.h"
#include "match/phrases.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* A longer text is prose; nothing is read from it. */
#define MUS_MAX_NEED_READ 4096 /* bytes */
#define MUS_MAX_CHIPS 40

enum mus_chip_kind {
    MUS_CHIP_COUNTRY,     /* a filter: the partner is there */
    MUS_CHIP_NOT_COUNTRY, /* a filter: it is elsewhere */
    MUS_CHIP_REGION,      /* a filter */
    MUS_CHIP_PRESENCE,    /* a filter: it has an office or a factory there */
    MUS_CHIP_SIZE,        /* a filter */
    MUS_CHIP_KIND,        /* a filter */
    MUS_CHIP_EMPLOYEES,   /* a filter */
    MUS_CHIP_CAPITAL,     /* a filter, in yen */
    MUS_CHIP_LANGUAGE,    /* a filter */
    MUS_CHIP_CHANNEL,     /* a filter: how it can be met */
    MUS_CHIP_MARKET,      /* of the need */
    MUS_CHIP_PURPOSE,     /* of the need */
    MUS_CHIP_KIND_COUNT
};

struct mus_chip {
    enum mus_chip_kind kind;
    struct mus_text id;   /* "country:DE"; in a reading each once */
    struct mus_text code; /* not of employees and capital */
    int64_t min, max;     /* of these: inclusive, -1 where open */
    struct mus_text text; /* as it stands in the need */
    /* The bytes of the need that say this and nothing else; equal where they say more. */
    size_t cut_begin, cut_end;
};

/* In the order of the text. */
struct mus_reading {
    struct mus_chip *items;
    size_t count;
};

/* The text is UTF-8; the chips lie in the arena and point into the text and the phrases. */
enum mus_status mus_need_read(const struct mus_phrases *phrases, struct mus_text text,
                              struct mus_arena *arena, struct mus_reading *out,
                              struct mus_error *err) MUS_MUST_CHECK;

#endif
