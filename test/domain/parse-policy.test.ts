import { describe, expect, test } from 'vitest';
import { policyOf, publishedMadeUpPolicy, publishedPlan, readPolicy } from '../support/policies.js';

const published = publishedPlan();
const plan = readPolicy(published);
const madeUp = readPolicy(publishedMadeUpPolicy());

/** Reads the published file anew, knowing nothing of the parser: number → text without white space. */
function readByHand(text: string): ReadonlyMap<number, string> {
  const clauses = new Map<number, string>();
  let current = 0;
  for (const line of text.split('\n')) {
    const bare = line.replace(/\s/gu, '');
    const opening = /^(\d{1,2})\./u.exec(bare);
    if (bare.startsWith('#')) current = 0;
    else if (opening) clauses.set((current = Number(opening[1])), bare.slice(opening[0].length));
    else if (current > 0) clauses.set(current, clauses.get(current) + bare);
  }
  return clauses;
}

describe('the plan', () => {
  test('has 24 clauses, 6 sections and 116 sentences', () => {
    expect(plan.clauses.map(({ number }) => number)).toEqual(Array.from({ length: 24 }, (_, i) => i + 1));
    expect(plan.sections).toHaveLength(6);
    expect(plan.clauses.flatMap(({ sentences }) => sentences)).toHaveLength(116);
  });

  test('has its clauses under the headings that were published', () => {
    expect(plan.sections).toEqual([
      { number: 1, title: '实施农业转移人口市民化质量提升行动', clauses: [1, 2, 3, 4, 5, 6] },
      { number: 2, title: '实施潜力县域城镇化水平提升行动', clauses: [7, 8, 9, 10] },
      { number: 3, title: '实施现代化都市圈同城化水平提升行动', clauses: [11, 12, 13, 14] },
      { number: 4, title: '实施城市功能品质提升行动', clauses: [15, 16, 17] },
      { number: 5, title: '实施城乡融合发展水平提升行动', clauses: [18, 19, 20] },
      { number: 6, title: '健全推进新型城镇化体制机制', clauses: [21, 22, 23, 24] },
    ]);
    for (const { number, title, clauses } of plan.sections) {
      const inside = plan.clauses.filter(({ section }) => section === number);
      expect(inside.map((clause) => clause.number)).toEqual(clauses);
      expect(new Set(inside.map(({ sectionTitle }) => sectionTitle))).toEqual(new Set([title]));
    }
  });

  test.each([...readByHand(published.bytes.toString('utf8'))])(
    'has the published text in clause %i',
    (number, text) => {
      expect(plan.clauses[number - 1]?.text).toBe(text);
    },
  );

  test('is read by hand into 24 clauses too, so the comparison above left none out', () => {
    expect(readByHand(published.bytes.toString('utf8')).size).toBe(24);
  });

  test('joins the four clauses that page breaks cut', () => {
    expect(plan.clauses[1]?.text).toMatch(/全面实施居住证申领“全程网办”。$/u);
    expect(plan.clauses[11]?.text).toContain('苏锡常城际太仓先导段、水乡旅游线江苏段');
    expect(plan.clauses[15]?.text).toContain('全域推进海绵城市建设,完善城市防洪排涝体系');
    expect(plan.clauses[20]?.text).toContain('土地差异化供应机制,加大对优势地区');
  });

  test('has the title, number, issuer, date and basis in clause 0', () => {
    for (const fact of [plan.title, plan.documentNumber, plan.issuer, '2024年12月5日', plan.basisNumber]) {
      expect(plan.frontMatter.text).toContain(fact);
    }
    expect(plan.frontMatter).toMatchObject({ number: 0, section: 0, offset: 0 });
  });

  test('reads the same with Windows line ends and a byte-order mark', () => {
    const text = `\ufeff${published.bytes.toString('utf8').replaceAll('\n', '\r\n')}`;
    expect(readPolicy({ ...published, bytes: Buffer.from(text) })).toEqual(plan);
  });
});

describe.each([
  ['the plan', plan],
  ['the made-up policy', madeUp],
])('offsets in %s', (_, policy) => {
  test('of every clause find its text in the canonical text', () => {
    for (const { offset, text } of [policy.frontMatter, ...policy.clauses]) {
      expect(policy.text.slice(offset, offset + text.length)).toBe(text);
    }
  });

  test('of every sentence find its text in the clause, the title being sentence 0', () => {
    for (const { text, title, sentences } of policy.clauses) {
      for (const sentence of sentences) expect(text.slice(sentence.start, sentence.end)).toBe(sentence.text);
      expect(sentences.map(({ index }) => index)).toEqual([...sentences.keys()]);
      expect(sentences[0]?.text).toBe(`${title}。`);
    }
  });
});

describe('other policies', () => {
  test('number their clauses 第一条 under 第一章, with paragraphs and a page break', () => {
    expect(madeUp.sections).toEqual([
      { number: 1, title: '总则', clauses: [1, 2] },
      { number: 2, title: '扶持措施', clauses: [3, 4] },
    ]);
    expect(madeUp.clauses.map(({ title }) => title)).toEqual([
      '适用范围',
      '基本原则',
      '摊位支持',
      '照明改造',
    ]);
    expect(madeUp.clauses[1]?.text).toBe('基本原则。坚持便民、安全、有序。\n鼓励社区居民参与夜间集市治理。');
    expect(madeUp.clauses[2]?.text).toContain('三年内免收摊位费的比例');
  });

  test('whose （一） restarts under each 一、 get running numbers', () => {
    const policy = policyOf([
      '一、甲部分',
      '（一）甲一。甲一正文。',
      '（二）甲二。甲二正文。',
      '二、乙部分',
      '（一）乙一。乙一正文。',
      '(二)乙二。乙二正文。',
      '（三）乙三。乙三正文。',
      '三、丙部分',
      '（一）丙一。丙一正文。',
    ]);
    expect(policy.clauses.map(({ number, title }) => [number, title])).toEqual([
      [1, '甲一'],
      [2, '甲二'],
      [3, '乙一'],
      [4, '乙二'],
      [5, '乙三'],
      [6, '丙一'],
    ]);
    expect(policy.sections.map(({ clauses }) => clauses)).toEqual([[1, 2], [3, 4, 5], [6]]);
  });

  test('without sections number their clauses 一、', () => {
    const policy = policyOf(['一、甲。甲正文。', '二、乙。乙正文。']);
    expect(policy.sections).toEqual([]);
    expect(policy.clauses.map(({ title }) => title)).toEqual(['甲', '乙']);
  });
});
