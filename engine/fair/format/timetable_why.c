/* Why one meeting stays out of a timetable, in words. */
#include "fair/format/timetable_json.h"

/* printf in the language asked for: both formats take the same arguments. */
#define SAY(ja, en, ...) mus_buf_printf(out, japanese ? (ja) : (en), __VA_ARGS__)

void mus_timetable_why(const struct mus_timetable_document *document,
                       const struct mus_timetable_answer *answer, size_t meeting, bool japanese,
                       struct mus_buf *out)
{
    const struct mus_timetable_meeting *of = &document->problem.meetings[meeting];
    const struct mus_text a = document->participant_ids[of->a];
    const struct mus_text b = document->participant_ids[of->b];
    switch ((enum mus_left_out)answer->why[meeting]) {
    case MUS_LEFT_OUT_NO_COMMON_SLOT:
        SAY("%.*s と %.*s が共に来られる時間枠が、行える時間の中にありません",
            "%.*s and %.*s are never both available when it may be held", MUS_TEXT_ARG(a),
            MUS_TEXT_ARG(b));
        break;
    case MUS_LEFT_OUT_BOTH_BUSY:
        SAY("共に来られる時間枠ではどれも、%.*s か %.*s が別の商談をしています",
            "wherever both could come, %.*s or %.*s is in another meeting", MUS_TEXT_ARG(a),
            MUS_TEXT_ARG(b));
        break;
    case MUS_LEFT_OUT_TABLES:
        SAY("%.*s と %.*s が共に空いている時間枠には、空いたテーブルがありません",
            "no table is free in the slots in which %.*s and %.*s are", MUS_TEXT_ARG(a),
            MUS_TEXT_ARG(b));
        break;
    case MUS_LEFT_OUT_INTERPRETERS:
        SAY("%.*s と %.*s が共に空いている時間枠には、空いた通訳がいません",
            "no interpreter is free in the slots in which %.*s and %.*s are", MUS_TEXT_ARG(a),
            MUS_TEXT_ARG(b));
        break;
    case MUS_LEFT_OUT_LOCK:
        mus_buf_add_z(out, japanese ? "固定された時間枠またはテーブルが使えません"
                                    : "the slot or the table that it is locked to cannot be used");
        break;
    case MUS_LEFT_OUT_ORDER:
        mus_buf_add_z(out, japanese ? "先に行う商談や後に行う商談のため、時間枠が残っていません"
                                    : "what must be earlier or later leaves no slot");
        break;
    case MUS_LEFT_OUT_WALKING:
        SAY("%.*s か %.*s に、ほかの商談との間で会場を移る時間がありません",
            "%.*s or %.*s would have no time to walk there from another meeting, or back",
            MUS_TEXT_ARG(a), MUS_TEXT_ARG(b));
        break;
    case MUS_LEFT_OUT_BREAKS:
        SAY("入れると、空きの回数の差が上限の %u を超えます",
            "with it the numbers of breaks would differ by more than %u",
            document->problem.max_break_difference);
        break;
    }
}
