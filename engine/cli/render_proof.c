#include "cli/render.h"

/* ------------------------------------------------------------------ keys */

static void say_verification_key(struct mus_page *page, const struct mus_json *reply)
{
    struct mus_text key = mus_reply_text(reply, "key");
    mus_page_say(page, "検証鍵（外の人に渡すもの）\n  %.*s\n",
                 "verification key, to be handed out\n  %.*s\n", MUS_TEXT_ARG(key));
}

void mus_render_key_new(struct mus_page *page, const struct mus_json *reply)
{
    struct mus_text file = mus_reply_text(reply, "file");
    mus_page_say(page, "%s：%.*s\n", "%s: %.*s\n",
                 mus_reply_flag(reply, "adopted")
                     ? mus_page_pick(page, "このファイルの鍵を使います", "the key of this file")
                     : mus_page_pick(page, "台帳に署名する鍵を作りました", "a key was made"),
                 MUS_TEXT_ARG(file));
    mus_page_line(page, "鍵のファイルは、ストアとは別の場所にも控えてください",
                  "Keep a copy of the key's file apart from the store");
    say_verification_key(page, reply);
}

void mus_render_key_rotated(struct mus_page *page, const struct mus_json *reply)
{
    struct mus_text old = mus_reply_text(reply, "old_file");
    mus_page_say(page, "鍵を取り替えました：記録 %lld、前の鍵は %.*s\n",
                 "the key was replaced: entry %lld; the old one is in %.*s\n",
                 (long long)mus_reply_integer(reply, "entry"), MUS_TEXT_ARG(old));
    say_verification_key(page, reply);
}

void mus_render_keys(struct mus_page *page, const struct mus_json *reply)
{
    struct mus_json_iter iter;
    const struct mus_json *keys = mus_json_get(reply, "keys");
    struct mus_text file = mus_reply_text(reply, "file");
    for (bool more = mus_json_first(keys, &iter); more; more = mus_json_next(&iter)) {
        struct mus_text key = mus_reply_text(iter.value, "key");
        mus_buf_printf(page->out, "%s%.*s\n", mus_reply_flag(iter.value, "in_use") ? "* " : "  ",
                       MUS_TEXT_ARG(key));
    }
    const char *ja = "署名する鍵は %.*s にありません\n";
    const char *en = "the signing key is not in %.*s\n";
    if (mus_reply_flag(reply, "in_hand")) {
        bool locked = mus_reply_flag(reply, "locked");
        ja = locked ? "署名する鍵は %.*s にあります（合言葉が必要）\n"
                    : "署名する鍵は %.*s にあります\n";
        en = locked ? "the signing key is in %.*s, locked by a passphrase\n"
                    : "the signing key is in %.*s\n";
    }
    mus_page_say(page, ja, en, MUS_TEXT_ARG(file));
}

/* ------------------------------------------------------------------ checkpoints, exports */

void mus_render_checkpoint(struct mus_page *page, const struct mus_json *reply)
{
    mus_buf_add_text(page->out, mus_reply_text(reply, "checkpoint"));
}

void mus_render_export(struct mus_page *page, const struct mus_json *reply)
{
    struct mus_text folder = mus_reply_text(reply, "folder");
    struct mus_text why = mus_reply_text(reply, "why_not");
    mus_page_say(page, "%.*s に %lld 件を書き出しました\n", "%.*s: %lld entries\n",
                 MUS_TEXT_ARG(folder), (long long)mus_reply_integer(reply, "size"));
    if (!mus_reply_flag(reply, "signed_now")) {
        mus_page_say(
            page, "署名せず、最後のチェックポイントまで（それより後の %lld 件は含まない）：%.*s\n",
            "not signed anew; as far as the last checkpoint, without %lld later ones: "
            "%.*s\n",
            (long long)mus_reply_integer(reply, "left_out"), MUS_TEXT_ARG(why));
    }
}

static void say_reach(struct mus_page *page, const struct mus_json *reply)
{
    if (mus_reply_flag(reply, "reach_checked")) {
        mus_page_line(page, "以前の記録がすべて残っていることも確かめました",
                      "nothing that was shown before is gone");
        return;
    }
    mus_page_line(
        page,
        "この書き出しだけでは、後から末尾が切られていないことまでは分かりません（--since、"
        "--receipt、--witness で確かめられます）",
        "from this export alone one cannot know whether later entries were cut off (see "
        "--since, --receipt, --witness)");
}

void mus_render_verified(struct mus_page *page, const struct mus_json *reply)
{
    struct mus_text root = mus_reply_text(reply, "root");
    struct mus_text key = mus_reply_text(reply, "key");
    long long rotations = (long long)mus_reply_integer(reply, "rotations");
    long long witnesses = (long long)mus_reply_integer(reply, "witnesses");
    mus_page_say(page, "検証できました：%lld 件、ルートハッシュ %.*s\n",
                 "verified: %lld entries, root %.*s\n", (long long)mus_reply_integer(reply, "size"),
                 MUS_TEXT_ARG(root));
    mus_page_say(page, "署名した鍵 %.*s\n", "signed by %.*s\n", MUS_TEXT_ARG(key));
    if (rotations > 0) {
        mus_page_say(page, "与えられた鍵から %lld 回取り替えられています\n",
                     "%lld rotations from the key given\n", rotations);
    }
    if (witnesses > 0) {
        struct mus_text at = mus_reply_text(reply, "witnessed_at");
        mus_page_say(page, "立会人 %lld、%.*s\n", "witnesses: %lld, %.*s\n", witnesses,
                     MUS_TEXT_ARG(at));
    }
    say_reach(page, reply);
}

/* ------------------------------------------------------------------ proofs */

void mus_render_proof(struct mus_page *page, const struct mus_json *reply)
{
    if (mus_json_type(mus_json_get(reply, "receipt")) == MUS_JSON_INTEGER) {
        mus_page_say(page, "受領証 %lld バイト\n", "receipt: %lld bytes\n",
                     (long long)mus_reply_integer(reply, "receipt"));
        return;
    }
    mus_buf_add_text(page->out, mus_reply_text(reply, "proof"));
}

void mus_render_proof_checked(struct mus_page *page, const struct mus_json *reply)
{
    struct mus_text what = mus_reply_text(reply, "what");
    long long size = (long long)mus_reply_integer(reply, "size");
    if (mus_text_equals(what, "consistency")) {
        mus_page_say(page, "正しい証明です：%lld 件の台帳は %lld 件の台帳の続きです\n",
                     "good: the ledger of %lld entries goes on from that of %lld\n", size,
                     (long long)mus_reply_integer(reply, "since"));
        return;
    }
    mus_page_say(page, "正しい証明です：記録 %lld は %lld 件の台帳にあります\n",
                 "good: entry %lld is in the ledger of %lld entries\n",
                 (long long)mus_reply_integer(reply, "entry"), size);
}

void mus_render_witness(struct mus_page *page, const struct mus_json *reply)
{
    struct mus_text witness = mus_reply_text(reply, "witness");
    if (witness.len > 0) {
        mus_page_say(page, "立会人 %.*s の署名を加えました（%lld 件）\n",
                     "the cosignature of %.*s was added, to the checkpoint of %lld entries\n",
                     MUS_TEXT_ARG(witness), (long long)mus_reply_integer(reply, "size"));
        return;
    }
    mus_buf_add_text(page->out, mus_reply_text(reply, "request"));
}
