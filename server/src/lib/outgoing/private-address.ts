import { BlockList, isIP } from 'node:net';

/** Loopback, link-local, private, shared, multicast and reserved ranges, also when written as IPv6. */
export function isPrivateAddress(address: string): boolean {
  return privateAddresses().check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4');
}

function privateAddresses(): BlockList {
  const list = new BlockList();
  const ipv4: [string, number][] = [
    ['0.0.0.0', 8],
    ['10.0.0.0', 8],
    ['100.64.0.0', 10],
    ['127.0.0.0', 8],
    ['169.254.0.0', 16],
    ['172.16.0.0', 12],
    ['192.0.0.0', 24],
    ['192.0.2.0', 24],
    ['192.168.0.0', 16],
    ['198.18.0.0', 15],
    ['198.51.100.0', 24],
    ['203.0.113.0', 24],
    ['224.0.0.0', 4],
    ['240.0.0.0', 4],
  ];
  for (const [net, bits] of ipv4) list.addSubnet(net, bits, 'ipv4');
  // 64:ff9b:: and 2002:: embed IPv4 addresses of any kind; nobody serves anything there.
  const ipv6: [string, number][] = [
    ['::', 127],
    ['64:ff9b::', 96],
    ['2002::', 16],
    ['2001:db8::', 32],
    ['fc00::', 7],
    ['fe80::', 10],
    ['ff00::', 8],
  ];
  for (const [net, bits] of ipv6) list.addSubnet(net, bits, 'ipv6');
  return list;
}
