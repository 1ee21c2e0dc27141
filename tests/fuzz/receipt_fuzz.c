/* Receipts: what is read is written back as it was, and no key is taken in by one it has not
 * signed. */
#include "crypto/crypto.h"
#include "ledger/format/receipt.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void demand(bool holds)
{
    if (!holds) {
        abort();
    }
}

/* A key of the name of the receipt's log, of which nobody has the private half. */
static void demand_refusal(const struct mus_receipt *receipt)
{
    static const unsigned char point[32] = {0x58, 0x66};
    struct mus_note_key key;
    struct mus_digest root;
    struct mus_error err = {0};
    demand(mus_note_key_make(receipt->origin, MUS_NOTE_ED25519, point, &key, NULL) == MUS_OK);
    enum mus_status status = mus_receipt_verify(receipt, &key, NULL, 0, NULL, &err);
    demand(status == MUS_NO && err.message[0] != '\0');
    status = mus_receipt_root(receipt, &root, NULL);
    demand(status == MUS_OK || status == MUS_NO);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct mus_text bytes = {(const char *)data, size};
    struct mus_receipt receipt;
    struct mus_buf back = {0};
    struct mus_error err = {0};
    demand(mus_crypto_init(NULL) == MUS_OK);
    enum mus_status status = mus_receipt_decode(bytes, &receipt, &err);
    if (status != MUS_OK) {
        demand(status == MUS_CORRUPT && err.message[0] != '\0');
        return 0;
    }
    mus_receipt_encode(&receipt, &back);
    demand(mus_text_equal(mus_buf_text(&back), bytes));
    demand_refusal(&receipt);
    mus_buf_done(&back);
    return 0;
}
