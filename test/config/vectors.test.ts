import { expect, test } from 'vitest';
import { readConfig } from '../../src/config.js';

test('vectors are in memory unless PostgreSQL is asked for, which needs one', () => {
  expect(readConfig({}).VECTOR_STORE).toBe('memory');
  expect(readConfig({ VECTOR_STORE: 'pgvector', DATABASE_URL: 'postgres://a/b' }).VECTOR_STORE).toBe(
    'pgvector',
  );
  expect(() => readConfig({ VECTOR_STORE: 'pgvector' })).toThrow(/VECTOR_STORE: .*set DATABASE_URL/u);
  expect(() => readConfig({ VECTOR_STORE: 'milvus' })).toThrow(/VECTOR_STORE/u);
});
