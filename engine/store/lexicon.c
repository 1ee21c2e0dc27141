#include "store/lexicon.h"

#include "base/limits.h"
#include "lexicon/compile.h"
#include "store/derive.h"
#include "store/documents.h"
#include "store/internal.h"

#define SOURCE MUS_TEXT("lexicon")
#define COMPILED MUS_TEXT("lexicon_compiled")

/* The bytes take the place of those in force. What is too long is refused before these go. */
static enum mus_status replace(struct mus_write *write, struct mus_text kind, struct mus_text bytes,
                               struct mus_error *err)
{
    struct mus_digest digest;
    if (bytes.len > MUS_MAX_KEPT_DOCUMENT) {
        return mus_fail(err, MUS_LIMIT, "%.*s of %zu bytes, at most %d", MUS_TEXT_SHORT_ARG(kind),
                        bytes.len, MUS_MAX_KEPT_DOCUMENT);
    }
    enum mus_status status = mus_store_drop_document(write, kind, err);
    if (status == MUS_OK) {
        status = mus_store_keep_document(write, kind, bytes, &digest, err);
    }
    return status == MUS_OK ? mus_store_enforce_document(write, kind, &digest, err) : status;
}

/* A source that cannot be compiled has changed nothing. */
static enum mus_status compile(struct mus_write *write, struct mus_text source,
                               struct mus_error *err)
{
    struct mus_store_tools tools;
    struct mus_buf compiled = {0};
    enum mus_status status = mus_write_memory(write, &tools, err);
    if (status == MUS_OK) {
        status = mus_lexicon_compile(source, tools.firm.analyser, &compiled, err);
    }
    if (status == MUS_OK) {
        status = mus_buf_check(&compiled, err);
    }
    if (status == MUS_OK) {
        status = replace(write, COMPILED, mus_buf_text(&compiled), err);
    }
    mus_buf_done(&compiled);
    return status;
}

enum mus_status mus_store_compile_lexicon(struct mus_write *write, struct mus_error *err)
{
    struct mus_text source;
    struct mus_digest digest;
    enum mus_status status = mus_store_borrow_in_force(&write->view, SOURCE, &source, &digest, err);
    return status == MUS_OK && source.ptr != NULL ? compile(write, source, err) : status;
}

/* Compiling comes first, as it is what a bad source is refused by. */
enum mus_status mus_store_put_lexicon(struct mus_write *write, struct mus_text source,
                                      struct mus_digest *digest, struct mus_error *err)
{
    struct mus_text before;
    struct mus_digest old;
    enum mus_status status = mus_store_borrow_in_force(&write->view, SOURCE, &before, &old, err);
    if (status == MUS_OK && (before.ptr == NULL || !mus_text_equal(before, source))) {
        status = compile(write, source, err);
        if (status == MUS_OK) {
            status = replace(write, SOURCE, source, err);
        }
        if (status == MUS_OK) {
            status = mus_write_derive_records(write, err);
        }
    }
    if (status == MUS_OK && digest != NULL) {
        *digest = mus_digest_of(MUS_DIGEST_SHA256, source.ptr, source.len);
    }
    return status;
}

enum mus_status mus_store_lexicon_source(const struct mus_read *read, struct mus_text *source,
                                         struct mus_digest *digest, struct mus_error *err)
{
    return mus_store_borrow_in_force(read, SOURCE, source, digest, err);
}

enum mus_status mus_store_compiled_lexicon(const struct mus_read *read, struct mus_text *bytes,
                                           struct mus_error *err)
{
    struct mus_digest digest;
    return mus_store_borrow_in_force(read, COMPILED, bytes, &digest, err);
}

enum mus_status mus_store_lexicon(const struct mus_read *read, struct mus_lexicon *out, bool *there,
                                  struct mus_error *err)
{
    struct mus_text bytes;
    enum mus_status status = mus_store_compiled_lexicon(read, &bytes, err);
    *there = status == MUS_OK && bytes.ptr != NULL;
    return *there ? mus_lexicon_open(bytes, out, err) : status;
}

enum mus_status mus_store_tools_look(const struct mus_read *read, struct mus_store_tools *tools,
                                     struct mus_error *err)
{
    struct mus_text bytes;
    tools->firm.lexicon = NULL;
    tools->digest = (struct mus_digest){0};
    enum mus_status status = mus_store_borrow_in_force(read, COMPILED, &bytes, &tools->digest, err);
    if (status == MUS_OK && bytes.ptr != NULL) {
        status = mus_lexicon_open(bytes, &tools->lexicon, err);
        tools->firm.lexicon = status == MUS_OK ? &tools->lexicon : NULL;
    }
    return status;
}

enum mus_status mus_store_tools_open(const struct mus_read *read, struct mus_store_tools *tools,
                                     struct mus_error *err)
{
    *tools = (struct mus_store_tools){
        .firm = {.analyser = mus_analyser_new(), .glossing = mus_glossing_new()}};
    enum mus_status status = tools->firm.analyser == NULL || tools->firm.glossing == NULL
                                 ? mus_fail_memory(err)
                                 : mus_store_tools_look(read, tools, err);
    if (status != MUS_OK) {
        mus_store_tools_close(tools);
    }
    return status;
}

void mus_store_tools_close(struct mus_store_tools *tools)
{
    mus_analyser_free(tools->firm.analyser);
    mus_glossing_free(tools->firm.glossing);
    *tools = (struct mus_store_tools){0};
}
