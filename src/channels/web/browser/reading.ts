import { copyText } from './copy.js';

/** On a clause's page: copying with its source, and printing. Both need script, so both are hidden until here. */
export function setUpReading(): void {
  const done = document.querySelector<HTMLElement>('[data-done]');
  for (const button of document.querySelectorAll<HTMLButtonElement>('button[data-copy]')) {
    button.hidden = false;
    button.addEventListener('click', () => void copy(button.dataset));
  }
  for (const button of document.querySelectorAll<HTMLButtonElement>('button[data-print]')) {
    button.hidden = false;
    button.addEventListener('click', () => print());
  }

  async function copy({ copy = '', path = '', copied = '', failed = '' }: DOMStringMap): Promise<void> {
    const isCopied = await copyText(`${copy} ${location.origin}${path}`);
    if (done) done.textContent = isCopied ? copied : failed;
  }
}
