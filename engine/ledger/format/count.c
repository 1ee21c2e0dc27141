#include "ledger/format/count.h"
