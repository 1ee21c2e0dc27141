#include "command/plan_rows.h"

#include <string.h>

#include "fair/format/event.h"

enum { MINUTES_A_DAY = 1440 };

/* Parameters that several rows have. */
#define EVENT_ARGUMENT                                                                             \
    {                                                                                              \
        .name = "event", .value = "EVENT", .kind = MUS_PARAMETER_ARGUMENT,                         \
        .type = MUS_PARAMETER_ID, .required = true, .help_ja = "催し", .help_en = "the event"      \
    }
#define TEXT_OPTION(option, shown, ja, en)                                                         \
    {                                                                                              \
        .name = (option), .value = (shown), .kind = MUS_PARAMETER_OPTION, .help_ja = (ja),         \
        .help_en = (en)                                                                            \
    }
#define ID_OPTION(option, shown, ja, en)                                                           \
    {                                                                                              \
        .name = (option), .value = (shown), .kind = MUS_PARAMETER_OPTION,                          \
        .type = MUS_PARAMETER_ID, .help_ja = (ja), .help_en = (en)                                 \
    }
#define NUMBER_OPTION(option, most, ja, en)                                                        \
    {                                                                                              \
        .name = (option), .value = "N", .kind = MUS_PARAMETER_OPTION,                              \
        .type = MUS_PARAMETER_INTEGER, .min = 1, .max = (most), .help_ja = (ja), .help_en = (en)   \
    }
#define BY_OPTION                                                                                  \
    TEXT_OPTION("by", "NAME", "変える人（既定は organiser）", "who changes it (organiser)")
#define REPLAN_FLAG                                                                                \
    {                                                                                              \
        .name = "replan", .kind = MUS_PARAMETER_FLAG,                                              \
        .help_ja = "時間を失う商談があっても変える（その商談は時間割の組み直しを待つ）",           \
        .help_en = "even though meetings lose their places; they wait to be planned again"         \
    }

/* ------------------------------------------------------------------ the event as a whole */

/* What is said of an event as a whole, when it is made and when it is changed. */
#define HEAD_OPTIONS                                                                               \
    TEXT_OPTION("name", "NAME", "名称", "its name in Japanese"),                                   \
        TEXT_OPTION("name-en", "NAME", "英語の名称", "its name in English"),                       \
        TEXT_OPTION("theme", "TEXT", "テーマ", "its theme in Japanese"),                           \
        TEXT_OPTION("theme-en", "TEXT", "英語のテーマ", "its theme in English"),                   \
        TEXT_OPTION("venue", "TEXT", "会場", "where it is, in Japanese"),                          \
        TEXT_OPTION("venue-en", "TEXT", "英語の会場名", "where it is, in English"),                \
        TEXT_OPTION("from", "DATE", "最初の日", "the first day"),                                  \
        TEXT_OPTION("to", "DATE", "最後の日", "the last day"),                                     \
        TEXT_OPTION("programme", "CODE", "事業 例 FAIR（musubi table show programmes）",           \
                    "the programme, such as FAIR (musubi table show programmes)"),                 \
        TEXT_OPTION("edition", "ID", "台帳での回 例 fair-18",                                      \
                    "the edition by which the ledger knows it, such as fair-18"),                  \
        TEXT_OPTION("purpose", "CODE", "商談から生まれる支援案件の目的 例 sales",                  \
                    "the purpose of the cases that come of its meetings, such as sales"),          \
        TEXT_OPTION("language", "TAG", "催しの言語（既定は ja）",                                  \
                    "the language of the event (ja)"),                                             \
        TEXT_OPTION("capacity", "N", "商談の総数の上限", "meetings in all, at most"),              \
        TEXT_OPTION("max-break-difference", "N", "空き時間の数の差の上限",                         \
                    "by how much the numbers of breaks of any two may differ")

static struct mus_event_options head_options(const struct mus_arguments *arguments)
{
    return (struct mus_event_options){
        .name = mus_arguments_text(arguments, "name"),
        .name_en = mus_arguments_text(arguments, "name-en"),
        .theme = mus_arguments_text(arguments, "theme"),
        .theme_en = mus_arguments_text(arguments, "theme-en"),
        .venue = mus_arguments_text(arguments, "venue"),
        .venue_en = mus_arguments_text(arguments, "venue-en"),
        .from = mus_arguments_text(arguments, "from"),
        .to = mus_arguments_text(arguments, "to"),
        .programme = mus_arguments_text(arguments, "programme"),
        .edition = mus_arguments_text(arguments, "edition"),
        .purpose = mus_arguments_text(arguments, "purpose"),
        .language = mus_arguments_text(arguments, "language"),
        .capacity = mus_arguments_text(arguments, "capacity"),
        .max_break_difference = mus_arguments_text(arguments, "max-break-difference"),
    };
}

static const struct mus_parameter CREATE_PARAMETERS[] = {
    {.name = "event",
     .value = "EVENT|FILE.json",
     .kind = MUS_PARAMETER_ARGUMENT,
     .required = true,
     .help_ja = "催しの番号、または催しのすべてを書いたファイル（musubi-event/1）",
     .help_en = "its id, or a file that says all of it (musubi-event/1)"},
    HEAD_OPTIONS,
};

/* A path, or NAME.json, is a file. */
static bool is_file(const char *text)
{
    size_t len = strlen(text);
    return strchr(text, '/') != NULL || (len > 5 && strcmp(text + len - 5, ".json") == 0);
}

MUS_RUN(run_create)
{
    (void)open;
    struct mus_event_options options = head_options(arguments);
    const char *event = mus_arguments_text(arguments, "event");
    *(is_file(event) ? &options.file : &options.event) = event;
    return mus_event_create(musubi, &options, sink, err);
}

static const struct mus_parameter CHANGE_PARAMETERS[] = {
    EVENT_ARGUMENT,
    {.name = "file",
     .value = "FILE",
     .kind = MUS_PARAMETER_OPTION,
     .type = MUS_PARAMETER_PATH,
     .help_ja = "催しのすべてを書いたファイルのとおりにする（musubi event export）",
     .help_en = "as this file says, which says all of it (musubi event export)"},
    HEAD_OPTIONS,
    BY_OPTION,
    REPLAN_FLAG,
};

MUS_RUN(run_change)
{
    (void)open;
    struct mus_event_options options = head_options(arguments);
    options.event = mus_arguments_text(arguments, "event");
    options.file = mus_arguments_text(arguments, "file");
    options.by = mus_arguments_text(arguments, "by");
    options.replan = mus_arguments_flag(arguments, "replan");
    return mus_event_change(musubi, &options, sink, err);
}

static const struct mus_parameter ONE_EVENT[] = {
    EVENT_ARGUMENT,
};

MUS_RUN(run_show)
{
    (void)open;
    return mus_event_show(musubi, mus_arguments_text(arguments, "event"), sink, err);
}

MUS_RUN(run_export)
{
    (void)open;
    return mus_event_export(musubi, mus_arguments_text(arguments, "event"), sink, err);
}

MUS_RUN(run_list)
{
    (void)open;
    (void)arguments;
    return mus_event_list(musubi, sink, err);
}

/* ------------------------------------------------------------------ what it is made of */

static const struct mus_parameter SLOTS_PARAMETERS[] = {
    EVENT_ARGUMENT,
    TEXT_OPTION("add", "TIME|FROM-TO", "増やす 例 16:00、10:00-12:00（入るだけ）",
                "more: 16:00, or as many as fit in 10:00-12:00"),
    TEXT_OPTION("day", "DATE", "その日（既定は、続きの枠なら毎日）",
                "on which day (of FROM-TO every day)"),
    NUMBER_OPTION("minutes", MINUTES_A_DAY, "一枠の長さ（分）", "how long each is"),
    NUMBER_OPTION("pause", MINUTES_A_DAY, "枠と枠のあいだ（分）", "minutes between two"),
    TEXT_OPTION("session", "ID", "部 例 am（none でなくす）",
                "of which session, such as am; or none"),
    ID_OPTION("id", "ID", "枠の番号（既定は s1 s2 …の空き）", "its id (the next of s1, s2, …)"),
    TEXT_OPTION("remove", "SLOT,…", "なくす", "take away"),
    TEXT_OPTION("close", "SLOT,…", "使えなくする", "nothing can be planned in them any more"),
    TEXT_OPTION("open", "SLOT,…", "また使えるようにする", "can be used again"),
    ID_OPTION("change", "SLOT", "この枠の --start --minutes --day --session を変える",
              "this slot gets another --start, --minutes, --day or --session"),
    TEXT_OPTION("start", "TIME", "始まり 例 10:30", "when it begins, such as 10:30"),
    BY_OPTION,
    REPLAN_FLAG,
};

MUS_RUN(run_slots)
{
    (void)open;
    const struct mus_layout_slots_options options = {
        .event = mus_arguments_text(arguments, "event"),
        .add = mus_arguments_text(arguments, "add"),
        .day = mus_arguments_text(arguments, "day"),
        .session = mus_arguments_text(arguments, "session"),
        .id = mus_arguments_text(arguments, "id"),
        .remove = mus_arguments_text(arguments, "remove"),
        .close = mus_arguments_text(arguments, "close"),
        .open = mus_arguments_text(arguments, "open"),
        .change = mus_arguments_text(arguments, "change"),
        .start = mus_arguments_text(arguments, "start"),
        .by = mus_arguments_text(arguments, "by"),
        .minutes = mus_arguments_integer(arguments, "minutes"),
        .pause = mus_arguments_integer(arguments, "pause"),
        .replan = mus_arguments_flag(arguments, "replan"),
    };
    return mus_layout_slots(musubi, &options, sink, err);
}

static const struct mus_parameter TABLES_PARAMETERS[] = {
    EVENT_ARGUMENT,
    NUMBER_OPTION("add", MUS_TIMETABLE_MAX_TABLES, "増やす数", "so many more"),
    NUMBER_OPTION("remove", MUS_TIMETABLE_MAX_TABLES, "減らす数（番号の大きいほうから）",
                  "so many fewer, from the last on"),
    TEXT_OPTION("close", "N,N-N", "使えなくするテーブル", "these cannot be used"),
    TEXT_OPTION("open", "N,N-N", "また使えるようにするテーブル", "these can be used again"),
    TEXT_OPTION("slots", "SLOT,…", "その枠だけ（既定はすべて）", "only in these slots (all)"),
    TEXT_OPTION("change", "N,N-N", "--hall --label を変えるテーブル",
                "these get another --hall or --label"),
    ID_OPTION("hall", "HALL", "ホール", "in which hall"),
    TEXT_OPTION("label", "TEXT", "札の文字（none でなくす）", "what stands on it, or none"),
    BY_OPTION,
    REPLAN_FLAG,
};

MUS_RUN(run_tables)
{
    (void)open;
    const struct mus_layout_tables_options options = {
        .event = mus_arguments_text(arguments, "event"),
        .hall = mus_arguments_text(arguments, "hall"),
        .label = mus_arguments_text(arguments, "label"),
        .close = mus_arguments_text(arguments, "close"),
        .open = mus_arguments_text(arguments, "open"),
        .change = mus_arguments_text(arguments, "change"),
        .slots = mus_arguments_text(arguments, "slots"),
        .by = mus_arguments_text(arguments, "by"),
        .add = mus_arguments_integer(arguments, "add"),
        .remove = mus_arguments_integer(arguments, "remove"),
        .replan = mus_arguments_flag(arguments, "replan"),
    };
    return mus_layout_tables(musubi, &options, sink, err);
}

static const struct mus_parameter HALLS_PARAMETERS[] = {
    EVENT_ARGUMENT,
    ID_OPTION("add", "HALL", "増やすホール", "one more, with this id"),
    ID_OPTION("remove", "HALL", "なくすホール", "take away"),
    ID_OPTION("change", "HALL", "名を変えるホール", "this one gets another name"),
    TEXT_OPTION("name", "NAME", "名", "its name in Japanese"),
    TEXT_OPTION("name-en", "NAME", "英語の名", "its name in English"),
    TEXT_OPTION("walk", "HALL,HALL", "このあいだを歩く分数を --minutes にする",
                "walking between these two takes --minutes"),
    TEXT_OPTION("minutes", "N", "歩く分数", "minutes to walk"),
};

MUS_RUN(run_halls)
{
    (void)open;
    const struct mus_layout_halls_options options = {
        .event = mus_arguments_text(arguments, "event"),
        .add = mus_arguments_text(arguments, "add"),
        .remove = mus_arguments_text(arguments, "remove"),
        .change = mus_arguments_text(arguments, "change"),
        .name = mus_arguments_text(arguments, "name"),
        .name_en = mus_arguments_text(arguments, "name-en"),
        .walk = mus_arguments_text(arguments, "walk"),
        .minutes = mus_arguments_text(arguments, "minutes"),
    };
    return mus_layout_halls(musubi, &options, sink, err);
}

static const struct mus_parameter INTERPRETERS_PARAMETERS[] = {
    EVENT_ARGUMENT,
    ID_OPTION("add", "ID", "増やす通訳（人名でない番号 例 i1）", "one more, such as i1: no name"),
    ID_OPTION("remove", "ID", "なくす通訳", "take away"),
    ID_OPTION("change", "ID", "変わる通訳", "this one changes"),
    TEXT_OPTION("languages", "TAG,…", "話す言語 例 en,vi", "that they speak, such as en,vi"),
    TEXT_OPTION("unavailable", "SLOT,…", "いない枠（none ですべている）",
                "slots without them; none: always there"),
    BY_OPTION,
    REPLAN_FLAG,
};

MUS_RUN(run_interpreters)
{
    (void)open;
    const struct mus_layout_interpreters_options options = {
        .event = mus_arguments_text(arguments, "event"),
        .add = mus_arguments_text(arguments, "add"),
        .remove = mus_arguments_text(arguments, "remove"),
        .change = mus_arguments_text(arguments, "change"),
        .languages = mus_arguments_text(arguments, "languages"),
        .unavailable = mus_arguments_text(arguments, "unavailable"),
        .by = mus_arguments_text(arguments, "by"),
        .replan = mus_arguments_flag(arguments, "replan"),
    };
    return mus_layout_interpreters(musubi, &options, sink, err);
}

static const struct mus_parameter ROLES_PARAMETERS[] = {
    EVENT_ARGUMENT,
    ID_OPTION("add", "ROLE", "増やす役割 例 buyer", "one more, such as buyer"),
    ID_OPTION("remove", "ROLE", "なくす役割", "take away"),
    ID_OPTION("change", "ROLE", "変わる役割", "this one changes"),
    TEXT_OPTION("name", "NAME", "名", "its name in Japanese"),
    TEXT_OPTION("name-en", "NAME", "英語の名", "its name in English"),
    TEXT_OPTION("min", "N", "一者の商談の最少件数", "meetings of each, at least"),
    TEXT_OPTION("max", "N", "一者の商談の最多件数", "meetings of each, at most"),
    TEXT_OPTION("meets", "ROLE,…", "会える役割（相手からも会える。none はなし）",
                "whom it may meet, which holds both ways; or none"),
};

MUS_RUN(run_roles)
{
    (void)open;
    const struct mus_layout_roles_options options = {
        .event = mus_arguments_text(arguments, "event"),
        .add = mus_arguments_text(arguments, "add"),
        .remove = mus_arguments_text(arguments, "remove"),
        .change = mus_arguments_text(arguments, "change"),
        .name = mus_arguments_text(arguments, "name"),
        .name_en = mus_arguments_text(arguments, "name-en"),
        .meets = mus_arguments_text(arguments, "meets"),
        .min = mus_arguments_text(arguments, "min"),
        .max = mus_arguments_text(arguments, "max"),
    };
    return mus_layout_roles(musubi, &options, sink, err);
}

/* ------------------------------------------------------------------ who takes part */

static const struct mus_parameter PARTICIPANTS_PARAMETERS[] = {
    EVENT_ARGUMENT,
    ID_OPTION("role", "ROLE", "この役割だけ", "only those of this role"),
    {.name = "state",
     .value = "STATE",
     .kind = MUS_PARAMETER_OPTION,
     .words = "registered|waiting|cancelled|no_show",
     .help_ja = "この状態だけ registered waiting cancelled no_show",
     .help_en = "only those that are registered, waiting, cancelled or no_show"},
    ID_OPTION("company", "COMPANY", "この企業だけ", "only those of this company"),
};

MUS_RUN(run_participants)
{
    (void)open;
    const struct mus_participant_list_options options = {
        .event = mus_arguments_text(arguments, "event"),
        .role = mus_arguments_text(arguments, "role"),
        .state = mus_arguments_text(arguments, "state"),
        .company = mus_arguments_text(arguments, "company"),
    };
    return mus_event_participants(musubi, &options, sink, err);
}

#define PARTICIPANT_ARGUMENT(argument, shown, ja, en)                                              \
    {                                                                                              \
        .name = (argument), .value = (shown), .kind = MUS_PARAMETER_ARGUMENT,                      \
        .type = MUS_PARAMETER_ID, .required = true, .help_ja = (ja), .help_en = (en)               \
    }

static const struct mus_parameter PARTICIPANT_SHOW_PARAMETERS[] = {
    EVENT_ARGUMENT,
    PARTICIPANT_ARGUMENT("participant", "ID", "参加者 例 p-0001",
                         "the participant, such as p-0001"),
    {.name = "names",
     .kind = MUS_PARAMETER_FLAG,
     .help_ja = "来る人の名も（企業が連絡先の開示に同意しているとき）",
     .help_en = "with the names of its people, where the company lets contacts be shown"},
};

MUS_RUN(run_participant_show)
{
    (void)open;
    return mus_participant_show(musubi, mus_arguments_text(arguments, "event"),
                                mus_arguments_text(arguments, "participant"),
                                mus_arguments_flag(arguments, "names"), sink, err);
}

static const struct mus_parameter PARTICIPANT_CHANGE_PARAMETERS[] = {
    EVENT_ARGUMENT,
    PARTICIPANT_ARGUMENT("participant", "ID", "参加者 例 p-0001",
                         "the participant, such as p-0001"),
    ID_OPTION("role", "ROLE", "役割", "its role"),
    TEXT_OPTION("min", "N|role", "商談の最少件数（role は役割のとおり）",
                "meetings, at least; role: as its role says"),
    TEXT_OPTION("max", "N|role", "商談の最多件数（role は役割のとおり）",
                "meetings, at most; role: as its role says"),
    TEXT_OPTION("unavailable", "SLOT,…", "来られない枠（none はなし）",
                "slots in which it does not come, or none"),
    TEXT_OPTION("booth", "LABEL", "ブース（none でなくす）", "its booth, or none"),
    ID_OPTION("hall", "HALL", "ブースのホール", "the hall of its booth"),
    {.name = "state",
     .value = "STATE",
     .kind = MUS_PARAMETER_OPTION,
     .words = "registered|waiting",
     .help_ja = "registered 登録、waiting キャンセル待ち",
     .help_en = "registered, or waiting on the list"},
    {.name = "mode",
     .value = "MODE",
     .kind = MUS_PARAMETER_OPTION,
     .words = "exclusive|sharing",
     .help_ja = "exclusive は自分だけの予定、sharing は来る人みなで一つの予定",
     .help_en = "exclusive: an agenda of its own; sharing: one for all its people"},
    TEXT_OPTION("languages", "TAG,…", "話す言語（none は催しの言語）",
                "that it speaks; none: that of the event"),
    TEXT_OPTION("time-zone", "ZONE", "時間帯 例 Asia/Bangkok（none は Asia/Tokyo）",
                "such as Asia/Bangkok; none: Asia/Tokyo"),
    {.name = "online",
     .value = "yes|no",
     .kind = MUS_PARAMETER_OPTION,
     .words = "yes|no",
     .help_ja = "オンラインで商談する",
     .help_en = "whether its meetings are online"},
    {.name = "meets",
     .value = "yes|no",
     .kind = MUS_PARAMETER_OPTION,
     .words = "yes|no",
     .help_ja = "商談を希望する",
     .help_en = "whether it asks for meetings"},
    BY_OPTION,
    REPLAN_FLAG,
};

MUS_RUN(run_participant_change)
{
    (void)open;
    const struct mus_participant_options options = {
        .event = mus_arguments_text(arguments, "event"),
        .participant = mus_arguments_text(arguments, "participant"),
        .role = mus_arguments_text(arguments, "role"),
        .min = mus_arguments_text(arguments, "min"),
        .max = mus_arguments_text(arguments, "max"),
        .unavailable = mus_arguments_text(arguments, "unavailable"),
        .booth = mus_arguments_text(arguments, "booth"),
        .hall = mus_arguments_text(arguments, "hall"),
        .state = mus_arguments_text(arguments, "state"),
        .mode = mus_arguments_text(arguments, "mode"),
        .languages = mus_arguments_text(arguments, "languages"),
        .time_zone = mus_arguments_text(arguments, "time-zone"),
        .online = mus_arguments_text(arguments, "online"),
        .meets = mus_arguments_text(arguments, "meets"),
        .by = mus_arguments_text(arguments, "by"),
        .replan = mus_arguments_flag(arguments, "replan"),
    };
    return mus_participant_change(musubi, &options, sink, err);
}

static const struct mus_parameter WISH_PARAMETERS[] = {
    EVENT_ARGUMENT,
    PARTICIPANT_ARGUMENT("from", "FROM", "希望する参加者", "the participant that wishes"),
    PARTICIPANT_ARGUMENT("to", "TO", "その相手", "whom it wishes to meet, or not"),
    {.name = "wish",
     .value = "must|want|never|none",
     .kind = MUS_PARAMETER_ARGUMENT,
     .required = true,
     .words = "must|want|never|none",
     .help_ja = "must ぜひ会いたい、want 会いたい、never 会いたくない、none 希望を消す",
     .help_en = "must, want, never; none takes the wish away"},
};

MUS_RUN(run_wish)
{
    (void)open;
    return mus_event_wish(
        musubi, mus_arguments_text(arguments, "event"), mus_arguments_text(arguments, "from"),
        mus_arguments_text(arguments, "to"), mus_arguments_text(arguments, "wish"), sink, err);
}

/* ------------------------------------------------------------------ the rows */

#define WHOLE_REPLY                                                                                \
    "id, name, theme, venue, from, to, programme, programme_name, edition, purpose, "              \
    "purpose_name, language, capacity, max_break_difference, halls, walking, slots, tables, "      \
    "interpreters, roles, closed, participants, wishes, meetings, runs"

const struct mus_command MUS_EVENT_COMMANDS[] = {
    {.name = "event create",
     .help_ja = "催しを作る（展示会の一回など）",
     .help_en = "make an event, such as one edition of a fair",
     .access = MUS_ACCESS_WRITE,
     .roles = MUS_ROLES_PLANNERS,
     .reply = WHOLE_REPLY,
     .parameters = CREATE_PARAMETERS,
     .parameter_count = MUS_COMMAND_COUNT(CREATE_PARAMETERS),
     .run = run_create},
    {.name = "event show",
     .help_ja = "催しの内容",
     .help_en = "what an event is",
     .access = MUS_ACCESS_READ,
     .roles = MUS_ROLES_KEEPERS,
     .reply = WHOLE_REPLY,
     .parameters = ONE_EVENT,
     .parameter_count = MUS_COMMAND_COUNT(ONE_EVENT),
     .run = run_show},
    {.name = "event list",
     .help_ja = "催しの一覧",
     .help_en = "the events",
     .access = MUS_ACCESS_READ,
     .roles = MUS_ROLES_KEEPERS,
     .lines = true,
     .reply = "event, name, from, to, venue, halls, slots, tables, participants, meetings",
     .run = run_list},
    {.name = "event change",
     .help_ja = "催しの名や日程を変える",
     .help_en = "change what is said of an event",
     .access = MUS_ACCESS_WRITE,
     .roles = MUS_ROLES_PLANNERS,
     .reply = WHOLE_REPLY ", unplaced, run",
     .parameters = CHANGE_PARAMETERS,
     .parameter_count = MUS_COMMAND_COUNT(CHANGE_PARAMETERS),
     .run = run_change},
    {.name = "event export",
     .help_ja = "催しを、作るときのファイルの形で書き出す",
     .help_en = "an event as the file it can be made of",
     .access = MUS_ACCESS_READ,
     .roles = MUS_ROLES_PLANNERS,
     .reply = "format, id, name, theme, venue, from, to, programme, edition, purpose, language, "
              "capacity, "
              "max_break_difference, halls, walking, slots, tables, interpreters, roles, closed",
     .parameters = ONE_EVENT,
     .parameter_count = MUS_COMMAND_COUNT(ONE_EVENT),
     .run = run_export},
    {.name = "event slots",
     .help_ja = "時間枠の一覧と変更",
     .help_en = "the slots of an event, and changing them",
     .access = MUS_ACCESS_WRITE,
     .roles = MUS_ROLES_PLANNERS,
     .reply = "event, slots, unplaced, run",
     .parameters = SLOTS_PARAMETERS,
     .parameter_count = MUS_COMMAND_COUNT(SLOTS_PARAMETERS),
     .run = run_slots},
    {.name = "event tables",
     .help_ja = "テーブルの一覧と変更",
     .help_en = "its tables, and changing them",
     .access = MUS_ACCESS_WRITE,
     .roles = MUS_ROLES_PLANNERS,
     .reply = "event, tables, unplaced, run",
     .parameters = TABLES_PARAMETERS,
     .parameter_count = MUS_COMMAND_COUNT(TABLES_PARAMETERS),
     .run = run_tables},
    {.name = "event halls",
     .help_ja = "ホールの一覧と変更",
     .help_en = "its halls, and changing them",
     .access = MUS_ACCESS_WRITE,
     .roles = MUS_ROLES_PLANNERS,
     .reply = "event, halls, unplaced, run",
     .parameters = HALLS_PARAMETERS,
     .parameter_count = MUS_COMMAND_COUNT(HALLS_PARAMETERS),
     .run = run_halls},
    {.name = "event interpreters",
     .help_ja = "通訳の一覧と変更",
     .help_en = "its interpreters, and changing them",
     .access = MUS_ACCESS_WRITE,
     .roles = MUS_ROLES_PLANNERS,
     .reply = "event, interpreters, unplaced, run",
     .parameters = INTERPRETERS_PARAMETERS,
     .parameter_count = MUS_COMMAND_COUNT(INTERPRETERS_PARAMETERS),
     .run = run_interpreters},
    {.name = "event roles",
     .help_ja = "役割の一覧と変更（誰が誰に会えるか）",
     .help_en = "its roles and who may meet whom, and changing them",
     .access = MUS_ACCESS_WRITE,
     .roles = MUS_ROLES_PLANNERS,
     .reply = "event, roles, unplaced, run",
     .parameters = ROLES_PARAMETERS,
     .parameter_count = MUS_COMMAND_COUNT(ROLES_PARAMETERS),
     .run = run_roles},
    {.name = "event participants",
     .help_ja = "参加者の一覧",
     .help_en = "who takes part",
     .access = MUS_ACCESS_READ,
     .roles = MUS_ROLES_KEEPERS,
     .lines = true,
     .reply = MUS_PARTICIPANT_REPLY,
     .parameters = PARTICIPANTS_PARAMETERS,
     .parameter_count = MUS_COMMAND_COUNT(PARTICIPANTS_PARAMETERS),
     .run = run_participants},
    {.name = "event participant show",
     .help_ja = "参加者とその予定・希望",
     .help_en = "one participant with its agenda and wishes",
     .access = MUS_ACCESS_READ,
     .roles = MUS_ROLES_KEEPERS,
     .reply = MUS_PARTICIPANT_REPLY ", " MUS_PARTICIPANT_SHOW_REPLY,
     .parameters = PARTICIPANT_SHOW_PARAMETERS,
     .parameter_count = MUS_COMMAND_COUNT(PARTICIPANT_SHOW_PARAMETERS),
     .run = run_participant_show},
    {.name = "event participant change",
     .help_ja = "参加者を変える",
     .help_en = "change a participant",
     .access = MUS_ACCESS_WRITE,
     .roles = MUS_ROLES_PLANNERS,
     .reply = MUS_PARTICIPANT_REPLY ", agenda, wishes, attended, unplaced, run",
     .parameters = PARTICIPANT_CHANGE_PARAMETERS,
     .parameter_count = MUS_COMMAND_COUNT(PARTICIPANT_CHANGE_PARAMETERS),
     .run = run_participant_change},
    {.name = "event wish",
     .help_ja = "会いたい・会いたくない希望を入れる",
     .help_en = "enter a wish to meet, or not to meet",
     .access = MUS_ACCESS_WRITE,
     .roles = MUS_ROLES_PLANNERS,
     .reply = "event, from, to, wish",
     .parameters = WISH_PARAMETERS,
     .parameter_count = MUS_COMMAND_COUNT(WISH_PARAMETERS),
     .run = run_wish},
};
const size_t MUS_EVENT_COMMAND_COUNT = MUS_COMMAND_COUNT(MUS_EVENT_COMMANDS);
