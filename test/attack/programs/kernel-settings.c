// Opens settings of the kernel for writing, and writes nothing.
#include "attack.h"
#include <ftw.h>

static const char *const FILES[] = {
    "/proc/sys/kernel/core_pattern", "/proc/sys/kernel/hostname",
    "/proc/sys/kernel/domainname",   "/proc/sys/kernel/modprobe",
    "/proc/sys/kernel/pid_max",      "/proc/sys/kernel/randomize_va_space",
    "/proc/sys/kernel/msgmax",       "/proc/sys/kernel/ns_last_pid",
    "/proc/sys/vm/overcommit_memory", "/proc/sys/vm/drop_caches",
    "/proc/sys/fs/file-max",         "/proc/sys/fs/binfmt_misc/register",
    "/proc/sys/net/ipv4/ip_forward", "/proc/sys/user/max_user_namespaces",
    "/proc/sysrq-trigger",           "/proc/irq/default_smp_affinity",
    "/sys/power/state",              "/sys/kernel/uevent_helper",
    "/sys/kernel/mm/ksm/run",        "/sys/fs/cgroup/cgroup.procs",
    "/sys/fs/cgroup/memory/cgroup.procs",
};

static int writable;

static int look(const char *path, const struct stat *stats, int kind, struct FTW *where) {
  (void)where;
  if (kind != FTW_F || !S_ISREG(stats->st_mode) || access(path, W_OK) != 0) return 0;
  writable += 1;
  attempt(writable <= 5, "%s is writable", path);
  return writable > 5 ? FTW_STOP : 0;
}

int main(void) {
  static const char *const FOLDERS[] = {"/proc/sys", "/proc/irq", "/proc/fs", "/proc/bus",
                                        "/proc/acpi", "/proc/scsi", "/proc/driver", "/sys"};
  size_t index;
  for (index = 0; index < sizeof FILES / sizeof *FILES; index += 1) {
    int file = open(FILES[index], O_WRONLY | O_NONBLOCK | O_CLOEXEC);
    attempt(file >= 0, "opened %s", FILES[index]);
    if (file >= 0) close(file);
  }
  for (index = 0; index < sizeof FOLDERS / sizeof *FOLDERS; index += 1) {
    nftw(FOLDERS[index], look, 16, FTW_PHYS | FTW_MOUNT | FTW_ACTIONRETVAL);
  }
  return verdict();
}
