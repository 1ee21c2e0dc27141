#include "command/rows.h"

static const struct mus_parameter IMPORT_PARAMETERS[] = {
    {.name = "file",
     .value = "FILE",
     .kind = MUS_PARAMETER_ARGUMENT,
     .type = MUS_PARAMETER_PATH,
     .required = true,
     .help_ja = "musubi-table/1 の JSON、または CSV・TSV・XLSX",
     .help_en = "a musubi-table/1 document, or CSV, TSV, XLSX"},
    {.name = "name",
     .value = "NAME",
     .kind = MUS_PARAMETER_OPTION,
     .type = MUS_PARAMETER_ID,
     .help_ja = "表の名前（JSON 以外では必須） 例 jsic",
     .help_en = "the table's name (needed unless JSON), such as jsic"},
    {.name = "version",
     .value = "VERSION",
     .kind = MUS_PARAMETER_OPTION,
     .type = MUS_PARAMETER_ID,
     .help_ja = "版（JSON 以外では必須）",
     .help_en = "its version (needed unless JSON)"},
    {.name = "columns",
     .value = "LIST",
     .kind = MUS_PARAMETER_OPTION,
     .help_ja = "列の順 例 -,code,parent,ja,en",
     .help_en = "the columns in order, such as -,code,parent,ja,en"},
    {.name = "header",
     .kind = MUS_PARAMETER_FLAG,
     .help_ja = "1行目は見出し",
     .help_en = "the first row is a heading"},
    {.name = "source",
     .value = "TEXT",
     .kind = MUS_PARAMETER_OPTION,
     .help_ja = "出典",
     .help_en = "where it comes from"},
    {.name = "title-ja",
     .value = "TEXT",
     .kind = MUS_PARAMETER_OPTION,
     .help_ja = "表題（日本語）",
     .help_en = "its title in Japanese"},
    {.name = "title-en",
     .value = "TEXT",
     .kind = MUS_PARAMETER_OPTION,
     .help_ja = "表題（英語）",
     .help_en = "its title in English"},
    {.name = "dry-run",
     .kind = MUS_PARAMETER_FLAG,
     .help_ja = "何も変えずに結果だけ示す",
     .help_en = "change nothing, show what would happen"},
};

MUS_RUN(run_import)
{
    (void)open;
    struct mus_table_import_options options = {
        .file = mus_arguments_text(arguments, "file"),
        .name = mus_arguments_text(arguments, "name"),
        .version = mus_arguments_text(arguments, "version"),
        .columns = mus_arguments_text(arguments, "columns"),
        .source = mus_arguments_text(arguments, "source"),
        .title_ja = mus_arguments_text(arguments, "title-ja"),
        .title_en = mus_arguments_text(arguments, "title-en"),
        .header = mus_arguments_flag(arguments, "header"),
        .dry_run = mus_arguments_flag(arguments, "dry-run"),
    };
    return mus_table_import(musubi, &options, sink, err);
}

MUS_RUN(run_list)
{
    (void)open;
    (void)arguments;
    return mus_table_list(musubi, sink, err);
}

static const struct mus_parameter SHOW_PARAMETERS[] = {
    {.name = "name",
     .value = "NAME",
     .kind = MUS_PARAMETER_ARGUMENT,
     .type = MUS_PARAMETER_ID,
     .required = true,
     .help_ja = "表の名前 例 purposes",
     .help_en = "the table's name, such as purposes"},
    {.name = "version",
     .value = "VERSION",
     .kind = MUS_PARAMETER_OPTION,
     .type = MUS_PARAMETER_ID,
     .help_ja = "版（既定は使用中の版）",
     .help_en = "a version (the one in force)"},
    {.name = "code",
     .value = "CODE",
     .kind = MUS_PARAMETER_OPTION,
     .help_ja = "このコードだけ",
     .help_en = "only this code"},
};

MUS_RUN(run_show)
{
    (void)open;
    return mus_table_show(musubi, mus_arguments_text(arguments, "name"),
                          mus_arguments_text(arguments, "version"),
                          mus_arguments_text(arguments, "code"), sink, err);
}

const struct mus_command MUS_TABLE_COMMANDS[] = {
    {.name = "table import",
     .help_ja = "参照表を取り込む（前の版は残る）",
     .help_en = "take a reference table in; older versions stay",
     .access = MUS_ACCESS_WRITE,
     .roles = MUS_ROLE_ADMIN,
     .reply = "table, version, rows, previous, dry_run, lost_codes",
     .parameters = IMPORT_PARAMETERS,
     .parameter_count = MUS_COMMAND_COUNT(IMPORT_PARAMETERS),
     .run = run_import},
    {.name = "table list",
     .help_ja = "参照表の一覧",
     .help_en = "the reference tables",
     .access = MUS_ACCESS_READ,
     .roles = MUS_ROLES_ALL,
     .lines = true,
     .reply = "table, version, current, rows, title, source",
     .run = run_list},
    {.name = "table show",
     .help_ja = "参照表の中身",
     .help_en = "what a reference table holds",
     .access = MUS_ACCESS_READ,
     .roles = MUS_ROLES_ALL,
     .lines = true,
     .reply = "code, parent, ja, en, note, order, valid_from, valid_to, synonyms, members, "
              "complements",
     .parameters = SHOW_PARAMETERS,
     .parameter_count = MUS_COMMAND_COUNT(SHOW_PARAMETERS),
     .run = run_show},
};
const size_t MUS_TABLE_COMMAND_COUNT = MUS_COMMAND_COUNT(MUS_TABLE_COMMANDS);
