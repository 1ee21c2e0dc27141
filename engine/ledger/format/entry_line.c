#include "ledger/format/entry_line.h"
