#include "verify/answer.h"

struct usage {
    enum mus_verify_command command;
    const char *words;
    const char *ja, *en;
};

static const struct usage USAGES[] = {
    {MUS_VERIFY_EXPORT, "DIR --key VKEY", "書き出された台帳を確かめ、求めに応じて件数を数える",
     "checks an exported ledger and counts, if asked"},
    {MUS_VERIFY_RECEIPT, "receipt FILE --key VKEY", "受領証を確かめて示す",
     "checks a receipt and shows it"},
    {MUS_VERIFY_PROOF, "proof FILE --key VKEY", "証明のファイルを確かめる", "checks a proof"},
    {MUS_VERIFY_NEW_KEY, "witness new-key FILE NAME", "立会人の署名鍵を作り、検証鍵を示す",
     "makes a witness's key and prints its public half"},
    {MUS_VERIFY_COSIGN, "witness cosign --state DIR --key FILE --log VKEY [REQUEST|-]",
     "台帳が巻き戻されていないときだけ、チェックポイントに立会人として署名する",
     "cosigns a checkpoint, unless the ledger was rolled back"},
};

enum { NAME_COLUMNS = 27 };

static void write_option(struct mus_verify_answer *answer, const struct mus_verify_option *option)
{
    struct mus_buf name = {0};
    mus_buf_printf(&name, "    --%s%s%s", option->name, option->value == NULL ? "" : " ",
                   option->value == NULL ? "" : option->value);
    mus_buf_add_text(&answer->text, mus_buf_text(&name));
    for (size_t i = name.len; i < NAME_COLUMNS; i++) {
        mus_buf_add_byte(&answer->text, ' ');
    }
    mus_buf_add_z(&answer->text, "  ");
    mus_verify_say(answer, option->help_ja, option->help_en);
    answer->text.failed = answer->text.failed || name.failed;
    mus_buf_done(&name);
}

/* Options of every command stand at the end, once. */
static void write_options(struct mus_verify_answer *answer, unsigned command)
{
    const struct mus_verify_option *option;
    for (size_t i = 0; (option = mus_verify_option_at(i)) != NULL; i++) {
        bool common = option->commands == MUS_VERIFY_ANY;
        if (command == MUS_VERIFY_COMMANDS ? common
                                           : !common && (option->commands & 1U << command) != 0) {
            write_option(answer, option);
        }
    }
}

void mus_verify_help(struct mus_verify_answer *answer)
{
    mus_verify_say(answer,
                   "musubi-verify — 成立の台帳を、書き出されたファイルと検証鍵だけで確かめる\n",
                   "musubi-verify — checks the ledger of concluded matches, with nothing but the "
                   "exported files and a verification key\n");
    for (size_t i = 0; i < sizeof USAGES / sizeof USAGES[0]; i++) {
        mus_buf_printf(&answer->text, "musubi-verify %s\n  ", USAGES[i].words);
        mus_verify_say(answer, USAGES[i].ja, USAGES[i].en);
        write_options(answer, USAGES[i].command);
    }
    mus_verify_say(answer, "\nどれにも使えるオプション", "\nOptions of every command");
    write_options(answer, MUS_VERIFY_COMMANDS);
    mus_verify_say(
        answer, "\n終了コード: 0 確かめられた、1 合わない、2 入力の誤り、3 システムの不具合",
        "\nExit codes: 0 it holds, 1 it does not, 2 bad usage or input, 3 system failure");
}
