/* What a request says, apart from how it is written: the words it may use, and a digest by which
 * two requests are known to ask for the same. Pure; any thread. */
#ifndef MUS_LEDGER_REQUEST_CONTENT_H
#define MUS_LEDGER_REQUEST_CONTENT_H

#include "base/status.h"
#include "base/text.h"
#include "crypto/digest.h"
#include "ledger/append.h"

/* SHA-256 over the fields, each in a fixed place and width. The two companies of a named request
 * stand in the order of their ids, since a pair has none. Who asks and the request's own id are not
 * part of it: a second person who sends the same file again asks for the same. */
enum mus_status mus_ledger_request_content(const struct mus_ledger_request *request,
                                           struct mus_digest *out,
                                           struct mus_error *err) MUS_MUST_CHECK;

/* The words of a request. MUS_INVALID: expected meeting_held, follow_up, concluded, first_order,
 * found "won". */
enum mus_status mus_ledger_word_stage(struct mus_text word, enum mus_ledger_stage *out,
                                      struct mus_error *err) MUS_MUST_CHECK;
enum mus_status mus_ledger_word_side(struct mus_text word, enum mus_ledger_side_of_fair *out,
                                     struct mus_error *err) MUS_MUST_CHECK;
enum mus_status mus_ledger_word_reason(struct mus_text word, enum mus_ledger_reason *out,
                                       struct mus_error *err) MUS_MUST_CHECK;
enum mus_status mus_ledger_word_figure(struct mus_text word, enum mus_ledger_figure_kind *out,
                                       struct mus_error *err) MUS_MUST_CHECK;

#endif
