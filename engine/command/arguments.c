#include "command/command.h"

#include <assert.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"

void mus_arguments_init(struct mus_arguments *arguments, const struct mus_command *command)
{
    *arguments = (struct mus_arguments){.command = command};
}

static size_t index_of(const struct mus_command *command, const char *name)
{
    for (size_t i = 0; i < command->parameter_count; i++) {
        if (strcmp(command->parameters[i].name, name) == 0) {
            return i;
        }
    }
    return command->parameter_count;
}

static const char *dashes(const struct mus_parameter *parameter)
{
    return parameter->kind == MUS_PARAMETER_ARGUMENT ? "" : "--";
}

/* "a|b|c" holds the value as one of its words. */
static bool is_among(const char *words, const char *value)
{
    size_t len = strlen(value);
    for (const char *word = words; word != NULL;) {
        const char *end = strchr(word, '|');
        size_t word_len = end == NULL ? strlen(word) : (size_t)(end - word);
        if (word_len == len && memcmp(word, value, len) == 0) {
            return true;
        }
        word = end == NULL ? NULL : end + 1;
    }
    return false;
}

static enum mus_status check_integer(const struct mus_parameter *parameter, const char *value,
                                     int64_t *integer, struct mus_error *err)
{
    char *end = NULL;
    errno = 0;
    long long number = strtoll(value, &end, 10);
    size_t digits = strspn(value + (value[0] == '-'), "0123456789"); /* no sign +, no blanks */
    if (digits == 0 || *end != '\0' || errno != 0 || number < parameter->min ||
        number > parameter->max) {
        struct mus_text shown = mus_text_of(value);
        return mus_fail(err, MUS_INVALID,
                        "%s%s: expected a number from %lld to %lld, found \"%.*s\"",
                        dashes(parameter), parameter->name, (long long)parameter->min,
                        (long long)parameter->max, MUS_TEXT_SHORT_ARG(shown));
    }
    *integer = number;
    return MUS_OK;
}

static enum mus_status check_value(const struct mus_parameter *parameter, const char *value,
                                   int64_t *integer, struct mus_error *err)
{
    struct mus_text text = mus_text_of(value);
    if (!mus_text_is_utf8(text, NULL)) {
        return mus_fail(err, MUS_INVALID, "%s%s: expected UTF-8 text", dashes(parameter),
                        parameter->name);
    }
    if (parameter->type == MUS_PARAMETER_INTEGER) {
        return check_integer(parameter, value, integer, err);
    }
    if (parameter->type == MUS_PARAMETER_ID && !mus_text_is_id(text)) {
        return mus_fail(err, MUS_INVALID,
                        "%s%s: expected an id of 1 to 64 of A-Z a-z 0-9 . _ : -, found \"%.*s\"",
                        dashes(parameter), parameter->name, MUS_TEXT_SHORT_ARG(text));
    }
    if (parameter->words != NULL && !is_among(parameter->words, value)) {
        return mus_fail(err, MUS_INVALID, "%s%s: expected %s, found \"%.*s\"", dashes(parameter),
                        parameter->name, parameter->words, MUS_TEXT_SHORT_ARG(text));
    }
    return MUS_OK;
}

enum mus_status mus_arguments_set(struct mus_arguments *arguments, const char *name,
                                  const char *value, struct mus_error *err)
{
    const struct mus_command *command = arguments->command;
    size_t at = index_of(command, name);
    if (at == command->parameter_count) {
        struct mus_text shown = mus_text_of(name);
        return mus_fail(err, MUS_INVALID, "%s has no option --%.*s", command->name,
                        MUS_TEXT_SHORT_ARG(shown));
    }
    const struct mus_parameter *parameter = &command->parameters[at];
    struct mus_argument *argument = &arguments->values[at];
    if (parameter->twice ? argument->second != NULL : argument->text != NULL) {
        return mus_fail(err, MUS_INVALID, "%s%s is given %s", dashes(parameter), name,
                        parameter->twice ? "three times" : "twice");
    }
    enum mus_status status = check_value(parameter, value, &argument->integer, err);
    if (status == MUS_OK) {
        *(argument->text == NULL ? &argument->text : &argument->second) = value;
    }
    return status;
}

/* "company show needs COMPANY", "table import needs --name NAME", "company erase needs --yes",
 * "report compare needs --rule-set ID twice" */
static enum mus_status missing(const struct mus_command *command,
                               const struct mus_parameter *parameter, struct mus_error *err)
{
    if (parameter->kind == MUS_PARAMETER_ARGUMENT) {
        return mus_fail(err, MUS_INVALID, "%s needs %s", command->name, parameter->value);
    }
    bool valued = parameter->kind == MUS_PARAMETER_OPTION;
    return mus_fail(err, MUS_INVALID, "%s needs --%s%s%s%s", command->name, parameter->name,
                    valued ? " " : "", valued ? parameter->value : "",
                    parameter->twice ? " twice" : "");
}

enum mus_status mus_arguments_check(const struct mus_arguments *arguments, struct mus_error *err)
{
    const struct mus_command *command = arguments->command;
    for (size_t i = 0; i < command->parameter_count; i++) {
        const struct mus_parameter *parameter = &command->parameters[i];
        const struct mus_argument *argument = &arguments->values[i];
        if (parameter->required &&
            (argument->text == NULL || (parameter->twice && argument->second == NULL))) {
            return missing(command, parameter, err);
        }
    }
    return MUS_OK;
}

static const struct mus_argument *get(const struct mus_arguments *arguments, const char *name)
{
    size_t at = index_of(arguments->command, name);
    assert(at < arguments->command->parameter_count);
    return &arguments->values[at];
}

const char *mus_arguments_text(const struct mus_arguments *arguments, const char *name)
{
    return get(arguments, name)->text;
}

const char *mus_arguments_second(const struct mus_arguments *arguments, const char *name)
{
    return get(arguments, name)->second;
}

int64_t mus_arguments_integer(const struct mus_arguments *arguments, const char *name)
{
    return get(arguments, name)->integer;
}

bool mus_arguments_flag(const struct mus_arguments *arguments, const char *name)
{
    return get(arguments, name)->text != NULL;
}
