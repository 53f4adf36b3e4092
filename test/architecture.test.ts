import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { describe, expect, test } from 'vitest';

/** Innermost first. A file imports its own folder and those before it, nothing after. */
const LAYERS = [
  'domain',
  'storage',
  'model',
  'retrieval',
  'expansion',
  'conversation',
  'answering',
  'library',
  'ingest',
  'config',
  'assistant',
  'generator',
  'channels',
  'app',
  'operation',
  'server',
  'main',
];

/** Hangs beside: given to channels by app and main, unknown to what finds and writes answers. */
const BESIDE: Readonly<Record<string, readonly string[]>> = {
  storage: ['channels', 'app', 'operation', 'server', 'main'],
  expansion: ['main'],
  model: [
    'expansion',
    'answering',
    'config',
    'assistant',
    'generator',
    'channels',
    'app',
    'operation',
    'main',
  ],
};

/** Long enough for one idea with its comments; a longer file holds two. */
const MAX_LINES = 250;

const root = join(import.meta.dirname, '../src');
const sources = readdirSync(root, { recursive: true, encoding: 'utf8' })
  .filter((file) => /\.tsx?$/u.test(file))
  .map((file) => ({ file, text: readFileSync(join(root, file), 'utf8') }));

/** What a file imports, statically or dynamically, as value or as type. */
function importsOf(text: string): string[] {
  const found = text.matchAll(/(?:\bfrom|\bimport)\s*\(?\s*['"](?<path>[^'"]+)['"]/gu);
  return [...found].map((match) => match.groups?.['path'] ?? '');
}

/** domain/policy.ts → domain; main.ts → main. */
function layerOf(file: string): string {
  return (file.split(/[\\/]/u)[0] ?? '').replace(/\.[jt]sx?$/u, '');
}

/** The imports of a file that point outwards, each as "file imports file". */
function wrongImports(file: string, text: string): string[] {
  const own = LAYERS.indexOf(layerOf(file));
  return importsOf(text)
    .filter((path) => path.startsWith('.'))
    .map((path) => relative('.', join(dirname(file), path)))
    .filter((target) => layerOf(target) !== layerOf(file))
    .filter((target) => {
      const isInner = LAYERS.slice(0, own).includes(layerOf(target));
      return !isInner || BESIDE[layerOf(target)]?.includes(layerOf(file)) === false;
    })
    .map((target) => `${file} imports ${target}`);
}

describe('imports', () => {
  test('of every source file point inwards', () => {
    expect(sources.flatMap(({ file, text }) => wrongImports(file, text))).toEqual([]);
  });

  test('of domain are its own files, no package and nothing of Node', () => {
    const domain = sources.filter(({ file }) => layerOf(file) === 'domain');
    expect(domain.length).toBeGreaterThan(0);
    expect(domain.flatMap(({ text }) => importsOf(text)).filter((path) => !path.startsWith('./'))).toEqual(
      [],
    );
  });

  test('of main are nobody’s', () => {
    const importing = sources.filter(({ text }) => importsOf(text).some((path) => path.endsWith('/main.js')));
    expect(importing.map(({ file }) => file)).toEqual([]);
  });

  test.each([
    ['domain/policy.ts', "import { fold } from '../retrieval/fold.js';"],
    ['storage/feedback.ts', "import { fold } from '../retrieval/fold.js';"],
    ['retrieval/fold.ts', "import { openStore } from '../storage/open-store.js';"],
    ['model/wire.ts', "import { fold } from '../retrieval/fold.js';"],
    ['model/wire.ts', "import { openStore } from '../storage/open-store.js';"],
    ['retrieval/fold.ts', "import { createChatModel } from '../model/chat-model.js';"],
    ['expansion/expand.ts', "import { readConfig } from '../config.js';"],
    ['conversation/resolve.ts', "import { expand } from '../expansion/expand.js';"],
    ['retrieval/fold.ts', "import type { Answer } from '../answering/answer.js';"],
    ['conversation/message.ts', "export * from '../answering/answer.js';"],
    ['answering/answer.ts', "import { readShelf } from '../library/shelf.js';"],
    ['library/shelf.ts', "import { ingest } from '../ingest/ingest.js';"],
    ['ingest/ingest.ts', "import { createAssistant } from '../assistant.js';"],
    ['channels/api/routes.ts', "const app = await import('../../app.js');"],
    ['app.ts', "import './main.js';"],
    ['channels/api/chat.ts', "import { LiveService } from '../../operation/live-service.js';"],
    ['domain/policy.ts', "import {\n  a,\n} from\n  '../assistant.js';"],
  ])('that point outwards are found: %s, %s', (file, text) => {
    expect(wrongImports(file, text)).toHaveLength(1);
  });
});

test('every folder and top-level file of src has its place among the layers', () => {
  const unknown = sources.map(({ file }) => layerOf(file)).filter((layer) => !LAYERS.includes(layer));
  expect(unknown).toEqual([]);
});

test('process.env is read in main.ts alone', () => {
  const reading = sources.filter(({ text }) =>
    /process\s*\??\.\s*env\b|process\[.env.\]|\benv\b[^;]*from 'node:process'/u.test(text),
  );
  expect(reading.map(({ file }) => file).filter((file) => file !== 'main.ts')).toEqual([]);
});

test(`no source file is longer than ${MAX_LINES} lines`, () => {
  const long = sources.filter(({ text }) => text.trimEnd().split('\n').length > MAX_LINES);
  expect(long.map(({ file }) => file)).toEqual([]);
});
