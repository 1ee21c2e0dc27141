/* Learning from cases, and every allocation of it failing in turn. */
#include "musubi_fixture.h"

#define COMPANY(id, text)                                                                          \
    "{\"id\":\"" id "\",\"name\":{\"ja\":\"" id "\"},\"country\":\"JP\",\"listings\":[{\"id\":"    \
    "\"l\",\"side\":\"offer\",\"purposes\":[\"sales\"],\"text\":{\"ja\":\"" text "\"}}]}"

static void put_companies(struct place *place)
{
    put(place, COMPANY("c-1", "排水"));
    put(place, COMPANY("c-2", "排水 膜"));
    put(place, COMPANY("c-3", "太陽光"));
}

static void write_outcomes(struct place *place)
{
    struct mus_buf text = {0};
    for (int i = 0; i < 25; i++) {
        mus_buf_printf(&text,
                       "{\"event\":\"e-%d\",\"candidates\":["
                       "{\"parts\":{\"technology\":%d,\"subject\":%d},\"chosen\":true},"
                       "{\"parts\":{\"technology\":%d,\"subject\":%d}}]}\n",
                       i, 500000 + 20000 * (i % 20), 300000 + 20000 * (i % 7), 15000 * (i % 11),
                       320000 + 20000 * (i % 5));
    }
    mus_buf_add_z(&text, "{\"event\":\"last\",\"from\":\"c-1\",\"candidates\":["
                         "{\"company\":\"c-2\",\"chosen\":true},{\"company\":\"c-3\"}]}\n");
    mus_buf_add_byte(&text, '\0');
    file(place, "o.jsonl", text.data);
    mus_buf_done(&text);
}

static enum mus_status learn(struct place *place)
{
    char path[96];
    snprintf(path, sizeof path, "%s/o.jsonl", place->top);
    struct mus_weights_learn_options options = {.outcomes = path, .use = true};
    return mus_weights_learn(place->musubi, &options, &place->sink, &place->err);
}

static enum mus_status list(struct place *place)
{
    return mus_weights_list(place->musubi, &place->sink, &place->err);
}

static enum mus_status show(struct place *place)
{
    return mus_weights_show(place->musubi, NULL, &place->sink, &place->err);
}

static enum mus_status diff(struct place *place)
{
    return mus_weights_diff(place->musubi, "expert", "expert", &place->sink, &place->err);
}

static enum mus_status use(struct place *place)
{
    return mus_weights_use(place->musubi, "expert", &place->sink, &place->err);
}

static void a_failed_allocation_is_told(void **state)
{
    static enum mus_status (*const QUESTIONS[])(struct place *) = {learn, list, show, diff, use};
    struct place *place = *state;
    put_companies(place);
    write_outcomes(place);
    for (size_t i = 0; i < sizeof QUESTIONS / sizeof QUESTIONS[0]; i++) {
        enum mus_status status = MUS_NO_MEMORY;
        for (uint64_t n = 1; status != MUS_OK; n++) {
            mus_mem_fail_at(n, false);
            status = QUESTIONS[i](place);
            mus_mem_fail_at(0, false);
            clear(place);
            assert_true(status == MUS_OK || status == MUS_NO_MEMORY);
            assert_true(n < 100000);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_STORE(a_failed_allocation_is_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
