/* Messages about signed notes say which one, and the line in it: "checkpoint, line 3: …". Pure. */
#ifndef MUS_LEDGER_FORMAT_NOTE_FAULT_H
#define MUS_LEDGER_FORMAT_NOTE_FAULT_H

#include "base/status.h"

/* Puts the note's name in front of what err already holds: "line 3: …" becomes "name, line 3: …",
 * anything else "name: …". Returns the status. */
enum mus_status mus_fail_in_note(struct mus_error *err, enum mus_status status, const char *name);

#endif
