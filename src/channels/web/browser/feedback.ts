import type { TurnWords } from '../turn-words.js';

/** Sends feedback without leaving the page; without script the same form posts to /feedback. */
export function setUpFeedback(thread: HTMLElement, words: TurnWords): void {
  thread.addEventListener('click', (event) => {
    const button = event.target instanceof Element ? event.target.closest('button') : null;
    const form = button?.closest<HTMLFormElement>('form.feedback');
    if (!button || !form) return;
    event.preventDefault();
    const rating = button.value === 'up' ? 'up' : 'down';
    const data = new FormData(form);
    const comment = String(data.get('comment') ?? '').trim();
    const body = {
      answerId: String(data.get('answerId') ?? ''),
      rating,
      ...(comment === '' ? {} : { comment }),
    };
    send(body).then(
      () => thank(form, words.feedback.thanks),
      () => thank(form, words.feedback.failed),
    );
  });
}

async function send(body: Readonly<Record<string, string>>): Promise<void> {
  const headers = { 'Content-Type': 'application/json' };
  const response = await fetch('/api/feedback', { method: 'POST', headers, body: JSON.stringify(body) });
  if (!response.ok) throw new Error(`feedback: ${response.status}`);
}

function thank(form: HTMLFormElement, text: string): void {
  const line = document.createElement('p');
  line.className = 'note';
  line.setAttribute('role', 'status');
  form.replaceWith(line);
  line.textContent = text;
}
