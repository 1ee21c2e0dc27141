#include <string.h>

#include "base/limits.h"
#include "command/rows.h"

static const struct mus_parameter MATCH_PARAMETERS[] = {
    {.name = "company",
     .value = "COMPANY",
     .kind = MUS_PARAMETER_ARGUMENT,
     .type = MUS_PARAMETER_ID,
     .help_ja = "この企業に紹介する相手を探す",
     .help_en = "whom to introduce to this company"},
    {.name = "need",
     .value = "TEXT",
     .kind = MUS_PARAMETER_OPTION,
     .help_ja = "文で書いたニーズに応えられる相手を探す",
     .help_en = "whom to introduce to somebody with this need"},
    {.name = "read",
     .value = "yes|no",
     .kind = MUS_PARAMETER_OPTION,
     .words = "yes|no",
     .help_ja = "ニーズの文から条件と目的を読み取る（既定 yes）",
     .help_en = "read conditions and purposes from the words of the need (yes)"},
    {.name = "not-read",
     .value = "CHIP,…",
     .kind = MUS_PARAMETER_OPTION,
     .help_ja = "読み取った条件のうち文に戻すもの 例 country:DE",
     .help_en = "of what was read, what is to stay text, such as country:DE"},
    {.name = "queries",
     .value = "FILE",
     .kind = MUS_PARAMETER_OPTION,
     .type = MUS_PARAMETER_PATH,
     .help_ja = "問い合わせを1行1件（JSON Lines）で読む",
     .help_en = "queries from a file, one JSON object a line"},
    {.name = "all",
     .kind = MUS_PARAMETER_FLAG,
     .help_ja =
         "登録企業の1社ずつについてID順に探す（それ自身が紹介できない企業も、そう示して答える）",
     .help_en = "whom to introduce to each company of the store, in the order of ids; one that "
                "must not be introduced itself is asked for too, and its answer says so"},
    {.name = "filters",
     .value = "JSON",
     .kind = MUS_PARAMETER_OPTION,
     .help_ja = "絞り込み 例 {\"countries\":[\"ASEAN\"],\"sizes\":[\"sme\"]}",
     .help_en = "only those that pass, such as {\"countries\":[\"ASEAN\"]}"},
    {.name = "top",
     .value = "N",
     .kind = MUS_PARAMETER_OPTION,
     .type = MUS_PARAMETER_INTEGER,
     .min = 1,
     .max = MUS_MAX_TOP,
     .help_ja = "上位何社まで（既定 20）",
     .help_en = "how many (20)"},
    {.name = "explain", .kind = MUS_PARAMETER_FLAG, .help_ja = "理由を示す", .help_en = "say why"},
    {.name = "show-vetoed",
     .kind = MUS_PARAMETER_FLAG,
     .help_ja = "紹介できない企業と理由も示す",
     .help_en = "also those that may not be introduced, with the reason"},
    {.name = "met-since",
     .value = "DATE",
     .kind = MUS_PARAMETER_OPTION,
     .help_ja = "この日より前の面談は問わない（既定はすべての面談相手を除く）",
     .help_en = "meetings before this day do not stand in the way"},
    {.name = "run",
     .value = "FILE",
     .kind = MUS_PARAMETER_OPTION,
     .type = MUS_PARAMETER_PATH,
     .help_ja = "TREC 形式の結果を書く（--queries、--all とともに。--all では答えに代えて）",
     .help_en = "write a TREC run (with --queries; with --all in place of the answers)"},
    {.name = "resume",
     .kind = MUS_PARAMETER_FLAG,
     .help_ja = "中断した --run の続きを書く（FILE.state と条件、登録内容、基準日が同じ場合）",
     .help_en = "go on with a --run that was cut short (FILE.state); options, store and day must "
                "be the same"},
    {.name = "threads",
     .value = "N",
     .kind = MUS_PARAMETER_OPTION,
     .type = MUS_PARAMETER_INTEGER,
     .min = 1,
     .max = MUS_MAX_THREADS,
     .help_ja = "並列数（結果は同じ）",
     .help_en = "threads; the answer is the same for any number"},
};

MUS_RUN(run_match)
{
    (void)open;
    const char *read = mus_arguments_text(arguments, "read");
    struct mus_match_options options = {
        .company = mus_arguments_text(arguments, "company"),
        .need = mus_arguments_text(arguments, "need"),
        .unread = read != NULL && strcmp(read, "no") == 0,
        .not_read = mus_arguments_text(arguments, "not-read"),
        .queries = mus_arguments_text(arguments, "queries"),
        .filters = mus_arguments_text(arguments, "filters"),
        .met_since = mus_arguments_text(arguments, "met-since"),
        .run = mus_arguments_text(arguments, "run"),
        .resume = mus_arguments_flag(arguments, "resume"),
        .all = mus_arguments_flag(arguments, "all"),
        .top = mus_arguments_integer(arguments, "top"),
        .threads = mus_arguments_integer(arguments, "threads"),
        .explain = mus_arguments_flag(arguments, "explain"),
        .show_vetoed = mus_arguments_flag(arguments, "show-vetoed"),
    };
    return mus_match(musubi, &options, sink, err);
}

static const struct mus_parameter EXPLAIN_PARAMETERS[] = {
    {.name = "a",
     .value = "A",
     .kind = MUS_PARAMETER_ARGUMENT,
     .type = MUS_PARAMETER_ID,
     .required = true,
     .help_ja = "企業",
     .help_en = "a company"},
    {.name = "b",
     .value = "B",
     .kind = MUS_PARAMETER_ARGUMENT,
     .type = MUS_PARAMETER_ID,
     .required = true,
     .help_ja = "相手の企業",
     .help_en = "the other company"},
};

MUS_RUN(run_explain)
{
    (void)open;
    return mus_explain(musubi, mus_arguments_text(arguments, "a"),
                       mus_arguments_text(arguments, "b"), sink, err);
}

const struct mus_command MUS_MATCH_COMMANDS[] = {
    {.name = "match",
     .help_ja = "紹介すべき相手を順に挙げる",
     .help_en = "rank whom to introduce",
     .access = MUS_ACCESS_READ,
     .roles = MUS_ROLES_KEEPERS,
     .lines = true,
     .reply = "query, company, name, company_veto, need, read, compared, weights, "
              "calibration, today, "
              "considered, scored, filtered, "
              "unknown_excluded, vetoed_count, results, vetoed, run, queries, kept, lines",
     .parameters = MATCH_PARAMETERS,
     .parameter_count = MUS_COMMAND_COUNT(MATCH_PARAMETERS),
     .run = run_match},
    {.name = "explain",
     .help_ja = "2社の組み合わせの理由を示す",
     .help_en = "say why two companies fit",
     .access = MUS_ACCESS_READ,
     .roles = MUS_ROLES_KEEPERS,
     .reply = "a, b, company, name, weights, calibration, score, concluded, combine, sides, "
              "advice, veto",
     .parameters = EXPLAIN_PARAMETERS,
     .parameter_count = MUS_COMMAND_COUNT(EXPLAIN_PARAMETERS),
     .run = run_explain},
};
const size_t MUS_MATCH_COMMAND_COUNT = MUS_COMMAND_COUNT(MUS_MATCH_COMMANDS);
