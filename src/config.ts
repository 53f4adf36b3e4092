import { z } from 'zod';
import { mcpSettings } from './config/mcp.js';
import { checkEmbeddings, embeddingsSettings } from './config/embeddings.js';
import { checkModel, modelSettings } from './config/model.js';
import { httpSettings } from './config/http.js';
import { operationSettings } from './config/operation.js';
import { checkVectors, vectorSettings } from './config/vectors.js';
import { checkWeChat, wechatSettings } from './config/wechat.js';

const settings = z.object({
  PORT: z.coerce
    .number()
    .int()
    .min(0)
    .max(65535)
    .default(8787)
    .describe('Port to listen on; 0 picks a free one'),
  HOST: z.string().min(1).default('127.0.0.1').describe('Address to listen on'),
  DATA_DIR: z.string().min(1).default('.data').describe('Where the index and the SQLite database are kept'),
  DATABASE_URL: z
    .string()
    .regex(/^postgres(?:ql)?:\/\//u, 'must begin with postgres://')
    .optional()
    .describe('PostgreSQL to remember in, postgres://…; without it SQLite in DATA_DIR'),
  PSEUDONYM_SECRET: z
    .string()
    .min(16, 'must have at least 16 characters')
    .optional()
    .describe(
      'Mixed into pseudonyms, so that a copy of the database does not reveal addresses; same on all replicas',
    ),
  LOG_LEVEL: z
    .enum(['trace', 'debug', 'info', 'warn', 'error', 'silent'])
    .default('info')
    .describe('How much is logged; never what a person typed'),
  ...httpSettings,
  STAFF_TOKEN: z
    .string()
    .min(16, 'must have at least 16 characters')
    .optional()
    .describe('Opens the staff desk at /staff; without it there is none'),
  EVAL_REPORT: z
    .string()
    .optional()
    .describe('The latest evaluation report, an HTML file, for the staff desk'),
  EMBED_ORIGINS: z
    .string()
    .default('')
    .transform((list) => list.split(',').filter((origin) => origin !== ''))
    .refine(
      (list) => list.every(isOrigin),
      'must be origins such as https://www.example.gov.cn, separated by commas',
    )
    .describe('Sites whose pages may embed the widget, separated by commas'),
  ...operationSettings,
  ...mcpSettings,
  ...modelSettings,
  ...embeddingsSettings,
  ...vectorSettings,
  ...wechatSettings,
});
const schema = settings.superRefine(checkModel).superRefine(checkEmbeddings).superRefine(checkVectors).superRefine(checkWeChat); // prettier-ignore

/** Scheme, host and port, and nothing after them. */
function isOrigin(text: string): boolean {
  return URL.canParse(text) && new URL(text).origin === text;
}

export type Config = z.infer<typeof schema>;

/** The names of all settings, for .env.example. */
export const CONFIG_KEYS = Object.keys(settings.shape);

/** Reads the settings. @throws Error listing every problem at once, each naming its variable. */
export function readConfig(environment: Readonly<Record<string, string | undefined>>): Config {
  const given = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== ''));
  const result = schema.safeParse(given);
  if (result.success) return result.data;
  const problems = result.error.issues.map(({ path, message }) => `  ${path.join('.')}: ${message}`);
  throw new Error(
    `These settings cannot be used:\n${problems.join('\n')}\nCorrect them in the environment; see .env.example.`,
  );
}
