import { createHash } from 'node:crypto';
import { open } from 'node:fs/promises';

// Large enough that system calls cost nothing, small enough not to be felt.
const PIECE_BYTES = 1 << 20;

/** Reads a file once. @param keep whether its bytes are wanted besides its hash: else it takes no more memory than a piece of it */
export async function readHashed(
  path: string,
  keep: boolean,
): Promise<{ readonly sha256: string; readonly bytes: ArrayBuffer }> {
  const file = await open(path);
  try {
    const { size } = await file.stat();
    const bytes = new ArrayBuffer(keep ? size : Math.min(size, PIECE_BYTES));
    const hash = createHash('sha256');
    for (let at = 0; at < size;) {
      const piece = new Uint8Array(bytes, keep ? at : 0, Math.min(PIECE_BYTES, size - at));
      const { bytesRead } = await file.read(piece, 0, piece.length, at);
      if (bytesRead === 0) break; // cut short meanwhile: the hash is another then
      hash.update(piece.subarray(0, bytesRead));
      at += bytesRead;
    }
    return { sha256: hash.digest('hex'), bytes };
  } finally {
    await file.close();
  }
}
