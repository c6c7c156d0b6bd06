// Stops the kernel in the middle of reading memory, as exploits like to.
#include "attack.h"

int main(void) {
  call(syscall(SYS_userfaultfd, O_CLOEXEC), "userfaultfd");
  call(syscall(SYS_userfaultfd, O_CLOEXEC | 1 /* UFFD_USER_MODE_ONLY */), "userfaultfd for user mode");
  return verdict();
}
