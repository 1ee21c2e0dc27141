/* libmusubi: the public interface of the business-matching engine.
 *
 * A store is a folder. It is opened once (mus_open) and asked as often as one likes; any number of
 * threads may ask one open store at a time, but for mus_table_import, during which no other may.
 * Every question answers with JSON objects, handed to the caller's mus_sink one by one as they are
 * ready; `musubi COMMAND --help` names the keys of each. The library never prints, logs or
 * exits.
 *
 * Texts are UTF-8, terminated by NUL; NULL means "not given". Dates are ISO 8601. */
#ifndef MUSUBI_H
#define MUSUBI_H

#include "base/status.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#if defined(__GNUC__)
#define MUS_PUBLIC __attribute__((visibility("default")))
#else
#define MUS_PUBLIC
#endif

/* Where answers go. take is called from the thread that asked, once for each object; a status
 * other than MUS_OK ends the work and is returned. progress may be NULL; total is 0 where it is not
 * known. Batches that are durable are reported as they are committed. */
struct mus_sink {
    enum mus_status (*take)(void *user, const char *json, size_t len, struct mus_error *err);
    void (*progress)(void *user, uint64_t done, uint64_t total);
    void *user;
};

struct mus_open_options {
    const char *store;           /* the folder */
    const char *key_file;        /* the wrapping key; NULL: wrapping.key in the folder */
    const char *passphrase_file; /* its first line is the passphrase that makes the wrapping key */
    /* The day that expiries are judged by, and that entries are recorded on; NULL: today in
     * Asia/Tokyo, and the time of day as it is. */
    const char *today;
    bool read_only;
    /* For mus_init: built-in tables that are not put in, their names joined by commas, such as
     * "jsic" where a classification of one's own comes in its place. NULL: all are put in. */
    const char *without;
};

struct mus_musubi;

/* "0.1.0" */
MUS_PUBLIC const char *mus_version(void);

/* Makes a store in an empty or absent folder, with the built-in reference tables in it. A making
 * that was cut short is completed by the next. MUS_CONFLICT: a store is already here; MUS_INVALID:
 * `without` names what is no built-in table. */
MUS_PUBLIC enum mus_status mus_init(const struct mus_open_options *options, struct mus_sink *sink,
                                    struct mus_error *err) MUS_MUST_CHECK;
/* MUS_NOT_FOUND where there is no store, MUS_STORE where its making was cut short. */
MUS_PUBLIC enum mus_status mus_open(const struct mus_open_options *options, struct mus_musubi **out,
                                    struct mus_error *err) MUS_MUST_CHECK;
/* NULL is accepted. Nobody may be asking. */
MUS_PUBLIC void mus_close(struct mus_musubi *musubi);

/* Companies in: JSON Lines by the file's ending (.jsonl, .ndjson, .json), else CSV or XLSX. Good
 * rows are taken and bad ones reported; MUS_REJECTED where any was. One object: rows, taken,
 * rejected, superseded, added, changed, unchanged, errors (the first 100), kept (fields that a
 * person had edited), warnings. */
struct mus_import_options {
    const char *file;
    const char *map;      /* a mapping document; NULL: columns by their headings */
    const char *source;   /* the source's name, for rows that do not say; NULL: the file's name */
    const char *encoding; /* utf-8, cp932; NULL: found out */
    const char *sheet;    /* XLSX: NULL for the first */
    /* Where bad rows go, to be mended; NULL: FILE.rejected.csv (.jsonl), -2, -3, … if it is there.
     */
    const char *rejected;
    int64_t header_row; /* 1-based; 0: 1, or what the map says */
    int64_t batch;      /* rows a durable batch; 0: 1000 */
    bool no_header;
    bool dry_run;
    bool strict;
    bool clear_empty;
    bool overwrite;
};
MUS_PUBLIC enum mus_status mus_import_companies(struct mus_musubi *musubi,
                                                const struct mus_import_options *options,
                                                struct mus_sink *sink,
                                                struct mus_error *err) MUS_MUST_CHECK;

/* One company in the exchange format, with what is derived from it. Contacts only where asked for
 * and consented to. */
MUS_PUBLIC enum mus_status mus_company_show(struct mus_musubi *musubi, const char *id,
                                            bool contacts, struct mus_sink *sink,
                                            struct mus_error *err) MUS_MUST_CHECK;
/* A person's edit: a JSON object of the exchange format with the fields to set; null clears one.
 * With an id that is not there yet, or none, a new company is made. */
MUS_PUBLIC enum mus_status mus_company_put(struct mus_musubi *musubi, const char *json, size_t len,
                                           struct mus_sink *sink,
                                           struct mus_error *err) MUS_MUST_CHECK;
/* One object a company, by id; at most limit (0: all) after the id `after` (NULL: from the start).
 */
MUS_PUBLIC enum mus_status mus_company_list(struct mus_musubi *musubi, const char *after,
                                            int64_t limit, struct mus_sink *sink,
                                            struct mus_error *err) MUS_MUST_CHECK;
/* Companies whose id, source id, corporate number or name is or contains the words. */
MUS_PUBLIC enum mus_status mus_company_search(struct mus_musubi *musubi, const char *words,
                                              int64_t limit, struct mus_sink *sink,
                                              struct mus_error *err) MUS_MUST_CHECK;
/* Every company in the exchange format, one object each. */
MUS_PUBLIC enum mus_status mus_company_export(struct mus_musubi *musubi, bool contacts,
                                              struct mus_sink *sink,
                                              struct mus_error *err) MUS_MUST_CHECK;
/* Destroys the company's data key, then everything that is kept of it. */
MUS_PUBLIC enum mus_status mus_company_erase(struct mus_musubi *musubi, const char *id,
                                             struct mus_sink *sink,
                                             struct mus_error *err) MUS_MUST_CHECK;
/* Pairs that are probably one company, most probable first, each with its reasons. */
MUS_PUBLIC enum mus_status mus_company_duplicates(struct mus_musubi *musubi, int64_t limit,
                                                  struct mus_sink *sink,
                                                  struct mus_error *err) MUS_MUST_CHECK;
MUS_PUBLIC enum mus_status mus_company_merge(struct mus_musubi *musubi, const char *survivor,
                                             const char *merged, struct mus_sink *sink,
                                             struct mus_error *err) MUS_MUST_CHECK;
/* Takes the merge with this number back. */
MUS_PUBLIC enum mus_status mus_company_unmerge(struct mus_musubi *musubi, int64_t merge,
                                               struct mus_sink *sink,
                                               struct mus_error *err) MUS_MUST_CHECK;

/* A reference table from a file: a musubi-table/1 document, or CSV, TSV or XLSX whose columns
 * `columns` names in order ("level,code,parent,ja,en"; a name that is none of code, parent, ja,
 * en, order, note_ja, note_en, synonym is passed over). Says which codes in use the new version
 * lacks, and which companies use them. */
struct mus_table_import_options {
    const char *file;
    const char *name;
    const char *version;
    const char *source;
    const char *columns;
    const char *title_ja;
    const char *title_en;
    bool header; /* the file's first row is a heading */
    bool dry_run;
};
MUS_PUBLIC enum mus_status mus_table_import(struct mus_musubi *musubi,
                                            const struct mus_table_import_options *options,
                                            struct mus_sink *sink,
                                            struct mus_error *err) MUS_MUST_CHECK;
MUS_PUBLIC enum mus_status mus_table_list(struct mus_musubi *musubi, struct mus_sink *sink,
                                          struct mus_error *err) MUS_MUST_CHECK;
/* version NULL: the one in force. code NULL: every row. */
MUS_PUBLIC enum mus_status mus_table_show(struct mus_musubi *musubi, const char *name,
                                          const char *version, const char *code,
                                          struct mus_sink *sink,
                                          struct mus_error *err) MUS_MUST_CHECK;

/* ------------------------------------------------------------------ weights */

/* The sets of weights, the expert's first; one of them, NULL: the one in use; what differs. */
MUS_PUBLIC enum mus_status mus_weights_list(struct mus_musubi *musubi, struct mus_sink *sink,
                                            struct mus_error *err) MUS_MUST_CHECK;
MUS_PUBLIC enum mus_status mus_weights_show(struct mus_musubi *musubi, const char *name,
                                            struct mus_sink *sink,
                                            struct mus_error *err) MUS_MUST_CHECK;
MUS_PUBLIC enum mus_status mus_weights_diff(struct mus_musubi *musubi, const char *a, const char *b,
                                            struct mus_sink *sink,
                                            struct mus_error *err) MUS_MUST_CHECK;
/* Every match is judged by this set from now on, until another is put in use. */
MUS_PUBLIC enum mus_status mus_weights_use(struct mus_musubi *musubi, const char *name,
                                           struct mus_sink *sink,
                                           struct mus_error *err) MUS_MUST_CHECK;
struct mus_weights_learn_options {
    const char *outcomes; /* JSON Lines; NULL: the cases of the store */
    const char *name;     /* of the set; NULL: "learned-" and the day */
    const char *by;       /* may be NULL */
    bool use;             /* put it in use, where it passes the gate */
};
/* What outcomes say of the expert's weights. Stored where they pass the gate, else only told. */
MUS_PUBLIC enum mus_status mus_weights_learn(struct mus_musubi *musubi,
                                             const struct mus_weights_learn_options *options,
                                             struct mus_sink *sink,
                                             struct mus_error *err) MUS_MUST_CHECK;

/* Whom to introduce. Exactly one of company, need and queries is given. filters is a JSON object
 * as in a query line, or NULL. With queries, one object a line in the order given, and run names
 * the file for a TREC run. */
struct mus_match_options {
    const char *company;
    const char *need;
    const char *queries;
    const char *filters;
    const char *run;
    int64_t top;     /* 0: 20, or what the query says */
    int64_t threads; /* 0: as many as the machine has; the answer is the same for any number */
    const char *met_since; /* meetings before this day are no veto; NULL: all are */
    bool explain;
    bool show_vetoed;
    /* Conditions and purposes that the words of `need` state for certain are read from them and
     * told as chips, unless unread; not_read names chips that are to stay text,
     * "country:DE,size:sme". */
    bool unread;
    const char *not_read;
};
MUS_PUBLIC enum mus_status mus_match(struct mus_musubi *musubi,
                                     const struct mus_match_options *options, struct mus_sink *sink,
                                     struct mus_error *err) MUS_MUST_CHECK;
/* One result of the match of a with b, explained; and whether something stands against it. */
MUS_PUBLIC enum mus_status mus_explain(struct mus_musubi *musubi, const char *a, const char *b,
                                       struct mus_sink *sink, struct mus_error *err) MUS_MUST_CHECK;

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

/* Cases: a pair of companies on its way from a suggestion to a conclusion. Each answer is one
 * object a case: case, stage, open, date, idle_days, companies, programme, purpose, edition,
 * agreement, coordinator, entry; mus_case_show adds origin, steps and handovers. A meeting, a
 * follow-up, a conclusion and a first order become entries of the ledger at once. `by` is who does
 * it; NULL: the case's coordinator. Days are as people in Japan write them; NULL: today. */
struct mus_case_open_options {
    const char *a; /* the company that asked */
    const char *b;
    const char *programme;
    const char *purpose;
    const char *coordinator;
    const char *edition; /* of the event; this and what follows may be NULL */
    const char *listing_a;
    const char *listing_b;
    const char *date;
    const char *by;
    const char *event;   /* where they met first, with */
    const char *meeting; /* which meeting it was */
    bool match;          /* rank and score of b in the match of a are looked up and kept */
    bool introduced;     /* the introduction has been made; otherwise suggested */
    bool again;          /* even though one of the same pair and purpose is under way */
};
MUS_PUBLIC enum mus_status mus_case_open(struct mus_musubi *musubi,
                                         const struct mus_case_open_options *options,
                                         struct mus_sink *sink,
                                         struct mus_error *err) MUS_MUST_CHECK;
struct mus_case_advance_options {
    const char *id;
    const char *stage; /* introduced, accepted, meeting_held, … */
    const char *date;
    const char *agreement; /* its kind: contract, mou, … */
    const char *evidence;  /* a file: its SHA-256 is kept, the file stays where it is */
    const char *label;     /* what the evidence is */
    const char *by;
};
MUS_PUBLIC enum mus_status mus_case_advance(struct mus_musubi *musubi,
                                            const struct mus_case_advance_options *options,
                                            struct mus_sink *sink,
                                            struct mus_error *err) MUS_MUST_CHECK;
/* Another coordinator: for the case `id`, or where that is NULL for all cases of `from` that are
 * still to be followed up. */
MUS_PUBLIC enum mus_status mus_case_assign_to(struct mus_musubi *musubi, const char *id,
                                              const char *from, const char *to, const char *by,
                                              struct mus_sink *sink,
                                              struct mus_error *err) MUS_MUST_CHECK;
struct mus_case_list_options {
    const char *company; /* each may be NULL: any */
    const char *coordinator;
    const char *programme;
    const char *stage;
    int64_t due_days; /* only those without a step for so many days; 0: any */
    bool open;        /* only those still to be followed up */
};
MUS_PUBLIC enum mus_status mus_case_list(struct mus_musubi *musubi,
                                         const struct mus_case_list_options *options,
                                         struct mus_sink *sink,
                                         struct mus_error *err) MUS_MUST_CHECK;
MUS_PUBLIC enum mus_status mus_case_show(struct mus_musubi *musubi, const char *id,
                                         struct mus_sink *sink,
                                         struct mus_error *err) MUS_MUST_CHECK;

/* The indicator of one fiscal year by one rule set. There is no call that takes two indicators:
 * numbers counted by different rules are never added. */
struct mus_report_options {
    const char *fiscal_year; /* 2025, FY2025, 令和7年度; NULL: that of today */
    /* Its id, or a file (a path, or NAME.json) with one to be tried; NULL: the one in force. */
    const char *rule_set;
    const char *as_of; /* only what was recorded by the end of this day; NULL: everything */
    /* Counts from 1 to one less are not told in the breakdowns, nor what they would follow from;
     * 0: all are told. */
    int64_t suppress_below;
    const char *format;    /* see each call; NULL: the first of its formats */
    const char *language;  /* of csv, html and xlsx: ja (NULL) or en */
    const char *publisher; /* who puts its name to it; NULL: nobody */
    const char *output;    /* the file to be written; NULL: the answer holds the document */
};
/* Formats text (the answer is the report; the words are the caller's), json (the same, or a file of
 * it), csv, html, xlsx. A document is answered as format and content, or where it was written as
 * format, output and bytes. MUS_NOT_FOUND: no rule set of that id, or none in force. */
MUS_PUBLIC enum mus_status mus_report_indicator(struct mus_musubi *musubi,
                                                const struct mus_report_options *options,
                                                struct mus_sink *sink,
                                                struct mus_error *err) MUS_MUST_CHECK;
/* The document that is published once a year: html (for print), xlsx, csv. Answers as above. */
MUS_PUBLIC enum mus_status mus_report_yearly(struct mus_musubi *musubi,
                                             const struct mus_report_options *options,
                                             struct mus_sink *sink,
                                             struct mus_error *err) MUS_MUST_CHECK;
/* One fiscal year by two rule sets of one indicator, side by side: both totals, how the rules
 * differ, and every entry that they do not count alike, with the reason. fiscal_year and as_of as
 * above. MUS_INVALID where they count different indicators. */
MUS_PUBLIC enum mus_status mus_report_compare(struct mus_musubi *musubi, const char *fiscal_year,
                                              const char *rule_set_a, const char *rule_set_b,
                                              const char *as_of, struct mus_sink *sink,
                                              struct mus_error *err) MUS_MUST_CHECK;

/* Problems of pairing and timetabling as files, solved without a store. One object: with an output
 * file a summary (output, problem, what was reached, and of what is missing the first 20),
 * otherwise the answer itself. The file is written whole, also where the answer is no: then
 * MUS_NO, with the reason. */
struct mus_solve_options {
    const char *file;   /* the problem */
    const char *output; /* where the answer goes; NULL: to the sink */
    const char *method; /* of pairing: best (NULL), flow, prices */
    int64_t evenness;   /* of pairing, 0 to 1,000,000: what the first meeting of somebody is worth
                           beside its score, in millionths */
    int64_t seed;
    int64_t steps;   /* 0: the usual */
    int64_t time_ms; /* from when the solver starts; 0: as long as the steps take */
    int64_t threads; /* 0: as many as the machine has; the answer is the same for any number */
    bool no_proof;   /* of timetabling: nothing is proved beyond the simplest bound */
};
/* Whoever stays below a minimum is named with the reason; that is no MUS_NO. */
MUS_PUBLIC enum mus_status mus_solve_pairing(const struct mus_solve_options *options,
                                             struct mus_sink *sink,
                                             struct mus_error *err) MUS_MUST_CHECK;
/* MUS_NO where a meeting is left out: incomplete or infeasible. */
MUS_PUBLIC enum mus_status mus_solve_timetable(const struct mus_solve_options *options,
                                               struct mus_sink *sink,
                                               struct mus_error *err) MUS_MUST_CHECK;
/* Routes of visiting groups. The answer is told also where it goes to a file. */
MUS_PUBLIC enum mus_status mus_solve_tour(const struct mus_solve_options *options,
                                          struct mus_sink *sink,
                                          struct mus_error *err) MUS_MUST_CHECK;

/* Routes as mus_solve_tour wrote them, on paper: a page for each group, a sheet for each booth; or
 * one table of visits. One object: problem, format, output, files, bytes, replaced_characters.
 * MUS_NO where the routes break a rule of the problem. */
struct mus_tour_print_options {
    const char *problem; /* files */
    const char *answer;
    const char *output;
    const char *format;   /* html (NULL), xlsx, csv */
    const char *encoding; /* of CSV; NULL: utf-8, with byte order mark */
    const char *language; /* ja, en, both (NULL) */
};
MUS_PUBLIC enum mus_status mus_tour_print(const struct mus_tour_print_options *options,
                                          struct mus_sink *sink,
                                          struct mus_error *err) MUS_MUST_CHECK;

/* Every invariant of the store; MUS_NO where one does not hold. */
MUS_PUBLIC enum mus_status mus_check(struct mus_musubi *musubi, struct mus_sink *sink,
                                     struct mus_error *err) MUS_MUST_CHECK;
MUS_PUBLIC enum mus_status mus_stats(struct mus_musubi *musubi, struct mus_sink *sink,
                                     struct mus_error *err) MUS_MUST_CHECK;

/* ---- events ---- */

/* What an event is; each may be NULL. Days are as people in Japan write them. For a new one: event,
 * a name, from and to are needed. In a change NULL is as it was, "none" (of those that may be
 * missing) takes away. */
struct mus_event_options {
    const char *event;
    const char *file; /* a musubi-event/1 in the place of everything else */
    const char *name, *name_en, *theme, *theme_en, *venue, *venue_en;
    const char *from, *to;
    const char *programme, *edition, *purpose, *language;
    const char *capacity, *max_break_difference; /* numbers */
    const char *by;                              /* of a change; NULL: organiser */
    bool replan; /* meetings that lose their places stay, to be planned again */
};
/* MUS_CONFLICT: it is there already. Answers as mus_event_show. */
MUS_PUBLIC enum mus_status mus_event_create(struct mus_musubi *musubi,
                                            const struct mus_event_options *options,
                                            struct mus_sink *sink,
                                            struct mus_error *err) MUS_MUST_CHECK;
/* The file must be of this event. Answers as mus_event_show, with unplaced and run. */
MUS_PUBLIC enum mus_status mus_event_change(struct mus_musubi *musubi,
                                            const struct mus_event_options *options,
                                            struct mus_sink *sink,
                                            struct mus_error *err) MUS_MUST_CHECK;
/* One object: the members of a musubi-event/1, programme_name, purpose_name, participants (by role
 * and state), wishes, meetings (by state), runs. */
MUS_PUBLIC enum mus_status mus_event_show(struct mus_musubi *musubi, const char *event,
                                          struct mus_sink *sink,
                                          struct mus_error *err) MUS_MUST_CHECK;
/* The musubi-event/1 by itself, for mus_event_create and mus_event_change. */
MUS_PUBLIC enum mus_status mus_event_export(struct mus_musubi *musubi, const char *event,
                                            struct mus_sink *sink,
                                            struct mus_error *err) MUS_MUST_CHECK;
/* One object each: event, name, from, to, venue, halls, slots, tables, participants, meetings. */
MUS_PUBLIC enum mus_status mus_event_list(struct mus_musubi *musubi, struct mus_sink *sink,
                                          struct mus_error *err) MUS_MUST_CHECK;

/* What an event has, or one change of it at a time. One object: event, the list (slots, tables,
 * halls, interpreters, roles) as it is then; after a change unplaced (meetings that lost their
 * places: meeting, between, slot, table) and run. MUS_CONFLICT where meetings would lose their
 * places and replan is not given. Lists of ids are parted by commas; NULL: not asked for. */
struct mus_layout_slots_options {
    const char *event;
    const char *add;     /* "10:00", or "10:00-12:00": as many as fit */
    const char *day;     /* NULL: that of an event of one day; of a series every day */
    const char *session; /* in a change "none" takes it away */
    const char *id;      /* NULL: the next of s1, s2, … that is free */
    const char *remove, *close, *open;
    const char *change; /* one slot: day, start, minutes, session become others */
    const char *start;
    const char *by;
    int64_t minutes, pause; /* 0: not given, none */
    bool replan;
};
MUS_PUBLIC enum mus_status mus_layout_slots(struct mus_musubi *musubi,
                                            const struct mus_layout_slots_options *options,
                                            struct mus_sink *sink,
                                            struct mus_error *err) MUS_MUST_CHECK;
struct mus_layout_tables_options {
    const char *event;
    const char *hall, *label;          /* of added or changed tables; "none" takes a label away */
    const char *close, *open, *change; /* "3,5-7" */
    const char *slots;                 /* that they are closed or opened in; NULL: all */
    const char *by;
    int64_t add, remove; /* so many; from the last on */
    bool replan;
};
MUS_PUBLIC enum mus_status mus_layout_tables(struct mus_musubi *musubi,
                                             const struct mus_layout_tables_options *options,
                                             struct mus_sink *sink,
                                             struct mus_error *err) MUS_MUST_CHECK;
struct mus_layout_halls_options {
    const char *event;
    const char *add, *remove, *change;
    const char *name, *name_en;
    const char *walk;    /* "h1,h2": between them */
    const char *minutes; /* so many */
};
MUS_PUBLIC enum mus_status mus_layout_halls(struct mus_musubi *musubi,
                                            const struct mus_layout_halls_options *options,
                                            struct mus_sink *sink,
                                            struct mus_error *err) MUS_MUST_CHECK;
struct mus_layout_interpreters_options {
    const char *event;
    const char *add, *remove, *change;
    const char *languages;
    const char *unavailable; /* slots; "none": always there */
    const char *by;
    bool replan;
};
MUS_PUBLIC enum mus_status
mus_layout_interpreters(struct mus_musubi *musubi,
                        const struct mus_layout_interpreters_options *options,
                        struct mus_sink *sink, struct mus_error *err) MUS_MUST_CHECK;
struct mus_layout_roles_options {
    const char *event;
    const char *add, *remove, *change;
    const char *name, *name_en;
    const char *meets;     /* roles; "none" */
    const char *min, *max; /* numbers */
};
MUS_PUBLIC enum mus_status mus_layout_roles(struct mus_musubi *musubi,
                                            const struct mus_layout_roles_options *options,
                                            struct mus_sink *sink,
                                            struct mus_error *err) MUS_MUST_CHECK;

/* Who takes part, one object each: event, participant, company, name, role, state, mode, min, max,
 * booth, hall, unavailable, online, meets, languages, time_zone, people, registered, meetings,
 * placed. */
struct mus_participant_list_options {
    const char *event;
    const char *role, *state, *company; /* each may be NULL: any */
};
MUS_PUBLIC enum mus_status
mus_event_participants(struct mus_musubi *musubi,
                       const struct mus_participant_list_options *options, struct mus_sink *sink,
                       struct mus_error *err) MUS_MUST_CHECK;
/* One of them, with agenda, wishes, attended (how its company kept its word at other events) and,
 * where names is true and the company's consent to show contacts allows it, names of its people;
 * otherwise names_withheld says why not. */
MUS_PUBLIC enum mus_status mus_participant_show(struct mus_musubi *musubi, const char *event,
                                                const char *participant, bool names,
                                                struct mus_sink *sink,
                                                struct mus_error *err) MUS_MUST_CHECK;
/* NULL: as it was. Lists are parted by commas; "none" takes away. Answers as mus_participant_show,
 * with unplaced and run. */
struct mus_participant_options {
    const char *event, *participant;
    const char *role;
    const char *min, *max;   /* numbers, or "role": as its role says */
    const char *unavailable; /* slots */
    const char *booth, *hall;
    const char *state; /* registered, waiting */
    const char *mode;  /* exclusive, sharing */
    const char *languages, *time_zone;
    const char *online, *meets; /* yes, no */
    const char *by;
    bool replan;
};
MUS_PUBLIC enum mus_status mus_participant_change(struct mus_musubi *musubi,
                                                  const struct mus_participant_options *options,
                                                  struct mus_sink *sink,
                                                  struct mus_error *err) MUS_MUST_CHECK;
/* The people of a participant, one change at a time: somebody more, somebody less, another name, or
 * how many they are, named or not. A name that is added goes to somebody who has none yet, where
 * there is one. Names are sealed; the answer is that of mus_participant_show with names. */
struct mus_people_options {
    const char *event;
    const char *participant;
    const char *add, *remove; /* names; NULL: nobody */
    const char *rename, *to;  /* the old name and the new one */
    int64_t count;            /* 0: as it is */
};
MUS_PUBLIC enum mus_status mus_participant_people(struct mus_musubi *musubi,
                                                  const struct mus_people_options *options,
                                                  struct mus_sink *sink,
                                                  struct mus_error *err) MUS_MUST_CHECK;
/* must, want, never, or none: takes the wish away. One object: event, from, to (participant,
 * company, name), wish (null: none), changed. */
MUS_PUBLIC enum mus_status mus_event_wish(struct mus_musubi *musubi, const char *event,
                                          const char *from, const char *to, const char *kind,
                                          struct mus_sink *sink,
                                          struct mus_error *err) MUS_MUST_CHECK;

/* Participants, wishes or outcomes from a CSV or XLSX file. Companies are in the store already,
 * named by id, corporate number or SOURCE:ID; those of wishes by participant id as well. Rows of
 * one company that share an agenda are one participant. Importing a file twice changes nothing. One
 * object, as of mus_import_companies. MUS_REJECTED where a row was bad: then nothing of its company
 * is taken. Outcomes are the forms that mus_event_print makes, filled in: which meetings were held,
 * each a step of a case, as by mus_event_held. */
struct mus_event_import_options {
    const char *what; /* participants, wishes, outcomes */
    const char *event;
    const char *file;
    const char *by;       /* outcomes: who records them; NULL otherwise */
    const char *role;     /* of participants whose row does not say; NULL: none */
    const char *source;   /* the list whose ids the column of companies holds; NULL: none */
    const char *encoding; /* as in mus_import_options */
    const char *sheet;
    const char *rejected;
    int64_t header_row;
    bool dry_run;
};
MUS_PUBLIC enum mus_status mus_event_import(struct mus_musubi *musubi,
                                            const struct mus_event_import_options *options,
                                            struct mus_sink *sink,
                                            struct mus_error *err) MUS_MUST_CHECK;

/* Whom the event recommends to each participant, ranked so that attention is shared. One object:
 * event, weights, sharing (thousandths), participants (who may meet anybody), pairs, before and
 * after (how evenly attention lies: gini, smallest, worst_tenth, mean, mean_score, mutual, in
 * millionths), by_size, lists (participant, company, name, exposure, list of rank, participant,
 * company, name, score, rank_by_score). */
struct mus_event_lists_options {
    const char *event;
    const char *participant; /* NULL: the lists of all */
    int64_t sharing;         /* 0: by own score … 1000: as the market has it; -1: 500 */
    int64_t top;             /* 0: 20 */
    int64_t threads;         /* 0: one a processor */
};
MUS_PUBLIC enum mus_status mus_event_lists(struct mus_musubi *musubi,
                                           const struct mus_event_lists_options *options,
                                           struct mus_sink *sink,
                                           struct mus_error *err) MUS_MUST_CHECK;

/* The papers of an event, into a file: agenda, tables, halls, badges, outcomes (html, xlsx, csv),
 * or calendar (ics: a file for each participant into a folder, and one more for what was
 * cancelled). One object: event, what, format, output, files, bytes, replaced_characters (those
 * that CP932 lacks). */
struct mus_event_print_options {
    const char *event;
    const char *what;
    const char *output;
    const char *format;      /* NULL: html, or ics for calendars */
    const char *encoding;    /* of CSV; NULL: utf-8, with byte order mark */
    const char *language;    /* ja, en, both (NULL) */
    const char *participant; /* NULL: all */
};
MUS_PUBLIC enum mus_status mus_event_print(struct mus_musubi *musubi,
                                           const struct mus_event_print_options *options,
                                           struct mus_sink *sink,
                                           struct mus_error *err) MUS_MUST_CHECK;

/* ---- an event's plan ---- */

/* Who plans and how. Each answer that changes the plan is kept as a run; nothing is made where the
 * event has changed while it was worked out (MUS_CONFLICT). */
struct mus_plan_options {
    const char *by; /* NULL: organiser */
    int64_t seed;
    int64_t steps;   /* 0: the usual */
    int64_t time_ms; /* 0: as long as the steps take */
    int64_t threads; /* 0: one a processor; the answer is the same for any number */
};

/* Pairs everybody who takes part. One object: the run's keys, gained, lost, candidates, kept_apart,
 * score_total, missing_lower_bound, method, spread, by_size, price and price_by_size (where
 * evenness is asked for), below_minimum, wishes, missed; where the event has interpreters,
 * interpreted, given_up_count, given_up. */
struct mus_event_pair_options {
    const char *event;
    int64_t evenness;   /* 0 … 1,000,000: what the first meeting of somebody is worth beside its
                           score; the second half of that, the third a third, … */
    int64_t candidates; /* at most so many partners of each are looked at; 0: all, up to a million
                           pairs */
    struct mus_plan_options plan;
};
MUS_PUBLIC enum mus_status mus_event_pair(struct mus_musubi *musubi,
                                          const struct mus_event_pair_options *options,
                                          struct mus_sink *sink,
                                          struct mus_error *err) MUS_MUST_CHECK;
/* Why those with few meetings have few, or why one (participant) has what it has. One object each:
 * participant, company, name, meetings, placed, min, max, slots, partners, acceptable,
 * acceptable_full, apart, why, label. */
MUS_PUBLIC enum mus_status mus_event_diagnose(struct mus_musubi *musubi, const char *event,
                                              const char *participant, struct mus_sink *sink,
                                              struct mus_error *err) MUS_MUST_CHECK;
/* Gives the meetings slots and tables. mode: all (NULL), unplaced, repair. One object: the run's
 * keys, status, placed, fewest_breaks, most_breaks, interpreted, reason, left_out. */
MUS_PUBLIC enum mus_status mus_event_timetable(struct mus_musubi *musubi, const char *event,
                                               const char *mode,
                                               const struct mus_plan_options *options,
                                               struct mus_sink *sink,
                                               struct mus_error *err) MUS_MUST_CHECK;

/* Runs: one object each; what differs between two; the meetings as they stood after one, made a new
 * run; its problem solved again (MUS_NO where the answer differs by more than the seconds); its
 * documents as files in a folder. */
MUS_PUBLIC enum mus_status mus_event_run_list(struct mus_musubi *musubi, const char *event,
                                              struct mus_sink *sink,
                                              struct mus_error *err) MUS_MUST_CHECK;
MUS_PUBLIC enum mus_status mus_event_run_show(struct mus_musubi *musubi, const char *event,
                                              int64_t number, struct mus_sink *sink,
                                              struct mus_error *err) MUS_MUST_CHECK;
MUS_PUBLIC enum mus_status mus_event_run_compare(struct mus_musubi *musubi, const char *event,
                                                 int64_t a, int64_t b, struct mus_sink *sink,
                                                 struct mus_error *err) MUS_MUST_CHECK;
MUS_PUBLIC enum mus_status mus_event_run_restore(struct mus_musubi *musubi, const char *event,
                                                 int64_t number,
                                                 const struct mus_plan_options *options,
                                                 struct mus_sink *sink,
                                                 struct mus_error *err) MUS_MUST_CHECK;
MUS_PUBLIC enum mus_status mus_event_run_repeat(struct mus_musubi *musubi, const char *event,
                                                int64_t number, int64_t threads,
                                                struct mus_sink *sink,
                                                struct mus_error *err) MUS_MUST_CHECK;
MUS_PUBLIC enum mus_status mus_event_run_export(struct mus_musubi *musubi, const char *event,
                                                int64_t number, const char *dir,
                                                struct mus_sink *sink,
                                                struct mus_error *err) MUS_MUST_CHECK;

/* Meetings, one object each; those that are cancelled only where their state is asked for. */
struct mus_meeting_list_options {
    const char *event;
    const char *participant; /* NULL: of all */
    const char *slot;        /* NULL: in any, or none */
    const char *state;       /* planned, held, no_show, cancelled; NULL: all but cancelled */
    bool unplaced;           /* only those without a slot */
};
MUS_PUBLIC enum mus_status mus_event_meeting_list(struct mus_musubi *musubi,
                                                  const struct mus_meeting_list_options *options,
                                                  struct mus_sink *sink,
                                                  struct mus_error *err) MUS_MUST_CHECK;
/* Edits by hand. One object: event, run, change, and the meeting as it is then. */
struct mus_meeting_lock_options {
    const char *event, *meeting, *by;
    bool pair, slot, table; /* one at least */
    bool unlock;
};
MUS_PUBLIC enum mus_status mus_event_meeting_lock(struct mus_musubi *musubi,
                                                  const struct mus_meeting_lock_options *options,
                                                  struct mus_sink *sink,
                                                  struct mus_error *err) MUS_MUST_CHECK;
/* MUS_CONFLICT with the clash: p-0003 is in m-000007 in s4. */
struct mus_meeting_move_options {
    const char *event, *meeting, *by;
    const char *slot; /* NULL: the one it has */
    int64_t table;    /* 0: the one it has, or the first that is free */
    bool nowhere;     /* takes its slot away */
    bool uneven;      /* also where the event's limit on the difference of breaks is broken */
};
MUS_PUBLIC enum mus_status mus_event_meeting_move(struct mus_musubi *musubi,
                                                  const struct mus_meeting_move_options *options,
                                                  struct mus_sink *sink,
                                                  struct mus_error *err) MUS_MUST_CHECK;

/* What happens on the day: without `apply` one object that says what would change (event, what,
 * applied, token, who, changes, counts, breaks, left_out); with the token of that object the change
 * is made, and told as it was made (run in the place of token). MUS_CONFLICT: the plan is not as it
 * was when the token was given. */
struct mus_day_options {
    const char *event;
    const char *by;
    const char *apply; /* NULL: only show */
    bool keep;         /* nothing that can stay is moved */
};
/* participants: ids parted by commas. no_show: they did not come, otherwise they cancelled. */
MUS_PUBLIC enum mus_status mus_event_cancel(struct mus_musubi *musubi,
                                            const struct mus_day_options *options,
                                            const char *participants, bool no_show,
                                            struct mus_sink *sink,
                                            struct mus_error *err) MUS_MUST_CHECK;
/* The participant did not come to this one meeting. */
MUS_PUBLIC enum mus_status mus_event_absent(struct mus_musubi *musubi,
                                            const struct mus_day_options *options,
                                            const char *meeting, const char *participant,
                                            struct mus_sink *sink,
                                            struct mus_error *err) MUS_MUST_CHECK;
/* It comes only from the slot on. */
MUS_PUBLIC enum mus_status mus_event_late(struct mus_musubi *musubi,
                                          const struct mus_day_options *options,
                                          const char *participant, const char *slot,
                                          struct mus_sink *sink,
                                          struct mus_error *err) MUS_MUST_CHECK;
/* A slot, a table (0: none), or a table in a slot cannot be used any more. */
MUS_PUBLIC enum mus_status mus_event_lose(struct mus_musubi *musubi,
                                          const struct mus_day_options *options, const char *slot,
                                          int64_t table, struct mus_sink *sink,
                                          struct mus_error *err) MUS_MUST_CHECK;
/* New meetings for whoever lost some, or for one participant; waiting: also from the waiting list.
 */
MUS_PUBLIC enum mus_status mus_event_refill(struct mus_musubi *musubi,
                                            const struct mus_day_options *options,
                                            const char *participant, bool waiting,
                                            struct mus_sink *sink,
                                            struct mus_error *err) MUS_MUST_CHECK;
/* Meetings (ids parted by commas, or all that are planned in a slot) took place: each becomes a
 * step of a case, and an entry of the ledger. One object a meeting; apply and keep mean nothing. */
MUS_PUBLIC enum mus_status mus_event_held(struct mus_musubi *musubi,
                                          const struct mus_day_options *options,
                                          const char *meetings, const char *slot,
                                          struct mus_sink *sink,
                                          struct mus_error *err) MUS_MUST_CHECK;
/* How the companies of the event's participants kept their word at other events. One object each:
 * participant, company, name, events, cancelled, no_shows; only of those that ever cancelled or did
 * not come, unless `all`. */
MUS_PUBLIC enum mus_status mus_event_attendance(struct mus_musubi *musubi, const char *event,
                                                bool all, struct mus_sink *sink,
                                                struct mus_error *err) MUS_MUST_CHECK;

#endif
