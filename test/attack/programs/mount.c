// Mounts, unmounts and makes read-only folders writable.
#include "attack.h"
#include <sched.h>
#include <sys/mount.h>

int main(void) {
  char here[] = "/tmp/mount-XXXXXX";
  /* Where it may do that, what it mounts is seen by nobody else. */
  if (unshare(CLONE_NEWNS) == 0) mount(NULL, "/", NULL, MS_PRIVATE | MS_REC, NULL);
  if (mkdtemp(here) == NULL) return verdict();
  call(mount("attack", here, "tmpfs", 0, NULL), "mount tmpfs");
  call(mount("proc", here, "proc", 0, NULL), "mount proc");
  call(mount("sysfs", here, "sysfs", 0, NULL), "mount sysfs");
  call(mount("/usr", here, NULL, MS_BIND | MS_REC, NULL), "bind /usr");
  call(mount("/proc/sys", here, NULL, MS_BIND, NULL), "bind /proc/sys");
  call(mount(NULL, "/", NULL, MS_PRIVATE | MS_REC, NULL), "make / private");
  call(mount(NULL, "/", NULL, MS_SHARED | MS_REC, NULL), "make / shared");
  call(mount("overlay", here, "overlay", 0, "lowerdir=/usr:/etc"), "mount overlay");
  call(mount("none", here, "cgroup2", 0, NULL), "mount cgroup2");
  call(umount2("/proc/sys", MNT_DETACH), "unmount /proc/sys");
  call(umount2("/tmp", MNT_DETACH), "unmount /tmp");
  umount2(here, MNT_DETACH);
  rmdir(here);
  return verdict();
}
