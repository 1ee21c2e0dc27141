#include "command/rows.h"

static const struct mus_parameter INIT_PARAMETERS[] = {
    {.name = "without",
     .value = "TABLES",
     .kind = MUS_PARAMETER_OPTION,
     .help_ja = "入れない参照表（カンマ区切り） 例 jsic",
     .help_en = "reference tables to leave out, joined by commas, such as jsic"},
};

MUS_RUN(run_init)
{
    (void)musubi;
    struct mus_open_options with = *open;
    with.without = mus_arguments_text(arguments, "without");
    return mus_init(&with, sink, err);
}

MUS_RUN(run_check)
{
    (void)open;
    (void)arguments;
    return mus_check(musubi, sink, err);
}

MUS_RUN(run_stats)
{
    (void)open;
    (void)arguments;
    return mus_stats(musubi, sink, err);
}

MUS_RUN(run_reindex)
{
    (void)open;
    (void)arguments;
    return mus_reindex(musubi, sink, err);
}

const struct mus_command MUS_STORE_COMMANDS[] = {
    {.name = "init",
     .help_ja = "ストアを作る（参照表も入る）",
     .help_en = "make a store, with the reference tables in it",
     .access = MUS_ACCESS_CREATE,
     .roles = MUS_ROLE_ADMIN,
     .parameters = INIT_PARAMETERS,
     .parameter_count = MUS_COMMAND_COUNT(INIT_PARAMETERS),
     .reply = "store, key_file, tables",
     .run = run_init},
    {.name = "check",
     .help_ja = "ストアの整合性をすべて確かめる",
     .help_en = "prove every invariant of the store",
     .access = MUS_ACCESS_READ,
     .roles = MUS_ROLES_KEEPERS,
     .reply = "ok, errors, warnings, contacts_checked, checked, findings",
     .run = run_check},
    {.name = "stats",
     .help_ja = "件数と大きさ",
     .help_en = "counts and sizes",
     .access = MUS_ACCESS_READ,
     .roles = MUS_ROLES_ALL,
     .reply = "companies, version, file_bytes, free_bytes, keys_bytes, map_bytes, tables, index",
     .run = run_stats},
    {.name = "reindex",
     .help_ja = "match が引く企業の索引を作り直す（使いながらでよく、いつ止めても壊れない）",
     .help_en = "make the index that match searches anew; the store stays in use, and it may be "
                "stopped at any moment",
     .access = MUS_ACCESS_WRITE,
     .roles = MUS_ROLE_ADMIN,
     .reply = "companies, segments, weights",
     .run = run_reindex},
};
const size_t MUS_STORE_COMMAND_COUNT = MUS_COMMAND_COUNT(MUS_STORE_COMMANDS);
