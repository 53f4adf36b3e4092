import { join } from 'node:path';
import { answerText } from './answering/answer.js';
import { createAssistant } from './assistant.js';

const [command = '', ...rest] = process.argv.slice(2);
const assistant = await createAssistant(join(import.meta.dirname, '..'), process.env['DATA_DIR'] ?? '.data');

if (command === 'ask') {
  const isJson = rest.includes('--json');
  for (const question of rest.filter((word) => word !== '--json')) {
    const answer = await assistant.ask([{ role: 'user', content: question }]);
    process.stdout.write(`${isJson ? JSON.stringify(answer, null, 2) : answerText(answer)}\n`);
  }
} else if (command === 'index') {
  process.stdout.write(`index ${assistant.index.origin}\n`);
} else {
  process.stderr.write(`unknown command "${command}": use ask or index\n`);
  process.exitCode = 2;
}
