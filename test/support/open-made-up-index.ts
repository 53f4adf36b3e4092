import { openIndex } from '../../src/retrieval/open-index.js';
import { madeUpSource } from './made-up-index.js';

/** A process of its own: opens the index in a directory and prints the question nearest to the one given. */
const [directory = '', question = ''] = process.argv.slice(2);
const { index } = await openIndex(directory, madeUpSource());
process.stdout.write(index.store.nearest(index.embeddings.embed(question), 1)[0]?.[0].pageContent ?? '');
