// Has inherited a descriptor beside the three that every program has.
#include "attack.h"
#include <dirent.h>

int main(void) {
  struct dirent *entry;
  DIR *files = opendir("/proc/self/fd");
  if (files == NULL) return verdict();
  while ((entry = readdir(files)) != NULL) {
    char path[300], target[512];
    int number = atoi(entry->d_name);
    ssize_t size;
    if (entry->d_name[0] == '.') continue;
    snprintf(path, sizeof path, "/proc/self/fd/%d", number);
    size = readlink(path, target, sizeof target - 1);
    if (size < 0) continue;
    target[size] = '\0';
    attempt(number > 2 && number != dirfd(files), "%d is %.200s", number, target);
  }
  closedir(files);
  return verdict();
}
