import type { IncomingMessage } from 'node:http';
import { BlockList, isIP, isIPv4 } from 'node:net';

// A chain of proxies is short; what stands further left is the client's own invention.
const HOPS = 16;

export type Clients = {
  /** Whose request this is: an address, of IPv6 the /64 network, since one household has a whole one. */
  clientOf(incoming: Pick<IncomingMessage, 'headers' | 'socket'>): string;
  /** This machine and the trusted proxies: their connections are many people's. */
  isShared(address: string | undefined): boolean;
};

/**
 * Tells clients apart. X-Forwarded-For is believed from right to left, through trusted proxies only: each writes down who
 * connected to it, and what stands left of the first stranger may be made up.
 * @param proxies addresses or networks, checked when the settings were read
 */
export function createClients(proxies: readonly string[]): Clients {
  const trusted = listOf(proxies);
  const shared = listOf([...proxies, '127.0.0.0/8', '::1']);
  const known = new WeakMap<object, string>(); // a request is asked for several times: limit, memory, streams
  const find = ({ headers, socket }: Parameters<Clients['clientOf']>[0]): string => {
    let client = plain(socket.remoteAddress ?? '');
    if (proxies.length === 0 || !isIn(trusted, client)) return keyOf(client);
    const header = headers['x-forwarded-for'];
    const hops = (Array.isArray(header) ? header.join(',') : (header ?? '')).split(',').slice(-HOPS);
    for (const hop of hops.toReversed()) {
      const address = addressOf(hop);
      if (address === undefined) break;
      client = address;
      if (!isIn(trusted, client)) break;
    }
    return keyOf(client);
  };
  return {
    clientOf: (incoming) => {
      const client = known.get(incoming) ?? find(incoming);
      known.set(incoming, client);
      return client;
    },
    isShared: (address) => isIn(shared, plain(address ?? '')),
  };
}

function listOf(networks: readonly string[]): BlockList {
  const list = new BlockList();
  for (const network of networks) {
    const [address = '', bits] = network.split('/');
    const type = isIPv4(address) ? 'ipv4' : 'ipv6';
    if (bits === undefined) list.addAddress(address, type);
    else list.addSubnet(address, Number(bits), type);
  }
  return list;
}

function isIn(list: BlockList, address: string): boolean {
  return isIP(address) !== 0 && list.check(address, isIPv4(address) ? 'ipv4' : 'ipv6');
}

/** What a proxy wrote: an address, some write it with a port, IPv6 then in brackets. */
function addressOf(hop: string): string | undefined {
  const text = hop.trim();
  const bare =
    /^\[(?<v6>[^\]]+)\](?::\d+)?$/u.exec(text)?.groups?.['v6'] ?? text.replace(/^([\d.]+):\d+$/u, '$1');
  return isIP(bare) === 0 ? undefined : plain(bare);
}

/** ::ffff:192.0.2.1 is 192.0.2.1 seen from a socket that takes both kinds; a zone (%eth0) is this machine's affair. */
function plain(address: string): string {
  return address.replace(/%.*$/u, '').replace(/^::ffff:(?=\d+\.)/iu, '');
}

function keyOf(address: string): string {
  if (address === '') return 'unknown';
  if (isIP(address) !== 6 || address === '::1') return address;
  const [head = '', tail] = new URL(`http://[${address}]`).hostname.slice(1, -1).split('::');
  const before = head === '' ? [] : head.split(':');
  const after = tail === undefined || tail === '' ? [] : tail.split(':');
  const zeros = Array.from({ length: 8 - before.length - after.length }, () => '0');
  return `${[...before, ...zeros, ...after].slice(0, 4).join(':')}::/64`;
}
