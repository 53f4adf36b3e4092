// Few enough that a busy machine's database keeps up: what is tested is the loss of a replica, not of time.
const AT_ONCE = 6;
const TRIES = 60;

// First questions, and what leans on them; no two of a conversation alike, so that each is found in what is stored.
const FIRST = [
  '异地就医直接结算率要到多少',
  '公办学校就读比例是多少',
  '老旧小区改造有什么目标',
  '开网约车出了事有没有保障',
];
const NEXT = ['那具体怎么规定的', '原文是什么', '这条讲的是什么', '再具体一点', '那具体内容呢'];

/** A question whose answer arrived. */
export type Acknowledged = {
  readonly person: number;
  readonly turn: number;
  readonly content: string;
  readonly conversationId: string;
  readonly answerId: string;
  readonly replica: string;
  readonly clauses: readonly number[];
  readonly at: number;
};
export type Talked = {
  readonly acknowledged: readonly Acknowledged[];
  /** Sent again because the connection broke or the service said 5xx. */
  readonly repeated: number;
  /** Never answered, however often sent. */
  readonly unanswered: number;
};

type Reply = {
  readonly id: string;
  readonly conversationId: string;
  readonly citations: readonly { readonly clause: number }[];
};

/** How many different talks there are: person n has talk n modulo this. */
export const TALK_COUNT = FIRST.length;

/** Each person asks, then leans on it `turns - 1` times; everybody has a turn before anybody has the next. */
export async function talk(
  url: string,
  people: number,
  turns: number,
  onAcknowledged: (count: number) => void,
): Promise<Talked> {
  const acknowledged: Acknowledged[] = [];
  const ids: string[] = [];
  let [repeated, unanswered] = [0, 0];
  for (let turn = 0; turn < turns; turn += 1) {
    await each(people, async (person) => {
      const content = (turn === 0 ? FIRST[person % FIRST.length] : NEXT[turn - 1]) ?? '目录';
      for (let attempt = 0; attempt < TRIES; attempt += 1) {
        const answered = await ask(url, addressOf(person), content, ids[person]).catch(() => undefined);
        if (answered !== undefined) {
          ids[person] ??= answered.reply.conversationId;
          const { id: answerId, conversationId, citations } = answered.reply;
          const clauses = citations.map(({ clause }) => clause);
          const { replica } = answered;
          acknowledged.push({ person, turn, content, conversationId, answerId, replica, clauses, at: Date.now() }); // prettier-ignore
          onAcknowledged(acknowledged.length);
          return;
        }
        repeated += 1;
        await new Promise((resolve) => setTimeout(resolve, 250));
      }
      unanswered += 1;
    });
  }
  return { acknowledged, repeated, unanswered };
}

/** Documentation addresses (RFC 2544), one a person, as the proxy in front would write them. */
export const addressOf = (person: number) => `198.18.${Math.floor(person / 250)}.${(person % 250) + 1}`;

export async function ask(url: string, address: string, content: string, conversationId?: string) {
  const response = await post(url, address, content, conversationId);
  if (!response.ok) throw new Error(`answered ${response.status}`);
  return { reply: (await response.json()) as Reply, replica: response.headers.get('x-replica') ?? '' };
}

export function post(url: string, address: string, content: string, conversationId?: string) {
  const messages = [{ role: 'user', content }];
  return fetch(`${url}/api/chat`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', 'X-Forwarded-For': address },
    body: JSON.stringify(conversationId === undefined ? { messages } : { messages, conversationId }),
    signal: AbortSignal.timeout(30_000),
  });
}

export async function each(count: number, run: (i: number) => Promise<void>): Promise<void> {
  let next = 0;
  const worker = async () => {
    while (next < count) await run(next++);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
}
