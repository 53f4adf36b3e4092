import { describe, expect, test } from 'vitest';
import { PolicyError } from '../../src/domain/errors.js';
import { parsePolicy, type PolicyDescription } from '../../src/domain/parse-policy.js';
import { policyOf, publishedPlan } from '../support/policies.js';

const { bytes, description } = publishedPlan();
const publishedText = bytes.toString('utf8');
const RENUMBER = 'Numbers must run 1, 2, 3 … without gaps; compare the file with the published text.';
const REJOIN = 'Compare with the published text, then correct `joins` in the metadata file.';

/** The message the plan is refused with after damage; lines are counted as in the published file. */
function refusal(damage: {
  readonly text?: string;
  readonly bytes?: Uint8Array;
  readonly says?: Partial<PolicyDescription>;
}): string {
  return messageOf(() =>
    parsePolicy(damage.bytes ?? Buffer.from(damage.text ?? publishedText), 'plan.md', {
      ...description,
      ...damage.says,
    }),
  );
}

function messageOf(read: () => unknown): string {
  try {
    read();
  } catch (error) {
    if (error instanceof PolicyError) return error.message;
    throw error;
  }
  return 'accepted';
}

/** Replaces one line of the published file and keeps the others where they are. */
function withLine(line: number, text: string): string {
  return publishedText
    .split('\n')
    .map((old, i) => (i + 1 === line ? text : old))
    .join('\n');
}

describe('numbers', () => {
  test('refuses a file whose clause 7 is missing, naming line and remedy', () => {
    expect(refusal({ text: withLine(37, '') })).toBe(`plan.md:39: expected 第7条, found 第8条. ${RENUMBER}`);
  });

  test('refuses a file with two clauses 7, naming the line of the second', () => {
    expect(refusal({ text: publishedText.replace('\n8. ', '\n7. ') })).toBe(
      `plan.md:39: 第7条 appears twice. ${RENUMBER}`,
    );
  });

  test('refuses a file whose clauses 8 and 9 changed places, naming the first of them', () => {
    const swapped = publishedText
      .replace('\n8. ', '\n?. ')
      .replace('\n9. ', '\n8. ')
      .replace('\n?. ', '\n9. ');
    expect(refusal({ text: swapped })).toBe(`plan.md:39: expected 第8条, found 第9条. ${RENUMBER}`);
  });

  test('refuses a file without its third heading, naming the line of the fourth', () => {
    expect(refusal({ text: withLine(45, '') })).toBe(
      `plan.md:57: expected 第3部分, found 第4部分. ${RENUMBER}`,
    );
  });

  test('refuses a file that lost any one clause but the last', () => {
    for (let number = 1; number < 24; number += 1) {
      const text = publishedText.replace(new RegExp(`^${number}\\..*$`, 'mu'), '');
      expect(refusal({ text })).not.toBe('accepted');
    }
  });

  test('refuses a section that starts again at 2', () => {
    const lines = ['一、甲', '（一）甲一。正文。', '（二）甲二。正文。', '二、乙', '（二）乙二。正文。'];
    expect(messageOf(() => policyOf(lines))).toBe(`small.md:9: 第2条 appears twice. ${RENUMBER}`);
  });

  test('refuses a file without numbered clauses, saying how to number them', () => {
    expect(messageOf(() => policyOf(['本办法没有编号。']))).toBe(
      'small.md: no numbered clauses. Number them 第一条, 1. or （一）.',
    );
  });
});

describe('text', () => {
  test('refuses a clause that is only a number', () => {
    expect(refusal({ text: withLine(37, '7.') })).toBe('plan.md:37: 第7条 is empty. Give it its text.');
  });

  test('refuses a clause that is only a title', () => {
    expect(refusal({ text: withLine(37, '7. 集聚发展主导产业。') })).toBe(
      'plan.md:37: 第7条 has no text after its title. Give it at least one sentence.',
    );
  });

  test('refuses text between a heading and its first clause', () => {
    expect(refusal({ text: withLine(36, '本部分自公布之日起施行。') })).toBe(
      'plan.md:36: text stands between a section heading and its first clause. Number it as a clause.',
    );
  });

  test.each([
    ['zero-width space', '\u200b', 'U+200B'],
    ['right-to-left override', '\u202e', 'U+202E'],
    ['soft hyphen', '\u00ad', 'U+00AD'],
    ['null', '\u0000', 'U+0000'],
    ['tag letter', '\u{e0041}', 'U+E0041'],
  ])('refuses a hidden %s, naming its line and code', (_, character, code) => {
    expect(refusal({ text: publishedText.replace('公办学校', `公办${character}学校`) })).toBe(
      `plan.md:29: hidden character ${code}. Remove it from the file.`,
    );
  });
});

describe('bytes', () => {
  test.each([1, 25, 85])('refuses bytes that are not UTF-8 on line %i, naming that line', (line) => {
    const start =
      publishedText
        .split('\n')
        .slice(0, line - 1)
        .join('\n').length + (line > 1 ? 1 : 0);
    const before = Buffer.byteLength(publishedText.slice(0, start));
    const broken = Buffer.concat([
      bytes.subarray(0, before),
      Buffer.from([0xd5, 0xe3]),
      bytes.subarray(before),
    ]);
    expect(refusal({ bytes: broken })).toBe(
      `plan.md:${line}: the bytes are not valid UTF-8. Save the file as UTF-8 and try again.`,
    );
  });

  test('refuses a file that ends in the middle of a character, naming its last line', () => {
    const cut = bytes.subarray(0, bytes.length - 1);
    expect(refusal({ bytes: cut })).toMatch(/^plan\.md:85: the bytes are not valid UTF-8\. /u);
  });
});

describe('metadata', () => {
  test.each([
    ['title', '江苏省乡村振兴条例'],
    ['documentNumber', '苏政发〔2024〕103号'],
    ['issuer', '浙江省人民政府'],
    ['basis', '国务院关于印发乡村振兴规划的通知'],
    ['basisNumber', '国发〔2024〕18号'],
  ])('refuses a %s the front matter does not contain', (key, value) => {
    expect(refusal({ says: { [key]: value } })).toBe(
      `plan.md: the front matter does not contain ${key} "${value}". Correct the metadata file.`,
    );
  });

  test('refuses a date the front matter does not contain, as it would be written there', () => {
    expect(refusal({ says: { issuedOn: '2024-12-15' } })).toBe(
      'plan.md: the front matter does not contain issuedOn "2024年12月15日". Correct the metadata file.',
    );
  });

  test('refuses a page break in clause 21 that is not declared', () => {
    expect(refusal({ says: { joins: [2, 12, 16] } })).toBe(
      `plan.md:77: 第21条 is cut mid-sentence. ${REJOIN}`,
    );
  });

  test('refuses a declared page break in clause 5 that is not there', () => {
    expect(refusal({ says: { joins: [2, 5, 12, 16, 21] } })).toBe(
      `plan.md:31: 第5条 is declared cut by a page break but is not. ${REJOIN}`,
    );
  });
});
