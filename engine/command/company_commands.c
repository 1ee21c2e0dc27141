#include "base/text.h"
#include "command/rows.h"

#define COMPANY_ID(parameter_name, shown, ja, en)                                                  \
    {                                                                                              \
        .name = (parameter_name), .value = (shown), .kind = MUS_PARAMETER_ARGUMENT,                \
        .type = MUS_PARAMETER_ID, .required = true, .help_ja = (ja), .help_en = (en)               \
    }

static const struct mus_parameter IMPORT_PARAMETERS[] = {
    {.name = "file",
     .value = "FILE",
     .kind = MUS_PARAMETER_ARGUMENT,
     .type = MUS_PARAMETER_PATH,
     .required = true,
     .help_ja = "CSV・XLSX・JSON Lines",
     .help_en = "CSV, XLSX or JSON Lines"},
    {.name = "map",
     .value = "FILE",
     .kind = MUS_PARAMETER_OPTION,
     .type = MUS_PARAMETER_PATH,
     .help_ja = "列の対応表（既定は見出しから判断）",
     .help_en = "which column is which (by the headings)"},
    {.name = "source",
     .value = "NAME",
     .kind = MUS_PARAMETER_OPTION,
     .type = MUS_PARAMETER_ID,
     .help_ja = "提供元の名前（既定はファイル名）",
     .help_en = "the source's name (the file's name)"},
    {.name = "encoding",
     .value = "NAME",
     .kind = MUS_PARAMETER_OPTION,
     .words = "utf-8|cp932",
     .help_ja = "文字コード（既定は自動判別）",
     .help_en = "encoding (found out)"},
    {.name = "sheet",
     .value = "NAME",
     .kind = MUS_PARAMETER_OPTION,
     .help_ja = "XLSX のシート名（既定は最初のシート）",
     .help_en = "sheet of an XLSX file (the first)"},
    {.name = "header-row",
     .value = "N",
     .kind = MUS_PARAMETER_OPTION,
     .type = MUS_PARAMETER_INTEGER,
     .min = 1,
     .max = 1000,
     .help_ja = "見出しのある行（既定 1）",
     .help_en = "the row of the headings (1)"},
    {.name = "no-header",
     .kind = MUS_PARAMETER_FLAG,
     .help_ja = "見出しのないファイル",
     .help_en = "the file has no headings"},
    {.name = "dry-run",
     .kind = MUS_PARAMETER_FLAG,
     .help_ja = "何も変えずに結果だけ示す",
     .help_en = "change nothing, show what would happen"},
    {.name = "strict",
     .kind = MUS_PARAMETER_FLAG,
     .help_ja = "1行でも誤りがあれば何も取り込まない",
     .help_en = "take nothing if any row is bad"},
    {.name = "clear-empty",
     .kind = MUS_PARAMETER_FLAG,
     .help_ja = "空のセルで値を消す",
     .help_en = "an empty cell clears the value"},
    {.name = "overwrite",
     .kind = MUS_PARAMETER_FLAG,
     .help_ja = "人が直した項目も上書きする",
     .help_en = "also overwrite what a person has edited"},
    {.name = "rejected",
     .value = "FILE",
     .kind = MUS_PARAMETER_OPTION,
     .type = MUS_PARAMETER_PATH,
     .help_ja = "誤りのある行を書き出す先",
     .help_en = "where bad rows are written"},
    {.name = "batch",
     .value = "N",
     .kind = MUS_PARAMETER_OPTION,
     .type = MUS_PARAMETER_INTEGER,
     .min = 1,
     .max = 100000,
     .help_ja = "まとめて確定する行数（既定 4096）",
     .help_en = "rows a durable batch (4096)"},
};

MUS_RUN(run_import)
{
    (void)open;
    struct mus_import_options options = {
        .file = mus_arguments_text(arguments, "file"),
        .map = mus_arguments_text(arguments, "map"),
        .source = mus_arguments_text(arguments, "source"),
        .encoding = mus_arguments_text(arguments, "encoding"),
        .sheet = mus_arguments_text(arguments, "sheet"),
        .rejected = mus_arguments_text(arguments, "rejected"),
        .header_row = mus_arguments_integer(arguments, "header-row"),
        .batch = mus_arguments_integer(arguments, "batch"),
        .no_header = mus_arguments_flag(arguments, "no-header"),
        .dry_run = mus_arguments_flag(arguments, "dry-run"),
        .strict = mus_arguments_flag(arguments, "strict"),
        .clear_empty = mus_arguments_flag(arguments, "clear-empty"),
        .overwrite = mus_arguments_flag(arguments, "overwrite"),
    };
    return mus_import_companies(musubi, &options, sink, err);
}

static const struct mus_parameter SHOW_PARAMETERS[] = {
    COMPANY_ID("company", "COMPANY", "企業", "the company"),
    {.name = "contacts",
     .kind = MUS_PARAMETER_FLAG,
     .help_ja = "同意のある連絡先も示す",
     .help_en = "with contacts, where consented to"},
};

MUS_RUN(run_show)
{
    (void)open;
    return mus_company_show(musubi, mus_arguments_text(arguments, "company"),
                            mus_arguments_flag(arguments, "contacts"), sink, err);
}

static const struct mus_parameter PUT_PARAMETERS[] = {
    {.name = "json",
     .value = "JSON",
     .kind = MUS_PARAMETER_ARGUMENT,
     .required = true,
     .help_ja = "直す項目の JSON（null で消す）、- で標準入力",
     .help_en = "the fields to set as JSON (null clears), or - for standard input"},
};

MUS_RUN(run_put)
{
    (void)open;
    struct mus_text json = mus_text_of(mus_arguments_text(arguments, "json"));
    return mus_company_put(musubi, json.ptr, json.len, sink, err);
}

static const struct mus_parameter LIST_PARAMETERS[] = {
    {.name = "after",
     .value = "ID",
     .kind = MUS_PARAMETER_OPTION,
     .type = MUS_PARAMETER_ID,
     .help_ja = "このIDの次から",
     .help_en = "from the id after this one"},
    {.name = "limit",
     .value = "N",
     .kind = MUS_PARAMETER_OPTION,
     .type = MUS_PARAMETER_INTEGER,
     .min = 1,
     .max = INT64_C(1000000000),
     .help_ja = "何社まで",
     .help_en = "how many"},
};

MUS_RUN(run_list)
{
    (void)open;
    return mus_company_list(musubi, mus_arguments_text(arguments, "after"),
                            mus_arguments_integer(arguments, "limit"), sink, err);
}

static const struct mus_parameter SEARCH_PARAMETERS[] = {
    {.name = "words",
     .value = "WORDS",
     .kind = MUS_PARAMETER_ARGUMENT,
     .required = true,
     .help_ja = "名前・法人番号・IDの一部",
     .help_en = "part of a name, corporate number or id"},
    {.name = "limit",
     .value = "N",
     .kind = MUS_PARAMETER_OPTION,
     .type = MUS_PARAMETER_INTEGER,
     .min = 1,
     .max = 1000,
     .help_ja = "何社まで（既定 20）",
     .help_en = "how many (20)"},
};

MUS_RUN(run_search)
{
    (void)open;
    return mus_company_search(musubi, mus_arguments_text(arguments, "words"),
                              mus_arguments_integer(arguments, "limit"), sink, err);
}

static const struct mus_parameter EXPORT_PARAMETERS[] = {
    {.name = "contacts",
     .kind = MUS_PARAMETER_FLAG,
     .help_ja = "同意のある連絡先も書く",
     .help_en = "with contacts, where consented to"},
};

MUS_RUN(run_export)
{
    (void)open;
    return mus_company_export(musubi, mus_arguments_flag(arguments, "contacts"), sink, err);
}

static const struct mus_parameter ERASE_PARAMETERS[] = {
    COMPANY_ID("company", "COMPANY", "消す企業", "the company to erase"),
    {.name = "yes",
     .kind = MUS_PARAMETER_FLAG,
     .required = true,
     .help_ja = "取り消せないことを承知した",
     .help_en = "I know that it cannot be undone"},
};

MUS_RUN(run_erase)
{
    (void)open;
    return mus_company_erase(musubi, mus_arguments_text(arguments, "company"), sink, err);
}

static const struct mus_parameter DUPLICATES_PARAMETERS[] = {
    {.name = "limit",
     .value = "N",
     .kind = MUS_PARAMETER_OPTION,
     .type = MUS_PARAMETER_INTEGER,
     .min = 1,
     .max = 1000000,
     .help_ja = "何組まで（既定 100）",
     .help_en = "how many pairs (100)"},
};

MUS_RUN(run_duplicates)
{
    (void)open;
    return mus_company_duplicates(musubi, mus_arguments_integer(arguments, "limit"), sink, err);
}

static const struct mus_parameter MERGE_PARAMETERS[] = {
    COMPANY_ID("survivor", "SURVIVOR", "残す企業", "the company that stays"),
    COMPANY_ID("merged", "MERGED", "まとめられる企業", "the one that is merged into it"),
};

MUS_RUN(run_merge)
{
    (void)open;
    return mus_company_merge(musubi, mus_arguments_text(arguments, "survivor"),
                             mus_arguments_text(arguments, "merged"), sink, err);
}

static const struct mus_parameter UNMERGE_PARAMETERS[] = {
    {.name = "merge",
     .value = "N",
     .kind = MUS_PARAMETER_ARGUMENT,
     .type = MUS_PARAMETER_INTEGER,
     .required = true,
     .min = 1,
     .max = INT64_C(4294967295),
     .help_ja = "取り消す統合の番号",
     .help_en = "the number of the merge"},
};

MUS_RUN(run_unmerge)
{
    (void)open;
    return mus_company_unmerge(musubi, mus_arguments_integer(arguments, "merge"), sink, err);
}

#define SUMMARY_KEYS "id, name, country, country_name, region, city, size, listings"
#define PARAMETERS(rows) .parameters = (rows), .parameter_count = MUS_COMMAND_COUNT(rows)

const struct mus_command MUS_COMPANY_COMMANDS[] = {
    {.name = "import companies",
     .help_ja = "企業をファイルから取り込む",
     .help_en = "take companies in from a file",
     .access = MUS_ACCESS_WRITE,
     .roles = MUS_ROLES_KEEPERS,
     .reply =
         "rows, taken, rejected, superseded, added, changed, unchanged, dry_run, strict, source, "
         "encoding, errors_total, errors, superseded_rows, kept_total, kept, warnings_total, "
         "warnings, rejected_file",
     PARAMETERS(IMPORT_PARAMETERS),
     .run = run_import},
    {.name = "company show",
     .help_ja = "企業の内容を示す",
     .help_en = "show a company",
     .access = MUS_ACCESS_READ,
     .roles = MUS_ROLES_KEEPERS,
     .reply = "company, labels, derived, sources, supplied_by, contacts",
     PARAMETERS(SHOW_PARAMETERS),
     .run = run_show},
    {.name = "company put",
     .help_ja = "企業を人の手で直す、または加える",
     .help_en = "edit a company by hand, or add one",
     .access = MUS_ACCESS_WRITE,
     .roles = MUS_ROLES_KEEPERS,
     .reply = "company, added, changed",
     PARAMETERS(PUT_PARAMETERS),
     .run = run_put},
    {.name = "company list",
     .help_ja = "企業の一覧",
     .help_en = "the companies",
     .access = MUS_ACCESS_READ,
     .roles = MUS_ROLES_KEEPERS,
     .lines = true,
     .reply = SUMMARY_KEYS,
     PARAMETERS(LIST_PARAMETERS),
     .run = run_list},
    {.name = "company search",
     .help_ja = "企業を名前などで探す",
     .help_en = "find companies by name and the like",
     .access = MUS_ACCESS_READ,
     .roles = MUS_ROLES_KEEPERS,
     .lines = true,
     .reply = SUMMARY_KEYS,
     PARAMETERS(SEARCH_PARAMETERS),
     .run = run_search},
    {.name = "company export",
     .help_ja = "全企業を交換形式（JSON Lines）で書き出す",
     .help_en = "all companies in the exchange format (JSON Lines)",
     .access = MUS_ACCESS_READ,
     .roles = MUS_ROLES_KEEPERS,
     .lines = true,
     .reply = "a company of the exchange format",
     PARAMETERS(EXPORT_PARAMETERS),
     .run = run_export},
    {.name = "company erase",
     .help_ja = "企業を消し、連絡先の鍵を破棄する（取り消せない）",
     .help_en = "erase a company and destroy the key of its contacts (cannot be undone)",
     .access = MUS_ACCESS_WRITE,
     .roles = MUS_ROLE_ADMIN,
     .reply = "company, erased",
     PARAMETERS(ERASE_PARAMETERS),
     .run = run_erase},
    {.name = "company duplicates",
     .help_ja = "同じ企業らしい組を挙げる",
     .help_en = "pairs that are probably one company",
     .access = MUS_ACCESS_READ,
     .roles = MUS_ROLES_KEEPERS,
     .lines = true,
     .reply = "a, b, likelihood, weight, reasons",
     PARAMETERS(DUPLICATES_PARAMETERS),
     .run = run_duplicates},
    {.name = "company merge",
     .help_ja = "2社を1社にまとめる（取り消せる）",
     .help_en = "make two companies one (can be undone)",
     .access = MUS_ACCESS_WRITE,
     .roles = MUS_ROLES_KEEPERS,
     .reply = "merge, survivor, merged, undone",
     PARAMETERS(MERGE_PARAMETERS),
     .run = run_merge},
    {.name = "company unmerge",
     .help_ja = "統合を取り消す",
     .help_en = "take a merge back",
     .access = MUS_ACCESS_WRITE,
     .roles = MUS_ROLES_KEEPERS,
     .reply = "merge, undone",
     PARAMETERS(UNMERGE_PARAMETERS),
     .run = run_unmerge},
};
const size_t MUS_COMPANY_COMMAND_COUNT = MUS_COMMAND_COUNT(MUS_COMPANY_COMMANDS);
