#include "ledger/entry_columns.h"

#include <string.h>

#include "base/buf.h"
#include "codec/amount.h"
#include "crypto/encode.h"
#include "import/columns.h"
#include "import/value_text.h"
#include "ledger/request_content.h"
#include "profile/table_make.h"

#define COUNT(list) (sizeof(list) / sizeof(list)[0])

enum { NAMED = 1U << MUS_LEDGER_NAMED, REPORTED = 1U << MUS_LEDGER_REPORTED };

struct column_row {
    unsigned kinds;    /* files that have the column: bit n: enum mus_ledger_kind n */
    unsigned optional; /* those where a cell may be empty */
    const char *field;
    const char *words; /* headings, parted by |, compared when folded */
};

static const struct column_row COLUMNS[MUS_ENTRY_COLUMN_COUNT] = {
    [MUS_ENTRY_ID] = {NAMED | REPORTED, NAMED | REPORTED, "id",
                      "id|request id|整理番号|受付番号|回答番号|管理番号"},
    [MUS_ENTRY_COMPANY] = {NAMED | REPORTED, 0, "companies[0]",
                           "company_a|company a|company 1|first company|企業A|企業1|支援企業|"
                           "市内企業|甲"},
    [MUS_ENTRY_PARTNER] = {NAMED, 0, "companies[1]",
                           "company_b|company b|company 2|second company|partner|企業B|企業2|"
                           "相手企業|相手先|取引先|乙"},
    [MUS_ENTRY_DATE] = {NAMED | REPORTED, 0, "date",
                        "date|concluded on|reported on|日付|年月日|成立日|成立年月日|成約日|"
                        "契約日|回答日|記入日"},
    [MUS_ENTRY_PROGRAMME] = {NAMED | REPORTED, 0, "programme",
                             "programme|program|事業|事業名|事業コード"},
    [MUS_ENTRY_EDITION] = {NAMED | REPORTED, NAMED, "edition",
                           "edition|edition of the fair|回|開催回|開催|版|催し|展示会|イベント"},
    [MUS_ENTRY_PURPOSE] = {NAMED, 0, "purpose", "purpose|目的|取引の目的|マッチングの目的"},
    [MUS_ENTRY_STAGE] = {NAMED, 0, "stage", "stage|段階|到達段階|進捗"},
    [MUS_ENTRY_AGREEMENT] = {NAMED, NAMED, "agreement",
                             "agreement|agreement type|契約種別|契約の種類|契約形態|合意の種類"},
    [MUS_ENTRY_EVIDENCE] = {NAMED, NAMED, "evidence",
                            "evidence|evidence sha-256|sha-256|証憑|証拠|根拠|根拠資料"},
    [MUS_ENTRY_SIDE] = {REPORTED, 0, "side",
                        "side|side of the fair|区分|立場|回答者区分|回答者の立場|参加区分"},
    [MUS_ENTRY_N] = {REPORTED, 0, "n",
                     "n|number|count|number of matches|concluded matches|件数|成立件数|成約件数|"
                     "マッチング件数|マッチング成立件数|商談成立件数"},
};

static const char *const RESPONDENT =
    "respondent|respondent id|company|company id|corporate number|回答企業|回答者|回答企業ID|企業|"
    "企業ID|法人番号";

const char *mus_entry_column_field(enum mus_ledger_kind kind, enum mus_entry_column column)
{
    return kind == MUS_LEDGER_REPORTED && column == MUS_ENTRY_COMPANY ? "respondent"
                                                                      : COLUMNS[column].field;
}

static const char *words_of(enum mus_ledger_kind kind, enum mus_entry_column column)
{
    return kind == MUS_LEDGER_REPORTED && column == MUS_ENTRY_COMPANY ? RESPONDENT
                                                                      : COLUMNS[column].words;
}

static bool has(enum mus_ledger_kind kind, size_t column)
{
    return (COLUMNS[column].kinds & (1U << kind)) != 0;
}

static bool may_be_empty(enum mus_ledger_kind kind, size_t column)
{
    return (COLUMNS[column].optional & (1U << kind)) != 0;
}

/* ------------------------------------------------------------------ headings */

/* The forms that an event prints name each company for whoever fills them in, and its meetings,
 * which `event import outcomes` reads. Nothing is read from those columns here, and nothing has to
 * be said about them. */
static enum mus_status leave_shown_out(struct mus_texts *headings, struct mus_arena *arena,
                                       struct mus_error *err)
{
    static const char *const shown[] = {"企業名", "name", "商談番号", "meetings"};
    struct mus_text *kept = mus_arena_alloc(arena, headings->count, sizeof *kept);
    size_t count = 0;
    if (kept == NULL) {
        return mus_fail_memory(err);
    }
    for (size_t i = 0; i < headings->count; i++) {
        bool known = false;
        for (size_t k = 0; k < COUNT(shown); k++) {
            known = known || mus_text_equals(headings->items[i], shown[k]);
        }
        if (!known) {
            kept[count++] = headings->items[i];
        }
    }
    *headings = (struct mus_texts){kept, count};
    return MUS_OK;
}

enum mus_status mus_entry_columns_find(struct mus_entry_columns *columns, struct mus_texts header,
                                       struct mus_arena *arena, struct mus_texts *passed_over,
                                       struct mus_error *err)
{
    struct mus_column_rule rules[MUS_ENTRY_COLUMN_COUNT];
    for (size_t i = 0; i < MUS_ENTRY_COLUMN_COUNT; i++) {
        enum mus_entry_column column = (enum mus_entry_column)i;
        rules[i] = (struct mus_column_rule){
            .field = mus_entry_column_field(columns->kind, column),
            .words = has(columns->kind, i) ? words_of(columns->kind, column) : NULL,
            .needed = has(columns->kind, i) && !may_be_empty(columns->kind, i) &&
                      columns->defaults[i].len == 0,
        };
    }
    struct mus_texts unknown = {0};
    enum mus_status status =
        mus_columns_find(rules, MUS_ENTRY_COLUMN_COUNT, header, columns->at, arena, &unknown, err);
    if (status == MUS_OK && columns->kind == MUS_LEDGER_REPORTED) {
        status = leave_shown_out(&unknown, arena, err);
    }
    if (status == MUS_OK) {
        *passed_over = unknown;
    }
    return status;
}

/* ------------------------------------------------------------------ cells */

struct reader {
    const struct mus_tables *tables;
    struct mus_arena *arena;
    struct mus_ledger_request *request;
    struct mus_error *err;
};

/* Words for the numbers of a vocabulary, besides its own. */
struct word_row {
    unsigned number;
    const char *words;
};

static const struct word_row STAGES[] = {
    {MUS_LEDGER_MEETING_HELD, "meeting_held|meeting held|商談|商談実施|面談|面談実施"},
    {MUS_LEDGER_FOLLOW_UP, "follow_up|follow up|フォロー|フォローアップ|継続商談|継続中"},
    {MUS_LEDGER_CONCLUDED, "concluded|成立|成約|契約|契約成立|マッチング成立"},
    {MUS_LEDGER_FIRST_ORDER, "first_order|first order|初回受注|初回取引|初受注|受注"},
};

static const struct word_row SIDES[] = {
    {MUS_LEDGER_EXHIBITOR, "exhibitor|出展者|出展社|出展企業|出展"},
    {MUS_LEDGER_VISITOR, "visitor|来場者|来場企業|来場"},
    {MUS_LEDGER_ORGANISER, "organiser|organizer|主催者|主催|事務局"},
};

/* *number is 0 where the text is none of the words. */
static enum mus_status find_word(struct reader *reader, const struct word_row *rows, size_t count,
                                 struct mus_text text, unsigned *number)
{
    struct mus_buf folded = {0};
    struct mus_buf word = {0};
    bool found = false;
    enum mus_status status = mus_table_fold(text, &folded, reader->err);
    *number = 0;
    for (size_t i = 0; status == MUS_OK && !found && i < count; i++) {
        status =
            mus_text_is_among(rows[i].words, mus_buf_text(&folded), &word, &found, reader->err);
        *number = found ? rows[i].number : 0;
    }
    mus_buf_done(&folded);
    mus_buf_done(&word);
    return status;
}

static enum mus_status read_stage(struct reader *reader, struct mus_text text)
{
    unsigned number;
    enum mus_status status = find_word(reader, STAGES, COUNT(STAGES), text, &number);
    if (status == MUS_OK && number == 0) {
        return mus_ledger_word_stage(text, &reader->request->stage, reader->err);
    }
    reader->request->stage = (enum mus_ledger_stage)number;
    return status;
}

static enum mus_status read_side(struct reader *reader, struct mus_text text)
{
    unsigned number;
    enum mus_status status = find_word(reader, SIDES, COUNT(SIDES), text, &number);
    if (status == MUS_OK && number == 0) {
        return mus_ledger_word_side(text, &reader->request->side_of_fair, reader->err);
    }
    reader->request->side_of_fair = (enum mus_ledger_side_of_fair)number;
    return status;
}

/* The code that the text is, or is a label of; what is neither stands for itself, to be refused
 * with all else that is asked of it. */
static struct mus_text code_of(const struct reader *reader, const char *table, struct mus_text text)
{
    const struct mus_table *found = mus_tables_get(reader->tables, table);
    const struct mus_table_row *row = found == NULL ? NULL : mus_table_lookup(found, text);
    return row == NULL ? text : row->code;
}

/* "3件" is 3. */
static struct mus_text without_counter(struct mus_text text)
{
    static const struct mus_text counter = {"件", sizeof "件" - 1};
    bool counted = text.len > counter.len &&
                   memcmp(text.ptr + text.len - counter.len, counter.ptr, counter.len) == 0;
    return counted ? (struct mus_text){text.ptr, text.len - counter.len} : text;
}

static enum mus_status read_n(struct reader *reader, struct mus_text text)
{
    int64_t value = 0;
    bool missing = false;
    enum mus_status status =
        mus_amount_read(without_counter(text), 1, &value, &missing, reader->err);
    if (status == MUS_NO_MEMORY) {
        return status;
    }
    if (status != MUS_OK || missing || value < 0 || value > MUS_LEDGER_MAX_REPORTED) {
        return mus_fail(reader->err, MUS_INVALID, "expected 0 to %d, found \"%.*s\"",
                        MUS_LEDGER_MAX_REPORTED, MUS_TEXT_SHORT_ARG(text));
    }
    reader->request->n = (uint32_t)value;
    return MUS_OK;
}

static enum mus_status read_evidence(struct reader *reader, struct mus_text text)
{
    struct mus_text narrow = MUS_NO_TEXT;
    struct mus_digest *digest = &reader->request->evidence;
    enum mus_status status = mus_text_narrowed(text, reader->arena, &narrow, reader->err);
    if (status == MUS_OK && !mus_hex_read(narrow, digest->bytes, sizeof digest->bytes)) {
        return mus_fail(reader->err, MUS_INVALID,
                        "expected the 64 hexadecimal digits of a SHA-256, found \"%.*s\"",
                        MUS_TEXT_SHORT_ARG(text));
    }
    reader->request->has_evidence = status == MUS_OK;
    return status;
}

static enum mus_status read_cell(struct reader *reader, enum mus_entry_column column,
                                 struct mus_text text)
{
    struct mus_ledger_request *request = reader->request;
    switch (column) {
    case MUS_ENTRY_ID:
        request->id = text;
        return MUS_OK;
    case MUS_ENTRY_COMPANY:
        request->companies[0] = text;
        return MUS_OK;
    case MUS_ENTRY_PARTNER:
        request->companies[1] = text;
        return MUS_OK;
    case MUS_ENTRY_DATE:
        return mus_date_read(text, &request->date, NULL, reader->err);
    case MUS_ENTRY_PROGRAMME:
        request->programme = code_of(reader, "programmes", text);
        return MUS_OK;
    case MUS_ENTRY_EDITION:
        request->edition = text;
        return MUS_OK;
    case MUS_ENTRY_PURPOSE:
        request->purpose = code_of(reader, "purposes", text);
        return MUS_OK;
    case MUS_ENTRY_STAGE:
        return read_stage(reader, text);
    case MUS_ENTRY_AGREEMENT:
        request->agreement = text;
        return MUS_OK;
    case MUS_ENTRY_EVIDENCE:
        return read_evidence(reader, text);
    case MUS_ENTRY_SIDE:
        return read_side(reader, text);
    case MUS_ENTRY_N:
    case MUS_ENTRY_COLUMN_COUNT:
        break;
    }
    return read_n(reader, text);
}

enum mus_status mus_entry_columns_read(const struct mus_entry_columns *columns,
                                       const struct mus_row *row, const struct mus_tables *tables,
                                       struct mus_arena *arena, struct mus_ledger_request *out,
                                       enum mus_entry_column *at, struct mus_error *err)
{
    struct mus_ledger_request request = {.kind = columns->kind, .date = MUS_NO_DATE};
    struct reader reader = {.tables = tables, .arena = arena, .request = &request, .err = err};
    for (size_t i = 0; i < MUS_ENTRY_COLUMN_COUNT; i++) {
        if (!has(columns->kind, i)) {
            continue;
        }
        struct mus_text text = columns->at[i] == MUS_NO_COLUMN
                                   ? MUS_NO_TEXT
                                   : mus_text_trim(mus_row_cell(row, columns->at[i]));
        text = text.len == 0 ? columns->defaults[i] : text;
        *at = (enum mus_entry_column)i;
        enum mus_status status = MUS_OK;
        if (text.len > 0) {
            status = read_cell(&reader, *at, text);
        } else if (!may_be_empty(columns->kind, i)) {
            status = mus_fail(err, MUS_INVALID, "is missing");
        }
        if (status != MUS_OK) {
            return status;
        }
    }
    *out = request;
    return MUS_OK;
}

enum mus_entry_column mus_entry_columns_of_message(enum mus_ledger_kind kind, const char *message,
                                                   const char **rest)
{
    const char *colon = strstr(message, ": ");
    size_t len = colon == NULL ? 0 : (size_t)(colon - message);
    *rest = message;
    for (size_t i = 0; colon != NULL && i < MUS_ENTRY_COLUMN_COUNT; i++) {
        const char *field = mus_entry_column_field(kind, (enum mus_entry_column)i);
        if (has(kind, i) && strlen(field) == len && memcmp(field, message, len) == 0) {
            *rest = colon + 2;
            return (enum mus_entry_column)i;
        }
    }
    return MUS_ENTRY_COLUMN_COUNT;
}
