#include "ledger/format/export.h"
