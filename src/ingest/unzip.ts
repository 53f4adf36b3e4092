import { crc32 } from 'node:zlib';
import yauzl, { type Entry, type ZipFile } from 'yauzl';
import { UNPACKED_BYTES, XML_BYTES, ZIP_ENTRIES, ZIP_RATIO, ZIP_RATIO_FROM_BYTES } from './limits.js';
import { Refusal } from './refusal.js';

/** The XML parts of a package by name, and the names of everything in it. */
export type Package = { readonly xml: ReadonlyMap<string, Buffer>; readonly names: readonly string[] };

const DAMAGED = 'Open it in Word or WPS and save it again.';
const BOMB = 'No policy needs that; do not open it.';

/**
 * Unpacks the XML parts of an Office package. What the directory declares is added up before anything is unpacked, and what comes out
 * must be exactly what was declared; nothing else is ever unpacked.
 * @throws Refusal for a damaged or encrypted package and for one that unpacks to too much
 */
export async function unzip(bytes: Buffer): Promise<Package> {
  const zip = await open(bytes);
  const entries = await directory(zip);
  const declared = entries.reduce((sum, entry) => sum + entry.uncompressedSize, 0);
  if (declared > UNPACKED_BYTES)
    throw new Refusal(`it unpacks to ${Math.round(declared / 2 ** 20)} MiB, more than ${UNPACKED_BYTES / 2 ** 20}`, BOMB); // prettier-ignore
  const xml = new Map<string, Buffer>();
  let size = 0;
  for (const entry of entries) {
    const isDense = entry.uncompressedSize > ZIP_RATIO * Math.max(1, entry.compressedSize);
    if (isDense && entry.uncompressedSize > ZIP_RATIO_FROM_BYTES)
      throw new Refusal(`${show(entry)} is packed more than ${ZIP_RATIO} to 1`, BOMB);
    if (!/\.(?:xml|rels)$/iu.test(entry.fileName)) continue;
    if (entry.isEncrypted()) throw new Refusal('it is encrypted', 'Save it without a password.');
    if (xml.has(entry.fileName)) throw new Refusal(`it holds ${show(entry)} twice`, DAMAGED);
    size += entry.uncompressedSize;
    if (size > XML_BYTES) throw new Refusal(`its XML is larger than ${XML_BYTES / 2 ** 20} MiB`, 'Part the document, or take embedded data out.'); // prettier-ignore
    xml.set(entry.fileName, await unpack(zip, entry));
  }
  return { xml, names: entries.map(({ fileName }) => fileName) };
}

async function open(bytes: Buffer): Promise<ZipFile> {
  try {
    return await yauzl.fromBufferPromise(bytes, {
      lazyEntries: true,
      autoClose: false,
      strictFileNames: true,
    });
  } catch (error) {
    throw new Refusal(`its package is damaged (${reason(error)})`, DAMAGED);
  }
}

function directory(zip: ZipFile): Promise<Entry[]> {
  return new Promise((resolve, reject) => {
    const entries: Entry[] = [];
    if (zip.entryCount > ZIP_ENTRIES) {
      reject(new Refusal(`it holds ${zip.entryCount} parts, more than ${ZIP_ENTRIES}`, BOMB));
      return;
    }
    zip.on('entry', (entry: Entry) => {
      entries.push(entry);
      zip.readEntry();
    });
    zip.on('end', () => resolve(entries));
    zip.on('error', (error) => reject(new Refusal(`its package is damaged (${reason(error)})`, DAMAGED)));
    zip.readEntry();
  });
}

async function unpack(zip: ZipFile, entry: Entry): Promise<Buffer> {
  const chunks: Buffer[] = [];
  try {
    const stream = await zip.openReadStreamPromise(entry);
    for await (const chunk of stream) chunks.push(chunk as Buffer); // ends in an error when there is more than was declared
  } catch (error) {
    throw new Refusal(`${show(entry)} is damaged (${reason(error)})`, DAMAGED);
  }
  const bytes = Buffer.concat(chunks);
  if (crc32(bytes) !== entry.crc32)
    throw new Refusal(`${show(entry)} is damaged (its checksum is wrong)`, DAMAGED);
  return bytes;
}

/** A name from the file, safe to print. */
function show({ fileName }: Entry): string {
  return fileName.replace(/[^\w./-]/gu, '?').slice(0, 60);
}

function reason(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).slice(0, 100);
}
