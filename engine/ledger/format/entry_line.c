/* A million of these are made when an export is verified. Room for the whole line is asked for
 * once, and the pieces are copied one behind the other without looking at the buffer again. */
#include "ledger/format/entry_line.h"

#include "base/calendar.h"
#include "crypto/encode.h"
#include "profile/corporate_number.h"

#include <assert.h>
#include <string.h>

/* Everything but long texts: keys, numbers, times, hexadecimal digits, codes, words. A test holds
 * the longest such line, a named entry of some 690 bytes, against it. */
enum { FRAME_ROOM = 1024 };

#define SECONDS_OF_DAY UINT64_C(86400)
#define TOKYO_AHEAD UINT64_C(32400) /* seconds */

/* Where the next byte goes; there is room. */
struct line {
    char *at;
};

static inline void put(struct line *line, const char *bytes, size_t len)
{
    memcpy(line->at, bytes, len);
    line->at += len;
}

/* A literal, whose length the compiler knows. */
#define PUT(line, literal) put((line), "" literal, sizeof(literal) - 1)

static void put_text(struct line *line, struct mus_text text)
{
    if (text.len > 0) {
        put(line, text.ptr, text.len);
    }
}

/* The last `width` decimal digits. */
static void put_digits(struct line *line, uint64_t value, size_t width)
{
    for (size_t i = width; i > 0; i--) {
        line->at[i - 1] = (char)('0' + value % 10);
        value /= 10;
    }
    line->at += width;
}

static void put_number(struct line *line, uint64_t value)
{
    size_t width = 1;
    for (uint64_t rest = value / 10; rest > 0; rest /= 10) {
        width++;
    }
    put_digits(line, value, width);
}

static inline char hex_digit(unsigned char half)
{
    return (char)(unsigned char)(half + '0' + (half > 9 ? 'a' - '0' - 10 : 0));
}

/* By arithmetic and not by a table: compilers do sixteen bytes at once then. */
static void put_hex(struct line *line, const unsigned char *bytes, size_t len)
{
    char *restrict at = line->at;
    for (size_t i = 0; i < len; i++) {
        at[2 * i] = hex_digit(bytes[i] >> 4);
        at[2 * i + 1] = hex_digit(bytes[i] & 15);
    }
    line->at += 2 * len;
}

static void put_date(struct line *line, mus_date date)
{
    int year;
    int month;
    int day;
    mus_date_parts(date, &year, &month, &day);
    put_digits(line, (uint64_t)year, 4);
    PUT(line, "-");
    put_digits(line, (uint64_t)month, 2);
    PUT(line, "-");
    put_digits(line, (uint64_t)day, 2);
}

/* "2026-05-11T10:00:00+09:00" */
static void put_time(struct line *line, uint64_t unix_seconds)
{
    uint64_t local = unix_seconds + TOKYO_AHEAD;
    uint64_t second = local % SECONDS_OF_DAY;
    put_date(line, (mus_date)(local / SECONDS_OF_DAY));
    PUT(line, "T");
    put_digits(line, second / 3600, 2);
    PUT(line, ":");
    put_digits(line, second / 60 % 60, 2);
    PUT(line, ":");
    put_digits(line, second % 60, 2);
    PUT(line, "+09:00");
}

/* A word of ours: short, so that copying it takes less than asking for its length. */
static void put_word(struct line *line, const char *word)
{
    char *at = line->at;
    while (*word != '\0') {
        *at++ = *word++;
    }
    line->at = at;
}

/* `,"key":"`, with a literal key; then the value, which needs no escaping, and a quote. */
#define PUT_KEY(line, key) PUT((line), ",\"" key "\":\"")
#define PUT_PAIR(line, key, text)                                                                  \
    do {                                                                                           \
        PUT_KEY((line), key);                                                                      \
        put_text((line), (text));                                                                  \
        PUT((line), "\"");                                                                         \
    } while (0)
#define PUT_WORD(line, key, word)                                                                  \
    do {                                                                                           \
        PUT_KEY((line), key);                                                                      \
        put_word((line), (word));                                                                  \
        PUT((line), "\"");                                                                         \
    } while (0)

static void put_dated(struct line *line, mus_date date)
{
    PUT(line, ",\"date\":\"");
    put_date(line, date);
    PUT(line, "\"");
}

static void put_side(struct line *line, const struct mus_ledger_side *side)
{
    PUT(line, "{\"id\":\"");
    put_hex(line, side->company.bytes, sizeof side->company.bytes);
    if (side->corporate_number != 0) {
        PUT(line, "\",\"corporate_number\":\"");
        put_digits(line, side->corporate_number, MUS_CORPORATE_NUMBER_DIGITS);
    }
    PUT(line, "\",\"country\":\"");
    put(line, side->country, sizeof side->country);
    PUT(line, "\"");
    if (side->size != MUS_SIZE_UNKNOWN) {
        PUT_WORD(line, "size", mus_vocabulary_code(MUS_VOCABULARY_SIZE, side->size));
    }
    if (side->kind != MUS_KIND_UNKNOWN) {
        PUT_WORD(line, "kind", mus_vocabulary_code(MUS_VOCABULARY_KIND, side->kind));
    }
    PUT(line, "}");
}

static void put_named(struct line *line, const struct mus_ledger_entry *entry)
{
    PUT_WORD(line, "stage", mus_ledger_stage_name(entry->as.named.stage));
    put_dated(line, entry->as.named.date);
    PUT_PAIR(line, "programme", entry->as.named.programme);
    if (entry->as.named.edition.len > 0) {
        PUT_PAIR(line, "edition", entry->as.named.edition);
    }
    PUT_PAIR(line, "purpose", entry->as.named.purpose);
    if (entry->as.named.agreement.len > 0) {
        PUT_PAIR(line, "agreement", entry->as.named.agreement);
    }
    if (entry->as.named.has_evidence) {
        PUT(line, ",\"evidence\":\"");
        put_hex(line, entry->as.named.evidence.bytes, MUS_DIGEST_BYTES);
        PUT(line, "\"");
    }
    PUT(line, ",\"companies\":[");
    put_side(line, &entry->as.named.sides[0]);
    PUT(line, ",");
    put_side(line, &entry->as.named.sides[1]);
    PUT(line, "]");
}

static void put_reported(struct line *line, const struct mus_ledger_entry *entry)
{
    put_dated(line, entry->as.reported.date);
    PUT_PAIR(line, "programme", entry->as.reported.programme);
    PUT_PAIR(line, "edition", entry->as.reported.edition);
    PUT_WORD(line, "side", mus_ledger_side_name(entry->as.reported.side_of_fair));
    PUT(line, ",\"n\":");
    put_number(line, entry->as.reported.n);
    PUT(line, ",\"respondent\":");
    put_side(line, &entry->as.reported.respondent);
}

static void put_confirmed(struct line *line, const struct mus_ledger_entry *entry)
{
    PUT(line, ",\"confirms\":");
    put_number(line, entry->as.about.entry);
}

static void put_reversed(struct line *line, const struct mus_ledger_entry *entry)
{
    PUT(line, ",\"reverses\":");
    put_number(line, entry->as.about.entry);
    PUT_WORD(line, "reason", mus_ledger_reason_name(entry->as.about.reason));
}

static void put_succession(struct line *line, const struct mus_ledger_entry *entry)
{
    put_dated(line, entry->as.succession.date);
    PUT(line, ",\"from\":\"");
    put_hex(line, entry->as.succession.from.bytes, MUS_LEDGER_ID_BYTES);
    PUT(line, "\",\"to\":\"");
    put_hex(line, entry->as.succession.to.bytes, MUS_LEDGER_ID_BYTES);
    PUT(line, "\"");
}

static void put_rules(struct line *line, const struct mus_ledger_entry *entry)
{
    PUT(line, ",\"rule_set\":");
    put_text(line, entry->as.rules);
}

/* One line of UTF-8 without control characters: the quote and the backslash are all there is to
 * escape. */
static void put_escaped(struct line *line, struct mus_text text)
{
    for (size_t i = 0; i < text.len; i++) {
        if (text.ptr[i] == '"' || text.ptr[i] == '\\') {
            PUT(line, "\\");
        }
        *line->at++ = text.ptr[i];
    }
}

static void put_figure(struct line *line, const struct mus_ledger_entry *entry)
{
    PUT(line, ",\"fiscal_year\":");
    put_number(line, (uint64_t)entry->as.figure.fiscal_year);
    PUT_WORD(line, "figure", mus_ledger_figure_name(entry->as.figure.kind));
    PUT(line, ",\"value\":");
    put_number(line, entry->as.figure.value);
    PUT_PAIR(line, "indicator", entry->as.figure.indicator);
    PUT(line, ",\"source\":\"");
    put_escaped(line, entry->as.figure.source);
    PUT(line, "\"");
}

/* A rare kind, whose base64 goes through the buffer. */
static void add_rotation(struct mus_buf *out, const struct mus_ledger_entry *entry)
{
    assert(entry->as.rotation.algorithm == MUS_NOTE_ED25519);
    mus_buf_add_z(out, ",\"algorithm\":\"ed25519\",\"key\":\"");
    mus_base64_write(out, entry->as.rotation.key, sizeof entry->as.rotation.key);
    mus_buf_add_z(out, "\",\"signature\":\"");
    mus_base64_write(out, entry->as.rotation.signature, sizeof entry->as.rotation.signature);
    mus_buf_add_byte(out, '"');
}

static void put_rest(struct line *line, const struct mus_ledger_entry *entry)
{
    switch (entry->kind) {
    case MUS_LEDGER_NAMED:
        put_named(line, entry);
        break;
    case MUS_LEDGER_REPORTED:
        put_reported(line, entry);
        break;
    case MUS_LEDGER_CONFIRMED:
        put_confirmed(line, entry);
        break;
    case MUS_LEDGER_REVERSED:
        put_reversed(line, entry);
        break;
    case MUS_LEDGER_SUCCESSION:
        put_succession(line, entry);
        break;
    case MUS_LEDGER_RULES:
        put_rules(line, entry);
        break;
    case MUS_LEDGER_FIGURE:
        put_figure(line, entry);
        break;
    case MUS_LEDGER_ROTATION:
    case MUS_LEDGER_KIND_END:
        break;
    }
}

static void put_head(struct line *line, const struct mus_ledger_entry *entry, uint64_t index)
{
    PUT(line, "{\"entry\":");
    put_number(line, index);
    PUT_WORD(line, "kind", mus_ledger_kind_name(entry->kind));
    PUT(line, ",\"recorded\":\"");
    put_time(line, entry->recorded);
    PUT(line, "\",\"by\":\"");
    put_hex(line, entry->by.bytes, sizeof entry->by.bytes);
    PUT(line, "\"");
}

/* The most that the entry's texts take; those of named and reported are short and in the frame. */
static size_t text_room(const struct mus_ledger_entry *entry)
{
    if (entry->kind == MUS_LEDGER_RULES) {
        return entry->as.rules.len;
    }
    return entry->kind == MUS_LEDGER_FIGURE ? 2 * entry->as.figure.source.len : 0;
}

void mus_ledger_entry_line(const struct mus_ledger_entry *entry, uint64_t index,
                           struct mus_buf *out)
{
    size_t room = FRAME_ROOM + text_room(entry);
    if (!mus_buf_reserve(out, room)) {
        return;
    }
    char *begin = out->data + out->len;
    struct line line = {begin};
    put_head(&line, entry, index);
    put_rest(&line, entry);
    assert((size_t)(line.at - begin) <= room);
    out->len += (size_t)(line.at - begin);
    if (entry->kind == MUS_LEDGER_ROTATION) {
        add_rotation(out, entry);
    }
    mus_buf_add_byte(out, '}');
}
