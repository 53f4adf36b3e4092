import type { Random } from './questions.js';

const BODY = '{"messages":[{"role":"user","content":"医保"}]}';
const LENGTH = Buffer.byteLength(BODY);
const PATHS: readonly string[] = ['/', '//', '/api/chat', '/api/chat/', '/API/CHAT', '/api//chat', '/api/%63hat', '/api/chat%00', '/api/../api/chat', '/%2e%2e/%2e%2e/etc/passwd', '/..%5c..%5c.env', '/../../../../etc/passwd', '/....//....//etc/passwd', '/browser/../../package.json', '/static/%2e%2e%2fpackage.json', '/.env', '/.git/config', '/dist/main.js', '/api/clauses/25', '/api/clauses/-1', '/api/clauses/1e3', '/api/clauses/%E4%B8%80', '/api/clauses/%ff', '/api/search?q=%', '/api/search?q=%ff%fe', '/api/search?q=a&limit=-1', '/api/search?q=a&limit=1e9', '/api/search?q=a&q=b', '/api/search?q[]=a', `/api/search?q=${'%E8%90%BD'.repeat(400)}`, '/api/targets?format=../../x', '/staff', '/staff/login', '/metrics', '/openapi.json', '/?q=%00', '/?q=%F0%9F', '/clauses/0?mark=9999999-1', '/clauses/6?mark=a-b', '*', 'http://evil.example/api/chat', '/\u00e9', '/a\tb', `/${'a'.repeat(3000)}`, `/?${'a&'.repeat(2000)}`, '/wechat/official-account', '/v1/chat/completions', '/mcp']; // prettier-ignore
const METHODS: readonly string[] = [
  'GET',
  'POST',
  'PUT',
  'DELETE',
  'PATCH',
  'OPTIONS',
  'HEAD',
  'TRACE',
  'CONNECT',
  'PROPFIND',
  'get',
  'FOO',
  'G\u0000T',
  '',
];
const HEADERS: readonly string[] = ['X-Request-Id: <script>', `X-Request-Id: ${'a'.repeat(5000)}`, 'X-Forwarded-For: 127.0.0.1, ::1', 'Host: evil.example', 'Host:', 'Origin: null', 'Origin: http://evil.example', 'Sec-Fetch-Site: cross-site', 'Accept: text/event-stream', 'Accept: */*;q=0', 'Cookie: a=%ff; =; ;;', `Cookie: ${'x=1; '.repeat(1000)}`, `X-Long: ${'a'.repeat(20_000)}`, 'Expect: 100-continue', 'Expect: nonsense', 'Upgrade: websocket\r\nConnection: Upgrade', 'Transfer-Encoding: chunked', 'Transfer-Encoding: gzip, chunked', 'Transfer-Encoding: xchunked', `Content-Length: ${LENGTH}`, 'Content-Length: 0', 'Content-Length: -1', 'Content-Length: 99999999999999999999', 'Content-Length: 1e3', 'Range: bytes=0-0,-1', 'If-None-Match: *', 'If-Modified-Since: never', 'Authorization: Bearer ', 'Authorization: Basic \u00ff', 'X: \u0001\u0002', 'No-Colon', ' Folded: yes', 'A\u0000B: c', 'Connection: close, keep-alive', 'Accept-Encoding: gzip;q=nan', 'Content-Type: application/json\r\nContent-Type: text/plain']; // prettier-ignore

/** A request written by hand, byte by byte: what no client library would send. */
export function rawRequest(random: Random): string {
  const lines = [`${random.pick(METHODS)} ${random.pick(PATHS)} ${random.pick(['HTTP/1.1', 'HTTP/1.1', 'HTTP/1.1', 'HTTP/1.0', 'HTTP/2.0', 'HTTP/9', ''])}`]; // prettier-ignore
  if (random.below(10) > 0) lines.push('Host: 127.0.0.1');
  for (let i = random.below(4); i > 0; i -= 1) lines.push(random.pick(HEADERS));
  const hasBody = random.below(2) === 0;
  if (hasBody) lines.push('Content-Type: application/json', `Content-Length: ${random.below(4) === 0 ? random.below(4 * LENGTH) : LENGTH}`); // prettier-ignore
  const end = random.below(20) === 0 ? '\n' : '\r\n';
  const head = lines.join(end) + end + end;
  const body = hasBody ? BODY.slice(0, random.below(8) === 0 ? random.below(LENGTH) : undefined) : '';
  return head + body + (random.below(10) === 0 ? 'GET /api/policy HTTP/1.1\r\nHost: x\r\n\r\n' : '');
}
