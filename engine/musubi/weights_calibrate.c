/* Calibration from cases: every pair that was introduced on the strength of a match, with the score
 * it had then, and what came of it. Scores by other weights tell nothing of these and are left out;
 * so are pairs that are still on their way: while many are, the share is more of those that end
 * soon, and the answer says how many there are. */
#include <string.h>

#include "crypto/encode.h"
#include "match/calibrated.h"
#include "musubi/weights_shared.h"
#include "profile/value_json.h"
#include "store/cases.h"
#include "store/companies.h"

enum { SHOWN_SCORES = 5 };

struct calibrating {
    struct mus_musubi *musubi;
    const char *by;
    struct mus_digest weights; /* of those in use */
    struct mus_buf pairs;      /* struct mus_calibration_pair */
    int64_t open, others;      /* pairs on their way; pairs scored by other weights */
    enum mus_calibration_verdict verdict;
    struct mus_calibrated made; /* of what the cases tell now */
    struct mus_calibrated before;
    struct mus_arena arena;
    bool stored;
};

/* ------------------------------------------------------------------ the pairs */

/* Two records that were merged since were one firm. */
static enum mus_status is_pair(const struct mus_read *read, const struct mus_case *c,
                               struct mus_arena *arena, bool *two, struct mus_error *err)
{
    struct mus_text a = MUS_NO_TEXT;
    struct mus_text b = MUS_NO_TEXT;
    enum mus_status status = mus_store_resolve(read, c->companies[0], arena, &a, err);
    if (status == MUS_OK) {
        status = mus_store_resolve(read, c->companies[1], arena, &b, err);
    }
    *two = !mus_text_equal(a, b);
    return status;
}

static enum mus_status take_case(struct calibrating *calibrating, const struct mus_read *read,
                                 const struct mus_case *c, struct mus_error *err)
{
    bool two = false;
    bool concluded = false;
    bool ended = !mus_case_is_open(mus_case_last(c)->stage);
    if (c->origin != MUS_CASE_FROM_MATCH || mus_case_step_at(c, MUS_CASE_INTRODUCED) == NULL) {
        return MUS_OK;
    }
    enum mus_status status = is_pair(read, c, &calibrating->arena, &two, err);
    if (status != MUS_OK || !two) {
        return status;
    }
    if (mus_digest_compare(&c->weights, &calibrating->weights) != 0) {
        calibrating->others += ended;
        return MUS_OK;
    }
    if (!ended) {
        calibrating->open++;
        return MUS_OK;
    }
    status = mus_conclusion_stands(read, c, &calibrating->arena, &concluded, err);
    if (status == MUS_OK) {
        struct mus_calibration_pair pair = {c->score, concluded};
        mus_buf_add(&calibrating->pairs, &pair, sizeof pair);
        status = mus_buf_check(&calibrating->pairs, err);
    }
    return status;
}

static enum mus_status take_cases(struct calibrating *calibrating, const struct mus_read *read,
                                  struct mus_error *err)
{
    struct mus_case_walker *walker = NULL;
    enum mus_status status = mus_case_walker_open(read, &walker, err);
    while (status == MUS_OK) {
        bool more = false;
        struct mus_case c;
        mus_arena_reset(&calibrating->arena);
        status = mus_case_walker_next(walker, &calibrating->arena, &more, &c, err);
        if (status != MUS_OK || !more) {
            break;
        }
        status = take_case(calibrating, read, &c, err);
    }
    mus_case_walker_close(walker);
    return status;
}

static enum mus_status fit(struct calibrating *calibrating, struct mus_error *err)
{
    struct mus_calibration_pair *pairs =
        (struct mus_calibration_pair *)(void *)calibrating->pairs.data;
    size_t count = calibrating->pairs.len / sizeof *pairs;
    if (count > MUS_CALIBRATION_MOST_PAIRS) {
        return mus_fail(err, MUS_LIMIT, "more than %d pairs", MUS_CALIBRATION_MOST_PAIRS);
    }
    struct mus_calibrated *made = &calibrating->made;
    calibrating->verdict = mus_calibrate(pairs, count, &made->curve);
    made->has_curve = calibrating->verdict == MUS_CALIBRATION_FITTED;
    made->date = calibrating->musubi->today;
    made->author = mus_text_of(calibrating->by);
    return MUS_OK;
}

/* ------------------------------------------------------------------ storing */

static bool is_same_curve(const struct mus_calibrated *a, const struct mus_calibrated *b)
{
    const struct mus_calibration *x = &a->curve;
    const struct mus_calibration *y = &b->curve;
    return x->pairs == y->pairs && x->concluded == y->concluded && x->lowest == y->lowest &&
           x->highest == y->highest && x->centre == y->centre && x->level == y->level &&
           x->level_error == y->level_error && x->slope == y->slope &&
           x->slope_error == y->slope_error;
}

/* A curve that is not there already; and where there is none any more, that there is none. */
static bool is_news(const struct calibrating *calibrating)
{
    const struct mus_calibrated *before = &calibrating->before;
    const struct mus_calibrated *made = &calibrating->made;
    bool of_these = before->has_curve && strcmp(before->weights, made->weights) == 0;
    return made->has_curve ? !of_these || !is_same_curve(before, made) : of_these;
}

static enum mus_status store_made(struct mus_write *write, void *context, struct mus_error *err)
{
    struct calibrating *calibrating = context;
    struct mus_calibrated *made = &calibrating->made;
    mus_arena_reset(&calibrating->arena);
    calibrating->stored = false;
    enum mus_status status = mus_calibrated_load(mus_store_write_view(write), &calibrating->arena,
                                                 &calibrating->before, err);
    if (status == MUS_OK && is_news(calibrating)) {
        status = mus_calibrated_store(write, made, err);
        calibrating->stored = true;
    } else if (status == MUS_OK) {
        memcpy(made->digest, calibrating->before.digest, sizeof made->digest);
    }
    return status;
}

/* ------------------------------------------------------------------ the answer */

void mus_put_concluded(struct mus_json_writer *writer, const struct mus_calibration *curve,
                       uint32_t score)
{
    struct mus_calibration_range range;
    if (mus_calibration_at(curve, score, &range)) {
        mus_json_key(writer, "concluded");
        mus_json_begin_object(writer);
        mus_json_put_integer(writer, "low", range.low);
        mus_json_put_integer(writer, "high", range.high);
        mus_json_end_object(writer);
    }
}

static void put_ranges(struct mus_json_writer *writer, const struct mus_calibration *curve)
{
    mus_json_key(writer, "ranges");
    mus_json_begin_array(writer);
    for (uint32_t i = 0; i < SHOWN_SCORES; i++) {
        uint32_t score = curve->lowest + (curve->highest - curve->lowest) / (SHOWN_SCORES - 1) * i;
        mus_json_begin_object(writer);
        mus_json_put_integer(writer, "score", score);
        mus_put_concluded(writer, curve, score);
        mus_json_end_object(writer);
    }
    mus_json_end_array(writer);
}

static void put_answer(struct mus_json_writer *writer, const struct calibrating *calibrating)
{
    const struct mus_calibrated *made = &calibrating->made;
    mus_json_begin_object(writer);
    mus_json_put_z(writer, "weights", made->weights);
    mus_json_put_integer(writer, "pairs", made->curve.pairs);
    mus_json_put_integer(writer, "concluded", made->curve.concluded);
    mus_json_put_integer(writer, "open", calibrating->open);
    mus_json_put_integer(writer, "other_weights", calibrating->others);
    mus_json_put_z(writer, "verdict", mus_calibration_verdict_name(calibrating->verdict));
    mus_json_put_integer(writer, "needed", MUS_CALIBRATION_LEAST);
    if (made->has_curve) {
        put_ranges(writer, &made->curve);
        mus_json_put_z(writer, "calibration", made->digest);
    }
    mus_json_put_bool(writer, "stored", calibrating->stored && made->has_curve);
    mus_json_put_bool(writer, "withdrawn", calibrating->stored && !made->has_curve);
    mus_json_end_object(writer);
}

static enum mus_status gather(struct calibrating *calibrating, struct mus_error *err)
{
    struct mus_read *read = NULL;
    const char *digest = calibrating->musubi->world.weights_digest;
    bool hex = mus_hex_read(mus_text_of(digest), calibrating->weights.bytes,
                            sizeof calibrating->weights.bytes);
    memcpy(calibrating->made.weights, digest, sizeof calibrating->made.weights);
    enum mus_status status =
        hex ? MUS_OK : mus_fail(err, MUS_CORRUPT, "the weights have no digest");
    if (status == MUS_OK) {
        status = mus_store_read_begin(calibrating->musubi->store, &read, err);
    }
    if (status == MUS_OK) {
        status = take_cases(calibrating, read, err);
    }
    mus_store_read_end(read);
    return status;
}

enum mus_status mus_weights_calibrate(struct mus_musubi *musubi, const char *by,
                                      struct mus_sink *sink, struct mus_error *err)
{
    struct calibrating calibrating = {.musubi = musubi, .by = by};
    struct mus_buf json = {0};
    struct mus_json_writer writer = {.buf = &json};
    if (by != NULL && strlen(by) > MUS_MAX_CALIBRATION_AUTHOR) {
        return mus_fail(err, MUS_LIMIT, "by: longer than %d bytes", MUS_MAX_CALIBRATION_AUTHOR);
    }
    enum mus_status status = gather(&calibrating, err);
    status = status == MUS_OK ? fit(&calibrating, err) : status;
    if (status == MUS_OK) {
        status = mus_store_update(musubi->store, store_made, &calibrating, err);
    }
    if (status == MUS_OK) {
        status = mus_musubi_weigh(musubi, &musubi->world, err);
    }
    if (status == MUS_OK) {
        put_answer(&writer, &calibrating);
        status = mus_sink_give(sink, &json, err);
    }
    mus_buf_done(&json);
    mus_buf_done(&calibrating.pairs);
    mus_arena_done(&calibrating.arena);
    return status;
}
