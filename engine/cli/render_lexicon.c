/* The dictionary of terms. */
#include "cli/render.h"

enum { ORIGIN_COLUMNS = 20, HEADWORD_COLUMNS = 20 };

void mus_render_lexicon(struct mus_page *page, const struct mus_json *reply)
{
    struct mus_text digest = mus_reply_digest(reply, "digest");
    if (digest.len == 0) {
        mus_page_line(page, "用語辞書はありません。作るには：musubi lexicon build",
                      "There is no dictionary of terms. To make one: musubi lexicon build");
        return;
    }
    mus_page_say(page, "見出し語 %lld ・ 訳語 %lld ・ %.*s\n", "%lld headwords, %lld terms, %.*s\n",
                 (long long)mus_reply_integer(reply, "headwords"),
                 (long long)mus_reply_integer(reply, "terms"), MUS_TEXT_ARG(digest));
}

static void say_origin(struct mus_page *page, const struct mus_json *origin)
{
    struct mus_text name = mus_reply_text(origin, "origin");
    const char *label = mus_page_pick(page, "辞書EDICT", "EDICT");
    if (mus_text_equals(name, "glossary")) {
        label = mus_page_pick(page, "用語集", "glossaries");
    } else if (mus_text_equals(name, "tables")) {
        label = mus_page_pick(page, "参照表の名称", "names in tables");
    }
    int64_t passed_over = mus_reply_integer(origin, "passed_over");
    mus_buf_add_z(page->out, "  ");
    mus_page_pad(page, mus_text_of(label), ORIGIN_COLUMNS);
    mus_page_say(page, "%lld 行", "%lld rows", (long long)mus_reply_integer(origin, "rows"));
    if (passed_over > 0) {
        mus_page_say(page, "（使わなかったもの %lld）", " (%lld passed over)",
                     (long long)passed_over);
    }
    mus_page_end(page);
}

void mus_render_lexicon_built(struct mus_page *page, const struct mus_json *reply)
{
    mus_page_line(page,
                  mus_reply_flag(reply, "changed")
                      ? "用語辞書を入れ替え、全企業の文章を読み直しました"
                      : "用語辞書はすでに同じものです",
                  mus_reply_flag(reply, "changed")
                      ? "The dictionary of terms is in use; every company was read by it"
                      : "The dictionary of terms is the same already");
    mus_render_lexicon(page, reply);
    struct mus_json_iter iter;
    const struct mus_json *origins = mus_json_get(reply, "origins");
    for (bool more = mus_json_first(origins, &iter); more; more = mus_json_next(&iter)) {
        say_origin(page, iter.value);
    }
}

void mus_render_lexicon_row(struct mus_page *page, const struct mus_json *reply)
{
    struct mus_json_iter iter;
    bool first = true;
    mus_page_pad(page, mus_reply_text(reply, "headword"), HEADWORD_COLUMNS);
    const struct mus_json *glosses = mus_json_get(reply, "glosses");
    for (bool more = mus_json_first(glosses, &iter); more; more = mus_json_next(&iter)) {
        mus_buf_add_z(page->out, first ? "  " : "; ");
        mus_buf_add_text(page->out, mus_json_text(iter.value));
        first = false;
    }
    mus_page_end(page);
}
