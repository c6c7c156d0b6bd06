// Opens files of a file system by number, whatever of it is shown ("shocker").
#include "attack.h"

int main(void) {
  struct { unsigned bytes; int type; unsigned char handle[8]; } root = {8, 1, {2, 0, 0, 0, 0, 0, 0, 0}};
  int here = open("/", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  int box = open(".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  call(syscall(SYS_open_by_handle_at, here, &root, O_RDONLY), "open_by_handle_at /");
  call(syscall(SYS_open_by_handle_at, box, &root, O_RDONLY), "open_by_handle_at .");
  return verdict();
}
