#include "ledger/format/rule_set.h"
