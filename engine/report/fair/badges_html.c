/* Badges of 91 × 54 mm, ten on a sheet: a person's name where it is known, else the company's. The
 * code holds the participant's id, for the desk. */
#include "codec/qr.h"
#include "report/fair/papers_html.h"
#include "report/fair/place.h"
#include "report/fair/print_page.h"

enum { ON_A_SHEET = 10, ON_A_ROW = 2, MARGIN = 2 };
/* Of a badge, and where the first stands on the sheet, half a millimetre lower; in millimetres. */
enum { WIDTH = 91, HEIGHT = 54, LEFT = 14, TOP = 13 };

static enum mus_status put_code(struct mus_print_page *page, struct mus_text id,
                                struct mus_error *err)
{
    struct mus_qr qr;
    struct mus_html *html = &page->html;
    enum mus_status status = mus_qr_make(id, MUS_QR_MEDIUM, &qr, err);
    if (status != MUS_OK) {
        return status;
    }
    mus_buf_printf(mus_print_words(page), "0 0 %u %u", qr.side + 2 * MARGIN, qr.side + 2 * MARGIN);
    mus_html_begin(html, "svg");
    mus_html_attribute(html, "xmlns", "http://www.w3.org/2000/svg");
    mus_html_attribute_text(html, "viewBox", mus_buf_text(&page->words));
    mus_html_attribute(html, "role", "img");
    mus_html_attribute_text(html, "aria-label", id);
    mus_html_begin(html, "path");
    mus_qr_write_path(&qr, MARGIN, mus_print_words(page));
    mus_html_attribute_text(html, "d", mus_buf_text(&page->words));
    mus_html_end(html);
    mus_html_end(html);
    return MUS_OK;
}

/* How large a name is set so that it fits beside the code: by the columns it takes, a Japanese
 * character two of them. */
static const char *size_of(struct mus_text text)
{
    enum { BIG = 36, MIDDLE = 78 };
    size_t columns = 0;
    for (size_t at = 0; at < text.len;) {
        columns += mus_text_next(text, &at) < 0x80 ? 1 : 2;
    }
    return columns <= BIG ? "big" : columns <= MIDDLE ? "middle" : "small";
}

static enum mus_status put_badge(struct mus_print_page *page, size_t participant,
                                 struct mus_text person, struct mus_error *err)
{
    struct mus_html *html = &page->html;
    const struct mus_papers *papers = page->papers;
    const struct mus_participant *who = &papers->fair->participants[participant];
    const struct mus_fair_name *name = &papers->names->items[participant];
    mus_html_begin_class(html, "div", "badge");
    mus_html_element(html, "p", "event", mus_print_both(page, papers->fair->event.name));
    mus_html_begin_class(html, "div", "names");
    if (person.len > 0) {
        mus_html_element(html, "p", size_of(person), person);
        mus_print_name(page, "p", "company", participant);
    } else {
        bool english = papers->language == MUS_PAPER_EN;
        mus_print_name(page, "p", size_of(mus_fair_name_in(name, english)), participant);
    }
    mus_html_end(html);
    enum mus_status status = put_code(page, who->id, err);
    mus_html_begin_class(html, "p", "role");
    mus_html_text(html, mus_print_both(page, papers->fair->event.roles[who->role].name));
    mus_html_z(html, "　");
    mus_html_text(html, who->booth.len > 0 ? who->booth : who->id);
    mus_html_end(html);
    mus_html_end(html);
    return status;
}

/* Opens and closes sheets as badges come. */
struct stack {
    struct mus_print_page *page;
    size_t count;
};

/* Short strokes outside the corners of the badges: in millimetres of the sheet, as the style sheet
 * places them. */
static void put_cut_marks(struct mus_print_page *page)
{
    struct mus_html *html = &page->html;
    struct mus_buf *words = mus_print_words(page);
    for (unsigned column = 0; column <= ON_A_ROW; column++) {
        unsigned x = LEFT + column * WIDTH;
        mus_buf_printf(words, "M%u 6v5M%u 286v5", x, x);
    }
    for (unsigned row = 0; row <= ON_A_SHEET / ON_A_ROW; row++) {
        unsigned y = row * HEIGHT;
        mus_buf_printf(words, "M6 %u.5h5M199 %u.5h5", TOP + y, TOP + y);
    }
    mus_html_begin_class(html, "svg", "cuts");
    mus_html_attribute(html, "xmlns", "http://www.w3.org/2000/svg");
    mus_html_attribute(html, "viewBox", "0 0 210 297");
    mus_html_attribute(html, "aria-hidden", "true");
    mus_html_begin(html, "path");
    mus_html_attribute_text(html, "d", mus_buf_text(words));
    mus_html_end(html);
    mus_html_end(html);
}

static void make_room(struct stack *stack)
{
    if (stack->count % ON_A_SHEET == 0) {
        if (stack->count > 0) {
            mus_html_end(&stack->page->html);
            mus_html_end(&stack->page->html);
        }
        mus_html_begin_class(&stack->page->html, "section", "sheet cards");
        put_cut_marks(stack->page);
        mus_html_begin_class(&stack->page->html, "div", "badges");
    }
    stack->count++;
}

static enum mus_status put_badges(struct stack *stack, size_t participant, struct mus_error *err)
{
    const struct mus_papers *papers = stack->page->papers;
    const struct mus_participant *who = &papers->fair->participants[participant];
    size_t named = papers->people == NULL ? 0 : papers->people[participant].count;
    size_t badges = named > who->people ? named : who->people;
    enum mus_status status = MUS_OK;
    for (size_t i = 0; status == MUS_OK && i < badges; i++) {
        make_room(stack);
        status = put_badge(stack->page, participant,
                           i < named ? papers->people[participant].items[i] : MUS_TEXT(""), err);
    }
    return status;
}

enum mus_status mus_badges_html(const struct mus_papers *papers, struct mus_buf *out,
                                struct mus_error *err)
{
    struct mus_print_page page;
    struct stack stack = {.page = &page};
    enum mus_status status = mus_print_begin(&page, papers, "名札", "Badges", out, err);
    for (size_t i = 0; status == MUS_OK && i < papers->fair->participant_count; i++) {
        bool comes = papers->fair->participants[i].state == MUS_PARTICIPANT_REGISTERED;
        if (papers->only == SIZE_MAX ? comes : papers->only == i) {
            status = put_badges(&stack, i, err);
        }
    }
    if (stack.count > 0 && status == MUS_OK) {
        mus_html_end(&page.html);
        mus_html_end(&page.html);
    }
    return mus_print_finish(&page, status, err);
}
