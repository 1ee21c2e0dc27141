/* A fair's plan: which pairs meet, when and where, made from what the event knows, and changed in
 * writes that keep every run. All of this is part of a write; on failure nothing of it is to be
 * committed. */
#ifndef MUS_FAIR_PLAN_H
#define MUS_FAIR_PLAN_H

#include "fair/format/event.h"
#include "store/events.h"

#endif
