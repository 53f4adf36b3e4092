import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { writeFiles } from '../../evals/write-files.js';

let directory = '';
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'suwen-write-'));
});
afterEach(() => rmSync(directory, { recursive: true }));

test('files are written whole, folders made, nothing left beside them', () => {
  const paths = writeFiles(directory, { 'a.txt': '甲', 'deep/b.txt': '乙' });
  expect(paths).toEqual([join(directory, 'a.txt'), join(directory, 'deep/b.txt')]);
  expect(paths.map((path) => readFileSync(path, 'utf8'))).toEqual(['甲', '乙']);
  expect(readdirSync(directory).toSorted()).toEqual(['a.txt', 'deep']);
});

test('when one cannot be written none is, and the old ones stay', () => {
  writeFileSync(join(directory, 'a.txt'), 'old');
  writeFileSync(join(directory, 'deep'), 'a file where a folder should be');
  expect(() => writeFiles(directory, { 'a.txt': 'new', 'deep/b.txt': '乙' })).toThrow('deep');
  expect(readFileSync(join(directory, 'a.txt'), 'utf8')).toBe('old');
  expect(readdirSync(directory).toSorted()).toEqual(['a.txt', 'deep']);
});

test('a folder in the place of a file stops it before anything else is half done', () => {
  mkdirSync(join(directory, 'a.txt'));
  expect(() => writeFiles(directory, { 'a.txt': '甲' })).toThrow('a.txt');
  expect(existsSync(join(directory, 'a.txt'))).toBe(true);
  expect(readdirSync(directory)).toEqual(['a.txt']);
});
