#include "cli/help.h"

#include <stdio.h>
#include <string.h>

#include "cli/options.h"
#include "matcher/text/width.h"

enum { NAME_COLUMNS = 28 };

static void write_row(struct mus_page *page, const char *name, const char *value, const char *ja,
                      const char *en)
{
    struct mus_buf left = {0};
    mus_buf_printf(&left, "  %s%s%s", name, value == NULL ? "" : " ", value == NULL ? "" : value);
    struct mus_text text = mus_buf_text(&left);
    if (mus_text_width(text) >= NAME_COLUMNS) {
        mus_buf_add_text(page->out, text);
        mus_buf_add_byte(page->out, '\n');
        text = MUS_TEXT("");
    }
    mus_page_pad(page, text, NAME_COLUMNS);
    mus_page_line(page, ja, en);
    mus_buf_done(&left);
}

static bool has_own(const struct mus_command *command, const char *name)
{
    for (size_t i = 0; command != NULL && i < command->parameter_count; i++) {
        if (strcmp(command->parameters[i].name, name) == 0) {
            return true;
        }
    }
    return false;
}

/* Without those that the command has an option of its own for; NULL for all. */
static void write_options(struct mus_page *page, const struct mus_command *command)
{
    mus_page_line(page, "\nどのコマンドにも使えるオプション", "\nOptions of every command");
    const struct mus_global_option *option;
    for (size_t i = 0; (option = mus_global_option_at(i)) != NULL; i++) {
        if (has_own(command, option->name)) {
            continue;
        }
        char name[40] = "--";
        strncat(name, option->name, sizeof name - 3);
        write_row(page, name, option->value, option->help_ja, option->help_en);
    }
}

void mus_help_all(struct mus_page *page)
{
    mus_page_line(
        page, "musubi（結び）— 企業を引き合わせる\n\n使い方: musubi コマンド [オプション]\n",
        "musubi — introduces companies to each other\n\nUsage: musubi COMMAND [OPTIONS]\n");
    const struct mus_command *command;
    for (size_t i = 0; (command = mus_command_at(i)) != NULL; i++) {
        write_row(page, command->name, NULL, command->help_ja, command->help_en);
    }
    write_row(page, "completion", NULL, "bash の補完を書き出す: eval \"$(musubi completion)\"",
              "bash completion: eval \"$(musubi completion)\"");
    write_options(page, NULL);
    mus_page_line(page, "\nコマンドごとの説明: musubi コマンド --help",
                  "\nHelp for one command: musubi COMMAND --help");
}

void mus_help_command(struct mus_page *page, const struct mus_command *command)
{
    mus_page_say(page, "musubi %s — %s\n\n", "musubi %s — %s\n\n", command->name,
                 mus_page_pick(page, command->help_ja, command->help_en));
    for (size_t i = 0; i < command->parameter_count; i++) {
        const struct mus_parameter *parameter = &command->parameters[i];
        if (parameter->kind == MUS_PARAMETER_ARGUMENT) {
            write_row(page, parameter->value, NULL, parameter->help_ja, parameter->help_en);
        }
    }
    for (size_t i = 0; i < command->parameter_count; i++) {
        const struct mus_parameter *parameter = &command->parameters[i];
        if (parameter->kind != MUS_PARAMETER_ARGUMENT) {
            char name[40];
            const char letter[] = {',', ' ', '-', parameter->letter, '\0'};
            snprintf(name, sizeof name, "--%s%s", parameter->name,
                     parameter->letter == '\0' ? "" : letter);
            const char *value = parameter->words != NULL ? parameter->words : parameter->value;
            write_row(page, name, parameter->kind == MUS_PARAMETER_FLAG ? NULL : value,
                      parameter->help_ja, parameter->help_en);
        }
    }
    mus_page_say(page, "\n--json の答え: %s%s\n", "\nAnswer with --json: %s%s\n", command->reply,
                 command->lines ? mus_page_pick(page, "（1行1件）", " (one object a line)") : "");
    write_options(page, command);
}

void mus_help_completion(struct mus_buf *out)
{
    mus_buf_add_z(out,
                  "_musubi() {\n"
                  "  local word=${COMP_WORDS[COMP_CWORD]} line=\" ${COMP_WORDS[*]:1} \" words\n"
                  "  case $line in\n");
    const struct mus_command *command;
    for (size_t i = 0; (command = mus_command_at(i)) != NULL; i++) {
        mus_buf_printf(out, "    *\" %s \"*) words=\"", command->name);
        for (size_t p = 0; p < command->parameter_count; p++) {
            if (command->parameters[p].kind != MUS_PARAMETER_ARGUMENT) {
                mus_buf_printf(out, "--%s ", command->parameters[p].name);
            }
        }
        mus_buf_add_z(out, "\" ;;\n");
    }
    mus_buf_add_z(out, "    *) words=\"");
    for (size_t i = 0; (command = mus_command_at(i)) != NULL; i++) {
        mus_buf_printf(out, "%s ", command->name);
    }
    mus_buf_add_z(out, "completion help\" ;;\n  esac\n  words+=\"");
    const struct mus_global_option *option;
    for (size_t i = 0; (option = mus_global_option_at(i)) != NULL; i++) {
        mus_buf_printf(out, " --%s", option->name);
    }
    mus_buf_add_z(out, "\"\n  COMPREPLY=($(compgen -W \"$words\" -f -- \"$word\"))\n}\n"
                       "complete -F _musubi musubi\n");
}
