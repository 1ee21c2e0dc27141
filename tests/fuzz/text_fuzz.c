/* Arbitrary bytes through folding, tokeniser, evidence and keys: what is not UTF-8 is refused by
 * all of them alike, and whatever is shown lies inside the text. */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "matcher/text/address_key.h"
#include "matcher/text/fold.h"
#include "matcher/text/matched.h"
#include "matcher/text/name_key.h"
#include "matcher/text/terms.h"

static void must(bool holds)
{
    if (!holds) {
        abort();
    }
}

static bool is_boundary(struct mus_text text, size_t at)
{
    return at == text.len || ((unsigned char)text.ptr[at] & 0xC0) != 0x80;
}

static void check_fold(struct mus_text text, enum mus_status expected)
{
    struct mus_buf buf = {0};
    struct mus_fold fold = {0};
    must(mus_fold_search(text, &buf, NULL) == expected);
    must(mus_fold_mapped(&fold, text, NULL) == expected);
    must(mus_text_equal(mus_buf_text(&buf), mus_buf_text(&fold.text)));
    must(mus_text_is_utf8(mus_buf_text(&buf), NULL));
    uint32_t last = 0;
    for (size_t i = 0; i < fold.text.len; i++) {
        struct mus_fold_source source = fold.sources[i];
        must(source.begin >= last && source.begin < source.end && source.end <= text.len);
        must(is_boundary(text, source.begin) && is_boundary(text, source.end));
        last = source.begin;
    }
    mus_fold_done(&fold);
    mus_buf_done(&buf);
}

static void check_tokens(struct mus_analyser *analyser, struct mus_text text,
                         enum mus_status expected, size_t *length)
{
    const struct mus_token *tokens = NULL;
    size_t count = 0;
    must(mus_terms_of(analyser, text, &tokens, &count, NULL) == expected);
    *length = 0;
    for (size_t i = 0; i < count; i++) {
        must(tokens[i].begin < tokens[i].end && tokens[i].end <= text.len);
        must(is_boundary(text, tokens[i].begin) && is_boundary(text, tokens[i].end));
        must(i == 0 || tokens[i].begin >= tokens[i - 1].begin);
        *length += tokens[i].kind != MUS_TOKEN_KATAKANA;
    }
}

static void check_bag_and_evidence(struct mus_analyser *analyser, struct mus_text text,
                                   size_t length)
{
    struct mus_arena arena = {0};
    struct mus_bag bag = {0};
    struct mus_texts texts = {&text, 1};
    must(mus_terms_bag(analyser, texts, &arena, &bag, NULL) == MUS_OK);
    must(bag.length == length);
    uint64_t *hashes = mus_arena_alloc(&arena, bag.count, sizeof *hashes);
    must(hashes != NULL);
    size_t wanted = 0;
    for (size_t i = 0; i < bag.count; i++) {
        must(bag.terms[i].tf > 0 && (i == 0 || bag.terms[i - 1].hash < bag.terms[i].hash));
        if ((bag.terms[i].hash >> 8) % 4 != 0) {
            hashes[wanted++] = bag.terms[i].hash;
        }
    }
    struct mus_texts shown = {0};
    struct mus_hashes some = {hashes, wanted};
    const struct mus_token *tokens = NULL;
    size_t count = 0;
    must(mus_terms_of(analyser, text, &tokens, &count, NULL) == MUS_OK);
    must(mus_terms_matched(tokens, count, text, some, 10, &arena, &shown, NULL) == MUS_OK);
    must(shown.count <= 10);
    for (size_t i = 0; i < shown.count; i++) {
        must(shown.items[i].len > 0 && shown.items[i].ptr >= text.ptr &&
             shown.items[i].ptr + shown.items[i].len <= text.ptr + text.len);
        must(mus_text_is_utf8(shown.items[i], NULL));
    }
    mus_arena_done(&arena);
}

static void check_keys(struct mus_text text, enum mus_status expected)
{
    struct mus_buf folded = {0};
    struct mus_buf key = {0};
    must(mus_fold_search(text, &folded, NULL) == expected);
    struct mus_legal_ends legal = {MUS_LEGAL_NONE, MUS_LEGAL_NONE};
    for (int level = MUS_NAME_COMPARE; level <= MUS_NAME_BLOCK; level++) {
        mus_buf_clear(&key);
        must(mus_name_key(text, (enum mus_name_level)level, &key, &legal, NULL) == expected);
        must((key.len == 0) == (folded.len == 0));
        must(mus_text_is_utf8(mus_buf_text(&key), NULL));
        must(legal.front < MUS_LEGAL_FORM_COUNT && legal.back < MUS_LEGAL_FORM_COUNT);
        must(mus_name_similarity(mus_buf_text(&key), mus_buf_text(&key)) ==
             (key.len == 0 ? 0 : 1000000));
        mus_buf_clear(&key);
        must(mus_kana_key(text, (enum mus_name_level)level, &key, NULL) == expected);
        must((key.len == 0) == (folded.len == 0));
    }
    mus_buf_clear(&key);
    must(mus_address_key(text, &key, NULL) == expected);
    must(mus_text_is_utf8(mus_buf_text(&key), NULL));
    mus_buf_done(&key);
    mus_buf_done(&folded);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct mus_text text = {(const char *)data, size};
    enum mus_status expected = mus_text_is_utf8(text, NULL) ? MUS_OK : MUS_INVALID;
    struct mus_analyser *analyser = mus_analyser_new();
    must(analyser != NULL);
    size_t length = 0;
    check_fold(text, expected);
    check_tokens(analyser, text, expected, &length);
    if (expected == MUS_OK) {
        check_bag_and_evidence(analyser, text, length);
    }
    check_keys(text, expected);
    mus_analyser_free(analyser);
    return 0;
}
