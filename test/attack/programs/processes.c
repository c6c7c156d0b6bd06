// Starts more than the 4,096 processes of a step. They are threads, which count as such, and wait.
#include "attack.h"
#include <pthread.h>

static void *waits(void *nothing) {
  pause();
  return nothing;
}

int main(void) {
  int count = 0;
  pthread_t thread;
  pthread_attr_t small;
  pthread_attr_init(&small);
  pthread_attr_setstacksize(&small, 16384);
  while (count < 4200 && pthread_create(&thread, &small, waits, NULL) == 0) count += 1;
  attempt(count >= 4200, "%d at once", count);
  return verdict();
}
