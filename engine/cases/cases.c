#include "store/cases.h"
