#include "matcher/pairing/problem.h"
