import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { MESSAGE_LIMIT, renderAnswer } from '../../../src/channels/wechat/render-answer.js';
import { parseWording } from '../../../src/channels/wechat/wording.js';
import type { AnswerObject } from '../../../src/channels/api/answer-object.js';
import { seeded } from '../../support/seeded.js';
import { saying } from '../../support/wechat.js';
import { questionMaker } from '../inputs/questions.js';
import { Tally, type Proof } from '../proof.js';
import { comparable, inProcess, JSON_BODY } from '../service/in-process.js';

const HEAD = 64;

/** T33 and section 5.1: who wrote the words is said wherever they are shown. */
export const labels: Proof = {
  name: 'labels',
  claim:
    'answers say in JSON, events and every WeChat part whether they quote or were generated, and fit there',
  quick: 300,
  full: 1000,
  prove: async ({ n, seed, root, assistant }) => {
    const random = seeded(seed);
    const knowing = await assistant();
    const { app, ask } = inProcess(knowing, { root });
    const make = questionMaker(knowing.policy, random);
    const wording = parseWording(readFileSync(join(root, 'prompts/wechat.yml'), 'utf8'));
    const options = { wording, publicUrl: 'https://a.example', links: 'reply' } as const;
    const tally = new Tally('labels');
    let parts = 0;
    for (let i = 0; i < n; i += 1) {
      const question = make();
      const { answer } = await ask(question);
      tally.count(answer.mode !== 'extractive' && `JSON says ${answer.mode}: ${question}`);
      const body = JSON.stringify({ messages: [{ role: 'user', content: question }] });
      const events = await (await app.request('/api/chat', { method: 'POST', body, headers: { ...JSON_BODY, Accept: 'text/event-stream' } })).text(); // prettier-ignore
      const last = /^event: answer\ndata: (.+)$/mu.exec(events)?.[1];
      const isSame =
        last !== undefined && comparable(JSON.parse(last) as AnswerObject) === comparable(answer);
      tally.count(!isSame && `events end unlike JSON: ${question}`);
      const limit = 300 + random.below(1500);
      const plain = await knowing.ask([{ role: 'user', content: question }]);
      const isSourced = plain.segments.some(({ kind }) => kind !== 'template');
      for (const part of renderAnswer(plain, 'extractive', { ...options, bodyLimit: limit })) {
        parts += 1;
        tally.count(wrongPart(part, isSourced ? wording.labels.extractive : '', wording.labels.generated));
      }
      // As if a model had written it: long, with signs that would break out of the message.
      const words = `${question}]]>\u0007😀<a href="x">`.repeat(1 + random.below(40));
      const rendered = renderAnswer(saying(1 + random.below(24), words), 'generated', {
        ...options,
        bodyLimit: limit,
      });
      for (const part of rendered) {
        parts += 1;
        tally.count(wrongPart(part, wording.labels.generated, wording.labels.extractive));
      }
      tally.count(rendered.at(-1)?.includes(wording.generatedNote) === false && 'the note is missing');
    }
    return tally.result(`${n} answers, ${parts} WeChat parts`);
  },
};

function wrongPart(part: string, label: string, other: string): string | undefined {
  if (!part.slice(0, HEAD).startsWith(label)) return `no ${label}: ${part.slice(0, HEAD)}`;
  if (part.includes(other)) return `says ${other} too: ${part.slice(0, HEAD)}`;
  return Buffer.byteLength(part) > MESSAGE_LIMIT ? `${Buffer.byteLength(part)} bytes` : undefined;
}
