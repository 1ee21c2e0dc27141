/* A package's relations say what its parts are: _rels/.rels names the workbook, and the workbook's
 * own relations name its sheets by ids, its shared strings and its styles by their type. */
#include "codec/xlsx_book.h"

#include "base/buf.h"

#include <assert.h>
#include <string.h>

/* Parts that only list things. */
#define MAX_LIST_PART (4 * 1024 * 1024)
/* Each sheet is looked up among the relations. */
#define MAX_RELATIONS 16384
#define MAX_SHEETS 4096

struct relation {
    const char *id;
    const char *type;
    const char *part;
    struct relation *next;
};

struct sheet {
    struct mus_text name;
    const char *id;
    bool hidden;
    struct sheet *next;
};

struct reading {
    struct mus_arena *arena;
    const char *folder; /* that targets are relative to: "xl/" */
    struct relation *relations;
    size_t relation_count;
    struct sheet *sheets;
    size_t sheet_count;
    struct sheet **last_sheet;
    bool system_1904;
};

static const char *copy(struct mus_arena *arena, const char *terminated)
{
    return mus_arena_copy(arena, mus_text_of(terminated)).ptr;
}

static bool ends_in(const char *text, const char *tail)
{
    size_t len = strlen(text);
    size_t tail_len = strlen(tail);
    return len >= tail_len && strcmp(text + len - tail_len, tail) == 0;
}

/* The part that a target names: absolute with a slash, else relative to the folder, with ../ and
 * ./ resolved. NULL without memory. */
static const char *resolve(struct mus_arena *arena, const char *folder, const char *target)
{
    bool absolute = target[0] == '/';
    size_t base = absolute ? 0 : strlen(folder);
    char *path = mus_arena_alloc(arena, base + strlen(target) + 1, 1);
    if (path == NULL) {
        return NULL;
    }
    char *end = mempcpy(path, folder, base);
    for (const char *at = target; *at != '\0';) {
        size_t len = strcspn(at, "/");
        bool folder_follows = at[len] == '/';
        if (len == 2 && at[0] == '.' && at[1] == '.') {
            end -= end > path; /* the slash */
            while (end > path && end[-1] != '/') {
                end--;
            }
        } else if (len > 0 && !(len == 1 && at[0] == '.')) {
            memcpy(end, at, len + folder_follows);
            end += len + folder_follows;
        }
        at += len + folder_follows;
    }
    *end = '\0';
    return path;
}

static void on_relation(void *context, struct mus_xlsx_part *part, const char *name,
                        const char **attributes)
{
    struct reading *reading = context;
    const char *id = mus_xlsx_attribute(attributes, "Id");
    const char *type = mus_xlsx_attribute(attributes, "Type");
    const char *target = mus_xlsx_attribute(attributes, "Target");
    const char *mode = mus_xlsx_attribute(attributes, "TargetMode");
    bool external = mode != NULL && strcmp(mode, "External") == 0;
    if (strcmp(name, "Relationship") != 0 || id == NULL || type == NULL || target == NULL ||
        external) {
        return;
    }
    if (++reading->relation_count > MAX_RELATIONS) {
        mus_xlsx_part_fail(part, MUS_LIMIT, "more than %d relations", MAX_RELATIONS);
        return;
    }
    struct relation *relation = mus_arena_alloc(reading->arena, 1, sizeof *relation);
    if (relation != NULL) {
        relation->id = copy(reading->arena, id);
        relation->type = copy(reading->arena, type);
        relation->part = resolve(reading->arena, reading->folder, target);
        relation->next = reading->relations;
    }
    if (relation == NULL || relation->id == NULL || relation->type == NULL ||
        relation->part == NULL) {
        mus_xlsx_part_fail(part, MUS_NO_MEMORY, "out of memory");
        return;
    }
    reading->relations = relation;
}

/* The part that holds the relations of another: xl/_rels/workbook.xml.rels. */
static const char *relations_of(struct mus_arena *arena, const char *part, const char **folder)
{
    const char *slash = strrchr(part, '/');
    size_t base = slash == NULL ? 0 : (size_t)(slash - part) + 1;
    char *head = mus_arena_alloc(arena, base + 1, 1);
    char *name = mus_arena_alloc(arena, strlen(part) + sizeof "_rels/.rels", 1);
    if (head == NULL || name == NULL) {
        return NULL;
    }
    memcpy(head, part, base);
    *folder = head;
    memcpy(name, part, base);
    strcpy(name + base, "_rels/");
    strcat(name, part + base);
    strcat(name, ".rels");
    return name;
}

static enum mus_status read_relations(struct reading *reading, struct mus_xlsx_archive *archive,
                                      const char *of, struct mus_error *err)
{
    const char *name = relations_of(reading->arena, of, &reading->folder);
    if (name == NULL) {
        return mus_fail_memory(err);
    }
    reading->relations = NULL;
    reading->relation_count = 0;
    const struct mus_xlsx_handler handler = {on_relation, NULL, NULL, reading};
    return mus_xlsx_part_read(archive, name, MAX_LIST_PART, &handler, err);
}

static const struct relation *by_type(const struct reading *reading, const char *tail)
{
    const struct relation *found = NULL;
    for (const struct relation *r = reading->relations; r != NULL; r = r->next) {
        found =
            ends_in(r->type, tail) ? r : found; /* the list is backwards: the first in the file */
    }
    return found;
}

static const struct relation *by_id(const struct reading *reading, const char *id)
{
    for (const struct relation *r = reading->relations; r != NULL; r = r->next) {
        if (strcmp(r->id, id) == 0) {
            return r;
        }
    }
    return NULL;
}

static bool is_true(const char *attribute)
{
    return attribute != NULL && (strcmp(attribute, "1") == 0 || strcmp(attribute, "true") == 0);
}

static void on_workbook(void *context, struct mus_xlsx_part *part, const char *name,
                        const char **attributes)
{
    struct reading *reading = context;
    const char *sheet_name = mus_xlsx_attribute(attributes, "name");
    const char *id = mus_xlsx_attribute(attributes, "id");
    const char *state = mus_xlsx_attribute(attributes, "state");
    if (strcmp(name, "workbookPr") == 0) {
        reading->system_1904 = is_true(mus_xlsx_attribute(attributes, "date1904"));
    }
    if (strcmp(name, "sheet") != 0 || sheet_name == NULL || id == NULL) {
        return;
    }
    if (++reading->sheet_count > MAX_SHEETS) {
        mus_xlsx_part_fail(part, MUS_LIMIT, "more than %d sheets", MAX_SHEETS);
        return;
    }
    struct sheet *sheet = mus_arena_alloc(reading->arena, 1, sizeof *sheet);
    if (sheet != NULL) {
        sheet->name = mus_arena_copy(reading->arena, mus_text_of(sheet_name));
        sheet->id = copy(reading->arena, id);
        sheet->hidden = state != NULL && strcmp(state, "visible") != 0;
    }
    if (sheet == NULL || sheet->name.ptr == NULL || sheet->id == NULL) {
        mus_xlsx_part_fail(part, MUS_NO_MEMORY, "out of memory");
        return;
    }
    *reading->last_sheet = sheet;
    reading->last_sheet = &sheet->next;
}

/* The worksheet's part, NULL for a chart or a macro sheet. */
static const char *worksheet(const struct reading *reading, const struct sheet *sheet)
{
    const struct relation *relation = by_id(reading, sheet->id);
    return relation != NULL && ends_in(relation->type, "/worksheet") ? relation->part : NULL;
}

static enum mus_status no_such_sheet(const struct reading *reading, struct mus_text wanted,
                                     struct mus_error *err)
{
    struct mus_buf names = {0};
    for (const struct sheet *s = reading->sheets; s != NULL; s = s->next) {
        if (worksheet(reading, s) != NULL) {
            mus_buf_printf(&names, "%s\"%.*s\"", names.len == 0 ? "" : ", ",
                           MUS_TEXT_SHORT_ARG(s->name));
        }
    }
    enum mus_status status = mus_buf_check(&names, err);
    if (status == MUS_OK) {
        status = mus_fail(err, MUS_NOT_FOUND, "no sheet \"%.*s\", the workbook has %s",
                          MUS_TEXT_SHORT_ARG(wanted), mus_buf_text(&names).ptr);
    }
    mus_buf_done(&names);
    return status;
}

static enum mus_status choose_sheet(const struct reading *reading, struct mus_text wanted,
                                    struct mus_xlsx_book *book, struct mus_error *err)
{
    const struct sheet *chosen = NULL;
    for (const struct sheet *s = reading->sheets; s != NULL; s = s->next) {
        if (worksheet(reading, s) == NULL ||
            (wanted.ptr != NULL && !mus_text_equal(s->name, wanted))) {
            continue;
        }
        if (chosen == NULL || (chosen->hidden && !s->hidden)) {
            chosen = s;
        }
    }
    if (chosen == NULL && wanted.ptr != NULL) {
        return no_such_sheet(reading, wanted, err);
    }
    if (chosen == NULL) {
        return mus_fail(err, MUS_INVALID, "the workbook has no worksheet");
    }
    book->sheet = worksheet(reading, chosen);
    book->sheet_name = chosen->name;
    return MUS_OK;
}

/* The workbook's own part. */
static enum mus_status find_workbook(struct reading *reading, struct mus_xlsx_archive *archive,
                                     const char **workbook, struct mus_error *err)
{
    const char *found = "xl/workbook.xml";
    if (mus_xlsx_archive_has(archive, "_rels/.rels")) {
        enum mus_status status = read_relations(reading, archive, "", err);
        if (status != MUS_OK) {
            return status;
        }
        const struct relation *relation = by_type(reading, "/officeDocument");
        found = relation == NULL ? found : relation->part;
    }
    if (!mus_xlsx_archive_has(archive, found)) {
        return mus_fail(err, MUS_INVALID, "a ZIP file that holds no XLSX workbook");
    }
    *workbook = found;
    return MUS_OK;
}

enum mus_status mus_xlsx_book_read(struct mus_xlsx_archive *archive, struct mus_text sheet,
                                   struct mus_arena *arena, struct mus_xlsx_book *book,
                                   struct mus_error *err)
{
    struct reading reading = {.arena = arena};
    reading.last_sheet = &reading.sheets;
    const char *workbook = NULL;
    enum mus_status status = find_workbook(&reading, archive, &workbook, err);
    if (workbook == NULL) {
        return status;
    }
    status = read_relations(&reading, archive, workbook, err);
    if (status == MUS_OK) {
        const struct mus_xlsx_handler handler = {on_workbook, NULL, NULL, &reading};
        status = mus_xlsx_part_read(archive, workbook, MAX_LIST_PART, &handler, err);
    }
    struct mus_xlsx_book read = {.system_1904 = reading.system_1904};
    if (status == MUS_OK) {
        status = choose_sheet(&reading, sheet, &read, err);
    }
    if (status == MUS_OK) {
        const struct relation *strings = by_type(&reading, "/sharedStrings");
        const struct relation *styles = by_type(&reading, "/styles");
        read.strings = strings == NULL ? NULL : strings->part;
        read.styles = styles == NULL ? NULL : styles->part;
        *book = read;
    }
    return status;
}
