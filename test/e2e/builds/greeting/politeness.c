#include "politeness.h"
#include "greeting.h"
#include <math.h>
#include <stdio.h>

int greet_politely(const char *name) {
  volatile double politeness = 1.0;
  return printf("%s, %s, %.1f\n", greeting(), name, exp(politeness));
}
