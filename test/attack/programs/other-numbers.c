// Reaches refused system calls by the numbers of i386 and x32, which x64 kernels know too.
#include "attack.h"

#ifdef __x86_64__
static int reached(long result) {
  return result >= 0 || (result != -EPERM && result != -EACCES && result != -ENOSYS);
}

static long old_call(long number, long first, long second, long third) {
  long result;
  __asm__ volatile("int $0x80" : "=a"(result) : "a"(number), "b"(first), "c"(second), "d"(third)
                   : "memory", "r8", "r9", "r10", "r11");
  return result;
}

static int i386(long number) {
  if (number == 288) return reached(old_call(288, 0, -3, 0)); /* keyctl */
  if (number == 310) return reached(old_call(310, 0x10000000, 0, 0)); /* unshare a user namespace */
  if (number == 21) return reached(old_call(21, 0, 0, 0)); /* mount */
  if (number == 359) return reached(old_call(359, 40, 1, 0)); /* socket AF_VSOCK */
  if (number == 357) return reached(old_call(357, 1000, 0, 0)); /* bpf */
  return reached(old_call(number, 0, 0, 0));
}

static int x32(long number) {
  long result = syscall(0x40000000 | number, 0, -3, 0);
  return reached(result < 0 ? -errno : result);
}
#endif

int main(void) {
#ifdef __x86_64__
  attempt(in_child(i386, 288), "keyctl of i386");
  attempt(in_child(i386, 310), "unshare of i386");
  attempt(in_child(i386, 21), "mount of i386");
  attempt(in_child(i386, 357), "bpf of i386");
  attempt(in_child(i386, 359), "a socket of i386 of AF_VSOCK");
  attempt(in_child(x32, 250), "keyctl of x32");
  attempt(in_child(x32, 321), "bpf of x32");
#else
  attempt(0, "this processor has one set of numbers");
#endif
  return verdict();
}
