/* The stored record of a company: its fields, who supplied each of them, and when. Contacts are
 * not in it: they are encoded apart, for sealing.
 *
 *     u16 version (1)
 *     u8  flags: 1 has contacts
 *     i64 created, i64 updated: ms since 1970 UTC
 *     text id
 *     u8  sources, then each: text name, text id
 *     u8  n, then n bytes: who supplied field 0 … n-1
 *     then each given field, in rising order: u8 field, u32 length, its payload
 *
 * Numbers are little-endian; a text is a u32 length and its bytes, 0xFFFFFFFF for "not given".
 * Same record, same bytes. */
#ifndef MUS_PROFILE_COMPANY_RECORD_H
#define MUS_PROFILE_COMPANY_RECORD_H

#include "base/arena.h"
#include "base/buf.h"
#include "base/limits.h"
#include "base/status.h"
#include "profile/company.h"

/* Who supplied a field: the index of a source, or one of these. */
#define MUS_BY_UNNAMED 0xFD /* an import that named no source */
#define MUS_BY_PERSON 0xFE  /* a person: imports leave it, whether it has a value or was cleared */
#define MUS_BY_NOBODY 0xFF

struct mus_company_record {
    struct mus_company company; /* its `source` stays empty: see sources */
    const struct mus_source *sources;
    size_t source_count;
    uint8_t supplied_by[MUS_FIELD_COUNT];
    int64_t created_ms;
    int64_t updated_ms;
    /* There are contacts, in hand (then company has MUS_FIELD_CONTACTS) or sealed elsewhere. */
    bool has_contacts;
};

/* A value is there: in hand or, for contacts, sealed elsewhere. */
static inline bool mus_company_record_has(const struct mus_company_record *record,
                                          enum mus_field field)
{
    return field == MUS_FIELD_CONTACTS ? record->has_contacts
                                       : mus_company_has(&record->company, field);
}

/* Everything but the contacts. Appends to out; memory is checked with mus_buf_check. */
void mus_company_record_encode(const struct mus_company_record *record, struct mus_buf *out);
/* Texts borrow from the bytes, arrays come from the arena. MUS_CORRUPT for whatever
 * mus_company_record_encode does not write, later versions included. */
enum mus_status mus_company_record_decode(const void *bytes, size_t len, struct mus_arena *arena,
                                          struct mus_company_record *out,
                                          struct mus_error *err) MUS_MUST_CHECK;
/* Its id and, of these fields, those that are given; nothing else is filled, and of the arena only
 * what they need is used. A few short ones take a fraction of the time: the bytes are read up to
 * the last of them, others before it skipped. Checked as above but for the values of others; what
 * this refuses, mus_company_record_decode refuses too. */
enum mus_status mus_company_record_decode_some(const void *bytes, size_t len, mus_field_set fields,
                                               struct mus_arena *arena, struct mus_company *out,
                                               struct mus_error *err) MUS_MUST_CHECK;
/* The invariants: an id, sources once each, suppliers that exist, every given field supplied by
 * somebody, values within their limits. MUS_CORRUPT with the place. */
enum mus_status mus_company_record_check(const struct mus_company_record *record,
                                         struct mus_error *err) MUS_MUST_CHECK;

/* The contacts in plain bytes, for sealing: u16 version (1), u32 count, then each: text name, role,
 * email, phone. */
void mus_contacts_encode(struct mus_contacts contacts, struct mus_buf *out);
enum mus_status mus_contacts_decode(const void *bytes, size_t len, struct mus_arena *arena,
                                    struct mus_contacts *out, struct mus_error *err) MUS_MUST_CHECK;

#endif
