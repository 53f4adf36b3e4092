import type { Assistant } from '../../../assistant.js';
import type { Store } from '../../../storage/store.js';
import type { Shell } from '../shell.js';
import type { Staff } from './session.js';
import type { StaffWords } from './staff-words.js';

/** What every page of the desk is made from. */
export type Desk = {
  readonly shell: Shell;
  readonly staff: Staff;
  readonly words: StaffWords;
  readonly assistant: Assistant;
  readonly store: Store | undefined;
  /** Path of the latest evaluation report, an HTML file. */
  readonly report: string | undefined;
};

/** 11月24日 21:05, on the clock of the people who read it. */
export function timeOf(at: number): string {
  return new Intl.DateTimeFormat('zh-CN', {
    ...{ month: 'numeric', day: 'numeric', hour: '2-digit', minute: '2-digit', hour12: false },
    timeZone: 'Asia/Shanghai',
  } as const).format(at);
}
