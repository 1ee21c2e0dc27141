#include "fair/format/id_list.h"

const char *mus_list_comma(bool japanese)
{
    return japanese ? "、" : ", ";
}

void mus_put_ids(struct mus_buf *out, const struct mus_text *ids, const uint32_t *places,
                 size_t count, bool japanese)
{
    for (size_t i = 0; i < count && i < MUS_ID_LIST_MOST; i++) {
        mus_buf_add_z(out, i == 0 ? "" : mus_list_comma(japanese));
        mus_buf_add_text(out, ids[places[i]]);
    }
    if (count > MUS_ID_LIST_MOST) {
        mus_buf_add_z(out, mus_list_comma(japanese));
        mus_buf_add_z(out, "…");
    }
}
