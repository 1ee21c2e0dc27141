#include "lexicon/builtin.h"

const struct mus_builtin_glossary *mus_lexicon_builtin(size_t *count)
{
    *count = mus_builtin_glossary_data_count;
    return mus_builtin_glossary_data;
}
