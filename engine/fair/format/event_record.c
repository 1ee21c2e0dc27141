#include "fair/format/event_record.h"
