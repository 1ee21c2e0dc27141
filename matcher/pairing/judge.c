#include "matcher/pairing/judge.h"
