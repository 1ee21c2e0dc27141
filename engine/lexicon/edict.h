/* Rows of EDICT for a lexicon: the Japanese-English dictionary of the Electronic Dictionary
 * Research and Development Group, as Debian's package `edict` has it (EUC-JP). It is read where it
 * is installed and no part of the project.
 *
 *     廃棄 [はいき] /(n,vs) (1) disposal/abandonment/(2) (arch) repeal/(P)/EntL1471940X/
 *
 * A sense is told by its number; senses that are marked obsolete, archaic, rare or coarse are left
 * out. Of a gloss what stands in brackets goes, and a leading "to be", "to", "a", "an", "the". The
 * reading becomes a headword of its own where it has four characters, or three and the word is
 * usually written so (uk): shorter ones are found inside other words. */
#ifndef MUS_LEXICON_EDICT_H
#define MUS_LEXICON_EDICT_H

#include "base/status.h"
#include "base/text.h"
#include "lexicon/builder.h"

/* Adds a dictionary file. A line that is no entry, or no EUC-JP, is passed over and counted, but
 * for the title in front. MUS_INVALID where no line is an entry, MUS_LIMIT beyond
 * MUS_MAX_LEXICON_BYTES; then nothing is added. */
enum mus_status mus_lexicon_add_edict(struct mus_lexicon_builder *builder, struct mus_text bytes,
                                      struct mus_error *err) MUS_MUST_CHECK;

#endif
