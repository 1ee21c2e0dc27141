/* What the CSV reader splits: a source's bytes, their encoding found out, as UTF-8 in pieces.
 *
 * The encoding is judged where the first byte outside ASCII appears, however late that is. */
#ifndef MUS_CODEC_CSV_TEXT_H
#define MUS_CODEC_CSV_TEXT_H

#include "codec/encoding.h"
#include "codec/source.h"

#include "base/buf.h"
#include "base/status.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum mus_csv_piece {
    MUS_CSV_PIECE_TEXT, /* whole characters, in `text` */
    MUS_CSV_PIECE_BAD,  /* a bad byte stands here: see mus_csv_text_refuse */
    MUS_CSV_PIECE_END,
};

struct mus_csv_text {
    struct mus_byte_source source;
    struct mus_decoder *decoder; /* NULL as long as all that was read is ASCII */
    enum mus_encoding encoding;
    char *raw;
    size_t raw_at;
    size_t raw_len;
    uint64_t raw_offset; /* of raw[0] in the file */
    bool source_end;
    bool finished; /* all is decoded */
    struct mus_decoded decoded;
    struct mus_buf text;
};

/* Takes the source, also when it fails. */
enum mus_status mus_csv_text_init(struct mus_csv_text *text, struct mus_byte_source source,
                                  enum mus_encoding encoding, struct mus_error *err) MUS_MUST_CHECK;
void mus_csv_text_done(struct mus_csv_text *text);
/* The next piece. The text of a piece lives until the next call. */
enum mus_status mus_csv_text_next(struct mus_csv_text *text, enum mus_csv_piece *piece,
                                  struct mus_error *err) MUS_MUST_CHECK;
/* Fails about the bad byte of the last piece. */
enum mus_status mus_csv_text_refuse(const struct mus_csv_text *text,
                                    struct mus_error *err) MUS_MUST_CHECK;

/* Comma, tab or semicolon: the one that splits the most of the first lines alike. A comma where
 * nothing speaks for another. */
char mus_csv_guess_delimiter(struct mus_text text, char quote);

#endif
