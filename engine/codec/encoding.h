/* Bytes of a file as UTF-8 and back: UTF-8, CP932 (what Windows in Japan calls Shift_JIS) and
 * UTF-16 with a byte order mark (Excel's "Unicode text"). EUC-JP, in which dictionaries are handed
 * on, is decoded only: it is neither detected nor a name that mus_encoding_read_name knows. The
 * only door to iconv.
 *
 * CP932 is decoded as Windows does it: 81 60 is U+FF5E, ㈱ 髙 﨑 are characters, F040 … F9FC are
 * the private use area, and so are the single bytes A0 FD FE FF; 80 is U+0080. A decoder belongs to
 * one thread at a time. */
#ifndef MUS_CODEC_ENCODING_H
#define MUS_CODEC_ENCODING_H

#include "base/buf.h"
#include "base/status.h"
#include "base/text.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum mus_encoding {
    MUS_ENCODING_DETECT, /* also "not yet known": nothing but ASCII so far */
    MUS_ENCODING_UTF8,   /* with or without byte order mark */
    MUS_ENCODING_CP932,
    MUS_ENCODING_UTF16LE, /* with or without byte order mark */
    MUS_ENCODING_EUC_JP,  /* with JIS X 0212 and half-width katakana */
};

/* How much of the input detection wants to see at most. */
#define MUS_ENCODING_SAMPLE (1024 * 1024)

/* "UTF-8", "CP932", "UTF-16LE", "EUC-JP"; "detect". */
const char *mus_encoding_name(enum mus_encoding encoding);
/* Reads those names but EUC-JP, and utf8, sjis, shift_jis, shift-jis, ms932, windows-31j, in any
 * case. */
enum mus_status mus_encoding_read_name(struct mus_text name, enum mus_encoding *encoding,
                                       struct mus_error *err) MUS_MUST_CHECK;

/* The encoding of the sample: by its byte order mark, else UTF-8 if all of it is (ASCII alone gives
 * MUS_ENCODING_DETECT: it says nothing) or if it has a bad byte among twenty good characters at the
 * most, which is for the decoder to name; else CP932 if all of it is. A character cut by the end of
 * the sample counts as valid unless `whole` says that nothing follows. MUS_INVALID: neither UTF-8
 * (byte 0x83 at offset 57) nor CP932 (byte 0xFD at offset 99); offsets count from `offset`, that of
 * the sample's first byte. The single bytes 80 A0 FD FE FF, which no Japanese text holds, speak
 * against CP932. */
enum mus_status mus_encoding_detect(struct mus_text sample, bool whole, uint64_t offset,
                                    enum mus_encoding *encoding,
                                    struct mus_error *err) MUS_MUST_CHECK;

struct mus_decoder;

/* What one call has done. */
struct mus_decoded {
    size_t used; /* bytes of the input taken */
    /* Bytes that are no character; nothing was written for them. bad_len is 0 where all is well. */
    unsigned char bad[4];
    size_t bad_len;
    uint64_t bad_offset;
};

/* `encoding` is one of the named ones, not MUS_ENCODING_DETECT; `offset` that of the first byte to
 * come, 0 at the beginning of a file. MUS_IO where the system has no CP932 or EUC-JP. */
enum mus_status mus_decoder_new(enum mus_encoding encoding, uint64_t offset,
                                struct mus_decoder **out, struct mus_error *err) MUS_MUST_CHECK;
void mus_decoder_free(struct mus_decoder *decoder);
/* Appends the bytes as UTF-8 to out, whole characters only; a byte order mark at the beginning of
 * the file is left out. It stops early only behind a bad byte: then call again with what is left of
 * the input, even if that is nothing, until bad_len is 0. A character cut by the end of the input
 * is kept for the next call, unless `last`: then it is bad. The same bytes give the same result
 * however they are divided into calls. Fails only without memory. */
enum mus_status mus_decoder_feed(struct mus_decoder *decoder, struct mus_text bytes, bool last,
                                 struct mus_buf *out, struct mus_decoded *decoded,
                                 struct mus_error *err) MUS_MUST_CHECK;
/* Fails about the bad bytes: MUS_INVALID, byte 0x81 at offset 57 is not CP932. */
enum mus_status mus_decoder_refuse(const struct mus_decoder *decoder,
                                   const struct mus_decoded *decoded,
                                   struct mus_error *err) MUS_MUST_CHECK;

/* Appends UTF-8 text as CP932; 髙 becomes FBFC and 﨑 FAB1. The wave dash, minus, double bar and em
 * dash of other systems take the code of their Windows twin, ¥ takes 5C. A character that CP932
 * lacks is MUS_INVALID: CP932 has no "é" (U+00E9); what came before it stays appended. */
enum mus_status mus_encoding_write_cp932(struct mus_text text, struct mus_buf *out,
                                         struct mus_error *err) MUS_MUST_CHECK;

#endif
