import { hostile } from './hostile.js';
import { knee } from './knee.js';
import type { Scenario } from './outcome.js';
import { overload } from './overload.js';
import { sessions } from './sessions.js';
import { shutdown } from './shutdown.js';
import { soak } from './soak.js';
import { steady } from './steady.js';

/** All of them, by name, in the order of the load table. */
export const SCENARIOS: Readonly<Record<string, Scenario>> = {
  steady,
  knee,
  overload,
  soak,
  hostile,
  sessions,
  shutdown,
};
