// Opens sockets of families that no build needs: each is much code of the kernel, some lead out.
#include "attack.h"
#include <sys/socket.h>

int main(void) {
  static const struct { const char *name; int family; } FAMILIES[] = {
      {"AX25", 3},   {"IPX", 4},        {"APPLETALK", 5}, {"NETROM", 6}, {"X25", 9},      {"ROSE", 11},
      {"KEY", 15},   {"PACKET", 17},    {"ATMPVC", 8},    {"ATMSVC", 20}, {"RDS", 21},    {"IRDA", 23},
      {"PPPOX", 24}, {"LLC", 26},       {"IB", 27},       {"CAN", 29},   {"TIPC", 30},    {"BLUETOOTH", 31},
      {"IUCV", 32},  {"RXRPC", 33},     {"PHONET", 35},   {"IEEE802154", 36}, {"CAIF", 37}, {"ALG", 38},
      {"NFC", 39},   {"VSOCK", 40},     {"KCM", 41},      {"QIPCRTR", 42}, {"SMC", 43},   {"XDP", 44},
      {"MCTP", 45}};
  static const int KINDS[] = {SOCK_STREAM, SOCK_DGRAM, SOCK_RAW, SOCK_SEQPACKET, SOCK_RDM};
  size_t family, kind;
  for (family = 0; family < sizeof FAMILIES / sizeof *FAMILIES; family += 1) {
    int opened = 0;
    for (kind = 0; kind < sizeof KINDS / sizeof *KINDS; kind += 1) {
      int file = socket(FAMILIES[family].family, KINDS[kind] | SOCK_CLOEXEC, 0);
      if (file < 0) continue;
      opened = 1;
      close(file);
    }
    attempt(opened, "AF_%s", FAMILIES[family].name);
  }
  attempt(socket(AF_INET, SOCK_RAW | SOCK_CLOEXEC, 1) >= 0, "raw AF_INET");
  attempt(socket(AF_INET6, SOCK_RAW | SOCK_CLOEXEC, 58) >= 0, "raw AF_INET6");
  return verdict();
}
