// Becomes another user than the one that it is, or gives files away.
#include "attack.h"
#include <grp.h>

static int becomes(long user) { return setresuid((uid_t)user, (uid_t)user, (uid_t)user) == 0; }
static int joins(long group) { return setresgid((gid_t)group, (gid_t)group, (gid_t)group) == 0; }
static int leaves(long nothing) { (void)nothing; return setgroups(0, NULL) == 0; }

int main(void) {
  char path[] = "/tmp/attack-XXXXXX";
  int file = mkstemp(path);
  long other = (long)getuid() + 1;
  attempt(in_child(becomes, other), "became the user %ld", other);
  attempt(getuid() != 0 && in_child(becomes, 0), "became root");
  attempt(in_child(joins, (long)getgid() + 1), "joined another group");
  attempt(in_child(leaves, 0), "left its groups");
  attempt(file >= 0 && fchown(file, (uid_t)other, (gid_t)-1) == 0, "gave a file away");
  unlink(path);
  return verdict();
}
