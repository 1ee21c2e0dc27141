/* Parameters that commands about an event's plan share. Only plan_commands.c and day_commands.c. */
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

enum { MUS_ROLES_PLANNERS = MUS_ROLE_ORGANISER | MUS_ROLE_ADMIN };

/* A row of the table for those who plan. `own`: its parameters, an array. */
#define MUS_PLANNING_ROW(command, ja, en, what, many, keys, own, function)                         \
    {                                                                                              \
        .name = (command), .help_ja = (ja), .help_en = (en), .access = (what),                     \
        .roles = MUS_ROLES_PLANNERS, .lines = (many), .reply = (keys), .parameters = (own),        \
        .parameter_count = MUS_COMMAND_COUNT(own), .run = (function)                               \
    }

#endif
