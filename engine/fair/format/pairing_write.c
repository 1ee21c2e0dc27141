/* A pairing problem and its answer written, and why some stay below their minimum. */
#include "fair/format/pairing_json.h"

#include "codec/json_write.h"
#include "fair/format/id_list.h"

/* ---- the problem ---- */

static void write_ids(struct mus_json_writer *writer, const struct mus_pairing_document *document,
                      const struct mus_pairing_pair *pair, bool score)
{
    mus_json_begin_array(writer);
    mus_json_write_text(writer, document->participant_ids[pair->a]);
    mus_json_write_text(writer, document->participant_ids[pair->b]);
    if (score) {
        mus_json_write_integer(writer, pair->score);
    }
    mus_json_end_array(writer);
}

static void write_participants(struct mus_json_writer *writer,
                               const struct mus_pairing_document *document)
{
    mus_json_key(writer, "participants");
    mus_json_begin_array(writer);
    for (size_t p = 0; p < document->problem.participant_count; p++) {
        const struct mus_pairing_participant *who = &document->problem.participants[p];
        mus_json_begin_object(writer);
        mus_json_put_text(writer, "id", document->participant_ids[p]);
        if (who->company != MUS_PAIRING_NO_COMPANY) {
            mus_json_put_text(writer, "company", document->company_ids[who->company]);
        }
        mus_json_put_integer(writer, "max", who->max);
        if (who->min != 0) {
            mus_json_put_integer(writer, "min", who->min);
        }
        mus_json_end_object(writer);
    }
    mus_json_end_array(writer);
}

/* The pairs that have this mark; neither key nor array where there is none. */
static void write_marked(struct mus_json_writer *writer, const char *key,
                         const struct mus_pairing_document *document, enum mus_pairing_mark mark)
{
    const struct mus_pairing_problem *problem = &document->problem;
    bool any = false;
    for (size_t i = 0; problem->marks != NULL && i < problem->pair_count; i++) {
        if (problem->marks[i] != mark) {
            continue;
        }
        if (!any) {
            mus_json_key(writer, key);
            mus_json_begin_array(writer);
            any = true;
        }
        write_ids(writer, document, &problem->pairs[i], false);
    }
    if (any) {
        mus_json_end_array(writer);
    }
}

void mus_pairing_document_write(const struct mus_pairing_document *document, struct mus_buf *out)
{
    const struct mus_pairing_problem *problem = &document->problem;
    struct mus_json_writer writer = {.buf = out};
    mus_json_begin_object(&writer);
    mus_json_put_z(&writer, "format", MUS_PAIRING_PROBLEM_FORMAT);
    mus_json_put_given(&writer, "id", document->id);
    if (problem->capacity != MUS_PAIRING_NO_CAPACITY) {
        mus_json_put_integer(&writer, "capacity", (int64_t)problem->capacity);
    }
    write_participants(&writer, document);
    mus_json_key(&writer, "pairs");
    mus_json_begin_array(&writer);
    for (size_t i = 0; i < problem->pair_count; i++) {
        write_ids(&writer, document, &problem->pairs[i], true);
    }
    mus_json_end_array(&writer);
    write_marked(&writer, "forbidden", document, MUS_PAIRING_FORBIDDEN);
    write_marked(&writer, "fixed", document, MUS_PAIRING_FIXED);
    mus_json_end_object(&writer);
    mus_json_end(&writer);
}

/* ---- why ---- */

struct words {
    const struct mus_pairing_document *document;
    bool japanese;
    struct mus_buf *out;
};

static void put_ids(const struct words *words, const uint32_t *places, size_t count)
{
    mus_put_ids(words->out, words->document->participant_ids, places, count, words->japanese);
}

static const char *plural(uint64_t count)
{
    return count == 1 ? "" : "s";
}

/* Up to where the ids follow: who needs how many, and what there is for them. */
static void say_group_ja(const struct words *words, const struct mus_pairing_group *group)
{
    const unsigned long long needed = group->needed;
    if (group->member_count == 1) {
        const struct mus_text id = words->document->participant_ids[group->members[0]];
        mus_buf_printf(words->out, "%.*s にはあと %llu 件の商談が要りますが、", MUS_TEXT_ARG(id),
                       needed);
    } else {
        mus_buf_printf(words->out, "この %zu 者には合わせてあと %llu 件の商談が要りますが、",
                       group->member_count, needed);
    }
    if (group->partner_count == 0) {
        mus_buf_add_z(words->out, "会える相手がいません");
    } else {
        mus_buf_printf(words->out,
                       "受け入れる相手は %zu 者だけで、あと %llu 件分の空きしかありません",
                       group->partner_count, (unsigned long long)group->room);
    }
}

static void say_group_en(const struct words *words, const struct mus_pairing_group *group)
{
    const unsigned long long needed = group->needed;
    const bool alone = group->member_count == 1;
    if (alone) {
        const struct mus_text id = words->document->participant_ids[group->members[0]];
        mus_buf_printf(words->out, "%.*s needs %llu more meeting%s, but ", MUS_TEXT_ARG(id), needed,
                       plural(needed));
    } else {
        mus_buf_printf(words->out, "these %zu participants need %llu more meetings, but ",
                       group->member_count, needed);
    }
    if (group->partner_count == 0) {
        mus_buf_add_z(words->out, "may meet nobody");
    } else {
        mus_buf_printf(words->out, "accept%s only %zu partner%s with room for %llu more",
                       alone ? "s" : "", group->partner_count, plural(group->partner_count),
                       (unsigned long long)group->room);
    }
}

static void say_group(const struct words *words, const struct mus_pairing_group *group)
{
    (words->japanese ? say_group_ja : say_group_en)(words, group);
    if (group->member_count > 1) {
        mus_buf_add_z(words->out, words->japanese ? "：" : ": ");
        put_ids(words, group->members, group->member_count);
    }
    if (group->partner_count > 0) {
        mus_buf_add_z(words->out, words->japanese ? "。相手：" : "; partners: ");
        put_ids(words, group->partners, group->partner_count);
    }
}

void mus_pairing_why(const struct mus_pairing_document *document,
                     const struct mus_pairing_answer *answer, const struct mus_pairing_unmet *unmet,
                     bool japanese, struct mus_buf *out)
{
    const struct words words = {document, japanese, out};
    const struct mus_pairing_group *group =
        unmet->group < answer->group_count ? &answer->groups[unmet->group] : NULL;
    if (group != NULL && group->member_count > 0 && group->room < group->needed) {
        say_group(&words, group);
    } else if (document->problem.capacity != MUS_PAIRING_NO_CAPACITY) {
        mus_buf_printf(out,
                       japanese ? "全体の上限 %llu 件では、全員の最少件数に足りません"
                                : "the capacity of %llu meetings is too small for everybody's "
                                  "minimum",
                       (unsigned long long)document->problem.capacity);
    } else {
        mus_buf_add_z(
            out, japanese ? "足りない訳を示す参加者の組は見つかりませんでした（避けられないとは"
                            "証明されていません）"
                          : "no group of participants that explains it was found; it is not "
                            "proved that it cannot be avoided");
    }
}

/* ---- the answer ---- */

const char *mus_pairing_method_name(enum mus_pairing_method method)
{
    static const char *const names[] = {
        [MUS_PAIRING_BEST] = "best",
        [MUS_PAIRING_FLOW] = "flow",
        [MUS_PAIRING_PRICES] = "prices",
    };
    return names[method];
}

static void write_unmet(struct mus_json_writer *writer, const struct mus_pairing_document *document,
                        const struct mus_pairing_answer *answer,
                        const struct mus_pairing_unmet *unmet, struct mus_buf *words)
{
    mus_json_begin_object(writer);
    mus_json_put_text(writer, "id", document->participant_ids[unmet->participant]);
    mus_json_put_integer(writer, "missing", unmet->missing);
    mus_buf_clear(words);
    mus_pairing_why(document, answer, unmet, false, words);
    mus_json_put_text(writer, "why", mus_buf_text(words));
    mus_buf_clear(words);
    mus_pairing_why(document, answer, unmet, true, words);
    mus_json_put_text(writer, "why_ja", mus_buf_text(words));
    mus_json_end_object(writer);
}

void mus_pairing_put_unmet(const struct mus_pairing_document *document,
                           const struct mus_pairing_answer *answer, size_t most,
                           struct mus_json_writer *writer)
{
    struct mus_buf words = {0};
    mus_json_key(writer, "unmet_minimum");
    mus_json_begin_array(writer);
    for (size_t i = 0; i < answer->unmet_count && i < most; i++) {
        write_unmet(writer, document, answer, &answer->unmet[i], &words);
        writer->buf->failed = writer->buf->failed || words.failed;
    }
    mus_json_end_array(writer);
    mus_buf_done(&words);
}

void mus_pairing_put_figures(const struct mus_pairing_answer *answer, uint64_t microseconds,
                             struct mus_json_writer *writer)
{
    mus_json_put_integer(writer, "total", answer->total);
    mus_json_put_integer(writer, "upper_bound", answer->upper_bound);
    mus_json_put_integer(writer, "missing", (int64_t)answer->missing);
    mus_json_put_integer(writer, "missing_lower_bound", (int64_t)answer->missing_lower_bound);
    mus_json_put_z(writer, "method", mus_pairing_method_name(answer->method));
    mus_json_put_integer(writer, "steps", (int64_t)answer->steps);
    mus_json_put_real(writer, "seconds", (double)microseconds / 1e6);
}

static void put_side(struct mus_json_writer *writer, const char *key,
                     const struct mus_pairing_figures *figures)
{
    mus_json_key(writer, key);
    mus_json_begin_object(writer);
    mus_json_put_integer(writer, "total", figures->total);
    mus_json_put_integer(writer, "fewest", figures->all.fewest);
    mus_json_put_integer(writer, "gini", figures->all.gini);
    mus_json_end_object(writer);
}

void mus_pairing_put_price(const struct mus_pairing_price *price, struct mus_json_writer *writer)
{
    mus_json_key(writer, "price");
    mus_json_begin_object(writer);
    mus_json_put_integer(writer, "lost", price->lost);
    put_side(writer, "without", &price->before);
    put_side(writer, "with", &price->after);
    mus_json_end_object(writer);
}

void mus_pairing_answer_write(const struct mus_pairing_document *document,
                              const struct mus_pairing_answer *answer, uint64_t microseconds,
                              struct mus_buf *out)
{
    mus_pairing_priced_answer_write(document, answer, 0, NULL, microseconds, out);
}

void mus_pairing_priced_answer_write(const struct mus_pairing_document *document,
                                     const struct mus_pairing_answer *answer, uint32_t evenness,
                                     const struct mus_pairing_price *price, uint64_t microseconds,
                                     struct mus_buf *out)
{
    struct mus_json_writer writer = {.buf = out};
    mus_json_begin_object(&writer);
    mus_json_put_z(&writer, "format", MUS_PAIRING_FORMAT);
    mus_json_put_given(&writer, "problem", document->id);
    mus_json_key(&writer, "pairs");
    mus_json_begin_array(&writer);
    for (size_t i = 0; i < answer->chosen_count; i++) {
        write_ids(&writer, document, &document->problem.pairs[answer->chosen[i]], false);
    }
    mus_json_end_array(&writer);
    mus_pairing_put_unmet(document, answer, SIZE_MAX, &writer);
    if (price != NULL) {
        mus_json_put_integer(&writer, "evenness", evenness);
        mus_pairing_put_price(price, &writer);
    }
    mus_pairing_put_figures(answer, microseconds, &writer);
    mus_json_end_object(&writer);
    mus_json_end(&writer);
}
