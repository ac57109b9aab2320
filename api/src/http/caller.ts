import type { IncomingMessage } from 'node:http';
import { isIPv6 } from 'node:net';

/** Groups of an IPv6 address that name a network: a caller has all the addresses in his. */
const networkGroups = 4;

const mappedIPv4 = '::ffff:';

/**
 * The address a request comes from, as the nearest proxy that is trusted tells it.
 * @param hops how many proxies stand before the API; what comes from farther away could be forged
 */
export function callerAddress(req: IncomingMessage, hops: number): string {
  const nearest = req.socket.remoteAddress ?? '';
  if (hops === 0) return nearest;
  const forwarded = String(req.headers['x-forwarded-for'] ?? '');
  const farther = forwarded.split(',').flatMap((address) => address.trim() || []);
  const addresses = [...farther, nearest];
  return addresses[Math.max(0, addresses.length - 1 - hops)] ?? nearest;
}

function ipv6Network(address: string): string {
  const [left = '', right = ''] = address.split('::');
  const head = left.split(':').filter(Boolean);
  const tail = right.split(':').filter(Boolean);
  const zeros = address.includes('::') ? Array<string>(Math.max(0, 8 - head.length - tail.length)).fill('0') : [];
  return `${[...head, ...zeros, ...tail].slice(0, networkGroups).join(':')}::/64`;
}

/** What callers are told apart by: the address, in IPv6 the network. */
export function callerKey(address: string): string {
  const plain = address.startsWith(mappedIPv4) ? address.slice(mappedIPv4.length) : address;
  return isIPv6(plain) ? ipv6Network(plain) : plain;
}
