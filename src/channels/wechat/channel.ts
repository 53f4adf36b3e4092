import { Hono } from 'hono';
import type { Answer } from '../../answering/answer.js';
import type { Assistant } from '../../assistant.js';
import type { Config } from '../../config.js';
import type { Env } from '../api/problem.js';
import { AccessToken } from './access-token.js';
import { encryptedAccount, type Account } from './account.js';
import { WeChatApi } from './api.js';
import { AuthorizedApi } from './authorized-api.js';
import { Deliveries } from './deliveries.js';
import { Inbound } from './inbound.js';
import { LateAnswers, type Generate } from './late-answers.js';
import type { Ledger } from './ledger.js';
import { echoOf, encryptedEchoOf } from './open-request.js';
import { Push } from './push.js';
import { Readings } from './readings.js';
import { BODY_LIMIT, renderAnswer, type Mode, type RenderOptions } from './render-answer.js';
import { Responder, type ResponderOptions } from './responder.js';
import { Talk, type Record } from './talk.js';
import { webhook, type WebhookOptions } from './webhook.js';
import type { Wording } from './wording.js';

export type CoreOptions = {
  readonly assistant: Pick<Assistant, 'ask'>;
  readonly ledger: Ledger;
  readonly wording: Wording;
  readonly config: Config;
  /** Makes answers in the model's words; without it every answer is the offline one. */
  readonly generate?: Generate;
  readonly record?: Record;
  readonly onError: (error: unknown) => void;
};

export type WeChatOptions = CoreOptions & {
  /** Calls to WeChat's interface; undefined for accounts that cannot push. */
  readonly api: Pick<AuthorizedApi, 'post'> | undefined;
  /** Whether an operator switched the channel off. */
  readonly isOff?: () => boolean;
  readonly onFault: WebhookOptions['onFault'];
};

// WeChat waits five seconds, and delivers a message three times.
const WINDOW_MS = 5000;
const DELIVERIES = 3;

/** The routes of the accounts that are set up: /official-account and /wecom. */
export function wechatRoutes(options: WeChatOptions): Hono<Env> {
  const { config } = options;
  const routes = new Hono<Env>();
  const account = officialAccountOf(config);
  if (account !== undefined) {
    const { api, ledger, onError } = options;
    const push = api && new Push(api, ledger, onError);
    const echo = (query: URLSearchParams) => echoOf(account, query);
    mount(routes, '/official-account', webhookOf(options, 'wechat', account, echo, push));
  }
  if (config.WECOM_TOKEN !== undefined) {
    const { WECOM_TOKEN: token, WECOM_CORPID: corpId = '', WECOM_AES_KEY: key = '' } = config;
    const wecom = encryptedAccount('safe', token, corpId, [key]);
    const echo = (query: URLSearchParams) => encryptedEchoOf(wecom, query);
    mount(routes, '/wecom', webhookOf(options, 'wecom', wecom, echo, undefined));
  }
  return routes;
}

/** With and without a slash at the end: WeChat takes no redirect. */
function mount(routes: Hono<Env>, path: string, webhook: Hono<Env>): void {
  routes.route(path, webhook);
  routes.route(`${path}/`, webhook);
}

export function officialAccountOf(config: Config): Account | undefined {
  const { WECHAT_OA_TOKEN: token, WECHAT_OA_APPID: appid = '', WECHAT_OA_MODE: mode } = config;
  if (token === undefined) return undefined;
  if (mode === 'plain') return { mode, token, receiveId: appid };
  const { WECHAT_OA_AES_KEY: key = '', WECHAT_OA_AES_KEY_PREVIOUS: previous } = config;
  return encryptedAccount(mode, token, appid, previous === undefined ? [key] : [key, previous]);
}

/** Calls to WeChat's interface; undefined without an AppSecret. */
export function authorizedApiOf(config: Config): AuthorizedApi | undefined {
  const { WECHAT_OA_APPID: appid, WECHAT_OA_SECRET: secret, WECHAT_API_URL: url } = config;
  if (appid === undefined || secret === undefined) return undefined;
  const api = new WeChatApi(url);
  return new AuthorizedApi(api, new AccessToken(api, appid, secret));
}

function webhookOf(
  options: WeChatOptions,
  channel: 'wechat' | 'wecom',
  account: Account,
  echo: WebhookOptions['echo'],
  push: Push | undefined,
): Hono<Env> {
  const { ledger, wording, config, onFault, onError, isOff = () => false } = options;
  // Silence is no answer where nothing can be pushed.
  const slow =
    config.WECHAT_OA_SLOW === 'success' && push === undefined ? 'extractive' : config.WECHAT_OA_SLOW;
  const held = slow === 'hold' ? (DELIVERIES - 1) * WINDOW_MS : 0;
  const deadlineMs = config.WECHAT_PASSIVE_DEADLINE_MS + held;
  const deliveries = deliveriesOf(options, { channel, slow, deadlineMs, push, links: 'reply', bodyLimit: BODY_LIMIT }); // prettier-ignore
  const { receiveId } = account;
  const inbound = new Inbound({ channel, receiveId, ledger, deliveries, wording, isOff });
  const apology = wording.failed;
  return webhook({
    account,
    echo,
    inbound,
    maxAge: config.WECHAT_MAX_AGE_SECONDS,
    apology,
    onFault,
    onError,
  });
}

/** How a channel differs in answering. */
export type Manner = {
  readonly channel: string;
  readonly slow: ResponderOptions['slow'];
  readonly deadlineMs: number;
  readonly push: Push | undefined;
  readonly links: RenderOptions['links'];
  readonly bodyLimit: number;
};

/** The core of every channel here: messages in, texts out. */
export function deliveriesOf(options: CoreOptions, manner: Manner): Deliveries {
  const { assistant, ledger, wording, config, generate, onError, record = () => undefined } = options;
  const { channel, slow, deadlineMs, push, links, bodyLimit } = manner;
  const { PUBLIC_URL: publicUrl } = config;
  const render = (answer: Answer, mode: Mode) =>
    renderAnswer(answer, mode, { wording, publicUrl, bodyLimit, links });
  const readings = new Readings(ledger);
  const late = new LateAnswers({ generate, channel, render, readings, push, onError });
  const talk = new Talk(channel, assistant, ledger, record, onError);
  const responder = new Responder({ talk, readings, late, wording, render, slow, links });
  return new Deliveries({ ledger, responder, deadlineMs, apology: wording.failed, onError });
}
