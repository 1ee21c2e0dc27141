/* The readable form of an entry: a JSON object on one line, made of its bytes and its index alone,
 * always the same way. `entries.jsonl` of an export, `ledger list` and `ledger show` are made of
 * it. Pure; any thread. */
#ifndef MUS_LEDGER_FORMAT_ENTRY_LINE_H
#define MUS_LEDGER_FORMAT_ENTRY_LINE_H

#include "base/buf.h"
#include "ledger/format/ledger_entry.h"

/* Appends {"entry":12,"kind":"named","recorded":"2026-05-11T10:00:00+09:00","by":"<32 hex>", …}
 * without a line feed. Keys by kind, in this order:
 *   named      stage, date, programme, edition?, purpose, agreement?, evidence? (hex),
 *              companies: [{"id","corporate_number"?,"country","size"?,"kind"?}, …]
 *   reported   date, programme, edition, side, n, respondent: {…}
 *   confirmed  confirms            reversed   reverses, reason
 *   succession date, from, to      rules      rule_set: the document itself
 *   figure     fiscal_year, figure ("target"), value, indicator, source
 *   rotation   algorithm ("ed25519"), key, signature (base64)
 * Times are in Asia/Tokyo. The entry has passed its check. */
void mus_ledger_entry_line(const struct mus_ledger_entry *entry, uint64_t index,
                           struct mus_buf *out);

#endif
