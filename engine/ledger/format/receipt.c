#include "ledger/format/receipt.h"
