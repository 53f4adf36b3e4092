import { extname } from 'node:path';
import { Refusal } from './refusal.js';

export const FORMATS = ['text', 'html', 'docx', 'pdf'] as const;
export type Format = (typeof FORMATS)[number];

const EXTENSIONS: Readonly<Record<string, Format>> = {
  '.md': 'text',
  '.markdown': 'text',
  '.txt': 'text',
  '.html': 'html',
  '.htm': 'html',
  '.docx': 'docx',
  '.pdf': 'pdf',
};
const OLD_WORD = Buffer.from([0xd0, 0xcf, 0x11, 0xe0]);

/**
 * The format by the file's name, checked against its first bytes.
 * @throws Refusal for other formats, and for a file that is not what its name says
 */
export function formatOf(file: string, bytes: Buffer): Format {
  const extension = extname(file).toLowerCase();
  const format = EXTENSIONS[extension];
  if (bytes.length === 0) throw new Refusal('the file is empty', 'Give a file with text.');
  if (bytes.subarray(0, 4).equals(OLD_WORD))
    throw new Refusal(
      'it is in the old Word format, or encrypted by Word',
      'Open it in Word or WPS and save it as .docx without a password.',
    );
  if (format === undefined)
    throw new Refusal(
      `the format "${extension || 'none'}" is not read`,
      `Save it as ${Object.keys(EXTENSIONS).join(', ')}.`,
    );
  const isZip = bytes.subarray(0, 2).toString('latin1') === 'PK';
  const isPdf = bytes.subarray(0, 1024).includes('%PDF-');
  const found = isZip ? 'a zip package' : isPdf ? 'a PDF' : 'something else';
  if ((format === 'docx') !== isZip || (format === 'pdf') !== isPdf)
    throw new Refusal(
      `its name says ${extension}, its bytes say ${found}`,
      'It may be damaged: get it again, or correct the name.',
    );
  return format;
}
