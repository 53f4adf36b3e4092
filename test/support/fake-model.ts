import { parseArgs } from 'node:util';
import { MODES } from './fake-model/modes.js';
import { startFakeModel } from './fake-model/server.js';

/** `npm run fake-model -- --mode lying --port 8900`: a model endpoint to try the product against, until it is stopped. */
const { values } = parseArgs({
  options: {
    mode: { type: 'string', default: 'ok' },
    port: { type: 'string', default: '8900' },
    // A pace that can be watched.
    'first-ms': { type: 'string', default: '300' },
    'piece-ms': { type: 'string', default: '30' },
    'drip-ms': { type: 'string', default: '1000' },
  },
});
const mode = MODES.find((one) => one === values.mode);
if (mode === undefined) {
  process.stderr.write(`Unknown mode "${values.mode}". Use one of: ${MODES.join(', ')}.\n`);
  process.exitCode = 1;
} else {
  const fake = await startFakeModel(mode, {
    port: Number(values.port),
    timing: {
      firstMs: Number(values['first-ms']),
      pieceMs: Number(values['piece-ms']),
      dripMs: Number(values['drip-ms']),
      flapping: { leastMs: 100, mostMs: 15_000, failures: 0.3 },
    },
  });
  process.stdout.write(
    `A model that is "${mode}"; another mode by its name as CHAT_MODEL. Start the product with\n` +
      `  CHAT_BASE_URL=${fake.baseUrl} CHAT_API_KEY=none CHAT_MODEL=fake npm start\n`,
  );
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void fake.close());
}
