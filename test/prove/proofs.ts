import type { Proof } from './proof.js';
import { attacks } from './proofs/attacks.js';
import { closedOutput } from './proofs/closed-output.js';
import { damagedIndex } from './proofs/damaged-index.js';
import { invisible } from './proofs/invisible.js';
import { killedWhileAsking, killedWhileIndexing, killedWhileStarting } from './proofs/killed.js';
import { load } from './proofs/load.js';
import { malformedHttp } from './proofs/malformed-http.js';
import { regularExpressions } from './proofs/regular-expressions.js';

/** All of them, in the order they run. */
export const PROOFS: readonly Proof[] = [
  ...[closedOutput, attacks, invisible, regularExpressions],
  malformedHttp,
  ...[damagedIndex, killedWhileIndexing, killedWhileAsking, killedWhileStarting],
  ...load,
];
