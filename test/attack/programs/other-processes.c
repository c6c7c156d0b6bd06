// Sees, signals or traces processes that are not of its sandbox.
#include "attack.h"
#include <signal.h>
#include <sys/ptrace.h>

int main(void) {
  char line[256];
  int seen = 0;
  pid_t pid;
  FILE *status;
  /* Signal 0 reaches nobody: it only asks. A sandbox has a handful of processes. */
  for (pid = 1; pid < 100000; pid += 1) {
    if (kill(pid, 0) == 0 || errno == EPERM) seen += 1;
  }
  attempt(seen > 32, "%d processes can be seen", seen);
  attempt(access("/proc/2/comm", R_OK) == 0 && access("/proc/2/exe", F_OK) != 0 && seen > 32,
          "processes of the kernel");
  status = fopen("/proc/1/status", "r");
  while (status != NULL && fgets(line, sizeof line, status) != NULL) {
    if (strncmp(line, "PPid:", 5) == 0) attempt(atoi(line + 5) != 0, "the parent of the first process");
    if (strncmp(line, "NSpid:", 6) == 0) attempt(strchr(line + 7, '\t') != NULL, "pids of outside");
  }
  if (status != NULL) fclose(status);
  attempt(getppid() == 0 && kill(0, 0) != 0, "a parent outside");
  return verdict();
}
