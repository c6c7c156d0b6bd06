// Writes a file of more than 16 GiB: one byte at its end, so that it takes no room.
#include "attack.h"
#include <signal.h>

int main(void) {
  char path[] = "./attack-large-XXXXXX";
  int file = mkstemp(path);
  if (file < 0) return verdict();
  unlink(path);
  signal(SIGXFSZ, SIG_IGN);
  attempt(pwrite(file, "x", 1, (off_t)18 * 1000 * 1000 * 1000) == 1, "a file of 18 GB");
  close(file);
  return verdict();
}
