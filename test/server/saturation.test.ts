import { expect, test } from 'vitest';
import { Saturation } from '../../src/server/saturation.js';

/** A loop whose time passes as the test says: so long busy, so long idle. */
function loop() {
  let [now, idle] = [0, 0];
  const saturation = new Saturation({ now: () => now, idle: () => idle });
  return (busyMs: number, idleMs: number) => {
    now += busyMs + idleMs;
    idle += idleMs;
    return saturation.isSaturated();
  };
}
const times = <T>(count: number, make: () => T) => Array.from({ length: count }, make);

test('a loop with pauses takes everything on, however much it works', () => {
  const pass = loop();
  expect(times(1000, () => pass(8, 2))).not.toContain(true);
});

test('a loop without a pause sheds within a quarter of a second', () => {
  const pass = loop();
  expect(times(25, () => pass(10, 0)).indexOf(true)).toBe(19);
});

test('the first pause ends the shedding', () => {
  const pass = loop();
  times(20, () => pass(10, 0));
  expect([pass(1, 0), pass(1, 3), pass(1, 0)]).toEqual([true, false, false]);
});

test('a rush that never pauses is shed for a fifth of the time, so that some are always answered', () => {
  const pass = loop();
  const shed = times(10_000, () => pass(1, 0)).filter(Boolean);
  expect(shed.length / 10_000).toBeCloseTo(0.2, 1);
});

test('one long task after a quiet time sheds nothing', () => {
  const pass = loop();
  pass(0, 5000);
  expect(pass(150, 60)).toBe(false);
});
