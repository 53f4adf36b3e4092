import { Page } from './layout.js';
import type { Shell } from './shell.js';

/** A page with one thing to say: not there, refused, or thank you; and the way back. */
export function NoticePage({ shell, title, text }: { shell: Shell; title: string; text: string }) {
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
