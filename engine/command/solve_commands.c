#include "command/rows.h"

#include "base/limits.h"

enum { MOST_SECONDS = 7 * 24 * 3600, MOST_EVENNESS = 1000000 };
#define MOST_STEPS INT64_C(1000000000000)

/* What solving takes, whatever the problem. */
#define PROBLEM                                                                                    \
    {                                                                                              \
        .name = "problem", .value = "PROBLEM.json", .kind = MUS_PARAMETER_ARGUMENT,                \
        .type = MUS_PARAMETER_PATH, .required = true, .help_ja = "問題のファイル",                 \
        .help_en = "the problem's file"                                                            \
    }
#define ANSWER                                                                                     \
    {                                                                                              \
        .name = "output", .letter = 'o', .value = "ANSWER.json", .kind = MUS_PARAMETER_OPTION,     \
        .type = MUS_PARAMETER_PATH, .help_ja = "答えを書くファイル（既定 標準出力）",              \
        .help_en = "the answer's file (standard output)"                                           \
    }
#define SEED                                                                                       \
    {                                                                                              \
        .name = "seed", .value = "N", .kind = MUS_PARAMETER_OPTION, .type = MUS_PARAMETER_INTEGER, \
        .max = INT64_MAX, .help_ja = "偶然の種（同じ種と手数なら同じ答え）",                       \
        .help_en = "of chance: the same seed and steps give the same answer"                       \
    }
#define STEPS                                                                                      \
    {                                                                                              \
        .name = "steps", .value = "N", .kind = MUS_PARAMETER_OPTION,                               \
        .type = MUS_PARAMETER_INTEGER, .min = 1, .max = MOST_STEPS,                                \
        .help_ja = "多くともこの手数で終える", .help_en = "end after so many steps"                \
    }
#define SECONDS                                                                                    \
    {                                                                                              \
        .name = "time", .value = "SECONDS", .kind = MUS_PARAMETER_OPTION,                          \
        .type = MUS_PARAMETER_INTEGER, .min = 1, .max = MOST_SECONDS,                              \
        .help_ja = "この秒数が過ぎたら、それまでで一番よい答えで終える",                           \
        .help_en = "end after so many seconds, with the best there is by then"                     \
    }
#define THREADS                                                                                    \
    {                                                                                              \
        .name = "threads", .value = "N", .kind = MUS_PARAMETER_OPTION,                             \
        .type = MUS_PARAMETER_INTEGER, .min = 1, .max = MUS_MAX_THREADS,                           \
        .help_ja = "スレッドの数（既定は機械の数だけ）",                                           \
        .help_en = "threads (as many as the machine has)"                                          \
    }

/* What all of them take. */
static struct mus_solve_options options_of(const struct mus_arguments *arguments)
{
    return (struct mus_solve_options){
        .file = mus_arguments_text(arguments, "problem"),
        .output = mus_arguments_text(arguments, "output"),
        .seed = mus_arguments_integer(arguments, "seed"),
        .steps = mus_arguments_integer(arguments, "steps"),
        .time_ms = mus_arguments_integer(arguments, "time") * 1000,
    };
}

/* ------------------------------------------------------------------ pairings */

static const struct mus_parameter PAIRING_PARAMETERS[] = {
    PROBLEM,
    ANSWER,
    SEED,
    STEPS,
    SECONDS,
    THREADS,
    {.name = "method",
     .value = "best|flow|prices",
     .kind = MUS_PARAMETER_OPTION,
     .words = "best|flow|prices",
     .help_ja = "解き方（既定 best 問題に合うほう。flow は二手に分かれる時に厳密）",
     .help_en = "how (best: whichever suits the problem; flow: exact, for two sides)"},
    {.name = "evenness",
     .value = "0-1000000",
     .kind = MUS_PARAMETER_OPTION,
     .type = MUS_PARAMETER_INTEGER,
     .max = MOST_EVENNESS,
     .help_ja = "均等さの重み（各参加者の最初の商談に加える価値、百万分率。既定 0）",
     .help_en = "what the first meeting of somebody is worth beside its score, in millionths (0)"},
};

MUS_RUN(run_pairing)
{
    (void)musubi;
    (void)open;
    struct mus_solve_options options = options_of(arguments);
    options.threads = mus_arguments_integer(arguments, "threads");
    options.method = mus_arguments_text(arguments, "method");
    options.evenness = mus_arguments_integer(arguments, "evenness");
    return mus_solve_pairing(&options, sink, err);
}

/* ------------------------------------------------------------------ timetables */

static const struct mus_parameter TIMETABLE_PARAMETERS[] = {
    PROBLEM,
    ANSWER,
    SEED,
    STEPS,
    SECONDS,
    THREADS,
    {.name = "no-proof",
     .kind = MUS_PARAMETER_FLAG,
     .help_ja = "最適であることの証明を試みない",
     .help_en = "do not try to prove that nothing is better"},
};

MUS_RUN(run_timetable)
{
    (void)musubi;
    (void)open;
    struct mus_solve_options options = options_of(arguments);
    options.threads = mus_arguments_integer(arguments, "threads");
    options.no_proof = mus_arguments_flag(arguments, "no-proof");
    return mus_solve_timetable(&options, sink, err);
}

/* ------------------------------------------------------------------ tours */

static const struct mus_parameter TOUR_PARAMETERS[] = {PROBLEM, ANSWER, SEED, STEPS, SECONDS};

MUS_RUN(run_tour)
{
    (void)musubi;
    (void)open;
    const struct mus_solve_options options = options_of(arguments);
    return mus_solve_tour(&options, sink, err);
}

/* ------------------------------------------------------------------ the rows */

const struct mus_command MUS_SOLVE_COMMANDS[] = {
    {.name = "pair solve",
     .help_ja = "問題のファイルから組み合わせを決める（ストアは不要）",
     .help_en = "pair the participants of a problem's file; needs no store",
     .access = MUS_ACCESS_NONE,
     .roles = MUS_ROLES_ALL,
     .reply = "output, problem, participant_count, pair_count, unmet_count, "
              "unmet_minimum, evenness, price, total, upper_bound, missing, missing_lower_bound, "
              "method, steps, "
              "seconds, format, pairs",
     .parameters = PAIRING_PARAMETERS,
     .parameter_count = MUS_COMMAND_COUNT(PAIRING_PARAMETERS),
     .run = run_pairing},
    {.name = "timetable solve",
     .help_ja = "問題のファイルから時間割を作る（ストアは不要）",
     .help_en = "timetable the meetings of a problem's file; needs no store",
     .access = MUS_ACCESS_NONE,
     .roles = MUS_ROLES_ALL,
     .reply = "output, problem, status, reason, reason_ja, meeting_count, left_out, "
              "missing, breaks, lower_bound, fewest_breaks, most_breaks, warnings, warnings_ja, "
              "steps, seconds, format, meetings",
     .parameters = TIMETABLE_PARAMETERS,
     .parameter_count = MUS_COMMAND_COUNT(TIMETABLE_PARAMETERS),
     .run = run_timetable},
    {.name = "tour solve",
     .help_ja = "視察団などのグループの巡回を決める（ストアは不要）",
     .help_en = "plan the routes of visiting groups; needs no store",
     .access = MUS_ACCESS_NONE,
     .roles = MUS_ROLES_ALL,
     .reply = "format, problem, visits, most_visits, musts, musts_missed, wants, wants_missed, "
              "walked_minutes, routes, steps, seconds",
     .parameters = TOUR_PARAMETERS,
     .parameter_count = MUS_COMMAND_COUNT(TOUR_PARAMETERS),
     .run = run_tour},
};
const size_t MUS_SOLVE_COMMAND_COUNT = MUS_COMMAND_COUNT(MUS_SOLVE_COMMANDS);
