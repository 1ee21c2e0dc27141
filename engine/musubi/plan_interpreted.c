#include "fair/pair_run.h"
#include "musubi/plan_shared.h"

enum { MAX_TOLD = 200 }; /* pairs that were given up; all are counted */

enum mus_status mus_put_interpreted(struct mus_planning *planning, const struct mus_pair_run *run,
                                    struct mus_error *err)
{
    const struct mus_pair_interpreters *interpreters = &run->interpreters;
    struct mus_json_writer *writer = &planning->writer;
    enum mus_status status = MUS_OK;
    mus_json_key(writer, "interpreted");
    mus_json_begin_array(writer);
    for (size_t l = 0; l < interpreters->language_count; l++) {
        mus_json_begin_object(writer);
        mus_json_put_text(writer, "language", interpreters->languages[l].code);
        mus_json_put_integer(writer, "meetings", interpreters->languages[l].meetings);
        mus_json_put_integer(writer, "wanted", interpreters->languages[l].wanted);
        mus_json_put_integer(writer, "slots", interpreters->languages[l].slots);
        mus_json_end_object(writer);
    }
    mus_json_end_array(writer);
    mus_json_put_integer(writer, "given_up_count", (int64_t)interpreters->given_up_count);
    mus_json_key(writer, "given_up");
    mus_json_begin_array(writer);
    for (size_t i = 0; status == MUS_OK && i < interpreters->given_up_count && i < MAX_TOLD; i++) {
        const struct mus_interpreted_pair *pair = &interpreters->given_up[i];
        struct mus_meeting between = {.a = planning->fair.participants[pair->a].id,
                                      .b = planning->fair.participants[pair->b].id};
        mus_json_begin_object(writer);
        status = mus_put_between(planning, &between, err);
        if (status == MUS_OK) {
            mus_json_put_text(writer, "language", pair->language);
            mus_json_end_object(writer);
        }
    }
    if (status == MUS_OK) {
        mus_json_end_array(writer);
    }
    return status;
}
