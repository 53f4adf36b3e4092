import type { MiddlewareHandler } from 'hono';
import { secureHeaders } from 'hono/secure-headers';
import type { Env } from '../api/problem.js';

const NONE = ["'none'"];
const SELF = ["'self'"];

/**
 * Nothing loads but our own script, style and images; nothing inline runs; nothing is framed; and since scripts may not turn
 * text into markup (Trusted Types with no policy), even a mistake in ours would show text, not run it.
 */
export function pageHeaders(): MiddlewareHandler<Env> {
  return secureHeaders({
    contentSecurityPolicy: {
      ...{ defaultSrc: NONE, scriptSrc: SELF, styleSrc: SELF, imgSrc: SELF, connectSrc: SELF },
      ...{ formAction: SELF, baseUri: NONE, frameAncestors: NONE },
      ...{ requireTrustedTypesFor: ["'script'"], trustedTypes: NONE },
    },
    // Not no-referrer: browsers then send "Origin: null" with our own forms, and same-origin could not be told from foreign.
    referrerPolicy: 'same-origin',
    xFrameOptions: 'DENY',
    overwrite: false, // the widget's script, alone, says that other sites may load it
    permissionsPolicy: { camera: [], geolocation: [], microphone: [], payment: [], usb: [] },
  });
}
