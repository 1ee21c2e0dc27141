#include "codec/xlsx_styles.h"

#include "base/mem.h"

#include <stdlib.h>
#include <string.h>

/* Excel allows 65,490 cell formats; this many bytes hold them with room to spare. */
#define MAX_STYLES_PART (64 * 1024 * 1024)
#define FORMAT_IDS 65536

struct reading {
    struct mus_xlsx_styles *styles;
    uint8_t *custom; /* by format id: 0 if not defined in the file, else its look + 1 */
    bool in_cell_formats;
};

static uint32_t read_id(const char *attribute)
{
    unsigned long id = attribute == NULL ? 0 : strtoul(attribute, NULL, 10);
    return id < FORMAT_IDS ? (uint32_t)id : 0;
}

static void on_start(void *context, struct mus_xlsx_part *part, const char *name,
                     const char **attributes)
{
    struct reading *reading = context;
    if (strcmp(name, "numFmt") == 0) {
        uint32_t id = read_id(mus_xlsx_attribute(attributes, "numFmtId"));
        const char *code = mus_xlsx_attribute(attributes, "formatCode");
        if (code != NULL) {
            reading->custom[id] = (uint8_t)(mus_xlsx_look_of_code(code) + 1);
        }
    } else if (strcmp(name, "cellXfs") == 0) {
        reading->in_cell_formats = true;
    } else if (strcmp(name, "xf") == 0 && reading->in_cell_formats) {
        uint32_t id = read_id(mus_xlsx_attribute(attributes, "numFmtId"));
        uint8_t custom = reading->custom[id];
        mus_buf_add_byte(&reading->styles->looks,
                         custom > 0 ? (uint8_t)(custom - 1) : (uint8_t)mus_xlsx_look_of_id(id));
        if (reading->styles->looks.failed) {
            mus_xlsx_part_fail(part, MUS_NO_MEMORY, "out of memory");
        }
    }
}

static void on_end(void *context, struct mus_xlsx_part *part, const char *name)
{
    struct reading *reading = context;
    (void)part;
    if (strcmp(name, "cellXfs") == 0) {
        reading->in_cell_formats = false;
    }
}

enum mus_status mus_xlsx_styles_read(struct mus_xlsx_styles *styles,
                                     struct mus_xlsx_archive *archive, const char *part,
                                     struct mus_error *err)
{
    struct reading reading = {.styles = styles};
    reading.custom = mus_alloc_zero(FORMAT_IDS, 1);
    if (reading.custom == NULL) {
        return mus_fail_memory(err);
    }
    const struct mus_xlsx_handler handler = {on_start, on_end, NULL, &reading};
    enum mus_status status = mus_xlsx_part_read(archive, part, MAX_STYLES_PART, &handler, err);
    mus_free(reading.custom);
    return status;
}

void mus_xlsx_styles_done(struct mus_xlsx_styles *styles)
{
    mus_buf_done(&styles->looks);
}

enum mus_xlsx_look mus_xlsx_styles_look(const struct mus_xlsx_styles *styles, const char *style)
{
    unsigned long index = style == NULL ? 0 : strtoul(style, NULL, 10);
    if (index >= styles->looks.len) {
        return MUS_XLSX_NUMBER;
    }
    return (enum mus_xlsx_look)(unsigned char)styles->looks.data[index];
}
