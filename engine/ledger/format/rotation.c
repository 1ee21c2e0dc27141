#include "ledger/format/rotation.h"
