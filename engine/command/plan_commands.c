#include "base/limits.h"
#include "command/plan_rows.h"

enum { MOST_SECONDS = 7 * 24 * 3600, MOST_TABLES = 10000, MOST_EVENNESS = 1000000 };
#define MOST_STEPS INT64_C(1000000000000)
#define MOST_RUNS INT64_C(100000)

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

static struct mus_plan_options plan_of(const struct mus_arguments *arguments)
{
    return (struct mus_plan_options){
        .by = mus_arguments_text(arguments, "by"),
        .seed = mus_arguments_integer(arguments, "seed"),
        .steps = mus_arguments_integer(arguments, "steps"),
        .time_ms = mus_arguments_integer(arguments, "time") * 1000,
        .threads = mus_arguments_integer(arguments, "threads"),
    };
}

/* ------------------------------------------------------------------ pairing, timetable */

static const struct mus_parameter PAIR_PARAMETERS[] = {
    MUS_EVENT_ARGUMENT,
    {.name = "evenness",
     .value = "0-1000000",
     .kind = MUS_PARAMETER_OPTION,
     .type = MUS_PARAMETER_INTEGER,
     .min = 0,
     .max = MOST_EVENNESS,
     .help_ja = "均等さの重み（各参加者の最初の商談に加える価値、百万分率。既定 0）",
     .help_en = "what the first meeting of somebody is worth beside its score, in millionths (0)"},
    {.name = "candidates",
     .value = "N",
     .kind = MUS_PARAMETER_OPTION,
     .type = MUS_PARAMETER_INTEGER,
     .min = 1,
     .max = 100000,
     .help_ja = "参加者ごとに点数の高い N 社だけを候補とする（既定 すべて、百万組まで）",
     .help_en = "look only at the best N partners of each (all, up to a million pairs)"},
    SEED,
    STEPS,
    SECONDS,
    THREADS,
    MUS_BY_OPTION,
};

MUS_RUN(run_pair)
{
    (void)open;
    const struct mus_event_pair_options options = {
        .event = mus_arguments_text(arguments, "event"),
        .evenness = mus_arguments_integer(arguments, "evenness"),
        .candidates = mus_arguments_integer(arguments, "candidates"),
        .plan = plan_of(arguments),
    };
    return mus_event_pair(musubi, &options, sink, err);
}

static const struct mus_parameter DIAGNOSE_PARAMETERS[] = {
    MUS_EVENT_ARGUMENT,
    {.name = "participant",
     .value = "ID",
     .kind = MUS_PARAMETER_OPTION,
     .type = MUS_PARAMETER_ID,
     .help_ja = "この参加者だけ（既定は商談の少ない参加者）",
     .help_en = "only this participant (those with few meetings)"},
};

MUS_RUN(run_diagnose)
{
    (void)open;
    return mus_event_diagnose(musubi, mus_arguments_text(arguments, "event"),
                              mus_arguments_text(arguments, "participant"), sink, err);
}

static const struct mus_parameter TIMETABLE_PARAMETERS[] = {
    MUS_EVENT_ARGUMENT,
    {.name = "mode",
     .value = "all|unplaced|repair",
     .kind = MUS_PARAMETER_OPTION,
     .words = "all|unplaced|repair",
     .help_ja =
         "all すべて組み直す（既定）、unplaced 決まっていないものだけ、repair なるべく動かさない",
     .help_en = "all anew (default); only what is unplaced; repair with few moves"},
    SEED,
    STEPS,
    SECONDS,
    THREADS,
    MUS_BY_OPTION,
};

MUS_RUN(run_timetable)
{
    (void)open;
    const struct mus_plan_options options = plan_of(arguments);
    return mus_event_timetable(musubi, mus_arguments_text(arguments, "event"),
                               mus_arguments_text(arguments, "mode"), &options, sink, err);
}

/* ------------------------------------------------------------------ runs */

#define RUN_NUMBER(parameter, shown, ja, en)                                                       \
    {                                                                                              \
        .name = (parameter), .value = (shown), .kind = MUS_PARAMETER_ARGUMENT,                     \
        .type = MUS_PARAMETER_INTEGER, .required = true, .min = 1, .max = MOST_RUNS,               \
        .help_ja = (ja), .help_en = (en)                                                           \
    }

static const struct mus_parameter RUN_LIST_PARAMETERS[] = {MUS_EVENT_ARGUMENT};
static const struct mus_parameter RUN_SHOW_PARAMETERS[] = {
    MUS_EVENT_ARGUMENT, RUN_NUMBER("run", "N", "実行の番号", "which run")};
static const struct mus_parameter RUN_COMPARE_PARAMETERS[] = {
    MUS_EVENT_ARGUMENT, RUN_NUMBER("a", "A", "一方の番号", "from which run"),
    RUN_NUMBER("b", "B", "もう一方の番号", "to which run")};
static const struct mus_parameter RUN_RESTORE_PARAMETERS[] = {
    MUS_EVENT_ARGUMENT, RUN_NUMBER("run", "N", "戻す実行の番号", "which run"), MUS_BY_OPTION};
static const struct mus_parameter RUN_REPEAT_PARAMETERS[] = {
    MUS_EVENT_ARGUMENT, RUN_NUMBER("run", "N", "実行の番号", "which run"), THREADS};
static const struct mus_parameter RUN_EXPORT_PARAMETERS[] = {
    MUS_EVENT_ARGUMENT,
    RUN_NUMBER("run", "N", "実行の番号", "which run"),
    {.name = "output",
     .letter = 'o',
     .value = "DIR",
     .kind = MUS_PARAMETER_OPTION,
     .type = MUS_PARAMETER_PATH,
     .required = true,
     .help_ja = "問題と答えのファイルを置くフォルダー",
     .help_en = "the folder for the files of problem and answer"},
};

MUS_RUN(run_run_list)
{
    (void)open;
    return mus_event_run_list(musubi, mus_arguments_text(arguments, "event"), sink, err);
}

MUS_RUN(run_run_show)
{
    (void)open;
    return mus_event_run_show(musubi, mus_arguments_text(arguments, "event"),
                              mus_arguments_integer(arguments, "run"), sink, err);
}

MUS_RUN(run_run_compare)
{
    (void)open;
    return mus_event_run_compare(musubi, mus_arguments_text(arguments, "event"),
                                 mus_arguments_integer(arguments, "a"),
                                 mus_arguments_integer(arguments, "b"), sink, err);
}

MUS_RUN(run_run_restore)
{
    (void)open;
    const struct mus_plan_options options = {.by = mus_arguments_text(arguments, "by")};
    return mus_event_run_restore(musubi, mus_arguments_text(arguments, "event"),
                                 mus_arguments_integer(arguments, "run"), &options, sink, err);
}

MUS_RUN(run_run_repeat)
{
    (void)open;
    return mus_event_run_repeat(musubi, mus_arguments_text(arguments, "event"),
                                mus_arguments_integer(arguments, "run"),
                                mus_arguments_integer(arguments, "threads"), sink, err);
}

MUS_RUN(run_run_export)
{
    (void)open;
    return mus_event_run_export(musubi, mus_arguments_text(arguments, "event"),
                                mus_arguments_integer(arguments, "run"),
                                mus_arguments_text(arguments, "output"), sink, err);
}

/* ------------------------------------------------------------------ meetings */

static const struct mus_parameter MEETING_LIST_PARAMETERS[] = {
    MUS_EVENT_ARGUMENT,
    {.name = "participant",
     .value = "ID",
     .kind = MUS_PARAMETER_OPTION,
     .type = MUS_PARAMETER_ID,
     .help_ja = "この参加者の商談だけ",
     .help_en = "only those of this participant"},
    {.name = "slot",
     .value = "SLOT",
     .kind = MUS_PARAMETER_OPTION,
     .type = MUS_PARAMETER_ID,
     .help_ja = "この時間枠の商談だけ",
     .help_en = "only those in this slot"},
    {.name = "state",
     .value = "planned|held|no_show|cancelled",
     .kind = MUS_PARAMETER_OPTION,
     .words = "planned|held|no_show|cancelled",
     .help_ja = "この状態の商談だけ（既定 取り消し以外）",
     .help_en = "only those in this state (all but cancelled)"},
    {.name = "unplaced",
     .kind = MUS_PARAMETER_FLAG,
     .help_ja = "時間の決まっていない商談だけ",
     .help_en = "only those without a slot"},
};

MUS_RUN(run_meeting_list)
{
    (void)open;
    const struct mus_meeting_list_options options = {
        .event = mus_arguments_text(arguments, "event"),
        .participant = mus_arguments_text(arguments, "participant"),
        .slot = mus_arguments_text(arguments, "slot"),
        .state = mus_arguments_text(arguments, "state"),
        .unplaced = mus_arguments_flag(arguments, "unplaced"),
    };
    return mus_event_meeting_list(musubi, &options, sink, err);
}

#define MEETING                                                                                    \
    {                                                                                              \
        .name = "meeting", .value = "MEETING", .kind = MUS_PARAMETER_ARGUMENT,                     \
        .type = MUS_PARAMETER_ID, .required = true, .help_ja = "商談", .help_en = "which meeting"  \
    }

static const struct mus_parameter LOCK_PARAMETERS[] = {
    MUS_EVENT_ARGUMENT,
    MEETING,
    {.name = "pair",
     .kind = MUS_PARAMETER_FLAG,
     .help_ja = "組み合わせ（組み直しても残る）",
     .help_en = "the pair: it stays, whoever is paired anew"},
    {.name = "slot", .kind = MUS_PARAMETER_FLAG, .help_ja = "時間", .help_en = "its slot"},
    {.name = "table", .kind = MUS_PARAMETER_FLAG, .help_ja = "テーブル", .help_en = "its table"},
    {.name = "by",
     .value = "NAME",
     .kind = MUS_PARAMETER_OPTION,
     .required = true,
     .help_ja = "行う人（記録に残る）",
     .help_en = "who does it; it is kept"},
};

static enum mus_status lock(struct mus_musubi *musubi, const struct mus_arguments *arguments,
                            bool unlock, struct mus_sink *sink, struct mus_error *err)
{
    const struct mus_meeting_lock_options options = {
        .event = mus_arguments_text(arguments, "event"),
        .meeting = mus_arguments_text(arguments, "meeting"),
        .by = mus_arguments_text(arguments, "by"),
        .pair = mus_arguments_flag(arguments, "pair"),
        .slot = mus_arguments_flag(arguments, "slot"),
        .table = mus_arguments_flag(arguments, "table"),
        .unlock = unlock,
    };
    return mus_event_meeting_lock(musubi, &options, sink, err);
}

MUS_RUN(run_meeting_lock)
{
    (void)open;
    return lock(musubi, arguments, false, sink, err);
}

MUS_RUN(run_meeting_unlock)
{
    (void)open;
    return lock(musubi, arguments, true, sink, err);
}

static const struct mus_parameter MOVE_PARAMETERS[] = {
    MUS_EVENT_ARGUMENT,
    MEETING,
    {.name = "slot",
     .value = "SLOT",
     .kind = MUS_PARAMETER_OPTION,
     .type = MUS_PARAMETER_ID,
     .help_ja = "移す先の時間枠（既定 今の時間枠）",
     .help_en = "to which slot (the one it has)"},
    {.name = "table",
     .value = "N",
     .kind = MUS_PARAMETER_OPTION,
     .type = MUS_PARAMETER_INTEGER,
     .min = 1,
     .max = MOST_TABLES,
     .help_ja = "移す先のテーブル（既定 今のテーブル、なければ空いているもの）",
     .help_en = "to which table (the one it has, or the first that is free)"},
    {.name = "nowhere",
     .kind = MUS_PARAMETER_FLAG,
     .help_ja = "時間を外す（商談は残る）",
     .help_en = "take its slot away; it stays planned"},
    {.name = "uneven",
     .kind = MUS_PARAMETER_FLAG,
     .help_ja = "空き時間の差が催しの決めた上限を超えてもよい",
     .help_en = "even if breaks are farther apart then than the event allows"},
    MUS_BY_OPTION,
};

MUS_RUN(run_meeting_move)
{
    (void)open;
    const struct mus_meeting_move_options options = {
        .event = mus_arguments_text(arguments, "event"),
        .meeting = mus_arguments_text(arguments, "meeting"),
        .by = mus_arguments_text(arguments, "by"),
        .slot = mus_arguments_text(arguments, "slot"),
        .table = mus_arguments_integer(arguments, "table"),
        .nowhere = mus_arguments_flag(arguments, "nowhere"),
        .uneven = mus_arguments_flag(arguments, "uneven"),
    };
    return mus_event_meeting_move(musubi, &options, sink, err);
}

/* ------------------------------------------------------------------ the rows */

#define RUN_REPLY                                                                                  \
    "run, kind, what, by, recorded, seed, steps, mode, meetings, unplaced, moved, breaks, "        \
    "lower_bound, evenness, total, upper_bound, missing, gini, problem_digest, answer_digest, "    \
    "meetings_digest, weights"
#define MEETING_REPLY                                                                              \
    "meeting, state, between, score, slot, day, start, place, hall, table, table_label, booth, "   \
    "interpreter, language, locks, sequence, absent, case"

const struct mus_command MUS_PLAN_COMMANDS[] = {
    MUS_PLANNING_ROW(
        "pair", "催しの参加者を組み合わせる（最良に対する保証つき）",
        "pair the participants of an event, with a proven bound", MUS_ACCESS_WRITE, false,
        "event, " RUN_REPLY ", gained, lost, candidates, kept_apart, dropped, score_total, "
        "missing_lower_bound, method, spread, by_size, price, price_by_size, "
        "below_minimum, wishes, missed, interpreted, given_up_count, given_up",
        PAIR_PARAMETERS, run_pair),
    MUS_PLANNING_ROW(
        "pair diagnose", "商談の少ない参加者とその理由", "who has few meetings, and why",
        MUS_ACCESS_READ, true,
        "participant, company, name, meetings, placed, min, max, slots, partners, acceptable, "
        "acceptable_full, apart, why, label",
        DIAGNOSE_PARAMETERS, run_diagnose),
    MUS_PLANNING_ROW("timetable", "商談に時間とテーブルを割り当てる",
                     "give the meetings slots and tables", MUS_ACCESS_WRITE, false,
                     "event, " RUN_REPLY
                     ", status, placed, fewest_breaks, most_breaks, interpreted, reason, "
                     "left_out",
                     TIMETABLE_PARAMETERS, run_timetable),
    MUS_PLANNING_ROW("run list", "組み合わせと時間割の実行の一覧", "the runs of an event",
                     MUS_ACCESS_READ, true, RUN_REPLY, RUN_LIST_PARAMETERS, run_run_list),
    MUS_PLANNING_ROW("run show", "実行の内容", "one run", MUS_ACCESS_READ, false,
                     "event, " RUN_REPLY ", problem_bytes, answer_bytes", RUN_SHOW_PARAMETERS,
                     run_run_show),
    MUS_PLANNING_ROW("run compare", "二つの実行の違い", "how two runs differ", MUS_ACCESS_READ,
                     false, "event, runs, counts, changes", RUN_COMPARE_PARAMETERS,
                     run_run_compare),
    MUS_PLANNING_ROW("run restore", "実行の後の状態に戻す（新しい実行として）",
                     "the meetings as they stood after a run, as a new run", MUS_ACCESS_WRITE,
                     false, "event, " RUN_REPLY ", changes, counts, not_restored",
                     RUN_RESTORE_PARAMETERS, run_run_restore),
    MUS_PLANNING_ROW("run repeat", "実行を同じ条件で解き直し、同じ答えになることを確かめる",
                     "solve a run's problem again and compare the answers", MUS_ACCESS_READ, false,
                     "event, " RUN_REPLY ", same, answer_bytes", RUN_REPEAT_PARAMETERS,
                     run_run_repeat),
    MUS_PLANNING_ROW("run export", "実行の問題と答えをファイルに書く",
                     "problem and answer of a run, as files", MUS_ACCESS_READ, false,
                     "event, " RUN_REPLY ", files", RUN_EXPORT_PARAMETERS, run_run_export),
    MUS_PLANNING_ROW("meeting list", "商談の一覧", "the meetings of an event", MUS_ACCESS_READ,
                     true, MEETING_REPLY, MEETING_LIST_PARAMETERS, run_meeting_list),
    MUS_PLANNING_ROW("meeting lock", "商談の組み合わせ・時間・テーブルを固定する",
                     "lock the pair, slot or table of a meeting", MUS_ACCESS_WRITE, false,
                     "event, run, change, " MEETING_REPLY, LOCK_PARAMETERS, run_meeting_lock),
    MUS_PLANNING_ROW("meeting unlock", "固定を外す", "take locks away", MUS_ACCESS_WRITE, false,
                     "event, run, change, " MEETING_REPLY, LOCK_PARAMETERS, run_meeting_unlock),
    MUS_PLANNING_ROW("meeting move", "商談を手で移す（決まりに反すれば理由を示して断る）",
                     "move a meeting by hand; refused with the clash", MUS_ACCESS_WRITE, false,
                     "event, run, change, " MEETING_REPLY, MOVE_PARAMETERS, run_meeting_move),
};
const size_t MUS_PLAN_COMMAND_COUNT = MUS_COMMAND_COUNT(MUS_PLAN_COMMANDS);
