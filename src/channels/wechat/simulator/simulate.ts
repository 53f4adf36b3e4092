import { randomBytes } from 'node:crypto';
import { serve } from '@hono/node-server';
import { Hono } from 'hono';
import type { Assistant } from '../../../assistant.js';
import { readConfig, type Config } from '../../../config.js';
import { authorizedApiOf, officialAccountOf, wechatRoutes } from '../channel.js';
import { MemoryLedger } from '../memory-ledger.js';
import { menuBody } from '../menu.js';
import type { PeerOptions } from '../peer.js';
import type { Wording } from '../wording.js';
import { withPersonalDataMasked } from '../../mask-questions.js';
import { Phone } from './phone.js';
import { pretendModel } from './pretend-model.js';
import { simulatorRoutes } from './serve-simulator.js';

export type SimulateOptions = {
  readonly config: Config;
  readonly wording: Wording;
  readonly assistant: Assistant;
  /** The webhook to speak to, with the settings of `config`; without one, a webhook is started here with keys made up. */
  readonly url: string | undefined;
  readonly port: number;
  /** Seconds that a pretended model takes, in a webhook started here; undefined for none. */
  readonly modelSeconds: number | undefined;
  /** Whether the pretended account may push. */
  readonly isVerified: boolean;
  readonly onError: (error: unknown) => void;
};

export type Simulator = { readonly url: string; readonly target: string; readonly stop: () => void };

/** Starts the simulator on this machine. @throws Error when a webhook is named whose account is not set up here */
export async function simulate(options: SimulateOptions): Promise<Simulator> {
  const { config, wording, url, port } = options;
  const madeUp = {
    WECHAT_OA_TOKEN: 'simulated',
    WECHAT_OA_APPID: 'wx0000000000000000',
    WECHAT_OA_AES_KEY: randomBytes(64)
      .toString('base64')
      .replaceAll(/[^A-Za-z0-9]/gu, '')
      .slice(0, 43),
  };
  const account = officialAccountOf(url === undefined ? readConfig(madeUp) : config);
  if (account === undefined) throw new Error('Speaking to a webhook needs its WECHAT_OA_TOKEN, WECHAT_OA_APPID and WECHAT_OA_AES_KEY. Set them, or leave out the address.'); // prettier-ignore
  const peer: PeerOptions = { account, kind: 'official-account' };
  const app = new Hono();
  const server = serve({ fetch: app.fetch, port, hostname: '127.0.0.1' });
  await new Promise((resolve, reject) => server.once('listening', resolve).once('error', reject));
  const address = server.address();
  const here = `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : port}`;
  const target = url ?? `${here}/wechat/official-account`;
  const phone = new Phone(peer, target, `o${randomBytes(12).toString('hex')}`);
  if (url === undefined) app.route('/wechat', ownWebhook(options, here, madeUp));
  app.route('/', simulatorRoutes(phone, menuBody(wording, config.PUBLIC_URL), target));
  return { url: here, target, stop: () => void server.close() };
}

/** A real webhook with everything but an account at WeChat. */
function ownWebhook(
  { assistant, config, wording, modelSeconds, isVerified, onError }: SimulateOptions,
  here: string,
  madeUp: Readonly<Record<string, string>>,
) {
  const own = readConfig({
    ...madeUp,
    ...(isVerified ? { WECHAT_OA_SECRET: 'simulated', WECHAT_API_URL: here } : {}),
    ...(config.PUBLIC_URL === undefined ? {} : { PUBLIC_URL: config.PUBLIC_URL }),
  });
  return wechatRoutes({
    ...{ assistant: withPersonalDataMasked(assistant), wording, config: own, onError },
    ...{ ledger: new MemoryLedger(), api: authorizedApiOf(own), onFault: () => undefined },
    ...(modelSeconds === undefined ? {} : { generate: pretendModel(modelSeconds) }),
  });
}
