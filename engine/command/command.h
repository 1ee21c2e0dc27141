/* What musubi can be asked: one table of commands, from which the command line, its help and its
 * completion come, and on which any other face is to be built.
 *
 * A row says everything about a command; its function does nothing but call musubi.h. Constant;
 * any thread. To add a command: a row and a function in the file of its subject. */
#ifndef MUS_COMMAND_COMMAND_H
#define MUS_COMMAND_COMMAND_H

#include "base/status.h"
#include "musubi/musubi.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum mus_access {
    MUS_ACCESS_NONE,   /* needs no store */
    MUS_ACCESS_CREATE, /* makes one */
    MUS_ACCESS_READ,
    MUS_ACCESS_WRITE,
};

/* Who may: a set of roles. */
enum mus_role {
    MUS_ROLE_COORDINATOR = 1,
    MUS_ROLE_ORGANISER = 2,
    MUS_ROLE_ANALYST = 4,
    MUS_ROLE_ADMIN = 8,
};

enum mus_parameter_kind {
    MUS_PARAMETER_ARGUMENT, /* by its place */
    MUS_PARAMETER_OPTION,   /* --name VALUE */
    MUS_PARAMETER_FLAG,     /* --name */
};

enum mus_parameter_type {
    MUS_PARAMETER_TEXT,
    MUS_PARAMETER_PATH,
    MUS_PARAMETER_ID,
    MUS_PARAMETER_INTEGER,
};

struct mus_parameter {
    const char *name;
    char letter;       /* of an option that may also be given as -o; 0: it may not */
    const char *value; /* how help names the value: FILE, ID, N */
    enum mus_parameter_kind kind;
    enum mus_parameter_type type;
    bool required;
    bool twice;        /* an option that may be given twice; must be, where it is required */
    int64_t min, max;  /* of an integer, inclusive */
    const char *words; /* the only values: "utf-8|cp932"; NULL: any */
    const char *help_ja;
    const char *help_en;
};

struct mus_argument {
    const char *text;   /* NULL: not given; "" for a flag that is */
    const char *second; /* of one that may be given twice */
    int64_t integer;
};

#define MUS_MAX_PARAMETERS 20

struct mus_command;

struct mus_arguments {
    const struct mus_command *command;
    struct mus_argument values[MUS_MAX_PARAMETERS]; /* by the place of the parameter */
};

struct mus_command {
    const char *name; /* "company show" */
    const char *help_ja;
    const char *help_en;
    enum mus_access access;
    unsigned roles;
    bool lines;        /* answers with any number of objects, otherwise with exactly one */
    const char *reply; /* the keys of an answer, for people who read it by machine */
    const struct mus_parameter *parameters;
    size_t parameter_count;
    enum mus_status (*run)(struct mus_musubi *musubi, const struct mus_open_options *open,
                           const struct mus_arguments *arguments, struct mus_sink *sink,
                           struct mus_error *err);
};

/* The commands in the order of the help; NULL beyond the last. */
const struct mus_command *mus_command_at(size_t index);
/* The command of that name; NULL where there is none. */
const struct mus_command *mus_command_find(const char *name);

/* No arguments yet. */
void mus_arguments_init(struct mus_arguments *arguments, const struct mus_command *command);
/* Checks the value by the parameter's row and keeps it (borrowed). name is without dashes. */
enum mus_status mus_arguments_set(struct mus_arguments *arguments, const char *name,
                                  const char *value, struct mus_error *err) MUS_MUST_CHECK;
/* MUS_INVALID names the first required parameter that is missing. */
enum mus_status mus_arguments_check(const struct mus_arguments *arguments,
                                    struct mus_error *err) MUS_MUST_CHECK;
/* NULL, 0 or false where it was not given; asking for a name that the row lacks is asserted. */
const char *mus_arguments_text(const struct mus_arguments *arguments, const char *name);
/* What an option was given for the second time. */
const char *mus_arguments_second(const struct mus_arguments *arguments, const char *name);
int64_t mus_arguments_integer(const struct mus_arguments *arguments, const char *name);
bool mus_arguments_flag(const struct mus_arguments *arguments, const char *name);

#endif
