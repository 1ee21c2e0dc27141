#include "codec/place.h"

#include <assert.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

static const char CUT[] = "…";

/* A mark taken in a cut place: going back to it leaves the place cut. */
enum { MARK_OF_CUT = MUS_PLACE_MAX + 1 };

static size_t mark_of(const struct mus_place *place)
{
    return place->cut ? MARK_OF_CUT : place->len;
}

static void append(struct mus_place *place, struct mus_text more)
{
    if (place->cut) {
        return;
    }
    size_t room = MUS_PLACE_MAX - place->len;
    size_t fits = more.len;
    if (more.len > room) {
        fits = room;
        while (fits > 0 && ((unsigned char)more.ptr[fits] & 0xC0) == 0x80) {
            fits--;
        }
        place->cut = true;
    }
    if (fits > 0) {
        memcpy(place->text + place->len, more.ptr, fits);
    }
    place->len += fits;
    memcpy(place->text + place->len, place->cut ? CUT : "", place->cut ? sizeof CUT : 1);
}

size_t mus_place_key_text(struct mus_place *place, struct mus_text key)
{
    size_t mark = mark_of(place);
    if (place->len > 0) {
        append(place, MUS_TEXT("."));
    }
    append(place, key);
    return mark;
}

size_t mus_place_key(struct mus_place *place, const char *key)
{
    return mus_place_key_text(place, mus_text_of(key));
}

/* By hand: the place is noted for every element of every list that is read, and told for few. */
size_t mus_place_index(struct mus_place *place, size_t index)
{
    enum { ROOM = 32 };
    size_t mark = mark_of(place);
    char text[ROOM];
    size_t begin = ROOM;
    text[--begin] = ']';
    do {
        text[--begin] = (char)('0' + index % 10);
        index /= 10;
    } while (index > 0);
    text[--begin] = '[';
    append(place, (struct mus_text){text + begin, ROOM - begin});
    return mark;
}

void mus_place_back(struct mus_place *place, size_t mark)
{
    if (mark == MARK_OF_CUT) {
        return;
    }
    assert(mark <= place->len);
    place->len = mark;
    place->text[mark] = '\0';
    place->cut = false;
}

const char *mus_place_text(const struct mus_place *place)
{
    return place->text;
}

enum mus_status mus_place_fail(const struct mus_place *place, struct mus_error *err,
                               enum mus_status status, const char *format, ...)
{
    if (err == NULL) {
        return status;
    }
    /* Longer than any message can be, so that it is mus_fail that cuts. */
    char message[MUS_ERROR_MESSAGE_MAX + 16];
    va_list args;
    va_start(args, format);
    int len = vsnprintf(message, sizeof message, format, args);
    va_end(args);
    return mus_fail(err, status, "%s%s%s", place->text, place->text[0] == '\0' ? "" : ": ",
                    len < 0 ? format : message);
}
