/* Sealed blobs: whatever bytes come, unsealing either refuses or gives what was sealed. The first
 * byte says what is done with the rest: unsealed as it stands, or sealed, changed in one place and
 * unsealed. */
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "crypto/crypto.h"
#include "crypto/seal.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void demand(bool holds)
{
    if (!holds) {
        abort();
    }
}

static const struct mus_key KEY = {{7, 1, 2}};

static void unseal_as_it_stands(struct mus_text text)
{
    struct mus_buf plain = {0};
    struct mus_key_id id;
    enum mus_status status = mus_unseal(&KEY, MUS_TEXT("c-1"), text, &plain, NULL);
    demand(status == MUS_UNREADABLE && plain.len == 0);
    if (mus_sealed_by(text, &id)) {
        demand(text.len >= MUS_SEAL_OVERHEAD);
    }
    mus_buf_wipe(&plain);
}

static void seal_change_unseal(struct mus_text text, size_t place)
{
    struct mus_buf sealed = {0};
    struct mus_buf plain = {0};
    demand(mus_seal(&KEY, MUS_TEXT("c-1"), text, &sealed, NULL) == MUS_OK);
    demand(mus_unseal(&KEY, MUS_TEXT("c-1"), mus_buf_text(&sealed), &plain, NULL) == MUS_OK);
    demand(plain.len == text.len && memcmp(plain.data, text.ptr, text.len) == 0);
    sealed.data[place % sealed.len] = (char)(sealed.data[place % sealed.len] + 1);
    mus_buf_clear(&plain);
    demand(mus_unseal(&KEY, MUS_TEXT("c-1"), mus_buf_text(&sealed), &plain, NULL) ==
           MUS_UNREADABLE);
    demand(plain.len == 0);
    mus_buf_wipe(&plain);
    mus_buf_done(&sealed);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size == 0 || mus_crypto_init(NULL) != MUS_OK) {
        return 0;
    }
    struct mus_text text = {(const char *)data + 1, size - 1};
    if (data[0] == 1) {
        unseal_as_it_stands(text);
    } else {
        seal_change_unseal(text, data[0]);
    }
    return 0;
}
