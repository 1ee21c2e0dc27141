/* The rows, by subject: each array belongs to the file of its subject. Only command.c reads this.
 */
#ifndef MUS_COMMAND_ROWS_H
#define MUS_COMMAND_ROWS_H

#include "command/command.h"

/* The head of a row's function, which does nothing but call musubi.h. */
#define MUS_RUN(name)                                                                              \
    static enum mus_status name(struct mus_musubi *musubi, const struct mus_open_options *open,    \
                                const struct mus_arguments *arguments, struct mus_sink *sink,      \
                                struct mus_error *err)

#define MUS_COMMAND_COUNT(rows) (sizeof(rows) / sizeof(rows)[0])

extern const struct mus_command MUS_STORE_COMMANDS[];
extern const size_t MUS_STORE_COMMAND_COUNT;
extern const struct mus_command MUS_COMPANY_COMMANDS[];
extern const size_t MUS_COMPANY_COMMAND_COUNT;
extern const struct mus_command MUS_TABLE_COMMANDS[];
extern const size_t MUS_TABLE_COMMAND_COUNT;
extern const struct mus_command MUS_WEIGHTS_COMMANDS[];
extern const size_t MUS_WEIGHTS_COMMAND_COUNT;
extern const struct mus_command MUS_LEXICON_COMMANDS[];
extern const size_t MUS_LEXICON_COMMAND_COUNT;
extern const struct mus_command MUS_MATCH_COMMANDS[];
extern const size_t MUS_MATCH_COMMAND_COUNT;
extern const struct mus_command MUS_CASE_COMMANDS[];
extern const size_t MUS_CASE_COMMAND_COUNT;
extern const struct mus_command MUS_LEDGER_COMMANDS[];
extern const size_t MUS_LEDGER_COMMAND_COUNT;
extern const struct mus_command MUS_PROOF_COMMANDS[];
extern const size_t MUS_PROOF_COMMAND_COUNT;
extern const struct mus_command MUS_REPORT_COMMANDS[];
extern const size_t MUS_REPORT_COMMAND_COUNT;
extern const struct mus_command MUS_SOLVE_COMMANDS[];
extern const size_t MUS_SOLVE_COMMAND_COUNT;
extern const struct mus_command MUS_PLAN_COMMANDS[];
extern const size_t MUS_PLAN_COMMAND_COUNT;
extern const struct mus_command MUS_DAY_COMMANDS[];
extern const size_t MUS_DAY_COMMAND_COUNT;
extern const struct mus_command MUS_PRINT_COMMANDS[];
extern const size_t MUS_PRINT_COMMAND_COUNT;
extern const struct mus_command MUS_EVENT_COMMANDS[];
extern const size_t MUS_EVENT_COMMAND_COUNT;
extern const struct mus_command MUS_REGISTRATION_COMMANDS[];
extern const size_t MUS_REGISTRATION_COMMAND_COUNT;

enum {
    MUS_ROLES_ALL = MUS_ROLE_COORDINATOR | MUS_ROLE_ORGANISER | MUS_ROLE_ANALYST | MUS_ROLE_ADMIN,
    MUS_ROLES_KEEPERS = MUS_ROLE_COORDINATOR | MUS_ROLE_ORGANISER | MUS_ROLE_ADMIN,
};

#endif
