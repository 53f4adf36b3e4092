import { expect, test } from 'vitest';
import { QUEUE_ROWS } from '../../src/storage/limits.js';
import { StorageError } from '../../src/storage/store.js';
import { WriteQueue } from '../../src/storage/write-queue.js';

test('while nothing can be written, what does not fit is dropped and counted, and the rest kept', async () => {
  let isDown = true;
  const written: number[] = [];
  const queue = new WriteQueue<number>(async (rows) => {
    if (isDown) throw new StorageError('down');
    written.push(...rows);
  });
  for (let i = 0; i < QUEUE_ROWS + 7; i += 1) queue.add(i);
  await queue.flush();
  expect([queue.pending, queue.dropped]).toEqual([QUEUE_ROWS, 7]);
  isDown = false;
  await queue.flush();
  expect([queue.pending, queue.dropped]).toEqual([0, 7]);
  expect(written).toEqual(Array.from({ length: QUEUE_ROWS }, (_, i) => i));
});

test('a row that the database refuses is let go, and those around it are written', async () => {
  const written: number[] = [];
  const queue = new WriteQueue<number>(async (rows) => {
    if (rows.includes(3)) throw new StorageError('no such row', { isRowFault: true });
    written.push(...rows);
  });
  for (let i = 0; i < 6; i += 1) queue.add(i);
  await queue.flush();
  expect([written, queue.dropped]).toEqual([[0, 1, 2, 4, 5], 1]);
});

test('closing while nothing can be written counts what is lost', async () => {
  const queue = new WriteQueue<number>(() => Promise.reject(new StorageError('down')));
  queue.add(1);
  await queue.close();
  expect([queue.pending, queue.dropped]).toEqual([0, 1]);
});
