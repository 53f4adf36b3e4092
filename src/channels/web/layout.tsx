import type { Child } from 'hono/jsx';
import type { Shell } from './shell.js';
import { fillLine } from './turn-words.js';

type Props = {
  readonly shell: Shell;
  readonly title: string;
  /** Search engines are told to leave answers and errors alone. */
  readonly isUnlisted?: boolean;
  readonly children?: Child;
};

/** The frame of every page: skip link, name, menu, view switch, foot. */
export function Page({ shell, title, isUnlisted = false, children }: Props) {
  const { words, assets, isElder, path } = shell;
  const { site, nav } = words;
  const script = assets.get('page.js')?.href;
  const style = assets.get('page.css')?.href;
  const icon = assets.get('icon.svg')?.href;
  const links = [
    ['/', nav.ask],
    ['/clauses', nav.read],
    ['/targets', nav.targets],
    ['/about', nav.about],
  ] as const;
  return (
    <html lang="zh-CN" class={isElder ? 'elder' : ''}>
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        {isUnlisted ? <meta name="robots" content="noindex" /> : null}
        <title>{`${title} · ${site.name}`}</title>
        {icon ? <link rel="icon" href={icon} type="image/svg+xml" /> : null}
        {style ? <link rel="stylesheet" href={style} /> : null}
        {script ? <script src={script} defer></script> : null}
      </head>
      <body>
        <a class="skip" href="#main">
          {site.skip}
        </a>
        <header class="top">
          <div class="bar">
            <a class="brand" href="/">
              <strong>{site.name}</strong> <span>{site.tagline}</span>
            </a>
            <form method="post" action="/view" class="view">
              <input type="hidden" name="back" value={path} />
              <button class="quiet" name="view" value={isElder ? 'standard' : 'elder'}>
                {isElder ? site.elderOff : site.elderOn}
              </button>
            </form>
          </div>
          <nav aria-label={site.menu}>
            {links.map(([href, text]) => (
              <a href={href} aria-current={isUnder(path, href) ? 'page' : undefined}>
                {text}
              </a>
            ))}
          </nav>
        </header>
        <main id="main" tabindex={-1}>
          {shell.notice === null ? null : (
            <p class="alert" role="note">
              {shell.notice}
            </p>
          )}
          {children}
        </main>
        <footer>{fillLine(site.footer, { number: shell.documentNumber })}</footer>
      </body>
    </html>
  );
}

function isUnder(path: string, href: string): boolean {
  return href === '/' ? path === '/' : path === href || path.startsWith(`${href}/`);
}
