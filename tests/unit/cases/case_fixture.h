/* A case that has gone all its way, for the tests of cases. Include after cmocka. */
#ifndef MUS_TESTS_CASE_FIXTURE_H
#define MUS_TESTS_CASE_FIXTURE_H

#include "cases/format/case.h"

#include <string.h>

/* 2026-05-11T10:00:00+09:00, and that day. */
#define RECORDED UINT64_C(1778461200)
#define TODAY ((mus_date)20584)

enum { STEPS = 7 };

struct whole_case {
    struct mus_case c;
    struct mus_case_step steps[STEPS];
    struct mus_case_handover handovers[2];
};

static inline void make_case(struct whole_case *out)
{
    static const enum mus_case_stage stages[STEPS] = {
        MUS_CASE_SUGGESTED, MUS_CASE_INTRODUCED, MUS_CASE_ACCEPTED,    MUS_CASE_MEETING_HELD,
        MUS_CASE_FOLLOW_UP, MUS_CASE_CONCLUDED,  MUS_CASE_FIRST_ORDER,
    };
    memset(out, 0, sizeof *out);
    for (size_t i = 0; i < STEPS; i++) {
        out->steps[i] = (struct mus_case_step){
            .stage = stages[i],
            .date = TODAY - STEPS + 1 + (mus_date)i,
            .recorded = RECORDED,
            .by = MUS_TEXT("佐藤"),
            .entry = MUS_CASE_NO_ENTRY,
        };
    }
    out->steps[5].has_evidence = true;
    memset(out->steps[5].evidence.bytes, 0xE5, MUS_DIGEST_BYTES);
    out->steps[5].label = MUS_TEXT("覚書.pdf");
    out->steps[5].entry = 12;
    out->handovers[0] = (struct mus_case_handover){RECORDED - 10, MUS_TEXT("佐藤"),
                                                   MUS_TEXT("鈴木"), MUS_TEXT("部長")};
    out->handovers[1] =
        (struct mus_case_handover){RECORDED, MUS_TEXT("鈴木"), MUS_TEXT("田中"), MUS_TEXT("部長")};
    out->c = (struct mus_case){
        .id = MUS_TEXT("case-000001"),
        .companies = {MUS_TEXT("c-1"), MUS_TEXT("c-2")},
        .listings = {MUS_TEXT("need-1"), MUS_TEXT("")},
        .programme = MUS_TEXT("KOBS"),
        .purpose = MUS_TEXT("sales"),
        .edition = MUS_TEXT("2026"),
        .agreement = MUS_TEXT("mou"),
        .coordinator = MUS_TEXT("田中"),
        .origin = MUS_CASE_FROM_MATCH,
        .rank = 3,
        .score = 612345,
        .event = MUS_TEXT(""),
        .meeting = MUS_TEXT(""),
        .steps = out->steps,
        .step_count = STEPS,
        .handovers = out->handovers,
        .handover_count = 2,
    };
    memset(out->c.weights.bytes, 0xA7, MUS_DIGEST_BYTES);
}

#endif
