import { spawn, spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';

const HAPROXY = '/usr/sbin/haproxy';

export const HAS_PROXY = spawnSync(HAPROXY, ['-v']).status === 0;
export const NO_PROXY = 'haproxy is not installed (apt-get install haproxy): skipped';

export type Proxy = { readonly url: string; stop(): Promise<void> };

/**
 * haproxy in front of replicas, as README shows it: round robin, health by /readyz, and a connection that is refused is tried on
 * the other. A request that broke off half-way is not repeated: only its sender knows whether it may be.
 */
export async function startProxy(directory: string, ports: readonly number[]): Promise<Proxy> {
  const port = await freePort();
  const file = join(directory, 'haproxy.cfg');
  writeFileSync(file, configuration(port, ports));
  const child = spawn(HAPROXY, ['-db', '-q', '-f', file], { stdio: ['ignore', 'inherit', 'inherit'] });
  const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const url = `http://127.0.0.1:${port}`;
  for (let i = 0; i < 100; i += 1) {
    const status = await fetch(`${url}/readyz`).then(
      (response) => response.status,
      () => 0,
    );
    if (status === 200) return { url, stop: () => (child.kill('SIGTERM'), gone) };
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  child.kill('SIGTERM');
  throw new Error(`haproxy did not answer at ${url} within ten seconds`);
}

function configuration(port: number, ports: readonly number[]): string {
  const servers = ports.map((one, i) => `  server replica${i + 1} 127.0.0.1:${one}`);
  return [
    'global',
    '  maxconn 512',
    'defaults',
    '  mode http',
    '  option forwardfor', // TRUSTED_PROXIES on the replicas makes them believe it, from this address alone
    '  option redispatch 1',
    '  retries 3',
    '  retry-on conn-failure',
    '  timeout connect 1s',
    '  timeout client 30s',
    '  timeout server 30s',
    'frontend web',
    `  bind 127.0.0.1:${port}`,
    '  default_backend replicas',
    'backend replicas',
    '  balance roundrobin',
    '  option httpchk',
    '  http-check send meth GET uri /readyz ver HTTP/1.1 hdr Host replica', // without a Host the service refuses
    '  http-check expect status 200',
    '  default-server check inter 250ms fall 2 rise 2',
    '  http-response set-header X-Replica %s', // for this test: who answered
    ...servers,
    '',
  ].join('\n');
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0));
    });
  });
}
