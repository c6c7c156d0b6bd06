// Looks into every process that it sees for something of the machine: arguments, variables, files.
#include "attack.h"
#include <dirent.h>

/* Whether a file of /proc has the mark; NUL bytes are between its parts. */
static int has_mark(const char *path) {
  static char text[1 << 20];
  int file = open(path, O_RDONLY | O_CLOEXEC);
  ssize_t size, index;
  if (file < 0) return 0;
  size = read(file, text, sizeof text - 1);
  close(file);
  for (index = 0; index + (ssize_t)strlen(CANARY) <= size; index += 1) {
    if (memcmp(text + index, CANARY, strlen(CANARY)) == 0) return 1;
  }
  return 0;
}

static int link_has_mark(const char *path) {
  char target[4096];
  ssize_t size = readlink(path, target, sizeof target - 1);
  if (size < 0) return 0;
  target[size] = '\0';
  return strstr(target, CANARY) != NULL;
}

int main(void) {
  struct dirent *entry;
  struct stat here, there;
  DIR *processes = opendir("/proc");
  if (processes == NULL) return verdict();
  while ((entry = readdir(processes)) != NULL) {
    static const char *const FILES[] = {"environ", "cmdline", "comm"};
    static const char *const LINKS[] = {"root", "cwd", "exe"};
    char path[320];
    int index;
    if (atoi(entry->d_name) == 0) continue;
    for (index = 0; index < 3; index += 1) {
      snprintf(path, sizeof path, "/proc/%s/%s", entry->d_name, FILES[index]);
      attempt(has_mark(path), "%s tells of the machine", path);
      snprintf(path, sizeof path, "/proc/%s/%s", entry->d_name, LINKS[index]);
      attempt(link_has_mark(path), "%s leads to the machine", path);
    }
    for (index = 0; index < 64; index += 1) {
      snprintf(path, sizeof path, "/proc/%s/fd/%d", entry->d_name, index);
      attempt(link_has_mark(path), "%s is of the machine", path);
    }
    snprintf(path, sizeof path, "/proc/%s/root", entry->d_name);
    attempt(stat("/", &here) == 0 && stat(path, &there) == 0 &&
                (here.st_ino != there.st_ino || here.st_dev != there.st_dev),
            "%s is another root", path);
  }
  closedir(processes);
  return verdict();
}
