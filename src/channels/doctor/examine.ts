import type { Config } from '../../config.js';
import type { Store } from '../../storage/store.js';
import { authorizedApiOf, officialAccountOf } from '../wechat/channel.js';
import { encryptedAccount } from '../wechat/account.js';
import { checkWebhook } from './check-webhook.js';
import { fail, ok, skip, warn, type Check } from './check.js';

export type DoctorOptions = {
  readonly config: Config;
  readonly store: Pick<Store, 'health'>;
  /** What the corpus and index say; rejects with what is wrong with them. */
  readonly openAssistant: () => Promise<{ readonly index: { readonly origin: string } }>;
  /** Where the service is, without a slash at the end. */
  readonly url: string;
};

const TIMEOUT_MS = 5000;
const CLOCK_MS = 60 * 1000;

/** Everything the doctor can look at from here. */
export async function examine({
  config,
  store,
  openAssistant,
  url,
}: DoctorOptions): Promise<readonly Check[]> {
  return [
    await checkAssistant(openAssistant),
    checkDatabase(store),
    skip('model', 'none is built in; answers are the plan’s own words'),
    ...(await checkService(url)),
    ...(await checkOfficialAccount(config, url)),
    await checkToken(config),
    ...(await checkWeCom(config, url)),
    await checkPuppet(config),
  ];
}

async function checkAssistant(open: DoctorOptions['openAssistant']): Promise<Check> {
  try {
    return ok('corpus and index', `index ${(await open()).index.origin}`);
  } catch (error) {
    return fail(
      'corpus and index',
      messageOf(error),
      'Restore the files of corpus/ and prompts/, or run npm run index.',
    );
  }
}

function checkDatabase(store: DoctorOptions['store']): Check {
  const { status, reasons } = store.health();
  if (status === 'ok') return ok('database', 'can be read and written');
  return fail(
    'database',
    reasons.join(', '),
    'See DATA_DIR and DATABASE_URL: is it there, writable and not full?',
  );
}

async function checkService(url: string): Promise<readonly Check[]> {
  try {
    const response = await fetch(`${url}/readyz`, { signal: AbortSignal.timeout(TIMEOUT_MS) });
    const skew = Math.abs(Date.parse(response.headers.get('date') ?? '') - Date.now());
    const clock =
      skew > CLOCK_MS
        ? [warn('clock', `differs by ${Math.round(skew / 1000)} s`, 'Set both clocks by NTP.')]
        : [];
    if (response.ok) return [ok('service', `${url} is ready`), ...clock];
    return [
      fail('service', `${url}/readyz answered ${response.status}`, 'Its body names what is missing.'),
      ...clock,
    ];
  } catch {
    return [
      fail(
        'service',
        `${url} cannot be reached`,
        'Start it, or name another address: npm run doctor -- https://…',
      ),
    ];
  }
}

async function checkOfficialAccount(config: Config, base: string): Promise<readonly Check[]> {
  const account = officialAccountOf(config);
  if (account === undefined) return [skip('official account', 'WECHAT_OA_TOKEN is not set')];
  const { WECHAT_OA_APPID: appid = '' } = config;
  const isUsual = /^wx[0-9a-f]{16}$/u.test(appid);
  const target = { account, kind: 'official-account', url: `${base}/wechat/official-account`, metricsUrl: `${base}/metrics` } as const; // prettier-ignore
  return [
    isUsual
      ? ok('appid', appid)
      : warn(
          'appid',
          `“${appid}” is not wx and 16 hex digits`,
          'Copy the AppID again; gh_… is the account’s name.',
        ),
    ...(await checkWebhook(target)).map((check) => ({ ...check, name: `official account, ${check.name}` })),
  ];
}

async function checkWeCom(config: Config, base: string): Promise<readonly Check[]> {
  const { WECOM_TOKEN: token, WECOM_CORPID: corpId = '', WECOM_AES_KEY: key = '' } = config;
  if (token === undefined) return [skip('wecom', 'WECOM_TOKEN is not set')];
  const account = encryptedAccount('safe', token, corpId, [key]);
  const target = {
    account,
    kind: 'wecom',
    url: `${base}/wechat/wecom`,
    metricsUrl: `${base}/metrics`,
  } as const;
  return (await checkWebhook(target)).map((check) => ({ ...check, name: `wecom, ${check.name}` }));
}

/** That pushing and menus work; the passive replies need none of it. */
async function checkToken(config: Config): Promise<Check> {
  const api = authorizedApiOf(config);
  if (api === undefined)
    return skip('access token', 'WECHAT_OA_SECRET is not set; passive replies do not need it');
  try {
    await api.get('/cgi-bin/getcallbackip');
    return ok('access token', 'given, and taken');
  } catch (error) {
    return fail(
      'access token',
      messageOf(error),
      'Until then nothing can be pushed and the menu not set; replies work.',
    );
  }
}

async function checkPuppet({ WECHATY_PUPPET: puppet }: Config): Promise<Check> {
  if (puppet === undefined) return skip('wechaty', 'WECHATY_PUPPET is not set');
  for (const name of ['wechaty', puppet]) {
    try {
      await import(name);
    } catch {
      return fail('wechaty', `${name} cannot be loaded`, `npm install --no-save ${name}`);
    }
  }
  return ok('wechaty', `${puppet} is installed`);
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
