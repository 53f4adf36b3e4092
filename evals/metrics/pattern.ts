// One sign of a pattern: an escape, a whole class, the opening of a group, or a single character.
const SIGN =
  /\\u\{[0-9A-Fa-f]+\}|\\u[0-9A-Fa-f]{4}|\\x[0-9A-Fa-f]{2}|\\[pP]\{[^}]*\}|\\k<[^>]*>|\\[^]|\[(?:\\[^]|[^\]\\])*\]|\(\?(?:<?[=!]|:|<[^>]*>)|[^]/uy;
const QUANTIFIER = /(?:[*+?]|\{\d+(?:,\d*)?\})\??/uy;
const CODE = /^\\(?:u\{([0-9A-Fa-f]+)\}|u([0-9A-Fa-f]{4})|x([0-9A-Fa-f]{2}))$/u;
const SPACE = /^(?:\s|\\[stnrfv]|\[(?:\s|\\[stnrfv])+\])$/u;
const SYNTAX = /[\\^$.*+?()[\]{}|/]/gu;

/**
 * The pattern of a case file for the folded text that answers are matched in (NFKC, no white space), so that it fires as its author sees
 * it: ５０元 and ％ are folded as the text is, （ becomes an escaped (, and white space is left out, for the text has none.
 * @throws SyntaxError when the source is no pattern
 */
export function foldedPattern(source: string): RegExp {
  let folded = '';
  for (let at = 0; at < source.length;) {
    const sign = read(SIGN, source, at);
    at += sign.length;
    // 免费 ?领取: with its space the quantifier goes too.
    if (SPACE.test(sign)) at += read(QUANTIFIER, source, at).length;
    else folded += sign.startsWith('[') ? foldClass(sign) : foldSign(sign, SYNTAX);
  }
  return new RegExp(folded, 'u');
}

function read(pattern: RegExp, source: string, at: number): string {
  pattern.lastIndex = at;
  return pattern.exec(source)?.[0] ?? '';
}

function foldClass(sign: string): string {
  const inner = sign.slice(1, -1);
  const signs =
    inner.match(/\\u\{[0-9A-Fa-f]+\}|\\u[0-9A-Fa-f]{4}|\\x[0-9A-Fa-f]{2}|\\[pP]\{[^}]*\}|\\[^]|[^]/gu) ?? [];
  return `[${signs.map((one) => foldSign(one, /[\\^\-\]]/gu)).join('')}]`;
}

/** A character that only becomes syntax by folding is meant as itself; what is ASCII already is as the author wants it. */
function foldSign(sign: string, syntax: RegExp): string {
  const [, long, short, byte] = CODE.exec(sign) ?? [];
  const code = long ?? short ?? byte;
  const character = code === undefined ? sign : String.fromCodePoint(Number.parseInt(code, 16));
  const same = character.normalize('NFKC');
  return same === character ? sign : same.replace(syntax, '\\$&');
}
