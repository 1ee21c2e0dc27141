/* The check of the lexicon. What its source gives is compiled anew: the compiled one is compared
 * with that, and match records are analysed with it (with the compiled one where the source is not
 * sound), so that a damaged lexicon is one finding and not one for each company. */
#include "store/check_internal.h"

#include "lexicon/compile.h"
#include "store/derive.h"

/* Compiles the source; nothing is compiled where there is none, or none that is sound. */
static enum mus_status compile_source(struct mus_checking *c, struct mus_error *err)
{
    struct mus_text source;
    struct mus_digest digest;
    struct mus_error reason;
    enum mus_status status = mus_store_lexicon_source(c->read, &source, &digest, &reason);
    if (status == MUS_OK && source.ptr != NULL) {
        status = mus_lexicon_compile(source, c->tools.firm.analyser, &c->lexicon, &reason);
    }
    if (status == MUS_OK) {
        status = mus_buf_check(&c->lexicon, &reason);
    }
    if (status == MUS_OK && source.ptr != NULL) {
        status = mus_lexicon_open(mus_buf_text(&c->lexicon), &c->tools.lexicon, &reason);
        c->tools.firm.lexicon = status == MUS_OK ? &c->tools.lexicon : NULL;
    }
    return mus_check_judge(c, status, &reason, err, "document of kind", MUS_TEXT("lexicon"));
}

static enum mus_status check_compiled(struct mus_checking *c, struct mus_error *err)
{
    const struct mus_text kind = MUS_TEXT("lexicon_compiled");
    struct mus_text stored;
    struct mus_lexicon lexicon;
    struct mus_error reason;
    bool there = c->tools.firm.lexicon != NULL;
    bool sound = false;
    enum mus_status status = mus_store_compiled_lexicon(c->read, &stored, &reason);
    if (status == MUS_OK && stored.ptr != NULL) {
        status = mus_lexicon_open(stored, &lexicon, &reason);
        if (status == MUS_OK) {
            status = mus_lexicon_check(&lexicon, &reason);
        }
        sound = status == MUS_OK;
    }
    if (status == MUS_OK && (there != (stored.ptr != NULL) ||
                             (there && !mus_text_equal(stored, mus_buf_text(&c->lexicon))))) {
        status = mus_fail(&reason, MUS_CORRUPT, "%s",
                          stored.ptr == NULL ? "is missing" : "is not what the lexicon gives");
    }
    if (sound && !there) { /* what companies were analysed with */
        c->tools.lexicon = lexicon;
        c->tools.firm.lexicon = &c->tools.lexicon;
    }
    return mus_check_judge(c, status, &reason, err, "document of kind", kind);
}

enum mus_status mus_check_lexicon(struct mus_checking *c, struct mus_error *err)
{
    c->tools.firm =
        (struct mus_firm_tools){.analyser = mus_analyser_new(), .glossing = mus_glossing_new()};
    if (c->tools.firm.analyser == NULL || c->tools.firm.glossing == NULL) {
        return mus_fail_memory(err);
    }
    enum mus_status status = compile_source(c, err);
    return status == MUS_OK ? check_compiled(c, err) : status;
}
