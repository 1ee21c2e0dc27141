/* What an open musubi is made of; only this folder looks inside. */
#ifndef MUS_MUSUBI_HANDLE_H
#define MUS_MUSUBI_HANDLE_H

#include "base/arena.h"
#include "base/buf.h"
#include "base/file.h"
#include "codec/json_write.h"
#include "match/calibrated.h"
#include "match/world.h"
#include "musubi/musubi.h"
#include "profile/table.h"
#include "store/store.h"

struct mus_musubi {
    struct mus_store *store;
    char *signing_key; /* where the log's key lies, unless the caller says otherwise */
    mus_date today;
    bool today_given;         /* by the caller, not by the clock */
    struct mus_arena arena;   /* of the tables */
    struct mus_tables tables; /* every version */
    struct mus_world world;
    /* Of scores by these weights; one for others, or without a curve, is not kept here. */
    bool calibrated;
    struct mus_calibration calibration;
    char calibration_digest[MUS_WEIGHTS_DIGEST_LEN + 1];
};

/* Reads the tables of the store anew, and makes the world of them. For opening, and after a table
 * was taken in. */
enum mus_status mus_musubi_reload(struct mus_musubi *musubi, struct mus_error *err) MUS_MUST_CHECK;

/* Gives the world the weights that the store has in use, and the handle what calibrates their
 * scores, if anything does. */
enum mus_status mus_musubi_weigh(struct mus_musubi *musubi, struct mus_world *world,
                                 struct mus_error *err) MUS_MUST_CHECK;

/* Unix seconds, for what is recorded: the clock's; noon in Tokyo of the day that the caller gave,
 * so that a session can be repeated. */
uint64_t mus_musubi_now(const struct mus_musubi *musubi);

/* Hands the object in the buffer to the sink and empties the buffer. */
enum mus_status mus_sink_give(struct mus_sink *sink, struct mus_buf *json,
                              struct mus_error *err) MUS_MUST_CHECK;

/* The first line of a file that holds a passphrase; nothing where path is NULL. Wiped by the caller
 * (mus_passphrase_wipe). */
enum mus_status mus_passphrase_read(const char *path, struct mus_buf *out,
                                    struct mus_error *err) MUS_MUST_CHECK;
void mus_passphrase_wipe(struct mus_buf *passphrase);

#endif
