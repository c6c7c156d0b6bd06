// Runs without a filter of system calls, or could get rights from a setuid program.
#include "attack.h"

int main(void) {
  char line[256];
  FILE *status = fopen("/proc/self/status", "r");
  if (status == NULL) return verdict();
  while (fgets(line, sizeof line, status) != NULL) {
    if (strncmp(line, "NoNewPrivs:", 11) == 0) attempt(atoi(line + 11) != 1, "no NoNewPrivs");
    if (strncmp(line, "Seccomp:", 8) == 0) attempt(atoi(line + 8) != 2, "no filter of system calls");
  }
  fclose(status);
  return verdict();
}
