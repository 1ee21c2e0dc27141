/* The words of musubi-verify's command line. One thread; everything points into argv. */
#ifndef MUS_VERIFY_OPTIONS_H
#define MUS_VERIFY_OPTIONS_H

#include "base/status.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define MUS_VERIFY_MAX_WITNESSES 16

enum mus_verify_command {
    MUS_VERIFY_EXPORT,  /* musubi-verify DIR */
    MUS_VERIFY_RECEIPT, /* musubi-verify receipt FILE */
    MUS_VERIFY_PROOF,   /* musubi-verify proof FILE */
    MUS_VERIFY_NEW_KEY, /* musubi-verify witness new-key FILE NAME */
    MUS_VERIFY_COSIGN,  /* musubi-verify witness cosign [REQUEST] */
    MUS_VERIFY_COMMANDS
};

struct mus_verify_options {
    enum mus_verify_command command;
    const char *words[2]; /* NULL where not given */
    const char *key, *log, *since, *receipt, *entry, *state;
    const char *count, *rule_set, *as_of, *passphrase_file;
    const char *witnesses[MUS_VERIFY_MAX_WITNESSES];
    size_t witness_count;
    size_t threads; /* 0: not given */
    bool json, english, help, version;
};

/* MUS_INVALID for a wrong word, and where a command lacks what it needs. */
enum mus_status mus_verify_options_read(int argc, char *const *argv, struct mus_verify_options *out,
                                        struct mus_error *err) MUS_MUST_CHECK;

/* For help: NULL beyond the last. */
struct mus_verify_option {
    const char *name;
    const char *value; /* NULL: a flag */
    unsigned commands; /* bit n: of command n; all bits: of every one */
    size_t member;     /* of mus_verify_options, a const char * or a bool */
    const char *help_ja, *help_en;
};
#define MUS_VERIFY_ANY ((1U << MUS_VERIFY_COMMANDS) - 1)
const struct mus_verify_option *mus_verify_option_at(size_t index);

#endif
