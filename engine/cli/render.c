#include "cli/render.h"

#include <string.h>

static const struct {
    const char *command;
    mus_render *render;
} RENDERS[] = {
    {"init", mus_render_init},
    {"check", mus_render_check},
    {"stats", mus_render_stats},
    {"import companies", mus_render_import},
    {"company show", mus_render_company},
    {"company put", mus_render_put},
    {"company list", mus_render_summary},
    {"company search", mus_render_summary},
    {"company erase", mus_render_erase},
    {"company duplicates", mus_render_duplicate},
    {"company merge", mus_render_merge},
    {"company unmerge", mus_render_merge},
    {"table import", mus_render_table_import},
    {"table list", mus_render_table_list},
    {"table show", mus_render_table_row},
    {"match", mus_render_match},
    {"explain", mus_render_explain},
    {"case open", mus_render_case_line},
    {"case advance", mus_render_case_line},
    {"case assign", mus_render_case_line},
    {"case list", mus_render_case_line},
    {"case show", mus_render_case},
    {"ledger append", mus_render_entry_made},
    {"ledger confirm", mus_render_entry_made},
    {"ledger reverse", mus_render_entry_made},
    {"ledger succession", mus_render_succession},
    {"ledger import", mus_render_import},
    {"event import", mus_render_import},
    {"event lists", mus_render_event_lists},
    {"event print", mus_render_print},
    {"event cancel", mus_render_day},
    {"event no-show", mus_render_day},
    {"event late", mus_render_day},
    {"event lose", mus_render_day},
    {"event refill", mus_render_day},
    {"event held", mus_render_meeting_line},
    {"event attendance", mus_render_attendance},
    {"pair", mus_render_event_pair},
    {"pair diagnose", mus_render_diagnosis},
    {"timetable", mus_render_event_timetable},
    {"run list", mus_render_run_line},
    {"run show", mus_render_run},
    {"run compare", mus_render_run_compare},
    {"run restore", mus_render_run_restore},
    {"run repeat", mus_render_run_repeat},
    {"run export", mus_render_run},
    {"meeting list", mus_render_meeting_line},
    {"meeting lock", mus_render_meeting_line},
    {"meeting unlock", mus_render_meeting_line},
    {"meeting move", mus_render_meeting_line},
    {"ledger list", mus_render_entry_line},
    {"ledger show", mus_render_entry},
    {"rules list", mus_render_rules_line},
    {"rules show", mus_render_rules},
    {"rules diff", mus_render_rules_diff},
    {"rules adopt", mus_render_rules_adopted},
    {"key new", mus_render_key_new},
    {"key show", mus_render_keys},
    {"key rotate", mus_render_key_rotated},
    {"ledger checkpoint", mus_render_checkpoint},
    {"ledger export", mus_render_export},
    {"ledger verify", mus_render_verified},
    {"ledger prove", mus_render_proof},
    {"ledger check-proof", mus_render_proof_checked},
    {"ledger witness", mus_render_witness},
    {"report indicator", mus_render_indicator},
    {"report yearly", mus_render_yearly},
    {"report compare", mus_render_compare},
    {"pair solve", mus_render_pairing},
    {"timetable solve", mus_render_timetable},
    {"tour solve", mus_render_tour},
};

mus_render *mus_render_of(const char *command)
{
    for (size_t i = 0; i < sizeof RENDERS / sizeof RENDERS[0]; i++) {
        if (strcmp(RENDERS[i].command, command) == 0) {
            return RENDERS[i].render;
        }
    }
    return NULL;
}
