#include "match/calibrated.h"

#include "base/limits.h"
#include "codec/json_write.h"
#include "crypto/encode.h"
#include "profile/value_json.h"
#include "store/documents.h"

#include <string.h>

static const char FORMAT[] = "musubi-calibration/1";

static void print_digest(const struct mus_digest *digest, char *out)
{
    mus_hex_print(out, digest->bytes, sizeof digest->bytes);
}

/* ------------------------------------------------------------------ reading */

static enum mus_status read_curve(struct mus_reader *reader, const struct mus_json *value,
                                  struct mus_calibration *out)
{
    static const char *const KEYS[] = {"pairs", "concluded",   "lowest", "highest",    "centre",
                                       "level", "level_error", "slope",  "slope_error"};
    enum { COUNT = sizeof KEYS / sizeof KEYS[0] };
    int64_t numbers[COUNT];
    struct mus_error why;
    enum mus_status status = mus_reader_object(reader, value, KEYS, COUNT);
    for (size_t i = 0; i < COUNT && status == MUS_OK; i++) {
        bool score = i >= 2 && i <= 4;
        status = mus_read_integer_at(reader, value, KEYS[i], score ? 0 : -MUS_JSON_INTEGER_MAX,
                                     score ? MUS_MILLION : MUS_JSON_INTEGER_MAX, &numbers[i]);
    }
    if (status != MUS_OK) {
        return status;
    }
    *out = (struct mus_calibration){.pairs = numbers[0],
                                    .concluded = numbers[1],
                                    .lowest = (uint32_t)numbers[2],
                                    .highest = (uint32_t)numbers[3],
                                    .centre = (uint32_t)numbers[4],
                                    .level = numbers[5],
                                    .level_error = numbers[6],
                                    .slope = numbers[7],
                                    .slope_error = numbers[8]};
    return mus_calibration_check(out, &why) == MUS_OK
               ? MUS_OK
               : mus_place_fail(&reader->place, reader->err, MUS_INVALID, "%s", why.message);
}

static enum mus_status read_weights(struct mus_reader *reader, const struct mus_json *object,
                                    char *out)
{
    struct mus_digest digest;
    struct mus_text hex = mus_json_text(mus_json_get(object, "weights"));
    if (!mus_hex_read(hex, digest.bytes, sizeof digest.bytes)) {
        return mus_fail(reader->err, MUS_INVALID, "weights: expected a digest of %d digits",
                        MUS_WEIGHTS_DIGEST_LEN);
    }
    print_digest(&digest, out);
    return MUS_OK;
}

static enum mus_status read_document(struct mus_reader *reader, const struct mus_json *json,
                                     struct mus_calibrated *out)
{
    static const char *const KEYS[] = {"format", "weights", "author", "date", "curve"};
    enum mus_status status = mus_reader_object(reader, json, KEYS, 5);
    if (status == MUS_OK) {
        status = mus_read_constant_at(reader, json, "format", FORMAT);
    }
    if (status == MUS_OK) {
        status = read_weights(reader, json, out->weights);
    }
    if (status == MUS_OK) {
        status = mus_read_text_at(reader, json, "author", MUS_MAX_CALIBRATION_AUTHOR, &out->author);
    }
    if (status == MUS_OK) {
        status = mus_read_day_at(reader, json, "date", &out->date);
    }
    const struct mus_json *curve = mus_json_get(json, "curve");
    if (status == MUS_OK && curve != NULL) {
        size_t mark = mus_place_key(&reader->place, "curve");
        out->has_curve = true;
        status = read_curve(reader, curve, &out->curve);
        mus_place_back(&reader->place, mark);
    }
    return status;
}

enum mus_status mus_calibrated_read(struct mus_text text, struct mus_arena *arena,
                                    struct mus_calibrated *out, struct mus_error *err)
{
    struct mus_reader reader = {.arena = arena, .err = err};
    struct mus_calibrated calibrated = {.date = MUS_NO_DATE};
    struct mus_json *json = NULL;
    enum mus_status status = mus_json_parse(text, &json, err);
    if (status == MUS_OK) {
        status = read_document(&reader, json, &calibrated);
    }
    mus_json_free(json);
    if (status == MUS_OK) {
        *out = calibrated;
    }
    return status;
}

/* ------------------------------------------------------------------ writing */

static void write_curve(struct mus_json_writer *writer, const struct mus_calibration *curve)
{
    mus_json_begin_object(writer);
    mus_json_put_integer(writer, "pairs", curve->pairs);
    mus_json_put_integer(writer, "concluded", curve->concluded);
    mus_json_put_integer(writer, "lowest", curve->lowest);
    mus_json_put_integer(writer, "highest", curve->highest);
    mus_json_put_integer(writer, "centre", curve->centre);
    mus_json_put_integer(writer, "level", curve->level);
    mus_json_put_integer(writer, "level_error", curve->level_error);
    mus_json_put_integer(writer, "slope", curve->slope);
    mus_json_put_integer(writer, "slope_error", curve->slope_error);
    mus_json_end_object(writer);
}

void mus_calibrated_write(const struct mus_calibrated *calibrated, struct mus_buf *out)
{
    struct mus_json_writer writer = {.buf = out};
    mus_json_begin_object(&writer);
    mus_json_put_z(&writer, "format", FORMAT);
    mus_json_put_z(&writer, "weights", calibrated->weights);
    mus_json_put_given(&writer, "author", calibrated->author);
    mus_put_date(&writer, "date", calibrated->date);
    if (calibrated->has_curve) {
        mus_json_key(&writer, "curve");
        write_curve(&writer, &calibrated->curve);
    }
    mus_json_end_object(&writer);
}

/* ------------------------------------------------------------------ the store's */

enum mus_status mus_calibrated_load(const struct mus_read *read, struct mus_arena *arena,
                                    struct mus_calibrated *out, struct mus_error *err)
{
    struct mus_text bytes = MUS_NO_TEXT;
    struct mus_calibrated calibrated = {.date = MUS_NO_DATE};
    enum mus_status status =
        mus_store_document_in_force(read, mus_text_of(MUS_CALIBRATION_KIND), arena, &bytes, err);
    if (status == MUS_OK && bytes.ptr != NULL) {
        struct mus_digest digest = mus_digest_of(MUS_DIGEST_SHA256, bytes.ptr, bytes.len);
        status = mus_calibrated_read(bytes, arena, &calibrated, err);
        print_digest(&digest, calibrated.digest);
    }
    if (status == MUS_INVALID || status == MUS_LIMIT) {
        return mus_fail_at(err, MUS_CORRUPT, "calibration document \"%s\"", calibrated.digest);
    }
    if (status == MUS_OK) {
        *out = calibrated;
    }
    return status;
}

enum mus_status mus_calibrated_store(struct mus_write *write, struct mus_calibrated *calibrated,
                                     struct mus_error *err)
{
    struct mus_buf bytes = {0};
    struct mus_digest digest;
    mus_calibrated_write(calibrated, &bytes);
    enum mus_status status = mus_buf_check(&bytes, err);
    if (status == MUS_OK) {
        status = mus_store_put_document(write, mus_text_of(MUS_CALIBRATION_KIND),
                                        mus_buf_text(&bytes), &digest, err);
    }
    if (status == MUS_OK) {
        print_digest(&digest, calibrated->digest);
    }
    mus_buf_done(&bytes);
    return status;
}
