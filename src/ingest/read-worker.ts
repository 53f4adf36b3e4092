import { parentPort } from 'node:worker_threads';
import { TEXT_CHARACTERS } from './limits.js';
import { formatOf } from './formats.js';
import type { Extract } from './readers/extract.js';
import { readText } from './readers/text.js';
import { Refusal } from './refusal.js';

/** What the thread is sent, and what it sends back; the first word it sends is 'ready'. */
export type ReadRequest = { readonly file: string; readonly bytes: Uint8Array<ArrayBuffer> };
export type ReadReply =
  | ({ readonly kind: 'read' } & Extract)
  | { readonly kind: 'refused'; readonly problem: string; readonly remedy: string };

async function read({ file, bytes: given }: ReadRequest): Promise<Extract> {
  const bytes = Buffer.from(given.buffer, given.byteOffset, given.byteLength);
  // Readers are loaded when a file needs them: a library of text files never loads the PDF library.
  switch (formatOf(file, bytes)) {
    case 'text':
      return readText(bytes);
    case 'html':
      return (await import('./readers/html.js')).readHtml(bytes);
    case 'docx':
      return (await import('./readers/docx.js')).readDocx(bytes);
    case 'pdf':
      return (await import('./readers/pdf.js')).readPdf(bytes);
  }
}

async function reply(request: ReadRequest): Promise<ReadReply> {
  try {
    const extract = await read(request);
    const size = extract.lines.reduce((sum, line) => sum + line.length, 0);
    if (size > TEXT_CHARACTERS)
      throw new Refusal(`its text is longer than ${TEXT_CHARACTERS} characters`, 'Part it into its documents.'); // prettier-ignore
    return { kind: 'read', ...extract };
  } catch (error) {
    if (error instanceof Refusal) return { kind: 'refused', problem: error.problem, remedy: error.remedy };
    const name = error instanceof Error ? `${error.name}: ${error.message}`.slice(0, 120) : 'unknown';
    return { kind: 'refused', problem: `it cannot be read (${name})`, remedy: 'It may be damaged: save it again, or as text.' }; // prettier-ignore
  }
}

parentPort?.on('message', (request: ReadRequest) => {
  void reply(request).then((answer) => parentPort?.postMessage(answer));
});
parentPort?.postMessage('ready');
