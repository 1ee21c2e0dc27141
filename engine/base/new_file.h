/* A file that appears under its name only when it is whole and on the disk; until then it stands
 * beside it as NAME.new, and what was there before stays. One thread; one process at a time must
 * write in the folder (base/folder.h).
 *
 *     struct mus_new_file file;
 *     mus_new_file_begin("dir/entries", &file, err)
 *     mus_new_file_add(&file, bytes, len, err)     any number of times
 *     mus_new_file_settle(&file, err)              written and synced, still as NAME.new
 *     mus_new_file_publish(&file, err)             under its name
 *     mus_new_file_drop(&file)                     always, at the end */
#ifndef MUS_BASE_NEW_FILE_H
#define MUS_BASE_NEW_FILE_H

#include "base/status.h"
#include "base/text.h"

#include <stddef.h>

struct mus_new_file {
    char *path, *folder;
    char *temporary; /* NULL: nothing to remove */
    char *block;     /* what is not written yet */
    size_t pending;
    int fd;
};

/* Replaces a NAME.new that an earlier process left. MUS_IO. */
enum mus_status mus_new_file_begin(const char *path, struct mus_new_file *out,
                                   struct mus_error *err) MUS_MUST_CHECK;
enum mus_status mus_new_file_add(struct mus_new_file *file, const void *bytes, size_t len,
                                 struct mus_error *err) MUS_MUST_CHECK;
enum mus_status mus_new_file_settle(struct mus_new_file *file,
                                    struct mus_error *err) MUS_MUST_CHECK;
/* After settling. The folder is synced too; nothing is allocated, so that memory cannot run out
 * between the one and the other. */
enum mus_status mus_new_file_publish(struct mus_new_file *file,
                                     struct mus_error *err) MUS_MUST_CHECK;
/* Removes what was not published. A zeroed one is accepted. */
void mus_new_file_drop(struct mus_new_file *file);

/* All of it at once: the file holds these bytes, or what it held before. */
enum mus_status mus_file_replace(const char *path, struct mus_text bytes,
                                 struct mus_error *err) MUS_MUST_CHECK;

#endif
