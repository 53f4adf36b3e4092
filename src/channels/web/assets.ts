import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Hono } from 'hono';
import type { Env } from '../api/problem.js';

/** What `npm run build` makes of src/channels/web/browser. */
type AssetName = 'page.js' | 'page.css' | 'widget.js' | 'icon.svg';
export type Assets = ReadonlyMap<AssetName, Asset>;
type Asset = { readonly body: string; readonly href: string; readonly type: string };

const TYPES: Readonly<Record<AssetName, string>> = {
  'page.js': 'text/javascript; charset=utf-8',
  'page.css': 'text/css; charset=utf-8',
  'widget.js': 'text/javascript; charset=utf-8',
  'icon.svg': 'image/svg+xml',
};
const YEAR = 31_536_000;

/** Reads the built files. A file that was not built is left out: pages then work as they do without scripts. */
export function readAssets(folder: string): Assets {
  const names = new Set(listed(folder));
  const assets = new Map<AssetName, Asset>();
  for (const [name, type] of Object.entries(TYPES) as [AssetName, string][]) {
    if (!names.has(name)) continue;
    const body = readFileSync(join(folder, name), 'utf8');
    const hash = createHash('sha256').update(body).digest('hex').slice(0, 12);
    assets.set(name, { body, type, href: `/assets/${hash}/${name}` });
  }
  return assets;
}

function listed(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

/** The address holds the content's hash, so a browser may keep it for good; an old address is simply not there. */
export function assetRoutes(assets: Assets): Hono<Env> {
  const routes = new Hono<Env>();
  for (const [name, { href, body, type }] of assets) {
    if (name === 'widget.js') continue; // served with its wording, at an address that stays
    routes.get(href, (c) =>
      c.body(body, 200, { 'Content-Type': type, 'Cache-Control': `public, max-age=${YEAR}, immutable` }),
    );
  }
  return routes;
}
