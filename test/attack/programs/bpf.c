// Loads programs into the kernel.
#include "attack.h"

int main(void) {
  unsigned char nothing[128] = {0};
  call(syscall(SYS_bpf, 0L /* BPF_MAP_CREATE */, nothing, sizeof nothing), "bpf map");
  call(syscall(SYS_bpf, 5L /* BPF_PROG_LOAD */, nothing, sizeof nothing), "bpf program");
  call(syscall(SYS_bpf, 1000L, nothing, sizeof nothing), "bpf of no kind");
  return verdict();
}
