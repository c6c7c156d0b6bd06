// Turns the machine's own switches, with values that none of them takes.
#include "attack.h"
#include <sys/quota.h>
#include <sys/swap.h>
#include <sys/time.h>
#include <time.h>

int main(void) {
  struct timeval never = {-1, 2000000};
  struct timespec wrong = {-1, 2000000000};
  call(syscall(SYS_reboot, 0x1, 0x2, 0x3, NULL), "reboot");
  call(swapon("/nowhere", 0), "swapon");
  call(swapoff("/nowhere"), "swapoff");
  /* The C library would look at the value itself. */
  call(syscall(SYS_settimeofday, &never, NULL), "settimeofday");
  call(syscall(SYS_clock_settime, CLOCK_REALTIME, &wrong), "clock_settime");
  call(syscall(SYS_acct, "/nowhere"), "acct");
  call(syscall(SYS_sethostname, "x", -1L), "sethostname");
  call(syscall(SYS_setdomainname, "x", -1L), "setdomainname");
  call(syscall(SYS_quotactl, QCMD(Q_QUOTAON, USRQUOTA), "/nowhere", 0L, NULL), "quotactl");
  return verdict();
}
