#include "crypto/passphrase.h"

#include "crypto/crypto.h"
#include "crypto/encode.h"
#include "crypto/secret_file.h"

#include <assert.h>
#include <inttypes.h>
#include <sodium.h>

enum { DEFAULT_PASSES = 3, DEFAULT_MEMORY_KIB = 64 * 1024 };

static_assert(crypto_pwhash_SALTBYTES == MUS_SALT_BYTES, "as the header says");

enum mus_status mus_passphrase_draw(struct mus_text passphrase,
                                    const struct mus_passphrase_cost *cost,
                                    struct mus_passphrase_recipe *out, struct mus_error *err)
{
    struct mus_passphrase_recipe recipe = {.cost = *cost};
    struct mus_passphrase_cost *asked = &recipe.cost;
    if (passphrase.len == 0) {
        return mus_fail(err, MUS_INVALID, "the passphrase is empty");
    }
    asked->passes = asked->passes == 0 ? DEFAULT_PASSES : asked->passes;
    asked->memory_kib = asked->memory_kib == 0 ? DEFAULT_MEMORY_KIB : asked->memory_kib;
    if (asked->passes > MUS_MAX_PASSES || asked->memory_kib < MUS_MIN_PASS_MEMORY_KIB ||
        asked->memory_kib > MUS_MAX_PASS_MEMORY_KIB) {
        return mus_fail(err, MUS_INVALID,
                        "the passphrase's cost of %" PRIu32 " passes over %" PRIu32
                        " KiB is out of range",
                        asked->passes, asked->memory_kib);
    }
    mus_crypto_random(recipe.salt, sizeof recipe.salt);
    *out = recipe;
    return MUS_OK;
}

enum mus_status mus_passphrase_derive(const struct mus_passphrase_recipe *recipe,
                                      struct mus_text passphrase, struct mus_key *out,
                                      struct mus_error *err)
{
    if (crypto_pwhash(out->bytes, sizeof out->bytes, passphrase.ptr, passphrase.len, recipe->salt,
                      recipe->cost.passes, (size_t)recipe->cost.memory_kib * 1024,
                      crypto_pwhash_ALG_ARGON2ID13) != 0) {
        return mus_fail(err, MUS_NO_MEMORY,
                        "deriving the key takes %" PRIu32 " KiB of memory: not there",
                        recipe->cost.memory_kib);
    }
    return MUS_OK;
}

void mus_passphrase_recipe_write(const struct mus_passphrase_recipe *recipe, struct mus_buf *out)
{
    mus_buf_printf(out, "argon2id %" PRIu32 " %" PRIu32 " ", recipe->cost.passes,
                   recipe->cost.memory_kib);
    mus_base64_write(out, recipe->salt, sizeof recipe->salt);
}

/* Decimal without sign and leading zeroes, min … max. */
static bool read_number(struct mus_text word, uint32_t min, uint32_t max, uint32_t *out)
{
    if (word.len == 0 || word.len > 10 || word.ptr[0] == '0') {
        return false;
    }
    uint64_t value = 0;
    for (size_t i = 0; i < word.len; i++) {
        if (word.ptr[i] < '0' || word.ptr[i] > '9') {
            return false;
        }
        value = value * 10 + (uint64_t)(word.ptr[i] - '0');
    }
    if (value < min || value > max) {
        return false;
    }
    *out = (uint32_t)value;
    return true;
}

bool mus_passphrase_recipe_read(struct mus_text *line, struct mus_passphrase_recipe *out)
{
    return mus_text_equals(mus_secret_word(line), "argon2id") &&
           read_number(mus_secret_word(line), 1, MUS_MAX_PASSES, &out->cost.passes) &&
           read_number(mus_secret_word(line), MUS_MIN_PASS_MEMORY_KIB, MUS_MAX_PASS_MEMORY_KIB,
                       &out->cost.memory_kib) &&
           mus_secret_bytes(mus_secret_word(line), out->salt, sizeof out->salt);
}
