import type { Child } from 'hono/jsx';
import { Page } from '../layout.js';
import type { Desk } from './desk.js';

const TABS = ['overview', 'search', 'unanswered', 'answers', 'feedback'] as const;
export type Tab = (typeof TABS)[number];

/** The frame of the desk's pages: its own menu below the site's, and the way out. */
export function StaffPage({ desk, tab, children }: { desk: Desk; tab: Tab; children?: Child }) {
  const { words, shell, staff } = desk;
  return (
    <Page shell={shell} title={`${words.tabs[tab]} · ${words.title}`} isUnlisted>
      <div class="row between">
        <nav class="tabs" aria-label={words.menu}>
          {TABS.map((one) => (
            <a
              href={one === 'overview' ? '/staff' : `/staff/${one}`}
              aria-current={one === tab ? 'page' : undefined}
            >
              {words.tabs[one]}
            </a>
          ))}
        </nav>
        <form method="post" action="/staff/logout">
          <button class="quiet">
            {staff.name} · {words.login.out}
          </button>
        </form>
      </div>
      <h1>{words.tabs[tab]}</h1>
      {children}
    </Page>
  );
}

export function LoginPage({ shell, words, alert }: Pick<Desk, 'shell' | 'words'> & { alert?: string }) {
  const { login } = words;
  return (
    <Page shell={shell} title={login.title} isUnlisted>
      <h1>{login.title}</h1>
      <form method="post" action="/staff/login" class="login">
        <label for="token">{login.token}</label>
        <input id="token" name="token" type="password" autocomplete="current-password" required />
        <label for="name">{login.name}</label>
        <input id="name" name="name" type="text" autocomplete="name" maxlength={20} required />
        {alert ? (
          <p class="alert" role="alert">
            {alert}
          </p>
        ) : null}
        <button type="submit">{login.submit}</button>
      </form>
    </Page>
  );
}
