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
