// Changes what / is.
#include "attack.h"

static int change(long which) {
  if (which == 0) return chroot("/tmp") == 0;
  if (which == 1) return chroot("/") == 0;
  return syscall(SYS_pivot_root, ".", ".") == 0 || (errno != EPERM && errno != ENOSYS);
}

int main(void) {
  attempt(in_child(change, 0), "chroot /tmp");
  attempt(in_child(change, 1), "chroot /");
  attempt(in_child(change, 2), "pivot_root");
  return verdict();
}
