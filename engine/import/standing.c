#include "import/standing.h"

#include "store/companies.h"

static enum mus_status find_id(const struct mus_read *view, struct mus_text id,
                               struct mus_arena *arena, struct mus_text *out, struct mus_error *err)
{
    struct mus_error missing = {0};
    *out = MUS_NO_TEXT;
    if (id.ptr == NULL) {
        return MUS_OK;
    }
    enum mus_status status = mus_store_resolve(view, id, arena, out, &missing);
    if (status == MUS_NOT_FOUND) {
        *out = MUS_NO_TEXT;
        return MUS_OK;
    }
    return status == MUS_OK ? MUS_OK : mus_fail(err, status, "%s", missing.message);
}

enum mus_status mus_standing_find(const struct mus_read *view, struct mus_text id,
                                  struct mus_source source, struct mus_arena *arena,
                                  struct mus_standing *out, struct mus_error *err)
{
    struct mus_standing standing = {.id = id, .source = source};
    enum mus_status status = find_id(view, id, arena, &standing.by_id, err);
    if (status == MUS_OK && source.name.ptr != NULL) {
        status = mus_store_find_source(view, source, arena, &standing.by_source, err);
    }
    if (status == MUS_OK) {
        *out = standing;
    }
    return status;
}

static struct mus_text company_of(const struct mus_standing *standing)
{
    return standing->by_id.ptr != NULL ? standing->by_id : standing->by_source;
}

static enum mus_status read_stored(const struct mus_read *view, struct mus_text id,
                                   struct mus_arena *arena, struct mus_stored *out,
                                   struct mus_error *err)
{
    *out = (struct mus_stored){MUS_NO_TEXT, MUS_NO_TEXT};
    return id.ptr == NULL ? MUS_OK : mus_store_stored(view, id, arena, out, err);
}

enum mus_status mus_standing_keep(const struct mus_read *view, const struct mus_standing *standing,
                                  struct mus_arena *arena, struct mus_standing *out,
                                  struct mus_error *err)
{
    struct mus_standing kept = {
        .id = mus_arena_copy(arena, standing->id),
        .source = {mus_arena_copy(arena, standing->source.name),
                   mus_arena_copy(arena, standing->source.id)},
        .by_id = mus_arena_copy(arena, standing->by_id),
        .by_source = mus_arena_copy(arena, standing->by_source),
    };
    if ((kept.id.ptr == NULL) != (standing->id.ptr == NULL) ||
        (kept.source.name.ptr == NULL) != (standing->source.name.ptr == NULL) ||
        (kept.source.id.ptr == NULL) != (standing->source.id.ptr == NULL) ||
        (kept.by_id.ptr == NULL) != (standing->by_id.ptr == NULL) ||
        (kept.by_source.ptr == NULL) != (standing->by_source.ptr == NULL)) {
        return mus_fail_memory(err);
    }
    *out = kept;
    return read_stored(view, company_of(out), arena, &out->stored, err);
}

static bool same(struct mus_text a, struct mus_text b)
{
    return (a.ptr == NULL) == (b.ptr == NULL) && mus_text_equal(a, b);
}

enum mus_status mus_standing_holds(const struct mus_read *view, const struct mus_standing *standing,
                                   struct mus_arena *arena, bool *holds, struct mus_error *err)
{
    struct mus_standing now;
    enum mus_status status =
        mus_standing_find(view, standing->id, standing->source, arena, &now, err);
    *holds = status == MUS_OK && same(now.by_id, standing->by_id) &&
             same(now.by_source, standing->by_source);
    if (*holds) {
        status = read_stored(view, company_of(&now), arena, &now.stored, err);
        *holds = status == MUS_OK && mus_stored_same(&now.stored, &standing->stored);
    }
    return status;
}
