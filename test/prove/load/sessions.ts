import { missedGoals, type Outcome, type Scenario } from './outcome.js';
import { startService } from './service.js';

const AT_ONCE = 50;
// A subject each, and the clause that has it: who is answered with another's subject was mixed up with them.
const SUBJECTS = [
  ['异地就医直接结算率要到多少', '那具体怎么规定的'],
  ['公办学校就读比例是多少', '那具体怎么规定的'],
  ['老旧小区改造有什么目标', '那具体怎么规定的'],
  ['燃气管道什么时候要改造完', '那具体怎么规定的'],
] as const;
type Reply = { readonly conversationId: string; readonly citations: readonly { readonly clause: number }[] };

/** T11: many talk at once, each about their own; nobody sees a word of another's, even with the id of their conversation. */
export const sessions: Scenario = async (options): Promise<Outcome> => {
  const service = await startService(options, { TRUSTED_PROXIES: '127.0.0.1' });
  const [people, turns] = options.isFull ? [1000, 20] : [1000, 3];
  const ask = async (person: number, content: string, conversationId?: string) => {
    const headers = {
      'Content-Type': 'application/json',
      'X-Forwarded-For': `198.18.${Math.floor(person / 250)}.${(person % 250) + 1}`,
    };
    const body = JSON.stringify({
      messages: [{ role: 'user', content }],
      ...(conversationId ? { conversationId } : {}),
    });
    for (let attempt = 0; ; attempt += 1) {
      const response = await fetch(`http://127.0.0.1:${service.port}/api/chat`, {
        method: 'POST',
        headers,
        body,
      });
      const text = await response.text();
      if (response.status === 200) return { text, reply: JSON.parse(text) as Reply };
      if (response.status !== 503 || attempt === 20) throw new Error(`answered ${response.status}`);
      await new Promise((resolve) => setTimeout(resolve, 200 * (attempt + 1)));
    }
  };
  let [n, leaks, mixed] = [0, 0, 0];
  const canaryOf = (person: number) => `zq${person.toString(36).padStart(4, '0')}x`;
  const check = (person: number, text: string) => {
    n += 1;
    const foreign = (text.match(/zq[0-9a-z]{4}x/gu) ?? []).filter((one) => one !== canaryOf(person));
    if (foreign.length > 0) leaks += 1;
  };
  const ids: string[] = [];
  // The mark in a question can make it another question: whose subject was not answered in the first turn tells nothing later.
  const isOnSubject: boolean[] = [];
  try {
    const firsts = new Map<string, number | undefined>();
    for (const [first] of SUBJECTS) firsts.set(first, (await ask(0, first)).reply.citations[0]?.clause);
    // All sessions are under way together: everybody has a turn before anybody has the next.
    for (let turn = 0; turn < turns; turn += 1) {
      await each(people, async (person) => {
        const [first, next] = SUBJECTS[person % SUBJECTS.length] ?? SUBJECTS[0];
        const content = `${turn === 0 ? first : next} ${canaryOf(person)}`;
        const { text, reply } = await ask(person, content, ids[person]);
        ids[person] ??= reply.conversationId;
        check(person, text);
        const clauses = reply.citations.map(({ clause }) => clause);
        const others = SUBJECTS.map(([one]) => firsts.get(one)).filter(
          (clause) => clause !== firsts.get(first),
        );
        const own = firsts.get(first); // a subject that is not answered alone tells nothing
        if (turn === 0) isOnSubject[person] = own !== undefined && clauses.includes(own);
        if (turn > 0 && own !== undefined && isOnSubject[person] && clauses.some((clause) => others.includes(clause)) && !clauses.includes(own)) mixed += 1; // prettier-ignore
      });
    }
    await each(people, async (person) => {
      const { text } = await ask(person, '那具体怎么规定的', ids[(person + 1) % people]);
      check(person, text);
    });
    const detail = `${people} people at once, ${turns} turns each and one with another's id: ${leaks} saw another's words, ${mixed} had another's subject`;
    return { name: 'load:sessions', n, failures: leaks + mixed, missed: missedGoals({}), detail };
  } finally {
    await service.stop();
  }
};

async function each(count: number, run: (i: number) => Promise<void>): Promise<void> {
  let next = 0;
  const worker = async () => {
    while (next < count) await run(next++);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
}
