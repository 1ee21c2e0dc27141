/* Keys by which company names are compared. A key is never stored or shown in place of a name, and
 * a name alone never decides that two companies are one.
 *
 * The ladder: folding (fold.h) → old and variant kanji to the current form (髙 → 高, 濵 → 浜),
 * Latin letters without diacritics → the legal form off either end (株式会社, (株), Co., Ltd.,
 * GmbH, …), kept as a feature because 株式会社A and A株式会社 may be two firms → white space,
 * punctuation and the word "and" out. A name is never folded away to nothing: one that is only a
 * legal form, or only punctuation, keeps it.
 *
 * Text that is not UTF-8 is MUS_INVALID, more than MUS_MAX_ANALYSED_TEXT bytes MUS_LIMIT.
 * Everything here is pure; any thread may call it. */
#ifndef MUS_MATCHER_TEXT_NAME_KEY_H
#define MUS_MATCHER_TEXT_NAME_KEY_H

#include "base/buf.h"
#include "base/status.h"
#include "base/text.h"

#include <stdint.h>

enum mus_name_level {
    MUS_NAME_COMPARE, /* the ladder above */
    /* also folds what is easily confused: ニ/二, ー/-/―/一, タ/夕, エ/工, カ/力, ロ/口, 社/杜,
     * small and large kana, ヴ/ブ, ヂ/ジ, ヅ/ズ, hiragana and katakana. For finding candidates
     * only. */
    MUS_NAME_BLOCK,
};

enum mus_legal_form {
    MUS_LEGAL_NONE,
    MUS_LEGAL_STOCK_COMPANY,       /* 株式会社, Kabushiki Kaisha, K.K. */
    MUS_LEGAL_LIMITED_COMPANY,     /* 有限会社, Yugen Kaisha */
    MUS_LEGAL_LLC,                 /* 合同会社, G.K., LLC */
    MUS_LEGAL_LIMITED_PARTNERSHIP, /* 合資会社, KG, L.P. */
    MUS_LEGAL_GENERAL_PARTNERSHIP, /* 合名会社, OHG */
    MUS_LEGAL_MUTUAL_COMPANY,      /* 相互会社 */
    MUS_LEGAL_GENERAL_ASSOCIATION, /* 一般社団法人, 社団法人 */
    MUS_LEGAL_PUBLIC_ASSOCIATION,  /* 公益社団法人 */
    MUS_LEGAL_GENERAL_FOUNDATION,  /* 一般財団法人, 財団法人 */
    MUS_LEGAL_PUBLIC_FOUNDATION,   /* 公益財団法人 */
    MUS_LEGAL_NON_PROFIT,          /* 特定非営利活動法人, NPO法人 */
    MUS_LEGAL_INDEPENDENT_AGENCY, /* 独立行政法人, 地方独立行政法人, 国立研究開発法人 */
    MUS_LEGAL_NATIONAL_UNIVERSITY, /* 国立大学法人, 公立大学法人 */
    MUS_LEGAL_SCHOOL,              /* 学校法人 */
    MUS_LEGAL_MEDICAL, /* 医療法人, 医療法人社団, 医療法人財団, 社会医療法人 */
    MUS_LEGAL_WELFARE,         /* 社会福祉法人 */
    MUS_LEGAL_RELIGIOUS,       /* 宗教法人 */
    MUS_LEGAL_PROFESSIONAL,    /* 税理士法人, 弁護士法人, 監査法人, … */
    MUS_LEGAL_FARM,            /* 農事組合法人 */
    MUS_LEGAL_SPECIAL_PURPOSE, /* 特定目的会社 */
    MUS_LEGAL_FOREIGN_LIMITED, /* Co., Ltd., Limited, GmbH, S.r.l., Pte. Ltd., Sdn. Bhd., … */
    MUS_LEGAL_FOREIGN_STOCK,   /* Inc., Corp., PLC, AG, SE, S.A., S.p.A., N.V., JSC, PT, … */
    MUS_LEGAL_FOREIGN_LLC_PARTNERSHIP, /* LLP, GmbH & Co. KG, … */
    MUS_LEGAL_FOREIGN_COMPANY,         /* Company, Co. */
    MUS_LEGAL_FORM_COUNT
};

/* What was taken off either end; where there were several at one end, the outermost. */
struct mus_legal_ends {
    enum mus_legal_form front;
    enum mus_legal_form back;
};

/* Appends the key of the name to out; on failure out is as before. `legal` may be NULL. */
enum mus_status mus_name_key(struct mus_text name, enum mus_name_level level, struct mus_buf *out,
                             struct mus_legal_ends *legal, struct mus_error *err) MUS_MUST_CHECK;
/* The same for a reading in kana: also hiragana to katakana at either level, dashes to ー between
 * kana, and カブシキガイシャ, カブシキカイシャ, ユウゲンガイシャ, … off either end. */
enum mus_status mus_kana_key(struct mus_text reading, enum mus_name_level level,
                             struct mus_buf *out, struct mus_error *err) MUS_MUST_CHECK;

/* How alike two keys are, in millionths: Dice's coefficient of their character pairs, repeats
 * counted; for a key of one character 1000000 or 0. 0 where a key is empty. Characters after the
 * MUS_MAX_NAME-th do not count. */
uint32_t mus_name_similarity(struct mus_text key_a, struct mus_text key_b);

/* The stable name of a legal form: "stock_company", … ("none" for MUS_LEGAL_NONE). */
const char *mus_legal_form_name(enum mus_legal_form form);

#endif
