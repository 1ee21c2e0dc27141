#include "matcher/timetable/solve.h"
