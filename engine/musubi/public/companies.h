/* Companies and reference tables: in, out, changed, joined. A part of musubi.h. */
#ifndef MUSUBI_COMPANIES_H
#define MUSUBI_COMPANIES_H

#include "musubi/public/opening.h"

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
    int64_t batch;      /* rows a durable batch; 0: 4096 */
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

#endif
