#include "fair/format/timetable_json.h"
