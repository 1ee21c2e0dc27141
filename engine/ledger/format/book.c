#include "ledger/format/book.h"
