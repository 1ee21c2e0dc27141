#include "command/rows.h"

enum { MAX_DUE_DAYS = 3650 };

static const struct mus_parameter OPEN_PARAMETERS[] = {
    {.name = "a",
     .value = "A",
     .kind = MUS_PARAMETER_ARGUMENT,
     .type = MUS_PARAMETER_ID,
     .required = true,
     .help_ja = "相談した企業",
     .help_en = "the company that asked"},
    {.name = "b",
     .value = "B",
     .kind = MUS_PARAMETER_ARGUMENT,
     .type = MUS_PARAMETER_ID,
     .required = true,
     .help_ja = "紹介する相手",
     .help_en = "the company it is introduced to"},
    {.name = "programme",
     .value = "CODE",
     .kind = MUS_PARAMETER_OPTION,
     .type = MUS_PARAMETER_ID,
     .required = true,
     .help_ja = "事業 例 KOBS（musubi table show programmes）",
     .help_en = "the programme, such as KOBS (musubi table show programmes)"},
    {.name = "purpose",
     .value = "CODE",
     .kind = MUS_PARAMETER_OPTION,
     .type = MUS_PARAMETER_ID,
     .required = true,
     .help_ja = "目的 例 sales（musubi table show purposes）",
     .help_en = "the purpose, such as sales (musubi table show purposes)"},
    {.name = "coordinator",
     .value = "NAME",
     .kind = MUS_PARAMETER_OPTION,
     .required = true,
     .help_ja = "担当者",
     .help_en = "who looks after the case"},
    {.name = "introduced",
     .kind = MUS_PARAMETER_FLAG,
     .help_ja = "すでに紹介した（既定は候補）",
     .help_en = "the introduction has been made (otherwise: suggested)"},
    {.name = "date",
     .value = "DATE",
     .kind = MUS_PARAMETER_OPTION,
     .help_ja = "その日（既定は今日）",
     .help_en = "on which day (today)"},
    {.name = "match",
     .kind = MUS_PARAMETER_FLAG,
     .help_ja = "A のマッチング結果での順位と点数を控える",
     .help_en = "keep the rank and score that B has in the match of A"},
    {.name = "event",
     .value = "EVENT",
     .kind = MUS_PARAMETER_OPTION,
     .type = MUS_PARAMETER_ID,
     .help_ja = "出会った催し（--meeting とともに）",
     .help_en = "the event where they met (with --meeting)"},
    {.name = "meeting",
     .value = "ID",
     .kind = MUS_PARAMETER_OPTION,
     .type = MUS_PARAMETER_ID,
     .help_ja = "その商談",
     .help_en = "which of its meetings"},
    {.name = "edition",
     .value = "ID",
     .kind = MUS_PARAMETER_OPTION,
     .type = MUS_PARAMETER_ID,
     .help_ja = "展示会の回 例 fair-18",
     .help_en = "the edition of the fair, such as fair-18"},
    {.name = "listing-a",
     .value = "ID",
     .kind = MUS_PARAMETER_OPTION,
     .type = MUS_PARAMETER_ID,
     .help_ja = "A のどの案件か",
     .help_en = "which listing of A"},
    {.name = "listing-b",
     .value = "ID",
     .kind = MUS_PARAMETER_OPTION,
     .type = MUS_PARAMETER_ID,
     .help_ja = "B のどの案件か",
     .help_en = "which listing of B"},
    {.name = "again",
     .kind = MUS_PARAMETER_FLAG,
     .help_ja = "同じ組・同じ目的の進行中の案件があっても開く",
     .help_en = "even though one of the same pair and purpose is under way"},
    {.name = "by",
     .value = "NAME",
     .kind = MUS_PARAMETER_OPTION,
     .help_ja = "記録する人（既定は担当者）",
     .help_en = "who records it (the coordinator)"},
};

MUS_RUN(run_open)
{
    (void)open;
    struct mus_case_open_options options = {
        .a = mus_arguments_text(arguments, "a"),
        .b = mus_arguments_text(arguments, "b"),
        .programme = mus_arguments_text(arguments, "programme"),
        .purpose = mus_arguments_text(arguments, "purpose"),
        .coordinator = mus_arguments_text(arguments, "coordinator"),
        .edition = mus_arguments_text(arguments, "edition"),
        .listing_a = mus_arguments_text(arguments, "listing-a"),
        .listing_b = mus_arguments_text(arguments, "listing-b"),
        .date = mus_arguments_text(arguments, "date"),
        .by = mus_arguments_text(arguments, "by"),
        .event = mus_arguments_text(arguments, "event"),
        .meeting = mus_arguments_text(arguments, "meeting"),
        .match = mus_arguments_flag(arguments, "match"),
        .introduced = mus_arguments_flag(arguments, "introduced"),
        .again = mus_arguments_flag(arguments, "again"),
    };
    return mus_case_open(musubi, &options, sink, err);
}

static const struct mus_parameter ADVANCE_PARAMETERS[] = {
    {.name = "case",
     .value = "CASE",
     .kind = MUS_PARAMETER_ARGUMENT,
     .type = MUS_PARAMETER_ID,
     .required = true,
     .help_ja = "支援案件",
     .help_en = "the case"},
    {.name = "stage",
     .value = "STAGE",
     .kind = MUS_PARAMETER_ARGUMENT,
     .required = true,
     .help_ja =
         "次の段階 introduced 紹介、accepted 承諾、meeting_held 面談、follow_up フォローアップ、"
         "concluded 成立、first_order 初回受注。終わりは declined 辞退、withdrawn 取り下げ、"
         "no_show 欠席、lapsed 失効",
     .help_en = "the stage reached: introduced, accepted, meeting_held, follow_up, concluded, "
                "first_order; or how it ended: declined, withdrawn, no_show, lapsed"},
    {.name = "date",
     .value = "DATE",
     .kind = MUS_PARAMETER_OPTION,
     .help_ja = "その日（既定は今日）",
     .help_en = "on which day (today)"},
    {.name = "agreement",
     .value = "CODE",
     .kind = MUS_PARAMETER_OPTION,
     .type = MUS_PARAMETER_ID,
     .help_ja = "合意の種類 例 contract mou",
     .help_en = "the kind of agreement, such as contract, mou"},
    {.name = "evidence",
     .value = "FILE",
     .kind = MUS_PARAMETER_OPTION,
     .type = MUS_PARAMETER_PATH,
     .help_ja = "証拠書類（SHA-256 だけを控え、ファイルは取り込まない）",
     .help_en = "a document: its SHA-256 is kept, the file stays where it is"},
    {.name = "label",
     .value = "TEXT",
     .kind = MUS_PARAMETER_OPTION,
     .help_ja = "証拠書類の名（--evidence とともに）",
     .help_en = "what the document is (with --evidence)"},
    {.name = "by",
     .value = "NAME",
     .kind = MUS_PARAMETER_OPTION,
     .help_ja = "記録する人（既定は担当者）",
     .help_en = "who records it (the coordinator)"},
};

MUS_RUN(run_advance)
{
    (void)open;
    struct mus_case_advance_options options = {
        .id = mus_arguments_text(arguments, "case"),
        .stage = mus_arguments_text(arguments, "stage"),
        .date = mus_arguments_text(arguments, "date"),
        .agreement = mus_arguments_text(arguments, "agreement"),
        .evidence = mus_arguments_text(arguments, "evidence"),
        .label = mus_arguments_text(arguments, "label"),
        .by = mus_arguments_text(arguments, "by"),
    };
    return mus_case_advance(musubi, &options, sink, err);
}

static const struct mus_parameter ASSIGN_PARAMETERS[] = {
    {.name = "case",
     .value = "CASE",
     .kind = MUS_PARAMETER_ARGUMENT,
     .type = MUS_PARAMETER_ID,
     .help_ja = "支援案件",
     .help_en = "the case"},
    {.name = "all-of",
     .value = "NAME",
     .kind = MUS_PARAMETER_OPTION,
     .help_ja = "この担当者の進行中の案件すべて",
     .help_en = "all open cases of this coordinator"},
    {.name = "to",
     .value = "NAME",
     .kind = MUS_PARAMETER_OPTION,
     .required = true,
     .help_ja = "新しい担当者",
     .help_en = "the new coordinator"},
    {.name = "by",
     .value = "NAME",
     .kind = MUS_PARAMETER_OPTION,
     .help_ja = "記録する人（既定は今までの担当者）",
     .help_en = "who records it (the coordinator so far)"},
};

MUS_RUN(run_assign)
{
    (void)open;
    return mus_case_assign_to(
        musubi, mus_arguments_text(arguments, "case"), mus_arguments_text(arguments, "all-of"),
        mus_arguments_text(arguments, "to"), mus_arguments_text(arguments, "by"), sink, err);
}

static const struct mus_parameter LIST_PARAMETERS[] = {
    {.name = "company",
     .value = "COMPANY",
     .kind = MUS_PARAMETER_OPTION,
     .type = MUS_PARAMETER_ID,
     .help_ja = "この企業の案件だけ",
     .help_en = "only those of this company"},
    {.name = "coordinator",
     .value = "NAME",
     .kind = MUS_PARAMETER_OPTION,
     .help_ja = "この担当者の案件だけ",
     .help_en = "only those of this coordinator"},
    {.name = "programme",
     .value = "CODE",
     .kind = MUS_PARAMETER_OPTION,
     .type = MUS_PARAMETER_ID,
     .help_ja = "この事業の案件だけ",
     .help_en = "only those of this programme"},
    {.name = "stage",
     .value = "STAGE",
     .kind = MUS_PARAMETER_OPTION,
     .help_ja = "この段階の案件だけ",
     .help_en = "only those at this stage"},
    {.name = "open",
     .kind = MUS_PARAMETER_FLAG,
     .help_ja = "進行中の案件だけ",
     .help_en = "only those still to be followed up"},
    {.name = "due",
     .value = "DAYS",
     .kind = MUS_PARAMETER_OPTION,
     .type = MUS_PARAMETER_INTEGER,
     .min = 1,
     .max = MAX_DUE_DAYS,
     .help_ja = "この日数のあいだ動きのない進行中の案件（督促用）",
     .help_en = "only open ones without a step for so many days: what wants a reminder"},
};

MUS_RUN(run_list)
{
    (void)open;
    struct mus_case_list_options options = {
        .company = mus_arguments_text(arguments, "company"),
        .coordinator = mus_arguments_text(arguments, "coordinator"),
        .programme = mus_arguments_text(arguments, "programme"),
        .stage = mus_arguments_text(arguments, "stage"),
        .due_days = mus_arguments_integer(arguments, "due"),
        .open = mus_arguments_flag(arguments, "open"),
    };
    return mus_case_list(musubi, &options, sink, err);
}

static const struct mus_parameter SHOW_PARAMETERS[] = {
    {.name = "case",
     .value = "CASE",
     .kind = MUS_PARAMETER_ARGUMENT,
     .type = MUS_PARAMETER_ID,
     .required = true,
     .help_ja = "支援案件",
     .help_en = "the case"},
};

MUS_RUN(run_show)
{
    (void)open;
    return mus_case_show(musubi, mus_arguments_text(arguments, "case"), sink, err);
}

#define CASE_REPLY                                                                                 \
    "case, stage, stage_name, open, date, idle_days, companies, programme, programme_name, "       \
    "purpose, purpose_name, edition, agreement, coordinator"

const struct mus_command MUS_CASE_COMMANDS[] = {
    {.name = "case open",
     .help_ja = "支援案件を開く",
     .help_en = "open a case for a pair of companies",
     .access = MUS_ACCESS_WRITE,
     .roles = MUS_ROLES_KEEPERS,
     .reply = CASE_REPLY,
     .parameters = OPEN_PARAMETERS,
     .parameter_count = MUS_COMMAND_COUNT(OPEN_PARAMETERS),
     .run = run_open},
    {.name = "case advance",
     .help_ja = "支援案件を次の段階へ進める（面談・成立などは台帳に記録される）",
     .help_en = "carry a case on; a meeting or conclusion becomes an entry of the ledger",
     .access = MUS_ACCESS_WRITE,
     .roles = MUS_ROLES_KEEPERS,
     .reply = CASE_REPLY ", entry, reversed_by",
     .parameters = ADVANCE_PARAMETERS,
     .parameter_count = MUS_COMMAND_COUNT(ADVANCE_PARAMETERS),
     .run = run_advance},
    {.name = "case assign",
     .help_ja = "担当者を替える（一件、または一人の進行中の案件すべて）",
     .help_en = "hand over a case, or all open ones of a coordinator",
     .access = MUS_ACCESS_WRITE,
     .roles = MUS_ROLES_KEEPERS,
     .lines = true,
     .reply = CASE_REPLY ", entry, reversed_by",
     .parameters = ASSIGN_PARAMETERS,
     .parameter_count = MUS_COMMAND_COUNT(ASSIGN_PARAMETERS),
     .run = run_assign},
    {.name = "case list",
     .help_ja = "支援案件の一覧",
     .help_en = "the cases",
     .access = MUS_ACCESS_READ,
     .roles = MUS_ROLES_KEEPERS,
     .lines = true,
     .reply = CASE_REPLY ", entry, reversed_by",
     .parameters = LIST_PARAMETERS,
     .parameter_count = MUS_COMMAND_COUNT(LIST_PARAMETERS),
     .run = run_list},
    {.name = "case show",
     .help_ja = "支援案件の経過",
     .help_en = "what has happened in a case",
     .access = MUS_ACCESS_READ,
     .roles = MUS_ROLES_KEEPERS,
     .reply = CASE_REPLY ", origin, steps, handovers",
     .parameters = SHOW_PARAMETERS,
     .parameter_count = MUS_COMMAND_COUNT(SHOW_PARAMETERS),
     .run = run_show},
};
const size_t MUS_CASE_COMMAND_COUNT = MUS_COMMAND_COUNT(MUS_CASE_COMMANDS);
