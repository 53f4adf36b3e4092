import { pino, stdTimeFunctions, type DestinationStream, type Logger } from 'pino';

// Nothing below is meant to be logged. Should it be one day, by a mistake or a library, it must not stand in a file.
const SECRET_OR_TYPED = ['token', 'secret', 'password', 'key', 'apiKey', 'authorization', 'cookie', 'openid', 'question', 'content', 'comment', 'messages', 'body', 'url']; // prettier-ignore

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
  return destination === undefined ? pino(options) : pino(options, destination);
}
