/* The forms stand in tables; at each end the longest that fits is taken, one in Latin letters and
 * one in others: the second of "AB & Company Co., Ltd." belongs to the name.
 *
 * A form in Latin letters is matched letter by letter across points and spaces (K.K., S.p.A., Co.,
 * Ltd.), but only where it begins and ends like a word: "Osaka AG" has a form, "Osakaag" has none.
 * In front of a name, and where it could as well be a word of a Japanese one (AG, AB, SPA), it
 * counts only beside Latin letters; where even that is not enough (e.V.), it must be written with
 * points. Any other form is matched as it is written, brackets included.
 */
#include "matcher/text/legal.h"

#include "matcher/text/chars.h"
#include "matcher/text/kana.h"

#include <string.h>

enum { FRONT = 1, BACK = 2, BOTH = 3, WITH_LATIN = 4, WITH_POINTS = 8 };

struct form {
    enum mus_legal_form form;
    unsigned where;
    const char *text; /* folded; Latin forms: letters and digits only */
};

static const struct form WRITTEN[] = {
    {MUS_LEGAL_STOCK_COMPANY, BOTH, "株式会社"},
    {MUS_LEGAL_STOCK_COMPANY, BOTH, "(株)"},
    {MUS_LEGAL_LIMITED_COMPANY, BOTH, "有限会社"},
    {MUS_LEGAL_LIMITED_COMPANY, BOTH, "(有)"},
    {MUS_LEGAL_LLC, BOTH, "合同会社"},
    {MUS_LEGAL_LLC, BOTH, "(同)"},
    {MUS_LEGAL_LLC, BOTH, "(合)"},
    {MUS_LEGAL_LIMITED_PARTNERSHIP, BOTH, "合資会社"},
    {MUS_LEGAL_LIMITED_PARTNERSHIP, BOTH, "(資)"},
    {MUS_LEGAL_GENERAL_PARTNERSHIP, BOTH, "合名会社"},
    {MUS_LEGAL_GENERAL_PARTNERSHIP, BOTH, "(名)"},
    {MUS_LEGAL_MUTUAL_COMPANY, BOTH, "相互会社"},
    {MUS_LEGAL_MUTUAL_COMPANY, BOTH, "(相)"},
    {MUS_LEGAL_GENERAL_ASSOCIATION, BOTH, "一般社団法人"},
    {MUS_LEGAL_GENERAL_ASSOCIATION, BOTH, "(一社)"},
    {MUS_LEGAL_GENERAL_ASSOCIATION, BOTH, "社団法人"},
    {MUS_LEGAL_GENERAL_ASSOCIATION, BOTH, "(社)"},
    {MUS_LEGAL_GENERAL_ASSOCIATION, BOTH, "有限責任中間法人"},
    {MUS_LEGAL_GENERAL_ASSOCIATION, BOTH, "中間法人"},
    {MUS_LEGAL_PUBLIC_ASSOCIATION, BOTH, "公益社団法人"},
    {MUS_LEGAL_PUBLIC_ASSOCIATION, BOTH, "(公社)"},
    {MUS_LEGAL_GENERAL_FOUNDATION, BOTH, "一般財団法人"},
    {MUS_LEGAL_GENERAL_FOUNDATION, BOTH, "(一財)"},
    {MUS_LEGAL_GENERAL_FOUNDATION, BOTH, "財団法人"},
    {MUS_LEGAL_GENERAL_FOUNDATION, BOTH, "(財)"},
    {MUS_LEGAL_PUBLIC_FOUNDATION, BOTH, "公益財団法人"},
    {MUS_LEGAL_PUBLIC_FOUNDATION, BOTH, "(公財)"},
    {MUS_LEGAL_NON_PROFIT, BOTH, "特定非営利活動法人"},
    {MUS_LEGAL_NON_PROFIT, BOTH, "認定特定非営利活動法人"},
    {MUS_LEGAL_NON_PROFIT, BOTH, "npo法人"},
    {MUS_LEGAL_NON_PROFIT, BOTH, "認定npo法人"},
    {MUS_LEGAL_NON_PROFIT, BOTH, "(特非)"},
    {MUS_LEGAL_NON_PROFIT, BOTH, "(npo)"},
    {MUS_LEGAL_INDEPENDENT_AGENCY, BOTH, "独立行政法人"},
    {MUS_LEGAL_INDEPENDENT_AGENCY, BOTH, "地方独立行政法人"},
    {MUS_LEGAL_INDEPENDENT_AGENCY, BOTH, "国立研究開発法人"},
    {MUS_LEGAL_INDEPENDENT_AGENCY, BOTH, "(独)"},
    {MUS_LEGAL_INDEPENDENT_AGENCY, BOTH, "(地独)"},
    {MUS_LEGAL_INDEPENDENT_AGENCY, BOTH, "(国研)"},
    {MUS_LEGAL_NATIONAL_UNIVERSITY, BOTH, "国立大学法人"},
    {MUS_LEGAL_NATIONAL_UNIVERSITY, BOTH, "公立大学法人"},
    {MUS_LEGAL_NATIONAL_UNIVERSITY, BOTH, "大学共同利用機関法人"},
    {MUS_LEGAL_NATIONAL_UNIVERSITY, BOTH, "(大)"},
    {MUS_LEGAL_SCHOOL, BOTH, "学校法人"},
    {MUS_LEGAL_SCHOOL, BOTH, "準学校法人"},
    {MUS_LEGAL_SCHOOL, BOTH, "(学)"},
    {MUS_LEGAL_MEDICAL, BOTH, "医療法人"},
    {MUS_LEGAL_MEDICAL, BOTH, "医療法人社団"},
    {MUS_LEGAL_MEDICAL, BOTH, "医療法人財団"},
    {MUS_LEGAL_MEDICAL, BOTH, "社会医療法人"},
    {MUS_LEGAL_MEDICAL, BOTH, "社会医療法人社団"},
    {MUS_LEGAL_MEDICAL, BOTH, "社会医療法人財団"},
    {MUS_LEGAL_MEDICAL, BOTH, "特定医療法人"},
    {MUS_LEGAL_MEDICAL, BOTH, "特定医療法人社団"},
    {MUS_LEGAL_MEDICAL, BOTH, "特定医療法人財団"},
    {MUS_LEGAL_MEDICAL, BOTH, "(医)"},
    {MUS_LEGAL_MEDICAL, BOTH, "(医社)"},
    {MUS_LEGAL_MEDICAL, BOTH, "(医財)"},
    {MUS_LEGAL_WELFARE, BOTH, "社会福祉法人"},
    {MUS_LEGAL_WELFARE, BOTH, "(福)"},
    {MUS_LEGAL_WELFARE, BOTH, "(社福)"},
    {MUS_LEGAL_RELIGIOUS, BOTH, "宗教法人"},
    {MUS_LEGAL_RELIGIOUS, BOTH, "(宗)"},
    {MUS_LEGAL_PROFESSIONAL, BOTH, "税理士法人"},
    {MUS_LEGAL_PROFESSIONAL, BOTH, "弁護士法人"},
    {MUS_LEGAL_PROFESSIONAL, BOTH, "監査法人"},
    {MUS_LEGAL_PROFESSIONAL, BOTH, "有限責任監査法人"},
    {MUS_LEGAL_PROFESSIONAL, BOTH, "司法書士法人"},
    {MUS_LEGAL_PROFESSIONAL, BOTH, "行政書士法人"},
    {MUS_LEGAL_PROFESSIONAL, BOTH, "社会保険労務士法人"},
    {MUS_LEGAL_PROFESSIONAL, BOTH, "土地家屋調査士法人"},
    {MUS_LEGAL_PROFESSIONAL, BOTH, "特許業務法人"},
    {MUS_LEGAL_PROFESSIONAL, BOTH, "弁理士法人"},
    {MUS_LEGAL_PROFESSIONAL, BOTH, "(税)"},
    {MUS_LEGAL_PROFESSIONAL, BOTH, "(弁)"},
    {MUS_LEGAL_PROFESSIONAL, BOTH, "(監)"},
    {MUS_LEGAL_FARM, BOTH, "農事組合法人"},
    {MUS_LEGAL_FARM, BOTH, "(農)"},
    {MUS_LEGAL_SPECIAL_PURPOSE, BOTH, "特定目的会社"},
    {MUS_LEGAL_SPECIAL_PURPOSE, BOTH, "(特)"},
    {MUS_LEGAL_FOREIGN_LLC_PARTNERSHIP, BOTH, "有限責任事業組合"},

    /* Chinese, Korean, Thai. */
    {MUS_LEGAL_FOREIGN_LIMITED, BACK, "有限公司"},
    {MUS_LEGAL_FOREIGN_LIMITED, BACK, "有限责任公司"},
    {MUS_LEGAL_FOREIGN_LIMITED, BACK, "有限責任公司"},
    {MUS_LEGAL_FOREIGN_STOCK, BACK, "股份有限公司"},
    {MUS_LEGAL_FOREIGN_STOCK, BACK, "股份公司"},
    {MUS_LEGAL_FOREIGN_STOCK, BOTH, "주식회사"},
    {MUS_LEGAL_FOREIGN_STOCK, BOTH, "(주)"},
    {MUS_LEGAL_FOREIGN_LIMITED, BOTH, "유한회사"},
    {MUS_LEGAL_FOREIGN_LIMITED, FRONT, "บริษัท"},
    {MUS_LEGAL_FOREIGN_LIMITED, BACK, "จํากัด"},
    {MUS_LEGAL_FOREIGN_STOCK, BACK, "จํากัด(มหาชน)"},

    /* Japanese forms in Latin letters. */
    {MUS_LEGAL_STOCK_COMPANY, BOTH, "kabushikikaisha"},
    {MUS_LEGAL_STOCK_COMPANY, BOTH, "kabushikigaisha"},
    {MUS_LEGAL_STOCK_COMPANY, BOTH, "kabusikikaisha"},
    {MUS_LEGAL_STOCK_COMPANY, BOTH, "kabusikigaisha"},
    {MUS_LEGAL_STOCK_COMPANY, BOTH | WITH_LATIN, "kk"},
    {MUS_LEGAL_LIMITED_COMPANY, BOTH, "yugenkaisha"},
    {MUS_LEGAL_LIMITED_COMPANY, BOTH, "yugengaisha"},
    {MUS_LEGAL_LIMITED_COMPANY, BACK | WITH_LATIN, "yk"},
    {MUS_LEGAL_LLC, BOTH, "godokaisha"},
    {MUS_LEGAL_LLC, BOTH, "godogaisha"},
    {MUS_LEGAL_LLC, BOTH, "goudoukaisha"},
    {MUS_LEGAL_LLC, BOTH, "goudougaisha"},
    {MUS_LEGAL_LLC, BACK | WITH_LATIN, "gk"},
    {MUS_LEGAL_LIMITED_PARTNERSHIP, BOTH, "goshikaisha"},
    {MUS_LEGAL_LIMITED_PARTNERSHIP, BOTH, "goshigaisha"},
    {MUS_LEGAL_GENERAL_PARTNERSHIP, BOTH, "gomeikaisha"},
    {MUS_LEGAL_GENERAL_PARTNERSHIP, BOTH, "gomeigaisha"},
    {MUS_LEGAL_GENERAL_ASSOCIATION, BOTH, "generalincorporatedassociation"},
    {MUS_LEGAL_PUBLIC_ASSOCIATION, BOTH, "publicinterestincorporatedassociation"},
    {MUS_LEGAL_GENERAL_FOUNDATION, BOTH, "generalincorporatedfoundation"},
    {MUS_LEGAL_PUBLIC_FOUNDATION, BOTH, "publicinterestincorporatedfoundation"},
    {MUS_LEGAL_INDEPENDENT_AGENCY, BOTH, "incorporatedadministrativeagency"},
    {MUS_LEGAL_NATIONAL_UNIVERSITY, BOTH, "nationaluniversitycorporation"},
    {MUS_LEGAL_MUTUAL_COMPANY, BACK, "mutualcompany"},

    /* English. */
    {MUS_LEGAL_FOREIGN_COMPANY, BACK, "company"},
    {MUS_LEGAL_FOREIGN_COMPANY, BACK, "co"},
    {MUS_LEGAL_FOREIGN_LIMITED, BACK, "coltd"},
    {MUS_LEGAL_FOREIGN_LIMITED, BACK, "colimited"},
    {MUS_LEGAL_FOREIGN_LIMITED, BACK, "companyltd"},
    {MUS_LEGAL_FOREIGN_LIMITED, BACK, "companylimited"},
    {MUS_LEGAL_FOREIGN_LIMITED, BACK, "coinc"},
    {MUS_LEGAL_FOREIGN_LIMITED, BACK, "corpltd"},
    {MUS_LEGAL_FOREIGN_LIMITED, BACK, "corporationltd"},
    {MUS_LEGAL_FOREIGN_LIMITED, BACK, "corporationlimited"},
    {MUS_LEGAL_FOREIGN_LIMITED, BACK, "ltd"},
    {MUS_LEGAL_FOREIGN_LIMITED, BACK, "limited"},
    {MUS_LEGAL_FOREIGN_LIMITED, BACK, "pteltd"},
    {MUS_LEGAL_FOREIGN_LIMITED, BACK, "ptelimited"},
    {MUS_LEGAL_FOREIGN_LIMITED, BACK, "pte"},
    {MUS_LEGAL_FOREIGN_LIMITED, BACK, "privateltd"},
    {MUS_LEGAL_FOREIGN_LIMITED, BACK, "privatelimited"},
    {MUS_LEGAL_FOREIGN_LIMITED, BACK, "pvtltd"},
    {MUS_LEGAL_FOREIGN_LIMITED, BACK, "pvtlimited"},
    {MUS_LEGAL_FOREIGN_LIMITED, BACK, "ptyltd"},
    {MUS_LEGAL_FOREIGN_LIMITED, BACK, "ptylimited"},
    {MUS_LEGAL_FOREIGN_STOCK, BACK, "inc"},
    {MUS_LEGAL_FOREIGN_STOCK, BACK, "incorporated"},
    {MUS_LEGAL_FOREIGN_STOCK, BACK, "corp"},
    {MUS_LEGAL_FOREIGN_STOCK, BACK, "corporation"},
    {MUS_LEGAL_FOREIGN_STOCK, BACK, "plc"},
    {MUS_LEGAL_FOREIGN_STOCK, BACK, "publiclimitedcompany"},
    {MUS_LEGAL_FOREIGN_STOCK, BACK, "publiccompanylimited"},
    {MUS_LEGAL_FOREIGN_STOCK, BACK, "pcl"},
    {MUS_LEGAL_FOREIGN_STOCK, BOTH, "jointstockcompany"},
    {MUS_LEGAL_FOREIGN_STOCK, BOTH, "jsc"},
    {MUS_LEGAL_FOREIGN_STOCK, BOTH, "pjsc"},
    {MUS_LEGAL_FOREIGN_STOCK, BOTH, "ojsc"},
    {MUS_LEGAL_LLC, BOTH, "llc"},
    {MUS_LEGAL_LLC, BACK, "limitedliabilitycompany"},
    {MUS_LEGAL_FOREIGN_LLC_PARTNERSHIP, BOTH, "llp"},
    {MUS_LEGAL_FOREIGN_LLC_PARTNERSHIP, BACK, "limitedliabilitypartnership"},
    {MUS_LEGAL_LIMITED_PARTNERSHIP, BACK, "limitedpartnership"},
    {MUS_LEGAL_LIMITED_PARTNERSHIP, BACK | WITH_LATIN, "lp"},

    /* Europe. */
    {MUS_LEGAL_FOREIGN_LIMITED, BACK, "gmbh"},
    {MUS_LEGAL_FOREIGN_LIMITED, BACK, "ggmbh"},
    {MUS_LEGAL_FOREIGN_LIMITED, BACK, "mbh"},
    {MUS_LEGAL_FOREIGN_LIMITED, BACK | WITH_LATIN, "ug"},
    {MUS_LEGAL_FOREIGN_LIMITED, BACK, "sarl"},
    {MUS_LEGAL_FOREIGN_LIMITED, BACK, "srl"},
    {MUS_LEGAL_FOREIGN_LIMITED, BACK, "sro"},
    {MUS_LEGAL_FOREIGN_LIMITED, BACK, "spolsro"},
    {MUS_LEGAL_FOREIGN_LIMITED, BACK, "spzoo"},
    {MUS_LEGAL_FOREIGN_LIMITED, BACK, "doo"},
    {MUS_LEGAL_FOREIGN_LIMITED, BACK, "kft"},
    {MUS_LEGAL_FOREIGN_LIMITED, BACK, "aps"},
    {MUS_LEGAL_FOREIGN_LIMITED, BACK, "lda"},
    {MUS_LEGAL_FOREIGN_LIMITED, BACK, "ltda"},
    {MUS_LEGAL_FOREIGN_LIMITED, BOTH, "uab"},
    {MUS_LEGAL_FOREIGN_LIMITED, BOTH, "ooo"},
    {MUS_LEGAL_FOREIGN_LIMITED, BACK | WITH_LATIN, "bv"},
    {MUS_LEGAL_FOREIGN_LIMITED, BACK | WITH_LATIN, "sl"},
    {MUS_LEGAL_FOREIGN_LIMITED, BACK | WITH_LATIN, "slu"},
    {MUS_LEGAL_FOREIGN_STOCK, BACK | WITH_LATIN, "ag"},
    {MUS_LEGAL_FOREIGN_STOCK, BACK | WITH_LATIN, "agcokgaa"},
    {MUS_LEGAL_FOREIGN_STOCK, BACK, "kgaa"},
    {MUS_LEGAL_FOREIGN_STOCK, BACK | WITH_LATIN, "se"},
    {MUS_LEGAL_FOREIGN_STOCK, BACK | WITH_LATIN, "sa"},
    {MUS_LEGAL_FOREIGN_STOCK, BACK, "sadecv"},
    {MUS_LEGAL_FOREIGN_STOCK, BACK | WITH_LATIN, "sas"},
    {MUS_LEGAL_FOREIGN_STOCK, BACK | WITH_LATIN, "spa"},
    {MUS_LEGAL_FOREIGN_STOCK, BACK | WITH_LATIN, "nv"},
    {MUS_LEGAL_FOREIGN_STOCK, BACK | WITH_LATIN, "ab"},
    {MUS_LEGAL_FOREIGN_STOCK, BACK | WITH_LATIN, "abpubl"},
    {MUS_LEGAL_FOREIGN_STOCK, BACK | WITH_LATIN, "as"},
    {MUS_LEGAL_FOREIGN_STOCK, BACK, "asa"},
    {MUS_LEGAL_FOREIGN_STOCK, BACK | WITH_LATIN, "oy"},
    {MUS_LEGAL_FOREIGN_STOCK, BACK | WITH_LATIN, "oyj"},
    {MUS_LEGAL_FOREIGN_STOCK, BOTH, "pao"},
    {MUS_LEGAL_FOREIGN_STOCK, BOTH, "zao"},
    {MUS_LEGAL_FOREIGN_LLC_PARTNERSHIP, BACK, "gmbhcokg"},
    {MUS_LEGAL_FOREIGN_LLC_PARTNERSHIP, BACK, "gmbhcokgaa"},
    {MUS_LEGAL_FOREIGN_LLC_PARTNERSHIP, BACK, "gmbhundcokg"},
    {MUS_LEGAL_FOREIGN_LLC_PARTNERSHIP, BACK, "agcokg"},
    {MUS_LEGAL_FOREIGN_LLC_PARTNERSHIP, BACK, "secokg"},
    {MUS_LEGAL_LIMITED_PARTNERSHIP, BACK | WITH_LATIN, "kg"},
    {MUS_LEGAL_GENERAL_PARTNERSHIP, BACK, "ohg"},
    {MUS_LEGAL_GENERAL_ASSOCIATION, BACK | WITH_LATIN | WITH_POINTS, "ev"},
    {MUS_LEGAL_FOREIGN_COMPANY, BACK | WITH_LATIN | WITH_POINTS, "ek"},
    {MUS_LEGAL_FOREIGN_LLC_PARTNERSHIP, BACK, "partgmbb"},
    {MUS_LEGAL_FOREIGN_LLC_PARTNERSHIP, BACK, "partmbb"},
    {MUS_LEGAL_LIMITED_PARTNERSHIP, BACK | WITH_LATIN | WITH_POINTS, "spk"},
    {MUS_LEGAL_FOREIGN_STOCK, BACK, "scpa"},
    {MUS_LEGAL_FOREIGN_STOCK, BACK, "zrt"},
    {MUS_LEGAL_FOREIGN_STOCK, BACK, "nyrt"},

    /* South-east Asia and the Gulf. */
    {MUS_LEGAL_FOREIGN_LIMITED, BACK, "sdnbhd"},
    {MUS_LEGAL_FOREIGN_LIMITED, BACK, "sendirianberhad"},
    {MUS_LEGAL_FOREIGN_STOCK, BACK, "bhd"},
    {MUS_LEGAL_FOREIGN_STOCK, BACK, "berhad"},
    {MUS_LEGAL_FOREIGN_STOCK, FRONT, "pt"},
    {MUS_LEGAL_FOREIGN_STOCK, BACK, "tbk"},
    {MUS_LEGAL_FOREIGN_STOCK, BACK, "persero"},
    {MUS_LEGAL_FOREIGN_STOCK, BACK, "perserotbk"},
    {MUS_LEGAL_LIMITED_PARTNERSHIP, FRONT, "cv"},
    {MUS_LEGAL_FOREIGN_LIMITED, FRONT, "congtytnhh"},
    {MUS_LEGAL_FOREIGN_STOCK, FRONT, "congtycophan"},
    {MUS_LEGAL_FOREIGN_LIMITED, BACK, "wll"},
    {MUS_LEGAL_FOREIGN_LIMITED, BACK, "fze"},
    {MUS_LEGAL_FOREIGN_LIMITED, BACK, "fzco"},
    {MUS_LEGAL_FOREIGN_LIMITED, BACK, "fzllc"},
};

/* In large kana. */
static const struct form KANA[] = {
    {MUS_LEGAL_STOCK_COMPANY, BOTH, "カブシキガイシヤ"},
    {MUS_LEGAL_STOCK_COMPANY, BOTH, "カブシキカイシヤ"},
    {MUS_LEGAL_STOCK_COMPANY, FRONT, "カ)"},
    {MUS_LEGAL_STOCK_COMPANY, BACK, "(カ"},
    {MUS_LEGAL_STOCK_COMPANY, BOTH, "(カ)"},
    {MUS_LEGAL_STOCK_COMPANY, BOTH, "(カブ)"},
    {MUS_LEGAL_LIMITED_COMPANY, BOTH, "ユウゲンガイシヤ"},
    {MUS_LEGAL_LIMITED_COMPANY, BOTH, "ユウゲンカイシヤ"},
    {MUS_LEGAL_LIMITED_COMPANY, FRONT, "ユ)"},
    {MUS_LEGAL_LIMITED_COMPANY, BACK, "(ユ"},
    {MUS_LEGAL_LIMITED_COMPANY, BOTH, "(ユ)"},
    {MUS_LEGAL_LIMITED_COMPANY, BOTH, "(ユウ)"},
    {MUS_LEGAL_LLC, BOTH, "ゴウドウガイシヤ"},
    {MUS_LEGAL_LLC, BOTH, "ゴウドウカイシヤ"},
    {MUS_LEGAL_LLC, FRONT, "ド)"},
    {MUS_LEGAL_LLC, BACK, "(ド"},
    {MUS_LEGAL_LLC, BOTH, "(ド)"},
    {MUS_LEGAL_LIMITED_PARTNERSHIP, BOTH, "ゴウシガイシヤ"},
    {MUS_LEGAL_LIMITED_PARTNERSHIP, BOTH, "ゴウシカイシヤ"},
    {MUS_LEGAL_GENERAL_PARTNERSHIP, BOTH, "ゴウメイガイシヤ"},
    {MUS_LEGAL_GENERAL_PARTNERSHIP, BOTH, "ゴウメイカイシヤ"},
    {MUS_LEGAL_MUTUAL_COMPANY, BOTH, "ソウゴガイシヤ"},
    {MUS_LEGAL_MUTUAL_COMPANY, BOTH, "ソウゴカイシヤ"},
    {MUS_LEGAL_GENERAL_ASSOCIATION, BOTH, "イツパンシヤダンホウジン"},
    {MUS_LEGAL_GENERAL_ASSOCIATION, BOTH, "シヤダンホウジン"},
    {MUS_LEGAL_PUBLIC_ASSOCIATION, BOTH, "コウエキシヤダンホウジン"},
    {MUS_LEGAL_GENERAL_FOUNDATION, BOTH, "イツパンザイダンホウジン"},
    {MUS_LEGAL_GENERAL_FOUNDATION, BOTH, "ザイダンホウジン"},
    {MUS_LEGAL_PUBLIC_FOUNDATION, BOTH, "コウエキザイダンホウジン"},
    {MUS_LEGAL_NON_PROFIT, BOTH, "トクテイヒエイリカツドウホウジン"},
    {MUS_LEGAL_NON_PROFIT, BOTH, "エヌピーオーホウジン"},
    {MUS_LEGAL_INDEPENDENT_AGENCY, BOTH, "ドクリツギヨウセイホウジン"},
    {MUS_LEGAL_INDEPENDENT_AGENCY, BOTH, "チホウドクリツギヨウセイホウジン"},
    {MUS_LEGAL_INDEPENDENT_AGENCY, BOTH, "コクリツケンキユウカイハツホウジン"},
    {MUS_LEGAL_NATIONAL_UNIVERSITY, BOTH, "コクリツダイガクホウジン"},
    {MUS_LEGAL_NATIONAL_UNIVERSITY, BOTH, "コウリツダイガクホウジン"},
    {MUS_LEGAL_SCHOOL, BOTH, "ガツコウホウジン"},
    {MUS_LEGAL_MEDICAL, BOTH, "イリヨウホウジン"},
    {MUS_LEGAL_MEDICAL, BOTH, "イリヨウホウジンシヤダン"},
    {MUS_LEGAL_MEDICAL, BOTH, "イリヨウホウジンザイダン"},
    {MUS_LEGAL_WELFARE, BOTH, "シヤカイフクシホウジン"},
    {MUS_LEGAL_RELIGIOUS, BOTH, "シユウキヨウホウジン"},
    {MUS_LEGAL_PROFESSIONAL, BOTH, "ゼイリシホウジン"},
    {MUS_LEGAL_PROFESSIONAL, BOTH, "ベンゴシホウジン"},
    {MUS_LEGAL_PROFESSIONAL, BOTH, "カンサホウジン"},
    {MUS_LEGAL_FARM, BOTH, "ノウジクミアイホウジン"},
    {MUS_LEGAL_SPECIAL_PURPOSE, BOTH, "トクテイモクテキガイシヤ"},
    {MUS_LEGAL_SPECIAL_PURPOSE, BOTH, "トクテイモクテキカイシヤ"},
};

static bool is_latin_text(const char *text)
{
    for (const char *at = text; *at != '\0'; at++) {
        if (*at < 'a' || *at > 'z') {
            return false;
        }
    }
    return true;
}

static bool is_latin_atom(const struct mus_name_atom *atom)
{
    enum mus_char_class class = mus_char_class(atom->character);
    return class == MUS_CHAR_LATIN || class == MUS_CHAR_DIGIT;
}

static bool same(const struct mus_name_atom *atom, int32_t wanted, enum mus_legal_script script)
{
    int32_t c = atom->character;
    return c == wanted ||
           (script == MUS_LEGAL_KANA && mus_kana_large(mus_kana_katakana(c)) == wanted);
}

/* The character that ends in front of byte *at; moves *at to its beginning. */
static int32_t char_before(const char *text, size_t *at)
{
    do {
        (*at)--;
    } while (((unsigned char)text[*at] & 0xC0) == 0x80);
    size_t begin = *at;
    return mus_char_next(text, &begin);
}

/* Nearly every form of the table differs in its outermost character already. These two look at no
 * more than that, and turn no form away that would fit. */
static bool may_fit_front(const struct mus_name_atoms *atoms, const struct form *form,
                          enum mus_legal_script script)
{
    size_t at = 0;
    return atoms->begin < atoms->end &&
           same(&atoms->items[atoms->begin], mus_char_next(form->text, &at), script);
}

/* Behind the last letter of a form in Latin letters there may be points and spaces. */
static bool may_fit_back(const struct mus_name_atoms *atoms, const struct form *form,
                         enum mus_legal_script script)
{
    size_t at = strlen(form->text);
    size_t last = atoms->end;
    int32_t wanted = char_before(form->text, &at);
    while (wanted >= 'a' && wanted <= 'z' && last > atoms->begin && atoms->items[last - 1].punct) {
        last--;
    }
    return last > atoms->begin && same(&atoms->items[last - 1], wanted, script);
}

/* Matches the form at the front; *end becomes the atom behind it. */
static bool reaches_from_front(const struct mus_name_atoms *atoms, const char *text, bool latin,
                               enum mus_legal_script script, size_t *end)
{
    size_t at = atoms->begin;
    for (size_t i = 0; text[i] != '\0'; at++) {
        while (latin && i > 0 && at < atoms->end && atoms->items[at].punct) {
            at++;
        }
        int32_t wanted = mus_char_next(text, &i);
        if (at == atoms->end || !same(&atoms->items[at], wanted, script)) {
            return false;
        }
    }
    *end = at;
    return true;
}

static bool fits_front(const struct mus_name_atoms *atoms, const struct form *form,
                       enum mus_legal_script script, size_t *end)
{
    bool latin = is_latin_text(form->text);
    if (!reaches_from_front(atoms, form->text, latin, script, end)) {
        return false;
    }
    if (!latin) {
        return true;
    }
    size_t next = *end;
    while (next < atoms->end && atoms->items[next].punct) {
        next++;
    }
    return next < atoms->end && atoms->items[next].starts && is_latin_atom(&atoms->items[next]);
}

/* Matches the form at the back; *begin becomes its first atom. */
static bool reaches_from_back(const struct mus_name_atoms *atoms, const char *text, bool latin,
                              enum mus_legal_script script, size_t *begin)
{
    size_t at = atoms->end;
    for (size_t i = strlen(text); i > 0; at--) {
        while (latin && at > atoms->begin && atoms->items[at - 1].punct) {
            at--;
        }
        int32_t wanted = char_before(text, &i);
        if (at == atoms->begin || !same(&atoms->items[at - 1], wanted, script)) {
            return false;
        }
    }
    *begin = at;
    return true;
}

static bool fits_back(const struct mus_name_atoms *atoms, const struct form *form,
                      enum mus_legal_script script, size_t *begin)
{
    bool latin = is_latin_text(form->text);
    if (!reaches_from_back(atoms, form->text, latin, script, begin)) {
        return false;
    }
    size_t before = *begin;
    while (latin && before > atoms->begin && atoms->items[before - 1].punct) {
        before--;
    }
    if (!latin || before == atoms->begin) {
        return true;
    }
    size_t end = atoms->end;
    while (atoms->items[end - 1].punct) {
        end--;
    }
    if (form->where & WITH_POINTS && end - *begin == strlen(form->text)) {
        return false;
    }
    bool behind_latin = is_latin_atom(&atoms->items[before - 1]);
    bool starts = atoms->items[*begin].starts;
    return form->where & WITH_LATIN ? behind_latin && starts : starts || !behind_latin;
}

static bool has_substance(const struct mus_name_atoms *atoms, size_t begin, size_t end)
{
    for (size_t i = begin; i < end; i++) {
        if (!atoms->items[i].punct) {
            return true;
        }
    }
    return false;
}

static const struct form *table_of(enum mus_legal_script script, size_t *count)
{
    if (script == MUS_LEGAL_KANA) {
        *count = sizeof KANA / sizeof *KANA;
        return KANA;
    }
    *count = sizeof WRITTEN / sizeof *WRITTEN;
    return WRITTEN;
}

/* True where a form of the kind of the one that was taken before would be taken again. */
static bool is_second(const struct form *form, const struct form *before)
{
    return before != NULL && is_latin_text(form->text) == is_latin_text(before->text);
}

/* Each takes one form off, NULL where there is none. `before`: what was taken there before. */
static const struct form *strip_front(struct mus_name_atoms *atoms, enum mus_legal_script script,
                                      const struct form *before)
{
    size_t count;
    const struct form *table = table_of(script, &count);
    const struct form *found = NULL;
    size_t end = atoms->begin;
    for (size_t i = 0; i < count; i++) {
        size_t reached;
        if ((table[i].where & FRONT) && may_fit_front(atoms, &table[i], script) &&
            !is_second(&table[i], before) && fits_front(atoms, &table[i], script, &reached) &&
            reached > end) {
            found = &table[i];
            end = reached;
        }
    }
    if (found == NULL || !has_substance(atoms, end, atoms->end)) {
        return NULL;
    }
    atoms->begin = end;
    return found;
}

static const struct form *strip_back(struct mus_name_atoms *atoms, enum mus_legal_script script,
                                     const struct form *before)
{
    size_t count;
    const struct form *table = table_of(script, &count);
    const struct form *found = NULL;
    size_t begin = atoms->end;
    for (size_t i = 0; i < count; i++) {
        size_t reached;
        if ((table[i].where & BACK) && may_fit_back(atoms, &table[i], script) &&
            !is_second(&table[i], before) && fits_back(atoms, &table[i], script, &reached) &&
            reached < begin) {
            found = &table[i];
            begin = reached;
        }
    }
    if (found == NULL || !has_substance(atoms, atoms->begin, begin)) {
        return NULL;
    }
    atoms->end = begin;
    return found;
}

struct mus_legal_ends mus_legal_strip(struct mus_name_atoms *atoms, enum mus_legal_script script)
{
    const struct form *front = strip_front(atoms, script, NULL);
    const struct form *back = strip_back(atoms, script, NULL);
    if (front != NULL) {
        strip_front(atoms, script, front);
    }
    if (back != NULL) {
        strip_back(atoms, script, back);
    }
    return (struct mus_legal_ends){
        front == NULL ? MUS_LEGAL_NONE : front->form,
        back == NULL ? MUS_LEGAL_NONE : back->form,
    };
}
