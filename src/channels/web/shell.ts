import type { Context } from 'hono';
import { getCookie } from 'hono/cookie';
import type { Env } from '../api/problem.js';
import type { Assets } from './assets.js';
import type { Words } from './words.js';

export const VIEW_COOKIE = 'view';

/** What every page needs: the wording, the built files, and how this reader likes pages. */
export type Shell = {
  readonly words: Words;
  readonly assets: Assets;
  /** 文号, said on every page: a printed one must tell what it is from. */
  readonly documentNumber: string;
  readonly documentTitle: string;
  /** What must be said of the document on every page; null while it is in force. */
  readonly notice: string | null;
  /** Where the page is, to come back to after changing the view. */
  readonly path: string;
  /** Large type, large targets. Chosen by cookie, so that it holds without script and shows no flash of small type. */
  readonly isElder: boolean;
};

export function shellOf(
  c: Context<Env>,
  site: Pick<Shell, 'words' | 'assets' | 'documentNumber' | 'documentTitle' | 'notice'>,
): Shell {
  return { ...site, path: c.req.path, isElder: getCookie(c, VIEW_COOKIE) === 'elder' };
}
