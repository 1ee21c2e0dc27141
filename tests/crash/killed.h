/* A process killed while it works, and what it had told before. */
#ifndef MUS_TEST_CRASH_KILLED_H
#define MUS_TEST_CRASH_KILLED_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdbool.h>
#include <sys/types.h>

#include "base/random.h"
#include "musubi/musubi.h"

/* A place of one's own under /tmp, and everything in a folder taken away. */
struct killed_folder {
    char path[64];
};
void make_folder(struct killed_folder *folder);
void remove_folder(const char *path);

/* Takes answers and forgets them. */
struct mus_sink quiet_sink(void);

/* What the child does; what it tells its sink as progress is what the parent gets to know. */
typedef enum mus_status killed_work(const void *context, struct mus_sink *sink,
                                    struct mus_error *err);
/* Runs it in a child and kills that after `delay`; *whole (may be NULL): it was faster. A failure
 * of the work fails the test. Returns the last `done` that it told. */
uint64_t run_and_kill(killed_work *work, const void *context, useconds_t delay, bool *whole);

/* A number from the environment. */
uint64_t number_of(const char *name, uint64_t otherwise);
/* Begins as MUS_SEED says, or at random, and prints it; returns MUS_CRASHES, 12 if it is not set.
 */
uint64_t begin_kills(struct mus_random *random);

#endif
