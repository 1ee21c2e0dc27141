#include "ledger/format/ledger_entry.h"
