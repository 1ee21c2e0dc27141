#include "command/rows.h"

#include "base/limits.h"

enum { MAX_HEADER_ROW = 1048576 };

static const struct mus_parameter IMPORT_PARAMETERS[] = {
    {.name = "what",
     .value = "participants|wishes|outcomes",
     .kind = MUS_PARAMETER_ARGUMENT,
     .required = true,
     .words = "participants|wishes|outcomes",
     .help_ja = "participants は参加者、wishes は会いたい相手、outcomes は記入された商談結果票",
     .help_en = "who takes part, who wishes to meet whom, or forms of outcomes filled in"},
    {.name = "event",
     .value = "EVENT",
     .kind = MUS_PARAMETER_ARGUMENT,
     .type = MUS_PARAMETER_ID,
     .required = true,
     .help_ja = "催し",
     .help_en = "of which event"},
    {.name = "file",
     .value = "FILE",
     .kind = MUS_PARAMETER_ARGUMENT,
     .type = MUS_PARAMETER_PATH,
     .required = true,
     .help_ja = "CSV・XLSX",
     .help_en = "CSV or XLSX"},
    {.name = "role",
     .value = "ROLE",
     .kind = MUS_PARAMETER_OPTION,
     .help_ja = "行に役割がないとき 例 visitor",
     .help_en = "where a row names no role, such as visitor"},
    {.name = "source",
     .value = "NAME",
     .kind = MUS_PARAMETER_OPTION,
     .type = MUS_PARAMETER_ID,
     .help_ja = "企業欄がその名簿での番号のとき、名簿の名前",
     .help_en = "the list whose ids the column of companies holds"},
    {.name = "by",
     .value = "NAME",
     .kind = MUS_PARAMETER_OPTION,
     .help_ja = "outcomes を記録する人（新しい支援案件の担当者になる）",
     .help_en = "who records outcomes, and looks after the cases that begin with them"},
    {.name = "encoding",
     .value = "utf-8|cp932",
     .kind = MUS_PARAMETER_OPTION,
     .words = "utf-8|cp932",
     .help_ja = "文字コード（既定は自動）",
     .help_en = "of the text (found out)"},
    {.name = "sheet",
     .value = "NAME",
     .kind = MUS_PARAMETER_OPTION,
     .help_ja = "XLSX のシート（既定は最初）",
     .help_en = "of an XLSX file (the first)"},
    {.name = "header-row",
     .value = "N",
     .kind = MUS_PARAMETER_OPTION,
     .type = MUS_PARAMETER_INTEGER,
     .min = 1,
     .max = MAX_HEADER_ROW,
     .help_ja = "見出しの行（既定は最初の空でない行）",
     .help_en = "the row of the headings (the first that is not empty)"},
    {.name = "rejected",
     .value = "FILE",
     .kind = MUS_PARAMETER_OPTION,
     .type = MUS_PARAMETER_PATH,
     .help_ja = "受け取れなかった行の書き出し先",
     .help_en = "where rows that were refused go"},
    {.name = "dry-run",
     .kind = MUS_PARAMETER_FLAG,
     .help_ja = "何も変えずに試す",
     .help_en = "change nothing"},
};

MUS_RUN(run_import)
{
    (void)open;
    const struct mus_event_import_options options = {
        .what = mus_arguments_text(arguments, "what"),
        .event = mus_arguments_text(arguments, "event"),
        .file = mus_arguments_text(arguments, "file"),
        .by = mus_arguments_text(arguments, "by"),
        .role = mus_arguments_text(arguments, "role"),
        .source = mus_arguments_text(arguments, "source"),
        .encoding = mus_arguments_text(arguments, "encoding"),
        .sheet = mus_arguments_text(arguments, "sheet"),
        .rejected = mus_arguments_text(arguments, "rejected"),
        .header_row = mus_arguments_integer(arguments, "header-row"),
        .dry_run = mus_arguments_flag(arguments, "dry-run"),
    };
    return mus_event_import(musubi, &options, sink, err);
}

static const struct mus_parameter LISTS_PARAMETERS[] = {
    {.name = "event",
     .value = "EVENT",
     .kind = MUS_PARAMETER_ARGUMENT,
     .type = MUS_PARAMETER_ID,
     .required = true,
     .help_ja = "催し",
     .help_en = "of which event"},
    {.name = "participant",
     .value = "ID",
     .kind = MUS_PARAMETER_OPTION,
     .type = MUS_PARAMETER_ID,
     .help_ja = "この参加者の一覧だけ",
     .help_en = "the list of this participant alone"},
    {.name = "sharing",
     .value = "0-1000",
     .kind = MUS_PARAMETER_OPTION,
     .type = MUS_PARAMETER_INTEGER,
     .min = 0,
     .max = 1000,
     .help_ja = "注目の分け合い 0 は点数順、1000 は最も均等（既定 500）",
     .help_en = "how far attention is shared: 0 by score, 1000 most evenly (500)"},
    {.name = "top",
     .value = "N",
     .kind = MUS_PARAMETER_OPTION,
     .type = MUS_PARAMETER_INTEGER,
     .min = 1,
     .max = MUS_MAX_TOP,
     .help_ja = "一覧の長さ（既定 20）",
     .help_en = "length of a list (20)"},
    {.name = "threads",
     .value = "N",
     .kind = MUS_PARAMETER_OPTION,
     .type = MUS_PARAMETER_INTEGER,
     .min = 1,
     .max = MUS_MAX_THREADS,
     .help_ja = "並列数（既定はプロセッサの数）",
     .help_en = "threads (one a processor)"},
};

MUS_RUN(run_lists)
{
    (void)open;
    bool given = mus_arguments_text(arguments, "sharing") != NULL;
    const struct mus_event_lists_options options = {
        .event = mus_arguments_text(arguments, "event"),
        .participant = mus_arguments_text(arguments, "participant"),
        .sharing = given ? mus_arguments_integer(arguments, "sharing") : -1,
        .top = mus_arguments_integer(arguments, "top"),
        .threads = mus_arguments_integer(arguments, "threads"),
    };
    return mus_event_lists(musubi, &options, sink, err);
}

enum { MOST_PEOPLE = 50 };

static const struct mus_parameter PEOPLE_PARAMETERS[] = {
    {.name = "event",
     .value = "EVENT",
     .kind = MUS_PARAMETER_ARGUMENT,
     .type = MUS_PARAMETER_ID,
     .required = true,
     .help_ja = "催し",
     .help_en = "of which event"},
    {.name = "participant",
     .value = "ID",
     .kind = MUS_PARAMETER_ARGUMENT,
     .type = MUS_PARAMETER_ID,
     .required = true,
     .help_ja = "参加者 例 p-0001",
     .help_en = "the participant, such as p-0001"},
    {.name = "add",
     .value = "NAME",
     .kind = MUS_PARAMETER_OPTION,
     .help_ja = "来る人を加える（名のない人がいればその人の名になる）",
     .help_en = "somebody more, or the name of somebody who has none yet"},
    {.name = "remove",
     .value = "NAME",
     .kind = MUS_PARAMETER_OPTION,
     .help_ja = "来なくなった人を外す",
     .help_en = "somebody who does not come"},
    {.name = "rename",
     .value = "NAME",
     .kind = MUS_PARAMETER_OPTION,
     .help_ja = "名を改める（--to に新しい名）",
     .help_en = "who is to be called otherwise, with --to"},
    {.name = "to",
     .value = "NAME",
     .kind = MUS_PARAMETER_OPTION,
     .help_ja = "新しい名",
     .help_en = "the new name"},
    {.name = "count",
     .value = "N",
     .kind = MUS_PARAMETER_OPTION,
     .type = MUS_PARAMETER_INTEGER,
     .min = 1,
     .max = MOST_PEOPLE,
     .help_ja = "人数（名のない人も数える）",
     .help_en = "how many they are, named or not"},
};

MUS_RUN(run_people)
{
    (void)open;
    const struct mus_people_options options = {
        .event = mus_arguments_text(arguments, "event"),
        .participant = mus_arguments_text(arguments, "participant"),
        .add = mus_arguments_text(arguments, "add"),
        .remove = mus_arguments_text(arguments, "remove"),
        .rename = mus_arguments_text(arguments, "rename"),
        .to = mus_arguments_text(arguments, "to"),
        .count = mus_arguments_integer(arguments, "count"),
    };
    return mus_participant_people(musubi, &options, sink, err);
}

const struct mus_command MUS_REGISTRATION_COMMANDS[] = {
    {.name = "event import",
     .help_ja = "参加者・希望・商談結果をファイルから取り込む",
     .help_en = "take participants, wishes or outcomes in from a file",
     .access = MUS_ACCESS_WRITE,
     .roles = MUS_ROLE_ORGANISER | MUS_ROLE_ADMIN,
     .reply = "rows, taken, rejected, superseded, added, changed, unchanged, dry_run, strict, "
              "source, encoding, errors_total, errors, superseded_rows, kept_total, kept, "
              "warnings_total, warnings, rejected_file",
     .parameters = IMPORT_PARAMETERS,
     .parameter_count = MUS_COMMAND_COUNT(IMPORT_PARAMETERS),
     .run = run_import},
    {.name = "event participant people",
     .help_ja = "参加者の来る人の名と人数を変える",
     .help_en = "change the names of a participant's people, or how many they are",
     .access = MUS_ACCESS_WRITE,
     .roles = MUS_ROLE_ORGANISER | MUS_ROLE_ADMIN,
     .reply = "event, participant, company, name, role, role_name, state, mode, min, max, booth, "
              "hall, unavailable, online, meets, languages, time_zone, people, registered, "
              "meetings, placed, agenda, wishes, attended, names, names_withheld",
     .parameters = PEOPLE_PARAMETERS,
     .parameter_count = MUS_COMMAND_COUNT(PEOPLE_PARAMETERS),
     .run = run_people},
    {.name = "event lists",
     .help_ja = "参加者ごとのおすすめの相手（注目が偏らない順）",
     .help_en = "whom the event recommends to each participant, attention shared",
     .access = MUS_ACCESS_READ,
     .roles = MUS_ROLES_KEEPERS,
     .reply = "event, weights, sharing, participants, pairs, before, after, by_size, lists",
     .parameters = LISTS_PARAMETERS,
     .parameter_count = MUS_COMMAND_COUNT(LISTS_PARAMETERS),
     .run = run_lists},
};
const size_t MUS_REGISTRATION_COMMAND_COUNT = MUS_COMMAND_COUNT(MUS_REGISTRATION_COMMANDS);
