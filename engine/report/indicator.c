#include "report/indicator.h"
