import { loadPeer } from './load-peer.js';

export type LexicalEngine = {
  readonly name: string;
  readonly buildMs: number;
  /** The numbers of the clauses that fit best, best first. */
  search(question: string): number[] | Promise<number[]>;
};
type Tokens = (text: string) => string[];
type Make = (clauses: readonly string[], tokens: Tokens, k: number) => Promise<Omit<LexicalEngine, 'buildMs'> | undefined>; // prettier-ignore

type MiniSearch = new (options: object) => {
  addAll(documents: object[]): void;
  search(query: string): { id: number }[];
};
type Orama = {
  create(options: object): unknown;
  insertMultiple(db: unknown, documents: object[], batch: number): Promise<unknown>;
  search(db: unknown, query: object): Promise<{ hits: { id: string }[] }>;
};
type FlexSearch = {
  readonly Index: new (options: object) => {
    add(id: number, text: string): void;
    search(query: string, options: object): number[];
  };
};

/** Those peers that are installed, filled with the clauses. */
export async function lexicalPeersFor(
  clauses: readonly string[],
  tokens: Tokens,
  k: number,
  absent: Set<string>,
) {
  const engines: LexicalEngine[] = [];
  for (const make of [minisearch, orama, flexsearch]) {
    const begun = performance.now();
    const engine = await make(clauses, tokens, k);
    if (engine === undefined) absent.add(make.name);
    else engines.push({ ...engine, buildMs: performance.now() - begun });
  }
  return engines;
}

const minisearch: Make = async (clauses, tokens, k) => {
  const peer = await loadPeer<{ default: MiniSearch }>('minisearch');
  if (peer === undefined) return undefined;
  const index = new peer.default({ fields: ['text'], tokenize: tokens, searchOptions: { tokenize: tokens } });
  index.addAll(clauses.map((text, id) => ({ id, text })));
  return { name: 'MiniSearch, bigrams', search: (question) => index.search(question).slice(0, k).map(({ id }) => id) }; // prettier-ignore
};

const orama: Make = async (clauses, tokens, k) => {
  const peer = await loadPeer<Orama>('@orama/orama');
  if (peer === undefined) return undefined;
  const tokenizer = { language: 'bigrams', normalizationCache: new Map(), tokenize: (text: string) => [...new Set(tokens(text))] }; // prettier-ignore
  const db = peer.create({ schema: { text: 'string' }, components: { tokenizer } });
  await peer.insertMultiple(db, clauses.map((text, id) => ({ id: `${id}`, text })), 1000); // prettier-ignore
  const search: LexicalEngine['search'] = async (question) =>
    (await peer.search(db, { term: question, limit: k, threshold: 1 })).hits.map(({ id }) => Number(id));
  return { name: 'Orama, bigrams', search };
};

const flexsearch: Make = async (clauses, tokens, k) => {
  const peer = await loadPeer<FlexSearch & { default?: FlexSearch }>('flexsearch');
  const Index = peer?.Index ?? peer?.default?.Index;
  if (Index === undefined) return undefined;
  const index = new Index({ encode: tokens, tokenize: 'strict' });
  for (const [id, text] of clauses.entries()) index.add(id, text);
  // Without suggest it demands every bigram, and a question in people's words finds nothing.
  return { name: 'FlexSearch, bigrams, suggest', search: (question) => index.search(question, { limit: k, suggest: true }) }; // prettier-ignore
};
