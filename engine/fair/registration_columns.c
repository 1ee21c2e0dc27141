#include "fair/registration_columns.h"

#include <string.h>

#include "base/buf.h"
#include "base/limits.h"
#include "codec/amount.h"
#include "import/columns.h"
#include "import/value.h"
#include "import/value_text.h"
#include "profile/table_make.h"

#define COUNT(list) (sizeof(list) / sizeof(list)[0])

static const struct mus_column_rule COLUMNS[MUS_REGISTRATION_COLUMN_COUNT] = {
    [MUS_REGISTRATION_ID] = {"id",
                             "id|participant|participant id|参加者番号|参加番号|参加者ID|登録番号",
                             false},
    [MUS_REGISTRATION_COMPANY] = {"company",
                                  "company|company id|corporate number|企業|企業ID|企業番号|"
                                  "法人番号|出展者番号|申込番号|受付番号",
                                  true},
    [MUS_REGISTRATION_ROLE] = {"role", "role|役割|区分|参加区分|立場|参加者区分", false},
    [MUS_REGISTRATION_MODE] = {"mode", "mode|agenda|予定表|商談の受け方|担当者の予定", false},
    [MUS_REGISTRATION_PERSON] = {"person",
                                 "person|name of person|attendee|氏名|お名前|担当者|担当者名|"
                                 "ご担当者|参加者名|来場者名",
                                 false},
    [MUS_REGISTRATION_MIN] = {"min", "min|minimum|min meetings|最少|最少商談数|最低商談数|商談下限",
                              false},
    [MUS_REGISTRATION_MAX] = {"max", "max|maximum|max meetings|最多|最大商談数|商談上限|希望商談数",
                              false},
    [MUS_REGISTRATION_BOOTH] = {"booth", "booth|booth number|小間|小間番号|ブース|ブース番号",
                                false},
    [MUS_REGISTRATION_HALL] = {"hall", "hall|会場|ホール|館|エリア", false},
    [MUS_REGISTRATION_AVAILABLE] = {"available",
                                    "available|参加可能|参加できる時間帯|希望時間帯|来場日|参加日",
                                    false},
    [MUS_REGISTRATION_UNAVAILABLE] = {"unavailable",
                                      "unavailable|参加不可|不可|都合の悪い時間帯|不在の時間帯",
                                      false},
    [MUS_REGISTRATION_LANGUAGES] = {"languages",
                                    "languages|language|言語|対応言語|使用言語|商談言語", false},
    [MUS_REGISTRATION_ONLINE] = {"online", "online|オンライン|オンライン参加|オンライン希望",
                                 false},
    [MUS_REGISTRATION_MEETS] = {"meets", "meets|meetings wanted|商談希望|商談会参加|面談希望",
                                false},
    [MUS_REGISTRATION_TIME_ZONE] = {"time_zone", "time_zone|time zone|タイムゾーン|時間帯名",
                                    false},
    [MUS_REGISTRATION_STATE] = {"state", "state|status|状態|受付状態|申込状態", false},
};

static const struct mus_column_rule WISHES[MUS_WISH_COLUMN_COUNT] = {
    [MUS_WISH_FROM] = {"from", "from|participant|希望者|希望する参加者|申込者|申込元", true},
    [MUS_WISH_TO] = {"to", "to|partner|相手|希望相手|商談相手|申込先", true},
    [MUS_WISH_KIND] = {"kind", "kind|wish|希望|希望度|希望区分|優先度", false},
};

const char *mus_registration_field(enum mus_registration_column column)
{
    return COLUMNS[column].field;
}

const char *mus_wish_field(enum mus_wish_column column)
{
    return WISHES[column].field;
}

enum mus_status mus_registration_columns_find(struct mus_registration_columns *columns,
                                              struct mus_texts header, struct mus_arena *arena,
                                              struct mus_texts *passed_over, struct mus_error *err)
{
    struct mus_column_rule rules[MUS_REGISTRATION_COLUMN_COUNT];
    memcpy(rules, COLUMNS, sizeof rules);
    rules[MUS_REGISTRATION_ROLE].needed = columns->role.len == 0;
    enum mus_status status = mus_columns_find(rules, MUS_REGISTRATION_COLUMN_COUNT, header,
                                              columns->at, arena, passed_over, err);
    if (status == MUS_OK && columns->at[MUS_REGISTRATION_AVAILABLE] != MUS_NO_COLUMN &&
        columns->at[MUS_REGISTRATION_UNAVAILABLE] != MUS_NO_COLUMN) {
        status = mus_fail(err, MUS_INVALID,
                          "the table has a column for available and one for unavailable; one of "
                          "them is enough");
    }
    return status;
}

enum mus_status mus_wish_columns_find(size_t at[MUS_WISH_COLUMN_COUNT], struct mus_texts header,
                                      struct mus_arena *arena, struct mus_texts *passed_over,
                                      struct mus_error *err)
{
    return mus_columns_find(WISHES, MUS_WISH_COLUMN_COUNT, header, at, arena, passed_over, err);
}

/* ------------------------------------------------------------------ words */

struct word_row {
    unsigned number;
    const char *words;
};

enum { NO = 1, YES };

static const struct word_row YES_OR_NO[] = {
    {YES, "yes|y|true|1|○|〇|◯|はい|有|あり|希望|希望する|する|可|オンライン"},
    {NO, "no|n|false|0|×|いいえ|無|なし|希望しない|しない|不可|対面|会場|-"},
};
static const struct word_row MODES[] = {
    {MUS_PARTICIPANT_EXCLUSIVE, "exclusive|個別|個人別|担当者別|1人ずつ"},
    {MUS_PARTICIPANT_SHARING, "sharing|shared|共同|共通|会社単位|一緒"},
};
static const struct word_row STATES[] = {
    {MUS_PARTICIPANT_REGISTERED, "registered|登録|登録済|受付済|確定|参加"},
    {MUS_PARTICIPANT_WAITING, "waiting|waiting list|キャンセル待ち|待機|補欠"},
    {MUS_PARTICIPANT_CANCELLED, "cancelled|canceled|取消|キャンセル|辞退|欠席"},
};
static const struct word_row KINDS[] = {
    {MUS_WISH_MUST, "must|必須|必ず|◎|第一希望|a"},
    {MUS_WISH_WANT, "want|希望|会いたい|○|〇|第二希望|b"},
    {MUS_WISH_NEVER, "never|不可|希望しない|会わない|×|ng"},
};

/* The number of the word that the text is; refused where it is none. `expected` names a few. */
static enum mus_status take_word(const struct word_row *rows, size_t count, const char *expected,
                                 struct mus_text text, unsigned *number, struct mus_error *err)
{
    struct mus_buf folded = {0};
    struct mus_buf word = {0};
    bool found = false;
    enum mus_status status = mus_table_fold(text, &folded, err);
    for (size_t i = 0; status == MUS_OK && !found && i < count; i++) {
        status = mus_text_is_among(rows[i].words, mus_buf_text(&folded), &word, &found, err);
        *number = found ? rows[i].number : 0;
    }
    mus_buf_done(&folded);
    mus_buf_done(&word);
    return status == MUS_OK && !found ? mus_fail(err, MUS_INVALID, "expected %s, found \"%.*s\"",
                                                 expected, MUS_TEXT_SHORT_ARG(text))
                                      : status;
}

/* ------------------------------------------------------------------ cells */

struct reader {
    const struct mus_event *event;
    const struct mus_tables *tables;
    struct mus_arena *arena;
    struct mus_participant *said;
    struct mus_error *err;
};

static bool is_among_labels(struct mus_text text, struct mus_text id, struct mus_bilingual name)
{
    return mus_text_equal(text, id) || mus_text_equal(text, name.ja) ||
           mus_text_equal(text, name.en);
}

static enum mus_status read_role(struct reader *reader, struct mus_text text)
{
    for (size_t i = 0; i < reader->event->role_count; i++) {
        const struct mus_event_role *role = &reader->event->roles[i];
        if (is_among_labels(text, role->code, role->name)) {
            reader->said->role = (uint8_t)i;
            return MUS_OK;
        }
    }
    return mus_fail(reader->err, MUS_INVALID, "the event has no role \"%.*s\"",
                    MUS_TEXT_SHORT_ARG(text));
}

static enum mus_status read_hall(struct reader *reader, struct mus_text text)
{
    for (size_t i = 0; i < reader->event->hall_count; i++) {
        const struct mus_hall *hall = &reader->event->halls[i];
        if (is_among_labels(text, hall->id, hall->name)) {
            reader->said->booth_hall = (uint16_t)i;
            return MUS_OK;
        }
    }
    return mus_fail(reader->err, MUS_INVALID, "the event has no hall \"%.*s\"",
                    MUS_TEXT_SHORT_ARG(text));
}

static enum mus_status read_meetings(struct reader *reader, struct mus_text text, uint32_t *out)
{
    int64_t value = 0;
    bool missing = false;
    enum mus_status status = mus_amount_read(text, 1, &value, &missing, reader->err);
    if (status == MUS_NO_MEMORY) {
        return status;
    }
    if (status != MUS_OK || missing || value < 0 || value > MUS_TIMETABLE_MAX_SLOTS) {
        return mus_fail(reader->err, MUS_INVALID, "expected a number from 0 to %d, found \"%.*s\"",
                        MUS_TIMETABLE_MAX_SLOTS, MUS_TEXT_SHORT_ARG(text));
    }
    *out = (uint32_t)value;
    return MUS_OK;
}

/* Takes the next element of a list from the front of *rest; false where there is none. */
static bool next_element(struct mus_text *rest, struct mus_text *element)
{
    static const char *const SEPARATORS[] = {",", ";", "、", "，", "；", "・", "|", "/", "\n"};
    while (rest->len > 0) {
        size_t len = rest->len;
        size_t skip = 0;
        for (size_t i = 0; i < COUNT(SEPARATORS); i++) {
            size_t width = strlen(SEPARATORS[i]);
            const char *found = memmem(rest->ptr, rest->len, SEPARATORS[i], width);
            if (found != NULL && (size_t)(found - rest->ptr) < len) {
                len = (size_t)(found - rest->ptr);
                skip = width;
            }
        }
        *element = mus_text_trim((struct mus_text){rest->ptr, len});
        *rest = (struct mus_text){rest->ptr + len + skip, rest->len - len - skip};
        if (element->len > 0) {
            return true;
        }
    }
    return false;
}

/* The slots that a word stands for: one by its id, those of a session, those of a day. */
static mus_slots slots_of(const struct mus_event *event, struct mus_text word)
{
    mus_slots slots = 0;
    mus_date day = MUS_NO_DATE;
    bool is_day = mus_date_read(word, &day, NULL, NULL) == MUS_OK;
    for (size_t s = 0; s < event->slot_count; s++) {
        const struct mus_event_slot *slot = &event->slots[s];
        if (mus_text_equal(slot->id, word) || mus_text_equal(slot->session, word) ||
            (is_day && slot->day == day)) {
            slots |= (mus_slots)1 << s;
        }
    }
    return slots;
}

static enum mus_status read_slots(struct reader *reader, struct mus_text text, mus_slots *out)
{
    mus_slots slots = 0;
    struct mus_text element;
    if (!mus_value_is_missing(text)) {
        for (struct mus_text rest = text; next_element(&rest, &element);) {
            mus_slots more = slots_of(reader->event, element);
            if (more == 0) {
                return mus_fail(reader->err, MUS_INVALID,
                                "the event has no slot, session or day \"%.*s\"",
                                MUS_TEXT_SHORT_ARG(element));
            }
            slots |= more;
        }
    }
    *out = slots;
    return MUS_OK;
}

static enum mus_status read_languages(struct reader *reader, struct mus_text text)
{
    const struct mus_table *table = mus_tables_get(reader->tables, "languages");
    struct mus_text *items = mus_arena_alloc(reader->arena, MUS_MAX_LIST, sizeof *items);
    struct mus_text element;
    size_t count = 0;
    if (items == NULL) {
        return mus_fail_memory(reader->err);
    }
    for (struct mus_text rest = text; next_element(&rest, &element);) {
        const struct mus_table_row *row = table == NULL ? NULL : mus_table_lookup(table, element);
        if (row == NULL) {
            return mus_fail(reader->err, MUS_INVALID, "\"%.*s\" is not in the table languages",
                            MUS_TEXT_SHORT_ARG(element));
        }
        bool repeated = false;
        for (size_t i = 0; i < count; i++) {
            repeated = repeated || mus_text_equal(items[i], row->code);
        }
        if (!repeated && count < MUS_MAX_LIST) {
            items[count++] = row->code;
        }
    }
    reader->said->languages = (struct mus_texts){items, count};
    return MUS_OK;
}

static enum mus_status read_flag(struct reader *reader, struct mus_text text, bool *out)
{
    unsigned number = 0;
    enum mus_status status =
        take_word(YES_OR_NO, COUNT(YES_OR_NO), "yes or no", text, &number, reader->err);
    *out = number == YES;
    return status;
}

static enum mus_status read_cell(struct reader *reader, enum mus_registration_column column,
                                 struct mus_text text, struct mus_registration_row *out)
{
    struct mus_participant *said = reader->said;
    unsigned number = 0;
    mus_slots slots = 0;
    enum mus_status status = MUS_OK;
    switch (column) {
    case MUS_REGISTRATION_ID:
        said->id = text;
        return mus_text_is_id(text) ? MUS_OK
                                    : mus_fail(reader->err, MUS_INVALID,
                                               "expected 1 to 64 of A-Za-z0-9._:-, found \"%.*s\"",
                                               MUS_TEXT_SHORT_ARG(text));
    case MUS_REGISTRATION_COMPANY:
        return MUS_OK; /* taken before all else */
    case MUS_REGISTRATION_ROLE:
        return read_role(reader, text);
    case MUS_REGISTRATION_MODE:
        status = take_word(MODES, COUNT(MODES), "exclusive or sharing", text, &number, reader->err);
        said->mode = (uint8_t)number;
        return status;
    case MUS_REGISTRATION_PERSON:
        return text.len <= MUS_MAX_NAME
                   ? mus_text_one_line(text, reader->arena, &out->person, reader->err)
                   : mus_fail(reader->err, MUS_LIMIT, "%zu bytes, at most %d", text.len,
                              MUS_MAX_NAME);
    case MUS_REGISTRATION_MIN:
        return read_meetings(reader, text, &said->min);
    case MUS_REGISTRATION_MAX:
        return read_meetings(reader, text, &said->max);
    case MUS_REGISTRATION_BOOTH:
        said->booth = text;
        return MUS_OK;
    case MUS_REGISTRATION_HALL:
        return read_hall(reader, text);
    case MUS_REGISTRATION_AVAILABLE:
        status = read_slots(reader, text, &slots);
        said->unavailable = mus_event_all_slots(reader->event) & ~slots;
        return status;
    case MUS_REGISTRATION_UNAVAILABLE:
        return read_slots(reader, text, &said->unavailable);
    case MUS_REGISTRATION_LANGUAGES:
        return read_languages(reader, text);
    case MUS_REGISTRATION_ONLINE:
        return read_flag(reader, text, &said->online);
    case MUS_REGISTRATION_MEETS:
        return read_flag(reader, text, &said->meets);
    case MUS_REGISTRATION_TIME_ZONE:
        said->time_zone = text;
        return MUS_OK;
    case MUS_REGISTRATION_STATE:
        status = take_word(STATES, COUNT(STATES), "registered, waiting or cancelled", text, &number,
                           reader->err);
        said->state = (uint8_t)number;
        return status;
    case MUS_REGISTRATION_COLUMN_COUNT:
        break;
    }
    return MUS_OK;
}

static struct mus_text cell_of(const size_t *at, size_t column, const struct mus_row *row)
{
    return at[column] == MUS_NO_COLUMN ? MUS_NO_TEXT : mus_text_trim(mus_row_cell(row, at[column]));
}

enum mus_status mus_registration_row_read(const struct mus_registration_columns *columns,
                                          const struct mus_row *row, const struct mus_event *event,
                                          const struct mus_tables *tables, struct mus_arena *arena,
                                          struct mus_registration_row *out,
                                          enum mus_registration_column *at, struct mus_error *err)
{
    *out = (struct mus_registration_row){0};
    struct reader reader = {event, tables, arena, &out->said, err};
    out->company = cell_of(columns->at, MUS_REGISTRATION_COMPANY, row);
    for (size_t i = 0; i < MUS_REGISTRATION_COLUMN_COUNT; i++) {
        struct mus_text text = cell_of(columns->at, i, row);
        text = text.len == 0 && i == MUS_REGISTRATION_ROLE ? columns->role : text;
        *at = (enum mus_registration_column)i;
        if (text.len == 0 && (i == MUS_REGISTRATION_COMPANY || i == MUS_REGISTRATION_ROLE)) {
            return mus_fail(err, MUS_INVALID, "is missing");
        }
        if (text.len == 0) {
            continue;
        }
        enum mus_status status = read_cell(&reader, *at, text, out);
        if (status != MUS_OK) {
            return status;
        }
        out->given |= 1U << i;
    }
    return MUS_OK;
}

static bool says(const struct mus_registration_row *row, enum mus_registration_column column)
{
    return (row->given & (1U << column)) != 0;
}

void mus_registration_row_apply(const struct mus_registration_row *row,
                                struct mus_participant *participant)
{
    const struct mus_participant *said = &row->said;
    participant->role = said->role;
    if (says(row, MUS_REGISTRATION_MODE)) {
        participant->mode = said->mode;
    }
    if (says(row, MUS_REGISTRATION_MIN)) {
        participant->min = said->min;
    }
    if (says(row, MUS_REGISTRATION_MAX)) {
        participant->max = said->max;
    }
    if (says(row, MUS_REGISTRATION_BOOTH)) {
        participant->booth = said->booth;
    }
    if (says(row, MUS_REGISTRATION_HALL)) {
        participant->booth_hall = said->booth_hall;
    }
    if (says(row, MUS_REGISTRATION_AVAILABLE) || says(row, MUS_REGISTRATION_UNAVAILABLE)) {
        participant->unavailable = said->unavailable;
    }
    if (says(row, MUS_REGISTRATION_LANGUAGES)) {
        participant->languages = said->languages;
    }
    if (says(row, MUS_REGISTRATION_ONLINE)) {
        participant->online = said->online;
    }
    if (says(row, MUS_REGISTRATION_MEETS)) {
        participant->meets = said->meets;
    }
    if (says(row, MUS_REGISTRATION_TIME_ZONE)) {
        participant->time_zone = said->time_zone;
    }
    if (says(row, MUS_REGISTRATION_STATE)) {
        participant->state = said->state;
    }
}

enum mus_status mus_wish_row_read(const size_t at[MUS_WISH_COLUMN_COUNT], const struct mus_row *row,
                                  struct mus_wish *out, enum mus_wish_column *about,
                                  struct mus_error *err)
{
    struct mus_wish wish = {.from = cell_of(at, MUS_WISH_FROM, row),
                            .to = cell_of(at, MUS_WISH_TO, row),
                            .kind = MUS_WISH_WANT};
    struct mus_text kind = cell_of(at, MUS_WISH_KIND, row);
    unsigned number = 0;
    *about = wish.from.len == 0 ? MUS_WISH_FROM : MUS_WISH_TO;
    if (wish.from.len == 0 || wish.to.len == 0) {
        return mus_fail(err, MUS_INVALID, "is missing");
    }
    *about = MUS_WISH_KIND;
    if (kind.len > 0) {
        enum mus_status status =
            take_word(KINDS, COUNT(KINDS), "must, want or never", kind, &number, err);
        if (status != MUS_OK) {
            return status;
        }
        wish.kind = (uint8_t)number;
    }
    *out = wish;
    return MUS_OK;
}
