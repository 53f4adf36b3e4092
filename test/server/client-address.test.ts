import type { Socket } from 'node:net';
import { describe, expect, test } from 'vitest';
import { readConfig } from '../../src/config.js';
import { createClients } from '../../src/server/client-address.js';

const behind = (proxies: string) => createClients(readConfig({ TRUSTED_PROXIES: proxies }).TRUSTED_PROXIES);
const client = (proxies: string, remoteAddress: string, forwarded?: string) =>
  behind(proxies).clientOf({
    headers: forwarded === undefined ? {} : { 'x-forwarded-for': forwarded },
    socket: { remoteAddress } as Socket,
  });

describe('the client is', () => {
  test.each([
    ['who connects, whatever they claim', '', '203.0.113.9', '1.2.3.4', '203.0.113.9'],
    ['who connects, to a stranger’s proxy too', '10.0.0.0/8', '203.0.113.9', '1.2.3.4', '203.0.113.9'],
    ['who the trusted proxy names', '10.0.0.0/8', '10.1.1.1', '203.0.113.9', '203.0.113.9'],
    [
      'the last the trusted proxy names, not what the client wrote',
      '10.0.0.0/8',
      '10.1.1.1',
      '1.2.3.4, 203.0.113.9',
      '203.0.113.9',
    ],
    [
      'the first stranger from the right through two proxies',
      '10.0.0.0/8',
      '10.1.1.1',
      '1.2.3.4, 203.0.113.9, 10.2.2.2',
      '203.0.113.9',
    ],
    ['the proxy when it names nobody', '10.0.0.0/8', '10.1.1.1', undefined, '10.1.1.1'],
    ['the proxy when what it names is no address', '10.0.0.0/8', '10.1.1.1', 'unknown', '10.1.1.1'],
    [
      'the last proxy when left of it stands no address',
      '10.0.0.0/8',
      '10.1.1.1',
      '<script>, 10.2.2.2',
      '10.2.2.2',
    ],
    ['without its port', '10.0.0.0/8', '10.1.1.1', '203.0.113.9:5555', '203.0.113.9'],
    ['an IPv4 address on a socket of both kinds', '', '::ffff:203.0.113.9', undefined, '203.0.113.9'],
    [
      'named by a proxy on a socket of both kinds',
      '10.0.0.0/8',
      '::ffff:10.1.1.1',
      '203.0.113.9',
      '203.0.113.9',
    ],
    ['a network of IPv6', '', '2001:db8:1:2:3:4:5:6', undefined, '2001:db8:1:2::/64'],
    ['the same network however it is written', '', '2001:0DB8:1:2::9', undefined, '2001:db8:1:2::/64'],
    ['a network with zeros left out', '', '2001:db8::9', undefined, '2001:db8:0:0::/64'],
    [
      'an IPv6 network named with brackets and port',
      '::1',
      '::1',
      '[2001:db8:1:2::9]:443',
      '2001:db8:1:2::/64',
    ],
    ['itself, on this machine', '', '::1', undefined, '::1'],
    ['unknown when the connection is gone', '', '', undefined, 'unknown'],
  ])('%s', (_, proxies, remote, forwarded, expected) => {
    expect(client(proxies, remote, forwarded)).toBe(expected);
  });

  test('nobody new, however long the list of made-up hops', () => {
    const hops = Array.from({ length: 500 }, (_, i) => `198.51.100.${i % 250}`).join(', ');
    expect(client('10.0.0.0/8', '10.1.1.1', `${hops}, 203.0.113.9`)).toBe('203.0.113.9');
  });
});

test('connections of this machine and of proxies are many people’s', () => {
  const { isShared } = behind('10.0.0.0/8');
  expect(['127.0.0.1', '::1', '::ffff:127.0.0.1', '10.9.9.9'].map(isShared)).toEqual([
    true,
    true,
    true,
    true,
  ]);
  expect(['203.0.113.9', '2001:db8::1', undefined].map(isShared)).toEqual([false, false, false]);
});

test.each(['10.0.0.0/33', '10.0.0', 'proxy.example', '10.0.0.0/8/8', '::1/129', '10.0.0.0/'])(
  '%s is refused as a proxy',
  (text) => {
    expect(() => readConfig({ TRUSTED_PROXIES: text })).toThrow(
      /TRUSTED_PROXIES: must be addresses or networks/u,
    );
  },
);
