#include "fair/format/event.h"
