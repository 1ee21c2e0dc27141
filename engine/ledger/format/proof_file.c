#include "ledger/format/proof_file.h"
