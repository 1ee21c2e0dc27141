/* For tests: workbooks in memory, made of parts given as text. */
#ifndef MUS_TESTS_XLSX_FILE_H
#define MUS_TESTS_XLSX_FILE_H

#include "base/buf.h"
#include "base/text.h"

#include <stdlib.h>
#include <string.h>

#include <zip.h>

struct xlsx_entry {
    const char *name;
    struct mus_text content;
};

/* Packs the entries into a ZIP archive, appended to out. */
static inline void xlsx_pack(const struct xlsx_entry *entries, size_t count, struct mus_buf *out)
{
    zip_source_t *archive = zip_source_buffer_create(NULL, 0, 0, NULL);
    zip_source_keep(archive);
    zip_t *zip = zip_open_from_source(archive, ZIP_CREATE | ZIP_TRUNCATE, NULL);
    for (size_t i = 0; i < count; i++) {
        zip_source_t *content =
            zip_source_buffer(zip, entries[i].content.ptr, entries[i].content.len, 0);
        zip_file_add(zip, entries[i].name, content, ZIP_FL_ENC_UTF_8);
    }
    if (zip == NULL || zip_close(zip) != 0 || zip_source_open(archive) != 0) {
        abort();
    }
    char piece[4096];
    zip_int64_t len;
    while ((len = zip_source_read(archive, piece, sizeof piece)) > 0) {
        mus_buf_add(out, piece, (size_t)len);
    }
    zip_source_close(archive);
    zip_source_free(archive);
}

#define XLSX_TYPE "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
#define XLSX_HEAD "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n"

static const char XLSX_ROOT_RELATIONS[] = XLSX_HEAD
    "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">"
    "<Relationship Id=\"rId1\" Type=\"" XLSX_TYPE "officeDocument\" "
    "Target=\"xl/workbook.xml\"/></Relationships>";

static const char XLSX_RELATIONS[] = XLSX_HEAD
    "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">"
    "<Relationship Id=\"rId1\" Type=\"" XLSX_TYPE "worksheet\" "
    "Target=\"worksheets/sheet1.xml\"/>"
    "<Relationship Id=\"rId2\" Type=\"" XLSX_TYPE "sharedStrings\" "
    "Target=\"sharedStrings.xml\"/>"
    "<Relationship Id=\"rId3\" Type=\"" XLSX_TYPE "styles\" Target=\"styles.xml\"/>"
    "</Relationships>";

static const char XLSX_WORKBOOK[] =
    XLSX_HEAD "<workbook xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\" "
              "xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\">"
              "<workbookPr/><sheets><sheet name=\"会社一覧\" sheetId=\"1\" r:id=\"rId1\"/></sheets>"
              "</workbook>";

/* The parts of a workbook of one sheet; what is NULL is left out or has a default. */
struct xlsx_parts {
    const char *workbook;
    const char *relations;
    const char *strings; /* the <si> elements */
    const char *styles;  /* what is in <styleSheet> */
    const char *rows;    /* what is in <sheetData> */
    const char *sheet;   /* the whole part instead */
};

static inline void xlsx_wrap(struct mus_buf *out, const char *element, const char *content)
{
    mus_buf_printf(out,
                   XLSX_HEAD "<%s xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/"
                             "main\">%s</%s>",
                   element, content == NULL ? "" : content, element);
}

/* Appends the workbook to out. */
static inline void xlsx_make(const struct xlsx_parts *parts, struct mus_buf *out)
{
    struct mus_buf strings = {0};
    struct mus_buf styles = {0};
    struct mus_buf sheet = {0};
    xlsx_wrap(&strings, "sst", parts->strings);
    xlsx_wrap(&styles, "styleSheet", parts->styles);
    if (parts->sheet != NULL) {
        mus_buf_add_z(&sheet, parts->sheet);
    } else {
        mus_buf_add_z(&sheet, XLSX_HEAD "<worksheet xmlns=\"http://schemas.openxmlformats.org/"
                                        "spreadsheetml/2006/main\"><dimension ref=\"A1\"/>"
                                        "<sheetData>");
        mus_buf_add_z(&sheet, parts->rows == NULL ? "" : parts->rows);
        mus_buf_add_z(&sheet, "</sheetData></worksheet>");
    }
    const struct xlsx_entry entries[] = {
        {"_rels/.rels", mus_text_of(XLSX_ROOT_RELATIONS)},
        {"xl/workbook.xml", mus_text_of(parts->workbook == NULL ? XLSX_WORKBOOK : parts->workbook)},
        {"xl/_rels/workbook.xml.rels",
         mus_text_of(parts->relations == NULL ? XLSX_RELATIONS : parts->relations)},
        {"xl/sharedStrings.xml", mus_buf_text(&strings)},
        {"xl/styles.xml", mus_buf_text(&styles)},
        {"xl/worksheets/sheet1.xml", mus_buf_text(&sheet)},
        {"xl/worksheets/sheet2.xml",
         mus_text_of("<worksheet><sheetData><row><c><v>2</v></c></row></sheetData></worksheet>")},
    };
    xlsx_pack(entries, sizeof entries / sizeof entries[0], out);
    mus_buf_done(&strings);
    mus_buf_done(&styles);
    mus_buf_done(&sheet);
}

#endif
