// Connects to servers of the machine: on 127.0.0.1, and by an abstract name. Sends nothing.
#include "attack.h"
#include <arpa/inet.h>
#include <ifaddrs.h>
#include <net/if.h>
#include <stddef.h>
#include <sys/socket.h>
#include <sys/un.h>

int main(void) {
  const char *port = getenv("ATTACK_PORT"), *name = getenv("ATTACK_ABSTRACT");
  struct ifaddrs *all, *one;
  if (port != NULL) {
    struct sockaddr_in address;
    int file = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    memset(&address, 0, sizeof address);
    address.sin_family = AF_INET;
    address.sin_port = htons((unsigned short)atoi(port));
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    attempt(connect(file, (struct sockaddr *)&address, sizeof address) == 0, "127.0.0.1:%s", port);
  }
  if (name != NULL) {
    struct sockaddr_un address;
    int file = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    memset(&address, 0, sizeof address);
    address.sun_family = AF_UNIX;
    strncpy(address.sun_path + 1, name, sizeof address.sun_path - 2);
    attempt(connect(file, (struct sockaddr *)&address,
                    (socklen_t)(offsetof(struct sockaddr_un, sun_path) + 1 + strlen(name))) == 0,
            "the abstract socket %s", name);
  }
  if (getifaddrs(&all) == 0) {
    for (one = all; one != NULL; one = one->ifa_next) {
      attempt((one->ifa_flags & IFF_LOOPBACK) == 0, "the interface %s", one->ifa_name);
    }
    freeifaddrs(all);
  }
  return verdict();
}
