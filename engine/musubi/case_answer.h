/* A case in an answer: one object. Only this folder. */
#ifndef MUS_MUSUBI_CASE_ANSWER_H
#define MUS_MUSUBI_CASE_ANSWER_H

#include "base/arena.h"
#include "cases/format/case.h"
#include "musubi/handle.h"

/* Hands the case to the sink; `whole` with where it came from, its steps and hand-overs. */
enum mus_status mus_give_case(const struct mus_musubi *musubi, const struct mus_read *read,
                              const struct mus_case *c, bool whole, struct mus_arena *arena,
                              struct mus_sink *sink, struct mus_error *err) MUS_MUST_CHECK;
/* The stage that the word names. MUS_INVALID. */
enum mus_status mus_read_case_stage(const char *word, enum mus_case_stage *out,
                                    struct mus_error *err) MUS_MUST_CHECK;

#endif
