import type { Proof } from './proof.js';
import { attacks } from './proofs/attacks.js';
import { clock } from './proofs/clock.js';
import { closedOutput } from './proofs/closed-output.js';
import { damagedIndex } from './proofs/damaged-index.js';
import { invisible } from './proofs/invisible.js';
import { killedWhileAsking, killedWhileIndexing, killedWhileStarting } from './proofs/killed.js';
import { labels } from './proofs/labels.js';
import { load } from './proofs/load.js';
import { malformedHttp } from './proofs/malformed-http.js';
import * as personalData from './proofs/personal-data.js';
import { regularExpressions } from './proofs/regular-expressions.js';
import { fullDisk, fullDiskIndex, lockedDatabase, stoppedPostgres } from './proofs/storage-faults.js';
import { switches } from './proofs/switches.js';

/** All of them, the longest first, so that those that run beside one another end together. */
export const PROOFS: readonly Proof[] = [
  ...[killedWhileStarting, killedWhileAsking, killedWhileIndexing, damagedIndex, regularExpressions],
  ...[malformedHttp, closedOutput, attacks, invisible, labels],
  ...Object.values(personalData),
  ...[fullDisk, fullDiskIndex, lockedDatabase, stoppedPostgres, clock, switches],
  ...load,
];
