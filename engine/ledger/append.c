#include "ledger/append.h"
