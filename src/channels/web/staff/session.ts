import { createHash, createHmac, timingSafeEqual } from 'node:crypto';

// A working day; after it the token is asked for again.
const SESSION_MS = 8 * 3_600_000;
// Names go into the audit log and a cookie.
const NAME_CHARACTERS = 20;
// Wrong tokens a minute, from everywhere together: enough for a person's slips, far too few for guessing.
const WRONG_PER_MINUTE = 10;
const MINUTE_MS = 60_000;

/** Who is signed in. The session is the signed cookie itself: nothing is kept here, and a new token ends all sessions. */
export type Staff = { readonly name: string };

export function createSessions(token: string, now: () => number = Date.now) {
  let wrong = 0;
  let windowEnds = 0;

  const sign = (text: string) => createHmac('sha256', token).update(`staff ${text}`).digest('base64url');

  return {
    maxAgeSeconds: SESSION_MS / 1000,

    /** @returns the cookie's value, or why there is none */
    signIn(given: string, name: string): { readonly cookie: string } | 'wrong' | 'too_many' {
      if (now() >= windowEnds) {
        wrong = 0;
        windowEnds = now() + MINUTE_MS;
      }
      if (wrong >= WRONG_PER_MINUTE) return 'too_many';
      if (!isSame(given, token)) {
        wrong += 1;
        return 'wrong';
      }
      const short = [...name.trim()].slice(0, NAME_CHARACTERS).join('') || 'staff';
      const claim = `${now() + SESSION_MS}.${Buffer.from(short).toString('base64url')}`;
      return { cookie: `${claim}.${sign(claim)}` };
    },

    /** Who a cookie speaks for, if it is ours and has not run out. */
    read(cookie: string | undefined): Staff | undefined {
      const [expires = '', name = '', signature = ''] = (cookie ?? '').split('.');
      if (!isSame(signature, sign(`${expires}.${name}`))) return undefined;
      return Number(expires) > now() ? { name: Buffer.from(name, 'base64url').toString() } : undefined;
    },
  };
}

/** Compares digests, so that neither time nor length tells how much was right. */
function isSame(a: string, b: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(a), digest(b));
}
