#include "fair/diagnose.h"
#include "fair/format/pairing_json.h"
#include "fair/meet.h"
#include "fair/pair_run.h"
#include "match/reasons.h"
#include "matcher/vocabulary.h"
#include "musubi/plan_shared.h"

/* ------------------------------------------------------------------ pairing */

static void put_spread(struct mus_json_writer *writer, const struct mus_spread *spread)
{
    mus_json_put_integer(writer, "participants", (int64_t)spread->participants);
    mus_json_put_integer(writer, "meetings", (int64_t)spread->meetings);
    mus_json_put_integer(writer, "fewest", spread->fewest);
    mus_json_put_integer(writer, "most", spread->most);
    mus_json_put_integer(writer, "gini", spread->gini);
}

static void put_size(struct mus_json_writer *writer, unsigned size)
{
    mus_json_put_z(writer, "size",
                   size == MUS_SIZE_UNKNOWN ? "unknown"
                                            : mus_vocabulary_code(MUS_VOCABULARY_SIZE, size));
}

static void put_spreads(struct mus_json_writer *writer, const struct mus_pair_run *run)
{
    mus_json_key(writer, "spread");
    mus_json_begin_object(writer);
    put_spread(writer, &run->spread[MUS_SPREAD_ALL]);
    mus_json_end_object(writer);
    mus_json_key(writer, "by_size");
    mus_json_begin_array(writer);
    for (unsigned size = 0; size < MUS_SPREAD_ALL; size++) {
        if (run->spread[size].participants == 0) {
            continue;
        }
        mus_json_begin_object(writer);
        put_size(writer, size);
        put_spread(writer, &run->spread[size]);
        mus_json_end_object(writer);
    }
    mus_json_end_array(writer);
}

static void put_class(struct mus_json_writer *writer, const char *key,
                      const struct mus_pairing_spread *spread)
{
    mus_json_key(writer, key);
    mus_json_begin_object(writer);
    mus_json_put_integer(writer, "meetings", (int64_t)spread->meetings);
    mus_json_put_integer(writer, "fewest", spread->fewest);
    mus_json_put_integer(writer, "gini", spread->gini);
    mus_json_end_object(writer);
}

/* What evenness has cost and brought: in all, and to companies of each size. */
static void put_price(struct mus_json_writer *writer, const struct mus_pair_run *run)
{
    const struct mus_pairing_price *price = &run->price;
    if (run->plan.run.evenness == 0) {
        return;
    }
    mus_pairing_put_price(price, writer);
    mus_json_key(writer, "price_by_size");
    mus_json_begin_array(writer);
    for (unsigned size = 0; size < price->before.class_count; size++) {
        if (price->before.classes[size].participants > 0) {
            mus_json_begin_object(writer);
            put_size(writer, size);
            put_class(writer, "without", &price->before.classes[size]);
            put_class(writer, "with", &price->after.classes[size]);
            mus_json_end_object(writer);
        }
    }
    mus_json_end_array(writer);
}

static void put_why_missed(struct mus_planning *planning, const struct mus_wish_missed *missed)
{
    static const struct mus_words words[MUS_UNFULFILLED_COUNT] = {
        [MUS_UNFULFILLED_APART] = {"", ""},
        [MUS_UNFULFILLED_COMPANY] = {"同じ二社のほかの担当者が会う",
                                     "others of the two companies meet"},
        [MUS_UNFULFILLED_INTERPRETER] = {"通訳の時間が足りない", "no interpreter has time for it"},
        [MUS_UNFULFILLED_OWN_FULL] = {"希望した側の商談がいっぱい",
                                      "who wishes has all the meetings it may have"},
        [MUS_UNFULFILLED_OTHER_FULL] = {"相手の商談がいっぱい",
                                        "the other has all the meetings it may have"},
        [MUS_UNFULFILLED_CAPACITY] = {"催し全体の商談数がいっぱい",
                                      "there is room for no more meetings at the event"},
    };
    struct mus_json_writer *writer = &planning->writer;
    if (missed->why == MUS_UNFULFILLED_APART) {
        mus_put_apart(planning, (enum mus_apart)missed->apart, (enum mus_veto)missed->veto);
        return;
    }
    mus_json_put_z(writer, "reason", mus_unfulfilled_name((enum mus_unfulfilled)missed->why));
    mus_put_words(writer, "label", &words[missed->why]);
}

static enum mus_status put_missed(struct mus_planning *planning, const struct mus_pair_run *run,
                                  struct mus_error *err)
{
    struct mus_json_writer *writer = &planning->writer;
    enum mus_status status = MUS_OK;
    mus_json_key(writer, "missed");
    mus_json_begin_array(writer);
    for (size_t i = 0; status == MUS_OK && i < run->missed_count; i++) {
        const struct mus_wish_missed *missed = &run->missed[i];
        mus_json_begin_object(writer);
        mus_json_put_z(writer, "wish", mus_wish_kind_name((enum mus_wish_kind)missed->kind));
        mus_json_key(writer, "from");
        status = mus_write_participant(planning, missed->from, err);
        mus_json_key(writer, "to");
        if (status == MUS_OK) {
            status = mus_write_participant(planning, missed->to, err);
        }
        if (status == MUS_OK) {
            put_why_missed(planning, missed);
        }
        if (status == MUS_OK) {
            mus_json_end_object(writer);
        }
    }
    if (status == MUS_OK) {
        mus_json_end_array(writer);
    }
    return status;
}

static enum mus_status put_wishes(struct mus_planning *planning, const struct mus_pair_run *run,
                                  struct mus_error *err)
{
    struct mus_json_writer *writer = &planning->writer;
    mus_json_key(writer, "wishes");
    mus_json_begin_object(writer);
    mus_json_put_integer(writer, "must", (int64_t)run->must_count);
    mus_json_put_integer(writer, "must_fulfilled", (int64_t)run->must_fulfilled);
    mus_json_put_integer(writer, "want", (int64_t)run->want_count);
    mus_json_put_integer(writer, "want_fulfilled", (int64_t)run->want_fulfilled);
    mus_json_end_object(writer);
    return put_missed(planning, run, err);
}

static enum mus_status put_below(struct mus_planning *planning, const struct mus_pair_run *run,
                                 struct mus_error *err)
{
    struct mus_json_writer *writer = &planning->writer;
    enum mus_status status = MUS_OK;
    mus_json_key(writer, "below_minimum");
    mus_json_begin_array(writer);
    for (size_t i = 0; status == MUS_OK && i < run->below_count; i++) {
        const struct mus_below_minimum *below = &run->below[i];
        mus_json_begin_object(writer);
        status = mus_put_participant(planning, below->participant, err);
        if (status == MUS_OK) {
            mus_json_put_integer(writer, "missing", below->missing);
            mus_put_label(writer, "why", (struct mus_bilingual){below->ja, below->en});
            mus_json_end_object(writer);
        }
    }
    if (status == MUS_OK) {
        mus_json_end_array(writer);
    }
    return status;
}

/* How many meetings came, went and stayed. */
static void put_counts(struct mus_json_writer *writer, const struct mus_fair_plan *plan)
{
    size_t gained = 0;
    size_t lost = 0;
    for (size_t i = 0; i < plan->meeting_count; i++) {
        enum mus_change change = mus_fair_plan_change(plan, i);
        gained += change == MUS_CHANGE_GAINED;
        lost += change == MUS_CHANGE_LOST;
    }
    mus_json_put_integer(writer, "gained", (int64_t)gained);
    mus_json_put_integer(writer, "lost", (int64_t)lost);
}

static enum mus_status tell_pairing(struct mus_planning *planning, const struct mus_pair_run *run,
                                    struct mus_error *err)
{
    struct mus_json_writer *writer = &planning->writer;
    mus_json_begin_object(writer);
    mus_json_put_text(writer, "event", planning->fair.event.id);
    mus_put_run(writer, &run->plan.run);
    put_counts(writer, &run->plan);
    mus_json_put_integer(writer, "candidates", (int64_t)run->candidate_count);
    mus_json_put_integer(writer, "kept_apart", (int64_t)run->refused_count);
    mus_json_put_integer(writer, "dropped", (int64_t)run->dropped);
    mus_json_put_integer(writer, "score_total", (int64_t)run->score_total);
    mus_json_put_integer(writer, "missing_lower_bound", (int64_t)run->missing_lower_bound);
    mus_json_put_z(writer, "method", run->exact ? "flow" : "prices");
    put_spreads(writer, run);
    put_price(writer, run);
    enum mus_status status = put_below(planning, run, err);
    if (status == MUS_OK) {
        status = put_wishes(planning, run, err);
    }
    if (status == MUS_OK && planning->fair.event.interpreter_count > 0) {
        status = mus_put_interpreted(planning, run, err);
    }
    if (status == MUS_OK) {
        mus_json_end_object(writer);
    }
    return status;
}

enum mus_status mus_event_pair(struct mus_musubi *musubi,
                               const struct mus_event_pair_options *options, struct mus_sink *sink,
                               struct mus_error *err)
{
    struct mus_planning planning;
    struct mus_pair_run run = {0};
    struct mus_pair_run_options how = {.evenness = (uint32_t)options->evenness,
                                       .per_participant = (size_t)options->candidates,
                                       .most = options->candidates > 0 ? 1 : 0};
    enum mus_status status =
        mus_planning_open(&planning, musubi, options->event, &options->plan, err);
    if (status == MUS_OK &&
        (options->evenness < 0 || options->evenness > MUS_PAIRING_MAX_EVENNESS)) {
        status = mus_fail(err, MUS_LIMIT, "evenness: expected 0 to %d", MUS_PAIRING_MAX_EVENNESS);
    }
    if (status == MUS_OK && options->candidates < 0) {
        status = mus_fail(err, MUS_INVALID, "candidates: is below 0");
    }
    if (status == MUS_OK) {
        status =
            mus_pair_run_make(&planning.fair, planning.read, &planning.context, &how, &run, err);
    }
    if (status == MUS_OK) {
        status = mus_planning_commit(&planning, &run.plan, err);
    }
    if (status == MUS_OK) {
        status = tell_pairing(&planning, &run, err);
    }
    if (status == MUS_OK) {
        status = mus_planning_give(&planning, sink, err);
    }
    mus_pair_run_done(&run);
    mus_planning_close(&planning);
    return status;
}

/* ------------------------------------------------------------------ diagnosis */

static void put_why_few(struct mus_json_writer *writer, enum mus_few few)
{
    static const struct mus_words words[MUS_FEW_COUNT] = {
        [MUS_FEW_NOTHING] = {"足りている", "nothing is missing"},
        [MUS_FEW_ABSENT] = {"参加していないか、商談を希望していない",
                            "it does not take part, or asks for no meetings"},
        [MUS_FEW_ROLES] = {"商談の相手になる役割の参加者がいない",
                           "nobody is there whose role it may meet"},
        [MUS_FEW_NOT_PAIRED] = {"相手はいるが、組み直されていない",
                                "there are partners with room: pair anew"},
        [MUS_FEW_AVAILABILITY] = {"来られる時間枠をすべて使っている",
                                  "all slots in which it comes are used"},
        [MUS_FEW_OWN_MAX] = {"自分で決めた上限に達している", "it has as many as it may have"},
        [MUS_FEW_VETOES] = {"紹介できない相手が多い",
                            "something stands between it and most of the others"},
        [MUS_FEW_SLOTS] = {"時間の合わない相手が多い",
                           "it and most of the others never come at the same time"},
        [MUS_FEW_LANGUAGE] = {"通訳のいない相手が多い",
                              "nobody interprets between it and most of the others"},
        [MUS_FEW_PARTNERS_FULL] = {"会える相手がほかの商談でいっぱい（参加者の偏り）",
                                   "those it may meet are full: too few partners for its "
                                   "side"},
        [MUS_FEW_INTERPRETERS] = {"空きのある相手とは通訳が要るが、通訳の時間が足りない",
                                  "with those that have room it needs interpreters, who have no "
                                  "time left"},
        [MUS_FEW_CAPACITY] = {"催し全体の商談数がいっぱい",
                              "there is room for no more meetings at the event"},
    };
    mus_json_put_z(writer, "why", mus_few_name(few));
    mus_put_words(writer, "label", &words[few]);
}

static void put_obstacles(struct mus_planning *planning, const struct mus_diagnosis *diagnosis)
{
    struct mus_json_writer *writer = &planning->writer;
    mus_json_key(writer, "apart");
    mus_json_begin_array(writer);
    for (unsigned apart = 1; apart < MUS_APART_COUNT; apart++) {
        for (unsigned veto = 0; veto < MUS_VETO_COUNT; veto++) {
            uint32_t count = apart == MUS_APART_VETO ? diagnosis->vetoes[veto]
                             : veto == 0             ? diagnosis->apart[apart]
                                                     : 0;
            if (count > 0) {
                mus_json_begin_object(writer);
                mus_put_apart(planning, (enum mus_apart)apart, (enum mus_veto)veto);
                mus_json_put_integer(writer, "count", count);
                mus_json_end_object(writer);
            }
        }
    }
    mus_json_end_array(writer);
}

static enum mus_status tell_diagnosis(struct mus_planning *planning,
                                      const struct mus_diagnosis *diagnosis, struct mus_error *err)
{
    struct mus_json_writer *writer = &planning->writer;
    mus_json_begin_object(writer);
    enum mus_status status = mus_put_participant(planning, diagnosis->participant, err);
    if (status != MUS_OK) {
        return status;
    }
    mus_json_put_integer(writer, "meetings", diagnosis->meetings);
    mus_json_put_integer(writer, "placed", diagnosis->placed);
    mus_json_put_integer(writer, "min", diagnosis->min);
    mus_json_put_integer(writer, "max", diagnosis->max);
    mus_json_put_integer(writer, "slots", diagnosis->slots);
    mus_json_put_integer(writer, "partners", diagnosis->partners);
    mus_json_put_integer(writer, "acceptable", diagnosis->acceptable);
    mus_json_put_integer(writer, "acceptable_full", diagnosis->acceptable_full);
    put_obstacles(planning, diagnosis);
    put_why_few(writer, diagnosis->why);
    mus_json_end_object(writer);
    return MUS_OK;
}

enum mus_status mus_event_diagnose(struct mus_musubi *musubi, const char *event,
                                   const char *participant, struct mus_sink *sink,
                                   struct mus_error *err)
{
    struct mus_planning planning;
    struct mus_candidates candidates = {0};
    struct mus_diagnosis *found = NULL;
    size_t count = 0;
    enum mus_status status = mus_planning_open(&planning, musubi, event, NULL, err);
    if (status == MUS_OK) {
        struct mus_candidate_options options = {
            .world = &musubi->world,
            .read = planning.read,
            .threads = planning.context.threads,
            .begun = mus_event_begun(&planning.fair.event, planning.context.now)};
        status = mus_candidates_find(&planning.fair, &options, &candidates, err);
    }
    if (status == MUS_OK) {
        status = mus_diagnose(&planning.fair, &candidates, mus_text_of(participant),
                              mus_event_begun(&planning.fair.event, planning.context.now),
                              &planning.arena, &found, &count, err);
    }
    for (size_t i = 0; status == MUS_OK && i < count; i++) {
        status = tell_diagnosis(&planning, &found[i], err);
        if (status == MUS_OK) {
            status = mus_planning_give(&planning, sink, err);
        }
    }
    mus_candidates_done(&candidates);
    mus_planning_close(&planning);
    return status;
}
