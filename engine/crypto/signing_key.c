#include "crypto/signing_key.h"
