import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Hono, type Context } from 'hono';
import { compress } from 'hono/compress';
import type { Assistant } from '../../assistant.js';
import type { Clients } from '../api/clients.js';
import type { Generator } from '../../generator.js';
import type { Converse } from '../api/converse.js';
import type { Env, Problem } from '../api/problem.js';
import { validityNotice } from '../validity.js';
import { askRoutes } from './ask-routes.js';
import { assetRoutes, readAssets, type Assets } from './assets.js';
import { widgetRoute } from './embedding.js';
import { NoticePage } from './notice-page.js';
import { feedbackRoutes } from './feedback-routes.js';
import { policyRoutes } from './policy-routes.js';
import { readRoutes } from './read-routes.js';
import { sendPage } from './send-page.js';
import { shellOf } from './shell.js';
import { fillLine } from './turn-words.js';
import { staffRoutes, type StaffOptions } from './staff/routes.js';
import { parseStaffWords, type StaffWords } from './staff/staff-words.js';
import { parseWords, type Words } from './words.js';

/** What the pages are made from, read once at the start. */
export type SiteFiles = { readonly words: Words; readonly staffWords: StaffWords; readonly assets: Assets };

/** @param root the folder that holds prompts/ and dist/ */
export function readSiteFiles(root: string): SiteFiles {
  return {
    words: parseWords(readFileSync(join(root, 'prompts', 'pages.yml'), 'utf8')),
    staffWords: parseStaffWords(readFileSync(join(root, 'prompts', 'staff.yml'), 'utf8')),
    assets: readAssets(join(root, 'dist', 'browser')),
  };
}

/** The pages as a value, with those that stand in for a missing one and for one that failed. */
export type Site = {
  readonly routes: Hono<Env>;
  notFound(c: Context<Env>): Response | Promise<Response>;
  failed(c: Context<Env>, problem: Problem): Response | Promise<Response>;
};

type Given = {
  readonly converse: Converse;
  readonly clients: Clients;
  readonly files: SiteFiles;
  readonly generator?: Generator | undefined;
  /** Opens the staff desk. */
  readonly staff?: Pick<StaffOptions, 'token' | 'report'> | undefined;
};

export function createSite(
  assistant: Assistant,
  { converse, clients, files, staff, generator }: Given,
): Site {
  const { words, assets } = files;
  const { policy, replies } = assistant;
  const { documentNumber, title: documentTitle } = policy;
  const isOff = () => clients.store?.settings.isOff('mode:generated') === true;
  const shell = (c: Context<Env>) =>
    shellOf(c, {
      ...{ words, assets, documentNumber, documentTitle },
      model: isOff() ? undefined : generator,
      notice: validityNotice(policy, replies),
    });
  const { errors } = words;
  const routes = new Hono<Env>();
  routes.route('/', widgetRoute(assets, words, documentNumber));
  routes.use(compress());
  routes.route('/', assetRoutes(assets));
  routes.route('/', askRoutes({ converse, clients, shellOf: shell }));
  routes.route('/', feedbackRoutes(clients, shell));
  routes.route('/', readRoutes(assistant, shell));
  routes.route('/', policyRoutes(assistant, shell));
  if (staff) {
    const options = { ...staff, words: files.staffWords };
    routes.route('/staff', staffRoutes(options, { assistant, store: clients.store, shellOf: shell }));
  }
  return {
    routes,
    notFound: (c) =>
      sendPage(c, <NoticePage shell={shell(c)} title={errors.notFoundTitle} text={errors.notFound} />, 404),
    failed: (c, { status, headers }) => {
      const isForeign = status === 403;
      const wait = Number(headers['Retry-After'] ?? 0);
      const busy = fillLine(words.answer.failedLimit, { seconds: wait });
      const text = isForeign ? errors.forbidden : status === 429 ? busy : errors.failed;
      const title = isForeign ? errors.forbiddenTitle : errors.failedTitle;
      for (const [name, value] of Object.entries(headers)) c.header(name, value);
      return sendPage(c, <NoticePage {...{ shell: shell(c), title, text }} />, status);
    },
  };
}
