/** What is wrong, and what to do about it. */
type Explained = [detail: string, remedy: string];

const SETTINGS: Readonly<Record<string, Explained>> = {
  signature: [
    'the signature was refused',
    'The Token differs: compare WECHAT_OA_TOKEN (for WeCom WECOM_TOKEN) here, in the service and on the platform.',
  ],
  stale: [
    'the request was taken for an old one',
    'The clocks differ, or WECHAT_MAX_AGE_SECONDS is too small. Set the clock by NTP.',
  ],
  plain_body: [
    'the service wants encrypted messages',
    'The modes differ: compare WECHAT_OA_MODE here, in the service and on the platform.',
  ],
  encrypted_body: [
    'the service wants plain messages',
    'The modes differ: compare WECHAT_OA_MODE here, in the service and on the platform.',
  ],
  receive_id: [
    'the message is for another account',
    'The AppID differs (for WeCom the CorpID): compare WECHAT_OA_APPID (WECOM_CORPID).',
  ],
  padding: [
    'the message cannot be decrypted',
    'The EncodingAESKey differs: copy it again; while it is changed set WECHAT_OA_AES_KEY_PREVIOUS too.',
  ],
};

/** @param fault what the service counted, when its metrics could be read */
export function explainFault(status: number, fault: string | undefined): Explained {
  const known = SETTINGS[fault === 'message_length' ? 'padding' : (fault ?? '')];
  if (known !== undefined) return [`${status}: ${known[0]}`, known[1]];
  return [`refused with ${status}`, 'The Token, AppID, EncodingAESKey or mode differs between here and the service; /metrics of the service counts which (suwen_wechat_refused_total).']; // prettier-ignore
}

export function explainStatus(status: number): Explained {
  if (status >= 300 && status < 400)
    return [
      `redirected with ${status}`,
      'WeChat follows no redirect: enter the address it leads to (http or https, slash at the end).',
    ];
  if (status === 404)
    return ['404: nothing is there', 'Is the path right, and the Token set in the service?'];
  if (status === 405) return ['405: GET or POST is not allowed', 'The proxy must pass both.'];
  if (status === 413) return ['413: too large', 'The proxy allows less than 64 KiB.'];
  if (status >= 500) return [`${status}: the service or the proxy failed`, 'Look into its log.'];
  return [`answered with ${status}`, 'WeChat wants 200.'];
}

/** Why an echo is not the text alone: WeChat calls it "token verification failed" though the signature was right. */
export function explainEcho(body: string, echo: string): Explained {
  if (body.trim() === `"${echo}"`)
    return ['the text came back in quotes', 'It was answered as JSON; answer plain text.'];
  if (/^\s*[{[]/u.test(body))
    return ['JSON came back', 'WeChat wants the text alone; something wraps the answers of the service.'];
  if (/^\s*</u.test(body)) return ['a page came back', 'Another program answers at this address.'];
  if (body.replaceAll('\ufeff', '').trim() === echo)
    return [
      'the text came back with a mark or line end around it',
      'Something adds to it; WeChat compares exactly.',
    ];
  return ['another text came back', 'Another program answers at this address, or a proxy caches.'];
}
