/* QR codes (ISO/IEC 18004): bytes into a square of dark and light modules, and into the path of an
 * SVG picture. Pure; any thread. */
#ifndef MUS_CODEC_QR_H
#define MUS_CODEC_QR_H

#include "base/buf.h"
#include "base/status.h"
#include "base/text.h"

#include <stdbool.h>

#define MUS_QR_MAX_SIDE 177 /* modules of version 40 */

/* How much of the code may be damaged or dirty: about 7, 15, 25 and 30 %. */
enum mus_qr_level { MUS_QR_LOW, MUS_QR_MEDIUM, MUS_QR_QUARTILE, MUS_QR_HIGH };

struct mus_qr {
    unsigned side; /* modules, without the light margin of 4 that a reader needs around it */
    unsigned char dark[(MUS_QR_MAX_SIDE * MUS_QR_MAX_SIDE + 7) / 8]; /* a bit each, row by row */
};

/* The smallest code that holds the bytes as they are (byte mode). MUS_INVALID for none; MUS_LIMIT
 * where no code holds so many: MUS_MAX_QR_BYTES at MUS_QR_LOW, less at the other levels. */
enum mus_status mus_qr_make(struct mus_text bytes, enum mus_qr_level level, struct mus_qr *out,
                            struct mus_error *err) MUS_MUST_CHECK;
bool mus_qr_is_dark(const struct mus_qr *qr, unsigned x, unsigned y);
/* Appends the value of an SVG path's `d`: the dark modules as rectangles, one a run of a row, in
 * units of a module, with `margin` modules of light at the top and the left: the picture is side +
 * 2·margin wide. */
void mus_qr_write_path(const struct mus_qr *qr, unsigned margin, struct mus_buf *out);

#endif
