import type { Policy } from '../../src/domain/policy.js';
import type { flips, GateResult } from '../gate.js';
import type { Summary } from '../summarize.js';

/** What a report is made of. */
export type ReportInput = {
  readonly summary: Summary;
  /** Runs of systems that understand nothing, and of the best there can be, over the same cases. */
  readonly references: readonly Summary[];
  readonly gates: readonly GateResult[];
  readonly policy: Policy;
  /** Against the baseline; null where there is none. */
  readonly flips: ReturnType<typeof flips> | null;
  /** What else is to be known about the run, name and value, in the order shown. */
  readonly provenance: readonly (readonly [string, string])[];
};
