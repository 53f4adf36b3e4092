import { z } from 'zod';

const token = z
  .string()
  .regex(/^[A-Za-z0-9]{3,32}$/u, 'has 3 to 32 letters and digits, as entered on the platform')
  .optional();
const aesKey = z
  .string()
  .regex(/^[A-Za-z0-9]{43}$/u, 'has 43 letters and digits; copy the EncodingAESKey again')
  .optional();
const address = z
  .url({ protocol: /^https?$/u, error: 'is an address that begins with https://' })
  .transform((url) => url.replace(/(?<!\/)\/+$/u, ''));

/** The settings of the WeChat channels; all optional, and a channel without its token is not there. */
export const wechatSettings = {
  PUBLIC_URL: address.optional().describe('Where people reach the pages; links in WeChat lead there'),
  WECHAT_OA_TOKEN: token.describe('Official Account: the Token of the server settings'),
  WECHAT_OA_APPID: z.string().min(1).optional().describe('Official Account: its AppID, wx and 16 hex digits'),
  WECHAT_OA_AES_KEY: aesKey.describe('Official Account: the EncodingAESKey in force'),
  WECHAT_OA_AES_KEY_PREVIOUS: aesKey.describe('The key before it, while the change is under way'),
  WECHAT_OA_MODE: z
    .enum(['safe', 'compat', 'plain'])
    .default('safe')
    .describe('安全, 兼容 or 明文; as set on the platform'),
  WECHAT_OA_SECRET: z.string().min(1).optional().describe('The AppSecret, for pushing and menus only'),
  WECHAT_OA_SLOW: z
    .enum(['extractive', 'hold', 'success'])
    .default('extractive')
    .describe('At the deadline: the offline answer, waiting for two more deliveries, or silence and a push'),
  WECHAT_PASSIVE_DEADLINE_MS: z.coerce
    .number()
    .int()
    .min(500)
    .max(4800)
    // WeChat hangs up after 5,000; the rest is for the way there and back, and for a machine that is busy: at a load of 15 on two processors
    // replies went out up to 0.5 s after their deadline.
    .default(3900)
    .describe('How long a passive reply may take'),
  WECHAT_MAX_AGE_SECONDS: z.coerce
    .number()
    .int()
    .min(0)
    // Off, because a server whose clock is wrong would go silent; replays are caught by their message id.
    .default(0)
    .describe('Refuse requests signed longer ago; 0 refuses none'),
  WECHAT_API_URL: address
    .default('https://api.weixin.qq.com')
    .describe('WeChat’s interface, or a proxy to it'),
  WECOM_TOKEN: token.describe('WeCom application: the Token of its callback'),
  WECOM_CORPID: z.string().min(1).optional().describe('WeCom: the CorpID'),
  WECOM_AES_KEY: aesKey.describe('WeCom application: the EncodingAESKey'),
  WECHATY_PUPPET: z
    .string()
    .regex(/^wechaty-puppet-[\w-]+$/u, 'is the name of a package, such as wechaty-puppet-service')
    .optional()
    .describe('The package that drives the account of npm run wechaty; there is no default'),
  WECHATY_HEALTH_PORT: z.coerce
    .number()
    .int()
    .min(0)
    .max(65535)
    .default(8788)
    .describe('Its /livez and /readyz, on 127.0.0.1'),
};

type Settings = z.infer<z.ZodObject<typeof wechatSettings>>;

/** What is missing, each by the setting that asks for it. */
export function checkWeChat(settings: Settings, context: z.RefinementCtx): void {
  const need = (name: keyof Settings, because: string) => {
    if (settings[name] === undefined)
      context.addIssue({ code: 'custom', path: [name], message: `is missing; ${because}` });
  };
  if (settings.WECHAT_OA_TOKEN !== undefined && settings.WECHAT_OA_MODE !== 'plain') {
    const because = `WECHAT_OA_MODE=${settings.WECHAT_OA_MODE} needs it (or unset WECHAT_OA_TOKEN)`;
    need('WECHAT_OA_APPID', because);
    need('WECHAT_OA_AES_KEY', because);
  }
  if (settings.WECHAT_OA_SECRET !== undefined) need('WECHAT_OA_APPID', 'WECHAT_OA_SECRET belongs to it');
  if (settings.WECHAT_OA_SLOW === 'success')
    need('WECHAT_OA_SECRET', 'WECHAT_OA_SLOW=success pushes every answer');
  if (settings.WECOM_TOKEN !== undefined) {
    need('WECOM_CORPID', 'WECOM_TOKEN is set');
    need('WECOM_AES_KEY', 'WECOM_TOKEN is set');
  }
}
