/* The folder of a store: its names, its mark, and how it comes into being.
 *
 * While a store is being made its mark is called musubi-store.making and is locked; renaming it to
 * musubi-store is the last step. So a folder with a mark holds a whole store, and one with a
 * mark-in-the-making that nobody has locked holds the rest of an attempt, to be swept away by the
 * next. */
#ifndef MUS_STORE_FOLDER_H
#define MUS_STORE_FOLDER_H

#include "base/status.h"

#include <stdbool.h>

/* A store that is being made. */
struct mus_making {
    const char *dir;
    int fd;           /* of the mark; -1: nothing begun */
    bool made_folder; /* the folder was not there before */
};

/* Makes the folder, where need be, with main/ and keys/ in it; MUS_CONFLICT where it holds a store,
 * something else, or a store that another process is making. */
enum mus_status mus_making_begin(const char *dir, struct mus_making *out,
                                 struct mus_error *err) MUS_MUST_CHECK;
/* The store is whole: from here on it can be opened. */
enum mus_status mus_making_finish(struct mus_making *making, struct mus_error *err) MUS_MUST_CHECK;
/* After a failure: removes what was made. After a success: nothing. */
void mus_making_end(struct mus_making *making);

/* MUS_NOT_FOUND where no store is here, MUS_STORE where its layout is newer. */
enum mus_status mus_folder_check_mark(const char *dir, struct mus_error *err) MUS_MUST_CHECK;

#define MUS_MAIN_FOLDER "main"
#define MUS_KEYS_FOLDER "keys"
#define MUS_KEY_FILE_NAME "wrapping.key"

#endif
