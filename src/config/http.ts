import { isIP } from 'node:net';
import { z } from 'zod';

/** Who stands before the service, and how much one client may ask. */
export const httpSettings = {
  TRUSTED_PROXIES: z
    .string()
    .default('')
    .transform((list) => list.split(',').flatMap((part) => (part.trim() === '' ? [] : [part.trim()])))
    .refine(
      (list) => list.every(isNetwork),
      'must be addresses or networks such as 10.0.0.0/8 or ::1, separated by commas',
    )
    .describe('Proxies whose X-Forwarded-For is believed, as addresses or networks, separated by commas'),
  RATE_LIMIT_PER_MINUTE: z.coerce
    .number()
    .int()
    .min(0)
    .max(60_000)
    .default(0)
    .describe('Requests a minute from one client; 0 is no limit'),
  RATE_LIMIT_BURST: z.coerce
    .number()
    .int()
    .min(1)
    .max(60_000)
    .optional()
    .describe('Requests a rested client may send at once; as many as a minute allows unless set'),
};

/** An address, or an address and how many of its bits name the network. */
function isNetwork(text: string): boolean {
  const [address = '', bits, ...rest] = text.split('/');
  const version = isIP(address);
  if (version === 0 || rest.length > 0) return false;
  return bits === undefined || (/^\d{1,3}$/u.test(bits) && Number(bits) <= (version === 4 ? 32 : 128));
}
