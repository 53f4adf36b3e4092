import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';

const DEBIAN = '/usr/lib/postgresql';
const START_MS = 60_000;

export type Postgres = { readonly url: string; stop(): void; start(): void; remove(): void };

/** Where Debian puts the server's programs, or undefined when it is not installed. */
function programs(): string | undefined {
  const versions = existsSync(DEBIAN) ? readdirSync(DEBIAN) : [];
  return versions
    .map((version) => join(DEBIAN, version, 'bin'))
    .find((bin) => existsSync(join(bin, 'initdb')));
}

export const HAS_POSTGRES = programs() !== undefined;
export const NO_POSTGRES = 'PostgreSQL is not installed (apt-get install postgresql): skipped';

/** Starts a cluster of its own in a temporary directory, on 127.0.0.1, without a password; as postgres when run as root. */
export async function startPostgres(): Promise<Postgres> {
  const bin = programs();
  if (bin === undefined) throw new Error(NO_POSTGRES);
  const directory = mkdtempSync(join(tmpdir(), 'suwen-pg-'));
  const isRoot = userInfo().uid === 0;
  const run = (program: string, ...args: readonly string[]) =>
    isRoot
      ? execFileSync('runuser', ['-u', 'postgres', '--', join(bin, program), ...args], {
          cwd: '/',
          stdio: 'ignore',
          timeout: START_MS,
        })
      : execFileSync(join(bin, program), args, { stdio: 'ignore', timeout: START_MS });
  if (isRoot) execFileSync('chown', ['postgres', directory]);
  chmodSync(directory, 0o700);
  const data = join(directory, 'data');
  run('initdb', '-D', data, '-A', 'trust', '-U', 'suwen', '-E', 'UTF8', '--no-sync');
  const port = await freePort();
  const options = `-p ${port} -c listen_addresses=127.0.0.1 -c unix_socket_directories=${directory}`;
  const start = () =>
    void run('pg_ctl', '-D', data, '-w', '-l', join(directory, 'log'), '-o', options, 'start');
  const stop = () => void run('pg_ctl', '-D', data, '-w', '-m', 'immediate', 'stop');
  start();
  return {
    ...{ url: `postgres://suwen@127.0.0.1:${port}/postgres`, start, stop },
    remove: () => {
      stop();
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0));
    });
  });
}
