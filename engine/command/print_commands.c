#include "command/rows.h"

static const struct mus_parameter PRINT_PARAMETERS[] = {
    {.name = "event",
     .value = "EVENT",
     .kind = MUS_PARAMETER_ARGUMENT,
     .type = MUS_PARAMETER_ID,
     .required = true,
     .help_ja = "催し",
     .help_en = "of which event"},
    {.name = "what",
     .value = "WHAT",
     .kind = MUS_PARAMETER_ARGUMENT,
     .required = true,
     .words = "agenda|tables|halls|badges|outcomes|calendar",
     .help_ja = "予定表、テーブル・小間、会場、名札、商談結果票、カレンダー",
     .help_en = "agendas, sheets of tables and booths, lists of halls, badges, outcome forms, "
                "calendars"},
    {.name = "output",
     .letter = 'o',
     .value = "FILE",
     .kind = MUS_PARAMETER_OPTION,
     .type = MUS_PARAMETER_PATH,
     .required = true,
     .help_ja = "書き出し先（カレンダーはフォルダー）",
     .help_en = "where it goes; for calendars a folder"},
    {.name = "format",
     .value = "html|xlsx|csv|ics",
     .kind = MUS_PARAMETER_OPTION,
     .words = "html|xlsx|csv|ics",
     .help_ja = "形式（既定 html、カレンダーは ics）",
     .help_en = "html for printing unless said otherwise; calendars: ics"},
    {.name = "encoding",
     .value = "utf-8|cp932",
     .kind = MUS_PARAMETER_OPTION,
     .words = "utf-8|cp932",
     .help_ja = "CSV の文字コード（既定 utf-8、BOM つき）",
     .help_en = "of a CSV file (utf-8 with byte order mark)"},
    {.name = "language",
     .value = "ja|en|both",
     .kind = MUS_PARAMETER_OPTION,
     .words = "ja|en|both",
     .help_ja = "紙面の言語（既定 両方）",
     .help_en = "of the papers (both)"},
    {.name = "participant",
     .value = "ID",
     .kind = MUS_PARAMETER_OPTION,
     .type = MUS_PARAMETER_ID,
     .help_ja = "この参加者の分だけ",
     .help_en = "for this participant alone"},
};

MUS_RUN(run_print)
{
    (void)open;
    const struct mus_event_print_options options = {
        .event = mus_arguments_text(arguments, "event"),
        .what = mus_arguments_text(arguments, "what"),
        .output = mus_arguments_text(arguments, "output"),
        .format = mus_arguments_text(arguments, "format"),
        .encoding = mus_arguments_text(arguments, "encoding"),
        .language = mus_arguments_text(arguments, "language"),
        .participant = mus_arguments_text(arguments, "participant"),
    };
    return mus_event_print(musubi, &options, sink, err);
}

static const struct mus_parameter TOUR_PARAMETERS[] = {
    {.name = "problem",
     .value = "PROBLEM.json",
     .kind = MUS_PARAMETER_ARGUMENT,
     .type = MUS_PARAMETER_PATH,
     .required = true,
     .help_ja = "問題のファイル",
     .help_en = "the problem's file"},
    {.name = "answer",
     .value = "ANSWER.json",
     .kind = MUS_PARAMETER_ARGUMENT,
     .type = MUS_PARAMETER_PATH,
     .required = true,
     .help_ja = "tour solve の答え（手で直したものでもよい）",
     .help_en = "what tour solve answered, or that changed by hand"},
    {.name = "output",
     .letter = 'o',
     .value = "FILE",
     .kind = MUS_PARAMETER_OPTION,
     .type = MUS_PARAMETER_PATH,
     .required = true,
     .help_ja = "書き出し先",
     .help_en = "where it goes"},
    {.name = "format",
     .value = "html|xlsx|csv",
     .kind = MUS_PARAMETER_OPTION,
     .words = "html|xlsx|csv",
     .help_ja = "形式（既定 html）",
     .help_en = "html for printing unless said otherwise"},
    {.name = "encoding",
     .value = "utf-8|cp932",
     .kind = MUS_PARAMETER_OPTION,
     .words = "utf-8|cp932",
     .help_ja = "CSV の文字コード（既定 utf-8、BOM つき）",
     .help_en = "of a CSV file (utf-8 with byte order mark)"},
    {.name = "language",
     .value = "ja|en|both",
     .kind = MUS_PARAMETER_OPTION,
     .words = "ja|en|both",
     .help_ja = "紙面の言語（既定 両方）",
     .help_en = "of the papers (both)"},
};

MUS_RUN(run_tour)
{
    (void)musubi;
    (void)open;
    const struct mus_tour_print_options options = {
        .problem = mus_arguments_text(arguments, "problem"),
        .answer = mus_arguments_text(arguments, "answer"),
        .output = mus_arguments_text(arguments, "output"),
        .format = mus_arguments_text(arguments, "format"),
        .encoding = mus_arguments_text(arguments, "encoding"),
        .language = mus_arguments_text(arguments, "language"),
    };
    return mus_tour_print(&options, sink, err);
}

const struct mus_command MUS_PRINT_COMMANDS[] = {
    {.name = "event print",
     .help_ja = "予定表・名札・結果票などを作る（A4 の HTML、XLSX、CSV、iCalendar）",
     .help_en = "make agendas, badges, forms and the like: HTML for A4, XLSX, CSV, iCalendar",
     .access = MUS_ACCESS_READ,
     .roles = MUS_ROLE_ORGANISER | MUS_ROLE_ADMIN,
     .reply = "event, what, format, output, files, bytes, replaced_characters",
     .parameters = PRINT_PARAMETERS,
     .parameter_count = MUS_COMMAND_COUNT(PRINT_PARAMETERS),
     .run = run_print},
    {.name = "tour print",
     .help_ja = "巡回の行程表と小間ごとの予定を作る（A4 の HTML、XLSX、CSV。ストアは不要）",
     .help_en =
         "make sheets of routes for groups and booths: HTML for A4, XLSX, CSV; needs no store",
     .access = MUS_ACCESS_NONE,
     .roles = MUS_ROLES_ALL,
     .reply = "problem, format, output, files, bytes, replaced_characters",
     .parameters = TOUR_PARAMETERS,
     .parameter_count = MUS_COMMAND_COUNT(TOUR_PARAMETERS),
     .run = run_tour},
};
const size_t MUS_PRINT_COMMAND_COUNT = MUS_COMMAND_COUNT(MUS_PRINT_COMMANDS);
