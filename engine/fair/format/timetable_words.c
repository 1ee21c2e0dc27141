/* Why a timetable is impossible, in words.
 *
 * A clash is a set of demands that cannot all be met. The usual ones have a sentence of their own,
 * which says more than the demands do: that they are too many for the tables, the interpreters, or
 * the slots of one participant. Each of these counts what it says; where the count does not bear it
 * out, or the demands are of other kinds, the sentence is the demands one after the other, which is
 * true of every clash. */
#include "fair/format/timetable_json.h"

#include <stdlib.h>

#include "base/mem.h"
#include "fair/format/id_list.h"

/* ---- a clash, sorted out ---- */

struct clash {
    const struct mus_timetable_document *document;
    const struct mus_timetable_problem *problem;
    const struct mus_clash *of;
    bool japanese;
    struct mus_buf *out;
    uint32_t counts[MUS_DEMAND_BREAKS + 1];
    uint32_t *places; /* room for as many as there are demands */
};

static bool is_demanded(const struct clash *clash, enum mus_demand_kind kind, uint32_t meeting)
{
    for (size_t i = 0; clash->counts[kind] > 0 && i < clash->of->count; i++) {
        if (clash->of->demands[i].kind == kind && clash->of->demands[i].meeting == meeting) {
            return true;
        }
    }
    return false;
}

/* No demands but of these kinds (a bit each). */
static bool only(const struct clash *clash, unsigned kinds)
{
    for (unsigned kind = 0; kind <= MUS_DEMAND_BREAKS; kind++) {
        if (clash->counts[kind] > 0 && (kinds >> kind & 1) == 0) {
            return false;
        }
    }
    return true;
}

static const struct mus_demand *first_of(const struct clash *clash, enum mus_demand_kind kind)
{
    for (size_t i = 0; i < clash->of->count; i++) {
        if (clash->of->demands[i].kind == kind) {
            return &clash->of->demands[i];
        }
    }
    return NULL;
}

/* The meetings that are to be held, as places. */
static size_t meetings_of(const struct clash *clash)
{
    size_t count = 0;
    for (size_t i = 0; i < clash->of->count; i++) {
        if (clash->of->demands[i].kind == MUS_DEMAND_MEETING) {
            clash->places[count++] = clash->of->demands[i].meeting;
        }
    }
    return count;
}

/* The slots that the clash leaves a meeting, by its session, its lock on a slot, when its table is
 * open, and when those can come who are asked to come only when they can. */
static mus_slots slots_left(const struct clash *clash, uint32_t meeting)
{
    const struct mus_timetable_meeting *of = &clash->problem->meetings[meeting];
    mus_slots slots = mus_timetable_all_slots(clash->problem);
    if (is_demanded(clash, MUS_DEMAND_SESSION, meeting)) {
        slots &= of->session;
    }
    if (is_demanded(clash, MUS_DEMAND_LOCKED_SLOT, meeting) && of->locked_slot >= 0) {
        slots &= (mus_slots)1 << of->locked_slot;
    }
    if (is_demanded(clash, MUS_DEMAND_LOCKED_TABLE, meeting) && of->locked_table != 0 &&
        clash->problem->table_open != NULL) {
        slots &= clash->problem->table_open[of->locked_table - 1];
    }
    for (size_t i = 0; i < clash->of->count; i++) {
        const struct mus_demand *demand = &clash->of->demands[i];
        if (demand->kind == MUS_DEMAND_AVAILABLE &&
            (demand->participant == of->a || demand->participant == of->b)) {
            slots &= clash->problem->participants[demand->participant].available;
        }
    }
    return slots;
}

static struct mus_text meeting_id(const struct clash *clash, uint32_t meeting)
{
    return clash->document->meeting_ids[meeting];
}
static struct mus_text slot_id(const struct clash *clash, int slot)
{
    return clash->document->slot_ids[slot];
}
static struct mus_text participant_id(const struct clash *clash, uint32_t participant)
{
    return clash->document->participant_ids[participant];
}

static void put_slots(const struct clash *clash, mus_slots slots)
{
    uint32_t places[MUS_TIMETABLE_MAX_SLOTS];
    size_t count = 0;
    for (uint32_t s = 0; s < clash->problem->slot_count; s++) {
        if ((slots >> s & 1) != 0) {
            places[count++] = s;
        }
    }
    mus_put_ids(clash->out, clash->document->slot_ids, places, count, clash->japanese);
}

static void put_meetings(const struct clash *clash, size_t count)
{
    mus_put_ids(clash->out, clash->document->meeting_ids, clash->places, count, clash->japanese);
}

/* printf in the language asked for: both formats take the same arguments. */
#define SAY(clash, ja, en, ...)                                                                    \
    ((clash)->japanese ? mus_buf_printf((clash)->out, ja, __VA_ARGS__)                             \
                       : mus_buf_printf((clash)->out, en, __VA_ARGS__))

#define BIT(kind) (1U << MUS_DEMAND_##kind)

/* ---- too many for the tables or interpreters of a slot ---- */

/* Whether all the meetings are locked into this slot, by demand. */
static bool all_locked_into(const struct clash *clash, size_t count, int slot)
{
    for (size_t i = 0; i < count; i++) {
        if (clash->problem->meetings[clash->places[i]].locked_slot != slot ||
            !is_demanded(clash, MUS_DEMAND_LOCKED_SLOT, clash->places[i])) {
            return false;
        }
    }
    return true;
}

static bool all_at_tables(const struct clash *clash, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (clash->problem->meetings[clash->places[i]].place != MUS_PLACE_TABLE) {
            return false;
        }
    }
    return true;
}

/* The slots that a demand of tables or interpreters is about. */
static mus_slots slots_of(const struct clash *clash, enum mus_demand_kind kind)
{
    mus_slots slots = 0;
    for (size_t i = 0; i < clash->of->count; i++) {
        if (clash->of->demands[i].kind == kind) {
            const int slot = clash->of->demands[i].slot;
            slots |= slot < 0 ? mus_timetable_all_slots(clash->problem) : (mus_slots)1 << slot;
        }
    }
    return slots;
}

/* All the slots that the meetings may take. */
static mus_slots slots_of_meetings(const struct clash *clash, size_t count)
{
    mus_slots slots = 0;
    for (size_t i = 0; i < count; i++) {
        slots |= slots_left(clash, clash->places[i]);
    }
    return slots;
}

static uint64_t tables_in(const struct clash *clash, mus_slots slots)
{
    uint64_t tables = 0;
    for (size_t s = 0; s < clash->problem->slot_count; s++) {
        tables += (slots >> s & 1) != 0 ? mus_timetable_tables(clash->problem, s) : 0;
    }
    return tables;
}

static bool say_tables(const struct clash *clash)
{
    if (clash->counts[MUS_DEMAND_TABLES] == 0 ||
        !only(clash,
              BIT(MEETING) | BIT(SESSION) | BIT(LOCKED_SLOT) | BIT(AVAILABLE) | BIT(TABLES))) {
        return false;
    }
    const size_t count = meetings_of(clash);
    const mus_slots slots = slots_of_meetings(clash, count);
    const uint64_t tables = tables_in(clash, slots);
    if (!all_at_tables(clash, count) || count <= tables ||
        (slots & ~slots_of(clash, MUS_DEMAND_TABLES)) != 0 || slots == 0) {
        return false;
    }
    const int slot = __builtin_ctzll(slots);
    if (all_locked_into(clash, count, slot)) {
        SAY(clash, "テーブルは %llu 台ですが、%zu 件の商談が %.*s に固定されています：",
            "table count %llu, but %zu meetings are locked into %.*s: ", (unsigned long long)tables,
            count, MUS_TEXT_ARG(slot_id(clash, slot)));
    } else {
        SAY(clash, "%zu 件の商談がありますが、行える時間枠（", "%zu meetings, but in their slots (",
            count);
        put_slots(clash, slots);
        SAY(clash, "）のテーブルは合わせて %llu 台分です：",
            ") there is room at tables for %llu: ", (unsigned long long)tables);
    }
    put_meetings(clash, count);
    return true;
}

static bool say_interpreters(const struct clash *clash)
{
    if (clash->counts[MUS_DEMAND_INTERPRETERS] == 0 ||
        !only(clash, BIT(MEETING) | BIT(SESSION) | BIT(LOCKED_SLOT) | BIT(AVAILABLE) |
                         BIT(INTERPRETERS))) {
        return false;
    }
    const size_t count = meetings_of(clash);
    const mus_slots slots = slots_of_meetings(clash, count);
    unsigned languages = 0;
    for (size_t i = 0; i < count; i++) {
        const unsigned language = clash->problem->meetings[clash->places[i]].language;
        if (language == 0) {
            return false;
        }
        languages |= 1U << (language - 1);
    }
    uint64_t people = 0;
    for (size_t s = 0; s < clash->problem->slot_count; s++) {
        people +=
            (slots >> s & 1) != 0 ? mus_timetable_interpreters(clash->problem, s, languages) : 0;
    }
    if (count <= people || slots == 0 || (slots & ~slots_of(clash, MUS_DEMAND_INTERPRETERS)) != 0) {
        return false;
    }
    SAY(clash, "通訳の要る商談が %zu 件ありますが、行える時間枠（",
        "%zu meetings need an interpreter, but in their slots (", count);
    put_slots(clash, slots);
    SAY(clash, "）に来られる通訳は延べ %llu 人です：",
        ") interpreters can come for %llu: ", (unsigned long long)people);
    put_meetings(clash, count);
    return true;
}

/* Too many are locked to one table, or it is closed whenever the only one could be held. */
static bool say_locked_table(const struct clash *clash)
{
    if (clash->counts[MUS_DEMAND_LOCKED_TABLE] == 0 ||
        !only(clash, BIT(MEETING) | BIT(SESSION) | BIT(LOCKED_SLOT) | BIT(LOCKED_TABLE) |
                         BIT(AVAILABLE))) {
        return false;
    }
    const size_t count = meetings_of(clash);
    const unsigned table = count == 0 ? 0 : clash->problem->meetings[clash->places[0]].locked_table;
    for (size_t i = 0; i < count; i++) {
        if (clash->problem->meetings[clash->places[i]].locked_table != table ||
            !is_demanded(clash, MUS_DEMAND_LOCKED_TABLE, clash->places[i])) {
            return false;
        }
    }
    const mus_slots slots = slots_of_meetings(clash, count);
    if (count <= (size_t)__builtin_popcountll(slots)) {
        return false;
    }
    if (slots == 0) {
        SAY(clash, "テーブル %u に固定されていますが、使える時間枠がありません：",
            "locked to table %u, which cannot be used in any slot left: ", table);
        put_meetings(clash, count);
        return true;
    }
    SAY(clash, "テーブル %u に %zu 件の商談が固定されています（",
        "table %u is locked for %zu meetings (", table, count);
    put_meetings(clash, count);
    SAY(clash, "）が、行える時間枠は %d つだけです：",
        "), but it has slots for only %d of them: ", __builtin_popcountll(slots));
    put_slots(clash, slots);
    return true;
}

/* ---- too many for one participant, or none at all ---- */

static bool say_participant(const struct clash *clash)
{
    if (clash->counts[MUS_DEMAND_ONE_AT_A_TIME] != 1 ||
        !only(clash, BIT(MEETING) | BIT(SESSION) | BIT(LOCKED_SLOT) | BIT(AVAILABLE) |
                         BIT(ONE_AT_A_TIME))) {
        return false;
    }
    const uint32_t who = first_of(clash, MUS_DEMAND_ONE_AT_A_TIME)->participant;
    const size_t count = meetings_of(clash);
    const mus_slots slots = slots_of_meetings(clash, count);
    for (size_t i = 0; i < count; i++) {
        const struct mus_timetable_meeting *meeting = &clash->problem->meetings[clash->places[i]];
        if (meeting->a != who && meeting->b != who) {
            return false;
        }
    }
    if (count <= (size_t)__builtin_popcountll(slots) || slots == 0) {
        return false;
    }
    if (all_locked_into(clash, count, __builtin_ctzll(slots))) {
        SAY(clash, "%.*s の %zu 件の商談が同じ %.*s に固定されています：",
            "%.*s has %zu meetings locked into %.*s: ", MUS_TEXT_ARG(participant_id(clash, who)),
            count, MUS_TEXT_ARG(slot_id(clash, __builtin_ctzll(slots))));
        put_meetings(clash, count);
        return true;
    }
    SAY(clash, "%.*s には %zu 件の商談（", "%.*s has %zu meetings (",
        MUS_TEXT_ARG(participant_id(clash, who)), count);
    put_meetings(clash, count);
    SAY(clash, "）がありますが、行える時間枠は %d つだけです：",
        "), but slots for only %d: ", __builtin_popcountll(slots));
    put_slots(clash, slots);
    return true;
}

/* When this participant can come, as far as the clash asks. */
static mus_slots available(const struct clash *clash, uint32_t participant)
{
    mus_slots slots = mus_timetable_all_slots(clash->problem);
    for (size_t i = 0; i < clash->of->count; i++) {
        const struct mus_demand *demand = &clash->of->demands[i];
        if (demand->kind == MUS_DEMAND_AVAILABLE && demand->participant == participant) {
            slots &= clash->problem->participants[participant].available;
        }
    }
    return slots;
}

/* A meeting that is locked into a slot in which one of the two cannot come, or that is not of its
 * session. */
static bool say_locked(const struct clash *clash, uint32_t m)
{
    const struct mus_timetable_meeting *meeting = &clash->problem->meetings[m];
    const mus_slots slot = (mus_slots)1 << meeting->locked_slot;
    const struct mus_text id = meeting_id(clash, m);
    const struct mus_text locked = slot_id(clash, meeting->locked_slot);
    if (is_demanded(clash, MUS_DEMAND_SESSION, m) && (meeting->session & slot) == 0) {
        SAY(clash, "%.*s は %.*s に固定されていますが、そのセッションの時間枠ではありません",
            "%.*s is locked into %.*s, which is not in its session", MUS_TEXT_ARG(id),
            MUS_TEXT_ARG(locked));
        return true;
    }
    const bool a = (available(clash, meeting->a) & slot) == 0;
    const struct mus_text who = participant_id(clash, a ? meeting->a : meeting->b);
    if (!a && (available(clash, meeting->b) & slot) != 0) {
        return false;
    }
    SAY(clash, "%.*s は %.*s に固定されていますが、%.*s はその時間枠に来られません",
        "%.*s is locked into %.*s, in which %.*s is not available", MUS_TEXT_ARG(id),
        MUS_TEXT_ARG(locked), MUS_TEXT_ARG(who));
    return true;
}

/* One meeting that has no slot whatever the others do. */
static bool say_meeting(const struct clash *clash)
{
    if (clash->counts[MUS_DEMAND_MEETING] != 1 ||
        !only(clash, BIT(MEETING) | BIT(SESSION) | BIT(LOCKED_SLOT) | BIT(AVAILABLE))) {
        return false;
    }
    const uint32_t m = first_of(clash, MUS_DEMAND_MEETING)->meeting;
    const struct mus_timetable_meeting *meeting = &clash->problem->meetings[m];
    if (slots_left(clash, m) != 0) {
        return false;
    }
    if (is_demanded(clash, MUS_DEMAND_LOCKED_SLOT, m)) {
        return say_locked(clash, m);
    }
    const bool session = is_demanded(clash, MUS_DEMAND_SESSION, m);
    const mus_slots slots = session ? meeting->session : mus_timetable_all_slots(clash->problem);
    const bool never_a = (slots & available(clash, meeting->a)) == 0;
    const bool never_b = (slots & available(clash, meeting->b)) == 0;
    const struct mus_text a = participant_id(clash, never_a || !never_b ? meeting->a : meeting->b);
    SAY(clash, "%.*s を行える時間枠がありません：%s", "%.*s has no slot: %s",
        MUS_TEXT_ARG(meeting_id(clash, m)),
        !session          ? ""
        : clash->japanese ? "そのセッションの中に、"
                          : "in its session ");
    if (never_a || never_b) {
        SAY(clash, "%.*s の来られる時間枠がありません", "%.*s is never available", MUS_TEXT_ARG(a));
    } else {
        SAY(clash, "%.*s と %.*s が共に来られる時間枠がありません",
            "%.*s and %.*s are never both available", MUS_TEXT_ARG(a),
            MUS_TEXT_ARG(participant_id(clash, meeting->b)));
    }
    return true;
}

/* ---- the demands one after the other ---- */

static void put_at_place(const struct clash *clash, const struct mus_demand *demand)
{
    const struct mus_timetable_meeting *meeting = &clash->problem->meetings[demand->meeting];
    const struct mus_text id = meeting_id(clash, demand->meeting);
    if (demand->kind == MUS_DEMAND_LOCKED_SLOT) {
        SAY(clash, "%.*s は %.*s", "%.*s in %.*s", MUS_TEXT_ARG(id),
            MUS_TEXT_ARG(slot_id(clash, meeting->locked_slot)));
    } else if (demand->kind == MUS_DEMAND_LOCKED_TABLE) {
        SAY(clash, "%.*s は %u", "%.*s at %u", MUS_TEXT_ARG(id), meeting->locked_table);
    } else {
        SAY(clash, "%.*s は %.*s の後", "%.*s after %.*s", MUS_TEXT_ARG(id),
            MUS_TEXT_ARG(meeting_id(clash, demand->other)));
    }
}

static void put_away(const struct clash *clash, const struct mus_demand *demand)
{
    const mus_slots away = ~clash->problem->participants[demand->participant].available &
                           mus_timetable_all_slots(clash->problem);
    SAY(clash, "%.*s は ", "%.*s in ", MUS_TEXT_ARG(participant_id(clash, demand->participant)));
    put_slots(clash, away);
}

/* Tables or interpreters in a slot, or in any. */
static void put_room(const struct clash *clash, const struct mus_demand *demand)
{
    if (demand->slot < 0) {
        SAY(clash, "%s", "%s", clash->japanese ? "どの時間枠も、ある数まで" : "what each slot has");
        return;
    }
    const size_t slot = (size_t)demand->slot;
    const uint32_t room = demand->kind == MUS_DEMAND_TABLES
                              ? mus_timetable_tables(clash->problem, slot)
                              : mus_timetable_interpreters(clash->problem, slot, ~0U);
    SAY(clash, "%.*s に %u", "%.*s has %u", MUS_TEXT_ARG(slot_id(clash, demand->slot)), room);
}

static void put_demand(const struct clash *clash, const struct mus_demand *demand)
{
    switch ((enum mus_demand_kind)demand->kind) {
    case MUS_DEMAND_MEETING:
    case MUS_DEMAND_SESSION:
        mus_buf_add_text(clash->out, meeting_id(clash, demand->meeting));
        break;
    case MUS_DEMAND_LOCKED_SLOT:
    case MUS_DEMAND_LOCKED_TABLE:
    case MUS_DEMAND_AFTER:
        put_at_place(clash, demand);
        break;
    case MUS_DEMAND_AVAILABLE:
        put_away(clash, demand);
        break;
    case MUS_DEMAND_ONE_AT_A_TIME:
    case MUS_DEMAND_WALKING:
        mus_buf_add_text(clash->out, participant_id(clash, demand->participant));
        break;
    case MUS_DEMAND_TABLES:
    case MUS_DEMAND_INTERPRETERS:
        put_room(clash, demand);
        break;
    case MUS_DEMAND_BREAKS:
        mus_buf_printf(clash->out, "%u", clash->problem->max_break_difference);
        break;
    }
}

/* One kind of demands: "locked slots: m1 in s4, m2 in s4". */
static void put_kind(const struct clash *clash, enum mus_demand_kind kind)
{
    static const struct {
        const char *ja, *en;
    } names[] = {
        [MUS_DEMAND_MEETING] = {"行う商談", "meetings held"},
        [MUS_DEMAND_SESSION] = {"決められたセッションの中で行う商談", "within their sessions"},
        [MUS_DEMAND_LOCKED_SLOT] = {"固定された時間枠", "locked slots"},
        [MUS_DEMAND_LOCKED_TABLE] = {"固定されたテーブル", "locked tables"},
        [MUS_DEMAND_AVAILABLE] = {"来られない時間枠", "unavailable"},
        [MUS_DEMAND_ONE_AT_A_TIME] = {"一度に一つの商談", "one meeting at a time"},
        [MUS_DEMAND_TABLES] = {"テーブルの数", "tables"},
        [MUS_DEMAND_INTERPRETERS] = {"通訳の人数", "interpreters"},
        [MUS_DEMAND_AFTER] = {"順序", "order"},
        [MUS_DEMAND_WALKING] = {"会場の間を歩く時間", "time to walk"},
        [MUS_DEMAND_BREAKS] = {"空きの回数の差の上限", "breaks differ by at most"},
    };
    SAY(clash, "%s：", "%s: ", clash->japanese ? names[kind].ja : names[kind].en);
    size_t shown = 0;
    for (size_t i = 0; i < clash->of->count; i++) {
        if (clash->of->demands[i].kind != kind) {
            continue;
        }
        mus_buf_add_z(clash->out, shown == 0 ? "" : mus_list_comma(clash->japanese));
        if (shown++ == MUS_ID_LIST_MOST) {
            mus_buf_add_z(clash->out, "…");
            break;
        }
        put_demand(clash, &clash->of->demands[i]);
    }
    if (clash->counts[kind] > MUS_ID_LIST_MOST) {
        SAY(clash, "（計 %u）", " (%u)", clash->counts[kind]);
    }
}

static void say_demands(const struct clash *clash)
{
    SAY(clash, "%s", "%s",
        clash->of->minimal
            ? (clash->japanese ? "次の条件をすべて満たすことはできません："
                               : "these demands cannot all be met: ")
            : (clash->japanese ? "次の条件（余分なものを含みうる）をすべて満たすことはできません："
                               : "these demands, of which some may be spared, cannot all be "
                                 "met: "));
    bool first = true;
    for (unsigned kind = 0; kind <= MUS_DEMAND_BREAKS; kind++) {
        if (clash->counts[kind] > 0) {
            SAY(clash, "%s", "%s", first ? "" : clash->japanese ? "；" : "; ");
            put_kind(clash, (enum mus_demand_kind)kind);
            first = false;
        }
    }
}

void mus_timetable_reason(const struct mus_timetable_document *document,
                          const struct mus_clash *clash, bool japanese, struct mus_buf *out)
{
    struct clash sorted = {.document = document,
                           .problem = &document->problem,
                           .of = clash,
                           .japanese = japanese,
                           .out = out};
    if (clash->count == 0) {
        mus_buf_add_z(out, japanese ? "すべての商談を入れることはできません（証明済み）。"
                                      "より詳しい理由は、この時間内には分かりませんでした"
                                    : "it is proved that not every meeting can be placed; no "
                                      "smaller reason was found in the time given");
        return;
    }
    sorted.places = mus_alloc(clash->count, sizeof *sorted.places);
    if (sorted.places == NULL) {
        out->failed = true;
        return;
    }
    for (size_t i = 0; i < clash->count; i++) {
        sorted.counts[clash->demands[i].kind]++;
    }
    if (!say_tables(&sorted) && !say_interpreters(&sorted) && !say_locked_table(&sorted) &&
        !say_participant(&sorted) && !say_meeting(&sorted)) {
        say_demands(&sorted);
    }
    mus_free(sorted.places);
}
