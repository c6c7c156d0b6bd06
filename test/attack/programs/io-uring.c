// Makes system calls that no filter sees.
#include "attack.h"

int main(void) {
  unsigned char parameters[256] = {0};
  call(syscall(425 /* io_uring_setup */, 1L, parameters), "io_uring_setup");
  call(syscall(426 /* io_uring_enter */, -1L, 0L, 0L, 0L, NULL, 0L), "io_uring_enter");
  call(syscall(427 /* io_uring_register */, -1L, 0L, NULL, 0L), "io_uring_register");
  return verdict();
}
