// Loads modules and other kernels; with nothing in them.
#include "attack.h"

int main(void) {
  call(syscall(SYS_init_module, NULL, 0L, ""), "init_module");
  call(syscall(SYS_finit_module, -1L, "", 0L), "finit_module");
  call(syscall(SYS_delete_module, "attack_no_such_module", O_NONBLOCK), "delete_module");
#ifdef SYS_kexec_load
  call(syscall(SYS_kexec_load, 0L, 1000000L, NULL, ~0L), "kexec_load");
#endif
#ifdef SYS_kexec_file_load
  call(syscall(SYS_kexec_file_load, -1L, -1L, 0L, NULL, ~0L), "kexec_file_load");
#endif
  return verdict();
}
