import { BlockList, isIP } from 'node:net';

/*
 * Addresses that mean something else to everybody who asks: this machine, its links, private networks, and
 * what is nobody's (IANA's special-purpose registries, RFC 6890). Ways through which an IPv4 address is
 * reached are of the IPv4 address, or, where nobody uses them any more, count as a whole.
 */
const INTERNAL = new BlockList();
for (const [network, bits] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['224.0.0.0', 3],
] as const) {
  INTERNAL.addSubnet(network, bits, 'ipv4');
}
for (const [network, bits] of [
  // Unspecified, loopback, and IPv4-compatible ones.
  ['::', 96],
  ['64:ff9b:1::', 48],
  // Teredo and 6to4.
  ['2001::', 32],
  ['2002::', 16],
  ['fc00::', 7],
  ['fe80::', 9],
  ['ff00::', 8],
] as const) {
  INTERNAL.addSubnet(network, bits, 'ipv6');
}

/** Whether an IP address is a loopback, link-local or private one, or otherwise none of the internet. Pure. */
export function isInternal(address: string): boolean {
  const [bare = ''] = address.split('%');
  switch (isIP(bare)) {
    case 4:
      return INTERNAL.check(bare, 'ipv4');
    case 6: {
      const translated = translatedIPv4(bare);
      // An IPv4-mapped address is looked up as the IPv4 address by Node.
      return translated === undefined ? INTERNAL.check(bare, 'ipv6') : isInternal(translated);
    }
    default:
      return false;
  }
}

/** The IPv4 address that an IPv6 one of a NAT64 stands for (RFC 6052 §2.1). */
function translatedIPv4(address: string): string | undefined {
  const { hostname } = new URL(`http://[${address}]`);
  const groups = /^\[64:ff9b::(?:(?:([0-9a-f]+):)?([0-9a-f]+))?\]$/.exec(hostname);
  if (groups === null) return undefined;
  const [, upper = '0', lower = '0'] = groups;
  return [upper, lower]
    .map((group) => Number.parseInt(group, 16))
    .flatMap((group) => [group >> 8, group & 255])
    .join('.');
}
