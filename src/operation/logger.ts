import {
  destination as openDestination,
  pino,
  stdTimeFunctions,
  type DestinationStream,
  type Logger,
} from 'pino';

// Nothing below is meant to be logged. Should it be one day, by a mistake or a library, it must not stand in a file.
const SECRET_OR_TYPED = ['token', 'secret', 'password', 'key', 'apiKey', 'authorization', 'cookie', 'openid', 'question', 'content', 'comment', 'messages', 'body', 'url']; // prettier-ignore

// Lines of so long are written together: a system call for each is a tenth of what an answer costs. A kill loses these.
const FLUSH_MS = 20;
const MOST_BYTES = 8 * 1024;

function standardOutput(): DestinationStream & { flushSync(): void } {
  const output = openDestination({ fd: 1, minLength: MOST_BYTES, sync: true });
  const flushSync = () => output.flushSync();
  let isDue = false;
  process.once('exit', flushSync);
  return {
    flushSync, // called for fatal errors
    write: (line) => {
      output.write(line);
      if (isDue) return;
      isDue = true;
      setTimeout(() => {
        isDue = false;
        flushSync();
      }, FLUSH_MS).unref();
    },
  };
}

/** One line of JSON an event, to standard output; control characters stand escaped. */
export function createLogger(level: string, destination?: DestinationStream): Logger {
  const options = {
    level,
    base: null,
    timestamp: stdTimeFunctions.isoTime,
    redact: {
      paths: SECRET_OR_TYPED.flatMap((name) => [name, `*.${name}`, `*.*.${name}`]),
      censor: '[removed]',
    },
  };
  return pino(options, destination ?? standardOutput());
}
