// Has a capability of any kind, or could get one by running a program.
#include "attack.h"

int main(void) {
  char line[256];
  FILE *status = fopen("/proc/self/status", "r");
  if (status == NULL) return verdict();
  while (fgets(line, sizeof line, status) != NULL) {
    if (strncmp(line, "Cap", 3) != 0) continue;
    line[strcspn(line, "\n")] = '\0';
    attempt(strtoull(line + 7, NULL, 16) != 0, "%.6s is %s", line, line + 8);
  }
  fclose(status);
  return verdict();
}
