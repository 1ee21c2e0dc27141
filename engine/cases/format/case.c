#include "cases/format/case.h"
