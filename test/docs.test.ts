import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { openApi } from '../src/channels/api/openapi.js';

const root = join(import.meta.dirname, '..');
const READMES = ['README.md', 'README.zh-CN.md'];
const PAGES = [...READMES, 'CONTRIBUTING.md', 'RUNBOOK.md', 'src/DESIGN.md', 'corpus/README.md'];
const manifest: unknown = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
const scripts = Object.keys((manifest as { readonly scripts: Readonly<Record<string, string>> }).scripts);

const read = (page: string) => readFileSync(join(root, page), 'utf8');

const found = (text: string, pattern: RegExp) => [
  ...new Set([...text.matchAll(pattern)].map((match) => match[1] ?? '')),
];

/** `npm run X`, and npm start and npm test by their short names. */
const scriptsNamed = (text: string) => found(text, /\bnpm (?:run )?((?<=run )[\w:-]+|start\b|test\b)/gu);

/** `src/…` in backticks, up to the first space, star or placeholder. */
const pathsNamed = (text: string) =>
  found(text, /`((?:src|corpus|prompts|evals|test|deploy|\.ci)\/[^`\s*<{…:#]*)/gu);

/** /api/… in commands and prose, without query. */
const routesNamed = (text: string) => found(text, /(\/api(?:\/[\w{}:-]+)+)/gu);

/** As the OpenAPI document writes it: /api/clauses/6 → /api/clauses/{number}. */
const asDescribed = (route: string) => route.replace(/\/\d+(?=\/|$)/gu, '/{number}');

describe.each(READMES)('%s', (page) => {
  test('says how to start it and how to test it', () => {
    expect(scriptsNamed(read(page))).toEqual(expect.arrayContaining(['start', 'test']));
  });

  test('names routes, and only those the OpenAPI document describes', () => {
    const routes = routesNamed(read(page)).map(asDescribed);
    expect(routes).toContain('/api/chat');
    expect(routes.filter((route) => !(route in openApi().paths))).toEqual([]);
  });
});

describe.each(PAGES)('%s', (page) => {
  test('names only npm scripts that exist', () => {
    expect(scriptsNamed(read(page)).filter((script) => !scripts.includes(script))).toEqual([]);
  });

  test('names only paths that exist', () => {
    expect(pathsNamed(read(page)).filter((path) => !existsSync(join(root, path)))).toEqual([]);
  });
});

describe('a page is searched for', () => {
  test('scripts, long and short', () => {
    expect(scriptsNamed('`npm run check`, npm test && npm start; npm ci; npm run ask -- x')).toEqual([
      'check',
      'test',
      'start',
      'ask',
    ]);
  });

  test('paths, up to their first star or line number', () => {
    expect(pathsNamed('`src/main.ts`, `evals/cases/*.yml`, `test/a.ts:7`, `.ci/run`, `npm ci`')).toEqual([
      'src/main.ts',
      'evals/cases/',
      'test/a.ts',
      '.ci/run',
    ]);
  });

  test('routes, numbers standing for parameters', () => {
    expect(routesNamed('curl localhost:8080/api/search?q=x and /api/clauses/6')).toEqual([
      '/api/search',
      '/api/clauses/6',
    ]);
    expect(asDescribed('/api/clauses/6')).toBe('/api/clauses/{number}');
  });
});
