// Types into a terminal: the user's, or to see that it can't at all, one of its own.
#include "attack.h"
#include <sys/ioctl.h>
#include <termios.h>

/* A blank, that no shell takes for a command. `wide` has bits that the kernel doesn't look at. */
static int types_into(int terminal, int wide) {
  unsigned long request = wide ? TIOCSTI | (1UL << 32) : TIOCSTI;
  return syscall(SYS_ioctl, terminal, request, " ") == 0;
}

static int types_into_own(long wide) {
  int slave, terminal = posix_openpt(O_RDWR | O_NOCTTY);
  if (terminal < 0 || grantpt(terminal) != 0 || unlockpt(terminal) != 0 || setsid() < 0) return 0;
  slave = open(ptsname(terminal), O_RDWR);
  if (slave < 0) return 0;
  ioctl(slave, TIOCSCTTY, 0);
  return types_into(slave, (int)wide);
}

int main(void) {
  static const char *const FILES[] = {"/dev/tty", "/dev/console", "/dev/tty0", "/dev/tty1", "/dev/pts/0"};
  size_t index;
  int file;
  for (file = 0; file < 3; file += 1) {
    char code = 3; /* paste */
    attempt(types_into(file, 0), "TIOCSTI on descriptor %d", file);
    attempt(ioctl(file, TIOCLINUX, &code) == 0, "TIOCLINUX on descriptor %d", file);
  }
  for (index = 0; index < sizeof FILES / sizeof *FILES; index += 1) {
    file = open(FILES[index], O_RDWR | O_NOCTTY | O_NONBLOCK | O_CLOEXEC);
    if (file < 0) continue;
    attempt(types_into(file, 0), "TIOCSTI on %s", FILES[index]);
    attempt(types_into(file, 1), "wide TIOCSTI on %s", FILES[index]);
    close(file);
  }
  attempt(in_child(types_into_own, 0), "TIOCSTI on a terminal of its own");
  attempt(in_child(types_into_own, 1), "wide TIOCSTI on a terminal of its own");
  return verdict();
}
