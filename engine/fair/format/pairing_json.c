#include "fair/format/pairing_json.h"
