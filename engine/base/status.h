/* What a function says when it did not do its work.
 *
 * A function that can fail returns an enum mus_status and takes a struct mus_error as its last
 * argument. Who finds the failure writes `return mus_fail(err, MUS_INVALID, "…")`; those above
 * pass the status on unchanged. Any thread may call these; nothing is shared. */
#ifndef MUS_BASE_STATUS_H
#define MUS_BASE_STATUS_H

#define MUS_MUST_CHECK __attribute__((warn_unused_result))
#define MUS_PRINTF(format_at, first_at) __attribute__((format(printf, format_at, first_at)))

enum mus_status {
    MUS_OK = 0,
    MUS_NO,         /* the question was answered, and the answer is no */
    MUS_INVALID,    /* input that does not follow its format or rules */
    MUS_LIMIT,      /* input beyond a stated limit */
    MUS_NOT_FOUND,  /* no such thing in the store */
    MUS_CONFLICT,   /* it exists, or stands against something that exists */
    MUS_REJECTED,   /* part of the input was refused, the rest was taken */
    MUS_NO_MEMORY,  /* an allocation failed */
    MUS_IO,         /* a file or the system failed */
    MUS_STORE,      /* the store failed */
    MUS_CORRUPT,    /* stored bytes that are not what was written */
    MUS_UNREADABLE, /* a key is missing or wrong: sealed data stays sealed */
    MUS_STATUS_COUNT
};

/* Long enough for a place, a value cut to MUS_ERROR_VALUE_MAX bytes and what was expected. */
#define MUS_ERROR_MESSAGE_MAX 480
#define MUS_ERROR_VALUE_MAX 80

struct mus_error {
    enum mus_status status;
    char message[MUS_ERROR_MESSAGE_MAX];
};

/* Writes the message (one lower-case sentence without full stop, with place and value) into err,
 * which may be NULL, and returns status. A message that is too long is cut at a whole UTF-8
 * character and ends in "…"; control characters become spaces, so that it stays one line, and
 * bytes that are not UTF-8 become "?", so that it can stand in any reply. */
enum mus_status mus_fail(struct mus_error *err, enum mus_status status, const char *format, ...)
    MUS_PRINTF(3, 4);

/* Puts "place: " (printf-style) in front of the message that err already holds. */
enum mus_status mus_fail_at(struct mus_error *err, enum mus_status status, const char *format, ...)
    MUS_PRINTF(3, 4);

/* The usual message for MUS_NO_MEMORY. */
enum mus_status mus_fail_memory(struct mus_error *err);

#ifdef __clang_analyzer__
/* The static analyser looks at one file at a time and does not see that these return what they were
 * given: never MUS_OK. */
#define mus_fail(err, status, ...) ((void)(mus_fail)((err), (status), __VA_ARGS__), (status))
#define mus_fail_at(err, status, ...) ((void)(mus_fail_at)((err), (status), __VA_ARGS__), (status))
#define mus_fail_memory(err) ((void)(mus_fail_memory)(err), MUS_NO_MEMORY)
#endif

/* "invalid", "not_found", …: stable names for machine-readable output. */
const char *mus_status_name(enum mus_status status);
/* 0 done, 1 the answer is no, 2 bad usage or bad input, 3 store or system failure. */
int mus_status_exit_code(enum mus_status status);
int mus_status_http_code(enum mus_status status);

#endif
