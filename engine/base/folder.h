/* Folders: taken by one process at a time, made on the way to a file, removed with all that is in
 * them. Any thread. */
#ifndef MUS_BASE_FOLDER_H
#define MUS_BASE_FOLDER_H

#include "base/status.h"

#include <stddef.h>

/* Makes the folder where it is not there (the one above must be) and takes it until *fd is closed.
 * MUS_CONFLICT: another process has it; MUS_IO. */
enum mus_status mus_folder_take(const char *dir, int *fd, struct mus_error *err) MUS_MUST_CHECK;
/* Makes the folders above the file that are not there, from the character at `from` of the path on.
 * MUS_IO. */
enum mus_status mus_folders_above(const char *path, size_t from,
                                  struct mus_error *err) MUS_MUST_CHECK;
/* Removes the file or folder and everything in it; nothing there is fine. Links are removed, not
 * followed. MUS_IO. */
enum mus_status mus_tree_remove(const char *path, struct mus_error *err) MUS_MUST_CHECK;

#endif
