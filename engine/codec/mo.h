/* Looking a message up in a GNU gettext catalogue (.mo, either byte order) that lies in memory,
 * without setlocale. The catalogue is borrowed; nothing is allocated. Any number of threads may
 * look up at once. */
#ifndef MUS_CODEC_MO_H
#define MUS_CODEC_MO_H

#include "base/status.h"
#include "base/text.h"

#include <stdbool.h>
#include <stdint.h>

/* Filled by mus_mo_open; only it writes the fields. */
struct mus_mo {
    struct mus_text bytes;
    bool big_endian;
    uint32_t count;
    uint32_t originals;    /* offset of the table of messages */
    uint32_t translations; /* offset of the table of translations */
};

/* Checks every offset, length and the order of the messages, and that the catalogue is in UTF-8, so
 * that looking up cannot fail. The bytes must outlive mo. */
enum mus_status mus_mo_open(struct mus_text bytes, struct mus_mo *mo,
                            struct mus_error *err) MUS_MUST_CHECK;
/* The translation, borrowed from the catalogue; MUS_NO_TEXT where there is none. Of a message with
 * plural forms, asked for by its singular, the first form. With a context the message is
 * "context\004message". */
struct mus_text mus_mo_find(const struct mus_mo *mo, struct mus_text message);

#endif
