import { setUpAsking } from './ask.js';
import { pageWords } from './page-words.js';
import { setUpReading } from './reading.js';
import { setUpSource } from './source.js';

/** Each part is set up where the page has it. An old browser that lacks something keeps the page as the server sent it. */
if (document.getElementById('ask')) {
  const words = pageWords();
  setUpAsking(words);
  if (typeof HTMLDialogElement !== 'undefined') setUpSource(words);
}
setUpReading();
