#include "matcher/tour/tour.h"
