/* What every call needs, and the store opened and closed. A part of musubi.h. */
#ifndef MUSUBI_OPENING_H
#define MUSUBI_OPENING_H

#include "base/status.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#if defined(__GNUC__)
#define MUS_PUBLIC __attribute__((visibility("default")))
#else
#define MUS_PUBLIC
#endif

/* Where answers go. take is called from the thread that asked, once for each object; a status
 * other than MUS_OK ends the work and is returned. progress may be NULL; total is 0 where it is not
 * known. Batches that are durable are reported as they are committed. */
struct mus_sink {
    enum mus_status (*take)(void *user, const char *json, size_t len, struct mus_error *err);
    void (*progress)(void *user, uint64_t done, uint64_t total);
    void *user;
};

struct mus_open_options {
    const char *store;           /* the folder */
    const char *key_file;        /* the wrapping key; NULL: wrapping.key in the folder */
    const char *passphrase_file; /* its first line is the passphrase that makes the wrapping key */
    /* The day that expiries are judged by, that entries are recorded on, and that the index of
     * companies is made for; NULL: today in Asia/Tokyo, and the time of day as it is. */
    const char *today;
    bool read_only;
    /* For mus_init: built-in tables that are not put in, their names joined by commas, such as
     * "jsic" where a classification of one's own comes in its place. NULL: all are put in. */
    const char *without;
};

struct mus_musubi;

/* "0.1.0" */
MUS_PUBLIC const char *mus_version(void);

/* Makes a store in an empty or absent folder, with the built-in reference tables in it. A making
 * that was cut short is completed by the next. MUS_CONFLICT: a store is already here; MUS_INVALID:
 * `without` names what is no built-in table. */
MUS_PUBLIC enum mus_status mus_init(const struct mus_open_options *options, struct mus_sink *sink,
                                    struct mus_error *err) MUS_MUST_CHECK;
/* MUS_NOT_FOUND where there is no store, MUS_STORE where its making was cut short. */
MUS_PUBLIC enum mus_status mus_open(const struct mus_open_options *options, struct mus_musubi **out,
                                    struct mus_error *err) MUS_MUST_CHECK;
/* NULL is accepted. Nobody may be asking. */
MUS_PUBLIC void mus_close(struct mus_musubi *musubi);

/* Every invariant of the store; MUS_NO where one does not hold. */
MUS_PUBLIC enum mus_status mus_check(struct mus_musubi *musubi, struct mus_sink *sink,
                                     struct mus_error *err) MUS_MUST_CHECK;
MUS_PUBLIC enum mus_status mus_stats(struct mus_musubi *musubi, struct mus_sink *sink,
                                     struct mus_error *err) MUS_MUST_CHECK;
/* Makes the index that matches are found by anew, for the weights in use and for today. Others may
 * ask and change meanwhile: a change waits for no more than one part of it. Matches answer the same
 * before, during and after; cut short, what was made stands, and the next call does all of it. */
MUS_PUBLIC enum mus_status mus_reindex(struct mus_musubi *musubi, struct mus_sink *sink,
                                       struct mus_error *err) MUS_MUST_CHECK;

#endif
