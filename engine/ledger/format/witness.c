#include "ledger/format/witness.h"
