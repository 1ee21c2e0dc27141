/* What was printed. */
#include "cli/render.h"

void mus_render_print(struct mus_page *page, const struct mus_json *reply)
{
    long long replaced = (long long)mus_reply_integer(reply, "replaced_characters");
    struct mus_text output = mus_reply_text(reply, "output");
    mus_page_say(page, "%.*s に書きました（%lldファイル、%lldバイト）\n",
                 "written to %.*s (files: %lld, bytes: %lld)\n", MUS_TEXT_ARG(output),
                 (long long)mus_reply_integer(reply, "files"),
                 (long long)mus_reply_integer(reply, "bytes"));
    if (replaced > 0) {
        mus_page_say(page, "CP932 にない文字を %lld 字、〓 に置き換えました\n",
                     "%lld characters that CP932 lacks became 〓\n", replaced);
    }
}
