// Makes the stack's root writable in place, and writes nothing.
#include "attack.h"
#include <sched.h>
#include <sys/mount.h>

int main(void) {
  static const char *const PLACES[] = {"/", "/usr", "/etc", "/usr/bin", "/proc", "/proc/sys", "/sys"};
  size_t index;
  /* Where it may do that, nobody else sees the change. */
  if (unshare(CLONE_NEWNS) == 0) mount(NULL, "/", NULL, MS_PRIVATE | MS_REC, NULL);
  for (index = 0; index < sizeof PLACES / sizeof *PLACES; index += 1) {
    const char *place = PLACES[index];
    mount(NULL, place, NULL, MS_REMOUNT | MS_BIND, NULL);
    mount(NULL, place, NULL, MS_REMOUNT | MS_BIND | MS_NOSUID | MS_NODEV, NULL);
    if (strncmp(place, "/proc", 5) != 0) attempt(access(place, W_OK) == 0, "%s is writable", place);
  }
  attempt(access("/proc/sys/kernel/core_pattern", W_OK) == 0, "/proc/sys is writable");
  return verdict();
}
