/* The answer to one query, and the explanation of one pair, as JSON. */
#include "musubi/match_shared.h"

#include "codec/json.h"
#include "match/need_chips.h"
#include "match/reasons.h"
#include "musubi/summary.h"
#include "musubi/weights_shared.h"
#include "profile/firm_record.h"
#include "profile/value_json.h"

/* Outcomes are of pairs of companies: the score of a bare need is made otherwise. */
static bool is_calibrated(const struct mus_matching *matching, const struct mus_match_query *query)
{
    return matching->musubi->calibrated && !query->bare_need;
}

/* What a line shows of a company; all of it where its reasons are told too. */
static enum mus_status read_company(struct mus_matching *matching, struct mus_text id,
                                    struct mus_company *out, struct mus_error *err)
{
    const mus_field_set shown = MUS_FIELD_BIT(MUS_FIELD_NAME_JA) |
                                MUS_FIELD_BIT(MUS_FIELD_NAME_KANA) |
                                MUS_FIELD_BIT(MUS_FIELD_NAME_EN) | MUS_FIELD_BIT(MUS_FIELD_COUNTRY);
    struct mus_company_record record;
    if (!matching->options->explain) {
        return mus_store_company_some(matching->read, id, shown, &matching->arena, out, err);
    }
    enum mus_status status = mus_store_company(matching->read, id, &matching->arena, &record, err);
    if (status == MUS_OK) {
        *out = record.company;
    }
    return status;
}

static enum mus_status write_result(struct mus_matching *matching,
                                    const struct mus_match_query *query,
                                    const struct mus_query *prepared, size_t rank,
                                    const struct mus_topk_row *row, struct mus_json_writer *writer,
                                    struct mus_error *err)
{
    struct mus_company company;
    struct mus_walk_item item;
    struct mus_firm firm;
    struct mus_score score;
    struct mus_text id = mus_topk_row_id(row);
    mus_terms_memo_clear(&matching->found);
    mus_arena_reset(&matching->arena);
    enum mus_status status = read_company(matching, id, &company, err);
    if (status != MUS_OK) {
        return status;
    }
    mus_json_begin_object(writer);
    mus_json_put_integer(writer, "rank", (int64_t)rank);
    mus_json_put_text(writer, "company", id);
    mus_put_name(writer, &company);
    mus_json_put_given(writer, "country", company.country);
    mus_put_label(writer, "country_name",
                  mus_world_market_label(&matching->musubi->world, company.country));
    mus_json_put_integer(writer, "score", row->score);
    if (is_calibrated(matching, query)) {
        mus_put_concluded(writer, &matching->musubi->calibration, row->score);
    }
    if (matching->options->explain) {
        status = mus_store_firm(matching->read, id, &matching->arena, &item, err);
        if (status == MUS_OK) {
            status = mus_firm_record_decode(item.bytes.ptr, item.bytes.len, &matching->arena, &firm,
                                            err);
        }
        if (status == MUS_OK) {
            status = mus_query_score(prepared, matching->workspace, &firm, &score, err);
        }
        if (status == MUS_OK) {
            struct mus_reasons reasons = {.world = &matching->musubi->world,
                                          .scorer = mus_query_scorer(prepared),
                                          .tools = &matching->tools.firm,
                                          .arena = &matching->arena,
                                          .a = {&query->company, &query->firm},
                                          .b = {&company, &firm},
                                          .of_a = &matching->asking,
                                          .of_b = &matching->found,
                                          .score = &score};
            status = mus_reasons_write(&reasons, writer, err);
        }
    }
    mus_json_end_object(writer);
    return status;
}

/* "reason" and "label" of a veto, into the object that is open. */
static void put_veto(struct mus_json_writer *writer, const struct mus_world *world,
                     enum mus_veto veto)
{
    struct mus_text reason = mus_text_of(mus_veto_name(veto));
    mus_json_put_text(writer, "reason", reason);
    mus_put_label(writer, "label", mus_world_label(world, "veto_reasons", reason));
}

static enum mus_status write_vetoed(struct mus_matching *matching, const struct mus_topk *vetoed,
                                    struct mus_json_writer *writer, struct mus_error *err)
{
    enum mus_status status = MUS_OK;
    mus_json_key(writer, "vetoed");
    mus_json_begin_array(writer);
    for (size_t i = 0; status == MUS_OK && i < vetoed->count; i++) {
        struct mus_company company;
        struct mus_text id = mus_topk_row_id(&vetoed->rows[i]);
        mus_arena_reset(&matching->arena);
        status = read_company(matching, id, &company, err);
        if (status != MUS_OK) {
            break;
        }
        mus_json_begin_object(writer);
        mus_json_put_text(writer, "company", id);
        mus_put_name(writer, &company);
        put_veto(writer, &matching->musubi->world, (enum mus_veto)vetoed->rows[i].tag);
        mus_json_end_object(writer);
    }
    mus_json_end_array(writer);
    return status;
}

/* Why the company that asks should itself not be introduced, whoever the other is. */
static void write_own_veto(const struct mus_world *world, const struct mus_firm *firm,
                           struct mus_json_writer *writer)
{
    struct mus_veto_context context = {.today = world->today};
    enum mus_veto veto = mus_veto_find(NULL, firm, &context);
    if (veto == MUS_VETO_NONE) {
        return;
    }
    mus_json_key(writer, "company_veto");
    mus_json_begin_object(writer);
    put_veto(writer, world, veto);
    mus_json_end_object(writer);
}

/* The need; and where something was read from its words, what, and the text that is compared. */
static void write_need(const struct mus_matching *matching, struct mus_bilingual text,
                       struct mus_json_writer *writer)
{
    if (matching->reading.count == 0) {
        mus_put_label(writer, "need", text);
        return;
    }
    mus_put_label(writer, "need", matching->typed);
    mus_json_key(writer, "read");
    mus_need_chips_write(&matching->musubi->world, &matching->reading, writer);
    mus_put_label(writer, "compared", text);
}

static void write_head(const struct mus_matching *matching, const struct mus_match_query *query,
                       const struct mus_scan_counts *counts, struct mus_json_writer *writer)
{
    mus_json_put_text(writer, "query", query->id);
    if (!query->bare_need) {
        mus_json_put_text(writer, "company", query->company.id);
        mus_put_name(writer, &query->company);
        write_own_veto(&matching->musubi->world, &query->firm, writer);
    } else {
        write_need(matching, query->company.listings.items[0].text, writer);
    }
    mus_json_put_z(writer, "weights", matching->musubi->world.weights_digest);
    if (is_calibrated(matching, query)) {
        mus_json_put_z(writer, "calibration", matching->musubi->calibration_digest);
    }
    mus_put_date(writer, "today", matching->musubi->world.today);
    mus_json_put_integer(writer, "considered", (int64_t)counts->seen);
    mus_json_put_integer(writer, "scored", (int64_t)counts->scored);
    mus_json_put_integer(writer, "filtered", (int64_t)counts->filtered);
    mus_json_put_integer(writer, "unknown_excluded", (int64_t)counts->unknown_excluded);
    mus_json_put_integer(writer, "vetoed_count", (int64_t)counts->vetoed);
}

enum mus_status mus_match_answer(struct mus_matching *matching, const struct mus_match_query *query,
                                 const struct mus_query *prepared, const struct mus_scan *scan,
                                 struct mus_error *err)
{
    struct mus_json_writer writer = {.buf = &matching->json};
    const struct mus_topk *results = mus_scan_results(scan);
    enum mus_status status = MUS_OK;
    mus_terms_memo_clear(&matching->asking);
    mus_json_begin_object(&writer);
    write_head(matching, query, mus_scan_counts(scan), &writer);
    mus_json_key(&writer, "results");
    mus_json_begin_array(&writer);
    for (size_t i = 0; status == MUS_OK && i < results->count; i++) {
        status = write_result(matching, query, prepared, i + 1, &results->rows[i], &writer, err);
    }
    mus_json_end_array(&writer);
    if (status == MUS_OK && matching->options->show_vetoed) {
        status = write_vetoed(matching, mus_scan_vetoed(scan), &writer, err);
    }
    mus_json_end_object(&writer);
    return status == MUS_OK ? mus_sink_give(matching->sink, &matching->json, err) : status;
}

static void write_party(struct mus_json_writer *writer, const char *key,
                        const struct mus_world *world, const struct mus_company *company)
{
    mus_json_key(writer, key);
    mus_write_summary(writer, world, company);
}

enum mus_status mus_match_explanation(struct mus_matching *matching,
                                      const struct mus_match_query pair[2],
                                      const struct mus_query *prepared, struct mus_error *err)
{
    const struct mus_world *world = &matching->musubi->world;
    struct mus_json_writer writer = {.buf = &matching->json};
    struct mus_score score;
    enum mus_status status =
        mus_query_score(prepared, matching->workspace, &pair[1].firm, &score, err);
    if (status != MUS_OK) {
        return status;
    }
    struct mus_veto_context context = {.today = world->today,
                                       .met = pair[0].acquaintances.met,
                                       .declined = pair[0].acquaintances.declined};
    enum mus_veto veto = mus_veto_pair(&pair[0].firm, &pair[1].firm, &context);
    mus_json_begin_object(&writer);
    write_party(&writer, "a", world, &pair[0].company);
    write_party(&writer, "b", world, &pair[1].company);
    mus_json_put_text(&writer, "company", pair[1].company.id);
    mus_put_name(&writer, &pair[1].company);
    mus_json_put_z(&writer, "weights", world->weights_digest);
    if (is_calibrated(matching, &pair[0])) {
        mus_json_put_z(&writer, "calibration", matching->musubi->calibration_digest);
    }
    mus_json_put_integer(&writer, "score", score.score);
    if (is_calibrated(matching, &pair[0]) && veto == MUS_VETO_NONE) {
        mus_put_concluded(&writer, &matching->musubi->calibration, score.score);
    }
    struct mus_reasons reasons = {.world = world,
                                  .scorer = mus_query_scorer(prepared),
                                  .tools = &matching->tools.firm,
                                  .arena = &matching->arena,
                                  .a = {&pair[0].company, &pair[0].firm},
                                  .b = {&pair[1].company, &pair[1].firm},
                                  .of_a = &matching->asking,
                                  .of_b = &matching->found,
                                  .score = &score};
    status = mus_reasons_write(&reasons, &writer, err);
    if (veto == MUS_VETO_NONE) {
        mus_json_put_null(&writer, "veto");
    } else {
        mus_json_key(&writer, "veto");
        mus_json_begin_object(&writer);
        put_veto(&writer, world, veto);
        mus_json_end_object(&writer);
    }
    mus_json_end_object(&writer);
    return status == MUS_OK ? mus_sink_give(matching->sink, &matching->json, err) : status;
}
