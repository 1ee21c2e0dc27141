/* One command answered through the library: the row of the command table and its function, no
 * command line, no printing of its own. The session runner holds it against the musubi program.
 *
 * Usage: in_process [--store DIR] [--today DATE] … COMMAND WORDS [--NAME [VALUE]] …
 *
 * Answers are written as JSON Lines, an error as "musubi: MESSAGE". Exits with the status's code;
 * 99 where the words are none of the table's, which is for the program alone to say. Each answer
 * must have only the keys that its row promises. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/limits.h"
#include "codec/json.h"
#include "command/command.h"

enum { NOT_OURS = 99, BROKEN_PROMISE = 98 };

struct answers {
    const struct mus_command *command;
    size_t count;
};

/* "a, b, c" holds the key. */
static bool is_promised(const char *reply, struct mus_text key)
{
    for (const char *at = reply; at != NULL;) {
        const char *end = strstr(at, ", ");
        struct mus_text name = {at, end == NULL ? strlen(at) : (size_t)(end - at)};
        if (mus_text_equal(name, key)) {
            return true;
        }
        at = end == NULL ? NULL : end + 2;
    }
    return false;
}

static void check_keys(const struct mus_command *command, const struct mus_json *reply)
{
    struct mus_json_iter iter;
    if (strcmp(command->name, "company export") == 0) {
        return; /* its keys are the exchange format's */
    }
    for (bool more = mus_json_first(reply, &iter); more; more = mus_json_next(&iter)) {
        if (!is_promised(command->reply, iter.key)) {
            fprintf(stderr, "\"%s\" is not among the keys that %s promises: %s\n", iter.key.ptr,
                    command->name, command->reply);
            exit(BROKEN_PROMISE);
        }
    }
}

static enum mus_status take(void *user, const char *json, size_t len, struct mus_error *err)
{
    struct answers *answers = user;
    struct mus_json *reply = NULL;
    enum mus_status status = mus_json_parse((struct mus_text){json, len}, &reply, err);
    if (status != MUS_OK) {
        fprintf(stderr, "an answer is not JSON: %s\n", err->message);
        exit(BROKEN_PROMISE);
    }
    check_keys(answers->command, reply);
    mus_json_free(reply);
    answers->count++;
    printf("%.*s\n", (int)len, json);
    return MUS_OK;
}

static const struct mus_parameter *parameter_of(const struct mus_command *command,
                                                const char *option)
{
    for (size_t i = 0; i < command->parameter_count; i++) {
        const struct mus_parameter *parameter = &command->parameters[i];
        const bool called = strncmp(option, "--", 2) == 0
                                ? strcmp(parameter->name, option + 2) == 0
                                : parameter->letter != '\0' && option[0] == '-' &&
                                      parameter->letter == option[1] && option[2] == '\0';
        if (parameter->kind != MUS_PARAMETER_ARGUMENT && called) {
            return parameter;
        }
    }
    return NULL;
}

/* The next argument by place that has no value yet. */
static const struct mus_parameter *next_place(const struct mus_arguments *arguments)
{
    const struct mus_command *command = arguments->command;
    for (size_t i = 0; i < command->parameter_count; i++) {
        if (command->parameters[i].kind == MUS_PARAMETER_ARGUMENT &&
            arguments->values[i].text == NULL) {
            return &command->parameters[i];
        }
    }
    return NULL;
}

static bool set(struct mus_arguments *arguments, const struct mus_parameter *parameter,
                const char *value)
{
    struct mus_error err;
    return parameter != NULL &&
           mus_arguments_set(arguments, parameter->name, value, &err) == MUS_OK;
}

/* The options of every command; how many words it took. */
static int set_global(struct mus_open_options *open, const char *word, const char *value)
{
    const struct {
        const char *name;
        const char **place;
    } rows[] = {{"--store", &open->store},
                {"--today", &open->today},
                {"--key-file", &open->key_file},
                {"--passphrase-file", &open->passphrase_file}};
    if (strcmp(word, "--json") == 0) {
        return 1;
    }
    for (size_t i = 0; value != NULL && i < sizeof rows / sizeof rows[0]; i++) {
        if (strcmp(word, rows[i].name) == 0) {
            *rows[i].place = value;
            return 2;
        }
    }
    bool shown = value != NULL && strcmp(word, "--lang") == 0 &&
                 (strcmp(value, "ja") == 0 || strcmp(value, "en") == 0);
    return shown ? 2 : 0;
}

static const struct mus_command *command_of(char **argv, int argc, int at, int *words)
{
    for (*words = 3; *words > 0; --*words) {
        char name[64] = "";
        size_t len = 0;
        for (int i = at; i < at + *words && i < argc && len < sizeof name; i++) {
            len += (size_t)snprintf(name + len, sizeof name - len, "%s%s", i == at ? "" : " ",
                                    argv[i]);
        }
        const struct mus_command *command =
            at + *words <= argc && len < sizeof name ? mus_command_find(name) : NULL;
        if (command != NULL) {
            return command;
        }
    }
    *words = 1;
    return NULL;
}

static bool read_words(int argc, char **argv, struct mus_open_options *open,
                       struct mus_arguments *arguments)
{
    for (int at = 1; at < argc;) {
        char *value = at + 1 < argc ? argv[at + 1] : NULL;
        bool own = arguments->command != NULL && parameter_of(arguments->command, argv[at]) != NULL;
        int taken = own ? 0 : set_global(open, argv[at], value);
        if (taken > 0) {
            at += taken;
            continue;
        }
        if (arguments->command == NULL) {
            const struct mus_command *command = command_of(argv, argc, at, &taken);
            if (command == NULL) {
                return false;
            }
            mus_arguments_init(arguments, command);
            at += taken;
            continue;
        }
        bool option = argv[at][0] == '-' && argv[at][1] != '\0';
        const struct mus_parameter *parameter =
            option ? parameter_of(arguments->command, argv[at]) : next_place(arguments);
        bool valued = option && parameter != NULL && parameter->kind == MUS_PARAMETER_OPTION;
        const char *text = valued ? value : option ? "" : argv[at];
        if (text == NULL || !set(arguments, parameter, text)) {
            return false;
        }
        at += valued ? 2 : 1;
    }
    struct mus_error err;
    return arguments->command != NULL && mus_arguments_check(arguments, &err) == MUS_OK;
}

/* A JSON argument of "-" is read from standard input; false where that is the program's to refuse.
 */
static bool read_input(struct mus_arguments *arguments, struct mus_buf *input)
{
    for (size_t i = 0; i < arguments->command->parameter_count; i++) {
        const char *text = arguments->values[i].text;
        if (text == NULL || strcmp(text, "-") != 0 ||
            strcmp(arguments->command->parameters[i].name, "json") != 0) {
            continue;
        }
        char block[16384];
        size_t got;
        while ((got = fread(block, 1, sizeof block, stdin)) > 0) {
            mus_buf_add(input, block, got);
        }
        if (input->len == 0 || input->len > MUS_MAX_JSON_BYTES ||
            memchr(input->data, '\0', input->len) != NULL) {
            return false;
        }
        arguments->values[i].text = input->data;
    }
    return true;
}

int main(int argc, char **argv)
{
    struct mus_open_options open = {.store = "./musubi-store"};
    struct mus_arguments arguments = {0};
    struct mus_error err = {0};
    struct mus_musubi *musubi = NULL;
    struct mus_buf input = {0};
    if (!read_words(argc, argv, &open, &arguments) || !read_input(&arguments, &input)) {
        mus_buf_done(&input);
        return NOT_OURS;
    }
    const struct mus_command *command = arguments.command;
    struct answers answers = {.command = command};
    struct mus_sink sink = {.take = take, .user = &answers};
    enum mus_status status = MUS_OK;
    open.read_only = command->access == MUS_ACCESS_READ;
    if (command->access == MUS_ACCESS_READ || command->access == MUS_ACCESS_WRITE) {
        status = mus_open(&open, &musubi, &err);
    }
    if (status == MUS_OK) {
        status = command->run(musubi, &open, &arguments, &sink, &err);
    }
    mus_close(musubi);
    mus_buf_done(&input);
    if (status != MUS_OK) {
        fprintf(stderr, "musubi: %s\n", err.message);
    }
    if (status == MUS_OK && !command->lines && answers.count != 1) {
        fprintf(stderr, "%s promises one answer and gave %zu\n", command->name, answers.count);
        return BROKEN_PROMISE;
    }
    return mus_status_exit_code(status);
}
