#include "command/rows.h"

enum { MAX_ENTRY = INT32_MAX, MAX_THREADS = 256 };

/* Where the log's signing key lies. */
#define SIGNING_KEY                                                                                \
    {                                                                                              \
        .name = "signing-key", .value = "FILE", .kind = MUS_PARAMETER_OPTION,                      \
        .type = MUS_PARAMETER_PATH, .help_ja = "台帳に署名する鍵（既定 ストアの ledger.key）",     \
        .help_en = "the key that signs the ledger (ledger.key in the store)"                       \
    }
#define SIGNING_PASSPHRASE                                                                         \
    {                                                                                              \
        .name = "signing-passphrase-file", .value = "FILE", .kind = MUS_PARAMETER_OPTION,          \
        .type = MUS_PARAMETER_PATH, .help_ja = "その鍵の合言葉のファイル",                         \
        .help_en = "file of that key's passphrase"                                                 \
    }
#define KEY                                                                                        \
    {                                                                                              \
        .name = "key", .value = "VKEY", .kind = MUS_PARAMETER_OPTION, .required = true,            \
        .help_ja = "台帳の検証鍵（musubi key show）",                                              \
        .help_en = "the log's verification key (musubi key show)"                                  \
    }
#define WITNESSES                                                                                  \
    {                                                                                              \
        .name = "witness", .value = "VKEYS", .kind = MUS_PARAMETER_OPTION,                         \
        .help_ja = "立会人の検証鍵（空白で区切る）",                                               \
        .help_en = "verification keys of witnesses, parted by blanks"                              \
    }
#define OUTPUT                                                                                     \
    {                                                                                              \
        .name = "output", .value = "FILE", .kind = MUS_PARAMETER_OPTION,                           \
        .type = MUS_PARAMETER_PATH, .help_ja = "ファイルにも書く",                                 \
        .help_en = "write it to this file too"                                                     \
    }

static struct mus_signing signing_of(const struct mus_arguments *arguments)
{
    return (struct mus_signing){
        .key_file = mus_arguments_text(arguments, "signing-key"),
        .passphrase_file = mus_arguments_text(arguments, "signing-passphrase-file"),
    };
}

/* ------------------------------------------------------------------ keys */

static const struct mus_parameter KEY_NEW_PARAMETERS[] = {
    {.name = "name",
     .value = "NAME",
     .kind = MUS_PARAMETER_ARGUMENT,
     .required = true,
     .help_ja = "台帳の名前 例 kawasaki.example/kobs（空白と + は使えない）",
     .help_en = "the log's name, such as kawasaki.example/kobs (no blanks, no +)"},
    SIGNING_KEY,
    SIGNING_PASSPHRASE,
};

MUS_RUN(run_key_new)
{
    (void)open;
    const struct mus_signing signing = signing_of(arguments);
    return mus_key_new(musubi, mus_arguments_text(arguments, "name"), &signing, sink, err);
}

static const struct mus_parameter KEY_SHOW_PARAMETERS[] = {SIGNING_KEY};

MUS_RUN(run_key_show)
{
    (void)open;
    const struct mus_signing signing = {.key_file = mus_arguments_text(arguments, "signing-key")};
    return mus_key_show(musubi, &signing, sink, err);
}

static const struct mus_parameter KEY_ROTATE_PARAMETERS[] = {
    {.name = "by",
     .value = "NAME",
     .kind = MUS_PARAMETER_OPTION,
     .required = true,
     .help_ja = "取り替える人",
     .help_en = "who replaces it"},
    SIGNING_KEY,
    SIGNING_PASSPHRASE,
};

MUS_RUN(run_key_rotate)
{
    (void)open;
    const struct mus_signing signing = signing_of(arguments);
    return mus_key_rotate(musubi, &signing, mus_arguments_text(arguments, "by"), sink, err);
}

/* ------------------------------------------------------------------ checkpoint, export */

static const struct mus_parameter CHECKPOINT_PARAMETERS[] = {SIGNING_KEY, SIGNING_PASSPHRASE};

MUS_RUN(run_checkpoint)
{
    (void)open;
    const struct mus_signing signing = signing_of(arguments);
    return mus_ledger_checkpoint(musubi, &signing, sink, err);
}

static const struct mus_parameter EXPORT_PARAMETERS[] = {
    {.name = "folder",
     .value = "DIR",
     .kind = MUS_PARAMETER_ARGUMENT,
     .type = MUS_PARAMETER_PATH,
     .required = true,
     .help_ja = "書き出す先のフォルダー",
     .help_en = "the folder that it goes to"},
    {.name = "tiles",
     .kind = MUS_PARAMETER_FLAG,
     .help_ja = "C2SP tlog-tiles の形でも書く",
     .help_en = "in the C2SP tlog-tiles layout too"},
    SIGNING_KEY,
    SIGNING_PASSPHRASE,
};

MUS_RUN(run_export)
{
    (void)open;
    const struct mus_signing signing = signing_of(arguments);
    return mus_ledger_export(musubi, mus_arguments_text(arguments, "folder"),
                             mus_arguments_flag(arguments, "tiles"), &signing, sink, err);
}

/* ------------------------------------------------------------------ verify */

static const struct mus_parameter VERIFY_PARAMETERS[] = {
    {.name = "folder",
     .value = "DIR",
     .kind = MUS_PARAMETER_ARGUMENT,
     .type = MUS_PARAMETER_PATH,
     .required = true,
     .help_ja = "書き出された台帳",
     .help_en = "the exported ledger"},
    KEY,
    {.name = "since",
     .value = "FILE",
     .kind = MUS_PARAMETER_OPTION,
     .type = MUS_PARAMETER_PATH,
     .help_ja = "以前のチェックポイント：その時の記録がすべて残っていることも確かめる",
     .help_en = "an earlier checkpoint: prove that nothing that stood then is gone"},
    {.name = "receipt",
     .value = "FILE",
     .kind = MUS_PARAMETER_OPTION,
     .type = MUS_PARAMETER_PATH,
     .help_ja = "受領証：その記録が残っていることも確かめる",
     .help_en = "a receipt: prove that its entry is still there"},
    WITNESSES,
    {.name = "threads",
     .value = "N",
     .kind = MUS_PARAMETER_OPTION,
     .type = MUS_PARAMETER_INTEGER,
     .min = 1,
     .max = MAX_THREADS,
     .help_ja = "スレッドの数（既定は機械の数だけ）",
     .help_en = "threads (as many as the machine has)"},
};

MUS_RUN(run_verify)
{
    (void)musubi;
    (void)open;
    const struct mus_ledger_verify_options options = {
        .folder = mus_arguments_text(arguments, "folder"),
        .key = mus_arguments_text(arguments, "key"),
        .since = mus_arguments_text(arguments, "since"),
        .receipt = mus_arguments_text(arguments, "receipt"),
        .witnesses = mus_arguments_text(arguments, "witness"),
        .threads = mus_arguments_integer(arguments, "threads"),
    };
    return mus_ledger_verify(&options, sink, err);
}

/* ------------------------------------------------------------------ proofs */

static const struct mus_parameter PROVE_PARAMETERS[] = {
    {.name = "entry",
     .value = "ENTRY",
     .kind = MUS_PARAMETER_ARGUMENT,
     .type = MUS_PARAMETER_INTEGER,
     .max = MAX_ENTRY,
     .help_ja = "証明する記録（最後のチェックポイントに含まれること）",
     .help_en = "the entry to be proved to stand under the last checkpoint"},
    {.name = "since",
     .value = "FILE",
     .kind = MUS_PARAMETER_OPTION,
     .type = MUS_PARAMETER_PATH,
     .help_ja = "以前のチェックポイント（その続きであることの証明）",
     .help_en = "an earlier checkpoint, to be proved the beginning of the last one"},
    {.name = "receipt",
     .value = "FILE",
     .kind = MUS_PARAMETER_OPTION,
     .type = MUS_PARAMETER_PATH,
     .help_ja = "受領証（1 KB 以内）を書く",
     .help_en = "write a receipt, of at most 1 KB"},
    {.name = "qr",
     .value = "FILE.svg",
     .kind = MUS_PARAMETER_OPTION,
     .type = MUS_PARAMETER_PATH,
     .help_ja = "受領証を QR コードで書く",
     .help_en = "write the receipt as a QR code"},
    WITNESSES,
    OUTPUT,
};

static enum mus_status prove_since(struct mus_musubi *musubi, const struct mus_arguments *arguments,
                                   struct mus_sink *sink, struct mus_error *err)
{
    static const char *const of_entries[] = {"entry", "receipt", "qr", "witness"};
    for (size_t i = 0; i < sizeof of_entries / sizeof of_entries[0]; i++) {
        if (mus_arguments_text(arguments, of_entries[i]) != NULL) {
            return mus_fail(err, MUS_INVALID, "expected either ENTRY or --since, found both");
        }
    }
    return mus_ledger_prove_since(musubi, mus_arguments_text(arguments, "since"),
                                  mus_arguments_text(arguments, "output"), sink, err);
}

MUS_RUN(run_prove)
{
    (void)open;
    if (mus_arguments_text(arguments, "since") != NULL) {
        return prove_since(musubi, arguments, sink, err);
    }
    if (mus_arguments_text(arguments, "entry") == NULL) {
        return mus_fail(err, MUS_INVALID, "expected ENTRY or --since FILE");
    }
    const struct mus_ledger_prove_options options = {
        .entry = mus_arguments_integer(arguments, "entry"),
        .output = mus_arguments_text(arguments, "output"),
        .receipt = mus_arguments_text(arguments, "receipt"),
        .qr = mus_arguments_text(arguments, "qr"),
        .witnesses = mus_arguments_text(arguments, "witness"),
    };
    return mus_ledger_prove(musubi, &options, sink, err);
}

static const struct mus_parameter CHECK_PROOF_PARAMETERS[] = {
    {.name = "file",
     .value = "FILE",
     .kind = MUS_PARAMETER_ARGUMENT,
     .type = MUS_PARAMETER_PATH,
     .required = true,
     .help_ja = "証明のファイル、または受領証",
     .help_en = "a proof, or a receipt"},
    KEY,
    WITNESSES,
};

MUS_RUN(run_check_proof)
{
    (void)musubi;
    (void)open;
    return mus_ledger_check_proof(mus_arguments_text(arguments, "file"),
                                  mus_arguments_text(arguments, "key"),
                                  mus_arguments_text(arguments, "witness"), sink, err);
}

/* ------------------------------------------------------------------ witnesses */

static const struct mus_parameter WITNESS_PARAMETERS[] = {
    {.name = "step",
     .value = "request|accept",
     .kind = MUS_PARAMETER_ARGUMENT,
     .required = true,
     .words = "request|accept",
     .help_ja = "request は依頼の文を作る、accept は立会人の署名を加える",
     .help_en = "make what the witness is sent, or keep the cosignature that it sent back"},
    {.name = "file",
     .value = "FILE",
     .kind = MUS_PARAMETER_ARGUMENT,
     .type = MUS_PARAMETER_PATH,
     .help_ja = "立会人の署名（accept）",
     .help_en = "the cosignature (accept)"},
    {.name = "key",
     .value = "VKEY",
     .kind = MUS_PARAMETER_OPTION,
     .help_ja = "立会人の検証鍵",
     .help_en = "the witness's verification key"},
    {.name = "old",
     .value = "N",
     .kind = MUS_PARAMETER_OPTION,
     .type = MUS_PARAMETER_INTEGER,
     .max = MAX_ENTRY,
     .help_ja = "立会人が最後に見た件数（request、既定は最後の署名から）",
     .help_en = "the size that it saw last (request; by its last cosignature)"},
    OUTPUT,
};

MUS_RUN(run_witness)
{
    (void)open;
    const char *file = mus_arguments_text(arguments, "file");
    const char *key = mus_arguments_text(arguments, "key");
    const char *old = mus_arguments_text(arguments, "old");
    if (mus_arguments_text(arguments, "step")[0] == 'a') {
        return mus_ledger_witness_accept(musubi, file, key, sink, err);
    }
    if (file != NULL) {
        return mus_fail(err, MUS_INVALID, "request takes no file; say --output FILE");
    }
    return mus_ledger_witness_request(musubi, key,
                                      old == NULL ? -1 : mus_arguments_integer(arguments, "old"),
                                      mus_arguments_text(arguments, "output"), sink, err);
}

/* ------------------------------------------------------------------ the rows */

const struct mus_command MUS_PROOF_COMMANDS[] = {
    {.name = "key new",
     .help_ja = "台帳に署名する鍵を作る",
     .help_en = "make the key that signs the ledger",
     .access = MUS_ACCESS_WRITE,
     .roles = MUS_ROLE_ADMIN,
     .reply = "key, id, file, adopted",
     .parameters = KEY_NEW_PARAMETERS,
     .parameter_count = MUS_COMMAND_COUNT(KEY_NEW_PARAMETERS),
     .run = run_key_new},
    {.name = "key show",
     .help_ja = "検証鍵（外の人に渡すもの）",
     .help_en = "the verification keys, to be handed out",
     .access = MUS_ACCESS_READ,
     .roles = MUS_ROLES_ALL,
     .reply = "keys, file, in_hand, locked",
     .parameters = KEY_SHOW_PARAMETERS,
     .parameter_count = MUS_COMMAND_COUNT(KEY_SHOW_PARAMETERS),
     .run = run_key_show},
    {.name = "key rotate",
     .help_ja = "鍵を取り替える（台帳に記録される）",
     .help_en = "replace the key, by an entry that the old one signs",
     .access = MUS_ACCESS_WRITE,
     .roles = MUS_ROLE_ADMIN,
     .reply = "key, id, entry, checkpoint, old_file",
     .parameters = KEY_ROTATE_PARAMETERS,
     .parameter_count = MUS_COMMAND_COUNT(KEY_ROTATE_PARAMETERS),
     .run = run_key_rotate},
    {.name = "ledger checkpoint",
     .help_ja = "今の台帳に署名する",
     .help_en = "sign the ledger as it is",
     .access = MUS_ACCESS_WRITE,
     .roles = MUS_ROLE_ANALYST | MUS_ROLE_ADMIN,
     .reply = "size, root, checkpoint",
     .parameters = CHECKPOINT_PARAMETERS,
     .parameter_count = MUS_COMMAND_COUNT(CHECKPOINT_PARAMETERS),
     .run = run_checkpoint},
    {.name = "ledger export",
     .help_ja = "誰でも検証できる形で書き出す",
     .help_en = "write all that anyone needs to verify the ledger",
     .access = MUS_ACCESS_WRITE,
     .roles = MUS_ROLE_ANALYST | MUS_ROLE_ADMIN,
     .reply = "folder, size, root, left_out, signed_now, why_not",
     .parameters = EXPORT_PARAMETERS,
     .parameter_count = MUS_COMMAND_COUNT(EXPORT_PARAMETERS),
     .run = run_export},
    {.name = "ledger verify",
     .help_ja = "書き出された台帳を検証する（ストアは不要）",
     .help_en = "verify an exported ledger; needs no store",
     .access = MUS_ACCESS_NONE,
     .roles = MUS_ROLES_ALL,
     .reply = "size, root, key, rotations, first_recorded, last_recorded, witnesses, "
              "witnessed_at, since, reach_checked",
     .parameters = VERIFY_PARAMETERS,
     .parameter_count = MUS_COMMAND_COUNT(VERIFY_PARAMETERS),
     .run = run_verify},
    {.name = "ledger prove",
     .help_ja = "記録が台帳にあることの証明と受領証を作る",
     .help_en = "prove that an entry is in the ledger; receipts",
     .access = MUS_ACCESS_READ,
     .roles = MUS_ROLES_ALL,
     .reply = "entry, since, size, proof, receipt",
     .parameters = PROVE_PARAMETERS,
     .parameter_count = MUS_COMMAND_COUNT(PROVE_PARAMETERS),
     .run = run_prove},
    {.name = "ledger check-proof",
     .help_ja = "証明や受領証を確かめる（ストアは不要）",
     .help_en = "check a proof or a receipt; needs no store",
     .access = MUS_ACCESS_NONE,
     .roles = MUS_ROLES_ALL,
     .reply = "what, entry, since, size, line, witnesses",
     .parameters = CHECK_PROOF_PARAMETERS,
     .parameter_count = MUS_COMMAND_COUNT(CHECK_PROOF_PARAMETERS),
     .run = run_check_proof},
    {.name = "ledger witness",
     .help_ja = "立会人の署名を頼み、受け取る",
     .help_en = "ask a witness to cosign, and keep its cosignature",
     .access = MUS_ACCESS_WRITE,
     .roles = MUS_ROLE_ANALYST | MUS_ROLE_ADMIN,
     .reply = "old, size, request, witness",
     .parameters = WITNESS_PARAMETERS,
     .parameter_count = MUS_COMMAND_COUNT(WITNESS_PARAMETERS),
     .run = run_witness},
};
const size_t MUS_PROOF_COMMAND_COUNT = MUS_COMMAND_COUNT(MUS_PROOF_COMMANDS);
