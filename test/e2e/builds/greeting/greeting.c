#include "greeting.h"

const char *greeting(void) { return "good morning"; }
