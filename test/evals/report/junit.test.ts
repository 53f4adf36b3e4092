import { expect, test } from 'vitest';
import { junitReport } from '../../../evals/report/junit.js';
import { caseOf, template } from '../made-up.js';
import { HOSTILE_SUMMARY, SUMMARY, summaryOf, unclosed } from './run.js';

const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

function unescape(text: string): string {
  return text.replace(/&(amp|lt|gt|quot|apos);/gu, (_, name: string) => ENTITIES[name] ?? '');
}

function attributesOf(xml: string, element: string, name: string): string[] {
  const pattern = new RegExp(`<${element} [^>]*?\\b${name}="([^"]*)"`, 'gu');
  return [...xml.matchAll(pattern)].map(([, value = '']) => unescape(value));
}

test('has a suite for each type and a case for each row, and adds up', () => {
  const xml = junitReport(SUMMARY);
  const types = new Set(SUMMARY.rows.map(({ one }) => one.type));
  const sum = (name: string) =>
    attributesOf(xml, 'testsuite', name).reduce((all, one) => all + Number(one), 0);
  expect(attributesOf(xml, 'testsuite', 'name').toSorted()).toEqual([...types].toSorted());
  expect(attributesOf(xml, 'testcase', 'name')).toHaveLength(14);
  expect(sum('tests')).toBe(14);
  expect(attributesOf(xml, 'testsuites', 'tests')).toEqual(['14']);
  expect(sum('failures')).toBe(xml.match(/<failure /gu)?.length);
  expect(sum('errors')).toBe(xml.match(/<error /gu)?.length);
  expect(sum('errors')).toBe(1);
  const right = SUMMARY.rows.filter(({ score }) => score.strict).length;
  expect(sum('failures')).toBe(13 - right);
});

test('names a case by its type, id and question, and a failure by the checks', () => {
  const xml = junitReport(SUMMARY);
  expect(xml).toContain(
    '<testcase classname="number" name="complaints-2 晚上太吵来告状的,要压到几成以内?" time="0.001">',
  );
  expect(xml).toContain(
    '<failure type="outcome vital clauses" message="应答方式不对；缺少关键要点；没有引用应引的条款">期望：回答，第 4 条\n实际：拒答',
  );
});

test('stays well-formed whatever was typed', () => {
  const xml = junitReport(HOSTILE_SUMMARY);
  expect(unclosed(xml)).toEqual([]);
  expect(xml.match(/<(?!\/?(?:testsuites?|testcase|failure|error)\b|\?xml)/gu)).toBeNull();
  expect(xml.replace(/&(?:amp|lt|gt|quot|apos);/gu, '')).not.toContain('&');
  expect(xml).not.toContain(']]>');
  expect(xml).not.toMatch(/[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/u);
  expect(unclosed(junitReport(SUMMARY))).toEqual([]);
});

test('cuts names to 512, messages to 1,024 and details to 8,192 characters, and no character in two', () => {
  const long = '夜😀'.repeat(9000);
  const one = caseOf({ question: long, forbidden: [{ regex: '夜' }] });
  const broken = caseOf({ id: 'two' });
  const xml = junitReport(
    summaryOf([one, broken], ({ id }) =>
      id === 'two' ? { error: long } : { outcome: 'answered', segments: [template(long)] },
    ),
  );
  const [details = ''] = [...xml.matchAll(/<failure [^>]*>([^<]*)</gu)].map(([, text = '']) => text);
  const inside = (text: string | undefined, limit: number) => {
    expect(text?.length).toBeLessThanOrEqual(limit);
    expect(text?.length).toBeGreaterThan(limit - 3);
    expect(text).toMatch(/…$/u);
  };
  inside(attributesOf(xml, 'testcase', 'name')[0], 512);
  inside(attributesOf(xml, 'error', 'message')[0], 1024);
  inside(unescape(details), 8192);
  expect(xml).not.toMatch(/\p{Surrogate}/u);
});
