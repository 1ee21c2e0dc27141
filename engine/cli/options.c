#include "cli/options.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"

enum global {
    GLOBAL_STORE,
    GLOBAL_TODAY,
    GLOBAL_LANG,
    GLOBAL_JSON,
    GLOBAL_KEY_FILE,
    GLOBAL_PASSPHRASE_FILE,
    GLOBAL_PROGRESS,
    GLOBAL_HELP,
    GLOBAL_VERSION,
    GLOBAL_COUNT
};

static const struct mus_global_option GLOBALS[GLOBAL_COUNT] = {
    [GLOBAL_STORE] = {"store", "DIR",
                      "ストアのフォルダー（既定 $MUSUBI_STORE または ./musubi-store）",
                      "the store's folder ($MUSUBI_STORE or ./musubi-store)"},
    [GLOBAL_TODAY] = {"today", "DATE", "期限を判断する日（既定 日本の今日）",
                      "the day that expiries are judged by (today in Japan)"},
    [GLOBAL_LANG] = {"lang", "ja|en", "表示の言語（既定 環境から、なければ日本語）",
                     "language (by the locale, else Japanese)"},
    [GLOBAL_JSON] = {"json", NULL, "機械で読むための JSON で答える", "answer in JSON"},
    [GLOBAL_KEY_FILE] = {"key-file", "FILE",
                         "連絡先を封じる鍵（既定 $MUSUBI_KEY_FILE またはストアの中）",
                         "the key that seals contacts ($MUSUBI_KEY_FILE or in the store)"},
    [GLOBAL_PASSPHRASE_FILE] = {"passphrase-file", "FILE", "鍵のもとになる合言葉のファイル",
                                "file of the passphrase that makes the key"},
    [GLOBAL_PROGRESS] = {"progress", "bar|plain|none", "進み具合の示し方（既定 端末なら bar）",
                         "how progress is shown (bar on a terminal)"},
    [GLOBAL_HELP] = {"help", NULL, "説明", "help"},
    [GLOBAL_VERSION] = {"version", NULL, "版", "version"},
};

const struct mus_global_option *mus_global_option_at(size_t index)
{
    return index < GLOBAL_COUNT ? &GLOBALS[index] : NULL;
}

static bool english_locale(void)
{
    static const char *const names[] = {"LC_ALL", "LC_MESSAGES", "LANG"};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        const char *value = getenv(names[i]);
        if (value != NULL && value[0] != '\0') {
            return strncmp(value, "en", 2) == 0;
        }
    }
    return false;
}

static enum mus_status set_word(enum global global, const char *value, const char *const *words,
                                size_t count, size_t *index, struct mus_error *err)
{
    for (size_t i = 0; i < count; i++) {
        if (strcmp(words[i], value) == 0) {
            *index = i;
            return MUS_OK;
        }
    }
    struct mus_text shown = mus_text_of(value);
    return mus_fail(err, MUS_INVALID, "--%s: expected %s, found \"%.*s\"", GLOBALS[global].name,
                    GLOBALS[global].value, MUS_TEXT_SHORT_ARG(shown));
}

static enum mus_status set_global(struct mus_options *options, enum global global,
                                  const char *value, struct mus_error *err)
{
    static const char *const languages[] = {"ja", "en"};
    static const char *const progresses[] = {"auto", "bar", "plain", "none"};
    size_t index = 0;
    enum mus_status status = MUS_OK;
    switch (global) {
    case GLOBAL_STORE:
        options->open.store = value;
        break;
    case GLOBAL_TODAY:
        options->open.today = value;
        break;
    case GLOBAL_LANG:
        status = set_word(global, value, languages, 2, &index, err);
        options->english = index == 1;
        break;
    case GLOBAL_JSON:
        options->json = true;
        break;
    case GLOBAL_KEY_FILE:
        options->open.key_file = value;
        break;
    case GLOBAL_PASSPHRASE_FILE:
        options->open.passphrase_file = value;
        break;
    case GLOBAL_PROGRESS:
        status = set_word(global, value, progresses, 4, &index, err);
        options->progress = (enum mus_progress)index;
        break;
    case GLOBAL_HELP:
        options->help = true;
        break;
    case GLOBAL_VERSION:
        options->version = true;
        break;
    case GLOBAL_COUNT:
        break;
    }
    return status;
}

/* A place in argv, and what has been gathered so far. */
struct reader {
    int argc;
    char *const *argv;
    int at;
    bool only_words; /* after "--" */
    const char *words[MUS_MAX_PARAMETERS + 2];
    size_t word_count;
};

static size_t find_global(const char *name, size_t len)
{
    size_t i = 0;
    while (i < GLOBAL_COUNT &&
           (strlen(GLOBALS[i].name) != len || memcmp(GLOBALS[i].name, name, len) != 0)) {
        i++;
    }
    return i;
}

/* The value of an option: after "=", or the next word. */
static enum mus_status take_value(struct reader *reader, const char *option, const char **value,
                                  struct mus_error *err)
{
    const char *equals = strchr(option, '=');
    if (equals != NULL) {
        *value = equals + 1;
        return MUS_OK;
    }
    if (reader->at + 1 >= reader->argc) {
        struct mus_text shown = mus_text_of(option);
        return mus_fail(err, MUS_INVALID, "%.*s needs a value", MUS_TEXT_SHORT_ARG(shown));
    }
    *value = reader->argv[++reader->at];
    return MUS_OK;
}

static bool is_option(const struct reader *reader, const char *word)
{
    return !reader->only_words && word[0] == '-' && word[1] != '\0';
}

static size_t name_length(const char *option)
{
    return strcspn(option + 2, "=");
}

/* "--output", with or without a value behind it, or "-o". */
static bool is_called(const struct mus_parameter *parameter, const char *option)
{
    if (option[1] != '-') {
        return parameter->letter != '\0' && parameter->letter == option[1] && option[2] == '\0';
    }
    size_t len = name_length(option);
    return strlen(parameter->name) == len && memcmp(parameter->name, option + 2, len) == 0;
}

static const struct mus_parameter *parameter_of(const struct mus_command *command,
                                                const char *option)
{
    for (size_t i = 0; command != NULL && i < command->parameter_count; i++) {
        const struct mus_parameter *parameter = &command->parameters[i];
        if (parameter->kind != MUS_PARAMETER_ARGUMENT && is_called(parameter, option)) {
            return parameter;
        }
    }
    return NULL;
}

/* The command that the first plain words name, three of them or fewer. Options may stand before it,
 * but only global ones, since only those are known by then. */
static const struct mus_command *find_command(struct reader *reader, int first, int *after)
{
    for (int words = 3; words > 0; words--) {
        char name[64] = "";
        size_t len = 0;
        for (int i = first; i < first + words && i < reader->argc && len < sizeof name; i++) {
            len += (size_t)snprintf(name + len, sizeof name - len, "%s%s", i == first ? "" : " ",
                                    reader->argv[i]);
        }
        const struct mus_command *command =
            first + words <= reader->argc && len < sizeof name ? mus_command_find(name) : NULL;
        if (command != NULL) {
            *after = first + words;
            return command;
        }
    }
    *after = first + 1;
    return NULL;
}

static enum mus_status read_global(struct reader *reader, struct mus_options *options, bool *taken,
                                   struct mus_error *err)
{
    const char *option = reader->argv[reader->at];
    *taken = false;
    if (strcmp(option, "-h") == 0) {
        options->help = *taken = true;
        return MUS_OK;
    }
    size_t global =
        strncmp(option, "--", 2) == 0 ? find_global(option + 2, name_length(option)) : GLOBAL_COUNT;
    if (global == GLOBAL_COUNT) {
        return MUS_OK;
    }
    *taken = true;
    const char *value = "";
    if (GLOBALS[global].value != NULL) {
        enum mus_status status = take_value(reader, option, &value, err);
        if (status != MUS_OK) {
            return status;
        }
    } else if (strchr(option, '=') != NULL) {
        return mus_fail(err, MUS_INVALID, "--%s takes no value", GLOBALS[global].name);
    }
    return set_global(options, (enum global)global, value, err);
}

static enum mus_status read_own(struct reader *reader, struct mus_options *options,
                                struct mus_error *err)
{
    const char *option = reader->argv[reader->at];
    struct mus_text shown = mus_text_of(option);
    const struct mus_command *command = options->arguments.command;
    const struct mus_parameter *parameter = parameter_of(command, option);
    if (parameter == NULL) {
        return mus_fail(err, MUS_INVALID, "%s has no option %.*s; see: musubi %s --help",
                        command->name, MUS_TEXT_SHORT_ARG(shown), command->name);
    }
    const char *value = "";
    if (parameter->kind == MUS_PARAMETER_OPTION) {
        enum mus_status status = take_value(reader, option, &value, err);
        if (status != MUS_OK) {
            return status;
        }
    } else if (strchr(option, '=') != NULL) {
        return mus_fail(err, MUS_INVALID, "--%s takes no value", parameter->name);
    }
    enum mus_status status = mus_arguments_set(&options->arguments, parameter->name, value, err);
    if (status == MUS_OK && strcmp(parameter->name, GLOBALS[GLOBAL_LANG].name) == 0) {
        /* The language of a document is that of what is said about it. */
        status = set_global(options, GLOBAL_LANG, value, err);
    }
    return status;
}

static enum mus_status too_many(const struct mus_command *command, const char *word,
                                struct mus_error *err)
{
    struct mus_text shown = mus_text_of(word);
    return mus_fail(err, MUS_INVALID, "%s: \"%.*s\" is one word too many; see: musubi %s --help",
                    command->name, MUS_TEXT_SHORT_ARG(shown), command->name);
}

static enum mus_status place_words(const struct reader *reader, struct mus_options *options,
                                   struct mus_error *err)
{
    const struct mus_command *command = options->arguments.command;
    size_t used = 0;
    for (size_t i = 0; i < command->parameter_count && used < reader->word_count; i++) {
        if (command->parameters[i].kind != MUS_PARAMETER_ARGUMENT) {
            continue;
        }
        enum mus_status status = mus_arguments_set(&options->arguments, command->parameters[i].name,
                                                   reader->words[used++], err);
        if (status != MUS_OK) {
            return status;
        }
    }
    if (used < reader->word_count) {
        return too_many(command, reader->words[used], err);
    }
    return MUS_OK;
}

/* "company" alone is the first word of several commands: say which. */
static enum mus_status unknown_command(struct mus_text word, struct mus_error *err)
{
    char seconds[160] = "";
    const struct mus_command *command;
    for (size_t i = 0; (command = mus_command_at(i)) != NULL; i++) {
        size_t used = strlen(seconds);
        if (strncmp(command->name, word.ptr, word.len) == 0 && command->name[word.len] == ' ') {
            snprintf(seconds + used, sizeof seconds - used, "%s%s", used == 0 ? "" : ", ",
                     command->name + word.len + 1);
        }
    }
    return seconds[0] == '\0'
               ? mus_fail(err, MUS_INVALID, "unknown command \"%.*s\"; see: musubi --help",
                          MUS_TEXT_SHORT_ARG(word))
               : mus_fail(err, MUS_INVALID, "%.*s is followed by one of: %s",
                          MUS_TEXT_SHORT_ARG(word), seconds);
}

static enum mus_status read_word(struct reader *reader, struct mus_options *options,
                                 struct mus_error *err)
{
    const char *word = reader->argv[reader->at];
    if (options->arguments.command == NULL) {
        if (strcmp(word, "help") == 0) {
            options->help = true;
            return MUS_OK;
        }
        int after = 0;
        const struct mus_command *command = find_command(reader, reader->at, &after);
        if (command == NULL) {
            return unknown_command(mus_text_of(word), err);
        }
        mus_arguments_init(&options->arguments, command);
        reader->at = after - 1;
        return MUS_OK;
    }
    if (reader->word_count == sizeof reader->words / sizeof reader->words[0]) {
        return too_many(options->arguments.command, word, err);
    }
    reader->words[reader->word_count++] = word;
    return MUS_OK;
}

static enum mus_status read_one(struct reader *reader, struct mus_options *options,
                                struct mus_error *err)
{
    const char *word = reader->argv[reader->at];
    if (!reader->only_words && strcmp(word, "--") == 0) {
        reader->only_words = true;
        return MUS_OK;
    }
    if (!is_option(reader, word)) {
        return read_word(reader, options, err);
    }
    /* The command's own go first: "--version" of a table is not the program's. */
    if (parameter_of(options->arguments.command, word) != NULL) {
        return read_own(reader, options, err);
    }
    bool taken = false;
    enum mus_status status = read_global(reader, options, &taken, err);
    if (status != MUS_OK || taken) {
        return status;
    }
    if (options->arguments.command == NULL) {
        struct mus_text shown = mus_text_of(word);
        return mus_fail(err, MUS_INVALID, "unknown option \"%.*s\"; see: musubi --help",
                        MUS_TEXT_SHORT_ARG(shown));
    }
    return read_own(reader, options, err);
}

enum mus_status mus_options_read(int argc, char *const *argv, struct mus_options *options,
                                 struct mus_error *err)
{
    struct mus_options out = {.english = english_locale()};
    const char *store = getenv("MUSUBI_STORE");
    const char *key_file = getenv("MUSUBI_KEY_FILE");
    out.open.store = store != NULL && store[0] != '\0' ? store : "./musubi-store";
    out.open.key_file = key_file != NULL && key_file[0] != '\0' ? key_file : NULL;
    struct reader reader = {.argc = argc, .argv = argv, .at = 1};
    for (; reader.at < argc; reader.at++) {
        enum mus_status status = read_one(&reader, &out, err);
        if (status != MUS_OK) {
            return status;
        }
    }
    if (out.arguments.command != NULL) {
        enum mus_status status = place_words(&reader, &out, err);
        if (status == MUS_OK && !out.help) {
            status = mus_arguments_check(&out.arguments, err);
        }
        if (status != MUS_OK) {
            return status;
        }
    }
    *options = out;
    return MUS_OK;
}
