#include "command/rows.h"

#include <string.h>

enum { MAX_ENTRY = INT32_MAX, MAX_HEADER_ROW = 1000000, MAX_BATCH = 100000 };

/* Who writes into the ledger: asked for by every command that does. */
#define BY                                                                                         \
    {                                                                                              \
        .name = "by", .value = "NAME", .kind = MUS_PARAMETER_OPTION, .required = true,             \
        .help_ja = "記録する人（台帳に残るのは名前でなく無作為の番号）",                           \
        .help_en = "who records it (a random number stands for the person in the ledger)"          \
    }
#define ENTRY                                                                                      \
    {                                                                                              \
        .name = "entry", .value = "ENTRY", .kind = MUS_PARAMETER_ARGUMENT,                         \
        .type = MUS_PARAMETER_INTEGER, .required = true, .max = MAX_ENTRY,                         \
        .help_ja = "台帳の何番目の記録か（0 から）", .help_en = "its number in the ledger, from 0" \
    }
#define DRY_RUN                                                                                    \
    {                                                                                              \
        .name = "dry-run", .kind = MUS_PARAMETER_FLAG, .help_ja = "何も変えずに結果だけ示す",      \
        .help_en = "change nothing, show what would happen"                                        \
    }

/* ------------------------------------------------------------------ one entry */

static const struct mus_parameter APPEND_PARAMETERS[] = {
    {.name = "json",
     .value = "JSON|-",
     .kind = MUS_PARAMETER_ARGUMENT,
     .required = true,
     .help_ja =
         "記録する内容（- は標準入力） 例 目標は {\"kind\": \"figure\", \"fiscal_year\": 2025, "
         "\"figure\": \"target\", \"value\": 800, \"indicator\": \"city-matches\", "
         "\"source\": \"…\"}、組は {\"kind\": \"named\", \"id\": \"r-1\", \"companies\": [\"A\", "
         "\"B\"], \"date\": \"2026-05-11\", \"programme\": \"KOBS\", \"purpose\": \"sales\", "
         "\"stage\": \"concluded\"}",
     .help_en =
         "what to record (- is standard input); a target: {\"kind\": \"figure\", "
         "\"fiscal_year\": 2025, \"figure\": \"target\", \"value\": 800, \"indicator\": "
         "\"city-matches\", \"source\": \"…\"}; a pair: {\"kind\": \"named\", \"id\": \"r-1\", "
         "\"companies\": [\"A\", \"B\"], \"date\": \"2026-05-11\", \"programme\": \"KOBS\", "
         "\"purpose\": \"sales\", \"stage\": \"concluded\"}"},
    BY,
};

MUS_RUN(run_append)
{
    (void)open;
    const char *json = mus_arguments_text(arguments, "json");
    return mus_ledger_record(musubi, json, strlen(json), mus_arguments_text(arguments, "by"), sink,
                             err);
}

static const struct mus_parameter CONFIRM_PARAMETERS[] = {ENTRY, BY};

MUS_RUN(run_confirm)
{
    (void)open;
    return mus_ledger_confirm(musubi, mus_arguments_integer(arguments, "entry"),
                              mus_arguments_text(arguments, "by"), sink, err);
}

static const struct mus_parameter REVERSE_PARAMETERS[] = {
    ENTRY,
    {.name = "reason",
     .value = "REASON",
     .kind = MUS_PARAMETER_OPTION,
     .required = true,
     .words = "mistake|duplicate|cancelled|unproven|not_ours",
     .help_ja = "順に、誤記、重複、不成立、証拠不十分、事業によらない",
     .help_en = "why it is taken back"},
    BY,
};

MUS_RUN(run_reverse)
{
    (void)open;
    return mus_ledger_reverse(musubi, mus_arguments_integer(arguments, "entry"),
                              mus_arguments_text(arguments, "reason"),
                              mus_arguments_text(arguments, "by"), sink, err);
}

static const struct mus_parameter SUCCESSION_PARAMETERS[] = {
    {.name = "from",
     .value = "FROM",
     .kind = MUS_PARAMETER_ARGUMENT,
     .type = MUS_PARAMETER_ID,
     .help_ja = "合併などで別の企業になった企業（省けば、ストアが知る合併をすべて記録する）",
     .help_en = "the company that became another (none: every merger that the store knows)"},
    {.name = "to",
     .value = "TO",
     .kind = MUS_PARAMETER_ARGUMENT,
     .type = MUS_PARAMETER_ID,
     .help_ja = "その企業",
     .help_en = "the company that it became"},
    {.name = "date",
     .value = "DATE",
     .kind = MUS_PARAMETER_OPTION,
     .help_ja = "いつから（既定は今日）",
     .help_en = "since when (today)"},
    BY,
    DRY_RUN,
};

MUS_RUN(run_succession)
{
    (void)open;
    const struct mus_ledger_succession_options options = {
        .from = mus_arguments_text(arguments, "from"),
        .to = mus_arguments_text(arguments, "to"),
        .date = mus_arguments_text(arguments, "date"),
        .by = mus_arguments_text(arguments, "by"),
        .dry_run = mus_arguments_flag(arguments, "dry-run"),
    };
    return mus_ledger_succession(musubi, &options, sink, err);
}

/* ------------------------------------------------------------------ files */

static const struct mus_parameter IMPORT_PARAMETERS[] = {
    {.name = "what",
     .value = "reported|concluded",
     .kind = MUS_PARAMETER_ARGUMENT,
     .required = true,
     .words = "reported|concluded",
     .help_ja = "reported はアンケートの件数、concluded は成立した組",
     .help_en = "numbers from questionnaires, or concluded pairs by name"},
    {.name = "file",
     .value = "FILE",
     .kind = MUS_PARAMETER_ARGUMENT,
     .type = MUS_PARAMETER_PATH,
     .required = true,
     .help_ja = "CSV・XLSX・JSON Lines",
     .help_en = "CSV, XLSX or JSON Lines"},
    BY,
    {.name = "programme",
     .value = "CODE",
     .kind = MUS_PARAMETER_OPTION,
     .type = MUS_PARAMETER_ID,
     .help_ja = "行に事業がないとき（アンケートの既定 FAIR）",
     .help_en = "where a row names no programme (questionnaires: FAIR)"},
    {.name = "edition",
     .value = "EDITION",
     .kind = MUS_PARAMETER_OPTION,
     .type = MUS_PARAMETER_ID,
     .help_ja = "行に開催回がないとき 例 fair-18",
     .help_en = "where a row names no edition, such as fair-18"},
    {.name = "date",
     .value = "DATE",
     .kind = MUS_PARAMETER_OPTION,
     .help_ja = "行に日付がないとき",
     .help_en = "where a row has no date"},
    {.name = "side",
     .value = "SIDE",
     .kind = MUS_PARAMETER_OPTION,
     .words = "exhibitor|visitor|organiser",
     .help_ja = "行に回答者の立場がないとき",
     .help_en = "where a row does not say on which side the respondent stood"},
    {.name = "purpose",
     .value = "CODE",
     .kind = MUS_PARAMETER_OPTION,
     .type = MUS_PARAMETER_ID,
     .help_ja = "行に目的がないとき",
     .help_en = "where a row names no purpose"},
    {.name = "stage",
     .value = "STAGE",
     .kind = MUS_PARAMETER_OPTION,
     .words = "meeting_held|follow_up|concluded|first_order",
     .help_ja = "行に段階がないとき（既定 concluded）",
     .help_en = "where a row names no stage (concluded)"},
    {.name = "source",
     .value = "NAME",
     .kind = MUS_PARAMETER_OPTION,
     .type = MUS_PARAMETER_ID,
     .help_ja = "行の番号が毎回 1 から始まる表の名前",
     .help_en = "the list's name, where numbers of rows begin anew with each list"},
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
     .help_ja = "誤りのある行の行き先（既定 FILE.rejected.csv）",
     .help_en = "where bad rows go (FILE.rejected.csv)"},
    {.name = "batch",
     .value = "N",
     .kind = MUS_PARAMETER_OPTION,
     .type = MUS_PARAMETER_INTEGER,
     .min = 1,
     .max = MAX_BATCH,
     .help_ja = "一度に確定する行数（既定 1000）",
     .help_en = "rows that are made durable at once (1000)"},
    DRY_RUN,
};

MUS_RUN(run_import)
{
    (void)open;
    const struct mus_ledger_import_options options = {
        .what = mus_arguments_text(arguments, "what"),
        .file = mus_arguments_text(arguments, "file"),
        .by = mus_arguments_text(arguments, "by"),
        .programme = mus_arguments_text(arguments, "programme"),
        .edition = mus_arguments_text(arguments, "edition"),
        .date = mus_arguments_text(arguments, "date"),
        .side = mus_arguments_text(arguments, "side"),
        .purpose = mus_arguments_text(arguments, "purpose"),
        .stage = mus_arguments_text(arguments, "stage"),
        .source = mus_arguments_text(arguments, "source"),
        .encoding = mus_arguments_text(arguments, "encoding"),
        .sheet = mus_arguments_text(arguments, "sheet"),
        .rejected = mus_arguments_text(arguments, "rejected"),
        .header_row = mus_arguments_integer(arguments, "header-row"),
        .batch = mus_arguments_integer(arguments, "batch"),
        .dry_run = mus_arguments_flag(arguments, "dry-run"),
    };
    return mus_ledger_import(musubi, &options, sink, err);
}

/* ------------------------------------------------------------------ looking */

static const struct mus_parameter LIST_PARAMETERS[] = {
    {.name = "from",
     .value = "ENTRY",
     .kind = MUS_PARAMETER_OPTION,
     .type = MUS_PARAMETER_INTEGER,
     .max = MAX_ENTRY,
     .help_ja = "この記録から",
     .help_en = "from this entry on"},
    {.name = "limit",
     .value = "N",
     .kind = MUS_PARAMETER_OPTION,
     .type = MUS_PARAMETER_INTEGER,
     .min = 1,
     .max = MAX_ENTRY,
     .help_ja = "最大の件数",
     .help_en = "at most so many"},
    {.name = "fy",
     .value = "YEAR",
     .kind = MUS_PARAMETER_OPTION,
     .help_ja = "この年度のもの 例 2025、令和7年度",
     .help_en = "of this fiscal year, such as 2025"},
    {.name = "kind",
     .value = "KIND",
     .kind = MUS_PARAMETER_OPTION,
     .words = "named|reported|confirmed|reversed|succession|rules|figure|rotation",
     .help_ja = "この種類だけ",
     .help_en = "of this kind"},
};

MUS_RUN(run_list)
{
    (void)open;
    const struct mus_ledger_list_options options = {
        .from = mus_arguments_integer(arguments, "from"),
        .limit = mus_arguments_integer(arguments, "limit"),
        .fiscal_year = mus_arguments_text(arguments, "fy"),
        .kind = mus_arguments_text(arguments, "kind"),
    };
    return mus_ledger_list(musubi, &options, sink, err);
}

static const struct mus_parameter SHOW_PARAMETERS[] = {ENTRY};

MUS_RUN(run_show)
{
    (void)open;
    return mus_ledger_show(musubi, mus_arguments_integer(arguments, "entry"), sink, err);
}

/* ------------------------------------------------------------------ rule sets */

MUS_RUN(run_rules_list)
{
    (void)open;
    (void)arguments;
    return mus_rules_list(musubi, sink, err);
}

static const struct mus_parameter RULES_SHOW_PARAMETERS[] = {
    {.name = "id",
     .value = "ID|FILE",
     .kind = MUS_PARAMETER_ARGUMENT,
     .help_ja = "台帳にある規則の名前、またはファイル（既定は使用中のもの）",
     .help_en = "a rule set of the ledger, or a file (the one in force)"},
};

MUS_RUN(run_rules_show)
{
    (void)open;
    return mus_rules_show(musubi, mus_arguments_text(arguments, "id"), sink, err);
}

static const struct mus_parameter RULES_DIFF_PARAMETERS[] = {
    {.name = "a",
     .value = "A",
     .kind = MUS_PARAMETER_ARGUMENT,
     .required = true,
     .help_ja = "規則の名前またはファイル",
     .help_en = "a rule set of the ledger, or a file"},
    {.name = "b",
     .value = "B",
     .kind = MUS_PARAMETER_ARGUMENT,
     .required = true,
     .help_ja = "もう一つ",
     .help_en = "another"},
};

MUS_RUN(run_rules_diff)
{
    (void)open;
    return mus_rules_diff(musubi, mus_arguments_text(arguments, "a"),
                          mus_arguments_text(arguments, "b"), sink, err);
}

static const struct mus_parameter RULES_ADOPT_PARAMETERS[] = {
    {.name = "file",
     .value = "FILE",
     .kind = MUS_PARAMETER_ARGUMENT,
     .type = MUS_PARAMETER_PATH,
     .required = true,
     .help_ja = "musubi-rules/1 の JSON",
     .help_en = "a musubi-rules/1 document"},
    BY,
};

MUS_RUN(run_rules_adopt)
{
    (void)open;
    return mus_rules_adopt(musubi, mus_arguments_text(arguments, "file"),
                           mus_arguments_text(arguments, "by"), sink, err);
}

/* ------------------------------------------------------------------ the rows */

#define ENTRY_REPLY                                                                                \
    "entry, kind, recorded, stage, date, programme, edition, purpose, agreement, evidence, side, " \
    "n, confirms, reverses, reason, rule_set, fiscal_year, figure, value, indicator, source, "     \
    "algorithm, key, signature, companies, by, reversed_by"

const struct mus_command MUS_LEDGER_COMMANDS[] = {
    {.name = "ledger append",
     .help_ja = "台帳に記録を1件加える（id を付ければ、何度送っても1件）",
     .help_en = "record one entry; with an id, asking again records nothing new",
     .access = MUS_ACCESS_WRITE,
     .roles = MUS_ROLES_KEEPERS,
     .reply = "entry, repeated",
     .parameters = APPEND_PARAMETERS,
     .parameter_count = MUS_COMMAND_COUNT(APPEND_PARAMETERS),
     .run = run_append},
    {.name = "ledger confirm",
     .help_ja = "別の人が確認したことを記録する",
     .help_en = "a second person confirms an entry",
     .access = MUS_ACCESS_WRITE,
     .roles = MUS_ROLES_KEEPERS,
     .reply = "entry, repeated",
     .parameters = CONFIRM_PARAMETERS,
     .parameter_count = MUS_COMMAND_COUNT(CONFIRM_PARAMETERS),
     .run = run_confirm},
    {.name = "ledger reverse",
     .help_ja = "記録を取り消す（元の記録も残る）",
     .help_en = "take an entry back; it stays readable",
     .access = MUS_ACCESS_WRITE,
     .roles = MUS_ROLES_KEEPERS,
     .reply = "entry, repeated",
     .parameters = REVERSE_PARAMETERS,
     .parameter_count = MUS_COMMAND_COUNT(REVERSE_PARAMETERS),
     .run = run_reverse},
    {.name = "ledger succession",
     .help_ja = "合併した企業を1社と数えるように記録する",
     .help_en = "record that companies became others, so that they count as one",
     .access = MUS_ACCESS_WRITE,
     .roles = MUS_ROLES_KEEPERS,
     .reply = "dry_run, mergers",
     .parameters = SUCCESSION_PARAMETERS,
     .parameter_count = MUS_COMMAND_COUNT(SUCCESSION_PARAMETERS),
     .run = run_succession},
    {.name = "ledger import",
     .help_ja = "アンケートや成立一覧をファイルから取り込む",
     .help_en = "take questionnaires or concluded matches in from a file",
     .access = MUS_ACCESS_WRITE,
     .roles = MUS_ROLES_KEEPERS,
     .reply = "rows, taken, rejected, superseded, added, changed, unchanged, dry_run, strict, "
              "source, encoding, errors_total, errors, superseded_rows, kept_total, kept, "
              "warnings_total, warnings, rejected_file",
     .parameters = IMPORT_PARAMETERS,
     .parameter_count = MUS_COMMAND_COUNT(IMPORT_PARAMETERS),
     .run = run_import},
    {.name = "ledger list",
     .help_ja = "台帳の記録の一覧",
     .help_en = "the entries of the ledger",
     .access = MUS_ACCESS_READ,
     .roles = MUS_ROLES_KEEPERS,
     .lines = true,
     .reply = ENTRY_REPLY,
     .parameters = LIST_PARAMETERS,
     .parameter_count = MUS_COMMAND_COUNT(LIST_PARAMETERS),
     .run = run_list},
    {.name = "ledger show",
     .help_ja = "記録の1件と、それについての確認・取り消し",
     .help_en = "one entry, and what was said about it",
     .access = MUS_ACCESS_READ,
     .roles = MUS_ROLES_KEEPERS,
     .reply = ENTRY_REPLY ", leaf, about",
     .parameters = SHOW_PARAMETERS,
     .parameter_count = MUS_COMMAND_COUNT(SHOW_PARAMETERS),
     .run = run_show},
    {.name = "rules list",
     .help_ja = "採用された規則の一覧",
     .help_en = "the rule sets that were adopted",
     .access = MUS_ACCESS_READ,
     .roles = MUS_ROLES_ALL,
     .lines = true,
     .reply = "rule_set, title, indicator, from_fiscal_year, entry, recorded, in_force",
     .run = run_rules_list},
    {.name = "rules show",
     .help_ja = "何を成立と数えるか",
     .help_en = "what counts as a concluded match",
     .access = MUS_ACCESS_READ,
     .roles = MUS_ROLES_ALL,
     .reply = "rule_set, entry",
     .parameters = RULES_SHOW_PARAMETERS,
     .parameter_count = MUS_COMMAND_COUNT(RULES_SHOW_PARAMETERS),
     .run = run_rules_show},
    {.name = "rules diff",
     .help_ja = "2つの規則の違い",
     .help_en = "how two rule sets differ",
     .access = MUS_ACCESS_READ,
     .roles = MUS_ROLES_ALL,
     .reply = "a, b, differences",
     .parameters = RULES_DIFF_PARAMETERS,
     .parameter_count = MUS_COMMAND_COUNT(RULES_DIFF_PARAMETERS),
     .run = run_rules_diff},
    {.name = "rules adopt",
     .help_ja = "規則を採用する（台帳に記録される）",
     .help_en = "put a rule set in force, by an entry of the ledger",
     .access = MUS_ACCESS_WRITE,
     .roles = MUS_ROLE_ANALYST | MUS_ROLE_ADMIN,
     .reply = "rule_set, entry",
     .parameters = RULES_ADOPT_PARAMETERS,
     .parameter_count = MUS_COMMAND_COUNT(RULES_ADOPT_PARAMETERS),
     .run = run_rules_adopt},
};
const size_t MUS_LEDGER_COMMAND_COUNT = MUS_COMMAND_COUNT(MUS_LEDGER_COMMANDS);
