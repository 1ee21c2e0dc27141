/* Every limit on what a user can grow, in one place. A test meets each of them. */
#ifndef MUS_BASE_LIMITS_H
#define MUS_BASE_LIMITS_H

/* JSON */
#define MUS_MAX_JSON_BYTES (4 * 1024 * 1024)
#define MUS_MAX_JSON_DEPTH 32
#define MUS_MAX_REPLY_BYTES (1024 * 1024 * 1024) /* of our own answers, read back to be shown */

/* Problems of pairing and timetabling, as files */
#define MUS_MAX_PROBLEM_BYTES (2048LL * 1024 * 1024)

/* CSV and XLSX */
#define MUS_MAX_CELL_BYTES (1024 * 1024)
#define MUS_MAX_COLUMNS 1024
#define MUS_MAX_ROW_BYTES (4 * 1024 * 1024)
#define MUS_MAX_XLSX_ROWS 1048576
#define MUS_MAX_XLSX_STRINGS (512 * 1024 * 1024) /* bytes of shared strings */
#define MUS_MAX_XLSX_PART (4096LL * 1024 * 1024) /* bytes of one unpacked part */
#define MUS_MAX_XLSX_SHEETS 255                  /* that are written */
#define MUS_MAX_XLSX_CELL 32767 /* UTF-16 units of a text that is written: what Excel takes */
#define MUS_MAX_QR_BYTES 2953   /* of a QR code at the lowest level of correction */

/* A company */
#define MUS_MAX_ID 64
#define MUS_MAX_NAME 512        /* bytes of a name, a city, a certification, … */
#define MUS_MAX_LONG_TEXT 32768 /* bytes of a description, a listing's text, … */
#define MUS_MAX_CODE 64         /* bytes of a scheme, a version, a code, a declaration's name */
#define MUS_MAX_WEBSITE 2048    /* bytes */
#define MUS_MAX_SOURCE_NAME 64  /* bytes */
#define MUS_MAX_SOURCE_ID 128   /* bytes: the company's id at its source */
#define MUS_MAX_LIST 200        /* codes, markets, keywords, … in one list */
#define MUS_MAX_LISTINGS 200
#define MUS_MAX_CONTACTS 50
#define MUS_MAX_NOT_WITH 10000
#define MUS_MAX_SOURCES 64 /* sources that may supply one company */
#define MUS_MAX_EMPLOYEES 10000000
#define MUS_MAX_CAPITAL_JPY 1000000000000000LL

/* Reference tables */
#define MUS_MAX_TABLE_ROWS 100000
#define MUS_MAX_TABLE_DEPTH 16
#define MUS_MAX_TABLE_MEMBERS 1000 /* of one group */

/* Text analysis */
#define MUS_MAX_ANALYSED_TEXT (4 * 1024 * 1024) /* bytes of one text to fold or take apart */
#define MUS_MAX_TERM_BYTES 64                   /* bytes of a term that its hash is made of */

/* Lexicons */
#define MUS_MAX_HEADWORD 14                      /* characters of a headword */
#define MUS_MAX_GLOSSES 32                       /* of one line */
#define MUS_MAX_GLOSS_WORDS 6                    /* of one gloss */
#define MUS_MAX_LEXICON_ROWS 2000000             /* lines of a source */
#define MUS_MAX_LEXICON_BYTES (64 * 1024 * 1024) /* of a source, and of a dictionary file */
#define MUS_MAX_LEXICON_TERMS 1000000            /* different terms in all glosses */
#define MUS_MAX_TRANSLATED_TERMS 1024            /* of one translated bag */

/* Queries */
#define MUS_MAX_TOP 1000
#define MUS_MAX_THREADS 256
#define MUS_MAX_FLOORS (256 * 1024 * 1024) /* scores that companies are known by: see floors.h */

/* Documents that are kept with results */
#define MUS_MAX_KEPT_DOCUMENT (64 * 1024 * 1024)

/* Imports */
#define MUS_MAX_MAP_FIELDS 500    /* fields of one map */
#define MUS_MAX_MAP_RULES 16      /* alternatives for one field; steps of one pattern */
#define MUS_MAX_MAP_WORDS 10000   /* of one of its tables or lists */
#define MUS_MAX_MAP_LISTINGS 20   /* listings[0] … */
#define MUS_MAX_MAP_CONTACTS 10   /* contacts[0] … */
#define MUS_MAX_REPORTED 100      /* errors, warnings, … that a report lists; all are counted */
#define MUS_MAX_BATCH_ROWS 100000 /* rows that are committed at once */
#define MUS_MAX_BATCH_BYTES (32 * 1024 * 1024)
#define MUS_MAX_IMPORT_ROWS 100000000 /* rows of one file */

#endif
