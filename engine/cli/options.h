/* The words of a command line, sorted out by the table of commands. One thread. */
#ifndef MUS_CLI_OPTIONS_H
#define MUS_CLI_OPTIONS_H

#include "base/status.h"
#include "command/command.h"

#include <stdbool.h>

enum mus_progress { MUS_PROGRESS_AUTO, MUS_PROGRESS_BAR, MUS_PROGRESS_PLAIN, MUS_PROGRESS_NONE };

struct mus_options {
    struct mus_open_options open;
    struct mus_arguments arguments; /* arguments.command is NULL where no command was named */
    bool json;
    bool help;
    bool version;
    bool english;
    enum mus_progress progress;
};

/* Everything points into argv and the environment. A wrong word is MUS_INVALID. */
enum mus_status mus_options_read(int argc, char *const *argv, struct mus_options *options,
                                 struct mus_error *err) MUS_MUST_CHECK;

/* The options that every command takes, for help and completion: NULL beyond the last. */
struct mus_global_option {
    const char *name;
    const char *value; /* NULL: a flag */
    const char *help_ja;
    const char *help_en;
};
const struct mus_global_option *mus_global_option_at(size_t index);

#endif
