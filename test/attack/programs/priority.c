// Takes more of the machine than others get.
#include "attack.h"
#include <sched.h>
#include <sys/mman.h>
#include <sys/resource.h>

int main(void) {
  struct sched_param first = {.sched_priority = 1};
  struct rlimit limit;
  int file;
  attempt(setpriority(PRIO_PROCESS, 0, getpriority(PRIO_PROCESS, 0) - 1) == 0, "a better nice value");
  attempt(sched_setscheduler(0, SCHED_FIFO, &first) == 0, "real time");
  attempt(syscall(SYS_ioprio_set, 1L, 0L, 1L << 13) == 0, "real time of the disk");
  file = open("/proc/self/oom_score_adj", O_RDWR | O_CLOEXEC);
  attempt(file >= 0 && write(file, "-1000", 5) == 5, "never ended for want of memory");
  if (getrlimit(RLIMIT_NOFILE, &limit) == 0) {
    limit.rlim_max += 1;
    attempt(setrlimit(RLIMIT_NOFILE, &limit) == 0, "more open files than its limit");
  }
  if (getrlimit(RLIMIT_NPROC, &limit) == 0 && limit.rlim_max != RLIM_INFINITY) {
    limit.rlim_max = RLIM_INFINITY;
    attempt(setrlimit(RLIMIT_NPROC, &limit) == 0, "more processes than its limit");
  }
  return verdict();
}
