import { Page } from './layout.js';
import type { Shell } from './shell.js';

/** A page that is not there, or a request that is refused: what happened, and the way back. */
export function ErrorPage({ shell, title, text }: { shell: Shell; title: string; text: string }) {
  return (
    <Page shell={shell} title={title} isUnlisted>
      <h1>{title}</h1>
      <p>{text}</p>
      <p>
        <a class="button" href="/">
          {shell.words.errors.home}
        </a>
      </p>
    </Page>
  );
}
