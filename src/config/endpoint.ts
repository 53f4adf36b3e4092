import { z } from 'zod';

const LOOPBACK = /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])$/u;
// Private ranges, and the names that only a private network resolves: ollama, gpu.lan, model.internal.
const PRIVATE = /^(?:10(?:\.\d{1,3}){3}|192\.168(?:\.\d{1,3}){2}|172\.(?:1[6-9]|2\d|3[01])(?:\.\d{1,3}){2}|\[f[cd][\da-f:]+\]|[\w-]+|[\w.-]+\.(?:internal|local|lan|home\.arpa))$/iu; // prettier-ignore

/** Where an OpenAI-compatible endpoint is. */
export const endpoint = z
  .url({ protocol: /^https?$/u, error: 'is an address such as https://api.deepseek.com/v1', abort: true })
  .refine((url) => {
    const { username, password, search } = new URL(url);
    return `${username}${password}${search}` === '';
  }, 'holds no user, password or query; the key has its own setting')
  .transform((url) => url.replace(/\/+$/u, ''))
  .optional();

/**
 * Whether key and questions may travel in clear on a private network; the machine itself (127.0.0.1) needs no permission.
 */
export const permission = z
  .enum(['true', 'false'])
  .default('false')
  .transform((value) => value === 'true');

/** Why the key must not be sent there in clear. */
export function clearTextProblem(url: string, side: string, isPrivateAllowed: boolean): string | undefined {
  const { protocol, hostname } = new URL(url);
  if (protocol === 'https:' || LOOPBACK.test(hostname)) return undefined;
  if (!PRIVATE.test(hostname))
    return 'is http:// to a public address; the key would travel in clear. Use https://';
  return isPrivateAllowed ? undefined : `is http:// to a private network; set ${side}_ALLOW_PRIVATE=true if that network is trusted`; // prettier-ignore
}
