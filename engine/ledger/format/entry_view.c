#include "ledger/format/entry_view.h"

#include "base/bytes.h"

#include <string.h>

enum {
    AT_KIND = 1,
    AT_REST = 26, /* version, kind, recorded, by */
    AT_NUMBER = 16,
    AT_COUNTRY = 24,
    AT_SIZE = 26,
    AT_SIDE_KIND = 27,
    SIDE_BYTES = 28,
};

static inline struct mus_text take_text(struct mus_bytes *bytes)
{
    return mus_bytes_text(bytes, mus_bytes_u8(bytes));
}

static void view_named(struct mus_bytes *bytes, struct mus_entry_view *view)
{
    view->mark = mus_bytes_u8(bytes);
    view->date = (mus_date)mus_bytes_u32(bytes);
    const unsigned char *codes = bytes->at;
    view->programme = take_text(bytes);
    view->edition = take_text(bytes);
    view->purpose = take_text(bytes);
    view->codes = (struct mus_text){(const char *)codes, (size_t)(bytes->at - codes)};
    (void)take_text(bytes); /* the agreement */
    (void)mus_bytes_take(bytes, mus_bytes_u8(bytes) == 0 ? 0 : MUS_DIGEST_BYTES);
    view->count = 1;
    view->side_count = 2;
}

static void view_reported(struct mus_bytes *bytes, struct mus_entry_view *view)
{
    view->date = (mus_date)mus_bytes_u32(bytes);
    const unsigned char *codes = bytes->at;
    view->programme = take_text(bytes);
    view->edition = take_text(bytes);
    view->purpose = MUS_TEXT("");
    view->codes = (struct mus_text){(const char *)codes, (size_t)(bytes->at - codes)};
    view->mark = mus_bytes_u8(bytes);
    view->count = mus_bytes_u32(bytes);
    view->side_count = 1;
}

bool mus_entry_view_read(struct mus_text text, struct mus_entry_view *out)
{
    struct mus_bytes bytes = mus_bytes_of(text.ptr, text.len);
    const unsigned char *head = mus_bytes_take(&bytes, AT_REST);
    if (head == NULL) {
        return false;
    }
    if (head[AT_KIND] == MUS_LEDGER_NAMED) {
        view_named(&bytes, out);
    } else if (head[AT_KIND] == MUS_LEDGER_REPORTED) {
        view_reported(&bytes, out);
    } else {
        return false;
    }
    out->sides = mus_bytes_take(&bytes, SIDE_BYTES * (size_t)out->side_count);
    return out->sides != NULL && bytes.left == 0;
}

const unsigned char *mus_entry_view_id(const struct mus_entry_view *view, unsigned index)
{
    return view->sides + SIDE_BYTES * (size_t)index;
}

uint64_t mus_entry_view_number(const struct mus_entry_view *view, unsigned index)
{
    return mus_bytes_little_endian(mus_entry_view_id(view, index) + AT_NUMBER, 8);
}

struct mus_ledger_side mus_entry_view_side(const struct mus_entry_view *view, unsigned index)
{
    const unsigned char *at = mus_entry_view_id(view, index);
    struct mus_ledger_side side = {
        .corporate_number = mus_bytes_little_endian(at + AT_NUMBER, 8),
        .country = {(char)at[AT_COUNTRY], (char)at[AT_COUNTRY + 1]},
        .size = (enum mus_size)at[AT_SIZE],
        .kind = (enum mus_kind)at[AT_SIDE_KIND],
    };
    memcpy(side.company.bytes, at, MUS_LEDGER_ID_BYTES);
    return side;
}
