import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Answer } from '../../src/answering/answer.js';
import { wechatRoutes, type WeChatOptions } from '../../src/channels/wechat/channel.js';
import { encryptedAccount } from '../../src/channels/wechat/account.js';
import { MemoryLedger } from '../../src/channels/wechat/memory-ledger.js';
import { messageRequest, readReply, type MessageFields } from '../../src/channels/wechat/peer.js';
import { parseWording } from '../../src/channels/wechat/wording.js';
import { readConfig } from '../../src/config.js';
import { cite } from '../../src/domain/policy.js';
import { publishedPlan, readPolicy } from './policies.js';
import { vectors } from '../channels/wechat/vectors.js';

const root = join(import.meta.dirname, '../..');
export const wording = parseWording(readFileSync(join(root, 'prompts/wechat.yml'), 'utf8'));
export const plan = readPolicy(publishedPlan());

const { token, encodingAESKey, appid, ghId, openid } = vectors.config;

/** The environment of an account in 安全 mode, that of the vectors. */
export const environment = {
  WECHAT_OA_TOKEN: token,
  WECHAT_OA_APPID: appid,
  WECHAT_OA_AES_KEY: encodingAESKey,
};
const account = encryptedAccount('safe', token, appid, [encodingAESKey]);
export const peer = { account, kind: 'official-account' } as const;

/** An answer that quotes the title and first sentence of a clause. */
export function quoting(clauseNumber: number, over: Partial<Answer> = {}): Answer {
  const clause = plan.clauses[clauseNumber - 1] ?? plan.frontMatter;
  const citation = cite(clause, { start: 0, end: clause.sentences[1]?.end ?? 1 });
  return {
    outcome: 'answered',
    citations: [citation],
    segments: [
      { kind: 'template', text: `第${clause.number}条「${clause.title}」：`, citations: [] },
      { kind: 'quote', text: citation.quote, citations: [citation] },
    ],
    suggestions: ['第6条原文'],
    confidence: 1,
    interpretedAs: null,
    ...over,
  } as Answer;
}

/** The same clause in a model's words, as if it had been verified. */
export function saying(clauseNumber: number, text: string): Answer {
  const { citations, ...rest } = quoting(clauseNumber) as Answer & { outcome: 'answered' };
  return { ...rest, citations, segments: [{ kind: 'statement', text, citations }] };
}

export type Delivery = {
  readonly text?: string;
  readonly msgId?: string;
  readonly from?: string;
  readonly fields?: MessageFields;
};

/** A webhook with an assistant that quotes clause 6 and counts what it is asked. */
export function setUp(options: Partial<WeChatOptions> = {}, settings: Record<string, string> = {}) {
  const asked: string[] = [];
  const faults: string[] = [];
  const errors: unknown[] = [];
  const ledger = options.ledger ?? new MemoryLedger();
  const assistant = {
    ask: async (messages: readonly { content: string }[]) => {
      asked.push(messages.at(-1)?.content ?? '');
      return quoting(6);
    },
  };
  const routes = wechatRoutes({
    ...{ assistant, ledger, wording, api: undefined, config: readConfig({ ...environment, ...settings }) },
    onFault: (fault) => void faults.push(fault),
    onError: (error) => void errors.push(error),
    ...options,
  });
  const post = ({ text = '社保', msgId = '1', from = openid, fields = {} }: Delivery = {}) => {
    const message = {
      ...{ ToUserName: ghId, FromUserName: from, CreateTime: 1767225600, MsgType: 'text' },
      ...(fields['MsgType'] === undefined ? { Content: text } : {}),
      ...(fields['MsgType'] === 'event' ? {} : { MsgId: msgId }),
      ...fields,
    };
    const { query, body } = messageRequest(peer, message, Date.now());
    return routes.request(`/official-account?${query.toString()}`, { method: 'POST', body });
  };
  /** The text of the passive reply; undefined for none. */
  const say = async (delivery: Delivery | string = {}) => {
    const response = await post(
      typeof delivery === 'string' ? { text: delivery, msgId: nextId() } : delivery,
    );
    const reply = readReply(peer, await response.text());
    if (response.status !== 200 || reply.kind === 'broken')
      throw new Error(`${response.status} ${JSON.stringify(reply)}`);
    return reply.kind === 'text' ? reply.text : undefined;
  };
  return { routes, asked, faults, errors, ledger, post, say };
}

let id = 1000;
const nextId = () => String((id += 1));
