// Reads what the kernel logged of everybody.
#include "attack.h"
#include <sys/klog.h>

int main(void) {
  char text[256];
  int file = open("/dev/kmsg", O_RDONLY | O_NONBLOCK | O_CLOEXEC);
  attempt(file >= 0, "opened /dev/kmsg");
  file = open("/proc/kmsg", O_RDONLY | O_NONBLOCK | O_CLOEXEC);
  attempt(file >= 0 && read(file, text, sizeof text) > 0, "read /proc/kmsg");
  call(klogctl(3, text, sizeof text), "syslog");
  return verdict();
}
