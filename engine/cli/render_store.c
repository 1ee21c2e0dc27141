#include "cli/render.h"

void mus_render_init(struct mus_page *page, const struct mus_json *reply)
{
    struct mus_text store = mus_reply_text(reply, "store");
    struct mus_text key = mus_reply_text(reply, "key_file");
    mus_page_say(page, "ストアを作りました：%.*s（参照表 %lld）\n",
                 "A store was made: %.*s (%lld tables)\n", MUS_TEXT_ARG(store),
                 (long long)mus_reply_integer(reply, "tables"));
    mus_page_say(page, "連絡先を封じる鍵 %.*s は、ストアとは別の場所に控えてください\n",
                 "Keep a copy of the key that seals contacts, %.*s, apart from the store\n",
                 MUS_TEXT_ARG(key));
}

/* How much was sound; cases, ledger and events only where there are any. */
static void say_checked(struct mus_page *page, const struct mus_json *checked)
{
    int64_t cases = mus_reply_integer(checked, "cases");
    int64_t entries = mus_reply_integer(checked, "entries");
    int64_t events = mus_reply_integer(checked, "events");
    mus_buf_add_z(page->out, mus_page_pick(page, "異常なし（企業 ", "sound ("));
    mus_page_number(page, mus_reply_integer(checked, "companies"));
    mus_buf_add_z(page->out, mus_page_pick(page, "社", " companies"));
    if (cases > 0) {
        mus_buf_add_z(page->out, mus_page_pick(page, "、支援案件 ", ", "));
        mus_page_number(page, cases);
        mus_buf_add_z(page->out, mus_page_pick(page, "件", " cases"));
    }
    if (entries > 0) {
        mus_buf_add_z(page->out, mus_page_pick(page, "、台帳の記録 ", ", "));
        mus_page_number(page, entries);
        mus_buf_add_z(page->out, mus_page_pick(page, "件", " ledger entries"));
    }
    if (events > 0) {
        mus_buf_add_z(page->out, mus_page_pick(page, "、催し ", ", "));
        mus_page_number(page, events);
        mus_buf_add_z(page->out, mus_page_pick(page, "件", " events"));
    }
    mus_buf_add_z(page->out, mus_page_pick(page, "）\n", ")\n"));
}

void mus_render_check(struct mus_page *page, const struct mus_json *reply)
{
    struct mus_json_iter iter;
    const struct mus_json *findings = mus_json_get(reply, "findings");
    for (bool more = mus_json_first(findings, &iter); more; more = mus_json_next(&iter)) {
        struct mus_text kind = mus_reply_text(iter.value, "kind");
        struct mus_text message = mus_reply_text(iter.value, "message");
        mus_buf_printf(page->out, "%s: %.*s\n",
                       mus_text_equals(kind, "warning") ? mus_page_pick(page, "注意", "warning")
                                                        : mus_page_pick(page, "誤り", "error"),
                       MUS_TEXT_ARG(message));
    }
    if (mus_json_bool(mus_json_get(reply, "ok"))) {
        say_checked(page, mus_json_get(reply, "checked"));
    } else {
        mus_page_say(page, "異常 %lld 件\n", "%lld errors\n",
                     (long long)mus_reply_integer(reply, "errors"));
    }
    if (!mus_json_bool(mus_json_get(reply, "contacts_checked"))) {
        mus_page_line(page, "鍵がないため、連絡先は確かめていません",
                      "contacts were not checked: the key is not there");
    }
}

static void say_bytes(struct mus_page *page, int64_t bytes)
{
    struct mus_buf text = {0};
    struct mus_page small = {.out = &text};
    mus_page_number(&small, (bytes + 1023) / 1024);
    mus_buf_add_z(&text, " KiB");
    mus_page_pad_left(page, mus_buf_text(&text), 18);
    mus_buf_done(&text);
}

static void say_index(struct mus_page *page, const struct mus_json *index)
{
    if (index == NULL) {
        mus_page_line(page, "索引は別の版のもの（書き込みのために開くと作り直されます）",
                      "the index is of another version (opening the store to write makes it anew)");
        return;
    }
    mus_buf_add_z(page->out, mus_page_pick(page, "索引  セグメント ", "index  segments "));
    mus_page_number(page, mus_reply_integer(index, "segments"));
    mus_buf_add_z(page->out, mus_page_pick(page, "（企業 ", " (companies "));
    mus_page_number(page, mus_reply_integer(index, "documents"));
    mus_buf_add_z(page->out, mus_page_pick(page, "、うち古くなったもの ", ", of them outdated "));
    mus_page_number(page, mus_reply_integer(index, "gone"));
    mus_buf_add_z(page->out, mus_page_pick(page, "）、その後に変わった企業 ", "), changed since "));
    mus_page_number(page, mus_reply_integer(index, "changed"));
    mus_buf_add_byte(page->out, '\n');
}

void mus_render_stats(struct mus_page *page, const struct mus_json *reply)
{
    mus_buf_add_z(page->out, mus_page_pick(page, "企業 ", "companies "));
    mus_page_number(page, mus_reply_integer(reply, "companies"));
    mus_buf_add_z(page->out, "\n");
    struct mus_json_iter iter;
    const struct mus_json *tables = mus_json_get(reply, "tables");
    for (bool more = mus_json_first(tables, &iter); more; more = mus_json_next(&iter)) {
        struct mus_buf entries = {0};
        struct mus_page small = {.out = &entries};
        mus_page_number(&small, mus_reply_integer(iter.value, "entries"));
        mus_buf_add_z(page->out, "  ");
        mus_page_pad(page, mus_reply_text(iter.value, "name"), 22);
        mus_page_pad_left(page, mus_buf_text(&entries), 14);
        say_bytes(page, mus_reply_integer(iter.value, "bytes"));
        mus_buf_add_byte(page->out, '\n');
        mus_buf_done(&entries);
    }
    mus_buf_add_z(page->out, mus_page_pick(page, "データ", "data  "));
    say_bytes(page, mus_reply_integer(reply, "file_bytes"));
    mus_buf_add_z(page->out, mus_page_pick(page, "\n空き  ", "\nfree  "));
    say_bytes(page, mus_reply_integer(reply, "free_bytes"));
    mus_buf_add_z(page->out, mus_page_pick(page, "\n鍵    ", "\nkeys  "));
    say_bytes(page, mus_reply_integer(reply, "keys_bytes"));
    mus_buf_add_byte(page->out, '\n');
    say_index(page, mus_json_get(reply, "index"));
}

void mus_render_reindex(struct mus_page *page, const struct mus_json *reply)
{
    struct mus_text weights = mus_reply_digest(reply, "weights");
    mus_buf_add_z(page->out, mus_page_pick(page, "索引を作り直しました（企業 ",
                                           "The index was made anew (companies "));
    mus_page_number(page, mus_reply_integer(reply, "companies"));
    mus_buf_add_z(page->out, mus_page_pick(page, "社、セグメント ", ", segments "));
    mus_page_number(page, mus_reply_integer(reply, "segments"));
    mus_buf_add_z(page->out, mus_page_pick(page, "、重み ", ", weights "));
    mus_buf_printf(page->out, "%.*s%s\n", MUS_TEXT_ARG(weights), mus_page_pick(page, "）", ")"));
}

/* ------------------------------------------------------------------ tables */

static void say_companies(struct mus_page *page, const struct mus_json *companies)
{
    struct mus_json_iter iter;
    for (bool more = mus_json_first(companies, &iter); more; more = mus_json_next(&iter)) {
        struct mus_text id = mus_json_text(iter.value);
        mus_buf_printf(page->out, "%s%.*s", iter.index == 0 ? "" : ", ", MUS_TEXT_ARG(id));
    }
}

void mus_render_table_import(struct mus_page *page, const struct mus_json *reply)
{
    struct mus_text name = mus_reply_text(reply, "table");
    struct mus_text version = mus_reply_text(reply, "version");
    struct mus_text previous = mus_reply_text(reply, "previous");
    if (previous.len == 0) {
        previous = mus_text_of(mus_page_pick(page, "なし", "none"));
    }
    mus_page_say(page, "%s%.*s %.*s 版：%lld 行（前の版 %.*s）\n",
                 "%stable %.*s, version %.*s: %lld rows (before: %.*s)\n",
                 mus_json_bool(mus_json_get(reply, "dry_run"))
                     ? mus_page_pick(page, "【試行】", "[dry run] ")
                     : "",
                 MUS_TEXT_ARG(name), MUS_TEXT_ARG(version),
                 (long long)mus_reply_integer(reply, "rows"), MUS_TEXT_ARG(previous));
    struct mus_json_iter iter;
    const struct mus_json *lost = mus_json_get(reply, "lost_codes");
    for (bool more = mus_json_first(lost, &iter); more; more = mus_json_next(&iter)) {
        struct mus_text code = mus_reply_text(iter.value, "code");
        mus_page_say(page, "  新しい版にないコード %.*s を使う企業 %lld 社：",
                     "  code %.*s is not in the new version; companies that use it: %lld: ",
                     MUS_TEXT_ARG(code),
                     (long long)mus_reply_integer(iter.value, "companies_count"));
        say_companies(page, mus_json_get(iter.value, "companies"));
        mus_buf_add_byte(page->out, '\n');
    }
}

void mus_render_table_list(struct mus_page *page, const struct mus_json *reply)
{
    mus_page_pad(page, mus_reply_text(reply, "table"), 20);
    mus_page_pad(page, mus_reply_text(reply, "version"), 14);
    mus_buf_add_z(page->out, mus_json_bool(mus_json_get(reply, "current")) ? "* " : "  ");
    struct mus_buf rows = {0};
    struct mus_page small = {.out = &rows};
    mus_page_number(&small, mus_reply_integer(reply, "rows"));
    mus_page_pad_left(page, mus_buf_text(&rows), 7);
    mus_buf_done(&rows);
    mus_buf_add_z(page->out, "  ");
    mus_buf_add_text(page->out, mus_page_label(page, mus_json_get(reply, "title")));
    mus_buf_add_byte(page->out, '\n');
}

void mus_render_table_row(struct mus_page *page, const struct mus_json *reply)
{
    mus_page_pad(page, mus_reply_text(reply, "code"), 24);
    mus_page_pad(page, mus_reply_text(reply, "parent"), 8);
    mus_buf_add_text(page->out, mus_reply_text(reply, "ja"));
    mus_buf_add_z(page->out, "  ");
    if (mus_reply_text(reply, "en").len > 0) {
        mus_page_faint(page, mus_reply_text(reply, "en"));
    }
    mus_page_end(page);
    struct mus_json_iter iter;
    const struct mus_json *members = mus_json_get(reply, "members");
    for (bool more = mus_json_first(members, &iter); more; more = mus_json_next(&iter)) {
        struct mus_text code = mus_reply_text(iter.value, "code");
        struct mus_text from = mus_reply_text(iter.value, "from");
        struct mus_text to = mus_reply_text(iter.value, "to");
        bool dated = from.len + to.len > 0;
        mus_buf_printf(page->out, "    %.*s  %.*s%s%.*s", MUS_TEXT_ARG(code), MUS_TEXT_ARG(from),
                       dated ? " – " : "", MUS_TEXT_ARG(to));
        mus_page_end(page);
    }
}
