/* The papers of an event, into files. */
#include <inttypes.h>
#include <string.h>

#include "base/folder.h"
#include "base/new_file.h"
#include "codec/ical.h"
#include "musubi/csv_encode.h"
#include "musubi/handle.h"
#include "musubi/print_shared.h"
#include "report/fair/papers.h"
#include "store/events.h"

enum format { FORMAT_HTML, FORMAT_XLSX, FORMAT_CSV, FORMAT_ICS };

struct printing {
    struct mus_musubi *musubi;
    const struct mus_event_print_options *options;
    const struct mus_read *read;
    struct mus_arena arena;
    struct mus_fair fair;
    struct mus_fair_names names;
    struct mus_papers papers;
    struct mus_appointments appointments; /* for calendars */
    enum mus_paper paper;
    enum format format;
    bool calendar;
    bool cp932;
    struct mus_buf document;
    size_t files, bytes, replaced;
};

/* ------------------------------------------------------------------ what is asked */

static enum mus_status read_what(struct printing *printing, struct mus_error *err)
{
    const struct mus_event_print_options *options = printing->options;
    printing->calendar = mus_is_word(options->what, "calendar");
    for (int paper = 0; paper < MUS_PAPER_COUNT; paper++) {
        if (mus_is_word(options->what, mus_paper_name((enum mus_paper)paper))) {
            printing->paper = (enum mus_paper)paper;
            return MUS_OK;
        }
    }
    return printing->calendar
               ? MUS_OK
               : mus_fail(
                     err, MUS_INVALID,
                     "expected agenda, tables, halls, badges, outcomes or calendar, found \"%s\"",
                     options->what);
}

static enum mus_status read_format(struct printing *printing, struct mus_error *err)
{
    static const char *const NAMES[] = {"html", "xlsx", "csv", "ics"};
    const struct mus_event_print_options *options = printing->options;
    const char *name = options->format != NULL ? options->format
                       : printing->calendar    ? "ics"
                                               : "html";
    int format = 0;
    while (format < 4 && strcmp(name, NAMES[format]) != 0) {
        format++;
    }
    printing->format = (enum format)format;
    printing->cp932 = mus_is_word(options->encoding, "cp932");
    if (format == 4 || printing->calendar != (format == FORMAT_ICS)) {
        return mus_fail(err, MUS_INVALID, "--format %s: expected %s", name,
                        printing->calendar ? "ics" : "html, xlsx or csv");
    }
    return mus_print_encoding(options->encoding, format == FORMAT_CSV, err);
}

static enum mus_status find_participant(struct printing *printing, struct mus_error *err)
{
    const char *id = printing->options->participant;
    printing->papers.only = SIZE_MAX;
    if (id == NULL) {
        return MUS_OK;
    }
    if (!printing->calendar &&
        (printing->paper == MUS_PAPER_TABLES || printing->paper == MUS_PAPER_HALLS)) {
        return mus_fail(err, MUS_INVALID, "--participant: %s are those of all participants",
                        printing->options->what);
    }
    printing->papers.only = mus_fair_participant(&printing->fair, mus_text_of(id));
    return printing->papers.only != SIZE_MAX
               ? MUS_OK
               : mus_fail(err, MUS_NOT_FOUND, "no participant \"%s\"", id);
}

/* ------------------------------------------------------------------ what is known */

static enum mus_status load_people(struct printing *printing, struct mus_error *err)
{
    size_t count = printing->fair.participant_count;
    struct mus_texts *people = mus_arena_alloc(&printing->arena, count, sizeof *people);
    enum mus_status status = people == NULL ? mus_fail_memory(err) : MUS_OK;
    for (size_t i = 0; status == MUS_OK && i < count; i++) {
        status =
            mus_store_people(printing->read, printing->fair.event.id,
                             printing->fair.participants[i].id, &printing->arena, &people[i], err);
    }
    printing->papers.people = people;
    return status;
}

static enum mus_status load(struct printing *printing, struct mus_error *err)
{
    enum mus_status status = mus_store_fair(printing->read, mus_text_of(printing->options->event),
                                            &printing->arena, &printing->fair, err);
    if (status == MUS_OK) {
        status = mus_fair_names_load(printing->read, &printing->fair, &printing->arena,
                                     &printing->names, err);
    }
    if (status == MUS_OK && !printing->calendar && printing->paper == MUS_PAPER_BADGES) {
        status = load_people(printing, err);
    }
    if (status == MUS_OK) {
        status = find_participant(printing, err);
    }
    printing->papers.fair = &printing->fair;
    printing->papers.names = &printing->names;
    printing->papers.now = mus_musubi_now(printing->musubi);
    return status;
}

/* ------------------------------------------------------------------ files */

static enum mus_status make_csv(struct printing *printing, struct mus_error *err)
{
    struct mus_buf text = {0};
    enum mus_status status = mus_papers_csv(&printing->papers, printing->paper, &text, err);
    if (status == MUS_OK) {
        status = mus_csv_encode(mus_buf_text(&text), printing->cp932, &printing->document,
                                &printing->replaced, err);
    }
    mus_buf_done(&text);
    return status;
}

static enum mus_status make_document(struct printing *printing, struct mus_error *err)
{
    switch (printing->format) {
    case FORMAT_HTML:
        return mus_papers_html(&printing->papers, printing->paper, &printing->document, err);
    case FORMAT_XLSX:
        return mus_papers_xlsx(&printing->papers, printing->paper, &printing->document, err);
    case FORMAT_CSV:
    case FORMAT_ICS:
        break;
    }
    return make_csv(printing, err);
}

static enum mus_status write_document(struct printing *printing, const char *path,
                                      struct mus_error *err)
{
    enum mus_status status = mus_file_replace(path, mus_buf_text(&printing->document), err);
    if (status == MUS_OK) {
        printing->files++;
        printing->bytes += printing->document.len;
    }
    mus_buf_clear(&printing->document);
    return status;
}

/* OUTPUT/ID.ics, and OUTPUT/ID.cancel.ics where meetings were taken away. */
static enum mus_status write_calendar(struct printing *printing, size_t participant, bool cancelled,
                                      struct mus_error *err)
{
    struct mus_buf path = {0};
    if (!mus_papers_calendar_holds(&printing->appointments, participant, cancelled)) {
        return MUS_OK;
    }
    mus_buf_printf(&path, "%s/%.*s%s.ics", printing->options->output,
                   MUS_TEXT_ARG(printing->fair.participants[participant].id),
                   cancelled ? ".cancel" : "");
    mus_buf_add_byte(&path, '\0');
    enum mus_status status = mus_buf_check(&path, err);
    if (status == MUS_OK) {
        status = mus_folders_above(path.data, 1, err);
    }
    if (status == MUS_OK) {
        status = mus_papers_calendar(&printing->papers, &printing->appointments, participant,
                                     cancelled, &printing->document, err);
    }
    if (status == MUS_OK) {
        status = write_document(printing, path.data, err);
    }
    mus_buf_done(&path);
    return status;
}

static enum mus_status write_calendars(struct printing *printing, struct mus_error *err)
{
    enum mus_status status = mus_appointments_make(&printing->fair, true, &printing->arena,
                                                   &printing->appointments, err);
    for (size_t i = 0; status == MUS_OK && i < printing->fair.participant_count; i++) {
        if (printing->papers.only != SIZE_MAX && printing->papers.only != i) {
            continue;
        }
        status = write_calendar(printing, i, false, err);
        if (status == MUS_OK) {
            status = write_calendar(printing, i, true, err);
        }
    }
    return status;
}

/* ------------------------------------------------------------------ all */

static enum mus_status tell(struct printing *printing, struct mus_sink *sink, struct mus_error *err)
{
    static const char *const NAMES[] = {"html", "xlsx", "csv", "ics"};
    struct mus_buf json = {0};
    struct mus_json_writer writer = {.buf = &json};
    mus_json_begin_object(&writer);
    mus_json_put_text(&writer, "event", printing->fair.event.id);
    mus_json_put_z(&writer, "what", printing->options->what);
    mus_json_put_z(&writer, "format", NAMES[printing->format]);
    mus_json_put_z(&writer, "output", printing->options->output);
    mus_json_put_integer(&writer, "files", (int64_t)printing->files);
    mus_json_put_integer(&writer, "bytes", (int64_t)printing->bytes);
    mus_json_put_integer(&writer, "replaced_characters", (int64_t)printing->replaced);
    mus_json_end_object(&writer);
    mus_json_end(&writer);
    enum mus_status status = mus_sink_give(sink, &json, err);
    mus_buf_done(&json);
    return status;
}

static enum mus_status print(struct printing *printing, struct mus_error *err)
{
    enum mus_status status = load(printing, err);
    if (status == MUS_OK && printing->calendar) {
        return write_calendars(printing, err);
    }
    if (status == MUS_OK) {
        status = make_document(printing, err);
    }
    return status == MUS_OK ? write_document(printing, printing->options->output, err) : status;
}

enum mus_status mus_event_print(struct mus_musubi *musubi,
                                const struct mus_event_print_options *options,
                                struct mus_sink *sink, struct mus_error *err)
{
    struct printing printing = {.musubi = musubi, .options = options};
    struct mus_read *read = NULL;
    enum mus_status status = read_what(&printing, err);
    if (status == MUS_OK) {
        status = read_format(&printing, err);
    }
    if (status == MUS_OK) {
        status = mus_print_language(options->language, &printing.papers.language, err);
    }
    if (status == MUS_OK && options->output == NULL) {
        status = mus_fail(err, MUS_INVALID, "--output: where the papers are to go is missing");
    }
    if (status == MUS_OK) {
        status = mus_store_read_begin(musubi->store, &read, err);
    }
    if (status == MUS_OK) {
        printing.read = read;
        status = print(&printing, err);
    }
    mus_store_read_end(read);
    if (status == MUS_OK) {
        status = tell(&printing, sink, err);
    }
    mus_buf_done(&printing.document);
    mus_arena_done(&printing.arena);
    return status;
}
