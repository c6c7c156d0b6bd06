// Reaches the kernel's keyrings, which have no namespace.
#include "attack.h"

int main(void) {
  call(syscall(SYS_keyctl, 0L /* KEYCTL_GET_KEYRING_ID */, -3L, 0L, 0L, 0L), "keyctl");
  call(syscall(SYS_add_key, "user", "attack", "x", 1L, -2L /* of this process */), "add_key");
  call(syscall(SYS_request_key, "user", "attack-no-such-key", NULL, 0L), "request_key");
  return verdict();
}
