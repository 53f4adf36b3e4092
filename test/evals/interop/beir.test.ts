import { describe, expect, test } from 'vitest';
import { parseCases } from '../../../evals/cases.js';
import { fromBeir, toBeir } from '../../../evals/interop/beir.js';
import { casesToYaml } from '../../../evals/interop/written-case.js';
import { cases, linesOf, policy } from './support.js';

const FILES = { queries: 'queries.jsonl', qrels: 'test.tsv' };
const HEADER = 'query-id\tcorpus-id\tscore';

describe('a BEIR data set', () => {
  const beir = toBeir(cases, policy);

  test('holds every clause once, its title apart from its text', () => {
    const corpus = linesOf(beir.corpus);
    expect(corpus.map((row) => row['_id'])).toEqual(['m00', 'm01', 'm02', 'm03', 'm04']);
    expect(corpus[2]).toEqual({ _id: 'm02', title: '基本原则', text: '坚持便民、安全、有序。\n鼓励社区居民参与夜间集市治理。' }); // prettier-ignore
  });

  test('asks follow-ups by their standalone question', () => {
    expect(linesOf(beir.queries)[2]).toMatchObject({ _id: 'light-2', text: '夜间投诉率控制在多少？' });
  });

  test('has a header and a line for each gold clause', () => {
    expect(beir.qrels.split('\n')).toEqual([HEADER, 'stalls\tm03\t2', 'stalls\tm01\t1', 'light-1\tm04\t2', 'light-2\tm04\t2', 'rent\tm03\t1', '']); // prettier-ignore
  });

  test('reads back as draft cases with the same questions and gold, and is written the same again', () => {
    const read = fromBeir(beir, FILES);
    expect(read.map(({ id, type, answerability }) => [id, type, answerability])).toEqual(cases.map(({ id, type, answerability }) => [id, type, answerability])); // prettier-ignore
    expect(read.every(({ tags }) => tags?.includes('draft'))).toBe(true);
    expect(toBeir(parseCases(casesToYaml(read), 'a.yml'), policy)).toEqual(beir);
  });

  test('of others, without metadata, is answerable where it has qrels', () => {
    const queries = '{"_id":"1","text":"几个"}\n\n{"_id":"2","text":"天气"}\n';
    const read = fromBeir({ queries, qrels: `${HEADER}\n1\tm03\t1\n1\tm02\t0\n` }, FILES);
    expect(read.map(({ type, answerability, gold }) => [type, answerability, gold?.clauses])).toEqual([
      ['fact', 'full', [{ id: 3, grade: 1 }]],
      ['fact', 'none', undefined],
    ]);
  });

  test.each([
    ['{"_id":"1","text":"几个"}', 'qid\tdoc\n', /^test\.tsv:1: "qid/u],
    ['{"_id":"1","text":"几个"}', `${HEADER}\n9\tm03\t2\n`, /^test\.tsv:2: query-id "9"/u],
    ['{"_id":"1","text":"几个"}', `${HEADER}\n1\tdoc3\t2\n`, /^test\.tsv:2: corpus-id "doc3"/u],
    ['{"_id":"1","text":"几个"}', `${HEADER}\n1\tm03\t3\n`, /^test\.tsv:2: score "3"/u],
    ['{"_id":"a b","text":"几个"}', `${HEADER}\n`, /^queries\.jsonl:1: _id "a b"/u],
    ['{"_id":1}', `${HEADER}\n`, /^queries\.jsonl:1: _id /u],
    ['{"_id":"1","text":"几个"}\nnonsense', `${HEADER}\n`, /^queries\.jsonl:2: /u],
  ])('%s with %j is refused with its place', (queries, qrels, message) => {
    expect(() => fromBeir({ queries, qrels }, FILES)).toThrow(message);
  });
});
