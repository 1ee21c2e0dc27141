#include "matcher/attention/attention.h"
