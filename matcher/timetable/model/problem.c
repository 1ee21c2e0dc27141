#include "matcher/timetable/model/problem.h"
