// Makes an interface of its network.
#include "attack.h"
#include <linux/netlink.h>
#include <linux/rtnetlink.h>
#include <sys/socket.h>

/* Answers whether a new interface could be made; in a network of the sandbox's own it harms nobody. */
static int makes_interface(void) {
  struct { struct nlmsghdr head; struct ifinfomsg link; struct rtattr info; struct rtattr kind; char name[8]; } ask;
  struct { struct nlmsghdr head; struct nlmsgerr error; char more[512]; } answer;
  int file = socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_ROUTE);
  if (file < 0) return 0;
  memset(&ask, 0, sizeof ask);
  ask.head.nlmsg_len = sizeof ask;
  ask.head.nlmsg_type = RTM_NEWLINK;
  ask.head.nlmsg_flags = NLM_F_REQUEST | NLM_F_ACK | NLM_F_CREATE;
  ask.info.rta_type = IFLA_LINKINFO;
  ask.info.rta_len = sizeof ask.info + sizeof ask.kind + sizeof ask.name;
  ask.kind.rta_type = 1 /* IFLA_INFO_KIND */;
  ask.kind.rta_len = sizeof ask.kind + sizeof ask.name;
  strcpy(ask.name, "nosuch");
  if (send(file, &ask, sizeof ask, 0) < 0) return 0;
  if (recv(file, &answer, sizeof answer, 0) <= 0) return 0;
  close(file);
  return answer.head.nlmsg_type == NLMSG_ERROR && answer.error.error != -EPERM &&
         answer.error.error != -EACCES;
}

int main(void) {
  attempt(makes_interface(), "a new interface");
  return verdict();
}
