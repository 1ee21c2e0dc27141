#include "base/status.h"

#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include "base/text.h"

struct status_row {
    const char *name;
    int exit_code;
    int http_code;
};

static const struct status_row STATUS_ROWS[MUS_STATUS_COUNT] = {
    [MUS_OK] = {"ok", 0, 200},
    [MUS_NO] = {"no", 1, 200},
    [MUS_INVALID] = {"invalid", 2, 400},
    [MUS_LIMIT] = {"limit", 2, 413},
    [MUS_NOT_FOUND] = {"not_found", 2, 404},
    [MUS_CONFLICT] = {"conflict", 2, 409},
    [MUS_REJECTED] = {"rejected", 2, 422},
    [MUS_NO_MEMORY] = {"no_memory", 3, 503},
    [MUS_IO] = {"io", 3, 500},
    [MUS_STORE] = {"store", 3, 500},
    [MUS_CORRUPT] = {"corrupt", 3, 500},
    [MUS_UNREADABLE] = {"unreadable", 3, 500},
};

static const struct status_row *row_of(enum mus_status status)
{
    return (unsigned)status < MUS_STATUS_COUNT ? &STATUS_ROWS[status] : &STATUS_ROWS[MUS_STORE];
}

/* A quoted value may be the very bytes that were refused. */
static void replace_what_is_not_utf8(char *message)
{
    struct mus_text text = mus_text_of(message);
    for (size_t at = 0; at < text.len;) {
        size_t here = at;
        if (mus_text_next(text, &at) < 0) {
            message[here] = '?';
        }
    }
}

/* Cuts at a whole character and marks the cut; keeps the message on one line. */
static void tidy(char *message, size_t capacity, size_t wanted)
{
    static const char mark[] = "…";
    if (wanted >= capacity) {
        size_t end = capacity - sizeof mark;
        while (end > 0 && ((unsigned char)message[end] & 0xC0) == 0x80) {
            end--;
        }
        memcpy(message + end, mark, sizeof mark);
    }
    for (char *p = message; *p != '\0'; p++) {
        if ((unsigned char)*p < 0x20 || *p == 0x7F) {
            *p = ' ';
        }
    }
    replace_what_is_not_utf8(message);
}

static void write_message(struct mus_error *err, const char *format, va_list args, const char *tail)
{
    char text[MUS_ERROR_MESSAGE_MAX];
    int head = vsnprintf(text, sizeof text, format, args);
    size_t wanted = head < 0 ? 0 : (size_t)head;
    if (head < 0) {
        text[0] = '\0';
    }
    if (wanted < sizeof text && tail[0] != '\0') {
        int more = snprintf(text + wanted, sizeof text - wanted, ": %s", tail);
        wanted += more < 0 ? 0 : (size_t)more;
    }
    tidy(text, sizeof text, wanted);
    memcpy(err->message, text, sizeof text);
}

enum mus_status(mus_fail)(struct mus_error *err, enum mus_status status, const char *format, ...)
{
    if (err != NULL) {
        va_list args;
        va_start(args, format);
        write_message(err, format, args, "");
        va_end(args);
        err->status = status;
    }
    return status;
}

enum mus_status(mus_fail_at)(struct mus_error *err, enum mus_status status, const char *format, ...)
{
    if (err != NULL) {
        char tail[MUS_ERROR_MESSAGE_MAX];
        memcpy(tail, err->message, sizeof tail);
        va_list args;
        va_start(args, format);
        write_message(err, format, args, tail);
        va_end(args);
        err->status = status;
    }
    return status;
}

enum mus_status(mus_fail_memory)(struct mus_error *err)
{
    return mus_fail(err, MUS_NO_MEMORY, "out of memory");
}

const char *mus_status_name(enum mus_status status)
{
    return row_of(status)->name;
}

int mus_status_exit_code(enum mus_status status)
{
    return row_of(status)->exit_code;
}

int mus_status_http_code(enum mus_status status)
{
    return row_of(status)->http_code;
}
