#include "match/calibrated.h"
#include "match/weight_sets.h"
#include "musubi/handle.h"
#include "store/check.h"
#include "store/companies.h"
#include "store/stats.h"

static void write_findings(struct mus_json_writer *writer, const struct mus_check_report *report)
{
    mus_json_key(writer, "findings");
    mus_json_begin_array(writer);
    for (size_t i = 0; i < report->count; i++) {
        mus_json_begin_object(writer);
        mus_json_put_z(writer, "kind", report->findings[i].warning ? "warning" : "error");
        mus_json_put_text(writer, "message", report->findings[i].message);
        mus_json_end_object(writer);
    }
    mus_json_end_array(writer);
}

static void write_report(struct mus_json_writer *writer, const struct mus_check_report *report)
{
    const struct {
        const char *name;
        uint64_t value;
    } counts[] = {{"companies", report->companies},
                  {"sealed", report->sealed},
                  {"redirects", report->redirects},
                  {"merges", report->merges},
                  {"tables", report->tables},
                  {"documents", report->documents},
                  {"keys", report->keys},
                  {"entries", report->entries},
                  {"cases", report->cases},
                  {"events", report->events},
                  {"participants", report->participants},
                  {"meetings", report->meetings}};
    mus_json_begin_object(writer);
    mus_json_put_bool(writer, "ok", report->errors == 0);
    mus_json_put_integer(writer, "errors", (int64_t)report->errors);
    mus_json_put_integer(writer, "warnings", (int64_t)report->warnings);
    mus_json_put_bool(writer, "contacts_checked", !report->contacts_not_checked);
    mus_json_key(writer, "checked");
    mus_json_begin_object(writer);
    for (size_t i = 0; i < sizeof counts / sizeof counts[0]; i++) {
        mus_json_put_integer(writer, counts[i].name, (int64_t)counts[i].value);
    }
    mus_json_end_object(writer);
    write_findings(writer, report);
    mus_json_end_object(writer);
}

static enum mus_status read_weights(struct mus_text bytes, struct mus_arena *arena,
                                    struct mus_error *err)
{
    struct mus_weight_sets sets;
    return mus_weight_sets_read(bytes, arena, &sets, err);
}

static enum mus_status read_calibration(struct mus_text bytes, struct mus_arena *arena,
                                        struct mus_error *err)
{
    struct mus_calibrated calibrated;
    return mus_calibrated_read(bytes, arena, &calibrated, err);
}

static const struct mus_document_kind KINDS[] = {
    {MUS_WEIGHTS_KIND, read_weights},
    {MUS_CALIBRATION_KIND, read_calibration},
};

enum mus_status mus_check(struct mus_musubi *musubi, struct mus_sink *sink, struct mus_error *err)
{
    struct mus_arena arena = {0};
    struct mus_buf json = {0};
    struct mus_json_writer writer = {.buf = &json};
    struct mus_check_report report = {0};
    enum mus_status found = mus_store_check_reading(
        musubi->store, KINDS, sizeof KINDS / sizeof KINDS[0], &arena, &report, err);
    enum mus_status status = found;
    if (found == MUS_OK || (found == MUS_CORRUPT && report.errors > 0)) {
        write_report(&writer, &report);
        status = mus_sink_give(sink, &json, err);
        if (status == MUS_OK && found != MUS_OK) {
            status = mus_fail(err, MUS_NO, "the store is not sound: %llu errors",
                              (unsigned long long)report.errors);
        }
    }
    mus_buf_done(&json);
    mus_arena_done(&arena);
    return status;
}

/* Left out where it is of another version. */
static void put_index(struct mus_json_writer *writer, const struct mus_index_stats *index)
{
    if (index->current) {
        mus_json_key(writer, "index");
        mus_json_begin_object(writer);
        mus_json_put_integer(writer, "segments", (int64_t)index->segments);
        mus_json_put_integer(writer, "documents", (int64_t)index->documents);
        mus_json_put_integer(writer, "gone", (int64_t)index->gone);
        mus_json_put_integer(writer, "changed", (int64_t)index->changed);
        mus_json_end_object(writer);
    }
}

enum mus_status mus_stats(struct mus_musubi *musubi, struct mus_sink *sink, struct mus_error *err)
{
    struct mus_store_stats stats;
    enum mus_status status = mus_store_stats(musubi->store, &stats, err);
    if (status != MUS_OK) {
        return status;
    }
    struct mus_buf json = {0};
    struct mus_json_writer writer = {.buf = &json};
    mus_json_begin_object(&writer);
    mus_json_put_integer(&writer, "companies", (int64_t)stats.companies);
    mus_json_put_integer(&writer, "version", stats.version);
    mus_json_put_integer(&writer, "file_bytes", (int64_t)stats.file_bytes);
    mus_json_put_integer(&writer, "free_bytes", (int64_t)stats.free_bytes);
    mus_json_put_integer(&writer, "keys_bytes", (int64_t)stats.keys_bytes);
    mus_json_put_integer(&writer, "map_bytes", (int64_t)stats.map_bytes);
    mus_json_key(&writer, "tables");
    mus_json_begin_array(&writer);
    for (size_t i = 0; i < stats.table_count; i++) {
        mus_json_begin_object(&writer);
        mus_json_put_z(&writer, "name", stats.tables[i].name);
        mus_json_put_integer(&writer, "entries", (int64_t)stats.tables[i].entries);
        mus_json_put_integer(&writer, "bytes", (int64_t)stats.tables[i].bytes);
        mus_json_end_object(&writer);
    }
    mus_json_end_array(&writer);
    put_index(&writer, &stats.index);
    mus_json_end_object(&writer);
    status = mus_sink_give(sink, &json, err);
    mus_buf_done(&json);
    return status;
}
