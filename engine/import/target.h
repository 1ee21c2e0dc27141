/* What a column of a table can fill: a field of a company by its key ("employees"), a part of one
 * ("hold.until"), of a listing ("listings[0].title.ja"), of a contact ("contacts[0].name"), or an
 * identity ("id", "source.id").
 *
 * "name", "description", and a listing's "title", "text", "conditions" and "partner_sought.text"
 * stand for the Japanese or the English one, by the letters of what is filled in. Constant data;
 * any thread. */
#ifndef MUS_IMPORT_TARGET_H
#define MUS_IMPORT_TARGET_H

#include "base/status.h"
#include "base/text.h"
#include "profile/company.h"

#include <stdbool.h>
#include <stddef.h>

enum mus_target_home {
    MUS_HOME_COMPANY, /* offset is in struct mus_company */
    MUS_HOME_LISTING, /* … in struct mus_listing, of the listing `index` */
    MUS_HOME_CONTACT, /* … in struct mus_contact, of the contact `index` */
    MUS_HOME_DECLARATION,
};

enum mus_value_type {
    MUS_VALUE_TEXT,
    MUS_VALUE_NUMBER,
    MUS_VALUE_YEAR,
    MUS_VALUE_PERCENT,
    MUS_VALUE_WORD,
    MUS_VALUE_WORD_SET,
    MUS_VALUE_TEXTS,
    MUS_VALUE_CODES,
    MUS_VALUE_DATE,
    MUS_VALUE_ANSWER, /* enum mus_answer */
    MUS_VALUE_FLAG,   /* bool */
};

/* What a text, or each text of a list, is taken for. */
enum mus_text_rule {
    MUS_TEXT_PLAIN,
    MUS_TEXT_ID,
    MUS_TEXT_NUMBER, /* corporate number */
    MUS_TEXT_NARROW, /* digits and signs: postal codes, telephone numbers */
    MUS_TEXT_WEBSITE,
    MUS_TEXT_COUNTRY,
    MUS_TEXT_REGION,
    MUS_TEXT_MARKET,
    MUS_TEXT_LANGUAGE,
    MUS_TEXT_PURPOSE,
    MUS_TEXT_SHARING, /* consent.share_contacts */
    MUS_TEXT_INDUSTRY,
    MUS_TEXT_TECHNOLOGY,
};

struct mus_target_part {
    const char *key;
    enum mus_value_type type;
    size_t offset;
    enum mus_text_rule rule;
    enum mus_vocabulary vocabulary;
    /* A text that may have several lines; of others line breaks and tabs are folded. */
    bool lines;
    /* A listing is made where one of these has a value: its words. */
    bool words;
    /* By script: the value goes to `offset` where it has kana or kanji, else to `latin_offset`. */
    bool by_script;
    size_t latin_offset;
};

struct mus_target {
    enum mus_target_home home;
    struct mus_target_part part;
    /* The field that it belongs to, and with part.by_script that of the Latin side; equal where
     * both are one. MUS_FIELD_COUNT for identities. */
    enum mus_field field;
    enum mus_field latin_field;
    bool whole;           /* of a company: the whole field, not a part of an object such as hold */
    size_t index;         /* of the listing or contact */
    struct mus_text name; /* of the declaration */
};

/* Reads "employees", "listings[0].title.ja", …; names are borrowed. MUS_INVALID: no field is called
 * "x"; MUS_LIMIT for an index beyond MUS_MAX_MAP_LISTINGS or MUS_MAX_MAP_CONTACTS. */
enum mus_status mus_target_read(struct mus_text path, struct mus_target *out,
                                struct mus_error *err) MUS_MUST_CHECK;

#endif
