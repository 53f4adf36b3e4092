import { createRequire } from 'node:module';
import type BetterSqlite from 'better-sqlite3';

// From 13 on the driver is built on Node-API, which Node 20 runs not well enough: it crashes there. 12 crashes on Node 24.19 and later, when
// a statement is collected as garbage, if it was compiled for them. Both have the same methods.
const NODE_API_FROM = 22;

const load: (name: string) => unknown = createRequire(import.meta.url);
const isNodeApi = Number(process.versions.node.split('.')[0]) >= NODE_API_FROM;

/** better-sqlite3, in the version that the running Node can bear. */
export const Database = load(isNodeApi ? 'better-sqlite3-napi' : 'better-sqlite3') as typeof BetterSqlite;
