// Makes namespaces, in which it would have every capability.
#include "attack.h"
#include <sched.h>
#include <signal.h>

#ifndef CLONE_NEWTIME
#define CLONE_NEWTIME 0x80
#endif

static const struct { const char *name; long flag; } NAMESPACES[] = {
    {"user", CLONE_NEWUSER}, {"mount", CLONE_NEWNS}, {"pid", CLONE_NEWPID},       {"net", CLONE_NEWNET},
    {"ipc", CLONE_NEWIPC},   {"uts", CLONE_NEWUTS},  {"cgroup", CLONE_NEWCGROUP}, {"time", CLONE_NEWTIME},
};

static int unshares(long flag) { return unshare((int)flag) == 0; }

static int unshares_with_user(long flag) { return unshare((int)flag | CLONE_NEWUSER) == 0; }

static int clones(long flag) {
#if defined(__s390x__)
  long child = syscall(SYS_clone, 0L, (unsigned long)flag | SIGCHLD, 0L, 0L, 0L);
#else
  long child = syscall(SYS_clone, (unsigned long)flag | SIGCHLD, 0L, 0L, 0L, 0L);
#endif
  if (child == 0) _exit(0);
  if (child > 0) waitpid((pid_t)child, NULL, 0);
  return child > 0;
}

static int clones3(long flag) {
  unsigned long long arguments[11] = {(unsigned long long)flag, 0, 0, 0, SIGCHLD, 0, 0, 0, 0, 0, 0};
  long child = syscall(435 /* clone3 */, arguments, sizeof arguments);
  if (child == 0) _exit(0);
  if (child > 0) waitpid((pid_t)child, NULL, 0);
  return child > 0;
}

int main(void) {
  size_t index;
  for (index = 0; index < sizeof NAMESPACES / sizeof *NAMESPACES; index += 1) {
    const char *name = NAMESPACES[index].name;
    long flag = NAMESPACES[index].flag;
    attempt(in_child(unshares, flag), "unshare %s", name);
    attempt(in_child(unshares_with_user, flag), "unshare user and %s", name);
    /* clone has no bit for time: it is one of the child's signal. */
    if (flag != CLONE_NEWTIME) attempt(in_child(clones, flag), "clone %s", name);
    attempt(in_child(clones3, flag), "clone3 %s", name);
  }
  return verdict();
}
