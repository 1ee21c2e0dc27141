#include "command/rows.h"

static const struct mus_parameter BUILD_PARAMETERS[] = {
    {.name = "edict",
     .value = "FILE",
     .kind = MUS_PARAMETER_OPTION,
     .type = MUS_PARAMETER_PATH,
     .help_ja = "和英辞書EDICT（既定は /usr/share/edict/edict があればそれ）",
     .help_en = "the dictionary EDICT (/usr/share/edict/edict, where it is installed)"},
    {.name = "without-edict",
     .kind = MUS_PARAMETER_FLAG,
     .help_ja = "EDICTを使わない",
     .help_en = "do not use EDICT"},
    {.name = "glossary",
     .value = "FILE",
     .kind = MUS_PARAMETER_OPTION,
     .type = MUS_PARAMETER_PATH,
     .help_ja = "自前の用語集（日本語|同義語 TAB 英語|同義語）",
     .help_en = "a glossary of one's own (Japanese|synonym TAB English|synonym)"},
};

MUS_RUN(run_build)
{
    (void)open;
    struct mus_lexicon_build_options options = {
        .edict = mus_arguments_text(arguments, "edict"),
        .without_edict = mus_arguments_flag(arguments, "without-edict"),
        .glossary = mus_arguments_text(arguments, "glossary"),
    };
    return mus_lexicon_build(musubi, &options, sink, err);
}

MUS_RUN(run_show)
{
    (void)open;
    (void)arguments;
    return mus_lexicon_show(musubi, sink, err);
}

static const struct mus_parameter LIST_PARAMETERS[] = {
    {.name = "in",
     .value = "TEXT",
     .kind = MUS_PARAMETER_OPTION,
     .help_ja = "この文章の中にある語だけ 例 下水処理",
     .help_en = "only words that stand in this text"},
};

MUS_RUN(run_list)
{
    (void)open;
    return mus_lexicon_list(musubi, mus_arguments_text(arguments, "in"), sink, err);
}

const struct mus_command MUS_LEXICON_COMMANDS[] = {
    {.name = "lexicon build",
     .help_ja = "和英の用語辞書を作り直し、全企業の文章を読み直す",
     .help_en = "make the dictionary of terms anew, and read every company's texts by it",
     .access = MUS_ACCESS_WRITE,
     .roles = MUS_ROLE_ADMIN,
     .reply = "changed, digest, headwords, terms, bytes, origins, edict",
     .parameters = BUILD_PARAMETERS,
     .parameter_count = MUS_COMMAND_COUNT(BUILD_PARAMETERS),
     .run = run_build},
    {.name = "lexicon show",
     .help_ja = "使用中の用語辞書の大きさ",
     .help_en = "the dictionary of terms in use",
     .access = MUS_ACCESS_READ,
     .roles = MUS_ROLES_ALL,
     .reply = "digest, headwords, terms, bytes",
     .run = run_show},
    {.name = "lexicon list",
     .help_ja = "用語辞書の語と訳",
     .help_en = "the dictionary's words and what they are in English",
     .access = MUS_ACCESS_READ,
     .roles = MUS_ROLES_ALL,
     .lines = true,
     .reply = "headword, glosses",
     .parameters = LIST_PARAMETERS,
     .parameter_count = MUS_COMMAND_COUNT(LIST_PARAMETERS),
     .run = run_list},
};
const size_t MUS_LEXICON_COMMAND_COUNT = MUS_COMMAND_COUNT(MUS_LEXICON_COMMANDS);
