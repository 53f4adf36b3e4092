import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { parsePolicy, type PolicyDescription } from '../../src/domain/parse-policy.js';
import type { Policy } from '../../src/domain/policy.js';

/** A published file with its metadata, as it lies on disk. */
export type Published = {
  readonly file: string;
  readonly bytes: Buffer;
  readonly description: PolicyDescription;
};

const root = `${import.meta.dirname}/../..`;

export function publishedPlan(): Published {
  return readPublished('corpus/su-zheng-fa-2024-102');
}

/** A policy of a city that does not exist, numbered and worded differently from the plan. */
export function publishedMadeUpPolicy(): Published {
  return readPublished('test/fixtures/made-up-policy');
}

export function readPolicy({ file, bytes, description }: Published): Policy {
  return parsePolicy(bytes, file, description);
}

/** The smallest policy with these lines as its body. */
export function policyOf(lines: readonly string[], joins: readonly number[] = []): Policy {
  const front = ['某市办法', '某政发〔2030〕1号', '某市人民政府', '2030年1月2日'];
  return parsePolicy(Buffer.from([...front, ...lines].join('\n')), 'small.md', {
    id: 'small',
    title: '某市办法',
    documentNumber: '某政发〔2030〕1号',
    issuer: '某市人民政府',
    issuedOn: '2030-01-02',
    basis: '',
    basisNumber: '',
    joins,
  });
}

function readPublished(name: string): Published {
  const description = parse(readFileSync(`${root}/${name}.yml`, 'utf8')) as PolicyDescription;
  return { file: `${name}.md`, bytes: readFileSync(`${root}/${name}.md`), description };
}
