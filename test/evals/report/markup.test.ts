import { expect, test } from 'vitest';
import { embeddedJson, escapeHtml, markup } from '../../../evals/report/markup.js';
import { HOSTILE } from './run.js';

test('escapes whatever could end an element or an attribute, and drops control characters', () => {
  const escaped = escapeHtml(HOSTILE);
  expect(escaped).not.toMatch(/[<>"'\u0000-\u0008\u000B-\u001F]/u);
  expect(escaped.replace(/&(?:amp|lt|gt|quot|#39);/gu, '')).not.toContain('&');
});

test('keeps line ends and tabs', () => {
  expect(escapeHtml('一\n\t二')).toBe('一\n\t二');
});

test('escapes what is filled in, but not markup made before', () => {
  const inner = markup`<b>${'a<b'}</b>`;
  expect(markup`<p title="${'"'}">${[inner, '&', 1, null]}</p>`.html).toBe(
    '<p title="&quot;"><b>a&lt;b</b>&amp;1</p>',
  );
});

test('embeds JSON that no text can end, and that reads back the same', () => {
  const { html } = embeddedJson({ [HOSTILE]: HOSTILE });
  expect(html).not.toMatch(/[<>&\u2028\u2029]/u);
  expect(JSON.parse(html)).toEqual({ [HOSTILE]: HOSTILE });
});
