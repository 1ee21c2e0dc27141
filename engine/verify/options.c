#include "verify/options.h"

#include "base/limits.h"
#include "base/text.h"

#include <stdlib.h>
#include <string.h>

#define OF(command) (1U << MUS_VERIFY_##command)
#define MEMBER(name) offsetof(struct mus_verify_options, name)

static const struct mus_verify_option OPTIONS[] = {
    {"key", "VKEY", OF(EXPORT) | OF(RECEIPT) | OF(PROOF), MEMBER(key),
     "台帳の検証鍵（文字列、または @ファイル）", "the ledger's verification key, or @FILE"},
    {"key", "FILE", OF(COSIGN), MEMBER(key), "立会人の署名鍵のファイル",
     "the witness's signing key"},
    {"log", "VKEY", OF(COSIGN), MEMBER(log), "台帳の検証鍵（文字列、または @ファイル）",
     "the ledger's verification key, or @FILE"},
    {"state", "DIR", OF(COSIGN), MEMBER(state), "立会人が最後に見たものを保つフォルダー",
     "the folder of what the witness saw last"},
    {"since", "FILE", OF(EXPORT), MEMBER(since),
     "以前のチェックポイント: そのときの記録が今もあるか",
     "an earlier checkpoint: does it stand still?"},
    {"receipt", "FILE", OF(EXPORT), MEMBER(receipt), "受領証: その記録が今もあるか",
     "a receipt: does its entry stand still?"},
    {"witness", "VKEY", OF(EXPORT) | OF(RECEIPT), MEMBER(witnesses),
     "立会人の検証鍵: その署名を求める（何度でも）",
     "a witness's key: its cosignature must be there (repeatable)"},
    {"count", "FY", OF(EXPORT), MEMBER(count), "その年度の成立件数を数える",
     "counts the matches of that fiscal year"},
    {"rule-set", "ID", OF(EXPORT), MEMBER(rule_set), "数え方（既定 その年度に有効なもの）",
     "rules to count by (those in force)"},
    {"as-of", "DATE", OF(EXPORT), MEMBER(as_of), "その日の終わりまでに記録されたものだけを数える",
     "counts what was recorded by the end of that day"},
    {"threads", "N", OF(EXPORT), MEMBER(threads), "スレッド数（既定 プロセッサーの数）",
     "threads (as many as processors)"},
    {"entry", "FILE", OF(PROOF), MEMBER(entry), "証明される記録のバイト列",
     "the bytes of the entry that is proved"},
    {"passphrase-file", "FILE", OF(NEW_KEY) | OF(COSIGN), MEMBER(passphrase_file),
     "鍵を守る合言葉のファイル", "file of the passphrase that locks the key"},
    {"lang", "ja|en", MUS_VERIFY_ANY, MEMBER(english),
     "表示の言語（既定 環境から、なければ日本語）", "language (by the locale, else Japanese)"},
    {"json", NULL, MUS_VERIFY_ANY, MEMBER(json), "機械で読むための JSON で答える",
     "answer in JSON"},
    {"help", NULL, MUS_VERIFY_ANY, MEMBER(help), "説明", "help"},
    {"version", NULL, MUS_VERIFY_ANY, MEMBER(version), "版", "version"},
};

const struct mus_verify_option *mus_verify_option_at(size_t index)
{
    return index < sizeof OPTIONS / sizeof OPTIONS[0] ? &OPTIONS[index] : NULL;
}

/* A place in argv. */
struct reader {
    int argc;
    char *const *argv;
    int at;
    bool only_words; /* after "--" */
    size_t word_count;
    struct mus_verify_options *out;
};

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

static const struct mus_verify_option *option_of(const struct reader *reader, const char *word)
{
    size_t len = strcspn(word + 2, "=");
    const struct mus_verify_option *option;
    for (size_t i = 0; (option = mus_verify_option_at(i)) != NULL; i++) {
        if ((option->commands & 1U << reader->out->command) != 0 && strlen(option->name) == len &&
            memcmp(option->name, word + 2, len) == 0) {
            return option;
        }
    }
    return NULL;
}

static enum mus_status set_threads(struct reader *reader, const char *value, struct mus_error *err)
{
    char *end = NULL;
    unsigned long threads = strtoul(value, &end, 10);
    if (value[0] < '0' || value[0] > '9' || *end != '\0' || threads < 1 ||
        threads > MUS_MAX_THREADS) {
        struct mus_text shown = mus_text_of(value);
        return mus_fail(err, MUS_INVALID, "--threads: expected 1 to %d, found \"%.*s\"",
                        MUS_MAX_THREADS, MUS_TEXT_SHORT_ARG(shown));
    }
    reader->out->threads = threads;
    return MUS_OK;
}

static enum mus_status set_language(struct reader *reader, const char *value, struct mus_error *err)
{
    struct mus_text shown = mus_text_of(value);
    if (strcmp(value, "ja") != 0 && strcmp(value, "en") != 0) {
        return mus_fail(err, MUS_INVALID, "--lang: expected ja|en, found \"%.*s\"",
                        MUS_TEXT_SHORT_ARG(shown));
    }
    reader->out->english = strcmp(value, "en") == 0;
    return MUS_OK;
}

static enum mus_status add_witness(struct reader *reader, const char *value, struct mus_error *err)
{
    struct mus_verify_options *out = reader->out;
    if (out->witness_count == MUS_VERIFY_MAX_WITNESSES) {
        return mus_fail(err, MUS_LIMIT, "--witness: at most %d", MUS_VERIFY_MAX_WITNESSES);
    }
    out->witnesses[out->witness_count++] = value;
    return MUS_OK;
}

static enum mus_status set_value(struct reader *reader, const struct mus_verify_option *option,
                                 const char *value, struct mus_error *err)
{
    switch (option->member) {
    case MEMBER(threads):
        return set_threads(reader, value, err);
    case MEMBER(english):
        return set_language(reader, value, err);
    case MEMBER(witnesses):
        return add_witness(reader, value, err);
    default:
        break;
    }
    const char **member = (const char **)(void *)((char *)reader->out + option->member);
    if (*member != NULL) {
        return mus_fail(err, MUS_INVALID, "--%s stands twice", option->name);
    }
    *member = value;
    return MUS_OK;
}

/* The value stands after "=" or is the next word. */
static enum mus_status read_value(struct reader *reader, const struct mus_verify_option *option,
                                  struct mus_error *err)
{
    const char *equals = strchr(reader->argv[reader->at], '=');
    if (equals != NULL) {
        return set_value(reader, option, equals + 1, err);
    }
    if (reader->at + 1 >= reader->argc) {
        return mus_fail(err, MUS_INVALID, "--%s needs a value", option->name);
    }
    return set_value(reader, option, reader->argv[++reader->at], err);
}

static enum mus_status read_option(struct reader *reader, struct mus_error *err)
{
    const char *word = reader->argv[reader->at];
    struct mus_text shown = mus_text_of(word);
    const struct mus_verify_option *option =
        strncmp(word, "--", 2) == 0 ? option_of(reader, word) : NULL;
    if (strcmp(word, "-h") == 0) {
        reader->out->help = true;
        return MUS_OK;
    }
    if (option == NULL) {
        return mus_fail(err, MUS_INVALID, "unknown option \"%.*s\"; see: musubi-verify --help",
                        MUS_TEXT_SHORT_ARG(shown));
    }
    if (option->value != NULL) {
        return read_value(reader, option, err);
    }
    if (strchr(word, '=') != NULL) {
        return mus_fail(err, MUS_INVALID, "--%s takes no value", option->name);
    }
    *(bool *)((char *)reader->out + option->member) = true;
    return MUS_OK;
}

static enum mus_status read_word(struct reader *reader, struct mus_error *err)
{
    static const size_t most[MUS_VERIFY_COMMANDS] = {1, 1, 1, 2, 1};
    const char *word = reader->argv[reader->at];
    if (reader->word_count == most[reader->out->command]) {
        struct mus_text shown = mus_text_of(word);
        return mus_fail(err, MUS_INVALID,
                        "\"%.*s\" is one word too many; see: musubi-verify --help",
                        MUS_TEXT_SHORT_ARG(shown));
    }
    reader->out->words[reader->word_count++] = word;
    return MUS_OK;
}

/* Options of every command may stand before its name. */
static enum mus_status read_common(struct reader *reader, struct mus_error *err)
{
    enum mus_status status = MUS_OK;
    for (; status == MUS_OK && reader->at < reader->argc; reader->at++) {
        const char *word = reader->argv[reader->at];
        const struct mus_verify_option *option =
            strncmp(word, "--", 2) == 0 ? option_of(reader, word) : NULL;
        if (option == NULL || option->commands != MUS_VERIFY_ANY) {
            break;
        }
        status = read_option(reader, err);
    }
    return status;
}

/* The command is named by the first words; without one it is an export. */
static enum mus_status read_command(struct reader *reader, struct mus_error *err)
{
    int at = reader->at;
    const char *first = at < reader->argc ? reader->argv[at] : "";
    const char *second = at + 1 < reader->argc ? reader->argv[at + 1] : "";
    struct mus_verify_options *out = reader->out;
    reader->at = at + 1;
    if (strcmp(first, "receipt") == 0) {
        out->command = MUS_VERIFY_RECEIPT;
    } else if (strcmp(first, "proof") == 0) {
        out->command = MUS_VERIFY_PROOF;
    } else if (strcmp(first, "witness") != 0) {
        out->command = MUS_VERIFY_EXPORT;
        reader->at = at;
    } else if (strcmp(second, "new-key") == 0 || strcmp(second, "cosign") == 0) {
        out->command = second[0] == 'n' ? MUS_VERIFY_NEW_KEY : MUS_VERIFY_COSIGN;
        reader->at = at + 2;
    } else if (strcmp(second, "--help") == 0 || strcmp(second, "-h") == 0) {
        out->help = true;
        reader->at = at + 2;
    } else {
        return mus_fail(err, MUS_INVALID, "witness is followed by one of: new-key, cosign");
    }
    return MUS_OK;
}

struct need {
    const char *name;
    const char *given;
};

static enum mus_status check_needs(const struct need *needs, size_t count, struct mus_error *err)
{
    for (size_t i = 0; i < count; i++) {
        if (needs[i].given == NULL) {
            return mus_fail(err, MUS_INVALID, "%s is missing; see: musubi-verify --help",
                            needs[i].name);
        }
    }
    return MUS_OK;
}

static enum mus_status check(const struct mus_verify_options *out, struct mus_error *err)
{
    const struct need export[] = {{"DIR", out->words[0]}, {"--key VKEY", out->key}};
    const struct need file[] = {{"FILE", out->words[0]}, {"--key VKEY", out->key}};
    const struct need new_key[] = {{"FILE", out->words[0]}, {"NAME", out->words[1]}};
    const struct need cosign[] = {
        {"--state DIR", out->state}, {"--key FILE", out->key}, {"--log VKEY", out->log}};
    if (out->count == NULL && (out->rule_set != NULL || out->as_of != NULL)) {
        return mus_fail(err, MUS_INVALID, "--%s goes with --count FY",
                        out->rule_set != NULL ? "rule-set" : "as-of");
    }
    switch (out->command) {
    case MUS_VERIFY_EXPORT:
        return check_needs(export, 2, err);
    case MUS_VERIFY_RECEIPT:
    case MUS_VERIFY_PROOF:
        return check_needs(file, 2, err);
    case MUS_VERIFY_NEW_KEY:
        return check_needs(new_key, 2, err);
    case MUS_VERIFY_COSIGN:
        return check_needs(cosign, 3, err);
    case MUS_VERIFY_COMMANDS:
        break;
    }
    return MUS_OK;
}

enum mus_status mus_verify_options_read(int argc, char *const *argv, struct mus_verify_options *out,
                                        struct mus_error *err)
{
    struct mus_verify_options options = {.english = english_locale()};
    struct reader reader = {.argc = argc, .argv = argv, .at = 1, .out = &options};
    enum mus_status status = read_common(&reader, err);
    if (status == MUS_OK) {
        status = read_command(&reader, err);
    }
    for (; status == MUS_OK && reader.at < argc; reader.at++) {
        const char *word = argv[reader.at];
        if (!reader.only_words && strcmp(word, "--") == 0) {
            reader.only_words = true;
        } else if (!reader.only_words && word[0] == '-' && word[1] != '\0') {
            status = read_option(&reader, err);
        } else {
            status = read_word(&reader, err);
        }
    }
    /* Nothing to do is a question. */
    options.help = options.help || (options.command == MUS_VERIFY_EXPORT &&
                                    options.words[0] == NULL && options.key == NULL);
    if (status == MUS_OK && !options.help && !options.version) {
        status = check(&options, err);
    }
    if (status == MUS_OK) {
        *out = options;
    }
    return status;
}
