#include "store/events.h"
