/* Events through the public interface: every allocation failing in turn, for each thing that can be
 * asked and changed. What is changed here can be changed again and again. */
#include "musubi_fixture.h"

typedef enum mus_status ask(struct place *place);

static enum mus_status create(struct place *place)
{
    static unsigned number;
    char id[24];
    snprintf(id, sizeof id, "event-%u", ++number); /* one may be there, though its answer is not */
    const struct mus_event_options options = {.event = id,
                                              .name = "展示会",
                                              .from = "2027-02-04",
                                              .to = "R9.2.5",
                                              .programme = "FAIR",
                                              .capacity = "500"};
    return mus_event_create(place->musubi, &options, &place->sink, &place->err);
}

static enum mus_status change(struct place *place)
{
    const struct mus_event_options options = {.event = "fair", .venue = "会館", .theme = "none"};
    return mus_event_change(place->musubi, &options, &place->sink, &place->err);
}

static enum mus_status change_by_file(struct place *place)
{
    char path[96];
    snprintf(path, sizeof path, "%s/fair.json", place->top);
    const struct mus_event_options options = {.event = "fair", .file = path, .replan = true};
    return mus_event_change(place->musubi, &options, &place->sink, &place->err);
}

static enum mus_status show(struct place *place)
{
    return mus_event_show(place->musubi, "fair", &place->sink, &place->err);
}

static enum mus_status export(struct place *place) {
    return mus_event_export(place->musubi, "fair", &place->sink, &place->err);
}

static enum mus_status list(struct place *place)
{
    return mus_event_list(place->musubi, &place->sink, &place->err);
}

static enum mus_status slots(struct place *place)
{
    const struct mus_layout_slots_options options = {
        .event = "fair", .change = "s1", .start = "10:05", .minutes = 15, .session = "am"};
    return mus_layout_slots(place->musubi, &options, &place->sink, &place->err);
}

static enum mus_status tables(struct place *place)
{
    const struct mus_layout_tables_options options = {
        .event = "fair", .close = "1,2-3", .slots = "s1, s2"};
    return mus_layout_tables(place->musubi, &options, &place->sink, &place->err);
}

static enum mus_status halls(struct place *place)
{
    const struct mus_layout_halls_options options = {
        .event = "fair", .walk = "h1,h2", .minutes = "7"};
    return mus_layout_halls(place->musubi, &options, &place->sink, &place->err);
}

static enum mus_status interpreters(struct place *place)
{
    const struct mus_layout_interpreters_options options = {
        .event = "fair", .change = "i1", .languages = "en,vi", .unavailable = "s2"};
    return mus_layout_interpreters(place->musubi, &options, &place->sink, &place->err);
}

static enum mus_status roles(struct place *place)
{
    const struct mus_layout_roles_options options = {
        .event = "fair", .change = "visitor", .name = "来場者", .max = "7", .meets = "exhibitor"};
    return mus_layout_roles(place->musubi, &options, &place->sink, &place->err);
}

static enum mus_status participants(struct place *place)
{
    const struct mus_participant_list_options options = {
        .event = "fair", .role = "exhibitor", .company = "c-1"};
    return mus_event_participants(place->musubi, &options, &place->sink, &place->err);
}

static enum mus_status participant(struct place *place)
{
    return mus_participant_show(place->musubi, "fair", "p-1", true, &place->sink, &place->err);
}

static enum mus_status change_participant(struct place *place)
{
    const struct mus_participant_options options = {.event = "fair",
                                                    .participant = "p-1",
                                                    .min = "1",
                                                    .max = "role",
                                                    .unavailable = "s2",
                                                    .booth = "A-2",
                                                    .hall = "h2",
                                                    .languages = "en,ja"};
    return mus_participant_change(place->musubi, &options, &place->sink, &place->err);
}

static enum mus_status change_people(struct place *place)
{
    const struct mus_people_options options = {.event = "fair", .participant = "p-1", .count = 3};
    return mus_participant_people(place->musubi, &options, &place->sink, &place->err);
}

static enum mus_status wish(struct place *place)
{
    return mus_event_wish(place->musubi, "fair", "p-2", "p-1", "must", &place->sink, &place->err);
}

/* An event of three slots and tables, two participants and an interpreter. */
static void fill(struct place *place)
{
    put(place, "{\"id\":\"c-1\",\"name\":{\"ja\":\"甲\"},\"country\":\"JP\",\"consent\":"
               "{\"share_contacts\":\"on_acceptance\"}}");
    put(place, "{\"id\":\"c-2\",\"name\":{\"ja\":\"乙\"},\"country\":\"VN\"}");
    const struct mus_event_options options = {
        .file = file(place, "fair.json",
                     "{\"format\":\"musubi-event/1\",\"id\":\"fair\",\"name\":{\"ja\":\"展示会\"},"
                     "\"from\":\"2027-02-04\",\"to\":\"2027-02-04\",\"halls\":[{\"id\":\"h1\"},"
                     "{\"id\":\"h2\"}],\"slots\":[{\"from\":\"10:00\",\"to\":\"11:00\","
                     "\"minutes\":20}],\"tables\":3,\"interpreters\":[{\"id\":\"i1\","
                     "\"languages\":[\"vi\"]}]}")};
    ok(place, mus_event_create(place->musubi, &options, &place->sink, &place->err));
    const struct mus_event_import_options import = {
        .what = "participants",
        .event = "fair",
        .file = file(place, "people.csv",
                     "id,company,role,booth,person\np-1,c-1,exhibitor,A-1,Yamada\n"
                     "p-2,c-2,visitor,,\n")};
    ok(place, mus_event_import(place->musubi, &import, &place->sink, &place->err));
    clear(place);
}

static void every_allocation_may_fail(void **state)
{
    struct place *place = *state;
    static ask *const asked[] = {
        create,       change,       change_by_file, show,  export,
        list,         slots,        tables,         halls, roles,
        interpreters, participants, participant,    wish,  change_participant,
        change_people};
    fill(place);
    for (size_t i = 0; i < sizeof asked / sizeof asked[0]; i++) {
        enum mus_status status = MUS_NO_MEMORY;
        for (uint64_t n = 1; status != MUS_OK; n++) {
            mus_mem_fail_at(n, false);
            status = asked[i](place);
            mus_mem_fail_at(0, false);
            clear(place);
            if (status != MUS_OK) {
                assert_string_equal(mus_status_name(status), "no_memory");
                assert_non_null(strstr(place->err.message, "out of memory"));
            }
            assert_true(n < 10000);
        }
    }
    ok(place, mus_check(place->musubi, &place->sink, &place->err));
}

static void a_reader_that_goes_is_told_to_the_asker(void **state)
{
    struct place *place = *state;
    static ask *const asked[] = {show, export, list, slots, participants, participant, wish};
    fill(place);
    for (size_t i = 0; i < sizeof asked / sizeof asked[0]; i++) {
        clear(place);
        place->refuse_at = place->answers + 1;
        assert_int_equal(asked[i](place), MUS_IO);
        assert_string_equal(place->err.message, "the reader has gone");
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_STORE(every_allocation_may_fail),
        IN_STORE(a_reader_that_goes_is_told_to_the_asker),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
