#include "fair/plan.h"
