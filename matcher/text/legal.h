/* Legal forms at either end of a company's name. Pure; any thread. */
#ifndef MUS_MATCHER_TEXT_LEGAL_H
#define MUS_MATCHER_TEXT_LEGAL_H

#include "matcher/text/name_key.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* A name taken apart: its characters without white space, folded, in current kanji, brackets of all
 * kinds as ( and ). */
struct mus_name_atom {
    int32_t character;
    bool starts; /* white space or punctuation stands before it, or nothing */
    bool punct;
};

struct mus_name_atoms {
    struct mus_name_atom *items;
    size_t begin; /* items begin … end-1 are the name */
    size_t end;
};

enum mus_legal_script {
    MUS_LEGAL_WRITTEN, /* 株式会社, Co., Ltd. */
    MUS_LEGAL_KANA,    /* カブシキガイシャ, (カ), small kana as large */
};

/* Takes legal forms off both ends, but never all there is. Says what went. */
struct mus_legal_ends mus_legal_strip(struct mus_name_atoms *atoms, enum mus_legal_script script);

#endif
