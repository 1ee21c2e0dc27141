/* The musubi program: sorts out the command line, opens the store, runs the command, shows what it
 * answers. Nothing is decided here. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/limits.h"
#include "base/mem.h"
#include "cli/help.h"
#include "cli/options.h"
#include "cli/page.h"
#include "cli/render.h"
#include "codec/json.h"

struct output {
    const struct mus_options *options;
    mus_render *render; /* NULL: JSON as it is */
    struct mus_page page;
    struct mus_buf text;
    enum mus_progress progress;
    bool bar_shown;
};

static enum mus_status write_out(struct output *output, struct mus_error *err)
{
    enum mus_status status = mus_buf_check(&output->text, err);
    if (status == MUS_OK &&
        fwrite(output->text.data, 1, output->text.len, stdout) != output->text.len) {
        status = mus_fail(err, MUS_IO, "standard output: cannot write");
    }
    mus_buf_clear(&output->text);
    return status;
}

static enum mus_status take(void *user, const char *json, size_t len, struct mus_error *err)
{
    struct output *output = user;
    if (output->render == NULL) {
        mus_buf_add(&output->text, json, len);
        mus_buf_add_byte(&output->text, '\n');
        return write_out(output, err);
    }
    struct mus_json *reply = NULL;
    enum mus_status status = mus_json_parse_reply((struct mus_text){json, len}, &reply, err);
    if (status != MUS_OK) {
        return status;
    }
    if (output->bar_shown) {
        fputs("\r\x1B[K", stderr);
        output->bar_shown = false;
    }
    output->render(&output->page, reply);
    output->page.answers++;
    mus_json_free(reply);
    return write_out(output, err);
}

static void show_bar(struct output *output, uint64_t done, uint64_t total)
{
    enum { WIDTH = 30 };
    char bar[WIDTH + 1];
    size_t full = total == 0 ? 0 : (size_t)(done * WIDTH / total);
    for (size_t i = 0; i < WIDTH; i++) {
        bar[i] = i < full ? '#' : '.';
    }
    bar[WIDTH] = '\0';
    fprintf(stderr, "\r[%s] %llu / %llu", bar, (unsigned long long)done, (unsigned long long)total);
    fflush(stderr);
    output->bar_shown = true;
}

static void progress(void *user, uint64_t done, uint64_t total)
{
    struct output *output = user;
    if (output->progress == MUS_PROGRESS_BAR) {
        show_bar(output, done, total);
    } else if (output->progress == MUS_PROGRESS_PLAIN) {
        fprintf(stderr, "durable %llu\n", (unsigned long long)done);
        fflush(stderr);
    }
}

/* "-" as a JSON argument means standard input. */
static enum mus_status read_input(struct mus_arguments *arguments, struct mus_buf *input,
                                  struct mus_error *err)
{
    const struct mus_command *command = arguments->command;
    for (size_t i = 0; i < command->parameter_count; i++) {
        const char *text = arguments->values[i].text;
        if (strcmp(command->parameters[i].name, "json") != 0 || text == NULL ||
            strcmp(text, "-") != 0) {
            continue;
        }
        char block[16384];
        size_t got;
        while ((got = fread(block, 1, sizeof block, stdin)) > 0) {
            if (input->len + got > MUS_MAX_JSON_BYTES) {
                return mus_fail(err, MUS_LIMIT, "standard input: larger than %d bytes",
                                MUS_MAX_JSON_BYTES);
            }
            mus_buf_add(input, block, got);
        }
        enum mus_status status = mus_buf_check(input, err);
        if (status != MUS_OK) {
            return status;
        }
        if (input->len == 0 || memchr(input->data, '\0', input->len) != NULL) {
            return mus_fail(err, MUS_INVALID, "standard input: expected JSON text");
        }
        arguments->values[i].text = input->data;
    }
    return MUS_OK;
}

static enum mus_status run(struct mus_options *options, struct output *output,
                           struct mus_error *err)
{
    const struct mus_command *command = options->arguments.command;
    struct mus_sink sink = {.take = take, .progress = progress, .user = output};
    struct mus_musubi *musubi = NULL;
    struct mus_buf input = {0};
    options->open.read_only = command->access == MUS_ACCESS_READ;
    enum mus_status status = read_input(&options->arguments, &input, err);
    if (status == MUS_OK &&
        (command->access == MUS_ACCESS_READ || command->access == MUS_ACCESS_WRITE)) {
        status = mus_open(&options->open, &musubi, err);
    }
    if (status == MUS_OK) {
        status = command->run(musubi, &options->open, &options->arguments, &sink, err);
    }
    mus_close(musubi);
    mus_buf_done(&input);
    return status;
}

static bool is_completion(int argc, char **argv)
{
    return argc == 2 && strcmp(argv[1], "completion") == 0;
}

/* Help, version and completion need neither store nor command. */
static bool answer_at_once(const struct mus_options *options, struct output *output)
{
    if (options->version) {
        mus_buf_printf(&output->text, "musubi %s\n", mus_version());
        return true;
    }
    if (options->arguments.command == NULL) {
        mus_help_all(&output->page);
        return true;
    }
    if (options->help) {
        mus_help_command(&output->page, options->arguments.command);
        return true;
    }
    return false;
}

static enum mus_progress progress_of(const struct mus_options *options)
{
    if (options->progress != MUS_PROGRESS_AUTO) {
        return options->progress;
    }
    return isatty(STDERR_FILENO) ? MUS_PROGRESS_BAR : MUS_PROGRESS_NONE;
}

int main(int argc, char **argv)
{
    struct mus_options options = {0};
    struct mus_error err = {0};
    struct output output = {.options = &options};
    enum mus_status status = MUS_OK;
    mus_mem_keep();
    if (is_completion(argc, argv)) {
        mus_help_completion(&output.text);
        status = write_out(&output, &err);
        goto out;
    }
    status = mus_options_read(argc, argv, &options, &err);
    if (status != MUS_OK) {
        goto out;
    }
    output.progress = progress_of(&options);
    output.page = (struct mus_page){.out = &output.text,
                                    .english = options.english,
                                    .colour = isatty(STDOUT_FILENO) && getenv("NO_COLOR") == NULL};
    if (answer_at_once(&options, &output)) {
        status = write_out(&output, &err);
        goto out;
    }
    output.render = options.json ? NULL : mus_render_of(options.arguments.command->name);
    status = run(&options, &output, &err);
    if (status == MUS_OK && output.render != NULL && output.page.answers == 0) {
        mus_page_line(&output.page, "該当するものはありません", "Nothing was found");
        status = write_out(&output, &err);
    }
out:
    if (output.bar_shown) {
        fputc('\n', stderr);
    }
    if (fflush(stdout) != 0 && status == MUS_OK) {
        status = mus_fail(&err, MUS_IO, "standard output: cannot write");
    }
    if (status != MUS_OK) {
        fprintf(stderr, "musubi: %s\n", err.message);
    }
    mus_buf_done(&output.text);
    return mus_status_exit_code(status);
}
