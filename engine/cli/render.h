/* Answers for people: one function a command turns a reply object into text. Only the reply is
 * known here, so that whatever the text says, the JSON says too. */
#ifndef MUS_CLI_RENDER_H
#define MUS_CLI_RENDER_H

#include "cli/page.h"
#include "codec/json.h"

/* Members of a reply: not given, 0 or false where there is none of that type. */
static inline struct mus_text mus_reply_text(const struct mus_json *object, const char *key)
{
    return mus_json_text(mus_json_get(object, key));
}
static inline int64_t mus_reply_integer(const struct mus_json *object, const char *key)
{
    return mus_json_integer(mus_json_get(object, key));
}
static inline bool mus_reply_flag(const struct mus_json *object, const char *key)
{
    return mus_json_bool(mus_json_get(object, key));
}

/* So much of a digest as people are shown. */
static inline struct mus_text mus_reply_digest(const struct mus_json *object, const char *key)
{
    enum { SHOWN = 12 };
    struct mus_text digest = mus_reply_text(object, key);
    digest.len = digest.len > SHOWN ? SHOWN : digest.len;
    return digest;
}

typedef void mus_render(struct mus_page *page, const struct mus_json *reply);

/* The function for the command's replies; NULL where they are shown as they are (an export). */
mus_render *mus_render_of(const char *command);

void mus_render_init(struct mus_page *page, const struct mus_json *reply);
void mus_render_check(struct mus_page *page, const struct mus_json *reply);
void mus_render_stats(struct mus_page *page, const struct mus_json *reply);
void mus_render_reindex(struct mus_page *page, const struct mus_json *reply);
void mus_render_import(struct mus_page *page, const struct mus_json *reply);
void mus_render_company(struct mus_page *page, const struct mus_json *reply);
void mus_render_put(struct mus_page *page, const struct mus_json *reply);
void mus_render_summary(struct mus_page *page, const struct mus_json *reply);
void mus_render_erase(struct mus_page *page, const struct mus_json *reply);
void mus_render_duplicate(struct mus_page *page, const struct mus_json *reply);
void mus_render_merge(struct mus_page *page, const struct mus_json *reply);
void mus_render_table_import(struct mus_page *page, const struct mus_json *reply);
void mus_render_table_list(struct mus_page *page, const struct mus_json *reply);
void mus_render_table_row(struct mus_page *page, const struct mus_json *reply);
void mus_render_lexicon_built(struct mus_page *page, const struct mus_json *reply);
void mus_render_lexicon(struct mus_page *page, const struct mus_json *reply);
void mus_render_lexicon_row(struct mus_page *page, const struct mus_json *reply);
/* "of pairs like this, 6–14 % concluded", from a range of millionths. */
void mus_page_concluded(struct mus_page *page, const struct mus_json *range);
void mus_render_weights_line(struct mus_page *page, const struct mus_json *reply);
void mus_render_weights(struct mus_page *page, const struct mus_json *reply);
void mus_render_weights_diff(struct mus_page *page, const struct mus_json *reply);
void mus_render_weights_used(struct mus_page *page, const struct mus_json *reply);
void mus_render_weights_learned(struct mus_page *page, const struct mus_json *reply);
void mus_render_weights_calibrated(struct mus_page *page, const struct mus_json *reply);
void mus_render_match(struct mus_page *page, const struct mus_json *reply);
void mus_render_explain(struct mus_page *page, const struct mus_json *reply);
void mus_render_case_line(struct mus_page *page, const struct mus_json *reply);
void mus_render_case(struct mus_page *page, const struct mus_json *reply);
void mus_render_indicator(struct mus_page *page, const struct mus_json *reply);
void mus_render_yearly(struct mus_page *page, const struct mus_json *reply);
void mus_render_compare(struct mus_page *page, const struct mus_json *reply);
void mus_render_entry_made(struct mus_page *page, const struct mus_json *reply);
void mus_render_succession(struct mus_page *page, const struct mus_json *reply);
void mus_render_entry_line(struct mus_page *page, const struct mus_json *reply);
void mus_render_entry(struct mus_page *page, const struct mus_json *reply);
void mus_render_rules_line(struct mus_page *page, const struct mus_json *reply);
void mus_render_rules(struct mus_page *page, const struct mus_json *reply);
void mus_render_rules_diff(struct mus_page *page, const struct mus_json *reply);
void mus_render_rules_adopted(struct mus_page *page, const struct mus_json *reply);
void mus_render_key_new(struct mus_page *page, const struct mus_json *reply);
void mus_render_keys(struct mus_page *page, const struct mus_json *reply);
void mus_render_key_rotated(struct mus_page *page, const struct mus_json *reply);
void mus_render_checkpoint(struct mus_page *page, const struct mus_json *reply);
void mus_render_export(struct mus_page *page, const struct mus_json *reply);
void mus_render_verified(struct mus_page *page, const struct mus_json *reply);
void mus_render_proof(struct mus_page *page, const struct mus_json *reply);
void mus_render_proof_checked(struct mus_page *page, const struct mus_json *reply);
void mus_render_witness(struct mus_page *page, const struct mus_json *reply);
void mus_render_pairing(struct mus_page *page, const struct mus_json *reply);
void mus_render_timetable(struct mus_page *page, const struct mus_json *reply);
void mus_render_event(struct mus_page *page, const struct mus_json *reply);
void mus_render_event_file(struct mus_page *page, const struct mus_json *reply);
void mus_render_event_line(struct mus_page *page, const struct mus_json *reply);
void mus_render_event_slots(struct mus_page *page, const struct mus_json *reply);
void mus_render_event_tables(struct mus_page *page, const struct mus_json *reply);
void mus_render_event_halls(struct mus_page *page, const struct mus_json *reply);
void mus_render_event_interpreters(struct mus_page *page, const struct mus_json *reply);
void mus_render_event_roles(struct mus_page *page, const struct mus_json *reply);
void mus_render_participant_line(struct mus_page *page, const struct mus_json *reply);
void mus_render_participant(struct mus_page *page, const struct mus_json *reply);
void mus_render_wish(struct mus_page *page, const struct mus_json *reply);
void mus_render_event_lists(struct mus_page *page, const struct mus_json *reply);
void mus_render_day(struct mus_page *page, const struct mus_json *reply);
void mus_render_attendance(struct mus_page *page, const struct mus_json *reply);
void mus_render_event_pair(struct mus_page *page, const struct mus_json *reply);
void mus_render_diagnosis(struct mus_page *page, const struct mus_json *reply);
void mus_render_event_timetable(struct mus_page *page, const struct mus_json *reply);
void mus_render_run_line(struct mus_page *page, const struct mus_json *reply);
void mus_render_run(struct mus_page *page, const struct mus_json *reply);
void mus_render_run_compare(struct mus_page *page, const struct mus_json *reply);
void mus_render_run_restore(struct mus_page *page, const struct mus_json *reply);
void mus_render_run_repeat(struct mus_page *page, const struct mus_json *reply);
void mus_render_meeting_line(struct mus_page *page, const struct mus_json *reply);
void mus_render_tour(struct mus_page *page, const struct mus_json *reply);
void mus_render_print(struct mus_page *page, const struct mus_json *reply);

#endif
