/* Help and shell completion, written from the table of commands. */
#ifndef MUS_CLI_HELP_H
#define MUS_CLI_HELP_H

#include "cli/page.h"
#include "command/command.h"

/* All commands, or one. */
void mus_help_all(struct mus_page *page);
void mus_help_command(struct mus_page *page, const struct mus_command *command);
/* A bash completion script. */
void mus_help_completion(struct mus_buf *out);

#endif
