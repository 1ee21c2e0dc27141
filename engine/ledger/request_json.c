#include "ledger/append.h"

#include <assert.h>

#include "codec/place.h"
#include "crypto/encode.h"
#include "ledger/request_content.h"

/* How a field is written, and what it fills. */
enum field_type {
    FIELD_TEXT, /* struct mus_text */
    FIELD_PAIR, /* the two companies */
    FIELD_DATE,
    FIELD_STAGE,
    FIELD_SIDE,
    FIELD_REASON,
    FIELD_FIGURE,
    FIELD_NUMBER, /* uint32_t, up to the row's limit */
    FIELD_ENTRY,
    FIELD_YEAR,
    FIELD_EVIDENCE,
};

struct field_row {
    const char *key;
    enum field_type type;
    size_t offset;
    unsigned kinds;    /* bit n: enum mus_ledger_kind n */
    unsigned optional; /* likewise: those that may do without it */
    int64_t limit;
};

#define AT(member) offsetof(struct mus_ledger_request, member)
#define BIT(kind) (1U << MUS_LEDGER_##kind)

enum {
    MATCHES = BIT(NAMED) | BIT(REPORTED),
    ALL = MATCHES | BIT(CONFIRMED) | BIT(REVERSED) | BIT(SUCCESSION) | BIT(FIGURE),
};

/* In the order in which what is missing is asked for. */
static const struct field_row FIELDS[] = {
    {"id", FIELD_TEXT, AT(id), ALL, ALL, 0},
    {"companies", FIELD_PAIR, AT(companies), BIT(NAMED), 0, 0},
    {"respondent", FIELD_TEXT, AT(companies), BIT(REPORTED), 0, 0},
    {"from", FIELD_TEXT, AT(companies), BIT(SUCCESSION), 0, 0},
    {"to", FIELD_TEXT, AT(companies[1]), BIT(SUCCESSION), 0, 0},
    {"date", FIELD_DATE, AT(date), MATCHES | BIT(SUCCESSION), BIT(SUCCESSION), 0},
    {"programme", FIELD_TEXT, AT(programme), MATCHES, 0, 0},
    {"edition", FIELD_TEXT, AT(edition), MATCHES, BIT(NAMED), 0},
    {"purpose", FIELD_TEXT, AT(purpose), BIT(NAMED), 0, 0},
    {"stage", FIELD_STAGE, AT(stage), BIT(NAMED), 0, 0},
    {"agreement", FIELD_TEXT, AT(agreement), BIT(NAMED), BIT(NAMED), 0},
    {"evidence", FIELD_EVIDENCE, AT(evidence), BIT(NAMED), BIT(NAMED), 0},
    {"side", FIELD_SIDE, AT(side_of_fair), BIT(REPORTED), 0, 0},
    {"n", FIELD_NUMBER, AT(n), BIT(REPORTED), 0, MUS_LEDGER_MAX_REPORTED},
    {"confirms", FIELD_ENTRY, AT(entry), BIT(CONFIRMED), 0, 0},
    {"reverses", FIELD_ENTRY, AT(entry), BIT(REVERSED), 0, 0},
    {"reason", FIELD_REASON, AT(reason), BIT(REVERSED), 0, 0},
    {"fiscal_year", FIELD_YEAR, AT(fiscal_year), BIT(FIGURE), 0, 0},
    {"figure", FIELD_FIGURE, AT(figure), BIT(FIGURE), 0, 0},
    {"value", FIELD_NUMBER, AT(value), BIT(FIGURE), 0, MUS_LEDGER_MAX_FIGURE},
    {"indicator", FIELD_TEXT, AT(indicator), BIT(FIGURE), 0, 0},
    {"source", FIELD_TEXT, AT(source), BIT(FIGURE), 0, 0},
};

enum { FIELD_COUNT = sizeof FIELDS / sizeof FIELDS[0] };

struct reader {
    struct mus_ledger_request *request;
    struct mus_place place;
    struct mus_error *err;
};

static void *target(const struct reader *reader, const struct field_row *row)
{
    return (char *)reader->request + row->offset;
}

static enum mus_status expect(struct reader *reader, const struct mus_json *value,
                              enum mus_json_type type)
{
    enum mus_json_type found = mus_json_type(value);
    return found == type
               ? MUS_OK
               : mus_place_fail(&reader->place, reader->err, MUS_INVALID, "expected %s, found %s",
                                mus_json_type_name(type), mus_json_type_name(found));
}

static enum mus_status read_text(struct reader *reader, const struct mus_json *value,
                                 struct mus_text *out)
{
    enum mus_status status = expect(reader, value, MUS_JSON_STRING);
    if (status != MUS_OK) {
        return status;
    }
    struct mus_text text = mus_text_trim(mus_json_text(value));
    if (text.len == 0) {
        return mus_place_fail(&reader->place, reader->err, MUS_INVALID, "is empty");
    }
    *out = text;
    return MUS_OK;
}

static enum mus_status read_pair(struct reader *reader, const struct mus_json *value,
                                 struct mus_text companies[2])
{
    enum mus_status status = expect(reader, value, MUS_JSON_ARRAY);
    if (status == MUS_OK && mus_json_count(value) != 2) {
        status = mus_place_fail(&reader->place, reader->err, MUS_INVALID,
                                "expected two companies, found %zu", mus_json_count(value));
    }
    for (size_t i = 0; status == MUS_OK && i < 2; i++) {
        size_t mark = mus_place_index(&reader->place, i);
        status = read_text(reader, mus_json_at(value, i), &companies[i]);
        mus_place_back(&reader->place, mark);
    }
    return status;
}

/* What units below say about a text, behind the place. */
static enum mus_status at_place(struct reader *reader, enum mus_status status)
{
    return status == MUS_OK
               ? status
               : mus_fail_at(reader->err, status, "%s", mus_place_text(&reader->place));
}

static enum mus_status read_date(struct reader *reader, const struct mus_json *value, mus_date *out)
{
    struct mus_text text = MUS_NO_TEXT;
    enum mus_status status = read_text(reader, value, &text);
    return status == MUS_OK ? at_place(reader, mus_date_read(text, out, NULL, reader->err))
                            : status;
}

/* The fiscal year as a number, or as people write it. */
static enum mus_status read_year(struct reader *reader, const struct mus_json *value, int *out)
{
    if (mus_json_type(value) == MUS_JSON_INTEGER) {
        int64_t year = mus_json_integer(value);
        if (year < INT16_MIN || year > INT16_MAX) {
            return mus_place_fail(&reader->place, reader->err, MUS_INVALID,
                                  "expected a fiscal year such as 2025, found %lld",
                                  (long long)year);
        }
        *out = (int)year;
        return MUS_OK;
    }
    struct mus_text text = MUS_NO_TEXT;
    enum mus_status status = read_text(reader, value, &text);
    return status == MUS_OK ? at_place(reader, mus_fiscal_year_read(text, out, reader->err))
                            : status;
}

static enum mus_status read_integer(struct reader *reader, const struct mus_json *value,
                                    int64_t limit, int64_t *out)
{
    enum mus_status status = expect(reader, value, MUS_JSON_INTEGER);
    int64_t number = mus_json_integer(value);
    if (status == MUS_OK && (number < 0 || number > limit)) {
        return mus_place_fail(&reader->place, reader->err, MUS_INVALID,
                              "expected 0 to %lld, found %lld", (long long)limit,
                              (long long)number);
    }
    *out = number;
    return status;
}

static enum mus_status read_number(struct reader *reader, const struct field_row *row,
                                   const struct mus_json *value)
{
    int64_t number = 0;
    if (row->type == FIELD_ENTRY) {
        enum mus_status status = read_integer(reader, value, MUS_JSON_INTEGER_MAX, &number);
        *(uint64_t *)target(reader, row) = (uint64_t)number;
        return status;
    }
    enum mus_status status = read_integer(reader, value, row->limit, &number);
    *(uint32_t *)target(reader, row) = (uint32_t)number;
    return status;
}

static enum mus_status read_evidence(struct reader *reader, const struct mus_json *value)
{
    struct mus_text text = MUS_NO_TEXT;
    enum mus_status status = read_text(reader, value, &text);
    if (status != MUS_OK) {
        return status;
    }
    struct mus_digest *digest = &reader->request->evidence;
    if (!mus_hex_read(text, digest->bytes, sizeof digest->bytes)) {
        return mus_place_fail(&reader->place, reader->err, MUS_INVALID,
                              "expected the 64 hexadecimal digits of a SHA-256, found \"%.*s\"",
                              MUS_TEXT_SHORT_ARG(text));
    }
    reader->request->has_evidence = true;
    return MUS_OK;
}

static enum mus_status read_word(struct reader *reader, const struct field_row *row,
                                 const struct mus_json *value)
{
    struct mus_text text = MUS_NO_TEXT;
    enum mus_status status = read_text(reader, value, &text);
    if (status != MUS_OK) {
        return status;
    }
    struct mus_ledger_request *request = reader->request;
    if (row->type == FIELD_STAGE) {
        status = mus_ledger_word_stage(text, &request->stage, reader->err);
    } else if (row->type == FIELD_SIDE) {
        status = mus_ledger_word_side(text, &request->side_of_fair, reader->err);
    } else if (row->type == FIELD_REASON) {
        status = mus_ledger_word_reason(text, &request->reason, reader->err);
    } else {
        assert(row->type == FIELD_FIGURE);
        status = mus_ledger_word_figure(text, &request->figure, reader->err);
    }
    return at_place(reader, status);
}

static enum mus_status read_value(struct reader *reader, const struct field_row *row,
                                  const struct mus_json *value)
{
    switch (row->type) {
    case FIELD_TEXT:
        return read_text(reader, value, target(reader, row));
    case FIELD_PAIR:
        return read_pair(reader, value, target(reader, row));
    case FIELD_DATE:
        return read_date(reader, value, target(reader, row));
    case FIELD_YEAR:
        return read_year(reader, value, target(reader, row));
    case FIELD_NUMBER:
    case FIELD_ENTRY:
        return read_number(reader, row, value);
    case FIELD_EVIDENCE:
        return read_evidence(reader, value);
    case FIELD_STAGE:
    case FIELD_SIDE:
    case FIELD_REASON:
    case FIELD_FIGURE:
        break;
    }
    return read_word(reader, row, value);
}

static enum mus_status read_field(struct reader *reader, const struct field_row *row,
                                  const struct mus_json *object)
{
    unsigned kind = 1U << reader->request->kind;
    const struct mus_json *value = mus_json_get(object, row->key);
    enum mus_json_type type = mus_json_type(value);
    if ((row->kinds & kind) == 0) {
        return MUS_OK; /* unknown keys were refused before */
    }
    if (type == MUS_JSON_ABSENT || type == MUS_JSON_NULL) {
        return (row->optional & kind) != 0
                   ? MUS_OK
                   : mus_fail(reader->err, MUS_INVALID, "%s: is missing", row->key);
    }
    size_t mark = mus_place_key(&reader->place, row->key);
    enum mus_status status = read_value(reader, row, value);
    mus_place_back(&reader->place, mark);
    return status;
}

static enum mus_status read_kind(struct reader *reader, const struct mus_json *object)
{
    static const char expected[] = "expected named, reported, confirmed, reversed, succession, "
                                   "figure";
    const struct mus_json *value = mus_json_get(object, "kind");
    if (mus_json_type(value) != MUS_JSON_STRING) {
        return mus_fail(reader->err, MUS_INVALID, "kind: %s, found %s", expected,
                        mus_json_type_name(mus_json_type(value)));
    }
    struct mus_text word = mus_json_text(value);
    enum mus_ledger_kind kind = mus_ledger_kind_of(word);
    if (kind == 0 || (ALL & (1U << kind)) == 0) {
        return mus_fail(reader->err, MUS_INVALID, "kind: %s, found \"%.*s\"", expected,
                        MUS_TEXT_SHORT_ARG(word));
    }
    reader->request->kind = kind;
    return MUS_OK;
}

static enum mus_status check_keys(const struct reader *reader, const struct mus_json *object)
{
    const char *known[FIELD_COUNT + 1] = {"kind"};
    size_t count = 1;
    for (size_t i = 0; i < FIELD_COUNT; i++) {
        if ((FIELDS[i].kinds & (1U << reader->request->kind)) != 0) {
            known[count++] = FIELDS[i].key;
        }
    }
    return mus_json_check_keys(object, known, count, "", reader->err);
}

enum mus_status mus_ledger_request_read(const struct mus_json *object,
                                        struct mus_ledger_request *out, struct mus_error *err)
{
    struct mus_ledger_request request = {.date = MUS_NO_DATE};
    struct reader reader = {.request = &request, .err = err};
    enum mus_status status = expect(&reader, object, MUS_JSON_OBJECT);
    if (status == MUS_OK) {
        status = read_kind(&reader, object);
    }
    if (status == MUS_OK) {
        status = check_keys(&reader, object);
    }
    for (size_t i = 0; status == MUS_OK && i < FIELD_COUNT; i++) {
        status = read_field(&reader, &FIELDS[i], object);
    }
    if (status == MUS_OK) {
        *out = request;
    }
    return status;
}
