// Changes and makes devices of the machine, and opens those that show or are the machine.
#include "attack.h"
#include <sys/sysmacros.h>

int main(void) {
  static const char *const SHARED[] = {"/dev/null", "/dev/zero", "/dev/full", "/dev/random",
                                       "/dev/urandom"};
  static const char *const CLOSED[] = {
      "/dev/mem",  "/dev/kmem", "/dev/port",         "/dev/kmsg",         "/dev/sda", "/dev/vda",
      "/dev/nvme0n1", "/dev/kvm", "/dev/fuse",       "/dev/loop-control", "/dev/loop0",
      "/dev/net/tun", "/dev/vsock", "/dev/userfaultfd", "/dev/vhost-net", "/dev/vhost-vsock",
      "/dev/uinput", "/dev/tty0", "/dev/tty1", "/dev/ttyS0", "/dev/mapper/control", "/dev/btrfs-control",
      "/dev/cpu/0/msr", "/dev/hpet", "/dev/watchdog", "/dev/rtc0", "/dev/nvram"};
  static const struct { const char *name; mode_t kind; unsigned major, minor; } MADE[] = {
      {"memory", S_IFCHR, 1, 1}, {"kernel log", S_IFCHR, 1, 11}, {"null", S_IFCHR, 1, 3},
      {"fuse", S_IFCHR, 10, 229}, {"disk", S_IFBLK, 8, 0},       {"virtual disk", S_IFBLK, 254, 0}};
  static const char *const FOLDERS[] = {"/tmp", ".", "/dev", "/dev/shm", "/run", "/binary-builder"};
  size_t index, folder;
  for (index = 0; index < sizeof SHARED / sizeof *SHARED; index += 1) {
    struct stat stats;
    if (stat(SHARED[index], &stats) != 0) continue;
    /* With what it has already, so that nothing is changed. */
    attempt(chmod(SHARED[index], stats.st_mode & 07777) == 0, "chmod %s", SHARED[index]);
    attempt(chown(SHARED[index], stats.st_uid, stats.st_gid) == 0, "chown %s", SHARED[index]);
  }
  for (index = 0; index < sizeof CLOSED / sizeof *CLOSED; index += 1) {
    int file = open(CLOSED[index], O_RDONLY | O_NONBLOCK | O_CLOEXEC | O_NOCTTY);
    attempt(file >= 0, "opened %s", CLOSED[index]);
    if (file >= 0) close(file);
  }
  for (folder = 0; folder < sizeof FOLDERS / sizeof *FOLDERS; folder += 1) {
    for (index = 0; index < sizeof MADE / sizeof *MADE; index += 1) {
      char path[128];
      snprintf(path, sizeof path, "%s/attack-device-%d", FOLDERS[folder], (int)getpid());
      attempt(mknod(path, MADE[index].kind | 0600, makedev(MADE[index].major, MADE[index].minor)) == 0,
              "made %s in %s", MADE[index].name, FOLDERS[folder]);
      unlink(path);
    }
  }
  return verdict();
}
