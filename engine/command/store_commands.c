#include "command/rows.h"

MUS_RUN(run_init)
{
    (void)musubi;
    (void)arguments;
    return mus_init(open, sink, err);
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

const struct mus_command MUS_STORE_COMMANDS[] = {
    {.name = "init",
     .help_ja = "ストアを作る（参照表も入る）",
     .help_en = "make a store, with the reference tables in it",
     .access = MUS_ACCESS_CREATE,
     .roles = MUS_ROLE_ADMIN,
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
     .reply = "companies, version, file_bytes, free_bytes, keys_bytes, map_bytes, tables",
     .run = run_stats},
};
const size_t MUS_STORE_COMMAND_COUNT = MUS_COMMAND_COUNT(MUS_STORE_COMMANDS);
