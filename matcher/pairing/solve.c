#include "matcher/pairing/solve.h"
