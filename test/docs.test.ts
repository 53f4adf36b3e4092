import { existsSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { openApi } from '../src/channels/api/openapi.js';

const scripts = (JSON.parse(readFileSync('package.json', 'utf8')) as { scripts: Record<string, string> })
  .scripts;

test.each(['README.md', 'README.zh-CN.md', 'CONTRIBUTING.md'])(
  '%s names only commands, paths and routes that exist',
  (name) => {
    const text = readFileSync(name, 'utf8');
    const commands = [...text.matchAll(/npm (?:run )?(start|test|[a-z]+)\b(?! ci)/gu)].map(
      ([, command]) => command ?? '',
    );
    for (const command of commands.filter((one) => one !== 'ci' && one !== 'install'))
      expect(scripts).toHaveProperty(command);
    const paths = [...text.matchAll(/`((?:src|corpus|prompts|evals|test|\.ci)\/[\w./-]*)`/gu)].map(
      ([, path]) => path ?? '',
    );
    for (const path of paths) expect(existsSync(path), path).toBe(true);
    const routes = [...text.matchAll(/127\.0\.0\.1:8787(\/[\w/.-]*)/gu)].map(([, route]) => route ?? '');
    for (const route of routes.filter((one) => one !== '/')) {
      expect(Object.keys(openApi().paths)).toContain(route.replace(/\d+$/u, '{number}'));
    }
  },
);
