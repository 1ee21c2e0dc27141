#include "ledger/format/tiles.h"
