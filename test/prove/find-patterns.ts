import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';

/** A regular expression of the program and where it stands. */
export type Pattern = { readonly at: string; readonly source: string; readonly flags: string };

/** Every literal in the source files of a folder, by TypeScript's own parser. */
export function literalPatterns(folder: string): Pattern[] {
  return sourcesOf(folder).flatMap((file) => {
    const source = parse(folder, file);
    const found: Pattern[] = [];
    walk(source, (node) => {
      if (!ts.isRegularExpressionLiteral(node)) return;
      const close = node.text.lastIndexOf('/');
      found.push({ at: placeOf(source, node, file), source: node.text.slice(1, close), flags: node.text.slice(close + 1) }); // prettier-ignore
    });
    return found;
  });
}

/** Where `new RegExp(…)` or `RegExp(…)` stands: these are made when the program runs. */
export function constructions(folder: string): string[] {
  return sourcesOf(folder).flatMap((file) => {
    const source = parse(folder, file);
    const found: string[] = [];
    walk(source, (node) => {
      const isCall = ts.isNewExpression(node) || ts.isCallExpression(node);
      if (isCall && node.expression.getText(source) === 'RegExp') found.push(placeOf(source, node, file));
    });
    return found;
  });
}

/** Runs `use` with a RegExp that notes what is made with it. Literals are not made with it. */
export async function madePatterns(use: () => Promise<void>): Promise<Pattern[]> {
  const Plain = globalThis.RegExp;
  const made = new Map<string, Pattern>();
  const root = join(import.meta.dirname, '../..');
  globalThis.RegExp = new Proxy(Plain, {
    construct: (target, given: ConstructorParameters<typeof RegExp>, as) => {
      const pattern = Reflect.construct(target, given, as) as RegExp;
      const [, ...frames] = (new Error('where').stack ?? '').split('\n').slice(1);
      const at = frames.map((frame) => frame.split(`${root}/`)[1]).find((path) => path?.startsWith('src/'))?.replace(/:\d+\)?$/u, ''); // prettier-ignore
      if (at !== undefined && isOwn(frames)) made.set(`/${pattern.source}/${pattern.flags}`, { at, source: pattern.source, flags: pattern.flags }); // prettier-ignore
      return pattern;
    },
  });
  try {
    await use();
  } finally {
    globalThis.RegExp = Plain;
  }
  return [...made.values()];
}

/** Made by the source itself, not by a library it calls. */
function isOwn([first = '']: readonly string[]): boolean {
  return !first.includes('node_modules');
}

function sourcesOf(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) => /\.tsx?$/u.test(file));
}

function parse(folder: string, file: string): ts.SourceFile {
  return ts.createSourceFile(file, readFileSync(join(folder, file), 'utf8'), ts.ScriptTarget.Latest, true);
}

function placeOf(source: ts.SourceFile, node: ts.Node, file: string): string {
  return `src/${file}:${source.getLineAndCharacterOfPosition(node.getStart(source)).line + 1}`;
}

function walk(node: ts.Node, visit: (node: ts.Node) => void): void {
  visit(node);
  node.forEachChild((child) => walk(child, visit));
}
