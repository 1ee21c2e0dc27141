#include "command/plan_rows.h"

enum { MOST_TABLES = 10000 };

#define KEEP                                                                                       \
    {                                                                                              \
        .name = "keep", .kind = MUS_PARAMETER_FLAG, .help_ja = "残れる商談は一つも動かさない",     \
        .help_en = "move nothing that can stay"                                                    \
    }
#define APPLY                                                                                      \
    {                                                                                              \
        .name = "apply", .value = "TOKEN", .kind = MUS_PARAMETER_OPTION, .type = MUS_PARAMETER_ID, \
        .help_ja = "示された内容を実行する（示した時の合い札。なければ示すだけ）",                 \
        .help_en = "make the change that was shown with this token (otherwise only shown)"         \
    }

static struct mus_day_options day_of(const struct mus_arguments *arguments)
{
    return (struct mus_day_options){
        .event = mus_arguments_text(arguments, "event"),
        .by = mus_arguments_text(arguments, "by"),
        .apply = mus_arguments_text(arguments, "apply"),
        .keep = mus_arguments_flag(arguments, "keep"),
    };
}

/* ------------------------------------------------------------------ who does not come */

static const struct mus_parameter CANCEL_PARAMETERS[] = {
    MUS_EVENT_ARGUMENT,
    {.name = "participants",
     .value = "ID,ID…",
     .kind = MUS_PARAMETER_ARGUMENT,
     .required = true,
     .help_ja = "取りやめた参加者（コンマで区切る）",
     .help_en = "who cancelled, parted by commas"},
    KEEP,
    APPLY,
    MUS_BY_OPTION,
};

MUS_RUN(run_cancel)
{
    (void)open;
    const struct mus_day_options options = day_of(arguments);
    return mus_event_cancel(musubi, &options, mus_arguments_text(arguments, "participants"), false,
                            sink, err);
}

static const struct mus_parameter NO_SHOW_PARAMETERS[] = {
    MUS_EVENT_ARGUMENT,
    {.name = "participants",
     .value = "ID,ID…",
     .kind = MUS_PARAMETER_ARGUMENT,
     .required = true,
     .help_ja = "来なかった参加者（コンマで区切る）",
     .help_en = "who did not come, parted by commas"},
    {.name = "meeting",
     .value = "MEETING",
     .kind = MUS_PARAMETER_OPTION,
     .type = MUS_PARAMETER_ID,
     .help_ja = "この商談にだけ来なかった",
     .help_en = "did not come to this one meeting"},
    KEEP,
    APPLY,
    MUS_BY_OPTION,
};

MUS_RUN(run_no_show)
{
    (void)open;
    const struct mus_day_options options = day_of(arguments);
    const char *participants = mus_arguments_text(arguments, "participants");
    const char *meeting = mus_arguments_text(arguments, "meeting");
    return meeting == NULL ? mus_event_cancel(musubi, &options, participants, true, sink, err)
                           : mus_event_absent(musubi, &options, meeting, participants, sink, err);
}

static const struct mus_parameter LATE_PARAMETERS[] = {
    MUS_EVENT_ARGUMENT,
    {.name = "participant",
     .value = "ID",
     .kind = MUS_PARAMETER_ARGUMENT,
     .type = MUS_PARAMETER_ID,
     .required = true,
     .help_ja = "遅れる参加者",
     .help_en = "who is late"},
    {.name = "slot",
     .value = "SLOT",
     .kind = MUS_PARAMETER_ARGUMENT,
     .type = MUS_PARAMETER_ID,
     .required = true,
     .help_ja = "この時間枠から来られる",
     .help_en = "the slot from which it comes"},
    KEEP,
    APPLY,
    MUS_BY_OPTION,
};

MUS_RUN(run_late)
{
    (void)open;
    const struct mus_day_options options = day_of(arguments);
    return mus_event_late(musubi, &options, mus_arguments_text(arguments, "participant"),
                          mus_arguments_text(arguments, "slot"), sink, err);
}

/* ------------------------------------------------------------------ what is lost and filled */

static const struct mus_parameter LOSE_PARAMETERS[] = {
    MUS_EVENT_ARGUMENT,
    {.name = "slot",
     .value = "SLOT",
     .kind = MUS_PARAMETER_OPTION,
     .type = MUS_PARAMETER_ID,
     .help_ja = "使えなくなった時間枠",
     .help_en = "the slot that is lost"},
    {.name = "table",
     .value = "N",
     .kind = MUS_PARAMETER_OPTION,
     .type = MUS_PARAMETER_INTEGER,
     .min = 1,
     .max = MOST_TABLES,
     .help_ja = "使えなくなったテーブル（--slot とともに、その時間枠だけ）",
     .help_en = "the table that is lost (with --slot: in that slot alone)"},
    KEEP,
    APPLY,
    MUS_BY_OPTION,
};

MUS_RUN(run_lose)
{
    (void)open;
    const struct mus_day_options options = day_of(arguments);
    return mus_event_lose(musubi, &options, mus_arguments_text(arguments, "slot"),
                          mus_arguments_integer(arguments, "table"), sink, err);
}

static const struct mus_parameter REFILL_PARAMETERS[] = {
    MUS_EVENT_ARGUMENT,
    {.name = "participant",
     .value = "ID",
     .kind = MUS_PARAMETER_OPTION,
     .type = MUS_PARAMETER_ID,
     .help_ja = "この参加者の空きだけを埋める（既定 商談を失った参加者すべて）",
     .help_en = "only for this one (all who lost meetings)"},
    {.name = "waiting",
     .kind = MUS_PARAMETER_FLAG,
     .help_ja = "待機者も受け付け順に入れる",
     .help_en = "let in who waits, too, in the order of registration"},
    APPLY,
    MUS_BY_OPTION,
};

MUS_RUN(run_refill)
{
    (void)open;
    const struct mus_day_options options = {
        .event = mus_arguments_text(arguments, "event"),
        .by = mus_arguments_text(arguments, "by"),
        .apply = mus_arguments_text(arguments, "apply"),
    };
    return mus_event_refill(musubi, &options, mus_arguments_text(arguments, "participant"),
                            mus_arguments_flag(arguments, "waiting"), sink, err);
}

/* ------------------------------------------------------------------ what came of it */

static const struct mus_parameter HELD_PARAMETERS[] = {
    MUS_EVENT_ARGUMENT,
    {.name = "meetings",
     .value = "MEETING,…",
     .kind = MUS_PARAMETER_ARGUMENT,
     .help_ja = "行われた商談（コンマで区切る。記入された商談結果票からは event import outcomes）",
     .help_en = "which meetings took place, parted by commas (from forms: event import outcomes)"},
    {.name = "slot",
     .value = "SLOT",
     .kind = MUS_PARAMETER_OPTION,
     .type = MUS_PARAMETER_ID,
     .help_ja = "この時間枠の予定の商談すべて",
     .help_en = "all that are planned in this slot"},
    {.name = "by",
     .value = "NAME",
     .kind = MUS_PARAMETER_OPTION,
     .required = true,
     .help_ja = "記録する人（新しい支援案件の担当者になる）",
     .help_en = "who records it, and looks after the cases that begin with it"},
};

MUS_RUN(run_held)
{
    (void)open;
    const struct mus_day_options options = {
        .event = mus_arguments_text(arguments, "event"),
        .by = mus_arguments_text(arguments, "by"),
    };
    return mus_event_held(musubi, &options, mus_arguments_text(arguments, "meetings"),
                          mus_arguments_text(arguments, "slot"), sink, err);
}

static const struct mus_parameter ATTENDANCE_PARAMETERS[] = {
    MUS_EVENT_ARGUMENT,
    {.name = "all",
     .kind = MUS_PARAMETER_FLAG,
     .help_ja = "取りやめや欠席のなかった企業も",
     .help_en = "also those that always came"},
};

MUS_RUN(run_attendance)
{
    (void)open;
    return mus_event_attendance(musubi, mus_arguments_text(arguments, "event"),
                                mus_arguments_flag(arguments, "all"), sink, err);
}

/* ------------------------------------------------------------------ the rows */

#define DAY_REPLY "event, what, applied, token, run, who, changes, counts, breaks, left_out"

const struct mus_command MUS_DAY_COMMANDS[] = {
    MUS_PLANNING_ROW("event cancel", "参加の取りやめ（まず影響を示し、--apply で実行）",
                     "somebody cancels: what changes, and with --apply the change",
                     MUS_ACCESS_WRITE, false, DAY_REPLY, CANCEL_PARAMETERS, run_cancel),
    MUS_PLANNING_ROW("event no-show", "来なかった参加者（まず影響を示し、--apply で実行）",
                     "somebody did not come", MUS_ACCESS_WRITE, false, DAY_REPLY,
                     NO_SHOW_PARAMETERS, run_no_show),
    MUS_PLANNING_ROW("event late", "遅れて来る参加者（まず影響を示し、--apply で実行）",
                     "somebody comes late", MUS_ACCESS_WRITE, false, DAY_REPLY, LATE_PARAMETERS,
                     run_late),
    MUS_PLANNING_ROW(
        "event lose", "使えなくなった時間枠やテーブル（まず影響を示し、--apply で実行）",
        "a slot or a table is lost", MUS_ACCESS_WRITE, false, DAY_REPLY, LOSE_PARAMETERS, run_lose),
    MUS_PLANNING_ROW("event refill", "空いたところに新しい商談を組む（まず示し、--apply で実行）",
                     "fill places that have become free", MUS_ACCESS_WRITE, false, DAY_REPLY,
                     REFILL_PARAMETERS, run_refill),
    MUS_PLANNING_ROW(
        "event held", "行われた商談を記録する（支援案件と台帳に入る）",
        "meetings took place: they become cases and entries of the ledger", MUS_ACCESS_WRITE, true,
        "event, run, meeting, state, between, score, slot, day, start, place, hall, table, "
        "table_label, booth, interpreter, language, locks, sequence, case",
        HELD_PARAMETERS, run_held),
    MUS_PLANNING_ROW("event attendance", "参加企業の、ほかの催しでの取りやめと欠席",
                     "how the participants' companies kept their word at other events",
                     MUS_ACCESS_READ, true,
                     "participant, company, name, events, cancelled, no_shows",
                     ATTENDANCE_PARAMETERS, run_attendance),
};
const size_t MUS_DAY_COMMAND_COUNT = MUS_COMMAND_COUNT(MUS_DAY_COMMANDS);
