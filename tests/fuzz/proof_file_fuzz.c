/* Proofs as files: what is read is written back as it was, and no key is taken in by a checkpoint
 * it has not signed. */
#include "crypto/crypto.h"
#include "ledger/format/proof_file.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void demand(bool holds)
{
    if (!holds) {
        abort();
    }
}

static void demand_refusal(const struct mus_proof_file *proof)
{
    static const unsigned char point[32] = {0x58, 0x66};
    struct mus_note_key key;
    struct mus_error err = {0};
    demand(mus_note_key_make(MUS_TEXT("ledger.example"), MUS_NOTE_ED25519, point, &key, NULL) ==
           MUS_OK);
    demand(mus_proof_file_verify(proof, &key, &err) == MUS_NO && err.message[0] != '\0');
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct mus_text bytes = {(const char *)data, size};
    struct mus_proof_file proof;
    struct mus_buf back = {0};
    struct mus_error err = {0};
    demand(mus_crypto_init(NULL) == MUS_OK);
    enum mus_status status = mus_proof_file_read(bytes, &proof, &err);
    if (status != MUS_OK) {
        demand((status == MUS_INVALID || status == MUS_LIMIT) && err.message[0] != '\0');
        return 0;
    }
    mus_proof_file_write(&proof, &back);
    demand(mus_text_equal(mus_buf_text(&back), bytes));
    demand_refusal(&proof);
    mus_buf_done(&back);
    return 0;
}
