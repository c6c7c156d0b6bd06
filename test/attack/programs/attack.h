// What all attack programs share. Each tries one kind of attack, harmless if it succeeds, and ends with
// one line: `NAME: refused: why` and exit status 1, or `NAME: got through: what` and exit status 0.
#ifndef ATTACK_H
#define ATTACK_H

#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/types.h>
#include <sys/wait.h>
#include <unistd.h>

/* Part of every name and value of the machine that nothing inside may see; tests give it to them. */
#define CANARY "attack-canary"

static char through[4096];
static int attempts;

/* One attempt: what succeeded is told in the end. */
__attribute__((unused, format(printf, 2, 3))) static void attempt(int succeeded, const char *what,
                                                                  ...) {
  size_t length = strlen(through);
  va_list values;
  attempts += 1;
  if (!succeeded || length > sizeof through - 300) return;
  if (length > 0) length += (size_t)sprintf(through + length, ", ");
  va_start(values, what);
  vsnprintf(through + length, 256, what, values);
  va_end(values);
}

/* One attempt by a system call that has nothing to work with: whatever isn't a refusal reached it. */
__attribute__((unused)) static void call(long result, const char *what) {
  attempt(result >= 0 || (errno != EPERM && errno != EACCES && errno != ENOSYS), "%s (%s)", what,
          result >= 0 ? "done" : strerror(errno));
}

/* The same for a call that may change its caller: in a process of its own. `act` answers 1 for done. */
__attribute__((unused)) static int in_child(int (*act)(long), long value) {
  int status = 0;
  pid_t child = fork();
  if (child == 0) _exit(act(value) ? 0 : 1);
  if (child < 0 || waitpid(child, &status, 0) != child) return 0;
  return WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

/* The last word. */
__attribute__((unused)) static int verdict(void) {
  const char *name = program_invocation_short_name;
  if (attempts == 0) {
    printf("%s: got through: nothing was tried\n", name);
    return 0;
  }
  if (through[0] != '\0') {
    printf("%s: got through: %s\n", name, through);
    return 0;
  }
  printf("%s: refused: all of %d attempts\n", name, attempts);
  return 1;
}

#endif
