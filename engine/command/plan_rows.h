/* What commands about an event and its plan share. */
#ifndef MUS_COMMAND_PLAN_ROWS_H
#define MUS_COMMAND_PLAN_ROWS_H

#include "command/rows.h"

#define MUS_EVENT_ARGUMENT                                                                         \
    {                                                                                              \
        .name = "event", .value = "EVENT", .kind = MUS_PARAMETER_ARGUMENT,                         \
        .type = MUS_PARAMETER_ID, .required = true, .help_ja = "催し", .help_en = "the event"      \
    }
#define MUS_BY_OPTION                                                                              \
    {                                                                                              \
        .name = "by", .value = "NAME", .kind = MUS_PARAMETER_OPTION,                               \
        .help_ja = "行う人（既定 organiser）", .help_en = "who does it (organiser)"                \
    }

/* What is told of a participant, and of one by itself beside that. */
#define MUS_PARTICIPANT_REPLY                                                                      \
    "event, participant, company, name, role, role_name, state, mode, min, max, booth, hall, "     \
    "unavailable, online, meets, languages, time_zone, people, registered, meetings, placed"
#define MUS_PARTICIPANT_SHOW_REPLY "agenda, wishes, attended, names, names_withheld"

enum { MUS_ROLES_PLANNERS = MUS_ROLE_ORGANISER | MUS_ROLE_ADMIN };

/* A row of the table for those who plan. `own`: its parameters, an array. */
#define MUS_PLANNING_ROW(command, ja, en, what, many, keys, own, function)                         \
    {                                                                                              \
        .name = (command), .help_ja = (ja), .help_en = (en), .access = (what),                     \
        .roles = MUS_ROLES_PLANNERS, .lines = (many), .reply = (keys), .parameters = (own),        \
        .parameter_count = MUS_COMMAND_COUNT(own), .run = (function)                               \
    }

#endif
