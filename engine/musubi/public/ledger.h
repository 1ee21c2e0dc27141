/* The ledger of concluded matches, and the rule sets by which it is counted. A part of musubi.h. */
#ifndef MUSUBI_LEDGER_H
#define MUSUBI_LEDGER_H

#include "musubi/public/opening.h"

/* The ledger of concluded matches: entries that are never altered, in order, under a tree whose
 * root is signed. Whoever writes says who: `by` is a person's name, of which the ledger holds a
 * random id. Entries are numbered from 0. */

/* Where the log's signing key lies. */
struct mus_signing {
    const char *key_file;        /* NULL: ledger.key in the store's folder */
    const char *passphrase_file; /* its first line is the passphrase of the key; NULL: none */
};

/* Makes the log's key, under this name, which is the log's origin; a key file that is there already
 * becomes the log's. One object: key (the verification key, to be handed out), id, file, adopted.
 * MUS_CONFLICT: the ledger has a key. */
MUS_PUBLIC enum mus_status mus_key_new(struct mus_musubi *musubi, const char *name,
                                       const struct mus_signing *signing, struct mus_sink *sink,
                                       struct mus_error *err) MUS_MUST_CHECK;
/* One object: keys (oldest first: key, id, in_use), file, in_hand (the file holds the key in use),
 * locked (by a passphrase). */
MUS_PUBLIC enum mus_status mus_key_show(struct mus_musubi *musubi,
                                        const struct mus_signing *signing, struct mus_sink *sink,
                                        struct mus_error *err) MUS_MUST_CHECK;
/* A new key in the place of the old one, whose file stays beside it; an entry tells of it, signed
 * by the old key, and the new one signs a checkpoint. One object: key, id, entry, checkpoint (its
 * size), old_file. */
MUS_PUBLIC enum mus_status mus_key_rotate(struct mus_musubi *musubi,
                                          const struct mus_signing *signing, const char *by,
                                          struct mus_sink *sink,
                                          struct mus_error *err) MUS_MUST_CHECK;

/* One entry from a JSON object: {"kind": "named", "companies": ["c-1", "c-2"], "stage":
 * "concluded", "date": "2026-05-11", "programme": "KOBS", "purpose": "sales", "edition"?,
 * "agreement"?, "evidence"? (SHA-256)}; reported: respondent, side, n, date, programme, edition;
 * confirmed: confirms; reversed: reverses, reason; succession: from, to, date?; figure:
 * fiscal_year, figure, value, indicator, source. With an "id" asking again gives the same entry.
 * One object: entry, repeated. */
MUS_PUBLIC enum mus_status mus_ledger_record(struct mus_musubi *musubi, const char *json,
                                             size_t len, const char *by, struct mus_sink *sink,
                                             struct mus_error *err) MUS_MUST_CHECK;
/* A second person stands up for a named or reported entry. One object: entry, repeated. */
MUS_PUBLIC enum mus_status mus_ledger_confirm(struct mus_musubi *musubi, int64_t entry,
                                              const char *by, struct mus_sink *sink,
                                              struct mus_error *err) MUS_MUST_CHECK;
/* Takes an entry back, for a reason: mistake, duplicate, cancelled, unproven, not_ours. */
MUS_PUBLIC enum mus_status mus_ledger_reverse(struct mus_musubi *musubi, int64_t entry,
                                              const char *reason, const char *by,
                                              struct mus_sink *sink,
                                              struct mus_error *err) MUS_MUST_CHECK;
/* Says that one company became another. Without from and to: follows every merger that the store
 * knows and the ledger does not. One object: dry_run, mergers (from, to, entry, contradicted). */
struct mus_ledger_succession_options {
    const char *from, *to; /* both or neither */
    const char *date;      /* NULL: today; only with from and to */
    const char *by;
    bool dry_run;
};
MUS_PUBLIC enum mus_status
mus_ledger_succession(struct mus_musubi *musubi,
                      const struct mus_ledger_succession_options *options, struct mus_sink *sink,
                      struct mus_error *err) MUS_MUST_CHECK;

/* Questionnaires ("reported") or concluded matches ("concluded") from a CSV, XLSX or JSON Lines
 * file; companies by id, corporate number or SOURCE:ID. What a table's rows do not say is taken
 * from the options. Importing a file twice adds nothing. One object: rows, taken, rejected, added,
 * unchanged, errors (the first 100), warnings, rejected_file. MUS_REJECTED where a row was bad. */
struct mus_ledger_import_options {
    const char *what; /* reported, concluded */
    const char *file;
    const char *by;
    const char *programme; /* reported: FAIR unless given */
    const char *edition;
    const char *date;
    const char *side;
    const char *purpose;
    const char *stage;    /* concluded unless given */
    const char *source;   /* keeps the ids of this list apart from those of others */
    const char *encoding; /* as in mus_import_options */
    const char *sheet;
    const char *rejected;
    int64_t header_row;
    int64_t batch;
    bool dry_run;
};
MUS_PUBLIC enum mus_status mus_ledger_import(struct mus_musubi *musubi,
                                             const struct mus_ledger_import_options *options,
                                             struct mus_sink *sink,
                                             struct mus_error *err) MUS_MUST_CHECK;

/* One object an entry: entry, kind, recorded, what the kind has (as in entries.jsonl), companies
 * (company and name where the store still knows whom the random id stands for, alias, and what the
 * firm was on that day), by (the person, where still known), reversed_by. */
struct mus_ledger_list_options {
    int64_t from;            /* entry */
    int64_t limit;           /* 0: all */
    const char *fiscal_year; /* dated in it, or figures of it; NULL: all */
    const char *kind;        /* named, reported, …; NULL: all */
};
MUS_PUBLIC enum mus_status mus_ledger_list(struct mus_musubi *musubi,
                                           const struct mus_ledger_list_options *options,
                                           struct mus_sink *sink,
                                           struct mus_error *err) MUS_MUST_CHECK;
/* The same for one entry, with leaf (the hash by which it stands in the tree) and about (the
 * entries about it: entry, kind, by). */
MUS_PUBLIC enum mus_status mus_ledger_show(struct mus_musubi *musubi, int64_t entry,
                                           struct mus_sink *sink,
                                           struct mus_error *err) MUS_MUST_CHECK;

/* Signs the tree as it is. One object: size, root, checkpoint (the signed note). MUS_NO where it
 * does not go on from what was signed last. */
MUS_PUBLIC enum mus_status mus_ledger_checkpoint(struct mus_musubi *musubi,
                                                 const struct mus_signing *signing,
                                                 struct mus_sink *sink,
                                                 struct mus_error *err) MUS_MUST_CHECK;
/* Everything that an outsider needs, into a folder; with the signing key at hand a fresh
 * checkpoint, otherwise as far as the last one. One object: folder, size, root, left_out (entries
 * behind the checkpoint), signed_now, why_not. */
MUS_PUBLIC enum mus_status mus_ledger_export(struct mus_musubi *musubi, const char *folder,
                                             bool tiles, const struct mus_signing *signing,
                                             struct mus_sink *sink,
                                             struct mus_error *err) MUS_MUST_CHECK;

/* Checks an exported ledger with nothing but the export and the log's verification key; needs no
 * store. One object: size, root, key, rotations, first_recorded, last_recorded, witnesses,
 * witnessed_at, since, reach_checked. MUS_NO: something does not fit, and the message says what and
 * where. */
struct mus_ledger_verify_options {
    const char *folder;
    const char *key;       /* the verification key */
    const char *since;     /* file of an earlier checkpoint; NULL: none */
    const char *receipt;   /* file of a receipt; NULL: none */
    const char *witnesses; /* verification keys, parted by blanks; each must have cosigned */
    int64_t threads;       /* 0: as many as the machine has */
};
MUS_PUBLIC enum mus_status mus_ledger_verify(const struct mus_ledger_verify_options *options,
                                             struct mus_sink *sink,
                                             struct mus_error *err) MUS_MUST_CHECK;

/* A proof that the entry stands under the last checkpoint. One object: entry, size, proof (the text
 * of the proof file), receipt (bytes of the receipt written). */
struct mus_ledger_prove_options {
    int64_t entry;
    const char *output;    /* the proof goes to this file too; NULL: no */
    const char *receipt;   /* a receipt goes to this file; NULL: no */
    const char *qr;        /* the receipt as a QR code, SVG; NULL: no */
    const char *witnesses; /* whose cosignatures go into the receipt: keys, parted by blanks */
};
MUS_PUBLIC enum mus_status mus_ledger_prove(struct mus_musubi *musubi,
                                            const struct mus_ledger_prove_options *options,
                                            struct mus_sink *sink,
                                            struct mus_error *err) MUS_MUST_CHECK;
/* A proof that the last checkpoint goes on from an earlier one. One object: since, size, proof. */
MUS_PUBLIC enum mus_status mus_ledger_prove_since(struct mus_musubi *musubi, const char *checkpoint,
                                                  const char *output, struct mus_sink *sink,
                                                  struct mus_error *err) MUS_MUST_CHECK;
/* Checks a proof file or a receipt; needs no store. One object: what (inclusion, consistency,
 * receipt), entry or since, size, line (of a receipt), witnesses. MUS_NO: it does not hold. */
MUS_PUBLIC enum mus_status mus_ledger_check_proof(const char *file, const char *key,
                                                  const char *witnesses, struct mus_sink *sink,
                                                  struct mus_error *err) MUS_MUST_CHECK;

/* What a witness is asked to cosign: the last checkpoint, with the proof that it goes on from the
 * one that this witness cosigned last, or from `old` (-1: find out). One object: old, size,
 * request. */
MUS_PUBLIC enum mus_status mus_ledger_witness_request(struct mus_musubi *musubi, const char *key,
                                                      int64_t old, const char *output,
                                                      struct mus_sink *sink,
                                                      struct mus_error *err) MUS_MUST_CHECK;
/* Keeps the cosignature line in the file with its checkpoint. One object: witness, size. */
MUS_PUBLIC enum mus_status mus_ledger_witness_accept(struct mus_musubi *musubi, const char *file,
                                                     const char *key, struct mus_sink *sink,
                                                     struct mus_error *err) MUS_MUST_CHECK;

/* Rule sets: what counts as a concluded match. One object an adoption: rule_set, title, indicator,
 * from_fiscal_year, entry, recorded, in_force (for today's fiscal year). */
MUS_PUBLIC enum mus_status mus_rules_list(struct mus_musubi *musubi, struct mus_sink *sink,
                                          struct mus_error *err) MUS_MUST_CHECK;
/* id: of one in the ledger, or the path of a file; NULL: the one in force. One object: rule_set
 * (the document), entry (where it was adopted). */
MUS_PUBLIC enum mus_status mus_rules_show(struct mus_musubi *musubi, const char *id,
                                          struct mus_sink *sink,
                                          struct mus_error *err) MUS_MUST_CHECK;
/* How two of them differ. One object: a, b, differences (one text each). */
MUS_PUBLIC enum mus_status mus_rules_diff(struct mus_musubi *musubi, const char *a, const char *b,
                                          struct mus_sink *sink,
                                          struct mus_error *err) MUS_MUST_CHECK;
/* From now on the document in the file is in force. One object: rule_set, entry. */
MUS_PUBLIC enum mus_status mus_rules_adopt(struct mus_musubi *musubi, const char *file,
                                           const char *by, struct mus_sink *sink,
                                           struct mus_error *err) MUS_MUST_CHECK;

#endif
