import { BlockList, isIP, isIPv6 } from 'node:net';
import os from 'node:os';

/** Which hosts definitions may ask: all but this machine and what only it can see, or those that are listed alone. */
export interface HttpHosts {
  mayName: (host: string) => boolean;
  mayReach: (host: string, address: string) => boolean;
}

/** What leads to this machine whatever its networks are, and the addresses at which clouds tell machines their secrets. */
function innermost(): BlockList {
  const list = new BlockList();
  const ranges: readonly (readonly [string, number, 'ipv4' | 'ipv6'])[] = [
    ['0.0.0.0', 8, 'ipv4'],
    ['127.0.0.0', 8, 'ipv4'],
    ['169.254.0.0', 16, 'ipv4'],
    ['100.100.100.200', 32, 'ipv4'],
    ['224.0.0.0', 3, 'ipv4'],
    // These hold an IPv4 address, which a network may unwrap: `::/96` (with `::` and `::1`), NAT64 and 6to4.
    ['::', 96, 'ipv6'],
    ['64:ff9b::', 96, 'ipv6'],
    ['2002::', 16, 'ipv6'],
    ['fe80::', 10, 'ipv6'],
    ['ff00::', 8, 'ipv6'],
    ['fd00:ec2::254', 128, 'ipv6'],
  ];
  for (const range of ranges) list.addSubnet(...range);
  return list;
}

/** `::ffff:127.0.0.1` is 127.0.0.1, and `fe80::1%eth0` is fe80::1. */
function plainAddress(address: string): string {
  const unscoped = address.replace(/%.*$/, '');
  return /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(unscoped)?.[1] ?? unscoped;
}

const family = (address: string): 'ipv4' | 'ipv6' => (isIPv6(address) ? 'ipv6' : 'ipv4');

/** The addresses that this machine has now: they come and go with its networks. */
const ownAddresses = (): readonly string[] =>
  Object.values(os.networkInterfaces()).flatMap((networks = []) => networks.map(({ address }) => address));

function listOf(addresses: readonly string[]): BlockList {
  const list = new BlockList();
  for (const address of addresses.map(plainAddress)) list.addAddress(address, family(address));
  return list;
}

/**
 * @param listed hosts separated by commas, `*.example.com` for all below one; empty: every host but the innermost.
 * @param own what addresses this machine has, asked at each check.
 */
export function httpHosts(listed: string, own: () => readonly string[] = ownAddresses): HttpHosts {
  const patterns = listed
    .split(',')
    .map((host) => host.trim().toLowerCase())
    .filter((host) => host !== '');
  const blocked = innermost();
  const isListed = (host: string): boolean =>
    patterns.some((pattern) => (pattern.startsWith('*.') ? host.endsWith(pattern.slice(1)) : host === pattern));
  const isInnermost = (address: string): boolean => {
    const plain = plainAddress(address);
    return [blocked, listOf(own())].some((list) => list.check(plain, family(plain)));
  };
  const mayName = (host: string): boolean => patterns.length === 0 || isListed(host.toLowerCase());
  return {
    mayName,
    // What is listed was meant, wherever it leads.
    mayReach: (host, address) =>
      patterns.length > 0 ? isListed(host.toLowerCase()) : isIP(address) !== 0 && !isInnermost(address),
  };
}
