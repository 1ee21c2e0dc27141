/* Files and folders whose names must be on the disk when a call returns. Any thread. */
#ifndef MUS_BASE_FILE_H
#define MUS_BASE_FILE_H

#include "base/buf.h"
#include "base/status.h"

#include <stddef.h>

/* DIR/name, to be given to mus_free; NULL when memory runs out. */
char *mus_path_join(const char *dir, const char *name);
/* The path with an ending (".next"), to be given to mus_free; NULL when memory runs out. */
char *mus_path_with_ending(const char *path, const char *ending);
/* The folder of what the path names, "." where it has no slash; slashes at the end are set aside.
 * To be given to mus_free; NULL when memory runs out. */
char *mus_path_folder(const char *path);
/* Flushes the names made, renamed or removed in the folder. MUS_IO. */
enum mus_status mus_folder_sync(const char *dir, struct mus_error *err) MUS_MUST_CHECK;
/* The same for the folder that holds what the path names. */
enum mus_status mus_folder_sync_of(const char *path, struct mus_error *err) MUS_MUST_CHECK;
/* Renames a file, over one that is there, and flushes the folder that it is in now. */
enum mus_status mus_file_rename(const char *from, const char *to,
                                struct mus_error *err) MUS_MUST_CHECK;
/* Appends the whole file, at most `limit` bytes in all. What is read goes nowhere but into *out,
 * and into no second place in memory where *out has room for it. MUS_NOT_FOUND, MUS_IO, MUS_LIMIT.
 */
enum mus_status mus_file_read(const char *path, size_t limit, struct mus_buf *out,
                              struct mus_error *err) MUS_MUST_CHECK;

#endif
