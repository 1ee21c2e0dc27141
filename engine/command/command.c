#include "command/command.h"

#include "command/rows.h"

#include <string.h>

struct subject {
    const struct mus_command *rows;
    const size_t *count;
};

static const struct subject SUBJECTS[] = {
    {MUS_STORE_COMMANDS, &MUS_STORE_COMMAND_COUNT},
    {MUS_COMPANY_COMMANDS, &MUS_COMPANY_COMMAND_COUNT},
    {MUS_MATCH_COMMANDS, &MUS_MATCH_COMMAND_COUNT},
    {MUS_CASE_COMMANDS, &MUS_CASE_COMMAND_COUNT},
    {MUS_LEDGER_COMMANDS, &MUS_LEDGER_COMMAND_COUNT},
    {MUS_PROOF_COMMANDS, &MUS_PROOF_COMMAND_COUNT},
    {MUS_REPORT_COMMANDS, &MUS_REPORT_COMMAND_COUNT},
    {MUS_EVENT_COMMANDS, &MUS_EVENT_COMMAND_COUNT},
    {MUS_REGISTRATION_COMMANDS, &MUS_REGISTRATION_COMMAND_COUNT},
    {MUS_PLAN_COMMANDS, &MUS_PLAN_COMMAND_COUNT},
    {MUS_DAY_COMMANDS, &MUS_DAY_COMMAND_COUNT},
    {MUS_PRINT_COMMANDS, &MUS_PRINT_COMMAND_COUNT},
    {MUS_SOLVE_COMMANDS, &MUS_SOLVE_COMMAND_COUNT},
    {MUS_TABLE_COMMANDS, &MUS_TABLE_COMMAND_COUNT},
    {MUS_LEXICON_COMMANDS, &MUS_LEXICON_COMMAND_COUNT},
    {MUS_WEIGHTS_COMMANDS, &MUS_WEIGHTS_COMMAND_COUNT},
};

const struct mus_command *mus_command_at(size_t index)
{
    for (size_t i = 0; i < sizeof SUBJECTS / sizeof SUBJECTS[0]; i++) {
        if (index < *SUBJECTS[i].count) {
            return &SUBJECTS[i].rows[index];
        }
        index -= *SUBJECTS[i].count;
    }
    return NULL;
}

const struct mus_command *mus_command_find(const char *name)
{
    const struct mus_command *command;
    for (size_t i = 0; (command = mus_command_at(i)) != NULL; i++) {
        if (strcmp(command->name, name) == 0) {
            return command;
        }
    }
    return NULL;
}
