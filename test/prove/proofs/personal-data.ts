import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { findPersonalData, maskPersonalData } from '../../../src/domain/personal-data.js';
import { openStore } from '../../../src/storage/open-store.js';
import { DISGUISES, VALUES } from '../../support/personal-values.js';
import { seeded } from '../../support/seeded.js';
import { questionMaker } from '../inputs/questions.js';
import { Tally, type Proof } from '../proof.js';
import { inProcess, JSON_BODY } from '../service/in-process.js';

const AROUND = [['我的号码是', '，孩子能上公办学校吗'], ['', ' 请问怎么落户'], ['我在苏州打工3年了，联系我：', '。想问医保'], ['2024年12月5日的文件，第6条。', '']] as const; // prettier-ignore
const NUMBERS = ['12345', '苏政发〔2024〕102号', '2024-2029年', '90%以上', '2025年底前', '4万个', '3+3', '110、119、120、122', '第13、14、15、16、17条', '1,000,000元', '400-820-8820', 'GB 11643-1999', '18-60周岁', '2024.12.05']; // prettier-ignore
const COMMON = ['mobile', 'id', 'bank', 'email'];
// Of each kind and disguise one is asked over HTTP and looked for on the disk.
const ON_DISK = 1;

/** T36: plain values of the four commonest kinds. */
export const plainPersonalData = recall('personal-data:plain', 0.005, COMMON, ['plain']);
/** T36: eight kinds in twelve disguises. */
export const disguisedPersonalData = recall('personal-data:disguised', 0.05, Object.keys(VALUES), Object.keys(DISGUISES)); // prettier-ignore

function recall(
  name: string,
  mayFail: number,
  kinds: readonly string[],
  disguises: readonly string[],
): Proof {
  return {
    ...{ name, mayFail, quick: 5000, full: 50_000 },
    claim: 'what identifies a person is found, whole',
    prove: async ({ n, seed }) => {
      const random = seeded(seed);
      const tally = new Tally(name);
      const missed = new Map<string, number>();
      for (let i = 0; i < n; i += 1) {
        const kind = kinds[i % kinds.length] ?? '';
        const disguise = random.pick(disguises);
        const value = VALUES[kind]?.(random) ?? '';
        const written = DISGUISES[disguise]?.(value, random) ?? value;
        const [before, after] = random.pick(AROUND);
        const isFound = isCovered(before + written + after, before.length, before.length + written.length);
        if (!isFound) missed.set(`${kind} ${disguise}`, (missed.get(`${kind} ${disguise}`) ?? 0) + 1);
        tally.count(!isFound && `${kind} ${disguise}: ${written}`);
      }
      const most = [...missed].toSorted(([, a], [, b]) => b - a).slice(0, 3);
      return tally.result(
        `missed most: ${most.map(([what, count]) => `${what} ${count}`).join(', ') || 'none'}`,
      );
    },
  };
}

/** Whether everything that shows of a value lies within what was found. */
function isCovered(question: string, start: number, end: number): boolean {
  const found = findPersonalData(question);
  const isIn = (at: number) => found.some((one) => one.start <= at && at < one.end);
  return [...Array.from({ length: end - start }, (_, i) => start + i)].every(
    (at) => isIn(at) || !/[\p{L}\p{N}]/u.test(question[at] ?? ''),
  );
}

/** T36: numbers that are the plan's, or anyone's. */
export const harmlessNumbers: Proof = {
  name: 'personal-data:harmless',
  claim: 'questions with the plan’s own numbers are left as they are',
  quick: 2000,
  full: 20_000,
  mayFail: 0.001,
  prove: async ({ n, seed, assistant }) => {
    const random = seeded(seed);
    const { policy } = await assistant();
    const make = questionMaker(policy, random);
    const sentences = policy.clauses.flatMap(({ sentences }) => sentences.map(({ text }) => text));
    const tally = new Tally('personal-data:harmless');
    for (let i = 0; i < n; i += 1) {
      const parts = [make(), random.pick(NUMBERS), random.pick(sentences).slice(0, 200), random.pick(NUMBERS), String(random.below(100_000))]; // prettier-ignore
      const question = parts.join(random.pick(['。', ' ', '，', '和', '、']));
      const { text, found } = maskPersonalData(question);
      tally.count(found.length > 0 && text);
    }
    return tally.result('');
  },
};

/** T36, T09: nothing of it lies on the disk or in the log, in any table or file. */
export const personalDataOnDisk: Proof = {
  name: 'personal-data:on-disk',
  claim: 'no value lies on the disk, in the log or in an answer, whole or in half',
  quick: ON_DISK,
  full: 10,
  prove: async ({ n, seed, root, directory, assistant }) => {
    const random = seeded(seed);
    const store = await openStore({ dataDirectory: directory });
    const { app, ask, logged } = inProcess(await assistant(), { root, store });
    const tally = new Tally('personal-data:on-disk');
    const values: string[] = [];
    for (const [kind, make] of Array.from({ length: n }, () => Object.entries(VALUES)).flat()) {
      for (const disguise of [undefined, ...Object.values(DISGUISES)]) {
        if (kind === 'openid' && disguise !== undefined) continue; // written by programs, not by people
        const value = make(random);
        const written = disguise?.(value, random) ?? value;
        const { answer, raw } = await ask(`我的号码${written}，农民进城落户后地怎么办`, `p${values.length}`);
        await ask(`那${written}呢`, `p${values.length}`);
        const body = JSON.stringify({ answerId: answer.id, rating: 'down', comment: `回我 ${written}` });
        await app.request('/api/feedback', { method: 'POST', headers: JSON_BODY, body });
        if (raw.includes(written)) tally.count(`answered with ${kind}`);
        values.push(value, written, ...(value.length > 12 ? [value.slice(0, 12), value.slice(-8)] : []));
      }
    }
    const look = (): string => [...readdirSync(directory).map((file) => readFileSync(join(directory, file)).toString('latin1')), Buffer.from(logged.join()).toString('latin1')].join('\n'); // prettier-ignore
    const open = look();
    await store.close();
    const closed = look();
    for (const value of values) {
      const bytes = Buffer.from(value).toString('latin1');
      tally.count((open.includes(bytes) || closed.includes(bytes)) && `found ${value}`);
    }
    return tally.result(
      `${values.length} values and halves looked for in database, log before and after closing`,
    );
  },
};
