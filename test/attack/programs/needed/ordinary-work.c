// What builds and their tests do, and no defence may refuse. Says what was refused.
#include "../attack.h"
#include <arpa/inet.h>
#include <poll.h>
#include <pthread.h>
#include <sched.h>
#include <semaphore.h>
#include <signal.h>
#include <spawn.h>
#include <sys/eventfd.h>
#include <sys/file.h>
#include <sys/inotify.h>
#include <sys/mman.h>
#include <sys/personality.h>
#include <sys/ptrace.h>
#include <sys/resource.h>
#include <sys/shm.h>
#include <sys/socket.h>
#include <sys/timerfd.h>
#include <ifaddrs.h>

static void *thread(void *value) { return value; }

static int traces_child(void) {
  int status = 0;
  pid_t child = fork();
  if (child == 0) {
    if (ptrace(PTRACE_TRACEME, 0, NULL, NULL) != 0) _exit(1);
    raise(SIGSTOP);
    _exit(42);
  }
  if (child < 0 || waitpid(child, &status, 0) != child || !WIFSTOPPED(status)) return 0;
  if (ptrace(PTRACE_SYSCALL, child, NULL, NULL) != 0) return 0;
  if (waitpid(child, &status, 0) != child || !WIFSTOPPED(status)) return 0;
  if (ptrace(PTRACE_CONT, child, NULL, NULL) != 0) return 0;
  return waitpid(child, &status, 0) == child && WIFEXITED(status) && WEXITSTATUS(status) == 42;
}

static int serves_itself(int family) {
  struct sockaddr_in address;
  socklen_t size = sizeof address;
  int server, client, pair[2];
  if (family == AF_UNIX) return socketpair(AF_UNIX, SOCK_STREAM, 0, pair) == 0;
  memset(&address, 0, sizeof address);
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  server = socket(AF_INET, SOCK_STREAM, 0);
  client = socket(AF_INET, SOCK_STREAM, 0);
  return bind(server, (struct sockaddr *)&address, size) == 0 && listen(server, 1) == 0 &&
         getsockname(server, (struct sockaddr *)&address, &size) == 0 &&
         connect(client, (struct sockaddr *)&address, size) == 0 && accept(server, NULL, NULL) >= 0;
}

static int spawns(void) {
  char *const argv[] = {"true", NULL};
  char *const none[] = {NULL};
  pid_t child;
  int status = 1;
  return posix_spawn(&child, "/bin/true", NULL, NULL, argv, none) == 0 &&
         waitpid(child, &status, 0) == child && status == 0;
}

static int opens_terminal(void) {
  int terminal = posix_openpt(O_RDWR | O_NOCTTY);
  return terminal >= 0 && grantpt(terminal) == 0 && unlockpt(terminal) == 0 &&
         open(ptsname(terminal), O_RDWR | O_NOCTTY) >= 0;
}

static int failed(int worked, const char *what) {
  if (worked) return 0;
  printf("ordinary-work: broken: %s (%s)\n", what, strerror(errno));
  return 1;
}

int main(void) {
  char path[] = "./work-XXXXXX", other[64];
  struct rlimit limit;
  struct ifaddrs *interfaces;
  pthread_t one;
  cpu_set_t processors;
  sem_t *semaphore;
  int broken = 0, file = mkstemp(path);
  snprintf(other, sizeof other, "%s-other", path);
  broken += failed(personality(ADDR_NO_RANDOMIZE) != -1 && personality(0xffffffff) == ADDR_NO_RANDOMIZE,
                   "personality(ADDR_NO_RANDOMIZE)");
  broken += failed(traces_child(), "ptrace of an own child");
  broken += failed(spawns(), "posix_spawn");
  broken += failed(pthread_create(&one, NULL, thread, NULL) == 0 && pthread_join(one, NULL) == 0, "threads");
  broken += failed(serves_itself(AF_INET), "a server on its own 127.0.0.1");
  broken += failed(serves_itself(AF_UNIX), "a pair of sockets");
  broken += failed(getifaddrs(&interfaces) == 0, "a list of interfaces");
  broken += failed(opens_terminal(), "a terminal of its own");
  broken += failed(file >= 0 && fchmod(file, 0755) == 0 && chown(path, getuid(), getgid()) == 0, "chmod and chown of its own file");
  broken += failed(fchmod(file, 04755) == 0 && fchmod(file, 0644) == 0, "a setuid bit of its own");
  broken += failed(link(path, other) == 0 && rename(other, path) == 0, "link and rename");
  broken += failed(unlink(other) == 0 || errno == ENOENT, "unlink");
  broken += failed(mkfifo(other, 0600) == 0 && unlink(other) == 0, "a named pipe");
  broken += failed(flock(file, LOCK_EX) == 0, "flock");
  broken += failed(mmap(NULL, 4096, PROT_READ | PROT_WRITE | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0) != MAP_FAILED, "memory to execute");
  broken += failed(memfd_create("work", 0) >= 0, "memfd_create");
  broken += failed(eventfd(0, 0) >= 0 && timerfd_create(CLOCK_MONOTONIC, 0) >= 0 && inotify_init1(0) >= 0, "eventfd, timerfd, inotify");
  broken += failed(shmget(IPC_PRIVATE, 4096, IPC_CREAT | 0600) >= 0, "shared memory");
  semaphore = sem_open("/work", O_CREAT, 0600, 1);
  broken += failed(semaphore != SEM_FAILED && sem_unlink("/work") == 0, "a semaphore with a name");
  broken += failed(sched_getaffinity(0, sizeof processors, &processors) == 0, "sched_getaffinity");
  broken += failed(setuid(getuid()) == 0 && setgid(getgid()) == 0, "setuid to itself");
  broken += failed(getrlimit(RLIMIT_CORE, &limit) == 0 && (limit.rlim_cur = 0, setrlimit(RLIMIT_CORE, &limit) == 0), "a lower limit");
  // Whoever started it may have one already.
  int worse = getpriority(PRIO_PROCESS, 0) + 1;
  broken += failed(setpriority(PRIO_PROCESS, 0, worse) == 0, "a worse nice value");
  unlink(path);
  if (broken == 0) puts("ordinary-work: works: all of it");
  return broken == 0 ? 0 : 1;
}
