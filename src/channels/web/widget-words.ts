import type { Words } from './words.js';

/** What the widget says; it is put into the script, since the site that embeds it has none of our wording. */
export type WidgetWords = Words['widget'];
