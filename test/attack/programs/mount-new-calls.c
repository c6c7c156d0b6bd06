// The younger system calls that mount.
#include "attack.h"

/* All of them have the same number everywhere. */
enum { OPEN_TREE = 428, MOVE_MOUNT, FSOPEN, FSCONFIG, FSMOUNT, FSPICK, MOUNT_SETATTR = 442 };

int main(void) {
  struct { unsigned long long set, clear, propagation, userns; } writable = {0, 1, 0, 0};
  call(syscall(FSOPEN, "tmpfs", 0), "fsopen");
  call(syscall(OPEN_TREE, AT_FDCWD, "/usr", 1 /* OPEN_TREE_CLONE */), "open_tree");
  call(syscall(MOVE_MOUNT, AT_FDCWD, "/nowhere", AT_FDCWD, "/tmp", 0), "move_mount");
  call(syscall(FSPICK, AT_FDCWD, "/usr", 0), "fspick");
  call(syscall(FSMOUNT, -1, 0, 0), "fsmount");
  call(syscall(FSCONFIG, -1, 0, "a", "b", 0), "fsconfig");
  call(syscall(MOUNT_SETATTR, AT_FDCWD, "/usr", 0x8000, &writable, sizeof writable),
       "mount_setattr that makes /usr writable");
  return verdict();
}
