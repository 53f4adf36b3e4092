import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { schemaText } from '../../../evals/commands/schema.js';

const FILE = join(import.meta.dirname, '../../../evals/cases.schema.json');

test('evals/cases.schema.json is what the schema says; if not, run `npm run evals -- schema`', async () => {
  expect(readFileSync(FILE, 'utf8')).toBe(await schemaText());
});

test('it knows the fields of a case and no others', () => {
  const schema = JSON.parse(readFileSync(FILE, 'utf8')) as { items: { properties: object; required: string[]; additionalProperties: boolean } }; // prettier-ignore
  expect(Object.keys(schema.items.properties)).toContain('answerability');
  expect(schema.items.required).toContain('question');
  expect(schema.items.additionalProperties).toBe(false);
});
