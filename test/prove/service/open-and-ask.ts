// Run as a program: opens the assistant in each data directory named on a line, asks, and prints what came of it as a line of JSON.
// The native index library can end the process, which is why it is one of its own.
import { createInterface } from 'node:readline';
import { answerText } from '../../../src/answering/answer.js';
import { createAssistant } from '../../../src/assistant.js';
import { PROBES, type Opened } from './probes.js';

const [, , root = ''] = process.argv;
for await (const dataDirectory of createInterface({ input: process.stdin })) {
  const begun = performance.now();
  const opened: Opened = await createAssistant(root, dataDirectory)
    .then(async ({ ask, index }) => {
      const ms = performance.now() - begun;
      const answers: string[] = [];
      for (const content of PROBES) answers.push(answerText(await ask([{ role: 'user', content }])));
      return { ms, origin: index.origin, answers };
    })
    .catch((error: unknown) => ({ error: String(error) }));
  process.stdout.write(`${JSON.stringify(opened)}\n`);
}
