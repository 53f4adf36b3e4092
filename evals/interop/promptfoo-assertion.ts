import type { Nugget } from '../cases.js';
import { literal } from './points.js';

/** What an assertion asks of an answer: something it must hold, or patterns it must not. */
export type Demand =
  | { readonly kind: 'nugget'; readonly match: Nugget['match'] }
  | { readonly kind: 'forbidden'; readonly regexes: readonly string[] }
  | { readonly kind: 'unsupported'; readonly problem: string };

/** Translates one deterministic assertion. Answers are matched width folded and without white space, which is looser than promptfoo. */
export function demandOf(type: string, values: readonly string[]): Demand {
  const isNegated = type.startsWith('not-');
  const base = isNegated ? type.slice('not-'.length) : type;
  const [first] = values;
  if (first === undefined || values.some((value) => literal(value) === '')) return unsupported(`${type} without a value`); // prettier-ignore
  if (values.some((value) => /\{\{|\{%|^file:\/\//u.test(value))) return unsupported(`${type} with a template or file; write its value`); // prettier-ignore
  const exact = values.map(literal);
  const caseless = exact.map(anyCase);
  switch (base) {
    case 'contains':
    case 'contains-all':
      return isNegated ? forbidden([base === 'contains' ? (exact[0] ?? '') : everyOf(exact)]) : nugget({ all: [...values] }); // prettier-ignore
    case 'contains-any':
      return isNegated ? forbidden(exact) : nugget({ any: [...values] });
    case 'icontains':
    case 'icontains-all':
      return demand(isNegated, caseless.length === 1 ? (caseless[0] ?? '') : everyOf(caseless));
    case 'icontains-any':
      return demand(isNegated, caseless.join('|'));
    case 'equals':
      return demand(isNegated, `^${exact[0]}$`);
    case 'regex':
      return demandOfPattern(isNegated, first);
    default:
      return unsupported(`${type} is not known here; evals/cases know equals, contains, icontains and regex, with -all, -any and not-`); // prettier-ignore
  }
}

function demandOfPattern(isNegated: boolean, pattern: string): Demand {
  if (/[ \t]|\\s(?![*?])|\\[nrt]/u.test(pattern)) return unsupported('regex asks for white space, which answers are matched without'); // prettier-ignore
  try {
    return demand(isNegated, new RegExp(pattern, 'u').source);
  } catch {
    return unsupported('regex is not valid with the u flag; escape its signs');
  }
}

/** Holds where all of these do, in any order. */
function everyOf(patterns: readonly string[]): string {
  return `^${patterns.map((pattern) => `(?=.*${pattern})`).join('')}`;
}

function anyCase(pattern: string): string {
  return pattern.replace(/\p{L}/gu, (letter) => {
    const [lower, upper] = [letter.toLowerCase(), letter.toUpperCase()];
    return lower === upper ? letter : `[${lower}${upper}]`;
  });
}

function demand(isNegated: boolean, regex: string): Demand {
  return isNegated ? forbidden([regex]) : nugget({ regex });
}

function nugget(match: Nugget['match']): Demand {
  return { kind: 'nugget', match };
}

function forbidden(regexes: readonly string[]): Demand {
  return { kind: 'forbidden', regexes };
}

function unsupported(problem: string): Demand {
  return { kind: 'unsupported', problem };
}
