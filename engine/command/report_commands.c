#include "command/rows.h"

/* One of several commands' parameters, said once. */
#define FISCAL_YEAR                                                                                \
    {                                                                                              \
        .name = "fy", .value = "YEAR", .kind = MUS_PARAMETER_OPTION,                               \
        .help_ja = "年度 例 2025、令和7年度（既定 今年度）",                                       \
        .help_en = "fiscal year, such as 2025 or FY2025 (this one)"                                \
    }
#define RULE_SET                                                                                   \
    {                                                                                              \
        .name = "rule-set", .value = "ID|FILE", .kind = MUS_PARAMETER_OPTION,                      \
        .help_ja =                                                                                 \
            "数え方の規則 musubi rules list、または採択前に試すファイル（既定 効力のあるもの）",   \
        .help_en = "count by this one of musubi rules list, or try a file that is not adopted "    \
                   "(the one in force)"                                                            \
    }
#define AS_OF                                                                                      \
    {                                                                                              \
        .name = "as-of", .value = "DATE", .kind = MUS_PARAMETER_OPTION,                            \
        .help_ja = "この日の終わりまでに記録された分だけで数える",                                 \
        .help_en = "only what was recorded by the end of this day"                                 \
    }
#define SUPPRESS                                                                                   \
    {                                                                                              \
        .name = "suppress-below", .value = "N", .kind = MUS_PARAMETER_OPTION,                      \
        .type = MUS_PARAMETER_INTEGER, .min = 0, .max = 1000,                                      \
        .help_ja = "内訳の N 件未満の数と、それが逆算できる数を秘匿する",                          \
        .help_en = "do not tell counts below N in breakdowns, nor what they would follow from"     \
    }
#define LANGUAGE                                                                                   \
    {                                                                                              \
        .name = "lang", .value = "ja|en", .kind = MUS_PARAMETER_OPTION, .words = "ja|en",          \
        .help_ja = "文書の言語（既定 ja）", .help_en = "language of the document (ja)"             \
    }
#define PUBLISHER                                                                                  \
    {                                                                                              \
        .name = "publisher", .value = "NAME", .kind = MUS_PARAMETER_OPTION,                        \
        .help_ja = "文書に記す発行者", .help_en = "who puts its name to the document"              \
    }
#define OUTPUT                                                                                     \
    {                                                                                              \
        .name = "output", .value = "FILE", .kind = MUS_PARAMETER_OPTION,                           \
        .type = MUS_PARAMETER_PATH, .help_ja = "書き出すファイル（既定 標準出力。xlsx には必要）", \
        .help_en = "the file to be written (standard output; xlsx needs one)"                      \
    }

static const struct mus_parameter INDICATOR_PARAMETERS[] = {
    FISCAL_YEAR,
    RULE_SET,
    AS_OF,
    SUPPRESS,
    {.name = "format",
     .value = "FORMAT",
     .kind = MUS_PARAMETER_OPTION,
     .words = "text|json|csv|html|xlsx",
     .help_ja = "書き出す形式。html は印刷用（既定 text）",
     .help_en = "the form of the answer; html is for print (text)"},
    LANGUAGE,
    PUBLISHER,
    OUTPUT,
};

static const struct mus_parameter YEARLY_PARAMETERS[] = {
    FISCAL_YEAR,
    RULE_SET,
    AS_OF,
    SUPPRESS,
    {.name = "format",
     .value = "FORMAT",
     .kind = MUS_PARAMETER_OPTION,
     .words = "html|xlsx|csv",
     .help_ja = "書き出す形式。html は印刷用（既定 html）",
     .help_en = "the form of the document; html is for print (html)"},
    LANGUAGE,
    PUBLISHER,
    OUTPUT,
};

static struct mus_report_options report_options(const struct mus_arguments *arguments)
{
    return (struct mus_report_options){
        .fiscal_year = mus_arguments_text(arguments, "fy"),
        .rule_set = mus_arguments_text(arguments, "rule-set"),
        .as_of = mus_arguments_text(arguments, "as-of"),
        .suppress_below = mus_arguments_integer(arguments, "suppress-below"),
        .format = mus_arguments_text(arguments, "format"),
        .language = mus_arguments_text(arguments, "lang"),
        .publisher = mus_arguments_text(arguments, "publisher"),
        .output = mus_arguments_text(arguments, "output"),
    };
}

MUS_RUN(run_indicator)
{
    (void)open;
    struct mus_report_options options = report_options(arguments);
    return mus_report_indicator(musubi, &options, sink, err);
}

MUS_RUN(run_yearly)
{
    (void)open;
    struct mus_report_options options = report_options(arguments);
    return mus_report_yearly(musubi, &options, sink, err);
}

static const struct mus_parameter COMPARE_PARAMETERS[] = {
    {.name = "rule-set",
     .value = "ID|FILE",
     .kind = MUS_PARAMETER_OPTION,
     .required = true,
     .twice = true,
     .help_ja = "比べる規則（採択前のファイルも可）。2回指定する",
     .help_en = "the rule sets to compare, adopted or files: give it twice"},
    FISCAL_YEAR,
    AS_OF,
};

MUS_RUN(run_compare)
{
    (void)open;
    return mus_report_compare(musubi, mus_arguments_text(arguments, "fy"),
                              mus_arguments_text(arguments, "rule-set"),
                              mus_arguments_second(arguments, "rule-set"),
                              mus_arguments_text(arguments, "as-of"), sink, err);
}

#define DOCUMENT_REPLY "format, content, output, bytes"

const struct mus_command MUS_REPORT_COMMANDS[] = {
    {.name = "report indicator",
     .help_ja =
         "年間成立件数を、内訳・目標・見通しとともに示す（指標は常に1つ。2つを足すことはできない）",
     .help_en =
         "how many concluded matches in a fiscal year, with breakdowns, target and projection "
         "(always exactly one indicator: two are never added)",
     .access = MUS_ACCESS_READ,
     .roles = MUS_ROLES_ALL,
     .reply = "fiscal_year, indicator, indicator_name, rule_set, rule_set_entry, rule_set_title, "
              "as_of, ledger, "
              "target, total, named, reported, by_programme, by_month, by_purpose, by_country, "
              "by_size, suppressed, projection, months, funnel, figures, other_figures, excluded, "
              "published_below, labels, " DOCUMENT_REPLY,
     .parameters = INDICATOR_PARAMETERS,
     .parameter_count = MUS_COMMAND_COUNT(INDICATOR_PARAMETERS),
     .run = run_indicator},
    {.name = "report yearly",
     .help_ja = "公表用の年次報告書を作る（指標は常に1つ）",
     .help_en = "the document to be published once a year (exactly one indicator)",
     .access = MUS_ACCESS_READ,
     .roles = MUS_ROLES_ALL,
     .reply = DOCUMENT_REPLY,
     .parameters = YEARLY_PARAMETERS,
     .parameter_count = MUS_COMMAND_COUNT(YEARLY_PARAMETERS),
     .run = run_yearly},
    {.name = "report compare",
     .help_ja = "同じ年度を2つの規則で数え、違いを1件ずつ理由とともに示す",
     .help_en = "one fiscal year by two rule sets of one indicator: every entry that they do not "
                "count alike, and why",
     .access = MUS_ACCESS_READ,
     .roles = MUS_ROLES_ALL,
     .reply = "fiscal_year, indicator, as_of, ledger, a, b, rules, entries",
     .parameters = COMPARE_PARAMETERS,
     .parameter_count = MUS_COMMAND_COUNT(COMPARE_PARAMETERS),
     .run = run_compare},
};
const size_t MUS_REPORT_COMMAND_COUNT = MUS_COMMAND_COUNT(MUS_REPORT_COMMANDS);
