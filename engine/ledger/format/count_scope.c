/* What the count does with the entries of a topic is the same for all of them: it is found once a
 * topic, so that the passes over a million entries look numbers up and compare no text.
 *
 * Where the rules ask whether texts agree, a class stands for them: the number of the first topic
 * that agrees in all that is asked for. Two topics are of one class where nothing that is asked for
 * tells them apart. */
#include "ledger/format/count_internal.h"

static bool agree(const struct mus_book_topic *a, const struct mus_book_topic *b, unsigned keys)
{
    return ((keys & MUS_MATCH_FISCAL_YEAR) == 0 || a->mark == b->mark) &&
           ((keys & MUS_MATCH_PURPOSE) == 0 || mus_text_equal(a->purpose, b->purpose)) &&
           ((keys & MUS_MATCH_PROGRAMME) == 0 || mus_text_equal(a->programme, b->programme)) &&
           ((keys & MUS_MATCH_EDITION) == 0 || mus_text_equal(a->edition, b->edition));
}

static uint64_t hash_of(struct mus_hash_key key, const struct mus_book_topic *topic, unsigned keys)
{
    uint64_t hash = (keys & MUS_MATCH_FISCAL_YEAR) == 0 ? 0 : topic->mark;
    hash = (keys & MUS_MATCH_PURPOSE) == 0 ? hash : mus_keyed_text(key, hash, topic->purpose);
    hash = (keys & MUS_MATCH_PROGRAMME) == 0 ? hash : mus_keyed_text(key, hash, topic->programme);
    hash = (keys & MUS_MATCH_EDITION) == 0 ? hash : mus_keyed_text(key, hash, topic->edition);
    return mus_keyed_mix(key, hash, keys);
}

/* The class of a topic among those that were put into the slots; false when memory runs out. */
static bool class_of(const struct mus_book *book, struct mus_slots *slots, uint32_t topic,
                     unsigned keys, uint32_t *out)
{
    uint64_t hash = hash_of(book->firms.key, &book->topics[topic], keys);
    struct mus_slot_walk walk = mus_slots_walk(slots, hash);
    while (mus_slots_next(slots, &walk, out)) {
        if (agree(&book->topics[*out], &book->topics[topic], keys)) {
            return true;
        }
    }
    *out = topic;
    return mus_slots_put(slots, hash, topic);
}

/* By a clause, or told as one that the rules do not speak of. */
static void judge_topic(struct mus_counting *counting, uint32_t topic)
{
    const struct mus_book_topic *about = &counting->book->topics[topic];
    struct mus_topic_use *use = &counting->uses[topic + 1];
    const struct mus_rule_set *rules = counting->rules;
    bool reported = mus_book_mark_reported(about->mark);
    const struct mus_rule_clause *clause =
        mus_rule_clause_for(reported ? &rules->reported : &rules->named, about->programme);
    use->of_year = mus_book_mark_year(about->mark) == counting->fiscal_year;
    use->reported = reported;
    use->confirmed = clause != NULL && clause->confirmed;
    if (clause == NULL) {
        use->other = &counting->other_programme;
    } else if (about->said >= 32 || (clause->marks & 1u << about->said) == 0) {
        use->other = reported ? &counting->other_side : &counting->other_stage;
    }
}

static enum mus_status classify(struct mus_counting *counting)
{
    const struct mus_book *book = counting->book;
    struct mus_slots groups = {0};
    struct mus_slots matches = {0};
    bool enough = true;
    for (uint32_t topic = 0; enough && topic < book->topic_count; topic++) {
        struct mus_topic_use *use = &counting->uses[topic + 1];
        judge_topic(counting, topic);
        enough =
            class_of(book, &groups, topic, MUS_MATCH_PROGRAMME | MUS_MATCH_EDITION, &use->group) &&
            (use->reported ||
             class_of(book, &matches, topic, counting->rules->one_match, &use->match));
    }
    mus_slots_done(&groups);
    mus_slots_done(&matches);
    return enough ? MUS_OK : mus_fail_memory(counting->err);
}

/* The groups of which the year has questionnaires, and the years in which their named entries lie.
 * A named entry without an edition belongs to none. */
static void mark_groups(struct mus_counting *counting)
{
    const struct mus_book_topic *topics = counting->book->topics;
    struct mus_topic_use *uses = counting->uses + 1;
    size_t count = counting->book->topic_count;
    for (size_t i = 0; i < count; i++) {
        if (uses[i].reported && uses[i].of_year) {
            uses[uses[i].group].asked = true;
        }
    }
    for (size_t i = 0; i < count; i++) {
        uses[i].grouped = topics[i].edition.len > 0 && uses[uses[i].group].asked;
        if (uses[i].grouped && !uses[i].reported) {
            counting->years[mus_book_mark_year(topics[i].mark)] = 1;
        }
    }
}

/* Which questionnaires bear on the year's: those of the same programme and edition, whenever they
 * came in, since the first of one respondent stands. Which named entries do: those of the year,
 * those of years in which a named entry may reduce one of the year's questionnaires, and all where
 * one match may lie in two years. Entries that are recorded only later may widen this: it is a
 * bound on what is looked at, not an answer. */
enum mus_status mus_counting_scope(struct mus_counting *counting)
{
    const struct mus_book *book = counting->book;
    enum mus_status status = classify(counting);
    if (status != MUS_OK) {
        return status;
    }
    mark_groups(counting);
    bool all_years = (counting->rules->one_match & MUS_MATCH_FISCAL_YEAR) == 0;
    for (uint32_t topic = 0; topic < book->topic_count; topic++) {
        struct mus_topic_use *use = &counting->uses[topic + 1];
        bool near = all_years || counting->years[mus_book_mark_year(book->topics[topic].mark)] != 0;
        use->named = !use->reported && (use->of_year || near);
        use->reported = use->reported && (use->of_year || use->grouped);
        counting->match_bound += use->named && use->other == NULL ? book->topics[topic].entries : 0;
    }
    return MUS_OK;
}
