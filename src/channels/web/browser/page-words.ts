import type { TurnWords } from '../turn-words.js';
import { byId } from './dom.js';

/** The wording the server put into the page: it stands in prompts/pages.yml and nowhere in a script. */
export function pageWords(): TurnWords {
  return JSON.parse(byId('words', HTMLElement).dataset['words'] ?? '{}') as TurnWords;
}
