import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { calibrate, LABELS_NEEDED } from '../../../evals/judges/calibrate.js';
import { itemsOf } from '../../../evals/judges/items.js';
import type { Judgement } from '../../../evals/judges/judgement.js';
import { readLabels, type HumanLabel } from '../../../evals/judges/labels.js';
import { judgeFigures, judgeLines } from '../../../evals/judges/report.js';
import { judgementOf } from './fake-model.js';

const directory = mkdtempSync(join(tmpdir(), 'suwen-labels-'));
afterAll(() => rmSync(directory, { recursive: true }));

const own = (caseId: string) => caseId;

/** Things 0–199 of one sentence each; the judge says none to every fifth. */
const judgements = (fields: Partial<Judgement> = {}) =>
  Array.from({ length: 200 }, (_, i) => judgementOf(i % 5 === 0 ? 'none' : 'full', { caseId: `c${i}`, ...fields })); // prettier-ignore
const items = itemsOf(judgements());
/** People agree, but find every tenth of the first 120 bad only in part, and c1 bad. */
const labels = Array.from({ length: 120 }, (_, i): HumanLabel => {
  const label = i % 10 === 0 ? 'partial' : i % 5 === 0 || i === 1 ? 'none' : 'full';
  return { caseId: `c${i}`, segment: 0, judge: 'support', label };
});

describe('a judge is held against people', () => {
  const found = calibrate('support', items, labels, own);

  test('sensitivity and specificity are shares of what people found flawed and sound', () => {
    // 12 partial, 12 none by fives, c1: 25 flawed, of which the judge missed c1 alone.
    expect(found.sensitivity).toMatchObject({ count: 24, n: 25 });
    expect(found.specificity).toMatchObject({ count: 95, n: 95 });
  });

  test('κ is over the labels themselves', () => {
    // Agreed 95 full + 12 none of 120; judge 96 full, 24 none; people 95 full, 13 none, 12 partial.
    const chance = (96 * 95 + 24 * 13) / 120 ** 2;
    expect(found.kappa).toBeCloseTo((107 / 120 - chance) / (1 - chance), 12);
  });

  test('the mean is corrected by people', () => {
    // Judge 0.8 on the 80 others; errors: −½ twelve times, +1 once.
    expect(found.mean.mean).toBeCloseTo(0.8 - (-6 + 1) / 120, 12);
    expect(found.mean).toMatchObject({ labelled: 120, unlabelled: 80 });
  });

  test('errors are no disagreement and no agreement', () => {
    const broken = itemsOf([...judgements(), judgementOf('?', { caseId: 'c0', run: 1 })]);
    expect(calibrate('support', broken, labels, own)).toMatchObject({ sensitivity: { n: 24 }, unused: 1 });
  });
});

describe('no figure without calibration:', () => {
  const refusal = (of = items, by: readonly HumanLabel[] = labels) => {
    const lines = judgeLines(judgeFigures(of, by, own));
    expect(lines).toHaveLength(1);
    return lines[0] ?? '';
  };

  test.each<[string, string, RegExp]>([
    ['no labels', refusal(items, []), /0 of 0 human labels.*100 are needed/u],
    ['too few', refusal(items, labels.slice(0, LABELS_NEEDED - 1)), /99 of 99.*100 are needed/u],
    ['labels of another judge', refusal(items, labels.map(({ caseId, label }) => ({ caseId, label, judge: 'helpfulness' }))), /0 of 0/u],
    ['labels of answers that have changed', refusal(items, labels.map((one) => ({ ...one, answerHash: 'old' }))), /0 of 120/u],
    ['two models', refusal(itemsOf([...judgements(), judgementOf('full', { caseId: 'more', model: 'another' })])), /more than one model or prompt/u],
    ['a model that changed behind its name', refusal(itemsOf([...judgements(), judgementOf('full', { caseId: 'more', answeredBy: 'judge-2031' })])), /more than one model/u],
    ['two prompts', refusal(itemsOf([...judgements(), judgementOf('full', { caseId: 'c3', run: 1, promptHash: 'q' })])), /more than one model or prompt/u],
    ['nothing beyond the labels', refusal(items.slice(0, 120)), /0 things were judged beyond/u],
  ])('%s', (_, line, why) => {
    expect(line).toMatch(/^support: uncalibrated \(/u);
    expect(line).toMatch(why);
    expect(line).not.toMatch(/0\.\d/u);
  }); // prettier-ignore

  test('labels that suffice are printed with the interval, those that fit nothing and errors beside it', () => {
    const broken = judgementOf('?', { caseId: 'bad' });
    const [line] = judgeLines(judgeFigures(itemsOf([...judgements(), broken]), [...labels, { caseId: 'bad', segment: 0, judge: 'support', label: 'full' }], own)); // prettier-ignore
    expect(line).toMatch(/^support: 0\.842 \[0\.\d{3}, 0\.\d{3}\] \(120 labelled, 80 judged; sensitivity 24\/25 .*κ 0\.\d\d\); 1 labels fit nothing; 1 of 201 without a verdict$/u); // prettier-ignore
  });

  test('exactly as many labels as are needed suffice', () => {
    expect(judgeLines(judgeFigures(items, labels.slice(0, LABELS_NEEDED), own))[0]).toMatch(/100 labelled/u);
  });

  test('without anything flawed among the labels sensitivity is left open', () => {
    const sound = labels.map((one) => ({ ...one, label: 'full' }));
    expect(judgeLines(judgeFigures(items, sound, own))[0]).toContain('sensitivity – (nothing to find)');
  });
});

describe('things judged more than once', () => {
  test('have the mean, its spread, and the nearest label, the worse of two', () => {
    const [item] = itemsOf([judgementOf(5, { judge: 'helpfulness' }), judgementOf(4, { judge: 'helpfulness', run: 1 })]); // prettier-ignore
    expect(item?.verdict).toEqual({ label: '4', value: 4.5, sd: Math.SQRT1_2, isSteady: false });
  });

  test('and asked again after an outage count with the later answer', () => {
    const lost = judgementOf('full', { raw: null, finishReason: null, error: 'answered 500' });
    expect(itemsOf([lost, judgementOf('full')])[0]?.verdict?.label).toBe('full');
  });
});

describe('a label file', () => {
  const read = (...lines: readonly string[]) => {
    const file = join(directory, 'labels.jsonl');
    writeFileSync(file, lines.join('\n'));
    return readLabels(file);
  };

  test('holds a label a line', () => {
    const lines = ['{"caseId":"a","segment":1,"judge":"support","label":"full"}', '', '{"caseId":"a","judge":"helpfulness","label":4}', '']; // prettier-ignore
    expect(read(...lines)).toEqual([
      { caseId: 'a', segment: 1, judge: 'support', label: 'full' },
      { caseId: 'a', judge: 'helpfulness', label: '4' },
    ]);
  });

  test.each([
    ['{"caseId":"a","segment":1,"judge":"support","label":"yes"}', /:1: support has no label "yes".*none, partial, full/u],
    ['{"caseId":"a","judge":"support","label":"full"}', /by segment/u],
    ['{"caseId":"a","segment":1,"judge":"coherence","label":3}', /Leave out segment/u],
    ['{"caseId":"a","judge":"fluency","label":3}', /:1: /u],
    ['no json', /:1: /u],
    ['{"caseId":"a","judge":"coherence","label":3}\n{"caseId":"a","judge":"coherence","label":4}', /:2: is labelled on line 1 already/u],
  ])('with %s is refused', (text, problem) => {
    expect(() => read(text)).toThrow(problem);
  }); // prettier-ignore

  test('that is not there is refused', () => {
    expect(() => readLabels(join(directory, 'none.jsonl'))).toThrow(/no such file/u);
  });
});
