/* The annexes: what was left out and why, the state of the ledger, and how anyone can check it. */
#include "report/page.h"

#include <inttypes.h>
#include <stdio.h>

#include "codec/qr.h"
#include "crypto/encode.h"

static struct mus_text say(struct mus_page *page, const char *ja, const char *en)
{
    return mus_words_say(&page->words, ja, en);
}

/* ------------------------------------------------------------------ suppressed entries */

static void write_suppressed(struct mus_page *page, const struct mus_suppressed *suppressed)
{
    struct mus_words *words = &page->words;
    mus_html_begin(&page->html, "tr");
    mus_page_head_cell(page, mus_words_entry(words, suppressed->entry));
    mus_page_number_cell(page, mus_words_number(words, suppressed->count));
    mus_html_element(&page->html, "td", NULL, mus_words_reason(words, suppressed->reason));
    mus_html_element(&page->html, "td", NULL,
                     suppressed->same_as == MUS_COUNT_NONE
                         ? MUS_TEXT("")
                         : mus_words_entry(words, suppressed->same_as));
    mus_html_end(&page->html);
}

void mus_page_suppressed(struct mus_page *page)
{
    const struct mus_count *count = &page->indicator->count;
    const struct mus_text headings[] = {say(page, "台帳の記録", "Entry"),
                                        say(page, "件数", "Matches"),
                                        say(page, "数えない理由", "Why it does not count"),
                                        say(page, "対応する記録", "Gives way to")};
    mus_page_begin_annex(page, say(page, "数えなかった記録", "What was not counted"));
    if (count->suppressed_count == 0) {
        mus_page_say(page, NULL,
                     say(page, "重複、取消し、差引き、未確認により除いた記録はありません。",
                         "Nothing was left out as a duplicate, reversed, reduced or unconfirmed."));
        mus_html_end(&page->html);
        return;
    }
    mus_page_say(
        page, NULL,
        say(page,
            "定義には当てはまるが、重複、取消し、差引き、未確認により件数に含めなかった記録の"
            "すべてです。番号は台帳の記録の番号（0から）です。",
            "All that would have counted by the definition, but for being a duplicate, taken "
            "back, counted by name already, or not confirmed. Entries are numbered from 0."));
    mus_page_begin_table(page, MUS_TEXT(""), "tntt", headings);
    for (size_t i = 0; i < count->suppressed_count; i++) {
        write_suppressed(page, &count->suppressed[i]);
    }
    mus_page_end_table(page);
    mus_html_end(&page->html);
}

/* ------------------------------------------------------------------ ledger */

/* 64 digits in eight groups, so that people can compare them; apart by style alone, so that they
 * are copied as one. */
static void write_root(struct mus_page *page, const char *digits)
{
    enum { GROUP = 8 };
    mus_html_begin_class(&page->html, "p", "root");
    for (size_t i = 0; i < 2 * MUS_DIGEST_BYTES; i += GROUP) {
        mus_html_element(&page->html, "span", NULL, (struct mus_text){digits + i, GROUP});
    }
    mus_html_end(&page->html);
}

/* The same, as it stands in a checkpoint and in replies. */
static void write_base64(struct mus_page *page)
{
    struct mus_buf text = {0};
    mus_base64_write(&text, page->indicator->ledger_root.bytes, MUS_DIGEST_BYTES);
    page->words.failed |= text.failed;
    mus_html_element(&page->html, "p", "base64", mus_buf_text(&text));
    mus_buf_done(&text);
}

static void draw_code(struct mus_page *page, const char *digits)
{
    enum { MARGIN = 4 };
    struct mus_html *html = &page->html;
    struct mus_qr qr;
    struct mus_buf path = {0};
    if (mus_qr_make(mus_text_of(digits), MUS_QR_MEDIUM, &qr, NULL) != MUS_OK) {
        page->words.failed = true; /* 64 digits always fit: it was memory */
        return;
    }
    mus_qr_write_path(&qr, MARGIN, &path);
    page->words.failed |= path.failed;
    char box[32];
    (void)snprintf(box, sizeof box, "0 0 %u %u", qr.side + 2 * MARGIN, qr.side + 2 * MARGIN);
    mus_html_begin_class(html, "svg", "code");
    mus_html_attribute(html, "xmlns", "http://www.w3.org/2000/svg");
    mus_html_attribute(html, "viewBox", box);
    mus_html_attribute(html, "role", "img");
    mus_html_attribute_text(html, "aria-label",
                            say(page, "ルートハッシュのQRコード", "QR code of the root hash"));
    mus_html_attribute(html, "shape-rendering", "crispEdges");
    mus_html_begin(html, "path");
    mus_html_attribute_text(html, "d", mus_buf_text(&path));
    mus_html_end(html);
    mus_html_end(html);
    mus_buf_done(&path);
}

static void write_checkpoint(struct mus_page *page)
{
    const struct mus_indicator *indicator = page->indicator;
    struct mus_words *words = &page->words;
    if (!page->signed_by) {
        mus_page_say(page, "warning",
                     say(page, "この報告には、署名のあるチェックポイントが付いていません。",
                         "No signed checkpoint goes with this report."));
        return;
    }
    uint64_t size = page->checkpoint.size;
    if (size != indicator->ledger_size) {
        mus_page_say(page, "note",
                     mus_words_say_2(words,
                                     "次のチェックポイントは台帳の先頭{1}"
                                     "件に署名したものです。この報告は先頭{2}件によります。",
                                     "The checkpoint below is of the first {1} entries of the "
                                     "ledger; this report was made "
                                     "of the first {2}.",
                                     mus_words_number(words, size),
                                     mus_words_number(words, indicator->ledger_size)));
    }
    mus_html_element(&page->html, "h3", NULL, say(page, "チェックポイント", "Checkpoint"));
    mus_html_element(&page->html, "pre", NULL, page->context->checkpoint);
}

void mus_page_ledger(struct mus_page *page)
{
    struct mus_words *words = &page->words;
    char digits[2 * MUS_DIGEST_BYTES + 1];
    mus_hex_print(digits, page->indicator->ledger_root.bytes, MUS_DIGEST_BYTES);
    mus_page_begin_annex(page, say(page, "台帳の状態", "State of the ledger"));
    mus_page_say(page, NULL,
                 mus_words_say_1(words,
                                 "この件数は、改ざんを検出できる台帳（RFC "
                                 "6962のハッシュ木）の先頭{1}件の記録だけから計算"
                                 "したものです。下のルートハッシュは、その{1}"
                                 "件全体の指紋にあたり、1文字でも書き換えれば別の"
                                 "値になります。",
                                 "The number was computed from the first {1} entries of a ledger "
                                 "that shows any alteration "
                                 "(a Merkle tree as in RFC 6962), and from nothing else. The root "
                                 "hash is the fingerprint "
                                 "of all {1}: it differs if a single character does.",
                                 mus_words_number(words, page->indicator->ledger_size)));
    mus_html_begin_class(&page->html, "div", "seal");
    draw_code(page, digits);
    mus_html_begin(&page->html, "div");
    mus_html_element(&page->html, "h3", NULL,
                     say(page, "ルートハッシュ（SHA-256）", "Root hash (SHA-256)"));
    write_root(page, digits);
    mus_page_say(page, "note",
                 say(page,
                     "QRコードには同じ64文字が入っています。チェックポイントでの表記（base64）：",
                     "The QR code holds the same 64 characters. As checkpoints have it (base64):"));
    write_base64(page);
    mus_html_end(&page->html);
    mus_html_end(&page->html);
    write_checkpoint(page);
    mus_html_end(&page->html);
}

/* ------------------------------------------------------------------ verification */

/* In quotes for a shell: keys hold plus and slash, and a quote in a name must not end them. */
static void add_quoted(struct mus_buf *out, struct mus_text text)
{
    mus_buf_add_byte(out, '\'');
    for (size_t i = 0; i < text.len; i++) {
        if (text.ptr[i] == '\'') {
            mus_buf_add_z(out, "'\\''");
        } else {
            mus_buf_add_byte(out, (unsigned char)text.ptr[i]);
        }
    }
    mus_buf_add_byte(out, '\'');
}

static void write_command(struct mus_page *page)
{
    const struct mus_indicator *indicator = page->indicator;
    struct mus_buf command = {0};
    mus_buf_add_z(&command, "musubi-verify ledger --key ");
    add_quoted(&command, page->context->key.len > 0 ? page->context->key : MUS_TEXT("VKEY"));
    mus_buf_printf(&command, " \\\n    --count %d --rule-set %.*s --as-of ", indicator->fiscal_year,
                   MUS_TEXT_ARG(indicator->count.rules->id));
    mus_date_write_iso(&command, indicator->as_of);
    page->words.failed |= command.failed;
    mus_html_element(&page->html, "pre", NULL, mus_buf_text(&command));
    mus_buf_done(&command);
}

void mus_page_verification(struct mus_page *page)
{
    mus_page_begin_annex(page, say(page, "確かめ方", "How to verify it"));
    mus_page_say(page, NULL,
                 say(page,
                     "台帳の書き出し（フォルダー「ledger」）と検証鍵があれば、だれでも、"
                     "発行者に頼らずに、署名とルートハッシュを確かめ、同じ定義で件数を"
                     "計算し直すことができます。どこかに合わないところがあれば、次の命令が"
                     "その場所を示します。",
                     "With an export of the ledger (the folder ledger) and the verification key, "
                     "anyone can check the signature and the root hash and compute the number "
                     "anew by the same definition, without relying on the publisher. Where "
                     "something does not fit, the command says where."));
    write_command(page);
    mus_page_say(page, NULL,
                 say(page,
                     "件数がこの文書のものと一致すれば、この文書は台帳のとおりです。後日、"
                     "記録が増えてから書き出された台帳でも、同じ件数になります。",
                     "If it counts what this document says, the document is what the ledger says. "
                     "A later export, with more entries, still gives the same number."));
    if (page->signed_by) {
        mus_page_say(page, NULL,
                     say(page,
                         "上のチェックポイントをファイルに写して --since で渡せば、その後に記録が"
                         "一つも失われていないことも確かめられます。",
                         "Copied to a file and given with --since, the checkpoint above also shows "
                         "that no entry has gone since."));
    }
    mus_html_end(&page->html);
}
