// Run as a program: stores one thing after another and names each only when it was acknowledged.
import { openStore } from '../../src/storage/open-store.js';
import { logEntry } from './log-entry.js';

// Far more than is written before the kill; a parent that died does not leave this running.
const MOST = 5000;

const [, , dataDirectory = ''] = process.argv;
const store = await openStore({ dataDirectory });
const owner = await store.owners.of('api', 'me');
for (let i = 0; i < MOST; i += 1) {
  const id = `${process.pid}-${i}`;
  store.answers.record(logEntry(id, owner));
  store.audit.record({ kind: 'answer', owner });
  await store.conversations.append(owner, 'api', id, [{ role: 'user', content: id }]);
  await store.messages.claim(id, owner);
  await store.messages.answer(id, id);
  await store.feedback.add({ answerId: id, owner, rating: 'up', comment: id });
  await store.settings.set('last', id, 'test', 'test');
  process.stdout.write(`${id}\n`);
}
