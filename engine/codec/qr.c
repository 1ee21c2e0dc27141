#include "codec/qr.h"

#include <assert.h>
#include <errno.h>
#include <string.h>

#include <qrencode.h>

#include "base/limits.h"

static QRecLevel level_of(enum mus_qr_level level)
{
    static const QRecLevel levels[] = {QR_ECLEVEL_L, QR_ECLEVEL_M, QR_ECLEVEL_Q, QR_ECLEVEL_H};
    return levels[level];
}

static enum mus_status encode_failure(struct mus_text bytes, int reason, struct mus_error *err)
{
    if (reason == ENOMEM) {
        return mus_fail_memory(err);
    }
    return mus_fail(err, MUS_LIMIT,
                    "%zu bytes are more than a QR code holds at this level of correction",
                    bytes.len);
}

enum mus_status mus_qr_make(struct mus_text bytes, enum mus_qr_level level, struct mus_qr *out,
                            struct mus_error *err)
{
    if (bytes.len == 0) {
        return mus_fail(err, MUS_INVALID, "a QR code of nothing");
    }
    if (bytes.len > MUS_MAX_QR_BYTES) {
        return encode_failure(bytes, ERANGE, err);
    }
    const int smallest = 0;
    QRcode *code = QRcode_encodeData((int)bytes.len, (const unsigned char *)bytes.ptr, smallest,
                                     level_of(level));
    if (code == NULL) {
        return encode_failure(bytes, errno, err);
    }
    assert(code->width > 0 && code->width <= MUS_QR_MAX_SIDE);
    *out = (struct mus_qr){.side = (unsigned)code->width};
    for (unsigned i = 0; i < out->side * out->side; i++) {
        const unsigned is_dark = 1; /* the other bits say what a module is for */
        out->dark[i / 8] |= (unsigned char)((code->data[i] & is_dark) << (i % 8));
    }
    QRcode_free(code);
    return MUS_OK;
}

bool mus_qr_is_dark(const struct mus_qr *qr, unsigned x, unsigned y)
{
    assert(x < qr->side && y < qr->side);
    unsigned i = y * qr->side + x;
    return (qr->dark[i / 8] >> (i % 8) & 1U) != 0;
}

void mus_qr_write_path(const struct mus_qr *qr, unsigned margin, struct mus_buf *out)
{
    for (unsigned y = 0; y < qr->side; y++) {
        unsigned x = 0;
        while (x < qr->side) {
            unsigned start = x;
            while (x < qr->side && mus_qr_is_dark(qr, x, y)) {
                x++;
            }
            if (x > start) {
                mus_buf_printf(out, "M%u %uh%uv1h-%uz", start + margin, y + margin, x - start,
                               x - start);
            }
            x += x == start ? 1 : 0;
        }
    }
}
