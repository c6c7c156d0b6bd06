// Counts and samples what the machine does.
#include "attack.h"
#include <linux/perf_event.h>

int main(void) {
  struct perf_event_attr event;
  memset(&event, 0, sizeof event);
  event.size = sizeof event;
  event.type = PERF_TYPE_SOFTWARE;
  event.config = PERF_COUNT_SW_TASK_CLOCK;
  event.exclude_kernel = 1;
  call(syscall(SYS_perf_event_open, &event, 0, -1, -1, 0), "perf_event_open of itself");
  call(syscall(SYS_perf_event_open, &event, -1, 0, -1, 0), "perf_event_open of a processor");
  return verdict();
}
